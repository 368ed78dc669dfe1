"""Policy versions on the screen: where one stands, what is to be done next, and all of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from casework.calendars_seed import ZONE
from domain.lexicon import LEXICON
from holdfast.showing.following import followed_lines
from holdfast.showing.words import plain, words_of

if TYPE_CHECKING:
    from casework.policy_life import Revised
    from casework.policy_versions import VersionView

SHORT = 12
"""So many letters of a hash tell versions apart on the screen."""

_DATE = len("2026-03-02")

_NEXT = {
    "checked": {
        "zh": "下一步：holdfast policy simulate {version} --as …",
        "en": "Next: holdfast policy simulate {version} --as …",
    },
    "simulated": {
        "zh": "下一步，由他人核阅并批准：holdfast policy flips {version}，"
        "holdfast policy approve {version} --flips … --as …",
        "en": "Next, by somebody else: holdfast policy flips {version}, then "
        "holdfast policy approve {version} --flips … --as …",
    },
    "approved": {
        "zh": "下一步：holdfast policy activate {version} --as …",
        "en": "Next: holdfast policy activate {version} --as …",
    },
}


def revised_shape(revised: Revised) -> dict[str, Any]:
    """`{version, revision, state, parent, again, from, waiting_for, followed, problems}`."""
    return {
        "version": revised.version,
        "revision": revised.number,
        "state": revised.state,
        "parent": revised.parent,
        "again": revised.again,
        "from": revised.from_at,
        "waiting_for": list(revised.waiting_for),
        "followed": None if revised.followed is None else asdict(revised.followed),
        "problems": [problem.as_json() for problem in revised.problems],
    }


def revised_lines(revised: Revised, lang: str) -> Iterator[str]:
    """Where a version stands, and by which command it goes on."""
    zh, short = lang == "zh", revised.version[:SHORT]
    state = LEXICON.word("state", revised.state, lang)
    if revised.waiting_for:
        roles = words_of("role", revised.waiting_for, lang)
        yield (
            f"制度 {short}（{revised.number}）：已会签，尚待{roles}会签。"
            if zh
            else f"Policy {short} ({revised.number}): your name is put; waiting for the {roles}."
        )
        return
    before = ("，此前已经提出" if zh else ", proposed before") if revised.again else ""
    since = ""
    if revised.from_at is not None:
        since = f"，自{_since(revised.from_at)}起" if zh else f", from {_since(revised.from_at)} on"
    yield (
        f"制度 {short}（{revised.number}）：{state}{since}{before}。"
        if zh
        else f"Policy {short} ({revised.number}): {state}{since}{before}."
    )
    followed = revised.followed
    if followed is not None and (followed.cases or followed.failed):
        yield from followed_lines(followed, lang)
    following = _NEXT.get(revised.state)
    if following is not None:
        yield following[lang].format(version=short)


def version_shape(view: VersionView) -> dict[str, Any]:
    """A version in a list of versions."""
    return {
        "version": view.version,
        "active": view.active,
        "state": view.state,
        "revision": view.revision,
        "author": view.author,
        "approved_by": view.approved_by,
        "at": view.at,
        "from": view.from_at,
        "parent": view.parent,
        "note": view.note,
    }


def version_row(view: VersionView, lang: str) -> tuple[str, ...]:
    """A version in the table of versions."""
    return (
        view.version[:SHORT],
        LEXICON.word("state", view.state, lang),
        view.revision or "—",
        view.author,
        view.approved_by or "—",
        _since(view.from_at)[:_DATE],
        (view.parent or "—")[:SHORT],
        plain(view.note),
    )


def version_lines(view: VersionView, lang: str) -> Iterator[str]:
    """A version with everything that is known of it, and where each of its clauses stands."""
    zh = lang == "zh"
    yield f"{view.version}  [{LEXICON.word('state', view.state, lang)}]"
    for name, value in (
        ("修订事项" if zh else "revision", view.revision),
        ("拟稿" if zh else "author", view.author),
        ("批准" if zh else "approved by", view.approved_by),
        ("提出" if zh else "proposed", _since(view.at)),
        ("生效" if zh else "in force from", _since(view.from_at)),
        ("前一版本" if zh else "parent", view.parent and view.parent[:SHORT]),
        ("修订说明" if zh else "note", plain(view.note)),
    ):
        if value and value != "—":
            yield f"  {name}：{value}" if zh else f"  {name}: {value}"
    for file in view.files:
        yield ""
        yield file
        yield from (f"  {one.line:>4}  {one.citation}" for one in view.rules if one.file == file)


def _since(at: datetime | None) -> str:
    """The local day, with the time where it is not the beginning of it."""
    if at is None:
        return "—"
    local = at.astimezone(ZoneInfo(ZONE))
    return (
        f"{local:%Y-%m-%d}" if (local.hour, local.minute) == (0, 0) else f"{local:%Y-%m-%d %H:%M}"
    )
