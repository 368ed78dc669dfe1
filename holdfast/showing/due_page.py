"""Why a case is due when it is due, on the screen."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from domain.lexicon import LEXICON
from holdfast.showing.allowances import allowances_lines, who
from holdfast.showing.words import moment, plain, short

if TYPE_CHECKING:
    from casework.dues import Dues, DueView, RungView
    from policies.explaining import Skipped


_NO_DUE = {
    "paused": ("暂停计时，恢复后重新推算", "paused: counted anew when it runs again"),
    "awaiting": ("放假安排公布后推算", "counted once the holidays are published"),
}


def dues_lines(found: Dues, lang: str) -> Iterator[str]:
    """Each clock counted out, with its ladder, then the pauses."""
    zh = lang == "zh"
    if not found.clocks:
        yield "该事项没有时限。" if zh else "No clock was ever started on this case."
    for item in found.clocks:
        yield from _clock(item, found.zone, lang)
        yield ""
    yield from allowances_lines(found, lang)


def _clock(item: DueView, zone: str, lang: str) -> Iterator[str]:
    clock, zh = item.clock, lang == "zh"
    status = LEXICON.word("clock", clock.status, lang)
    yield f"{clock.words}  [{status}]  {clock.left}".rstrip()
    rule = clock.rule
    yield _pair("依据" if zh else "by", f"{rule['citation']}  {rule['file']}:{rule['line']}", lang)
    yield _pair("起算" if zh else "started", moment(clock.started_at, zone, lang), lang)
    yield _pair("期限" if zh else "limit", clock.limit, lang)
    yield from _counted(item, lang)
    due = moment(clock.due, zone, lang)
    if clock.due is None:
        due = _NO_DUE.get(clock.status, ("—", "—"))[not zh]
    yield _pair("到期" if zh else "due", due, lang)
    if clock.stopped_at is not None:
        yield _pair("停止" if zh else "stopped", moment(clock.stopped_at, zone, lang), lang)
    if not item.explanation.confirmed:
        yield (
            "    注意：所涉年份的放假调休安排尚未公布，到期日可能变化。"
            if zh
            else "    note: holidays of that year are not published yet; the date may move."
        )
    for more in item.extensions:
        at, reason = short(more["at"], zone, lang), plain(more["reason"])
        dates = f"{short(more['from_due'], zone, lang)} → {short(more['to_due'], zone, lang)}"
        said = f"{more['more']}  {dates}  {at}  {who(more, lang)}  {reason}"
        yield _pair("延期" if zh else "extended", said, lang)
    for rung in item.rungs:
        # What a stopped clock would still have done is of no use to anybody.
        if clock.stopped_at is None or rung.fired_at is not None:
            yield f"    {_rung(rung, zone, lang)}"


def _pair(name: str, text: str, lang: str) -> str:
    return f"    {name}：{text}" if lang == "zh" else f"    {name}: {text}"


def _counted(item: DueView, lang: str) -> Iterator[str]:
    why, zh = item.explanation, lang == "zh"
    if why.first_counted is not None:
        yield _pair("首日" if zh else "first day counted", str(why.first_counted), lang)
    for skipped in why.skipped:
        yield _pair("不计" if zh else "not counted", _days(skipped, lang), lang)
    if why.rolled_from is not None:
        moved = f"{why.rolled_from} → {why.last_day}"
        yield _pair("遇休息日移动" if zh else "moved off a day off", moved, lang)
    for skipped in why.rolled_over:
        yield _pair("跨过" if zh else "over", _days(skipped, lang), lang)


def _days(skipped: Skipped, lang: str) -> str:
    days = str(skipped.first)
    if skipped.last != skipped.first:
        days = (
            f"{skipped.first} 至 {skipped.last}"
            if lang == "zh"
            else f"{skipped.first} to {skipped.last}"
        )
    return f"{days} {skipped.words(lang)}"


def _rung(rung: RungView, zone: str, lang: str) -> str:
    zh = lang == "zh"
    at = short(rung.due, zone, lang)
    to = f"（{rung.to}）" if rung.to and zh else f" ({rung.to})" if rung.to else ""
    if rung.fired_at is None:
        return f"· {at}  {rung.place}  {rung.words}{to}"
    fired = short(rung.fired_at, zone, lang)
    late = ("，补发" if zh else ", late") if rung.late else ""
    done = f"已于 {fired} 触发{late}" if zh else f"fired {fired}{late}"
    return f"● {at}  {rung.place}  {rung.words}{to}  {done}"
