"""Our digests as data."""

from __future__ import annotations

from kb.digest import Paragraph, plain_text, read_digest

BODY = """## 它管什么

开头的话。

## 第一章 总则

### 第一条 目的

第一款，有**重点**和[链接](a.md)。

!!! tip "怎么用"
    说明。

    还是说明。

第二款：

1. 第一项
2. 第二项，
   接着写

第三款。
{: .kb-nolink }

### 第二条 范围

- 只有项
"""


def test_paragraphs_and_items_have_their_addresses() -> None:
    units = read_digest(BODY)
    assert [unit.address for unit in units] == ["ch-1", "art-1", "art-2"]
    assert units[0].paragraphs == ()
    assert units[1].title == "第一条 目的"
    assert units[1].level == 3
    assert units[1].paragraphs == (
        Paragraph("art-1-p1", "第一款，有重点和链接。"),
        Paragraph("art-1-p2", "第二款："),
        Paragraph("art-1-p2-i1", "第一项"),
        Paragraph("art-1-p2-i2", "第二项， 接着写"),
        Paragraph("art-1-p3", "第三款。"),
    )
    assert units[2].paragraphs == (Paragraph("art-2-p1-i1", "只有项"),)


def test_markup_goes() -> None:
    assert plain_text("甲\\*乙 ==丙== `丁`") == "甲*乙 丙 丁"
