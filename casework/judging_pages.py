"""Judges a page of open cases by the version that each holds and by a draft, at one moment.

Large books are judged by several processes, each of which opens the installation for itself.
"""

from __future__ import annotations

import gc
import signal
from collections.abc import Generator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from itertools import chain, repeat
from multiprocessing import get_context

from casework.app import App
from casework.bootstrap import open_app
from casework.casefile import CaseFile, files_of
from casework.comparing import Comparison
from casework.flip_pages import FlipPage
from casework.settings import Settings
from policies.judging import Policy
from policies.stored import dump, load
from store.cases import CaseRecord
from store.queries.simulated import open_cases
from store.unit_of_work import Work

_SELDOM = 100_000
"""So many new objects are made between two looks for cycles."""

Span = tuple[str, str | None]
"""A page: behind which case it begins, and with which it ends; None for the last one."""


class Judge:
    """A draft beside the versions that cases hold; `versions` are those that are compared."""

    def __init__(self, app: App, draft: Policy, versions: frozenset[str]) -> None:
        """`app` stands still at the moment at which everything is judged."""
        self._app, self._draft, self._versions = app, draft, versions
        self._comparisons: dict[str, Comparison] = {}

    def page(self, span: Span) -> FlipPage:
        """The flips of the open cases of a page."""
        found = FlipPage()
        with self._app.store.read() as work:
            cases = open_cases(work, after=span[0], upto=span[1])
            found.cases = len(cases)
            found.others = sum(one.policy_id not in self._versions for one in cases)
            concerned = [one for one in cases if self._comparison(work, one).concerns(one)]
            for file in self._files(work, concerned):
                found.add(self._comparison(work, file.case).flips(file))
        return found.pack()

    def closed(self, cases: Sequence[CaseRecord]) -> FlipPage:
        """What the draft would have changed for the last closing of these."""
        found = FlipPage()
        with self._app.store.read() as work:
            for file in self._files(work, cases):
                found.add(self._comparison(work, file.case).flips_of_closing(file))
        return found.pack()

    def _files(self, work: Work, cases: Sequence[CaseRecord]) -> list[CaseFile]:
        reads = (self._comparison(work, case).reads(case) for case in cases)
        return files_of(self._app, work, cases, tuple(dict.fromkeys(chain.from_iterable(reads))))

    def _comparison(self, work: Work, case: CaseRecord) -> Comparison:
        known = self._comparisons.get(case.policy_id)
        if known is None:
            held = self._app.policy(work, case.policy_id)
            known = self._comparisons[case.policy_id] = Comparison(held, self._draft)
        return known


@dataclass(frozen=True, slots=True)
class Order:
    """All that another process has to know to judge the same; `rules` are the draft's, stored."""

    settings: Settings
    now: datetime
    draft: str
    rules: str
    versions: frozenset[str]


def spans_of(ends: Sequence[str]) -> list[Span]:
    """The pages that end with these cases, and one more behind the last."""
    return list(zip(("", *ends), (*ends, None), strict=True))


def judged_by_several(
    app: App, draft: Policy, versions: frozenset[str], spans: Sequence[Span], hands: int
) -> Generator[FlipPage]:
    """The flips of all pages, in their order, found by so many processes."""
    order = Order(app.settings, app.now(), draft.version, dump(draft.ruleset), versions)
    # A process that is forked out of one with threads may wait for ever; a new one does not.
    context = get_context("spawn")
    with ProcessPoolExecutor(hands, context, initializer=_prepare) as pool:
        yield from pool.map(_judged, repeat(order), spans)


def _prepare() -> None:
    """A process that only judges: whoever interrupts means the one that they started.

    What is judged makes no cycles, so looking for them often would only take time.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.set_threshold(_SELDOM)


def _judged(order: Order, span: Span) -> FlipPage:
    return _judge(order).page(span)


@lru_cache(maxsize=1)
def _judge(order: Order) -> Judge:
    """What a process keeps between the pages of one order."""
    app = replace(open_app(order.settings), now=lambda: order.now)
    return Judge(app, Policy(order.draft, load(order.rules)), order.versions)
