"""The drills, in the order in which they are run: what is done, where, and how often."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from store.engine import PAGE_WAIT_SECONDS, SWEEP_WAIT_SECONDS
from tests.torture import crowds, followers, kills, mail, outages, stops, times, upgrades
from tests.torture.ground import POSTGRESQL, SQLITE
from tests.torture.trials import TRIALS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.torture.ground import Ground
    from tests.torture.tally import Tally

BOTH = (SQLITE, POSTGRESQL)
_TRIALS = {trial.name: trial for trial in TRIALS}
_STRIKE_OFF, _SWEEP = _TRIALS["strike off"], _TRIALS["sweep: warn, breach, escalate"]
_AWAY = {
    "an hour": timedelta(hours=1),
    "a day": timedelta(days=1),
    "a week": timedelta(days=7),
    "35 days": timedelta(days=35),
}


@dataclass(frozen=True, slots=True)
class Drill:
    """One line of the table: what is done to which databases."""

    group: str
    words: str
    run: Callable[[Ground], Tally]
    databases: tuple[str, ...] = BOTH


def drills() -> Iterator[Drill]:
    """Everything, at full size; the longest comes first."""
    run = partial(stops.stopped_at_random, advances=5_000, messages=10_000)
    words = "server killed at random: 5,000 advances, 10,000 messages"
    yield Drill("outage", words, run, (POSTGRESQL,))
    run = partial(followers.killed_while_following, clocks=100_000, times=10)
    yield Drill("kill", "killed at random: 100,000 clocks follow a new policy", run)
    for trial in TRIALS:
        words = f"SIGKILL at every step: {trial.name}"
        yield Drill("kill", words, partial(kills.killed_everywhere, trial=trial))
    yield from _crowds()
    yield from _outages()
    yield from _times()
    yield from _upgrades()
    yield Drill("mail", "mail server away for a day, 5,000 queued", mail.mail_server_away)
    yield Drill("mail", "900 good messages among 100 poisoned", mail.poison_and_good)
    yield Drill("mail", "SIGKILL at every step of a sender", mail.killed_senders)


def _crowds() -> Iterator[Drill]:
    for at_once in (2, 8):
        run = partial(crowds.schedulers, at_once=at_once, findings=170, times=20)
        yield Drill("crowd", f"{at_once} schedulers on 1,000 due rungs", run)
    yield Drill("crowd", "a frozen worker goes on too late", partial(crowds.zombies, times=4))
    yield Drill("crowd", "64 clients on one case", partial(crowds.clients, at_once=64))


def _outages() -> Iterator[Drill]:
    waits = {"page": PAGE_WAIT_SECONDS, "sweep": SWEEP_WAIT_SECONDS}
    for held in (1, 60):
        for who, trial in (("page", _STRIKE_OFF), ("sweep", _SWEEP)):
            run = partial(outages.locked, trial=trial, held=held, wait=waits[who])
            yield Drill("outage", f"database locked for {held} s: {who}", run)
    for name in ("strike off", "attach a file", "import a ledger", _SWEEP.name):
        run = partial(outages.full_disk, trial=_TRIALS[name])
        yield Drill("outage", f"disk full, page by page: {name}", run, (SQLITE,))
    for trial in TRIALS:
        run = partial(outages.cut_at_commit, trial=trial)
        words = f"line cut at COMMIT, before and after: {trial.name}"
        yield Drill("outage", words, run, (POSTGRESQL,))


def _times() -> Iterator[Drill]:
    for words, away in _AWAY.items():
        run = partial(times.engine_down, away=away)
        yield Drill("time", f"engine down for {words}", run)
    yield Drill("time", "the clock jumps back and forth", times.clock_jumps)
    for words, (zone, start) in times.ZONES.items():
        run = partial(times.strange_zone, zone=zone, start=start)
        yield Drill("time", f"{zone}: {words}", run)


def _upgrades() -> Iterator[Drill]:
    yield Drill("upgrade", "each schema down and up, with cases in it", upgrades.up_and_down)
    yield Drill("upgrade", "SIGKILL at every statement of the way up", upgrades.interrupted)
    run = partial(upgrades.at_once, programs=10)
    yield Drill("upgrade", "ten programs upgrade at once", run)
