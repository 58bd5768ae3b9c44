"""What the importer's tests share: papers made on the spot, and the page as a reader sees it."""

from __future__ import annotations

import datetime as dt
import io
import unicodedata
import zipfile
from functools import lru_cache
from pathlib import Path
from typing import Any

import lxml.html
import yaml
from kb.importer.blocks import Source
from kb.importer.describe import describe
from kb.importer.package import open_package
from kb.importer.page import render_page
from kb.importer.structure import find_structure
from kb.importer.word import parse_word
from kb.model import Report
from kb.problem import Problem
from markdown import Markdown
from markdown.extensions import Extension

ROOT = Path(__file__).resolve().parent.parent
DAY = dt.date(2026, 1, 2)
INVISIBLE = {*"\u00ad\u200b\u2060\ufeff\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"}

W_NS = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
NAMESPACES = (
    f'xmlns:w="{W_NS}" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
)
DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
ROOTS = {"styles": "styles", "numbering": "numbering", "footnotes": "footnotes", "header": "hdr"}


class _Loader(yaml.SafeLoader):
    """Reads mkdocs.yml, whose tags MkDocs knows."""


def _ignore(loader: _Loader, *_: object) -> None:
    return None


_Loader.add_constructor("!ENV", _ignore)
_Loader.add_multi_constructor("tag:yaml.org,2002:python/", _ignore)


@lru_cache(maxsize=1)
def markdown() -> Markdown:
    """Markdown as the site has it: MkDocs' own extensions and those of mkdocs.yml."""
    return make_markdown()


def make_markdown(*more: Extension) -> Markdown:
    """Another one, with more extensions."""
    site = yaml.load((ROOT / "mkdocs.yml").read_text(encoding="utf-8"), _Loader)
    names: list[str] = ["toc", "tables", "fenced_code"]
    settings: dict[str, Any] = {}
    for entry in site["markdown_extensions"]:
        name, options = next(iter(entry.items())) if isinstance(entry, dict) else (entry, {})
        names.append(name)
        settings[name] = options or {}
    extensions = [*dict.fromkeys(names), *more]
    return Markdown(extensions=extensions, extension_configs=settings)


def front_matter(page: str) -> tuple[dict[str, Any], str]:
    """The data and the body of a page."""
    _, head, body = page.split("---\n", 2)
    return yaml.safe_load(head), body


def render(body: str) -> str:
    """The body's HTML."""
    return markdown().reset().convert(body)


def visible(html: str) -> str:
    """The text that a browser shows, without white space."""
    return squeezed(lxml.html.fromstring(f"<div>{html}</div>").text_content())


def squeezed(text: str) -> str:
    """Text without white space and without what shows nothing."""
    return "".join(
        char
        for char in text
        if not char.isspace()
        and char not in INVISIBLE
        and unicodedata.category(char) not in ("Cc", "Cs")
        and not 0xFDD0 <= ord(char) <= 0xFDEF
        and ord(char) & 0xFFFE != 0xFFFE
    )


def make_page(source: Source) -> str:
    """The page of a source; its record must stand the schema."""
    structure = find_structure(source.blocks)
    page = render_page(describe(structure, name=source.name, imported_on=DAY), structure)
    Report.model_validate(front_matter(page)[0])
    return page


def shown(page: str, *, titled: bool) -> str:
    """What a reader sees of a page: the title, where it is the paper's own, and the body."""
    data, body = front_matter(page)
    return (squeezed(data["title"]) if titled else "") + visible(render(body))


def make_docx(body: str, **parts: str) -> bytes:
    """A Word file: the XML inside w:body; `styles`, `numbering`, `footnotes`, `header` inside
    their root elements."""
    related = "".join(
        f'<Relationship Id="r{name}" Type="{RELATIONS}/{name}" Target="{name}.xml"/>'
        for name in parts
    )
    files = {
        "[Content_Types].xml": _types(parts),
        "_rels/.rels": _relations(
            f'<Relationship Id="r1" Type="{RELATIONS}/officeDocument" Target="word/document.xml"/>'
        ),
        "word/document.xml": _xml("document", f"<w:body>{body}</w:body>"),
        "word/_rels/document.xml.rels": _relations(related),
    }
    for name, content in parts.items():
        files[f"word/{name}.xml"] = _xml(ROOTS[name], content)
    return zipped(files)


def zipped(files: dict[str, str | bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip of these files."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", method) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return data.getvalue()


def unzipped(data: bytes) -> dict[str, str | bytes]:
    """The files of a zip."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def read_docx(data: bytes, name: str = "材料.docx") -> Source | Problem:
    """What the importer makes of a Word file's bytes."""
    package = open_package(data, name)
    return package if isinstance(package, Problem) else parse_word(package, name=name, path=name)


def source_of(body: str, **parts: str) -> Source:
    """The source of a Word file that must be readable."""
    source = read_docx(make_docx(body, **parts))
    assert isinstance(source, Source), source
    return source


def _xml(root: str, content: str) -> str:
    return f"{DECLARATION}<w:{root} {NAMESPACES}>{content}</w:{root}>"


def _relations(content: str) -> str:
    return f'{DECLARATION}<Relationships xmlns="{PACKAGE_RELATIONS}">{content}</Relationships>'


def _types(parts: dict[str, str]) -> str:
    overrides = {"document": "document.main", **{name: name for name in parts}}
    content = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{WORD_TYPE}.{kind}+xml"/>'
        for name, kind in overrides.items()
    )
    return (
        f'{DECLARATION}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="xml" ContentType="application/xml"/>'
        '<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f"{content}</Types>"
    )
