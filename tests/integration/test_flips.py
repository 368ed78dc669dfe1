"""The flip list as it is kept, and each flip in words."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from casework.flip_pages import FlipPage, FlipWriter
from casework.flip_words import CHANGES, Teller, sentence
from casework.flips import About, Change, Flip, FlipList, Said, Simulation, lines_of

ZH = Teller("zh", "Asia/Shanghai")
EN = Teller("en", "Asia/Shanghai", {"理由不足": "not enough reason"})
DATE = datetime(2026, 3, 2, tzinfo=UTC)
TERMS = (
    '{"bound":true,"by":{"amount":5,"unit":"days"},'
    '"limit":{"amount":3,"form":"within","unit":"days"},"times":1}'
)
DUE = Said(("2026-03-05T16:00:00+00:00", TERMS, "none"), ("05.feature:29",))
STILL = Said(("", TERMS, "none"), ("05.feature:29",))
RUNG = Said(("escalate:supervision_office@2026-03-05T16:00:00+00:00",), ("06.feature:15",))


def flip(change: Change, before: Said, after: Said, about: About = About.TRIGGER) -> Flip:
    subject = "confirm" if about is not About.CHECK else "rectified_thoroughly"
    return Flip(
        "R1-1", "h1", "finding", "to_be_confirmed", "plant", change, about, subject, before, after
    )


def page(*flips: Flip, cases: int = 1) -> FlipPage:
    found = FlipPage(cases=cases)
    for one in flips:
        found.add([one])
    return found.pack()


def test_pages_are_put_together_and_read_back_line_by_line() -> None:
    late = flip(Change.NEWLY_LATE, DUE, STILL, About.CLOCK)
    written = FlipWriter("d", "a")
    # Longer than what is unpacked at once, so that lines are cut in two.
    many = [replace(late, case=f"R1-{number}") for number in range(400)]
    written.add(page(*many, cases=500))
    written.add(page())
    written.add(page(replace(late, unit="other", closed=True)))
    lines = list(lines_of(written.body))
    assert lines[0] == b'{"against":"a","draft":"d"}'
    assert len(lines) == 402
    assert list(FlipList(written.body, written.count))[:400] == many
    assert [one.cases for one in written.tallies()] == [400, 1]
    assert FlipList(written.body, written.count).examples(2) == many[:2]
    assert (written.cases, written.count) == (502, 401)


def test_the_flips_of_a_case_have_one_order_whoever_finds_them_first() -> None:
    one, other = flip(Change.GATE_BLOCKS, Said(), Said()), flip(Change.CHECK_FAILS, Said(), Said())
    first, second = FlipPage(), FlipPage()
    first.add([one, other])
    second.add([other, one])
    assert first.pack().body == second.pack().body


def test_sums_are_told_apart_by_whether_a_case_is_closed() -> None:
    written = FlipWriter("d", "a")
    blocked = flip(Change.GATE_BLOCKS, Said(), Said())
    written.add(page(blocked, replace(blocked, closed=True)))
    found = Simulation(
        "d", "a", DATE, 2, 1, 0, 1, 1, 0, written.tallies(), 2, written.digest, written.body
    )
    assert found.summary()["changes"] == found.summary()["changes_closed"] == {"gate-blocks": 1}
    assert [one.closed for one in found.flips] == [False, True]


_GATE = Said(("field-missing:remarks:", "refused::理由不足"), ("01.feature:7",))
_SAID: dict[Change, tuple[Said, Said, str, str]] = {
    Change.NEWLY_LATE: (
        DUE,
        STILL,
        "24时；3日内，可延长1次，每次5日；遇休息日不顺延 → 暂停中",
        "stands still",
    ),
    Change.NO_LONGER_LATE: (STILL, DUE, "暂停中；3日内", "within 3 days"),
    Change.DUE_EARLIER: (DUE, DUE, "到期提前", "extendable 1 time(s) by 5 days; does not roll"),
    Change.DUE_LATER: (DUE, DUE, "到期延后", "due later"),
    Change.TERMS_DIFFER: (STILL, STILL, "期限规定不同", "other terms"),
    Change.CLOCK_BEGINS: (Said(), DUE, "新增时限：— → ", "clock begins: — → "),
    Change.CLOCK_ENDS: (DUE, Said(), "→ —", "→ —"),
    Change.ESCALATES_NOW: (Said(), RUNG, "24时提级至督导组办公室", "escalate to the"),
    Change.FIRES_NOW: (
        Said(("chaser:owner#2@2026-03-05T16:00:00+00:00",)),
        Said(("circulate@2026-03-05T16:00:00+00:00",)),
        "催办owner → 2026年3月5日（星期四）24时通报",
        "chaser to the owner",
    ),
    Change.LADDER_DIFFERS: (
        Said(("deduct:unit_admin_head:2@2026-03-05T16:00:00+00:00",)),
        Said(
            (
                "move:confirm@2026-03-05T16:00:00+00:00",
                "opencase:accountability@2026-03-05T16:00:00+00:00",
            )
        ),
        "自动“确认底稿”；",
        "happens by itself; ",
    ),
    Change.GATE_BLOCKS: (Said(), _GATE, "无障碍 → 须填报“备注”；理由不足", "nothing against it"),
    Change.GATE_OPENS: (
        _GATE,
        Said(),
        "→ 无障碍",
        "“remarks” must be filled in; not enough reason",
    ),
    Change.GATE_DIFFERS: (_GATE, Said(("nobody-named::",)), "nobody-named", "other gates"),
    Change.AUTHORITY_GAINED: (
        Said(("inspector",)),
        Said(("inspector", "unit_admin_head+unit_party_head")),
        "责任单位行政负责人和责任单位党组织负责人",
        " with the ",
    ),
    Change.AUTHORITY_LOST: (Said(("inspector",)), Said(), "→ —", "authority lost"),
    Change.AUTHORITY_DIFFERS: (Said(("inspector",)), Said(("liaison_officer",)), "更换", "other"),
    Change.STANDS_ASIDE: (
        Said(),
        Said(("conflict-of-interest", "issue")),
        "有利害关系者；办理过“下达”者",
        "whoever has an interest; whoever did “issue",
    ),
    Change.STANDS_ASIDE_NO_MORE: (Said(("issue",)), Said(), "减少", "fewer"),
    Change.CHECK_FAILS: (
        Said(("derived", "signed")),
        Said(("check-does-not-hold:x:整改不彻底",)),
        "情形具备；已签认 → 整改不彻底",
        "derived; signed → ",
    ),
    Change.CHECK_HOLDS: (Said(), Said(("derived", "signed")), "情形不具备 → ", "not derived → "),
    Change.CHECK_DIFFERS: (Said(("derived",)), Said(("signed",)), "情形不同", "stands otherwise"),
}


@pytest.mark.parametrize("change", list(Change))
def test_each_change_is_told_in_both_languages(change: Change) -> None:
    before, after, chinese, english = _SAID[change]
    about = About.CLOCK if change in set(list(Change)[:10]) else About.TRIGGER
    about = About.CHECK if change.startswith("check") else about
    told = flip(change, before, after, about)
    assert chinese in sentence(told, ZH)
    assert CHANGES[change][0] in sentence(told, ZH)
    assert english in sentence(told, EN)
    assert CHANGES[change][1] in sentence(told, EN)


def test_a_closed_case_is_told_as_what_would_have_been() -> None:
    told = replace(flip(Change.GATE_BLOCKS, Said(), _GATE), closed=True)
    assert "（已办结，假如当时适用）" in sentence(told, ZH)
    assert "(closed: had it applied then)" in sentence(told, EN)
