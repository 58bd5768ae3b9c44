"""A Word document becomes blocks: paragraphs and tables of the body, then its notes."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

import docx
from docx.opc.part import Part
from lxml import etree

from ..problem import Problem
from .blocks import Block, Source, Span, TableBlock, TextBlock, plain
from .package import damaged
from .text import MAX_CHARACTERS, one_line, too_long
from .word_inline import DELETED, MC, InlineReader
from .word_numbering import Numbering, read_numbering
from .word_styles import Styles, W, number, number_ref, read_styles, value

MAX_COLUMNS: Final = 63
"""Word's own limit; a wider row is kept as text."""
MAX_CELLS: Final = 100_000
"""Of one table, with those that spans and short rows add: a roster of ten thousand lines."""
MAX_NODES: Final = 600_000
"""XML elements: a paper of a hundred pages has some fifty thousand."""
NOTES: Final = {
    "boxes": "文本框{}处，文字已放在所在段落之后，请核对位置",
    "footnotes": "脚注和尾注{}条，文字已放在文末",
    "deleted": "修订中删去的文字{}处，没有导入",
    "hidden": "隐藏文字{}处，没有导入",
    "pictures": "图片、图表或嵌入对象{}处，没有导入",
    "comments": "批注{}条，没有导入",
    "contents": "目录{}行，没有导入（网页自动生成目录）",
    "margins": "页眉页脚的文字{}处，没有导入",
    "fields": "域（公式、带圈字符等）{}处，没有导入，请补入",
    "symbols": "不认识的特殊符号{}个，暂写作□，请核对",
    "embedded": "插入的其他文件{}个，没有导入",
}
"""What the summary says of a paper, in this order."""
NOTHING: Final[Sequence[Block]] = ()
EMPTY: Final = plain("")
PARSER: Final = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True)


def parse_word(package: io.BytesIO, *, name: str, path: str) -> Source | Problem:
    """Blocks of a package that `package.open_package` has passed.

    `name` goes into the source, `path` into the problem.
    """
    try:
        source = _Reader.open(package).source(name)
        size = sum(map(_length, source.blocks))
        return source if size <= MAX_CHARACTERS else too_long(path)
    except _TooLongError:
        return too_long(path)
    except Exception:
        # The file is a stranger's: python-docx answers broken parts with whatever breaks first.
        return damaged(path)


class _TooLongError(Exception):
    """Ends the reading; never leaves this module."""


def _length(block: Block) -> int:
    cells = [block] if isinstance(block, TextBlock) else [c for row in block.rows for c in row]
    return sum(len(cell.text) for cell in cells)


def _roots(part: Part, kind: str) -> list[etree._Element]:
    """The XML of the parts that relationships of this kind lead to (`styles`, `footnotes`)."""
    related = [
        relation.target_part
        for relation in part.rels.values()
        if not relation.is_external and relation.reltype.rpartition("/")[2] == kind
    ]
    return [etree.fromstring(target.blob, PARSER) for target in related if target.blob]


def _root(part: Part, kind: str) -> etree._Element | None:
    return next(iter(_roots(part, kind)), None)


@dataclass(slots=True)
class _Reader:
    """Walks one document; its counters run on from paragraph to paragraph."""

    part: Part
    body: etree._Element
    styles: Styles
    numbering: Numbering
    inline: InlineReader
    seen: Counter[str]

    @classmethod
    def open(cls, package: io.BytesIO) -> _Reader:
        document = docx.Document(package)
        part: Part = document.part
        if sum(1 for _ in document.element.iter()) > MAX_NODES:
            raise _TooLongError
        styles = read_styles(_root(part, "styles"))
        seen: Counter[str] = Counter()
        return cls(
            part=part,
            body=document.element.body,
            styles=styles,
            numbering=read_numbering(_root(part, "numbering")),
            inline=InlineReader(styles, seen),
            seen=seen,
        )

    def source(self, name: str) -> Source:
        blocks = [*self._blocks(self.body), *self._footnotes()]
        self._count_margins()
        notes = (text.format(self.seen[key]) for key, text in NOTES.items() if self.seen[key])
        return Source(name, tuple(blocks), tuple(notes))

    def _blocks(self, container: etree._Element) -> Iterator[Block]:
        """Blocks of a body, cell, text box or note, also inside content controls."""
        pending: list[Span] = []  # what a deleted paragraph mark joins to the next paragraph
        for node in _flat(container):
            if node.tag == f"{W}p":
                block, boxes = self._paragraph(node)
                pending.extend(block.spans)
                if not _joined(node):
                    yield replace(block, spans=tuple(pending))
                    pending.clear()
                for box in boxes:
                    yield from self._blocks(box)
            elif node.tag == f"{W}tbl":
                yield from self._table(node)
            elif node.tag == f"{W}altChunk":
                self.seen["embedded"] += 1
            elif node.tag in DELETED:
                self.seen["deleted"] += 1
        if pending:
            yield TextBlock(tuple(pending))

    def _paragraph(self, node: etree._Element) -> tuple[TextBlock, list[etree._Element]]:
        """The paragraph with its number, and the text boxes anchored in it."""
        properties = node.find(f"{W}pPr")
        style = value(properties, "pStyle")
        found = self.inline.read(node)
        if self.styles.is_contents(style):
            self.seen["contents"] += any(span.text.strip() for span in found.spans)
            return TextBlock(()), found.boxes
        label = self.numbering.label(number_ref(properties) or self.styles.number_ref(style))
        if label:
            gap = " " if label[-1].isascii() or label == "•" else ""
            found.spans.insert(0, Span(label + gap))
        own = number(value(properties, "outlineLvl"))
        outline = own + 1 if own is not None and own < 9 else self.styles.outline(style)
        return TextBlock(tuple(found.spans), outline, self.styles.role(style)), found.boxes

    def _table(self, table: etree._Element) -> Iterator[Block]:
        """A table; one that is a mere frame, or wider than any table, as its text."""
        rows = [self._row(row) for row in _flat(table) if row.tag == f"{W}tr" and not _cut(row)]
        rows = [row for row in rows if row]
        if not rows:
            return
        width = max(len(row) for row in rows)
        told = self.styles.is_table(value(table, "tblPr/tblStyle"))
        if len(rows) == width == 1 and not told:
            yield from rows[0][0]
        elif width > MAX_COLUMNS:
            yield from (block for row in rows for cell in row for block in cell)
        elif width * len(rows) > MAX_CELLS:
            raise _TooLongError
        else:
            yield TableBlock(tuple(tuple(_cell(cell) for cell in row) for row in rows))

    def _row(self, row: etree._Element) -> list[Sequence[Block]]:
        """The cells, with an empty one for every further column that a cell covers."""
        cells: list[Sequence[Block]] = []
        for cell in _flat(row):
            if cell.tag != f"{W}tc":
                continue
            cells.append(list(self._blocks(cell)))
            covered = number(value(cell, "tcPr/gridSpan")) or 1
            cells.extend([NOTHING] * (min(covered, MAX_COLUMNS) - 1))
        return cells

    def _footnotes(self) -> Iterator[Block]:
        """The text of the notes in the order of their marks, each once."""
        texts = {
            (kind, note.get(f"{W}id", "")): note
            for kind in ("footnotes", "endnotes")
            for root in _roots(self.part, kind)
            for note in root
        }
        for place, key in enumerate(self.inline.footnotes, 1):
            note = texts.pop(key, None)
            if note is None:
                continue
            self.seen["footnotes"] += 1
            text = _cell(list(self._blocks(note)))
            yield TextBlock((Span(f"［注{place}］"), *text.spans))

    def _count_margins(self) -> None:
        """Count headers and footers with more than a page number in them."""
        for kind in ("header", "footer"):
            for root in _roots(self.part, kind):
                text = one_line("".join(node.text or "" for node in root.iter(f"{W}t")))
                self.seen["margins"] += any(char.isalpha() for char in text)


def _flat(container: etree._Element) -> Iterator[etree._Element]:
    """Children, with those of wrappers (content controls, insertions, choices) in their place."""
    for node in container:
        if node.tag == f"{W}sdt":
            for content in node.findall(f"{W}sdtContent"):
                yield from _flat(content)
        elif node.tag in (f"{W}ins", f"{W}moveTo", f"{W}customXml", f"{W}smartTag"):
            yield from _flat(node)
        elif node.tag == f"{MC}AlternateContent":
            choices = (*node.findall(f"{MC}Choice"), *node.findall(f"{MC}Fallback"))
            yield from _flat(next(iter(choices), node))
        else:
            yield node


def _joined(paragraph: etree._Element) -> bool:
    """Whether the paragraph's mark is deleted, so that the next paragraph continues it."""
    return any(paragraph.find(f"{W}pPr/{W}rPr/{tag}") is not None for tag in DELETED)


def _cut(row: etree._Element) -> bool:
    return row.find(f"{W}trPr/{W}del") is not None


def _cell(blocks: Sequence[Block]) -> TextBlock:
    """One block of many, on lines of their own; a table in a table as its cells' text."""
    spans: list[Span] = []
    for block in blocks:
        cells = [block] if isinstance(block, TextBlock) else [c for row in block.rows for c in row]
        for cell in cells:
            if cell.text.strip():
                spans.extend((Span("\n"), *cell.spans) if spans else cell.spans)
    return TextBlock(tuple(spans)) if spans else EMPTY
