"""The tables, one module per kind."""

from __future__ import annotations

from collections.abc import Mapping

from statemachines.table import Table
from statemachines.tables import (
    accountability,
    action,
    deduction,
    finding,
    grievance,
    hazard_source,
    listing,
    observation,
    policy_revision,
    read_across,
    review,
    reward,
    round_,
    stop_work,
    survey,
)

__all__ = ["TABLES"]

_KINDS = (
    round_,
    finding,
    action,
    read_across,
    review,
    accountability,
    survey,
    stop_work,
    listing,
    deduction,
    reward,
    hazard_source,
    observation,
    grievance,
    policy_revision,
)

TABLES: Mapping[str, Table] = {kind.TABLE.kind: kind.TABLE for kind in _KINDS}
