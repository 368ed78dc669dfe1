"""Tries the proofs: with one thing changed in a compiled rule, some scenario must fail."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from casework.reprojecting import Progress, nobody_is_told
from policies.rules import Citation, Rule, RuleSet
from policies.stored import dump, load
from policies.vocabulary import render
from proofs.benches import Bench
from proofs.findings import line_of
from proofs.mutants import Mutant, Operator, Sample, drawn
from proofs.numbers import Played, notices
from proofs.proving import prove_statement
from proofs.worlds import World


@dataclass(frozen=True, slots=True)
class Unproved:
    """A change that no proof noticed: where, of what sort, and the sentence before and after."""

    cite: Citation
    operator: Operator
    old: object
    new: object

    def words(self, lang: str) -> str:
        """What could be changed in which clause without any proof failing."""
        old, new = _said(self.old, lang), _said(self.new, lang)
        where = f"{self.cite.file}:{self.cite.line}"
        if lang == "zh":
            return f"{self.cite.words(lang)}（{where}）：由{old}改为{new}，没有一项证明失败。"
        return f"{self.cite.words(lang)} ({where}): {old} → {new}: no proof fails."

    def as_json(self, lang: str) -> dict[str, Any]:
        """`{file, line, words, operator, old, new}`."""
        return {
            "file": self.cite.file,
            "line": self.cite.line,
            "words": self.cite.words(lang),
            "operator": str(self.operator),
            "old": _said(self.old, lang),
            "new": _said(self.new, lang),
        }


def _said(statement: object, lang: str) -> str:
    """The sentence; a change can also be one that no sentence says, like a triple deduction."""
    try:
        return render(statement, lang)
    except LookupError:
        return str(statement)


@dataclass(frozen=True, slots=True)
class Mutations:
    """How many changes of each sort were tried, and those that no proof noticed."""

    seed: int
    tried: Mapping[Operator, int]
    unproved: tuple[Unproved, ...]

    @property
    def count(self) -> int:
        """How many were tried in all."""
        return sum(self.tried.values())

    @property
    def noticed(self) -> int:
        """How many made a proof fail."""
        return self.count - len(self.unproved)

    def as_json(self, lang: str, langs: Mapping[str, str] | None = None) -> dict[str, Any]:
        """`{seed, tried, noticed, operators: {name: {tried, noticed}}, items}`.

        `langs` are the languages of files, in which their clauses are quoted.
        """
        spoken = langs or {}
        missed = Counter(one.operator for one in self.unproved)
        return {
            "seed": self.seed,
            "tried": self.count,
            "noticed": self.noticed,
            "operators": {
                str(one): {"tried": tried, "noticed": tried - missed[one]}
                for one, tried in self.tried.items()
            },
            "items": [one.as_json(spoken.get(one.cite.file, lang)) for one in self.unproved],
        }


def try_mutants(
    world: World,
    ruleset: RuleSet,
    played: Sequence[Played],
    sample: Sample,
    progress: Progress = nobody_is_told,
) -> Mutations:
    """Change compiled rules one thing at a time and run the unchanged scenarios against each.

    The clauses are proved as they are written, by an engine that obeys the changed rule; `played`
    are the worked examples that came out. Only proofs in which the rule can have a part are run:
    its own, the examples that it touches, then those of the other rules about the same trigger or
    check, and at last those of the whole kind.
    """
    ruleset = load(dump(ruleset))
    chosen = drawn(ruleset, sample)
    trial = _Trial(world, ruleset, played)
    unproved: list[Unproved] = []
    for done, mutant in enumerate(chosen, 1):
        if not trial.notices(mutant):
            cite = mutant.rule.cite
            unproved.append(Unproved(cite, mutant.operator, mutant.old, mutant.new))
        progress(done, len(chosen))
    tried = Counter(one.operator for one in chosen)
    return Mutations(sample.seed, {one: tried[one] for one in Operator}, tuple(unproved))


class _Trial:
    """The unchanged scenarios, ready to be run against one changed rule after another."""

    def __init__(self, world: World, ruleset: RuleSet, played: Sequence[Played]) -> None:
        """Know which rules belong together."""
        self._world, self._ruleset, self._played = world, ruleset, played

    def notices(self, mutant: Mutant) -> bool:
        """Whether any proof fails under the changed rule."""
        rules = tuple(
            mutant.instead if one.cite == mutant.rule.cite else one for one in self._ruleset.rules
        )
        bench = Bench(self._world, replace(self._ruleset, rules=rules))
        line = line_of(mutant.rule)
        near = [one for one in self._played if line in one.touched]
        if _fails(bench, mutant.rule) or any(notices(bench, bench.policy, one) for one in near):
            return True
        return any(_fails(bench, one) for one in self._others(mutant.rule))

    def _others(self, rule: Rule) -> Iterator[Rule]:
        """The other rules of the kind, those about the same thing first."""
        subject = _subject(rule)
        rest = [
            one for one in self._ruleset.rules if one.kind == rule.kind and one.cite != rule.cite
        ]
        return iter(sorted(rest, key=lambda one: not subject & _subject(one)))


def _fails(bench: Bench, rule: Rule) -> bool:
    """Whether the proof of a clause, as it is written, finds an error."""
    return any(
        finding.is_error for then in rule.then for finding in prove_statement(bench, rule, then)
    )


def _subject(rule: Rule) -> frozenset[str]:
    """The triggers and checks of which a rule speaks."""
    names = (
        getattr(item, name, None)
        for item in (rule.when, *rule.given, *rule.then)
        for name in ("trigger", "check", "done")
    )
    return frozenset(name for name in names if name is not None)
