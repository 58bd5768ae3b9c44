"""Copying citations in Chromium: what lands on the clipboard, and how one gets there."""

from __future__ import annotations

import pytest
from browser_tools import Open
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser
RULES = "regulations/zhibu-gongzuo-tiaoli/"
DISCIPLINE = "regulations/jilv-chufen-tiaoli/"
TERM = "terms/san-hui-yi-ke/"


def pasted(page: Page) -> tuple[str, str]:
    """(plain text, HTML) that a paste puts in."""
    page.evaluate(
        """() => {
          const area = document.createElement("textarea");
          const rich = document.createElement("div");
          rich.contentEditable = "true";
          area.id = "paste-plain";
          rich.id = "paste-rich";
          document.body.prepend(area, rich);
        }"""
    )
    for name in ("#paste-plain", "#paste-rich"):
        page.locator(name).focus()
        page.keyboard.press("Control+V")
    plain = page.locator("#paste-plain").input_value()
    html = page.locator("#paste-rich").inner_html()
    return plain, html


def test_an_article_is_copied_with_its_digest(visitor: Open) -> None:
    with visitor() as tab:
        page = tab.open(RULES)
        heading = page.locator("#art-16")
        heading.hover()
        heading.locator("button.kb-copy").click()
        expect(page.get_by_role("status").filter(has_text="已复制")).to_be_visible()
        digest = page.locator("#art-16-p1").inner_text().strip()
        plain, html = pasted(page)
        lines = plain.split("\n")
        assert lines[0] == "《中国共产党支部工作条例（试行）》第十六条（2018年试行文本）"
        assert lines[1].startswith("要点，非原文：")
        assert digest[:12] in lines[1]
        online = tab.index == ""
        assert (lines[-1] == tab.url(f"{RULES}#art-16")) == online
        assert ("<a href=" in html) == online
        assert "第十六条" in html
        assert "要点，非原文" in html


def test_a_paragraph_and_an_item_have_their_addresses(visitor: Open) -> None:
    with visitor() as tab:
        page = tab.open(DISCIPLINE)
        for block, expected in (
            ("art-7-p2", "第七条第二款（2023年修订）"),
            ("art-8-p1-i3", "第八条第（三）项（2023年修订）"),
        ):
            page.locator(f'[id="{block}"] > button.kb-copy').evaluate("b => b.click()")
            expect(page.get_by_role("status").filter(has_text="已复制")).to_be_visible()
            plain, _ = pasted(page)
            assert plain.split("\n")[0] == f"《中国共产党纪律处分条例》{expected}"
            tab.open(DISCIPLINE)


def test_the_buttons_are_reached_by_keyboard(visitor: Open) -> None:
    with visitor() as tab:
        page = tab.open(DISCIPLINE)
        first = page.locator("#art-7 > button.kb-copy")
        first.focus()
        assert first.evaluate("b => getComputedStyle(b).opacity") == "1"
        page.keyboard.press("ArrowDown")
        page.keyboard.press("ArrowDown")
        expect(page.locator("#art-7-p2 > button.kb-copy")).to_be_focused()
        page.keyboard.press("Enter")
        expect(page.get_by_role("status").filter(has_text="已复制")).to_be_visible()
        expect(page.locator("#art-7-p2 > button.kb-copy")).to_be_focused()
        assert "第七条第二款" in pasted(page)[0]


def test_they_show_on_a_touch_screen(visitor: Open) -> None:
    phone = {"width": 390, "height": 844}
    with visitor(viewport=phone, has_touch=True, is_mobile=True) as tab:
        page = tab.open(DISCIPLINE)
        button = page.locator("#art-7-p1 > button.kb-copy")
        assert button.evaluate("b => getComputedStyle(b).opacity") == "1"
        button.tap()
        expect(page.get_by_role("status").filter(has_text="已复制")).to_be_visible()


@pytest.mark.parametrize("prefix", ["", "en/"])
def test_a_term_is_copied_with_its_source(visitor: Open, prefix: str) -> None:
    with visitor() as tab:
        page = tab.open(prefix + TERM)
        page.locator("h1").hover()
        page.locator("h1 button.kb-copy").click()
        done = "Copied" if prefix else "已复制"
        expect(page.get_by_role("status").filter(has_text=done)).to_be_visible()
        definition = page.locator(".kb-definition").inner_text().strip()
        plain, _ = pasted(page)
        lines = plain.split("\n")
        assert lines[0] == page.locator("h1").inner_text().strip()
        assert lines[1] == definition
        assert lines[2].startswith("Source: 《" if prefix else "出处：《")
        assert "已核原文" not in plain


def test_without_the_clipboard_api_it_works_too(visitor: Open) -> None:
    with visitor() as tab:
        tab.page.add_init_script("delete window.ClipboardItem")
        page = tab.open(RULES)
        page.locator("#art-16 > button.kb-copy").evaluate("b => b.click()")
        expect(page.get_by_role("status").filter(has_text="已复制")).to_be_visible()
        plain, html = pasted(page)
        assert plain.startswith("《中国共产党支部工作条例（试行）》第十六条")
        assert "第十六条" in html
