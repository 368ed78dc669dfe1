"""Tries slips as a policy owner would meet them: by the check, by the proofs, by the diff."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from domain.problems import Severity
from policies.checking import check_texts, compile_texts
from policies.differing import Of, differences
from policies.examples import Acts, CaseIs
from policies.problem_codes import Place
from policies.rules import RuleSet
from proofs.running import Prover
from tests.slips.drawing import Slip, Sort
from tests.slips.editions import edition

if TYPE_CHECKING:
    from collections.abc import Mapping

    from policies.rules import Example
    from policies.written import Written, WrittenRule
    from proofs.worlds import World

    Texts = Mapping[str, str]

_CODES = {
    "dropped Given": {"no-given", "no-scope"},
    "unknown term": {"unknown-term"},
    "swapped keyword": {"wrong-keyword"},
    "duplicate": {"duplicate-name"},
}
_AT_ITS_COLUMN = {"unknown term", "swapped keyword"}


@dataclass(frozen=True, slots=True)
class Outcome:
    """Whether a slip was met as it has to be, and in which words."""

    slip: Slip
    met: bool
    said: str


def tried(slip: Slip, world: World) -> Outcome:
    """A number contradicts an example, a break is refused where it is, a meaning is told apart."""
    texts = edition(slip.lang)
    changed = {**texts, slip.file: slip.made_in(texts[slip.file])}
    if slip.sort is Sort.NUMBER:
        return _contradicted(slip, changed, world)
    if slip.sort is Sort.BROKEN:
        return _refused(slip, changed)
    return _told_apart(slip, changed)


def _contradicted(slip: Slip, changed: Texts, world: World) -> Outcome:
    """Whether a worked example no longer comes out; how clauses fit together is left aside."""
    prover = Prover(world, changed, _ruleset(compile_texts(changed)))
    kinds = {one.rule.kind for one in _originals(slip)}
    near = sorted(prover.ruleset.examples, key=lambda one: kinds.isdisjoint(_kinds_of(one)))
    for example in near:
        found = prover.of_example(example)
        if isinstance(found, list):
            problem = found[0]
            return Outcome(slip, met=problem.code == "example-failed", said=problem.message)
    return Outcome(slip, met=False, said="every example comes out")


def _refused(slip: Slip, changed: Texts) -> Outcome:
    """Whether the check refuses the file, for the right reason, at the right line and column."""
    errors = [one for one in check_texts(changed).problems if one.severity is Severity.ERROR]
    lines = _lines_in_question(slip)
    for one in errors:
        in_place = one.line in lines and one.column is not None
        if slip.what in _AT_ITS_COLUMN:
            in_place = (one.line, one.column) == (slip.line, slip.column)
        if in_place and one.file == slip.file and one.code in _CODES[slip.what]:
            place = f"{one.file}:{one.line}:{one.column}"
            return Outcome(slip, met=True, said=f"{place}: {one.message}")
    return Outcome(slip, met=False, said=str([(e.line, e.column, e.code) for e in errors[:3]]))


def _lines_in_question(slip: Slip) -> range:
    """The scenario from its title on, or the title of its copy."""
    if slip.what == "duplicate":
        copy = slip.line + slip.new.count("\n")
        return range(copy, copy + 1)
    lines = edition(slip.lang)[slip.file].split("\n")
    begin, end = slip.line, slip.line
    while ":" not in lines[begin - 1]:
        begin -= 1
    while lines[end - 1].strip():
        end += 1
    return range(begin, end)


def _told_apart(slip: Slip, changed: Texts) -> Outcome:
    """Whether the diff says of each changed clause what it said and what it says now."""
    before, after = _compiled(slip.lang), compile_texts(changed)
    found = [one for one in differences(_ruleset(before), _ruleset(after)) if one.of is Of.CLAUSE]
    said = [one.words(slip.lang) for one in found]
    telling = [words for words in said if slip.old in words and slip.new in words]
    clauses = sum(
        (a.given, a.when, a.then) != (b.given, b.when, b.then)
        for a, b in zip(_ruleset(before).rules, _ruleset(after).rules, strict=True)
    )
    return Outcome(slip, met=0 < clauses <= len(telling), said=" ".join(said))


@cache
def _compiled(lang: str) -> tuple[Written, ...]:
    return compile_texts(edition(lang))


def _ruleset(files: tuple[Written, ...]) -> RuleSet:
    rules = tuple(one.rule for file in files for one in file.rules)
    return RuleSet(rules, tuple(one for file in files for one in file.examples))


def _originals(slip: Slip) -> list[WrittenRule]:
    """The clauses that have the changed line."""
    file = next(one for one in _compiled(slip.lang) if one.source.file == slip.file)
    return [one for one in file.rules if slip.line in {place.line for place in _places(one)}]


def _places(rule: WrittenRule) -> tuple[Place, ...]:
    return (rule.place, *rule.given, rule.when, *rule.then)


def _kinds_of(example: Example) -> set[str]:
    return {step.kind for step in example.steps if isinstance(step, CaseIs | Acts)}
