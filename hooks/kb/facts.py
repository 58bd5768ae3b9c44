"""The facts that the content states, one by one, for an examiner to check against the texts."""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from . import model
from .address import Address
from .cite import CitationFinder
from .load import KnowledgeBase, Loaded, find_digests
from .text import plain


@dataclass(frozen=True, slots=True)
class Fact:
    """One statement that is right or wrong."""

    claim: str
    """The statement, in Chinese, understandable by itself."""
    page: str
    """`docs/`-relative path and line: `terms/san-hui-yi-ke.md:12`."""
    source: str
    """Title of the regulation or document; empty where none is named."""
    article: str
    """The provision, as papers write it; empty where none is named."""
    level: str
    """How far it was checked: text, secondary or unverified."""


def sample_facts(knowledge: KnowledgeBase, count: int, seed: int) -> tuple[Fact, ...]:
    """`count` facts drawn without replacement; the same seed draws the same facts."""
    facts = tuple(find_facts(knowledge))
    return tuple(random.Random(seed).sample(facts, min(count, len(facts))))


def find_facts(knowledge: KnowledgeBase) -> Iterator[Fact]:
    """Every fact, in the order of the files."""
    finder = CitationFinder(knowledge.regulations, knowledge.shown)
    for _, item in sorted(knowledge.by_path.items()):
        record = item.record
        if isinstance(record, model.Term):
            yield from _term_facts(item, record, knowledge)
        elif isinstance(record, model.Regulation):
            yield from _regulation_facts(item, record)
        elif isinstance(record, model.ProhibitionList):
            yield from _list_facts(item, record, knowledge)
        elif isinstance(record, model.FourFormsPage):
            yield from _form_facts(item, record, knowledge)
        elif isinstance(record, model.Genre):
            for number, section in enumerate(record.sections):
                name = f"{record.title}：“{section.name}”（{section.must}）"
                clauses = section.clauses
                yield from _clause_facts(item, name, clauses, "sections", number, record, knowledge)
        if isinstance(record, model.Term | model.FourFormsPage | model.Guide):
            yield from _body_facts(item, record, knowledge, finder)


def _place(item: Loaded, *where: str | int) -> str:
    return f"{item.path}:{item.line(*where)}"


def _named(source: model.Source | None, knowledge: KnowledgeBase) -> tuple[str, str]:
    if source is None:
        return "", ""
    if source.regulation:
        return knowledge.regulations[source.regulation].title, source.article or ""
    return source.document or "", ""


def _term_facts(item: Loaded, term: model.Term, knowledge: KnowledgeBase) -> Iterator[Fact]:
    first = next(iter(term.sources), None)
    title, article = _named(first, knowledge)
    claim = f"{term.term}：{term.definition}"
    yield Fact(claim, _place(item, "definition"), title, article, term.verified)
    for number, member in enumerate(term.known_members):
        says = "共" if term.counts else "列出"
        claim = (
            f"{term.term}{says}{len(term.known_members)}项，第{number + 1}项是“{member.wording}”。"
        )
        yield Fact(claim, _place(item, "members", number), title, article, term.verified)
    for number, source in enumerate(term.sources):
        title, article = _named(source, knowledge)
        claim = f"{term.term}的出处：{title}{article}" + (
            f"（{source.note}）" if source.note else ""
        )
        yield Fact(claim, _place(item, "sources", number), title, article, source.level)
    if term.first_seen:
        seen = term.first_seen
        claim = f"{term.term}首见于{seen.date}，{seen.document}。"
        yield Fact(claim, _place(item, "first_seen"), seen.document, "", seen.level)


def _regulation_facts(item: Loaded, regulation: model.Regulation) -> Iterator[Fact]:
    title = regulation.title
    for number, revision in enumerate(regulation.revisions):
        sizes = ((revision.articles, "条"), (revision.chapters, "章"))
        size = "、".join(f"{count}{unit}" for count, unit in sizes if count)
        claim = f"《{title}》{revision.label}：日期{revision.date}"
        claim += f"，施行{revision.effective}" if revision.effective else ""
        claim += f"，共{size}。" if size else "。"
        yield Fact(claim, _place(item, "revisions", number), title, "", revision.level)
    if regulation.issuer:
        claim = f"《{title}》的制定机关是{regulation.issuer}。"
        yield Fact(claim, _place(item, "issuer"), title, "", regulation.verified)
    for address, line, text in digest_paragraphs(item):
        claim = f"《{title}》{address.chinese}要点：{text}"
        yield Fact(claim, f"{item.path}:{line}", title, address.chinese, regulation.verified)


def digest_paragraphs(item: Loaded) -> Iterator[tuple[Address, int, str]]:
    """(provision, line, text) of each paragraph or list item of a regulation's digest.

    Commentary (indented below `!!!`) is left out.
    """
    starts = {line: address for address, line in find_digests(item).items()}
    current: Address | None = None
    for line, text in enumerate(item.body.split("\n"), start=item.body_line):
        if text.startswith("#"):
            current = starts.get(line)
        elif current and text and not text.startswith((" ", "\t", "!!!")):
            listed = re.match(r"\d+\. +", text)
            yield current, line, plain(text[listed.end() :] if listed else text)


def _list_facts(
    item: Loaded, record: model.ProhibitionList, knowledge: KnowledgeBase
) -> Iterator[Fact]:
    for number, entry in enumerate(record.items):
        name = f"《{record.title}》第{number + 1}条“{entry.wording}”"
        yield from _clause_facts(item, name, entry.clauses, "items", number, record, knowledge)
        if entry.consequence and entry.clauses:
            claim = f"{name}通常的处理：{entry.consequence}"
            title, article = _clause(entry.clauses[0], knowledge)
            yield Fact(claim, _place(item, "items", number), title, article, record.verified)


def _form_facts(
    item: Loaded, record: model.FourFormsPage, knowledge: KnowledgeBase
) -> Iterator[Fact]:
    for number, measure in enumerate(record.measures):
        name = f"{record.title}·{measure.name}"
        yield from _clause_facts(item, name, measure.clauses, "measures", number, record, knowledge)
        title, article = _clause(measure.clauses[0], knowledge) if measure.clauses else ("", "")
        for about, text in (("由谁决定", measure.organ), ("影响", measure.effect)):
            if text:
                claim = f"{name}{about}：{text}"
                place = _place(item, "measures", number)
                yield Fact(claim, place, title, article, record.verified)


def _clause(clause: model.Clause, knowledge: KnowledgeBase) -> tuple[str, str]:
    return knowledge.regulations[clause.regulation].title, clause.article


def _clause_facts(
    item: Loaded,
    name: str,
    clauses: Iterable[model.Clause],
    field: str,
    number: int,
    record: model.Verified,
    knowledge: KnowledgeBase,
) -> Iterator[Fact]:
    for clause in clauses:
        title, article = _clause(clause, knowledge)
        claim = f"{name}的依据是《{title}》{article}。"
        yield Fact(claim, _place(item, field, number), title, article, record.verified)


_SENTENCE = re.compile(r"[^。！？\n]+[。！？]?")


def _body_facts(
    item: Loaded, record: model.Verified, knowledge: KnowledgeBase, finder: CitationFinder
) -> Iterator[Fact]:
    """Sentences of the body that cite a provision."""
    for line, text in enumerate(item.body.split("\n"), start=item.body_line):
        for match in _SENTENCE.finditer(text):
            found = finder.find(match[0]).citations
            cited = next((c for c in found if c.resolved and "/" in c.target), None)
            if cited and cited.regulation:
                title = knowledge.regulations[cited.regulation].title
                article = cited.raw.rpartition("》")[2]
                sentence = plain(match[0])
                yield Fact(sentence, f"{item.path}:{line}", title, article, record.verified)
