"""What a benchmark answers: one row with its ratio, and how rows are written down."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from rich.box import SIMPLE_HEAD
from rich.table import Table

if TYPE_CHECKING:
    from collections.abc import Sequence

_HEADINGS = ("name", "size", "database", "clients", "ours", "reference", "ratio", "unit")
_FIGURES = frozenset({"size", "clients", "ours", "reference", "ratio"})


@dataclass(frozen=True, slots=True)
class Row:
    """One measurement: ours and the reference's best, in `unit`.

    A unit that ends in `/s` is a rate, of which more is better; any other is a duration.
    """

    name: str
    size: int
    database: str
    clients: int
    ours: float
    reference: float
    unit: str

    @property
    def ratio(self) -> float:
        """How many times as fast as the reference: above 1 is faster, for rates and durations."""
        if self.unit.endswith("/s"):
            return self.ours / self.reference
        return self.reference / self.ours

    def as_json(self) -> dict[str, Any]:
        """The row with its ratio, figures rounded to what they are worth."""
        row = asdict(self)
        unit = row.pop("unit")
        for name in ("ours", "reference"):
            row[name] = significant(row[name])
        return {**row, "ratio": significant(self.ratio), "unit": unit}

    def cells(self) -> tuple[str, ...]:
        """The row as people read it, in the order of the headings."""
        return (
            self.name,
            f"{self.size:,}",
            self.database,
            str(self.clients),
            _figure(self.ours),
            _figure(self.reference),
            f"{self.ratio:.2f}",
            self.unit,
        )


def significant(value: float) -> float:
    """`value` to three significant digits."""
    return float(f"{value:.3g}")


def table(rows: Sequence[Row], caption: str) -> Table:
    """The rows for a terminal."""
    drawn = Table(box=SIMPLE_HEAD, padding=(0, 1, 0, 0), caption=caption, caption_justify="left")
    for heading in _HEADINGS:
        drawn.add_column(heading, justify="right" if heading in _FIGURES else "left", no_wrap=True)
    for row in rows:
        drawn.add_row(*row.cells())
    return drawn


def markdown(rows: Sequence[Row]) -> str:
    """The rows for a page."""
    aligned = ("---:" if heading in _FIGURES else "---" for heading in _HEADINGS)
    lines = [_HEADINGS, tuple(aligned), *(row.cells() for row in rows)]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines) + "\n"


def _figure(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{significant(value):g}"
