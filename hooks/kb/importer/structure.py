"""Title and headings of a paper, found by the conventions of official papers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import Final

from .blocks import Block, Role, TableBlock, TextBlock, cut
from .numerals import ORDINALS, to_chinese
from .text import one_line

ORDINAL: Final = "([一二三四五六七八九十]{1,3})"
SECTION: Final = re.compile(rf"{ORDINAL}、(?!{ORDINAL}[、和])")  # not 一、二、三等奖
SUBSECTION: Final = re.compile(rf"[（(]\s*{ORDINAL}\s*[）)]|[㈠-㈩]")
POINT: Final = re.compile(rf"{ORDINAL}是|第{ORDINAL}[，,、]")
NUMBERED: Final = re.compile(r"\d+\s*[.．、)）]|[（(]\s*\d+\s*[）)]|[①-⑳]")
SENTENCE: Final = re.compile(r"[^。！？!?]*[。！？!?]+[”’」』）)》】]*")
FINAL_PUNCTUATION: Final = tuple("。！？；：，、…!?;:,.")
GENRE_ENDING: Final = re.compile(
    r"(总结|报告|要点|计划|方案|材料|讲稿|提纲|汇报|情况|请示|批复|记录|纪要|意见|安排"
    r"|通知|通报|决定|决议)(（[^（）]*）)?$"
)
DOCUMENT_NUMBER: Final = re.compile(
    r"[^\s。，；：]{1,16}[〔\[（(](19|20)\d\d[〕\]）)]\s*第?\d{1,4}号(\s*签发人\s*[：:].*)?"
)
"""发文字号; in papers that are sent upwards who signed them stands on the same line."""
LETTERHEAD: Final = 4
"""Blocks from the top in which the number is looked for."""
LETTERHEAD_LINE: Final = 30
MAX_RUN_IN: Final = 40
"""A first sentence up to this long is a heading; longer ones are running text."""
MAX_HEADING: Final = 60
"""A paragraph of one sentence that is longer than two lines of print is no heading."""
MAX_TITLE: Final = 50
MAX_STYLED_TITLE: Final = 100
"""Where Word's Title style says so."""
MAX_LEVEL: Final = 4


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of the page."""

    level: int
    """2..4; the title is the page's only h1."""
    text: str
    """As in the source, on one line."""
    run_in: bool = False
    """It is the first sentence of the block that follows."""


Element = Heading | TextBlock | TableBlock


@dataclass(frozen=True, slots=True)
class Structure:
    """A paper with its title and headings."""

    title: str | None
    """On one line; None where the paper does not begin with one."""
    elements: tuple[Element, ...]
    """What follows the title; no text block is blank."""


def find_structure(blocks: Sequence[Block]) -> Structure:
    """Tell title, headings and running text apart; nothing is lost, doubled or moved."""
    cut_blocks = [piece for block in blocks for piece in _split_first_line(block)]
    title, rest = _take_title(cut_blocks)
    levels = _Levels(_heading_base(rest))
    elements: list[Element] = []
    for block in rest:
        elements.extend(_divide(block, levels) if isinstance(block, TextBlock) else [block])
    return Structure(title, tuple(elements))


def _split_first_line(block: Block) -> list[Block]:
    """Blank blocks go; a heading that a mere line break parts from its text stands alone."""
    if isinstance(block, TableBlock):
        return [block]
    text = block.text
    if not text.strip():
        return []
    start = len(text) - len(text.lstrip())
    end = -1 if block.role else text.find("\n", start)
    first = text[start:end] if end >= 0 else ""
    if not (SECTION.match(first) or SUBSECTION.match(first)) or not text[end:].strip():
        return [block]
    head, tail = cut(block.spans, end)
    return [TextBlock(head, block.outline), TextBlock(tail)]


def _take_title(blocks: Sequence[Block]) -> tuple[str | None, list[Block]]:
    """The title, which may run over two blocks, and the blocks after it.

    A letterhead (某县委员会文件, 某委发〔2025〕3号) is no title: it is kept as text below it.
    """
    end = _letterhead(blocks)
    title, rest = _title_at_top(blocks[end:])
    if end and title:
        return title, [*blocks[:end], *rest]
    return _title_at_top(blocks)


def _letterhead(blocks: Sequence[Block]) -> int:
    """How many blocks stand above the title, up to the document's number."""
    for place, block in enumerate(blocks[:LETTERHEAD]):
        text = one_line(block.text) if isinstance(block, TextBlock) and not block.role else ""
        if not text or len(text) > LETTERHEAD_LINE or text.endswith(FINAL_PUNCTUATION):
            return 0
        if DOCUMENT_NUMBER.fullmatch(text):
            return place + 1
    return 0


def _title_at_top(blocks: Sequence[Block]) -> tuple[str | None, list[Block]]:
    told = list(takewhile(_is_title, blocks))
    if told:
        text = "".join(f"{block.text}\n" for block in told if isinstance(block, TextBlock))
        return one_line(text), list(blocks[len(told) :])
    first = _title_of(blocks[0]) if blocks else None
    if first is None:
        return None, list(blocks)
    second = _title_of(blocks[1]) if len(blocks) > 1 else None
    styled = [isinstance(block, TextBlock) and block.outline == 0 for block in blocks[:2]]
    unfinished = not GENRE_ENDING.search(_squeezed(first))
    if second and (all(styled) or (unfinished and GENRE_ENDING.search(_squeezed(second)))):
        gap = " " if first[-1].isascii() and second[0].isascii() else ""
        return first + gap + second, list(blocks[2:])
    return first, list(blocks[1:])


def _is_title(block: Block) -> bool:
    return isinstance(block, TextBlock) and block.role is not None and block.role.level == 1


def _title_of(block: Block) -> str | None:
    if isinstance(block, TableBlock) or block.role:
        return None
    title = one_line(block.text)
    if block.outline == 0 and len(title) <= MAX_STYLED_TITLE:
        return title
    is_other = any(p.match(title) for p in (SECTION, SUBSECTION, POINT, NUMBERED))
    if is_other or len(title) > MAX_TITLE or title.endswith(FINAL_PUNCTUATION):
        return None
    return title if any(char.isalnum() for char in title) else None


def _squeezed(text: str) -> str:
    return "".join(text.split())


@dataclass(slots=True)
class _Levels:
    """Gives headings their level: siblings share one, and none is skipped on the way down."""

    base: int
    """Word's heading level that stands beside 一、."""
    open: tuple[int, ...] = ()
    """Ranks of the headings that the present place is under, rising."""

    def rank(self, block: TextBlock, text: str) -> int | None:
        """How deep the block wants to stand; None for running text."""
        if SECTION.match(text):
            return 2
        if SUBSECTION.match(text):
            return 3
        return None if block.outline is None else max(block.outline - self.base + 2, 2)

    def enter(self, rank: int) -> int:
        """The level for a heading of this rank, under which the text now stands."""
        self.open = (*(other for other in self.open if other < rank), rank)
        return min(1 + len(self.open), MAX_LEVEL)

    def enter_level(self, level: int) -> int:
        """The same for a heading whose level is told."""
        self.open = (*(rank for rank in self.open if rank < level), level)
        return level

    def below(self) -> int:
        """The level of a heading under the present one."""
        return min(2 + len(self.open), MAX_LEVEL)


def _heading_base(blocks: Sequence[Block]) -> int:
    """Word's heading level that the paper uses for its 一、, or the highest that it uses."""
    texts = [block for block in blocks if isinstance(block, TextBlock)]
    sections = [block for block in texts if SECTION.match(block.text.lstrip())]
    for section in sections:
        if section.outline:
            return section.outline
    highest = min((block.outline for block in texts if block.outline), default=1)
    return highest - 1 if sections else highest


def _divide(block: TextBlock, levels: _Levels) -> list[Element]:
    """The block as heading, as heading and text, or as text."""
    if block.role:
        return _divide_as_told(block, block.role, levels)
    text = block.text.strip()
    rank = levels.rank(block, text)
    if rank is None and not POINT.match(text):
        return [block]
    sentence = SENTENCE.match(text)
    more = text[sentence.end() :] if sentence else ""
    if sentence and more.strip():
        if len(sentence[0]) > MAX_RUN_IN or _goes_on_counting(text, more):
            return [block]
        level = levels.below() if rank is None else levels.enter(rank)
        offset = len(block.text) - len(block.text.lstrip()) + sentence.end()
        heading = Heading(level, one_line(sentence[0]), run_in=True)
        return [heading, TextBlock(cut(block.spans, offset)[1])]
    if rank is None or len(text) > MAX_HEADING:
        return [block]
    return [Heading(levels.enter(rank), one_line(text))]


def _divide_as_told(block: TextBlock, role: Role, levels: _Levels) -> list[Element]:
    if role.level < 2:
        return [block]
    text = block.text.strip()
    sentence = SENTENCE.match(text) if role.run_in else None
    if sentence is None or not text[sentence.end() :].strip():
        return [Heading(levels.enter_level(role.level), one_line(text))]
    offset = len(block.text) - len(block.text.lstrip()) + sentence.end()
    heading = Heading(levels.enter_level(role.level), one_line(sentence[0]), run_in=True)
    return [heading, TextBlock(cut(block.spans, offset)[1])]


def looks_like_heading(text: str) -> bool:
    """Whether a paragraph that says nothing of itself might be taken for a heading."""
    return any(pattern.match(text.lstrip()) for pattern in (SECTION, SUBSECTION, POINT))


def _goes_on_counting(text: str, more: str) -> bool:
    """Whether the next point of the list follows in the same block: 一是…。二是…。三是…"""
    for pattern in (SECTION, SUBSECTION, POINT):
        mark = pattern.match(text)
        ordinal = next((group for group in mark.groups() if group), None) if mark else None
        if mark and ordinal in ORDINALS:
            following = mark[0].replace(ordinal, to_chinese(ORDINALS[ordinal] + 1))
            return re.search(rf"(?:^|[。！？；;])\s*{re.escape(following)}", more) is not None
    return False
