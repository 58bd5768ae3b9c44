"""The parts of a Word package that are the same for every paper, but for its title."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, cast

from lxml import etree

from ..importer.text import one_line
from . import styles
from .styles import ParagraphStyle
from .word_xml import PACKAGE, W, add, add_borders, add_fonts, make_root

PART_TYPE: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml"
FOOTERS: Final = (("footer1", "default", "right"), ("footer2", "even", "left"))
"""Part, pages, side: 单页码居右空一字，双页码居左空一字 (GB/T 9704 7.5)."""
PARTS: Final = ("styles", "settings", "fontTable", *(name for name, _, _ in FOOTERS))
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


# Styles and settings


def make_styles() -> etree._Element:
    root = make_root("styles")
    defaults = add(root, "docDefaults")
    properties = add(add(defaults, "rPrDefault"), "rPr")
    add_fonts(properties, styles.FANG_SONG)
    _size(properties, styles.BODY_SIZE)
    add(properties, "lang", val="en-US", eastAsia="zh-CN")
    add(add(defaults, "pPrDefault"), "pPr")
    for style in styles.STYLES:
        _style(root, style)
    name, shown = styles.GRID
    table = add(root, "style", type="table", styleId=name)
    table.set(f"{W}customStyle", "1")
    add(table, "name", val=shown)
    add_borders(add(table, "tblPr"))
    return root


def _style(root: etree._Element, style: ParagraphStyle) -> None:
    node = add(root, "style", type="paragraph", styleId=style.id)
    node.set(f"{W}default" if style.based_on is None else f"{W}customStyle", "1")
    add(node, "name", val=style.name)
    if style.based_on:
        add(node, "basedOn", val=style.based_on)
    if style.next:
        add(node, "next", val=style.next)
    add(node, "qFormat")
    _paragraph_properties(add(node, "pPr"), style)
    properties = add(node, "rPr")
    if style.font:
        add_fonts(properties, style.font)
    if style.bold:
        add(properties, "b")
    if style.spacing is not None:
        add(properties, "spacing", val=style.spacing)
    if style.size:
        _size(properties, style.size)


def _paragraph_properties(properties: etree._Element, style: ParagraphStyle) -> None:
    if style.keep_next:
        add(properties, "keepNext")
    if style.based_on is None:
        # Full pages of 22 lines, and no space between hanzi and digits: 28 characters a line.
        for switch in ("widowControl", "autoSpaceDE", "autoSpaceDN"):
            add(properties, switch, val=0)
    if not style.snap:
        add(properties, "snapToGrid", val=0)
    spacing: dict[str, object] = {}
    if style.before:
        spacing["before"] = style.before
    if style.after:
        spacing["after"] = style.after
    if style.line is not None:
        rule = "exact" if style.line else "auto"
        spacing |= {"line": style.line or 240, "lineRule": rule}
    if spacing:
        add(properties, "spacing", **spacing)
    if style.indent is not None:
        twips = style.indent * styles.BODY_SIZE // 2 * 20 // 100
        add(properties, "ind", firstLineChars=style.indent, firstLine=twips)
    if style.align:
        add(properties, "jc", val=style.align)
    if style.outline is not None:
        add(properties, "outlineLvl", val=style.outline)


def _size(properties: etree._Element, size: int) -> None:
    add(properties, "sz", val=size)
    add(properties, "szCs", val=size)


def make_settings() -> etree._Element:
    root = make_root("settings")
    add(root, "evenAndOddHeaders")
    add(root, "characterSpacingControl", val="doNotCompress")
    compatibility = add(root, "compat")
    for name in COMPATIBILITY:
        add(compatibility, name)
    uri = "http://schemas.microsoft.com/office/word"
    add(compatibility, "compatSetting", name="compatibilityMode", uri=uri, val=15)
    add(root, "themeFontLang", val="en-US", eastAsia="zh-CN")
    return root


def make_font_table() -> etree._Element:
    root = make_root("fonts")
    for font in styles.FONTS:
        node = add(root, "font", name=font.name)
        add(node, "altName", val=font.alternative)
        add(node, "panose1", val=font.panose)
        add(node, "charset", val="86")  # GB 2312
        add(node, "family", val=font.family)
        add(node, "pitch", val="variable" if font.family == "auto" else "fixed")
    return root


# Package


def make_content_types() -> etree._Element:
    space = f"{PACKAGE}/content-types"
    root = etree.Element(f"{{{space}}}Types", nsmap=cast(dict[str, str], {None: space}))

    def declare(tag: str, key: str, name: str, content: str) -> None:
        etree.SubElement(root, f"{{{space}}}{tag}", {key: name, "ContentType": content})

    relations = "application/vnd.openxmlformats-package.relationships+xml"
    declare("Default", "Extension", "rels", relations)
    declare("Default", "Extension", "xml", "application/xml")
    declare("Override", "PartName", "/word/document.xml", f"{PART_TYPE}.document.main+xml")
    core = "application/vnd.openxmlformats-package.core-properties+xml"
    declare("Override", "PartName", "/docProps/core.xml", core)
    for name in PARTS:
        kind = name.rstrip("0123456789")
        declare("Override", "PartName", f"/word/{name}.xml", f"{PART_TYPE}.{kind}+xml")
    return root


def make_relationships(related: Sequence[tuple[str, str, str]]) -> etree._Element:
    space = f"{PACKAGE}/relationships"
    root = etree.Element(f"{{{space}}}Relationships", nsmap=cast(dict[str, str], {None: space}))
    for name, kind, target in related:
        attributes = {"Id": name, "Type": kind, "Target": target}
        etree.SubElement(root, f"{{{space}}}Relationship", attributes)
    return root


def make_core_properties(title: str) -> etree._Element:
    """Only the title: who wrote the paper, and when, stays on the machine."""
    core, terms = f"{PACKAGE}/metadata/core-properties", "http://purl.org/dc/elements/1.1/"
    root = etree.Element(f"{{{core}}}coreProperties", nsmap={"cp": core, "dc": terms})
    etree.SubElement(root, f"{{{terms}}}title").text = one_line(title)
    return root
