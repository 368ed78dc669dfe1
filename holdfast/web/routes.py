"""The addresses of the site; each reads one thing and hands it to one template."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.encoders import jsonable_encoder
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse
from starlette.requests import Request
from starlette.responses import Response

from casework.listing import Filter
from holdfast.web.pages import Site
from holdfast.web.reading.case_page import exact_case, read_case_page
from holdfast.web.reading.desk import read_desk
from holdfast.web.reading.health import read_health
from holdfast.web.reading.ledger import read_ledger
from holdfast.web.reading.listing import read_list, read_rounds
from holdfast.web.reading.policy import read_policy

_LONGEST = 80
_LONGEST_TOKEN = 600
Word = Annotated[str, Query(max_length=_LONGEST)]
Token = Annotated[str, Query(max_length=_LONGEST_TOKEN)]


def routes(site: Site) -> APIRouter:
    """Every address; all of them only read."""
    router = APIRouter(default_response_class=HTMLResponse)
    _desk_and_cases(router, site)
    _ledgers(router, site)
    _policy_and_health(router, site)
    return router


def _desk_and_cases(router: APIRouter, site: Site) -> None:
    @router.get("/")
    def desk(request: Request) -> Response:
        visit = site.visit(request)
        return visit.page("desk.html", desk=read_desk(visit.app, lang=visit.lang))

    @router.get("/cases")
    def cases(  # noqa: PLR0917 - a filter has as many parts as the form has fields.
        request: Request,
        q: Word = "",
        kind: Word = "",
        state: Word = "",
        unit: Word = "",
        late: Word = "",
        waived: Word = "",
        after: Token = "",
    ) -> Response:
        visit = site.visit(request)
        exact = exact_case(visit.app, q.strip()) if q.strip() else None
        if exact is not None:
            return RedirectResponse(f"/cases/{exact}", HTTPStatus.SEE_OTHER)
        chosen = Filter(
            kind=kind or None,
            state=state or None,
            unit=unit or None,
            overdue=late == "1",
            text=q.strip() or None,
            waived=waived == "1",
        )
        page = read_list(visit.app, chosen, after=after or None, lang=visit.lang)
        return visit.page("cases.html", page=page, chosen=chosen, after=after)

    @router.get("/cases/{name}")
    def case(request: Request, name: str) -> Response:
        visit = site.visit(request)
        return visit.page("case.html", page=read_case_page(visit.app, name, lang=visit.lang))


def _ledgers(router: APIRouter, site: Site) -> None:
    @router.get("/rounds")
    def rounds(request: Request) -> Response:
        visit = site.visit(request)
        return visit.page("rounds.html", rounds=read_rounds(visit.app, lang=visit.lang))

    @router.get("/rounds/{name}")
    def ledger(request: Request, name: str, columns: Word = "") -> Response:
        visit = site.visit(request)
        every = columns == "all"
        read = read_ledger(visit.app, name, lang=visit.lang, every_column=every)
        return visit.page("ledger.html", ledger=read, every=every)


def _policy_and_health(router: APIRouter, site: Site) -> None:
    @router.get("/policy")
    def policy(request: Request, version: Word = "") -> Response:
        visit = site.visit(request)
        page = read_policy(visit.app, version or None, site.documents)
        return visit.page("policy.html", page=page)

    @router.get("/health")
    def health(request: Request) -> Response:
        visit = site.visit(request)
        return visit.page(
            "health.html", health=read_health(visit.app, visit.runner, lang=visit.lang)
        )

    @router.get("/health.json")
    def health_json(request: Request) -> JSONResponse:
        visit = site.visit(request)
        found = read_health(visit.app, visit.runner, lang=visit.lang)
        status = HTTPStatus.SERVICE_UNAVAILABLE if found.is_down else HTTPStatus.OK
        return JSONResponse(jsonable_encoder(found.as_json()), status_code=status)
