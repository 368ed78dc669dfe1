"""The web application: routes, safe headers, and pages that say what to do when something fails."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Sequence
from http import HTTPStatus

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from fastapi.staticfiles import StaticFiles
from starlette.exceptions import HTTPException
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import Response

from casework.app import App
from domain.errors import HoldfastError
from holdfast.web.pages import STATIC, RunnerHealthOf, Site, make_site
from holdfast.web.routes import routes
from holdfast.web.statuses import status_of

_LOG = logging.getLogger("holdfast.web")

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}
"""On every answer: nothing from elsewhere is loaded, and nothing inline is run."""

_KEPT = "public, max-age=31536000, immutable"


def create_app(
    app: App,
    runner_health: RunnerHealthOf | None = None,
    *,
    hosts: Sequence[str] = ("*",),
) -> FastAPI:
    """The web application over an open application; it has no route that changes anything.

    `runner_health` tells how the scheduler of this process is, None where there is none. `hosts`
    are the names under which it answers: a page from elsewhere that makes its own name lead here
    (DNS rebinding) is not served.
    """
    site = make_site(app, runner_health)
    web = FastAPI(title="Holdfast", docs_url=None, redoc_url=None, openapi_url=None)
    web.mount("/static", StaticFiles(directory=STATIC), name="static")
    web.include_router(routes(site))
    _answer_errors(web, site)
    web.middleware("http")(_headed)
    web.add_middleware(TrustedHostMiddleware, allowed_hosts=list(hosts), www_redirect=False)
    return web


async def _headed(
    request: Request, call_next: Callable[[Request], Awaitable[Response]]
) -> Response:
    response = await call_next(request)
    response.headers.update(HEADERS)
    kept = request.url.path.startswith("/static/") and "v" in request.query_params
    response.headers["Cache-Control"] = _KEPT if kept else "no-store"
    return response


def _answer_errors(web: FastAPI, site: Site) -> None:
    def refused(request: Request, error: Exception) -> Response:
        known = error if isinstance(error, HoldfastError) else None
        status = HTTPStatus.INTERNAL_SERVER_ERROR if known is None else status_of(known)
        return _error_page(site, request, status, known)

    def unknown(request: Request, error: Exception) -> Response:
        code = error.status_code if isinstance(error, HTTPException) else 404
        return _error_page(site, request, HTTPStatus(code), None)

    def unreadable(request: Request, _: Exception) -> Response:
        return _error_page(site, request, HTTPStatus.BAD_REQUEST, None)

    def broken(request: Request, error: Exception) -> Response:
        _LOG.error("%s failed", request.url.path, exc_info=error)
        return _error_page(site, request, HTTPStatus.INTERNAL_SERVER_ERROR, None)

    web.add_exception_handler(HoldfastError, refused)
    web.add_exception_handler(HTTPException, unknown)
    web.add_exception_handler(RequestValidationError, unreadable)
    web.add_exception_handler(Exception, broken)


def _error_page(
    site: Site, request: Request, status: HTTPStatus, error: HoldfastError | None
) -> Response:
    """What happened and what to do; a store that cannot be read gets a plain sentence."""
    try:
        visit = site.visit(request)
        said = "" if error is None else error.text(visit.lang)
        page: Response = visit.page("error.html", status=status, code=int(status), said=said)
    except Exception as failure:  # noqa: BLE001 - the last edge: even the page that says so failed.
        _LOG.error("the error page failed", exc_info=failure)
        page = Response(
            "数据库暂时无法读取，请查看服务日志。 The store cannot be read: see the log.\n",
            status_code=status,
            media_type="text/plain; charset=utf-8",
        )
    if status == HTTPStatus.INTERNAL_SERVER_ERROR:
        page.headers.update(HEADERS)
    return page
