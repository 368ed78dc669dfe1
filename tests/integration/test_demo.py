from __future__ import annotations

import shutil
from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from casework.bootstrap import init_app, open_app
from casework.ledger_import import Source, import_findings
from casework.ledgers import read_ledger
from casework.policies_in_force import CAPACITIES, read_features
from casework.settings import Settings
from casework.viewing import view_case
from domain.errors import NotReady
from domain.now import real_now
from holdfast.demo import MARK, prepare, run_demo
from holdfast.sample.findings import FINDINGS
from holdfast.sample.ledger import inspection_week, write_ledger
from holdfast.sample.loading import LEDGER, load_sample
from holdfast.sample.staff import PEOPLE, appointments
from holdfast.sample.steps import ROUND
from holdfast.sample.story import INSPECTOR, opening, story
from holdfast.sample.units import ALIASES, UNITS
from holdfast.shipped import policy_in_force, shipped_features
from policies.asking import roles_named
from policies.checking import check_texts
from store.cases import children_of, find_case
from store.verify import verify_chain

if TYPE_CHECKING:
    from pathlib import Path

    from casework.app import App

PORT = 0


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data=tmp_path / "demo")


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, datetime]:
    """A folder in which the story was told once, only to be copied, and when that began."""
    began = real_now()
    folder = tmp_path_factory.mktemp("played") / "demo"
    run_demo(Settings(data=folder), port=PORT, serve=False)
    return folder, began


@pytest.fixture
def told(played: tuple[Path, datetime], settings: Settings) -> Settings:
    """A copy of the folder with the story."""
    shutil.copytree(played[0], settings.data)
    return settings


def states(app: App) -> dict[str, str]:
    with app.store.read() as work:
        parent = find_case(work, ROUND)
        return {child.number: child.state for child in children_of(work, parent.id)}


def test_everything_in_the_sample_stands_somewhere_known() -> None:
    units = {unit.id for unit in UNITS}
    handles = [person.handle for person in PEOPLE]
    names = Counter([unit.name for unit in UNITS] + [alias for alias, _ in ALIASES])

    assert {unit.parent_id for unit in UNITS} <= units | {None}
    assert {unit_id for _, unit_id in ALIASES} <= units
    assert {person.home_unit_id for person in PEOPLE} <= units
    assert {office.person_id for office in appointments()} <= set(handles)
    assert {office.unit_id for office in appointments()} <= units
    assert len(handles) == len(set(handles))
    assert len({person.name for person in PEOPLE}) == len(PEOPLE)
    assert [name for name, count in names.items() if count > 1] == []


def test_every_role_that_the_policy_names_is_held() -> None:
    ruleset = check_texts(read_features(shipped_features())).ruleset
    assert ruleset is not None
    held = {office.role for office in appointments()}

    assert roles_named(ruleset.rules) - CAPACITIES <= held


# A year's end, a leap day, a month's last day, a Sunday: the dates move with the day.
@pytest.mark.parametrize(
    "today",
    [date(2026, 11, 16), date(2026, 1, 1), date(2028, 2, 29), date(2027, 1, 31), date(2026, 3, 8)],
)
def test_the_ledger_reads_without_a_problem_on_any_day(tmp_path: Path, today: date) -> None:
    path = tmp_path / "ledger.xlsx"
    write_ledger(path, today)
    reading = read_ledger(path, today)
    monday, friday = inspection_week(today)

    assert [problem.message for problem in reading.problems] == []
    assert len(reading.rows) == len(FINDINGS)
    assert monday.weekday() == 0
    assert timedelta(days=0) < today - friday <= timedelta(days=9)


def test_the_demo_tells_a_story_whose_every_event_happened_now(
    played: tuple[Path, datetime], told: Settings
) -> None:
    app = open_app(told)
    try:
        found = Counter(states(app).values())
        late = view_case(app, "R1-12", lang="zh")
        verified = verify_chain(app.store)
    finally:
        app.close()

    assert found == {
        "struck_off": 1,
        "being_rectified": 4,
        "plan_due": 1,
        "plan_to_be_approved": 1,
        "to_be_signed_for": 1,
        "disputed": 1,
        "to_be_confirmed": 5,
    }
    assert all(played[1] <= entry.at for entry in late.timeline)
    assert late.line.overdue
    assert "escalated" in {entry.event for entry in late.timeline}
    assert verified.ok


def events_in(settings: Settings) -> int:
    app = open_app(settings)
    try:
        return verify_chain(app.store).events
    finally:
        app.close()


@pytest.mark.parametrize("mark", ["told", "begun"])
def test_a_second_start_repeats_nothing(told: Settings, mark: str) -> None:
    events = events_in(told)
    (told.data / MARK).write_text(f"{mark}\n", encoding="utf-8")
    run_demo(told, port=PORT, serve=False)

    assert events_in(told) == events


def test_a_start_that_was_interrupted_goes_on_where_it_stopped(
    played: tuple[Path, datetime], settings: Settings
) -> None:
    settings.data.mkdir()
    (settings.data / MARK).write_text("begun\n", encoding="utf-8")
    app = init_app(settings)
    policy_in_force(app)
    today = app.now().date()
    source = Source(load_sample(app))
    for step in opening(today):
        step.run(app)
    import_findings(app, source, ROUND, by=INSPECTOR)
    for step in story(today)[:30]:
        step.run(app)
    app.close()
    run_demo(settings, port=PORT, serve=False)

    assert events_in(settings) == events_in(Settings(data=played[0]))


def test_a_folder_in_use_for_something_else_is_left_alone(settings: Settings) -> None:
    init_app(settings).close()

    with pytest.raises(NotReady):
        run_demo(settings, port=PORT, serve=False)

    assert not (settings.data / LEDGER).exists()


def test_the_tour_names_the_commands_in_both_languages(
    told: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    run_demo(told, port=PORT, serve=False)
    chinese = capsys.readouterr().out
    run_demo(replace(told, lang="en"), port=PORT, serve=False)
    english = capsys.readouterr().out

    assert "五项核验全部签认" in chinese
    assert "five signed checks" in english
    assert all("holdfast case due R1-12" in said for said in (chinese, english))


def test_the_sample_is_entered_once_and_leaves_an_organisation_alone(settings: Settings) -> None:
    app = init_app(settings, driven_from=datetime(2026, 3, 9, 1, tzinfo=UTC))
    first = load_sample(app).read_bytes()
    second = load_sample(app).read_bytes()
    app.close()

    assert first == second


def test_the_story_is_true_on_every_database(database: str, tmp_path: Path) -> None:
    there = Settings(data=tmp_path / "data", database_url=database)
    app = prepare(there, driven_from=datetime(2026, 3, 9, 1, tzinfo=UTC))
    try:
        assert states(app)["R1-1"] == "struck_off"
        assert verify_chain(app.store).ok
    finally:
        app.close()
