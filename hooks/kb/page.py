"""A rendered page as a tree with its authored text: read once, used by everything after.

The text of a page is the text of its blocks joined by line ends. Every text node is a `Piece` of
it, so that what is found by offset can be put back into the tree. Generated blocks
(`data-search-exclude`), scripts and styles are not authored text.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from sys import intern
from typing import NamedTuple

from lxml import html
from lxml.html import HtmlElement

from .anchors import OFFICIAL

_BLOCKS = frozenset(
    re.findall(
        r"\w+",
        "address article aside blockquote body br caption center dd details dialog div dl dt"
        " fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr legend li main nav"
        " ol p pre section summary table tbody td tfoot th thead tr ul svg title desc text",
    )
)
"""Elements whose text does not run on into the text around them."""
_SILENT = frozenset(("script", "style", "template"))
_UNLINKED = frozenset(
    re.findall(
        r"\w+",
        "a abbr blockquote button code h1 h2 h3 h4 h5 h6 kbd label option pre samp select"
        " summary svg textarea",
    )
)
"""Elements in which nothing is linked."""
_ASIDES = frozenset(("aside", "blockquote", "details", "div", "table"))
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_ADDRESSED = re.compile(r"^(art|part)-\d")
_SENTENCE_END = re.compile(r"[。！？!?]+[”’」』）)\"]*|(?<=[a-z0-9)])\.(?=\s+[A-Z“\"])|\n")


class Piece(NamedTuple):
    """One text node."""

    element: HtmlElement
    is_tail: bool
    """The node is the element's tail, not its text."""
    start: int
    end: int
    linkable: bool


class Section(NamedTuple):
    """From one place that has an address to the next."""

    start: int
    anchor: str
    """HTML id, empty before the first heading."""
    title: str
    level: int
    """1 to 6 of the heading; 7 for a paragraph or item with an address."""


@dataclass(slots=True)
class Page:
    """The tree of one page and its authored text."""

    source: str
    """The HTML it was read from."""
    root: HtmlElement
    text: str
    pieces: list[Piece]
    sections: list[Section]
    """In order of `start`; the first one starts at 0."""
    linked: dict[int, set[tuple[str, str]]] = field(default_factory=dict)
    """By linking section: the links that are there already, as (`data-term`, id)."""
    official: list[tuple[int, int]] = field(default_factory=list)
    """Where official text stands, which is not ours to mend; disjoint and in order."""
    asides: list[int] = field(default_factory=list)
    """Where blocks without an address begin that stand beside the text: notes, quotations."""
    _bounds: list[int] = field(default_factory=list)
    _starts: list[int] = field(default_factory=list)
    _tags: list[str] = field(default_factory=list)
    _marks: tuple[str, str, str] = ("", "", "")

    def reserve_marks(self, tags: list[str]) -> tuple[str, str, str]:
        """What stands in text nodes for tags until `to_html` puts them there.

        (start, end, close): `start`, the number of a tag and `end` stand for that tag, `close`
        for `</a>`. The three characters occur nowhere on the page.
        """
        first = _unused_marks(self.source)
        self._tags, self._marks = tags, (chr(first), chr(first + 1), chr(first + 2))
        return self._marks

    def section_at(self, offset: int) -> Section:
        """The section an offset lies in."""
        if not self._starts:
            self._starts = [section.start for section in self.sections]
        return self.sections[max(bisect_right(self._starts, offset) - 1, 0)]

    def is_official(self, offset: int) -> bool:
        """Whether an offset lies in an official text."""
        at = bisect_right(self.official, offset, key=lambda span: span[0])
        return at > 0 and offset < self.official[at - 1][1]

    def sentence_at(self, start: int, end: int) -> tuple[int, int]:
        """The bounds of the sentence around [start, end), white space trimmed."""
        if not self._bounds:
            self._bounds = [0, *(match.end() for match in _SENTENCE_END.finditer(self.text))]
        first = self._bounds[bisect_right(self._bounds, start) - 1]
        after = bisect_right(self._bounds, max(end - 1, start))
        last = self._bounds[after] if after < len(self._bounds) else len(self.text)
        while first < start and self.text[first].isspace():
            first += 1
        while last > end and self.text[last - 1].isspace():
            last -= 1
        return first, last

    def to_html(self) -> str:
        """The page's HTML with whatever was linked in it."""
        whole: str = html.tostring(self.root, encoding="unicode")
        inside = whole[whole.index(">") + 1 : whole.rindex("<")]  # the wrapping div
        if not self._tags:
            return inside
        start, end, close = self._marks
        inside = re.sub(f"{start}(\\d+){end}", lambda match: self._tags[int(match[1])], inside)
        return inside.replace(close, "</a>")


_PRIVATE = range(0xE000, 0xF8FD)
"""Code points that mean nothing by themselves (Unicode, private use area)."""


def _unused_marks(source: str) -> int:
    """The first of three code points in a row that an HTML text does not contain."""
    text = unescape(source) if "&#" in source else source
    return next(c for c in _PRIVATE if not any(chr(c + n) in text for n in range(3)))


def parse_page(source: str) -> Page:
    """Read the HTML fragment of a page body."""
    root = html.fragment_fromstring(source, create_parent="div")
    reader = _Reader()
    reader.read(root)
    return Page(
        source=source,
        root=root,
        text="".join(reader.parts),
        pieces=reader.pieces,
        sections=reader.sections,
        linked=reader.linked,
        official=reader.official,
        asides=reader.asides,
    )


class _Reader:
    """One walk over the tree, collecting text, pieces and sections."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.pieces: list[Piece] = []
        self.sections = [Section(0, "", "", 1)]
        self.linked: dict[int, set[tuple[str, str]]] = {}
        self.official: list[tuple[int, int]] = []
        self.asides: list[int] = []
        self.length = 0
        self.linking_section = 0

    def read(self, root: HtmlElement) -> None:
        if root.text:
            self._add(root, False, root.text, True)
        for child in root:
            self._element(child, True)
            if child.tail:
                self._add(child, True, child.tail, True)

    def _element(self, element: HtmlElement, linkable: bool) -> None:
        tag = element.tag
        if not isinstance(tag, str):  # a comment
            return
        attributes = element.attrib
        if tag in _SILENT or "data-search-exclude" in attributes:
            return
        inside = linkable and tag not in _UNLINKED
        block = tag in _BLOCKS
        if block:
            self._break()
        if attributes:
            if inside and "kb-nolink" in attributes.get("class", ""):
                inside = False
            for name in ("data-term", "data-cite"):
                if name in attributes:
                    self.linked.setdefault(self.linking_section, set()).add(
                        (name, attributes[name])
                    )
        if tag in _HEADINGS:
            self._heading(element, _HEADINGS[tag])
        elif block and "id" in attributes and _ADDRESSED.match(attributes["id"]):
            title = self.sections[-1].title
            anchor = intern(attributes["id"])
            self.sections.append(Section(self.length, anchor, title, 7))
        elif tag in _ASIDES:
            self.asides.append(self.length)
        start = self.length
        if element.text:
            self._add(element, False, element.text, inside)
        for child in element:
            self._element(child, inside)
            if child.tail:
                self._add(child, True, child.tail, inside)
        if attributes and OFFICIAL in attributes.get("class", ""):
            self.official.append((start, self.length))
        if block:
            self._break()

    def _heading(self, element: HtmlElement, level: int) -> None:
        title = " ".join(element.text_content().split())
        self.sections.append(Section(self.length, intern(element.get("id") or ""), title, level))
        if level in (2, 3):
            self.linking_section += 1

    def _break(self) -> None:
        if self.parts and not self.parts[-1].endswith("\n"):
            self.parts.append("\n")
            self.length += 1

    def _add(self, element: HtmlElement, is_tail: bool, text: str, linkable: bool) -> None:
        end = self.length + len(text)
        self.pieces.append(Piece(element, is_tail, self.length, end, linkable))
        self.parts.append(text)
        self.length = end


def iter_linking_sections(page: Page) -> Iterator[tuple[int, int]]:
    """(start, number) of each linking section: what lies between two h2 or h3 headings."""
    yield 0, 0
    number = 0
    for section in page.sections:
        if section.level in (2, 3):
            number += 1
            yield section.start, number
