"""Where each block of a paper stands in the official layout."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from ..importer.blocks import Emphasis, Span, TableBlock, TextBlock
from ..importer.structure import (
    FINAL_PUNCTUATION,
    NUMBERED,
    POINT,
    SECTION,
    SENTENCE,
    SUBSECTION,
    Element,
    Heading,
    looks_like_heading,
)
from ..importer.text import one_line
from . import styles
from .paper import Paper
from .styles import ParagraphStyle

_FIGURE: Final = r"[\dXx×_＿*〇○零一二三四五六七八九十]"
_DATE: Final = re.compile(rf"{_FIGURE}{{2,8}}\s*年\s*{_FIGURE}{{1,4}}\s*月\s*{_FIGURE}{{1,4}}\s*日")
_ADDRESSEE: Final = re.compile(r"[^，。；！？：]{2,40}：")
_NO_ADDRESSEE: Final = re.compile(r"(如下|以下|下列).{0,8}：$")
_CLOSING: Final = re.compile(r"敬礼[！!]?")
MAX_SIGNATURE: Final = 40
CHARACTER: Final = 100
"""Widths are in hundredths of a character, as Word's own."""


@dataclass(frozen=True, slots=True)
class Lead:
    """How the first characters of a paragraph are set off, without being emphasised."""

    length: int
    font: str | None = None
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of the Word file."""

    style: ParagraphStyle
    spans: tuple[Span, ...]
    lead: Lead | None = None
    right: int | None = None
    """Indent from the right, in hundredths of a character."""


@dataclass(frozen=True, slots=True)
class _Closing:
    """Signature and date at the end of a paper, as places in its elements."""

    signature: int | None
    date: int


def lay_out(paper: Paper) -> Iterator[Paragraph | TableBlock]:
    """The paper, title first; every element comes once and in its order."""
    yield Paragraph(styles.TITLE_STYLE, (Span(paper.title),))
    elements = paper.elements
    closings = [found for place in range(len(elements)) if (found := _closing(elements, place))]
    right = dict(pair for closing in closings for pair in _right_indents(elements, closing))
    place = 0
    while place < len(elements):
        element = elements[place]
        following = elements[place + 1] if place + 1 < len(elements) else None
        if isinstance(element, TableBlock):
            yield element
        elif isinstance(element, TextBlock):
            style, indent = right.get(
                place, (_text_style(element, opens=_opens(elements, place)), None)
            )
            yield Paragraph(style, element.spans, right=indent)
        elif element.run_in and (joined := _joined(element, following)):
            yield joined
            place += 1
        else:
            yield _heading(element)
        place += 1


def _heading(heading: Heading) -> Paragraph:
    lead = _look(heading) if _level_of(heading) != heading.level else None
    return Paragraph(styles.HEADING_STYLES[heading.level], (Span(heading.text),), lead)


def _joined(heading: Heading, following: Element | None) -> Paragraph | None:
    """A heading and the text it is the first sentence of; None where that cannot be read back."""
    if not isinstance(following, TextBlock):
        return None
    ascii_meet = heading.text[-1].isascii() and following.text[:1].isascii()
    for gap in (" ",) if ascii_meet else ("", " "):
        spans = (Span(heading.text + gap), *following.spans)
        sentence = SENTENCE.match(heading.text + gap + following.text)
        if sentence and sentence.end() == len(heading.text):
            style = styles.RUN_IN_STYLES[heading.level]
            return Paragraph(style, spans, _look(heading))
    return None


def _look(heading: Heading) -> Lead:
    """The font of a heading whose paragraph style does not give it the right one."""
    style = styles.HEADING_STYLES[_level_of(heading)]
    return Lead(len(heading.text), style.font or styles.FANG_SONG, style.bold)


def _level_of(heading: Heading) -> int:
    """The level that its number says: 一、 is in 黑体 wherever it stands on the page."""
    if SECTION.match(heading.text):
        return 2
    if SUBSECTION.match(heading.text):
        return 3
    lower = NUMBERED.match(heading.text) or POINT.match(heading.text)
    return 4 if lower or heading.run_in else heading.level


def _opens(elements: Sequence[Element], place: int) -> bool:
    """Whether a paper begins here: at the top, or under a title in bold of its own."""
    before = elements[place - 1] if place else None
    return before is None or (
        isinstance(before, TextBlock)
        and all(Emphasis.BOLD in span.emphasis for span in before.spans)
    )


def _text_style(block: TextBlock, *, opens: bool) -> ParagraphStyle:
    text = one_line(block.text)
    if looks_like_heading(block.text):
        return styles.TOLD_BODY
    if opens and _ADDRESSEE.fullmatch(text) and not _NO_ADDRESSEE.search(text):
        return styles.FLUSH
    return styles.FLUSH if _CLOSING.fullmatch(text) else styles.BODY


def _closing(elements: Sequence[Element], place: int) -> _Closing | None:
    """The closing whose date stands at `place`: the last text of the paper, or of a part of it."""
    date = _one_liner(elements[place])
    at_end = place + 1 == len(elements) or isinstance(elements[place + 1], Heading)
    if date is None or not _DATE.fullmatch(date) or not at_end or place == 0:
        return None
    before = _one_liner(elements[place - 1])
    signed = before is not None and len(before) <= MAX_SIGNATURE
    if not signed or before is None or before.endswith(FINAL_PUNCTUATION):
        return _Closing(None, place)
    return _Closing(place - 1, place)


def _one_liner(element: Element) -> str | None:
    """The text of a paragraph of one line that is no heading's look-alike."""
    if not isinstance(element, TextBlock) or "\n" in element.text:
        return None
    return None if looks_like_heading(element.text) else one_line(element.text)


def _right_indents(
    elements: Sequence[Element], closing: _Closing
) -> Iterator[tuple[int, tuple[ParagraphStyle, int]]]:
    """Place → style and right indent (7.3.5.2).

    The signature leaves two characters at the right and the date begins two characters behind its
    beginning; where that left the date less than two, the date leaves two and the signature more.
    """
    date = _width(elements[closing.date])
    if closing.signature is None:
        yield closing.date, (styles.DATE, 2 * CHARACTER)
        return
    signature = _width(elements[closing.signature])
    if signature - date >= 2 * CHARACTER:
        yield closing.signature, (styles.SIGNATURE, 2 * CHARACTER)
        yield closing.date, (styles.DATE, min(signature - date, 20 * CHARACTER))
    else:
        yield closing.signature, (styles.SIGNATURE, date + 4 * CHARACTER - signature)
        yield closing.date, (styles.DATE, 2 * CHARACTER)


def _width(element: Element) -> int:
    text = one_line(element.text) if isinstance(element, TextBlock) else ""
    return sum(CHARACTER // 2 if char.isascii() else CHARACTER for char in text)
