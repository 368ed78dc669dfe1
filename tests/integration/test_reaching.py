"""People are reached as they wish, and by mail where that cannot be: nobody's wish hurts others."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from casework.checkup import Condition, Finding, check_up
from casework.delivering import deliver
from casework.preferring import Wished, how_reached, prefer
from casework.reaching import Reach, reach
from casework.settings import Smtp
from casework.wishes import quiet_words
from domain.errors import BadInput, NotFound
from domain.people import Preference
from notifications.channels import Delivery, RecordingChannel, Status
from store.people import load_preferences, put_preference
from store.settings import count_up
from tests.integration.casework_looks import local, messages
from tests.integration.casework_world import START, World
from tests.integration.grievances import grievance
from tests.integration.grievances import tell as tell_complainant
from tests.integration.letters_world import delivered, of_notice, tell, to, wish

if TYPE_CHECKING:
    from store.outbox import OutboxRecord

GROUP = """
[group]
kind = "wecom"
token = "a-token-of-the-group"

[hook]
kind = "webhook"
url = "https://hooks.example.org/holdfast"
secret = "0123456789abcdef0123456789abcdef"
"""


def _with_channels(world: World, text: str = GROUP) -> None:
    path = world.settings.data / "channels.toml"
    path.write_text(text, encoding="utf-8")
    path.chmod(0o600)


def _reached(world: World, message: OutboxRecord) -> Reach:
    with world.app.store.read() as work:
        return reach(world.app, work, message, world.app.now())


def _one_to(world: World, person: str = "union", **said: object) -> OutboxRecord:
    number = world.finding()
    tell(world, number, person, "reminder", **said)
    return to(world, number, person)[0]


def _stored(world: World, preference: Preference) -> None:
    """A wish as it may stand in the books since before the channels changed."""
    with world.app.store.write() as work:
        put_preference(work, preference)
        count_up(work, "organisation.version")
        work.commit()


def test_whoever_never_said_anything_gets_mail_in_working_hours(world: World) -> None:
    message = _one_to(world)
    assert _reached(world, message) == Reach(
        "mail", "union@localhost", "", "zh", None, "union甲", ""
    )
    world.at(hours=9)
    found = _reached(world, message)
    assert (found.not_before, found.why) == (local(3, 3, 8, 30), "waits for working hours")


def test_nobody_and_a_party_are_reached_as_ever(sqlite_world: World) -> None:
    world = sqlite_world
    number = grievance(world, "triage")
    tell_complainant(world, number, "acceptance", "union")
    told = messages(world, number)[-1]
    world.at(hours=12)
    found = _reached(world, told)
    assert (found.name, found.address, found.lang) == ("居民甲", "resident@example.org", "zh")
    assert (found.channel, found.not_before, found.nobody) == ("mail", None, False)
    assert _reached(world, told._replace(payload="{}")).nobody
    assert _reached(world, told._replace(case_id=None)).nobody


def test_a_wished_channel_gets_the_mention_and_mail_does_not(world: World) -> None:
    _with_channels(world)
    wish(world, "union", channel="group", mention="@zhang3", language="en")
    message = _one_to(world)
    found = _reached(world, message)
    assert (found.channel, found.mention, found.lang, found.why) == ("group", "zhang3", "en", "")
    # The channel that a message has been given already is kept, as long as there is one.
    given = _reached(world, message._replace(channel="mail"))
    assert (given.channel, given.mention) == ("mail", "")
    assert given.why == "by mail: “group” did not take it"
    assert _reached(world, message._replace(channel="hook")).channel == "hook"
    assert _reached(world, message._replace(channel="gone")).channel == "mail"


def test_statutory_notices_go_by_mail_at_once_whatever_was_wished(sqlite_world: World) -> None:
    world = sqlite_world
    _with_channels(world)
    wish(world, "union", channel="group", mention="zhang3", quiet="22:00-10:00", digest=True)
    world.at(hours=14)
    found = _reached(world, _one_to(world, statutory=True))
    assert (found.channel, found.not_before, found.mention) == ("mail", None, "")


@pytest.mark.parametrize(
    ("preference", "why"),
    [
        (Preference("union", "gone", "zhang3"), "by mail: no channel “gone”"),
        (Preference("union", "group", ""), "by mail: “group” needs a mention"),
    ],
)
def test_a_wish_that_cannot_be_served_is_served_by_mail_and_says_so(
    world: World, preference: Preference, why: str
) -> None:
    _with_channels(world)
    _stored(world, preference)
    found = _reached(world, _one_to(world))
    assert (found.channel, found.address, found.why) == ("mail", "union@localhost", why)
    assert how_reached(world.app, "union").problem


def test_doctor_names_those_who_cannot_be_reached_as_they_wish(sqlite_world: World) -> None:
    def found() -> list[Finding]:
        return [one for one in check_up(sqlite_world.app) if one.name == "wishes"]

    _with_channels(sqlite_world)
    wish(sqlite_world, "union", channel="group", mention="zhang3")
    assert found() == []
    _with_channels(sqlite_world, "")
    (finding,) = found()
    assert (finding.condition, finding.details) == (Condition.LOOK, {"people": ["union"]})
    # Where even the settings for mail are wrong, doctor says that and goes on.
    smtp = Smtp(host="mail.example.org", sender="no sender at all")
    sqlite_world.settings = replace(sqlite_world.settings, smtp=smtp)
    sqlite_world.later()
    assert len(found()) == 1


def test_one_persons_wish_is_not_another_persons_trouble(world: World) -> None:
    """Of three wishes one is served, one has no channel any more, one is refused by its channel."""
    _with_channels(world)
    for person in ("union", "safety", "quality"):
        wish(world, person, channel="group", mention=person)
    _stored(world, Preference("safety", "gone", "safety"))
    number = world.finding()
    for person in ("union", "safety", "quality", "engineer"):
        tell(world, number, person)
    mail = RecordingChannel()
    group = RecordingChannel({"quality@localhost": Delivery(Status.REJECTED, "no such member")})
    deliver(world.app, {"mail": mail, "group": group})
    assert {one.to_name for one in mail.messages} >= {"safety甲", "engineer甲"}
    assert [one.mention for one in group.messages] == ["union", "quality"]
    deliver(world.app, {"mail": mail, "group": group})
    assert {one.to_name for one in mail.messages} == {"safety甲", "engineer甲", "quality甲"}
    rows = {
        one.recipient_id: (one.status, one.channel, one.error) for one in messages(world, number)
    }
    assert rows == {
        "union": ("sent", "group", None),
        "safety": ("sent", "mail", "by mail: no channel “gone”"),
        "quality": ("sent", "mail", "by mail: “group” did not take it"),
        "engineer": ("sent", "mail", None),
    }


def test_a_message_waits_for_the_end_of_quiet_hours(world: World) -> None:
    wish(world, "union", quiet="16:00-10:00")
    number = world.finding()
    world.at(hours=7, minutes=30)
    for person in ("union", "safety"):
        tell(world, number, person)
    assert [one.to_name for one in delivered(world)] == ["safety甲"]
    (waiting,) = to(world, number, "union")
    assert waiting.not_before == local(3, 3, 10)
    world.at(days=1, minutes=59)
    assert delivered(world) == []
    world.at(days=1, hours=1)
    assert [one.to_name for one in delivered(world)] == ["union甲"]


def test_quiet_hours_count_when_it_leaves_too(sqlite_world: World) -> None:
    """What was ready in time and could not leave then does not ring in the evening."""
    world = sqlite_world
    wish(world, "union", quiet="10:00-15:00")
    number = world.finding()
    tell(world, number, "union")
    assert to(world, number, "union")[0].not_before == START
    world.at(hours=1, minutes=1)
    assert delivered(world) == []
    assert to(world, number, "union")[0].not_before == local(3, 2, 15)


def test_a_wish_holds_at_once_for_what_waits_already(world: World) -> None:
    _with_channels(world)
    number = world.finding()
    world.at(hours=12)
    tell(world, number, "union")
    wish(world, "union", channel="group", mention="zhang3", quiet="20:00-10:00")
    (waiting,) = to(world, number, "union")
    assert (waiting.status, waiting.not_before) == ("pending", local(3, 3, 10))
    assert _reached(world, waiting).channel == "group"
    wish(world, "union", quiet="none")
    assert to(world, number, "union")[0].not_before == local(3, 3, 8, 30)


def test_wishes_are_kept_changed_and_taken_back_one_by_one(world: World) -> None:
    _with_channels(world)
    wished = Wished("group", "@zhang3", "22：00至7：30", digest=True, language="en")
    found = prefer(world.app, "union甲", wished)
    assert found.preference == Preference("union", "group", "zhang3", 1320, 450, digest=True)
    assert (found.person.language, quiet_words(found.preference)) == ("en", "22:00-07:30")
    assert how_reached(world.app, "union") == found
    prefer(world.app, "union", Wished(digest=False))
    prefer(world.app, "union", Wished(quiet=" 无 "))
    prefer(world.app, "union", Wished(channel="", mention=""))
    assert how_reached(world.app, "union").preference == Preference("union")
    with world.app.store.read() as work:
        assert set(load_preferences(work)) == {"union"}
    assert how_reached(world.app, "safety").preference == Preference("safety")


def test_mail_that_waits_goes_to_the_new_address(world: World) -> None:
    number = world.finding()
    world.at(hours=12)
    tell(world, number, "union")
    (waiting,) = to(world, number, "union")
    assert _reached(world, waiting).address == "union@localhost"
    assert prefer(world.app, "union", Wished(mail=" union@example.com ")).person.email
    assert _reached(world, waiting).address == "union@example.com"
    assert prefer(world.app, "union", Wished(mail="none")).person.email is None
    assert how_reached(world.app, "union").person.email is None


@pytest.mark.parametrize(
    ("wished", "field"),
    [
        (Wished(quiet="22-7"), "--quiet"),
        (Wished(quiet="22:00"), "--quiet"),
        (Wished(quiet="22:00-22:00"), "--quiet"),
        (Wished(quiet="00:00-24:00"), "--quiet"),
        (Wished(quiet="24:00-07:00"), "--quiet"),
        (Wished(quiet="22:60-07:00"), "--quiet"),
        (Wished(quiet="22:00-25:00"), "--quiet"),
        (Wished(quiet="08:00-18:00"), "--quiet"),
        (Wished(mention="张三 李四"), "--mention"),
        (Wished(mention="x" * 65), "--mention"),
        (Wished(mention="a\u202eb"), "--mention"),
        (Wished(language="fr"), "--language"),
        (Wished(channel="group"), "--mention"),
        (Wished(mail="union"), "--mail"),
        (Wished(mail="union@example.com\nBcc: all@example.com"), "--mail"),
    ],
)
def test_a_wish_that_makes_no_sense_is_refused_and_changes_nothing(
    sqlite_world: World, wished: Wished, field: str
) -> None:
    _with_channels(sqlite_world)
    with pytest.raises(BadInput) as refusal:
        prefer(sqlite_world.app, "union", wished)
    assert refusal.value.details["field"] == field
    for lang in ("zh", "en"):
        assert field in refusal.value.text(lang)
    assert how_reached(sqlite_world.app, "union").preference == Preference("union")


def test_a_channel_or_a_person_that_is_not_there_is_named(sqlite_world: World) -> None:
    with pytest.raises(NotFound) as refusal:
        prefer(sqlite_world.app, "union", Wished(channel="wecom"))
    assert "mail" in refusal.value.text("zh")
    assert "console" in refusal.value.text("en")
    for wished in (Wished(), Wished(digest=True)):
        with pytest.raises(NotFound):
            prefer(sqlite_world.app, "nobody of that name", wished)
    with pytest.raises(NotFound):
        how_reached(sqlite_world.app, "nobody of that name")


def test_the_day_ends_at_midnight_in_quiet_hours_too(sqlite_world: World) -> None:
    found = prefer(sqlite_world.app, "union", Wished(quiet="20:00-24:00"))
    assert (found.preference.quiet_from, found.preference.quiet_to) == (1200, 0)
    assert quiet_words(found.preference) == "20:00-00:00"


def test_a_digest_goes_by_the_wished_channel_as_well(sqlite_world: World) -> None:
    from casework.digesting import gather

    world = sqlite_world
    _with_channels(world)
    wish(world, "union", channel="group", mention="zhang3", digest=True)
    tell(world, world.finding(), "union")
    world.at(days=1, minutes=-30)
    gather(world.app)
    (digest,) = of_notice(world, "digest")
    found = _reached(world, digest)
    assert (found.channel, found.mention) == ("group", "zhang3")
