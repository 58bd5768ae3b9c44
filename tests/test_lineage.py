"""Which article came from which: the tables beside the records."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from helpers import problems_of, regulation, regulation_file, write_docs
from kb.lineage import KINDS, parse_lineage
from kb.load import load_knowledge_base
from kb.model import Regulation

REVISIONS = [
    {"date": dt.date(year, 1, 1), "label": f"{year}年文本", "level": "text", "articles": count}
    for year, count in ((2023, 4), (2018, 4), (2015, 2))
]
GOOD = """2023\t2018\t2015\tkind\tnote
1\t1\t1\tsame\t
2\t2;3\t2\tmerged\t合并
3\t\t\tnew\t
4\t4\t\tchanged\t改写
# 一句说明
"""


def rules() -> Regulation:
    return regulation("gui-ding", "测试规定", revisions=REVISIONS)


def wrong(text: str) -> list[str]:
    return [str(problem) for problem in parse_lineage("t.tsv", text, rules())[1]]


def test_a_table_is_read() -> None:
    lineage, problems = parse_lineage("t.tsv", GOOD, rules())
    assert problems == []
    assert lineage
    assert lineage.years == (2023, 2018, 2015)
    assert lineage.remarks == ("一句说明",)
    assert lineage.became(2018, 3) == (2,)
    assert lineage.became(2018, 4) == (4,)
    assert lineage.became(2018, 9) is None
    assert lineage.origins(lineage.by_article[2]) == ((2018, (2, 3)), (2015, (2,)))
    assert [lineage.since(lineage.by_article[n]) for n in (1, 2, 3, 4)] == [None, None, 2023, 2018]


def test_what_vanished_has_become_nothing() -> None:
    text = GOOD.replace("2;3\t2\tmerged", "2\t2\tsame") + "\t3\t\tremoved\t并入别的法规\n"
    lineage, problems = parse_lineage("t.tsv", text, rules())
    assert problems == []
    assert lineage
    assert lineage.became(2018, 3) == ()


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("2023\t2018", "2018\t2023", "t.tsv:1: 第一行应是"),
        ("2023\t2018\t2015", "2023\t2016\t2015", "t.tsv:1: 第一行应是"),
        ("2;3", "2,3", "t.tsv:3: 条号“2,3”不对"),
        ("2;3", "2;7", "t.tsv:3: 2018年文本没有第7条（共4条）"),
        ("2;3\t2\tmerged", "2\t2\tsame", "t.tsv:1: 2018年文本的这些条没有写到：3"),
        ("3\t\t\tnew\t\n", "", "t.tsv:1: 2023年文本的这些条没有写到：3"),
        ("3\t\t\tnew", "2\t\t\tnew", "t.tsv:4: 第2条写了2行"),
        ("merged", "same", "t.tsv:3: kind 写的是 same，与条号不符。 修改：写成 merged"),
        ("\tnew\t", "\tnow\t", "t.tsv:4: kind 的值“now”不认识"),
        ("changed\t改写", "changed\t改写\t又", "t.tsv:5: 这一行有6栏，应有5栏"),
    ],
)
def test_what_is_wrong_is_named(old: str, new: str, expected: str) -> None:
    assert old in GOOD
    found = wrong(GOOD.replace(old, new))
    assert any(expected in problem for problem in found), found
    assert all("修改：" in problem for problem in found)


def test_a_table_belongs_to_a_regulation(tmp_path: Path) -> None:
    found = problems_of(
        tmp_path,
        {
            **regulation_file("gui-ding", "测试规定", revisions=REVISIONS),
            "regulations/lineages/gui-ding.tsv": GOOD,
            "regulations/lineages/bie-de.tsv": GOOD,
            "regulations/lineages/bie-de.md": "# 对照\n",
            "regulations/lineages/mei-you.md": "# 对照\n",
        },
    )
    assert len(found) == 2, found
    assert "bie-de.tsv:1: 没有编号为“bie-de”的法规" in found[0]
    assert "mei-you.md:1: 旁边没有条号对照表" in found[1]


def test_a_table_is_part_of_the_knowledge(tmp_path: Path) -> None:
    files = {
        **regulation_file("gui-ding", "测试规定", revisions=REVISIONS),
        "regulations/lineages/gui-ding.tsv": GOOD.replace("\n", "\r\n"),
    }
    knowledge, problems = load_knowledge_base(write_docs(tmp_path, files))
    assert problems == ()
    assert len(knowledge.lineages["gui-ding"].rows) == 4


def test_every_kind_has_a_name() -> None:
    assert all(label.zh and label.en for label in KINDS.values())
