"""What an edition remembers of a record, facet by facet.

Words that papers repeat are kept as they are, so that a change can be shown as old and new; long
texts are kept as a hash, which says no more than that they changed. Whatever no facet names is in
the hash `text`, so that a new field of the schema is never forgotten.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from .. import model
from ..digest import read_digest
from ..official import split_parts

HASH_DIGITS = 8
SEPARATOR = "｜"
"""Between the entries of a list; no wording has it."""
_UNREMEMBERED = frozenset(
    (
        *("id", "type", "verified_on", "lint", "pinyin", "match", "never_in"),
        *("imported_from", "imported_on", "imported_digest"),
    )
)
"""Fields that tell a reader nothing: when a check took place, how a word is found."""


class Weight(IntEnum):
    """What a change means to who writes papers, the most urgent first."""

    WORDING = 0
    """It has to be written in another way now."""
    WITHDRAWN = 1
    SOURCES = 2
    """Where it stands, or how a thing is done, has been corrected."""
    NEW = 3
    EXPLANATION = 4


Fields = Mapping[str, Any]
"""A record as JSON, without what has its default value."""
Values = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Facet:
    """One thing that is remembered of the records of a kind."""

    key: str
    """As the ledger has it. To compute a facet in another way, rename it: a facet that an older
    edition does not know is not compared."""
    weight: Weight
    label: model.Label
    read: Callable[[Fields, str], Values]
    """(record, body) → its values."""
    fields: tuple[str, ...]
    """The fields that it covers: `term`, `members.wording`."""
    hashed: bool = False
    ordered: bool = False
    """Whether the order of its values means something."""


def field_values(name: str) -> Callable[[Fields, str], Values]:
    """The value or values of one field, as they are."""

    def read(fields: Fields, body: str) -> Values:
        value = fields.get(name)
        if value is None:
            return ()
        return tuple(map(str, value)) if isinstance(value, list | tuple) else (str(value),)

    return read


def inner_values(*path: str) -> Callable[[Fields, str], Values]:
    """One field of each entry of a list, or of a group."""

    def read(fields: Fields, body: str) -> Values:
        found: Any = fields.get(path[0]) or ()
        entries = [found] if isinstance(found, Mapping) else found
        return tuple(str(entry.get(path[1], "")) for entry in entries)

    return read


def _status(fields: Fields, body: str) -> Values:
    """`current`, `superseded other-id`."""
    return (" ".join(filter(None, (fields.get("status"), fields.get("superseded_by")))),)


def _members(fields: Fields, body: str) -> Values:
    members = fields.get("members", ())
    counts = (f"[{fields['counts']}]",) if "counts" in fields else ()
    if members == "unknown":
        return (*counts, "unknown")
    return (*counts, *(member["wording"] for member in members))


def _source(source: Mapping[str, Any]) -> str:
    """`@dangzhang 第三十二条`, `文件名 2018-10-28`: an id has the sign of one."""
    if "regulation" in source:
        return " ".join(filter(None, (f"@{source['regulation']}", source.get("article"))))
    return " ".join(filter(None, (source["document"], source.get("date"))))


def _sources(*names: str) -> Callable[[Fields, str], Values]:
    """Sources and clauses: those of the record, then those of its entries, each with what it backs.

    Not with a number: one entry more would then change all that follow.
    """

    def read(fields: Fields, body: str) -> Values:
        found = [_source(source) for source in fields.get(names[0], ())]
        for name in names[1:]:
            for entry in fields.get(name, ()):
                backed = entry.get("wording") or entry.get("name") or entry.get("do")
                clauses = [*entry.get("clauses", ()), *filter(None, [entry.get("clause")])]
                found += [f"“{backed}”{_source(clause)}" for clause in clauses]
        return tuple(found)

    return read


def _revisions(fields: Fields, body: str) -> Values:
    dates = {"issued": "发布", "effective": "施行"}
    found = [f"{fields[name]}{word}" for name, word in dates.items() if name in fields]
    for revision in fields.get("revisions", ()):
        size = f"，{revision['articles']}条" if "articles" in revision else ""
        found.append(f"{revision['label']}（{revision['date']}{size}）")
    return tuple(found)


def _articles(fields: Fields, body: str) -> Values:
    """`art-5=1a2b3c4d` of each provision that the page has a digest of."""
    return tuple(
        f"{unit.address}={digest_of([unit.title, *(p.text for p in unit.paragraphs)])}"
        for unit in read_digest(body)
        if unit.paragraphs
    )


def _steps(fields: Fields, body: str) -> Values:
    return tuple(
        "，".join(filter(None, (step.get("who"), step["do"], step.get("when"))))
        for step in fields.get("steps", ())
    )


def _level(fields: Fields, body: str) -> Values:
    return (fields["verified"],)


def _beside_articles(body: str) -> str:
    """A regulation's body without the digests: those are remembered one by one."""
    known = {unit.address for unit in read_digest(body) if unit.paragraphs}
    return "\n".join(part.body for part in split_parts(body) if part.key not in known)


def _cited(name: str, *inside: str) -> tuple[str, ...]:
    """The fields that `_sources` reads."""
    said = ("regulation", "article", "document", "date")
    clauses = [f"{outer}.{clause}" for outer in inside for clause in ("clauses", "clause")]
    return (*(f"{name}.{field}" for field in said), *clauses)


L = model.Label
_NAME = L("名称", "name")
_STATUS = L("状态", "status")
_SOURCES = L("出处", "sources")
_CLAUSES = L("依据的条款", "articles behind it")
_LEVEL = L("核对程度", "level of verification")
_ITEMS = ("items.wording", "counts")
_ENGLISH = L("英文名称", "English name")


Read = Callable[[Fields, str], Values]


def _word(key: str, label: L, read: Read, *fields: str, ordered: bool = False) -> Facet:
    return Facet(key, Weight.WORDING, label, read, fields or (key,), ordered=ordered)


def _source_facet(key: str, label: L, read: Read, *fields: str, ordered: bool = False) -> Facet:
    return Facet(key, Weight.SOURCES, label, read, fields or (key,), ordered=ordered)


def _explain(key: str, label: L, read: Read, *fields: str) -> Facet:
    return Facet(key, Weight.EXPLANATION, label, read, fields or (key,))


FACETS: Mapping[str, tuple[Facet, ...]] = {
    "term": (
        _word("name", _NAME, field_values("term"), "term"),
        _word("status", _STATUS, _status, "status", "superseded_by"),
        _word("members", L("成员", "members"), _members, "members.wording", "counts", ordered=True),
        _word(
            "wrong",
            L("不规范写法", "wordings to avoid"),
            inner_values("wrong", "variant"),
            "wrong.variant",
        ),
        _source_facet("sources", _SOURCES, _sources("sources"), *_cited("sources")),
        _source_facet("verified", _LEVEL, _level),
        _explain("aliases", L("同义写法", "other names"), field_values("aliases")),
        _explain("english", _ENGLISH, inner_values("english", "term"), "english.term"),
        Facet(
            "definition",
            Weight.EXPLANATION,
            L("释义", "definition"),
            field_values("definition"),
            ("definition",),
            hashed=True,
        ),
    ),
    "regulation": (
        _word("name", _NAME, field_values("title"), "title"),
        _word("status", L("效力", "standing"), _status, "status", "superseded_by"),
        _source_facet(
            "revisions",
            L("版本", "revisions"),
            _revisions,
            *("issued", "effective", "revisions.label", "revisions.date", "revisions.articles"),
        ),
        _source_facet("articles", L("条文要点", "digests of articles"), _articles),
        _source_facet("verified", _LEVEL, _level),
        _explain("short", L("简称", "short titles"), field_values("short")),
        _explain("english", _ENGLISH, field_values("english")),
    ),
    "list": (
        _word("name", _NAME, field_values("title"), "title"),
        _word("items", L("条目", "items"), inner_values("items", "wording"), *_ITEMS, ordered=True),
        _source_facet(
            "sources", _CLAUSES, _sources("sources", "items"), *_cited("sources", "items")
        ),
        _source_facet("verified", _LEVEL, _level),
        _explain("english", _ENGLISH, field_values("english")),
    ),
    "form": (
        _word("name", _NAME, field_values("title"), "title"),
        _word("wording", L("条例原话", "wording"), field_values("wording")),
        _source_facet(
            "measures", L("措施", "measures"), inner_values("measures", "name"), "measures.name"
        ),
        _source_facet(
            "sources", _CLAUSES, _sources("sources", "measures"), *_cited("sources", "measures")
        ),
        _source_facet("verified", _LEVEL, _level),
        _explain("english", _ENGLISH, field_values("english")),
    ),
    "guide": (
        _source_facet(
            "steps", L("步骤", "steps"), _steps, "steps.who", "steps.do", "steps.when", ordered=True
        ),
        _source_facet("checklist", L("核对清单", "checklist"), field_values("checklist")),
        _source_facet(
            "sources", _CLAUSES, _sources("clauses", "steps"), *_cited("clauses", "steps")
        ),
        _source_facet("verified", _LEVEL, _level),
        _explain("name", _NAME, field_values("title"), "title"),
    ),
    "report": (_explain("name", _NAME, field_values("title"), "title"),),
}
"""Kind → its facets. Imported official texts are not here: they differ from place to place."""
TEXT = Facet(
    "text", Weight.EXPLANATION, L("说明", "explanations"), lambda f, b: (), (), hashed=True
)
"""Of every kind: the body, and whatever no other facet covers."""


def facets_of(kind: str) -> tuple[Facet, ...]:
    """The facets of a kind, in the order in which they are shown."""
    return (*FACETS[kind], TEXT)


def facet_of(kind: str, key: str) -> Facet | None:
    """A facet by its key; None where this version has none of that name."""
    return next((facet for facet in facets_of(kind) if facet.key == key), None)


def remember(record: model.AnyRecord, body: str) -> dict[str, str]:
    """What is remembered of a record: facet → its value, on one line, where it has one."""
    fields = record.model_dump(mode="json", exclude_defaults=True)
    found = {}
    covered: set[str] = set(_UNREMEMBERED)
    for facet in FACETS[record.TYPE]:
        covered.update(facet.fields)
        values = facet.read(fields, body)
        if any(values):
            found[facet.key] = digest_of(values) if facet.hashed else join(values)
    if record.TYPE == "regulation":
        body = _beside_articles(body)
    told = json.dumps(_without(fields, covered), ensure_ascii=False, sort_keys=True)
    found[TEXT.key] = digest_of([told, " ".join(body.split())])
    return found


def _without(value: Any, covered: set[str], path: str = "") -> Any:
    """A record without the fields that are remembered elsewhere, and without what is then empty."""
    if isinstance(value, list):
        kept = [_without(entry, covered, path) for entry in value]
        return [entry for entry in kept if entry not in ({}, [])]
    if not isinstance(value, dict):
        return value
    inner = {
        name: _without(entry, covered, f"{path}{name}.")
        for name, entry in value.items()
        if f"{path}{name}" not in covered
    }
    return {name: entry for name, entry in inner.items() if entry not in ({}, [])}


def join(values: Iterable[str]) -> str:
    """Values on one line of the ledger."""
    return SEPARATOR.join(" ".join(value.replace(SEPARATOR, "|").split()) for value in values)


def split(value: str) -> Values:
    """The values again."""
    return tuple(value.split(SEPARATOR)) if value else ()


def digest_of(values: Sequence[str]) -> str:
    """Tells one text from another."""
    told = "\0".join(values).encode()
    return hashlib.sha256(told).hexdigest()[:HASH_DIGITS]
