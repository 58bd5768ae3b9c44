"""The built site in Chromium: over http, and from a folder with nothing else around it."""

from __future__ import annotations

import re
from typing import Any

import pytest
from browser_tools import Open, visit
from playwright.sync_api import Browser, Page, expect
from site_tools import Site

pytestmark = pytest.mark.browser
TERM = "terms/san-hui-yi-ke/"
REPORT = "reports/niandu-dangjian-zongjie/"
RULES = "regulations/zhibu-gongzuo-tiaoli/"
KINDS = [
    "", "terms/", "terms/by-number/", "terms/by-frequency/", "terms/by-member/", "terms/by-pinyin/", TERM,
    "regulations/", RULES, "regulations/jilv-chufen-tiaoli/", "regulations/ladder/",
    "regulations/lineages/jilv-chufen-tiaoli/", "en/regulations/ladder/", "discipline/", "discipline/four-forms/",
    "discipline/form-1/", "discipline/shi-bu-zhun-zhengzhi/", "reports/", REPORT, "guides/",
    "guides/san-hui-yi-ke/", "study/", "study/lists/", "about/", "about/coverage/", "about/editing/",
    "about/verification/", "about/data/", "about/offline/", "en/", "en/terms/", f"en/{TERM}", "en/terms/by-source/", "en/study/",
    "en/study/theory/",
]  # fmt: skip
"""A page of every kind."""


@pytest.fixture
def http(browser: Browser, server: str) -> Open:
    """The website."""
    return lambda **options: visit(browser, server, **options)


@pytest.fixture
def folder(browser: Browser, offline: Site) -> Open:
    """The offline copy."""
    base = offline.folder.as_uri() + "/"
    return lambda **options: visit(browser, base, "index.html", **options)


@pytest.fixture(params=["http", "folder"])
def site(request: pytest.FixtureRequest) -> Open:
    """Either."""
    found: Open = request.getfixturevalue(request.param)
    return found


# The walk


def test_from_the_home_page_to_an_article_and_back(site: Open) -> None:
    with site() as tab:
        page = tab.open("")
        page.locator(".kb-tiles a").get_by_text("提法", exact=True).click()
        expect(page).to_have_url(tab.url("terms/"))
        page.locator(".kb-glossary a", has_text=re.compile("^三会一课$")).click()
        expect(page).to_have_url(tab.url(TERM))
        expect(page.locator("h1")).to_have_text("三会一课")

        concordance = page.locator(".kb-concordance", has=page.locator("summary", has_text="报告"))
        if concordance.get_attribute("open") is None:
            concordance.locator("summary").click()
        expect(concordance.locator("mark").first).to_be_visible()
        report = concordance.locator("a.kb-where").first
        title = report.inner_text()
        report.click()
        expect(page.locator("h1")).to_have_text(title)
        assert "/reports/" in page.url

        article = page.locator('a.kb-cite[data-cite*="/art-"]:visible').first
        address = (article.get_attribute("href") or "").partition("#")[2]
        article.click()
        assert page.url.endswith(f"#{address}")
        assert "/regulations/" in page.url
        expect(page.locator(f'[id="{address}"]')).to_be_in_viewport()

        for expected in ("/reports/", "/terms/san-hui-yi-ke", "/terms/", ""):
            page.go_back()
            assert expected in page.url
        expect(page).to_have_url(tab.url(""))


def test_from_a_prohibition_to_its_article_and_along_the_chain(site: Open) -> None:
    """Clause → prohibition → form → prohibition → report, and back."""
    with site() as tab:
        page = tab.open("discipline/shi-bu-zhun-qunzhong/")
        page.locator("#item-1 a.kb-cite[data-cite*='/art-122']").first.click()
        assert "art-122" in page.url
        cited = page.locator("#art-122 ~ details.kb-citedby").first
        cited.locator("summary").click()
        cited.locator(".kb-backed a", has_text="不准超标准、超范围向群众筹资筹劳").click()
        assert page.url.endswith("#item-1")
        page.locator("#item-1 a", has_text="第二种形态").click()
        expect(page.locator("h1")).to_contain_text("第二种形态")
        page.eval_on_selector_all("details", "all => all.forEach(d => d.open = true)")
        page.locator(
            "#prohibitions ~ details a", has_text="不准超标准、超范围向群众筹资筹劳"
        ).click()
        assert page.url.endswith("#item-1")
        page.locator("#item-1 .kb-chain a").first.click()
        assert "/reports/" in page.url
        page.locator("#prohibitions ~ .kb-backed a[href*='item-1']").first.click()
        assert "#item-1" in page.url
        page.go_back()
        assert "/reports/" in page.url


def test_an_old_number_leads_to_the_present_article_and_back(site: Open) -> None:
    with site() as tab:
        page = tab.open("regulations/jilv-chufen-tiaoli/")
        old = page.locator('a.kb-cite[data-cite="jilv-chufen-tiaoli@2018/art-52"]').first
        expect(old).to_have_attribute("data-mark", "现为第五十九条")
        old.click()
        assert page.url.endswith("#art-59")
        expect(page.locator("#art-59")).to_be_in_viewport()
        expect(page.locator("#art-59 + .kb-lineage")).to_contain_text("2018年第五十二条")
        page.locator("#art-59 + .kb-lineage a").last.click()
        expect(page.locator("tr#art-59")).to_be_in_viewport()
        page.go_back()
        assert page.url.endswith("#art-59")


def test_a_citation_says_how_its_work_stands(site: Open) -> None:
    with site() as tab:
        page = tab.open("guides/san-hui-yi-ke/")
        page.locator('a.kb-cite[data-cite^="zhibu-gongzuo-tiaoli"]').first.hover()
        expect(page.locator("#kb-tip")).to_contain_text("《中国共产党支部工作条例（试行）》")
        expect(page.locator("#kb-tip")).to_contain_text("条例")
        expect(page.locator("#kb-tip")).to_contain_text("现行有效")


def test_a_quotation_leads_to_its_section(folder: Open) -> None:
    with folder() as tab:
        page = tab.open(TERM)
        page.eval_on_selector_all("details", "all => all.forEach(d => d.open = true)")
        link = page.locator("a.kb-section").first
        target = link.evaluate("a => a.hash.slice(1)")
        link.click()
        expect(page.locator(f'[id="{target}"]')).to_be_in_viewport()


# Nothing goes wrong


@pytest.mark.parametrize("path", KINDS)
def test_a_page_opens_without_an_error(folder: Open, path: str) -> None:
    """From a folder, where more can fail, and on the smallest phone.

    `visit` checks the console and every request.
    """
    with folder(viewport={"width": 320, "height": 640}) as tab:
        page = tab.open(path)
        page.wait_for_load_state("networkidle")
        expect(page.locator("h1").first).to_be_visible()
        assert page.locator("img").evaluate_all("all => all.every(i => i.naturalWidth > 0)")
        page.eval_on_selector_all("details", "all => all.forEach(d => d.open = true)")
        assert page.evaluate("document.documentElement.scrollWidth") <= 320


@pytest.mark.parametrize("path", ["", TERM, RULES, f"en/{TERM}"])
def test_a_page_is_served_without_an_error(http: Open, path: str) -> None:
    with http() as tab:
        tab.open(path).wait_for_load_state("networkidle")


def test_a_page_that_is_not_there(http: Open) -> None:
    with http() as tab:
        assert tab.page.goto(tab.base + "404.html")
        tab.page.wait_for_load_state("networkidle")
        tab.page.locator("a.md-logo").first.click()
        expect(tab.page).to_have_url(tab.base)


@pytest.mark.parametrize("path", [TERM, REPORT, f"en/{TERM}"])
def test_a_page_reads_without_scripts(folder: Open, path: str) -> None:
    with folder(java_script_enabled=False) as tab:
        page = tab.open(path)
        expect(page.locator("h1").first).to_be_visible()
        expect(page.locator("article")).to_contain_text(re.compile(r"\S{2}"))
        link = page.locator("article a.kb-term").first
        name = link.inner_text()
        link.click()
        assert name
        assert "/terms/" in page.url


# Definitions


def tip_of(page: Page) -> Any:
    return page.locator("#kb-tip")


def test_a_definition_by_hover(site: Open) -> None:
    with site() as tab:
        page = tab.open(REPORT)
        link = page.locator("article a.kb-term").first
        expect(tip_of(page)).not_to_be_visible()
        link.hover()
        tip = tip_of(page)
        expect(tip).to_be_visible()
        expect(tip).to_have_attribute("role", "tooltip")
        expect(link).to_have_attribute("aria-describedby", "kb-tip")
        definition = tip.locator("p").inner_text()
        tip.hover()  # the pointer may go there
        expect(tip).to_be_visible()
        page.locator("h1").hover()
        expect(tip).not_to_be_visible()
        assert link.get_attribute("aria-describedby") is None
        link.click()
        expect(page.locator(".kb-definition")).to_have_text(definition)


def test_a_definition_by_keyboard(folder: Open) -> None:
    with folder() as tab:
        page = tab.open(REPORT)
        link = page.locator("article a.kb-term").first
        link.evaluate(
            "link => { const before = document.createElement('button'); link.before(before); before.focus(); }"
        )
        page.keyboard.press("Tab")
        expect(link).to_be_focused()
        expect(tip_of(page)).to_be_visible()
        expect(link).to_have_attribute("aria-describedby", "kb-tip")
        page.keyboard.press("Escape")
        expect(tip_of(page)).not_to_be_visible()
        expect(link).to_be_focused()
        assert link.get_attribute("aria-describedby") is None
        page.keyboard.press("Shift+Tab")
        page.keyboard.press("Tab")
        expect(tip_of(page)).to_be_visible()
        page.keyboard.press("Tab")
        second = page.locator("article a.kb-term").nth(1)
        expect(link).not_to_be_focused()
        assert link.get_attribute("aria-describedby") is None
        second.focus()
        page.keyboard.press("Enter")
        expect(page).to_have_url(re.compile("/terms/"))


def test_a_definition_by_touch(folder: Open) -> None:
    phone = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
    with folder(**phone) as tab:
        page = tab.open(REPORT)
        link = page.locator("article a.kb-term").first
        link.tap()
        expect(tip_of(page)).to_be_visible()
        expect(page).to_have_url(tab.url(REPORT))
        box = tip_of(page).bounding_box()
        assert box
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 390
        link.tap()
        expect(page).to_have_url(re.compile("/terms/"))


def test_a_tap_elsewhere_puts_the_definition_away(folder: Open) -> None:
    with folder(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True) as tab:
        page = tab.open(REPORT)
        page.locator("article a.kb-term").first.tap()
        expect(tip_of(page)).to_be_visible()
        page.locator("article h1").tap()
        expect(tip_of(page)).not_to_be_visible()
        expect(page).to_have_url(tab.url(REPORT))


def test_the_definition_opens_its_entry_by_touch(folder: Open) -> None:
    with folder(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True) as tab:
        page = tab.open(REPORT)
        link = page.locator("article a.kb-term").first
        name = link.inner_text()
        link.tap()
        tip_of(page).locator("a").first.tap()
        expect(page).to_have_url(re.compile("/terms/"))
        assert name


def test_a_word_of_two_senses_offers_both(folder: Open) -> None:
    with folder() as tab:
        page = tab.open(REPORT)
        link = page.locator("article a.kb-term").first
        link.evaluate(
            """link => {
                link.dataset.term = 'shi-bu-zhun';
                link.dataset.senses = 'shi-bu-zhun shi-bu-zhun-ganbu';
                link.href = link.href.replace(/terms\\/[a-z-]+/, 'terms/shi-bu-zhun');
            }"""
        )
        link.hover()
        offered = tip_of(page).locator("a")
        expect(offered).to_have_count(2)
        hrefs = offered.evaluate_all("all => all.map(a => a.href)")
        assert hrefs == [tab.url("terms/shi-bu-zhun/"), tab.url("terms/shi-bu-zhun-ganbu/")]


def test_english_definitions_on_english_pages(folder: Open) -> None:
    with folder() as tab:
        page = tab.open("en/terms/ba-xiang-gui-ding/")
        page.locator("article a.kb-term").first.hover()
        expect(tip_of(page)).to_be_visible()
        assert not re.search("[\u4e00-\u9fff]", tip_of(page).inner_text())


# Languages


def test_the_language_switch_there_and_back(site: Open) -> None:
    with site() as tab:
        page = tab.open(TERM)
        page.locator(".kb-language").click()
        expect(page).to_have_url(tab.url(f"en/{TERM}"))
        expect(page.locator("html")).to_have_attribute("lang", "en")
        page.locator(".kb-language").click()
        expect(page).to_have_url(tab.url(TERM))
        expect(page.locator("html")).to_have_attribute("lang", "zh")


def test_the_language_switch_of_a_chinese_page(site: Open) -> None:
    with site() as tab:
        page = tab.open(REPORT)
        page.locator(".kb-language").click()
        expect(page).to_have_url(tab.url("en/"))
        page.locator(".kb-language").click()
        expect(page).to_have_url(tab.url(""))


# Looks


def brightness(page: Page) -> float:
    colours = page.evaluate("getComputedStyle(document.body).backgroundColor.match(/[0-9.]+/g)")
    red, green, blue = map(float, colours[:3])
    return (red + green + blue) / 3


def test_light_and_dark_follow_the_system(folder: Open) -> None:
    with folder(color_scheme="light") as tab:
        assert brightness(tab.open(TERM)) > 200
    with folder(color_scheme="dark") as tab:
        assert brightness(tab.open(TERM)) < 80


def test_light_and_dark_by_hand(site: Open) -> None:
    with site(color_scheme="light") as tab:
        page = tab.open(TERM)
        page.locator("label[title='切换到深色']").click()
        expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "slate")
        assert brightness(page) < 80
        tab.open(REPORT)  # and it stays so
        expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "slate")
        page.locator("label[title='切换到浅色']").click()
        expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "default")


def test_the_navigation_opens_on_a_phone(folder: Open) -> None:
    with folder(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True) as tab:
        page = tab.open(REPORT)
        page.locator(".kb-reach [data-kb-open=drawer]").tap()
        link = page.locator(".md-nav--primary a", has_text="党内法规").first
        expect(link).to_be_in_viewport()
        link.tap()
        expect(page).to_have_url(tab.url("regulations/"))


# Folded blocks

FOLD = """() => {
    const fold = document.querySelector('details.kb-concordance') || document.querySelector('details');
    fold.open = false;
    const outer = document.createElement('details');
    fold.before(outer);
    outer.append(fold);
    fold.querySelector('li').id = 'here';
}"""


def test_a_hash_opens_the_folds_around_its_target(folder: Open) -> None:
    with folder() as tab:
        page = tab.open(TERM)
        page.evaluate(FOLD)
        expect(page.locator("#here")).not_to_be_visible()
        page.evaluate("location.hash = 'here'")
        expect(page.locator("#here")).to_be_in_viewport()
        assert page.locator("#here").evaluate("e => !!e.closest('details[open] details[open]')")


@pytest.mark.parametrize("fragment", ["#%", "#nothing", "#%E4%B8"])
def test_a_hash_that_names_nothing(folder: Open, fragment: str) -> None:
    with folder() as tab:
        page = tab.open(TERM + fragment)
        page.evaluate("location.hash = '%E0%A4'")
        expect(page.locator("h1")).to_be_visible()
