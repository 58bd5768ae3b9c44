"""A paper as a Word package in the official layout: the same bytes every time.

The parts are written here and not by python-docx, whose template brings styles, a thumbnail and
properties of its own and whose zip carries the time of day. No part holds a name, a date or a
machine's path.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from typing import Final

from lxml import etree

from ..importer.blocks import Emphasis, Span, TableBlock, TextBlock, cut
from . import styles
from .layout import Lead, Paragraph, lay_out
from .paper import Paper
from .word_parts import (
    FOOTERS,
    PARTS,
    make_content_types,
    make_core_properties,
    make_font_table,
    make_relationships,
    make_settings,
    make_styles,
)
from .word_xml import PACKAGE, R_SPACE, XML_SPACE, R, W, add, add_borders, add_fonts, make_root

EARLIEST: Final = (1980, 1, 1, 0, 0, 0)
"""The earliest date that a zip can hold."""
FLAGS: Final = (
    (Emphasis.BOLD, "b", None),
    (Emphasis.ITALIC, "i", None),
    (Emphasis.STRIKE, "strike", None),
    (Emphasis.UNDERLINE, "u", "single"),
    (Emphasis.SUPERSCRIPT, "vertAlign", "superscript"),
    (Emphasis.SUBSCRIPT, "vertAlign", "subscript"),
)
"""In the order of the schema (CT_RPr, ISO 29500-1 17.3.2.28)."""
UNBROKEN: Final = 4
"""Characters of a cell that are not broken, such as 完成时限, where the table has room for them."""
MAX_COLUMN: Final = 20
"""Characters that a column's width is reckoned by."""
CELL_MARGINS: Final = 216
"""Left and right of the text of a cell, Word's own measure."""


def render_word(paper: Paper) -> bytes:
    """The .docx of a paper."""
    parts = {
        "[Content_Types].xml": make_content_types(),
        "_rels/.rels": make_relationships(
            (
                ("rId1", f"{R_SPACE}/officeDocument", "word/document.xml"),
                ("rId2", f"{PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
            )
        ),
        "docProps/core.xml": make_core_properties(paper.title),
        "word/_rels/document.xml.rels": make_relationships(
            tuple(
                (f"rId{place}", f"{R_SPACE}/{name.rstrip('0123456789')}", f"{name}.xml")
                for place, name in enumerate(PARTS, 1)
            )
        ),
        "word/document.xml": _document(paper),
        "word/styles.xml": make_styles(),
        "word/settings.xml": make_settings(),
        "word/fontTable.xml": make_font_table(),
        **{f"word/{name}.xml": _footer(side) for name, _, side in FOOTERS},
    }
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, root in parts.items():
            entry = zipfile.ZipInfo(name, EARLIEST)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            entry.create_system = 3  # the same byte on every system
            data = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
            archive.writestr(entry, data)
    return packed.getvalue()


# Text


def _document(paper: Paper) -> etree._Element:
    root = make_root("document")
    body = add(root, "body")
    for piece in lay_out(paper):
        if isinstance(piece, TableBlock):
            _table(body, piece)
            _paragraph(body, Paragraph(styles.GAP, ()))
        else:
            _paragraph(body, piece)
    _section(body)
    return root


def _paragraph(parent: etree._Element, paragraph: Paragraph) -> None:
    node = add(parent, "p")
    properties = add(node, "pPr")
    add(properties, "pStyle", val=paragraph.style.id)
    if paragraph.right is not None:
        twips = paragraph.right * styles.BODY_SIZE // 2 * 20 // 100
        add(properties, "ind", rightChars=paragraph.right, right=twips)
    lead = paragraph.lead or Lead(0)
    head, tail = cut(paragraph.spans, lead.length)
    for span in head:
        _run(node, span, lead)
    for span in tail:
        _run(node, span)


def _run(parent: etree._Element, span: Span, lead: Lead | None = None) -> None:
    node = add(parent, "r")
    properties = etree.Element(W + "rPr")
    if lead and lead.font:
        add_fonts(properties, lead.font)
    emphasis = span.emphasis | (Emphasis.BOLD if lead and lead.bold else Emphasis.NONE)
    for flag, tag, value in FLAGS:
        if flag in emphasis:
            add(properties, tag, **({"val": value} if value else {}))
    if len(properties):
        node.append(properties)
    for place, line in enumerate(span.text.split("\n")):
        if place:
            add(node, "br")
        if line:
            add(node, "t").text = line
            node[-1].set(XML_SPACE, "preserve")


# Tables


def _table(parent: etree._Element, table: TableBlock) -> None:
    columns = max(len(row) for row in table.rows)
    widths = _column_widths(table, columns)
    node = add(parent, "tbl")
    properties = add(node, "tblPr")
    add(properties, "tblStyle", val=styles.GRID[0])
    add(properties, "tblW", w=sum(widths), type="dxa")
    add(properties, "jc", val="center")
    add_borders(properties)
    add(properties, "tblLayout", type="fixed")
    grid = add(node, "tblGrid")
    for width in widths:
        add(grid, "gridCol", w=width)
    for place, row in enumerate(table.rows):
        _row(node, row, widths, head=place == 0)


def _row(
    parent: etree._Element, row: Sequence[TextBlock], widths: Sequence[int], *, head: bool
) -> None:
    """A row that is not torn between two pages; the first is repeated on each page."""
    node = add(parent, "tr")
    properties = add(node, "trPr")
    add(properties, "cantSplit")
    if head:
        add(properties, "tblHeader")
    for place, width in enumerate(widths):
        cell = add(node, "tc")
        about = add(cell, "tcPr")
        add(about, "tcW", w=width, type="dxa")
        add(about, "vAlign", val="center")
        spans = row[place].spans if place < len(row) else ()
        _paragraph(cell, Paragraph(styles.TABLE_HEAD if head else styles.TABLE_TEXT, spans))


def _column_widths(table: TableBlock, columns: int) -> list[int]:
    """Twips that add up to the width of the text, by the longest line of each column."""
    longest = [1] * columns
    for row in table.rows:
        for place, cell in enumerate(row):
            lines = (_characters(line) for line in cell.text.split("\n"))
            longest[place] = max(longest[place], min(max(lines), MAX_COLUMN))
    character = (styles.TABLE_TEXT.size or 0) * 10
    least = [CELL_MARGINS + min(wanted, UNBROKEN) * character for wanted in longest]
    more = [max(wanted - UNBROKEN, 0) for wanted in longest]
    room = styles.TEXT_WIDTH - sum(least)
    if room < 0:
        least, more, room = [0] * columns, longest, styles.TEXT_WIDTH
    elif not any(more):
        more = [1] * columns
    widths = [width + room * part // sum(more) for width, part in zip(least, more, strict=True)]
    widths[-1] += styles.TEXT_WIDTH - sum(widths)
    return widths


def _characters(line: str) -> int:
    return (sum(1 if char.isascii() else 2 for char in line) + 1) // 2


# Page


def _section(body: etree._Element) -> None:
    section = add(body, "sectPr")
    for name, pages, _ in FOOTERS:
        reference = add(section, "footerReference", type=pages)
        reference.set(f"{R}id", f"rId{PARTS.index(name) + 1}")
    add(section, "pgSz", w=styles.PAGE_WIDTH, h=styles.PAGE_HEIGHT)
    add(
        section, "pgMar", top=styles.TOP, right=styles.RIGHT, bottom=styles.BOTTOM,
        left=styles.LEFT, header=850, footer=styles.FOOTER, gutter=0,
    )  # fmt: skip
    add(section, "docGrid", type="lines", linePitch=styles.LINE)


def _footer(side: str) -> etree._Element:
    """“— 1 —”, a character from the edge of the text."""
    root = make_root("ftr")
    paragraph = add(root, "p")
    properties = add(paragraph, "pPr")
    add(properties, "pStyle", val=styles.PAGE_NUMBER.id)
    width = styles.PAGE_NUMBER.size or 0
    add(properties, "ind", **{f"{side}Chars": 100, side: width * 10})
    add(properties, "jc", val=side)
    _text(paragraph, "— ")
    for kind in ("begin", "separate", "end"):
        add(add(paragraph, "r"), "fldChar", fldCharType=kind)
        if kind == "begin":
            instruction = add(add(paragraph, "r"), "instrText")
            instruction.text = " PAGE "
            instruction.set(XML_SPACE, "preserve")
        elif kind == "separate":
            _text(paragraph, "1")
    _text(paragraph, " —")
    return root


def _text(paragraph: etree._Element, text: str) -> None:
    _run(paragraph, Span(text))
