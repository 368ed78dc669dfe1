"""The one table of terms: an id, one Chinese word and one English word for everything named."""

from __future__ import annotations

import difflib
import hashlib
from collections.abc import Iterable, Iterator, Mapping

from domain.lexicon import (
    accountability,
    action,
    deduction,
    finding,
    generic,
    grievance,
    hazard_source,
    listing,
    observation,
    policy_revision,
    read_across,
    review,
    reward,
    roles,
    round_,
    stop_work,
    survey,
)
from domain.lexicon.terms import Rows, Term

__all__ = ["LEXICON", "Lexicon", "Term"]


class Lexicon:
    """Looks terms up by id or by word; both directions are one-to-one within a category."""

    def __init__(self, tables: Iterable[Rows]) -> None:
        """Index the rows.

        Raises:
            ValueError: when two rows of a category share an id or a word.
        """
        self._by_id: dict[tuple[str, str], Term] = {}
        self._by_word: dict[tuple[str, str], str] = {}
        for table in tables:
            for category, rows in table.items():
                for row in rows:
                    self._add(Term(category, *row))

    def _add(self, term: Term) -> None:
        if (term.category, term.id) in self._by_id:
            message = f"two rows for {term.category} {term.id}"
            raise ValueError(message)
        self._by_id[term.category, term.id] = term
        for word in {term.zh, term.en.casefold()}:
            if self._by_word.setdefault((term.category, word), term.id) != term.id:
                message = f"{term.category}: the word {word} names two ids"
                raise ValueError(message)

    def __iter__(self) -> Iterator[Term]:
        """Every term, in the order of the tables."""
        return iter(self._by_id.values())

    def ids(self, category: str) -> tuple[str, ...]:
        """The ids of a category, in the order of the tables."""
        return tuple(id_ for found, id_ in self._by_id if found == category)

    def id_of(self, category: str, word: str) -> str | None:
        """The id that a Chinese or English word names, or None."""
        return self._by_word.get((category, word.strip().casefold()))

    def resolve(self, category: str, word: str) -> str | None:
        """The id for a word of either language or for the id itself, or None."""
        if (category, word) in self._by_id:
            return word
        return self.id_of(category, word)

    def word(self, category: str, id_: str, lang: str) -> str:
        """The word for an id in `lang`; an id that no row has stands for itself."""
        term = self._by_id.get((category, id_))
        return id_ if term is None else term.word(lang)

    def has(self, category: str, id_: str) -> bool:
        """Whether there is a row for the id."""
        return (category, id_) in self._by_id

    def nearest(self, category: str, word: str, lang: str) -> list[str]:
        """Up to three words of the category that look like `word`, the best first."""
        words = [self._by_id[category, id_].word(lang) for id_ in self.ids(category)]
        return difflib.get_close_matches(word, words, n=3, cutoff=0.5)

    def content_id(self) -> str:
        """SHA-256 over all rows: part of a policy version, so words cannot change the law."""
        rows = sorted(f"{t.category}\t{t.id}\t{t.zh}\t{t.en}" for t in self)
        return hashlib.sha256("\n".join(rows).encode()).hexdigest()


_TABLES: tuple[Mapping[str, tuple[tuple[str, str, str], ...]], ...] = (
    generic.ROWS,
    roles.ROWS,
    finding.ROWS,
    action.ROWS,
    round_.ROWS,
    read_across.ROWS,
    review.ROWS,
    accountability.ROWS,
    survey.ROWS,
    stop_work.ROWS,
    listing.ROWS,
    deduction.ROWS,
    reward.ROWS,
    hazard_source.ROWS,
    observation.ROWS,
    grievance.ROWS,
    policy_revision.ROWS,
)

LEXICON = Lexicon(_TABLES)
