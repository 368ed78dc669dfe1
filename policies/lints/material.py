"""What lints look at: every rule of a set of files, and the words to speak about them."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cached_property

from domain.lexicon import LEXICON
from policies.problem_codes import Place
from policies.written import Written, WrittenRule


@dataclass(frozen=True)
class Material:
    """The originals of a set of files, without renderings.

    `units` and `roles_held` are what the organisation has; None where nobody asked it.
    """

    files: tuple[Written, ...]
    units: Collection[str] | None = None
    roles_held: Collection[str] | None = None

    @property
    def rules(self) -> Iterator[WrittenRule]:
        """Every rule, file by file."""
        return (rule for file in self.files for rule in file.rules)

    def kinds(self) -> tuple[str, ...]:
        """The kinds about which some rule speaks, in the order of the text."""
        return tuple(self._by_kind)

    def of_kind(self, kind: str) -> list[WrittenRule]:
        """The rules about a kind."""
        return list(self._by_kind.get(kind, ()))

    @cached_property
    def _by_kind(self) -> dict[str, list[WrittenRule]]:
        """Sorted out once: every lint asks kind by kind."""
        found: dict[str, list[WrittenRule]] = {}
        for written in self.rules:
            found.setdefault(written.rule.kind, []).append(written)
        return found


def word(category: str, id_: str, place: Place) -> str:
    """The word for an id in the language of the file."""
    return LEXICON.word(category, id_, place.lang)


def words(category: str, ids: Collection[str], place: Place) -> str:
    """Several words as a list."""
    return ("、" if place.lang == "zh" else ", ").join(word(category, id_, place) for id_ in ids)
