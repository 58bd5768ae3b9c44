"""Our digest of a regulation as data: its divisions and provisions with their addresses.

Read from the Markdown, by the rules of `anchors`, so that it is the same whether or not an official
text has been imported: on the page the text's paragraphs then have the addresses.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from .official import split_parts

_ITEM = re.compile(r"^(?:\d+\.|[-*+]) +")
_ATTRIBUTES = re.compile(r"\n?\{:[^}\n]*\}[ \t]*$")
_MARKUP = re.compile(r"\*\*(.+?)\*\*|==(.+?)==|`([^`]+)`|\[([^\]]+)\]\([^)]*\)")
_ESCAPED = re.compile(r"\\([\\`*_{}\[\]()#+\-.!|<>~=])")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A 款 of our digest, or one of its 项."""

    address: str
    """`art-5-p2`, `art-5-p2-i3`."""
    text: str


@dataclass(frozen=True, slots=True)
class Unit:
    """A 编, 章, 节, 条, 部分 or 总纲."""

    address: str
    title: str
    """The heading: `第五条 监督执纪四种形态`."""
    level: int
    """Of the heading, 2 to 6."""
    paragraphs: tuple[Paragraph, ...]
    """Of a provision; empty for a division."""


def read_digest(body: str) -> tuple[Unit, ...]:
    """The units of a regulation page, in order; what has no address is left out."""
    units = []
    for part in split_parts(body):
        if not re.match(r"(?:art|part|book|ch|sec)-\d|preamble$", part.key):
            continue
        provision = part.key.startswith(("art-", "part-", "preamble"))
        paragraphs = tuple(_paragraphs(part.key, part.body)) if provision else ()
        units.append(Unit(part.key, plain_text(part.line), part.level, paragraphs))
    return tuple(units)


def _paragraphs(provision: str, body: str) -> Iterator[Paragraph]:
    paragraph, item, beside = 0, 0, False
    for block in re.split(r"\n[ \t]*\n", body):
        if block.startswith(("!!!", "???")):
            beside = True  # a note: what is indented below it belongs to it
        elif block.startswith((" ", "\t")):
            if not beside and item:
                continue  # more of an item
        elif _ITEM.match(block):
            beside = False
            for entry in re.split(r"\n(?=(?:\d+\.|[-*+]) )", block):
                item += 1
                address = f"{provision}-p{max(paragraph, 1)}-i{item}"
                yield Paragraph(address, plain_text(_ITEM.sub("", entry)))
        elif block.strip() and not block.startswith((">", "|", "<", "#")):
            paragraph, item, beside = paragraph + 1, 0, False
            yield Paragraph(f"{provision}-p{paragraph}", plain_text(block))


def plain_text(markdown: str) -> str:
    """One paragraph without its markup, on one line."""
    text = _ATTRIBUTES.sub("", markdown.strip())
    text = _MARKUP.sub(lambda match: next(filter(None, match.groups())), text)
    return " ".join(_ESCAPED.sub(r"\1", text).split())
