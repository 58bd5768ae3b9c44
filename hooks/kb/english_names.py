"""How the English pages name what is Chinese: regulations, provisions, records."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from . import model
from .address import Address, parse_provision

_TAIL: Final = re.compile(r" \([^()]*\)$| of the Communist Party of China$")


@dataclass(frozen=True, slots=True)
class Provision:
    """One provision of a work, ready to be linked."""

    text: str
    """`Article 51, paragraph 1, item 2`."""
    target: str
    """As `data-cite` has it: `jilv-chufen-tiaoli/art-51-p1-i2`."""
    url: str


@dataclass(frozen=True, slots=True)
class CitedWork:
    """Provisions of one work that are named together."""

    title: str
    """`Regulations on Disciplinary Action (2023)`."""
    provisions: tuple[Provision, ...]


@dataclass(frozen=True, slots=True)
class PaperBasis:
    """What the items of a list rest on, in the room a printed page has."""

    works: tuple[str, ...]
    """The works by their numbers, which begin at 1; each named once, at the foot of the page."""
    items: tuple[str, ...]
    """`[1] Art. 69, 70, 71; [2] Part 4`, an item each; empty where there is no provision."""


def regulation_name(regulation: model.Regulation) -> str:
    """The English title as a text cites it: without the Party's name, with the year in force."""
    if regulation.rank == "constitution":
        name = "Party Constitution"
    else:
        name = regulation.english or regulation.title
        while _TAIL.search(name):
            name = _TAIL.sub("", name)
    return f"{name} ({regulation.current.date.year})" if regulation.current else name


def provision_name(article: str) -> str:
    """第五十一条第一款 -> Article 51, paragraph 1."""
    return "Preamble" if article == "序言" else spell_out(parse_provision(article))


def spell_out(address: Address) -> str:
    """An address in running text, where `Art. 5, para. 1` would be a note's."""
    text = address.english
    for short, long in (("Art.", "Article"), ("para.", "paragraph"), ("Ch.", "Chapter")):
        text = text.replace(short, long)
    return text


def cited_works(
    clauses: Iterable[model.Clause],
    regulations: Mapping[str, model.Regulation],
    url_of: Callable[[str, str], str],
) -> tuple[CitedWork, ...]:
    """The clauses by work, in their order; `url_of` takes a regulation and an article."""
    found: dict[str, list[Provision]] = {}
    for clause in clauses:
        address = parse_provision(clause.article)
        found.setdefault(clause.regulation, []).append(
            Provision(
                provision_name(clause.article),
                f"{clause.regulation}/{address}",
                url_of(clause.regulation, clause.article),
            )
        )
    return tuple(
        CitedWork(regulation_name(regulations[name]), tuple(provisions))
        for name, provisions in found.items()
    )


def paper_basis(
    items: Iterable[Iterable[model.Clause]], regulations: Mapping[str, model.Regulation]
) -> PaperBasis:
    """The clauses of each item of a list, their works as numbers."""
    works: dict[str, int] = {}
    lines: list[str] = []
    for clauses in items:
        found: dict[str, list[str]] = {}
        for clause in clauses:
            works.setdefault(clause.regulation, len(works) + 1)
            found.setdefault(clause.regulation, []).append(clause.article)
        lines.append("; ".join(f"[{works[name]}] {_in_a_row(found[name])}" for name in found))
    return PaperBasis(tuple(regulation_name(regulations[name]) for name in works), tuple(lines))


def _in_a_row(articles: Iterable[str]) -> str:
    """Art. 69, 70, 71, or Art. 132, item 1, item 2: what is said once need not be said again."""
    row: list[str] = []
    before: list[str] = []
    for article in articles:
        text = "Preamble" if article == "序言" else parse_provision(article).english
        parts = text.split(", ")
        pairs = zip(parts[:-1], before[:-1], strict=False)
        same = next((n for n, (ours, theirs) in enumerate(pairs) if ours != theirs), None)
        if same is None:
            same = min(len(parts), len(before)) - 1 if before else 0
        whole = len(parts) == 1 and len(before) == 1
        row.append(text.removeprefix("Art. ") if whole else ", ".join(parts[same:]))
        before = parts
    return ", ".join(row)


def record_names(record: model.AnyRecord) -> tuple[str, str]:
    """(English name, Chinese title); the first is empty where a record has none."""
    if isinstance(record, model.Term):
        return record.english.term, record.term
    english = getattr(record, "english", None)
    return (english if isinstance(english, str) else ""), record.title


def in_english(record: model.AnyRecord | None) -> bool:
    """Whether the page of a record can be rendered in English from the record alone."""
    return isinstance(record, model.Term) or getattr(record, "in_english", False)
