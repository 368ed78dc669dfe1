"""The one table that says what runs by itself and how often."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

# Slots are counted from here, so that every process that wakes a flow names the same moments.
EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
# A worker looks this often whether the shared server woke what it should have.
WATCH_SECONDS = 10


@dataclass(frozen=True, slots=True)
class Scheduled:
    """A flow, the seconds between its wakes, and what it does in both languages.

    A deployment starts an interpreter for each of its runs, so it wakes only each
    `deployed_every` seconds, a multiple of `every`: its slots are slots of the embedded half too,
    and whoever comes first claims them.
    """

    flow: str
    every: int
    zh: str
    en: str
    deployed_every: int = 60

    def slot(self, moment: datetime) -> datetime:
        """The latest scheduled moment that is not after `moment` (aware), in UTC.

        Two schedulers that wake at almost the same time thus claim the same wake.
        """
        since = int((moment - EPOCH).total_seconds() // self.every) * self.every
        return EPOCH + timedelta(seconds=since)

    def describe(self, lang: str) -> str:
        """What the flow does, in `lang`."""
        return self.zh if lang == "zh" else self.en


# A poll that finds nothing costs a query or two; two seconds of polling and five of waiting for
# a flow run that does not begin keep a due rung within ten seconds.
SCHEDULE: tuple[Scheduled, ...] = (
    Scheduled(
        flow="sweep_clocks",
        every=2,
        zh="检查到期时限：预警、标记逾期、提级督办",
        en="Fires due rungs: warns, marks breach, escalates, moves by timer",
    ),
    Scheduled(
        flow="execute_intents",
        every=2,
        zh="办理由其他事项引起的事项：启动、下达、重新挂账等",
        en="Carries out what one case asks of another: opens, issues, puts back on the books",
    ),
    Scheduled(
        flow="follow_policy",
        every=10,
        zh="新制度到期生效，在办事项改按新制度办理",
        en="Brings a policy into force on its day, and lets open cases follow it",
    ),
    Scheduled(
        flow="deliver_messages",
        every=2,
        zh="发送待发通知",
        en="Sends the messages that wait in the outbox",
    ),
    Scheduled(
        flow="digest",
        every=60,
        zh="将积存的通知汇总为每人每日一封",
        en="Gathers what has been kept for it into one message per person and day",
        deployed_every=900,
    ),
    Scheduled(
        flow="seal_audit",
        every=600,
        zh="封存审计链：对全部链尾签名并写到数据库之外",
        en="Signs the heads of all chains and writes that outside the database",
        deployed_every=600,
    ),
    Scheduled(
        flow="forget_wakes",
        every=3600,
        zh="清理七日以前的运行记录",
        en="Forgets the wakes of more than seven days ago",
        deployed_every=3600,
    ),
)

BY_FLOW: Mapping[str, Scheduled] = {each.flow: each for each in SCHEDULE}
