"""Which language a page speaks: as asked for, as last chosen, as the browser prefers."""

from __future__ import annotations

from starlette.requests import Request

from notifications.wording import language_of

COOKIE = "holdfast_lang"
LANGS = ("zh", "en")


def asked_for(request: Request) -> str | None:
    """The language that this very request chooses by `?lang=`, or None."""
    asked = request.query_params.get("lang")
    return asked if asked in LANGS else None


def language_for(request: Request, default: str) -> str:
    """`zh` or `en`; `default` where neither the reader nor the browser says anything."""
    chosen = asked_for(request) or request.cookies.get(COOKIE)
    if chosen in LANGS:
        return chosen
    preferred = request.headers.get("accept-language", "").split(",")[0].strip()
    known = preferred[:2].lower() in LANGS
    return language_of(preferred) if known else default
