"""What every statement is: a condition, an occasion or a consequence."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Statement:
    """Base of everything a step can mean."""


@dataclass(frozen=True, slots=True)
class Given(Statement):
    """A condition on a case."""


@dataclass(frozen=True, slots=True)
class When(Statement):
    """An occasion."""


@dataclass(frozen=True, slots=True)
class Then(Statement):
    """A consequence."""
