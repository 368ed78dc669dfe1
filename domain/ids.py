"""How things are named: sortable ids inside, random handles outside."""

from __future__ import annotations

import secrets
import time

_HANDLE_LETTERS = "23456789abcdefghjkmnpqrstvwxyz"
_HANDLE_LENGTH = 8


def new_id() -> str:
    """A UUID of version 7 (RFC 9562): 36 characters that sort by the time of their making."""
    milliseconds = time.time_ns() // 1_000_000
    number = (milliseconds << 80) | int.from_bytes(secrets.token_bytes(10))
    number = (number & ~(0xF << 76)) | (0x7 << 76)
    number = (number & ~(0x3 << 62)) | (0x2 << 62)
    digits = f"{number:032x}"
    return f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"


def new_handle() -> str:
    """Eight random letters and digits that cannot be guessed or confused when read aloud."""
    return "".join(secrets.choice(_HANDLE_LETTERS) for _ in range(_HANDLE_LENGTH))
