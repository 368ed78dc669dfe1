"""Faults of pauses: clocks that could stand still for ever, so that a case could be let go."""

from __future__ import annotations

from collections.abc import Iterator

from domain.problems import Problem
from policies import statements as s
from policies.lints.material import Material, word
from policies.pauses import PAUSE
from policies.problem_codes import problem
from policies.written import WrittenRule


def lint(material: Material) -> Iterator[Problem]:
    """Pauses that no clause ever ends: neither a cap nor a clause by which the limit runs again."""
    for kind in material.kinds():
        rules = material.of_kind(kind)
        yield from _permitted(kind, rules)
        yield from _made(kind, rules)


def _permitted(kind: str, rules: list[WrittenRule]) -> Iterator[Problem]:
    """Somebody may stop the clock, and no clause says for how long."""
    about = [written for written in rules if written.rule.when == s.AboutTo(PAUSE)]
    naming = [one for one in about if _says(one, s.OnlyBy) or _says(one, s.Jointly)]
    if naming and not any(_says(one, s.PauseAtMost) for one in about):
        place = naming[0].place
        yield problem("pause-without-end", place, kind=word("kind", kind, place))


def _made(kind: str, rules: list[WrittenRule]) -> Iterator[Problem]:
    """A clause stops the clock, and nothing lets it run again."""
    if any(_says(one, s.ResumeClock) for one in rules):
        return
    for written in rules:
        if _says(written, s.PauseClock) and not _says(written, s.PauseAtMost):
            place = written.place
            yield problem("pause-without-end", place, kind=word("kind", kind, place))


def _says(written: WrittenRule, then: type[s.Then]) -> bool:
    return any(isinstance(item, then) for item in written.rule.then)
