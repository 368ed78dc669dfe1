"""`holdfast case pause|resume|extend|approve`: what moves a deadline, each with its reason."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from domain.lexicon import LEXICON
from holdfast.door import Door, command
from holdfast.options import Case, Reason

if TYPE_CHECKING:
    from collections.abc import Iterable

    from casework.approving import Approved


def add_to(group: typer.Typer) -> None:
    """Add the commands to the group `case`."""
    command(group, "pause", by=True)(pause)
    command(group, "resume", by=True)(resume)
    command(group, "extend", by=True)(extend)
    command(group, "approve", by=True)(approve)


def pause(
    door: Door,
    case: Case,
    reason: Reason,
    until: Annotated[
        str | None,
        typer.Option(
            "--until",
            metavar="DATE|DURATION",
            help="届时自动恢复 / runs again by itself then: 2026-03-05, 10日, 5 working days",
        ),
    ] = None,
    waiting_on: Annotated[
        str | None,
        typer.Option("--waiting-on", metavar="PARTY", help="等待谁 / on whom: 监管机构, supplier"),
    ] = None,
) -> None:
    """暂停计时 / Stop every running clock of a case, or ask for it where it takes an approval."""
    from casework.calendars_seed import ZONE
    from casework.pausing import pause_case
    from holdfast.shapes import pausing_shape
    from holdfast.showing.words import moment

    with door.app() as app:
        found = pause_case(app, case, by=door.by, reason=reason, until=until, waiting_on=waiting_on)
    if found.waiting_for:
        said = _waits(door, case, "pause", found.waiting_for)
    elif not found.paused:
        said = door.say(
            "没有正在计时的时限，未作改动。", "No clock is running: nothing was changed."
        )
    elif found.until is None:
        said = door.say("已暂停计时。", "The clocks stand still.")
    else:
        at = moment(found.until, ZONE, door.lang)
        said = door.say(f"已暂停计时，{at}起自动恢复。", f"The clocks stand still until {at}.")
    door.answer(pausing_shape(found), [said])


def resume(door: Door, case: Case) -> None:
    """恢复计时 / Let the clocks of a case run again."""
    from casework.pausing import resume_case

    with door.app() as app:
        resume_case(app, case, by=door.by)
    said = door.say(
        f"已恢复计时，新的到期时间见 holdfast case due {case}。",
        f"The clocks run again; the new dates: holdfast case due {case}.",
    )
    door.answer({"case": case, "paused": False}, [said])


def extend(
    door: Door,
    case: Case,
    obligation: Annotated[
        str, typer.Argument(metavar="TRIGGER", help="哪项时限 / what must happen later")
    ],
    more: Annotated[
        str, typer.Option("--more", metavar="DURATION", help="延长多久 / 10日, 5 working days")
    ],
    reason: Reason,
) -> None:
    """准予延期 / Grant more time, as often and as long as the clause allows."""
    from casework.calendars_seed import ZONE
    from casework.clockwords import obligation_words
    from casework.extending import extend_clock
    from holdfast.shapes import extending_shape
    from holdfast.showing.words import moment

    with door.app() as app:
        found = extend_clock(app, case, obligation, by=door.by, more=more, reason=reason)
    what = obligation_words(found.clock.obligation, door.lang)
    before, due = (moment(one, ZONE, door.lang) for one in (found.from_due, found.due))
    said = door.say(
        f"“{what}”由{before}延至{due}。", f"“{what}” was due {before} and is now due {due}."
    )
    if found.waiting_for:
        said = _waits(door, case, "extend", found.waiting_for)
    door.answer(extending_shape(found), [said])


def approve(
    door: Door,
    case: Case,
    trigger: Annotated[
        str,
        typer.Argument(metavar="TRIGGER", help="批准什么 / what: pause, extend, waive, 销号"),
    ],
    declining: Annotated[
        bool, typer.Option("--decline", help="不予批准或撤回申请 / decline, or withdraw one's own")
    ] = False,
    reason: Annotated[str, typer.Option("--reason", help="不批准的理由 / why it is declined")] = "",
) -> None:
    """批准 / Approve what takes an approval; a request is carried out with the last one."""
    from casework.approving import approve as give
    from casework.approving import decline
    from holdfast.shapes import approved_shape

    if declining:
        with door.app() as app:
            outcome = decline(app, case, trigger, by=door.by, reason=reason)
        word = LEXICON.word("request", outcome, door.lang)
        door.answer({"case": case, "trigger": trigger, "outcome": outcome}, [word])
        return
    with door.app() as app:
        found = give(app, case, trigger, by=door.by)
    door.answer(approved_shape(found), [_approved(door, case, found)])


def _approved(door: Door, case: str, found: Approved) -> str:
    what = LEXICON.word("trigger", found.trigger, door.lang)
    role = LEXICON.word("role", found.role, door.lang)
    said = door.say(f"已以{role}身份批准“{what}”。", f"Approved “{what}” as {role}.")
    if found.waiting_for:
        roles = _roles(door, found.waiting_for)
        return said + door.say(f"还待{roles}批准。", f" It still waits for the {roles}.")
    if found.trigger == "waive":
        return said + door.say(
            f"可以按特批办理一次，见 holdfast case show {case}。",
            f" It may be done once; see: holdfast case show {case}.",
        )
    if found.carried_out:
        return said + door.say(
            f"申请已办，见 holdfast case due {case}。", f" Done; see: holdfast case due {case}."
        )
    return said + door.say("现在可以办理。", " It can be done now.")


def _waits(door: Door, case: str, trigger: str, roles: Iterable[str]) -> str:
    names = _roles(door, roles)
    return door.say(
        f"已提出申请，待{names}批准：holdfast case approve {case} {trigger}。批准前期限照常计算。",
        f"Asked for; it waits for the {names}: holdfast case approve {case} {trigger}. "
        "The clocks run on until then.",
    )


def _roles(door: Door, roles: Iterable[str]) -> str:
    comma = door.say("、", " and the ")
    return comma.join(LEXICON.word("role", role, door.lang) for role in roles)
