"""What a compiled policy is: rules with their citations, and the examples that vouch for them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from domain.errors import RuleLine
from policies.examples import ExampleStatement
from policies.numerals import hanzi
from policies.statements import Given, InState, Past, Then, When, Without

SCHEMA = 1
"""The number of the stored form; a reader of a newer form upcasts older ones."""


@dataclass(frozen=True, slots=True)
class Citation:
    """Where a rule stands.

    `article` is the number of the Rule (条), `paragraph` counts its scenarios (款) and `item` the
    Examples rows (项), all from 1; `line` is the scenario's or the row's line in `file`.
    """

    file: str
    line: int
    feature: str
    rule: str
    article: int
    paragraph: int
    item: int | None
    scenario: str

    def words(self, lang: str) -> str:
        """`《…办法》第三条第一款第（二）项` or `“…”, article 3(1)(2)`."""
        if lang == "zh":
            item = "" if self.item is None else f"第（{hanzi(self.item)}）项"
            place = f"第{hanzi(self.article)}条第{hanzi(self.paragraph)}款{item}"
            return f"《{self.feature}》{place}"
        item = "" if self.item is None else f"({self.item})"
        return f"“{self.feature}”, article {self.article}({self.paragraph}){item}"

    def at(self, version: str, lang: str = "zh") -> RuleLine:
        """The same place as every refusal and event names it."""
        return _line(self, version, lang)


@lru_cache(maxsize=4096)
def _line(cite: Citation, version: str, lang: str) -> RuleLine:
    """A pure memo: the same few clauses are cited by every case."""
    return RuleLine(cite.file, cite.line, version, cite.words(lang))


@dataclass(frozen=True, slots=True)
class Rule:
    """One scenario, or one row of an outline: which cases, on what occasion, what follows."""

    cite: Citation
    given: tuple[Given, ...]
    when: When
    then: tuple[Then, ...]
    tags: tuple[str, ...] = ()

    @property
    def kind(self) -> str:
        """The kind of case it is about; the compiler refuses a rule without one."""
        return next(g.kind for g in self.given if isinstance(g, InState | Without | Past))

    @property
    def state(self) -> str | None:
        """The state it is about, or None for a rule over several states."""
        return next((g.state for g in self.given if isinstance(g, InState)), None)


@dataclass(frozen=True, slots=True)
class Example:
    """A worked example of a clause: never compiled, always run; the independent oracle."""

    cite: Citation
    steps: tuple[ExampleStatement, ...]


@dataclass(frozen=True, slots=True)
class RuleSet:
    """Everything one set of feature files says; `renderings` maps a reason to its English words."""

    rules: tuple[Rule, ...]
    examples: tuple[Example, ...] = ()
    renderings: Mapping[str, str] = field(default_factory=dict)
