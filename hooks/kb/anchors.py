"""HTML ids that last: addresses for provisions, pinyin for every other heading.

Python-Markdown's own ids drop Chinese characters and number what is left, so they shift whenever
a heading is added. Here 第五十条 is `art-50` wherever it stands, and its paragraphs (款) and list
items (项) are `art-50-p2`, `art-50-p2-i3`; nobody types an id.
"""

from __future__ import annotations

import re
from contextlib import suppress
from functools import lru_cache
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor
from pypinyin import lazy_pinyin

from .address import NUMERAL, PROVISION, from_match, number, number_or_zero

_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_STRUCTURE = re.compile(rf"^第({NUMERAL})([编章节])(?=\s|$)")
_PART = re.compile(r"^([一二三四五六七八九十]+)、")
_LETTERS = {"编": "book", "章": "ch", "节": "sec"}
_LONGEST_SLUG = 48
_ITEM = re.compile(r"[（(]\s*([一二三四五六七八九十百]+)\s*[）)]")
_SUBITEM = re.compile(r"(\d{1,2})\s*[.．、]")
OFFICIAL = "kb-official"
"""Class of the block that holds the official text of a provision."""
LABEL = "kb-label"
"""Class of the words that say whose text it is."""


@lru_cache(maxsize=20_000)
def slug(text: str) -> str:
    """An ASCII id for any text: pinyin syllables and Latin words joined by hyphens."""
    words = re.findall(r"[a-z0-9]+", "-".join(lazy_pinyin(text.lower(), errors=_keep)).lower())
    cut = ""
    for word in words:
        if len(cut) + len(word) >= _LONGEST_SLUG:
            break
        cut += ("-" if cut else "") + word
    return cut or "section"


def _keep(text: str) -> str:
    return "".join(char if char.isascii() and char.isalnum() else "-" for char in text)


def slugify(text: str, separator: str) -> str:
    """`slug` in the form that Python-Markdown's toc extension calls."""
    return slug(text)


class ProvisionIds(Extension):
    """Gives every heading its id; on regulation pages also 条, 款 and 项."""

    def __init__(self) -> None:
        super().__init__()
        self.on_regulation = False
        """Whether the page rendered next is a regulation; set before each page."""

    def extendMarkdown(self, md: Markdown) -> None:
        # After inline markup (20), so that headings have their text; before toc (5), which keeps
        # the ids it finds.
        md.treeprocessors.register(_IdTreeprocessor(md, self), "kb-provision-ids", 6)


class _IdTreeprocessor(Treeprocessor):
    def __init__(self, md: Markdown, extension: ProvisionIds) -> None:
        super().__init__(md)
        self._extension = extension

    def run(self, root: Element) -> None:
        """Set ids in place."""
        typed = {element.attrib["id"] for element in root.iter() if "id" in element.attrib}
        giver = _IdGiver(self._extension.on_regulation, typed)
        for element in root:
            giver.visit(element)


class HeadingAddresses:
    """The addresses of a regulation's headings, asked for in reading order."""

    def __init__(self) -> None:
        self._chapter = ""

    def of(self, text: str) -> str:
        """The address of 编, 章, 节, 条, 部分, 总纲 or 序言; empty for any other heading."""
        with suppress(ValueError):  # 第百条 is no article
            if match := PROVISION.match(text):
                return str(from_match(match.groupdict()))
            if text in ("总纲", "序言"):
                return "preamble"
            if match := _PART.match(text):
                return f"part-{number(match[1])}"
            if match := _STRUCTURE.match(text):
                return self._structure(match)
        return ""

    def _structure(self, match: re.Match[str]) -> str:
        name = f"{_LETTERS[match[2]]}-{number(match[1])}"
        if match[2] == "节":
            return f"{self._chapter}-{name}" if self._chapter else name
        self._chapter = name if match[2] == "章" else ""
        return name


def _number_official(block: Element, provision: str) -> None:
    """款, 项 and 目 of an official text, whose items are paragraphs that begin with their number.

    What follows the items of a 款 is the next 款, as papers cite it.
    """
    paragraph, item = 0, ""
    for element in block.iter("p"):
        if LABEL in element.get("class", "").split():
            continue
        text = "".join(element.itertext()).lstrip()
        own = f"{provision}-p{max(paragraph, 1)}"
        if (match := _ITEM.match(text)) and (found := number_or_zero(match[1])):
            item = f"{own}-i{found}"
            element.set("id", item)
        elif item and (match := _SUBITEM.match(text)):
            element.set("id", f"{item}-s{int(match[1])}")
        else:
            paragraph += 1
            item = ""
            element.set("id", f"{provision}-p{paragraph}")


class _IdGiver:
    """The ids of one page, in reading order."""

    def __init__(self, on_regulation: bool, used: set[str]) -> None:
        self._on_regulation = on_regulation
        self._used = used
        self._addresses = HeadingAddresses()
        self._provision = ""
        self._paragraph = 0

    def visit(self, element: Element) -> None:
        if element.tag in _HEADINGS:
            self._heading(element)
        elif self._provision and OFFICIAL in element.get("class", "").split():
            _number_official(element, self._provision)
            self._provision = ""  # the digest that follows has the same paragraphs
        elif self._provision:
            self._inside_provision(element)

    def _heading(self, element: Element) -> None:
        text = "".join(element.itertext()).strip()
        wanted = ""
        if self._on_regulation:
            wanted = self._addresses.of(text)
        self._provision = wanted if wanted.startswith(("art-", "part-", "preamble")) else ""
        self._paragraph = 0
        if "id" not in element.attrib:
            element.set("id", self._unique(wanted or slug(text)))

    def _inside_provision(self, element: Element) -> None:
        """The n-th paragraph after an article's heading is its 款; list items are its 项."""
        if element.tag == "p":
            self._paragraph += 1
            element.set("id", f"{self._provision}-p{self._paragraph}")
        elif element.tag in ("ol", "ul"):
            paragraph = max(self._paragraph, 1)
            for place, item in enumerate(element, start=1):
                item.set("id", f"{self._provision}-p{paragraph}-i{place}")

    def _unique(self, wanted: str) -> str:
        number, found = 1, wanted
        while found in self._used:
            number += 1
            found = f"{wanted}-{number}"
        self._used.add(found)
        return found
