"""Collects everything that is wrong with one ledger, each with its cell, in the language asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from casework.ledgers.rows import LedgerValue
from casework.ledgers.wording import MESSAGES
from domain.problems import Problem, Severity


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing a parser has to say about a text: a stable code, details and suggestions."""

    code: str
    suggestions: tuple[str, ...] = ()
    details: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a parser makes of a cell; `manner` is a manner of rectification said in a date."""

    value: LedgerValue = None
    faults: tuple[Fault, ...] = ()
    manner: str | None = None

    @classmethod
    def fault(cls, code: str, *suggestions: str, **details: object) -> Outcome:
        """No value, one fault."""
        return cls(faults=(Fault(code, suggestions, details),))


class Faults:
    """The problems of one file in the order found; the same one at the same cell only once."""

    def __init__(self, file: str, lang: str) -> None:
        """`sheet` is set once the sheet is chosen and then prefixes every cell."""
        self.file = file
        self.lang = lang
        self.sheet = ""
        self._found: dict[Problem, None] = {}

    def add(self, code: str, address: str | None = None, /, **details: object) -> None:
        """Record a fault at a cell like `C7`; the detail `text` is shortened."""
        self.add_fault(Fault(code, details=details), address)

    def add_fault(self, fault: Fault, address: str | None = None) -> None:
        """Record what a parser said, at its cell."""
        severity, zh, en = MESSAGES[fault.code]
        details = {name: _shown(value) for name, value in fault.details.items()}
        cell = f"{self.sheet}!{address}" if address and self.sheet else address
        problem = Problem(
            severity=severity,
            code=f"ledger.{fault.code}",
            message=(zh if self.lang == "zh" else en).format(**details),
            file=self.file,
            cell=cell,
            suggestions=fault.suggestions,
        )
        self._found[problem] = None

    def has_error_at(self, address: str) -> bool:
        """Whether the cell already has an error, so that one spoiled cell is one error."""
        cell = f"{self.sheet}!{address}"
        return any(p.severity is Severity.ERROR and p.cell == cell for p in self._found)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Errors and warnings, in the order found."""
        return tuple(p for p in self._found if p.severity is not Severity.NOTE)

    @property
    def notes(self) -> tuple[Problem, ...]:
        """What was skipped, copied or left out without harm."""
        return tuple(p for p in self._found if p.severity is Severity.NOTE)


def _shown(value: object) -> str:
    text = " ".join(str(value).split())
    limit = 60
    return text if len(text) <= limit else text[: limit - 1] + "…"
