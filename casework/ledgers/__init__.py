"""The ledger of findings (台账) as a workbook: read as offices write it, and written."""

from __future__ import annotations

from casework.ledgers.reading import read_ledger
from casework.ledgers.rows import LedgerCell, LedgerReading, LedgerRow, LedgerSheet, LedgerValue
from casework.ledgers.writing import ledger_bytes, write_ledger

__all__ = [
    "LedgerCell",
    "LedgerReading",
    "LedgerRow",
    "LedgerSheet",
    "LedgerValue",
    "ledger_bytes",
    "read_ledger",
    "write_ledger",
]
