"""What a question is, and how its wrong options are drawn."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final
from zlib import crc32

from .. import model
from ..load import KnowledgeBase
from ..match import Language
from ..model import Label
from ..text import fold

TOPICS: Final[dict[str, Label]] = model.CATEGORIES | {
    "forms": Label("四种形态", "Four forms"),
    "lists": Label("纪律清单", "Prohibition lists"),
    "guides": Label("工作流程", "Procedures"),
    "regulations": Label("党内法规", "Regulations"),
}
"""What a learner chooses by: terms by category, then the other records by folder."""

KINDS: Final[dict[str, Label]] = {
    "members": Label("有哪几项", "all members"),
    "missing": Label("缺哪一项", "the missing member"),
    "count": Label("有几项", "how many"),
    "formulation": Label("属于哪个提法", "the formulation of a member"),
    "definition": Label("看释义说名称", "the term of a definition"),
    "wording": Label("规范写法", "the right wording"),
    "correction": Label("错在哪里", "what is wrong with a wording"),
    "clause": Label("依据哪一条", "the article behind a prohibition"),
    "sanction": Label("怎样处理", "the sanction range"),
    "form": Label("哪种形态", "the form of a measure"),
    "decides": Label("谁来决定", "who decides a measure"),
    "effect": Label("有什么影响", "the effect of a measure"),
    "who": Label("谁来做", "who does it"),
    "when": Label("时间和期限", "times and periods"),
    "effective": Label("施行日期", "effective date"),
    "rank": Label("名称等级", "rank"),
    "board": Label("所属板块", "board of the 1+4 system"),
    "article": Label("在第几条", "the article of a subject"),
}

WRONG_OPTIONS = 3


@dataclass(frozen=True, slots=True)
class Question:
    """One question; the self-test, the printed sheet and the cards all show the same."""

    id: str
    """Record, kind and, where there are several, the words asked for: lasting, ASCII."""
    kind: str
    """A key of KINDS."""
    topic: str
    """A key of TOPICS."""
    language: Language
    text: str
    options: tuple[str, ...]
    """In the order they are shown; empty where the learner answers freely."""
    answer: tuple[str, ...]
    """One of the options, or what a free answer has to name, in order."""
    explanation: str
    """Plain text; may be empty."""
    path: str
    """The page behind it, relative to the docs folder."""
    anchor: str
    """Of the passage on that page; may be empty."""
    source: str
    """As a paper cites it: 《…》第十六条, or the name of a document."""
    regulation: str | None
    """Id of the regulation that the source names; None where it is another document."""
    article: str | None
    """The provision, as the record writes it."""
    level: str
    """text or secondary: what nobody has checked is not asked."""


@dataclass(frozen=True, slots=True)
class Cited:
    """A source, ready to be put beside an answer."""

    text: str
    regulation: str | None
    article: str | None


def is_checked(record: model.Verified) -> bool:
    """Whether a record's facts may be asked."""
    return record.verified != "unverified"


def cite(regulation_id: str, article: str | None, knowledge: KnowledgeBase) -> Cited:
    """A provision, the way a paper cites it."""
    title = knowledge.regulations[regulation_id].title
    return Cited(f"《{title}》{article or ''}", regulation_id, article)


def cite_first(sources: Iterable[model.Source], knowledge: KnowledgeBase) -> Cited | None:
    """The first source that has been checked; None where there is none."""
    for source in sources:
        if source.level == "unverified":
            continue
        if source.regulation:
            return cite(source.regulation, source.article, knowledge)
        return Cited(source.document or "", None, None)
    return None


def key(words: str) -> str:
    """A short ASCII name for words, so that an id lasts as long as what is asked for."""
    return f"{crc32(fold(words).encode()):08x}"


def draw(
    seed: str,
    right: str,
    candidates: Iterable[str],
    fits: Callable[[str], bool] = lambda _: True,
    *,
    only_near: bool = False,
) -> tuple[str, ...]:
    """Wrong options for `right`: always the same for a seed; () where too few fit.

    Options about as long as the right one come first, so that length gives nothing away; with
    `only_near` there are no others.
    """
    start = crc32(seed.encode())
    size, span = len(right), max(2, len(right) // 3)
    wanted = {option for option in candidates if option != right}
    near = {option for option in wanted if abs(len(option) - size) <= span}
    found: list[str] = []
    for group in (near,) if only_near else (near, wanted - near):
        for option in sorted(group, key=lambda option: (_spread(option, start), option)):
            if fits(option):
                found.append(option)
                if len(found) == WRONG_OPTIONS:
                    return tuple(found)
    return ()


def _spread(option: str, start: int) -> int:
    """A number that depends on all of both; a bare CRC keeps the order of words of one length."""
    return (crc32(option.encode(), start) * 2_654_435_761) >> 7 & 0xFFFFFFFF


def shuffled(seed: str, options: Iterable[str]) -> tuple[str, ...]:
    """Options in an order of their own for each seed."""
    start = crc32(f"order {seed}".encode())
    return tuple(sorted(options, key=lambda option: (_spread(option, start), option)))


def overlaps(one: str, other: str) -> bool:
    """Whether one wording contains the other: then neither is a wrong answer for sure."""
    one, other = bare(one), bare(other)
    return one in other or other in one


_LEADING = re.compile(r"^(必须坚持|必须|坚持|坚决|全面|以)(?=..)")


@lru_cache(maxsize=8192)
def bare(wording: str) -> str:
    """A wording without what may stand before it in another formulation."""
    return _LEADING.sub("", fold(wording).replace('"', ""))


def quoted(words: str) -> str:
    """Words in quotation marks; those within become single ones."""
    return f"“{words.replace('“', '‘').replace('”', '’')}”"


def listed(words: Iterable[str], language: Language = "zh") -> str:
    """Words in a row; semicolons where a comma stands within one of them."""
    words = tuple(words)
    if language == "en":
        return "; ".join(words)
    return ("；" if any(re.search("[、，；]", word) for word in words) else "、").join(words)


def sentence(words: str) -> str:
    """Words with a full stop at their end."""
    return words if words.endswith(("。", "！", "？", ".")) else f"{words}。"


_UNKNOWN = re.compile(r"(?:^|[；，])[^；，]*(?:不列|未见专门文本)[^；，]*")


def known_part(text: str) -> str:
    """A text without what it says about what it leaves out."""
    return _UNKNOWN.sub("", text)
