"""What uses what, over all pages of one language: concordances, backlinks, coverage.

A page is reduced to a `PageUse` as soon as it is linked, so that its tree can go; everything that
needs all pages is computed from these, and no part of this module sees HTML.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from sys import intern
from typing import Literal, NamedTuple

from .address import parse_provision
from .cite import UNVERIFIABLE, Citation
from .link import LinkedPage
from .load import KnowledgeBase, provisions_named
from .match import Language, Mention
from .page import Page
from .problem import Problem, Severity
from .text import fold, plain

PageKind = Literal["term", "regulation", "list", "form", "report", "guide", "page"]


@dataclass(frozen=True, slots=True)
class PageInfo:
    """Which page it is."""

    url: str
    """Relative to the site, as MkDocs gives it: `terms/san-hui-yi-ke/`; empty for the home page."""
    path: str
    """Source file below the docs folder."""
    title: str
    kind: PageKind
    record_id: str | None
    """Id of the record the page shows, None for other pages."""


class Sentence(NamedTuple):
    """A sentence in which something was found."""

    text: str
    """On one line."""
    anchor: str
    """HTML id of the nearest address above it, or empty."""
    section: str
    """Title of the section it stands in, or empty."""


class Use(NamedTuple):
    """A mention, placed in its sentence."""

    senses: tuple[str, ...]
    sentence: int
    """Index into the page's sentences."""
    word: str
    """The mention as written."""
    linked: bool


class Cited(NamedTuple):
    """A citation, placed in its sentence."""

    citation: Citation
    sentence: int
    official: bool = False
    """It stands in an official text: whether it still fits is not for our authors to mend."""


@dataclass(frozen=True, slots=True)
class PageUse:
    """What one page uses."""

    info: PageInfo
    sentences: tuple[Sentence, ...]
    uses: tuple[Use, ...]
    citations: tuple[Cited, ...]
    quoted: tuple[str, ...]
    """“Quoted” words in which no term was found."""


_QUOTED = re.compile(r"“([^“”\n]{2,12})”")


def page_use(info: PageInfo, linked: LinkedPage) -> PageUse:
    """Reduce a linked page to what it uses."""
    sentences = _Sentences(linked.page)
    uses = tuple(
        Use(mention.senses, sentences.at(mention.start, mention.end), _word(linked, mention), link)
        for mention, link in linked.mentions
    )
    citations = tuple(
        Cited(
            citation,
            sentences.at(citation.start, max(citation.end, citation.start + 1)),
            linked.page.is_official(citation.start),
        )
        for citation in linked.citations
    )
    quoted = tuple(_undefined_quotes(linked))
    return PageUse(info, tuple(sentences.found), uses, citations, quoted)


def _word(linked: LinkedPage, mention: Mention) -> str:
    return intern(linked.page.text[mention.start : mention.end])


def _undefined_quotes(linked: LinkedPage) -> Iterator[str]:
    spans = [(mention.start, mention.end) for mention, _ in linked.mentions]
    for match in _QUOTED.finditer(linked.page.text):
        if linked.page.is_official(match.start()):
            continue
        if not any(start < match.end() and match.start() < end for start, end in spans):
            yield match[1]


class _Sentences:
    """The sentences asked for, each stored once."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._numbers: dict[int, int] = {}
        self._last = (0, 0, 0)
        """(start, end, number) of the sentence asked for last: mentions come in order."""
        self.found: list[Sentence] = []

    def at(self, start: int, end: int) -> int:
        if self._last[0] <= start and end <= self._last[1]:
            return self._last[2]
        first, last = self._page.sentence_at(start, end)
        number = self._numbers.get(first)
        if number is None:
            number = self._numbers[first] = len(self.found)
            section = self._page.section_at(start)
            text = plain(self._page.text[first:last])
            self.found.append(Sentence(text, section.anchor, section.title))
        self._last = (first, last, number)
        return number


@dataclass(frozen=True, slots=True)
class Quotation:
    """One sentence of a concordance."""

    sentence: Sentence
    words: tuple[str, ...]
    """The mentions in it, as written, to be marked."""


@dataclass(frozen=True, slots=True)
class PageQuotations:
    """The sentences of one page that use a term or cite an article."""

    page: PageInfo
    quotations: tuple[Quotation, ...]
    count: int
    """Mentions on the page; a sentence may hold several."""


@dataclass(frozen=True, slots=True)
class Concordance:
    """Where a term is used, grouped by kind of page."""

    groups: tuple[tuple[PageKind, tuple[PageQuotations, ...]], ...]
    mentions: int
    pages: int


@dataclass(frozen=True, slots=True)
class TermOnPage:
    """A term a page uses."""

    term: str
    count: int


@dataclass(slots=True)
class SiteIndex:
    """All pages of one language."""

    language: Language
    knowledge: KnowledgeBase
    pages: dict[str, PageUse] = field(default_factory=dict)
    """By URL."""
    _by_term: dict[str, dict[str, list[Use]]] | None = None
    _by_regulation: dict[str, dict[str, list[tuple[PageUse, Cited]]]] | None = None
    _by_count: dict[str, tuple[int, int]] | None = None

    def add(self, use: PageUse) -> None:
        """Take in one page; a page of the same URL is replaced."""
        self.pages[use.info.url] = use
        self._by_term = self._by_regulation = self._by_count = None

    def in_order(self) -> list[PageUse]:
        """All pages, by URL: the order of every output."""
        return [self.pages[url] for url in sorted(self.pages)]

    def uses_of(self, term: str) -> Mapping[str, list[Use]]:
        """URL -> mentions of a term, in any of its senses."""
        if self._by_term is None:
            self._by_term = defaultdict(lambda: defaultdict(list))
            for page in self.in_order():
                for use in page.uses:
                    for sense in use.senses:
                        self._by_term[sense][page.info.url].append(use)
        return self._by_term.get(term, {})

    def mention_count(self, term: str) -> int:
        """Mentions of a term outside its own page."""
        return self._counts().get(term, (0, 0))[0]

    def page_count(self, term: str) -> int:
        """Pages other than its own that mention a term."""
        return self._counts().get(term, (0, 0))[1]

    def _counts(self) -> Mapping[str, tuple[int, int]]:
        if self._by_count is None:
            self._by_count = {}
            for term in self.knowledge.terms:
                uses = self.uses_of(term)
                others = [
                    u for url, u in uses.items() if not self._is_own(self.pages[url].info, term)
                ]
                self._by_count[term] = (sum(map(len, others)), len(others))
        return self._by_count

    @staticmethod
    def _is_own(info: PageInfo, term: str) -> bool:
        return info.kind == "term" and info.record_id == term

    def concordance(self, term: str) -> Concordance:
        """Every sentence that uses a term, its own page left out."""
        groups: dict[PageKind, list[PageQuotations]] = {}
        for url, uses in self.uses_of(term).items():
            page = self.pages[url]
            if self._is_own(page.info, term):
                continue
            words: dict[int, dict[str, None]] = {}
            for use in uses:
                words.setdefault(use.sentence, {})[use.word] = None
            quotations = tuple(
                Quotation(page.sentences[number], tuple(found)) for number, found in words.items()
            )
            entry = PageQuotations(page.info, quotations, len(uses))
            groups.setdefault(page.info.kind, []).append(entry)
        ordered = tuple((kind, tuple(groups[kind])) for kind in KIND_ORDER if kind in groups)
        return Concordance(
            ordered,
            mentions=sum(entry.count for _, entries in ordered for entry in entries),
            pages=sum(len(entries) for _, entries in ordered),
        )

    def terms_on(self, url: str) -> tuple[TermOnPage, ...]:
        """The terms a page uses, most used first; its own left out."""
        page = self.pages[url]
        counts = Counter(
            use.senses[0] for use in page.uses if not self._is_own(page.info, use.senses[0])
        )
        ordered = sorted(counts.items(), key=lambda entry: (-entry[1], entry[0]))
        return tuple(TermOnPage(term, count) for term, count in ordered)

    def cited_by(self, regulation: str) -> Mapping[str, tuple[PageQuotations, ...]]:
        """Whole article (`art-16`, or empty for the work) -> the pages that cite it."""
        if self._by_regulation is None:
            self._by_regulation = self._collect_citations()
        return {
            address: tuple(_citing_pages(cited))
            for address, cited in self._by_regulation.get(regulation, {}).items()
        }

    def _collect_citations(self) -> dict[str, dict[str, list[tuple[PageUse, Cited]]]]:
        found: dict[str, dict[str, list[tuple[PageUse, Cited]]]] = defaultdict(
            lambda: defaultdict(list)
        )
        for page in self.in_order():
            for cited in page.citations:
                citation = cited.citation
                own = page.info.kind == "regulation" and page.info.record_id == citation.regulation
                if citation.resolved and citation.regulation and not own:
                    work, _, address = citation.target.partition("/")
                    if "@" not in work:
                        found[work][whole_provision(address)].append((page, cited))
        return found


KIND_ORDER: tuple[PageKind, ...] = (
    "report",
    "guide",
    "list",
    "form",
    "regulation",
    "term",
    "page",
)
"""Usage to copy first."""

_WHOLE = re.compile(r"^(?:preamble|(?:part|art)-\d+(?:-\d+)?)")


def whole_provision(address: str) -> str:
    """`art-5-p2` -> `art-5`; empty stays empty."""
    match = _WHOLE.match(address)
    return match[0] if match else ""


def _citing_pages(cited: Iterable[tuple[PageUse, Cited]]) -> Iterator[PageQuotations]:
    by_page: dict[str, tuple[PageUse, dict[int, dict[str, None]]]] = {}
    for page, entry in cited:
        sentences = by_page.setdefault(page.info.url, (page, {}))[1]
        words = sentences.setdefault(entry.sentence, {})
        if entry.citation.raw:
            words[entry.citation.raw] = None
    for page, sentences in by_page.values():
        quotations = tuple(
            Quotation(page.sentences[number], tuple(words)) for number, words in sentences.items()
        )
        yield PageQuotations(page.info, quotations, len(quotations))


@dataclass(frozen=True, slots=True)
class Coverage:
    """What is missing or doubtful."""

    unused_terms: tuple[str, ...]
    undefined_quotes: tuple[tuple[str, int, tuple[PageInfo, ...]], ...]
    """(word, how often, where), most frequent first."""
    unverified: tuple[str, ...]
    """Paths of records not checked against a text."""
    overdue: tuple[str, ...]
    """Paths of records whose last check is older than a year."""
    unresolved: tuple[tuple[PageInfo, Citation], ...]


def find_coverage(index: SiteIndex, *, oldest_check: str) -> Coverage:
    """The coverage of one language; checks before `oldest_check` (ISO date) are overdue."""
    knowledge = index.knowledge
    quotes: dict[str, list[PageInfo]] = {}
    unresolved: list[tuple[PageInfo, Citation]] = []
    for page in index.in_order():
        for word in page.quoted:
            quotes.setdefault(word, []).append(page.info)
        unresolved += [
            (page.info, cited.citation)
            for cited in page.citations
            if not cited.citation.resolved and cited.citation.reason and not cited.official
        ]
    ranked = sorted(quotes.items(), key=lambda entry: (-len(entry[1]), entry[0]))
    checked = [(path, knowledge.by_path[path].record) for path in sorted(knowledge.by_path)]
    return Coverage(
        unused_terms=tuple(
            term for term in sorted(knowledge.terms) if not index.mention_count(term)
        ),
        undefined_quotes=tuple(
            (word, len(pages), tuple(dict.fromkeys(pages))) for word, pages in ranked
        ),
        unverified=tuple(
            path for path, record in checked if getattr(record, "verified", "") == "unverified"
        ),
        overdue=tuple(
            path
            for path, record in checked
            if str(getattr(record, "verified_on", oldest_check)) < oldest_check
        ),
        unresolved=tuple(unresolved),
    )


def citation_problems(use: PageUse, source: str, knowledge: KnowledgeBase) -> Iterator[Problem]:
    """What the citations of one page get wrong, placed in its source text.

    What a record's fields name was checked on load.
    """
    lines = _SourceLines(source)
    loaded = knowledge.by_path.get(use.info.path)
    named = provisions_named(loaded.record) if loaded else ()
    checked = {f"{name}/{parse_provision(article)}" for _, name, article in named if article}
    for cited in use.citations:
        citation = cited.citation
        if cited.official or (citation.target in checked and citation.raw not in source):
            continue
        regulation = knowledge.regulations.get(citation.regulation or "")
        if citation.reason and citation.regulation:
            doubtful = citation.reason == UNVERIFIABLE
            yield Problem(
                use.info.path,
                lines.find(citation.raw),
                f"引用“{citation.raw}”核对不上：{citation.reason}。",
                "在 regulations/ 补上这部法规的条数，或只引法规不引条款。"
                if doubtful
                else "对照正式文本改正条款号。",
                Severity.HINT if doubtful else Severity.ERROR,
            )
        elif regulation and regulation.superseded_by and "@" not in citation.target:
            successor = knowledge.regulations.get(regulation.superseded_by, regulation)
            yield Problem(
                use.info.path,
                lines.find(citation.raw),
                f"引用“{citation.raw}”：《{regulation.title}》已被取代。",
                f"改引《{successor.title}》；确需引旧版的写明年份。",
                Severity.WARNING,
            )


class _SourceLines:
    """Finds the line of a quoted string; repeated strings are found one after another."""

    def __init__(self, source: str) -> None:
        self._raw = source
        self._next: dict[str, int] = {}

    @cached_property
    def _source(self) -> str:
        return fold(self._raw)  # most pages have nothing to be found

    def find(self, raw: str) -> int:
        wanted = fold(raw)
        at = self._source.find(wanted, self._next.get(wanted, 0))
        if at < 0:
            at = max(self._next.get(wanted, 0) - 1, 0)
        self._next[wanted] = at + max(len(wanted), 1)
        return self._source.count("\n", 0, at) + 1
