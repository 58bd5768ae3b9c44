"""XML of a Word package: elements in Word's namespace, and what text and styles share."""

from __future__ import annotations

from typing import Final

from lxml import etree

W_SPACE: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R_SPACE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"
W: Final = f"{{{W_SPACE}}}"
R: Final = f"{{{R_SPACE}}}"
XML_SPACE: Final = "{http://www.w3.org/XML/1998/namespace}space"


def make_root(tag: str) -> etree._Element:
    return etree.Element(W + tag, nsmap={"w": W_SPACE, "r": R_SPACE})


def add(parent: etree._Element, tag: str, **attributes: object) -> etree._Element:
    """A child in Word's namespace, as are its attributes."""
    values = {W + name: str(value) for name, value in attributes.items()}
    return etree.SubElement(parent, W + tag, values)


def add_fonts(properties: etree._Element, name: str) -> None:
    """One font for all scripts: then digits and quotation marks are as wide as the layout wants."""
    add(properties, "rFonts", ascii=name, hAnsi=name, eastAsia=name, cs=name)


def add_borders(properties: etree._Element) -> None:
    borders = add(properties, "tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        add(borders, side, val="single", sz=4, space=0, color="auto")
