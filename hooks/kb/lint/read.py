"""Files into documents. Hostile input stops at the importer's guard, as on import."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import yaml
from lxml import etree

from ..importer.blocks import TextBlock
from ..importer.guard import Kind as FileKind
from ..importer.guard import read_file
from ..importer.package import open_package
from ..importer.structure import NUMBERED, SECTION, SUBSECTION
from ..importer.text import clean_text, decode_text
from ..importer.word import PARSER, parse_word
from ..importer.word_styles import W
from ..load import FRONT_MATTER
from ..problem import Problem
from .document import Block, Document, Kind, Note, Off
from .read_apart import word_apart

EXTENSIONS: Final[Mapping[str, FileKind]] = {
    ".txt": FileKind.TEXT,
    ".docx": FileKind.WORD,
    ".md": FileKind.MARKDOWN,
}
SWITCH: Final = re.compile(
    r"(?<!`)<!--\s*kb-lint:\s*off(?![^\s-])\s*((?!-->)[^\s>]*?)(?:\s+(.*?))?\s*-->"
)
MAX_TITLE: Final = 50
MAX_HEADING: Final = 45
_FINAL = tuple("。！？；：，、…!?;:,.")
_GENERATED = re.compile(r"<!-- kb:[a-z-]+ -->")
_FENCE = re.compile(r"^\s*(```|~~~)")
_HEADING = re.compile(r"^(#{1,6})\s+(.*?)\s*#*$")
_ITEM = re.compile(r"^\s*(?:[-*+]|\d+\.)\s+")
_NOTE = re.compile(r'^\s*(?:!!!|\?\?\?\+?)\s+\S+(?:\s+"(.*)")?\s*$')
_INLINE = (
    (re.compile(r"<!--.*?-->|\{:?[^{}\n]*\}"), ""),
    (re.compile(r"`[^`\n]*`"), "□"),
    (re.compile(r"!?\[([^\]\n]*)\]\([^)\n]*\)"), r"\1"),
    (re.compile(r"</?[A-Za-z][^>\n]*>"), ""),
    (re.compile(r"==(.+?)=="), r"\1"),
    (re.compile(r"(?<![\\*])\*{3}(?!\*)([^*\n]+)\*{3}(?!\*)"), r"\1"),
    (re.compile(r"(?<![\\*])\*\*(?!\*)([^*\n]+)\*\*"), r"\1"),
    (re.compile(r"\\([\\`*_{}\[\]()#+\-.!|<>~=^])"), r"\1"),
)


def read_document(path: Path, *, shown: str | None = None) -> Document | Problem:
    """Read a paper or a page; what it may be is told by its extension."""
    name = shown or str(path)
    raw = read_file(path, EXTENSIONS)
    if isinstance(raw, Problem):
        return raw
    if raw.kind is FileKind.WORD:
        return _read_word(raw.data, name)
    text = decode_text(raw.data, name)
    if isinstance(text, Problem):
        return text
    return parse_markdown(text, name) if raw.kind is FileKind.MARKDOWN else parse_plain(text, name)


def parse_plain(text: str, path: str) -> Document:
    """A plain-text paper: every line is a paragraph."""
    blocks: list[Block] = []
    off: list[Off] = []
    for number, line in enumerate(clean_text(text).split("\n"), 1):
        off += _switches(line, number)
        line = SWITCH.sub("", line).strip()
        if line:
            blocks.append(_block(line, number, first=not blocks, outline=None))
    return Document(path, tuple(blocks), off=tuple(off))


def _block(text: str, line: int, *, first: bool, outline: int | None) -> Block:
    """A paragraph as heading or running text, by the conventions of official papers."""
    short = len(text) <= MAX_HEADING and not text.endswith(_FINAL)
    marked = SECTION.match(text) or SUBSECTION.match(text)
    if first and (outline == 0 or (not marked and len(text) <= MAX_TITLE and short)):
        return Block(text, Kind.TITLE, line)
    if SECTION.match(text) and short:
        return Block(text, Kind.HEADING, line, 2)
    if SUBSECTION.match(text) and short:
        return Block(text, Kind.HEADING, line, 3)
    if outline and short and not NUMBERED.match(text):
        return Block(text, Kind.HEADING, line, outline + 1)
    return Block(text, Kind.TEXT, line)


def _read_word(data: bytes, path: str) -> Document | Problem:
    package = open_package(data, path)
    if isinstance(package, Problem):
        return package
    notes = tuple(_word_notes(package))
    package.seek(0)
    apart = tuple(word_apart(package))
    package.seek(0)
    source = parse_word(package, name=path, path=path)
    if isinstance(source, Problem):
        return source
    blocks: list[Block] = []
    number = 0
    for block in source.blocks:
        if isinstance(block, TextBlock):
            if block.text.strip():
                number += 1
                first = not blocks
                text = block.text.strip()
                blocks.append(_block(text, number, first=first, outline=block.outline))
        else:
            cells = (cell.text.strip() for row in block.rows for cell in row)
            blocks += [Block(text, Kind.CELL, max(number, 1)) for text in cells if text]
    said = "\n".join(block.text for block in blocks)  # boxes the importer has read already
    blocks += [
        Block(text, Kind.CELL, max(number, 1), place=place)
        for place, text in apart
        if place != "文本框" or text not in said
    ]
    return Document(path, tuple(blocks), word=True, notes=notes)


_DC = "{http://purl.org/dc/elements/1.1/}"
_CP = "{http://schemas.openxmlformats.org/package/2006/metadata/core-properties}"
_AP = "{http://schemas.openxmlformats.org/officeDocument/2006/extended-properties}"
_PERSONAL: Final = (
    ("docProps/core.xml", f"{_DC}creator", "作者"),
    ("docProps/core.xml", f"{_CP}lastModifiedBy", "最后保存者"),
    ("docProps/app.xml", f"{_AP}Company", "单位"),
    ("docProps/app.xml", f"{_AP}Manager", "主管"),
)
_PROGRAMS: Final = frozenset(
    ("", "python-docx", "Administrator", "admin", "User", "user", "WPS Office", "Windows User")
)
"""What programs write by themselves names nobody."""


def _word_notes(package: io.BytesIO) -> Iterator[Note]:
    """What a Word file carries besides its text. The package has passed the guard."""
    with zipfile.ZipFile(package) as archive:
        names = set(archive.namelist())

        def root(name: str) -> etree._Element | None:
            try:
                return etree.fromstring(archive.read(name), PARSER) if name in names else None
            except etree.XMLSyntaxError:
                return None

        for name, tag, label in _PERSONAL:
            tree = root(name)
            found = tree.find(f".//{tag}") if tree is not None else None
            text = " ".join((found.text or "").split()) if found is not None else ""
            if text not in _PROGRAMS:
                yield Note("word-author", f"文件属性里有{label}“{text}”")
        yield from _custom_notes(root("docProps/custom.xml"))
        yield from _comment_notes(root("word/comments.xml"))
        yield from _change_notes([root(name) for name in sorted(filter(_CHANGED.match, names))])


def _comment_notes(tree: etree._Element | None) -> Iterator[Note]:
    comments = tree.findall(f".//{W}comment") if tree is not None else []
    if comments:
        first = "".join(map(str, comments[0].itertext())).strip()[:20]
        yield Note("word-comments", f"还有{len(comments)}条批注（第一条“{first}”）")


def _change_notes(trees: Iterable[etree._Element | None]) -> Iterator[Note]:
    """Of the running text first, of headers, footers and notes too."""
    counts: dict[str, int] = {}
    where = 0
    for tree in trees:
        number = 0
        for node in () if tree is None else tree.iter():
            if node.tag == f"{W}p" and any((t.text or "").strip() for t in node.iter(f"{W}t")):
                number += 1
            elif node.tag in _CHANGES:
                name = _CHANGES[node.tag]
                counts[name] = counts.get(name, 0) + 1
                where = where or max(number, 1)
    if counts:
        said = "、".join(f"{name}{count}处" for name, count in counts.items())
        yield Note("word-changes", f"修订痕迹没有处理（{said}）", where)


_CHANGED: Final = re.compile(r"word/(?:document|header\d*|footer\d*|footnotes|endnotes)\.xml$")
_CHANGES: Final = {
    W + tag: name
    for tag, name in (
        ("ins", "插入"),
        ("del", "删除"),
        ("moveTo", "移动"),
        ("rPrChange", "格式"),
        ("pPrChange", "格式"),
    )
}
_OWNER: Final = re.compile("作者|姓名|单位|部门|电话|Author|Owner|Manager|Company|Editor", re.I)


def _custom_notes(tree: etree._Element | None) -> Iterator[Note]:
    """Properties somebody added by hand; the counters of programs name nobody."""
    for node in tree if tree is not None else ():
        name, value = node.get("name", ""), "".join(map(str, node.itertext())).strip()
        if _OWNER.search(name) and value not in _PROGRAMS:
            yield Note("word-author", f"文件属性里有{name}“{value}”")


def parse_markdown(text: str, path: str) -> Document:
    """A Markdown page: front matter, code and comments are no text."""
    text = text.replace("\r\n", "\n")
    match = FRONT_MATTER.match(text)
    meta = _meta(match[1]) if match else {}
    start = text.count("\n", 0, match.end()) + 1 if match else 1
    off = [
        Off(str(entry.get("rule", "")), str(entry.get("reason") or ""))
        for entry in meta.get("lint") or ()
        if isinstance(entry, dict)
    ]
    blocks: list[Block] = []
    if isinstance(meta.get("title"), str):
        blocks.append(Block(meta["title"], Kind.TITLE, 1))
    if match:  # fields are published too, but they are no running text
        lines = enumerate(match[1].split("\n"), 2)
        blocks += [Block(line.strip(), Kind.QUOTE, n) for n, line in lines if line.strip()]
    body = text[match.end() :] if match else text
    blocks += _markdown_blocks(body, start, off)
    example = meta.get("type") == "report" and meta.get("status") == "example"
    draft = "type" not in meta or meta.get("type") == "report"
    own = str(meta["id"]) if "id" in meta else None
    return Document(path, tuple(blocks), draft=draft, example=example, off=tuple(off), own=own)


_FIELD = re.compile(r"^(title|type|id|status): *(.+?) *$", re.M)


def _meta(text: str) -> dict[str, Any]:
    """The fields of the front matter that rules ask for; `load` has said what is wrong in it.

    Reading it whole as YAML would take longer than all checks before publication.
    """
    if not re.search("^lint:", text, re.M):
        return {name: value.strip("\"'") for name, value in _FIELD.findall(text)}
    try:
        meta = yaml.load(text, getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except (yaml.YAMLError, ValueError):
        return {}
    return meta if isinstance(meta, dict) else {}


def _markdown_blocks(body: str, start: int, off: list[Off]) -> Iterator[Block]:
    fenced = False
    for number, line in enumerate(clean_text(body).split("\n"), start):
        if _FENCE.match(line):
            fenced = not fenced
            continue
        if fenced:
            continue
        off += _switches(line, number)
        if block := _markdown_block(SWITCH.sub("", line), number):
            yield block


def _markdown_block(line: str, number: int) -> Block | None:
    if _GENERATED.search(line):
        return Block("（自动生成）", Kind.QUOTE, number)
    if heading := _HEADING.match(line):
        return Block(_plain(heading[2]), Kind.HEADING, number, len(heading[1]))
    if note := _NOTE.match(line):
        return Block(_plain(note[1]), Kind.TEXT, number) if note[1] else None
    stripped = line.strip()
    if stripped.startswith("|"):
        text = _plain(stripped.strip("|").replace("|", "　"))
        return Block(text, Kind.CELL, number) if re.search(r"\w", text) else None
    quote = stripped.startswith(">")
    item = _ITEM.match(line)
    text = _plain(stripped.lstrip("> ") if quote else line[item.end() :] if item else stripped)
    kind = Kind.QUOTE if quote else Kind.ITEM if item else Kind.TEXT
    return Block(text, kind, number) if text else None


def _plain(text: str) -> str:
    for pattern, kept in _INLINE:
        text = pattern.sub(kept, text)
    return text.strip()


def _switches(line: str, number: int) -> list[Off]:
    """A switch on a line of its own is for the next line that has text."""
    found = [(match[1], match[2] or "") for match in SWITCH.finditer(line)]
    alone = not SWITCH.sub("", line).strip()
    return [Off(rule, reason, -number if alone else number) for rule, reason in found]
