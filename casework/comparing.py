"""Compares what two policies say of a case as it lies in the books, flip by flip."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import replace

from casework.casefile import CaseFile, read_facts, refresh_facts
from casework.flips import Flip
from casework.flips_of_clocks import clock_flips
from casework.flips_of_triggers import Found, Side, check_flips, somebody_under, trigger_flips
from domain.facts import Facts
from policies.asking import Ask
from policies.judging import Policy
from policies.looking import Look, looks_of
from policies.passage import passage_between
from policies.touching import Here, Touched
from statemachines.tables import TABLES
from store.ahead import (
    ENDORSEMENTS_OF_CASE,
    EVIDENCE_OF_CASE,
    FIRINGS_OF_CASE,
    SIGNED_CHECKS_OF_CASE,
    SPANS_OF_CASE,
    WAIVERS_OF_CASE,
)
from store.cases import CaseRecord
from store.journal import PAST_OF_CASE, events_of
from store.statements import OfCase

_READS = {
    Ask.SIGNATURES: SIGNED_CHECKS_OF_CASE,
    Ask.ENDORSEMENTS: ENDORSEMENTS_OF_CASE,
    Ask.DOCUMENTS: EVIDENCE_OF_CASE,
    Ask.WAIVERS: WAIVERS_OF_CASE,
}

_MEMO = 10_000
"""So many different shows of cases are remembered for a trigger in a state."""

_Memo = tuple[Look, dict[Hashable, tuple[Found, ...]]]


class Comparison:
    """The version that cases hold beside a draft; made once for all of them."""

    def __init__(self, held: Policy, draft: Policy) -> None:
        """What can differ is worked out here."""
        self.touched = Touched(held, draft)
        self._held, self._draft = held, draft
        self._somebody = somebody_under(held, draft)
        self._shown_otherwise = {
            kind
            for kind in TABLES
            if any(held.asks(kind, thing) is not draft.asks(kind, thing) for thing in Ask)
        }
        self._memos: dict[tuple[str, str, str], _Memo | None] = {}
        self._looks_back = passage_between(held, draft).ever_looks_back

    def concerns(self, case: CaseRecord) -> bool:
        """Whether anything of the case can flip."""
        return bool(self.touched.of(case.kind, case.state))

    def reads(self, case: CaseRecord) -> Iterator[OfCase]:
        """What has to be read of a case beside what its own version asks for."""
        if self.touched.of(case.kind, case.state).clocks:
            yield from (SPANS_OF_CASE, FIRINGS_OF_CASE)
            if self._looks_back:
                yield PAST_OF_CASE
        yield from (read for thing, read in _READS.items() if self._draft.asks(case.kind, thing))

    def flips(self, file: CaseFile) -> Iterator[Flip]:
        """What the draft changes for an open case."""
        here = self.touched.of(file.case.kind, file.facts.state)
        drafted = self._drafted(file)
        yield from _flips(file, self._judged(file.facts, drafted.facts, here))
        if here.clocks:
            yield from _flips(file, clock_flips(file, drafted))

    def flips_of_closing(self, file: CaseFile) -> Iterator[Flip]:
        """What the draft would have changed for the last closing of a closed case.

        Everything is taken as it lies in the books now, but for the move itself.
        """
        closing = _last_closing(file)
        if closing is None:
            return
        trigger, state = closing
        known = self.touched.of(file.case.kind, state).triggers
        here = Here((trigger,) if trigger in known else (), (), clocks=False)
        drafted = self._drafted(file)
        held, draft = (_undone(one.facts, trigger, state) for one in (file, drafted))
        yield from _flips(file, self._judged(held, draft, here), closed=True)

    def _judged(self, held: Facts, drafted: Facts, here: Here) -> Iterator[Found]:
        was = Side(self._held, held, self._somebody)
        now = Side(self._draft, drafted, self._somebody)
        for trigger in here.triggers:
            yield from self._of_trigger(was, now, trigger)
        yield from check_flips(was, now, here.checks)

    def _of_trigger(self, was: Side, now: Side, trigger: str) -> Sequence[Found]:
        """What changes of a trigger; of cases that show the same it is found out once."""
        memo = self._memo_of(was.facts, trigger)
        if memo is None or was.facts is not now.facts or was.facts.waivers:
            return tuple(trigger_flips(was, now, trigger))
        look, known = memo
        shown = look(was.facts)
        found = known.get(shown)
        if found is None:
            if len(known) >= _MEMO:
                known.clear()
            found = known[shown] = tuple(trigger_flips(was, now, trigger))
        return found

    def _memo_of(self, facts: Facts, trigger: str) -> _Memo | None:
        key = facts.kind, facts.state, trigger
        if key not in self._memos:
            look = looks_of((self._held, self._draft), *key)
            self._memos[key] = None if look is None else (look, {})
        return self._memos[key]

    def _drafted(self, file: CaseFile) -> CaseFile:
        """The file as it would be if the case held the draft, with the facts that that asks for."""
        drafted = replace(file, policy=self._draft)
        if file.case.kind in self._shown_otherwise:
            drafted.facts = read_facts(file.case)
            refresh_facts(drafted)
        return drafted


def _flips(file: CaseFile, found: Iterable[Found], *, closed: bool = False) -> Iterator[Flip]:
    case = file.case
    for change, about, subject, before, after in found:
        yield Flip(
            case=case.number,
            handle=case.handle,
            kind=case.kind,
            state=case.state,
            unit=case.unit_id or "",
            change=change,
            about=about,
            subject=subject,
            before=before,
            after=after,
            closed=closed,
        )


def _last_closing(file: CaseFile) -> tuple[str, str] | None:
    """The trigger that closed the case last, and the state in which it stood before."""
    closing = TABLES[file.case.kind].closing
    for event in reversed(events_of(file.work, file.case.id)):
        if event.event == "moved" and event.trigger in closing and event.from_state is not None:
            return event.trigger, event.from_state
    return None


def _undone(facts: Facts, trigger: str, state: str) -> Facts:
    times = facts.done.get(trigger, 0)
    return replace(facts, state=state, done={**facts.done, trigger: max(times - 1, 0)})
