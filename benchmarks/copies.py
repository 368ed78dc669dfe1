"""Cases copied in bulk: the rows of one that the engine made, as the driver gives them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from store.chain import HASHED_COLUMNS, event_hash, genesis
from store.engine import open_engine

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from benchmarks.bulk import Table

TABLES = ("cases", "case_people", "case_facets", "clocks", "spans", "firings", "case_events")

Row = dict[str, Any]
Bulk = dict[str, list[Row]]
"""The rows of one case, by table."""


def made_id(table: int, number: int) -> str:
    """An id that sorts by number; each table, or each row of a case in it, takes its own first."""
    return f"01970000-0000-7{table:03}-8000-{number:012}"


def copy_of(template: Bulk, number: int) -> Bulk:
    """The rows of one more case like the template, which may have several clocks."""
    case_id = made_id(0, number)
    clock_ids = {row["id"]: made_id(1 + at, number) for at, row in enumerate(template["clocks"])}
    copy = {
        name: [{**row, **_own(row, case_id, clock_ids)} for row in rows]
        for name, rows in template.items()
    }
    case = copy["cases"][0]
    case.update(id=case_id, handle=f"h{number:07}", number=f"{case['number']}-{number}")
    for clock in copy["clocks"]:
        clock["id"] = clock_ids[clock["id"]]
    for at, firing in enumerate(copy["firings"]):
        firing["id"] = made_id(500 + at, number)
    case["head_hash"] = chain(case_id, copy["case_events"])
    return copy


def _own(row: Row, case_id: str, clock_ids: Mapping[str, str]) -> Row:
    own = {"case_id": case_id} if "case_id" in row else {}
    return {**own, "clock_id": clock_ids[row["clock_id"]]} if "clock_id" in row else own


def chain(case_id: str, events: Sequence[Row]) -> str:
    """Chain the events of a case anew, under its id; its head."""
    head = genesis(case_id)
    for event in events:
        event["prev_hash"] = head
        event["hash"] = head = event_hash(head, [event[name] for name in HASHED_COLUMNS])
    return head


def stored_rows(url: str, number: str) -> Bulk:
    """What is stored of the case with that number, as the driver gives it."""
    of_case = f"(SELECT id FROM cases WHERE number = '{number}')"
    of_clock = f"(SELECT id FROM clocks WHERE case_id IN {of_case})"
    found: Bulk = {}
    engine = open_engine(url)
    try:
        with engine.connect() as connection:
            for name in TABLES:
                key = {"cases": "id", "spans": "clock_id", "firings": "clock_id"}.get(
                    name, "case_id"
                )
                among = of_clock if key == "clock_id" else of_case
                rows = connection.exec_driver_sql(f"SELECT * FROM {name} WHERE {key} IN {among}")
                found[name] = [dict(row) for row in rows.mappings()]
    finally:
        engine.dispose()
    found["case_events"].sort(key=lambda row: int(row["seq"]))
    return found


def joined(some: Sequence[Bulk]) -> Iterator[Table]:
    """The rows of many cases, by table."""
    for name in TABLES:
        rows = [row for one in some for row in one.get(name, ())]
        if rows:
            yield name, list(rows[0]), [tuple(row.values()) for row in rows]
