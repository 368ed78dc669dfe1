"""A policy version as a readable document: measures, articles, paragraphs, with their lines."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, cast

import orjson

from casework.app import App
from domain.errors import NotFound
from domain.people import SYSTEM
from policies.normalise import normalise
from policies.parsing import parse
from policies.rules import RuleSet
from store.unit_of_work import Work
from store.versions import activations, active_policy_id, get_policy_version

if TYPE_CHECKING:
    from gherkin.parser_types import Feature, Scenario
    from gherkin.parser_types import Rule as RuleNode

_EXAMPLE = "@example"


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a paragraph: its number in the file, its keyword and its text."""

    line: int
    keyword: str
    text: str


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of an outline; each row is an item of the paragraph."""

    head: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A scenario; `number` is None for a worked example, which is no clause."""

    line: int
    number: int | None
    name: str
    tags: tuple[str, ...]
    lines: tuple[Line, ...]
    tables: tuple[Table, ...]


@dataclass(frozen=True, slots=True)
class Article:
    """A rule of the file with its paragraphs."""

    line: int
    name: str
    note: str
    paragraphs: tuple[Paragraph, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """One feature file; `slug` begins the anchors of its lines."""

    file: str
    slug: str
    name: str
    note: str
    articles: tuple[Article, ...]


@dataclass(frozen=True, slots=True)
class PolicyPage:
    """A version with its documents; `since` is None for one that was never in force."""

    version: str
    active: bool
    since: datetime | None
    by: str
    approved_by: str
    rules: int
    documents: tuple[Document, ...]


def slug_of(file: str) -> str:
    """A short name for a file, fit for an anchor."""
    return "f" + hashlib.sha256(file.encode()).hexdigest()[:8]


def read_policy(
    app: App, version: str | None, known: dict[str, tuple[Document, ...]]
) -> PolicyPage:
    """The version of that hash, or the active one; `known` keeps what was parsed before.

    Raises:
        NotFound: for an unknown version.
        NoActivePolicy: when none is in force.
    """
    with app.store.read() as work:
        policy = app.active_policy(work) if version is None else None
        policy_id = version if policy is None else policy.version
        stored = get_policy_version(work, policy_id or "")
        if stored is None:
            raise NotFound(what_zh="制度版本", what_en="policy version", name=version or "")
        ruleset = app.policy(work, stored.id).ruleset
        if stored.id not in known:
            known[stored.id] = documents_of(orjson.loads(stored.text), ruleset)
        decided = [one for one in activations(work) if one.withdrawn_at is None]
        begun = [one.from_at for one in decided if one.policy_id == stored.id]
        since = [at for at in begun if at <= app.now()]
        return PolicyPage(
            version=stored.id,
            active=active_policy_id(work, app.now()) == stored.id,
            since=since[-1] if since else None,
            by=_name(app, work, stored.author),
            approved_by=_name(app, work, stored.approved_by),
            rules=len(ruleset.rules),
            documents=known[stored.id],
        )


def documents_of(texts: Mapping[str, str], ruleset: RuleSet) -> tuple[Document, ...]:
    """The texts as documents, in the order of their files; paragraphs bear the rules' numbers."""
    numbers = {(r.cite.file, r.cite.line): r.cite.paragraph for r in ruleset.rules}
    found = (_document(file, text, numbers) for file, text in sorted(texts.items()))
    return tuple(document for document in found if document is not None)


_Numbers = Mapping[tuple[str, int], int]


def _document(file: str, text: str, numbers: _Numbers) -> Document | None:
    tree, _ = parse(normalise(file, text))
    feature = None if tree is None else tree.get("feature")
    if feature is None:
        return None
    rules = (cast("dict[str, Any]", child) for child in feature["children"])
    articles = tuple(_article(file, child["rule"], numbers) for child in rules if "rule" in child)
    return Document(file, slug_of(file), feature["name"], _note(feature), articles)


def _article(file: str, rule: RuleNode, numbers: _Numbers) -> Article:
    children = (cast("dict[str, Any]", child) for child in rule["children"])
    scenarios = (child["scenario"] for child in children if "scenario" in child)
    paragraphs = tuple(_paragraph(file, item, numbers) for item in scenarios)
    return Article(rule["location"]["line"], rule["name"], _note(rule), paragraphs)


def _paragraph(file: str, scenario: Scenario, numbers: _Numbers) -> Paragraph:
    tables = tuple(_tables(scenario))
    line = scenario["location"]["line"]
    places = [line, *(row for table in tables for row, _ in table.rows)]
    known = (numbers[file, place] for place in places if (file, place) in numbers)
    return Paragraph(
        line=line,
        number=next(known, None),
        name=scenario["name"],
        tags=tuple(tag["name"] for tag in scenario["tags"] if tag["name"] != _EXAMPLE),
        lines=tuple(
            Line(step["location"]["line"], step["keyword"].strip(), step["text"])
            for step in scenario["steps"]
        ),
        tables=tables,
    )


def _tables(scenario: Scenario) -> Iterator[Table]:
    for examples in scenario["examples"]:
        if "tableHeader" in examples:
            head = tuple(cell["value"] for cell in examples["tableHeader"]["cells"])
            rows = tuple(
                (row["location"]["line"], tuple(cell["value"] for cell in row["cells"]))
                for row in examples["tableBody"]
            )
            yield Table(head, rows)


def _note(node: Feature | RuleNode) -> str:
    return "\n".join(line.strip() for line in node["description"].splitlines() if line.strip())


def _name(app: App, work: Work, person_id: str) -> str:
    if person_id == SYSTEM:
        return ""
    person = app.organisation(work).staff.people.get(person_id)
    return person_id if person is None else person.name
