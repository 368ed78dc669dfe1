"""What a policy owner reads: line, column, words of the file's language, suggestions."""

from __future__ import annotations

from tests.unit.policy_texts import EN, ZH, line_of, only, spoilt


def test_a_misspelt_first_keyword_is_found_in_the_language_of_the_file() -> None:
    zh = spoilt(ZH, "      假如 某“整改措施”处于“待验证", "      假入 某“整改措施”处于“待验证")
    line, column, message, suggestions = only(zh, "description-as-step")
    assert (line, column) == (line_of(zh, "假入"), 7)
    assert "会被当作说明" in message
    assert suggestions[0] == "假如"
    en = spoilt(EN, '      Given a "action" is in "done"', '      Givn a "action" is in "done"')
    line, column, message, suggestions = only(en, "description-as-step")
    assert (line, column) == (line_of(en, "Givn"), 7)
    assert "misspelt" in message
    assert suggestions == ("Given",)


def test_an_unknown_role_is_found_at_its_letters_with_the_nearest_word() -> None:
    text = spoilt(ZH, "那么 提级至“督导组组长”", "那么 提级至“督导组组常”")
    line, column, message, suggestions = only(text, "unknown-term")
    assert (line, column) == (line_of(text, "组常"), 14)
    assert message == "不认识的角色：“督导组组常”。"
    assert "督导组组长" in suggestions


def test_an_unknown_word_in_a_row_is_found_in_its_cell() -> None:
    text = spoilt(ZH, "| 待验证 | 验证     | 验证人", "| 待验证 | 验正     | 验证人")
    line, column, _, suggestions = only(text, "unknown-term")
    assert (line, column) == (line_of(text, "验正"), 17)
    assert suggestions[0] == "验证"


def test_an_unknown_step_comes_with_the_nearest_phrases() -> None:
    line, column, message, suggestions = only(
        spoilt(EN, "it is escalated to the", "it is escallated to"), "unknown-step"
    )
    assert (line, column) == (line_of(EN, "it is escalated"), 12)
    assert "no such sentence" in message
    assert suggestions[0] == 'it is escalated to the "role"'


def test_a_rung_that_cannot_fire_names_the_limit_it_hangs_on() -> None:
    text = spoilt(ZH, "届满还有2日", "届满还有11日")
    line, column, message, _ = only(text, "rung-never-fires")
    assert (line, column) == (line_of(text, "还有11日"), 7)
    assert "期限只有10日" in message
    assert f"01.feature:{line_of(text, '场景: 实施后完成')}" in message
