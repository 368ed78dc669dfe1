from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page, Request

ADDRESSES = ("/", "/cases", "/cases/R1-1", "/rounds", "/rounds/R1", "/policy", "/health")


@contextmanager
def visiting(chromium: Browser, **how: Any) -> Iterator[Page]:  # noqa: ANN401 - Playwright's options.
    """A page of a new reader; anything on the console fails the test."""
    context = chromium.new_context(locale="zh-CN", timezone_id="Asia/Shanghai", **how)
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("requestfailed", lambda request: complaints.extend(_failed(request)))
    yield page
    context.close()
    assert complaints == []


def _failed(request: Request) -> list[str]:
    """The address, unless it was only cut off because the reader went on to the next page."""
    return [] if request.failure == "net::ERR_ABORTED" else [request.url]


def test_from_the_ledger_to_a_case_and_to_the_clause_that_refuses(
    chromium: Browser, site: str, tmp_path: Path
) -> None:
    with visiting(chromium, viewport={"width": 1280, "height": 900}) as page:
        page.goto(f"{site}/rounds")
        page.locator("tbody a").nth(2).click()
        expect(page.locator("table.ledger thead")).to_contain_text("问题描述")
        page.get_by_role("link", name="1", exact=True).click()
        expect(page.locator("h1")).to_have_text("回水泵联轴器无防护罩")
        expect(page.locator(".machine .state.now")).to_have_text("待销号")
        page.locator("#acts ~ ul details summary").first.click()
        page.locator("#acts ~ ul details a").first.click()
        clause = page.locator(":target")
        expect(clause).to_be_visible()
        page.screenshot(path=tmp_path / "clause.png")

    assert (tmp_path / "clause.png").stat().st_size > 10_000


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("width", [390, 1280])
def test_no_page_is_wider_than_the_window(
    chromium: Browser, site: str, width: int, lang: str
) -> None:
    with visiting(chromium, viewport={"width": width, "height": 844}) as page:
        for address in ADDRESSES:
            page.goto(f"{site}{address}?lang={lang}")

            assert page.evaluate("document.documentElement.scrollWidth") <= width, address


def test_everything_can_be_read_without_javascript(chromium: Browser, site: str) -> None:
    with visiting(chromium, java_script_enabled=False) as page:
        page.goto(site)
        page.get_by_label("查找事项").fill("R1-1")
        page.keyboard.press("Enter")
        expect(page.locator("h1")).to_have_text("回水泵联轴器无防护罩")
        page.get_by_role("link", name="English").click()
        expect(page.locator("#timeline")).to_have_text("Timeline")


def test_the_keyboard_leads_to_the_content_and_to_the_search(chromium: Browser, site: str) -> None:
    with visiting(chromium) as page:
        page.goto(site)
        page.keyboard.press("Tab")
        expect(page.get_by_role("link", name="跳到正文")).to_be_focused()
        page.keyboard.press("Enter")
        expect(page.locator("#content")).to_be_focused()
        page.keyboard.press("/")
        expect(page.locator("#search")).to_be_focused()
        page.keyboard.type("a/b")
        expect(page.locator("#search")).to_have_value("a/b")


def test_a_printed_ledger_is_the_table_alone(chromium: Browser, site: str) -> None:
    with visiting(chromium) as page:
        page.goto(f"{site}/rounds/R1")
        page.emulate_media(media="print")

        expect(page.locator("table.ledger")).to_be_visible()
        expect(page.locator("header.top")).to_be_hidden()
        expect(page.locator("footer")).to_be_hidden()
