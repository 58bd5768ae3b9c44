"""The data files: the form that docs/about/data.md describes, in stable order."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest
from helpers import (
    knowledge_of,
    numbered,
    page_info,
    record_text,
    regulation,
    regulation_data,
    term,
    write_docs,
)
from kb.cite import CitationFinder
from kb.emit import (
    SCHEMA,
    build_regulations,
    build_terms,
    build_tooltips,
    to_json,
    xref_json,
)
from kb.index import SiteIndex, page_use
from kb.link import Hrefs, link_page
from kb.load import KnowledgeBase, load_knowledge_base
from kb.match import Language, Matcher
from kb.model import Term
from kb.pinyin import pinyin_and_initials

RULES = regulation("zhibu", "支部工作条例", articles=37)
FULL = numbered(
    "b",
    "三会一课",
    "3+1",
    aliases=["“三会”一课"],
    sources=[
        {"regulation": "zhibu", "article": "第十六条", "level": "text"},
        {"document": "某讲话", "date": "2014-10-23", "level": "secondary", "note": "说明"},
    ],
    english={
        "term": "three meetings",
        "definition": "A word.",
        "official": True,
        "aliases": ["meetings"],
        "body": "Notes",
    },
)
LOCAL = term("c", "六个一", status="local", members="unknown", match={"phrases": ["六个一活动"]})
OTHER = term("a", "四风", senses=["d"], never_in=["四风光"])
TWIN = term("d", "四风", senses=["a"], match={"in_quotes": False}, never_in=["四风雨"])
KNOWLEDGE = knowledge_of(FULL, LOCAL, OTHER, TWIN, RULES)


def index_of(
    language: Language, pages: dict[str, str], knowledge: KnowledgeBase = KNOWLEDGE
) -> SiteIndex:
    matcher = Matcher(knowledge.terms, language)
    finder = CitationFinder(knowledge.regulations)
    hrefs = Hrefs(term=lambda term_id: term_id, citation=lambda citation: citation.target)
    index = SiteIndex(language, knowledge)
    for url, body in pages.items():
        index.add(page_use(page_info(url), link_page(body, matcher, finder, hrefs)))
    return index


PAGES = {
    "y/": "<h2 id='s'>题</h2><p>三会一课，三会一课。</p>",
    "x/": "<p>四风。《支部工作条例》第五条至第七条，《支部工作条例》第九十条，《某办法》第一条。</p>",
}


def rows() -> dict[str, dict[str, object]]:
    data = build_terms(
        KNOWLEDGE, index_of("zh", PAGES), lambda i: f"terms/{i}/", pinyin_and_initials
    )
    assert data["schema"] == SCHEMA == 1
    assert [row["id"] for row in data["terms"]] == ["a", "b", "c", "d"]
    return {row["id"]: row for row in data["terms"]}


def test_a_term() -> None:
    assert rows()["b"] == {
        "id": "b",
        "term": "三会一课",
        "aliases": ["“三会”一课"],
        "variants": [
            '"3会"1课', '"3会"一课', '"三会"1课', "3会1课", "3会一课", "三会1课",
        ],
        "match": "always",
        "pinyin": "san hui yi ke",
        "initials": "shyk",
        "kind": "numbered",
        "category": "organisation",
        "members": [{"wording": f"成员{n}"} for n in range(1, 5)],
        "definition": "这是三会一课的一句话释义。",
        "english": {
            "term": "three meetings",
            "definition": "A word.",
            "official": True,
            "aliases": ("meetings",),
        },
        "status": "current",
        "superseded_by": None,
        "senses": [],
        "sources": [
            {"regulation": "zhibu", "article": "第十六条", "level": "text"},
            {"document": "某讲话", "date": "2014-10-23", "level": "secondary", "note": "说明"},
        ],
        "verified": "text",
        "verified_on": "2026-01-02",
        "url": "terms/b/",
        "mentions": 2,
        "pages": 1,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("term_id", "match"),
    [
        ("b", "always"),
        ("c", {"in_quotes": True, "phrases": ["六个一活动"]}),
        ("a", {"never_in": ["四风光"]}),
        ("d", {"in_quotes": False, "phrases": [], "never_in": ["四风雨"]}),
    ],
)
def test_match(term_id: str, match: object) -> None:
    assert rows()[term_id]["match"] == match


def test_unknown_members() -> None:
    assert rows()["c"]["members"] == "unknown"


def test_every_term_has_the_same_fields() -> None:
    assert len({tuple(row) for row in rows().values()}) == 1


def xref(indexes: list[SiteIndex]) -> Any:
    return json.loads("".join(xref_json(indexes)))


def test_xref_is_compact() -> None:
    assert "".join(xref_json([index_of("zh", {"x/": "<p>无</p>"})])) == (
        '{"schema":1,"sentences":[],"mentions":[],"citations":[]}\n'
    )


def test_xref() -> None:
    assert xref([index_of("zh", PAGES)]) == {
        "schema": 1,
        "sentences": [
            ["x/", "", "四风。"],
            [
                "x/",
                "",
                "《支部工作条例》第五条至第七条，《支部工作条例》第九十条，《某办法》第一条。",
            ],
            ["y/", "s", "三会一课，三会一课。"],
        ],
        "mentions": [["a", 0, True], ["b", 2, True], ["b", 2, False]],
        "citations": [
            [1, "《支部工作条例》第五条", "zhibu", "zhibu/art-5", True],
            [1, "", "zhibu", "zhibu/art-6", True],
            [1, "第七条", "zhibu", "zhibu/art-7", True],
            [1, "《支部工作条例》第九十条", "zhibu", "zhibu/art-90", False],
            [1, "《某办法》第一条", None, None, False],
        ],
    }


def test_xref_of_two_languages() -> None:
    english = index_of("en", {"en/x/": "<p>Three meetings.</p>"})
    data = xref([index_of("zh", PAGES), english])
    assert data["sentences"][-1] == ["en/x/", "", "Three meetings."]
    assert data["mentions"][-1] == ["b", len(data["sentences"]) - 1, True]


def test_senses_are_joined() -> None:
    twin = TWIN.model_copy(update={"match": "always"})
    knowledge = knowledge_of(OTHER, twin)
    data = xref([index_of("zh", {"x/": "<p>四风</p>"}, knowledge)])
    assert data["mentions"] == [["a|d", 0, True]]


def test_the_order_of_pages_does_not_matter() -> None:
    back = dict(reversed(PAGES.items()))
    assert xref([index_of("zh", PAGES)]) == xref([index_of("zh", back)])


def test_json_is_compact_and_readable() -> None:
    assert to_json({"b": ["三会"], "a": 1}) == '{"b":["三会"],"a":1}\n'


@pytest.mark.parametrize(
    ("language", "row"),
    [
        ("zh", ["三会一课", "这是三会一课的一句话释义。", "current"]),
        ("en", ["three meetings", "A word.", "current"]),
    ],
)
def test_tooltips_are_a_script(language: str, row: list[str]) -> None:
    script = build_tooltips(KNOWLEDGE, language)
    start, end = "window.kbDefinitions=", ";\n"
    assert script.startswith(start)
    assert script.endswith(end)
    first, second = script.removeprefix(start).removesuffix(end).split(";\nwindow.kbRegulations=")
    definitions, works = json.loads(first), json.loads(second)
    assert works["zhibu"][:2] == ["支部工作条例", "regulations" if language == "en" else "条例"]
    assert works["zhibu"][2] == "current"
    assert list(definitions) == ["a", "b", "c", "d"]
    assert definitions["b"] == row
    assert definitions["c"][2] == "local"


def test_a_regulation_with_its_digest_and_its_lineage(tmp_path: Path) -> None:
    revisions = [
        {"date": dt.date(year, 1, 1), "label": f"{year}年文本", "level": "text", "articles": 1}
        for year in (2020, 2010)
    ]
    data = regulation_data("gui-ding", "测试规定", revisions=revisions)
    files = {
        "regulations/gui-ding.md": record_text(data, "## 第一条 目的\n\n甲。\n\n1. 乙\n"),
        "regulations/lineages/gui-ding.tsv": "2020\t2010\tkind\tnote\n1\t1\tsame\t注\n# 说明\n",
    }
    knowledge, problems = load_knowledge_base(write_docs(tmp_path, files))
    assert problems == ()
    content = build_regulations(knowledge, lambda name: f"regulations/{name}/")
    assert content["schema"] == SCHEMA
    (row,) = content["regulations"]
    assert row["url"] == "regulations/gui-ding/"
    assert row["issued"] is None
    assert row["revisions"][0]["date"] == "2020-01-01"
    assert row["revisions"][0]["imported"] is False
    assert row["units"] == [
        {
            "address": "art-1",
            "title": "第一条 目的",
            "level": 2,
            "digest": [["art-1-p1", "甲。"], ["art-1-p1-i1", "乙"]],
        }
    ]
    assert row["lineage"] == {
        "years": [2020, 2010],
        "rows": [[[1], [1], "same", "注"]],
        "remarks": ["说明"],
    }


def test_terms_may_be_any_mapping() -> None:
    terms: dict[str, Term] = dict(reversed(KNOWLEDGE.terms.items()))
    turned = KnowledgeBase(terms=terms, regulations=KNOWLEDGE.regulations)
    assert build_tooltips(turned, "zh") == build_tooltips(KNOWLEDGE, "zh")
