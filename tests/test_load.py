"""Reading records: every mistake is named with its file, line, value and fix, and none hides another."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from typing import Any

import pytest
from helpers import (
    ROOT,
    numbered,
    record_text,
    regulation,
    regulation_data,
    term_data,
    write_docs,
)
from kb import model
from kb.address import parse_provision
from kb.load import load_knowledge_base, missing_provision, parse_record
from kb.problem import Problem, Severity

TERM_FIELDS = "、".join(model.Term.model_fields)
GROUP_REASON = "pydantic's words for a union or in English reach the author"
MEMBERS = [{"wording": "支部党员大会"}, {"wording": "党课"}]


def problems_of(folder: Path, files: dict[str, Any]) -> list[str]:
    """The problems of a docs folder, as printed."""
    return [str(problem) for problem in load_knowledge_base(write_docs(folder, files))[1]]


def line_of(text: str, part: str) -> int:
    """The line of a file that holds `part`."""
    return next(n for n, line in enumerate(text.split("\n"), 1) if part in line)


def term_file(term_id: str, name: str, **fields: Any) -> dict[str, dict[str, Any]]:
    return {f"terms/{term_id}.md": term_data(term_id, name, **fields)}


def regulation_file(regulation_id: str, title: str, **fields: Any) -> dict[str, dict[str, Any]]:
    return {f"regulations/{regulation_id}.md": regulation_data(regulation_id, title, **fields)}


# What a record is read into


def test_a_record_knows_its_places() -> None:
    text = record_text(
        term_data("a", "三会一课", aliases=["三会"], members=MEMBERS, counts="2"), "## 怎么用\n正文\n"
    )
    loaded, problems = parse_record("terms/a.md", text)
    assert not problems
    assert loaded
    assert loaded.record.id == "a"
    assert loaded.body == "## 怎么用\n正文\n"
    assert loaded.body_line == line_of(text, "## 怎么用")
    assert loaded.line("term") == line_of(text, "term: 三会一课")
    assert loaded.line("aliases", 0) == line_of(text, "- 三会")
    assert loaded.line("members", 1, "wording") == line_of(text, "wording: 党课")
    assert loaded.line("members", 1, "english") == line_of(text, "wording: 党课")  # the field around it
    assert loaded.line("related", 0) == 1


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace("\n", "\r\n"),
        lambda text: "\ufeff" + text,
        lambda text: "\ufeff" + text.replace("\n", "\r\n"),
        lambda text: text.replace("---\n", "--- \n"),
    ],
    ids=["CRLF", "BOM", "BOM and CRLF", "blank after ---"],
)
def test_files_of_other_editors(tmp_path: Path, change: Any) -> None:
    plain = record_text(term_data("a", "三会一课"), "正文")
    docs = write_docs(tmp_path, {"terms/a.md": change(plain)})
    knowledge, problems = load_knowledge_base(docs)
    assert not problems
    loaded = knowledge.by_path["terms/a.md"]
    assert loaded.record == parse_record("terms/a.md", plain)[0].record  # type: ignore[union-attr]
    assert loaded.body == "正文"
    assert loaded.line("term") == line_of(plain, "term: 三会一课")


@pytest.mark.parametrize(
    "path",
    ["index.md", "terms/index.md", "terms/index.en.md", "terms/by-pinyin.md", "about/editing.md"],
)
def test_ordinary_pages_are_no_records(path: str) -> None:
    assert parse_record(path, "---\ntitle: 首页\n---\n# 首页\n") == (None, [])
    assert parse_record(path, "# 首页\n") == (None, [])


@pytest.mark.parametrize("folder", ["terms", "regulations", "reports", "guides"])
def test_pages_of_a_record_folder_are_records(folder: str) -> None:
    for text in ("# 三会一课\n", "---\nterm: 三会一课\n---\n", "---\ntype: term\n没有结尾\n"):
        _, problems = parse_record(f"{folder}/a.md", text)
        assert [str(problem) for problem in problems] == [
            f"{folder}/a.md:1: 缺少字段 type，不知道这是哪一类条目。 修改：在文件开头两行 --- 之间写 "
            "type:（term、regulation、list、form、report、guide 之一）等字段，见“编辑指南”。"
        ]


# What the schema says

SCHEMA_ERRORS: list[tuple[dict[str, Any], str, str, str]] = [
    # changed fields, a part of the line, what, fix
    (
        {"kind": "numberd"},
        "kind: numberd",
        "字段 kind 的值 'numberd' 不在可选范围。",
        "写成其中之一：'numbered', 'concept', 'slogan', 'institution', 'activity', 'body', "
        "'measure', 'document', 'metaphor' or 'phrase'。",
    ),
    (
        {"catgory": "style"},
        "catgory: style",
        "字段 catgory 不认识，值为 'style'。",
        f"检查拼写；可用的字段：{TERM_FIELDS}。",
    ),
    (
        {"english": {"term": "a", "definition": "A word."}},
        "english:",
        "缺少字段 english.official。",
        "补写 english.official（是否官方译法）。",
    ),
    (
        {"english": {"term": "a", "definition": "A word.", "official": True, "note": "x"}},
        "  note: x",
        "字段 english.note 不认识，值为 'x'。",
        "检查拼写；可用的字段：term、definition、official、aliases、body。",
    ),
    ({"definition": "短"}, "definition: 短", "字段 definition 太短或为空：'短'。", "写完整（一句话释义（提示框里显示），不超过160字）。"),
    (
        {"definition": "长" * 161},
        "definition: 长",
        f"字段 definition 太长：'{'长' * 79}…。",
        "缩短到160字以内。",
    ),
    (
        {"term": ""},
        "term: ''",
        "字段 term 太短或为空：''。",
        "写完整（提法本身，不加引号）。",
    ),
    (
        {"counts": "四", "members": MEMBERS},
        "counts: 四",
        "字段 counts 的值 '四' 格式不对。",
        "按要求写：数目，如 4、3+1、1+4；与成员数必须相符。",
    ),
    (
        {"counts": 2, "members": MEMBERS},
        "counts: 2",
        "字段 counts 应是文字，写成了 2。",
        "加引号写成文字（数目，如 4、3+1、1+4；与成员数必须相符）。",
    ),
    (
        {"verified_on": "昨天"},
        "verified_on: 昨天",
        "字段 verified_on 的日期 '昨天' 不对。",
        "写成 年-月-日，如 2024-01-01。",
    ),
    (
        {"aliases": [f"别名{n}" for n in range(13)]},
        "aliases:",
        "字段 aliases 的项数太多。",
        "最多12项。",
    ),
    (
        {"aliases": ["三会", 12]},
        "- 12",
        "字段 aliases.1 应是文字，写成了 12。",
        "加引号写成文字（同义写法、简称，最多12个）。",
    ),
    (
        {"related": ["san-hui", "三会"]},
        "- 三会",
        "字段 related.1 的值 '三会' 格式不对。",
        "按要求写：相关词条编号。",
    ),
    (
        {"sources": [{"document": "某文件", "level": "text"}, {"level": "text", "regulation": "b", "article": "16条"}]},
        "article: 16条",
        "字段 sources.1.article 的值 '16条' 格式不对。",
        "按要求写：条款，如 第十六条、第五条第一款。",
    ),
    (
        {"sources": [{"document": "某文件", "level": "sure"}]},
        "level: sure",
        "字段 sources.0.level 的值 'sure' 不在可选范围。",
        "写成其中之一：'text', 'secondary' or 'unverified'。",
    ),
    (
        {"sources": [{"level": "text"}]},
        "- level: text",
        "字段 sources.0：出处要么写 regulation（党内法规），要么写 document（其他文件），二者必居其一。",
        "核对后改成一致（出处）。",
    ),
    (
        {"sources": [{"document": "某文件", "article": "第一条", "level": "text"}]},
        "- document: 某文件",
        "字段 sources.0：写了 article（条款）就必须写 regulation（党内法规）。",
        "核对后改成一致（出处）。",
    ),
    (
        {"first_seen": {"date": "2014年", "document": "某文件", "level": "text"}},
        "date: 2014年",
        "字段 first_seen.date 的值 '2014年' 格式不对。",
        "按要求写：时间：年、年-月或年-月-日（加引号）。",
    ),
    (
        {"wrong": [{"variant": "三会一科"}]},
        "- variant: 三会一科",
        "缺少字段 wrong.0.why。",
        "补写 wrong.0.why（为什么不规范，应怎样写）。",
    ),
]


@pytest.mark.parametrize(
    ("fields", "part", "what", "fix"), SCHEMA_ERRORS, ids=[case[2][:40] for case in SCHEMA_ERRORS]
)
def test_schema_errors(
    tmp_path: Path, fields: dict[str, Any], part: str, what: str, fix: str
) -> None:
    text = record_text(term_data("a", "三会一课", **fields))
    line = line_of(text, part)
    assert problems_of(tmp_path, {"terms/a.md": text}) == [f"terms/a.md:{line}: {what} 修改：{fix}"]


@pytest.mark.parametrize("kind", model.RECORD_TYPES)
def test_every_missing_field_is_named(kind: str) -> None:
    schema = model.RECORD_TYPES[kind]
    path = f"{schema.FOLDER}/a.md"
    _, problems = parse_record(path, f"---\ntype: {kind}\n---\n")
    assert [str(problem) for problem in problems] == [
        f"{path}:1: 缺少字段 {name}。 修改：补写 {name}（{info.description}）。"
        for name, info in schema.model_fields.items()
        if info.is_required() and name != "type"
    ]


def test_unknown_type() -> None:
    _, problems = parse_record("terms/a.md", "---\nid: a\ntype: trem\n---\n")
    assert [str(problem) for problem in problems] == [
        "terms/a.md:3: 字段 type 的值 'trem' 不认识。 "
        "修改：写成其中之一：term、regulation、list、form、report、guide。"
    ]


@pytest.mark.parametrize(
    ("fields", "what"),
    [
        ({"kind": "numbered"}, "数字提法必须写 counts（数目）"),
        (
            {"kind": "numbered", "counts": "3+1", "members": MEMBERS},
            "counts 写的是 3+1（共4项），members 有2项",
        ),
        ({"members": "unknown"}, "members: unknown 只允许用于 status: local（地方用语）"),
        ({"status": "superseded"}, "status: superseded 与 superseded_by 必须同时写"),
        ({"superseded_by": "b"}, "status: superseded 与 superseded_by 必须同时写"),
    ],
)
def test_fields_that_contradict_each_other(fields: dict[str, Any], what: str) -> None:
    _, problems = parse_record("terms/a.md", record_text(term_data("a", "三会一课", **fields)))
    assert [problem.what for problem in problems] == [f"字段 （整条）：{what}。"]
    assert problems[0].fix == "核对后改成一致（见“编辑指南”的字段表）。"


@pytest.mark.xfail(strict=True, reason="a rule over several fields is reported at line 1")
def test_a_wrong_count_is_reported_where_it_stands() -> None:
    text = record_text(term_data("a", "三会一课", kind="numbered", counts="3+1", members=MEMBERS))
    _, problems = parse_record("terms/a.md", text)
    assert [problem.line for problem in problems] == [line_of(text, "counts:")]


def test_a_list_counts_its_items() -> None:
    item = {"wording": "不准甲", "english": "No a", "plain": "不要做甲"}
    data = {
        "type": "list", "id": "a", "title": "清单", "english": "List", "status": "model",
        "counts": "10", "items": [item], "verified": "text", "verified_on": "2026-01-01",
    }  # fmt: skip
    _, problems = parse_record("discipline/a.md", record_text(data))
    assert [problem.what for problem in problems] == ["字段 （整条）：counts 写的是 10，items 却有1项。"]


@pytest.mark.xfail(strict=True, reason=GROUP_REASON)
@pytest.mark.parametrize(
    ("fields", "part", "field"),
    [
        ({"members": [{"wording": "甲" * 61}]}, "- wording:", "members.0.wording"),
        ({"members": [{"wording": "甲"}, {"wordng": "乙"}]}, "- wordng:", "members.1.wordng"),
        ({"members": "none"}, "members: none", "members"),
        ({"match": "sometimes"}, "match: sometimes", "match"),
        ({"match": {"phrase": ["甲"]}}, "phrase:", "match.phrase"),
    ],
)
def test_fields_of_two_forms(fields: dict[str, Any], part: str, field: str) -> None:
    text = record_text(term_data("a", "三会一课", **fields))
    _, problems = parse_record("terms/a.md", text)
    assert all("[" not in problem.what.split("值为")[0].split("的值")[0] for problem in problems)
    assert {problem.line for problem in problems} == {line_of(text, part)}
    assert any(f"字段 {field} " in problem.what for problem in problems)


@pytest.mark.xfail(strict=True, reason=GROUP_REASON)
@pytest.mark.parametrize(
    "fields",
    [
        {"aliases": "三会"},
        {"english": "abc"},
        {"english": {"term": "a", "definition": "A word.", "official": "也许"}},
        {"verified_on": 5},
        {"sources": [{"document": "某文件", "level": "sure"}]},
    ],
    ids=["a list", "a group of fields", "yes or no", "a number for a date", "one of several"],
)
def test_schema_errors_are_in_chinese(fields: dict[str, Any]) -> None:
    _, problems = parse_record("terms/a.md", record_text(term_data("a", "三会一课", **fields)))
    assert problems
    for problem in problems:
        assert not re.search(r"Input|valid|should| or ", str(problem)), problem


# What YAML says


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("---\ntype: term\nid: a: b\n---\n", 3),
        ("---\ntype: term\nterm: *a\n---\n", 3),
        ("---\ntype: term\nid: a\nterm: !x a\n---\n", 4),
        ("---\ntype: term\nterm: a\n\tx: c\n---\n", 4),
        ("---\ntype: term\naliases: [三会\nid: b\n---\n", 4),
    ],
    ids=["colon", "asterisk", "exclamation mark", "tab", "bracket"],
)
def test_bad_yaml(text: str, line: int) -> None:
    loaded, problems = parse_record("terms/a.md", text)
    assert loaded is None
    (problem,) = problems
    assert (problem.path, problem.line) == ("terms/a.md", line)
    assert problem.what.startswith("文件开头的字段不合 YAML 格式（")
    assert problem.fix == (
        "检查缩进；值里有英文冒号、引号、星号或井号时，整个值用单引号括起来。"
    )


@pytest.mark.xfail(strict=True, raises=ValueError, reason="construct_document's ValueError escapes")
def test_a_day_that_does_not_exist() -> None:
    _, problems = parse_record("terms/a.md", "---\ntype: term\nverified_on: 2026-02-30\n---\n")
    assert problems[0].line == 3


def test_duplicate_keys() -> None:
    text = record_text(term_data("a", "三会一课", members=MEMBERS, counts="2"))
    text = text.replace("status: current", "status: current\nterm: 三会")
    text = text.replace("- wording: 党课", "- wording: 党课\n  wording: 党小组会")
    loaded, problems = parse_record("terms/a.md", text)
    assert loaded is None
    first, again = line_of(text, "term: 三会一课"), text.split("\n").index("term: 三会") + 1
    inner = line_of(text, "wording: 党小组会")
    assert sorted(str(problem) for problem in problems) == sorted(
        [
            f"terms/a.md:{again}: 字段 term 写了两次（另一处在第{first}行）。 修改：删去一处，或合并成一处。",
            f"terms/a.md:{inner}: 字段 wording 写了两次（另一处在第{inner - 1}行）。 "
            "修改：删去一处，或合并成一处。",
        ]
    )


def test_not_utf8(tmp_path: Path) -> None:
    files = {"terms/a.md": b"---\ntype: term\nterm: " + "三会".encode("gb18030") + b"\n---\n"}
    assert problems_of(tmp_path, files) == [
        "terms/a.md:1: 文件不是 UTF-8 编码（第21字节）。 修改：另存为 UTF-8 编码。"
    ]


# What records say about each other


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
    measure = {"name": "警告", "english": "warning", "term": "y", "organ": "党委", "clauses": [clause]}
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
    files = term_file("a", "三会一课", sources=sources) | regulation_file("r", "某条例", articles=37)
    line = line_of(record_text(files["terms/a.md"]), "第三十八条")
    assert problems_of(tmp_path, files) == [
        f"terms/a.md:{line}: 《某条例》没有第三十八条第二款：2018年文本共37条。 "
        "修改：核对条款号；拿不准就删去 article。"
    ]


@pytest.mark.xfail(strict=True, raises=ValueError, reason="parse_provision's ValueError escapes")
def test_a_malformed_numeral_in_a_source(tmp_path: Path) -> None:
    """The schema's pattern lets through what is no number."""
    sources = [{"regulation": "r", "article": "第百条", "level": "text"}]
    files = term_file("a", "三会一课", sources=sources) | regulation_file("r", "某条例", articles=37)
    assert len(problems_of(tmp_path, files)) == 1


def test_one_title_one_regulation(tmp_path: Path) -> None:
    files = regulation_file("q", "甲条例", short=["条例"]) | regulation_file("r", "乙条例", short=["条例"])
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
    problems = problems_of(tmp_path, {"terms/a.md": record.model_dump(mode="json", exclude_defaults=True)})
    found = [problem for problem in problems if f"与名称“{name}”里的数字不符" in problem]
    assert found == problems
    assert bool(found) is not fits


@pytest.mark.xfail(strict=True, raises=ValueError, reason="number('百') escapes from _counts_fit_name")
def test_a_name_whose_numeral_is_no_number(tmp_path: Path) -> None:
    record = numbered("a", "百日行动", "2").model_dump(mode="json", exclude_defaults=True)
    assert problems_of(tmp_path, {"terms/a.md": record}) == []


# All of them


def test_every_mistake_of_a_run_is_shown(tmp_path: Path) -> None:
    """A file that cannot be read hides neither its own other mistakes nor those of other files."""
    files = {
        "terms/yaml.md": "---\ntype: term\nid: a: b\n---\n",
        "terms/bytes.md": b"\xff\xfe",
        "terms/schema.md": term_data("schema", "党课", kind="x", category="y"),
        "terms/count.md": term_data("count", "三会一课", kind="numbered", counts="3+1", members=MEMBERS),
        "terms/related.md": term_data("related", "民主评议", related=["x"], aliases=["组织生活会"]),
        "terms/other.md": term_data("other", "组织生活会"),
        "regulations/r.md": regulation_data("r", "某条例", board="x"),
        "guides/g.md": "没有字段",
    }
    found = [re.sub(r":\d+: .*", "", problem) for problem in problems_of(tmp_path, files)]
    assert found == sorted(found)
    assert {name: found.count(name) for name in found} == {
        "guides/g.md": 1,
        "regulations/r.md": 1,
        "terms/bytes.md": 1,
        "terms/count.md": 1,
        "terms/other.md": 1,
        "terms/related.md": 2,
        "terms/schema.md": 2,
        "terms/yaml.md": 1,
    }


def test_a_fixed_run_has_no_problem(tmp_path: Path) -> None:
    files = term_file("a", "三会一课", related=["b"]) | term_file("b", "党课") | regulation_file("r", "某条例")
    knowledge, problems = load_knowledge_base(write_docs(tmp_path, files))
    assert problems == ()
    assert sorted(knowledge.terms) == ["a", "b"]
    assert sorted(knowledge.regulations) == ["r"]
    assert sorted(knowledge.by_path) == sorted(files)
    assert all(knowledge.path_of(item.record) == path for path, item in knowledge.by_path.items())


def test_problems_print_and_sort() -> None:
    late = Problem("b.md", 2, "错了。", "改。")
    early = Problem("a.md", 12, "错了。", "改。", Severity.WARNING)
    assert str(late) == "b.md:2: 错了。 修改：改。"
    assert late.severity is Severity.ERROR
    assert sorted([late, early]) == [early, late]


def test_the_project_loads() -> None:
    _, problems = load_knowledge_base(ROOT / "docs")
    assert [str(problem) for problem in problems] == []


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
    revisions = [REVISION | {"articles": 10}, REVISION | {"articles": 20, "date": dt.date(2015, 1, 1)}]
    record = regulation("r", "某条例", revisions=revisions)
    address = parse_provision("第十五条")
    assert missing_provision(record, address) == "2020年文本共10条"
    assert missing_provision(record, address, record.revisions[1]) is None


@pytest.mark.xfail(strict=True, reason="only numbers above the count are refused")
def test_there_is_no_article_zero() -> None:
    record = regulation("r", "某条例", articles=37)
    assert missing_provision(record, parse_provision("第〇条"))


@pytest.mark.xfail(strict=True, reason="a part is not looked at where articles are counted")
def test_a_regulation_of_articles_has_no_numbered_parts() -> None:
    record = regulation("r", "某条例", articles=37)
    assert missing_provision(record, parse_provision("第三部分"))
