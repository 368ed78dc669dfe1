"""What a drill answers: how often something was done, and what of it was lost or done twice."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Tally:
    """`done` times something was done or survived; `lost` and `doubled` have to be nothing."""

    done: int
    lost: int = 0
    doubled: int = 0
    remark: str = ""

    @property
    def held(self) -> bool:
        """Whether the promise held: something was really done, nothing lost, nothing twice."""
        return self.done > 0 and self.lost == 0 and self.doubled == 0

    def plus(self, other: Tally) -> Tally:
        """Both together; the later remark stays where it says something."""
        return Tally(
            self.done + other.done,
            self.lost + other.lost,
            self.doubled + other.doubled,
            other.remark or self.remark,
        )
