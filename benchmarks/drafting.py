"""Seconds until a writer knows what a changed number does, against proving the whole policy."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING

from benchmarks.alternation import Tick, alternate, seconds
from benchmarks.rows import Row
from casework.policies_in_force import read_features
from proofs.running import prove
from proofs.warming import Draft, WarmProver
from tests.integration.casework_world import FEATURES, shipped

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from policies.rules import RuleSet

TURNS = 2
_DRAFTS = 3
_FILE = "01_督察问题整改与销号.feature"
_CLAUSE = "应当在7日内“报送方案”"


def measure(tick: Tick) -> Iterator[Row]:
    """`draft`: the largest file with one number changed, in a world that is ready."""
    base = shipped()
    texts = read_features(FEATURES)
    prover = WarmProver()
    try:
        best = alternate(
            lambda: seconds(answered(prover, texts, base), repeat=_DRAFTS),
            lambda: seconds(lambda: prove(texts, base)),
            rounds=1,
            tick=tick,
        )
    finally:
        prover.close()
    yield Row("draft", len(base.rules), "none", 1, best.ours, best.reference, "s")


def answered(prover: WarmProver, texts: dict[str, str], base: RuleSet) -> Callable[[], None]:
    """What checks a draft and waits for its first proofs; another draft each time."""
    days = count(8)

    def once() -> None:
        text = texts[_FILE].replace(_CLAUSE, f"应当在{next(days)}日内“报送方案”", 1)
        answers = prover.answers(Draft({**texts, _FILE: text}, base, first=_FILE))
        for _ in range(2):
            next(answers)

    return once
