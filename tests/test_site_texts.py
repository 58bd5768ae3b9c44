"""The site with imported texts."""

from __future__ import annotations

import pytest
from browser_tools import open_browser, visit
from playwright.sync_api import expect
from site_tools import Site, serve
from text_site import COMPARE, OLD, REGULATION, build_with_texts


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Site:
    return build_with_texts(tmp_path_factory.mktemp("texts"))


def test_two_texts_stand_side_by_side(built: Site) -> None:
    page = built.page(COMPARE)
    assert [e.text for e in page.all("del")][1:] == ["篮子。"]
    assert [e.text for e in page.all("ins")][1:] == ["仓库。"]
    assert {"art-55", "art-59", "art-60"} <= page.ids
    badges = [badge.text for badge in page.all("span", "kb-badge")]
    assert badges == ["新增", "有改动", "文字相同"]


def test_a_comparison_is_reached_from_both_texts(built: Site) -> None:
    wanted = f"{COMPARE}index.html"
    for url in (f"regulations/{REGULATION}/", OLD):
        name = f"{url}index.html"
        links = [
            built.target(name, link.attributes["href"])[0] for link in built.pages[name].all("a")
        ]
        assert wanted in links, url
    assert not (built.folder / "en" / COMPARE).exists()


def test_every_link_of_a_comparison_leads_somewhere(built: Site) -> None:
    name = f"{COMPARE}index.html"
    for link in built.pages[name].all("a"):
        target, fragment = built.target(name, link.attributes["href"])
        if not link.attributes["href"].startswith("http"):
            assert target in built.pages, link
            assert not fragment or fragment in built.pages[target].ids, link


def test_an_old_article_says_what_it_is_now(built: Site) -> None:
    page = built.page(OLD)
    lines = ["".join(p.text.split()) for p in page.all("p", "kb-lineage")]
    assert lines == ["2023年文本现为第五十九条", "2023年文本现为第六十条"]


def test_an_old_citation_leads_to_the_old_text_and_names_the_new(built: Site) -> None:
    link = next(
        e for e in built.page("guides/").all("a", "kb-cite") if "@2018" in e.attributes["data-cite"]
    )
    assert built.target("guides/index.html", link.attributes["href"]) == (
        f"{OLD}index.html",
        "art-52",
    )
    assert link.attributes["data-mark"] == "现为第五十九条"


def test_data_files_hold_no_official_text(built: Site) -> None:
    text = (built.folder / "data/regulations.json").read_text(encoding="utf-8")
    assert "苹果" not in text
    row = next(r for r in built.data("regulations.json")["regulations"] if r["id"] == REGULATION)
    assert [revision["imported"] for revision in row["revisions"]] == [True, True, False]
    assert any(unit.get("digest") for unit in row["units"])


@pytest.mark.browser
def test_a_comparison_stacks_on_a_phone_without_scripts(built: Site) -> None:
    with serve(built.folder) as base, open_browser() as browser:
        phone = {"width": 390, "height": 844}
        with visit(browser, base, viewport=phone, java_script_enabled=False) as tab:
            page = tab.open(f"{COMPARE}#art-59")
            sides = page.locator(".kb-compare--changed .kb-compare__side")
            expect(sides).to_have_count(2)
            boxes = [side.bounding_box() for side in sides.all()]
            assert boxes[0]
            assert boxes[1]
            assert boxes[1]["y"] >= boxes[0]["y"] + boxes[0]["height"]
        with visit(browser, base, viewport={"width": 1280, "height": 800}) as tab:
            page = tab.open(COMPARE)
            boxes = [
                s.bounding_box()
                for s in page.locator(".kb-compare--changed .kb-compare__side").all()
            ]
            assert boxes[0]
            assert boxes[1]
            assert boxes[1]["x"] > boxes[0]["x"] + 100


@pytest.mark.browser
def test_an_official_text_is_copied_without_a_remark(built: Site) -> None:
    with serve(built.folder) as base, open_browser() as browser, visit(browser, base) as tab:
        page = tab.open(f"regulations/{REGULATION}/")
        page.locator("#art-59 > button.kb-copy").evaluate("b => b.click()")
        expect(page.get_by_role("status").filter(has_text="已复制")).to_be_visible()
        page.evaluate("document.body.prepend(document.createElement('textarea'))")
        page.locator("body > textarea").focus()
        page.keyboard.press("Control+V")
        lines = page.locator("body > textarea").input_value().split("\n")
        assert lines[:2] == [
            "《中国共产党纪律处分条例》第五十九条（2023年修订）",
            "苹果洗净，放进仓库。",
        ]
