"""A paper as a Word package in the official layout: the same bytes every time.

The parts are written here and not by python-docx, whose template brings styles, a thumbnail and
properties of its own and whose zip carries the time of day. No part holds a name, a date or a
machine's path.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from typing import Final, cast

from lxml import etree

from ..importer.blocks import Emphasis, Span, TableBlock, TextBlock, cut
from ..importer.text import one_line
from . import styles
from .layout import Lead, Paragraph, lay_out
from .paper import Paper
from .styles import ParagraphStyle

W_SPACE: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R_SPACE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"
W: Final = f"{{{W_SPACE}}}"
R: Final = f"{{{R_SPACE}}}"
XML_SPACE: Final = "{http://www.w3.org/XML/1998/namespace}space"
PART_TYPE: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml"
EARLIEST: Final = (1980, 1, 1, 0, 0, 0)
"""The earliest date that a zip can hold."""
FOOTERS: Final = (("footer1", "default", "right"), ("footer2", "even", "left"))
"""Part, pages, side: 单页码居右空一字，双页码居左空一字 (GB/T 9704 7.5)."""
PARTS: Final = ("styles", "settings", "fontTable", *(name for name, _, _ in FOOTERS))
FLAGS: Final = (
    (Emphasis.BOLD, "b", None),
    (Emphasis.ITALIC, "i", None),
    (Emphasis.STRIKE, "strike", None),
    (Emphasis.UNDERLINE, "u", "single"),
    (Emphasis.SUPERSCRIPT, "vertAlign", "superscript"),
    (Emphasis.SUBSCRIPT, "vertAlign", "subscript"),
)
"""In the order of the schema (CT_RPr, ISO 29500-1 17.3.2.28)."""
COMPATIBILITY: Final = (
    "spaceForUL",
    "balanceSingleByteDoubleByteWidth",
    "doNotLeaveBackslashAlone",
    "ulTrailSpace",
    "doNotExpandShiftReturn",
    "adjustLineHeightInTable",
    "useFELayout",
)
"""What Chinese Word sets in every paper; the fifth keeps a line before a break unspread."""
UNBROKEN: Final = 4
"""Characters of a cell that are not broken, such as 完成时限, where the table has room for them."""
MAX_COLUMN: Final = 20
"""Characters that a column's width is reckoned by."""
CELL_MARGINS: Final = 216
"""Left and right of the text of a cell, Word's own measure."""


def render_word(paper: Paper) -> bytes:
    """The .docx of a paper."""
    parts = {
        "[Content_Types].xml": _content_types(),
        "_rels/.rels": _relationships(
            (
                ("rId1", f"{R_SPACE}/officeDocument", "word/document.xml"),
                ("rId2", f"{PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
            )
        ),
        "docProps/core.xml": _core_properties(paper.title),
        "word/_rels/document.xml.rels": _relationships(
            tuple(
                (f"rId{place}", f"{R_SPACE}/{name.rstrip('0123456789')}", f"{name}.xml")
                for place, name in enumerate(PARTS, 1)
            )
        ),
        "word/document.xml": _document(paper),
        "word/styles.xml": _styles(),
        "word/settings.xml": _settings(),
        "word/fontTable.xml": _font_table(),
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


def _root(tag: str) -> etree._Element:
    return etree.Element(W + tag, nsmap={"w": W_SPACE, "r": R_SPACE})


def _add(parent: etree._Element, tag: str, **attributes: object) -> etree._Element:
    """A child in Word's namespace, as are its attributes."""
    values = {W + name.rstrip("_"): str(value) for name, value in attributes.items()}
    return etree.SubElement(parent, W + tag, values)


# Text


def _document(paper: Paper) -> etree._Element:
    root = _root("document")
    body = _add(root, "body")
    for piece in lay_out(paper):
        if isinstance(piece, TableBlock):
            _table(body, piece)
            _paragraph(body, Paragraph(styles.GAP, ()))
        else:
            _paragraph(body, piece)
    _section(body)
    return root


def _paragraph(parent: etree._Element, paragraph: Paragraph) -> None:
    node = _add(parent, "p")
    properties = _add(node, "pPr")
    _add(properties, "pStyle", val=paragraph.style.id)
    if paragraph.right is not None:
        twips = paragraph.right * styles.BODY_SIZE // 2 * 20 // 100
        _add(properties, "ind", rightChars=paragraph.right, right=twips)
    lead = paragraph.lead or Lead(0)
    head, tail = cut(paragraph.spans, lead.length)
    for span in head:
        _run(node, span, lead)
    for span in tail:
        _run(node, span)


def _run(parent: etree._Element, span: Span, lead: Lead | None = None) -> None:
    node = _add(parent, "r")
    properties = etree.Element(W + "rPr")
    if lead and lead.font:
        _fonts(properties, lead.font)
    emphasis = span.emphasis | (Emphasis.BOLD if lead and lead.bold else Emphasis.NONE)
    for flag, tag, value in FLAGS:
        if flag in emphasis:
            _add(properties, tag, **({"val": value} if value else {}))
    if len(properties):
        node.append(properties)
    for place, line in enumerate(span.text.split("\n")):
        if place:
            _add(node, "br")
        if line:
            _add(node, "t").text = line
            node[-1].set(XML_SPACE, "preserve")


def _fonts(properties: etree._Element, name: str) -> None:
    """One font for all scripts: then digits and quotation marks are as wide as the layout wants."""
    _add(properties, "rFonts", ascii=name, hAnsi=name, eastAsia=name, cs=name)


# Tables


def _table(parent: etree._Element, table: TableBlock) -> None:
    columns = max(len(row) for row in table.rows)
    widths = _column_widths(table, columns)
    node = _add(parent, "tbl")
    properties = _add(node, "tblPr")
    _add(properties, "tblStyle", val=styles.GRID[0])
    _add(properties, "tblW", w=sum(widths), type="dxa")
    _add(properties, "jc", val="center")
    _borders(properties)
    _add(properties, "tblLayout", type="fixed")
    grid = _add(node, "tblGrid")
    for width in widths:
        _add(grid, "gridCol", w=width)
    for place, row in enumerate(table.rows):
        _row(node, row, widths, head=place == 0)


def _borders(properties: etree._Element) -> None:
    borders = _add(properties, "tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        _add(borders, side, val="single", sz=4, space=0, color="auto")


def _row(
    parent: etree._Element, row: Sequence[TextBlock], widths: Sequence[int], *, head: bool
) -> None:
    """A row that is not torn between two pages; the first is repeated on each page."""
    node = _add(parent, "tr")
    properties = _add(node, "trPr")
    _add(properties, "cantSplit")
    if head:
        _add(properties, "tblHeader")
    for place, width in enumerate(widths):
        cell = _add(node, "tc")
        about = _add(cell, "tcPr")
        _add(about, "tcW", w=width, type="dxa")
        _add(about, "vAlign", val="center")
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
    section = _add(body, "sectPr")
    for name, pages, _ in FOOTERS:
        reference = _add(section, "footerReference", type=pages)
        reference.set(f"{R}id", f"rId{PARTS.index(name) + 1}")
    _add(section, "pgSz", w=styles.PAGE_WIDTH, h=styles.PAGE_HEIGHT)
    _add(
        section, "pgMar", top=styles.TOP, right=styles.RIGHT, bottom=styles.BOTTOM,
        left=styles.LEFT, header=850, footer=styles.FOOTER, gutter=0,
    )  # fmt: skip
    _add(section, "docGrid", type="lines", linePitch=styles.LINE)


def _footer(side: str) -> etree._Element:
    """“— 1 —”, a character from the edge of the text."""
    root = _root("ftr")
    paragraph = _add(root, "p")
    properties = _add(paragraph, "pPr")
    _add(properties, "pStyle", val=styles.PAGE_NUMBER.id)
    width = styles.PAGE_NUMBER.size or 0
    _add(properties, "ind", **{f"{side}Chars": 100, side: width * 10})
    _add(properties, "jc", val=side)
    _text(paragraph, "— ")
    for kind in ("begin", "separate", "end"):
        _add(_add(paragraph, "r"), "fldChar", fldCharType=kind)
        if kind == "begin":
            instruction = _add(_add(paragraph, "r"), "instrText")
            instruction.text = " PAGE "
            instruction.set(XML_SPACE, "preserve")
        elif kind == "separate":
            _text(paragraph, "1")
    _text(paragraph, " —")
    return root


def _text(paragraph: etree._Element, text: str) -> None:
    _run(paragraph, Span(text))


# Styles and settings


def _styles() -> etree._Element:
    root = _root("styles")
    defaults = _add(root, "docDefaults")
    properties = _add(_add(defaults, "rPrDefault"), "rPr")
    _fonts(properties, styles.FANG_SONG)
    _size(properties, styles.BODY_SIZE)
    _add(properties, "lang", val="en-US", eastAsia="zh-CN")
    _add(_add(defaults, "pPrDefault"), "pPr")
    for style in styles.STYLES:
        _style(root, style)
    name, shown = styles.GRID
    table = _add(root, "style", type="table", styleId=name)
    table.set(f"{W}customStyle", "1")
    _add(table, "name", val=shown)
    _borders(_add(table, "tblPr"))
    return root


def _style(root: etree._Element, style: ParagraphStyle) -> None:
    node = _add(root, "style", type="paragraph", styleId=style.id)
    node.set(f"{W}default" if style.based_on is None else f"{W}customStyle", "1")
    _add(node, "name", val=style.name)
    if style.based_on:
        _add(node, "basedOn", val=style.based_on)
    if style.next:
        _add(node, "next", val=style.next)
    _add(node, "qFormat")
    _paragraph_properties(_add(node, "pPr"), style)
    properties = _add(node, "rPr")
    if style.font:
        _fonts(properties, style.font)
    if style.bold:
        _add(properties, "b")
    if style.spacing is not None:
        _add(properties, "spacing", val=style.spacing)
    if style.size:
        _size(properties, style.size)


def _paragraph_properties(properties: etree._Element, style: ParagraphStyle) -> None:
    if style.keep_next:
        _add(properties, "keepNext")
    if style.based_on is None:
        # Full pages of 22 lines, and no space between hanzi and digits: 28 characters a line.
        for switch in ("widowControl", "autoSpaceDE", "autoSpaceDN"):
            _add(properties, switch, val=0)
    if not style.snap:
        _add(properties, "snapToGrid", val=0)
    spacing: dict[str, object] = {}
    if style.before:
        spacing["before"] = style.before
    if style.after:
        spacing["after"] = style.after
    if style.line is not None:
        rule = "exact" if style.line else "auto"
        spacing |= {"line": style.line or 240, "lineRule": rule}
    if spacing:
        _add(properties, "spacing", **spacing)
    if style.indent is not None:
        twips = style.indent * styles.BODY_SIZE // 2 * 20 // 100
        _add(properties, "ind", firstLineChars=style.indent, firstLine=twips)
    if style.align:
        _add(properties, "jc", val=style.align)
    if style.outline is not None:
        _add(properties, "outlineLvl", val=style.outline)


def _size(properties: etree._Element, size: int) -> None:
    _add(properties, "sz", val=size)
    _add(properties, "szCs", val=size)


def _settings() -> etree._Element:
    root = _root("settings")
    _add(root, "evenAndOddHeaders")
    _add(root, "characterSpacingControl", val="doNotCompress")
    compatibility = _add(root, "compat")
    for name in COMPATIBILITY:
        _add(compatibility, name)
    uri = "http://schemas.microsoft.com/office/word"
    _add(compatibility, "compatSetting", name="compatibilityMode", uri=uri, val=15)
    _add(root, "themeFontLang", val="en-US", eastAsia="zh-CN")
    return root


def _font_table() -> etree._Element:
    root = _root("fonts")
    for font in styles.FONTS:
        node = _add(root, "font", name=font.name)
        _add(node, "altName", val=font.alternative)
        _add(node, "panose1", val=font.panose)
        _add(node, "charset", val="86")  # GB 2312
        _add(node, "family", val=font.family)
        _add(node, "pitch", val="variable" if font.family == "auto" else "fixed")
    return root


# Package


def _content_types() -> etree._Element:
    space = f"{PACKAGE}/content-types"
    root = etree.Element(f"{{{space}}}Types", nsmap=cast(dict[str, str], {None: space}))

    def add(tag: str, key: str, name: str, content: str) -> None:
        etree.SubElement(root, f"{{{space}}}{tag}", {key: name, "ContentType": content})

    relations = "application/vnd.openxmlformats-package.relationships+xml"
    add("Default", "Extension", "rels", relations)
    add("Default", "Extension", "xml", "application/xml")
    add("Override", "PartName", "/word/document.xml", f"{PART_TYPE}.document.main+xml")
    core = "application/vnd.openxmlformats-package.core-properties+xml"
    add("Override", "PartName", "/docProps/core.xml", core)
    for name in PARTS:
        kind = name.rstrip("0123456789")
        add("Override", "PartName", f"/word/{name}.xml", f"{PART_TYPE}.{kind}+xml")
    return root


def _relationships(related: Sequence[tuple[str, str, str]]) -> etree._Element:
    space = f"{PACKAGE}/relationships"
    root = etree.Element(f"{{{space}}}Relationships", nsmap=cast(dict[str, str], {None: space}))
    for name, kind, target in related:
        attributes = {"Id": name, "Type": kind, "Target": target}
        etree.SubElement(root, f"{{{space}}}Relationship", attributes)
    return root


def _core_properties(title: str) -> etree._Element:
    """Only the title: who wrote the paper, and when, stays on the machine."""
    core, terms = f"{PACKAGE}/metadata/core-properties", "http://purl.org/dc/elements/1.1/"
    root = etree.Element(f"{{{core}}}coreProperties", nsmap={"cp": core, "dc": terms})
    etree.SubElement(root, f"{{{terms}}}title").text = one_line(title)
    return root
