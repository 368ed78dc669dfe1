"""The notices of stop-work orders, listings, deductions and rewards in words of their own."""

from __future__ import annotations

from itertools import product

import pytest

from notifications.rendering import Notice, Rendered, render
from tests.unit.test_notifications import FULL, LANGUAGES, squashed, visible

OWN_WORDS = (
    ("stop_work", "stop_ordered", "责令停产停工", "must stop at once"),
    ("stop_work", "resumed", "已恢复生产", "work has been resumed"),
    ("listing", "under_listing", "督办通知书", "under supervised listing"),
    ("listing", "delisted", "已经摘牌", "has been delisted"),
    ("deduction", "slip_to_be_answered", "提出申辩", "plead against it"),
    ("deduction", "deduction_to_be_booked", "已经批准", "has been approved"),
    ("deduction", "deduction_cancelled", "已经撤销", "has been cancelled"),
    ("reward", "to_be_paid", "奖励已经批准", "your reward is approved"),
    ("reward", "unrewarded", "不予奖励", "no reward is granted"),
)


def _told(kind: str, state: str, lang: str) -> Rendered:
    return render(Notice("notification", kind, lang, {**FULL, "state": state}))


@pytest.mark.parametrize(("kind", "state", "zh", "en"), OWN_WORDS)
def test_a_notice_says_what_the_state_bears_out(kind: str, state: str, zh: str, en: str) -> None:
    for lang, word in (("zh", zh), ("en", en)):
        notice = _told(kind, state, lang)
        assert word in f"{notice.subject} {notice.text}"
        assert FULL["number"] in notice.subject


@pytest.mark.parametrize(("kind", "state"), [row[:2] for row in OWN_WORDS])
def test_the_page_says_what_the_text_says(kind: str, state: str) -> None:
    for lang in LANGUAGES:
        notice = _told(kind, state, lang)
        page = visible(notice.html)
        lines = [squashed(line) for line in notice.text.splitlines() if line not in ("", "--")]
        assert [line for line in lines if line not in page] == []


def test_a_deduction_is_never_called_a_fine() -> None:
    assert "不是罚款" in _told("deduction", "slip_to_be_answered", "zh").text
    assert "it is not a fine" in _told("deduction", "slip_to_be_answered", "en").text


def test_the_subject_of_a_reward_does_not_name_the_hazard() -> None:
    """A subject is read on the lock screen by whoever stands beside."""
    for lang, state in product(LANGUAGES, ("to_be_paid", "unrewarded")):
        assert FULL["title"] not in _told("reward", state, lang).subject


@pytest.mark.parametrize(
    ("kind", "state"),
    [
        ("stop_work", "stopped"),
        ("listing", "to_be_listed"),
        ("deduction", "deduction_to_be_approved"),
        ("reward", "claimed"),
    ],
)
def test_in_other_states_the_general_words_serve(kind: str, state: str) -> None:
    for lang in LANGUAGES:
        general = render(Notice("notification", "finding", lang, {**FULL, "state": ""}))
        body = general.text.splitlines()[2]
        assert body in _told(kind, state, lang).text
