"""Public boards as one page to print: A4 landscape, both languages, everything escaped."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.showing.printed import printed

if TYPE_CHECKING:
    from casework.boards import Boards


def board_page(boards: Boards) -> str:
    """The page, with a board on each sheet of paper."""
    return printed("boards.html", boards=boards)
