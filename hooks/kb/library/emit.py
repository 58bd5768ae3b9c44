"""What the browser is given of the library: scripts, so that they load from file:// too."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final

from .. import model
from .outline import genre_parts
from .papers import Paper

SCHEMA: Final = 1


def _script(name: str, data: object) -> str:
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return f"window.{name}={text};\n"


def genres_script(
    genres: Mapping[str, model.Genre], papers: Sequence[Paper], url_of: Callable[[str], str]
) -> str:
    """`data/genres-zh.js`: the outline of every genre, in the order of the model."""
    rows = [
        {
            "id": genre.id,
            "name": model.REPORT_GENRES[genre.id].zh,
            "title": genre.title,
            "url": url_of(genre.id),
            "sections": [
                {
                    "name": part.section.name,
                    "keys": part.section.keys,
                    "terms": part.terms,
                    "required": part.section.required,
                    "must": part.section.must,
                    "clauses": [[c.regulation, c.article] for c in part.section.clauses],
                }
                for part in genre_parts(genre, papers)
            ],
        }
        for key in model.REPORT_GENRES
        if (genre := genres.get(key))
    ]
    return _script("__kbGenres", {"schema": SCHEMA, "genres": rows})


def terms_script(
    papers: Iterable[Paper],
    name_of: Callable[[str], str],
    url_of: Callable[[str], str],
    term_url: str,
) -> str:
    """`data/report-terms-zh.js`: the terms of every report, for setting two side by side.

    A report is [id, title, url, year or 0, genre, status, counts]; `counts` are pairs of the number
    of a term in `terms` and its mentions, in one list. The commonest terms have the lowest numbers,
    which keeps a thousand reports small. `term_url` is the address of a term's page with `*` for
    its id.
    """
    every = sorted(papers, key=lambda paper: (-(paper.year or 0), paper.record.id))
    common = Counter(term for paper in every for term in paper.terms)
    order = [term for term, _ in sorted(common.items(), key=lambda entry: (-entry[1], entry[0]))]
    number = {term: place for place, term in enumerate(order)}
    reports = []
    for paper in every:
        pairs = sorted((number[term], count) for term, count in paper.terms.items())
        record = paper.record
        flat = [value for pair in pairs for value in pair]
        genre = model.REPORT_GENRES[record.genre].zh
        year = paper.year or 0
        url = url_of(paper.path)
        reports.append([record.id, record.title, url, year, genre, record.status, flat])
    data = {
        "schema": SCHEMA,
        "term_url": term_url,
        "terms": [[term, name_of(term)] for term in order],
        "reports": reports,
    }
    return _script("__kbReportTerms", data)
