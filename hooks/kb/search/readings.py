"""How characters are read and written: pinyin syllables, traditional forms.

The browser gets small tables instead of libraries: which characters each syllable may stand for
(homophone slips), how a name is read where that is not each character's usual reading
(polyphones), and the simplified form of traditional characters.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache

from opencc import OpenCC
from pypinyin.constants import PINYIN_DICT

from ..pinyin import syllables

_HAN = re.compile(r"[㐀-䶿一-鿿]")
_TRADITIONAL_BLOCKS = ((0x3400, 0xA000), (0xF900, 0xFB00))


@cache
def _gb2312() -> str:
    """The 6,763 characters of GB 2312: what people type."""
    rows = (bytes((high, low)) for high in range(0xB0, 0xF8) for low in range(0xA1, 0xFF))
    return "".join(row.decode("gb2312", "ignore") for row in rows)


@cache
def _readings(char: str) -> tuple[str, ...]:
    """The toneless readings of a character, the usual one first."""
    found = PINYIN_DICT.get(ord(char), "").split(",")
    return tuple(dict.fromkeys(filter(None, map(_toneless, found))))


def _toneless(reading: str) -> str:
    marked = unicodedata.normalize("NFD", reading).replace("u\u0308", "v")
    return "".join(char for char in marked if "a" <= char <= "z")


def han_in(texts: Iterable[str]) -> frozenset[str]:
    """The Chinese characters that occur in any of the texts."""
    return frozenset(filter(_HAN.match, frozenset[str]().union(*map(frozenset, texts))))


def typed_chars() -> frozenset[str]:
    """What people type: the characters of GB 2312."""
    return frozenset(_gb2312())


def syllable_table(chars: frozenset[str], *, extra: Mapping[str, str]) -> dict[str, str]:
    """Syllable -> the characters read so: by their usual reading, then after `|` by another.

    `extra` adds (character -> readings joined by blanks) what records say about their own names.
    """
    usual: dict[str, list[str]] = {}
    other: dict[str, list[str]] = {}
    for char in sorted(chars):
        known = _readings(char)
        for place, reading in enumerate(dict.fromkeys((*known, *extra.get(char, "").split()))):
            (usual if place == 0 else other).setdefault(reading, []).append(char)
    return {
        syllable: "".join(usual.get(syllable, ()))
        + ("|" + "".join(other[syllable]) if syllable in other else "")
        for syllable in sorted(usual.keys() | other.keys())
    }


def unusual_readings(name: str, authored: str | None = None) -> dict[int, str]:
    """Index among the Chinese characters of `name` -> reading, where it is not the usual one.

    `authored` is the reading that a record gives, syllables separated by blanks.
    """
    chars = _HAN.findall(name)
    read = syllables("".join(chars)) if authored is None else tuple(authored.lower().split())
    if len(read) != len(chars):  # an authored reading that also spells out digits or letters
        return {}
    return {
        index: reading
        for index, (char, reading) in enumerate(zip(chars, read, strict=True))
        if reading != (_readings(char) or ("",))[0]
    }


def han(text: str) -> list[str]:
    """The Chinese characters of a text."""
    return _HAN.findall(text)


def traditional_table(chars: frozenset[str]) -> tuple[str, str]:
    """(traditional characters, their simplified forms), one for one.

    Only forms whose simplified character is one of `chars`: others could find nothing.
    """
    pairs = [(old, new) for old, new in _simplifications() if new in chars]
    return "".join(old for old, _ in pairs), "".join(new for _, new in pairs)


@cache
def _simplifications() -> tuple[tuple[str, str], ...]:
    """Every (traditional character, simplified form) that OpenCC knows of one character."""
    convert = OpenCC("t2s").convert
    known = (chr(code) for first, last in _TRADITIONAL_BLOCKS for code in range(first, last))
    return tuple((char, form) for char in known if (form := convert(char)) != char)
