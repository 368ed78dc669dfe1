"""The tags that a policy may carry, and what they mean."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from policies.limits import Roll

EXAMPLE = "@example"
RENDERING = "@rendering-of-"

ROLLS: Mapping[str, Roll] = {
    "@顺延": Roll.FOLLOWING,
    "@提前": Roll.PRECEDING,
    "@不顺延": Roll.NONE,
    "@roll-forward": Roll.FOLLOWING,
    "@roll-back": Roll.PRECEDING,
    "@no-roll": Roll.NONE,
}
"""What a whole document says about time limits that end on a day off."""

_LAW = frozenset({"@法定", "@law"})
_CUSTOM = frozenset({"@自定", "@custom"})
_SOURCE = re.compile(r"@source-\S+")
_NUMBER = re.compile(r"@P\d+\w*")

FORBIDDEN = frozenset({"@skip", "@skipif", "@xfail", "@slow", "@usefixtures", "@parametrize"})
"""Tags that pytest would obey; a policy must not switch its own proof off."""


FIXED = (EXAMPLE, *sorted(_LAW | _CUSTOM), *ROLLS)
"""Tags that are always the same word, for suggestions."""


def has_provenance(tags: Iterable[str]) -> bool:
    """Whether a clause says where it comes from: a source, the law, or the owner's own choice."""
    return any(tag in _LAW or tag in _CUSTOM or _SOURCE.fullmatch(tag) for tag in tags)


def is_forbidden(tag: str) -> bool:
    """Whether pytest would act on the tag, or stumble over it."""
    return tag in FORBIDDEN or tag.startswith("@_")


def is_of_document(tag: str) -> bool:
    """Whether the tag speaks about a whole document."""
    return tag in ROLLS or tag.startswith(RENDERING)


def is_known(tag: str) -> bool:
    """Whether the tag means something in a policy."""
    return (
        tag == EXAMPLE
        or is_of_document(tag)
        or has_provenance([tag])
        or _NUMBER.fullmatch(tag) is not None
    )


def roll_of(tags: Iterable[str]) -> Roll | None:
    """The convention for days off that the tags of a document name, or None."""
    return next((ROLLS[tag] for tag in tags if tag in ROLLS), None)


def rendering_of(tags: Iterable[str]) -> str | None:
    """The stem of the file that a document translates, or None."""
    found = (tag.removeprefix(RENDERING) for tag in tags if tag.startswith(RENDERING))
    return next(found, None)
