"""Reading records: every mistake is named with its file, line, value and fix, none hides another."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from helpers import (
    ROOT,
    line_of,
    problems_of,
    record_text,
    regulation_data,
    regulation_file,
    term_data,
    term_file,
    write_docs,
)
from kb import model
from kb.load import find_digests, find_divisions, load_knowledge_base, parse_record
from kb.problem import Problem, Severity

TERM_FIELDS = "、".join(model.Term.model_fields)
MEMBERS = [{"wording": "支部党员大会"}, {"wording": "党课"}]


# What a record is read into


def test_a_record_knows_its_places() -> None:
    text = record_text(
        term_data("a", "三会一课", aliases=["三会"], members=MEMBERS, counts="2"),
        "## 怎么用\n正文\n",
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
    assert loaded.line("members", 1, "english") == line_of(
        text, "wording: 党课"
    )  # the field around it
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


def test_text_with_the_line_ends_of_windows() -> None:
    """A caller may hand over text that was not read line by line."""
    plain = record_text(term_data("a", "三会一课"), "正文\n")
    assert parse_record("terms/a.md", plain.replace("\n", "\r\n")) == parse_record(
        "terms/a.md", plain
    )


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
            "type:（term、regulation、list、form、report、genre、guide、text 之一）等字段，见“编辑指南”。"
        ]


# What the schema says

SCHEMA_ERRORS: list[tuple[dict[str, Any], str, str, str]] = [
    # changed fields, a part of the line, what, fix
    (
        {"kind": "numberd"},
        "kind: numberd",
        "字段 kind 的值 'numberd' 不在可选范围。",
        "写成其中之一：numbered、concept、slogan、institution、activity、body、"
        "measure、document、metaphor、phrase。",
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
    (
        {"definition": "短"},
        "definition: 短",
        "字段 definition 太短或为空：'短'。",
        "写完整（一句话释义（提示框里显示），不超过160字）。",
    ),
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
        {
            "sources": [
                {"document": "某文件", "level": "text"},
                {"level": "text", "regulation": "b", "article": "16条"},
            ]
        },
        "article: 16条",
        "字段 sources.1.article 的值 '16条' 格式不对。",
        "按要求写：条款，如 第十六条、第五条第一款。",
    ),
    (
        {"sources": [{"document": "某文件", "level": "sure"}]},
        "level: sure",
        "字段 sources.0.level 的值 'sure' 不在可选范围。",
        "写成其中之一：text、secondary、unverified。",
    ),
    (
        {"sources": [{"level": "text"}]},
        "- level: text",
        "字段 sources.0：出处要么写 regulation（党内法规），要么写 document（其他文件），二者必居其一。",
        "核对后改成一致（出处）。",
    ),
    (
        {"sources": [{"document": "某文件", "article": "第一条", "level": "text"}]},
        "article: 第一条",
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
        "修改：写成其中之一：term、regulation、list、form、report、genre、guide、text。"
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
    assert [problem.what for problem in problems] == [
        "字段 （整条）：counts 写的是 10，items 却有1项。"
    ]


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
    assert problem.fix == ("检查缩进；值里有英文冒号、引号、星号或井号时，整个值用单引号括起来。")


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


# The digests of a regulation

DIGESTS = """
# 某条例

## 总纲

## 第一章 总则

### 第一条 目的

### 第五十条之一

## 第三十八条 超出

## 第一条 又一次

第二条 不是标题

####### 第四条
"""


def test_digests_are_read_from_the_headings() -> None:
    loaded, _ = parse_record(
        "regulations/r.md", record_text(regulation_data("r", "某条例"), DIGESTS)
    )
    assert loaded
    assert {str(address): line for address, line in find_digests(loaded).items()} == {
        "preamble": loaded.body_line + 3,
        "art-1": loaded.body_line + 7,
        "art-50-1": loaded.body_line + 9,
        "art-38": loaded.body_line + 11,
    }


def test_divisions_are_read_from_the_headings() -> None:
    body = (
        "## 第一编 甲\n### 第一章 乙\n#### 第一节 丙\n#### 第二节 丁\n### 第二章\n第三章 戊\n"
        "## 第二编 己\n### 第二章 庚\n## 第四章程\n"
    )
    loaded, _ = parse_record("regulations/r.md", record_text(regulation_data("r", "某条例"), body))
    assert loaded
    assert sorted(map(str, find_divisions(loaded))) == [
        "book-1",
        "book-2",
        "ch-1",
        "ch-1-sec-1",
        "ch-1-sec-2",
    ]


def test_what_a_page_shows(tmp_path: Path) -> None:
    body = "## 第一章 甲\n\n### 第一条 乙\n"
    text = record_text(regulation_data("r", "某条例", articles=2), body)
    knowledge, _ = load_knowledge_base(write_docs(tmp_path, {"regulations/r.md": text}))
    assert sorted(map(str, knowledge.shown["r"])) == ["art-1", "ch-1"]


def test_the_digest_of_a_part() -> None:
    body = "## 一、甲\n\n## 十二、乙\n"
    loaded, _ = parse_record("regulations/r.md", record_text(regulation_data("r", "某准则"), body))
    assert loaded
    assert [str(address) for address in find_digests(loaded)] == ["part-1", "part-12"]


# All of them


def test_every_mistake_of_a_run_is_shown(tmp_path: Path) -> None:
    """A file that cannot be read hides neither its own other mistakes nor those of other files."""
    files = {
        "terms/yaml.md": "---\ntype: term\nid: a: b\n---\n",
        "terms/bytes.md": b"\xff\xfe",
        "terms/schema.md": term_data("schema", "党课", kind="x", category="y"),
        "terms/count.md": term_data(
            "count", "三会一课", kind="numbered", counts="3+1", members=MEMBERS
        ),
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
    files = (
        term_file("a", "三会一课", related=["b"])
        | term_file("b", "党课")
        | regulation_file("r", "某条例")
    )
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
