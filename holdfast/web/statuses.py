"""Which HTTP status answers which error; a refusal of the business is 4xx, never 500."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus

from domain import errors

STATUSES: Mapping[type[errors.HoldfastError], HTTPStatus] = {
    errors.BadInput: HTTPStatus.BAD_REQUEST,
    errors.NotFound: HTTPStatus.NOT_FOUND,
    errors.Ambiguous: HTTPStatus.CONFLICT,
    errors.Refused: HTTPStatus.FORBIDDEN,
    errors.IllegalTransition: HTTPStatus.CONFLICT,
    errors.ChangedMeanwhile: HTTPStatus.CONFLICT,
    errors.PolicyRejected: HTTPStatus.CONFLICT,
    errors.PolicyNotReady: HTTPStatus.CONFLICT,
    errors.ImportRejected: HTTPStatus.CONFLICT,
    errors.CalendarRejected: HTTPStatus.CONFLICT,
    errors.ClockNotDriven: HTTPStatus.CONFLICT,
    errors.NoActivePolicy: HTTPStatus.SERVICE_UNAVAILABLE,
    errors.NotReady: HTTPStatus.SERVICE_UNAVAILABLE,
    errors.StoreBusy: HTTPStatus.SERVICE_UNAVAILABLE,
    errors.StoreUnwritable: HTTPStatus.INSUFFICIENT_STORAGE,
    errors.StoreLost: HTTPStatus.SERVICE_UNAVAILABLE,
    errors.StoreUncertain: HTTPStatus.SERVICE_UNAVAILABLE,
    # Somebody tampered with the store, or the key is gone: asking again will not help.
    errors.ContentDamaged: HTTPStatus.INTERNAL_SERVER_ERROR,
}
"""Every error that is an answer; a test compares this with `domain/errors.py`."""


def status_of(error: errors.HoldfastError) -> HTTPStatus:
    """The status of an error; one that the table lacks is refused as a conflict."""
    return STATUSES.get(type(error), HTTPStatus.CONFLICT)
