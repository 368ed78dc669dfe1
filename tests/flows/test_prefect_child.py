from __future__ import annotations

from typing import TYPE_CHECKING

from flows.kept_process import LOG_BYTES, PrefectState, open_log
from flows.prefect_child import PrefectChild
from flows.prefect_probe import answers, self_test
from flows.prefect_settings import Address
from tests.flows.offices import until

if TYPE_CHECKING:
    from pathlib import Path

NOBODY = Address(1, "holdfast:x")


def test_a_server_that_cannot_be_started_is_down_after_three_tries(tmp_path: Path) -> None:
    home = tmp_path / "occupied"
    home.write_text("not a folder")
    child = PrefectChild(home)
    child.start()
    child.start()
    assert child.state is PrefectState.STARTING

    until(lambda: child.state is PrefectState.DOWN, seconds=10)

    child.stop()
    assert child.process_id is None
    assert child.self_test == "pending"


def test_a_child_that_was_never_started_is_down_and_can_be_stopped(tmp_path: Path) -> None:
    child = PrefectChild(tmp_path)

    child.doubt()
    child.stop()

    assert child.state is PrefectState.DOWN
    assert child.address() is None


def test_where_nobody_listens_nothing_answers_and_the_self_test_says_so() -> None:
    assert not answers(NOBODY)
    assert self_test(NOBODY) == "RuntimeError"


def test_the_secret_is_not_shown_with_the_address() -> None:
    assert "holdfast:x" not in repr(NOBODY)


def test_a_log_that_has_grown_large_is_put_aside_once(tmp_path: Path) -> None:
    (tmp_path / "server.log").write_bytes(b"x" * (LOG_BYTES + 1))

    with open_log(tmp_path) as log:
        log.write(b"new")
    with open_log(tmp_path) as log:
        log.write(b"er")

    assert (tmp_path / "server.log").read_bytes() == b"newer"
    assert (tmp_path / "server.log.1").stat().st_size == LOG_BYTES + 1
