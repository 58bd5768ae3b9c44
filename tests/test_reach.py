"""Older and disabled readers, keyboards, phones: the built site in Chromium."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from typing import Any

import pytest
from browser_tools import Open, Visit, visit
from playwright.sync_api import Browser, Page, expect
from site_tools import Site, serve
from slow_visit import Compressing
from slow_visit import visit as first_visit

pytestmark = pytest.mark.browser
TERM = "terms/san-hui-yi-ke/"
RULES = "regulations/jilv-chufen-tiaoli/"
REPORT = "reports/niandu-dangjian-zongjie/"
BOX = ("assets/search/box.js", "assets/search/search.css")
PHONE = {"viewport": {"width": 320, "height": 640}, "has_touch": True, "is_mobile": True}


@pytest.fixture
def folder(browser: Browser, offline: Site) -> Open:
    """The offline copy."""
    base = offline.folder.as_uri() + "/"
    return lambda **options: visit(browser, base, "index.html", **options)


@pytest.fixture
def http(browser: Browser, server: str) -> Open:
    """The website."""
    return lambda **options: visit(browser, server, **options)


@pytest.fixture(params=["http", "folder"])
def site(request: pytest.FixtureRequest) -> Open:
    """Either."""
    found: Open = request.getfixturevalue(request.param)
    return found


# Large type

NO_STORAGE = "Object.defineProperty(window, 'localStorage', {get() { throw new Error('off'); }});"
FIRST_FRAME = """new MutationObserver((_, seen) => {
    if (!document.body) return;
    window.largeAtBody = document.documentElement.classList.contains('kb-large');
    seen.disconnect();
}).observe(document, {childList: true, subtree: true});"""


def is_large(page: Page) -> bool:
    size = page.locator("article p").first.evaluate("p => parseFloat(getComputedStyle(p).fontSize)")
    return bool(size >= 20)


def toggle(page: Page) -> Any:
    return page.locator("[data-kb-large]")


@pytest.mark.parametrize("width", [320, 1280])
def test_large_type_in_one_tap_and_for_all_pages(site: Open, width: int) -> None:
    with site(viewport={"width": width, "height": 700}) as tab:
        tab.page.add_init_script(FIRST_FRAME)
        page = tab.open(TERM)
        assert not is_large(page)
        expect(toggle(page)).to_have_text("大字版", use_inner_text=True)
        toggle(page).click()
        assert is_large(page)
        expect(toggle(page)).to_have_text("标准版", use_inner_text=True)
        page.locator("article a.kb-term").first.click()
        expect(page).to_have_url(re.compile("/terms/(?!san-hui)"))
        assert is_large(page)
        assert page.evaluate("window.largeAtBody"), "small type before large"
        toggle(page).click()
        assert not is_large(page)
        page.reload()
        assert not is_large(page)


def test_large_type_by_an_address(site: Open) -> None:
    with site() as tab:
        page = tab.page
        page.goto(tab.url("about/") + "?large=1")
        assert is_large(page)
        page.locator("article a", has_text="自测").first.click()
        assert is_large(page)
        page.goto(tab.url("about/") + "?large=0")
        assert not is_large(page)
        page.locator("article a[href*='large=1']").click()
        assert is_large(page)


def test_large_type_where_nothing_is_stored(http: Open) -> None:
    """Links carry it. Material itself reads the storage as the page opens: only its errors pass."""
    with http() as tab:
        tab.page.add_init_script(NO_STORAGE)
        page = tab.open(TERM)
        toggle(page).click()
        page.locator("article a.kb-term").first.click()
        expect(page).to_have_url(re.compile(r"\?large=1"))
        assert is_large(page)
        tab.wrong = [line for line in tab.wrong if not line.endswith(": off")]


def test_without_scripts_there_is_no_button(folder: Open) -> None:
    with folder(java_script_enabled=False, **PHONE) as tab:
        page = tab.open(TERM)
        expect(toggle(page)).not_to_be_visible()
        expect(page.locator(".kb-reach")).not_to_be_visible()
        page.locator("label.kb-no-script").tap()
        expect(page.locator(".md-nav--primary a", has_text="党内法规").first).to_be_in_viewport()


SMALL = """() => {
    const inSentence = e => getComputedStyle(e).display === 'inline'
        && e.parentElement.textContent.trim() !== e.textContent.trim();
    const found = [];
    for (const e of document.querySelectorAll('a[href], button, summary, select, input, label.kb-target')) {
        const box = (e.type === 'checkbox' || e.type === 'radio' ? e.closest('label') || e : e)
            .getBoundingClientRect();
        const style = getComputedStyle(e);
        if (!box.width || !box.height || style.visibility === 'hidden' || e.closest('.md-skip')) continue;
        if (e.tagName === 'A' && inSentence(e)) continue;
        if (e.classList.contains('md-option') || e.closest('.md-search')) continue;
        if (box.height < 47.5 || box.width < 47.5) found.push(`${box.width}×${box.height} ${e.outerHTML.slice(0, 90)}`);
    }
    return found;
}"""


@pytest.mark.parametrize("path", ["", "terms/by-number/", TERM, RULES, "study/", "en/terms/"])
def test_targets_of_large_type(folder: Open, path: str) -> None:
    """48 pixels, for all that is not a link inside a sentence."""
    with folder(**PHONE) as tab:
        page = tab.page
        page.goto(tab.url(path) + "?large=1")
        assert page.evaluate(SMALL) == []


# A keyboard and nothing else

SEEN = """() => {
    const e = document.activeElement;
    if (e === document.body) return '';
    const shown = e.classList.contains('md-option') ? e.nextElementSibling : e;
    const {width, height, right, bottom, left, top} = shown.getBoundingClientRect();
    const style = getComputedStyle(shown);
    const marked = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 1
        || style.boxShadow !== 'none' || shown.matches('input.md-search__input');
    const inside = right > 0 && left < innerWidth && bottom > 0 && top < innerHeight;
    return marked && width && height && inside ? '' : `not seen: ${e.outerHTML.slice(0, 120)}`;
}"""


def tab_to(page: Page, selector: str, most: int = 60) -> None:
    """Press Tab until it is there; every stop on the way must be seen."""
    for _ in range(most):
        page.keyboard.press("Tab")
        assert page.evaluate(SEEN) == ""
        if page.evaluate("s => document.activeElement.matches(s)", selector):
            return
    pytest.fail(f"{selector} is not reached in {most} steps")


def follow(page: Page) -> None:
    """Press Enter on the link that has the focus."""
    with page.expect_navigation():
        page.keyboard.press("Enter")


@pytest.mark.parametrize("large", [False, True])
def test_the_main_journeys_by_keyboard(site: Open, large: bool) -> None:
    """Skip link, search, result, definition, term, citation, self-test."""
    with site(viewport={"width": 1280, "height": 800}, reduced_motion="reduce") as tab:
        page = tab.page
        page.goto(tab.url("") + ("?large=1" if large else ""))
        press = page.keyboard.press
        press("Tab")
        expect(page.locator("a.kb-skip")).to_be_focused()
        press("Enter")
        tab_to(page, "article *", most=1)

        page.wait_for_timeout(400)  # Material closes the box after the address got an anchor
        press("/")
        expect(page.locator(".md-search__input")).to_be_focused()
        page.keyboard.type("sanhuiyike")
        expect(page.locator(".md-search-result__item").first).to_contain_text("三会一课")
        expect(page.locator(".kb-search__spoken")).to_contain_text(re.compile(r"\d+条结果"))
        press("ArrowDown")
        expect(page.locator(".md-search-result__link").first).to_be_focused()
        follow(page)
        expect(page.locator("article h1")).to_contain_text("三会一课")

        tab_to(page, ".kb-copy")
        press("Enter")
        expect(page.get_by_role("status").filter(has_text="已复制")).to_be_visible()
        tab_to(page, "a.kb-term")
        link = page.locator("a.kb-term:focus")
        expect(page.locator("#kb-tip")).to_be_visible()
        expect(link).to_have_attribute("aria-describedby", "kb-tip")
        press("Escape")
        expect(page.locator("#kb-tip")).not_to_be_visible()
        expect(link).to_be_focused()
        follow(page)
        assert "/terms/" in page.url
        expect(page.locator("article h1")).not_to_contain_text("三会一课")

        tab_to(page, ".md-tabs__link[href*='study']")
        follow(page)
        tab_to(page, ".kb-study .md-button--primary", most=90)
        press("Enter")
        expect(page.locator(".kb-study-heading")).to_be_focused()


def test_the_drawer_by_keyboard(folder: Open) -> None:
    with folder(viewport={"width": 390, "height": 700}, reduced_motion="reduce") as tab:
        page = tab.open("terms/")
        button = page.locator(".kb-reach [data-kb-open=drawer]")
        button.focus()
        page.keyboard.press("Enter")
        expect(page.locator(".md-sidebar--primary .md-nav__link").first).to_be_focused()
        expect(button).to_have_attribute("aria-expanded", "true")
        for key in ("Shift+Tab", "Shift+Tab", "Tab"):
            page.keyboard.press(key)
            assert page.evaluate("!!document.activeElement.closest('.md-sidebar--primary')")
        page.keyboard.press("Escape")
        expect(button).to_be_focused()
        expect(button).to_have_attribute("aria-expanded", "false")
        expect(page.locator(".md-sidebar--primary")).not_to_be_visible()


# Phones


def test_the_lower_edge_of_a_phone(folder: Open) -> None:
    with folder(**PHONE) as tab:
        page = tab.open(TERM)
        bar = page.locator(".kb-reach")
        box = bar.bounding_box()
        assert box
        assert abs(box["y"] + box["height"] - 640) < 1
        bar.get_by_role("button", name="目录").tap()
        link = page.locator(".kb-contents a").last
        expect(link).to_be_visible()
        link.tap()
        expect(page.locator(".kb-contents")).not_to_have_attribute("open", "")
        expect(page).to_have_url(re.compile("#"))
        # Material closes drawer and search 125 ms after an anchor was followed: no hand is faster.
        page.evaluate("new Promise((done) => setTimeout(done, 300))")
        bar.get_by_role("button", name="搜索").tap()
        expect(page.locator(".md-search__input")).to_be_focused()
        page.keyboard.press("Escape")
        bar.get_by_role("link", name="首页").tap()
        expect(page).to_have_url(tab.url(""))


def test_the_provision_stays_in_sight(folder: Open) -> None:
    with folder(**PHONE) as tab:
        page = tab.open(RULES)
        strip = page.locator(".kb-place a")
        expect(strip).not_to_be_visible()
        page.evaluate(
            "scrollTo(0, document.getElementById('art-59').getBoundingClientRect().bottom)"
        )
        expect(strip).to_contain_text("第五十九条")
        expect(strip).to_be_in_viewport()
        strip.tap()
        expect(page.locator("#art-59")).to_be_in_viewport()
        page.evaluate("scrollTo(0, document.body.scrollHeight)")
        expect(strip).not_to_be_visible()


def test_a_table_folds(folder: Open) -> None:
    with folder(**PHONE) as tab:
        page = tab.open(RULES)
        table = page.get_by_role("table").first
        cells = table.get_by_role("row").nth(1).get_by_role("cell")
        boxes = [cell.bounding_box() for cell in cells.all()]
        assert len(boxes) == 6
        assert all(
            above and below and below["y"] > above["y"]
            for above, below in itertools.pairwise(boxes)
        )
        label = cells.nth(2).evaluate("c => getComputedStyle(c, '::before').content")
        assert "发布" in label


# Reading aloud: a voice that notes what it is given, and ends when it is told

VOICES = """
window.said = [];
window.voices = %s;
window.SpeechSynthesisUtterance = function (text) { this.text = text; };
let held = null;
Object.defineProperty(window, 'speechSynthesis', {value: {
    getVoices: () => window.voices,
    addEventListener() {},
    cancel() { held = null; },
    speak(one) { held = one; window.said.push([one.text, one.voice.name]); },
}});
window.endSentence = () => { const one = held; held = null; one.onend(); };
"""
OWN = "[{name: 'far', lang: 'zh-CN', localService: false}, {name: 'own', lang: 'zh_CN', localService: true}]"
FAR = "[{name: 'far', lang: 'zh-CN', localService: false}]"
ENGLISH = "[{name: 'own', lang: 'en-US', localService: true}]"


@pytest.fixture
def heard(folder: Open) -> Iterator[Visit]:
    """A tab on a machine with a Chinese voice of its own."""
    with folder() as tab:
        tab.page.add_init_script(VOICES % OWN)
        yield tab


def test_reading_aloud(heard: Visit) -> None:
    page = heard.open(REPORT)
    buttons = page.get_by_role("group", name="朗读")
    buttons.get_by_role("button", name="朗读").click()
    for _ in range(4):
        page.evaluate("endSentence()")
    said = page.evaluate("said")
    assert {voice for _, voice in said} == {"own"}
    texts = [text for text, _ in said]
    assert len(texts) == 5
    assert texts[0] == page.locator("article h1").inner_text()
    authored = page.locator("article").inner_text().replace("\n", "")
    assert all(text in authored for text in texts)
    assert page.locator(".kb-read-line").count() >= 1

    buttons.get_by_role("button", name="暂停").click()
    buttons.get_by_role("button", name="继续朗读").click()
    assert page.evaluate("said.slice(-2).map(([text]) => text)") == [texts[-1]] * 2
    buttons.get_by_role("button", name="停止").click()
    expect(page.locator(".kb-read-line")).to_have_count(0)
    expect(buttons.get_by_role("button")).to_have_count(1)


@pytest.mark.parametrize("voices", ["[]", FAR, ENGLISH])
def test_no_button_without_a_voice_of_the_machine(folder: Open, voices: str) -> None:
    with folder() as tab:
        tab.page.add_init_script(VOICES % voices)
        page = tab.open(REPORT)
        expect(page.locator("article h1")).to_be_visible()
        expect(page.locator(".kb-read")).to_have_count(0)


# A slow network


@pytest.mark.parametrize("path", ["", TERM, RULES])
def test_a_first_visit_is_light(browser: Browser, online: Site, path: str) -> None:
    """Compressed, before the search box is opened; `tests/slow_visit.py` has the seconds."""
    with serve(online.folder, handler=Compressing) as base:
        requests = first_visit(browser, base, path, slow=False)["requests"]
    names = {what.split("?")[0] for what, _ in requests}
    assert {"assets/kb.css", "assets/kb.js"} <= names
    assert not [name for name in names if "search/" in name and name not in BOX]
    assert sum(size for _, size in requests) < 300_000
