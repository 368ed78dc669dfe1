"""What a draft would change, on the screen: sums, a table of units and kinds, and the flips."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any

from casework.flip_words import changes_words, sentence
from domain.lexicon import LEXICON
from holdfast.showing.words import plain, short

if TYPE_CHECKING:
    from datetime import datetime

    from casework.flip_lists import Names, Recorded
    from casework.flips import Flip, FlipList

EXAMPLES = 3
"""So many flips of each sort are shown with the sums."""

_HEADINGS = {
    "zh": ("责任单位", "类型", "受影响事项", "变化"),
    "en": ("unit", "kind", "cases", "changes"),
}


def headings(lang: str) -> tuple[str, ...]:
    """The headings of the table."""
    return _HEADINGS[lang]


def tally_rows(summary: Mapping[str, Any], names: Names, lang: str) -> list[tuple[str, ...]]:
    """A row for each unit and kind, those of closed cases behind."""
    closed = "（已办结）" if lang == "zh" else " (closed)"
    return [
        (
            names.unit(tally["unit"], lang) or "—",
            LEXICON.word("kind", tally["kind"], lang) + (closed if tally["closed"] else ""),
            f"{tally['cases']:,}",
            changes_words(tally["changes"].items(), lang),
        )
        for tally in summary["tallies"]
    ]


def looked_at_lines(
    summary: Mapping[str, Any], at: datetime, zone: str, lang: str
) -> Iterator[str]:
    """What was compared with what, and how much was looked at."""
    draft, against = summary["draft"][:12], summary["against"][:12]
    cases, closed, others = (f"{summary[name]:,}" for name in ("cases", "closed", "other_versions"))
    gone, come, later = summary["gone"], summary["come"], summary["later"]
    if lang == "zh":
        yield f"试算 {draft}，对照生效版本 {against}，{short(at, zone, lang)}。"
        yield f"在办事项 {cases} 件，抽看最近办结 {closed} 件。"
        yield f"规则：生效版本独有 {gone} 条，草案独有 {come} 条。"
        if summary["other_versions"]:
            yield f"其中 {others} 件在办事项仍按更早的版本，与其所持版本对照。"
        if later:
            yield f"其中 {later} 条只影响今后的办理，不改变事项目前的情形。"
        return
    yield f"Simulated {draft} against {against}, which is in force, {short(at, zone, lang)}."
    yield f"{cases} open cases, and the last {closed} that were closed."
    yield f"Rules: {gone} only in the version in force, {come} only in the draft."
    if summary["other_versions"]:
        yield f"{others} of the open cases hold an older version; they are compared with that."
    if later:
        yield f"{later} of the rules only say what follows from what is done next."


def change_lines(summary: Mapping[str, Any], lang: str) -> Iterator[str]:
    """The sums over all cases; one line says that nothing changes."""
    for name, zh, en in _SUMS:
        words = changes_words(summary[name].items(), lang)
        if words:
            yield f"{zh}：{words}" if lang == "zh" else f"{en}: {words}"
    if not summary["flips"]:
        yield (
            "没有事项因此改变。" if lang == "zh" else "Nothing changes for any case as it stands."
        )


_SUMS = (
    ("changes", "在办事项适用草案时", "If open cases follow the draft"),
    ("changes_closed", "已办结事项假如当时适用草案", "Had it applied when these were closed"),
)


def example_lines(flips: FlipList, names: Names, lang: str) -> Iterator[str]:
    """A few flips of each sort, in the order of the sorts."""
    return flip_lines(flips.examples(EXAMPLES), names, lang)


def flip_lines(flips: Iterable[Flip], names: Names, lang: str) -> Iterator[str]:
    """Each flip on a line."""
    teller = names.teller(lang)
    return (plain(sentence(flip, teller)) for flip in flips)


def fingerprint_lines(digest: str, version: str, lang: str) -> Iterator[str]:
    """The fingerprint, and what it is for."""
    if lang == "zh":
        yield f"影响清单指纹：{digest}"
        yield f"批准人核阅后：holdfast policy approve {version[:12]} --flips {digest[:16]}"
        return
    yield f"Fingerprint of the flip list: {digest}"
    yield (
        "Whoever approves, having looked at it: "
        f"holdfast policy approve {version[:12]} --flips {digest[:16]}"
    )


def recorded_shape(found: Recorded, items: Sequence[Flip], after: int) -> dict[str, Any]:
    """A recorded list as `{…sums, items, next}`; `next` is how many flips to pass over next."""
    behind = after + len(items)
    return {
        **found.summary,
        "version": found.version,
        "by": found.by,
        "at": found.at,
        "stale": found.stale,
        "items": [flip.as_json() for flip in items],
        "next": behind if behind < len(found.flips) and items else None,
    }


def page_of(flips: Iterable[Flip], after: int, most: int) -> list[Flip]:
    """So many flips from behind a number of them."""
    return list(islice(flips, after, after + most))
