"""The pocket glossary in Chromium: on a phone, in the dark, without JavaScript; never a request."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from helpers import DOCS, ROOT, term
from kb.edition import Edition
from kb.load import load_knowledge_base
from kb.pocket import pocket_page, write_pocket
from playwright.sync_api import Browser, Page
from search_tools import knowledge_of

pytestmark = pytest.mark.browser
EDITION = Edition(dt.date(2026, 1, 2), "0123456789ab")


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file by itself, made of the real content."""
    knowledge = load_knowledge_base(DOCS)[0]
    target = tmp_path_factory.mktemp("pocket") / "pocket-glossary.html"
    write_pocket(pocket_page(knowledge, DOCS / "assets", ROOT / "overrides", EDITION), target)
    return target


@contextmanager
def opened(
    browser: Browser, file: Path, fragment: str = "", now: str = "", **options: Any
) -> Iterator[Page]:
    """The file in a tab; errors, warnings and requests beside the file itself fail."""
    context = browser.new_context(**options)
    page = context.new_page()
    wrong: list[str] = []
    requests: list[str] = []
    page.on("console", lambda message: wrong.append(message.text))
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("request", lambda request: requests.append(request.url))
    if now:
        page.clock.set_fixed_time(now)
    page.goto(file.as_uri() + fragment)
    yield page
    context.close()
    assert wrong == []
    assert [url for url in requests if not url.startswith((file.as_uri(), "data:"))] == []
    assert len([url for url in requests if url.startswith(file.as_uri())]) == 1


def find(page: Page, query: str) -> list[str]:
    """The names of what is found."""
    page.locator("#q").fill(query)
    return page.locator("#found b").all_inner_texts()


QUERIES = {
    "三会一课": "三会一课",
    "shyk": "三会一课",
    "sanhuiyike": "三会一课",
    "会一课": "三会一课",
    "3会1课": "三会一课",
    "三會一課": "三会一课",
    "四种形太": "四种形态",
    "three meetings": "三会一课",
}


def test_terms_are_found(browser: Browser, file: Path) -> None:
    with opened(browser, file) as page:
        assert {query: find(page, query)[:1] for query in QUERIES} == {
            query: [name] for query, name in QUERIES.items()
        }


def test_other_entries_are_found_by_their_words(browser: Browser, file: Path) -> None:
    with opened(browser, file) as page:
        assert "每月：收交党费" in find(page, "主动按月交纳")
        assert any("第二种形态" in name for name in find(page, "第二种形态"))
        assert any("廉洁纪律" in name for name in find(page, "不准收受"))
        assert find(page, "") == []
        assert page.locator("#said").inner_text() == ""
        assert find(page, "这句话哪里都没有") == []
        assert page.locator("#said").inner_text() == "没有找到"


def test_a_result_opens_its_entry(browser: Browser, file: Path) -> None:
    with opened(browser, file, viewport={"width": 390, "height": 844}) as page:
        find(page, "shyk")
        page.keyboard.press("Enter")
        entry = page.locator("#t-san-hui-yi-ke")
        assert entry.get_attribute("open") is not None
        assert "党小组会" in entry.inner_text()
        assert 0 <= entry.bounding_box()["y"] < 800  # type: ignore[index]
        entry.locator("summary").click()
        find(page, "三会一课")
        page.locator("#found a").first.click()  # the same address again
        assert entry.get_attribute("open") is not None
        entry.locator("a", has_text="党课").first.click()
        assert page.locator("#t-dang-ke").get_attribute("open") is not None


def test_an_address_opens_its_entry(browser: Browser, file: Path) -> None:
    with opened(browser, file, "#f-2") as page:
        assert "谁决定" in page.locator("#f-2").inner_text()


def test_it_reads_without_javascript(browser: Browser, file: Path) -> None:
    with opened(browser, file, "#t-san-hui-yi-ke", java_script_enabled=False) as page:
        assert not page.locator("#find").is_visible()
        assert not page.locator("#large").is_visible()
        assert page.locator("noscript p").is_visible()
        entry = page.locator("#t-san-hui-yi-ke")
        assert 0 <= entry.bounding_box()["y"] < 700  # type: ignore[index]
        assert not page.get_by_text("支部委员会会议、党小组会，").is_visible()
        entry.locator("summary").click()
        shown = entry.inner_text()
        for part in ("按时上好党课", "支部委员会会议", "党小组会", "Three Meetings", "第十六条"):
            assert part in shown
        page.get_by_role("link", name="按数字").click()
        assert 0 <= page.locator("#number").bounding_box()["y"] < 700  # type: ignore[index]


@pytest.mark.parametrize(("width", "scheme"), [(320, "dark"), (390, "light"), (1280, "dark")])
def test_nothing_is_wider_than_the_screen(
    browser: Browser, file: Path, width: int, scheme: str
) -> None:
    size = {"width": width, "height": 700}
    with opened(browser, file, viewport=size, color_scheme=scheme) as page:
        page.evaluate("document.querySelectorAll('details').forEach((d) => (d.open = true))")
        assert page.evaluate("document.documentElement.scrollWidth") == width
        page.get_by_role("button", name="大字").click()
        assert page.evaluate("document.documentElement.scrollWidth") == width
        ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
        red, green, blue = map(int, re.findall(r"\d+", ground)[:3])
        assert (red + green + blue > 600) == (scheme == "light")


def test_large_type_by_an_address(browser: Browser, file: Path) -> None:
    with opened(browser, file, "?large=1") as page:
        size = "parseFloat(getComputedStyle(document.body).fontSize)"
        assert page.evaluate(size) >= 22
        page.get_by_role("button", name="标准版").click()
        assert page.evaluate(size) < 20


def test_targets_are_large(browser: Browser, file: Path) -> None:
    """44 CSS pixels, as fingers need."""
    with opened(browser, file, viewport={"width": 390, "height": 844}) as page:
        find(page, "三会一课")
        small = page.evaluate(
            """[...document.querySelectorAll('summary, .chips a, .chips button, #q, #found a, .up a')]
            .map((e) => [e.textContent, e.getBoundingClientRect().height])
            .filter(([, height]) => height && height < 44)"""
        )
        assert small == []


AGES = {
    "2026-01-02": "（今天）",
    "2026-01-03": "（1天前）",
    "2026-04-05": "（3个月前）",
    "2029-02-01": "（3年前）",
    "1999-01-01": "",  # a clock that is wrong
}


@pytest.mark.parametrize("now", AGES)
def test_the_age(browser: Browser, file: Path, now: str) -> None:
    with opened(browser, file, now=f"{now}T12:00:00") as page:
        assert page.locator("[data-kb-age]").text_content() == AGES[now]
        assert page.locator(".kb-old").count() == int(now == "2029-02-01")


def test_old_rules_are_mentioned_after_half_a_year(browser: Browser, file: Path) -> None:
    with opened(browser, file, now="2026-07-01T12:00:00") as page:
        assert page.locator(".kb-old").count() == 0
    with opened(browser, file, now="2026-07-02T12:00:00") as page:
        assert "可能有了新的规定" in page.locator(".kb-old").inner_text()


def test_everything_is_printed(browser: Browser, file: Path) -> None:
    """Closed entries, too."""
    with opened(browser, file) as page:
        page.evaluate("dispatchEvent(new Event('beforeprint'))")
        assert page.locator("details:not([open])").count() == 0
        page.evaluate("dispatchEvent(new Event('afterprint'))")
        assert page.locator("details[open]").count() == 0
        assert len(page.pdf(format="A4")) > 500_000


EVIL = "</script><img src=x onerror=pwned=1>"


def test_hostile_names_are_text(browser: Browser, tmp_path: Path) -> None:
    record = term("evil", EVIL, definition=f"释义{EVIL}。", aliases=["`${pwned=1}`", "<!--"])
    page_text = pocket_page(knowledge_of([record]), DOCS / "assets", ROOT / "overrides", EDITION)
    write_pocket(page_text, tmp_path / "p.html")
    with opened(browser, tmp_path / "p.html") as page:
        for query in (EVIL, "img", "`${pwned=1}`", "<!--", "((", "党" * 200, "\\", "__proto__"):
            find(page, query)
            assert page.evaluate("[window.pwned, document.images.length]") == [None, 0]
        assert find(page, "onerror") == [EVIL]
