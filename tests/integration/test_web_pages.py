from __future__ import annotations

import re
from datetime import timedelta

import pytest
import sqlalchemy as sa
from fastapi.testclient import TestClient

from casework.attaching import comment
from casework.bootstrap import open_app
from casework.sweeping import sweep
from holdfast.web.application import HEADERS, create_app
from tests.integration.casework_world import World, sign_all
from tests.integration.web_world import visitor, with_texts

HOSTILE = "<script>alert(1)</script><b onmouseover=x>“重”&amp;"


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_page_answers_in_the_language_asked_for(world: World, lang: str) -> None:
    number = with_texts(world).finding()
    world.bring(number, "to_be_reinspected")
    world.open("grievance", "union", {"request": "夜间噪声", "responsible_unit": "氧化铝厂"})
    site = visitor(world)
    said = {
        "/": ("我的办公桌", "My desk"),
        "/cases": ("事项清单", "List of cases"),
        f"/cases/{number}": ("复查确认", "confirm on re-inspection"),
        "/cases/R1": ("现在可以办理什么", "What may be done now"),
        "/cases/G1": ("待登记", "intake"),
        "/rounds": ("台账", "Ledgers"),
        "/rounds/R1": ("问题描述", "Responsible unit"),
        "/rounds/R1?columns=all": ("是否达到序时进度", "On schedule"),
        "/policy": ("起施行", "in force since"),
        "/health": ("运行状况", "Outbox"),
    }
    for address, words in said.items():
        mark = "&" if "?" in address else "?"
        answer = site.get(f"{address}{mark}lang={lang}")

        assert answer.status_code == 200, address
        assert f'<html lang="{"zh-CN" if lang == "zh" else "en"}">' in answer.text
        assert words[lang == "en"] in answer.text, address


def test_what_people_wrote_stays_text(world: World) -> None:
    number = world.finding(问题描述=HOSTILE, 具体部位=HOSTILE, 分项问题=HOSTILE)
    comment(world.app, number, HOSTILE, by="head")
    world.later(days=9)
    sweep(world.app)
    site = visitor(world)
    for address in ("/", "/cases", f"/cases/{number}", "/rounds/R1", f"/cases?q={HOSTILE[:60]}"):
        page = site.get(address).text

        assert "<script>alert" not in page, address
        assert "<b onmouseover" not in page, address
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in site.get(f"/cases/{number}").text


def test_a_case_page_tells_why_not_with_file_line_and_the_clause(sqlite_world: World) -> None:
    number = with_texts(sqlite_world).finding()
    sqlite_world.bring(number, "to_be_struck_off")
    site = visitor(sqlite_world)
    page = site.get(f"/cases/{number}").text

    assert re.search(r"整改不彻底.*01_督察问题整改与销号\.feature:\d+", page)
    links = set(re.findall(r'href="(/policy\?version=[0-9a-f]{64}#f[0-9a-f]{8}-\d+)"', page))
    assert links
    for link in links:
        address, _, anchor = link.partition("#")
        assert f'id="{anchor}"' in site.get(address).text


def test_a_signed_check_names_who_signed_it(sqlite_world: World) -> None:
    number = sqlite_world.finding()
    sqlite_world.bring(number, "to_be_struck_off")
    sign_all(sqlite_world, number)
    page = visitor(sqlite_world).get(f"/cases/{number}").text

    assert "签认： second甲" in page
    assert page.count('<span class="badge done">通过</span>') == 5


def test_the_desk_says_who_is_late_and_who_is_waited_for(world: World) -> None:
    number = world.finding()
    world.later(days=9)
    sweep(world.app)
    site = visitor(world)
    desk = site.get("/").text

    assert "<b>1</b>已逾期" in desk
    assert re.search(
        rf"{number}</a>.*确认底稿.*逾期\d天.*责任单位行政负责人 head甲", desk, re.DOTALL
    )
    assert number in site.get("/cases?late=1").text
    assert site.get("/cases?late=1").text.count("<tr>") == 2


def test_what_is_overdue_shows_before_any_sweep(sqlite_world: World) -> None:
    sqlite_world.finding()
    sqlite_world.later(days=9)

    assert "<b>1</b>已逾期" in visitor(sqlite_world).get("/").text


def test_an_empty_desk_says_how_to_begin(sqlite_world: World) -> None:
    page = visitor(sqlite_world).get("/").text

    assert "holdfast import findings" in page
    assert "holdfast demo" in page


def test_a_returned_finding_counts_as_returned(sqlite_world: World) -> None:
    number = sqlite_world.bring(sqlite_world.finding(), "functional_acceptance_due")
    site = visitor(sqlite_world)
    before = site.get("/").text
    sqlite_world.do(number, "return_for_rectification", "engineer", return_reason="护罩松动")

    assert "<b>0</b>被退回后在办" in before
    assert "<b>1</b>被退回后在办" in site.get("/").text


def test_a_number_that_is_typed_whole_leads_to_the_case(sqlite_world: World) -> None:
    number = sqlite_world.finding()
    answer = visitor(sqlite_world).get("/cases", params={"q": number}, follow_redirects=False)

    assert answer.status_code == 303
    assert re.fullmatch(r"/cases/[a-z0-9]{8}", answer.headers["location"])


def test_lists_are_filtered_and_go_on_page_by_page(world: World) -> None:
    world.finding()
    for _ in range(51):
        world.open("round", "inspector", {"title": "回头看", "responsible_unit": "新材料公司"})
    site = visitor(world)
    first = site.get("/cases", params={"kind": "round"}).text
    following = re.search(r'rel="next" href="([^"]+)"', first)
    assert following is not None
    second = site.get(following.group(1).replace("&amp;", "&")).text
    shown = [set(re.findall(r">(R\d+)</a>", page)) for page in (first, second)]

    assert len(shown[0]) == 50
    assert len(shown[1]) == 2
    assert shown[0] & shown[1] == set()
    assert "R1-1" not in first
    assert "没有符合条件" in site.get("/cases", params={"unit": "电解厂"}).text
    assert site.get("/cases", params={"state": "to_be_confirmed"}).text.count("<tr>") == 2


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/cases/nix", 404),
        ("/rounds/nix", 404),
        ("/policy?version=nix", 404),
        ("/nowhere", 404),
        ("/cases?kind=nix", 400),
        ("/cases?after=nix", 400),
        (f"/cases?q={'x' * 99}", 400),
    ],
)
def test_what_is_not_there_says_what_to_do(sqlite_world: World, address: str, status: int) -> None:
    site = visitor(sqlite_world, fragile=True)
    for lang, words in (("zh", "回到办公桌"), ("en", "Back to my desk")):
        answer = site.get(address, headers={"accept-language": lang})

        assert answer.status_code == status
        assert words in answer.text


def test_a_ledger_is_only_of_rounds(sqlite_world: World) -> None:
    number = sqlite_world.finding()

    assert visitor(sqlite_world).get(f"/rounds/{number}").status_code == 404


def test_every_answer_forbids_foreign_and_inline_code(sqlite_world: World) -> None:
    site = visitor(sqlite_world)
    for address in ("/", "/nowhere", "/static/holdfast.css", "/health.json"):
        headers = site.get(address).headers

        assert {name: headers.get(name) for name in HEADERS} == HEADERS, address
    page = site.get("/").text
    assert "style=" not in page
    assert re.findall(r"<script(?! src)", page) == []
    assert re.findall(r'(?:src|href)="https?:', page) == []


def test_static_files_are_kept_by_their_stamp_and_pages_never(sqlite_world: World) -> None:
    site = visitor(sqlite_world)
    page = site.get("/")
    style = re.search(r'href="(/static/holdfast\.css\?v=[0-9a-f]+)"', page.text)

    assert style is not None
    assert "immutable" in site.get(style.group(1)).headers["cache-control"]
    assert page.headers["cache-control"] == "no-store"


def test_there_is_no_address_that_changes_anything(sqlite_world: World) -> None:
    web = create_app(sqlite_world.app)
    methods = {m for route in web.routes for m in getattr(route, "methods", None) or {"GET"}}

    assert methods <= {"GET", "HEAD"}
    assert visitor(sqlite_world).post("/cases").status_code == 405


def test_a_name_that_is_not_ours_is_not_served(sqlite_world: World) -> None:
    web = create_app(sqlite_world.app, hosts=["localhost", "127.0.0.1"])

    assert TestClient(web, base_url="http://elsewhere.example").get("/").status_code == 400
    assert TestClient(web, base_url="http://127.0.0.1:8460").get("/").status_code == 200


def test_the_language_is_remembered_only_when_it_was_asked_for(sqlite_world: World) -> None:
    site = visitor(sqlite_world)

    assert "set-cookie" not in site.get("/").headers
    site.get("/?lang=en")
    assert "My desk" in site.get("/").text


def test_a_driven_clock_is_named_and_followed(sqlite_world: World) -> None:
    site = visitor(sqlite_world)
    before = site.get("/").text
    moved = open_app(sqlite_world.settings, at=sqlite_world.app.now() + timedelta(days=3))
    moved.close()

    assert "演练库" in before
    assert "现在是2026年3月2日（星期一）09:00" in before
    assert "现在是2026年3月5日（星期四）09:00" in site.get("/").text


def test_reading_pages_changes_nothing(sqlite_world: World) -> None:
    number = sqlite_world.finding()
    site = visitor(sqlite_world)

    def rows() -> list[int]:
        with sqlite_world.app.store.read() as work:
            names = ("case_events", "outbox", "clocks", "firings", "wakes", "cases", "settings")
            count = sa.select(sa.func.count())
            tables = [sa.table(name) for name in names]
            return [work.execute(count.select_from(table)).scalar_one() for table in tables]

    before = rows()
    for address in ("/", "/cases", f"/cases/{number}", "/rounds/R1", "/policy", "/health"):
        assert site.get(address).status_code == 200
    assert rows() == before
