"""A round on the screen: its findings, its reviews, and what a look-back opened."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from casework.round_view import OWNERS
from domain.lexicon import LEXICON
from holdfast.showing.words import joined, plain, short

if TYPE_CHECKING:
    from casework.looking_back import LookedBack
    from casework.round_view import RoundFinding, RoundReview, RoundView

_HEAD = ("inspection_team", "domain", "inspected_from", "inspected_to", "report_on", "due_on")


def round_shape(view: RoundView) -> dict[str, Any]:
    """The round as JSON."""
    from dataclasses import asdict

    findings = [
        {**asdict(one), "owners": dict(one.owners), "open": one.open} for one in view.findings
    ]
    return {
        **asdict(view),
        "findings": findings,
        "counts": dict(view.counts),
        "verdicts": dict(view.verdicts),
    }


def round_lines(view: RoundView, lang: str) -> Iterator[str]:
    """What the round is, how its findings stand, and what a look-back found."""
    zh = lang == "zh"
    state = LEXICON.word("state", view.state, lang)
    type_ = LEXICON.word("value", view.type, lang) if view.type else ""
    yield f"{'督察' if zh else 'Round'} {view.number}  [{state}]  {plain(view.title)}"
    yield f"  {' · '.join(one for one in (type_, view.unit, *_head(view, lang)) if one)}"
    for words_zh, words_en, numbers in (
        ("回头看的轮次：", "looks back at: ", view.looks_back_at),
        ("被回头看：", "looked back at by: ", view.looked_back_by),
    ):
        if numbers:
            yield f"  {words_zh if zh else words_en}{joined(numbers, lang)}"
    yield from _findings(view, lang)
    yield from _reviews(view, lang)


def _head(view: RoundView, lang: str) -> Iterator[str]:
    colon = "：" if lang == "zh" else ": "
    for field in view.fields:
        if field["id"] in _HEAD:
            yield f"{field['name']}{colon}{plain(str(field['words']))}"


def _findings(view: RoundView, lang: str) -> Iterator[str]:
    count = view.counts
    if not view.findings:
        return
    yield ""
    if lang == "zh":
        yield (
            f"问题 {count['findings']} 项：已销号或者不予认定 {count['off_the_books']} 项，"
            f"在账 {count['open']} 项，曾重新挂账 {count['put_back']} 项"
            + (f"，有特批 {count['waived']} 项" if count["waived"] else "")
        )
    else:
        yield (
            f"{count['findings']} findings: {count['off_the_books']} off the books, "
            f"{count['open']} open, {count['put_back']} put back at some time"
            + (f", {count['waived']} with a waiver" if count["waived"] else "")
        )
    yield from (f"  {finding_line(one, view.zone, lang)}" for one in view.findings)


def finding_line(finding: RoundFinding, zone: str, lang: str) -> str:
    """A finding on one line: where it stands, whose it is, until when."""
    state = LEXICON.word("state", finding.state, lang)
    owner = next((name for role, name in finding.owners if role == OWNERS[0]), "—")
    parts = [f"{finding.number}  [{state}]  {plain(finding.title)}", finding.unit, owner]
    if finding.due_on:
        parts.append(f"{finding.due_on} 前" if lang == "zh" else f"by {finding.due_on}")
    if finding.closed_at is not None:
        closed = short(finding.closed_at, zone, lang)
        parts.append(f"办结 {closed}" if lang == "zh" else f"closed {closed}")
    if finding.put_back:
        times = finding.put_back
        parts.append(f"重新挂账 {times} 次" if lang == "zh" else f"put back {times}×")
    if finding.waived.words(lang):
        parts.append(f"[{finding.waived.words(lang)}]")
    return "  ".join(parts)


def _reviews(view: RoundView, lang: str) -> Iterator[str]:
    if not view.reviews:
        return
    yield ""
    colon = "：" if lang == "zh" else ": "
    found = [f"{_verdict(name, lang)} {number}" for name, number in view.verdicts.items() if number]
    yield f"{'成效核查' if lang == 'zh' else 'Reviews'}{colon}{joined(found, lang)}"
    yield from (f"  {_review(one, lang)}" for one in view.reviews)


def _verdict(name: str, lang: str) -> str:
    if name == "open":
        return "尚无结论" if lang == "zh" else "no verdict yet"
    return LEXICON.word("value", name, lang)


def _review(review: RoundReview, lang: str) -> str:
    word = (
        LEXICON.word("value", review.verdict, lang)
        if review.verdict
        else LEXICON.word("state", review.state, lang)
    )
    return f"{review.number}  [{word}]  {plain(review.subject)}"


def looked_back_shape(found: LookedBack) -> dict[str, Any]:
    """What a look-back opened, as JSON."""
    return {
        "round": found.number,
        "of": list(found.of),
        "opened": [{"review": one.number, "finding": finding} for one, finding in found.opened],
        "known": [{"review": review, "finding": finding} for review, finding in found.known],
        "still_open": [{"finding": one.number, "state": one.state} for one in found.still_open],
    }


def looked_back_lines(found: LookedBack, lang: str) -> Iterator[str]:
    """What a look-back opened, and which findings have nothing to look back at yet."""
    zh = lang == "zh"
    of = joined(found.of, lang)
    opened, known = len(found.opened), len(found.known)
    if zh:
        yield f"{found.number} 回头看 {of}：新登记核查 {opened} 件，原有 {known} 件。"
    else:
        yield f"{found.number} looks back at {of}: {opened} reviews opened, {known} were there."
    for one in found.still_open:
        state = LEXICON.word("state", one.state, lang)
        yield (
            f"  尚未销号：{one.number} [{state}]" if zh else f"  still open: {one.number} [{state}]"
        )
    yield (
        f"下一步：holdfast round show {found.number}"
        if zh
        else f"Next: holdfast round show {found.number}"
    )
