"""`holdfast case pause|resume|extend`: what moves a deadline, each with its reason."""

from __future__ import annotations

from typing import Annotated

import typer

from holdfast.door import Door, command
from holdfast.options import Case, Reason


def add_to(group: typer.Typer) -> None:
    """Add the commands to the group `case`."""
    command(group, "pause", by=True)(pause)
    command(group, "resume", by=True)(resume)
    command(group, "extend", by=True)(extend)


def pause(door: Door, case: Case, reason: Reason) -> None:
    """暂停计时 / Stop every running clock of a case."""
    from casework.pausing import pause_case

    with door.app() as app:
        pause_case(app, case, by=door.by, reason=reason)
    said = door.say("已暂停计时。", "The clocks stand still.")
    door.answer({"case": case, "paused": True}, [said])


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
    from holdfast.shapes import standing_shape
    from holdfast.showing.words import moment

    with door.app() as app:
        after = extend_clock(app, case, obligation, by=door.by, more=more, reason=reason)
    what = obligation_words(after.clock.obligation, door.lang)
    due = moment(after.due, ZONE, door.lang)
    said = door.say(f"“{what}”延至{due}。", f"“{what}” is now due {due}.")
    door.answer(standing_shape(after), [said])
