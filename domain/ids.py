"""How things are named: sortable ids inside, random handles outside."""

from __future__ import annotations

import itertools
import secrets
import time

_HANDLE_LETTERS = "23456789abcdefghjkmnpqrstvwxyz"
_HANDLE_LENGTH = 8


_MADE = itertools.count()
"""How many ids this process has made: two of one millisecond sort in the order of their making."""

_COUNT_BITS, _RANDOM_BITS = 32, 42


def new_id() -> str:
    """A UUID of version 7 (RFC 9562): 36 characters that sort by the time of their making.

    Behind the milliseconds stands the count of this process, behind it chance (RFC 9562, 6.2).
    """
    milliseconds = time.time_ns() // 1_000_000
    count = next(_MADE) % (1 << _COUNT_BITS)
    chance = secrets.randbits(_RANDOM_BITS)
    high, low = divmod(count, 1 << 20)
    number = (milliseconds << 80) | (0x7 << 76) | (high << 64)
    number |= (0x2 << 62) | (low << _RANDOM_BITS) | chance
    digits = f"{number:032x}"
    return f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"


def new_handle() -> str:
    """Eight random letters and digits that cannot be guessed or confused when read aloud."""
    return "".join(secrets.choice(_HANDLE_LETTERS) for _ in range(_HANDLE_LENGTH))
