"""The report library in Chromium: two reports side by side, the list, the chart; without scripts."""

from __future__ import annotations

import re

import pytest
from browser_tools import Open
from playwright.sync_api import expect

pytestmark = pytest.mark.browser
TERMS = "reports/terms/years/"
ONE, OTHER = "niandu-dangjian-zongjie", "gongzuo-yaodian"


def test_two_reports_are_compared(visitor: Open) -> None:
    """The three lists are what the pages say of themselves; the choice stands in the address."""
    with visitor() as tab:
        page = tab.open(f"reports/{ONE}/")
        page.get_by_role("link", name="同另一份比较用到的提法").click()
        first, second = page.locator("select[name=a]"), page.locator("select[name=b]")
        expect(first).to_have_value(ONE)
        page.locator(".kb-report-compare input").fill("2027 要点")
        assert second.locator("option").count() == 2
        expect(first).to_have_value(ONE)  # what is chosen stays
        second.select_option(OTHER)
        lists = {
            key: set(page.locator(f"#compare-{key} ~ ul").first.locator("a").all_inner_texts())
            for key in ("only-a", "only-b", "both")
        }
        assert all(lists.values())
        assert not lists["only-a"] & lists["only-b"]
        assert "三会一课" in lists["both"]
        assert f"a={ONE}&b={OTHER}" in page.url
        link = page.locator(".kb-report-result ul a").first
        name = link.inner_text()
        link.click()
        assert page.locator("h1").inner_text() == name
        page.go_back()
        expect(page.locator("select[name=b]")).to_have_value(OTHER)


def test_the_list_is_filtered(visitor: Open) -> None:
    with visitor() as tab:
        page = tab.open("reports/")
        status = page.locator(".kb-report-filter [role=status]")
        shown = page.locator(".kb-shelf li:visible")
        whole = shown.count()
        expect(status).to_have_text(f"{whole}份")
        page.locator(".kb-report-filter select[name=genre]").select_option("minutes")
        expect(status).to_have_text(f"2份，共{whole}份")
        assert all("会议记录" in text or "大会记录" in text for text in shown.all_inner_texts())
        page.locator(".kb-report-filter input").fill("大会")
        expect(status).to_have_text(f"1份，共{whole}份")
        assert page.locator(".kb-shelf:visible").count() == 1


def test_it_reads_on_a_phone_without_scripts(visitor: Open) -> None:
    """The chart fits, its letters are no smaller than drawn; its numbers are in a table too."""
    phone = {"width": 390, "height": 844}
    with visitor(viewport=phone, java_script_enabled=False) as tab:
        page = tab.open(TERMS)
        picture = page.locator(".kb-years svg")
        box = picture.bounding_box()
        assert box
        assert box["x"] >= 0
        assert 340 <= box["width"] <= 390 - 2 * box["x"] + 1
        counts = re.findall(r"\d+", " ".join(page.locator(".kb-years__count").all_text_contents()))
        cells = [t for t in page.locator(".kb-years td").all_text_contents() if t != "0"]
        assert counts == cells
        expect(page.locator(".kb-report-compare")).to_be_hidden()
        expect(page.get_by_text("没有脚本时")).to_be_visible()
        assert page.locator(".kb-matrix tbody tr").count() > 20
        tab.open("reports/genres/resolution/")
        assert page.locator(".kb-excerpt").count() >= 6
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
