"""Why a case is due then, as sentences: start, counting, what did not count, pauses, the ladder."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from casework.answering.rules import LOST, RuleView, line_in, place_words
from casework.casefile import CaseFile
from domain.lexicon import LEXICON
from notifications.wording import day_words, moment_words
from policies.considering import Fate

if TYPE_CHECKING:
    from casework.allowance_views import View
    from casework.answering.clocks import ClockAnswer, RungAnswer
    from casework.dues import DueView
    from policies.explaining import Skipped


def clock_sentences(file: CaseFile, found: ClockAnswer, lang: str) -> Iterator[str]:
    """The whole reckoning of one clock, a sentence to each of its parts."""
    item, zh = found.due, lang == "zh"
    if item is None:
        return
    clock, zone = item.clock, file.calendar.zone
    place = place_words(line_in(file, clock.rule, lang), lang)
    status = LEXICON.word("clock", clock.status, lang)
    words = _quoted(clock.words)
    yield (
        f"{words}（{status}）：{clock.limit}，依据{place}"
        if zh
        else f"{words} ({status}): {clock.limit}, by {place}"
    )
    yield _started(found, zone, lang)
    yield from _counted(item, lang)
    for pause in found.pauses:
        yield _pause(pause, zone, lang)
    for more in item.extensions:
        dates = [moment_words(more[name], zone, lang) for name in ("from_due", "to_due")]
        yield (
            f"准予延期{more['more']}：{dates[0]}延至{dates[1]}，{more['by']}，理由：{more['reason']}"
            if zh
            else f"given {more['more']} more, from {dates[0]} to {dates[1]}, "
            f"by {more['by']}: {more['reason']}"
        )
    for move in found.moves:
        at = moment_words(move.at, zone, lang)
        yield (
            f"{at}，{move.words}（事件{move.seq}）"
            if zh
            else f"{at}: {move.words} (event {move.seq})"
        )
    yield _due(item, zone, lang)
    yield from (_rung(one, zone, lang) for one in found.rungs if _is_worth_saying(found, one))
    yield from _rivals(found.considered)


def idle_sentences(words: str, views: Iterable[RuleView], lang: str) -> Iterator[str]:
    """Why no clock runs: no clause asks for it, or each one that does was not about the case."""
    zh, found, name = lang == "zh", list(views), _quoted(words)
    yield f"{name}没有开始过计时" if zh else f"no clock was ever started for {name}"
    if not found:
        yield (
            "制度没有规定它的期限，所以不会到期"
            if zh
            else "no clause sets a time limit for it, so it is never due"
        )
    yield from (one.said for one in found)


def _quoted(words: str) -> str:
    """In quotation marks, unless there are some within."""
    return words if "“" in words else f"“{words}”"


def _started(found: ClockAnswer, zone: str, lang: str) -> str:
    item, entry, zh = found.due, found.started_by, lang == "zh"
    at = "—" if item is None else moment_words(item.clock.started_at, zone, lang)
    if entry is None:
        return f"自{at}起算" if zh else f"counted from {at}"
    if zh:
        return f"自{at}起算：{entry.words}（{entry.actor}，事件{entry.seq}）"
    return f"counted from {at}: {entry.words} ({entry.actor}, event {entry.seq})"


def _counted(item: DueView, lang: str) -> Iterator[str]:
    why, zh = item.explanation, lang == "zh"
    if why.first_counted is not None:
        day = day_words(why.first_counted, lang)
        yield f"计算的第一日是{day}" if zh else f"the first day that counts is {day}"
    for skipped in why.skipped:
        yield f"不计入：{_days(skipped, lang)}" if zh else f"not counted: {_days(skipped, lang)}"
    if why.rolled_from is not None and why.last_day is not None:
        days = day_words(why.rolled_from, lang), day_words(why.last_day, lang)
        over = ("、" if zh else ", ").join(_days(one, lang) for one in why.rolled_over)
        yield (
            f"最后一日{days[0]}是休息日，移至{days[1]}（{over}）"
            if zh
            else f"the last day, {days[0]}, is a day off and moves to {days[1]} ({over})"
        )
    if not why.confirmed:
        yield (
            "所涉年份的放假安排尚未公布，到期日可能变化"
            if zh
            else "holidays of that year are not published yet; the date may move"
        )


def _days(skipped: Skipped, lang: str) -> str:
    first, last = day_words(skipped.first, lang), day_words(skipped.last, lang)
    days = first
    if skipped.last != skipped.first:
        days = f"{first}至{last}" if lang == "zh" else f"{first} to {last}"
    reason = skipped.words(lang)
    return f"{days}，{reason}" if lang == "zh" else f"{days}, {reason}"


def _pause(pause: View, zone: str, lang: str) -> str:
    zh = lang == "zh"
    said = {
        name: "" if pause[name] is None else moment_words(pause[name], zone, lang)
        for name in ("from", "to", "until")
    }
    by, reason = pause["by"], pause["reason"]
    if said["to"]:
        span = f"{said['from']}至{said['to']}" if zh else f"{said['from']} until {said['to']}"
    else:
        end = said["until"] or ("恢复" if zh else "it is resumed")
        span = f"{said['from']}起，至{end}" if zh else f"since {said['from']}, until {end}"
    return f"暂停计时：{span}，{by}，理由：{reason}" if zh else f"paused: {span}, by {by}: {reason}"


def _due(item: DueView, zone: str, lang: str) -> str:
    clock, zh = item.clock, lang == "zh"
    if clock.stopped_at is not None:
        status = LEXICON.word("clock", clock.status, lang)
        at = moment_words(clock.stopped_at, zone, lang)
        due = "—" if clock.due is None else moment_words(clock.due, zone, lang)
        return (
            f"应于{due}到期；{at}停止计时（{status}）"
            if zh
            else f"it was due {due}; stopped {at} ({status})"
        )
    if clock.due is None:
        return _NO_DUE.get(clock.status, _NO_DUE["awaiting"])[lang]
    due = moment_words(clock.due, zone, lang)
    return f"到期：{due}（{clock.left}）" if zh else f"due {due} ({clock.left})"


_NO_DUE = {
    "paused": {
        "zh": "现在没有到期时间：恢复计时后重新推算",
        "en": "nothing is due now: it is counted anew when it runs again",
    },
    "awaiting": {
        "zh": "现在没有到期时间：放假安排公布后推算",
        "en": "nothing is due now: it is counted once the holidays are published",
    },
}


def _is_worth_saying(found: ClockAnswer, one: RungAnswer) -> bool:
    """What a stopped clock would still have done is of no use to anybody."""
    running = found.due is not None and found.due.clock.stopped_at is None
    return one.rung.rule is not None and (running or one.rung.fired_at is not None)


def _rung(one: RungAnswer, zone: str, lang: str) -> str:
    zh, rung = lang == "zh", one.rung
    at = moment_words(rung.fired_at or rung.due, zone, lang)
    done = rung.fired_at is not None
    head = f"{at}{'已触发' if done else '将触发'}：{rung.words}"
    if not zh:
        head = f"{at}: {rung.words}{', fired' if done else ''}"
    if one.silent is not None:
        return (
            f"{at}到了节点“{rung.words}”，但没有发出：{one.silent.said}"
            if zh
            else f"{at}: “{rung.words}” was due and did nothing: {one.silent.said}"
        )
    if one.reach is None:
        return head
    if done and one.reach.person is not None and rung.to and rung.to not in one.reach.said:
        # Offices have changed since: what the event says of its receiver is all there is.
        return f"{head}：{rung.to}" if zh else f"{head}: {rung.to}"
    return f"{head}。{one.reach.said}" if zh else f"{head}. {one.reach.said}"


def _rivals(views: Iterable[RuleView]) -> Iterator[str]:
    """The other rules for the same clock that lost; those of another occasion had no say."""
    for one in views:
        if one.fate in LOST and one.fate != Fate.OTHER_EVENT:
            yield one.said
