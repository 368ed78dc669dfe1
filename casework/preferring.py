"""How a person wants to be reached: set by a command, at once also for what waits already."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

import orjson

from casework.app import ORGANISATION_VERSION, App
from casework.casefile import OFFICE, person_named
from casework.channels import look_over
from casework.digesting import DIGEST
from casework.reaching import CALLED_BY_MENTION, cannot_serve
from casework.wishes import Terms, terms_for, wish_of
from domain.errors import BadInput, NotFound
from domain.people import MAIL, Person, Preference
from notifications.addresses import mail_address
from notifications.robots.robot import can_call
from policies.calendars import Calendar
from policies.leaving import leaves_room, leaving_moment
from store.gathering import place_messages, take_waiting
from store.outbox import KEPT, OutboxRecord
from store.people import put_preference, set_email, set_language
from store.settings import count_up
from store.unit_of_work import Work

LANGUAGES = ("zh", "en")
NONE = frozenset({"", "none", "无"})
_HOURS = re.compile(r"(\d{1,2})[:：](\d{2})\s*[-–—~～至到]\s*(\d{1,2})[:：](\d{2})")
_HOUR, _DAY = 60, 24 * 60
_LONGEST_MENTION = 64


@dataclass(frozen=True, slots=True)
class Wished:
    """What somebody asks to change; None leaves a thing as it is, an empty text takes it away."""

    channel: str | None = None
    mention: str | None = None
    quiet: str | None = None
    digest: bool | None = None
    language: str | None = None
    mail: str | None = None

    @property
    def nothing(self) -> bool:
        """Whether nothing is to change."""
        return self == Wished()


@dataclass(frozen=True, slots=True)
class Reached:
    """How a person is reached now; `problem` says why their channel cannot serve at present."""

    person: Person
    preference: Preference
    problem: str = ""


def how_reached(app: App, name: str) -> Reached:
    """How a person is reached, whether or not they ever said so. Raises: NotFound."""
    with app.store.read() as work:
        organisation = app.organisation(work)
        person = person_named(organisation, name)
        return _reached(app, person, wish_of(organisation, person.id))


def prefer(app: App, name: str, wished: Wished) -> Reached:
    """Set how a person is reached, from now on and for every message that waits for them.

    Raises:
        NotFound: for an unknown person or channel.
        BadInput: for hours, a language or an address that are none, for quiet hours that leave
            nothing of the working hours, for a group chat without a mention.
    """
    with app.store.write() as work:
        organisation = app.organisation(work)
        person = person_named(organisation, name)
        office = app.calendar(work, app.newest_calendar_id(work, OFFICE))
        wish = _changed(wish_of(organisation, person.id), wished)
        _require_served(app, wish)
        _require_room(office, wish)
        put_preference(work, wish)
        if wished.language is not None:
            person = replace(person, language=_language(wished.language))
            set_language(work, person.id, person.language)
        if wished.mail is not None:
            person = replace(person, email=_mail(wished.mail))
            set_email(work, person.id, person.email)
        _rewrite_waiting(app, work, wish, office)
        count_up(work, ORGANISATION_VERSION)
        work.commit()
    return _reached(app, person, wish)


def _reached(app: App, person: Person, wish: Preference) -> Reached:
    return Reached(person, wish, cannot_serve(app, wish.channel, wish.mention))


def _changed(wish: Preference, wished: Wished) -> Preference:
    if wished.channel is not None:
        wish = replace(wish, channel=wished.channel.strip() or MAIL)
    if wished.mention is not None:
        wish = replace(wish, mention=_mention(wished.mention))
    if wished.quiet is not None:
        quiet_from, quiet_to = _quiet(wished.quiet)
        wish = replace(wish, quiet_from=quiet_from, quiet_to=quiet_to)
    if wished.digest is not None:
        wish = replace(wish, digest=wished.digest)
    return wish


def _mention(text: str) -> str:
    mention = text.strip().removeprefix("@")
    if len(mention) > _LONGEST_MENTION or any(c.isspace() or not c.isprintable() for c in mention):
        raise BadInput(
            field="--mention",
            reason_zh=f"请写群内账号或手机号，不含空格，至多 {_LONGEST_MENTION} 个字符",
            reason_en="give the account or the mobile number in the group, without spaces, "
            f"at most {_LONGEST_MENTION} characters",
        )
    return mention


def _quiet(text: str) -> tuple[int | None, int | None]:
    """Minutes after 0:00 from and to. Raises: BadInput."""
    if text.strip().lower() in NONE:
        return None, None
    found = _HOURS.fullmatch(text.strip())
    if found is None:
        raise _no_hours(text)
    hours = [int(part) for part in found.groups()]
    start, end = _HOUR * hours[0] + hours[1], _HOUR * hours[2] + hours[3]
    if max(hours[1], hours[3]) >= _HOUR or start >= _DAY or end > _DAY or start == end % _DAY:
        raise _no_hours(text)
    return start, end % _DAY


def _no_hours(text: str) -> BadInput:
    return BadInput(
        field="--quiet",
        reason_zh=f"“{text}”不是时段，请写 22:00-07:00（可跨零点）；取消写 none",
        reason_en=f"“{text}” is no span of hours: write 22:00-07:00 (it may span midnight), "
        "or none to have no quiet hours",
    )


def _language(text: str) -> str:
    if text not in LANGUAGES:
        raise BadInput(
            field="--language",
            reason_zh=f"没有“{text}”，可选：{'、'.join(LANGUAGES)}",
            reason_en=f"there is no “{text}”; choose from {', '.join(LANGUAGES)}",
        )
    return text


def _mail(text: str) -> str | None:
    """The address that a text names, None for none. Raises: BadInput."""
    address = text.strip()
    if address.lower() in NONE:
        return None
    if mail_address(address) is None:
        raise BadInput(
            field="--mail",
            reason_zh=f"“{address}”不是邮箱，请写 somebody@example.com；取消写 none",
            reason_en=f"“{address}” is no mail address: write somebody@example.com, or none",
        )
    return address


def _require_served(app: App, wish: Preference) -> None:
    """A channel that is not there, or speaks to a group, cannot be wished for just like that."""
    listed = look_over(app).listed
    if wish.channel not in listed:
        raise NotFound(
            what_zh="渠道",
            what_en="channel",
            name=wish.channel,
            hint_zh=f"可用：{'、'.join(listed)}。",
            hint_en=f"There are {', '.join(listed)}.",
        )
    kind = listed[wish.channel].kind
    if kind in CALLED_BY_MENTION and not can_call(kind, wish.mention):
        raise BadInput(
            field="--mention",
            reason_zh=f"“{wish.channel}”是群聊，请用 --mention 写明本人在群内的账号或手机号",
            reason_en=f"“{wish.channel}” is a group chat: say with --mention by which account "
            "or mobile number you are called there",
        )


def _require_room(office: Calendar, wish: Preference) -> None:
    if not leaves_room(office, wish):
        raise BadInput(
            field="--quiet",
            reason_zh="免打扰时段占满了整个工作时间，通知将永远无法送达",
            reason_en="the quiet hours leave nothing of the working hours: no notice could arrive",
        )


def _rewrite_waiting(app: App, work: Work, wish: Preference, office: Calendar) -> None:
    """What waits for the person already leaves as they wish now."""
    waiting = [one for one in take_waiting(work, wish.person_id) if not one.statutory]
    changed: list[OutboxRecord] = []
    for one in waiting:
        terms = _terms(app, one, wish, office)
        changed.append(one._replace(channel="", not_before=terms.not_before, status=terms.status))
    place_messages(work, changed)


def _terms(app: App, message: OutboxRecord, wish: Preference, office: Calendar) -> Terms:
    now = app.now()
    if message.notice == DIGEST:
        return Terms(leaving_moment(office, wish, now))
    try:
        said = orjson.loads(message.payload)
        terms = terms_for(wish, message.notice, said, office, now)
    except (ValueError, TypeError, AttributeError):
        # Whoever delivers a message whose payload is spoiled says so.
        return Terms(leaving_moment(office, wish, now))
    gone_alone = said.get("late") and message.status != KEPT
    return Terms(terms.not_before) if gone_alone else terms
