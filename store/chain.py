"""The hash chain of a case: what is hashed, and in which unambiguous bytes."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import orjson

if TYPE_CHECKING:
    from collections.abc import Sequence

# The order in which an event's stored columns are hashed, after the previous hash. It never
# changes: a new column would begin a new kind of event, not a new order.
HASHED_COLUMNS = (
    "case_id",
    "seq",
    "command_id",
    "at",
    "actor",
    "event",
    "trigger",
    "from_state",
    "to_state",
    "policy_id",
    "calendar_id",
    "rules",
    "payload",
)


def genesis(case_id: str) -> str:
    """The previous hash of a case's first event: binds the chain to the case."""
    return hashlib.sha256(f"holdfast/chain/v1|{case_id}".encode()).hexdigest()


def event_hash(prev_hash: str, fields: Sequence[str | int | None]) -> str:
    """SHA-256 in hexadecimal over the stored values of `HASHED_COLUMNS`, in that order.

    The bytes are the JSON array `[prev_hash, *fields]` without spaces, in UTF-8: quotes delimit
    the texts and null is not the empty text, so no two lists of values give the same bytes.
    Raises: TypeError for a value that is neither text, whole number nor None.
    """
    return hashlib.sha256(orjson.dumps([prev_hash, *fields])).hexdigest()
