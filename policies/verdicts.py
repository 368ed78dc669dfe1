"""What policy answers: verdicts, with every reason, its rule and what would help."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from policies.counting import Limit, Roll
from policies.durations import Duration
from policies.rules import Rule
from policies.statements import Then


class Why(StrEnum):
    """The code of a reason to refuse."""

    NOBODY_NAMED = "nobody-named"
    NOT_AUTHORISED = "not-authorised"
    CONFLICT = "conflict-of-interest"
    SEPARATION = "separation-of-duties"
    ALREADY_SIGNED = "already-signed"
    REFUSED = "refused"
    FIELD = "field-missing"
    DOCUMENT = "document-missing"
    CHECK = "check-does-not-hold"
    APPROVAL = "approval-missing"
    APPROVER = "approver-acts"
    REQUESTER = "requester-approves"


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason to refuse; `subject` is the field, check, document or role it is about.

    `roles` may supply what is missing. `text` is the policy's own wording, where it has one.
    """

    why: Why
    rule: Rule | None = None
    subject: str = ""
    roles: tuple[str, ...] = ()
    text: str = ""
    because: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class Hands:
    """Whose names a trigger takes: the roles, and the endorsement this act would be."""

    roles: tuple[str, ...]
    missing: tuple[str, ...]
    acting_as: str | None
    rule: Rule

    @property
    def complete(self) -> bool:
        """Whether nobody else's name is missing once this actor has put theirs."""
        return len(self.missing) == (0 if self.acting_as is None else 1)


@dataclass(frozen=True, slots=True)
class Waived:
    """A gate that stands against it and is passed by a waiver, which is spent when it is done."""

    waiver_id: str
    rule: Rule


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether an actor may do a trigger now; `named` are the rules that give the authority.

    `gates` are all rules that were looked at; `waived` those that only a waiver lets pass.
    """

    reasons: tuple[Reason, ...]
    named: tuple[Rule, ...] = ()
    hands: Hands | None = None
    gates: tuple[Rule, ...] = ()
    waived: tuple[Waived, ...] = ()

    @property
    def allowed(self) -> bool:
        """Whether nothing stands against it."""
        return not self.reasons


@dataclass(frozen=True, slots=True)
class CheckVerdict:
    """A check: derived from facts by rules, and whether a signature for these facts stands."""

    check: str
    derived: bool
    signed: bool
    against: tuple[Reason, ...] = ()
    basis: Rule | None = None
    facts_hash: str = ""

    @property
    def holds(self) -> bool:
        """A check holds when it is derived *and* signed."""
        return self.derived and self.signed


@dataclass(frozen=True, slots=True)
class Start:
    """A clock to start: what must happen, within which limit, and by which rule.

    `bound` says that the obligation lapses when the case leaves its state by another way.
    """

    obligation: str
    limit: Limit
    roll: Roll
    rule: Rule
    bound: bool
    extend_times: int = 0
    extend_by: Duration | None = None


@dataclass(frozen=True, slots=True)
class Consequence:
    """A statement that follows on the same case, with its rule."""

    rule: Rule
    then: Then


@dataclass(frozen=True, slots=True)
class Consequences:
    """What follows from an event on the same case, in the order in which it is applied."""

    starts: tuple[Start, ...] = ()
    others: tuple[Consequence, ...] = field(default=())


class Side(StrEnum):
    """On which side of a due moment a rung lies."""

    BEFORE = "before"
    AT = "at"
    AFTER = "after"


@dataclass(frozen=True, slots=True)
class Rung:
    """A point on a clock; `key` is its consequence and level, never its line number.

    `beaten_by` are the more specific rules that settle the same at the same point.
    """

    key: str
    side: Side
    distance: Duration | None
    rule: Rule
    then: Then
    level: int = 0
    beaten_by: tuple[Rule, ...] = ()
