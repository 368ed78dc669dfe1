"""Splits the sub-problems of one cell, and joins them so that the split gives them back."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from casework.ledgers.marks import tidy
from domain.errors import BadInput

_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_OUTER = re.compile(r"^[\s；;]+|[\s；;]+$")


@dataclass(frozen=True, slots=True)
class Style:
    """One way of numbering: how the nth marker is found, and how it is written."""

    pattern: Callable[[int], str]
    marker: Callable[[int], str]


def _circled(number: int) -> str:
    return _CIRCLED[number - 1] if number <= len(_CIRCLED) else f"⟨{number}⟩"


STYLES: tuple[Style, ...] = (
    # A full stop between digits is a decimal or a date (1.5米), not the first marker.
    Style(lambda n: rf"{n}\s*[.．](?!\d)", lambda n: f"{n}."),
    Style(lambda n: rf"{n}\s*、", lambda n: f"{n}、"),
    Style(lambda n: rf"[(（]\s*{n}\s*[)）]", lambda n: f"（{n}）"),
    Style(lambda n: rf"{n}\s*[)）]", lambda n: f"{n}）"),
    Style(lambda n: re.escape(_circled(n)), _circled),
    Style(lambda n: rf"【{n}】", lambda n: f"【{n}】"),
)


def split(text: str) -> list[str]:
    """The sub-problems of a cell, without their numbers.

    Numbered ones (`1.…；2.…`, each number at the start of a line or after ；。) are cut at the
    numbers and may run over several lines; without numbers every line is one.
    """
    plain = tidy(text)
    for style in STYLES:
        if re.match(style.pattern(1), plain):
            return _trimmed(_numbered(plain, style))
    return _trimmed(plain.split("\n"))


def join(items: Sequence[str], what: str = "sub_problems") -> str:
    """One text that `split` takes apart into exactly these items.

    Raises:
        BadInput: when the items hold so many kinds of numbering that none is left to number them.
    """
    wanted = _trimmed(items)
    if len(wanted) <= 1 and split("".join(wanted)) == wanted:
        return "".join(wanted)
    for style in STYLES:
        text = "\n".join(f"{style.marker(n)}{item}" for n, item in enumerate(wanted, start=1))
        if split(text) == wanted:
            return text
    raise BadInput(
        field=what,
        reason_zh="分项内容自带多种编号，无法区分",
        reason_en="the items carry so many kinds of numbers that they cannot be told apart",
    )


def _numbered(text: str, style: Style) -> list[str]:
    starts: list[tuple[int, int]] = []
    at = 0
    while True:
        number = len(starts) + 1
        found = re.compile(rf"(?:^|(?<=[\n；;。]))\s*{style.pattern(number)}").search(text, at)
        if found is None:
            break
        starts.append(found.span())
        at = found.end()
    ends = [begin for begin, _ in starts[1:]] + [len(text)]
    return [text[begin:end] for (_, begin), end in zip(starts, ends, strict=True)]


def _trimmed(items: Sequence[str]) -> list[str]:
    trimmed = (_OUTER.sub("", tidy(item)) for item in items)
    return [item for item in trimmed if item]
