"""HTML ids: lasting for headings, addresses for provisions."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from kb.address import Address, parse_id
from kb.anchors import ProvisionIds, slug, slugify
from markdown import Markdown


def ids(source: str, *, regulation: bool = False) -> list[str]:
    """Every id of a page, in order."""
    extension = ProvisionIds()
    extension.on_regulation = regulation
    md = Markdown(
        extensions=["attr_list", "toc", extension], extension_configs={"toc": {"slugify": slugify}}
    )
    return re.findall(r'id="([^"]*)"', md.convert(source))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("怎么用", "zen-me-yong"),
        ("三会一课", "san-hui-yi-ke"),
        ("一、主要做法", "yi-zhu-yao-zuo-fa"),
        ("“四种形态” 2023", "si-zhong-xing-tai-2023"),
        ("How to use it", "how-to-use-it"),
        ("Ａ组", "zu"),  # only ASCII letters are kept
        ("绿色旅游", "lv-se-lv-you"),
        ("——", "section"),
        ("", "section"),
    ],
)
def test_slug(text: str, expected: str) -> None:
    assert slug(text) == slugify(text, "-") == expected


def test_long_slugs_are_cut_between_words() -> None:
    assert slug("党的建设" * 12) == "dang-de-jian-she-dang-de-jian-she-dang-de-jian"
    assert slug("a" * 60) == "section"


@given(st.text(max_size=60))
def test_a_slug_is_an_ascii_id(text: str) -> None:
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug(text))
    assert len(slug(text)) <= 48


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (
            "# 题\n\n## 怎么用\n\n## 怎么用\n\n### 怎么用",
            ["ti", "zen-me-yong", "zen-me-yong-2", "zen-me-yong-3"],
        ),
        ("## 怎么用 {#use}\n\n## 怎么用", ["use", "zen-me-yong"]),
        ("## **加粗** 的 `码`", ["jia-cu-de-ma"]),
        ("## 第五条 目的\n\n正文\n\n- 项", ["di-wu-tiao-mu-di"]),  # no regulation
    ],
)
def test_headings(source: str, expected: list[str]) -> None:
    assert ids(source) == expected


def test_an_added_heading_moves_no_other_id() -> None:
    before = ids("## 甲\n\n## 丙")
    assert [i for i in ids("## 甲\n\n## 乙\n\n## 丙") if i != "yi"] == before


def test_a_typed_id_is_not_given_again() -> None:
    found = ids("## 甲 {#yi}\n\n## 乙")
    assert len(found) == len(set(found))


def test_numbered_ids_do_not_meet_a_slug() -> None:
    found = ids("## 甲\n\n## 甲\n\n## 甲 2")
    assert len(found) == len(set(found))


REGULATION = """\
# 某条例

说明

## 总纲

第一段

第二段

- 甲
- 乙

## 第一编 总则

### 第一章 目的

#### 第一条 目的

第一款

第二款

1. 第一项
2. 第二项

第三款

- 甲

#### 第二条

- 直接是项

#### 第一节 节

##### 第三条之一

款

### 第二章 其他

#### 第一节 又一节

#### 第一百一十条 长

款

## 附则说明

不是款
"""


def test_a_regulation() -> None:
    assert ids(REGULATION, regulation=True) == [
        "mou-tiao-li",
        "preamble", "preamble-p1", "preamble-p2", "preamble-p2-i1", "preamble-p2-i2",
        "book-1",
        "ch-1",
        "art-1", "art-1-p1", "art-1-p2", "art-1-p2-i1", "art-1-p2-i2", "art-1-p3", "art-1-p3-i1",
        "art-2", "art-2-p1-i1",
        "ch-1-sec-1",
        "art-3-1", "art-3-1-p1",
        "ch-2",
        "ch-2-sec-1",
        "art-110", "art-110-p1",
        "fu-ze-shuo-ming",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("heading", "expected"),
    [
        ("第五十条", "art-50"),
        ("第五十条之一 某事", "art-50-1"),
        ("第50条", "art-50"),
        ("一、统一思想", "part-1"),
        ("十二、组织领导", "part-12"),
        ("序言", "preamble"),
        ("总纲", "preamble"),
        ("第三编 附则", "book-3"),
        ("第十一章", "ch-11"),
        ("第二节 处分", "sec-2"),
        ("第一章节选", "di-yi-zhang-jie-xuan"),
        ("总纲领", "zong-gang-ling"),
        ("要点", "yao-dian"),
    ],
)
def test_headings_of_a_regulation(heading: str, expected: str) -> None:
    assert ids(f"## {heading}\n", regulation=True) == [expected]


def test_sections_of_a_part_without_chapters() -> None:
    source = "## 第一章\n\n### 第一节\n\n## 第二编\n\n### 第一节\n"
    assert ids(source, regulation=True) == ["ch-1", "ch-1-sec-1", "book-2", "sec-1"]


@pytest.mark.parametrize(
    ("heading", "expected"),
    [
        ("第百条 甲", "di-bai-tiao-jia"),
        ("第十百章", "di-shi-bai-zhang"),
        ("十百、甲", "shi-bai-jia"),
    ],
)
def test_a_numeral_that_is_no_number(heading: str, expected: str) -> None:
    assert ids(f"## {heading}\n\n款\n", regulation=True) == [expected]


@pytest.mark.parametrize("depth", range(1, 7))
def test_addresses_do_not_depend_on_depth(depth: int) -> None:
    found = ids(f"{'#' * depth} 第五条\n\n款\n", regulation=True)
    assert found == ["art-5", "art-5-p1"]


@given(st.integers(1, 300), st.integers(0, 5))
def test_headings_have_the_ids_that_citations_lead_to(article: int, suffix: int) -> None:
    address = Address(article=article, suffix=suffix)
    assert ids(f"### {address.chinese} 题\n", regulation=True) == [str(address)]
    assert parse_id(str(address)) == address


def test_a_part_and_its_paragraphs() -> None:
    source = "## 三、选贤任能\n\n甲\n\n### 小节\n\n乙\n"
    assert ids(source, regulation=True) == ["part-3", "part-3-p1", "xiao-jie"]


def test_the_pages_are_independent() -> None:
    """One extension object serves all pages of a build."""
    extension = ProvisionIds()
    md = Markdown(extensions=["toc", extension], extension_configs={"toc": {"slugify": slugify}})
    extension.on_regulation = True
    first = md.reset().convert("## 第五条\n\n款\n")
    extension.on_regulation = False
    second = md.reset().convert("款\n\n## 第五条\n\n款\n")
    extension.on_regulation = True
    assert 'id="art-5-p1"' in first
    assert re.findall(r'id="([^"]*)"', second) == ["di-wu-tiao"]
    assert md.reset().convert("## 第五条\n\n款\n") == first
