"""Running the search on a payload: in node, and in a page that has nothing but the search box."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from jinja2 import Environment, FileSystemLoader
from kb import model
from kb.index import PageInfo
from kb.load import KnowledgeBase, Loaded
from kb.page import parse_page
from kb.render import Once
from kb.search import SearchDocument, build_payload, search_document

ROOT = Path(__file__).resolve().parent.parent
ASSETS = ROOT / "docs/assets/search"
ENGINE = ROOT / "tests/search/ask.mjs"
MATERIAL = Path(__import__("material").__file__).parent / "templates"


def document(
    url: str, title: str, body: str, kind: str = "page", record: str | None = None
) -> SearchDocument:
    """A page as the build sees it; `body` is HTML."""
    info = PageInfo(url=url, path=f"{url}x.md", title=title, kind=kind, record_id=record)  # type: ignore[arg-type]
    return search_document(info, parse_page(body))


def knowledge_of(records: Iterable[model.AnyRecord]) -> KnowledgeBase:
    """Records without their files."""
    by_kind: dict[str, dict[str, Any]] = {"term": {}, "regulation": {}}
    by_path = {}
    for record in records:
        by_kind[record.TYPE][record.id] = record
        path = f"{record.FOLDER}/{record.id}.md"
        by_path[path] = Loaded(record, path, {}, "", 1)
    return KnowledgeBase(terms=by_kind["term"], regulations=by_kind["regulation"], by_path=by_path)


def term_document(term: model.Term, body: str = "") -> SearchDocument:
    """The page of a term: name, definition, members, then `body`."""
    members = "".join(f"<li>{member.wording}</li>" for member in term.known_members)
    head = f"<h1>{term.term}</h1><p>{term.definition}</p><ol>{members}</ol>"
    return document(f"terms/{term.id}/", term.term, head + body, "term", term.id)


def payload_of(
    records: Sequence[model.AnyRecord],
    documents: Iterable[SearchDocument] = (),
    language: str = "zh",
) -> dict[str, str]:
    """The payload of records and pages; terms get a page where none is given."""
    knowledge = knowledge_of(records)
    pages = list(documents)
    shown = {page.record_id for page in pages}
    pages += [term_document(term) for term in knowledge.terms.values() if term.id not in shown]
    urls = {path: path.removesuffix(".md") + "/" for path in knowledge.by_path}
    return build_payload(knowledge, pages, None, language, urls)  # type: ignore[arg-type]


def write_files(folder: Path, files: Mapping[str, str]) -> Path:
    """Write a payload."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")
    return folder


def read_json(script: str) -> Any:
    """The JSON of a payload file."""
    return json.loads(script[script.index("`") + 1 : script.rindex("`")])


def ask(folder: Path, queries: Sequence[str], *, most: int = 20) -> list[dict[str, Any]]:
    """What the engine finds in a payload, run in node; one result a query."""
    given = json.dumps({"folder": str(folder), "queries": list(queries), "most": most})
    done = subprocess.run(
        ["node", str(ENGINE)], input=given, capture_output=True, text=True, encoding="utf-8"
    )
    assert done.returncode == 0, done.stderr[-3000:]
    found: list[dict[str, Any]] = json.loads(done.stdout)
    return found


def call(function: str, arguments: Sequence[Sequence[Any]]) -> list[Any]:
    """What a function that the parts export returns for each list of arguments."""
    given = json.dumps({"function": function, "arguments": list(arguments)})
    done = subprocess.run(
        ["node", str(ENGINE)], input=given, capture_output=True, text=True, encoding="utf-8"
    )
    assert done.returncode == 0, done.stderr[-3000:]
    found: list[Any] = json.loads(done.stdout)
    return found


def text_of(pieces: Sequence[str]) -> str:
    """A text in pieces as it is read."""
    return "".join(pieces)


def marks_of(item: Mapping[str, Any]) -> list[str]:
    """Everything marked in an item."""
    lists = [item["title"], item["context"], item["text"]]
    lists += [part for place in item["more"] for part in (place["title"], place["text"])]
    if item["note"]:
        lists.append(item["note"]["text"])
    return [piece for pieces in lists for piece in pieces[1::2]]


_PAGE = """<!doctype html>
<html lang="{{ language }}"><head><meta charset="utf-8"><title>search</title>
<link rel="stylesheet" href="material.css"><link rel="stylesheet" href="assets/search/search.css">
</head><body data-md-color-scheme="default">
<input class="md-toggle" data-md-toggle="search" type="checkbox" id="__search" autocomplete="off">
<header class="md-header"><nav class="md-header__inner">{% include "partials/search.html" %}</nav></header>
<main><article class="md-content__inner md-typeset">{{ body }}</article></main>
</body></html>
"""


def write_frame(
    folder: Path, payload: Mapping[str, str], *, body: str = "", options: str = ""
) -> Path:
    """A site of one page with the real search box and this payload; returns the page.

    `options` are further attributes of the script, such as `data-ways="page"`.
    """
    shutil.copytree(ASSETS, folder / "assets/search", dirs_exist_ok=True)
    style = next((MATERIAL / "assets/stylesheets").glob("main.*.min.css"))
    shutil.copy(style, folder / "material.css")
    write_files(folder / "search", payload)
    environment = Environment(
        loader=FileSystemLoader([ROOT / "overrides", MATERIAL]), autoescape=False
    )
    environment.filters["url"] = lambda path: path
    page = environment.from_string(_PAGE).render(
        language="zh", t=lambda chinese, english: chinese, base_url=".", body=body, once=Once()
    )
    page = re.sub(r"(<script src=\"assets/search/box.js\")", rf"\1 {options}", page)
    (folder / "index.html").write_text(page, encoding="utf-8")
    return folder / "index.html"


def wrong_types(config: Path) -> str:
    """What tsc says against the scripts that a tsconfig.json lists; skips where there is no tsc."""
    installed = shutil.which("tsc", path=f"{sys.prefix}/node_modules/.bin")  # by make test
    tsc = os.environ.get("TSC") or installed or shutil.which("tsc")
    if tsc is None:
        pytest.skip("TypeScript is not there: make test installs it with npm, or set TSC")
    done = subprocess.run([tsc, "-p", str(config)], capture_output=True, text=True)
    return done.stdout + done.stderr if done.returncode else ""
