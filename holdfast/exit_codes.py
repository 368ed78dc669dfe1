"""Exit codes of the command line: 0 done, 1 refused, 2 wrong usage, 70 the program is broken."""

from __future__ import annotations

from collections.abc import Mapping

from domain import errors

DONE = 0
REFUSED = 1
WRONG_USAGE = 2
BROKEN = 70

EXIT_CODES: Mapping[type[errors.HoldfastError], int] = {
    # The request was understood, and the answer is no.
    errors.Refused: REFUSED,
    errors.IllegalTransition: REFUSED,
    errors.NoActivePolicy: REFUSED,
    errors.PolicyRejected: REFUSED,
    errors.PolicyNotReady: REFUSED,
    errors.ImportRejected: REFUSED,
    errors.CalendarRejected: REFUSED,
    errors.ChangedMeanwhile: REFUSED,
    errors.StoreBusy: REFUSED,
    errors.StoreUnwritable: REFUSED,
    errors.StoreLost: REFUSED,
    errors.StoreUncertain: REFUSED,
    errors.NotReady: REFUSED,
    errors.ContentDamaged: REFUSED,
    # The request names something that is not there, or cannot be read: type it anew.
    errors.BadInput: WRONG_USAGE,
    errors.NotFound: WRONG_USAGE,
    errors.Ambiguous: WRONG_USAGE,
    errors.ClockNotDriven: WRONG_USAGE,
}
"""Every error that is an answer, with its code; a test compares this with `domain/errors.py`."""


def exit_code_of(error: errors.HoldfastError) -> int:
    """The exit code of an error; one that the table lacks counts as a refusal."""
    return EXIT_CODES.get(type(error), REFUSED)
