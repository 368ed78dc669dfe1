"""How often a robot may speak: providers silence those who speak too often."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Lock


@dataclass(slots=True)
class Pace:
    """At most `limit` messages in any `window`, and none while the provider wants silence.

    It counts what this process sends; threads may share it.
    """

    limit: int
    window: timedelta
    _spoken: deque[datetime] = field(default_factory=deque, repr=False)
    _silence: tuple[datetime, datetime] | None = field(default=None, repr=False)
    _lock: Lock = field(default_factory=Lock, repr=False)

    def wait(self, now: datetime) -> timedelta | None:
        """None where one more may go now, which is then counted; else how long to wait."""
        with self._lock:
            if self._silence is not None and self._silence[0] <= now < self._silence[1]:
                return self._silence[1] - now
            # What lies ahead was counted before somebody set the machine's clock back.
            while self._spoken and not now - self.window < self._spoken[0] <= now:
                self._spoken.popleft()
            if len(self._spoken) < self.limit:
                self._spoken.append(now)
                return None
            return self._spoken[0] + self.window - now

    def be_silent(self, now: datetime, length: timedelta) -> None:
        """Nothing more goes for so long from now."""
        with self._lock:
            self._silence = (now, now + length)
