"""An imported text beside our digest: sections, addresses, links, counts, and withdrawal."""

from __future__ import annotations

import datetime as dt
import json
import re
from pathlib import Path
from typing import Any

import pytest
from helpers import ROOT, problems_of, record_text, regulation_data, term_data, write_docs
from importer_tools import make_markdown
from kb.anchors import ProvisionIds
from kb.build import Build, kind_of, title_of
from kb.index import PageInfo
from kb.load import load_knowledge_base
from kb.official import join_official, split_parts
from kb.urls import Urls

# Joining


def wrap(text: str, digest: bool) -> str:
    return f"[{text}]{'+' if digest else ''}"


@pytest.mark.parametrize(
    ("digest", "text", "joined"),
    [
        ("", "## 第一章 总则\n\n### 第一条\n\n甲", "## 第一章 总则\n\n### 第一条\n\n[甲]"),
        ("### 第一条 条旨\n\n要", "### 第一条\n\n甲", "### 第一条 条旨\n\n[甲]+\n\n要"),
        ("### 第一条 条旨", "### 第一条\n\n甲", "### 第一条 条旨\n\n[甲]"),
        (
            "## 说明\n\n我\n\n## 第一章 总 则\n\n### 第二条 乙旨\n\n要\n\n## 后记\n\n完",
            "## 第一章 总则\n\n### 第一条\n\n甲\n\n### 第二条\n\n乙\n\n### 第三条\n\n丙",
            "## 说明\n\n我\n\n## 第一章 总则\n\n### 第一条\n\n[甲]\n\n### 第二条 乙旨\n\n[乙]+\n\n要"
            "\n\n### 第三条\n\n[丙]\n\n## 后记\n\n完",
        ),
        (
            "## 第二条 乙旨\n\n要",
            "## 第一章 总则\n\n### 第一条\n\n甲\n\n### 第二条\n\n乙",
            "## 第一章 总则\n\n## 第一条\n\n[甲]\n\n## 第二条 乙旨\n\n[乙]+\n\n要",
        ),
        (
            "## 序言\n\n要",
            "开头。\n\n### 第一条\n\n甲",
            "## 序言\n\n[开头。]+\n\n要\n\n### 第一条\n\n[甲]",
        ),
        ("我", "开头。\n\n### 第一条\n\n甲", "我\n\n[开头。]\n\n## 第一条\n\n[甲]"),
        (
            "## 一、甲\n\n要",
            "## 一、甲\n\n文\n\n## 二、乙\n\n文",
            "## 一、甲\n\n[文]+\n\n要\n\n## 二、乙\n\n[文]",
        ),
        ("", "### 第一条\n\n甲", "## 第一条\n\n[甲]"),
        ("我", "", "我"),
        ("", "", ""),
    ],
)
def test_joining(digest: str, text: str, joined: str) -> None:
    assert join_official(digest, text, wrap) == f"{joined}\n"


def test_every_part_of_both_is_kept_once() -> None:
    digest = "## 它管什么\n\n我\n\n" + "\n\n".join(f"### 第{n}条 旨\n\n要{n}" for n in "三一五")
    text = "\n\n".join(f"### 第{n}条\n\n文{n}" for n in "一二三四五六")
    joined = join_official(digest, text, wrap)
    assert [joined.count(f"要{n}") for n in "三一五"] == [1, 1, 1]
    assert [joined.count(f"文{n}") for n in "一二三四五六"].count(0) <= 1  # 一 stands out of order
    assert split_parts(joined)[0].key == ""


# On a page

TITLE = "读书会工作条例"
REVISIONS = [
    {"date": dt.date(2020, 3, 1), "label": "2020年修订", "articles": 4, "level": "text"},
    {"date": dt.date(2014, 5, 8), "label": "2014年文本", "articles": 3, "level": "text"},
]
PROFILE = regulation_data("dushu", TITLE, revisions=REVISIONS, short=["读书条例"])
DIGEST = "## 它管什么\n\n说明。\n\n### 第二条 分类\n\n1. 每周的；\n2. 每月的。\n"
TEXT = """### 第一条

为了办好三会一课，制定本条例。

### 第二条

读书会分下列几类：

（一）每周的；

1．早上的；

（二）每月的“没有这个词”。

各单位可以按照本条例第九十九条另定。

### 第三条

按照本条例第二条第一款第（二）项办理。

### 第四条

完。
"""


def text_data(date: str, **fields: Any) -> dict[str, Any]:
    return {
        "type": "text",
        "id": f"dushu@{date}",
        "regulation": "dushu",
        "revision": dt.date.fromisoformat(date),
        "title": TITLE,
    } | fields


NEW, OLD = "regulations/texts/dushu@2020-03-01.md", "regulations/texts/dushu@2014-05-08.md"
FILES: dict[str, Any] = {
    "regulations/dushu.md": record_text(PROFILE, DIGEST),
    "terms/three.md": term_data("three", "三会一课"),
    NEW: record_text(text_data("2020-03-01", note="（2020年3月1日会议修订）"), TEXT),
    OLD: record_text(text_data("2014-05-08"), TEXT.partition("### 第四条")[0]),
    "guide.md": "x",
}


class Site:
    """Everything that MkDocs would do to these pages, without it."""

    def __init__(self, folder: Path, files: dict[str, Any]) -> None:
        self.knowledge, self.problems = load_knowledge_base(write_docs(folder, files))
        urls = {path: f"{path.removesuffix('.md')}/" for path in files}
        self.build = Build(
            "zh", self.knowledge, Urls(urls), ROOT / "overrides", dt.date(2026, 1, 1)
        )
        ids = ProvisionIds()
        ids.on_regulation = True
        renderer = make_markdown(ids)
        self.linked: dict[str, str] = {}
        for path, item in self.knowledge.by_path.items():
            if path != NEW:  # shown on the regulation's page
                html = renderer.reset().convert(self.build.compose(path, item.body))
                self.linked[path] = self.build.link(self.info(path), html, item.body)

    def info(self, path: str) -> PageInfo:
        record = self.build.record_at(path)
        assert record
        url = self.build.urls.of(path)
        return PageInfo(url, path, title_of(record, "zh"), kind_of(record), record.id)

    def html(self, path: str) -> str:
        """A finished page."""
        return self.build.complete(self.info(path), self.linked[path])


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return Site(tmp_path, FILES)


def ids_of(html: str) -> list[str]:
    return re.findall(r'id="((?:art|part|preamble)[^"]*)"', html)


def test_no_problems(site: Site) -> None:
    assert not site.problems
    assert not site.build.problems()  # 第九十九条 is the text's own mistake


def test_the_present_text_stands_in_the_sections_of_its_regulation(site: Site) -> None:
    html = site.html("regulations/dushu.md")
    assert ids_of(html) == [
        *("art-1", "art-1-p1", "art-2", "art-2-p1", "art-2-p1-i1", "art-2-p1-i1-s1"),
        *("art-2-p1-i2", "art-2-p2", "art-3", "art-3-p1", "art-4", "art-4-p1"),
    ]
    assert html.count('class="kb-official"') == 4
    assert html.count(">原文</p>") == 4
    assert html.count(">要点，非原文<") == 1
    assert html.index("每月的“没有这个词”") < html.rindex("要点，非原文") < html.index("每月的。")
    assert "（2020年3月1日会议修订）" in html
    assert "未作要点的条文" not in html


def test_another_revision_has_a_page_of_its_own(site: Site) -> None:
    html = site.html(OLD)
    assert "art-3-p1" in ids_of(html)
    assert "原文</span>" in html
    assert 'data-cite="dushu@2014/art-2-p1-i2" href="#art-2-p1-i2"' in html.replace(
        'href="../../../regulations/texts/dushu@2014-05-08/#', 'href="#'
    )
    assert "regulations/texts/dushu@2014-05-08/" in site.html("regulations/dushu.md")


def test_a_citation_of_a_revision_leads_to_its_text(site: Site) -> None:
    info = PageInfo("guide/", "guide.md", "指南", "page", None)
    html = site.build.complete(
        info, site.build.link(info, "<p>《读书会工作条例》（2014年）第二条第九款。</p>", "")
    )
    assert 'href="../regulations/texts/dushu@2014-05-08/#art-2"' in html


def test_terms_in_a_text_are_found_and_counted(site: Site) -> None:
    concordance = site.build.index.concordance("three")
    assert [kind for kind, _ in concordance.groups] == ["regulation"]
    assert 'data-term="three"' in site.html("regulations/dushu.md")


def test_what_a_text_quotes_or_cites_is_no_gap_of_ours(site: Site) -> None:
    coverage = site.build.coverage
    assert [word for word, _, _ in coverage.undefined_quotes] == []
    assert coverage.unresolved == ()


def test_a_text_does_not_change_what_our_digest_covers(site: Site) -> None:
    assert [str(address) for address in site.knowledge.digests["dushu"]] == ["art-2"]


def test_search_finds_the_text(site: Site) -> None:
    files = {path: "".join(pieces) for path, pieces in site.build.data_files()}
    pages = json.loads(files["search/pages.js"].split("`")[1])["pages"]
    urls = [page[0] for page in pages]
    assert urls.count("regulations/dushu/") == 1
    assert "regulations/texts/dushu@2014-05-08/" in urls
    assert "regulations/texts/dushu@2020-03-01/" not in urls
    assert "为了办好三会一课" in files["search/text-0.js"]
    assert "原文\\n" not in files["search/text-0.js"].split("第二条")[1]


def test_deleting_the_file_withdraws_it(tmp_path: Path) -> None:
    files = {path: text for path, text in FILES.items() if path not in (NEW, OLD)}
    html = Site(tmp_path, files).html("regulations/dushu.md")
    assert "kb-official" not in html
    assert "读书会分下列几类" not in html
    assert "art-2-p1-i2" in ids_of(html)
    assert "未作要点的条文" in html


# Loading


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"regulation": "meiyou", "id": "meiyou@2020-03-01"}, "引用的法规“meiyou”不存在"),
        ({"id": "dushu@2020-03-02"}, "三者相连"),
        ({"id": "dushu"}, "格式不对"),
        ({"revision": dt.date(2019, 1, 1), "id": "dushu@2019-01-01"}, "没有 2019-01-01 这一版"),
        ({"effective": 1}, "不认识"),
    ],
)
def test_a_text_that_fits_nothing_is_a_problem(
    tmp_path: Path, change: dict[str, Any], said: str
) -> None:
    data = text_data("2020-03-01") | change
    files = {**FILES, f"regulations/texts/{data['id']}.md": record_text(data, TEXT)}
    if f"regulations/texts/{data['id']}.md" != NEW:
        del files[NEW]
    assert any(said in problem for problem in problems_of(tmp_path, files))


def test_another_file_among_the_texts_is_a_problem(tmp_path: Path) -> None:
    found = problems_of(tmp_path, {**FILES, "regulations/texts/notes.md": "# 笔记\n"})
    assert found == [
        "regulations/texts/notes.md:1: 缺少字段 type，这不是导入的法规原文。 "
        "修改：这个文件夹只放 kb import --kind regulation 写出的原文；其他文件移到别处。"
    ]
