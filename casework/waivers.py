"""The live waivers of a case: spent with the move that they let pass, ended with the case."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from casework.casefile import CaseFile
from casework.requesting import LAPSED
from domain.errors import ChangedMeanwhile
from policies.asking import Ask
from policies.verdicts import Waived
from policies.waivers import WAIVE
from store.allowances import settle_requests
from store.waivers import lapse_waivers, use_waiver, waivers_of


def spend_waivers(file: CaseFile, waived: Sequence[Waived], by: str) -> list[dict[str, Any]]:
    """Spend what a move is let pass by; what its event says of each, in the order of the clauses.

    Raises: ChangedMeanwhile when one of them lives no longer, which the lock of the case prevents.
    """
    if not waived:
        return []
    rows = {row.id: row for row in waivers_of(file.work, file.case.id)}
    said = []
    for one in waived:
        if not use_waiver(file.work, one.waiver_id, at=file.at, by=by):
            raise ChangedMeanwhile
        row = rows[one.waiver_id]
        line = one.rule.cite.at(file.policy.version).as_json()
        said.append({"id": row.id, "owner": row.owner, "approver": row.approver, "rule": line})
    spent = {one.waiver_id for one in waived}
    left = tuple(one for one in file.facts.waivers if one.id not in spent)
    file.facts = replace(file.facts, waivers=left)
    return said


def lapse(file: CaseFile, by: str, *, ending: bool, moved: bool) -> None:
    """What a move ends: with the case everything that waits for an approval, and every waiver.

    A waiver that is only asked for lapses with any other state too: it was meant for that one.
    """
    work, case_id, at = file.work, file.case.id, file.at
    if ending:
        settle_requests(work, case_id, at=at, by=by, outcome=LAPSED)
        lapse_waivers(work, case_id, at=at, by=by)
        file.facts = replace(file.facts, waivers=())
    elif moved and file.policy.asks(file.case.kind, Ask.WAIVERS):
        settle_requests(work, case_id, at=at, by=by, outcome=LAPSED, trigger=WAIVE)
