"""Work whose error is an answer too: here and now, or on a thread that holds up no process."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import TypeVar

T = TypeVar("T")


def beside(work: Callable[[], T], name: str) -> Future[T]:
    """Begin it at once; the future has its answer or its error, and may be left behind.

    The threads of the standard library's executors are waited for at the end of the process: one
    that hangs would hang it.
    """
    future: Future[T] = Future()
    threading.Thread(target=_settle, args=(future, work), name=name, daemon=True).start()
    return future


def tried(work: Callable[[], T]) -> Future[T]:
    """Do it here and now; the future has its answer or its error."""
    future: Future[T] = Future()
    _settle(future, work)
    return future


def _settle(future: Future[T], work: Callable[[], T]) -> None:
    try:
        answer = work()
    except BaseException as error:  # noqa: BLE001 - handed on as it is: whoever asks decides.
        future.set_exception(error)
    else:
        future.set_result(answer)
