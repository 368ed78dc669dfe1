"""The bytes that are hashed: no two lists of stored values give the same."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta, timezone

import pytest

from store.chain import HASHED_COLUMNS, event_hash, genesis
from store.columns import stamp
from store.rows.journal import CaseEventRow

FIELDS = ("case", 1, None, "2023-02-13T01:00:00.000000Z", "p", "finding.struck_off", "strike_off")


def test_the_hash_is_sha256_over_a_json_array() -> None:
    expected = hashlib.sha256('["a",1,null,"销号"]'.encode()).hexdigest()
    assert event_hash("a", (1, None, "销号")) == expected


@pytest.mark.parametrize("at", range(len(FIELDS)))
def test_every_field_counts(at: int) -> None:
    changed = [*FIELDS[:at], "other", *FIELDS[at + 1 :]]
    assert event_hash("prev", changed) != event_hash("prev", FIELDS)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("ab", "c"), ("a", "bc")),
        (("a", None), ("a", "")),
        (("a", None), ("a", "null")),
        ((1,), ("1",)),
        (('a","b',), ("a", "b")),
        (("a",), ("a", None)),
    ],
)
def test_fields_cannot_run_into_each_other(
    one: tuple[str | int | None, ...], other: tuple[str | int | None, ...]
) -> None:
    assert event_hash("prev", one) != event_hash("prev", other)


def test_the_previous_hash_and_the_case_count() -> None:
    assert event_hash("a", FIELDS) != event_hash("b", FIELDS)
    assert genesis("a") != genesis("b")


def test_every_stored_column_is_hashed() -> None:
    assert {*HASHED_COLUMNS, "prev_hash", "hash"} == set(CaseEventRow.model_fields)


def test_a_stamp_is_utc_of_fixed_width_and_sorts_by_time() -> None:
    moment = datetime(2023, 2, 13, 1, tzinfo=UTC)
    assert stamp(moment) == "2023-02-13T01:00:00.000000Z"
    assert stamp(moment.astimezone(timezone(timedelta(hours=8)))) == stamp(moment)
    assert stamp(moment) < stamp(moment + timedelta(microseconds=1))
    with pytest.raises(ValueError, match="naive"):
        stamp(moment.replace(tzinfo=None))
