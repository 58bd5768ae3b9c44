"""What a Word file says outside its running text: headers, footers, notes, text boxes.

The importer leaves them out of pages. A secrecy mark in a header is sent all the same.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Final

from lxml import etree

from ..importer.text import clean_text
from ..importer.word import PARSER
from ..importer.word_styles import W

_PARTS: Final = (
    (re.compile(r"word/header\d*\.xml"), "页眉"),
    (re.compile(r"word/footer\d*\.xml"), "页脚"),
    (re.compile(r"word/footnotes\.xml"), "脚注"),
    (re.compile(r"word/endnotes\.xml"), "尾注"),
    (re.compile(r"word/document\.xml"), "文本框"),
)
_BOX: Final = f"{W}txbxContent"
_TEXTS: Final = {f"{W}tab": " ", f"{W}br": " ", f"{W}noBreakHyphen": "-"}


def word_apart(package: io.BytesIO) -> Iterator[tuple[str, str]]:
    """(where, text) of each paragraph outside the running text, once; the guard has been passed."""
    seen: set[tuple[str, str]] = set()
    with zipfile.ZipFile(package) as archive:
        for pattern, place in _PARTS:
            for name in sorted(filter(pattern.fullmatch, archive.namelist())):
                for found in _paragraphs(archive.read(name), place):
                    if found not in seen:  # headers are said for every section, boxes twice
                        seen.add(found)
                        yield found


def _paragraphs(data: bytes, place: str) -> Iterator[tuple[str, str]]:
    try:
        tree = etree.fromstring(data, PARSER)
    except etree.XMLSyntaxError:
        return  # headers are empty parts where the guard has dropped them
    for paragraph in tree.iter(f"{W}p"):
        in_box = any(parent.tag == _BOX for parent in paragraph.iterancestors())
        if place == "文本框" and not in_box:
            continue
        text = clean_text("".join(_texts(paragraph))).strip()
        if text:
            yield "文本框" if in_box else place, text


def _texts(node: etree._Element) -> Iterator[str]:
    """The text of a paragraph, not of the boxes anchored in it."""
    for child in node:
        if child.tag == f"{W}t":
            yield child.text or ""
        elif child.tag in _TEXTS:
            yield _TEXTS[child.tag]
        elif child.tag not in (f"{W}p", _BOX):
            yield from _texts(child)
