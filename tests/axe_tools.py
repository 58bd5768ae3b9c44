"""axe-core on the pages of the built site: every kind of page, and every state one can be in."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page, expect
from text_site import COMPARE, OLD

WIDTHS = {"desktop": (1280, 900), "phone": (390, 844)}


def axe_source() -> str | None:
    """The checker's own text; None where npm could not install it (`make test` does)."""
    default = Path(sys.prefix, "node_modules/axe-core/axe.min.js")
    path = Path(os.environ.get("AXE", default))
    return path.read_text(encoding="utf-8") if path.is_file() else None


def _search(page: Page) -> None:
    page.locator(".md-search__input").focus()
    page.keyboard.type("sanhuiyike")
    expect(page.locator(".md-search-result__item").first).to_be_visible()
    expect(page.locator(".md-search-result__list[data-complete=true]")).to_be_visible()
    page.wait_for_timeout(300)  # the box is still fading in


def _tip(page: Page) -> None:
    link = page.locator("article a.kb-term:visible").first
    page.keyboard.press("Tab")  # so that focus is by keyboard
    link.focus()
    expect(page.locator("#kb-tip")).to_be_visible()


def _unfold(page: Page) -> None:
    page.eval_on_selector_all("article details", "all => all.forEach(d => d.open = true)")


def _drawer(page: Page) -> None:
    button = page.locator(".kb-reach [data-kb-open=drawer]")
    if button.is_visible():
        button.click()
        page.wait_for_timeout(300)  # it is sliding in


def _scroll(page: Page) -> None:
    page.evaluate("scrollTo(0, document.documentElement.scrollHeight / 2)")
    page.wait_for_timeout(300)


def _ask(page: Page) -> None:
    page.locator(".kb-study .md-button--primary").first.click()
    expect(page.locator(".kb-study-options, .kb-study-heading").first).to_be_visible()


def _answer(page: Page) -> None:
    _ask(page)
    if page.locator(".kb-study-options").count():
        page.locator(".kb-study-options input").first.check()
    page.locator(".kb-study-run button").first.click()  # look at the answer
    expect(page.locator(".kb-study-feedback")).not_to_be_empty()


def _paper(page: Page) -> None:
    page.locator("[name=sample]").click()
    expect(page.locator(".kb-desk-paper [data-finding]").first).to_be_visible()
    expect(page.locator(".kb-desk-card")).not_to_be_empty()


def _compare(page: Page) -> None:
    page.locator("select[name=a]").select_option(index=1)
    page.locator("select[name=b]").select_option(index=2)
    expect(page.locator(".kb-report-result")).not_to_be_empty()


def _filter(page: Page) -> None:
    page.locator(".kb-report-filter input").fill("大会")
    expect(page.locator(".kb-report-filter [role=status]")).to_contain_text("共")


@dataclass(frozen=True)
class Kind:
    """A kind of page, or a state of one."""

    name: str
    path: str
    """The Chinese page, by its URL on the website."""
    english: str = ""
    """The English page; empty where the page is Chinese only."""
    act: Callable[[Page], None] | None = None
    """What a reader does there first."""


KINDS = (
    Kind("home", "", "en/"),
    Kind("term", "terms/dang-ke/", "en/terms/dang-ke/"),
    Kind("numbered term, unfolded", "terms/san-hui-yi-ke/", "en/terms/san-hui-yi-ke/", _unfold),
    Kind("all terms", "terms/", "en/terms/"),
    Kind("terms by pinyin", "terms/by-pinyin/", "en/terms/by-pinyin/"),
    Kind("terms by number", "terms/by-number/", "en/terms/by-number/"),
    Kind("terms by category", "terms/by-category/", "en/terms/by-category/"),
    Kind("terms by frequency", "terms/by-frequency/", "en/terms/by-frequency/"),
    Kind("terms by member", "terms/by-member/", "en/terms/by-member/"),
    Kind("terms by source", "terms/by-source/", "en/terms/by-source/"),
    Kind("regulations", "regulations/", "en/regulations/"),
    Kind("regulation", "regulations/zhibu-gongzuo-tiaoli/"),
    Kind("regulation, half way down", "regulations/zhibu-gongzuo-tiaoli/", "", _scroll),
    Kind("regulation with a text", "regulations/jilv-chufen-tiaoli/"),
    Kind("text of a revision", OLD),
    Kind("two texts compared", COMPARE),
    Kind("article numbers of revisions", "regulations/lineages/jilv-chufen-tiaoli/"),
    Kind("ranks", "regulations/ladder/", "en/regulations/ladder/"),
    Kind("discipline", "discipline/", "en/discipline/"),
    Kind("list", "discipline/shi-bu-zhun-zhengzhi/", "en/discipline/shi-bu-zhun-zhengzhi/"),
    Kind("form", "discipline/form-1/", "en/discipline/form-1/"),
    Kind("forms", "discipline/four-forms/", "en/discipline/four-forms/"),
    Kind("reports", "reports/", "en/reports/"),
    Kind("report", "reports/niandu-dangjian-zongjie/"),
    Kind("report library, filtered", "reports/", "", _filter),
    Kind("report genre", "reports/genres/annual-report/"),
    Kind("report genre of minutes", "reports/genres/minutes/"),
    Kind("terms over the years", "reports/terms/years/"),
    Kind("two reports compared", "reports/terms/years/", "", _compare),
    Kind("draft desk", "desk/", "en/desk/"),
    Kind("draft desk, a paper marked", "desk/", "en/desk/", _paper),
    Kind("answers", "answers/", "en/answers/"),
    Kind("answers to a topic", "answers/fa-zhan-dang-yuan/"),
    Kind("guides", "guides/", "en/guides/"),
    Kind("guide", "guides/san-hui-yi-ke/"),
    Kind("self-test", "study/", "en/study/"),
    Kind("self-test, a question", "study/", "en/study/", _ask),
    Kind("self-test, answered", "study/", "en/study/", _answer),
    Kind("self-test topic", "study/lists/", "en/study/theory/"),
    Kind("about", "about/", "en/about/"),
    Kind("coverage", "about/coverage/", "en/about/coverage/"),
    Kind("editions", "about/changes/", "en/about/changes/"),
    Kind("rules of lint", "about/lint/"),
    Kind("editing", "about/editing/"),
    Kind("search with results", "", "en/", _search),
    Kind("search with results, on a long page", "regulations/jilv-chufen-tiaoli/", "", _search),
    Kind(
        "a definition shown",
        "reports/niandu-dangjian-zongjie/",
        "en/terms/ba-xiang-gui-ding/",
        _tip,
    ),
    Kind("drawer", "terms/", "en/terms/", _drawer),
    Kind("404", "404.html"),
)


@dataclass(frozen=True)
class Case:
    """One cell of the table."""

    kind: Kind
    language: str
    mode: str
    """`normal` or `large`."""
    scheme: str
    """`light` or `dark`."""
    width: str
    """`desktop` or `phone`."""

    def __str__(self) -> str:
        return f"{self.kind.name}, {self.language}, {self.mode}, {self.scheme}, {self.width}"


def cases() -> Iterator[Case]:
    """The whole table."""
    for kind in KINDS:
        for language in ("zh", "en") if kind.english else ("zh",):
            for mode in ("normal", "large"):
                for scheme in ("light", "dark"):
                    for width in WIDTHS:
                        yield Case(kind, language, mode, scheme, width)


def few() -> list[Case]:
    """Every kind in every language once, the combinations in turn."""
    every: dict[tuple[str, str], list[Case]] = {}
    for case in cases():
        every.setdefault((case.kind.name, case.language), []).append(case)
    return [row[place % len(row)] for place, row in enumerate(every.values())]


def violations(browser: Browser, base: str, case: Case, source: str) -> list[str]:
    """What axe says against a page: rule, how often, the first place."""
    width, height = WIDTHS[case.width]
    context = browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme=case.scheme,
        reduced_motion="reduce",
    )
    try:
        page = context.new_page()
        path = case.kind.english if case.language == "en" else case.kind.path
        page.goto(f"{base}{path}{'?large=1' if case.mode == 'large' else ''}")
        if case.kind.act:
            case.kind.act(page)
        page.evaluate(source)
        found = page.evaluate("axe.run({resultTypes: ['violations']})")["violations"]
        return [
            f"{one['id']} ×{len(one['nodes'])}: {one['nodes'][0]['html'][:160]} "
            f"({' '.join(one['nodes'][0]['failureSummary'].split())[:200]})"
            for one in found
        ]
    finally:
        context.close()
