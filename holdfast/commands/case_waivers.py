"""`holdfast case waive`: one clause passed once for a reason, or no longer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from domain.errors import BadInput
from domain.lexicon import LEXICON
from holdfast.door import Door, command
from holdfast.options import Case, Reason

if TYPE_CHECKING:
    from casework.waiving import Revoked, Waiving

_Trigger = Annotated[
    str, typer.Argument(metavar="TRIGGER", help="办理动作 / what is to be done all the same")
]
_Clause = Annotated[
    str | None,
    typer.Option(
        "--clause",
        metavar="FILE:LINE|CITATION",
        help="哪一条，见 case why / which clause, as `case why` names it",
    ),
]
_Until = Annotated[
    str | None,
    typer.Option(
        "--until", metavar="DATE|DURATION", help="有效期至 / until when: 2026-03-05, 10日"
    ),
]
_Revoking = Annotated[
    bool, typer.Option("--revoke", help="撤销有效的特批 / take a live waiver back")
]


def add_to(group: typer.Typer) -> None:
    """Add the command to the group `case`."""
    command(group, "waive", by=True)(waive)


def waive(
    door: Door,
    case: Case,
    trigger: _Trigger,
    *,
    reason: Reason,
    clause: _Clause = None,
    until: _Until = None,
    revoking: _Revoking = False,
) -> None:
    """特批 / Ask that one clause be passed once; another person has to approve."""
    from casework.waiving import Wanted, take_waiver_back, waive_clause
    from holdfast.showing.waivers import revoked_shape, waiving_shape

    if revoking:
        with door.app() as app:
            ended = take_waiver_back(app, case, trigger, by=door.by, reason=reason, clause=clause)
        door.answer(revoked_shape(ended), [_revoked(door, ended)])
        return
    ask = f"holdfast case why {case} {trigger}"
    wanted = Wanted(
        trigger,
        _said(clause, "--clause", (f"请写明条款，见 {ask}", f"say which clause, see: {ask}")),
        _said(until, "--until", ("请写明有效期，如 10日", "say until when, for example 10 days")),
        reason,
    )
    with door.app() as app:
        found = waive_clause(app, case, wanted, by=door.by)
    door.answer(waiving_shape(found), [_waits(door, case, found)])


def _said(text: str | None, option: str, reasons: tuple[str, str]) -> str:
    if text is None or not text.strip():
        raise BadInput(field=option, reason_zh=reasons[0], reason_en=reasons[1])
    return text


def _waits(door: Door, case: str, found: Waiving) -> str:
    from casework.allowance_words import cited
    from casework.calendars_seed import ZONE
    from holdfast.showing.words import moment, words_of

    what = LEXICON.word("trigger", found.trigger, door.lang)
    clause = cited(found.rule.as_json(), door.lang)
    until = moment(found.until, ZONE, door.lang)
    names = words_of("role", found.waiting_for, door.lang)
    ask = f"holdfast case approve {case} waive"
    return door.say(
        f"已申请特批：“{what}”有一次不受{clause}限制，有效至{until}。待{names}批准：{ask}。批准前条款照常适用。",
        f"Asked for a waiver: “{what}” may pass {clause} once, until {until}. "
        f"It waits for the {names}: {ask}. The clause applies until then.",
    )


def _revoked(door: Door, ended: Revoked) -> str:
    from casework.allowance_words import cited

    clause = cited(ended.rule.as_json(), door.lang)
    return door.say(
        f"已撤销特批，{clause}重新适用。", f"The waiver is taken back: {clause} applies again."
    )
