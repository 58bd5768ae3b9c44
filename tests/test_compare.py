"""Two texts side by side. All texts here are invented."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from helpers import record_text, regulation_data, write_docs
from kb.compare import Lines, compare, comparisons, mark_changes, read_provisions
from kb.load import KnowledgeBase, load_knowledge_base

REVISIONS = [
    {"date": dt.date(year, 1, 1), "label": f"{year}年文本", "level": "text", "articles": count}
    for year, count in ((2023, 4), (2018, 3))
]
NEW = """### 第一条

苹果要洗干净，再放进篮子里。

### 第二条

梨子按大小分开，坏的挑出来扔掉。

### 第三条

全新的一条，说的是西瓜怎样切开。

### 第四条

葡萄整串剪下，

（一）不许拉扯；

（二）轻拿轻放。
"""
OLD = """### 第一条

苹果要洗干净再放进篮子里

### 第二条

石榴今年不收，放在树上。

### 第三条

梨子按大小分开，坏的挑出来喂猪。

### 第四条

葡萄整串剪下：

（一）不许拉扯。

（二）轻拿轻放。
"""


def marked(lines: Lines) -> str:
    return "/".join(
        "".join(f"[{piece.text}]" if piece.changed else piece.text for piece in line)
        for line in lines
    )


@pytest.mark.parametrize(
    ("old", "new", "before", "after"),
    [
        ("甲乙丙", "甲乙丙", "甲乙丙", "甲乙丙"),
        ("甲，乙。", "甲、乙", "甲，乙。", "甲、乙"),
        ("（一）甲\n乙", "(一)甲乙", "（一）甲/乙", "(一)甲乙"),
        ("应当坚持原则", "必须坚持原则", "[应当]坚持原则", "[必须]坚持原则"),
        ("情节较轻的，警告", "情节的，警告", "情节[较轻]的，警告", "情节的，警告"),
        ("红色的花", "蓝色的草", "[红]色的[花]", "[蓝]色的[草]"),
        (
            "甲" + "子丑寅卯辰巳" + "或者" + "午未申酉戌亥",
            "甲" + "东西南北中间" + "或者" + "上下左右前后",
            "甲[子丑寅卯辰巳或者午未申酉戌亥]",
            "甲[东西南北中间或者上下左右前后]",
        ),
        ("红又花", "蓝又草", "[红又花]", "[蓝又草]"),
        ("2018年起", "2023年起", "[2018]年起", "[2023]年起"),
        ("", "甲", "", "甲"),
    ],
)
def test_only_real_changes_are_marked(old: str, new: str, before: str, after: str) -> None:
    left, right = mark_changes(old, new)
    assert (marked(left), marked(right)) == (before, after)


def test_nothing_is_lost() -> None:
    old, new = "甲乙丙，丁戊己。庚辛\n壬癸", "甲丙、丁戊壬癸！子丑"
    left, right = mark_changes(old, new)
    assert marked(left).replace("[", "").replace("]", "").replace("/", "\n") == old
    assert marked(right).replace("[", "").replace("]", "") == new


def texts(folder: Path, **more: Any) -> KnowledgeBase:
    def text(day: str, body: str) -> str:
        data = {
            "type": "text",
            "id": f"gui-ding@{day}",
            "regulation": "gui-ding",
            "revision": dt.date.fromisoformat(day),
            "title": "测试规定",
        }
        return record_text(data, body)

    revisions = [REVISIONS[0], REVISIONS[1] | {"articles": 4}]
    files = {
        "regulations/gui-ding.md": regulation_data("gui-ding", "测试规定", revisions=revisions),
        "regulations/texts/gui-ding@2023-01-01.md": text("2023-01-01", NEW),
        "regulations/texts/gui-ding@2018-01-01.md": text("2018-01-01", OLD),
        **more,
    }
    knowledge, problems = load_knowledge_base(write_docs(folder, files))
    assert problems == ()
    return knowledge


def test_provisions_are_read() -> None:
    found = read_provisions(NEW)
    assert [p.address for p in found] == ["art-1", "art-2", "art-3", "art-4"]
    assert found[3].text == "葡萄整串剪下，\n（一）不许拉扯；\n（二）轻拿轻放。"


def test_articles_meet_by_likeness(tmp_path: Path) -> None:
    knowledge = texts(tmp_path)
    (comparison,) = comparisons(knowledge).values()
    assert comparison.path == "regulations/compare/gui-ding-2018-2023.md"
    pairs = compare(knowledge, comparison)
    assert [(pair.anchor, pair.kind) for pair in pairs] == [
        ("art-1", "same"),
        ("old-art-2", "removed"),
        ("art-2", "changed"),
        ("art-3", "new"),
        ("art-4", "same"),
    ]
    assert marked(pairs[2].before) == "梨子按大小分开，坏的挑出来[喂猪。]"
    assert marked(pairs[2].after) == "梨子按大小分开，坏的挑出来[扔掉。]"


def test_articles_meet_by_the_table(tmp_path: Path) -> None:
    table = "2023\t2018\tkind\tnote\n1\t2;1\tmerged\t两条合并\n2\t3\tchanged\t\n3\t\tnew\t\n4\t4\tsame\t\n"
    knowledge = texts(tmp_path, **{"regulations/lineages/gui-ding.tsv": table})
    (comparison,) = comparisons(knowledge).values()
    pairs = compare(knowledge, comparison)
    assert [[p.address for p in pair.old] for pair in pairs] == [
        ["art-2", "art-1"],
        ["art-3"],
        [],
        ["art-4"],
    ]
    assert [pair.note for pair in pairs] == ["两条合并", "", "", ""]


def test_one_text_is_compared_with_nothing(tmp_path: Path) -> None:
    knowledge, _ = load_knowledge_base(
        write_docs(
            tmp_path,
            {"regulations/gui-ding.md": regulation_data("gui-ding", "规定", revisions=REVISIONS)},
        )
    )
    assert comparisons(knowledge) == {}
