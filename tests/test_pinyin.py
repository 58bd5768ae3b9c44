"""Pinyin: pypinyin's unless the record gives its own."""

from __future__ import annotations

import pytest
from helpers import term
from kb.pinyin import pinyin_and_initials, syllables, term_syllables, tone_marks


@pytest.mark.parametrize(
    ("name", "pinyin", "initials"),
    [
        ("三会一课", "san hui yi ke", "shyk"),
        ("“1+4”党内法规体系", "1 + 4 dang nei fa gui ti xi", "1+4dnfgtx"),
        ("４种形态", "4 zhong xing tai", "4zxt"),
        ("批评和自我批评", "pi ping he zi wo pi ping", "pphzwpp"),
        ("党内、党外（试行）", "dang nei dang wai shi xing", "dndwsx"),
        ("绿", "lv", "l"),
    ],
)
def test_pypinyin(name: str, pinyin: str, initials: str) -> None:
    assert pinyin_and_initials(term("a", name)) == (pinyin, initials)


def test_a_record_knows_better() -> None:
    record = term("a", "三重一大", pinyin="San Zhòng  yi tai")
    assert pinyin_and_initials(record) == ("san zhòng yi tai", "szyt")
    assert term_syllables(record) == ("san", "zhòng", "yi", "tai")
    assert tone_marks(record) == "San Zhòng  yi tai"


def test_syllables_are_one_a_character() -> None:
    assert syllables("三会ab一") == ("san", "hui", "a", "b", "yi")


@pytest.mark.parametrize(
    ("name", "marks"),
    [("三会一课", "sān huì yī kè"), ("“四风”", "sì fēng"), ("红脸、出汗", "hóng liǎn、 chū hàn")],
)
def test_tone_marks(name: str, marks: str) -> None:
    assert tone_marks(term("a", name)) == marks
