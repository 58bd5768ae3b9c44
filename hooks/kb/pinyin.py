"""The pinyin of terms: pypinyin's, unless the record gives its own."""

from __future__ import annotations

import re
from functools import lru_cache

from pypinyin import Style, lazy_pinyin

from .model import Term
from .text import fold


def _characters(text: str) -> list[str]:
    return list(text)


@lru_cache(maxsize=16_384)
def syllables(text: str) -> tuple[str, ...]:
    """Toneless syllables, one a character; Latin letters and digits stay as they are."""
    kept = re.sub(r"[^\w+]", "", fold(text))
    return tuple(lazy_pinyin(kept, v_to_u=False, errors=_characters))  # type: ignore[arg-type]


def term_syllables(term: Term) -> tuple[str, ...]:
    """The syllables of a term, `san zhong yi da`."""
    return tuple(term.pinyin.lower().split()) if term.pinyin else syllables(term.term)


def pinyin_and_initials(term: Term) -> tuple[str, str]:
    """`("san hui yi ke", "shyk")`."""
    return _joined(term_syllables(term))


@lru_cache(maxsize=16_384)
def _joined(found: tuple[str, ...]) -> tuple[str, str]:
    return " ".join(found), "".join(syllable[0] for syllable in found)


def tone_marks(term: Term) -> str:
    """The pinyin with tone marks for display; without tones where the record gives its own."""
    if term.pinyin:
        return term.pinyin
    kept = re.sub(r"[^\w+，、]", "", term.term)
    return " ".join(lazy_pinyin(kept, style=Style.TONE)).replace(" ，", "，").replace(" 、", "、")
