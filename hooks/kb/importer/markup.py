"""Web pages and Markdown files become blocks: what a reader sees, line by line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from lxml import etree

from ..problem import Problem
from .blocks import Block, Source, TableBlock, TextBlock, plain
from .text import clean_text, one_line

_SKIPPED: Final = frozenset(
    re.findall(
        r"\w+",
        "head script style noscript template nav footer aside form button select option iframe"
        " object embed svg canvas audio video map textarea",
    )
)
"""Elements that show nothing, or the frame around a text."""
_INLINE: Final = frozenset(
    re.findall(
        r"\S+",
        "a abbr b bdi bdo big cite code em font i ins kbd label mark q rp rt ruby s samp small"
        " span strike strong sub sup tt u var wbr o:p",
    )
)
"""Elements that do not part lines; any other does, unknown ones too."""
_HIDDEN: Final = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
MAX_TAGS: Final = 300_000
"""A long regulation with a paragraph an element has some thousand."""
MAX_DEPTH: Final = 200
_DECLARATION: Final = re.compile(r"\A\s*<\?xml[^>]*>")
"""Of XHTML: lxml refuses to read it in a text that is decoded already."""
_SPACES: Final = re.compile(r"[ \t\r\n\f]+")
_ARTICLE: Final = re.compile(r"^\s*第[〇零一二三四五六七八九十百\d]+条", re.M)


def parse_web(text: str, *, name: str, path: str) -> Source | Problem:
    """The blocks of a web page; scripts, menus and hidden parts are left out.

    `name` goes into the source, `path` into the problem.
    """
    if text.count("<") > MAX_TAGS:
        what = f"网页里的标签超过{MAX_TAGS // 10_000}万个，不像一篇文章。"
        return Problem(path, 1, what, "把正文复制到 Word 或记事本里，另存后导入。")
    parser = etree.HTMLParser(recover=True, no_network=True, remove_comments=True)
    try:
        root = etree.fromstring(_DECLARATION.sub("", clean_text(text)), parser)
    except (etree.LxmlError, ValueError):
        root = None
    if root is None:
        what = "这不是网页，或网页已经损坏。"
        return Problem(path, 1, what, "用浏览器打开，复制正文另存后导入。")
    reader = _WebReader()
    reader.read(root)
    if reader.too_deep:
        what = f"网页的层次超过{MAX_DEPTH}层，读不全。"
        return Problem(path, 1, what, "把正文复制到 Word 或记事本里，另存后导入。")
    return Source(name, tuple(reader.blocks))


class _WebReader:
    """Walks a page without recursion: how deep it is, others decide."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.too_deep = False
        self._parts: list[str] = []
        self._depth = 0

    def read(self, root: etree._Element) -> None:
        walker = etree.iterwalk(root, events=("start", "end"))
        for event, element in walker:
            tag = element.tag
            self._depth += 1 if event == "start" else -1
            if self._depth > MAX_DEPTH:
                self.too_deep = True
                return
            if event == "end":
                if tag not in _INLINE:
                    self._flush()
                self._parts.append(element.tail or "")
            elif not isinstance(tag, str) or tag in _SKIPPED or _is_hidden(element):
                walker.skip_subtree()
            elif tag == "table" and (table := _data_table(element)):
                self._flush()
                self.blocks.append(table)
                walker.skip_subtree()
            else:
                if tag not in _INLINE:
                    self._flush()
                self._parts.append(element.text or "")
        self._flush()

    def _flush(self) -> None:
        text = _SPACES.sub(" ", "".join(self._parts)).strip()
        self._parts.clear()
        if text:
            self.blocks.append(plain(text))


def _is_hidden(element: etree._Element) -> bool:
    attributes = element.attrib
    return "hidden" in attributes or bool(_HIDDEN.search(str(attributes.get("style", ""))))


def _data_table(table: etree._Element) -> TableBlock | None:
    """A table of data; None for one that only lays out a page."""
    if table.find(".//table") is not None:
        return None
    rows = [[_cell(cell) for cell in row if cell.tag in ("td", "th")] for row in table.iter("tr")]
    rows = [row for row in rows if any(row)]
    texts = [cell for row in rows for cell in row]
    if len(rows) < 2 or max(map(len, rows), default=0) < 2:
        return None
    if any(len(text) > 400 or _ARTICLE.search(text) for text in texts):
        return None
    return TableBlock(tuple(tuple(plain(cell) for cell in row) for row in rows))


def _cell(cell: etree._Element) -> str:
    return one_line("".join(str(text) for text in cell.itertext()))


_FRONT_MATTER: Final = re.compile(r"\A---[ \t]*\n.*?^---[ \t]*(?:\n|\Z)", re.S | re.M)
_COMMENT: Final = re.compile(r"<!--.*?-->", re.S)
_PREFIX: Final = re.compile(r"\A(?:#{1,6}\s+|>\s?|[-*+]\s+(?=\S))+")
_LINK: Final = re.compile(r"!?\[([^\[\]\n]*)\]\([^()\n]*\)")
_STRONG: Final = re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1")
_ATTRIBUTES: Final = re.compile(r"\s*\{:[^}\n]*\}\s*$")
_ESCAPED: Final = re.compile(r"\\([\\`*_{}\[\]()#+.!|<>=~-])")
_RULE: Final = re.compile(r"[-*_=\s]{3,}$|\|[\s:|-]+\|$")
_HARD_BREAK: Final = re.compile(r"<br\s*/?>", re.I)


def parse_markdown(text: str, name: str) -> Source:
    """The blocks of a Markdown file: every line that is not blank is one; its markup goes."""
    text = clean_text(text).replace("\r\n", "\n")
    text = _COMMENT.sub("", _FRONT_MATTER.sub("", text))
    return Source(name, tuple(_markdown_blocks(text.split("\n"))))


def _markdown_blocks(lines: list[str]) -> Iterator[Block]:
    rows: list[tuple[TextBlock, ...]] = []
    for line in [*lines, ""]:
        stripped = line.strip()
        if stripped.startswith("|") and stripped.endswith("|") and len(stripped) > 1:
            if not _RULE.fullmatch(stripped):
                rows.append(tuple(plain(_unmarked(c)) for c in _cells(stripped)))
            continue
        if rows:
            yield TableBlock(tuple(rows))
            rows = []
        if stripped and not _RULE.fullmatch(stripped):
            for part in _HARD_BREAK.split(_ATTRIBUTES.sub("", stripped)):
                if part.strip():
                    yield plain(_unmarked(part.strip()))


def _cells(row: str) -> list[str]:
    return [cell.strip() for cell in re.split(r"(?<!\\)\|", row[1:-1])]


def _unmarked(text: str) -> str:
    """A line without its Markdown."""
    text = _LINK.sub(r"\1", _PREFIX.sub("", text, count=1))
    text = _STRONG.sub(r"\2", text)
    text = _ESCAPED.sub(r"\1", text)
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&").strip()
