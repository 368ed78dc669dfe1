"""Flip lists as they were recorded: read again, and written to a file for whoever looks at them."""

from __future__ import annotations

import csv
from collections import ChainMap
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import orjson

from casework.app import App
from casework.flip_words import Teller, change_word, side_words, subject_words
from casework.flips import Flip, FlipList
from casework.ledgers.marks import quote, tidy
from casework.policy_versions import version_named
from domain.errors import BadInput, NotFound
from domain.lexicon import LEXICON
from domain.people import Unit
from policies.judging import Policy
from store.policy_reports import SIMULATION, newest_policy_report
from store.unit_of_work import Work
from store.versions import active_policy_id

MOST_ROWS = 1_000_000
"""More rows than this no sheet holds."""

_HEADINGS = (
    ("编号", "number"),
    ("类型", "kind"),
    ("状态", "state"),
    ("责任单位", "unit"),
    ("变化", "change"),
    ("内容", "about"),
    ("现行", "now"),
    ("草案", "draft"),
    ("现行条款", "lines now"),
    ("草案条款", "lines of the draft"),
    ("已办结", "closed"),
)


@dataclass(frozen=True, slots=True)
class Names:
    """What units are called, the zone of the office, and the English words of policy's reasons."""

    units: Mapping[str, Unit]
    zone: str
    renderings: Mapping[str, str]

    @classmethod
    def of(cls, app: App, work: Work, *policies: Policy) -> Names:
        """Those of an installation, and of what these policies say."""
        office = app.calendar(work, app.newest_calendar_id(work, "office"))
        words = ChainMap(*(dict(policy.ruleset.renderings) for policy in policies))
        return cls(app.organisation(work).staff.tree.units, office.zone, words)

    def unit(self, unit_id: str, lang: str) -> str:
        """A unit's name; nothing for a case of no unit."""
        known = self.units.get(unit_id)
        return unit_id if known is None else known.word(lang)

    def teller(self, lang: str) -> Teller:
        """Who tells flips in a language."""
        return Teller(lang, self.zone, self.renderings)


@dataclass(frozen=True, slots=True)
class Recorded:
    """The newest simulation of a version: when, by whom, what it found, and every flip.

    It is `stale` where another version has come into force since.
    """

    version: str
    against: str
    at: datetime
    by: str
    digest: str
    summary: Mapping[str, Any]
    flips: FlipList
    stale: bool
    names: Names


def recorded_flips(app: App, name: str) -> Recorded:
    """The list of a version, named by its hash or how it begins.

    Raises:
        NotFound: for an unknown version, or one that was never simulated; Ambiguous.
    """
    with app.store.read() as work:
        version = version_named(app, work, name)
        report = newest_policy_report(work, version, SIMULATION)
        if report is None:
            raise NotFound(
                what_zh="试算结果",
                what_en="simulation of version",
                name=version[:12],
                hint_zh=f"请先试算：holdfast policy simulate {version[:12]}。",
                hint_en=f"Simulate it first: holdfast policy simulate {version[:12]}.",
            )
        author = app.organisation(work).staff.people.get(report.by)
        summary = orjson.loads(report.summary)
        return Recorded(
            version=version,
            against=report.against or "",
            at=report.at,
            by=report.by if author is None else author.name,
            digest=report.digest,
            summary=summary,
            flips=FlipList(report.body, summary["flips"]),
            stale=report.against != active_policy_id(work, app.now()),
            names=Names.of(app, work, app.policy(work, version), app.active_policy(work)),
        )


def write_flips(found: Recorded, target: Path, lang: str) -> int:
    """Write the list to a `.csv`, `.xlsx` or `.jsonl` file, row by row; how many flips.

    Sheets are in words, with nothing that a spreadsheet would run; the lines of JSON are those of
    which the fingerprint is made.

    Raises:
        BadInput: for any other ending, or a sheet of more rows than sheets hold.
    """
    writer = _WRITERS.get(target.suffix.lower())
    if writer is None:
        raise BadInput(
            field="--out",
            reason_zh=f"“{target.name}”应以 .csv、.xlsx 或者 .jsonl 结尾",
            reason_en=f"“{target.name}” should end in .csv, .xlsx or .jsonl",
        )
    if target.suffix.lower() == ".xlsx" and len(found.flips) > MOST_ROWS:
        raise BadInput(
            field="--out",
            reason_zh=f"共 {len(found.flips)} 条，超过工作表的行数，请写成 .csv",
            reason_en=f"{len(found.flips)} rows are more than a sheet holds: write .csv",
        )
    writer(found, target, lang)
    return len(found.flips)


def _rows(found: Recorded, lang: str) -> Iterator[list[str]]:
    yield [words[lang == "en"] for words in _HEADINGS]
    for flip in found.flips:
        yield [quote(tidy(cell)) for cell in _cells(flip, found, lang)]


def _cells(flip: Flip, found: Recorded, lang: str) -> Iterable[str]:
    yes = "是" if lang == "zh" else "yes"
    yield flip.case
    yield LEXICON.word("kind", flip.kind, lang)
    yield LEXICON.word("state", flip.state, lang)
    yield found.names.unit(flip.unit, lang)
    yield change_word(flip.change, lang)
    yield subject_words(flip, lang)
    for said in (flip.before, flip.after):
        yield side_words(flip, said, found.names.teller(lang))
    for said in (flip.before, flip.after):
        yield " ".join(said.lines)
    yield yes if flip.closed else ""


def _write_csv(found: Recorded, target: Path, lang: str) -> None:
    # With the mark at its beginning spreadsheets read Chinese as what it is.
    with target.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows(_rows(found, lang))


def _write_sheet(found: Recorded, target: Path, lang: str) -> None:
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    page = book.create_sheet("影响清单" if lang == "zh" else "Flip list")
    page.freeze_panes = "A2"
    for row in _rows(found, lang):
        page.append(row)
    book.save(target)


def _write_lines(found: Recorded, target: Path, _lang: str) -> None:
    with target.open("wb") as file:
        file.writelines(line + b"\n" for line in found.flips.as_lines())


_WRITERS: Mapping[str, Callable[[Recorded, Path, str], None]] = {
    ".csv": _write_csv,
    ".xlsx": _write_sheet,
    ".jsonl": _write_lines,
}


def names_for(app: App, draft: Policy) -> Names:
    """The names for a draft beside the version in force."""
    with app.store.read() as work:
        return Names.of(app, work, draft, app.active_policy(work))
