"""The English site, for somebody who has only English."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from html.parser import HTMLParser

import pytest
from helpers import DOCS, regulation
from kb import model
from kb.english_names import paper_basis, provision_name, regulation_name
from kb.load import load_knowledge_base
from kb.tongue import mark_chinese
from site_tools import Site, in_english

HAN = re.compile(r"[\u3400-\u9fff\u3007]")
FULL_WIDTH = re.compile(r"[\u3001-\u3011\uff01-\uff5e]")
SPOKEN = ("alt", "aria-label", "content", "label", "placeholder", "title")
"""Attributes that are read out or shown."""
VOID = frozenset(("area", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"))
ALLOWED = {
    "code": "file formats are written with straight quotes",
    "script": "not read out",
    "style": "not read out",
}
"""Elements whose text may be anything on an English page, and why."""
KNOWLEDGE, _ = load_knowledge_base(DOCS)
TRANSLATED = [*KNOWLEDGE.lists.values(), *KNOWLEDGE.forms.values()]


class Tongues(HTMLParser):
    """What of a page is said in English."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[tuple[str, str]] = []
        """(tag or tag@attribute, text)"""
        self._open: list[tuple[str, bool]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        inherited = bool(self._open) and self._open[-1][1]
        chinese = given["lang"].startswith("zh") if "lang" in given else inherited
        if not chinese:
            self.said += [(f"{tag}@{name}", given[name]) for name in SPOKEN if name in given]
        if tag not in VOID:
            self._open.append((tag, chinese))

    def handle_endtag(self, tag: str) -> None:
        places = [place for place, (name, _) in enumerate(self._open) if name == tag]
        if places:
            del self._open[places[-1] :]

    def handle_data(self, data: str) -> None:
        tag, chinese = self._open[-1] if self._open else ("", False)
        if not chinese and tag not in ALLOWED:
            self.said.append((tag, data))


def said(source: str) -> Iterator[tuple[str, str]]:
    parser = Tongues()
    parser.feed(source)
    return iter(parser.said)


def plain(source: str) -> str:
    """The text of HTML, with single blanks."""
    return " ".join(unescape(re.sub(r"<[^>]+>", "", source)).split())


def test_whatever_is_chinese_on_an_english_page_says_so(site: Site) -> None:
    """No Chinese, no full-width mark and no straight quote in what is read out as English."""
    wrong = [
        f"{name}: {where}: {text.strip()[:60]}"
        for name, page in site.pages.items()
        if in_english(name)
        for where, text in said(page.source)
        if HAN.search(text) or FULL_WIDTH.search(text) or ("@" not in where and '"' in text)
    ]
    assert wrong[:20] == []


def test_marking_hides_no_chinese_mark_in_english(site: Site) -> None:
    """A full-width colon after English is a template's mistake, not Chinese."""
    slip = re.compile(r'[A-Za-z]<span lang="zh">[，。：；！？、]')
    for name, page in site.pages.items():
        if in_english(name):
            assert not slip.search(page.source), name


@pytest.mark.parametrize("record", TRANSLATED, ids=lambda record: record.id)
def test_lists_and_forms_are_complete_in_english(
    site: Site, record: model.ProhibitionList | model.FourFormsPage
) -> None:
    """Every item and measure: its words, and each provision behind it as a link."""
    assert record.in_english
    page = site.page(f"en/discipline/{record.id}{'.html' if site.index else '/'}")
    text = plain(page.source)
    parts = record.items if isinstance(record, model.ProhibitionList) else record.measures
    for part in parts:
        for field, value in part.model_dump().items():
            if field.startswith("english") and value:
                assert " ".join(value.split()) in text, f"{field}: {value}"
    provisions = [e for e in page.all("a", "kb-cite") if e.attributes.get("hreflang") == "zh"]
    assert len(provisions) == sum(len(part.clauses) for part in parts)


@pytest.mark.parametrize("field", ["english_plain", "english_consequence", "english_example"])
def test_half_a_translation_is_no_english_page(field: str) -> None:
    whole = KNOWLEDGE.lists["shi-bu-zhun-zhengzhi"]
    items = (whole.items[0].model_copy(update={field: None}), *whole.items[1:])
    assert whole.in_english
    assert not whole.model_copy(update={"items": items}).in_english


@pytest.mark.parametrize(
    ("article", "expected"),
    [
        ("第五十九条", "Article 59"),
        ("第五十一条第一款第（二）项", "Article 51, paragraph 1, item 2"),
        ("第三部分", "Part 3"),
        ("总纲", "General Program"),
        ("序言", "Preamble"),
    ],
)
def test_provisions_in_english(article: str, expected: str) -> None:
    assert provision_name(article) == expected


@pytest.mark.parametrize(
    ("regulation", "expected"),
    [
        ("jilv-chufen-tiaoli", "Regulations on Disciplinary Action (2023)"),
        ("dangzhang", "Party Constitution (2022)"),
        ("zhibu-gongzuo-tiaoli", "Regulations on the Work of Party Branches (2018)"),
    ],
)
def test_regulations_in_english(regulation: str, expected: str) -> None:
    assert regulation_name(KNOWLEDGE.regulations[regulation]) == expected


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>plain</p>", "<p>plain</p>"),
        ("<p>See 《党章》 now</p>", '<p>See <span lang="zh">《党章》</span> now</p>'),
        (
            '<p lang="zh">三会<b>一课</b></p>课',
            '<p lang="zh">三会<b>一课</b></p><span lang="zh">课</span>',
        ),
        ('<p title="三会">a</p>', '<p title="三会">a</p>'),
        ('<p lang="zh">a<br>三</p>三', '<p lang="zh">a<br>三</p><span lang="zh">三</span>'),
        ("<option>三会</option>", "<option>三会</option>"),
        ("“redden” (红红脸)", '“redden” (<span lang="zh">红红脸</span>)'),
    ],
)
def test_marking_chinese(html: str, expected: str) -> None:
    assert mark_chinese(html) == expected


@pytest.mark.parametrize(
    ("articles", "row"),
    [
        (("第六十九条", "第七十条", "第七十一条"), "Art. 69, 70, 71"),
        (("第一百三十二条第（一）项", "第一百三十二条第（二）项"), "Art. 132, item 1, item 2"),
        (("第五条第一款", "第五条第二款", "第六条"), "Art. 5, para. 1, para. 2, Art. 6"),
        (
            ("第五条第一款第（一）项", "第五条第二款第（一）项"),
            "Art. 5, para. 1, item 1, para. 2, item 1",
        ),
        (("第五条", "第六条第一款", "第七条"), "Art. 5, Art. 6, para. 1, Art. 7"),
        (("第五条", "第五条第二款"), "Art. 5, Art. 5, para. 2"),
        (("第五条第一款第（一）项", "第五条第二款"), "Art. 5, para. 1, item 1, para. 2"),
    ],
)
def test_what_an_item_rests_on_takes_little_room_on_paper(
    articles: tuple[str, ...], row: str
) -> None:
    known = {name: regulation(name, name, english=name.title()) for name in ("one", "two")}
    clauses = [model.Clause(regulation="one", article=article) for article in articles]
    other = model.Clause(regulation="two", article="第三条")
    basis = paper_basis([clauses, [], [other, clauses[0]]], known)
    assert basis.items[:2] == (f"[1] {row}", "")
    assert basis.items[2].startswith("[2] Art. 3; [1] Art. ")
    assert [work.partition(" (")[0] for work in basis.works] == ["One", "Two"]
