"""Owns the links from explanations into the code: they follow a name to its line."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

_LINK = re.compile(r"\[`(?P<name>[\w.]+)`\]\((?P<path>[./\w]+\.py)#L\d+\)")


def relinked(page: Path) -> Callable[[], str]:
    """A maker of the page's text with every link to a function, class or table on its line."""

    def make() -> str:
        text = page.read_text(encoding="utf-8")
        return _LINK.sub(lambda found: _fresh(page, found), text)

    return make


def _fresh(page: Path, found: re.Match[str]) -> str:
    name, path = found["name"], found["path"]
    line = line_of(page.parent / path, name.rpartition(".")[2])
    return f"[`{name}`]({path}#L{line})"


def line_of(source: Path, name: str) -> int:
    """The line on which a name is defined. Raises: ValueError when it is not."""
    defined = re.compile(rf"\s*(?:async )?(?:def|class) {name}\b|{name}(?:: [^=]+)? = ")
    for number, line in enumerate(source.read_text(encoding="utf-8").splitlines(), 1):
        if defined.match(line):
            return number
    message = f"{source.name} defines no {name}"
    raise ValueError(message)
