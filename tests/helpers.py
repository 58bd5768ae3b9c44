"""What the tests share: records made on the spot, docs folders, HTML read independently of `kb`."""

from __future__ import annotations

import datetime as dt
import re
import sys
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import yaml
from kb import model
from kb.index import PageInfo
from kb.load import KnowledgeBase, Loaded, load_knowledge_base

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
SHARED = ROOT.parent / "shared"
GOLDEN = Path(__file__).parent / "golden"
DAY = dt.date(2026, 1, 2)


# Records


def term_data(term_id: str, name: str, **fields: Any) -> dict[str, Any]:
    """The front matter of a valid term; `fields` replace or add."""
    return {
        "type": "term",
        "id": term_id,
        "term": name,
        "kind": "concept",
        "category": "organisation",
        "definition": f"这是{name}的一句话释义。",
        "english": {"term": f"the {term_id}", "definition": "A definition.", "official": False},
        "status": "current",
        "verified": "text",
        "verified_on": DAY,
    } | fields


def regulation_data(regulation_id: str, title: str, **fields: Any) -> dict[str, Any]:
    """The front matter of a valid regulation; `articles` makes one revision with that count."""
    articles = fields.pop("articles", None)
    revision = {"date": dt.date(2018, 10, 28), "label": "2018年文本", "level": "text"}
    if articles:
        fields["revisions"] = [revision | {"articles": articles}]
    return {
        "type": "regulation",
        "id": regulation_id,
        "title": title,
        "rank": "regulations",
        "status": "current",
        "summary": "一句话说明它管什么。",
        "verified": "text",
        "verified_on": DAY,
    } | fields


def term(term_id: str, name: str, **fields: Any) -> model.Term:
    """A valid term."""
    return model.Term.model_validate(term_data(term_id, name, **fields))


def regulation(regulation_id: str, title: str, **fields: Any) -> model.Regulation:
    """A valid regulation."""
    return model.Regulation.model_validate(regulation_data(regulation_id, title, **fields))


def numbered(term_id: str, name: str, counts: str, **fields: Any) -> model.Term:
    """A numbered formulation with as many members as it claims."""
    total = sum(map(int, counts.split("+")))
    members = [{"wording": f"成员{place}"} for place in range(1, total + 1)]
    return term(term_id, name, kind="numbered", counts=counts, members=members, **fields)


def knowledge_of(*records: model.AnyRecord) -> KnowledgeBase:
    """The records as if they had been read from files."""
    kinds: dict[str, dict[str, Any]] = {"terms": {}, "regulations": {}}
    by_path = {}
    for record in records:
        kinds[f"{record.TYPE}s"][record.id] = record
        path = f"{record.FOLDER}/{record.id}.md"
        by_path[path] = Loaded(record, path, {}, "", 1)
    return KnowledgeBase(**kinds, by_path=by_path)


def page_info(url: str, kind: str = "page", record_id: str | None = None) -> PageInfo:
    """A page of the site, its file standing where its URL says."""
    path = f"{url.rstrip('/') or 'index'}.md"
    return PageInfo(url, path, f"《{url}》", kind, record_id)  # type: ignore[arg-type]


# Files


def record_text(data: Mapping[str, Any], body: str = "") -> str:
    """A record's file."""
    head = yaml.safe_dump(dict(data), allow_unicode=True, sort_keys=False, width=1000)
    return f"---\n{head}---\n{body}"


def write_docs(folder: Path, files: Mapping[str, str | bytes | Mapping[str, Any]]) -> Path:
    """A docs folder: text, bytes, or the front matter of a record, by path."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(content, Mapping):
            content = record_text(content)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


def problems_of(folder: Path, files: dict[str, Any]) -> list[str]:
    """The problems of a docs folder, as printed."""
    return [str(problem) for problem in load_knowledge_base(write_docs(folder, files))[1]]


def line_of(text: str, part: str) -> int:
    """The line of a file that holds `part`."""
    return next(n for n, line in enumerate(text.split("\n"), 1) if part in line)


def term_file(term_id: str, name: str, **fields: Any) -> dict[str, dict[str, Any]]:
    """A term where it belongs."""
    return {f"terms/{term_id}.md": term_data(term_id, name, **fields)}


def regulation_file(regulation_id: str, title: str, **fields: Any) -> dict[str, dict[str, Any]]:
    """A regulation where it belongs."""
    return {f"regulations/{regulation_id}.md": regulation_data(regulation_id, title, **fields)}


# HTML, read by the standard library only

BLOCKS = frozenset(
    re.findall(
        r"\w+",
        "address article aside blockquote br caption dd desc details dialog div dl dt fieldset "
        "figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr legend li main nav ol p pre "
        "section summary svg table tbody td text tfoot th thead title tr ul",
    )
)
VOID = frozenset(
    re.findall(r"\w+", "area base br col embed hr img input link meta source track wbr")
)
LINKING = {
    "a": "href",
    "img": "src",
    "script": "src",
    "link": "href",
    "iframe": "src",
    "source": "src",
    "use": "href",
    "image": "href",
    "form": "action",
    "object": "data",
}
"""Element → its attribute that leads elsewhere."""


@dataclass
class Element:
    """A start tag."""

    tag: str
    attributes: dict[str, str]
    text: str = ""
    """Text up to the end tag, descendants' included."""
    generated: bool = False
    """It is, or lies in, a block with `data-search-exclude`."""


@dataclass
class _Open:
    element: Element
    in_article: bool
    excluded: bool


@dataclass
class HtmlFile:
    """What the tests ask about one HTML file."""

    url: str
    source: str = field(repr=False)
    elements: list[Element] = field(default_factory=list, repr=False)
    authored: str = field(default="", repr=False)
    """Text of `article` without `[data-search-exclude]`; a line end around every block."""

    @cached_property
    def ids(self) -> frozenset[str]:
        """Every id, and every name of a link target."""
        return frozenset(e.attributes["id"] for e in self.elements if "id" in e.attributes)

    @cached_property
    def lang(self) -> str:
        """The language of the document."""
        return next(e.attributes.get("lang", "") for e in self.elements if e.tag == "html")

    def all(self, tag: str, css_class: str = "") -> Iterator[Element]:
        """The elements of a kind, in order."""
        for element in self.elements:
            if element.tag == tag and (
                not css_class or css_class in element.attributes.get("class", "").split()
            ):
                yield element

    def links(self) -> Iterator[tuple[Element, str]]:
        """Everything that leads somewhere, with where it leads."""
        for element in self.elements:
            name = LINKING.get(element.tag)
            if name and name in element.attributes:
                yield element, element.attributes[name]


class _Parser(HTMLParser):
    def __init__(self, file: HtmlFile) -> None:
        super().__init__(convert_charrefs=True)
        self._file = file
        self._open: list[_Open] = []
        self._authored: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        element = Element(tag, attributes)
        self._file.elements.append(element)
        above = self._open[-1] if self._open else _Open(element, False, False)
        excluded = above.excluded or "data-search-exclude" in attributes
        element.generated = excluded
        self._break(tag)
        if tag not in VOID:
            silent = tag in ("script", "style", "template")
            self._open.append(
                _Open(element, above.in_article or tag == "article", excluded or silent)
            )

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        self._break(tag)
        for place in range(len(self._open) - 1, -1, -1):
            if self._open[place].element.tag == tag:
                del self._open[place:]
                break

    def handle_data(self, data: str) -> None:
        for opened in self._open:
            opened.element.text += data
        if self._open and self._open[-1].in_article and not self._open[-1].excluded:
            self._authored.append(data)

    def _break(self, tag: str) -> None:
        if tag in BLOCKS and self._open and not self._open[-1].excluded:
            self._authored.append("\n")

    def close(self) -> None:
        super().close()
        self._file.authored = "".join(self._authored)


def read_html(source: str, url: str = "") -> HtmlFile:
    """Parse one HTML file."""
    file = HtmlFile(url, source)
    parser = _Parser(file)
    parser.feed(source)
    parser.close()
    return file


class _NodeParser(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.above: list[Element] = []
        self.nodes: list[tuple[str, tuple[Element, ...]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs})
        if tag in VOID:
            self.nodes.append(("", (*self.above, element)))
        else:
            self.above.append(element)
            self.nodes.append(("", tuple(self.above)))

    def handle_endtag(self, tag: str) -> None:
        assert self.above[-1].tag == tag, f"</{tag}> closes <{self.above[-1].tag}>"
        self.above.pop()

    def handle_data(self, data: str) -> None:
        self.nodes.append((data, tuple(self.above)))


def text_nodes(source: str) -> list[tuple[str, tuple[Element, ...]]]:
    """The text nodes of well-formed HTML with their ancestors; a start tag adds an empty one."""
    parser = _NodeParser()
    parser.feed(source)
    parser.close()
    assert not parser.above
    return parser.nodes


def visible(source: str) -> str:
    """All text of well-formed HTML."""
    return "".join(text for text, _ in text_nodes(source))


def nfkc(text: str) -> str:
    """The normal form that counts in `xref.json`."""
    return unicodedata.normalize("NFKC", text)


def calls_of(function: Callable[[], object]) -> int:
    """How many calls a function makes in all: a measure of its work that does not vary."""
    seen = 0

    def count_one(frame: object, event: str, argument: object) -> None:
        nonlocal seen
        seen += 1

    sys.setprofile(count_one)
    try:
        function()
    finally:
        sys.setprofile(None)
    return seen
