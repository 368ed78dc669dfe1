"""The tables, one SQLModel row class each; importing this package registers all of them."""

from store.rows import cases, clocks, groups, holidays, journal, people, policy, queue, setting
from store.rows.row import Row, table_of

__all__ = [
    "Row",
    "cases",
    "clocks",
    "groups",
    "holidays",
    "journal",
    "people",
    "policy",
    "queue",
    "setting",
    "table_of",
]
