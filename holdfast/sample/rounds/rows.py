"""What the sample rounds are written in: a round, its findings, and the parts of a finding."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Part:
    """One sub-problem and the measure that is taken against it."""

    problem: str
    measure: str


@dataclass(frozen=True, slots=True)
class Row:
    """One finding of the working papers; `second` carries out or checks what `owner` does not.

    `due` is the date that the plan sets. Money, contingency plan and target are empty where the
    problem is put right at once.
    """

    unit: str
    place: str
    en: str
    parts: tuple[Part, ...]
    hazard_class: str
    cause_class: str
    cause: str
    owner: str
    second: str
    due: date
    manner: str = "by_date"
    funds: str = "无需资金"
    contingency: str = ""
    target: str = ""
    grade: str = "general_hazard"
    safety_assured: str = "yes"
    lead: str = ""

    @property
    def description(self) -> str:
        """The problems in one sentence, as the working paper has them."""
        return "；".join(part.problem for part in self.parts)

    @property
    def measures(self) -> str:
        """The measures, numbered like the problems."""
        return "；".join(f"{number}.{part.measure}" for number, part in enumerate(self.parts, 1))


@dataclass(frozen=True, slots=True)
class Round:
    """One inspection on site: who was inspected for what, when, and what was found."""

    name: str
    en: str
    company: str
    domain: str
    first_day: date
    last_day: date
    findings: tuple[Row, ...]


def parts(*pairs: tuple[str, str]) -> tuple[Part, ...]:
    """Problems with their measures."""
    return tuple(Part(*pair) for pair in pairs)
