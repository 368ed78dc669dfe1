"""The examples of the reference page are carried out: what it shows is what the engine does."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from casework.policies_in_force import read_features
from domain.problems import has_errors
from policies import statements as s
from policies.checking import compile_texts
from policies.lints import Material, lint_terms
from policies.rules import RuleSet
from policies.vocabulary import Keyword, read_sentence, render
from proofs.benches import Bench
from proofs.offices import Office
from proofs.playing import play, story_of
from proofs.proving import prove_rule
from proofs.running import units_named
from proofs.worlds import World
from tests.integration.casework_world import FEATURES
from tools.phrase_examples import Small, examples, in_words, small_policies
from tools.reference import phrasebook

if TYPE_CHECKING:
    from collections.abc import Iterator

    from policies.rules import Rule

NUMBERS = range(1, len(small_policies()) + 1)
_AUTHORITY = (s.OnlyBy, s.Jointly)


@dataclass(frozen=True)
class Room:
    """A world, and the shipped clauses that say who may do what."""

    world: World
    authority: tuple[Rule, ...]

    def bench(self, small: Small) -> Bench:
        """The bench of a small policy: its own clauses, and nothing shipped but authority."""
        written = small.written["zh"]
        own = tuple(found.rule for found in written.rules)
        ruleset = RuleSet((*self.authority, *own), written.examples)
        self.world.employ(Office.with_units(units_named(ruleset)))
        return Bench(self.world, ruleset)


@pytest.fixture(scope="module")
def room() -> Iterator[Room]:
    files = compile_texts(read_features(FEATURES))
    rules = (found.rule for file in files if file.rendering_of is None for found in file.rules)
    authority = tuple(
        rule for rule in rules if all(isinstance(then, _AUTHORITY) for then in rule.then)
    )
    world = World()
    yield Room(world, authority)
    world.close()


def test_every_phrase_has_an_example_that_reads_back_in_both_languages() -> None:
    for book, phrase, said in examples():
        for lang, sentence in said.items():
            word, _, text = sentence.partition(" ")
            keyword = next(one for one in Keyword if one.word(lang) == word)
            statement = read_sentence(text, lang, keyword, book).statement
            assert phrase.can_say(statement), sentence


@pytest.mark.parametrize("number", NUMBERS)
def test_a_small_policy_says_the_same_in_both_languages(number: int) -> None:
    small = small_policies()[number - 1]
    said = {}
    for lang, written in small.written.items():
        assert not has_errors(written.problems), small.texts[lang]
        assert list(lint_terms(Material((written,), None, None))) == []
        rules = [one.rule for one in written.rules]
        statements = [
            *(item for rule in rules for item in (*rule.given, rule.when, *rule.then)),
            *(step for example in written.examples for step in example.steps),
        ]
        said[lang] = [(type(one), in_words(one, "en")) for one in statements]
    assert said["zh"] == said["en"]


@pytest.mark.parametrize("number", NUMBERS)
def test_a_small_policy_is_proved_and_its_examples_come_out(room: Room, number: int) -> None:
    small = small_policies()[number - 1]
    bench = room.bench(small)
    written = small.written["zh"]

    for rule in bench.ruleset.rules[len(room.authority) :]:
        wrong = [finding.text("en") for finding in prove_rule(bench, rule)]
        assert wrong == [], render(rule.when, "zh")
    for example in written.examples:
        play(story_of(room.world, bench.policy, "zh"), example)


def test_the_page_shows_each_phrase_with_its_example_in_both_languages() -> None:
    page = phrasebook()
    for _, phrase, said in examples():
        assert f"\n### {phrase.id}\n" in page
        assert f"| example | {said['zh']} | {said['en']} |" in page
    stored = Path(FEATURES).parent / "docs" / "reference" / "phrases.md"
    assert stored.exists()
