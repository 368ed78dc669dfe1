"""Slips of the pen, drawn by seed: what a policy owner may change in a feature file, or break."""

from __future__ import annotations

import random
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain, islice
from typing import TYPE_CHECKING

from policies.compiling import compile_text
from tests.slips import breaking, wording

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from policies.written import Written
    from tests.slips.wording import Spots


class Sort(StrEnum):
    """What is changed: a number or its unit, the make of the text, or what a clause says."""

    NUMBER = "number"
    BROKEN = "broken"
    MEANING = "meaning"


@dataclass(frozen=True, slots=True)
class Slip:
    """What is changed where, counted from 1, and the words there before and after."""

    sort: Sort
    what: str
    lang: str
    file: str
    line: int
    column: int
    old: str
    new: str

    def made_in(self, text: str) -> str:
        """The text of the file with the slip in it."""
        lines = text.split("\n")
        line, at = lines[self.line - 1], self.column - 1
        lines[self.line - 1] = f"{line[:at]}{self.new}{line[at + len(self.old) :]}"
        return "\n".join(lines)


def drawn(texts: Mapping[str, str], lang: str, sort: Sort, count: int, seed: int) -> list[Slip]:
    """So many slips of a sort in texts of one language, each kind of slip in turn."""
    draw = random.Random(f"{seed} {sort} {lang}")
    by_what: dict[str, list[Slip]] = {}
    for file in sorted(texts):
        for slip in _slips(file, texts[file], lang, sort):
            by_what.setdefault(slip.what, []).append(slip)
    for found in by_what.values():
        draw.shuffle(found)
    turns = [
        (slip for slip in by_what[what] if _is_news(slip, texts[slip.file]))
        for what in sorted(by_what)
    ]
    return list(islice(chain.from_iterable(zip(*turns, strict=False)), count))


def _is_news(slip: Slip, text: str) -> bool:
    """Whether a change of meaning makes something else than what stands beside it already."""
    if slip.sort is not Sort.MEANING:
        return True
    rules = [one.rule for one in compile_text(slip.file, slip.made_in(text)).rules]
    said = [(frozenset(rule.given), rule.when, frozenset(rule.then)) for rule in rules]
    alike = any(len(set(rule.then)) < len(rule.then) for rule in rules)
    return not alike and len(set(said)) == len(said)


def _slips(file: str, text: str, lang: str, sort: Sort) -> Iterator[Slip]:
    written = compile_text(file, text)
    for what, spots in _SORTS[sort].items():
        for line, column, old, new in spots(written):
            yield Slip(sort, what, lang, file, line, column, old, new)


_SORTS: Mapping[Sort, Mapping[str, Callable[[Written], Spots]]] = {
    Sort.NUMBER: {"number": wording.numbers, "unit": wording.units},
    Sort.BROKEN: {
        "dropped Given": breaking.dropped,
        "unknown term": breaking.unknown,
        "swapped keyword": breaking.swapped,
        "duplicate": breaking.doubled,
    },
    Sort.MEANING: {"role": wording.roles, "state": wording.states, "Then": wording.thens},
}
