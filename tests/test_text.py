"""Folding: one character to one character, as NFKC has it, quotes and spaces alike."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from kb.text import QUOTES, fold, fold_english, plain

COMPATIBILITY_BLOCKS = [
    *range(0x00A0, 0x0180),  # Latin
    *range(0x2000, 0x2600),  # punctuation, signs, enclosed numbers
    *range(0x2E80, 0x2FE0),  # radicals
    *range(0x3000, 0x3400),  # CJK punctuation and compatibility
    *range(0xF900, 0xFFEF),  # compatibility ideographs, full width
]
MIXED = st.text(
    st.one_of(
        st.characters(codec="utf-8"),
        st.sampled_from([chr(code) for code in COMPATIBILITY_BLOCKS]),
        st.sampled_from("“”„「」『』＂\"'‘’，。；：（）　\t\r\u00a0ABCİßǅ１２３"),
    ),
    max_size=40,
)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("三会一课", "三会一课"),
        ("“三会一课”", '"三会一课"'),
        ("「三会一课」『三会一课』", '"三会一课""三会一课"'),
        ("„三会一课‟＂〝〞〟", '"三会一课"""""'),
        ("３会１课，４种形态；（Ａ）：", "3会1课,4种形态;(A):"),
        ("三会\u3000一\u00a0课\t\r", "三会 一 课  "),
        ("①②", "12"),
        ("㈠…½", "㈠…½"),  # these would become several characters
        ("《党章》、。", "《党章》、。"),
        ("第⼀条", "第一条"),  # a radical that looks like 一
        ("三会\n一课", "三会\n一课"),
        ("", ""),
    ],
)
def test_fold(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(MIXED)
def test_fold_moves_nothing(text: str) -> None:
    assert len(fold(text)) == len(text)
    assert fold(fold(text)) == fold(text)
    assert fold(text) == "".join(map(fold, text))


@given(MIXED)
def test_fold_english_moves_nothing(text: str) -> None:
    folded = fold_english(text)
    assert len(folded) == len(text)
    assert fold_english(folded) == folded


def test_fold_is_nfkc_where_that_is_one_character() -> None:
    for code in COMPATIBILITY_BLOCKS:
        char = chr(code)
        form = unicodedata.normalize("NFKC", char)
        if char in QUOTES:
            assert fold(char) == '"'
        elif len(form) == 1:
            assert fold(char) == form, f"U+{code:04X}"
        else:
            assert fold(char) == char, f"U+{code:04X}"


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Three Meetings", "three meetings"),
        ("the Party’s ‘eight’ “points”", "the party's 'eight' \"points\""),
        ("İ", "İ"),  # its lower case is two characters
        ("ＡＢＣ 三会一课", "abc 三会一课"),
    ],
)
def test_fold_english(text: str, folded: str) -> None:
    assert fold_english(text) == folded


@pytest.mark.parametrize(
    ("text", "line"),
    [("  a \n\t b\u3000c ", "a b c"), ("三会\n一课", "三会 一课"), ("", ""), (" \n", "")],
)
def test_plain(text: str, line: str) -> None:
    assert plain(text) == line
