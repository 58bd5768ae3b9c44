"""Linking the terms and citations of one page, in its tree.

Rules: the first mention of a term in each section (h2/h3) becomes a link; a citation always does, a
bare title once a section. Nothing is linked inside headings, links, code, quotations or
`.kb-nolink`; a term inside the title of a regulation is not, and a page never links to its own
record. The visible text does not change.
"""

from __future__ import annotations

from bisect import bisect_right, insort
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from markupsafe import escape

from .address import Address, parse_id
from .cite import Citation, CitationFinder
from .match import Matcher, Mention
from .model import Regulation
from .page import Page, iter_linking_sections, parse_page
from .place import Place


class Link(NamedTuple):
    """A link to be put at [start, end) of the page's text."""

    start: int
    end: int
    tag: str
    """The opening tag."""


@dataclass(frozen=True, slots=True)
class Hrefs:
    """How to address a term and a citation from the page at hand."""

    term: Callable[[str], str]
    """Term id -> relative URL."""
    citation: Callable[[Citation], str]
    """Resolved citation -> relative URL."""
    mark: Callable[[Citation], str] = lambda citation: ""
    """Resolved citation -> a word on its standing (已废止, 现为第五十九条), or nothing."""


@dataclass(frozen=True, slots=True)
class LinkedPage:
    """What one page says, after linking."""

    page: Page
    mentions: tuple[tuple[Mention, bool], ...]
    """Every mention in authored text, and whether it became a link."""
    citations: tuple[Citation, ...]


def link_page(
    source: str,
    matcher: Matcher,
    finder: CitationFinder,
    hrefs: Hrefs,
    *,
    own_terms: Collection[str] = (),
    own_regulation: Regulation | None = None,
    own_year: str | None = None,
) -> LinkedPage:
    """Find and link everything on a page whose body is the HTML `source`."""
    page = parse_page(source)
    places = places_of(page) if own_regulation else ()
    found = finder.find(page.text, own=own_regulation, own_year=own_year, places=places)
    mentions = matcher.find(page.text)
    room = _Room(page)
    links = list(_citation_links(found.citations, room, hrefs, own_regulation))
    linked = _choose_mentions(mentions, room, found.titles, frozenset(own_terms))
    tags: dict[tuple[str, ...], str] = {}
    for mention, chosen in linked:
        if chosen:
            senses = mention.senses
            tag = tags.get(senses) or tags.setdefault(senses, _term_tag(senses, hrefs))
            links.append(Link(mention.start, mention.end, tag))
    insert_links(page, links)
    return LinkedPage(page, tuple(linked), found.citations)


def places_of(page: Page) -> tuple[Place, ...]:
    """Where the provisions stand on a regulation's page; none where it shows none.

    What is neither a paragraph nor an item of an article (a note beside it) belongs to the article.
    """
    places = [Place(section.start, _address(section.anchor)) for section in page.sections]
    if not any(place.address for place in places):
        return ()
    starts = [place.start for place in places]
    beside = []
    for start in page.asides:
        address = places[bisect_right(starts, start) - 1].address
        if address and address.paragraph:
            beside.append(Place(start, address.whole))
    # A paragraph with an address that a block begins with is the nearer one: it comes last.
    return tuple(sorted(beside + places, key=lambda place: place.start))


def _address(anchor: str) -> Address | None:
    """The article, paragraph or item that a section is; None for any other section."""
    try:
        address = parse_id(anchor)
    except ValueError:
        return None
    return address if address.article or address.part or address.preamble else None


class _Room:
    """Where on a page links may stand, and which linking section a place belongs to."""

    def __init__(self, page: Page) -> None:
        self._pieces = page.pieces
        self._starts = [piece.start for piece in page.pieces]
        sections = list(iter_linking_sections(page))
        self._section_starts = [start for start, _ in sections]
        self._linked = {number: set(page.linked.get(number, ())) for _, number in sections}
        self._taken: list[tuple[int, int]] = []
        """The citations linked so far, disjoint and sorted."""

    def linked_at(self, offset: int) -> set[tuple[str, str]]:
        """What is linked already in the section around an offset; to be added to."""
        section = bisect_right(self._section_starts, offset) - 1
        return self._linked.setdefault(section, set())

    def is_free(self, start: int, end: int) -> bool:
        """Whether [start, end) lies in one linkable text node and in no link chosen so far."""
        piece = self._pieces[bisect_right(self._starts, start) - 1]
        if not piece.linkable or end > piece.end or end == start:
            return False
        at = bisect_right(self._taken, (start, end))
        before = self._taken[at - 1] if at else (0, 0)
        after = self._taken[at] if at < len(self._taken) else (end, end)
        return before[1] <= start and end <= after[0]

    def take(self, start: int, end: int) -> None:
        """Let nothing else be linked in [start, end), which is free."""
        insort(self._taken, (start, end))


def _citation_links(
    citations: Iterable[Citation], room: _Room, hrefs: Hrefs, own: Regulation | None
) -> Iterable[Link]:
    for citation in citations:
        if not citation.resolved or not room.is_free(citation.start, citation.end):
            continue
        if "/" not in citation.target:
            seen = room.linked_at(citation.start)
            key = ("data-cite", citation.target)
            if key in seen or (own and citation.regulation == own.id):
                continue
            seen.add(key)
        room.take(citation.start, citation.end)
        href = escape(hrefs.citation(citation))
        mark = hrefs.mark(citation)
        shown = f' data-mark="{escape(mark)}"' if mark else ""
        tag = f'<a class="kb-cite" data-cite="{citation.target}" href="{href}"{shown}>'
        yield Link(citation.start, citation.end, tag)


def _choose_mentions(
    mentions: Iterable[Mention],
    room: _Room,
    titles: Sequence[tuple[int, int]],
    own_terms: frozenset[str],
) -> list[tuple[Mention, bool]]:
    chosen: list[tuple[Mention, bool]] = []
    for mention in mentions:
        seen = room.linked_at(mention.start)
        term = ("data-term", mention.senses[0])
        link = (
            term not in seen
            and (not own_terms or own_terms.isdisjoint(mention.senses))
            and room.is_free(mention.start, mention.end)
            and not _is_part_of_title(mention, titles)
        )
        if link:
            seen.add(term)
        chosen.append((mention, link))
    return chosen


def _is_part_of_title(mention: Mention, titles: Sequence[tuple[int, int]]) -> bool:
    at = bisect_right(titles, (mention.start, mention.end))
    return any(
        start <= mention.start and mention.end <= end and (start, end) != mention[:2]
        for start, end in titles[max(at - 2, 0) : at + 1]
    )


def _term_tag(senses: tuple[str, ...], hrefs: Hrefs) -> str:
    others = f' data-senses="{" ".join(senses)}"' if len(senses) > 1 else ""
    href = escape(hrefs.term(senses[0]))
    return f'<a class="kb-term" data-term="{senses[0]}" href="{href}"{others}>'


def insert_links(page: Page, links: Iterable[Link]) -> None:
    """Put links into the page's text nodes; each lies inside one piece and none overlap.

    A link is written into its text node as marks, which `Page.to_html` turns into tags: making
    elements took longer than all the rest of linking.
    """
    ordered = sorted(links)
    start, end, close = page.reserve_marks([link.tag for link in ordered])
    starts = [piece.start for piece in page.pieces]
    text = page.text
    written: dict[int, str] = {}
    done: dict[int, int] = {}
    for number, link in enumerate(ordered):
        index = bisect_right(starts, link.start) - 1
        before = text[done.get(index, starts[index]) : link.start]
        inside = text[link.start : link.end]
        written[index] = f"{written.get(index, '')}{before}{start}{number}{end}{inside}{close}"
        done[index] = link.end
    for index, begun in written.items():
        piece = page.pieces[index]
        changed = begun + text[done[index] : piece.end]
        if piece.is_tail:
            piece.element.tail = changed
        else:
            piece.element.text = changed
