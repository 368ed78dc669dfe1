"""What a trigger did, on the screen."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from casework.allowance_words import cited
from domain.lexicon import LEXICON
from holdfast.showing.words import moment, words_of

if TYPE_CHECKING:
    from casework.moving import Done


def done_lines(done: Done, lang: str) -> Iterator[str]:
    """The move, or the endorsement that waits, and the clocks that now run."""
    from casework.calendars_seed import ZONE
    from casework.clockwords import obligation_words

    zh = lang == "zh"
    trigger = LEXICON.word("trigger", done.trigger, lang)
    if done.endorsed:
        waiting = words_of("role", done.waiting_for, lang)
        yield (
            f"{done.number}：已会签“{trigger}”，尚待{waiting}会签。"
            if zh
            else f"{done.number}: your name is under “{trigger}”; waiting for the {waiting}."
        )
        return
    states = [LEXICON.word("state", state, lang) for state in (done.from_state, done.to_state)]
    path = " → ".join(states)
    yield f"{done.number}：{trigger}，{path}。" if zh else f"{done.number}: {trigger}, {path}."
    for rule in done.waived:
        clause = cited(rule, lang)
        yield f"  特批：{clause}，已使用" if zh else f"  by waiver, now spent: {clause}"
    for item in done.due:
        what = obligation_words(item.clock.obligation, lang)
        due = moment(item.due, ZONE, lang)
        yield f"  时限：{what}，{due}前" if zh else f"  clock: {what}, due {due}"
