"""One report on a set of feature files: what is wrong, proved, left open, in conflict, unproved."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from casework.reprojecting import Progress, nobody_is_told
from domain.problems import Problem, has_errors
from policies.coverage import Coverage, coverage_of
from policies.overlapping import Overlap, overlaps
from proofs.mutants import Sample
from proofs.mutating import Mutations, try_mutants
from proofs.running import languages, prove, world_or_own

if TYPE_CHECKING:
    from policies.checking import Checked
    from policies.rules import Citation
    from proofs.worlds import World


@dataclass(frozen=True, slots=True)
class Wanted:
    """How much of a report is wanted.

    `roles_held` are the roles in which somebody is, or can be; None where nobody was asked. Without
    `proofs` nothing is run; `mutants` asks for the proofs to be tried as well.
    """

    roles_held: Collection[str] | None = None
    proofs: bool = True
    mutants: Sample | None = None


@dataclass(frozen=True, slots=True)
class CheckReport:
    """Everything that a check found; where the text cannot be read there is only `problems`.

    `langs` maps each file to its language. `proved` and `examples` count the clauses and worked
    examples that came out; `unproved` is what no proof noticed, None where nothing was tried.
    """

    problems: tuple[Problem, ...]
    langs: Mapping[str, str] = field(default_factory=dict)
    rules: int = 0
    proved: int = 0
    examples: int = 0
    coverage: Coverage | None = None
    conflicts: tuple[Overlap, ...] = ()
    unproved: Mutations | None = None

    @property
    def ok(self) -> bool:
        """Whether nothing refuses the policy."""
        return not has_errors(self.problems)

    def as_json(self, lang: str) -> dict[str, Any]:
        """`{ok, files, rules, proofs, examples, problems, coverage, conflicts, unproved}`.

        What is said of a clause is said in the language of its file, the rest in `lang`.
        """
        conflicts = [one.as_json(self.lang_of(one.winner.cite, lang)) for one in self.conflicts]
        return {
            "ok": self.ok,
            "files": len(self.langs),
            "rules": self.rules,
            "proofs": self.proved,
            "examples": self.examples,
            "problems": [problem.as_json() for problem in self.problems],
            "coverage": None if self.coverage is None else self.coverage.as_json(lang, self.langs),
            "conflicts": conflicts,
            "unproved": None if self.unproved is None else self.unproved.as_json(lang, self.langs),
        }

    def lang_of(self, cite: Citation, lang: str) -> str:
        """The language of the file in which a clause stands."""
        return self.langs.get(cite.file, lang)


def full_report(
    texts: Mapping[str, str],
    checked: Checked,
    *,
    world: World | None = None,
    wanted: Wanted | None = None,
    progress: Progress = nobody_is_told,
) -> CheckReport:
    """Prove what was checked and say what it leaves open; what has errors is not proved.

    A warm `world` saves the time of building one. Mutants are only tried of what is proved without
    an error: where a proof fails as it is, it could notice nothing.
    """
    asked = wanted or Wanted()
    langs, ruleset = languages(texts), checked.ruleset
    if ruleset is None:
        return CheckReport(checked.problems, langs)
    found = CheckReport(
        checked.problems,
        langs,
        rules=len(ruleset.rules),
        coverage=coverage_of(ruleset, roles_held=asked.roles_held),
        conflicts=overlaps(ruleset),
    )
    if not asked.proofs:
        return found
    with world_or_own(world) as used:
        proofs = prove(texts, ruleset, used, progress)
        mutations = None
        if asked.mutants is not None and not has_errors(proofs.problems):
            mutations = try_mutants(used, ruleset, proofs.played, asked.mutants, progress)
    return replace(
        found,
        problems=(*checked.problems, *proofs.problems),
        proved=proofs.proved,
        examples=proofs.examples,
        coverage=coverage_of(ruleset, touched=proofs.touched, roles_held=asked.roles_held),
        unproved=mutations,
    )
