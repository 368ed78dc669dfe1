"""Work beside: its answer and its error are handed on, and what hangs holds up nobody's end."""

from __future__ import annotations

import subprocess
import sys

import pytest

from casework.beside import beside

HANGS = """
import threading
from casework.beside import beside
begun = threading.Event()
beside(lambda: (begun.set(), threading.Event().wait()), "hangs")
print(begun.wait(10))
"""


def test_the_answer_and_the_error_are_handed_on() -> None:
    assert beside(lambda: 7, "answers").result(10) == 7

    assert isinstance(beside(lambda: int("seven"), "fails").exception(10), ValueError)
    with pytest.raises(SystemExit):
        beside(sys.exit, "leaves").result(10)


def test_what_hangs_holds_up_the_end_of_no_process() -> None:
    ended = subprocess.run(
        [sys.executable, "-c", HANGS], capture_output=True, text=True, timeout=30, check=True
    )

    assert ended.stdout.strip() == "True"
