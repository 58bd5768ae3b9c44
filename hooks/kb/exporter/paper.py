"""A report's Markdown back into blocks: what a reader of the page sees, without its notes."""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

import lxml.html
from lxml.html import HtmlElement
from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor

from ..importer.blocks import Emphasis, Span, TableBlock, TextBlock, merge, plain
from ..importer.structure import Element, Heading
from ..importer.text import clean_text, one_line

EXTENSIONS: Final[Sequence[str]] = (
    "tables",
    "fenced_code",
    "admonition",
    "attr_list",
    "md_in_html",
    "pymdownx.details",
    "pymdownx.mark",
)
SETTINGS: Final[dict[str, dict[str, Any]]] = {"pymdownx.mark": {"smart_mark": False}}
"""The site's own Markdown: `mkdocs.yml`, and what MkDocs adds."""
EMPHASIS: Final = {
    "strong": Emphasis.BOLD,
    "b": Emphasis.BOLD,
    "em": Emphasis.ITALIC,
    "i": Emphasis.ITALIC,
    "u": Emphasis.UNDERLINE,
    "ins": Emphasis.UNDERLINE,
    "s": Emphasis.STRIKE,
    "del": Emphasis.STRIKE,
    "sup": Emphasis.SUPERSCRIPT,
    "sub": Emphasis.SUBSCRIPT,
}
HEADINGS: Final = {"h1": 2, "h2": 2, "h3": 3, "h4": 4, "h5": 4, "h6": 4}
"""The page has one title, its own; the official layout numbers headings no deeper than three."""
CONTAINERS: Final = frozenset(("div", "section", "blockquote", "article", "dl", "figure"))
SKIPPED: Final = frozenset(("script", "style", "hr", "template", "iframe", "svg"))
PICTURES: Final = frozenset(("img", "picture", "video", "audio", "object", "embed"))
SPACES: Final = re.compile(r"[ \t\r\n\f]+")


@dataclass(frozen=True, slots=True)
class Paper:
    """A report without the front matter and notes of its page."""

    title: str
    elements: tuple[Element, ...]
    notes: int
    """How many notes and hints of the page are left out."""
    pictures: int
    """How many pictures are left out."""


def read_paper(title: str, body: str) -> Paper:
    """The paper of a page; `body` is its Markdown below the front matter."""
    html = _markdown().convert(body)
    reader = _Reader()
    reader.read(lxml.html.fromstring(f"<div>{html}</div>"))
    return Paper(one_line(title), tuple(reader.elements), reader.notes, reader.pictures)


def _markdown() -> Markdown:
    extensions: list[str | Extension] = [*EXTENSIONS, _NoInventedRows()]
    return Markdown(extensions=extensions, extension_configs=SETTINGS)


class _NoInventedRows(Extension):
    """Takes out the empty row that Markdown gives to a table of one row.

    Its cells have no text at all, those of an empty row on the page have an empty one: that is
    only seen before inline markup is read, which has priority 20.
    """

    def extendMarkdown(self, md: Markdown) -> None:
        md.treeprocessors.register(_RowCheck(md), "kb-rows", 25)


class _RowCheck(Treeprocessor):
    def run(self, root: etree.Element) -> None:
        for body in list(root.iter("tbody")):
            rows = list(body)
            if len(rows) == 1 and all(cell.text is None and not len(cell) for cell in rows[0]):
                body.remove(rows[0])


class _Reader:
    """Walks the HTML of one page."""

    def __init__(self) -> None:
        self.elements: list[Element] = []
        self.notes = 0
        self.pictures = 0

    def read(self, container: HtmlElement, label: str = "") -> None:
        """The blocks of a container; `label` goes before its first text."""
        loose = _Text()  # text that stands in the container itself
        loose.add(label, Emphasis.NONE)
        loose.add(container.text, Emphasis.NONE)
        for child in container:
            tag = child.tag if isinstance(child.tag, str) else ""
            if not tag or tag in SKIPPED:
                pass
            elif self._is_block(child, tag):
                self._flush(loose)
                self._block(child, tag)
            else:
                self._inline(child, Emphasis.NONE, loose)
            loose.add(child.tail, Emphasis.NONE)
        self._flush(loose)

    def _is_block(self, node: HtmlElement, tag: str) -> bool:
        known = ("p", "table", "ul", "ol", "li", "pre", "details", "dt", "dd", "figcaption")
        return tag in known or tag in HEADINGS or tag in CONTAINERS

    def _block(self, node: HtmlElement, tag: str) -> None:
        classes = (node.get("class") or "").split()
        if tag == "details" or "admonition" in classes:
            self.notes += 1
        elif tag in HEADINGS:
            text = one_line("".join(span.text for span in self._spans(node)))
            if text:
                self.elements.append(Heading(HEADINGS[tag], text, run_in="kb-run-in" in classes))
        elif tag == "table":
            self._table(node)
        elif tag in ("ul", "ol"):
            self._list(node, numbered=tag == "ol")
        elif tag == "pre":
            lines = clean_text(node.text_content()).strip("\n")
            self.elements.append(plain(lines))
        elif tag == "p":
            self._add(self._spans(node))
        else:
            self.read(node)

    def _list(self, node: HtmlElement, *, numbered: bool) -> None:
        first = node.get("start", "1")
        count = int(first) if first.isdecimal() and len(first) < 6 else 1
        for item in node.iterchildren("li"):
            label = f"{count}. " if numbered else "• "
            count += 1
            paragraph = next(iter(item), None)
            if paragraph is not None and paragraph.tag == "p" and not (item.text or "").strip():
                paragraph.text = label + (paragraph.text or "").lstrip()
                label = ""
            self.read(item, label)

    def _table(self, node: HtmlElement) -> None:
        rows = [
            tuple(TextBlock(tuple(self._spans(cell))) for cell in row if cell.tag in ("th", "td"))
            for row in node.iter("tr")
        ]
        rows = [row for row in rows if row]
        if rows:
            self.elements.append(TableBlock(tuple(rows)))

    def _spans(self, node: HtmlElement) -> list[Span]:
        text = _Text()
        text.add(node.text, Emphasis.NONE)
        for child in node:
            self._inline(child, Emphasis.NONE, text)
            text.add(child.tail, Emphasis.NONE)
        return text.spans()

    def _inline(self, node: HtmlElement, emphasis: Emphasis, text: _Text) -> None:
        tag = node.tag
        if not isinstance(tag, str) or tag in SKIPPED:
            return
        if tag == "br":
            text.line_break()
            return
        if tag in PICTURES:
            self.pictures += 1
            return
        emphasis |= EMPHASIS.get(tag, Emphasis.NONE)
        text.add(node.text, emphasis)
        for child in node:
            self._inline(child, emphasis, text)
            text.add(child.tail, emphasis)

    def _add(self, spans: Sequence[Span]) -> None:
        if any(span.text.strip() for span in spans):
            self.elements.append(TextBlock(tuple(spans)))

    def _flush(self, text: _Text) -> None:
        self._add(text.spans())
        text.clear()


class _Text:
    """Spans as they are read, their white space as a browser shows it."""

    def __init__(self) -> None:
        self._spans: list[Span] = []

    def add(self, text: str | None, emphasis: Emphasis) -> None:
        shown = SPACES.sub(" ", clean_text(text or ""))
        before = self._spans[-1].text[-1] if self._spans else "\n"
        if before in " \n":
            shown = shown.removeprefix(" ")
        if shown:
            self._spans.append(Span(shown, emphasis))

    def line_break(self) -> None:
        self._spans = list(_without_last_space(self._spans))
        self._spans.append(Span("\n"))

    def spans(self) -> list[Span]:
        return merge(_without_last_space(self._spans))

    def clear(self) -> None:
        self._spans.clear()


def _without_last_space(spans: Sequence[Span]) -> Iterator[Span]:
    for place, span in enumerate(spans, 1):
        text = span.text.removesuffix(" ") if place == len(spans) else span.text
        if text:
            yield Span(text, span.emphasis)
