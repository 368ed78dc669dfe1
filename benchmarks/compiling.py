"""Seconds to compile and to check 500 scenarios in Chinese, against bare parsing of the texts."""

from __future__ import annotations

from itertools import islice, product
from typing import TYPE_CHECKING

from gherkin.parser import Parser

from benchmarks.alternation import Tick, alternate, seconds
from benchmarks.rows import Row
from casework.policies_in_force import read_features
from domain.lexicon import LEXICON
from policies.checking import check_texts, compile_texts
from statemachines.tables import TABLES
from tests.integration.casework_world import FEATURES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

SIZE = 500
_ROUNDS = 3
TURNS = 2 * 2 * _ROUNDS
_TO_A_FILE = 50
_FIELDS = (
    "cause",
    "basis",
    "target",
    "measures",
    "progress",
    "remarks",
    "funds",
    "place",
    "round_name",
    "specialty",
    "inspection_team",
    "contingency_plan",
)


def measure(tick: Tick) -> Iterator[Row]:
    """`compile`: every sentence understood. `check`: also how all clauses fit together."""
    texts = scenarios()
    checked = check_texts(texts)
    if checked.ruleset is None:
        raise AssertionError([problem.as_json() for problem in checked.problems][:5])
    for name, ours in (("compile", compile_texts), ("check", check_texts)):
        best = alternate(
            lambda ours=ours: seconds(lambda: ours(texts)),  # type: ignore[misc] # mypy cannot infer a lambda with a default
            lambda: seconds(lambda: [Parser().parse(text) for text in texts.values()]),
            rounds=_ROUNDS,
            tick=tick,
        )
        yield Row(name, SIZE, "none", 1, best.ours, best.reference, "s")


def scenarios() -> Mapping[str, str]:
    """The shipped policy, and clauses like its own up to `SIZE` scenarios, all without fault."""
    shipped = {
        path: text for path, text in read_features(FEATURES).items() if not path.startswith("en/")
    }
    missing = SIZE - sum(count_scenarios(text) for text in shipped.values())
    places = [
        (move.source, move.trigger)
        for move in TABLES["finding"].moves
        if move.trigger not in TABLES["finding"].closing
    ]
    clauses = list(islice(product(_FIELDS, dict.fromkeys(places)), missing))
    return shipped | {
        f"9{number}_补充规定.feature": _text(number, clauses[at : at + _TO_A_FILE])
        for number, at in enumerate(range(0, len(clauses), _TO_A_FILE))
    }


def count_scenarios(text: str) -> int:
    """How many scenarios and outlines a text has."""
    starts = ("场景:", "场景大纲:")
    return sum(line.strip().startswith(starts) for line in text.splitlines())


def _text(number: int, clauses: list[tuple[str, tuple[str, str]]]) -> str:
    lines = ["# language: zh-CN", f"功能: 第{number}号补充规定", "", "  规则: 第一条 补充填报"]
    for field_id, (state_id, trigger_id) in clauses:
        state, trigger = _word("state", state_id), _word("trigger", trigger_id)
        field = _word("field", field_id)
        lines += [
            "",
            "    @自定",
            f"    场景: {state}的问题，{trigger}时填报{field}",
            f"      假如 某“问题”处于“{state}”状态",
            "      而且 其“整改方式”为“限期整改”",
            f"      当 拟“{trigger}”时",
            f"      那么 应当填报“{field}”",
        ]
    return "\n".join(lines) + "\n"


def _word(category: str, id_: str) -> str:
    return LEXICON.word(category, id_, "zh")
