"""Front matter is changed where it is to be changed, and nowhere else."""

from __future__ import annotations

import difflib

import pytest
import yaml
from helpers import DOCS, term
from hypothesis import given
from hypothesis import strategies as st
from kb.frontmatter import change_front_matter, record_data, render_front_matter, yaml_text
from kb.load import FRONT_MATTER, load_knowledge_base
from kb.model import Term

HEAD = """\
type: term
id: jia-ci
term: 甲词
aliases:
  - 甲
  - "乙"
kind: concept # 类型
members:
  - wording: 一
    english: one
  # 第二项
  - wording: 二
definition: 这是甲词的释义。
english:
  term: a
  definition: A definition.
  official: false
  body: |
    First.

    Second.
status: current
# 最后两行
verified: text
verified_on: 2026-01-02
"""
DATA = yaml.safe_load(HEAD)


@pytest.mark.parametrize(
    ("changes", "removed", "added"),
    [
        ({"term": "乙: 词"}, ["term: 甲词"], ['term: "乙: 词"']),
        ({"kind": "slogan"}, ["kind: concept # 类型"], ["kind: slogan # 类型"]),
        ({"aliases": ["甲", "乙", "丙"]}, ['  - "乙"'], ["  - 乙", "  - 丙"]),
        ({"aliases": None}, ["aliases:", "  - 甲", '  - "乙"'], []),
        ({"pinyin": "jia ci"}, [], ["pinyin: jia ci"]),
        ({"related": ["yi", "[x"]}, [], ['related: [yi, "[x"]']),
        (
            {"members": [{"wording": "一", "english": "1st"}, {"wording": "二"}]},
            ["    english: one"],
            ['    english: 1st'],
        ),
        (
            {"members": [*DATA["members"], {"wording": "三", "note": "新"}]},
            [],
            ["  - wording: 三", "    note: 新"],
        ),
        (
            {"members": [{"wording": "二"}]},
            ["  - wording: 一", "    english: one", "  # 第二项"],
            [],
        ),
        ({"english": DATA["english"] | {"term": "b"}}, ["  term: a"], ["  term: b"]),
        ({"english": DATA["english"] | {"body": "First.\n\n2."}}, ["    Second."], ["    2."]),
        ({"english": DATA["english"] | {"body": "One."}}, ["    First.", "", "    Second."], ["    One."]),
        ({"match": {"in_quotes": True, "phrases": ["甲词组"]}}, [], ["match:", "  in_quotes: true", "  phrases: [甲词组]"]),
        ({"verified_on": "2026-02-03"}, ["verified_on: 2026-01-02"], ["verified_on: 2026-02-03"]),
    ],
)  # fmt: skip
def test_a_change(changes: dict[str, object], removed: list[str], added: list[str]) -> None:
    if "verified_on" in changes:
        changes = yaml.safe_load("verified_on: 2026-02-03")
    new = {key: value for key, value in (DATA | changes).items() if value is not None}
    changed = change_front_matter(HEAD, DATA, new, Term)
    data = yaml.safe_load(changed)
    data["english"]["body"] = data["english"]["body"].strip()
    new["english"] = new["english"] | {"body": new["english"]["body"].strip()}
    assert data == new
    lines = list(difflib.ndiff(HEAD.split("\n"), changed.split("\n")))
    assert [line[2:] for line in lines if line.startswith("- ")] == removed
    assert [line[2:] for line in lines if line.startswith("+ ")] == added


def test_the_real_terms_keep_their_lines() -> None:
    """A sentence changed, a note added: that line, and no other."""
    knowledge, _ = load_knowledge_base(DOCS)
    items = [item for item in knowledge.by_path.values() if isinstance(item.record, Term)]
    for item in items[::9]:
        text = (DOCS / item.path).read_text(encoding="utf-8")
        match = FRONT_MATTER.match(text)
        assert match
        old = record_data(item.record)
        new = old | {"definition": "换了一句释义。"}
        if old.get("sources"):
            first, *others = old["sources"]
            new["sources"] = [first | {"note": "换了说明"}, *others]
        changed = change_front_matter(match[1], old, new, Term)
        pairs = list(difflib.ndiff(match[1].split("\n"), changed.split("\n")))
        gone = [line[2:] for line in pairs if line.startswith("- ")]
        assert all(line.lstrip(" -").startswith(("definition:", "note:")) for line in gone), gone
        assert 1 <= len(gone) <= 2
        assert Term.model_validate(yaml.safe_load(changed)) == Term.model_validate(new)


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=20))
def test_a_text_means_itself(text: str) -> None:
    assert yaml.safe_load(f"k: {yaml_text(text)}") == {"k": text}
    assert yaml.safe_load(f"k: [{yaml_text(text, in_list=True)}, x]") == {"k": [text, "x"]}


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("三会一课", "三会一课"),
        ("“1+4”体系", "“1+4”体系"),
        ("8", '"8"'),
        ("2013", '"2013"'),
        ("yes", '"yes"'),
        ("a: b", '"a: b"'),
        ("a #b", '"a #b"'),
        ("- a", '"- a"'),
        ("甲\n乙", '"甲\\n乙"'),
    ],
)
def test_quotes_only_where_needed(text: str, written: str) -> None:
    assert yaml_text(text) == written


def test_a_new_file() -> None:
    record = term("jia-ci", "甲词", match={"phrases": ["甲词组"]}, aliases=["甲"])
    head = render_front_matter(record_data(record), Term)
    assert head.startswith("type: term\nid: jia-ci\nterm: 甲词\naliases: [甲]\nkind: concept\n")
    assert head.endswith("verified: text\nverified_on: 2026-01-02\n")
    assert Term.model_validate(yaml.safe_load(head)) == record
