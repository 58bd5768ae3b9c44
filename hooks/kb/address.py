"""Addresses of provisions: 条, 款, 项, 目, 部分, 总纲.

An address is written the way papers cite it (`第五十条第二款第（三）项`) and printed as an HTML id
(`art-50-p2-i3`); `parse_id(str(address)) == address`. 第五十条之一 is `art-50-1`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache

import cn2an

NUMERAL = r"(?:[〇零一二两三四五六七八九十百千]+|[0-9０-９]{1,4})"


@dataclass(frozen=True, slots=True, order=True)
class Address:
    """One place inside a regulation. All numbers are 1-based; 0 means "not given"."""

    article: int = 0
    suffix: int = 0
    """The 之一 of 第五十条之一."""
    paragraph: int = 0
    item: int = 0
    subitem: int = 0
    part: int = 0
    """A numbered part of a regulation without articles (准则)."""
    preamble: bool = False
    """总纲 or 序言."""
    book: int = 0
    """编."""
    chapter: int = 0
    """章; an article's address does not name its chapter."""
    section: int = 0
    """节 of the chapter."""

    def __str__(self) -> str:
        base = f"part-{self.part}" if self.part else f"art-{self.article}"
        if self.preamble:
            base = "preamble"
        if self.is_division:
            named = (("book", self.book), ("ch", self.chapter), ("sec", self.section))
            base = "-".join(f"{name}-{number}" for name, number in named if number)
        if self.suffix:
            base += f"-{self.suffix}"
        for letter, number in (("p", self.paragraph), ("i", self.item), ("s", self.subitem)):
            if number:
                base += f"-{letter}{number}"
        return base

    @property
    def is_division(self) -> bool:
        """Whether it is a 编, 章 or 节, which hold articles."""
        return bool(self.book or self.chapter or self.section)

    @property
    def whole(self) -> Address:
        """The article (or part) this address lies in; a division is its own whole."""
        if not (self.paragraph or self.item or self.subitem):
            return self
        return Address(
            article=self.article,
            suffix=self.suffix,
            part=self.part,
            preamble=self.preamble,
            book=self.book,
            chapter=self.chapter,
            section=self.section,
        )

    @property
    def chinese(self) -> str:
        """The way a paper writes it."""
        text = f"第{numeral(self.part)}部分" if self.part else f"第{numeral(self.article)}条"
        if self.preamble:
            text = "总纲"
        if self.is_division:
            named = ((self.book, "编"), (self.chapter, "章"), (self.section, "节"))
            text = "".join(f"第{numeral(number)}{unit}" for number, unit in named if number)
        if self.suffix:
            text += f"之{numeral(self.suffix)}"
        if self.paragraph:
            text += f"第{numeral(self.paragraph)}款"
        if self.item:
            text += f"第（{numeral(self.item)}）项"
        if self.subitem:
            text += f"第{numeral(self.subitem)}目"
        return text

    @property
    def english(self) -> str:
        """The way an English reader cites it."""
        text = f"Part {self.part}" if self.part else f"Art. {self.article}"
        if self.preamble:
            text = "General Program"
        if self.is_division:
            division = (("Book", self.book), ("Ch.", self.chapter), ("Sec.", self.section))
            text = ", ".join(f"{name} {number}" for name, number in division if number)
        if self.suffix:
            text += f"-{self.suffix}"
        for name, number in (
            ("para.", self.paragraph),
            ("item", self.item),
            ("subitem", self.subitem),
        ):
            if number:
                text += f", {name} {number}"
        return text


_ID = re.compile(
    r"^(?:(?P<preamble>preamble)|part-(?P<part>\d+)|art-(?P<article>\d+)(?:-(?P<suffix>\d+))?"
    r"|(?=[bc])(?:book-(?P<book>\d+))?"
    r"(?:(?(book)-)ch-(?P<chapter>\d+)(?:-sec-(?P<section>\d+))?)?)"
    r"(?:-p(?P<paragraph>\d+))?"
    r"(?:-i(?P<item>\d+))?"
    r"(?:-s(?P<subitem>\d+))?$"
)
PROVISION = re.compile(
    rf"第(?P<article>{NUMERAL})条"
    rf"(?:之(?P<suffix>{NUMERAL}))?"
    rf"(?:第(?P<paragraph>{NUMERAL})款)?"
    rf"(?:第[（(]?(?P<item>{NUMERAL})[）)]?项)?"
    rf"(?:第[（(]?(?P<subitem>{NUMERAL})[）)]?目)?"
)
_PART = re.compile(rf"^第(?P<part>{NUMERAL})部分$")


@lru_cache(maxsize=4096)
def number(text: str) -> int:
    """The value of a Chinese or Arabic numeral; raises ValueError for anything else (百, 十十)."""
    try:
        return int(cn2an.cn2an(text.replace("两", "二"), "smart"))
    except KeyError:  # cn2an's answer to 一十〇
        raise ValueError(f"not a number: {text!r}") from None


def number_or_zero(text: str) -> int:
    """Like `number`, but 0 for numerals that make no number."""
    try:
        return number(text)
    except ValueError:
        return 0


@lru_cache(maxsize=1024)
def numeral(value: int) -> str:
    """The Chinese numeral used in provisions: 12 -> 十二, 110 -> 一百一十."""
    text = str(cn2an.an2cn(value, "low"))
    return text[1:] if text.startswith("一十") else text


def from_match(groups: dict[str, str | None]) -> Address:
    """The address of the named groups of `PROVISION` or of an id.

    Raises ValueError where a group makes no number.
    """
    numbers = {name: number(value) for name, value in groups.items() if value}
    return Address(preamble=False, **numbers)


@lru_cache(maxsize=4096)
def parse_provision(text: str) -> Address:
    """The address of 第…条…, 第…部分, 总纲 or 序言; raises ValueError for anything else."""
    if text in ("总纲", "序言"):
        return Address(preamble=True)
    if match := PROVISION.fullmatch(text) or _PART.match(text):
        return from_match(match.groupdict())
    raise ValueError(f"not a provision: {text!r}")


@lru_cache(maxsize=16_384)  # the same few thousand ids on all regulation pages
def parse_id(text: str) -> Address:
    """The address whose HTML id is `text`; raises ValueError for anything else."""
    match = _ID.match(text)
    if not match:
        raise ValueError(f"not an address: {text!r}")
    groups = match.groupdict()
    preamble = groups.pop("preamble") is not None
    return replace(from_match(groups), preamble=preamble)
