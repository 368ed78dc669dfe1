"""The one table of terms: one-to-one in both languages, and complete for what the floors name."""

from __future__ import annotations

import pytest

from domain.forms import FORMS
from domain.lexicon import LEXICON, Lexicon
from statemachines.table import COMMON_TRIGGERS
from statemachines.tables import TABLES

TERMS = tuple(LEXICON)


def test_every_word_of_either_language_names_its_own_id_and_no_other() -> None:
    for term in TERMS:
        for lang in ("zh", "en"):
            word = LEXICON.word(term.category, term.id, lang)
            assert word == word.strip() != ""
            assert LEXICON.id_of(term.category, word) == term.id


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_no_two_ids_of_a_category_share_a_word(lang: str) -> None:
    words = [(term.category, term.word(lang).casefold()) for term in TERMS]

    assert [word for word in set(words) if words.count(word) > 1] == []


def test_ids_are_plain_codes_and_chinese_words_are_chinese() -> None:
    for term in TERMS:
        assert term.id.isascii()
        assert term.id == term.id.lower().replace(" ", "_")
        assert not term.zh.isascii()
        assert term.en.isascii()


def test_every_kind_state_and_trigger_of_a_machine_has_its_words() -> None:
    for table in TABLES.values():
        assert LEXICON.has("kind", table.kind)
        assert [s for s in table.states if not LEXICON.has("state", s)] == []
        assert [t for t in table.triggers if not LEXICON.has("trigger", t)] == []
    assert [t for t in COMMON_TRIGGERS if not LEXICON.has("trigger", t)] == []


def test_every_field_choice_list_and_capacity_of_a_form_has_its_words() -> None:
    for form in FORMS.values():
        names = {field.id for field in form.fields} | set(form.derived)
        choices = {choice for field in form.fields for choice in field.choices}
        people = {field.id for field in form.fields if field.type == "person"}
        assert [name for name in sorted(names) if not LEXICON.has("field", name)] == []
        assert [value for value in sorted(choices) if not LEXICON.has("value", value)] == []
        assert [name for name in form.lists if not LEXICON.has("list", name)] == []
        assert [name for name in sorted(people) if not LEXICON.has("role", name)] == []


def test_no_word_is_kept_for_a_state_or_a_trigger_that_no_machine_has() -> None:
    states = {state for table in TABLES.values() for state in table.states}
    triggers = {trigger for table in TABLES.values() for trigger in table.triggers}

    assert set(LEXICON.ids("state")) == states
    assert set(LEXICON.ids("trigger")) == triggers | COMMON_TRIGGERS


def test_a_word_is_found_whatever_its_case_and_the_spaces_around_it() -> None:
    assert LEXICON.id_of("trigger", "  Strike OFF ") == "strike_off"
    assert LEXICON.id_of("trigger", "strike_off") is None
    assert LEXICON.resolve("trigger", "strike_off") == "strike_off"
    assert LEXICON.resolve("trigger", "销号") == "strike_off"
    assert LEXICON.resolve("trigger", "no such thing") is None


def test_an_id_without_a_row_stands_for_itself() -> None:
    assert LEXICON.word("state", "limbo", "zh") == "limbo"


def test_the_nearest_words_are_of_the_language_that_is_asked_for() -> None:
    assert LEXICON.nearest("trigger", "striking off", "en")[0] == "strike off"
    assert LEXICON.nearest("state", "待销", "zh")[0] == "待销号"
    assert LEXICON.nearest("state", "毫不相干的词", "zh") == []


def test_the_content_id_follows_the_words_and_not_their_order() -> None:
    a, b = ("close", "办结", "close"), ("open", "登记", "open")
    one = Lexicon([{"trigger": (a, b)}])

    assert one.content_id() == Lexicon([{"trigger": (b, a)}]).content_id()
    assert one.content_id() != Lexicon([{"trigger": (a, ("open", "登 记", "open"))}]).content_id()


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        (("close", "关闭", "shut"), "two rows for trigger close"),
        (("shut", "办结", "shut"), "the word 办结 names two ids"),
        (("shut", "关闭", "Close"), "the word close names two ids"),
    ],
)
def test_a_table_that_is_not_one_to_one_cannot_be_loaded(
    row: tuple[str, str, str], fault: str
) -> None:
    with pytest.raises(ValueError, match=fault):
        Lexicon([{"trigger": (("close", "办结", "close"), row)}])


def test_the_same_word_may_serve_two_categories() -> None:
    rows = (("handler", "承办人", "handler"),)

    assert len(list(Lexicon([{"role": rows}, {"field": rows}]))) == 2
