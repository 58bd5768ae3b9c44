"""The inside of a Word paragraph: runs, and what hides between them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Final

from lxml import etree

from .blocks import Emphasis, Span, merge
from .text import clean_text
from .word_styles import Styles, W, emphasis_of, switched_on, value

M: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
MC: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
DRAWN: Final = (f"{W}drawing", f"{W}pict", f"{W}object")
DELETED: Final = (f"{W}del", f"{W}moveFrom")
SKIPPED: Final = frozenset(
    W + tag for tag in ("pPr", "rPr", "sdtPr", "delText", "delInstrText", "rubyPr", "tblPr")
)
FIXED: Final = {
    f"{W}tab": "    ",
    f"{W}ptab": "    ",
    f"{W}cr": "\n",
    f"{W}noBreakHyphen": "-",
}
SYMBOLS: Final = {
    "F0FE": "☑", "F052": "☑", "F0FD": "☒", "F0A8": "□", "F06F": "□", "F0A3": "□", "F02A": "□",
    "F0FC": "✓", "F050": "✓", "F0FB": "✗", "F04F": "✗", "F06C": "●", "F06E": "■", "F0D8": "➢",
    "F0B7": "•", "F0A7": "▪",
}  # fmt: skip
"""Symbols that Chinese forms take from Wingdings: tick boxes and bullets."""
UNKNOWN_SYMBOL: Final = "□"
MIN_BLANK: Final = 4
MAX_BLANK: Final = 12
"""Underlined white space is a blank to fill in; it is written as so many low lines."""


@dataclass(slots=True)
class Inline:
    """What a paragraph is made of, collected in reading order."""

    spans: list[Span] = field(default_factory=list)
    boxes: list[etree._Element] = field(default_factory=list)
    """`w:txbxContent` elements anchored in the paragraph."""


@dataclass(slots=True)
class InlineReader:
    """Reads the paragraphs of one document."""

    styles: Styles
    seen: Counter[str]
    """What the summary has to tell, by the keys of `word.NOTES`."""
    footnotes: list[tuple[str, str]] = field(default_factory=list)
    """Kind (`footnotes` or `endnotes`) and id of the notes, in the order of their marks."""

    def read(self, paragraph: etree._Element) -> Inline:
        """The paragraph's text and text boxes."""
        found = Inline()
        self._children(paragraph, Emphasis.NONE, found)
        found.spans = [_filled(span) for span in merge(found.spans)]
        return found

    def _children(self, node: etree._Element, emphasis: Emphasis, found: Inline) -> None:
        for child in node:
            self._node(child, emphasis, found)

    def _node(self, node: etree._Element, emphasis: Emphasis, found: Inline) -> None:
        tag = node.tag
        if tag in SKIPPED or not isinstance(tag, str):
            return
        if tag in DELETED:
            self.seen["deleted"] += 1
        elif tag == f"{W}r":
            self._run(node, found)
        elif tag == f"{MC}AlternateContent":
            self._alternate(node, emphasis, found)
        elif tag in DRAWN:
            self._drawing(node, found)
        elif not self._leaf(node, emphasis, found):
            self._children(node, emphasis, found)

    def _run(self, run: etree._Element, found: Inline) -> None:
        properties = run.find(f"{W}rPr")
        if properties is not None and switched_on(properties.find(f"{W}vanish")):
            self.seen["hidden"] += any(text.text for text in run.iter(f"{W}t"))
            return
        inherited = self.styles.emphasis(value(properties, "rStyle"))
        self._children(run, emphasis_of(properties, inherited), found)

    def _leaf(self, node: etree._Element, emphasis: Emphasis, found: Inline) -> bool:
        """Take a node that stands for text itself; False where it only holds others."""
        tag = node.tag
        if tag in (f"{W}t", f"{M}t"):
            text = clean_text(node.text or "").replace("\n", " ")
        elif tag in FIXED:
            text = FIXED[tag]
        elif tag == f"{W}br":
            text = "\n" if node.get(f"{W}type") in (None, "textWrapping") else " "
        elif tag == f"{W}sym":
            text = self._symbol(node)
        elif tag in (f"{W}footnoteReference", f"{W}endnoteReference"):
            self.footnotes.append((tag[len(W) :].removesuffix("Reference") + "s", _id(node)))
            text = f"［注{len(self.footnotes)}］"
        elif tag == f"{W}instrText":
            self.seen["fields"] += (node.text or "").strip().upper().startswith(("EQ", "SYMBOL"))
            return True
        elif tag == f"{W}commentReference":
            self.seen["comments"] += 1
            return True
        else:
            return False
        found.spans.append(Span(text, emphasis))
        return True

    def _symbol(self, node: etree._Element) -> str:
        code = node.get(f"{W}char", "").upper()
        self.seen["symbols"] += code not in SYMBOLS
        return SYMBOLS.get(code, UNKNOWN_SYMBOL)

    def _alternate(self, node: etree._Element, emphasis: Emphasis, found: Inline) -> None:
        """Read one of the renderings of a thing: the newer one, not both."""
        for choice in (*node.findall(f"{MC}Choice"), *node.findall(f"{MC}Fallback")):
            if len(choice):
                self._children(choice, emphasis, found)
                return

    def _drawing(self, node: etree._Element, found: Inline) -> None:
        """Keep a drawing's text boxes; what has none is a picture, chart or embedded object."""
        boxes = [box for box in node.iter(f"{W}txbxContent") if not _nested(box, node)]
        found.boxes.extend(boxes)
        self.seen["boxes"] += len(boxes)
        self.seen["pictures"] += not boxes


def _nested(box: etree._Element, drawing: etree._Element) -> bool:
    """Whether the box stands in another one, or in the older rendering of a newer one."""
    step = box.getparent()
    while step is not None and step is not drawing:
        if step.tag in (f"{W}txbxContent", f"{MC}Fallback"):
            return True
        step = step.getparent()
    return False


def _id(node: etree._Element) -> str:
    return node.get(f"{W}id", "")


def _filled(span: Span) -> Span:
    """Underlined white space becomes low lines, which Markdown can show."""
    text = span.text
    if not span.emphasis & Emphasis.UNDERLINE or len(text) < 2 or text.strip() or "\n" in text:
        return span
    return Span("_" * min(max(len(text), MIN_BLANK), MAX_BLANK))
