"""Pages printed to A4 by Chromium: what is on the paper, what is not, how many sheets it takes."""

from __future__ import annotations

import re
import unicodedata
from io import BytesIO
from typing import Any

import pytest
from browser_tools import visit
from helpers import DOCS
from kb.load import load_knowledge_base
from playwright.sync_api import Browser, Page
from pypdf import PageObject, PdfReader

pytestmark = pytest.mark.browser
TERM = "terms/san-hui-yi-ke/"
A4 = (595, 842)
LONG = "ba-xiang-gui-ding-qingdan"
SMALLEST = """() => Math.min(...[...document.querySelectorAll(".kb-prohibitions *, .kb-prohibitions ~ *")]
  .filter((e) => e.getClientRects().length && [...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim()))
  .map((e) => parseFloat(getComputedStyle(e).fontSize)))"""


def printed(page: Page) -> PdfReader:
    """The page as a PDF, the way a browser prints it."""
    reader = PdfReader(BytesIO(page.pdf(prefer_css_page_size=True)))
    for sheet in reader.pages:
        assert (round(sheet.mediabox.width), round(sheet.mediabox.height)) == A4
    return reader


def bare(text: str) -> str:
    """Text without white space, whose place is a matter of layout."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))


class Words(str):
    """The bare text of some sheets."""

    def __new__(cls, *sheets: PageObject) -> Words:
        return super().__new__(cls, bare("".join(sheet.extract_text() for sheet in sheets)))

    def __contains__(self, phrase: object) -> bool:
        """Of two characters with one glyph (民 and the radical ⺠) a PDF may give back either."""
        either = "".join(f"(?:{re.escape(c)}|[⺀-⻿])" for c in bare(str(phrase)))
        return re.search(either, self) is not None


def test_every_list_is_one_sheet(browser: Browser, server: str) -> None:
    lists = load_knowledge_base(DOCS)[0].lists
    assert len(lists) >= 9
    with visit(browser, server) as tab:
        for name, record in sorted(lists.items()):
            page = tab.open(f"discipline/{name}/")
            reader = printed(page)
            assert len(reader.pages) == 1, name
            text = Words(*reader.pages)
            for item in record.items:
                assert item.wording in text, item.wording
            assert "出处：" in text, name
            assert "版次" in text, name
            assert record.items[0].plain[:12] in text, name


def test_every_english_list_is_one_sheet(browser: Browser, server: str) -> None:
    """But for the longest, which would be too small to read: it takes two."""
    lists = load_knowledge_base(DOCS)[0].lists
    assert sum(record.in_english for record in lists.values()) >= 9
    with visit(browser, server) as tab:
        for name, record in sorted(lists.items()):
            if not record.in_english:
                continue
            page = tab.open(f"en/discipline/{name}/")
            reader = printed(page)
            assert len(reader.pages) == (2 if name == LONG else 1), name
            page.emulate_media(media="print")
            assert page.evaluate(SMALLEST) >= 10 - 0.01, name  # px: 7.5pt
            page.emulate_media(media="null")
            text = Words(*reader.pages)
            for item in record.items:
                assert item.english in text, item.english
                assert (item.english_plain or "")[:30] in text, item.english
                assert (item.english_consequence or "")[:30] in text, item.english
            numbers = set(re.findall(r"\[(\d+)\]Art\.", text))
            assert numbers >= {"1"}, name
            assert all(f"[{number}]" in text.partition("Workscited:")[2] for number in numbers)
            for wanted in ("Sources:", "edition", record.sources[0].regulation and "(2023)"):
                assert wanted is None or wanted in text, (name, wanted)
            assert not re.search("[：；（）]|出处", text.replace("十不准”（示范文本）", "")), name


@pytest.mark.parametrize(("prefix", "edition"), [("", "版次"), ("en/", "edition")])
def test_a_term_has_its_notes(browser: Browser, server: str, prefix: str, edition: str) -> None:
    with visit(browser, server) as tab:
        page = tab.open(prefix + TERM)
        links: list[dict[str, Any]] = page.evaluate(
            """() => [...document.querySelectorAll("article a.kb-term, article a.kb-cite")]
              .map((a) => ({ key: a.dataset.senses || a.dataset.term || a.dataset.cite,
                             note: a.dataset.note || "", term: !!a.dataset.term }))"""
        )
        first = [link for link in links if link["note"]]
        assert [link["note"] for link in first] == [str(n + 1) for n in range(len(first))]
        terms = list(dict.fromkeys(link["key"] for link in links if link["term"]))
        assert [link["key"] for link in first if link["term"]] == terms
        notes = page.locator(".kb-notes > li")
        assert notes.count() == len(first) >= 5
        assert page.locator(".kb-notes").is_hidden()
        definitions = page.evaluate(
            """() => [...document.querySelectorAll(".kb-notes > li")].map((li) => li.textContent)"""
        )
        text = Words(*printed(page).pages)
        for number, definition in enumerate(definitions, 1):
            assert f"[{number}]" in text
            assert definition[:16] in text
        title = bare(page.locator("h1").inner_text())
        assert title in Words(printed(page).pages[-1])  # the running head
        assert edition in text
        assert "1/" in text


def test_nothing_to_press_is_printed(browser: Browser, server: str) -> None:
    kinds = (TERM, "guides/san-hui-yi-ke/", "reports/niandu-dangjian-zongjie/", "terms/", "study/")
    with visit(browser, server) as tab:
        for path in kinds:
            page = tab.open(path)
            page.emulate_media(media="print")
            shown = page.evaluate(
                """() => [...document.querySelectorAll(
                    "nav, button, input, select, form, .md-search, .md-tabs, .kb-jump, .headerlink")]
                  .filter((e) => e.getClientRects().length).map((e) => e.outerHTML.slice(0, 80))"""
            )
            assert shown == [], path
        text = Words(*printed(tab.open(TERM)).pages)
        for unwanted in ("打开导航", "跳转至", "可输汉字", "切换到深色", "用在哪里"):
            assert unwanted not in text


def test_folded_blocks_are_printed_open(browser: Browser, server: str) -> None:
    with visit(browser, server) as tab:
        page = tab.open("about/coverage/")
        folded = page.locator("article details:not([open]) li").first
        assert folded.is_hidden()
        expected = (folded.text_content() or "").strip()[:12]
        assert expected
        assert expected in Words(*printed(page).pages)
        assert folded.is_hidden()
        page = tab.open("study/discipline/")  # an exercise: its answers stay folded
        answer = (page.locator(".kb-question > .kb-note").first.text_content() or "").strip()
        question = (page.locator(".kb-question > summary").first.text_content() or "").strip()
        text = Words(*printed(page).pages)
        assert question[:12] in text
        assert answer not in text


def test_the_dark_scheme_prints_black_on_white(browser: Browser, server: str) -> None:
    with visit(browser, server, color_scheme="dark") as tab:
        page = tab.open(TERM)
        page.emulate_media(media="print", color_scheme="dark")
        colours = page.evaluate(
            """() => ["body", "h1", "article p", "article a", ".md-footer a"].map((s) => {
              const style = getComputedStyle(document.querySelector(s));
              return [style.color, style.backgroundColor]; })"""
        )
        assert {colour for colour, _ in colours} <= {"rgb(0, 0, 0)", "rgb(51, 51, 51)"}
        assert {background for _, background in colours} <= {
            "rgb(255, 255, 255)",
            "rgba(0, 0, 0, 0)",
        }


def test_without_margin_boxes_a_head_is_repeated(browser: Browser, server: str) -> None:
    with visit(browser, server) as tab:
        tab.page.add_init_script("delete window.CSSMarginRule")
        page = tab.open("reports/niandu-dangjian-zongjie/")
        # This Chromium has margin boxes: empty ones leave only what the repeated head says.
        page.evaluate(
            """() => ["title", "edition", "address"].forEach((name) =>
              document.documentElement.style.setProperty(`--kb-print-${name}`, '""'))"""
        )
        title = bare(page.locator("h1").inner_text())
        reader = printed(page)
        assert len(reader.pages) > 2
        for sheet in list(reader.pages)[:-1]:
            text = Words(sheet)
            assert title in text
            assert "版次" in text
