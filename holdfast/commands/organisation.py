"""`holdfast units` and `holdfast people`: the organisation listed, entered and changed."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from holdfast.door import Door, command, listing, moment_of

if TYPE_CHECKING:
    from casework.app import App
    from domain.people import Appointment

UNITS = typer.Typer(rich_markup_mode=None)
PEOPLE = typer.Typer(rich_markup_mode=None)
GROUPS = {"units": UNITS, "people": PEOPLE}

Person = Annotated[str, typer.Argument(metavar="PERSON", help="工号或姓名 / handle or name")]
Role = Annotated[str, typer.Argument(metavar="ROLE", help="角色 / role")]
Unit = Annotated[str, typer.Option("--unit", help="服务的单位 / the unit served")]
Until = Annotated[str | None, typer.Option("--until", metavar="DATE", help="最后一日 / last day")]


@listing(UNITS)
def units(door: Door) -> None:
    """单位 / The organisation tree, or a command on it."""
    from holdfast.showing.organisation import unit_items, unit_rows

    with door.app() as app, app.store.read() as work:
        organisation, today = app.organisation(work), app.today(work)
    items = unit_items(organisation, today)
    door.answer_table(
        items,
        (
            door.say("单位", "unit"),
            door.say("层级", "level"),
            door.say("别名", "also called"),
            door.say("停产放假", "away"),
            "id",
        ),
        unit_rows(organisation, today, door.lang),
        empty=door.say(
            "还没有单位。录入：holdfast units add 名称 --level group",
            "No units yet. Enter one: holdfast units add NAME --level group",
        ),
    )


@command(UNITS, "add", by=True)
def add_unit(
    door: Door,
    *,
    name: Annotated[str, typer.Argument(metavar="NAME", help="名称 / name")],
    under: Annotated[
        str | None, typer.Option("--under", metavar="UNIT", help="上级单位 / parent")
    ] = None,
    level: Annotated[
        str, typer.Option("--level", help="层级 / group company plant department workshop team")
    ] = "plant",
    name_en: Annotated[str, typer.Option("--name-en", help="英文名 / English name")] = "",
    calendar: Annotated[
        str, typer.Option("--calendar", help="日历 / working calendar: office, plant")
    ] = "office",
    alias: Annotated[
        list[str] | None, typer.Option("--alias", help="别名，可多次 / other name, again")
    ] = None,
) -> None:
    """录入单位 / Enter a unit."""
    from casework import staffing

    unit = staffing.new_unit(name, name_en, level, calendar)
    with door.app() as app:
        _require_known(app, door)
        entered = staffing.add_unit(app, unit, under=under, aliases=alias or ())
    value = {"id": entered.id, "name": entered.name, "parent": entered.parent_id}
    door.answer(value, [door.say(f"已录入单位“{name}”。", f"Entered the unit “{name}”.")])


@listing(PEOPLE)
def people(door: Door) -> None:
    """人员、任职、代理 / Everybody with their offices, or a command on them."""
    from holdfast.showing.organisation import person_items, person_rows
    from policies.moments import local_day
    from store.groups import load_groups

    with door.app() as app, app.store.read() as work:
        organisation = app.organisation(work)
        groups = {group.id: group.name for group in load_groups(work)}
        office = app.calendar(work, app.newest_calendar_id(work, "office"))
        now = app.now()
    day = local_day(now, office.zone)
    items = person_items(organisation, day, now, groups)
    door.answer_table(
        items,
        (
            door.say("工号", "handle"),
            door.say("姓名", "name"),
            door.say("单位", "unit"),
            door.say("任职", "offices"),
        ),
        person_rows(items, organisation, door.lang),
        empty=door.say(
            "还没有人员。录入：holdfast people add 工号 姓名 --unit 单位",
            "Nobody yet. Enter somebody: holdfast people add HANDLE NAME --unit UNIT",
        ),
    )


@command(PEOPLE, "add", by=True)
def add_person(
    door: Door,
    *,
    handle: Annotated[str, typer.Argument(metavar="HANDLE", help="工号 / typed after --as")],
    name: Annotated[str, typer.Argument(metavar="NAME", help="姓名 / name")],
    unit: Annotated[str, typer.Option("--unit", help="所在单位 / home unit")],
    email: Annotated[str | None, typer.Option("--email", help="电子邮箱 / mail")] = None,
    language: Annotated[str, typer.Option("--language", help="通知语言 / zh or en")] = "zh",
) -> None:
    """录入人员 / Enter a person."""
    from casework import staffing

    person = staffing.new_person(handle, name, email, language)
    with door.app() as app:
        _require_known(app, door)
        entered = staffing.add_person(app, person, unit=unit)
    value = {"id": entered.id, "handle": handle, "name": name, "unit": entered.home_unit_id}
    door.answer(value, [door.say(f"已录入{name}（{handle}）。", f"Entered {name} ({handle}).")])


@command(PEOPLE, "appoint", by=True)
def appoint(
    door: Door,
    person: Person,
    role: Role,
    unit: Unit,
    since: Annotated[
        str | None, typer.Option("--from", metavar="DATE", help="首日 / first day, today")
    ] = None,
) -> None:
    """任命 / Give a person a role for a unit, from a day on."""
    from casework.staffing import Office, give_office

    with door.app() as app:
        _require_known(app, door)
        made = give_office(app, person, Office(role, unit), from_on=_day(app, since))
    door.answer(_office(made), [door.say("已任命。", "Appointed.")])


@command(PEOPLE, "dismiss", by=True)
def dismiss(door: Door, person: Person, role: Role, unit: Unit, until: Until = None) -> None:
    """免职 / End an office on its last day, today unless another is named."""
    from casework.staffing import Office, end_office

    with door.app() as app:
        _require_known(app, door)
        ended = end_office(app, person, Office(role, unit), to_on=_day(app, until))
    door.answer(_office(ended), [door.say("已免职。", "The office has ended.")])


@command(PEOPLE, "delegate", by=True)
def delegate(
    door: Door,
    *,
    person: Person,
    to: Annotated[str, typer.Option("--to", metavar="PERSON", help="由谁代理 / the stand-in")],
    since: Annotated[str, typer.Option("--from", metavar="ISO", help="从何时 / from")],
    until: Annotated[str, typer.Option("--until", metavar="ISO", help="到何时（不含） / until")],
    reason: Annotated[str, typer.Option("--reason", help="理由 / why")] = "",
) -> None:
    """代理 / Let somebody stand in for another between two moments."""
    from casework.organising import delegate as let_stand_in

    start, end = moment_of(since, "--from"), moment_of(until, "--until")
    with door.app() as app:
        _require_known(app, door)
        let_stand_in(app, from_name=person, to_name=to, from_at=start, to_at=end, reason=reason)
    value = {"person": person, "stand_in": to, "from": start, "until": end}
    door.answer(value, [door.say("已登记代理。", "The stand-in is on the record.")])


@command(PEOPLE, "prefer", by=True)
def prefer(
    door: Door,
    *,
    person: Annotated[
        str | None, typer.Argument(metavar="PERSON", help="工号或姓名，默认本人 / who, else --as")
    ] = None,
    channel: Annotated[
        str | None, typer.Option("--channel", help="渠道 / mail, console or one of your own")
    ] = None,
    mention: Annotated[
        str | None, typer.Option("--mention", help="群内账号或手机号 / how a group chat calls them")
    ] = None,
    quiet: Annotated[
        str | None,
        typer.Option("--quiet", metavar="HH:MM-HH:MM", help="免打扰时段 / quiet hours, or none"),
    ] = None,
    digest: Annotated[
        bool | None, typer.Option("--digest/--no-digest", help="每日汇总 / one message a day")
    ] = None,
    language: Annotated[str | None, typer.Option("--language", help="通知语言 / zh or en")] = None,
    mail: Annotated[
        str | None,
        typer.Option("--mail", metavar="ADDRESS", help="邮箱 / mail address, or none"),
    ] = None,
) -> None:
    """通知方式 / How somebody is reached: without options it is shown, with them it is set."""
    from casework.preferring import Wished, how_reached
    from casework.preferring import prefer as set_wishes
    from holdfast.showing.organisation import reached_item, reached_lines

    wished = Wished(channel, mention, quiet, digest, language, mail)
    with door.app() as app:
        _require_known(app, door)
        name = person or door.by
        found = how_reached(app, name) if wished.nothing else set_wishes(app, name, wished)
    door.answer(reached_item(found), reached_lines(found, door.lang))


def _require_known(app: App, door: Door) -> None:
    """Whoever is named after --as must be there; the very first people are entered by nobody."""
    from casework.casefile import person_named

    if door.who is not None:
        with app.store.read() as work:
            person_named(app.organisation(work), door.who)


def _day(app: App, text: str | None) -> date:
    from casework.calendars_seed import ZONE
    from casework.organising import office_from
    from policies.moments import local_day

    return local_day(app.now(), ZONE) if text is None else office_from(text)


def _office(found: Appointment) -> dict[str, str | date | None]:
    return {
        "person": found.person_id,
        "role": found.role,
        "unit": found.unit_id,
        "from": found.from_on,
        "to": found.to_on,
    }
