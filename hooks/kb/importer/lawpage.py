"""The files of an imported regulation: its official text, and a profile where there is none."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Final

from ..model import BOARDS, REGULATION_STATUSES, OfficialText
from .blocks import Span
from .inline import render_heading, render_lines
from .issuing import Dated
from .lawbook import LawBook
from .lawtext import Kind, Line, Unit
from .page import choices, render_table, scalar

RANKS_BY_ENDING: Final = {
    "章程": "constitution",
    "准则": "code",
    "条例": "regulations",
    "规定": "provisions",
    "办法": "measures",
    "规则": "rules",
    "细则": "bylaws",
}
_DEPTHS: Final = {Kind.BOOK: 1, Kind.CHAPTER: 2, Kind.SECTION: 3}
TO_FILL: Final = "待填"
MAX_ARTICLES: Final = 999
"""What a profile can count."""


def render_text(text: OfficialText, book: LawBook) -> str:
    """The file of an official text: every provision in its words, below our heading forms."""
    body = "\n\n".join(_body(book))
    head = "\n".join(_text_fields(text))
    return f"---\n{head}\n---\n\n{body}\n"


def _text_fields(text: OfficialText) -> Iterator[str]:
    yield "# 由 kb import 导入的法规原文。删去这个文件，网页上的原文随之撤下。"
    yield "type: text"
    yield f"id: {scalar(text.id)}"
    yield f"regulation: {text.regulation}"
    yield f"revision: {text.revision}"
    yield f"title: {scalar(text.title)}"
    if text.note:
        yield f"note: {scalar(text.note)}"
    yield f"imported_from: {scalar(text.imported_from or '')}"
    yield f"imported_on: {text.imported_on}"


def _body(book: LawBook) -> Iterator[str]:
    yield from _render_lines(book.foreword)
    open_units: list[Unit] = []
    for unit in book.units:
        level = _enter(unit, open_units)
        mark = " {: .kb-run-in }" if unit.run_in else ""
        yield f"{'#' * level} {render_heading(unit.heading)}{mark}"
        yield from _render_lines(unit.lines)


def _enter(unit: Unit, above: list[Unit]) -> int:
    """The heading's level; `above` are the headings it stands under, and becomes those below it."""
    if unit.kind is Kind.ARTICLE:
        return 2 + max(len(above), 1)
    depth = _DEPTHS.get(unit.kind)
    if unit.kind is Kind.HEADING:
        depth = 2 if above and above[0].kind is Kind.BOOK else 1
    above[:] = [u for u in above if depth and _DEPTHS.get(u.kind, 9) < depth]
    above.append(unit)
    return 1 + len(above)


def _render_lines(lines: tuple[Line, ...] | list[Line]) -> Iterator[str]:
    for line in lines:
        rendered = render_lines([Span(line)]) if isinstance(line, str) else render_table(line)
        if rendered:
            yield rendered


def rank_of(title: str) -> str:
    """The rank that a title names; what names none is a document."""
    bare = title.partition("（试行")[0].partition("（暂行")[0]
    found = (rank for ending, rank in RANKS_BY_ENDING.items() if bare.endswith(ending))
    return next(found, "document")


def render_profile(
    regulation_id: str, book: LawBook, revision: dt.date, *, verified_on: dt.date
) -> str:
    """A profile with clear blanks; nothing in it is claimed to have been checked."""
    head = "\n".join(_profile_fields(regulation_id, book, revision, verified_on))
    return f"---\n{head}\n---\n\n## 它管什么\n\n{TO_FILL}：这部法规管什么、谁常用。\n"


def _profile_fields(
    regulation_id: str, book: LawBook, revision: dt.date, verified_on: dt.date
) -> Iterator[str]:
    yield "# 由 kb import 新建。写着“待填”的请补上：改好内容，删去行首的“# ”；核对后再改 verified。"
    yield "type: regulation"
    yield f"id: {regulation_id}"
    yield f"title: {scalar(book.title)}"
    yield "# short: 待填（公文里常用的简称，写成 [甲, 乙]）"
    yield f"rank: {rank_of(book.title)}"
    yield f"# board: 待填（板块）：{choices(BOARDS)}"
    yield "# issuer: 待填（制定机关）"
    yield "revisions:"
    for dated in revisions_of(book, revision):
        yield from (f"  {line}" for line in revision_fields(dated, book, revision))
    yield f"# status 待填（效力）：{choices(REGULATION_STATUSES)}"
    yield "status: unverified"
    yield f"summary: {TO_FILL}：用一句话说明它管什么。"
    yield "verified: unverified"
    yield f"verified_on: {verified_on}"


def revisions_of(book: LawBook, revision: dt.date) -> list[Dated]:
    """The revisions that the text tells of, the newest first; the one imported is among them."""
    told = [dated for dated in book.dated if dated.date != revision]
    own = next((dated for dated in book.dated if dated.date == revision), None)
    found = [*told, own or Dated(adopted=revision)]
    return sorted(found, key=lambda dated: dated.date, reverse=True)


def revision_fields(dated: Dated, book: LawBook, imported: dt.date) -> Iterator[str]:
    """The lines of one revision in a profile; sizes are known of the imported one."""
    yield f"- date: {dated.date}"
    yield f"  label: {dated.label}"
    own = dated.date == imported
    effective = dated.effective or (book.effective if own else None)
    if dated.issued:
        yield f"  issued: {dated.issued}"
    if effective:
        yield f"  effective: {effective}"
    for name, count in sizes(book).items() if own else ():
        yield f"  {name}: {count}"
    if own and book.law.count(Kind.PREAMBLE):
        yield "  preamble: true"
    yield "  level: unverified"


def sizes(book: LawBook) -> dict[str, int]:
    """How large the text is, in the fields of a revision; what it has none of is left out."""
    articles = len(book.law.articles)
    found = {
        "articles": articles if articles <= MAX_ARTICLES else 0,
        "chapters": book.law.count(Kind.CHAPTER),
        "parts": book.law.count(Kind.BOOK) or book.law.count(Kind.PART),
    }
    return {name: count for name, count in found.items() if count}
