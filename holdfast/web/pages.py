"""Renders pages: one template environment, and what every page knows about its reader."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from starlette.requests import Request

from casework.app import App
from casework.bootstrap import DRIVEN_NOW
from domain.errors import HoldfastError
from domain.lexicon import LEXICON
from domain.now import fixed
from flows.health import RunnerHealth
from holdfast.web.languages import COOKIE, LANGS, asked_for, language_for
from holdfast.web.reading.policy import Document, slug_of
from holdfast.web.times import Here
from holdfast.web.words import count_word, status_word, word
from policies.explaining import Skipped
from policies.numerals import hanzi
from store.settings import get_setting

HERE = Path(__file__).parent
STATIC = HERE / "static"
DEFAULT_ZONE = "Asia/Shanghai"
"""Where nothing else is known yet: the zone of the shipped calendars."""

_YEAR_SECONDS = 365 * 24 * 3600

RunnerHealthOf = Callable[[], RunnerHealth]


@dataclass(frozen=True)
class Site:
    """What all pages are made from; `documents` keeps policy versions that were parsed once."""

    app: App
    runner_health: RunnerHealthOf | None
    templates: Environment
    stamp: str
    documents: dict[str, tuple[Document, ...]] = field(default_factory=dict)

    def visit(self, request: Request) -> Visit:
        """One request: its language, and the present as the store's clock has it."""
        app = present(self.app)
        runner = None if self.runner_health is None else self.runner_health()
        lang = language_for(request, app.settings.lang)
        return Visit(self, request, app, Here(app.now(), _zone(app), lang), runner)


@dataclass(frozen=True)
class Visit:
    """One request to the site."""

    site: Site
    request: Request
    app: App
    here: Here
    runner: RunnerHealth | None

    @property
    def lang(self) -> str:
        """`zh` or `en`."""
        return self.here.lang

    def page(self, template: str, *, status: int = 200, **values: object) -> HTMLResponse:
        """The rendered template; a language that was asked for is remembered."""
        html = self.site.templates.get_template(template).render(
            here=self.here,
            lang=self.lang,
            t=partial(_word, self.lang),
            term=partial(_term, self.lang),
            status_word=partial(status_word, lang=self.lang),
            count_word=partial(count_word, lang=self.lang),
            numeral=hanzi if self.lang == "zh" else str,
            other_lang=_other_address(self.request, self.lang),
            path=self.request.url.path,
            driven=self.app.driven,
            trouble=_in_trouble(self.runner),
            data=str(self.app.settings.data),
            stamp=self.site.stamp,
            **values,
        )
        response = HTMLResponse(html, status_code=status)
        if asked_for(self.request) is not None:
            response.set_cookie(
                COOKIE, self.lang, max_age=_YEAR_SECONDS, httponly=True, samesite="lax"
            )
        return response


def make_site(app: App, runner_health: RunnerHealthOf | None) -> Site:
    """The site of an open application."""
    templates = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    templates.globals["cite_link"] = _cite_link
    templates.filters["day_words"] = Skipped.words
    templates.filters["drawn"] = Markup
    styles = b"".join(path.read_bytes() for path in sorted(STATIC.iterdir()))
    return Site(app, runner_health, templates, hashlib.sha256(styles).hexdigest()[:10])


def present(app: App) -> App:
    """The application as of now: a driven clock may have been moved on by another process."""
    if not app.driven:
        return app
    with app.store.read() as work:
        stored = get_setting(work, DRIVEN_NOW)
    return app if stored is None else replace(app, now=fixed(datetime.fromisoformat(stored)))


def _zone(app: App) -> str:
    """Where the office is; a page that says what is wrong must not fail over a calendar."""
    try:
        with app.store.read() as work:
            return app.calendar(work, app.newest_calendar_id(work, "office")).zone
    except HoldfastError:
        return DEFAULT_ZONE


def _in_trouble(runner: RunnerHealth | None) -> bool:
    return runner is not None and (not runner.scheduler or runner.prefect in {"degraded", "down"})


def _word(lang: str, key: str, /, **values: object) -> str:
    return word(key, lang, **values)


def _term(lang: str, category: str, id_: str) -> str:
    return LEXICON.word(category, id_, lang)


def _other_address(request: Request, lang: str) -> str:
    """This very page in the other language, as an address on this host."""
    other = next(one for one in LANGS if one != lang)
    url = request.url.include_query_params(lang=other)
    return f"{url.path}?{url.query}"


def _cite_link(rule: Mapping[str, Any]) -> str:
    """Where a rule's line can be read, in the version by which it was applied."""
    return f"/policy?version={rule['version']}#{slug_of(rule['file'])}-{rule['line']}"
