"""The data files of the site: text out, nothing written here.

`terms.json`, `xref.json` and `questions.json` are contracts, described in docs/about/data.md; a
change of form raises `SCHEMA`, or `questions.SCHEMA`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import accumulate
from typing import Any

from . import questions
from .index import PageUse, SiteIndex
from .load import KnowledgeBase
from .match import Language, counts_something, name_variants
from .model import LEVELS, Label, MatchRule, Source, Term
from .questions import KINDS, TOPICS, Question
from .text import fold

SCHEMA = 1


def to_json(data: object) -> str:
    """Compact UTF-8 JSON, keys in the order given."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")) + "\n"


def build_terms(
    knowledge: KnowledgeBase,
    index: SiteIndex,
    url_of: Callable[[str], str],
    pinyin_of: Callable[[Term], tuple[str, str]],
) -> dict[str, Any]:
    """The content of terms.json; counts are those of the Chinese site."""
    return {
        "schema": SCHEMA,
        "terms": [
            _term_row(term, index, url_of, pinyin_of) for _, term in sorted(knowledge.terms.items())
        ],
    }


def _term_row(
    term: Term,
    index: SiteIndex,
    url_of: Callable[[str], str],
    pinyin_of: Callable[[Term], tuple[str, str]],
) -> dict[str, Any]:
    pinyin, initials = pinyin_of(term)
    return {
        "id": term.id,
        "term": term.term,
        "aliases": list(term.aliases),
        "variants": _variants(term),
        "match": _match(term),
        "pinyin": pinyin,
        "initials": initials,
        "kind": term.kind,
        "category": term.category,
        "members": "unknown"
        if term.members == "unknown"
        else [_without_none(member.model_dump()) for member in term.members],
        "definition": term.definition,
        "english": _without_none(term.english.model_dump(exclude={"body"})),
        "status": term.status,
        "superseded_by": term.superseded_by,
        "senses": list(term.senses),
        "sources": [_source_row(source) for source in term.sources],
        "verified": term.verified,
        "verified_on": term.verified_on.isoformat(),
        "url": url_of(term.id),
        "mentions": index.mention_count(term.id),
        "pages": index.page_count(term.id),
    }


def _variants(term: Term) -> list[str]:
    names = (term.term, *term.aliases)
    digits = counts_something(term)
    found = {variant for name in names for variant in name_variants(name, digits=digits)}
    return sorted(found - {fold(name) for name in names})


def _match(term: Term) -> object:
    if isinstance(term.match, MatchRule):
        rule = {"in_quotes": term.match.in_quotes, "phrases": list(term.match.phrases)}
        return rule | ({"never_in": list(term.never_in)} if term.never_in else {})
    return {"never_in": list(term.never_in)} if term.never_in else "always"


def _source_row(source: Source) -> dict[str, Any]:
    return _without_none(source.model_dump(mode="json"))


def _without_none(row: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in row.items() if value not in (None, ())}


def xref_json(indexes: Sequence[SiteIndex]) -> Iterator[str]:
    """The text of xref.json in pieces: every sentence once, then what was found in it."""
    pages = [page for index in indexes for page in index.in_order()]
    bases = list(accumulate((len(page.sentences) for page in pages), initial=0))
    yield f'{{"schema":{SCHEMA}'
    for name, rows in (
        ("sentences", _sentences),
        ("mentions", _mentions),
        ("citations", _citations),
    ):
        yield f',"{name}":['
        separator = ""
        for page, base in zip(pages, bases, strict=False):
            text = to_json(rows(page, base)).strip()[1:-1]
            if text:
                yield separator + text
                separator = ","
        yield "]"
    yield "}\n"


def _sentences(page: PageUse, base: int) -> list[list[object]]:
    return [[page.info.url, sentence.anchor, sentence.text] for sentence in page.sentences]


def _mentions(page: PageUse, base: int) -> list[list[object]]:
    return [["|".join(use.senses), base + use.sentence, use.linked] for use in page.uses]


def _citations(page: PageUse, base: int) -> list[list[object]]:
    rows: list[list[object]] = []
    for cited in page.citations:
        citation = cited.citation
        address = citation.target if citation.regulation else None
        row = [base + cited.sentence, citation.raw, citation.regulation, address]
        rows.append([*row, citation.resolved])
    return rows


def build_tooltips(knowledge: KnowledgeBase, language: str) -> str:
    """A script that gives the page every definition: it loads from file:// too."""
    rows = {
        term.id: [term.english.term, term.english.definition]
        if language == "en"
        else [term.term, term.definition]
        for _, term in sorted(knowledge.terms.items())
    }
    for term_id, row in rows.items():
        row.append(knowledge.terms[term_id].status)
    return f"window.kbDefinitions={to_json(rows).rstrip()};\n"


def build_questions(
    banks: Iterable[tuple[Sequence[Question], Callable[[Question], str]]],
) -> dict[str, Any]:
    """The content of questions.json: the banks of all languages, with the way to each page."""
    return {
        "schema": questions.SCHEMA,
        "topics": {key: label._asdict() for key, label in TOPICS.items()},
        "kinds": {key: label._asdict() for key, label in KINDS.items()},
        "questions": [
            {
                "id": question.id,
                "language": question.language,
                "kind": question.kind,
                "topic": question.topic,
                "question": question.text,
                "options": question.options,
                "answer": question.answer,
                "explanation": question.explanation,
                "url": url_of(question),
                "source": question.source,
                "regulation": question.regulation,
                "article": question.article,
                "verified": question.level,
            }
            for bank, url_of in banks
            for question in bank
        ],
    }


def build_self_test(
    bank: Sequence[Question], url_of: Callable[[Question], str], language: Language
) -> str:
    """The bank as a script: it loads from file:// too. The rows are as study.js reads them."""

    def named(labels: Mapping[str, Label]) -> dict[str, str]:
        return {key: label[language == "en"] for key, label in labels.items()}

    data = {
        "schema": questions.SCHEMA,
        "topics": named(TOPICS),
        "levels": named(LEVELS),
        "questions": [
            [
                question.topic,
                question.text,
                question.options,
                question.answer,
                question.explanation,
                url_of(question),
                question.source,
                question.level,
            ]
            for question in bank
        ],
    }
    return f"window.kbQuestions={to_json(data).rstrip()};\n"
