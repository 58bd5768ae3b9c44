"""Slips of the pen: near-misses of phrases, one character wrong, missing or too many.

A phrase of four or more characters with one slip still has its first two or its last two right
(that is how it is looked up), and the slip leaves pairs of characters that are no words. Where
they are words, or the pages of the knowledge base write the same, the rule keeps quiet. Characters
that sound alike are believed sooner than others.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final, NamedTuple

from .document import Document, Kind
from .finding import Draft
from .lexicon import MIN_PHRASE, MISSING_COST, Lexicon, readings, sounds
from .spelling import Slip as WordSlip
from .tools import HAN, Tools, read_data, talks_of
from .weighing import ANY, EXTRA, GAP, LOST, PHRASE, SURNAMES, TWICE
from .wording import check_doubled, may_meet, on_purpose

_HAN_RUN: Final = re.compile(f"[{HAN}]+")
_NUMERALS: Final = frozenset("一二三四五六七八九十两百千万几双")
_FUNCTION: Final = frozenset(
    "的了是在和与对把被将为及或由从向会要能可不有以而其并再就也都还又很更最所使让等这那各每地得着才"
)


class Slip(NamedTuple):
    """Where a phrase is written wrongly."""

    start: int
    end: int
    phrase: str
    sounds_alike: bool
    at: int
    """Where it goes wrong."""


_LONG: Final = 7
"""A phrase so long with one character missing is no chance, whatever word may end inside it."""
_SHORT: Final = 5
_TOO_MANY: Final = frozenset("了着过的")
"""Never stand inside a numbered formulation: 两个了确立."""
_PREDICATES: Final = frozenset("是也")
"""Stand inside no long phrase: 批评和自我是批评."""
_SURE: Final = 100
"""A character typed twice that scores more is no two words that meet."""

Found = tuple[int, Slip, str]
"""Block, slip, as written."""


def check_term_slip(document: Document, tools: Tools) -> Iterator[Draft]:
    """Near-misses of the formulations of the knowledge base."""
    for block, slip, written in _slips(document, tools):
        if term := tools.lexicon.terms.get(slip.phrase):
            what = f"“{written}”像是“{slip.phrase}”的误写。"
            fix = f"核对，应为“{slip.phrase}”。"
            yield Draft(block, slip.start, slip.end, what, fix, f"terms/{term}")
    for block, match, right, about in _confused(document, tools):
        if about:
            what = f"“{match[0]}”用字不对。"
            yield Draft(block, *match.span(), what, f"应为“{right}”。", f"terms/{about}")


def check_word_slip(document: Document, tools: Tools) -> Iterator[Draft]:
    """Near-misses of idioms and stock phrases, of words, and the well-known confusions."""
    for block, slip, written in _slips(document, tools):
        if slip.phrase not in tools.lexicon.terms:
            what = f"“{written}”像是“{slip.phrase}”的误写。"
            yield Draft(block, slip.start, slip.end, what, f"核对，应为“{slip.phrase}”。")
    for block, match, right, about in _confused(document, tools):
        if not about:
            what = f"“{match[0]}”用字不对。"
            yield Draft(block, *match.span(), what, f"应为“{right}”。")


def _confused(document: Document, tools: Tools) -> Iterator[tuple[int, re.Match[str], str, str]]:
    """(block, match, the right word, the term that comes out) of the well-known confusions."""
    for right, pattern in _confusions():
        for block in document.prose:
            text = document.folded[block]
            for match in pattern.finditer(text):
                if not talks_of(text, *match.span()):
                    yield block, match, right, _term_of(text, match, right, tools)


_AROUND: Final = 20
"""Characters on both sides in which a term may come out."""


def _term_of(text: str, match: re.Match[str], right: str, tools: Tools) -> str:
    """The term that is meant; nothing if an ordinary word is."""
    if not _HAN_RUN.fullmatch(right) or abs(len(right) - len(match[0])) > 1:
        return ""
    start = min(_AROUND, match.start())
    head = text[match.start() - start : match.start()]
    mended = head + right + text[match.end() : match.end() + _AROUND]
    end = start + len(right)
    for mention in tools.matcher.find(mended):
        if mention.start <= start and end <= mention.end:
            return tools.term(mention).id
    return ""


def _in_words(document: Document, tools: Tools, known: set[tuple[int, int]]) -> Iterator[Found]:
    """Slips in words, where no other has been found."""
    for block in document.prose:
        if document.blocks[block].kind is Kind.CELL:
            continue
        text = document.folded[block]
        mentions = [(m.start, m.end) for m in tools.mentions(document)[block]]
        for run in _HAN_RUN.finditer(text):
            for slip in tools.speller.find(run[0]):
                start, end = run.start() + slip.start, run.start() + slip.end
                inside = any(first <= start and end <= last for first, last in mentions)
                if inside or any((block, at) in known for at in range(start, end)):
                    continue
                twice = slip.kind == TWICE and not slip.phrase and slip.score <= _SURE
                if slip.kind == TWICE and _meets_level(tools, text, run.start() + slip.at - 1):
                    continue
                if _is_coined(text, run, slip) or _is_counted(text, start, end):
                    continue
                if twice and _is_meant(tools, text, run.start() + slip.at - 1):
                    continue
                often = document.whole.count(text[start:end]) > 1  # no slip is made twice
                if not often and not talks_of(text, start, end) and not _is_name(text, start):
                    known.update((block, at) for at in range(start, end))
                    yield block, Slip(start, end, slip.word, True, start), text[start:end]


_LOOSE: Final = frozenset((PHRASE, LOST, GAP, EXTRA, ANY))
_ROW: Final = 4
_COINED: Final = (300, 400)
"""What scores less may be meant so inside quotation marks, or in a row of words."""


def _is_coined(text: str, run: re.Match[str], slip: WordSlip) -> bool:
    """Whether it may be a name or a word made for the paper: “码上办”; 帮思想、帮产业."""
    before, after = text[max(0, run.start() - 1) : run.start()], text[run.end() : run.end() + 1]
    if before == after == '"':
        return not slip.phrase and slip.score < _COINED[0]
    in_row = "、" in (before, after) and len(run[0]) <= _ROW
    return in_row and slip.kind in _LOOSE and slip.score < _COINED[1]


_COUNTED: Final = frozenset("位个名项次件年月日时期场条户支家点级")


def _is_counted(text: str, start: int, end: int) -> bool:
    """Whether what seems to begin a word belongs to a number, or is 某: 4个党支部, 村某干部."""
    before = text[max(0, start - 1) : start]
    number = bool(before) and (before.isdigit() or before in _NUMERALS)
    return (number and text[start] in _COUNTED) or "某" in text[start : end + 1]


_LEVELS: Final = frozenset("省市县区镇乡村")


def _meets_level(tools: Tools, text: str, at: int) -> bool:
    """Whether a place ends and a word begins with what stands twice: 临江市|市场监管局."""
    is_word = tools.lexicon.is_word
    return text[at] in _LEVELS and any(is_word(text[at + 1 : at + 1 + n]) for n in (2, 3, 4, 5))


def _is_meant(tools: Tools, text: str, at: int) -> bool:
    """Whether two words meet in a doubled character, or it stands twice on purpose and does not
    end a word: 主题党日|日."""
    words = tools.lexicon
    ends = any(text[at - n : at + 1] in words.terms for n in (3, 4, 5) if at >= n)
    return may_meet(tools, text, at) or (not ends and on_purpose(tools, text, at))


def _is_name(text: str, at: int) -> bool:
    """Whether it may be somebody's name: 王建社同志."""
    said = _PERSON.match(text, at + 2) or _PERSON.match(text, at + 3)
    near = text[max(0, at - 1) : at + 1]
    return bool(said) and not SURNAMES.isdisjoint(near)


_PERSON: Final = re.compile("同志|书记|主任|委员|镇长|县长|乡长|局长|老师|说|、")


@lru_cache(maxsize=1)
def _confusions() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """(the right word, a pattern of wrong ones)."""
    lines = (line.split("→") for line in read_data("confusions.yaml")["confusions"])
    return tuple((right, re.compile(wrong)) for wrong, right in lines)


def _slips(document: Document, tools: Tools) -> list[Found]:
    """Slips in phrases, then those in words, found once a document; where a phrase or a doubled
    word has been found, the latter are silent."""
    last, found = tools.slips
    if last is not document:
        found = [
            (block, slip, document.folded[block][slip.start : slip.end])
            for block in document.prose
            if document.blocks[block].kind is not Kind.CELL
            for slip in _in_block(document, tools, block)
        ]
        known = {(block, at) for block, slip, _ in found for at in range(slip.start, slip.end)}
        for draft in check_doubled(document, tools):
            known.update((draft.block, at) for at in range(draft.start - 1, draft.end + 1))
        found += _in_words(document, tools, known)
        tools.slips = (document, found)
    return found


def _in_block(document: Document, tools: Tools, block: int) -> Iterator[Slip]:
    text = document.folded[block]
    lexicon = tools.lexicon
    taken = [(m.start, m.end) for m in tools.mentions(document)[block]]
    best: list[Slip] = []
    for run in _HAN_RUN.finditer(text):
        for at in range(run.start(), run.end() - 1):
            pair = text[at : at + 2]
            for phrase in lexicon.heads.get(pair, ()):
                if slip := _from_head(lexicon, text, at, phrase, run.end()):
                    best.append(slip)
            for phrase in lexicon.tails.get(pair, ()):
                if slip := _from_tail(lexicon, text, at + 2, phrase, run.start()):
                    best.append(slip)
    end = 0
    for slip in sorted(best, key=lambda s: (s.start, not s.sounds_alike, s.start - s.end)):
        if talks_of(text, slip.start, slip.end):
            continue
        inside = any(start <= slip.start and slip.end <= stop for start, stop in taken)
        counted = _is_counted(text, slip.start, slip.end)
        if (
            slip.start >= end
            and not inside
            and not counted
            and not _exact_around(lexicon, text, slip)
        ):
            yield slip
            end = slip.end


def _exact_around(lexicon: Lexicon, text: str, slip: Slip) -> bool:
    """Whether a right phrase stands where the slip is: it is chance."""
    for size in range(MIN_PHRASE, 7):
        for start in range(max(0, slip.at - size + 1), slip.at + 1):
            piece = text[start : start + size]
            if len(piece) == size and (piece in lexicon.terms or piece in lexicon.general):
                return True
    return False


def _from_head(lexicon: Lexicon, text: str, at: int, phrase: str, stop: int) -> Slip | None:
    """The phrase begins at `at`, and goes wrong behind its second character."""
    size = len(phrase)
    same = 2
    while same < size and at + same < stop and text[at + same] == phrase[same]:
        same += 1
    if same == size:
        return None
    here, rest = at + same, phrase[same:]
    found: Slip | None = None
    if at + size <= stop and text.startswith(rest[1:], here + 1):
        found = _wrong(lexicon, text, at, phrase, same)
    if not found and len(rest) >= 2 and text.startswith(rest[1:], here):
        found = _missing(lexicon, text, at, phrase, same)
    if not found and size == MIN_PHRASE and len(rest) == 1 and here == stop:
        found = _lost_of_four(lexicon, text, at, phrase, same)
    if not found and at + size + 1 <= stop and text.startswith(rest, here + 1):
        found = _extra(lexicon, text, at, phrase, same)
    turned = rest[1:2] + rest[:1] + rest[2:]
    if not found and at + size <= stop and text.startswith(turned, here):
        found = _turned(lexicon, text, at, phrase, same)
    return found or _two_off(lexicon, text, at, phrase, same, stop)


def _two_off(
    lexicon: Lexicon, text: str, at: int, phrase: str, same: int, stop: int
) -> Slip | None:
    """Two characters for two that sound the same, or the two before typed twice."""
    here, size = at + same, len(phrase)
    if size <= MIN_PHRASE or not _NUMERALS.isdisjoint(text[here : here + 2]):
        return None
    pairs = list(zip(text[here : here + 2], phrase[same:], strict=False))
    alike = len(pairs) == 2 and all(a != b and readings(a) & readings(b) for a, b in pairs)
    if alike and at + size <= stop and text.startswith(phrase[same + 2 :], here + 2):
        return Slip(at, at + size, phrase, True, here)
    twice = phrase[same - 2 :]
    if same > MIN_PHRASE - 1 and at + size + 2 <= stop and text.startswith(twice, here):
        return Slip(at, at + size + 2, phrase, False, here)
    return None


def _from_tail(lexicon: Lexicon, text: str, end: int, phrase: str, stop: int) -> Slip | None:
    """The phrase ends at `end`, and goes wrong before its last two characters."""
    size = len(phrase)
    same = 2
    while same < size and end - same - 1 >= stop and text[end - same - 1] == phrase[-same - 1]:
        same += 1
    place = size - same - 1
    if place < 0 or place > 1:
        return None
    whole = end - size >= stop and text.startswith(phrase[:place], end - size)
    if whole and (found := _wrong(lexicon, text, end - size, phrase, place)):
        return found
    if end - size + 1 >= stop and text.startswith(phrase[:place], end - size + 1):
        return _missing(lexicon, text, end - size + 1, phrase, place)
    return None


def _wrong(lexicon: Lexicon, text: str, start: int, phrase: str, place: int) -> Slip | None:
    """One other character at `place`."""
    at = start + place
    written, right = text[at], phrase[place]
    alike = bool(sounds(written) & sounds(right))
    if written in _NUMERALS or (right in _NUMERALS and not alike):
        return None
    if not alike and written in _FUNCTION:
        return None
    last = place == len(phrase) - 1
    if place == 0 and (written in _FUNCTION or text[max(0, at - 1) : at + 1] in lexicon.words):
        return None  # 向|镇纪委, 谨防|电信
    if not alike and phrase[0] in _NUMERALS and phrase not in lexicon.terms:
        return None  # 一看就会
    if not (alike and len(phrase) > MIN_PHRASE) and _is_fine(lexicon, text, at, at + 1):
        return None
    if alike and last and len(phrase) > MIN_PHRASE and text[at : at + 2] in lexicon.words:
        return None  # 民主集中治|理
    if not alike and len(phrase) < MIN_PHRASE:
        return None
    if not alike and place == 0:
        return None
    if not alike and place in (0, len(phrase) - 1):
        partner = text[at + 1 : at + 3] if place == 0 else text[at - 2 : at]
        if len(phrase) < 5 or lexicon.is_word(partner):
            return None
    if not alike and not _strange(lexicon, text, at, place, len(phrase)):
        return None
    return Slip(start, start + len(phrase), phrase, alike, at)


def _strange(lexicon: Lexicon, text: str, at: int, place: int, size: int) -> bool:
    """Whether nobody has written the neighbours of the character beside it."""
    left = place == 0 or text[at - 1 : at + 1] not in lexicon.attested
    right = place == size - 1 or text[at : at + 2] not in lexicon.attested
    return left and right


def _missing(lexicon: Lexicon, text: str, start: int, phrase: str, place: int) -> Slip | None:
    """The character at `place` is not there."""
    if len(phrase) < MIN_PHRASE or phrase[place] in _NUMERALS or phrase[place] in "者的地得":
        return None
    at = start + place
    if place == 0:
        before = text[at - 1 : at]
        if before == phrase[0] or phrase not in lexicon.stock or not _HAN_RUN.match(before):
            return None
        if lexicon.is_word(phrase[1:]):
            return None  # 促进|高质量
        if text[at : at + 2] in lexicon.words or text[at - 1 : at + 1] in lexicon.words:
            return None
        if text[at] in _FUNCTION or text[at - 1 : at + 2] in lexicon.attested:
            return None
        closed = text[at - 2 : at] in lexicon.words and text[at - 2 : at + 1] not in lexicon.words
        if before in "更很最越较":
            return None  # 更严要求
        if before not in _FUNCTION and not closed:
            return None  # 跃上, 聚力: words that no dictionary has
        return Slip(start, start + len(phrase) - 1, phrase, False, at)
    if len(phrase) == MIN_PHRASE:
        return _lost_of_four(lexicon, text, start, phrase, place)
    if _is_fine(lexicon, text, at, at):
        return None
    if len(phrase) < 6 and text[at - 1 : at + 1] in lexicon.attested:
        return None
    end = start + len(phrase) - 1
    if len(phrase) >= _LONG and place < len(phrase) - 1:
        return Slip(start, end, phrase, False, at)
    alone = (text[start] if place == 1 else "", text[end - 1] if place == len(phrase) - 1 else "")
    if any(char in _FUNCTION for char in alone if char):
        return None
    if _runs_over(lexicon, text, start) or _runs_over(lexicon, text, end):
        return None
    return Slip(start, end, phrase, False, at)


def _lost_of_four(lexicon: Lexicon, text: str, start: int, phrase: str, place: int) -> Slip | None:
    """长效制, 问卷查: nobody writes the characters side by side that now meet; or the run ends."""
    at, end = start + place, start + MIN_PHRASE - 1
    left = phrase[place] in _FUNCTION or phrase[place] in "性化"
    if left or not _NUMERALS.isdisjoint(phrase):
        return None
    meet = text[at - 1 : at + 1] if place < MIN_PHRASE - 1 else text[end - 2 : end]
    if meet in lexicon.words or not _FUNCTION.isdisjoint(meet):
        return None
    if text[start:end] in lexicon.attested or text[start:end] in lexicon.words:
        return None
    over = _runs_over(lexicon, text, start) and not _closes(lexicon, text, start, -2)
    on = _runs_over(lexicon, text, end) and not _closes(lexicon, text, end, 0)
    return None if over or on else Slip(start, end, phrase, False, at)


def _closes(lexicon: Lexicon, text: str, edge: int, side: int) -> bool:
    """Whether the word beside the edge is commoner than the one across it: 健全|长效."""
    costs, beside, across = (
        lexicon.costs,
        text[max(0, edge + side) :][:2],
        text[max(0, edge - 1) :][:2],
    )
    dear = MISSING_COST
    if any(text[edge - n : edge - n + 3] in lexicon.words for n in (1, 2) if edge >= n):
        return False  # 机动车|维修
    return beside in lexicon.words and costs.get(beside, dear) < costs.get(across, dear)


def _runs_over(lexicon: Lexicon, text: str, edge: int) -> bool:
    """Whether a word goes across the edge of a phrase: 贯彻行|业 is no 贯彻执行."""
    across = text[edge - 1 : edge + 1]
    if across in lexicon.attested or across in lexicon.words:
        return True
    return any(text[edge - n : edge - n + 3] in lexicon.words for n in (1, 2) if edge >= n)


def _extra(lexicon: Lexicon, text: str, start: int, phrase: str, place: int) -> Slip | None:
    """A character too many before `place`; of a doubled one another rule speaks."""
    at = start + place
    extra = text[at]
    short = len(phrase) <= _SHORT
    numbered = short and extra in _TOO_MANY and phrase[0] in _NUMERALS and phrase in lexicon.terms
    if numbered or (extra in _PREDICATES and len(phrase) > 5):
        return Slip(start, start + len(phrase) + 1, phrase, False, at)
    if extra in (text[at - 1], text[at + 1]) or extra in _NUMERALS or extra in _FUNCTION:
        return None
    if len(phrase) < 6 or _is_fine(lexicon, text, at, at + 1):
        return None
    if not _strange(lexicon, text, at, 1, 3):
        return None
    return Slip(start, start + len(phrase) + 1, phrase, False, at)


def _turned(lexicon: Lexicon, text: str, start: int, phrase: str, place: int) -> Slip | None:
    """The characters from `place` have changed places."""
    at = start + place
    known = any(text[n : n + 3] in lexicon.attested for n in (at - 1, at))
    if len(phrase) < 6 or phrase[place] in _NUMERALS or known:
        return None
    return Slip(start, start + len(phrase), phrase, False, at)


def _is_fine(lexicon: Lexicon, text: str, start: int, end: int) -> bool:
    """Whether a word of the dictionary covers the place, or the pages write it so.

    A place between two characters is covered by a word that goes across it.
    """
    for size in (4, 3, 2):
        for first in range(max(0, end - size), start + 1):
            if start == end and not first < start < first + size:
                continue
            if first + size <= len(text) and text[first : first + size] in lexicon.words:
                return True
    for first in range(max(0, end - 3), start + 1):
        if start == end and not first < start < first + 3:
            continue
        if text[first : first + 3] in lexicon.attested:
            return True
    return False
