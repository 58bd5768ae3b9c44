"""The files the search box loads, one set a language.

    terms.js    records, readings, traditional forms, citation table: enough to answer names
    pages.js    every page's address, title and kind
    text-N.js   the authored text of pages, in the order of pages.js

Each file is one call, `kbSearchData("terms",String.raw`{…}`);`, whose argument is plain JSON: a
worker fetches the file and reads what stands between the backticks, a page opened from file://
loads it as a script. One set of files serves both, so they cannot differ and the offline copy
does not carry the text twice.

All files of one build carry the same `edition`; a reader that meets another starts again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from .. import model
from ..emit import to_json
from ..english_names import record_names
from ..index import PageKind, SiteIndex
from ..load import KnowledgeBase
from ..match import Language
from ..urls import address_of_all
from .document import SearchDocument
from .everyday import ASKING, EVERYDAY, Notion
from .readings import (
    han,
    han_in,
    syllable_table,
    traditional_table,
    typed_chars,
    unusual_readings,
)

SCHEMA = 2
TERM_FIELDS = ("id", "name", "says", "english", "uses", "also", "members", "wrong", "members_en")
"""The places of a packed row, those that most rows have first."""
KINDS: tuple[PageKind, ...] = ("term", "regulation", "guide", "list", "form", "report", "page")
"""In the order in which texts are loaded: what answers questions first."""
SHARD_BYTES = 700_000
"""Of UTF-8 a file; a longer page gets a file of its own."""

Row = dict[str, Any]


def build_payload(
    knowledge: KnowledgeBase,
    documents: Iterable[SearchDocument],
    index: SiteIndex | None,
    language: Language,
    urls: Mapping[str, str],
    *,
    release: str = "",
) -> dict[str, str]:
    """File name below `search/` -> content.

    `documents` are the pages of this language; `index` gives the mention counts that break ties;
    `urls` maps source paths below the docs folder (`terms/x.md`) to URLs relative to the site
    root, and must know every record that has no document in this language. `release` is that
    of the pages which will read the files.
    """
    pages = sorted(documents, key=lambda page: (KINDS.index(page.kind), page.url))
    originals = list(_originals(knowledge, pages, urls))
    regulations = sorted(knowledge.regulations)
    terms = [_term_row(term, index) for _, term in sorted(knowledge.terms.items())]
    shards = list(_shards(pages))
    chars = han_in(
        [*(page.text for page in pages), *(page.title for page in pages), to_json(terms)]
    )
    # Slips of the Chinese input method are made in Chinese; English pages need the names alone.
    read = chars | typed_chars() if language == "zh" else han_in([to_json([terms, originals])])
    names = {name: term for term in knowledge.terms.values() for name in _read_names(term)}
    readings, authored = _readings(names)
    traditional, simplified = traditional_table(chars)
    data: dict[str, Row] = {
        "terms": {
            "language": language,
            "term_url": address_of_all(urls, knowledge.terms),
            "fields": TERM_FIELDS,
            "terms": [pack(term) for term in terms],
            "regulations": [
                _regulation_row(knowledge.regulations[id_], urls, language) for id_ in regulations
            ],
            "readings": readings,
            "syllables": syllable_table(read, extra=authored),
            "traditional": [traditional, simplified],
            "asking": _notion_rows(ASKING),
            "everyday": _notion_rows(EVERYDAY),
            "texts": [sum(len(text) for text, _ in rows) for _, rows in shards],
            "pages": len(pages),
        },
        "pages": {
            "kinds": KINDS,
            "pages": [_page_row(page, knowledge) for page in pages] + originals,
        },
    }
    for number, (first, texts) in enumerate(shards):
        data[f"text-{number}"] = {"first": first, "texts": texts}
    return _files(data, release)


def _notion_rows(notions: Iterable[Notion]) -> list[str]:
    """A string each: hundreds of lists would cost more than the words in them."""
    return [f"{' '.join(said)}|{' '.join(official)}" for said, official in notions]


def _files(data: dict[str, Row], release: str) -> dict[str, str]:
    """The files of `data`, which is used up: at 1,000 pages it is half of what a build holds."""
    bodies = {name: to_json(data.pop(name)).rstrip() for name in list(data)}
    digest = hashlib.sha256()
    for body in bodies.values():
        digest.update(body.encode())
    edition = digest.hexdigest()[:12]
    head = f'{{"schema":{SCHEMA},"edition":"{edition}","release":"{release}",'
    return {
        f"{name}.js": f'kbSearchData("{name}",String.raw`{_in_template(head + body[1:])}`);\n'
        for name in list(bodies)
        if (body := bodies.pop(name))
    }


def _in_template(json: str) -> str:
    """JSON that may stand in a raw template literal: no backtick, no `${`."""
    return json.replace("`", "\\u0060").replace("${", "\\u0024{")


def _term_row(
    term: model.Term,
    index: SiteIndex | None,
) -> Row:
    """One term; empty fields are left out, and its address follows from its id."""
    english = index is not None and index.language == "en"
    row = {
        "id": term.id,
        "name": term.term,
        "also": list(term.aliases),
        "english": [term.english.term, *term.english.aliases],
        "says": term.english.definition if english else term.definition,
        "members": [member.wording for member in term.known_members],
        "members_en": [member.english or "" for member in term.known_members] if english else [],
        "wrong": [wrong.variant for wrong in term.wrong],
        "uses": index.mention_count(term.id) if index else 0,
    }
    return {key: value for key, value in row.items() if value not in ("", [], 0)}


def pack(row: Row) -> list[Any]:
    """A term's row without the names of its fields, which would be a tenth of the payload."""
    values = [row.get(name, 0) for name in TERM_FIELDS]
    while not values[-1]:
        values.pop()
    return values


def unpack(values: Sequence[Any]) -> Row:
    """The row again; the engine does the same."""
    return {name: value for name, value in zip(TERM_FIELDS, values, strict=False) if value}


def _read_names(term: model.Term) -> tuple[str, ...]:
    return (term.term, *term.aliases, *(member.wording for member in term.known_members))


def _readings(names: Mapping[str, model.Term]) -> tuple[dict[str, str], dict[str, str]]:
    """Name -> its unusual readings as `1chong 3da`; character -> readings its records author."""
    readings: dict[str, str] = {}
    authored: dict[str, str] = {}
    for name, term in sorted(names.items()):
        given = term.pinyin if name == term.term else None
        unusual = unusual_readings(name, given)
        if unusual:
            readings[name] = " ".join(f"{place}{reading}" for place, reading in unusual.items())
        for place, reading in unusual.items():
            char = han(name)[place]
            authored[char] = " ".join(dict.fromkeys((*authored.get(char, "").split(), reading)))
    return readings, authored


def _regulation_row(
    regulation: model.Regulation, urls: Mapping[str, str], language: Language
) -> Row:
    """What a typed citation needs: `names` from the full title to the shortest."""
    place = 1 if language == "en" else 0
    standing = [model.RANKS[regulation.rank][place]]
    if regulation.status != "current":
        standing.append(model.REGULATION_STATUSES[regulation.status][place])
    current = regulation.current
    row = {
        "names": [regulation.title, *regulation.short],
        "url": urls[f"{regulation.FOLDER}/{regulation.id}.md"],
        "articles": current.articles if current else None,
        "parts": current.parts if current else None,
        "preamble": current.preamble if current else False,
        "years": sorted({revision.date.year for revision in regulation.revisions}),
        "current": current.date.year if current else None,
        "superseded": regulation.status not in ("current", "unverified"),
        "standing": " · ".join(standing),
    }
    return {key: value for key, value in row.items() if value}


def _page_row(page: SearchDocument, knowledge: KnowledgeBase) -> list[object]:
    """[url, title, index into kinds, other names?]"""
    row: list[object] = [page.url, page.title, KINDS.index(page.kind)]
    others = _other_names(page.kind, page.record_id, knowledge)
    names = [name for name in others if name != page.title]
    return [*row, names] if names else row


def _other_names(kind: PageKind, record_id: str | None, knowledge: KnowledgeBase) -> list[str]:
    if record_id is None:
        return []
    if kind == "regulation":
        if record_id in knowledge.texts:  # the regulation's own page has its names
            return []
        regulation = knowledge.regulations[record_id]
        return [*regulation.short, *([regulation.english] if regulation.english else [])]
    if kind in ("list", "form"):  # on the English page the title is the English one
        found = knowledge.lists if kind == "list" else knowledge.forms
        return [found[record_id].english, found[record_id].title]
    if kind == "guide" and record_id in knowledge.genres:
        genre = knowledge.genres[record_id]
        return [model.REPORT_GENRES[record_id].zh, genre.english]
    if kind in ("guide", "report"):
        records = knowledge.guides if kind == "guide" else knowledge.reports
        return [name for name in record_names(records[record_id])[:1] if name]
    return []


def _originals(
    knowledge: KnowledgeBase, pages: Iterable[SearchDocument], urls: Mapping[str, str]
) -> Iterator[list[object]]:
    """Rows for records without a page in this language: found by name, shown as 中文."""
    shown = {(page.kind, page.record_id) for page in pages}
    for path, loaded in sorted(knowledge.by_path.items()):
        record = loaded.record
        if isinstance(record, model.OfficialText):
            continue
        kind: PageKind = "guide" if isinstance(record, model.Genre) else record.TYPE  # type: ignore[assignment]
        if (kind, record.id) not in shown and not isinstance(record, model.Term):
            names = list(dict.fromkeys((record.title, *_other_names(kind, record.id, knowledge))))
            shown_as = record_names(record)[0] or record.title
            others = [name for name in names if name != shown_as]
            yield [urls[path], shown_as, KINDS.index(kind), others, "zh"]


def _shards(pages: Iterable[SearchDocument]) -> Iterator[tuple[int, list[Any]]]:
    """(index of the first page, text rows) of each file."""
    first, size = 0, 0
    rows: list[Any] = []
    for place, page in enumerate(pages):
        bytes_ = len(page.text.encode()) + 16 * len(page.sections)
        if rows and size + bytes_ > SHARD_BYTES:
            yield first, rows
            first, rows, size = place, [], 0
        rows.append([page.text, _section_list(page)])
        size += bytes_
    if rows:
        yield first, rows


def _section_list(page: SearchDocument) -> list[object]:
    """[start, anchor, level, start, anchor, level, …], starts counted from the one before.

    An anchor that begins with `-` continues the last heading's: `-p2` below `art-50`.
    """
    flat: list[object] = []
    last, heading = 0, ""
    for section in page.sections:
        anchor = section.anchor
        if section.level < 7:
            heading = anchor
        elif heading and anchor.startswith(f"{heading}-"):
            anchor = anchor[len(heading) :]
        flat += [section.start - last, anchor, section.level]
        last = section.start
    return flat
