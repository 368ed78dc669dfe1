"""The one table that says what runs by itself and how often."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

# Slots are counted from here, so that every process that wakes a flow names the same moments.
EPOCH = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Scheduled:
    """A flow, the seconds between its wakes, and what it does in both languages."""

    flow: str
    every: int
    zh: str
    en: str

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
        flow="deliver_messages",
        every=2,
        zh="发送待发通知",
        en="Sends the messages that wait in the outbox",
    ),
)
