"""Owns the pages of docs/reference that say what the code says: terms, machines, phrases, codes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from domain import errors
from domain.forms import FORMS
from domain.lexicon import LEXICON
from policies.assisting.meanings import MEANINGS
from policies.problem_codes import CODES
from policies.vocabulary import Book, Keyword, Phrase
from statemachines.diagrams import mermaid
from statemachines.table import Table
from statemachines.tables import TABLES
from tools.phrase_examples import examples

NOTE = "This page is made from the code by `make docs`; change the code, not the page.\n"


def glossary() -> str:
    """Every term of the lexicon, by category."""
    lines = ["# Glossary", "", NOTE]
    categories = dict.fromkeys(term.category for term in LEXICON)
    for category in categories:
        lines += ["", f"## {category}", "", "| id | 中文 | English |", "|---|---|---|"]
        terms = (term for term in LEXICON if term.category == category)
        lines += [f"| `{term.id}` | {term.zh} | {term.en} |" for term in terms]
    return "\n".join(lines) + "\n"


def machines() -> str:
    """Every kind: its diagram, its table, its form."""
    lines = ["# Kinds and their machines", "", NOTE]
    for kind, table in TABLES.items():
        zh, en = LEXICON.word("kind", kind, "zh"), LEXICON.word("kind", kind, "en")
        lines += ["", f"## {zh} · {en} (`{kind}`)", "", "```mermaid"]
        lines += [mermaid(table, "en").rstrip(), "```", "", *_rows(table), "", *_form(kind)]
    return "\n".join(lines) + "\n"


def _rows(table: Table) -> Iterator[str]:
    yield "| from | trigger | to | when |"
    yield "|---|---|---|---|"
    for move in table.moves:
        when = "" if move.when is None else f"`{move.when[0]}` = `{move.when[1]}`"
        words = (
            _both("state", move.source),
            _both("trigger", move.trigger),
            _both("state", move.target),
        )
        yield f"| {' | '.join(words)} | {when} |"


def _form(kind: str) -> Iterator[str]:
    form = FORMS[kind]
    yield "| field | type | choices |"
    yield "|---|---|---|"
    for field in form.fields:
        choices = ", ".join(_both("value", choice) for choice in field.choices)
        yield f"| {_both('field', field.id)} | {field.type} | {choices} |"
    for name in form.derived:
        yield f"| {_both('field', name)} | derived | |"


def _both(category: str, id_: str) -> str:
    return f"{LEXICON.word(category, id_, 'zh')} {LEXICON.word(category, id_, 'en')}"


def phrasebook() -> str:
    """Every sentence that a policy or a worked example may use, side by side, with an example."""
    lines = ["# The phrases of the policy language · 制度语言的句式", "", NOTE]
    lines += [
        "`{…}` is a gap. In it stands a word of the [glossary](glossary.md) in quotes, “ ” in",
        'Chinese files and " " in English ones; what is measured stands without quotes.',
        "Every example is compiled and proved by the tests, in both languages.",
    ]
    part = None
    for book, phrase, said in sorted(examples(), key=_part_of_page):
        title = _BOOKS[book], phrase.keyword
        if title != part:
            part = title
            words = (_BOOKS[book], phrase.keyword.word("zh"), phrase.keyword.word("en"))
            lines += ["", f"## {' · '.join(words)}"]
        lines += ["", f"### {phrase.id}", "", *_both_languages(phrase, said)]
    return "\n".join(lines) + "\n"


def _part_of_page(item: tuple[Book, Phrase, Mapping[str, str]]) -> tuple[int, int]:
    book, phrase, _ = item
    return list(Book).index(book), list(Keyword).index(phrase.keyword)


_BOOKS = {Book.CLAUSES: "Clauses 条款", Book.EXAMPLES: "Worked examples 示例"}


def _both_languages(phrase: Phrase, said: Mapping[str, str]) -> Iterator[str]:
    """The table of one phrase: how it is written, an example, its meaning, what the gaps hold."""
    yield f"| `{phrase.makes.__name__}` | 中文 | English |"
    yield "|---|---|---|"
    yield _cells("phrase", phrase.zh, phrase.en)
    yield _cells("example", said["zh"], said["en"])
    yield _cells("means", *MEANINGS[phrase.id])
    gaps = {lang: _gaps(phrase, lang) for lang in said}
    if phrase.gaps:
        yield _cells("gaps", gaps["zh"], gaps["en"])


def _gaps(phrase: Phrase, lang: str) -> str:
    comma = "；" if lang == "zh" else "; "
    return comma.join(f"`{{{name}}}` {gap.noun(lang)}" for name, gap in phrase.gaps.items())


def problem_codes() -> str:
    """Everything that `holdfast policy check` may find."""
    lines = ["# Problems that a policy check finds", "", NOTE]
    lines += ["| code | severity | 中文 | English |", "|---|---|---|---|"]
    lines += [_cells(f"`{code}`", *map(str, row)) for code, row in CODES.items()]
    return "\n".join(lines) + "\n"


def error_codes() -> str:
    """Everything that a command may answer instead of doing what was asked."""
    lines = ["# Errors that commands answer", "", NOTE]
    lines += ["| code | when | 中文 | English |", "|---|---|---|---|"]
    for error in _errors():
        when = (error.__doc__ or "").strip().splitlines()[0]
        lines.append(_cells(f"`{error.code}`", when, error.zh, error.en))
    return "\n".join(lines) + "\n"


def _errors() -> Iterable[type[errors.HoldfastError]]:
    found = (item for item in vars(errors).values() if isinstance(item, type))
    return [item for item in found if issubclass(item, errors.HoldfastError)][1:]


def _cells(*words: str) -> str:
    safe = (word.replace("|", "\\|").replace("\n", " ") for word in words)
    return f"| {' | '.join(safe)} |"
