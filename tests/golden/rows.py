"""One row of the golden table, as it stands in `deadlines.csv`."""

from __future__ import annotations

import csv
from dataclasses import asdict, dataclass, fields
from pathlib import Path

TABLE = Path(__file__).with_name("deadlines.csv")


@dataclass(frozen=True, slots=True)
class Row:
    """A time limit and when it ends; everything is text, wall times are those of the calendar.

    `unit` is hours, days, weeks, months, years, working_days (with a number as `amount`),
    same_day, month_end (without), time (`17:30`), day_of_month (`25`) or date (`2024-02-15`).
    `calendar` is office, plant or weekdays, where needed with `@zone` (else Shanghai). `pauses`
    are `from > to`, `extensions` `amount unit`, both separated by `; `. `due` is on the wall of
    the calendar, `due_utc` the exact moment.
    """

    what: str
    start: str
    amount: str
    unit: str
    calendar: str
    roll: str
    pauses: str
    extensions: str
    due: str = ""
    due_utc: str = ""


def read() -> list[Row]:
    """The table."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        return [Row(**row) for row in csv.DictReader(file)]


def write(rows: list[Row]) -> None:
    """Replace the table."""
    with TABLE.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, [field.name for field in fields(Row)], lineterminator="\n")
        writer.writeheader()
        writer.writerows(asdict(row) for row in rows)
