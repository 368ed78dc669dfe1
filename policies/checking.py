"""Checks a set of feature files: text, terms, and how all clauses fit together."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from domain.problems import Problem, has_errors
from policies.bounds import too_much
from policies.compiling import compile_text
from policies.lints import Material, lint_file, lint_set, lint_terms
from policies.renderings import compare_renderings
from policies.rules import RuleSet
from policies.written import Written


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check found; `ruleset` is there when nothing refuses the policy."""

    problems: tuple[Problem, ...]
    ruleset: RuleSet | None

    @property
    def ok(self) -> bool:
        """Whether the policy may be proved and activated."""
        return self.ruleset is not None


def compile_texts(texts: Mapping[str, str]) -> tuple[Written, ...]:
    """Every file compiled, in the order of the paths; nothing is judged across files."""
    return tuple(compile_text(file, texts[file]) for file in sorted(texts))


def read_rules(texts: Mapping[str, str]) -> Checked:
    """The rules of a set of feature files as far as text goes: whether they fit is not judged."""
    files = compile_texts(texts)
    originals = tuple(file for file in files if file.rendering_of is None)
    found = tuple(item for file in files for item in file.problems)
    if has_errors(found):
        return Checked(found, None)
    return Checked(found, _ruleset(originals, compare_renderings(files)[1]))


def check_texts(
    texts: Mapping[str, str],
    *,
    units: Collection[str] | None = None,
    roles_held: Collection[str] | None = None,
) -> Checked:
    """Everything that is wrong with a set of feature files, given as path to text.

    `units` and `roles_held` are the names of the organisation's units and the roles that somebody
    holds; without them neither is checked. How clauses fit together is judged once every sentence
    is understood, so that one slip does not hide behind a hundred consequences.
    """
    beyond = too_much(texts)
    if beyond:
        return Checked(beyond, None)
    files = compile_texts(texts)
    originals = tuple(file for file in files if file.rendering_of is None)
    material = Material(originals, units, roles_held)
    problems = [item for file in files for item in (*file.problems, *lint_file(file))]
    text_is_read = not has_errors([item for file in files for item in file.problems])
    wrong_terms = list(lint_terms(material))
    problems.extend(wrong_terms)
    renderings: Mapping[str, str] = {}
    if text_is_read and not wrong_terms:
        differing, renderings = compare_renderings(files)
        problems.extend(differing)
        problems.extend(lint_set(material))
    found = tuple(dict.fromkeys(sorted(problems, key=_order)))
    return Checked(found, None if has_errors(found) else _ruleset(originals, renderings))


def _order(item: Problem) -> tuple[str, int, int]:
    return item.file, item.line or 0, item.column or 0


def _ruleset(originals: tuple[Written, ...], renderings: Mapping[str, str]) -> RuleSet:
    return RuleSet(
        rules=tuple(written.rule for file in originals for written in file.rules),
        examples=tuple(example for file in originals for example in file.examples),
        renderings=renderings,
    )
