from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from casework.bootstrap import init_app
from casework.settings import Settings
from casework.sweeping import sweep
from casework.waking import WORK, wake
from flows.health import FlowHealth, RunnerHealth
from holdfast.web.words import count_word
from store.wakes import WakeKey, claim_wake, fail_wake
from tests.integration.casework_world import START, World
from tests.integration.web_world import visitor

if TYPE_CHECKING:
    from pathlib import Path

UP = RunnerHealth(prefect="up", self_test="passed", scheduler=True, flows=())


def test_health_counts_what_waits(world: World) -> None:
    world.finding()
    world.later(days=9)
    sweep(world.app)
    site = visitor(world, lambda: UP)
    found = site.get("/health.json").json()

    assert found["ok"]
    assert found["faults"] == []
    assert found["schema"] == found["schema_wanted"]
    # Neither is statutory: they wait for their readers' time.
    assert found["outbox"]["pending"] + found["outbox"]["kept"] >= 1
    assert [flow["flow"] for flow in found["flows"]] == list(WORK)
    assert "一切正常" in site.get("/health").text


def test_what_a_wake_has_counted_is_said_in_words(sqlite_world: World) -> None:
    for flow in WORK:
        wake(sqlite_world.app, flow, START)
    site = visitor(sqlite_world, lambda: UP)
    flows = site.get("/health.json").json()["flows"]
    counted = {name for flow in flows for name in flow["counts"]}

    assert {"fired", "done", "sent", "digests", "cases", "forgotten"} <= counted
    assert {name for name in counted if count_word(name, "zh") == name} == set()
    assert "未准 0" in site.get("/health?lang=zh").text
    assert "carried out 0" in site.get("/health?lang=en").text


def test_rungs_that_nobody_sweeps_are_a_fault(sqlite_world: World) -> None:
    sqlite_world.finding()
    sqlite_world.later(days=9)
    found = visitor(sqlite_world).get("/health.json").json()

    assert "lag" in found["faults"]
    assert not found["ok"]


@pytest.mark.parametrize(
    ("runner", "trouble"),
    [
        (UP, False),
        (replace(UP, prefect="starting"), False),
        (replace(UP, prefect="degraded"), True),
        (replace(UP, prefect="down"), True),
        (replace(UP, scheduler=False), True),
    ],
)
def test_every_page_says_when_the_scheduler_is_in_trouble(
    sqlite_world: World, runner: RunnerHealth, trouble: bool
) -> None:
    site = visitor(sqlite_world, lambda: runner)

    for address in ("/", "/cases", "/health"):
        assert ("后台调度未处于正常状态" in site.get(address).text) is trouble
    assert ("runner" in site.get("/health.json").json()["faults"]) is trouble


def test_a_flow_that_failed_shows_its_code(sqlite_world: World) -> None:
    failed = FlowHealth("sweep_clocks", polled_at=START, path="plain", error="store-busy")
    site = visitor(sqlite_world, lambda: replace(UP, flows=(failed,)))
    page = site.get("/health").text

    assert '<span class="badge late">store-busy</span>' in page
    assert "直接调用" in page


def test_the_last_wake_of_a_flow_is_shown_whichever_process_ran_it(world: World) -> None:
    wake(world.app, "sweep_clocks", world.app.now(), "deployment")
    site = visitor(world)
    page, found = site.get("/health").text, site.get("/health.json").json()
    (sweep,) = [flow for flow in found["flows"] if flow["flow"] == "sweep_clocks"]

    assert (sweep["path"], sweep["error"], sweep["counts"]["fired"]) == ("deployment", None, 0)
    assert sweep["wake"]["claimed_by"] in page
    assert "分布式执行" in page
    assert "wakes" not in found["faults"]


def test_a_wake_that_failed_elsewhere_is_a_fault_here(sqlite_world: World) -> None:
    key, now = WakeKey("sweep_clocks", START), sqlite_world.app.now()
    with sqlite_world.app.store.write() as work:
        token = claim_wake(work, key, worker="elsewhere:7", now=now, lease_until=now, path="plain")
        assert token is not None
        fail_wake(work, key, token, error="store-lost")
        work.commit()
    site = visitor(sqlite_world, lambda: UP)

    assert "wakes" in site.get("/health.json").json()["faults"]
    assert '<span class="badge late">store-lost</span>' in site.get("/health").text


def test_the_store_says_its_version_its_size_and_what_it_may_lose(world: World) -> None:
    site = visitor(world)
    facts, page = site.get("/health.json").json()["facts"], site.get("/health").text

    assert f"{facts['kind']} {facts['version']}" in page
    assert facts["size"] > 100_000
    # The test's PostgreSQL is quick because it is not durable.
    assert ("fsync off</span>" in page) is (facts["kind"] == "postgresql")


def test_without_a_policy_pages_say_so_and_health_is_down(
    sqlite_database: str, tmp_path: Path
) -> None:
    app = init_app(Settings(data=tmp_path / "data", database_url=sqlite_database))
    world = World(app.settings, app)
    site = visitor(world)

    assert site.get("/").status_code == 200
    assert site.get("/health.json").status_code == 503
    assert "没有生效的制度" in site.get("/health").text
    assert site.get("/policy").status_code == 503
    assert "holdfast init" in site.get("/policy").text
    app.close()


def test_a_broken_page_says_that_nothing_was_changed(
    sqlite_world: World, caplog: pytest.LogCaptureFixture
) -> None:
    answers = iter([ZeroDivisionError, None])

    def sometimes() -> RunnerHealth:
        failure = next(answers)
        if failure is not None:
            raise failure
        return UP

    answer = visitor(sqlite_world, sometimes).get("/")

    assert answer.status_code == 500
    assert "数据没有改动" in answer.text
    assert answer.headers["x-frame-options"] == "DENY"
    assert "ZeroDivisionError" in caplog.text


def test_when_even_the_error_page_fails_a_plain_sentence_is_left(sqlite_world: World) -> None:
    def never() -> RunnerHealth:
        raise ZeroDivisionError

    answer = visitor(sqlite_world, never).get("/")

    assert answer.status_code == 500
    assert "查看服务日志" in answer.text
