"""What rules share: the records, ready to be looked for, and the dictionaries, read when needed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property, lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

import yaml

from ..address import number_or_zero
from ..cite import CitationFinder
from ..load import KnowledgeBase, load_knowledge_base
from ..match import Matcher, Mention, name_variants
from ..model import Term
from ..text import fold
from .document import Document
from .finding import Draft
from .lexicon import Lexicon
from .spelling import Speller

HAN: Final = "一-鿿"
CN: Final = "一二三四五六七八九十"


@lru_cache(maxsize=8)
def read_data(name: str) -> Any:
    """One of the YAML files of `data/`, which editors change."""
    text = (files("kb.lint") / "data" / name).read_text(encoding="utf-8")
    return yaml.load(text, getattr(yaml, "CSafeLoader", yaml.SafeLoader))


def count_of(written: str) -> int:
    """三, 两, 3 → 3; 0 for no number."""
    if written.isdigit():
        return int(written)
    return number_or_zero(written.replace("两", "二"))


_ARTICLE: Final = re.compile(rf"^#+ 第([{CN}百]+)条(.*)\n((?:(?!#).*(?:\n|$))*)", re.M)
_LISTED: Final = re.compile(r"^\d+\. ", re.M)
_SAID: Final = re.compile(rf"(?<!第)([{CN}]+)项")


_LIST: Final = 3
"""So many members make a list."""
_ORDERED: Final = frozenset((
    "si-ge-yi-shi", "si-ge-zi-xin", "si-ge-quan-mian", "wu-wei-yi-ti", "xin-fa-zhan-li-nian",
    "liu-xiang-ji-lv", "si-feng", "si-ge-zi-wo", "zheng-zhi-san-li",
))  # fmt: skip
"""Formulations whose members have an order, beside those that are named by their members."""
_UNORDERED: Final = frozenset(("si-xiang-jian-du",))
"""Named so, and written otherwise as well."""


class Tools:
    """One knowledge base, for any number of papers."""

    def __init__(self, source: KnowledgeBase | Path) -> None:
        """From the docs folder, it is read when a rule asks for it: few need it to publish."""
        self._source = source
        self.slips: tuple[Document | None, list[Any]] = (None, [])
        """The slips of the last document, of which two rules speak."""
        self.doubled: tuple[Document | None, list[Draft]] = (None, [])
        """Its doubled words, beside which no other slip is looked for."""
        self._mentions: tuple[Document | None, tuple[tuple[Mention, ...], ...]] = (None, ())

    @cached_property
    def knowledge(self) -> KnowledgeBase:
        source = self._source
        return load_knowledge_base(source)[0] if isinstance(source, Path) else source

    @cached_property
    def matcher(self) -> Matcher:
        return Matcher(self.knowledge.terms, "zh")

    @cached_property
    def set_lists(self) -> Mapping[str, list[Term]]:
        """A member → the formulations with it whose members have a set order."""
        found: dict[str, list[Term]] = {}
        for term in self.knowledge.terms.values():
            members = [fold(member.wording) for member in term.known_members]
            short = len(members) >= _LIST and not any("、" in member for member in members)
            named = "、" in term.term and term.id not in _UNORDERED
            if short and term.status == "current" and (named or term.id in _ORDERED):
                for member in members:
                    found.setdefault(member, []).append(term)
        return found

    @cached_property
    def finder(self) -> CitationFinder:
        return CitationFinder(self.knowledge.regulations, self.knowledge.shown)

    @cached_property
    def lexicon(self) -> Lexicon:
        return Lexicon(self.knowledge)

    @cached_property
    def speller(self) -> Speller:
        return Speller(self.lexicon, read_data("phrases.yaml")["shapes"])

    @cached_property
    def items(self) -> Mapping[str, Mapping[int, int]]:
        """Regulation → article → how many items (项) it has, where its page tells for certain.

        It does where it says how many there are, and lists as many.
        """
        found: dict[str, dict[int, int]] = {}
        for regulation in self.knowledge.regulations.values():
            body = self.knowledge.by_path[self.knowledge.path_of(regulation)].body
            for article, heading, section in _ARTICLE.findall(body):
                listed = len(_LISTED.findall(section))
                said = {count_of(number) for number in _SAID.findall(heading + section)}
                if said == {listed}:
                    found.setdefault(regulation.id, {})[number_or_zero(article)] = listed
        return found

    @cached_property
    def names(self) -> frozenset[str]:
        """Every folded name of every term and regulation, without quotes."""
        terms = (
            variant
            for term in self.knowledge.terms.values()
            for name in (term.term, *term.aliases)
            for variant in name_variants(name, digits=True)
        )
        titles = (
            fold(name)
            for regulation in self.knowledge.regulations.values()
            for name in (regulation.title, *regulation.short)
        )
        return frozenset(name.strip('"') for name in (*terms, *titles))

    def mentions(self, document: Document) -> tuple[tuple[Mention, ...], ...]:
        """The terms in each block; found once a document."""
        if self._mentions[0] is not document:
            found = tuple(tuple(self.matcher.find(text)) for text in document.folded)
            self._mentions = (document, found)
        return self._mentions[1]

    def term(self, mention: Mention) -> Term:
        """The default sense of a mention."""
        return self.knowledge.terms[mention.senses[0]]


_ABOUT_WORDS: Final = re.compile(
    r"不(?:要|能|得|应|再|可)?(?:写|说|用|称|叫|提|宜)|误写|错写|写成|写作|改为|规范写法|旧称|曾称|写错|错字|误用|的?写法|用语|字样|个字"
)


def talks_of(text: str, start: int, end: int) -> bool:
    """Whether the text talks about the word: 不写“…”."""
    quoted = '"' in text[max(0, start - 8) : start] and '"' in text[end : end + 8]
    return quoted and bool(
        _ABOUT_WORDS.search(text[max(0, start - 16) : start] + text[end : end + 14])
    )


Rule = Callable[[Document, Tools], Iterator[Draft]]


def scan(document: Document, pattern: re.Pattern[str]) -> Iterator[tuple[int, re.Match[str]]]:
    """(block, match) of a pattern in the author's own words, folded."""
    for block in document.prose:
        for match in pattern.finditer(document.folded[block]):
            yield block, match
