"""Every refusal travels whole, in both languages, with its details."""

from __future__ import annotations

import pickle
import string
from typing import TYPE_CHECKING

import pytest

from domain import errors
from domain.errors import HoldfastError, NotFound, Refused, RuleLine

if TYPE_CHECKING:
    from collections.abc import Iterator

LINE = RuleLine("问题.feature", 42, "a1b2", "《整改办法》第三条第一款")


def kinds(root: type[HoldfastError] = HoldfastError) -> Iterator[type[HoldfastError]]:
    yield root
    for kind in root.__subclasses__():
        if kind.__module__ == errors.__name__:
            yield from kinds(kind)


ALL = sorted(kinds(), key=lambda kind: kind.code)


def asked_by(template: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name}


def example(kind: type[HoldfastError]) -> HoldfastError:
    details: dict[str, object] = {}
    for lang, template in (("zh", kind.zh), ("en", kind.en)):
        for name in asked_by(template):
            if not name.endswith(("_zh", "_en")):
                details[f"{name}_{lang}"] = f"<{name}-{lang}>"
            else:
                details[name] = f"<{name}>"
    return kind(**details)


@pytest.mark.parametrize("kind", ALL)
def test_every_error_survives_pickling(kind: type[HoldfastError]) -> None:
    error = example(kind)
    again = pickle.loads(pickle.dumps(error))

    assert type(again) is kind
    assert again.details == error.details
    assert str(again) == str(error)


@pytest.mark.parametrize("kind", ALL)
def test_every_error_says_its_details_in_both_languages(kind: type[HoldfastError]) -> None:
    error = example(kind)
    for lang, template in (("zh", kind.zh), ("en", kind.en)):
        said = error.text(lang)
        for name in asked_by(template):
            value = error.details.get(f"{name}_{lang}", error.details.get(name))
            assert str(value) in said
        assert "{" not in said
    assert str(error) == error.text("en")
    assert error.as_json("zh")["code"] == kind.code
    assert set(error.as_json("en")) == {"code", "message", "missing", "rules"}


@pytest.mark.parametrize("kind", [kind for kind in ALL if kind is not HoldfastError])
def test_every_error_says_when_it_happens_and_has_words_of_its_own(
    kind: type[HoldfastError],
) -> None:
    assert kind.__doc__
    assert kind.zh
    assert kind.en
    assert kind.zh != kind.en or "{" in kind.zh
    assert asked_by(kind.zh.replace("_zh}", "}")) == asked_by(kind.en.replace("_en}", "}"))


def test_no_two_errors_share_a_code() -> None:
    codes = [kind.code for kind in ALL]

    assert len(codes) == len(set(codes))


def test_a_refusal_names_what_is_missing_and_the_policy_line() -> None:
    missing = [{"code": "field-missing", "subject": "cause"}]
    refusal = Refused(reasons_zh="未填报原因", reasons_en="no cause", missing=missing, rules=[LINE])

    assert refusal.as_json("zh") == {
        "code": "refused",
        "message": "不予准许：未填报原因",
        "missing": missing,
        "rules": [
            {
                "file": "问题.feature",
                "line": 42,
                "version": "a1b2",
                "citation": "《整改办法》第三条第一款",
            }
        ],
    }
    assert pickle.loads(pickle.dumps(refusal)).as_json("en") == refusal.as_json("en")


def test_what_is_not_found_may_come_with_a_hint_or_without() -> None:
    bare = NotFound(what_zh="人员", what_en="person", name="甲")
    hinted = NotFound(
        what_zh="人员", what_en="person", name="甲", hint_zh="有：乙", hint_en="try b"
    )

    assert bare.text("en") == "There is no person “甲”. "
    assert hinted.text("zh") == "找不到人员“甲”。有：乙"


def test_a_brace_in_a_detail_is_only_a_brace() -> None:
    assert "{oops}" in NotFound(what="x", name="{oops}").text("zh")
