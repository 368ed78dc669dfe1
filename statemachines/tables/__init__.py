"""The tables, one module per kind."""

from __future__ import annotations

from collections.abc import Mapping

from statemachines.table import Table
from statemachines.tables import action, finding, grievance, round_

__all__ = ["TABLES"]

TABLES: Mapping[str, Table] = {
    table.kind: table for table in (round_.TABLE, finding.TABLE, action.TABLE, grievance.TABLE)
}
