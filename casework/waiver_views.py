"""Waivers as people look at them: which clause, whose, until when, and what became of each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

import orjson

from casework.casefile import CaseFile
from casework.casewords import ERASED, opened_texts
from casework.event_words import name_of
from domain.errors import RuleLine
from domain.lexicon import LEXICON
from policies import statements as s
from policies.asking import Ask
from policies.waivers import clause_key
from store.waivers import REVOKED, WaiverRecord, waivers_of


class Standing(StrEnum):
    """What a waiver is at a moment; `void` lives, but the policy of the case has no such clause."""

    LIVE = "live"
    USED = "used"
    EXPIRED = "expired"
    REVOKED = "revoked"
    LAPSED = "lapsed"
    VOID = "void"


@dataclass(frozen=True, slots=True)
class WaiverView:
    """One waiver in words. `rule` is where the clause stood when it was granted.

    `now_at` is where it stands in the version that the case holds, None where it says something
    else by now. `ended_at` is when it was used, taken back or lapsed.
    """

    trigger: str
    standing: str
    words: str
    rule: dict[str, Any]
    now_at: dict[str, Any] | None
    owner: str
    approver: str
    reason: str
    from_at: datetime
    to_at: datetime
    ended_at: datetime | None
    ended_by: str | None
    ended_because: str | None


@dataclass(frozen=True, slots=True)
class WaiverCount:
    """How many waivers of a case live now, and by how many something was let pass."""

    live: int = 0
    used: int = 0

    def words(self, lang: str) -> str:
        """`特批有效1项` and `经特批办理1项`; empty where there is neither."""
        zh = lang == "zh"
        said = []
        if self.live:
            said.append(f"特批有效{self.live}项" if zh else f"waivers live: {self.live}")
        if self.used:
            said.append(f"经特批办理{self.used}项" if zh else f"passed by waiver: {self.used}")
        return ("、" if zh else ", ").join(said)


def count_of(file: CaseFile) -> WaiverCount:
    """The waivers of a case, counted at this moment."""
    rows = waivers_of(file.work, file.case.id)
    live = sum(row.lives(file.at) for row in rows)
    return WaiverCount(live, sum(row.used_at is not None for row in rows))


def waiver_views(file: CaseFile, lang: str) -> Iterator[WaiverView]:
    """Every waiver of a case, oldest first."""
    rows = waivers_of(file.work, file.case.id)
    if not rows:
        return
    texts = opened_texts(file)
    for row in rows:
        place = _place_now(file, row)
        ended_by = row.used_by or row.ended_by
        yield WaiverView(
            trigger=row.trigger,
            standing=_standing(file, row, place),
            words=LEXICON.word("waiver", _standing(file, row, place), lang),
            rule=orjson.loads(row.cite),
            now_at=None if place is None else place.as_json(),
            owner=name_of(file, row.owner, lang),
            approver=name_of(file, row.approver, lang),
            reason=texts.get(row.reason_content, ERASED),
            from_at=row.from_at,
            to_at=row.to_at,
            ended_at=row.used_at or row.ended_at,
            ended_by=None if ended_by is None else name_of(file, ended_by, lang),
            ended_because=row.ended_content and texts.get(row.ended_content, ERASED),
        )


def waiver_words(file: CaseFile, lang: str) -> list[str]:
    """What a list or a ledger says of each waiver that lives or was used: clause, whose, how."""
    zh = lang == "zh"
    said = []
    for one in waiver_views(file, lang):
        if one.standing in _SPOKEN_OF:
            gate = LEXICON.word("trigger", one.trigger, lang)
            clause = one.rule["citation"]
            if zh:
                words = f"{gate}：{clause}，{one.owner}提出，{one.approver}批准（{one.words}）"
            else:
                words = f"{gate}: {clause}, {one.owner}, approved by {one.approver} ({one.words})"
            said.append(words)
    return said


_SPOKEN_OF = frozenset({Standing.LIVE, Standing.USED, Standing.VOID})


def _standing(file: CaseFile, row: WaiverRecord, place: RuleLine | None) -> str:
    if row.used_at is not None:
        return Standing.USED
    if row.ended_at is not None:
        return Standing.REVOKED if row.ended_as == REVOKED else Standing.LAPSED
    if not row.lives(file.at):
        return Standing.EXPIRED
    return Standing.VOID if place is None else Standing.LIVE


def _place_now(file: CaseFile, row: WaiverRecord) -> RuleLine | None:
    """Where the clause stands in the policy of the case, if that still permits waivers at all."""
    if not file.policy.asks(file.case.kind, Ask.WAIVERS):
        return None
    for clause in file.policy.clauses(s.AboutTo, file.case.kind, row.trigger):
        if clause_key(clause.rule) == row.rule:
            return clause.rule.cite.at(file.policy.version)
    return None
