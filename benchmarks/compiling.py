"""Seconds to compile and to check the shipped policy, against bare parsing of its texts."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from gherkin.parser import Parser

from benchmarks.alternation import Tick, alternate, seconds
from benchmarks.rows import Row
from casework.policies_in_force import read_features
from policies.checking import check_texts, compile_texts
from policies.compiling import compile_text
from tests.integration.casework_world import FEATURES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

_ROUNDS = 3
TURNS = 2 * 2 * _ROUNDS


def measure(tick: Tick) -> Iterator[Row]:
    """`compile`: every sentence understood. `check`: also how all clauses fit together."""
    texts = shipped()
    size = sum(count_scenarios(text) for text in texts.values())
    for name, ours in (("compile", compile_texts), ("check", check_texts)):
        best = alternate(
            partial(seconds, partial(afresh, ours, texts)),
            lambda: seconds(lambda: [Parser().parse(text) for text in texts.values()]),
            rounds=_ROUNDS,
            tick=tick,
        )
        yield Row(name, size, "none", 1, best.ours, best.reference, "s")


def afresh(ours: Callable[[Mapping[str, str]], object], texts: Mapping[str, str]) -> None:
    """Do it with nothing remembered of an earlier time."""
    compile_text.cache_clear()
    ours(texts)


def shipped() -> Mapping[str, str]:
    """The shipped policy without its renderings."""
    return {
        path: text for path, text in read_features(FEATURES).items() if not path.startswith("en/")
    }


def count_scenarios(text: str) -> int:
    """How many scenarios and outlines a text has."""
    starts = ("场景:", "场景大纲:")
    return sum(line.strip().startswith(starts) for line in text.splitlines())
