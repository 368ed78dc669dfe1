from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from queue import Queue

import pytest

from casework.policies_in_force import read_features
from domain.problems import has_errors
from policies.checking import check_texts
from policies.rules import RuleSet
from proofs.warming import Answer, Draft, WarmProver, WarmWorker
from tests.integration.casework_world import FEATURES

ACTIONS, SURVEYS = "02_整改措施.feature", "12_满意度测评.feature"
SECONDS = 60


@pytest.fixture(scope="module")
def texts() -> dict[str, str]:
    return {
        file: text for file, text in read_features(FEATURES).items() if file in {ACTIONS, SURVEYS}
    }


@pytest.fixture(scope="module")
def base(texts: dict[str, str]) -> RuleSet:
    checked = check_texts(texts)
    assert checked.ruleset is not None
    return checked.ruleset


@pytest.fixture(scope="module")
def prover() -> Iterator[WarmProver]:
    made = WarmProver()
    yield made
    made.close()


def changed(texts: Mapping[str, str], old: str, new: str, file: str = ACTIONS) -> dict[str, str]:
    assert old in texts[file]
    return {**texts, file: texts[file].replace(old, new, 1)}


def codes(answer: Answer) -> set[str]:
    return {problem.code for problem in answer.problems if problem.severity == "error"}


def urgent(answers: Iterable[Answer], base: RuleSet) -> Answer:
    """What is told of one changed clause first: itself, the examples of its kind, its numbers."""
    steps = 1 + examples_in(base) + 1
    return next(answer for answer in answers if answer.proved == steps)


def examples_in(base: RuleSet) -> int:
    return sum(one.cite.file == ACTIONS for one in base.examples)


def of_kind(base: RuleSet, kind: str) -> int:
    return sum(rule.kind == kind for rule in base.rules)


def test_a_draft_that_changes_no_clause_has_nothing_to_prove(
    prover: WarmProver, texts: dict[str, str], base: RuleSet
) -> None:
    renamed = changed(texts, "场景: 完成措施应当写明实施结果", "场景: 应当写明结果")
    for draft in (texts, renamed):
        assert [(answer.proved, answer.left) for answer in prover.answers(Draft(draft, base))] == [
            (0, 0)
        ]


def test_a_changed_number_is_answered_before_all_that_it_can_reach_was_tried(
    prover: WarmProver, texts: dict[str, str], base: RuleSet
) -> None:
    draft = changed(texts, "应当在3日内“开始实施”", "应当在4日内“开始实施”")
    text, *answers = prover.answers(Draft(draft, base, first=ACTIONS))
    assert codes(text) == set()
    first, last = urgent(answers, base), answers[-1]
    assert codes(first) == {"example-failed"}
    assert first.left > 0
    assert first.proved + first.left == text.left
    assert last.done
    assert last.proved == 2 * of_kind(base, "action") + examples_in(base)


def test_a_number_for_which_no_example_vouches_is_found_at_once(
    prover: WarmProver, texts: dict[str, str], base: RuleSet
) -> None:
    clause = """
    @自定
    场景: 逾期五日
      假如 某“整改措施”处于“待验证”状态
      当 逾期满5日仍未“验证”
      那么 催办“督导组办公室”
"""
    draft = {**texts, ACTIONS: texts[ACTIONS] + clause}
    answers = prover.answers(Draft(draft, base, first=ACTIONS))
    assert codes(urgent(answers, base)) == {"number-without-example"}


def test_a_clause_that_is_gone_is_missed_by_its_example(
    prover: WarmProver, texts: dict[str, str], base: RuleSet
) -> None:
    draft = changed(texts, "那么 提醒“实施人”", "那么 通知“实施人”")
    assert codes(urgent(prover.answers(Draft(draft, base)), base)) == {"example-failed"}


def test_a_text_that_cannot_be_read_is_not_proved(
    prover: WarmProver, texts: dict[str, str], base: RuleSet
) -> None:
    [answer] = prover.answers(Draft(changed(texts, "那么 提醒“实施人”", "那么 提示“实施人”"), base))
    assert answer.done
    assert codes(answer) == {"unknown-step"}


def test_units_of_the_organisation_are_looked_up(
    prover: WarmProver, texts: dict[str, str], base: RuleSet
) -> None:
    scope = "假如 某“整改措施”处于“实施中”状态\n      而且 其责任单位属于“没有的厂”"
    draft = changed(texts, "假如 某“整改措施”处于“实施中”状态", scope)
    first, *_ = prover.answers(Draft(draft, base, units=frozenset({"炼钢厂"})))
    assert codes(first) == {"unknown-unit"}


def test_without_a_policy_that_was_proved_every_clause_is_tried(
    prover: WarmProver, texts: dict[str, str]
) -> None:
    alone = {ACTIONS: texts[ACTIONS]}
    checked = check_texts(alone)
    assert checked.ruleset is not None
    *_, last = prover.answers(Draft(alone))
    assert last.done
    assert not has_errors(last.problems)
    assert last.proved == 2 * len(checked.ruleset.rules) + len(checked.ruleset.examples)


def test_a_draft_that_is_superseded_is_dropped(prover: WarmProver, texts: dict[str, str]) -> None:
    answers = list(prover.answers(Draft(texts), lambda: True))
    assert [answer.proved for answer in answers] == [0]
    assert not answers[-1].done


class Broken(Mapping[str, str]):
    """Texts that cannot be had."""

    def __iter__(self) -> Iterator[str]:
        return iter([ACTIONS])

    def __len__(self) -> int:
        return 1

    def __getitem__(self, file: str) -> str:
        raise OSError(file)


def test_the_worker_proves_the_newest_draft_and_survives_a_fault(
    texts: dict[str, str], base: RuleSet
) -> None:
    told: Queue[tuple[Draft, Answer]] = Queue()
    worker = WarmWorker(lambda draft, answer: told.put((draft, answer)))
    everything, newest = Draft(texts), Draft(texts, base)
    worker.submit(everything)
    begun, first = told.get(timeout=SECONDS)
    assert begun is everything
    assert not first.done
    worker.submit(newest)
    answered = [told.get(timeout=SECONDS)]
    while answered[-1][0] is everything:
        answered.append(told.get(timeout=SECONDS))
    assert answered[-1][1].done
    assert not any(answer.done for draft, answer in answered if draft is everything)

    worker.submit(Draft(Broken()))
    assert {problem.code for problem in told.get(timeout=SECONDS)[1].problems} == {"proof-broken"}
    worker.submit(newest)
    assert told.get(timeout=SECONDS) == answered[-1]
    worker.submit(everything)
    told.get(timeout=SECONDS)
    worker.close()
    assert told.empty()
