"""What a phrase is: one sentence in each language with gaps, and the statement that it makes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from policies.vocabulary.parameters import Parameter, Value


class Keyword(StrEnum):
    """The three parts of a scenario."""

    GIVEN = "given"
    WHEN = "when"
    THEN = "then"

    def word(self, lang: str) -> str:
        """The keyword as the file writes it."""
        return _KEYWORDS[self][lang == "en"]


_KEYWORDS = {
    Keyword.GIVEN: ("假如", "Given"),
    Keyword.WHEN: ("当", "When"),
    Keyword.THEN: ("那么", "Then"),
}

_GAP = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class Phrase:
    """One sentence of the language.

    `zh` and `en` name the gaps, because their order differs between the languages; a gap is named
    like the attribute of the statement that it fills. `constants` are the attributes that the
    sentence itself says. `also` are further parts of an example in which it may stand.
    """

    id: str
    keyword: Keyword
    zh: str
    en: str
    makes: type[Any]
    gaps: Mapping[str, Parameter]
    constants: Mapping[str, Any] = field(default_factory=dict)
    also: tuple[Keyword, ...] = ()

    def text(self, lang: str) -> str:
        """The sentence with its gaps in braces."""
        return self.zh if lang == "zh" else self.en

    def pieces(self, lang: str) -> list[str]:
        """The sentence cut at its gaps: literal, name, literal, …, literal."""
        return _GAP.split(self.text(lang))

    def sample(self, lang: str) -> str:
        """The sentence with a sample in each gap, as suggestions and completions show it."""
        words: dict[str, str | list[str]] = {
            name: [gap.sample(lang)] * 2 if gap.many else gap.sample(lang)
            for name, gap in self.gaps.items()
        }
        return self.filled(words, lang)

    def statement(self, values: Mapping[str, Value]) -> Value:
        """The statement with these values in the gaps."""
        return self.makes(**self.constants, **values)

    def can_say(self, statement: object) -> bool:
        """Whether this is the phrase for a statement."""
        return (
            type(statement) is self.makes
            and all(getattr(statement, name) == value for name, value in self.constants.items())
            and all(gap.fits(getattr(statement, name)) for name, gap in self.gaps.items())
        )

    def say(self, statement: object, lang: str) -> str:
        """The statement as this phrase writes it in `lang`."""
        words: dict[str, str | list[str]] = {}
        for name, gap in self.gaps.items():
            value = getattr(statement, name)
            words[name] = (
                [gap.write(item, lang) for item in value] if gap.many else gap.write(value, lang)
            )
        return self.filled(words, lang)

    def filled(self, words: Mapping[str, str | list[str]], lang: str) -> str:
        """The sentence with these words in its gaps, a list of them where a gap takes many."""
        pieces = self.pieces(lang)
        for index in range(1, len(pieces), 2):
            name = pieces[index]
            word = words[name]
            if not self.gaps[name].quoted:
                pieces[index] = str(word)
            elif isinstance(word, list):
                pieces[index] = _listed(word, lang)
            else:
                pieces[index] = _quoted(word, lang)
        return "".join(pieces)


def _quoted(word: str, lang: str) -> str:
    """The word in the quotes of the language; quotes within it become inner ones."""
    if lang == "zh":
        return f"“{word.replace('“', '‘').replace('”', '’')}”"
    return '"' + word.replace('"', "'") + '"'


def _listed(words: list[str], lang: str) -> str:
    return ("、" if lang == "zh" else ", ").join(_quoted(word, lang) for word in words)
