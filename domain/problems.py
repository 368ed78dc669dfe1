"""What is wrong with a policy or a ledger, in the one shape that every door prints."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any


class Severity(StrEnum):
    """How bad a problem is: an error refuses, a warning is shown, a note only explains."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing found in a file; `line` and `column` count from 1, `cell` is like `台账!C7`."""

    severity: Severity
    code: str
    message: str
    file: str = ""
    line: int | None = None
    column: int | None = None
    cell: str | None = None
    suggestions: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The stable shape `{file, line, column, cell, severity, code, message, suggestions}`."""
        found = asdict(self)
        found["severity"] = str(self.severity)
        found["suggestions"] = list(self.suggestions)
        return found


def has_errors(problems: tuple[Problem, ...] | list[Problem]) -> bool:
    """Whether any of the problems refuses."""
    return any(problem.severity is Severity.ERROR for problem in problems)
