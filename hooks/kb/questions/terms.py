"""What the records of terms state: members, definitions, right and wrong wordings."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
from functools import cached_property
from zlib import crc32

from ..address import number_or_zero, numeral
from ..english_names import provision_name, regulation_name
from ..load import KnowledgeBase
from ..match import Language
from ..model import Member, Term
from ..text import fold, fold_english
from .ask import (
    Cited,
    Question,
    bare,
    cite_first,
    draw,
    is_checked,
    key,
    listed,
    overlaps,
    quoted,
    sentence,
    shuffled,
)

_ALIKE = 0.5
"""From here on two wordings are alike enough to be told apart by reading."""
_LONGEST_ROW = 200
"""Characters (English: words fill more); nobody looks for a gap in a longer row."""
_WORD = re.compile(r"[a-z]{4,}")
_NUMERAL = re.compile(r"\d+|[一二两三四五六七八九十]+")


def term_questions(knowledge: KnowledgeBase) -> Iterator[Question]:
    """Chinese questions, from every checked term."""
    terms = _Terms(knowledge, "zh")
    for term in terms.checked:
        yield from terms.about_members(term)
        yield from terms.about_count(term)
        yield from terms.about_formulation(term)
        yield from terms.about_definition(term)
        yield from terms.about_wording(term)


def english_questions(knowledge: KnowledgeBase) -> Iterator[Question]:
    """English questions, from the English fields of the same terms where these are complete."""
    terms = _Terms(knowledge, "en")
    for term in terms.checked:
        if all(member.english for member in term.known_members):
            yield from terms.about_members(term)
        yield from terms.about_definition(term)


class _Terms:
    """What a question about one term has to know of all the others, in one language."""

    def __init__(self, knowledge: KnowledgeBase, language: Language) -> None:
        self.knowledge = knowledge
        self.language: Language = language
        self.all = tuple(term for _, term in sorted(knowledge.terms.items()))

    @cached_property
    def checked(self) -> tuple[Term, ...]:
        """The terms that may be asked: checked, in use, with a source."""
        return tuple(
            term
            for term in self.all
            if is_checked(term)
            and term.status != "superseded"
            and cite_first(term.sources, self.knowledge)
        )

    @cached_property
    def by_category(self) -> dict[str, list[Term]]:
        found: dict[str, list[Term]] = defaultdict(list)
        for term in self.all:
            found[term.category].append(term)
        return found

    @cached_property
    def by_name(self) -> dict[str, dict[str, Term]]:
        """Category -> name -> the one term that has it."""
        found: dict[str, dict[str, Term]] = {}
        for category, terms in self.by_category.items():
            once = Counter(map(self.name, terms))
            found[category] = {self.name(t): t for t in terms if once[self.name(t)] == 1}
        return found

    @cached_property
    def by_kind(self) -> dict[tuple[str, str], list[str]]:
        """(category, kind) -> the names that one term has."""
        found: dict[tuple[str, str], list[str]] = defaultdict(list)
        for category, named in self.by_name.items():
            for name, term in named.items():
                found[category, term.kind].append(name)
        return found

    @cached_property
    def holders(self) -> dict[str, set[str]]:
        """Member, bare -> the ids of all formulations that have it."""
        found: dict[str, set[str]] = defaultdict(set)
        for term in self.all:
            for member in term.known_members:
                found[bare(self.wording(member))].add(term.id)
        return found

    @cached_property
    def links(self) -> dict[str, set[str]]:
        """Term id -> the terms that a record names beside it, in either direction."""
        found: dict[str, set[str]] = defaultdict(set)
        for term in self.all:
            named = {*term.related, *term.senses, term.superseded_by or ""}
            named |= {member.term or "" for member in term.known_members}
            for other in named - {""}:
                found[term.id].add(other)
                found[other].add(term.id)
        return found

    def _source(self, cited: Cited) -> str:
        """The source in the language of the question, as far as it has a name in it."""
        regulation = self.knowledge.regulations.get(cited.regulation or "")
        if self.language == "zh" or regulation is None or not regulation.english:
            return cited.text
        place = f"{provision_name(cited.article)} of the " if cited.article else ""
        return place + regulation_name(regulation)

    def name(self, term: Term) -> str:
        return term.english.term if self.language == "en" else term.term

    def wording(self, member: Member) -> str:
        return (member.english or "") if self.language == "en" else member.wording

    def names(self, term: Term) -> tuple[str, ...]:
        """The term and everything else it is called, the longest first."""
        if self.language == "en":
            found: Iterable[str] = (term.english.term, *term.english.aliases)
        else:
            found = (term.term, *term.aliases)
        return tuple(sorted(found, key=len, reverse=True))

    def ask(
        self,
        term: Term,
        kind: str,
        text: str,
        answer: Iterable[str],
        *,
        what: str = "",
        options: tuple[str, ...] = (),
        explanation: str = "",
        anchor: str = "",
    ) -> Question:
        cited = cite_first(term.sources, self.knowledge)
        assert cited, term.id
        return Question(
            id="/".join(
                part for part in (self.language, term.id, kind, what and key(what)) if part
            ),
            kind=kind,
            topic=term.category,
            language=self.language,
            text=text,
            options=options,
            answer=tuple(answer),
            explanation=explanation,
            path=f"terms/{term.id}.md",
            anchor=anchor,
            source=self._source(cited),
            regulation=cited.regulation,
            article=cited.article,
            level=term.verified,
        )

    # Members

    def about_members(self, term: Term) -> Iterator[Question]:
        """All members; and one that is left out of the row, or of the name that spells them out."""
        members = tuple(self.wording(member) for member in term.known_members)
        if len(members) < 2:
            return
        name = self.name(term)
        spelled = self._spelled(term)
        english = self.language == "en"
        original = listed(member.wording for member in term.known_members) if english else ""
        explanation = f"In Chinese: {original}" if english else ""
        if not spelled:
            text = (
                f"What are the members of {quoted(name)}?"
                if english
                else f"{quoted(name)}包括哪些？"
            )
            yield self.ask(
                term, "members", text, members, explanation=explanation, anchor="members"
            )
        hidden = min(members, key=lambda member: (crc32(member.encode()), member))
        if (text := self._with_gap(term, name, members, hidden, spelled)) and len(
            text
        ) <= _LONGEST_ROW * (1 + english):
            options = () if spelled else self._for_gap(term, members, hidden)
            whole = listed(members)
            yield self.ask(
                term,
                "missing",
                text,
                (hidden,),
                what=hidden,
                options=options,
                explanation=explanation or f"完整的是：{whole}。",
                anchor="members",
            )

    def _spelled(self, term: Term) -> bool:
        """Whether the name names every member: then nobody need know them."""
        members = term.known_members
        if all(member.wording in term.term for member in members):
            return True
        if self.language == "zh":
            return False
        name = set(_WORD.findall(self.name(term).lower()))
        return all(set(_WORD.findall((m.english or "").lower())) <= name for m in members)

    def _with_gap(
        self, term: Term, name: str, members: tuple[str, ...], hidden: str, spelled: bool
    ) -> str:
        """The question for the hidden member; empty where it would make no sense."""
        if not spelled and hidden.lower() in name.lower():
            return ""  # the name would tell it
        if self.language == "en":
            if spelled or len(members) < 3:
                return ""
            shown = "; ".join("____" if member == hidden else member for member in members)
            return f"Which one is left out of {quoted(name)}: {shown}?"
        if not spelled:
            if len(members) < 3:
                return ""
            shown = listed("（　　）" if member == hidden else member for member in members)
            return f"{quoted(name)}：{shown}。括号里是哪一项？"
        if name.count(hidden) != 1:
            return ""
        return f"把这个提法填完整：{name.replace(hidden, '（　　）')}。"

    def _for_gap(self, term: Term, members: tuple[str, ...], hidden: str) -> tuple[str, ...]:
        """Options for a left-out member; none where the others show what it must look like."""
        if self._patterned(members):
            return ()
        near = {holder for member in members for holder in self.holders[bare(member)]}
        others = [
            self.wording(member)
            for other in self.by_category[term.category]
            if other.kind == term.kind
            and other.id not in near
            and other.id not in self.links[term.id]
            for member in other.known_members
        ]
        wrong = draw(
            f"{term.id}/missing",
            hidden,
            filter(None, others),
            lambda option: not any(overlaps(option, member) for member in members),
            only_near=True,
        )
        return shuffled(f"{term.id}/missing", (hidden, *wrong)) if wrong else ()

    def _patterned(self, members: tuple[str, ...]) -> bool:
        """四个自信, 四个意识: an option that does not end in 自信 is no option."""
        if self.language == "en":
            words = [member.lower().split() for member in members]
            return len({word[0] for word in words}) == 1 or len({word[-1] for word in words}) == 1
        return len({member[0] for member in members}) == 1 or len({m[-1] for m in members}) == 1

    def about_count(self, term: Term) -> Iterator[Question]:
        """How many members, where the name does not say it."""
        members = term.known_members
        counts = [int(part) for part in (term.counts or "0").split("+")]
        numbers = {
            number_or_zero(digits.replace("两", "二")) for digits in _NUMERAL.findall(term.term)
        }
        if self._spelled(term) or len(members) < 3 or len(counts) > 1 or numbers & set(counts):
            return
        if not term.counts:
            return
        total = len(members)
        first = max(3, total - 1 - crc32(term.id.encode()) % 3)
        options = tuple(f"{numeral(number)}项" for number in range(first, first + 4))
        yield self.ask(
            term,
            "count",
            f"{quoted(term.term)}一共有几项？",
            (f"{numeral(total)}项",),
            options=options,
            explanation=f"{listed(member.wording for member in members)}。",
            anchor="members",
        )

    def about_formulation(self, term: Term) -> Iterator[Question]:
        """The formulation of each member that belongs to no other one."""
        if self._spelled(term):
            return
        formulations = [
            other
            for other in self.by_category[term.category]
            if other.known_members and other.status != "superseded" and not self._spelled(other)
        ]
        by_name = {other.term: other for other in formulations}
        for member in term.known_members:
            wording = member.wording
            if len(wording) < 3 or self.holders[bare(wording)] != {term.id}:
                continue
            if overlaps(wording, term.term) or self._gives_away(wording, term.term):
                continue

            def fits(name: str, wording: str = wording) -> bool:
                other = by_name[name]
                return other.id not in self.links[term.id] and not any(
                    overlaps(wording, one.wording) for one in other.known_members
                )

            seed = f"{term.id}/formulation/{wording}"
            if wrong := draw(seed, term.term, by_name, fits):
                yield self.ask(
                    term,
                    "formulation",
                    f"{quoted(wording)}是哪个提法里的一项？",
                    (term.term,),
                    what=wording,
                    options=shuffled(seed, (term.term, *wrong)),
                    explanation=f"{quoted(term.term)}包括："
                    f"{listed(one.wording for one in term.known_members)}。",
                    anchor="members",
                )

    def _gives_away(self, wording: str, name: str) -> bool:
        """政治纪律, 六项纪律: the last two characters are enough to tell."""
        return name[-2:] in wording and not name.endswith(("要求", "任务"))

    # Definitions

    def about_definition(self, term: Term) -> Iterator[Question]:
        """The term of a definition that does not name it."""
        english = self.language == "en"
        definition = term.english.definition if english else term.definition
        gap = "____" if english else "（　　）"
        text = definition
        for name in self.names(term):
            text = _without(text, name, gap)
        own = self.name(term)
        named = self.by_name[term.category]
        if own not in named or (not english and self._says(definition, term)):
            return
        folded = fold_english(definition)

        def fits(name: str) -> bool:
            other = named[name]
            return (
                other.id not in self.links[term.id]
                and other.status != "superseded"
                and not any(overlaps(one, own) for one in self.names(other))
                and not any(fold_english(one) in folded for one in self.names(other))
            )

        seed = f"{term.id}/definition"
        same = self.by_kind[term.category, term.kind]
        wrong = draw(seed, own, same, fits) or draw(seed, own, named, fits)
        if wrong:
            ask = "Which term is this?" if english else "说的是什么："
            yield self.ask(
                term,
                "definition",
                f"{ask} {text}" if english else f"{ask}{sentence(text)}",
                (own,),
                options=shuffled(seed, (own, *wrong)),
                explanation=f"In Chinese: {term.term}" if english else self._more(term),
            )

    def _more(self, term: Term) -> str:
        """What else there is to know of a term that a definition asks for."""
        if term.known_members and not self._spelled(term):
            return f"包括：{listed(member.wording for member in term.known_members)}。"
        return f"又称：{listed(term.aliases)}。" if term.aliases else ""

    def _says(self, definition: str, term: Term) -> bool:
        """Whether the definition gives the name away: nearly all its characters stand in it."""
        if term.known_members and self._spelled(term):
            return True
        missing = sum(char not in definition for char in term.term)
        return missing * 5 <= len(term.term)

    # Wordings

    def about_wording(self, term: Term) -> Iterator[Question]:
        """Each recorded wrong variant: beside the right wording, or by itself with its reason."""
        for entry in term.wrong:
            right = self._right_wording(term, entry.variant)
            if right:
                seed = f"{term.id}/wording/{entry.variant}"
                yield self.ask(
                    term,
                    "wording",
                    "下面两种写法，现在应当用哪一种？",
                    (right,),
                    what=entry.variant,
                    options=shuffled(seed, (right, entry.variant)),
                    explanation=sentence(entry.why),
                    anchor="wrong",
                )
            else:
                yield self.ask(
                    term,
                    "correction",
                    f"材料里写{quoted(entry.variant)}，为什么不规范？",
                    (sentence(entry.why),),
                    what=entry.variant,
                    anchor="wrong",
                )

    def _right_wording(self, term: Term, variant: str) -> str:
        """What the variant was meant to be, where the two can be told apart by reading them."""
        known = (term.term, *(member.wording for member in term.known_members))
        if any(fold(name) in fold(variant) for name in (term.term, *term.aliases)):
            return ""
        likeness = [(SequenceMatcher(None, name, variant).ratio(), name) for name in known]
        best, right = max(likeness)
        return right if best >= _ALIKE and variant not in known else ""


def _without(text: str, name: str, gap: str) -> str:
    """A text with a gap for each time a name stands in it, in small or capital letters."""
    lower, wanted = text.lower(), name.lower()
    at = lower.find(wanted)
    while at >= 0:
        text = text[:at] + gap + text[at + len(name) :]
        lower = text.lower()
        at = lower.find(wanted, at + len(gap))
    return text
