"""How findings come on the books: from a working paper, with everything that is known by then."""

from __future__ import annotations

from collections.abc import Mapping

from domain.lexicon import LEXICON
from holdfast.sample.rounds.desk import Desk
from holdfast.sample.rounds.rows import Row

_REINSPECTORS = ("linjian", "liuxi")


def finding_fields(desk: Desk, row: Row) -> dict[str, str]:
    """The fields of a working paper; who re-inspects takes turns."""
    turn = len(desk.papers.rows) % len(_REINSPECTORS)
    return {
        "responsible_unit": row.unit,
        "place": row.place,
        "description": row.description,
        "sub_problems": "\n".join(part.problem for part in row.parts),
        "sub_problem_count": str(len(row.parts)),
        "finding_type": "new",
        "hazard_class": row.hazard_class,
        "hazard_grade": row.grade,
        "rectification_manner": row.manner,
        "rectification_owner": row.owner,
        "reinspection_owner": _REINSPECTORS[turn],
        "due_on": row.due.isoformat(),
        "inspected_on": desk.player.hand.today.isoformat(),
        "search_kind": f"{LEXICON.word('value', row.hazard_class, 'zh')}：{row.parts[0].problem}",
        "checklist": "；".join(part.problem for part in row.parts),
    }


def entered(
    desk: Desk, row: Row, by: str, fields: Mapping[str, str], parent: str | None = None
) -> str:
    """Enter a finding and keep its paper; its number."""
    number = desk.open("finding", by, fields, parent)
    desk.papers.rows[number] = row
    return number
