"""What a policy must not do although its text can be read: one module for each family of faults."""

from __future__ import annotations

from collections.abc import Iterator

from domain.problems import Problem
from policies.lints.articles import lint as lint_articles
from policies.lints.authority import lint as lint_authority
from policies.lints.clocks import lint as lint_clocks
from policies.lints.conflicts import lint as lint_conflicts
from policies.lints.cycles import lint as lint_cycles
from policies.lints.deadlines import lint as lint_deadlines
from policies.lints.layout import lint as lint_layout
from policies.lints.material import Material
from policies.lints.occasions import lint as lint_occasions
from policies.lints.occurrences import lint as lint_occurrences
from policies.lints.pauses import lint as lint_pauses
from policies.lints.terms import lint as lint_words
from policies.lints.waivers import lint as lint_waivers
from policies.written import Written

__all__ = ["Material", "lint_file", "lint_set", "lint_terms"]


_FAMILIES = (
    lint_articles,
    lint_occasions,
    lint_occurrences,
    lint_clocks,
    lint_deadlines,
    lint_pauses,
    lint_waivers,
    lint_authority,
    lint_conflicts,
    lint_cycles,
)


def lint_file(written: Written) -> Iterator[Problem]:
    """What is wrong with the layout of one file: names, tags, descriptions."""
    yield from lint_layout(written)


def lint_terms(material: Material) -> Iterator[Problem]:
    """Terms that the kinds do not have; without them right, nothing further can be judged."""
    yield from lint_words(material)


def lint_set(material: Material) -> Iterator[Problem]:
    """What is wrong with how all clauses fit together; asks for terms that are right."""
    for lint in _FAMILIES:
        yield from lint(material)
