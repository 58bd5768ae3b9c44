"""One language's build, step by step, for whoever drives it.

    linked = build.link(info, html)        for each page, as soon as it is rendered
    problems = build.problems()            when all pages are linked
    html = build.complete(info, html)      for each page, once all are linked
    files = build.data_files()             at the end

Nothing is kept over builds; a rebuild starts with a new object.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, partial
from pathlib import Path
from sys import intern
from typing import Any, NamedTuple

from markupsafe import Markup

from . import emit, library_views, model, revisions, views
from .address import numeral, parse_id
from .chain import Chain
from .cite import Citation, CitationFinder
from .compare import Comparison, comparisons
from .english_names import in_english
from .history.compare import ChangeList, change_lists
from .index import (
    PageInfo,
    PageKind,
    SiteIndex,
    citation_problems,
    find_coverage,
    page_use,
    whole_provision,
)
from .library import Paper, genres_script, read_papers, terms_script
from .link import Hrefs, link_page
from .lint.payload import build_desk
from .lint.tools import Tools
from .load import KnowledgeBase
from .match import Language, Matcher
from .official import join_official
from .paper import Note, number_notes
from .pinyin import pinyin_and_initials
from .problem import Problem
from .questions import Question, make_questions, to_anki
from .render import Renderer
from .search import SearchDocument, build_payload, search_document
from .tongue import mark_chinese
from .urls import Urls, address_of_all, relative

MARKER = re.compile(r"<!-- kb:([a-z-]+) -->")
"""Stands in a page where a generated list goes; the name is a template of overrides/generated."""
DESK = "desk/index.md"
"""The page of the draft desk; without it nobody needs the desk's data."""
_ITEM_MARKER = re.compile(r"<!-- kb-item (\d+) -->")
_PART_MARKER = re.compile(r"<!-- kb-part (\d+) -->")
_CITED_MARKER = re.compile(r"<!-- kb-cited ([a-z0-9-]+) -->")
_CITE_HREF = re.compile(r'data-cite="([^"/]+)/([^"]+)" href="([^"#]*)#[^"]*"')
_ID = re.compile(r'\bid="((?:art|part|book|ch)-[^"]+|preamble)"')


DataFile = tuple[str, Iterable[str]]
"""(path below the site root, the pieces of its text)."""


@dataclass
class Build:
    """The state of one language's build."""

    language: Language
    knowledge: KnowledgeBase
    urls: Urls
    overrides: Path
    today: dt.date
    release: str = ""
    """What the site is built as; empty where nobody serves it."""
    matcher: Matcher = field(init=False)
    finder: CitationFinder = field(init=False)
    renderer: Renderer = field(init=False)
    index: SiteIndex = field(init=False)
    _problems: list[Problem] = field(default_factory=list)
    _documents: list[SearchDocument] = field(default_factory=list)
    _provision_ids: dict[str, frozenset[str]] = field(default_factory=dict)
    """By regulation: the addresses its page really has."""
    _rendered_notes: dict[Note, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.matcher = Matcher(self.knowledge.terms, self.language)
        self.finder = CitationFinder(self.knowledge.regulations, self.knowledge.shown)
        self.renderer = Renderer(self.overrides, self.language, **views.known(self))
        self.index = SiteIndex(self.language, self.knowledge)

    @property
    def version(self) -> str:
        """What the addresses of scripts, styles and data end in."""
        return f"?v={self.release}" if self.release else ""

    def record_at(self, path: str) -> model.AnyRecord | None:
        """The record whose file is `path`, None for other pages."""
        loaded = self.knowledge.by_path.get(path)
        return loaded.record if loaded else None

    def compose(self, path: str, markdown: str) -> str:
        """The Markdown of a page, with the imported official text that belongs to it."""
        record = self.record_at(path)
        if isinstance(record, model.OfficialText):
            return join_official("", markdown, partial(self._official, labelled=False))
        text = isinstance(record, model.Regulation) and self.knowledge.text_of(record)
        if not text:
            return markdown
        body = self.knowledge.by_path[self.knowledge.path_of(text)].body
        return join_official(markdown, body, partial(self._official, labelled=True))

    def _official(self, text: str, digest: bool, *, labelled: bool) -> str:
        context = {"text": Markup(text), "digest": digest, "labelled": labelled}
        return self.renderer.render("blocks/official.html", **context).strip()

    def link(self, info: PageInfo, body: str, source: str) -> str:
        """The page's body with its record's head, everything in it linked and noted.

        `body` is the HTML of the Markdown, `source` the file's text (for line numbers).
        """
        record = self.record_at(info.path)
        head = self._head(info, record) if record else ""
        own, year = self._own_regulation(record)
        older_text = f"{own.id}@{year}" if own and year else ""
        linked = link_page(
            head + body,
            self.matcher,
            self.finder,
            self._hrefs(info.url, older_text),
            own_terms=_own_terms(record),
            own_regulation=own,
            own_year=year,
        )
        self._documents.append(search_document(info, linked.page, record))
        use = page_use(info, linked)
        self.index.add(use)
        self._problems.extend(citation_problems(use, source, self.knowledge))
        html = linked.page.to_html()
        if isinstance(record, model.Regulation | model.OfficialText):
            lines = revisions.lineage_lines(self, info, record)
            html = mark_articles(html, lines, cited=isinstance(record, model.Regulation))
            ids = frozenset(map(intern, _ID.findall(html)))
            self._provision_ids[older_text or record.id] = ids
        self._problems.extend(self._unknown_markers(info, html, source))
        return html

    def _own_regulation(
        self, record: model.AnyRecord | None
    ) -> tuple[model.Regulation | None, str | None]:
        """What 本条例 means on a record's page: the regulation, and the year of an old text."""
        if isinstance(record, model.OfficialText):
            return self.knowledge.regulations.get(record.regulation), str(record.revision.year)
        return (record, None) if isinstance(record, model.Regulation) else (None, None)

    def _head(self, info: PageInfo, record: model.AnyRecord) -> str:
        context = views.head(self, info, record)
        translated = isinstance(record, model.ProhibitionList | model.FourFormsPage)
        ending = "-en" if translated and self.language == "en" else ""
        return self.renderer.render(f"records/{record.TYPE}{ending}.html", **context)

    def _hrefs(self, page_url: str, own_text: str) -> Hrefs:
        """`own_text`: the older revision (`REG@YEAR`) whose text the page is, or nothing."""
        return Hrefs(
            term=lambda term: relative(self.urls.term(term), page_url),
            citation=partial(self._citation_href, page_url),
            mark=partial(self._citation_mark, own_text),
        )

    def _citation_href(self, page_url: str, citation: Citation) -> str:
        work, _, address = citation.target.partition("/")
        regulation, _, year = work.partition("@")
        href = relative(self.urls.regulation(regulation), page_url)
        if text := self._text_of_year(regulation, year):
            href = relative(self.urls.of(self.knowledge.path_of(text)), page_url)
            return f"{href}#{address}" if address else href
        if year and (present := self._present(regulation, year, address)):
            return f"{href}#art-{present[0]}"
        return f"{href}#rev-{year}" if year else f"{href}#{address}" if address else href

    def _present(self, regulation: str, year: str, address: str) -> tuple[int, ...] | None:
        """What an article of an older revision is now; None where no table says so."""
        lineage = self.knowledge.lineages.get(regulation)
        article = parse_id(address).article if lineage and address else 0
        return lineage.became(int(year), article) if lineage and article else None

    def _citation_mark(self, own_text: str, citation: Citation) -> str:
        """What a reader must know of what is cited: that it is no longer in force, or where."""
        work, _, address = citation.target.partition("/")
        if work == own_text:
            return ""
        regulation, _, year = work.partition("@")
        choose = self.renderer.choose
        if year:
            present = self._present(regulation, year, address)
            if present is None:
                return choose("旧文本", "older text")
            numbers = "、".join(f"第{numeral(article)}条" for article in present)
            english = ", ".join(map(str, present))
            if not present:
                return choose("现已删去", "since removed")
            return choose(f"现为{numbers}", f"now Art. {english}")
        status = self.knowledge.regulations[regulation].status
        if status == "superseded":
            return choose("已被取代", "superseded")
        return choose("已废止", "repealed") if status == "repealed" else ""

    def _text_of_year(self, regulation_id: str, year: str) -> model.OfficialText | None:
        """The text that `REG@YEAR` means, where it has a page of its own."""
        regulation = self.knowledge.regulations.get(regulation_id) if year else None
        if regulation is None:
            return None
        named = [r for r in regulation.revisions if str(r.date.year) == year]
        text = self.knowledge.text_of(regulation, named[0]) if named else None
        return text if text and not self.knowledge.shown_on(text) else None

    def _unknown_markers(self, info: PageInfo, html: str, source: str) -> Iterator[Problem]:
        for match in MARKER.finditer(html):
            if match[1] not in self._generated:
                line = source[: source.find(match[0])].count("\n") + 1
                known = "、".join(sorted(self._generated))
                what = f"标记 {match[0]} 不认识。"
                yield Problem(info.path, line, what, f"可用的标记：{known}。")

    @cached_property
    def _generated(self) -> frozenset[str]:
        return self.renderer.names("generated")

    def provision_ids(self, regulation: str) -> frozenset[str]:
        """The addresses that a regulation's page really has; empty before it is linked."""
        return self._provision_ids.get(regulation, frozenset())

    def problems(self) -> tuple[Problem, ...]:
        """Everything found so far, sorted."""
        return tuple(sorted(set(self._problems)))

    def complete(self, info: PageInfo, html: str) -> str:
        """The page's body with everything that needs all pages: lists, backlinks, concordance."""
        html = self._filled(info, html)
        return mark_chinese(html) if self.language == "en" else html

    def _filled(self, info: PageInfo, html: str) -> str:
        html = MARKER.sub(lambda match: self._generate(match[1], info), html)
        if info.kind == "regulation" and info.record_id:
            cited = self.index.cited_by(info.record_id)
            common = views.common(self, info)
            name = info.record_id
            html = _CITED_MARKER.sub(lambda m: self._cited(name, m[1], cited, common), html)
        if info.kind == "list":
            common = views.common(self, info)
            html = _ITEM_MARKER.sub(lambda match: self._item(info, int(match[1]), common), html)
        if isinstance(genre := self.record_at(info.path), model.Genre):
            parts = library_views.parts(self, info, genre)
            template = "blocks/genre-part.html"
            html = _PART_MARKER.sub(
                lambda match: self.renderer.render(template, **parts(int(match[1]))), html
            )
        html = _CITE_HREF.sub(self._existing_anchor, html)
        if info.kind == "list":  # printed on one page, which leaves no room for notes
            return html + self._after(info)
        own = info.record_id if info.kind == "regulation" and info.record_id else ""
        html, notes = number_notes(html, self._titles, own)
        return html + self._after(info) + "".join(self._notes(notes))

    @cached_property
    def _titles(self) -> dict[str, str]:
        return {name: record.title for name, record in self.knowledge.regulations.items()}

    def _notes(self, notes: tuple[Note, ...]) -> Iterator[str]:
        """What the numbered links mean, for print; the same on every page, so rendered once."""
        if not notes:
            return
        yield '<ol class="kb-notes" data-search-exclude hidden>\n'
        for note in notes:
            if note not in self._rendered_notes:
                html = self.renderer.render("blocks/note.html", note=note)
                self._rendered_notes[note] = html.strip() + "\n"
            yield self._rendered_notes[note]
        yield "</ol>\n"

    def _generate(self, name: str, info: PageInfo) -> str:
        return self.renderer.render(f"generated/{name}.html", **views.generated(self, info))

    def _cited(
        self, regulation: str, address: str, cited: Mapping[str, Any], common: Mapping[str, Any]
    ) -> str:
        if address not in cited:
            return ""
        pages, prohibitions = cited[address], self.chain.backed_by(regulation, address)
        template = "blocks/cited-by.html"
        return self.renderer.render(template, **common, pages=pages, prohibitions=prohibitions)

    def _item(self, info: PageInfo, number: int, common: Mapping[str, Any]) -> str:
        """Where reports use a prohibition's wording or cite what stands behind it."""
        items = (i for i in self.chain.items if i.within.id == info.record_id)
        item = next((item for item in items if item.number == number), None)
        places = self.chain.places(item) if item else ()
        if not places:
            return ""
        return self.renderer.render("blocks/item-chain.html", **common, places=places)

    def _existing_anchor(self, match: re.Match[str]) -> str:
        """A paragraph whose address its page does not have is reached by its article."""
        work, address, href = match.groups()
        if address in self.provision_ids(work) or ("@" in work and not self.provision_ids(work)):
            return match[0]
        whole = whole_provision(address)
        return f'data-cite="{work}/{address}" href="{href}{"#" if whole else ""}{whole}"'

    def _after(self, info: PageInfo) -> str:
        """What follows the authored text: relations, concordance, the terms used."""
        if info.kind == "page":
            return ""
        return self.renderer.render("blocks/after.html", **views.after(self, info))

    def data_files(self) -> Iterator[DataFile]:
        """The data files of this language."""
        script = emit.build_tooltips(self.knowledge, self.language)
        yield f"data/definitions-{self.language}.js", (script,)
        self_test = emit.build_self_test(self.questions, self.question_url, self.language)
        yield f"data/questions-{self.language}.js", (self_test,)
        if self.language == "zh":  # the papers are in Chinese
            genre_url = partial(library_views.genre_url, self)
            script = genres_script(self.knowledge.genres, self.library, genre_url)
            yield "data/genres-zh.js", (script,)
            term_name = partial(views.term_name, self)
            term_url = address_of_all(self.urls.pages, self.knowledge.terms)
            terms = terms_script(self.library, term_name, self.urls.of, term_url)
            yield "data/report-terms-zh.js", (terms,)
        payload = build_payload(
            self.knowledge,
            self._documents,
            self.index,
            self.language,
            self.urls.pages,
            release=self.release,
        )
        folder = "en/search" if self.language == "en" else "search"
        for name, text in payload.items():
            yield f"{folder}/{name}", (text,)

    @cached_property
    def formulations(self) -> dict[str, tuple[str, ...]]:
        """Term id -> the formulations it is a member of."""
        return views.members_of_formulations(self.knowledge)

    @cached_property
    def library(self) -> tuple[Paper, ...]:
        """The reports, read for what they use."""
        return read_papers(self.knowledge, self.matcher, self.finder)

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        """The question bank of this language."""
        return make_questions(self.knowledge, self.language)

    def question_url(self, question: Question) -> str:
        """Where what a question asks can be read, relative to the site root."""
        url = self.urls.of(question.path)
        return f"{url}#{question.anchor}" if question.anchor else url

    @cached_property
    def desk(self) -> str:
        """The data file of the draft desk: two seconds' work, made once for both languages."""
        url = self.urls.of(DESK)
        return build_desk(Tools(self.knowledge), "*.html" if url.endswith(".html") else "*/")

    @cached_property
    def comparisons(self) -> dict[str, Comparison]:
        """The pairs of imported texts, by the path of the page that sets them side by side."""
        return comparisons(self.knowledge)

    @cached_property
    def change_lists(self) -> tuple[ChangeList, ...]:
        """What the editions changed, the newest first."""
        return change_lists(self.knowledge)

    @cached_property
    def chain(self) -> Chain:
        """Clauses, prohibitions, forms and reports; only once all pages are linked."""
        return Chain(self.knowledge, self.index, self._documents)

    @cached_property
    def coverage(self) -> Any:
        """What is missing or doubtful in this language."""
        oldest = self.today - dt.timedelta(days=365)
        return find_coverage(self.index, oldest_check=oldest.isoformat())


def mark_articles(html: str, lines: Mapping[str, str], *, cited: bool) -> str:
    """Put each provision's line (where it comes from) below its heading, on a regulation's page.

    With `cited` a marker goes to the end of each provision: who cites it is put there later.
    """
    parts = re.split(r"(<h[1-6][^>]*>)", html)
    out: list[str] = []
    current = ""
    for part in parts:
        if part.startswith("<h"):
            if current and cited:
                out.append(f"<!-- kb-cited {current} -->\n")
            found = _ID.search(part)
            current = found[1] if found else ""
        elif current in lines:
            title, closing, rest = part.partition("</h")  # `rest` begins with the level: `4>`
            part = f"{title}{closing}{rest[:2]}\n{lines[current]}{rest[2:]}"
        out.append(part)
    if current and cited:
        out.append(f"\n<!-- kb-cited {current} -->")
    return "".join(out)


def extra_pages(knowledge: KnowledgeBase) -> dict[str, str]:
    """Pages that no author wrote, by path: their Markdown, with a marker to be filled in."""
    return {
        path: f"---\ntitle: {found.title}\n---\n\n# {found.title}\n\n<!-- kb:compare -->\n"
        for path, found in comparisons(knowledge).items()
    }


class Heading(NamedTuple):
    """A heading of a finished page."""

    id: str
    title: str
    """Plain text, HTML-escaped."""
    level: int
    """2 or 3."""


_HEADING = re.compile(r'<h([23]) [^>]*?id="([^"]+)"[^>]*>(.*?)</h\1>', re.S)
_NOT_TITLE = re.compile(r'<span class="kb-count".*?</span>|<[^>]+>')


def headings(html: str) -> tuple[Heading, ...]:
    """The headings of a finished page, for its list of contents."""
    return tuple(
        Heading(match[2], " ".join(_NOT_TITLE.sub("", match[3]).split()), int(match[1]))
        for match in _HEADING.finditer(html)
    )


def site_data(builds: Mapping[Language, Build]) -> Iterator[DataFile]:
    """The data files that cover all languages."""
    main = builds["zh"]
    terms = emit.build_terms(main.knowledge, main.index, main.urls.term, pinyin_and_initials)
    yield "data/terms.json", (emit.to_json(terms),)
    regulations = emit.build_regulations(main.knowledge, main.urls.regulation)
    yield "data/regulations.json", (emit.to_json(regulations),)
    ordered = [builds[language] for language in sorted(builds, reverse=True)]
    yield "data/xref.json", emit.xref_json([build.index for build in ordered])
    banks = [(build.questions, build.question_url) for build in ordered]
    yield "data/questions.json", (emit.to_json(emit.build_questions(banks)),)
    if DESK in main.urls.pages:
        yield "data/desk.js", (main.desk,)
    for build in ordered:
        ending = "" if build.language == "zh" else f"-{build.language}"
        yield f"data/questions-anki{ending}.txt", (to_anki(build.questions),)


def kind_of(record: model.AnyRecord | None) -> PageKind:
    """The kind of page that shows a record."""
    if isinstance(record, model.OfficialText):
        return "regulation"
    if isinstance(record, model.Genre):
        return "guide"  # how a paper is written
    return record.TYPE if record else "page"  # type: ignore[return-value]


def title_of(record: model.AnyRecord, language: Language) -> str:
    """The title of a record's page."""
    if isinstance(record, model.Term):
        return record.english.term if language == "en" else record.term
    if isinstance(record, model.OfficialText):
        return f"{record.title}（{record.revision.year}年文本）"
    return str(record.english) if language == "en" and in_english(record) else record.title


def english_page(record: model.AnyRecord) -> tuple[str, str | None]:
    """(Markdown, description) of the English page of a record that is `in_english`."""
    if isinstance(record, model.Term):
        notes = record.english.body
        return f"## Notes\n\n{notes}" if notes else "", record.english.definition
    return getattr(record, "english_body", None) or "", getattr(record, "english_summary", None)


def _own_terms(record: model.AnyRecord | None) -> tuple[str, ...]:
    return (record.id, *record.senses) if isinstance(record, model.Term) else ()
