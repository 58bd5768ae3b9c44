"""Records against each other: what one gets wrong about another, with both places."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from typing import Any

import pytest
from helpers import (
    line_of,
    numbered,
    problems_of,
    record_text,
    regulation,
    regulation_data,
    regulation_file,
    term_data,
    term_file,
)
from kb.address import parse_provision
from kb.load import missing_provision


def test_the_id_is_the_file_name(tmp_path: Path) -> None:
    files = {"terms/b.md": term_data("a", "三会一课"), "guides/c.md": term_data("c", "党课")}
    assert problems_of(tmp_path, files) == [
        "guides/c.md:3: 字段 id 的值“c”与文件位置不符。 修改：把文件放在 terms/c.md，或改 id。",
        "terms/b.md:3: 字段 id 的值“a”与文件位置不符。 修改：把文件放在 terms/a.md，或改 id。",
    ]


def test_duplicate_id_names_both_places(tmp_path: Path) -> None:
    files = term_file("a", "三会一课") | {"terms/b.md": term_data("a", "党课")}
    assert problems_of(tmp_path, files) == [
        "terms/b.md:3: 字段 id 的值“a”与文件位置不符。 修改：把文件放在 terms/a.md，或改 id。",
        "terms/b.md:3: 编号 id“a”重复，terms/a.md:3 已经用了。 修改：换一个编号，并同时改文件名。",
    ]


def test_one_id_may_serve_two_kinds(tmp_path: Path) -> None:
    files = term_file("a", "三会一课") | regulation_file("a", "某条例")
    assert problems_of(tmp_path, files) == []


def clash(name: str, other: str, other_id: str) -> tuple[str, str]:
    fix = (
        "删去一处；如果是同一写法的两个含义，两条都写 senses 指向对方"
        f"（此处写 senses: [{other_id}]）。"
    )
    return f"“{name}”已被 {other} 用作名称或别名。", fix


@pytest.mark.parametrize("variant", ["“三会”", "「三会」"])
def test_alias_clash_names_both_places(tmp_path: Path, variant: str) -> None:
    """Quotes of another sort do not make another name."""
    files = term_file("a", "三会一课", aliases=["“三会”"]) | term_file("b", variant)
    alias_line = line_of(record_text(files["terms/a.md"]), "- ")
    here, there = clash("“三会”", "terms/b.md:4", "b"), clash(variant, "terms/a.md:4", "a")
    assert problems_of(tmp_path, files) == [
        f"terms/a.md:{alias_line}: {here[0]} 修改：{here[1]}",
        f"terms/b.md:4: {there[0]} 修改：{there[1]}",
    ]


def test_senses_may_share_a_name(tmp_path: Path) -> None:
    files = term_file("a", "三会", senses=["b"]) | term_file("b", "三会", senses=["a"])
    assert problems_of(tmp_path, files) == []


def test_senses_named_one_sidedly(tmp_path: Path) -> None:
    files = term_file("a", "三会", senses=["b"]) | term_file("b", "三会")
    sense_line = line_of(record_text(files["terms/a.md"]), "- b")
    what, fix = clash("三会", "terms/a.md:4", "a")
    assert problems_of(tmp_path, files) == [
        f"terms/a.md:{sense_line}: senses 写了 b，但该词条没有写回 a。 "
        "修改：在 terms/b.md 写 senses: [a]。",
        f"terms/b.md:4: {what} 修改：{fix}",
    ]


@pytest.mark.parametrize(
    ("fields", "part", "field", "kind"),
    [
        ({"related": ["a", "x"]}, "- x", "related.1", "词条"),
        ({"senses": ["x"]}, "- x", "senses.0", "词条"),
        ({"status": "superseded", "superseded_by": "x"}, "superseded_by: x", "superseded_by", "词条"),
        ({"members": [{"wording": "甲", "term": "x"}]}, "  term: x", "members.0.term", "词条"),
        ({"sources": [{"regulation": "x", "level": "text"}]}, "- regulation: x", "sources.0.regulation", "法规"),
    ],
)  # fmt: skip
def test_unknown_ids(
    tmp_path: Path, fields: dict[str, Any], part: str, field: str, kind: str
) -> None:
    files = term_file("a", "三会一课", **fields)
    line = line_of(record_text(files["terms/a.md"]), part)
    folder = {"词条": "terms/", "法规": "regulations/"}[kind]
    assert problems_of(tmp_path, files) == [
        f"terms/a.md:{line}: 字段 {field} 引用的{kind}“x”不存在。 "
        f"修改：有效编号就是 {folder} 下的文件名。"
    ]


def test_ids_in_other_records(tmp_path: Path) -> None:
    common = {"verified": "text", "verified_on": "2026-01-01"}
    clause = {"regulation": "x", "article": "第一条"}
    item = {"wording": "不准甲", "english": "No a", "plain": "不要做甲", "clauses": [clause]}
    measure = {
        "name": "警告",
        "english": "warning",
        "term": "y",
        "organ": "党委",
        "clauses": [clause],
    }
    files = {
        "discipline/l.md": {
            "type": "list", "id": "l", "title": "清单", "english": "List", "status": "model",
            "counts": "1", "items": [item], "term": "y", **common,
        },
        "discipline/f.md": {
            "type": "form", "id": "f", "number": 1, "title": "形态", "english": "Form",
            "wording": "甲", "summary": "一句话说明。", "measures": [measure], "sources": [], **common,
        },
        "guides/g.md": {
            "type": "guide", "id": "g", "title": "指南", "summary": "一句话说明。", "who": "书记",
            "when": "每月", "clauses": [clause], "terms": ["y"], **common,
        },
        "regulations/r.md": regulation_data("r", "某条例", superseded_by="y", status="superseded"),
    }  # fmt: skip
    found = problems_of(tmp_path, files)
    assert sorted(re.sub(r":\d+:", ":", problem.split("。")[0]) for problem in found) == [
        "discipline/f.md: 字段 measures.0.clauses.0.regulation 引用的法规“x”不存在",
        "discipline/f.md: 字段 measures.0.term 引用的词条“y”不存在",
        "discipline/l.md: 字段 items.0.clauses.0.regulation 引用的法规“x”不存在",
        "discipline/l.md: 字段 term 引用的词条“y”不存在",
        "guides/g.md: 字段 clauses.0.regulation 引用的法规“x”不存在",
        "guides/g.md: 字段 terms.0 引用的词条“y”不存在",
        "regulations/r.md: 字段 superseded_by 引用的法规“y”不存在",
    ]


def test_unknown_article_in_a_source(tmp_path: Path) -> None:
    sources = [
        {"regulation": "r", "article": "第三十七条", "level": "text"},
        {"regulation": "r", "article": "第三十八条第二款", "level": "text"},
    ]
    files = term_file("a", "三会一课", sources=sources) | regulation_file(
        "r", "某条例", articles=37
    )
    line = line_of(record_text(files["terms/a.md"]), "第三十八条")
    assert problems_of(tmp_path, files) == [
        f"terms/a.md:{line}: 《某条例》没有第三十八条第二款：2018年文本共37条。 "
        "修改：核对条款号；拿不准就删去 article。"
    ]


def test_a_malformed_numeral_in_a_source(tmp_path: Path) -> None:
    """The schema's pattern lets through what is no number."""
    sources = [{"regulation": "r", "article": "第百条", "level": "text"}]
    files = term_file("a", "三会一课", sources=sources) | regulation_file(
        "r", "某条例", articles=37
    )
    assert len(problems_of(tmp_path, files)) == 1


def test_one_title_one_regulation(tmp_path: Path) -> None:
    files = regulation_file("q", "甲条例", short=["条例"]) | regulation_file(
        "r", "乙条例", short=["条例"]
    )
    line = line_of(record_text(files["regulations/q.md"]), "- 条例")
    fix = "一个名称只能属于一部法规，删去一处。"
    assert problems_of(tmp_path, files) == [
        f"regulations/q.md:{line}: 名称《条例》已被 regulations/r.md:4 使用。 修改：{fix}",
        f"regulations/r.md:{line}: 名称《条例》已被 regulations/q.md:4 使用。 修改：{fix}",
    ]


@pytest.mark.parametrize(
    ("name", "counts", "fits"),
    [
        ("三会一课", "3+1", True),
        ("三会一课", "4", False),
        ("三会一课", "1+3", False),
        ("四议两公开", "4+2", True),
        ("“1+4”党内法规体系", "1+4", True),
        ("一岗双责", "2", True),
        ("四种形态", "4", True),
        ("4种形态", "4", True),
        ("四种形态", "5", False),
        ("十不准", "10", True),
        ("二十四字要求", "24", True),
        ("红脸出汗", "2", True),  # no numeral in the name
    ],
)
def test_counts_fit_the_name(tmp_path: Path, name: str, counts: str, fits: bool) -> None:
    record = numbered("a", name, counts)
    problems = problems_of(
        tmp_path, {"terms/a.md": record.model_dump(mode="json", exclude_defaults=True)}
    )
    found = [problem for problem in problems if f"与名称“{name}”里的数字不符" in problem]
    assert found == problems
    assert bool(found) is not fits


def test_a_name_whose_numeral_is_no_number(tmp_path: Path) -> None:
    record = numbered("a", "百日行动", "2").model_dump(mode="json", exclude_defaults=True)
    assert problems_of(tmp_path, {"terms/a.md": record}) == []


def test_a_heading_beyond_the_count(tmp_path: Path) -> None:
    text = record_text(
        regulation_data("r", "某条例", articles=37), "## 第三十七条\n\n## 第三十八条 甲\n"
    )
    assert problems_of(tmp_path, {"regulations/r.md": text}) == [
        f"regulations/r.md:{line_of(text, '第三十八条')}: 标题写了第三十八条，但2018年文本共37条。 "
        "修改：核对条款号，或改 revisions 里的数目。"
    ]


def test_what_names_a_broken_record_is_not_wrong(tmp_path: Path) -> None:
    """One mistake, one message: the record is there, only not readable yet."""
    files = {
        "terms/broken.md": term_data("broken", "三会一课", kind="x"),
        "regulations/broken.md": "---\ntype: regulation\nid: a: b\n---\n",
        "terms/a.md": term_data(
            "a",
            "党课",
            related=["broken"],
            sources=[{"regulation": "broken", "article": "第一条", "level": "text"}],
        ),
        "regulations/old.md": regulation_data(
            "old", "旧条例", status="superseded", superseded_by="broken"
        ),
    }
    found = [problem.split(":")[0] for problem in problems_of(tmp_path, files)]
    assert found == ["regulations/broken.md", "terms/broken.md"]


# Which provisions a regulation has

REVISION = {"date": dt.date(2020, 1, 1), "label": "2020年文本", "level": "text"}


@pytest.mark.parametrize(
    ("revision", "provision", "reason"),
    [
        ({"articles": 37}, "第三十七条第九款", None),
        ({"articles": 37}, "第三十八条", "2020年文本共37条"),
        ({"articles": 37}, "总纲", "这一版没有总纲或序言"),
        ({"articles": 55, "preamble": True}, "总纲", None),
        ({"parts": 12, "preamble": True}, "序言", None),
        ({"parts": 12}, "第十二部分", None),
        ({"parts": 12}, "第十三部分", "只有12个部分"),
        ({"parts": 12}, "第五条", "这部法规不分条"),
        ({}, "第九百条", None),
        ({}, "第九部分", None),
        (None, "第九百条", None),
    ],
)
def test_missing_provision(
    revision: dict[str, Any] | None, provision: str, reason: str | None
) -> None:
    revisions = [] if revision is None else [REVISION | revision]
    record = regulation("r", "某条例", revisions=revisions)
    assert missing_provision(record, parse_provision(provision)) == reason


def test_missing_provision_of_an_older_revision() -> None:
    revisions = [
        REVISION | {"articles": 10},
        REVISION | {"articles": 20, "date": dt.date(2015, 1, 1)},
    ]
    record = regulation("r", "某条例", revisions=revisions)
    address = parse_provision("第十五条")
    assert missing_provision(record, address) == "2020年文本共10条"
    assert missing_provision(record, address, record.revisions[1]) is None


def test_there_is_no_article_zero() -> None:
    record = regulation("r", "某条例", articles=37)
    assert missing_provision(record, parse_provision("第〇条"))


def test_a_regulation_of_articles_has_no_numbered_parts() -> None:
    record = regulation("r", "某条例", articles=37)
    assert missing_provision(record, parse_provision("第三部分"))
