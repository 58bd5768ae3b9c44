"""Two revisions of a regulation side by side: which article meets which, and what really changed.

Only imported official texts are compared. Punctuation, spaces and line ends are no change: plain
diffs of second-hand copies report little else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from .digest import plain_text
from .lineage import Lineage
from .load import KnowledgeBase
from .model import OfficialText, Regulation
from .official import split_parts
from .text import fold

FOLDER = f"{Regulation.FOLDER}/compare"
LIKE = 0.4
"""Share of common character pairs from which two articles are taken for one."""
ISLAND = 2
"""Fewer characters alike between two changes belong to the change."""
SMALL_ISLAND = 4
"""So many do, where both changes are at least three times as long."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two imported texts of one regulation."""

    regulation: Regulation
    old: OfficialText
    new: OfficialText

    @property
    def path(self) -> str:
        """The source file that its page would have."""
        years = f"{self.old.revision.year}-{self.new.revision.year}"
        return f"{FOLDER}/{self.regulation.id}-{years}.md"

    @property
    def title(self) -> str:
        """The title of its page."""
        years = f"{self.old.revision.year}年文本与{self.new.revision.year}年文本"
        return f"{self.regulation.title}：{years}对照"


@dataclass(frozen=True, slots=True)
class Provision:
    """One article of a text."""

    address: str
    heading: str
    text: str
    """Its paragraphs, a line each, without markup."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text on one side."""

    text: str
    changed: bool


@dataclass(frozen=True, slots=True)
class Pair:
    """What stands beside what; one side may be empty."""

    old: tuple[Provision, ...]
    new: Provision | None
    before: tuple[tuple[Piece, ...], ...]
    """The old side's paragraphs."""
    after: tuple[tuple[Piece, ...], ...]
    note: str = ""
    """What the table of the regulation says of the article."""

    @property
    def kind(self) -> str:
        """`same`, `changed`, `new` or `removed`."""
        if not self.old:
            return "new"
        if self.new is None:
            return "removed"
        pieces = [piece for line in (*self.before, *self.after) for piece in line]
        return "changed" if any(piece.changed for piece in pieces) else "same"

    @property
    def anchor(self) -> str:
        """HTML id: the new article's address, else the old one's."""
        return self.new.address if self.new else f"old-{self.old[0].address}"


def comparisons(knowledge: KnowledgeBase) -> dict[str, Comparison]:
    """Every pair of imported texts, by the path of its page."""
    found: dict[str, Comparison] = {}
    for _, regulation in sorted(knowledge.regulations.items()):
        dated = sorted(revision.date for revision in regulation.revisions)
        texts = [t for t in knowledge.texts.values() if t.regulation == regulation.id]
        texts = sorted((t for t in texts if t.revision in dated), key=lambda text: text.revision)
        for place, new in enumerate(texts):
            for old in texts[:place]:
                if old.revision.year != new.revision.year:
                    comparison = Comparison(regulation, old, new)
                    found[comparison.path] = comparison
    return found


def compare(knowledge: KnowledgeBase, comparison: Comparison) -> tuple[Pair, ...]:
    """The pairs of two texts, in the order of the new one; what vanished stands at its place."""
    bodies = [
        knowledge.by_path[knowledge.path_of(t)].body for t in (comparison.old, comparison.new)
    ]
    old, new = (read_provisions(body) for body in bodies)
    lineage = knowledge.lineages.get(comparison.regulation.id)
    years = (comparison.old.revision.year, comparison.new.revision.year)
    if lineage and set(years) <= set(lineage.years):
        origins = _by_lineage(lineage, *years)
    else:
        origins = _by_likeness(old, new)
    newest_two = lineage and years == (lineage.years[1], lineage.years[0])
    rows = lineage.by_article.values() if lineage and newest_two else ()
    notes = {f"art-{row.article}": row.note for row in rows}
    return tuple(
        replace(pair, note=notes.get(pair.new.address, "")) if pair.new else pair
        for pair in _pairs(old, new, origins)
    )


def read_provisions(body: str) -> tuple[Provision, ...]:
    """The articles (parts, preamble) of an official text's Markdown."""
    return tuple(
        Provision(part.key, plain_text(part.line), "\n".join(_lines(part.body)))
        for part in split_parts(body)
        if part.key.startswith(("art-", "part-", "preamble"))
    )


def _lines(body: str) -> Iterator[str]:
    for block in re.split(r"\n\s*\n", body):
        if text := plain_text(block):
            yield text


def _by_lineage(lineage: Lineage, old: int, new: int) -> dict[str, tuple[str, ...]]:
    before, after = lineage.years.index(old), lineage.years.index(new)
    found: dict[str, dict[str, None]] = {}
    for row in lineage.rows:
        for article in row.articles[after]:
            origins = found.setdefault(f"art-{article}", {})
            origins.update((f"art-{origin}", None) for origin in row.articles[before])
    return {address: tuple(origins) for address, origins in found.items()}


def _by_likeness(old: Sequence[Provision], new: Sequence[Provision]) -> dict[str, tuple[str, ...]]:
    """The likest first; of equals the one with the same number. Each is paired once."""
    grams = {id(provision): _grams(provision.text) for provision in (*old, *new)}
    scored = sorted(
        (
            (-_alike(grams[id(a)], grams[id(b)]), a.address != b.address, place, a, b)
            for place, (b, a) in enumerate((b, a) for b in new for a in old)
        ),
        key=lambda entry: entry[:3],
    )
    taken: set[str] = set()
    found: dict[str, tuple[str, ...]] = {}
    for score, _, _, a, b in scored:
        if -score >= LIKE and a.address not in taken and b.address not in found:
            taken.add(a.address)
            found[b.address] = (a.address,)
    return found


def _grams(text: str) -> frozenset[str]:
    bare = "".join(key for key, _ in _tokens(text))
    return frozenset(bare[at : at + 2] for at in range(max(len(bare) - 1, 1)))


def _alike(one: frozenset[str], other: frozenset[str]) -> float:
    return 2 * len(one & other) / (len(one) + len(other))


def _pairs(
    old: Sequence[Provision], new: Sequence[Provision], origins: Mapping[str, tuple[str, ...]]
) -> Iterator[Pair]:
    by_address = {provision.address: provision for provision in old}
    used = {address for found in origins.values() for address in found}
    waiting = [provision for provision in old if provision.address not in used]
    order = {provision.address: place for place, provision in enumerate(old)}
    for provision in new:
        before = [by_address[a] for a in origins.get(provision.address, ()) if a in by_address]
        while before and waiting and order[waiting[0].address] < order[before[0].address]:
            yield _pair((waiting.pop(0),), None)
        yield _pair(tuple(before), provision)
    for provision in waiting:
        yield _pair((provision,), None)


def _pair(old: tuple[Provision, ...], new: Provision | None) -> Pair:
    before, after = mark_changes("\n".join(p.text for p in old), new.text if new else "")
    return Pair(old, new, before, after)


Lines = tuple[tuple[Piece, ...], ...]


def mark_changes(old: str, new: str) -> tuple[Lines, Lines]:
    """Both texts by paragraphs, with what is only in one of them marked."""
    if not old or not new:
        return _by_lines([Piece(old, False)]), _by_lines([Piece(new, False)])
    one, other = _tokens(old), _tokens(new)
    matcher = SequenceMatcher(None, [k for k, _ in one], [k for k, _ in other], autojunk=False)
    left: list[Piece] = []
    right: list[Piece] = []
    for a, b, c, d, changed in _runs(matcher.get_opcodes()):
        left.append(Piece("".join(text for _, text in one[a:b]), changed))
        right.append(Piece("".join(text for _, text in other[c:d]), changed))
    return _by_lines(left), _by_lines(right)


def _runs(
    codes: Sequence[tuple[str, int, int, int, int]],
) -> Iterator[tuple[int, int, int, int, bool]]:
    """The runs of a diff; a few characters alike between two changes are part of the change."""
    open_: tuple[int, int, int, int] | None = None
    for place, (tag, a, b, c, d) in enumerate(codes):
        if tag != "equal" or _is_island(codes, place):
            open_ = (open_[0], b, open_[2], d) if open_ else (a, b, c, d)
            continue
        if open_:
            yield (*open_, True)
            open_ = None
        yield a, b, c, d, False
    if open_:
        yield (*open_, True)


def _is_island(codes: Sequence[tuple[str, int, int, int, int]], place: int) -> bool:
    """Whether what is alike here is chance: `或者` between two long changes."""
    if not 0 < place < len(codes) - 1:
        return False
    alike = codes[place][2] - codes[place][1]
    around = (codes[place - 1], codes[place + 1])
    least = min(max(b - a, d - c) for _, a, b, c, d in around)
    return alike < ISLAND or (alike <= SMALL_ISLAND and 3 * alike <= least)


_TOKEN = re.compile(r"(?:[a-z0-9]+|[^\W_])[\W_]*", re.I)


def _tokens(text: str) -> list[tuple[str, str]]:
    """(what counts, the text with the punctuation after it) of each character or Latin word."""
    found = [(fold(re.sub(r"[\W_]", "", m[0])), m[0]) for m in _TOKEN.finditer(text)]
    lead = re.match(r"[\W_]*", text)
    if found and lead:
        found[0] = (found[0][0], lead[0] + found[0][1])
    return found


def _by_lines(pieces: Sequence[Piece]) -> Lines:
    lines: list[list[Piece]] = [[]]
    for piece in pieces:
        for place, text in enumerate(piece.text.split("\n")):
            if place:
                lines.append([])
            if text:
                lines[-1].append(Piece(text, piece.changed))
    return tuple(tuple(line) for line in lines if line)
