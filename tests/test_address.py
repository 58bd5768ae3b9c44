"""Addresses of provisions: what papers write, what HTML ids say, and back."""

from __future__ import annotations

import contextlib
import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from kb.address import PROVISION, Address, number, numeral, parse_id, parse_provision

NUMBERS = st.integers(1, 999)
BELOW = st.integers(0, 120)
ARTICLES = st.builds(
    Address, article=NUMBERS, suffix=BELOW, paragraph=BELOW, item=BELOW, subitem=BELOW
)
PARTS = st.builds(Address, part=NUMBERS)
PREAMBLE = st.just(Address(preamble=True))
IDS = st.from_regex(
    r"(art-[1-9][0-9]?(-[1-9])?|part-[1-9][0-9]?)(-p[1-9])?(-i[1-9])?(-s[1-9])?", fullmatch=True
)


@pytest.mark.parametrize(
    ("written", "printed", "english"),
    [
        ("第一条", "art-1", "Art. 1"),
        ("第十条", "art-10", "Art. 10"),
        ("第五十条", "art-50", "Art. 50"),
        ("第一百条", "art-100", "Art. 100"),
        ("第一百零一条", "art-101", "Art. 101"),
        ("第一百一十条", "art-110", "Art. 110"),
        ("第一百五十八条", "art-158", "Art. 158"),
        ("第五十条之一", "art-50-1", "Art. 50-1"),
        ("第五十条之一第二款", "art-50-1-p2", "Art. 50-1, para. 2"),
        ("第五十条第二款", "art-50-p2", "Art. 50, para. 2"),
        ("第五十条第二款第（三）项", "art-50-p2-i3", "Art. 50, para. 2, item 3"),
        ("第四十条第（十二）项", "art-40-i12", "Art. 40, item 12"),
        ("第四条第一款第（二）项第三目", "art-4-p1-i2-s3", "Art. 4, para. 1, item 2, subitem 3"),
        ("第三部分", "part-3", "Part 3"),
        ("第十二部分", "part-12", "Part 12"),
        ("总纲", "preamble", "General Program"),
    ],
)
def test_one_address_in_three_forms(written: str, printed: str, english: str) -> None:
    address = parse_provision(written)
    assert str(address) == printed
    assert parse_id(printed) == address
    assert address.chinese == written
    assert address.english == english


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("第50条", "art-50"),
        ("第５０条第２款", "art-50-p2"),
        ("第一百〇五条", "art-105"),
        ("第一百一十五条第三项", "art-115-i3"),
        ("第五条第(二)项", "art-5-i2"),
        ("第二条第一款第二项第一目", "art-2-p1-i2-s1"),
        ("第二十条之二", "art-20-2"),
        ("序言", "preamble"),
    ],
)
def test_other_spellings(written: str, printed: str) -> None:
    assert str(parse_provision(written)) == printed


@pytest.mark.parametrize(
    "text", ["", "条", "五十条", "第条", "第五条第", "第五十条 ", "总则", "第五章"]
)
def test_not_a_provision(text: str) -> None:
    with pytest.raises(ValueError, match=re.escape(repr(text))):
        parse_provision(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "art",
        "art-",
        "art-x",
        "part-3-2",
        "art-5-p",
        "xart-5",
        "art-5-q1",
        "book",
        "ch-",
        "sec-2",
        "bookch-1",
        "book-1ch-2",
    ],
)
def test_not_an_id(text: str) -> None:
    with pytest.raises(ValueError, match=re.escape(repr(text))):
        parse_id(text)


@given(st.one_of(ARTICLES, PARTS, PREAMBLE))
def test_printing_and_parsing_round_trip(address: Address) -> None:
    assert parse_id(str(address)) == address
    assert parse_provision(address.chinese) == address


@given(IDS)
def test_parsing_and_printing_round_trip(text: str) -> None:
    assert str(parse_id(text)) == text


@pytest.mark.parametrize(
    ("address", "printed", "chinese", "english"),
    [
        (Address(chapter=3), "ch-3", "第三章", "Ch. 3"),
        (Address(chapter=3, section=2), "ch-3-sec-2", "第三章第二节", "Ch. 3, Sec. 2"),
        (Address(book=1), "book-1", "第一编", "Book 1"),
        (Address(book=1, chapter=2), "book-1-ch-2", "第一编第二章", "Book 1, Ch. 2"),
    ],
)
def test_divisions(address: Address, printed: str, chinese: str, english: str) -> None:
    assert address.is_division
    assert (str(address), address.chinese, address.english) == (printed, chinese, english)
    assert parse_id(printed) == address.whole == address


def test_an_article_is_no_division() -> None:
    assert not Address(article=3).is_division


def test_a_paragraph_of_the_preamble_keeps_its_number() -> None:
    assert str(parse_id("preamble-p2")) == "preamble-p2"  # an id that `anchors` gives


@given(st.one_of(ARTICLES, PARTS))
def test_whole(address: Address) -> None:
    whole = address.whole
    assert (whole.article, whole.suffix, whole.part) == (
        address.article,
        address.suffix,
        address.part,
    )
    assert (whole.paragraph, whole.item, whole.subitem) == (0, 0, 0)
    assert whole.whole == whole


def test_whole_of_the_preamble() -> None:
    assert Address(preamble=True).whole == Address(preamble=True)


@given(st.integers(1, 999))
def test_numerals_round_trip(value: int) -> None:
    assert number(numeral(value)) == number(str(value)) == value


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (1, "一"),
        (10, "十"),
        (12, "十二"),
        (20, "二十"),
        (100, "一百"),
        (105, "一百零五"),
        (110, "一百一十"),
    ],
)
def test_numeral(value: int, written: str) -> None:
    assert numeral(value) == written


@pytest.mark.parametrize(
    ("written", "value"),
    [("两", 2), ("〇", 0), ("一百〇五", 105), ("１２", 12), ("两百", 200), ("一千零九十一", 1091)],
)
def test_number(written: str, value: int) -> None:
    assert number(written) == value


@given(st.text(st.sampled_from("〇零一二两三九十百0９a"), max_size=6))
@example("一十〇")
def test_number_gives_a_value_or_a_value_error(text: str) -> None:
    with contextlib.suppress(ValueError):
        assert number(text) >= 0


def test_provision_finds_the_longest_form() -> None:
    match = PROVISION.search("依据第五十条之一第二款第（三）项第一目的规定")
    assert match
    assert match[0] == "第五十条之一第二款第（三）项第一目"
