"""What the templates are given: plain data, ready to be laid out."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from . import english_names, library_views, model, revisions
from .address import Address, number, numeral, parse_provision
from .history.view import GROUPS, change_view
from .history.view import KINDS as KINDS_OF_RECORDS
from .index import PageInfo
from .lint.catalogue import families
from .lint.payload import PARTS
from .load import KnowledgeBase
from .match import counts_something
from .paper import citation_in_full, density
from .pinyin import pinyin_and_initials, syllables
from .questions import KINDS, TOPICS, Question
from .release import versioned
from .schema import describe, fields_of, nested_schemas
from .urls import relative

if TYPE_CHECKING:
    from .build import Build


@dataclass(frozen=True, slots=True)
class TermRow:
    """A term in a list."""

    id: str
    name: str
    definition: str
    url: str
    """Relative to the page that shows it."""
    status: str
    verified: str
    mentions: int
    pages: int
    pinyin: str
    counts: str
    kind: str
    category: str
    sources: tuple[str, ...]
    """Ids of the regulations it comes from."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a filter of the list of terms."""

    value: str
    """As it stands in the rows' data attributes and in the address."""
    title: str
    count: int


@dataclass(frozen=True, slots=True)
class FieldRow:
    """One field in the editing guide."""

    name: str
    required: bool
    about: str
    """In Chinese, with the values that may be chosen."""


@dataclass(frozen=True, slots=True)
class FieldTable:
    """The fields of one kind of record, or of a group that records hold."""

    key: str
    """ASCII, for the HTML id."""
    kind: str | None
    """The type of the record; None for a group."""
    places: tuple[tuple[str, str], ...]
    """Of a group: (type of record, path of the field) wherever it is used."""
    rows: tuple[FieldRow, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Rows under one heading."""

    key: str
    """ASCII, for the HTML id."""
    title: str
    rows: tuple[Any, ...]


def known(build: Build) -> dict[str, Any]:
    """What every template may use, the same on all pages."""
    return {
        "knowledge": build.knowledge,
        "cited_in_full": partial(
            citation_in_full,
            regulations=build.knowledge.regulations,
            english=build.language == "en",
        ),
        "density": partial(density, english=build.language == "en"),
        "paper_basis": partial(english_names.paper_basis, regulations=build.knowledge.regulations),
        "term_name": partial(term_name, build),
        "regulation_title": partial(regulation_title, build),
        "regulation_english": partial(regulation_english, build),
        "provision_english": english_names.provision_name,
        "record_names": english_names.record_names,
        "in_english": english_names.in_english,
    }


def common(build: Build, info: PageInfo) -> dict[str, Any]:
    """What every template may use on one page; imported macros see only `known`."""
    return {
        "info": info,
        "term_url": lambda term: relative(build.urls.term(term), info.url),
        "page_url": lambda url: relative(url, info.url),
        "path_url": lambda path: relative(build.urls.of(path), info.url),
        "asset": lambda path: versioned(relative(path, info.url), build.version),
        "regulation_url": lambda regulation: relative(build.urls.regulation(regulation), info.url),
        "provision_url": partial(provision_url, build, info),
        "cited_works": partial(
            english_names.cited_works,
            regulations=build.knowledge.regulations,
            url_of=partial(provision_url, build, info),
        ),
        "ladder_url": ladder_url(build, info),
    }


def ladder_url(build: Build, info: PageInfo) -> str:
    """The way to the page on ranks; empty where there is none."""
    page = build.urls.pages.get("regulations/ladder.md")
    return relative(page, info.url) if page else ""


def term_name(build: Build, term_id: str) -> str:
    """A term's name in the language of the build; its id where there is no such record."""
    term = build.knowledge.terms.get(term_id)
    if term is None:
        return term_id
    return term.english.term if build.language == "en" else term.term


def regulation_title(build: Build, regulation_id: str) -> str:
    """A regulation's full title; its id where there is no such record (an error by then)."""
    regulation = build.knowledge.regulations.get(regulation_id)
    return regulation.title if regulation else regulation_id


def regulation_english(build: Build, regulation_id: str) -> str:
    """A regulation's English name with its year; empty where it has none."""
    regulation = build.knowledge.regulations.get(regulation_id)
    return english_names.regulation_name(regulation) if regulation and regulation.english else ""


def provision_url(build: Build, info: PageInfo, regulation: str, article: str | None) -> str:
    """The way from a page to an article."""
    url = relative(build.urls.regulation(regulation), info.url)
    return f"{url}#{parse_provision(article).whole}" if article else url


def head(build: Build, info: PageInfo, record: model.AnyRecord) -> dict[str, Any]:
    """What the head of a record's page needs."""
    context = common(build, info) | {"record": record}
    if isinstance(record, model.Report):
        context["genre_path"] = library_views.genre_path(build, record.genre)
        context["terms_path"] = library_views.terms_path(build)
    if isinstance(record, model.Regulation):
        context["text"] = build.knowledge.text_of(record)
        context["text_urls"] = text_urls(build, info, record)
        context["comparisons"] = revisions.comparison_links(build, info, record.id)
        context["lineage_url"] = revisions.lineage_url(build, info, record.id)
    if isinstance(record, model.OfficialText):
        regulation = build.knowledge.regulations.get(record.regulation)
        context["comparisons"] = revisions.comparison_links(build, info, record.regulation)
        context["work"] = regulation.title if regulation else record.title
        dated = regulation.revisions if regulation else ()
        context["revision"] = next((r for r in dated if r.date == record.revision), None)
    return context


def text_urls(
    build: Build, info: PageInfo, regulation: model.Regulation
) -> dict[model.Revision, str]:
    """The way to the imported text of each revision that has one with a page of its own."""
    found = {r: build.knowledge.text_of(regulation, r) for r in regulation.revisions}
    return {
        revision: relative(build.urls.of(build.knowledge.path_of(text)), info.url)
        for revision, text in found.items()
        if text and not build.knowledge.shown_on(text)
    }


def after(build: Build, info: PageInfo) -> dict[str, Any]:
    """What follows a page's authored text."""
    record = build.record_at(info.path)
    up = relative("", info.url)
    used = [
        (f"{up}{build.urls.term(entry.term)}", term_name(build, entry.term), entry.count)
        for entry in build.index.terms_on(info.url)
    ]
    context = common(build, info) | {"record": record, "used": used, "chain": build.chain}
    if isinstance(record, model.Term):
        context["concordance"] = build.index.concordance(record.id)
        context["containing"] = build.formulations.get(record.id, ())
    if isinstance(record, model.Genre):
        context |= library_views.genre_after(build, info, record)
    if isinstance(record, model.Regulation):
        context["cited"] = build.index.cited_by(record.id)
        context["other_articles"] = other_articles(build, record)
    return context


def members_of_formulations(knowledge: KnowledgeBase) -> dict[str, tuple[str, ...]]:
    """Term id -> the formulations that have this term as a member."""
    by_name = {
        name: term.id for term in knowledge.terms.values() for name in (term.term, *term.aliases)
    }
    found: dict[str, set[str]] = defaultdict(set)
    for term in knowledge.terms.values():
        for member in term.known_members:
            found[member.term or by_name.get(member.wording, "")].add(term.id)
    return {term_id: tuple(sorted(ids - {term_id})) for term_id, ids in found.items()}


def other_articles(build: Build, regulation: model.Regulation) -> tuple[Address, ...]:
    """The provisions the page has no digest of; they need an address all the same."""
    text = regulation.current
    if text is None:
        return ()
    present = build.provision_ids(regulation.id)
    wanted = [Address(preamble=True)] if text.preamble else []
    if text.articles:
        wanted += [Address(article=number) for number in range(1, text.articles + 1)]
    elif text.parts:
        wanted += [Address(part=number) for number in range(1, text.parts + 1)]
    return tuple(address for address in wanted if str(address) not in present)


def generated(build: Build, info: PageInfo) -> dict[str, Any]:
    """What generated lists need; computed only when a template asks."""
    return common(build, info) | {
        "rows": lambda: term_rows(build, info),
        "choices": partial(choices, build),
        "by_pinyin": lambda: by_pinyin(term_rows(build, info)),
        "by_number": lambda: by_number(build, term_rows(build, info)),
        "by_category": lambda: by_category(build, term_rows(build, info)),
        "by_source": lambda: by_source(build, term_rows(build, info)),
        "by_member": lambda: by_member(build),
        "coverage": lambda: build.coverage,
        "verification": lambda: verification(build),
        "pages_of": lambda kind: pages_of(build, kind),
        "originals_of": lambda kind: originals_of(build, kind),
        "regulations": lambda: regulations_by_rank(build),
        "ladder": lambda: ladder(build),
        "comparison": lambda: revisions.comparison(build, info),
        "lineage_table": lambda: revisions.lineage_table(build, info),
        "index": build.index,
        "field_tables": field_tables,
        "topics": lambda: questions_by_topic(build),
        "question_link": lambda question: relative(build.question_url(question), info.url),
        "by_kind": partial(by_kind, language=build.language),
        "spread": spread,
        "lint_rules": families,
        "desk_parts": PARTS,
        "changes": lambda: change_view(build, lambda url: relative(url, info.url)),
        "groups": GROUPS,
        "kinds": KINDS_OF_RECORDS,
        **library_views.generated(build, info),
    }


def term_rows(build: Build, info: PageInfo) -> tuple[TermRow, ...]:
    """All terms, in pinyin order (English: alphabetical)."""
    rows = [_term_row(build, info, term) for term in build.knowledge.terms.values()]
    if build.language == "en":
        return tuple(sorted(rows, key=lambda row: (row.name.lower(), row.id)))
    return tuple(sorted(rows, key=lambda row: (row.pinyin, row.name, row.id)))


def _term_row(build: Build, info: PageInfo, term: model.Term) -> TermRow:
    english = build.language == "en"
    return TermRow(
        id=term.id,
        name=term.english.term if english else term.term,
        definition=term.english.definition if english else term.definition,
        url=relative(build.urls.term(term.id), info.url),
        status=term.status,
        verified=term.verified,
        mentions=build.index.mention_count(term.id),
        pages=build.index.page_count(term.id),
        pinyin=pinyin_and_initials(term)[0],
        counts=term.counts or "",
        kind=term.kind,
        category=term.category,
        sources=tuple(sorted({s.regulation for s in term.sources if s.regulation})),
    )


def choices(build: Build, rows: tuple[TermRow, ...]) -> dict[str, tuple[Choice, ...]]:
    """What the list of terms can be filtered by: most used first, numbers in their order."""
    values = {
        "kind": [row.kind for row in rows],
        "category": [row.category for row in rows],
        "number": [row.counts for row in rows if row.counts],
        "source": [source for row in rows for source in row.sources],
        "status": [row.status for row in rows],
    }
    found = {}
    for name, given in values.items():
        made = [
            Choice(value, _choice_title(build, name, value), count)
            for value, count in Counter(given).items()
        ]
        found[name] = tuple(
            sorted(made, key=_as_number if name == "number" else lambda c: (-c.count, c.value))
        )
    return found


def _choice_title(build: Build, name: str, value: str) -> str:
    tables = {
        "kind": model.TERM_KINDS,
        "category": model.CATEGORIES,
        "status": model.TERM_STATUSES,
    }
    if name == "source":
        title = regulation_title(build, value)
        return (regulation_english(build, value) or title) if build.language == "en" else title
    return tables[name][value][build.language == "en"] if name in tables else value


def _as_number(choice: Choice) -> tuple[list[int], str]:
    return [int(part) for part in re.findall(r"\d+", choice.value)], choice.value


def by_pinyin(rows: tuple[TermRow, ...]) -> tuple[Group, ...]:
    """By first letter: of the pinyin, or of the English name."""
    groups: dict[str, list[TermRow]] = defaultdict(list)
    for row in rows:
        first = (row.pinyin if not row.name[0].isascii() else row.name)[0].upper()
        groups[first if first.isalpha() else "0"].append(row)
    return tuple(
        Group(key.lower(), "0–9" if key == "0" else key, tuple(groups[key]))
        for key in sorted(groups)
    )


_LEADING_NUMBER = re.compile(r"^[“\"]?(\d+|[一二两三四五六七八九十百]+|双)")


def by_number(build: Build, rows: tuple[TermRow, ...]) -> tuple[Group, ...]:
    """The numbered formulations, by the number they begin with."""
    english = build.language == "en"
    groups: dict[int, list[TermRow]] = defaultdict(list)
    for row in rows:
        term = build.knowledge.terms[row.id]
        if counts_something(term) or term.members == "unknown":
            leading = _leading_number(term)
            if leading:
                groups[leading].append(row)
    return tuple(
        Group(f"n{leading}", str(leading) if english else numeral(leading), tuple(group))
        for leading, group in sorted(groups.items())
    )


def _leading_number(term: model.Term) -> int | None:
    match = _LEADING_NUMBER.match(term.term)
    if match:
        return number(match[1].replace("双", "二"))
    return sum(map(int, term.counts.split("+"))) if term.counts else None


def by_category(build: Build, rows: tuple[TermRow, ...]) -> tuple[Group, ...]:
    """By field of Party building, in the order of the model."""
    index = 1 if build.language == "en" else 0
    return tuple(
        Group(key, label[index], tuple(row for row in rows if row.category == key))
        for key, label in model.CATEGORIES.items()
        if any(row.category == key for row in rows)
    )


def by_source(build: Build, rows: tuple[TermRow, ...]) -> tuple[Group, ...]:
    """By the regulation or document a term is sourced from; regulations by rank first."""
    by_id = {row.id: row for row in rows}
    groups: dict[tuple[int, str, str], dict[str, TermRow]] = defaultdict(dict)
    ranks = list(model.RANKS)
    for term in build.knowledge.terms.values():
        for source in term.sources:
            if source.regulation:
                regulation = build.knowledge.regulations[source.regulation]
                title = f"《{regulation.title}》"
                if build.language == "en":
                    title = f"{regulation_english(build, regulation.id)} {title}".strip()
                key = (ranks.index(regulation.rank), regulation.id, title)
            else:
                key = (len(ranks), "", source.document or "")
            groups[key][term.id] = by_id[term.id]
    return tuple(
        Group(
            f"s{place}",
            title,
            tuple(sorted(group.values(), key=lambda row: (row.pinyin, row.id))),
        )
        for place, ((_, _, title), group) in enumerate(sorted(groups.items()))
    )


def by_member(build: Build) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """(member, ids of the formulations that contain it), in pinyin order."""
    found: dict[str, list[str]] = defaultdict(list)
    for term in build.knowledge.terms.values():
        for member in term.known_members:
            name = (member.english or member.wording) if build.language == "en" else member.wording
            found[name].append(term.id)
    ordered = sorted(found.items(), key=lambda entry: (syllables(entry[0]), entry[0]))
    return tuple((name, tuple(sorted(set(ids)))) for name, ids in ordered)


def verification(build: Build) -> tuple[tuple[str, tuple[int, ...]], ...]:
    """(kind of record, number of records by level in the order of the model)."""
    counts: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for item in build.knowledge.by_path.values():
        level = getattr(item.record, "verified", None)
        if level:
            counts[item.record.TYPE][level] += 1
    return tuple(
        (kind, tuple(counts[kind][level] for level in model.LEVELS)) for kind in sorted(counts)
    )


def pages_of(build: Build, kind: str) -> tuple[PageInfo, ...]:
    """The pages of one kind, in pinyin order; the four forms in their own."""
    pages = [
        use.info
        for use in build.index.in_order()
        if use.info.kind == kind and not isinstance(build.record_at(use.info.path), model.Genre)
    ]

    def place(page: PageInfo) -> tuple[int, tuple[str, ...], str]:
        number = getattr(build.record_at(page.path), "number", 0)
        return number, syllables(page.title), page.url

    return tuple(sorted(pages, key=place))


def originals_of(build: Build, kind: str) -> tuple[tuple[str, str], ...]:
    """(English name, path) of the records of a kind whose pages are in Chinese only."""
    shown = {use.info.path for use in build.index.in_order()}
    found = []
    for path, item in sorted(build.knowledge.by_path.items()):
        type_ = item.record.TYPE
        if type_ == kind and path not in shown:
            name, original = english_names.record_names(item.record)
            found.append((name or original, path))
    return tuple(found)


def regulations_by_rank(build: Build) -> tuple[Group, ...]:
    """All regulations, the highest rank first."""
    index = 1 if build.language == "en" else 0
    regulations = sorted(build.knowledge.regulations.values(), key=lambda record: record.id)
    return tuple(
        Group(rank, label[index], tuple(record for record in regulations if record.rank == rank))
        for rank, label in model.RANKS.items()
        if any(record.rank == rank for record in regulations)
    )


@dataclass(frozen=True, slots=True)
class Ladder:
    """The 1+4 system, as far as there are records of it."""

    constitution: tuple[model.Regulation, ...]
    boards: tuple[Group, ...]
    """The four, highest ranks first in each."""
    unplaced: tuple[model.Regulation, ...]


def ladder(build: Build) -> Ladder:
    """All regulations by their board."""
    index = 1 if build.language == "en" else 0
    ranks = list(model.RANKS)
    regulations = sorted(
        build.knowledge.regulations.values(),
        key=lambda record: (ranks.index(record.rank), record.status != "current", record.id),
    )

    def on(board: str | None) -> tuple[model.Regulation, ...]:
        return tuple(record for record in regulations if record.board == board)

    head, *four = model.BOARDS
    return Ladder(
        constitution=on(head),
        boards=tuple(Group(key, model.BOARDS[key][index], on(key)) for key in four),
        unplaced=on(None),
    )


def questions_by_topic(build: Build) -> tuple[Group, ...]:
    """The question bank, by topic in the order of the bank."""
    groups: dict[str, list[Question]] = defaultdict(list)
    for question in build.questions:
        groups[question.topic].append(question)
    english = build.language == "en"
    return tuple(Group(key, TOPICS[key][english], tuple(rows)) for key, rows in groups.items())


def by_kind(questions: Sequence[Question], language: str) -> tuple[Group, ...]:
    """The questions of one topic, by what they ask."""
    groups: dict[str, list[Question]] = defaultdict(list)
    for question in questions:
        groups[question.kind].append(question)
    return tuple(
        Group(key, label[language == "en"], tuple(groups[key]))
        for key, label in KINDS.items()
        if key in groups
    )


def spread(rows: Sequence[Any], count: int) -> tuple[Any, ...]:
    """`count` rows taken evenly from all of them."""
    step = max(1, len(rows) // count)
    return tuple(rows[step // 2 :: step][:count])


def field_tables() -> tuple[FieldTable, ...]:
    """Every field of every kind of record, then those of the groups inside them."""
    used: dict[type[model.Strict], list[tuple[str, str]]] = {}
    for kind, schema in model.RECORD_TYPES.items():
        for path, nested in nested_schemas(schema):
            used.setdefault(nested, []).append((kind, path))
    records = (
        FieldTable(kind, kind, (), _field_rows(schema))
        for kind, schema in model.RECORD_TYPES.items()
    )
    groups = (
        FieldTable(f"group-{schema.__name__.lower()}", None, tuple(places), _field_rows(schema))
        for schema, places in used.items()
    )
    return (*records, *groups)


def _field_rows(schema: type[model.Strict]) -> tuple[FieldRow, ...]:
    return tuple(
        FieldRow(field.name, field.required, describe(field))
        for field in fields_of(schema)
        if field.name != "type"
    )
