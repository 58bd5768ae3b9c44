"""What the index pages list, and in which order."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from helpers import ROOT, knowledge_of, numbered, page_info, regulation, term
from kb import model, views
from kb.build import Build
from kb.load import KnowledgeBase
from kb.match import Language
from kb.urls import Urls


def build_of(*records: model.AnyRecord, language: Language = "zh") -> Build:
    knowledge = knowledge_of(*records)
    urls = Urls({path: f"{path.removesuffix('.md')}/" for path in knowledge.by_path})
    return Build(language, knowledge, urls, ROOT / "overrides", dt.date(2026, 1, 1))


def english(name: str) -> dict[str, Any]:
    return {"term": name, "definition": "A definition.", "official": False}


TERMS = (
    numbered("san", "三会一课", "3+1", english=english("Three Meetings")),
    numbered("si", "四风", "4", english=english("four winds"), category="style"),
    numbered("shuang", "双重组织生活", "2", english=english("dual life")),
    numbered("yi", "“1+4”体系", "1+4", english=english("1+4 system")),
    term("liu", "六个一", status="local", members="unknown", english=english("Six Ones")),
    numbered("xin", "新发展理念", "5", english=english("new vision"), category="theory"),
    term("dang", "党课", english=english("Party lecture")),
    term("yi-word", "一般", english=english("ordinary")),
)
HOME = page_info("terms/by-x/")


def rows(language: Language = "zh") -> tuple[views.TermRow, ...]:
    return views.term_rows(build_of(*TERMS, language=language), HOME)


def groups(found: tuple[views.Group, ...]) -> list[tuple[str, str, list[str]]]:
    return [(group.key, group.title, [row.id for row in group.rows]) for group in found]


def test_rows() -> None:
    assert [row.id for row in rows()] == [
        "yi",
        "dang",
        "liu",
        "san",
        "shuang",
        "si",
        "xin",
        "yi-word",
    ]
    assert [row.name for row in rows("en")] == [
        "1+4 system", "dual life", "four winds", "new vision", "ordinary", "Party lecture", "Six Ones",
        "Three Meetings",
    ]  # fmt: skip
    row = next(row for row in rows() if row.id == "san")
    assert (row.url, row.counts, row.pinyin) == ("../../terms/san/", "3+1", "san hui yi ke")


def test_by_pinyin() -> None:
    assert groups(views.by_pinyin(rows())) == [
        ("0", "0–9", ["yi"]),
        ("d", "D", ["dang"]),
        ("l", "L", ["liu"]),
        ("s", "S", ["san", "shuang", "si"]),
        ("x", "X", ["xin"]),
        ("y", "Y", ["yi-word"]),
    ]


def test_by_first_letter_in_english() -> None:
    found = groups(views.by_pinyin(rows("en")))
    assert [(title, ids) for _, title, ids in found] == [
        ("0–9", ["yi"]),
        ("D", ["shuang"]),
        ("F", ["si"]),
        ("N", ["xin"]),
        ("O", ["yi-word"]),
        ("P", ["dang"]),
        ("S", ["liu"]),
        ("T", ["san"]),
    ]


@pytest.mark.parametrize(
    ("language", "titles"), [("zh", "一 二 三 四 五 六"), ("en", "1 2 3 4 5 6")]
)
def test_by_number(language: Language, titles: str) -> None:
    found = views.by_number(build_of(*TERMS, language=language), rows(language))
    assert " ".join(group.title for group in found) == titles
    assert [(group.key, [row.id for row in group.rows]) for group in found] == [
        ("n1", ["yi"]),  # 一般 counts nothing
        ("n2", ["shuang"]),
        ("n3", ["san"]),
        ("n4", ["si"]),
        ("n5", ["xin"]),  # no number in the name: what it counts
        ("n6", ["liu"]),
    ]


def test_by_category() -> None:
    found = groups(views.by_category(build_of(*TERMS), rows()))
    assert [(key, title) for key, title, _ in found] == [
        ("theory", "思想理论"),
        ("organisation", "组织建设"),
        ("style", "作风建设"),
    ]
    assert found[2][2] == ["si"]
    english_groups = views.by_category(build_of(*TERMS, language="en"), rows("en"))
    assert [group.title for group in english_groups] == ["Theory", "Organisation", "Conduct"]


def test_by_source() -> None:
    rules = regulation("a-rules", "某办法", rank="measures")
    constitution = regulation("z-charter", "党章", rank="constitution")
    build = build_of(
        rules,
        constitution,
        term(
            "b",
            "乙",
            sources=[
                {"regulation": "a-rules", "level": "text"},
                {"document": "讲话", "level": "text"},
            ],
        ),
        term("a", "甲", sources=[{"regulation": "z-charter", "level": "text"}]),
        term(
            "c",
            "丙",
            sources=[{"document": "讲话", "level": "text"}, {"document": "讲话", "level": "text"}],
        ),
    )
    assert groups(views.by_source(build, views.term_rows(build, HOME))) == [
        ("s0", "《党章》", ["a"]),
        ("s1", "《某办法》", ["b"]),
        ("s2", "讲话", ["c", "b"]),
    ]


def test_choices() -> None:
    found = views.choices(build_of(*TERMS, language="en"), rows("en"))
    assert [(choice.value, choice.count) for choice in found["number"]] == [
        ("1+4", 1), ("2", 1), ("3+1", 1), ("4", 1), ("5", 1),
    ]  # fmt: skip
    assert found["category"][0] == views.Choice("organisation", "Organisation", 6)
    kind = {choice.value: choice.title for choice in found["kind"]}
    assert kind["numbered"] == "numbered formulation"
    assert found["source"] == ()


def test_choices_of_a_source() -> None:
    record = term(
        "a", "党课", sources=[{"regulation": "reg", "article": "第一条", "level": "text"}]
    )
    build = build_of(record, regulation("reg", "支部工作条例"))
    row = views.term_rows(build, HOME)[0]
    assert row.sources == ("reg",)
    assert views.choices(build, (row,))["source"] == (views.Choice("reg", "支部工作条例", 1),)


def test_by_member() -> None:
    members = [{"wording": "党课", "english": "lecture"}, {"wording": "组织生活会"}]
    build = build_of(
        term("b", "甲", members=members), term("a", "乙", members=members[:1]), term("c", "丙")
    )
    assert views.by_member(build) == (("党课", ("a", "b")), ("组织生活会", ("b",)))
    assert views.by_member(build_of(term("b", "甲", members=members), language="en")) == (
        ("lecture", ("b",)),
        ("组织生活会", ("b",)),
    )


def test_containing() -> None:
    lecture = term("lecture", "党课", aliases=["上党课"])
    build = build_of(
        lecture,
        term("by-id", "甲", members=[{"wording": "别的", "term": "lecture"}]),
        term("by-name", "乙", members=[{"wording": "党课"}]),
        term("by-alias", "丙", members=[{"wording": "上党课"}]),
        term("not", "丁", members=[{"wording": "党课教育"}]),
        term("unknown", "戊", members="unknown", status="local"),
    )
    assert views.members_of_formulations(build.knowledge)[lecture.id] == (
        "by-alias",
        "by-id",
        "by-name",
    )


@pytest.mark.parametrize(
    ("revision", "addresses"),
    [
        ({"articles": 3}, ["art-1", "art-2", "art-3"]),
        ({"articles": 2, "preamble": True, "parts": 3}, ["preamble", "art-1", "art-2"]),
        ({"parts": 2}, ["part-1", "part-2"]),
        ({}, []),
    ],
)
def test_articles_without_a_digest(revision: dict[str, Any], addresses: list[str]) -> None:
    dated = {"date": "2020-01-01", "label": "2020年文本", "level": "text"}
    record = regulation("r", "某条例", revisions=[dated | revision])
    assert [str(address) for address in views.other_articles(build_of(record), record)] == addresses


def test_a_regulation_without_revisions_has_no_articles() -> None:
    record = regulation("r", "某条例")
    assert views.other_articles(build_of(record), record) == ()


def test_verification() -> None:
    build = build_of(
        term("a", "甲"),
        term("b", "乙", verified="unverified"),
        term("c", "丙"),
        regulation("r", "某条例", verified="secondary"),
    )
    assert views.verification(build) == (("regulation", (0, 1, 0)), ("term", (2, 0, 1)))


def test_regulations_by_rank() -> None:
    build = build_of(
        regulation("b", "乙条例"),
        regulation("a", "甲条例"),
        regulation("z", "党章", rank="constitution"),
    )
    assert groups(views.regulations_by_rank(build)) == [
        ("constitution", "党章", ["z"]),
        ("regulations", "条例", ["a", "b"]),
    ]


def test_provision_urls() -> None:
    build = build_of(regulation("r", "某条例"), term("a", "甲"))
    assert views.provision_url(build, HOME, "r", "第五条第二款") == "../../regulations/r/#art-5"
    assert views.provision_url(build, HOME, "r", None) == "../../regulations/r/"
    assert views.regulation_title(build, "r") == "某条例"
    assert views.regulation_title(build, "unknown") == "unknown"
    assert views.term_name(build, "a") == "甲"


@pytest.mark.parametrize("kind", model.RECORD_TYPES)
def test_every_field_is_described(kind: str) -> None:
    """The editing guide's tables are made from the schema."""
    table = next(table for table in views.field_tables() if table.kind == kind)
    names = [row.name for row in table.rows]
    assert sorted(names) == sorted(set(model.RECORD_TYPES[kind].model_fields) - {"type"})
    assert all(row.about for row in table.rows)


def test_every_group_of_fields_is_described() -> None:
    """All schemas but those that only others are made from."""
    bases = (model.Strict, model.Record, model.Verified)
    schemas = [
        found
        for found in vars(model).values()
        if isinstance(found, type) and issubclass(found, model.Strict) and found not in bases
    ]
    tables = {table.key: table for table in views.field_tables()}
    assert len(tables) == len(schemas)
    for schema in schemas:
        record = issubclass(schema, model.Record)
        table = tables[schema.TYPE if record else f"group-{schema.__name__.lower()}"]
        assert {row.name for row in table.rows} == set(schema.model_fields) - {"type"}
        assert all(row.about for row in table.rows)
        assert bool(table.places) != record
    assert tables["group-clause"].places == (
        ("list", "items.clauses"),
        ("form", "measures.clauses"),
        ("genre", "clauses"),
        ("genre", "sections.clauses"),
        ("guide", "steps.clause"),
        ("guide", "clauses"),
    )
    kind = next(row for row in tables["term"].rows if row.name == "kind")
    assert "numbered 数字提法" in kind.about


def test_an_empty_knowledge_base(tmp_path: Path) -> None:
    build = Build("zh", KnowledgeBase(), Urls({}), ROOT / "overrides", dt.date(2026, 1, 1))
    assert views.term_rows(build, HOME) == ()
    assert views.by_pinyin(()) == views.by_number(build, ()) == views.by_source(build, ()) == ()
