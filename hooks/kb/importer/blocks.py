"""What a paper holds, whatever file it came from. A paragraph of a file is a text block."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Flag, auto


class Emphasis(Flag):
    """How a stretch of text is set off; the names say how Word shows it."""

    NONE = 0
    BOLD = auto()
    ITALIC = auto()
    UNDERLINE = auto()
    STRIKE = auto()
    SUPERSCRIPT = auto()
    SUBSCRIPT = auto()


@dataclass(frozen=True, slots=True)
class Span:
    """Text of one emphasis."""

    text: str
    """Clean (see `text.clean_text`); a line feed is a line break inside the block."""
    emphasis: Emphasis = Emphasis.NONE


@dataclass(frozen=True, slots=True)
class Role:
    """What a block is, where the paper says so itself (see `roles`)."""

    level: int
    """0 running text, 1 the title, 2..4 a heading of the page."""
    run_in: bool = False
    """Only the first sentence is the heading."""


@dataclass(frozen=True, slots=True)
class TextBlock:
    """One paragraph of the source."""

    spans: tuple[Span, ...]
    outline: int | None = None
    """Word's heading level 1..9, 0 for the style Title, None for running text."""
    role: Role | None = None
    """None where it has to be found out."""

    @property
    def text(self) -> str:
        """The text without its emphasis."""
        return "".join(span.text for span in self.spans)


@dataclass(frozen=True, slots=True)
class TableBlock:
    """One table; rows may differ in length."""

    rows: tuple[tuple[TextBlock, ...], ...]
    """Cells from left to right; what a merged cell covers is an empty block."""


Block = TextBlock | TableBlock


@dataclass(frozen=True, slots=True)
class Source:
    """A paper as read, before anything is made of it."""

    name: str
    """File name with its extension, without folders, clean."""
    blocks: tuple[Block, ...]
    """In the order of the paper; text blocks may be blank."""
    notes: tuple[str, ...] = ()
    """In Chinese, for the summary: what was left out, or stands in another place."""


def plain(text: str, *, outline: int | None = None) -> TextBlock:
    """A text block without emphasis."""
    return TextBlock((Span(text),), outline)


def cut(spans: Iterable[Span], offset: int) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
    """Split spans after `offset` characters; a span across the place is split in two."""
    head: list[Span] = []
    tail: list[Span] = []
    for span in spans:
        before, after = span.text[:offset], span.text[offset:]
        if before:
            head.append(Span(before, span.emphasis))
        if after:
            tail.append(Span(after, span.emphasis))
        offset -= len(before)
    return tuple(head), tuple(tail)


def merge(spans: Iterable[Span]) -> list[Span]:
    """Join neighbours of one emphasis; empty spans go. Word splits runs at every edit."""
    texts: list[list[str]] = []
    kinds: list[Emphasis] = []
    for span in spans:
        if kinds and span.emphasis == kinds[-1]:
            texts[-1].append(span.text)
        elif span.text:
            texts.append([span.text])
            kinds.append(span.emphasis)
    return [Span("".join(text), kind) for text, kind in zip(texts, kinds, strict=True)]


def split_lines(spans: Iterable[Span]) -> list[tuple[Span, ...]]:
    """The spans line by line, at their line feeds; at least one line, blank lines kept."""
    lines: list[list[Span]] = [[]]
    for span in spans:
        first, *others = span.text.split("\n")
        lines[-1].append(Span(first, span.emphasis))
        lines.extend([Span(text, span.emphasis)] for text in others)
    return [tuple(line) for line in lines]
