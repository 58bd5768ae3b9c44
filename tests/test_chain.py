"""Clause, prohibition, form, report: joined in both directions."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from helpers import HtmlFile, read_html, record_text, regulation_data
from site_tools import Site as BuiltSite
from test_build import Site

RULES = regulation_data("gui-ding", "测试规定", articles=9)
VERIFIED = {"verified": "text", "verified_on": dt.date(2026, 1, 1)}
LIST: dict[str, Any] = {
    "type": "list",
    "id": "qing-dan",
    "title": "测试清单",
    "english": "A list",
    "status": "model",
    "counts": "3",
    "items": [
        {
            "wording": "不准收受可能影响办事的礼品",
            "english": "a",
            "plain": "说明",
            "form": 2,
            "clauses": [{"regulation": "gui-ding", "article": "第五条第一款"}],
        },
        {
            "wording": "不准乙",
            "english": "b",
            "plain": "说明",
            "form": 1,
            "clauses": [
                {"regulation": "gui-ding", "article": "第五条第二款"},
                {"regulation": "gui-ding", "article": "第六条"},
            ],
        },
        {"wording": "不准丙", "english": "c", "plain": "说明"},
    ],
    **VERIFIED,
}
FORM: dict[str, Any] = {
    "type": "form",
    "id": "form-2",
    "number": 2,
    "title": "第二种形态",
    "english": "Form 2",
    "wording": "措施",
    "summary": "一句话说明。",
    "measures": [{"name": "警告", "english": "warning", "organ": "党委"}],
    "sources": [],
    **VERIFIED,
}


def report(name: str, body: str) -> str:
    data = {
        "type": "report",
        "id": name,
        "title": f"报告{name}",
        "genre": "lecture",
        "level": "township",
        "status": "example",
    }
    return record_text(data, body)


FILES: dict[str, Any] = {
    "regulations/gui-ding.md": record_text(RULES, '<h2 id="art-5">第五条</h2>\n<p>甲</p>'),
    "discipline/qing-dan.md": LIST,
    "discipline/form-2.md": FORM,
    "discipline/form-1.md": "x",
    "reports/a.md": report("a", '<h2 id="yi">一、学法</h2><p>《测试规定》第五条第二款要记牢。</p>'),
    "reports/b.md": report("b", '<h2 id="er">二、落实</h2><p>没有收受可能影响办事的礼品。</p>'),
    "reports/c.md": report("c", "<p>别的。</p>"),
}


@pytest.fixture
def pages(tmp_path: Path) -> dict[str, HtmlFile]:
    site = Site(tmp_path, FILES)
    assert site.load_problems == ()
    site.link_records()
    return {path: read_html(site.complete(path)) for path in site.html}


def hrefs(page: HtmlFile) -> set[str]:
    return {link.attributes["href"] for link in page.all("a") if link.generated}


def test_an_article_names_the_prohibitions_first(pages: dict[str, HtmlFile]) -> None:
    page = pages["regulations/gui-ding.md"]
    entries = [entry.text for entry in page.all("ul", "kb-backed")]
    assert "不准收受可能影响办事的礼品" in entries[0]
    assert "《测试清单》第1条，依据第五条第一款" in entries[0]
    assert "不准乙" in entries[0]
    assert {"../../discipline/qing-dan/#item-1", "../../discipline/form-2/"} <= hrefs(page)
    assert page.source.index("kb-backed") < page.source.index("kb-quotations")
    assert len(entries) == 2  # article 6 has no digest of its own


def test_a_prohibition_names_the_reports(pages: dict[str, HtmlFile]) -> None:
    page = pages["discipline/qing-dan.md"]
    lines = [" ".join(p.text.split()) for p in page.all("p", "kb-chain")]
    assert lines == ["报告里见：报告b（二、落实，用了同样的表述）", "报告里见：报告a（一、学法）"]
    assert {"../../reports/b/#er", "../../reports/a/#yi"} <= hrefs(page)


def test_a_form_lists_its_prohibitions(pages: dict[str, HtmlFile]) -> None:
    found = hrefs(pages["discipline/form-2.md"])
    assert "../../discipline/qing-dan/#item-1" in found
    assert "../../discipline/qing-dan/#item-2" not in found


def test_a_report_shows_what_its_articles_forbid(pages: dict[str, HtmlFile]) -> None:
    assert "../../discipline/qing-dan/#item-2" in hrefs(pages["reports/a.md"])
    assert "../../discipline/qing-dan/#item-1" not in hrefs(pages["reports/a.md"])
    assert not list(pages["reports/c.md"].all("ul", "kb-backed"))


def test_the_chain_of_the_real_site_closes(site: BuiltSite) -> None:
    """Every link of the chain leads to an anchor that is there."""
    total = 0
    for name, page in site.pages.items():
        for link, href in page.links():
            if "#item-" in href and link.generated:
                target, fragment = site.target(name, href)
                assert fragment in site.pages[target].ids, f"{name}: {href}"
                total += 1
    assert total > 200
    for number in range(1, 5):
        form = next(p for n, p in site.pages.items() if n.startswith(f"discipline/form-{number}"))
        if number < 4:
            assert any("#item-" in href for _, href in form.links())
