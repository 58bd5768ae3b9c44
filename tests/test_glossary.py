"""The list of all terms in Chromium: it costs a reader nothing, and filters as one types."""

from __future__ import annotations

import pytest
from browser_tools import Open
from playwright.sync_api import Browser, Page, expect
from site_tools import Site

pytestmark = pytest.mark.browser
INPUT = ".kb-glossary-filter input"
ROWS = ".kb-glossary > li:not([hidden])"


def requests_of(page: Page) -> list[str]:
    """Files of the search that the page asks for from now on, by name."""
    found: list[str] = []
    page.on(
        "request",
        lambda request: (
            "/search/" in request.url and found.append(request.url.split("/")[-1].split("?")[0])
        ),
    )
    return found


def rows(page: Page) -> list[str]:
    """Ids of the rows that are shown."""
    found: list[str] = page.locator(ROWS).evaluate_all("all => all.map(row => row.dataset.id)")
    return found


@pytest.mark.parametrize("path", ["terms/", "en/terms/"])
def test_reading_the_list_asks_for_nothing(visitor: Open, path: str) -> None:
    with visitor() as tab:
        requested = requests_of(tab.page)
        page = tab.open(path)
        expect(page.locator(INPUT)).to_be_visible()
        page.wait_for_timeout(2_500)  # longer than anything that waits for the page to be idle
        assert sorted({name for name in requested if name != "search.css"}) == [
            "box.js",
            "glossary.js",
        ]


def test_choices_need_no_engine(visitor: Open, online: Site) -> None:
    terms = online.data("terms.json")["terms"]
    wanted = {term["id"] for term in terms if term["kind"] == "numbered"}
    with visitor() as tab:
        requested = requests_of(tab.page)
        page = tab.open("terms/")
        select = page.locator("select[name=kind]")
        expect(select.locator("option[value=numbered]")).to_have_text(f"数字提法 ({len(wanted)})")
        expect(page.locator(".kb-glossary-filter p")).to_have_text(f"{len(terms)}条")
        select.select_option("numbered")
        expect(page.locator(".kb-glossary-filter p")).to_have_text(f"{len(wanted)}条")
        assert set(rows(page)) == wanted
        assert page.url.endswith("?kind=numbered")
        page.locator("select[name=source]").select_option("zhibu-gongzuo-tiaoli")
        from_rules = {
            term["id"]
            for term in terms
            if any(source.get("regulation") == "zhibu-gongzuo-tiaoli" for source in term["sources"])
        }
        assert set(rows(page)) == wanted & from_rules
        assert "terms.js" not in requested
        page.goto(page.url)  # what is chosen can be shared
        expect(select).to_have_value("numbered")
        assert set(rows(page)) == wanted & from_rules
        assert "terms.js" not in requested


def test_typing_asks_the_engine(visitor: Open) -> None:
    with visitor() as tab:
        requested = requests_of(tab.page)
        page = tab.open("terms/")
        page.locator(INPUT).fill("shyk")
        expect(page.locator(ROWS).first).to_have_attribute("data-id", "san-hui-yi-ke")
        assert "terms.js" in requested
        assert len(rows(page)) < 20
        page.locator(INPUT).press("ArrowDown")
        assert page.evaluate("document.activeElement.textContent") == "三会一课"
        page.locator(INPUT).fill("")
        expect(page.locator(".kb-glossary > li[hidden]")).to_have_count(0)
        page.locator(INPUT).fill("三会一课")
        expect(page.locator(ROWS).first).to_have_attribute("data-id", "san-hui-yi-ke")
        page.locator(INPUT).press("Enter")
        expect(page).to_have_url(tab.url("terms/san-hui-yi-ke/"))


def test_an_address_with_a_query(visitor: Open) -> None:
    with visitor() as tab:
        page = tab.page
        page.goto(tab.url("en/terms/") + "?find=three+meetings&kind=numbered")
        expect(page.locator(ROWS).first).to_have_attribute("data-id", "san-hui-yi-ke")
        expect(page.locator("select[name=kind]")).to_have_value("numbered")


def test_without_the_engine_letters_are_compared(browser: Browser, server: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.route(
        "**/search/*.js",
        lambda route: route.abort() if "terms.js" in route.request.url else route.continue_(),
    )
    page.goto(f"{server}terms/?find=三会一课")
    expect(page.locator(ROWS).first).to_contain_text("三会一课")
    expect(page.locator(".kb-glossary-filter p")).not_to_have_text("正在准备…")
    assert len(rows(page)) < 50
    context.close()


def test_without_scripts_there_is_a_list_and_no_form(visitor: Open) -> None:
    with visitor(java_script_enabled=False) as tab:
        page = tab.open("terms/")
        expect(page.locator(".kb-glossary a", has_text="三会一课").first).to_be_visible()
        expect(page.locator(".kb-glossary-filter")).not_to_be_visible()
