"""Finds which clause of one text is which of another, and which of their sentences."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import fields
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import Any, TypeVar

from policies.rules import Citation, Example, Rule

_Item = TypeVar("_Item", Rule, Example)
_Couples = list[tuple[_Item | None, _Item | None]]
Statements = tuple[Any, ...]
"""Statements of one part of a clause, or the steps of an example."""

_SAME_TYPE, _SAME_PARTS = 0.2, 0.8
_SAME_PLACE, _SAME_TITLE = 0.3, 0.4
_LIKE_ENOUGH, _SOME_SHARED = 0.7, 0.3


def matched(old: Sequence[_Item], new: Sequence[_Item]) -> _Couples[_Item]:
    """Every item of both texts once: with its counterpart, or with None where it has none.

    What says exactly the same belongs together wherever it stands, the same place first; of the
    rest the likest do, if they are alike enough in what they say, where they stand and their title.
    """
    pairs, gone, come = _identical(old, new)
    scores = [[_alike(was, now) for now in come] for was in gone]
    found = list(_likest(scores, _LIKE_ENOUGH))
    pairs.extend((gone[i], come[j]) for i, j in found)
    left, right = {i for i, _ in found}, {j for _, j in found}
    pairs.extend((was, None) for i, was in enumerate(gone) if i not in left)
    pairs.extend((None, now) for j, now in enumerate(come) if j not in right)
    return pairs


def paired(old: Statements, new: Statements) -> Iterator[tuple[Any, Any]]:
    """What became what, without what stayed: the likest belong together, whatever their order."""
    gone = [one for one in old if one not in new]
    come = [one for one in new if one not in old]
    found = sorted(_likest([[_likeness(was, now) for now in come] for was in gone], 0.0))
    yield from ((gone[i], come[j]) for i, j in found)
    left, right = {i for i, _ in found}, {j for _, j in found}
    yield from ((was, None) for i, was in enumerate(gone) if i not in left)
    yield from ((None, now) for j, now in enumerate(come) if j not in right)


def paired_in_order(old: Statements, new: Statements) -> Iterator[tuple[Any, Any]]:
    """What became what, without what stayed, where the order is part of what is said."""
    steps = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    for code, a, b, c, d in steps:
        if code != "equal":
            yield from zip_longest(old[a:b], new[c:d])


def _identical(
    old: Sequence[_Item], new: Sequence[_Item]
) -> tuple[_Couples[_Item], list[_Item], list[_Item]]:
    """Pairs that say the same, what only the old text says, and what only the new one does.

    Of clauses that say the same each belongs first of all to the one that stood in its place.
    """
    pairs: _Couples[_Item] = []
    gone, come = list(old), list(new)
    for key in (_meaning_there, _meaning):
        waiting: dict[object, list[_Item]] = {}
        for was in gone:
            waiting.setdefault(key(was), []).append(was)
        come, left = [], come
        for now in left:
            same = waiting.get(key(now))
            if same:
                pairs.append((same.pop(0), now))
            else:
                come.append(now)
        gone = [one for rest in waiting.values() for one in rest]
    return pairs, gone, come


def _meaning_there(item: Rule | Example) -> object:
    cite = item.cite
    return _meaning(item), cite.file, cite.article, cite.paragraph, cite.item, cite.scenario


def _meaning(item: Rule | Example) -> object:
    """What an item says, wherever it stands; the order of conditions means nothing."""
    if isinstance(item, Rule):
        return frozenset(item.given), item.when, frozenset(item.then)
    return item.steps


def _nearness(old: Citation, new: Citation) -> float:
    """How much speaks for two places being the same clause, whatever it says."""
    if old.file != new.file:
        return 0.0
    places = [(cite.article, cite.paragraph, cite.item) for cite in (old, new)]
    near = _SAME_PLACE if places[0] == places[1] else 0.0
    return near + (_SAME_TITLE if old.scenario == new.scenario else 0.0)


def _alike(old: Rule | Example, new: Rule | Example) -> float:
    """How surely two items are the same clause: what they share, where they stand, their titles.

    What stands elsewhere and is about another kind of case is another clause, however it reads.
    """
    near = _nearness(old.cite, new.cite)
    if not near and isinstance(old, Rule) and isinstance(new, Rule) and old.kind != new.kind:
        return 0.0
    here, there = _parts(old), _parts(new)
    shared = sum(_overlap(was, now) for was, now in zip(here, there, strict=True))
    whole = sum(max(len(was), len(now)) for was, now in zip(here, there, strict=True))
    share = shared / whole if whole else 0.0
    return share + near if share >= _SOME_SHARED else 0.0


def _parts(item: Rule | Example) -> tuple[Statements, ...]:
    return (item.given, (item.when,), item.then) if isinstance(item, Rule) else (item.steps,)


def _overlap(old: Statements, new: Statements) -> float:
    """How much of two parts is the same, counted in statements."""
    scores = [[_likeness(was, now) for now in new] for was in old]
    return sum(scores[i][j] for i, j in _likest(scores, 0.0))


def _likeness(old: Any, new: Any) -> float:  # noqa: ANN401 - any two statements
    """From 0 for statements of different sorts to 1 for equal ones."""
    if old == new:
        return 1.0
    if type(old) is not type(new):
        return 0.0
    names = [item.name for item in fields(old)]
    same = sum(bool(getattr(old, name) == getattr(new, name)) for name in names)
    return _SAME_TYPE + _SAME_PARTS * same / len(names)


def _likest(scores: Sequence[Sequence[float]], least: float) -> Iterator[tuple[int, int]]:
    """Pairs of a row and a column, the highest score first, each row and column at most once."""
    ranked = sorted(
        (-score, i, j)
        for i, row in enumerate(scores)
        for j, score in enumerate(row)
        if score >= least
    )
    rows: set[int] = set()
    columns: set[int] = set()
    for _, i, j in ranked:
        if i not in rows and j not in columns:
            rows.add(i)
            columns.add(j)
            yield i, j
