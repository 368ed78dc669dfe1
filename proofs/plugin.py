"""The pytest-bdd plugin: every scenario and row of a policy runs as a test, by the same proofs."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from pytest_bdd import parsers, step
from pytest_bdd.parser import Feature, Scenario, Step

from casework.policies_in_force import read_features
from policies import statements as s
from policies.checking import check_texts, compile_texts
from policies.rules import Rule, RuleSet
from policies.vocabulary import Book, Keyword, phrases, read_sentence
from policies.written import Written
from proofs.benches import Bench
from proofs.findings import Finding
from proofs.offices import Office
from proofs.playing import play_step, story_of
from proofs.proving import prove_statement
from proofs.running import units_named
from proofs.stories import Story, StoryFault
from proofs.worlds import World

_EXAMPLE = "example"


@dataclass
class Performance:
    """One scenario under way: what it has said so far, and how it is held to it."""

    bench: Bench
    files: tuple[Written, ...]
    file: str
    lang: str
    story: Story | None
    given: list[s.Given] = field(default_factory=list)
    when: s.When | None = None

    def say(self, text: str, keyword: Keyword) -> None:
        """Take in a sentence: it is believed, carried out or proved."""
        book = Book.CLAUSES if self.story is None else Book.EXAMPLES
        statement = read_sentence(text, self.lang, keyword, book).statement
        if statement is None:
            pytest.fail(f"unknown sentence: {text}", pytrace=False)
        if self.story is not None:
            self._tell(self.story, statement)
        elif isinstance(statement, s.Given):
            self.given.append(statement)
        elif isinstance(statement, s.When):
            self.when = statement
        else:
            self._fail(prove_statement(self.bench, self._rule(statement), statement))

    def _tell(self, story: Story, statement: Any) -> None:  # noqa: ANN401 - any step of an example
        try:
            play_step(story, statement)
        except StoryFault as fault:
            self._fail([fault.finding])

    def _fail(self, findings: list[Finding]) -> None:
        wrong = [finding.text(self.lang) for finding in findings if finding.is_error]
        if wrong:
            pytest.fail("\n".join(wrong), pytrace=False)

    def _rule(self, then: s.Then) -> Rule:
        """The rule that the engine obeys here; for a rendering, that of its original."""
        written = next(one for one in self.files if one.source.file == self.file)
        said = (tuple(self.given), self.when)
        rule = next(
            one.rule
            for one in written.rules
            if (one.rule.given, one.rule.when) == said and then in one.rule.then
        )
        stem = written.rendering_of or _stem(self.file)
        place = rule.cite.article, rule.cite.paragraph, rule.cite.item
        return next(
            one
            for one in self.bench.ruleset.rules
            if (one.cite.article, one.cite.paragraph, one.cite.item) == place
            and _stem(one.cite.file) == stem
        )


@cache
def _stem(file: str) -> str:
    return Path(file).stem


_PERFORMANCE = pytest.StashKey[Performance]()
_STEP = pytest.StashKey[Step]()


@pytest.fixture(scope="session")
def policy_folder(pytestconfig: pytest.Config) -> Path:
    """Give the folder of the policy on trial: that of the feature files."""
    return pytestconfig.rootpath / str(pytestconfig.getini("bdd_features_base_dir"))


@pytest.fixture(scope="session")
def policy_texts(policy_folder: Path) -> dict[str, str]:
    """Give the feature files of the policy on trial."""
    return read_features(policy_folder)


@pytest.fixture(scope="session")
def policy_bench(policy_texts: dict[str, str]) -> Iterator[Bench]:
    """Give the bench on which every scenario of the policy is tried."""
    ruleset = check_texts(policy_texts).ruleset or RuleSet(())
    world = World()
    world.employ(Office.with_units(units_named(ruleset)))
    yield Bench(world, ruleset)
    world.close()


@pytest.fixture(scope="session")
def policy_files(policy_texts: dict[str, str]) -> tuple[Written, ...]:
    """Give the feature files of the policy as they were compiled."""
    return compile_texts(policy_texts)


def pytest_bdd_apply_tag(tag: str, function: Callable[..., object]) -> bool:  # noqa: ARG001
    """Keep the tags of a policy from becoming marks: none of them may switch its proof off."""
    return True


def pytest_bdd_before_scenario(
    request: pytest.FixtureRequest, feature: Feature, scenario: Scenario
) -> None:
    """Begin a performance; the steps find it at the test's own node."""
    bench = request.getfixturevalue("policy_bench")
    folder = request.getfixturevalue("policy_folder")
    lang = "zh" if feature.language.startswith("zh") else "en"
    told = _EXAMPLE in scenario.tags
    request.node.stash[_PERFORMANCE] = Performance(
        bench=bench,
        files=request.getfixturevalue("policy_files"),
        file=Path(feature.filename).relative_to(folder).as_posix(),
        lang=lang,
        story=story_of(bench.world, bench.policy, lang) if told else None,
    )


def pytest_bdd_before_step(request: pytest.FixtureRequest, step: Step) -> None:
    """Remember which step is about to be taken: its keyword is needed to read it."""
    request.node.stash[_STEP] = step


def _take_step(request: pytest.FixtureRequest) -> None:
    """The body of the one step definition: the vocabulary says what the sentence means."""
    taken = request.node.stash[_STEP]
    request.node.stash[_PERFORMANCE].say(taken.name, Keyword(taken.type))


def _shapes() -> list[str]:
    """A regular expression for each sentence of the vocabulary in each language."""
    shapes: dict[str, None] = {}
    for book in Book:
        for phrase in phrases(book):
            for lang in ("zh", "en"):
                literals = [re.escape(piece) for piece in phrase.pieces(lang)[::2]]
                shapes[".+?".join(literals).replace(r"time\(s\)", r"time(?:s|\(s\))?")] = None
    return list(shapes)


# One definition for all: pytest-bdd tries every one of them on every step.
step(parsers.re(rf"(?:{'|'.join(_shapes())})[。；，.;,]?"))(_take_step)
