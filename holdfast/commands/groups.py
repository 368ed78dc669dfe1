"""`holdfast group`: the supervision group set up, shown, added to, ended; who stands aside."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from holdfast.door import Door, command, listing

if TYPE_CHECKING:
    from casework.app import App, Organisation
    from casework.grouping import Manned

GROUP = typer.Typer(rich_markup_mode=None)
GROUPS = {"group": GROUP}

Name = Annotated[str, typer.Argument(metavar="NAME", help="名称 / the group's name")]
Served = Annotated[
    list[str] | None, typer.Option("--unit", help="服务单位，可多次 / unit served, again")
]
Leaders = Annotated[list[str] | None, typer.Option("--leader", help="组长，可多次 / leader, again")]
Executive = Annotated[
    list[str] | None, typer.Option("--executive", help="常务副组长 / executive deputy leader")
]
Deputies = Annotated[
    list[str] | None, typer.Option("--deputy", help="副组长，可多次 / deputy leader, again")
]
Officers = Annotated[
    list[str] | None, typer.Option("--officer", help="办公室人员，默认该部门全体 / of the office")
]
Members = Annotated[list[str] | None, typer.Option("--member", help="成员，可多次 / member, again")]
First = Annotated[str, typer.Option("--from", metavar="DATE", help="首日 / first day")]
Last = Annotated[str, typer.Option("--to", metavar="DATE", help="最后一日 / last day")]
Office = Annotated[str, typer.Option("--office", help="办公室所在部门 / the office's unit")]
AllHeads = Annotated[
    bool, typer.Option("--all-heads", help="各部门、各单位党政负责人均为成员 / all heads")
]


@listing(GROUP)
def groups(door: Door) -> None:
    """督导组等工作组 / All groups, or a command on one."""
    from casework.grouping import groups as all_groups
    from holdfast.showing.groups import group_item, group_row

    with door.app() as app:
        found, organisation = all_groups(app), _organisation(app)
    items = [group_item(one, organisation) for one in found]
    door.answer_table(
        items,
        (
            door.say("名称", "name"),
            door.say("服务单位", "units served"),
            door.say("期间", "time"),
            door.say("组长", "leaders"),
            door.say("人数", "people"),
        ),
        (group_row(item, organisation, door.lang) for item in items),
        empty=door.say(
            "还没有工作组。设立：holdfast group create 名称 --unit 单位 --leader 人员 …",
            "No groups yet. Set one up: holdfast group create NAME --unit UNIT --leader PERSON …",
        ),
    )


@command(GROUP, "create", by=True)
def create(
    door: Door,
    *,
    name: Name,
    unit: Served,
    leader: Leaders,
    since: First,
    until: Last,
    office: Office,
    basis: Annotated[str, typer.Option("--basis", help="依据（方案） / the plan")] = "",
    executive: Executive = None,
    deputy: Deputies = None,
    officer: Officers = None,
    member: Members = None,
    all_heads: AllHeads = False,
) -> None:
    """设立工作组并任命全部人员 / Set up a group and appoint everybody in it: all or nothing."""
    from casework.grouping import Founding, create_group
    from casework.organising import office_from

    parts = {
        "leader": leader or (),
        "executive": executive or (),
        "deputy": deputy or (),
        "officer": officer or (),
        "member": member or (),
    }
    first, last = office_from(since), office_from(until)
    founding = Founding(name, basis, first, last, unit or (), office, parts, heads=all_heads)
    with door.app() as app:
        made = create_group(app, founding, by=door.by)
        _answer(door, app, made)


@command(GROUP, "show")
def show(door: Door, name: Name) -> None:
    """查看工作组 / A group and everybody in it, with who must stand aside for which unit."""
    from casework.grouping import show_group

    with door.app() as app:
        _answer(door, app, show_group(app, name))


@command(GROUP, "add-member", by=True)
def add_member(
    door: Door,
    name: Name,
    people: Annotated[list[str], typer.Argument(metavar="PERSON…", help="人员 / people")],
    part: Annotated[
        str,
        typer.Option("--part", help="职务 / leader executive deputy officer member"),
    ] = "member",
) -> None:
    """增补人员 / Appoint further people in a group, from today."""
    from casework.group_people import ROLE_OF
    from casework.grouping import add_members
    from domain.errors import BadInput

    if part not in ROLE_OF:
        choices = "、".join(ROLE_OF)
        raise BadInput(field="--part", reason_zh=f"可选：{choices}", reason_en=choices)
    with door.app() as app:
        _answer(door, app, add_members(app, name, people, part=part, by=door.by))


@command(GROUP, "end", by=True)
def end(
    door: Door,
    name: Name,
    until: Annotated[
        str | None, typer.Option("--until", metavar="DATE", help="最后一日，默认今日 / last day")
    ] = None,
) -> None:
    """撤销工作组 / End a group before its time, and every office that it gave."""
    from casework.grouping import end_group
    from casework.organising import office_from

    with door.app() as app:
        with app.store.read() as work:
            day = app.today(work) if until is None else office_from(until)
        _answer(door, app, end_group(app, name, last_day=day, by=door.by))


@command(GROUP, "conflicts")
def conflicts(
    door: Door,
    round_: Annotated[str, typer.Option("--round", metavar="ID", help="督察轮次 / the round")],
) -> None:
    """须回避的人员 / For each finding of a round, who of the group must stand aside, and why."""
    from casework.recusals import conflicts_in
    from holdfast.showing.groups import conflict_item, conflict_rows

    with door.app() as app:
        organisation, found = conflicts_in(app, round_)
    items = [conflict_item(one, organisation) for one in found]
    door.answer_table(
        items,
        (
            door.say("问题", "finding"),
            door.say("责任单位", "unit"),
            door.say("须回避", "stands aside"),
            door.say("职务", "role"),
            door.say("理由", "because"),
            door.say("销号由", "struck off by"),
        ),
        conflict_rows(items, organisation, door.lang),
        empty=door.say("这一轮还没有问题。", "There are no findings in this round yet."),
    )


def _answer(door: Door, app: App, manned: Manned) -> None:
    from holdfast.showing.groups import group_item, group_lines

    organisation = _organisation(app)
    item = group_item(manned, organisation)
    door.answer(item, group_lines(item, organisation, door.lang))


def _organisation(app: App) -> Organisation:
    with app.store.read() as work:
        return app.organisation(work)
