"""Outgoing messages as people look at them, and what they do with those that did not leave."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

import orjson

from casework.app import App
from casework.casefile import CaseFile, file_by_id, person_named
from casework.digesting import DIGEST
from casework.letters import Aside, Letter, letters
from casework.recording import note, save
from casework.requesting import require_leave, require_reason
from casework.settling import fulfil_telling
from domain.errors import BadInput, NotFound, Refused
from domain.lexicon import LEXICON
from store.cases import get_case
from store.content import put_content
from store.outbox import (
    HELD,
    STATUSES,
    OutboxRecord,
    find_message,
    mark_arrived,
    messages_with,
    send_again,
)
from store.unit_of_work import Work

_DIGEST_WORDS = {"zh": "每日汇总", "en": "daily digest"}


@dataclass(frozen=True, slots=True)
class MessageLine:
    """A message in a list. `id` is what it is called by; `why` is the last word of its channel."""

    id: str
    status: str
    notice: str
    case: str | None
    to: str
    channel: str
    statutory: bool
    not_before: datetime
    sent_at: datetime | None
    attempts: int
    first_tried_at: datetime | None
    why: str
    carried_by: str | None


@dataclass(frozen=True, slots=True)
class MessagePage:
    """Messages, oldest first; `next` is the token of the following page."""

    items: tuple[MessageLine, ...]
    next: str | None


@dataclass(frozen=True, slots=True)
class MessageView:
    """One message with where it would go and how it would read now; `unspeakable` says why not."""

    line: MessageLine
    channel: str
    address: str
    subject: str = ""
    text: str = ""
    unspeakable: str = ""


def list_messages(
    app: App, statuses: Sequence[str] = HELD, *, lang: str, after: str = "", limit: int = 50
) -> MessagePage:
    """A page of the messages of some statuses; by default of those that wait for a person.

    Raises: BadInput for a status that there is not.
    """
    unknown = [status for status in statuses if status not in STATUSES]
    if unknown:
        raise BadInput(
            field="--status",
            reason_zh=f"没有“{unknown[0]}”，可选：{'、'.join(STATUSES)}、all",
            reason_en=f"there is no “{unknown[0]}”; choose from {', '.join(STATUSES)}, all",
        )
    if limit < 1:
        raise BadInput(field="--limit", reason_zh="至少为 1", reason_en="has to be at least 1")
    with app.store.read() as work:
        found = messages_with(work, statuses, after=after, limit=limit + 1)
        lines = tuple(_line(app, work, message, lang) for message in found[:limit])
    return MessagePage(lines, found[limit - 1].id if len(found) > limit else None)


def show_message(app: App, name: str, *, lang: str) -> MessageView:
    """One message as it would read if it left now. Raises: NotFound."""
    with app.store.read() as work:
        message = _found(work, name)
        line = _line(app, work, message, lang)
    [letter] = letters(app, [message], app.now(), only_look=True)
    return _view(line, letter)


def send_message_again(app: App, name: str, *, by: str, reason: str) -> MessageLine:
    """Have a held message sent again, on somebody's word, with the reason on its case's chain.

    Raises:
        NotFound: when there is no such message or person.
        BadInput: without a reason.
        Refused: when it is not held: then it has left, or leaves by itself.
    """

    def undo(work: Work, message: OutboxRecord, _file: CaseFile | None) -> bool:
        return send_again(work, message.id, now=app.now())

    return _dealt_with(app, name, _Word(by, reason, "message_sent_again"), undo)


def message_arrived(app: App, name: str, *, by: str, reason: str) -> MessageLine:
    """A held message has reached its receiver, as somebody knows: the duty to tell is fulfilled.

    Raises: as `send_message_again`; Refused also where somebody else has to tell the party.
    """

    def settle(work: Work, message: OutboxRecord, file: CaseFile | None) -> bool:
        if not mark_arrived(work, message.id, at=app.now()):
            return False
        obligation = _said(message).get("fulfils")
        if file is not None and obligation is not None:
            fulfil_telling(file, obligation, require_leave(file, "tell", by))
        return True

    return _dealt_with(app, name, _Word(by, reason, "message_arrived"), settle)


@dataclass(frozen=True, slots=True)
class _Word:
    """Somebody's word about a message, and the event by which it is on record."""

    by: str
    reason: str
    event: str


def _dealt_with(
    app: App,
    name: str,
    word: _Word,
    deal: Callable[[Work, OutboxRecord, CaseFile | None], bool],
) -> MessageLine:
    """Deal with a held message under its case's lock, and put that on the case's chain."""
    require_reason(word.reason)
    with app.store.write() as work:
        message = _found(work, name)
        of_case = message.case_id
        file = None if of_case is None else file_by_id(app, work, of_case, lock=True)
        person = person_named(app.organisation(work), word.by)
        if message.status not in HELD or not deal(work, message, file):
            raise _not_held(message)
        if file is not None:
            _put_on_record(file, message, word, person.id)
        line = _line(app, work, _found(work, message.id), app.settings.lang)
        work.commit()
    return line


def _put_on_record(file: CaseFile, message: OutboxRecord, word: _Word, by: str) -> None:
    content = put_content(file.work, file.case, "message_reason", word.reason, at=file.at)
    payload = {
        "message": message.message_id,
        "notice": message.notice,
        "was": message.status,
        "content": content.id,
        "commitment": content.commitment,
    }
    note(file, word.event, by, payload=payload)
    save(file)


def _found(work: Work, name: str) -> OutboxRecord:
    message = find_message(work, name)
    if message is None:
        raise NotFound(
            what_zh="通知",
            what_en="message",
            name=name,
            hint_zh="用 holdfast messages --status all 查看全部。",
            hint_en="See all of them: holdfast messages --status all.",
        )
    return message


def _not_held(message: OutboxRecord) -> Refused:
    status = {lang: LEXICON.word("message", message.status, lang) for lang in ("zh", "en")}
    return Refused(
        reasons_zh=f"这条通知的状态是“{status['zh']}”，只有无法送达或不知是否送达的通知需要人工处理。",
        reasons_en=f"this message is “{status['en']}”; only what is parked or unknown waits for "
        "a person.",
    )


def _line(app: App, work: Work, message: OutboxRecord, lang: str) -> MessageLine:
    case = None if message.case_id is None else get_case(work, message.case_id).number
    carrier = None if message.carried_by is None else find_message(work, message.carried_by)
    return MessageLine(
        id=message.message_id,
        status=message.status,
        notice=message.notice,
        case=case,
        to=_receiver(app, work, message, lang),
        channel=message.channel,
        statutory=message.statutory,
        not_before=message.not_before,
        sent_at=message.sent_at,
        attempts=message.attempts,
        first_tried_at=message.first_tried_at,
        why=message.error or "",
        carried_by=None if carrier is None else carrier.message_id,
    )


def notice_words(notice: str, lang: str) -> str:
    """The kind of a message in words; a digest is no notice that a policy could ask for."""
    return _DIGEST_WORDS[lang] if notice == DIGEST else LEXICON.word("notice", notice, lang)


def _receiver(app: App, work: Work, message: OutboxRecord, lang: str) -> str:
    person = app.organisation(work).staff.people.get(message.recipient_id or "")
    if person is not None:
        return person.name
    return LEXICON.word("party", str(_said(message).get("party") or ""), lang)


def _said(message: OutboxRecord) -> dict[str, str]:
    """What the message was written with; nothing where that is spoiled."""
    try:
        found = orjson.loads(message.payload)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _view(line: MessageLine, letter: Letter) -> MessageView:
    found = letter.found
    if isinstance(found, Aside):
        return MessageView(line, letter.channel, "", unspeakable=found.why)
    words = found.rendered
    address = found.to_address or found.mention
    return MessageView(line, letter.channel, address, words.subject, words.text)
