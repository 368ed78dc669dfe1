"""What lints look at: every rule of a set of files, and the words to speak about them."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from domain.lexicon import LEXICON
from policies.problem_codes import Place
from policies.written import Written, WrittenRule


@dataclass(frozen=True, slots=True)
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
        return tuple(dict.fromkeys(written.rule.kind for written in self.rules))

    def of_kind(self, kind: str) -> list[WrittenRule]:
        """The rules about a kind."""
        return [written for written in self.rules if written.rule.kind == kind]


def word(category: str, id_: str, place: Place) -> str:
    """The word for an id in the language of the file."""
    return LEXICON.word(category, id_, place.lang)


def words(category: str, ids: Collection[str], place: Place) -> str:
    """Several words as a list."""
    return ("、" if place.lang == "zh" else ", ").join(word(category, id_, place) for id_ in ids)
