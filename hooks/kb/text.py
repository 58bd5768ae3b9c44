"""Folding text for comparison, without moving a single character.

Matching works on folded text and cuts the original by the same offsets, so folding maps one
character to one character: NFKC where it yields a single character (full width, compatibility
ideographs), every kind of quotation mark to `"`, every kind of space to a blank.
"""

from __future__ import annotations

import re
import unicodedata

QUOTES = '“”„‟＂"「」『』〝〞〟'
_SPACES = "\t\r\x0b\x0c\xa0\u2002\u2003\u2007\u2009\u202f\u3000"
_BLOCKS = ((0x00A0, 0x0180), (0x2000, 0x2600), (0x2E80, 0x2FE0), (0x3000, 0x3400), (0xF900, 0xFFEF))
"""Where single-character compatibility forms live (Unicode blocks of the BMP)."""
_COMMON = (("，", ","), ("“", '"'), ("”", '"'), ("；", ";"), ("：", ":"), ("（", "("), ("）", ")"))
"""Folded by replacement: ten times as fast as a table."""


def _make_table() -> dict[int, str]:
    table: dict[int, str] = {}
    for first, last in _BLOCKS:
        for code in range(first, last):
            folded = unicodedata.normalize("NFKC", chr(code))
            if len(folded) == 1 and ord(folded) != code:
                table[code] = folded
    return table | dict.fromkeys(map(ord, QUOTES), '"') | dict.fromkeys(map(ord, _SPACES), " ")


_TABLE = {chr(code): folded for code, folded in _make_table().items() if chr(code) != folded}
_RARE = re.compile(f"[{re.escape(''.join(_TABLE.keys() - dict(_COMMON).keys()))}]")


def fold(text: str) -> str:
    """The folded form of `text`, of the same length."""
    for char, folded in _COMMON:
        text = text.replace(char, folded)
    return _RARE.sub(lambda match: _TABLE[match[0]], text)


def fold_english(text: str) -> str:
    """Like `fold`, in lower case and with straight apostrophes; of the same length."""
    folded = fold(text.replace("’", "'").replace("‘", "'"))
    lower = folded.lower()
    return lower if len(lower) == len(folded) else "".join(map(_lower, folded))


def _lower(char: str) -> str:
    lower = char.lower()
    return lower if len(lower) == 1 else char


def plain(text: str) -> str:
    """`text` on one line, runs of white space shortened to one blank."""
    return " ".join(text.split())
