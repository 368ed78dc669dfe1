"""One scenario, or one row of an outline, as a rule or a worked example."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from domain.problems import Problem
from policies import examples as e
from policies import statements as s
from policies.bounds import EXAMPLE_DAYS
from policies.normalise import Source
from policies.obligations import says_roll, takes_roll
from policies.problem_codes import Place, problem
from policies.rules import Citation, Example, Rule
from policies.sentences import Row, Sentence, read_steps
from policies.tags import roll_of
from policies.vocabulary import Book, Keyword, render
from policies.written import WrittenRule

if TYPE_CHECKING:
    from gherkin.parser_types import Scenario

_SCOPES = (s.InState, s.Without, s.Past)


@dataclass(frozen=True, slots=True)
class Frame:
    """A scenario with the row that fills its placeholders, and where to put what is wrong."""

    scenario: Scenario
    source: Source
    row: Row
    cite: Citation
    tags: tuple[str, ...]
    place: Place
    problems: list[Problem]


def example_of(frame: Frame) -> Iterator[Example]:
    """The worked example that the scenario tells; it stands alone, without any background."""
    before = len(frame.problems)
    found = _sentences(frame, Book.EXAMPLES)
    if len(frame.problems) > before:
        return
    if not found:
        frame.problems.append(problem("empty-example", frame.place))
        return
    frame.problems.extend(_too_long(found))
    if len(frame.problems) > before:
        return
    yield Example(frame.cite, tuple(sentence.statement for sentence in found))


def _too_long(story: list[Sentence]) -> Iterator[Problem]:
    """A year that is a slip of the pen would have the engine live through decades of clocks."""
    told = [
        (day, sentence)
        for sentence in story
        if not isinstance(sentence.statement, e.IsDueAt | e.IsTellingDueAt)
        for name in ("moment", "first", "last")
        if (day := _day(getattr(sentence.statement, name, None))) is not None
    ]
    days = [day for day, _ in told]
    if days and max(days) - min(days) > EXAMPLE_DAYS:
        place = max(told, key=lambda one: one[0])[1].place
        yield problem("example-too-long", place, years=EXAMPLE_DAYS.days // 365)


def _day(value: date | None) -> date | None:
    """The day of a day or a moment."""
    return value.date() if isinstance(value, datetime) else value


def rule_of(frame: Frame, background: tuple[Sentence, ...]) -> Iterator[WrittenRule]:
    """The rule that the scenario states under these conditions, unless something is wrong."""
    before = len(frame.problems)
    found = [*background, *_sentences(frame, Book.CLAUSES)]
    if len(frame.problems) > before:
        return
    parts = {word: [item for item in found if item.keyword is word] for word in Keyword}
    frame.problems.extend(_gaps(parts, frame))
    if len(frame.problems) > before:
        return
    when = parts[Keyword.WHEN][0]
    rule = Rule(
        cite=frame.cite,
        given=tuple(item.statement for item in parts[Keyword.GIVEN]),
        when=when.statement,
        then=tuple(item.statement for item in parts[Keyword.THEN]),
        tags=frame.tags,
    )
    places = tuple(item.place for item in parts[Keyword.THEN])
    written = WrittenRule(
        rule=rule,
        place=frame.row.place or frame.place,
        given=tuple(item.place for item in parts[Keyword.GIVEN]),
        when=when.place,
        then=places,
    )
    yield _with_roll_of_document(written)


def _sentences(frame: Frame, book: Book) -> list[Sentence]:
    return read_steps(frame.scenario["steps"], frame.source, frame.row, book, frame.problems)


def _gaps(parts: dict[Keyword, list[Sentence]], frame: Frame) -> Iterator[Problem]:
    """What a rule cannot do without: a scope with its kind, one occasion, a consequence."""
    if not parts[Keyword.GIVEN]:
        yield problem("no-given", frame.place)
    elif not any(isinstance(item.statement, _SCOPES) for item in parts[Keyword.GIVEN]):
        example = render(s.InState("finding", "being_rectified"), frame.source.lang)
        yield problem("no-scope", frame.place, example=example)
    if not parts[Keyword.WHEN]:
        yield problem("no-when", frame.place)
    for extra in parts[Keyword.WHEN][1:]:
        yield problem("many-whens", extra.place)
    if not parts[Keyword.THEN]:
        yield problem("no-then", frame.place)


def _with_roll_of_document(written: WrittenRule) -> WrittenRule:
    """The rule with the convention that a tag of the document gives it, where it has none."""
    rule = written.rule
    roll = roll_of(rule.tags)
    if roll is None or says_roll(rule) or not takes_roll(rule):
        return written
    return WrittenRule(
        rule=Rule(rule.cite, rule.given, rule.when, (*rule.then, s.RollTo(roll)), rule.tags),
        place=written.place,
        given=written.given,
        when=written.when,
        then=(*written.then, written.place),
    )
