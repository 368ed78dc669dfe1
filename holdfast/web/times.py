"""How days and moments read on a page: short, local, and what is late said in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from notifications.wording import moment_words
from policies.moments import day_that_ends, local_day

_SOON_DAYS = 3
_WEEKDAYS = {"zh": "一二三四五六日", "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")}
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass(frozen=True, slots=True)
class Badge:
    """A word with a tone: late, soon, fine, done or plain."""

    tone: str
    text: str


@dataclass(frozen=True, slots=True)
class Here:
    """The present moment (aware) where the reader is, and the reader's language."""

    now: datetime
    zone: str
    lang: str

    @property
    def today(self) -> date:
        """The local date."""
        return local_day(self.now, self.zone)

    def moment(self, at: datetime) -> str:
        """The moment in full words."""
        return moment_words(at, self.zone, self.lang)

    def short(self, at: datetime) -> str:
        """`3月5日（四）17:30`, `Thu 5 Mar 17:30`; midnight ends the day; other years are named."""
        local = at.astimezone(ZoneInfo(self.zone))
        ends = local.time() == time()
        day = day_that_ends(at, self.zone) if ends else local.date()
        clock = "24:00" if ends else f"{local:%H:%M}"
        return f"{self.day(day)} {clock}"

    def day(self, day: date) -> str:
        """`3月5日（四）` or `Thu 5 Mar`."""
        weekday = _WEEKDAYS[self.lang][day.weekday()]
        other = day.year != self.today.year
        if self.lang == "zh":
            return f"{f'{day.year}年' if other else ''}{day.month}月{day.day}日（{weekday}）"
        return f"{weekday} {day.day} {_MONTHS[day.month - 1]}{f' {day.year}' if other else ''}"

    def day_of(self, at: datetime) -> str:
        """The local day of a moment."""
        return self.day(local_day(at, self.zone))

    def days_to(self, due: datetime) -> int:
        """Local days from today to the last day; negative once that is past."""
        return (day_that_ends(due, self.zone) - self.today).days

    def badge(self, due: datetime | None) -> Badge:
        """How much time is left until `due`."""
        if due is None:
            return Badge("plain", "—")
        days = self.days_to(due)
        if due <= self.now:
            return Badge("late", self._late(-days))
        tone = "soon" if days <= _SOON_DAYS else "fine"
        return Badge(tone, self._left(days))

    def _late(self, days: int) -> str:
        if days <= 0:
            return "今日已逾期" if self.lang == "zh" else "overdue since today"
        if self.lang == "zh":
            return f"逾期{days}天"
        return f"{days} day{'' if days == 1 else 's'} overdue"

    def _left(self, days: int) -> str:
        if days <= 1:
            words = ("今日到期", "due today") if days < 1 else ("明日到期", "due tomorrow")
            return words[0 if self.lang == "zh" else 1]
        return f"还有{days}天" if self.lang == "zh" else f"{days} days left"
