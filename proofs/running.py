"""Proves a whole set of feature files: every clause, every worked example, every number."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from casework.reprojecting import Progress, nobody_is_told
from domain.forms import FORMS, FieldType
from domain.problems import Problem
from policies import examples as e
from policies import statements as s
from policies.normalise import normalise
from policies.rules import Citation, Example, Rule, RuleSet
from policies.stored import dump, load
from proofs.benches import Bench
from proofs.findings import Finding, Line
from proofs.numbers import Played, unvouched
from proofs.offices import Office
from proofs.outcomes import is_claim, lines_about, lines_on, lines_opening, lines_touched
from proofs.playing import play, story_of
from proofs.proving import prove_rule
from proofs.stories import Story, StoryFault
from proofs.worlds import World


@dataclass(frozen=True, slots=True)
class ProofReport:
    """What proving found, and how many clauses and examples came out.

    `played` are the examples, each with the lines of the policy that had a part in it.
    """

    problems: tuple[Problem, ...]
    proved: int
    played: tuple[Played, ...]

    @property
    def examples(self) -> int:
        """How many examples came out."""
        return len(self.played)

    @property
    def touched(self) -> frozenset[Line]:
        """The lines of the policy that had a part in some example that came out."""
        return frozenset().union(*(one.touched for one in self.played))


def prove(
    texts: Mapping[str, str],
    ruleset: RuleSet,
    world: World | None = None,
    progress: Progress = nobody_is_told,
) -> ProofReport:
    """Prove every clause of a checked set of feature files against the engine itself.

    `texts` maps paths to text and says in which language each file is answered. A warm `world`
    saves the time of building one; it is ready for the next draft afterwards.
    """
    with world_or_own(world) as used:
        return Prover(used, texts, ruleset, progress).report()


def prove_numbers(
    texts: Mapping[str, str], ruleset: RuleSet, world: World | None = None
) -> ProofReport:
    """As `prove`, but the worked examples and the numbers alone, where clauses run as tests."""
    with world_or_own(world) as used:
        return Prover(used, texts, ruleset).report_of(())


@contextmanager
def world_or_own(world: World | None) -> Iterator[World]:
    """The world that is there already, or one of its own."""
    used = world or World()
    try:
        yield used
    finally:
        if world is None:
            used.close()


def units_named(ruleset: RuleSet) -> Iterator[str]:
    """The units that clauses and examples speak of."""
    for rule in ruleset.rules:
        yield from (item.unit for item in rule.given if isinstance(item, s.UnitWithin))
    units = {
        field.id for form in FORMS.values() for field in form.fields if field.type is FieldType.UNIT
    }
    for example in ruleset.examples:
        for step in example.steps:
            if isinstance(step, e.FieldWas) and step.field in units:
                yield step.value


def languages(texts: Mapping[str, str]) -> dict[str, str]:
    """The language of each file."""
    return {file: normalise(file, text).lang for file, text in texts.items()}


class Prover:
    """One run over one rule set."""

    def __init__(
        self,
        world: World,
        texts: Mapping[str, str],
        ruleset: RuleSet,
        progress: Progress = nobody_is_told,
    ) -> None:
        """What is proved is the stored form, because that is what run time executes."""
        ruleset = load(dump(ruleset))
        world.employ(Office.with_units(units_named(ruleset)))
        self._bench = Bench(world, ruleset)
        self._langs = languages(texts)
        self.ruleset = ruleset
        self._progress = progress
        self._done, self._steps = 0, 0

    def report(self) -> ProofReport:
        """Everything in the order of the files."""
        return self.report_of(range(len(self.ruleset.rules)))

    def report_of(self, places: Collection[int]) -> ProofReport:
        """The clauses at these places, every example and every number."""
        self._steps = len(places) + len(self.ruleset.examples) + len(self.ruleset.rules)
        clauses = [self.of_clause(self.ruleset.rules[at]) for at in places]
        played, failed = self._examples()
        numbers = [] if failed else list(self._numbers(played))
        problems = [*(problem for found in clauses for problem in found), *failed, *numbers]
        return ProofReport(
            problems=tuple(sorted(problems, key=lambda one: (one.file, one.line or 0))),
            proved=sum(not found for found in clauses),
            played=tuple(played),
        )

    def _step(self) -> None:
        self._done += 1
        self._progress(self._done, self._steps)

    def of_clause(self, rule: Rule) -> list[Problem]:
        """What is wrong with one of the clauses."""
        found = list(self._problems(rule.cite, prove_rule(self._bench, rule)))
        self._step()
        return found

    def of_example(self, example: Example) -> Played | list[Problem]:
        """The example as it came out, or what is wrong with it."""
        lang = self._langs.get(example.cite.file, "zh")
        story = story_of(self._bench.world, self._bench.policy, lang)
        try:
            play(story, example)
        except StoryFault as fault:
            return list(self._problems(example.cite, [fault.finding]))
        finally:
            self._step()
        return Played(example, lang, touched_by(story, example))

    def of_numbers(self, rule: Rule, played: Iterable[Played]) -> list[Problem]:
        """Whether the numbers of one of the clauses are vouched for by examples that came out."""
        found = list(self._problems(rule.cite, unvouched(self._bench, rule, played)))
        self._step()
        return found

    def _examples(self) -> tuple[list[Played], list[Problem]]:
        played: list[Played] = []
        failed: list[Problem] = []
        for example in self.ruleset.examples:
            found = self.of_example(example)
            if isinstance(found, Played):
                played.append(found)
            else:
                failed.extend(found)
        return played, failed

    def _numbers(self, played: list[Played]) -> Iterator[Problem]:
        for rule in self.ruleset.rules:
            yield from self.of_numbers(rule, played)

    def _problems(self, cite: Citation, findings: Iterable[Finding]) -> Iterator[Problem]:
        lang = self._langs.get(cite.file, "zh")
        return (finding.problem(cite, lang) for finding in findings)


def touched_by(story: Story, example: Example) -> frozenset[tuple[str, int]]:
    """The lines that had a part in an example that has come out, or were to have none."""
    silent = [_looked_for(story, step) for step in example.steps if is_claim(step)]
    return lines_touched(story).union(*silent)


def _looked_for(story: Story, step: e.ExampleStatement) -> frozenset[tuple[str, int]]:
    """The lines of which a claim says whether they spoke."""
    match step:
        case e.CheckStands(check=check):
            return lines_about(story, check)
        case e.IsRefused(trigger=trigger):
            return lines_on(story, trigger)
        case e.IsOpened(kind=kind):
            return lines_opening(story, kind)
    return frozenset()
