"""The story of four rounds: what it must contain, that it is always the same, and why it is so."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa

from casework.policies_in_force import read_features, store_version
from casework.settings import Settings
from holdfast.sample.playing import lived
from holdfast.sample.rounds.january import ROUNDS
from holdfast.sample.rounds.outcome import outcome
from holdfast.sample.rounds.story import LAST_DAY
from holdfast.sample.rounds.telling import Teller
from holdfast.sample.rounds.whole import told
from holdfast.sample.staff import PEOPLE
from holdfast.sample.units import UNITS
from holdfast.shipped import shipped_features
from policies.checking import check_texts
from policies.judging import Policy
from store.engine import open_engine
from tests.integration.story_tapes import (
    Recording,
    Scenario,
    Tape,
    ask,
    behind,
    cited,
    said,
    scenario_of,
    without,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from casework.app import App
    from holdfast.sample.rounds.record import Record
    from policies.rules import Rule, RuleSet

PLAY = """
import sys
from holdfast.cli import run
sys.exit(run(["demo", "--play", "--json"]))
"""
GRIEVANCES = "04_社区诉求.feature"
CHECKS = {
    "rectified_thoroughly",
    "same_kind_eliminated",
    "mechanism_sound",
    "responsible_dealt_with",
    "people_satisfied",
}
SHORT = date(2023, 1, 16)
MOST_UNTOUCHED = 20
"""So many scenarios may play no part: somebody would have to err where nobody in the story does."""
UNPLAYED = "policy_revision"
"""Nobody changes the policy in the story."""


@pytest.fixture(scope="session")
def shipped() -> RuleSet:
    found = check_texts(read_features(shipped_features())).ruleset
    assert found is not None
    return found


def in_force(ruleset: RuleSet, tape: Tape | None = None) -> Callable[[App], None]:
    """What puts these rules in force, with every question on the tape."""

    def prepare(app: App) -> None:
        with app.store.write() as work:
            texts = {"rules": str(len(ruleset.rules))}
            version = store_version(work, app, texts, ruleset, ("system", "system"))
            work.commit()
        if tape is not None:
            app.keep_policy(Recording(version, ruleset, tape))

    return prepare


@dataclass(frozen=True)
class Telling:
    """One telling of the story, on SQLite."""

    record: Record
    value: dict[str, Any]
    tape: Tape


@pytest.fixture(scope="session")
def telling(shipped: RuleSet) -> Telling:
    tape = Tape()
    record = lived(Settings(), LAST_DAY, prepare=in_force(shipped, tape))
    return Telling(record, outcome(record, "zh"), tape)


@pytest.fixture(scope="session")
def value(telling: Telling) -> dict[str, Any]:
    return telling.value


def test_every_finding_of_january_fits_a_plant_and_people_of_the_sample() -> None:
    units = {unit.name: unit for unit in UNITS}
    homes = {person.handle: person.home_unit_id for person in PEOPLE}
    tree = {unit.id: unit.parent_id for unit in UNITS}

    assert [len(each.findings) for each in ROUNDS] == [14, 13, 10, 6]
    for each in ROUNDS:
        for row in each.findings:
            plant = units[row.unit].id
            assert tree[plant] == units[each.company].id
            for person in (row.owner, row.second):
                assert plant in (homes[person], tree[homes[person]]), person
    problems = [part.problem for each in ROUNDS for row in each.findings for part in row.parts]
    assert len(problems) == len(set(problems))


def test_the_four_rounds_and_their_look_backs_are_told(value: dict[str, Any]) -> None:
    assert [one["findings"] for one in value["rounds"]] == [14, 13, 10, 6]
    assert len({one["name"] for one in value["rounds"]}) == 4
    judged = [sum(one["verdicts"].values()) for one in value["look_backs"]]

    assert judged == [14, 13, 10, 6]
    verdicts: Counter[str] = sum(
        (Counter(one["verdicts"]) for one in value["look_backs"]), Counter()
    )
    assert verdicts["settled"] > 30
    assert verdicts["relapsed"] == 1
    assert verdicts["mostly_settled"] > 1
    assert sum(one["findings"] for one in value["look_backs"]) == 2


def test_what_is_struck_off_and_what_is_open_add_up(value: dict[str, Any]) -> None:
    assert value["struck_off"] + value["open"] == 43
    assert value["open"] == value["reopened"] == 2
    assert (value["added"], value["reported"]) == (5, 6)


def test_each_of_the_five_checks_has_refused_a_strike_off_by_its_own_line(
    value: dict[str, Any], shipped: RuleSet
) -> None:
    lines = {(rule.cite.file, rule.cite.line) for rule in shipped.rules}
    refused = [one for one in value["refusals"] if one["check"]]

    assert {one["check"] for one in refused} == CHECKS
    assert {(one["file"], one["line"]) for one in value["refusals"]} <= lines
    assert len({(one["file"], one["line"]) for one in refused}) == len(CHECKS)


def test_one_escalation_climbs_three_levels_to_three_people(value: dict[str, Any]) -> None:
    climbed: dict[tuple[str, str], dict[int, str]] = defaultdict(dict)
    for one in value["escalations"]:
        climbed[one["case"], one["obligation"]][one["level"]] = one["to"]

    highest = [to for to in climbed.values() if set(to) == {1, 2, 3}]
    assert highest
    assert len(set(highest[0].values())) == 3


def test_work_stops_and_resumes_and_a_reward_is_paid(value: dict[str, Any]) -> None:
    (order,) = value["stop_work"]
    assert order["ordered"] <= order["stopped"] < order["resumed"]
    paid = [one["yuan"] for one in value["rewards"] if one["paid"]]
    assert paid
    assert all(500 <= yuan <= 2000 for yuan in paid)


def test_what_slipped_is_back_on_the_books_and_somebody_answers_for_it(telling: Telling) -> None:
    record = telling.record
    relapsed = {
        review.number
        for review in record.of_kind("review")
        if record.said(review, "verdict") == "relapsed"
    }
    back = {event.case.number for event in record.events if event.trigger == "put_back"}
    served = {one["finding"] for one in telling.value["accountability"] if one["served"]}

    assert relapsed
    assert back & served == {"R1-3"}
    assert any(
        event.trigger == "reopen_round" and event.case.number == "R1" for event in record.events
    )


def test_a_search_finds_the_same_in_another_plant_and_silence_climbs(telling: Telling) -> None:
    record, value = telling.record, telling.value
    found = [one for one in value["read_across"] if one["found"]]
    weekly = [one for one in value["read_across"] if one["case"].startswith("R3-")]

    assert len(found) == 3
    for one in found:
        search = next(line for line in record.cases.values() if line.number == one["case"])
        finding = record.above(search)
        assert finding is not None
        assert finding.unit_id != search.unit_id
    assert all(one["reports"] >= 1 for one in value["read_across"])
    assert max(one["reports"] for one in weekly) >= 3
    silent = [one for one in value["escalations"] if one["case"].startswith("R3-9-")]
    assert [one["obligation"] for one in silent] == ["report", "report"]


def test_who_returned_zero_and_was_belied_is_deducted_twice(telling: Telling) -> None:
    record = telling.record
    factors = {line.number: record.said(line, "factor") for line in record.of_kind("deduction")}

    assert factors["R3-7-3-1-1"] == 2
    assert set(factors.values()) == {1, 2}


def test_nobody_was_late_whom_the_plot_did_not_make_late(telling: Telling) -> None:
    late = [
        (event.case.number, event.payload["obligation"])
        for event in telling.record.events
        if event.event == "breached"
    ]
    refused = [event for event in telling.record.events if event.event == "intent_refused"]

    assert [what for _, what in late] == ["report", "complete", "apply_for_acceptance"]
    assert refused == []


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_story_is_told_in_both_languages(telling: Telling, lang: str) -> None:
    value = outcome(telling.record, lang)
    lines = list(told(telling.record, value, lang, LAST_DAY))
    text = "\n".join(lines)

    assert sum(line.lstrip().startswith("✗") for line in lines) >= 20
    assert "01_督察问题整改与销号.feature:" in text
    assert all(line in text for line in ("R1-3", "F1", "R8-1"))
    ledger = lines[lines.index({"zh": "【台账】", "en": "== The ledger =="}[lang]) + 2 :]
    assert ledger.index("") == 43 + value["added"] + value["reported"]
    assert "None" not in text
    assert not any(unknown in text for unknown in ("{", "}", "_due", "unit_admin_head"))


def test_the_command_tells_the_same_story_on_postgresql_and_leaves_nothing(
    telling: Telling, postgres_database: str
) -> None:
    before = tables(postgres_database)
    played = subprocess.run(
        [sys.executable, "-c", PLAY],
        env={**os.environ, "HOLDFAST_DATABASE_URL": postgres_database},
        capture_output=True,
        text=True,
        check=True,
    )

    assert json.loads(played.stdout) == json.loads(json.dumps(telling.value))
    assert tables(postgres_database) == before


def tables(url: str) -> set[tuple[str, str]]:
    """Every table of every schema that people make."""
    engine = open_engine(url)
    found = sa.inspect(engine)
    schemas = [name for name in found.get_schema_names() if not name.startswith("pg_")]
    names = {(schema, name) for schema in schemas for name in found.get_table_names(schema)}
    engine.dispose()
    return names


def test_a_second_telling_begins_with_the_same_words(telling: Telling, first: Record) -> None:
    whole = list(Teller(telling.record, "zh").lines())
    short = list(Teller(first, "zh").lines())

    # The last line counts what would be told with the next day that has something to tell.
    assert len(short) > 20
    assert short[:-1] == whole[: len(short) - 1]


def scenarios(ruleset: RuleSet) -> dict[Scenario, list[Rule]]:
    """Every scenario that is not about grievances, with its rules."""
    found: dict[Scenario, list[Rule]] = defaultdict(list)
    for rule in ruleset.rules:
        if rule.cite.file != GRIEVANCES:
            found[scenario_of(rule)].append(rule)
    return found


@dataclass(frozen=True)
class Asked:
    """A question of the tape with its answer, who is named in it, and who bears it besides."""

    question: Any
    answer: Any
    named: frozenset[Scenario]
    bearing: frozenset[Scenario]


def asked_again(telling: Telling, whole: Policy) -> dict[str, list[Asked]]:
    """The tape, each answer with its scenarios."""
    return {
        kind: [
            Asked(
                question,
                said(answer),
                frozenset(map(scenario_of, cited(answer))),
                frozenset(map(scenario_of, behind(whole, question))),
            )
            for question, answer in found
        ]
        for kind, found in telling.tape.by_kind.items()
    }


def test_without_a_scenario_only_the_answers_that_name_it_are_others(
    telling: Telling, shipped: RuleSet
) -> None:
    whole = Policy("whole", shipped)
    tape = asked_again(telling, whole)
    untouched, elsewhere, nowhere = [], [], []
    for scenario, rules in scenarios(shipped).items():
        touched = False
        for kind in dict.fromkeys(rule.kind for rule in rules):
            rest = Policy("rest", without(shipped, scenario, kind))
            for one in tape.get(kind, ()):
                changed = said(ask(rest, one.question, whole)) != one.answer
                touched = touched or scenario in one.named
                if scenario in one.named and not changed:
                    nowhere.append((scenario, one.question))
                elif changed and scenario not in one.named | one.bearing:
                    elsewhere.append((scenario, one.question))
        if not touched and {rule.kind for rule in rules} != {UNPLAYED}:
            untouched.append(scenario)

    assert elsewhere == []
    assert nowhere == []
    assert len(untouched) <= MOST_UNTOUCHED, untouched


def test_the_tape_answers_again_as_it_did(telling: Telling, shipped: RuleSet) -> None:
    whole = Policy("whole", shipped)

    assert telling.tape.kept > 1000
    for found in telling.tape.by_kind.values():
        for question, answer in found:
            assert said(ask(whole, question, whole)) == said(answer)


@dataclass(frozen=True)
class Removed:
    """A scenario by a word of its name, and the only parts of the story that it changes."""

    scenario: str
    changes: frozenset[str]


REMOVED = (
    Removed("不能保证安全的，责令停产停工", frozenset({"stop_work"})),
    Removed("环保问题下达后，向其他单位部署排查", frozenset({"read_across"})),
    Removed("安全问题下达后，向各单位部署排查", frozenset({"read_across"})),
    Removed(
        "由督导组办公室下达",
        frozenset({"stop_work", "read_across", "escalations", "refusals"}),
    ),
)


def figures(record: Record) -> dict[str, Any]:
    """What a story comes to, without the numbers of cases: those depend on what is there."""
    found = outcome(record, "zh")
    for name, shown in found.items():
        if isinstance(shown, list):
            for one in shown:
                one.pop("case", None)
            found[name] = sorted(shown, key=lambda one: json.dumps(one, ensure_ascii=False))
    return found


@pytest.fixture(scope="session")
def first(shipped: RuleSet) -> Record:
    """The first days, once more."""
    return lived(Settings(), SHORT, prepare=in_force(shipped))


@pytest.mark.parametrize("removed", REMOVED, ids=lambda one: one.scenario)
def test_a_story_lived_without_a_scenario_is_another_one_in_one_place(
    removed: Removed, shipped: RuleSet, first: Record
) -> None:
    rest = without(shipped, scenario_called(shipped, removed.scenario))
    usual, other = figures(first), figures(lived(Settings(), SHORT, prepare=in_force(rest)))

    assert {name for name in usual if other[name] != usual[name]} == removed.changes


def scenario_called(ruleset: RuleSet, word: str) -> Scenario:
    """The only scenario with these words in its name."""
    named = [rule for rule in ruleset.rules if word in rule.cite.scenario]
    exactly = [rule for rule in named if rule.cite.scenario == word]
    (found,) = {scenario_of(rule) for rule in exactly or named}
    return found


@pytest.mark.parametrize(
    ("scenario", "day"),
    [
        ("一时整改不了的，应当落实", date(2023, 1, 17)),
        ("尚有底稿未确认或者异议未答复的，不得下达督察报告", date(2023, 1, 11)),
    ],
)
def test_what_is_to_be_refused_is_not_refused_without_its_scenario(
    shipped: RuleSet, scenario: str, day: date
) -> None:
    rest = without(shipped, scenario_called(shipped, scenario))

    with pytest.raises(RuntimeError, match="was to be refused"):
        lived(Settings(), day, prepare=in_force(rest))
