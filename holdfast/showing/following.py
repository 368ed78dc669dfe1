"""What came of open cases following the policy in force, in words and as values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from casework.following import Followed
    from casework.taking_effect import TookEffect


def followed_shape(followed: Followed, effect: TookEffect) -> Mapping[str, Any]:
    """`{cases, clocks, moved, overdue, begun, ended, failed, in_force, superseded}`."""
    return {**asdict(followed), **{name: list(found) for name, found in asdict(effect).items()}}


def followed_lines(followed: Followed, lang: str) -> Iterator[str]:
    """How many cases follow, what becomes of their clocks, and what to do about what failed."""
    zh, f = lang == "zh", followed
    if f.cases:
        yield (
            f"{f.cases}个在办事项已改按现行制度：{f.moved}项期限变动，其中{f.overdue}项因此逾期；"
            f"新计{f.begun}项期限，终止{f.ended}项。"
            if zh
            else f"{f.cases} open cases follow the policy in force: {f.moved} dates moved, "
            f"{f.overdue} of them into the past; {f.begun} clocks began, {f.ended} ended."
        )
    elif not f.failed:
        yield (
            "没有在办事项需要改按现行制度。"
            if zh
            else "No open case has to follow the policy in force."
        )
    if f.failed:
        yield (
            f"{f.failed}个事项的数据有误，未能改按现行制度，原因见程序日志；系统会继续重试，"
            "请先运行 holdfast audit verify 核查。"
            if zh
            else f"{f.failed} cases could not follow, because what is stored of them cannot be "
            "read: the log says why. They are tried again; first run holdfast audit verify."
        )


def effect_lines(effect: TookEffect, lang: str) -> Iterator[str]:
    """Which revisions took effect and which were superseded."""
    zh = lang == "zh"
    for number in effect.in_force:
        yield f"制度修订 {number} 已生效。" if zh else f"Policy revision {number} is in force."
    for number in effect.superseded:
        yield f"制度修订 {number} 已被取代。" if zh else f"Policy revision {number} is superseded."
