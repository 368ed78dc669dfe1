"""Proves drafts while they are written: a world kept ready, and only what a change touches."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from threading import Condition, Thread
from time import perf_counter

from casework.beside import tried
from domain.problems import Problem, Severity
from policies import statements as s
from policies.checking import check_texts
from policies.consequences import opened_kind
from policies.examples import Acts, CaseIs
from policies.rules import Example, Rule, RuleSet
from policies.touching import differing_rules
from proofs.numbers import Played
from proofs.running import Prover
from proofs.worlds import World

PATIENCE = 1.0
"""Seconds after which a writer is told what is known so far."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A set of feature files as it stands in an editor.

    `base` is a policy that has been proved as a whole: what it has too is believed. Without one
    every clause is proved. `first` is the file that is being written.
    """

    texts: Mapping[str, str]
    base: RuleSet | None = None
    units: Collection[str] | None = None
    first: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """What is known of a draft so far; `left` counts what is still to be tried."""

    problems: tuple[Problem, ...]
    proved: int = 0
    left: int = 0

    @property
    def done(self) -> bool:
        """Whether nothing is left to try."""
        return self.left == 0


_Job = Callable[[], list[Problem]]


def _never() -> bool:
    return False


class WarmProver:
    """A world in which one draft after another is proved."""

    def __init__(self) -> None:
        """Building the world takes as long as migrating a database; a draft needs none of it."""
        self._world = World()

    def close(self) -> None:
        """Give the memory back."""
        self._world.close()

    def answers(self, draft: Draft, superseded: Callable[[], bool] = _never) -> Iterator[Answer]:
        """What is wrong with a draft: first its text, then what its changed clauses are about.

        The second answer covers the changed clauses, the worked examples of their kinds, and the
        numbers of these clauses, unless it takes longer than `PATIENCE`; the last one every clause
        that a changed one can reach. It ends early once the draft is superseded.
        """
        told = perf_counter()
        checked = check_texts(draft.texts, units=draft.units)
        work = None if checked.ruleset is None else _Work(self._world, draft, checked.ruleset)
        jobs = [] if work is None else work.jobs()
        yield Answer(checked.problems, 0, len(jobs))
        found: list[Problem] = []
        urgent = 0 if work is None else work.urgent
        for number, job in enumerate(jobs, 1):
            if superseded():
                return
            found.extend(job())
            if number in {urgent, len(jobs)} or perf_counter() - told > PATIENCE:
                told = perf_counter()
                everything = sorted({*found}, key=lambda one: (one.file, one.line or 0))
                yield Answer((*checked.problems, *everything), number, len(jobs) - number)


class _Work:
    """What is to be proved of one draft, the most urgent first."""

    def __init__(self, world: World, draft: Draft, ruleset: RuleSet) -> None:
        """Find what the draft changes."""
        self._prover = Prover(world, draft.texts, ruleset)
        self._draft = draft
        self._rules = self._prover.ruleset.rules
        self._examples = self._prover.ruleset.examples
        base = draft.base or RuleSet(())
        differing = list(differing_rules(base.rules, self._rules))
        known = {example.steps for example in base.examples}
        fresh = [example for example in self._examples if example.steps not in known]
        lost = [one for one in base.examples if one.steps not in {e.steps for e in self._examples}]
        ours = {id(rule) for rule in self._rules}
        self._changed = [rule for rule in differing if id(rule) in ours]
        kinds = {rule.kind for rule in differing}
        self._kinds = kinds.union(filter(None, map(_kind_of, (*fresh, *lost))))
        self._played: list[Played] = []
        self._failed = False
        self.urgent = 0

    def jobs(self) -> list[_Job]:
        """Everything to be done: the changed clauses, examples, numbers, then all they reach."""
        first = sorted(self._changed, key=lambda rule: rule.cite.file != self._draft.first)
        told = [example for example in self._examples if _kind_of(example) in self._kinds]
        taken = {id(rule) for rule in first}
        others = (rule for rule in self._rules if id(rule) not in taken)
        reached = [rule for rule in others if self._reaches(rule)]
        near = [rule for rule in reached if rule.kind in self._kinds]
        urgent = [
            *(self._clause(rule) for rule in first),
            *(self._example(example) for example in told),
            *(self._numbers(rule) for rule in first),
        ]
        self.urgent = len(urgent)
        later = (*(self._clause(r) for r in reached), *(self._numbers(r) for r in near))
        return [*urgent, *later]

    def _reaches(self, rule: Rule) -> bool:
        """Whether the clause is about a kind that was changed, or speaks of it."""
        if rule.kind in self._kinds:
            return True
        given = (getattr(item, "kind", None) for item in rule.given)
        then = (opened_kind(item) for item in rule.then)
        done = (item.kind for item in rule.then if isinstance(item, s.DoTo))
        return not self._kinds.isdisjoint((*given, *then, *done))

    def _clause(self, rule: Rule) -> _Job:
        return lambda: self._prover.of_clause(rule)

    def _numbers(self, rule: Rule) -> _Job:
        """Numbers are only tried while every example comes out: the others could notice nothing."""
        return lambda: [] if self._failed else self._prover.of_numbers(rule, self._played)

    def _example(self, example: Example) -> _Job:
        def play() -> list[Problem]:
            found = self._prover.of_example(example)
            if isinstance(found, Played):
                self._played.append(found)
                return []
            self._failed = True
            return found

        return play


def _kind_of(example: Example) -> str | None:
    """The kind of case that an example tells of."""
    return next((step.kind for step in example.steps if isinstance(step, CaseIs | Acts)), None)


_BROKEN = (
    "证明时程序出错，请把以下内容报告给维护人员；可以用 holdfast policy check 再试。 / "
    "A bug in proving: please report what follows, and try holdfast policy check."
)


def _broken(draft: Draft, fault: BaseException) -> Problem:
    """What a writer is told when proving itself went wrong; the texts are not touched again."""
    trace = "".join(traceback.format_exception(fault))
    return Problem(Severity.ERROR, "proof-broken", f"{_BROKEN}\n{trace}", draft.first, 1, 1)


class WarmWorker:
    """Proves the newest draft on a thread of its own; one that has been superseded is dropped."""

    def __init__(self, tell: Callable[[Draft, Answer], None]) -> None:
        """`tell` is called on the worker's thread with every answer to the newest draft."""
        self._tell = tell
        self._waiting = Condition()
        self._newest: Draft | None = None
        self._closing = False
        self._thread = Thread(target=self._run, name="warm-proofs", daemon=True)
        self._thread.start()

    def submit(self, draft: Draft) -> None:
        """Prove this draft next, and no other that was handed in before."""
        with self._waiting:
            self._newest = draft
            self._waiting.notify()

    def close(self) -> None:
        """Stop once the proof under way has ended."""
        with self._waiting:
            self._closing = True
            self._waiting.notify()
        self._thread.join()

    def _run(self) -> None:
        prover = WarmProver()
        while (draft := self._next()) is not None:
            fault = tried(partial(self._prove, prover, draft)).exception()
            if fault is not None:
                self._tell(draft, Answer((_broken(draft, fault),)))
                prover.close()
                prover = WarmProver()
        prover.close()

    def _prove(self, prover: WarmProver, draft: Draft) -> None:
        for answer in prover.answers(draft, self._superseded):
            if not self._superseded():
                self._tell(draft, answer)

    def _next(self) -> Draft | None:
        """The newest draft as soon as there is one; None at the end."""
        with self._waiting:
            self._waiting.wait_for(lambda: self._newest is not None or self._closing)
            draft, self._newest = self._newest, None
            return None if self._closing else draft

    def _superseded(self) -> bool:
        with self._waiting:
            return self._newest is not None or self._closing
