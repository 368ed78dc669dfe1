"""What a mail address is."""

from __future__ import annotations

from email.errors import MessageError
from email.headerregistry import Address

from notifications.wording import one_line


def mail_address(address: str, name: str = "") -> Address | None:
    """The address with the name of whoever has it, or None where mail cannot go there."""
    try:
        found = Address(one_line(name), addr_spec=address)
    except (ValueError, IndexError, MessageError):
        return None
    return found if address.isascii() and found.username and found.domain else None
