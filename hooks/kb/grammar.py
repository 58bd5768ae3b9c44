"""The grammar of citations: which words cite which provisions, in any text.

    citation   = [ work ] provisions
    work       = 《title》 [ （revision） ] | known name | defined name | 本条例 | 本规定 | 本法 …
    provisions = provision { separator provision }
    separator  = [ （words） ] ( [ [的] 规定 ] and | ， ) | range
    and        = 、 | 和 | 与 | 及 | 以及 | 或 | 或者 | 并
    range      = 至 | 到 | — | ～
    provision  = steps | relative [ steps ] | 第N部分 | 总纲 | 序言
    steps      = step { [的] step }      each step one level below the one before
    step       = numbers ( 编 | 章 | 节 | 条 [ 之N ] | 款 | 项 | 目 )
    numbers    = number { ( and | range ) number }     第一、二款   第（二）、（三）项   第五至七条
    number     = [第] N | [第] （N）
    relative   = 前条 | 上条 | 前N条 | [本条] 前款 | 上款 | 前N款 | 前项 | 前N项
               | 本条 | 本款 | 本项 | 本编 | 本章 | 本节          (these only before further steps)

Numerals are Chinese or Arabic, of any width. What lies between the ends of a range is cited too
(`Reference.also`). 第 may be left out before the first article after a work (处分条例50条), before
（N）项, and later in a list whose numbers rise (第五条、六条).

What is left out is taken from what stands before: in a list from the provision before
(第五条第一款、第三款), otherwise from the place of the words (`Place`): a bare 第二款 belongs to
the article it stands in, 前款 is the paragraph before the one it stands in. A provision without a
work belongs to the regulation whose text it stands in.

Nothing is guessed. These are found, but have a reason instead of an address: relative words where
there is nothing before; provisions that follow a word that may be the end of an unknown title; bare
provisions in a sentence that has just named another work; bare provisions outside any article, save
articles in a sentence that has just named the regulation itself. The heading of an article (第五条
at the start of a line, then a blank) is no citation, nor are 本法 and 本条 alone.

Every reference is read where it stands by patterns of bounded length: time grows with the text.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from .address import Address, number_or_zero
from .place import NO_ARTICLE, Place, Surroundings, read_relative
from .steps import (
    ARTICLE,
    LEVELS,
    NO_CHAPTER,
    NUMBER,
    RANGE,
    STEP,
    Provision,
    between,
    extend,
    first_value,
    has_lead,
    read_numbers,
    read_steps,
)


class Work(NamedTuple):
    """Where a text names a regulation."""

    start: int
    end: int
    own: bool = False
    """It is the regulation whose text this is: 本条例."""
    alone: bool = True
    """It is cited even where no provision follows: 《title》."""
    resume: int = 0
    """Where its provisions may begin, if not at its end: after （以下简称……）."""
    doubt: str | None = None
    """Why it is not certain which work is meant, in Chinese."""


class Reference(NamedTuple):
    """One cited provision, or a work named without one."""

    start: int
    end: int
    work: Work | None
    """What it belongs to; None for the regulation whose text this is."""
    address: Address | None
    """None for a work alone, and where there is a reason."""
    also: tuple[Address, ...] = ()
    """Cited without being named: what lies inside a range, the others of 前两款."""
    reason: str | None = None
    """Why there is no address, in Chinese."""


NO_SUCH_ITEM = "这一条里没有、或者不止一款有这一项"
OTHER_WORK = "同一句前面引了别的法规，不能断定这一处属于哪一部"
OTHER_ARTICLE = "前面引了别的条，不能断定这一处属于哪一条"
THAT_ARTICLE = "不能断定“该条”“同款”一类说法指哪一处"
UNKNOWN_TITLE = "前面的字像是另一部法规的名称"

_NAMED_PART = re.compile("总纲|序言")
_INNER = re.compile(r"(?:总则|分则|(?!第)[一-鿿]{2,4}编)(?=第)")
_SEPARATOR = re.compile(
    r"(?:[（(][^（）()。；;\n]{1,30}[）)])?"
    r"(?:(?:的?规定)?(?:、|和|与|及|以及|或者?|并)|[，,])"
    rf"|(?P<range>{RANGE})"
)
_TRIGGER = re.compile(
    rf"第[（(]?{NUMBER}|[前上本][一二两三四五六七八九2-9]?[条款项编章节]|本条[前上]"
)
_SENTENCE_END = re.compile(r"[。；;\n]")
_TITLE_ENDS = frozenset("法典例定释案则程准约议件录表函复纲令书")
"""Last characters of titles: after one of these, 第五条 may be of a work we do not know."""


def parse(
    text: str, works: Sequence[Work] = (), places: Sequence[Place] = ()
) -> Iterator[Reference]:
    """What a text cites, in order and without overlap.

    `works`: where it names regulations, sorted and apart. `places`, sorted: where its provisions
    stand; without them only provisions that follow a work are found.
    """
    return _Parser(text, works, places).parse()


class _Parser:
    def __init__(self, text: str, works: Sequence[Work], places: Sequence[Place]) -> None:
        self._text = text
        self._works = works
        self._around = Surroundings(places)
        self._sentences = [m.start() for m in _SENTENCE_END.finditer(text)] if places else []
        self._other_work = -1
        """Where another work was named last."""
        self._own_work = -1
        """Where this one was named last."""
        self._other_article = -1
        """Where an article was named last."""

    def parse(self) -> Iterator[Reference]:
        end = 0
        for start, work in self._starts():
            if start < end:
                continue
            for reference in self._at(start, work):
                end = reference.end
                yield reference
            if work:
                end = max(end, work.end)

    def _starts(self) -> Iterator[tuple[int, Work | None]]:
        """Where a citation may begin, in order."""
        bare = (
            (match.start() for match in _TRIGGER.finditer(self._text))
            if self._around.known
            else iter(())
        )
        following = next(bare, None)
        for work in self._works:
            while following is not None and following < work.start:
                yield following, None
                following = next(bare, None)
            yield work.start, work
        while following is not None:
            yield following, None
            following = next(bare, None)

    def _at(self, start: int, work: Work | None) -> Iterator[Reference]:
        if work is None:
            yield from self._bare(start)
            return
        if work.own and not work.doubt:
            self._own_work = start
        else:
            self._other_work = start
        first = self._after_work(work)
        if first is None:
            if work.alone:
                yield Reference(work.start, work.end, work, None)
            return
        yield from self._list([replace(first[0], start=start), *first[1:]], work, work.doubt)

    def _after_work(self, work: Work) -> list[Provision] | None:
        """The provision that follows the name of a work, perhaps after 的 or a blank."""
        at = max(work.end, work.resume)
        if match := _NAMED_PART.match(self._text, at):
            return [Provision(at, match.end(), Address(preamble=True), len(LEVELS))]
        if match := _INNER.match(self._text, at):
            found = read_steps(self._text, match.end(), Address(), -1)
            if found and found[0].address.is_division:
                found = [replace(each, reason=NO_CHAPTER) for each in found]
            return found
        found = read_steps(self._text, at, Address(), -1, lone=True)
        if not found and self._text.startswith(("的第", "中第", " 第"), at):
            found = read_steps(self._text, at + 1, Address(), -1)
        if found:
            return found if found[0].leads <= ARTICLE else None
        return self._relative(at) if work.own else None

    # Without a work

    def _bare(self, start: int) -> Iterator[Reference]:
        here = self._around.at(start)
        relative = self._text[start] in "前上本"
        found = self._relative(start) if relative else self._bare_steps(start, here)
        if not found:
            return
        if relative:
            reason = NO_ARTICLE if here is None else None
        else:
            reason = self._doubt(start, found[0], here)
        yield from self._list(found, None, reason)

    def _bare_steps(self, start: int, here: Address | None) -> list[Provision] | None:
        found = read_steps(self._text, start, here.whole if here else Address(), -1)
        if not found or self._is_heading(start, found[0]):
            return None
        address = found[0].address
        if address.part and not (here and here.part):
            return None
        if address.is_division and here is None:
            return None
        if found[0].address.item and not found[0].address.paragraph and not found[0].reason:
            first = STEP.match(self._text, start)
            if first and first["unit"] == "项":
                return [self._item_here(provision, here) for provision in found]
        return found

    def _item_here(self, provision: Provision, here: Address | None) -> Provision:
        """第（三）项 with neither article nor paragraph."""
        address = provision.address
        paragraph = self._around.paragraph_of_item(here, address.item) if here else 0
        if not paragraph:
            return replace(provision, reason=NO_SUCH_ITEM)
        also = tuple(replace(other, paragraph=paragraph) for other in provision.also)
        return replace(provision, address=replace(address, paragraph=paragraph), also=also)

    def _is_heading(self, start: int, found: Provision) -> bool:
        """第五条 at the start of a line, then a blank: the article begins here.

        Where line ends were lost, it stands after a sentence and a blank.
        """
        if found.level > ARTICLE:
            return False
        before = self._text[max(start - 20, 0) : start]
        after = self._text[found.end : found.end + 1]
        line = before.rpartition("\n")[2]
        if line.endswith(("#", "# ", "。 ", "; ", "； ")):
            return True
        apart = not after or after.isspace()
        if found.level < ARTICLE:
            return apart and (not before or before[-1].isspace())
        begins = "\n" in before or len(before) < 20
        return begins and apart and not line.strip(" \t\u3000#*")

    def _doubt(self, start: int, found: Provision, here: Address | None) -> str | None:
        """Why a bare provision may not be of this regulation or article."""
        before = self._text[start - 1 : start]
        at = bisect_left(self._sentences, start) - 1
        sentence = self._sentences[at] if at >= 0 else -1
        if before and before in "条款项":
            return THAT_ARTICLE
        if before in _TITLE_ENDS:
            return UNKNOWN_TITLE
        if self._other_work > sentence:
            return OTHER_WORK
        if here is None and (found.leads > ARTICLE or self._own_work <= sentence):
            return NO_ARTICLE
        if found.leads > ARTICLE:
            begin = sentence + 1
            # 违反第五条的，……：（一）违反第一项的
            if found.leads > ARTICLE + 1 or (here and here.item):
                begin = self._around.paragraph_at(start)
            if self._other_article >= begin:
                return OTHER_ARTICLE
        return None

    def _relative(self, at: int) -> list[Provision] | None:
        return read_relative(self._text, at, self._around)

    # Lists

    def _list(
        self, first: Sequence[Provision], work: Work | None, reason: str | None
    ) -> Iterator[Reference]:
        """A provision and what is listed after it."""
        for provision in first:
            yield self._reference(provision, work, reason)
        last = first[-1]
        ranged = False
        while separator := _SEPARATOR.match(self._text, last.end):
            makes_range = bool(separator["range"])
            if makes_range and ranged:
                return
            at = separator.end()
            if self._text.startswith(("本", "前", "上"), at) and (own := self._relative(at)):
                work, reason = None, (None if self._around.at(at) else NO_ARTICLE)
                following = own
            else:
                following = self._listed(at, last, separator[0]) or []
            if not following:
                return
            head = following[0]
            if makes_range and not head.reason:
                inside = between(last.address, head.address)
                following[0] = replace(head, also=inside + head.also)
            for provision in following:
                yield self._reference(provision, work, reason)
            ranged = makes_range
            last = following[-1]

    def _listed(self, at: int, last: Provision, separator: str) -> list[Provision] | None:
        """The provision after a separator; what it leaves out is taken from the one before."""
        match = STEP.match(self._text, at)
        if not match:
            return None
        unit = match["unit"]
        if (unit == "部分") != bool(last.address.part):
            return None
        lone = (
            separator[-1] not in ",，"
            and not has_lead(match)
            and unit in LEVELS
            and LEVELS.index(unit) == last.level
            and self._rises(match, last.address)
        )
        if unit in "款项目" and last.level < ARTICLE:
            return None
        found = read_steps(self._text, at, last.address, -1, lone=lone and unit == "条")
        if found is None and lone:
            found = list(read_numbers(self._text, match, last.address, unit, at))
        if found and last.reason and unit in "款项目":
            found = [replace(each, reason=last.reason) for each in found]
        return found

    def _rises(self, match: re.Match[str], last: Address) -> bool:
        """第五条、六条: a higher number, and no noun follows (第五条、六条措施)."""
        after = self._text[match.end() : match.end() + 1]
        if "一" <= after <= "鿿" and after not in "的规所之第和及或与":
            return False
        value = first_value(match)
        return bool(number_or_zero(value)) and extend(last, match["unit"], value)[0] > last

    def _reference(self, provision: Provision, work: Work | None, reason: str | None) -> Reference:
        if provision.leads <= ARTICLE:
            self._other_article = provision.start
        why = provision.reason or reason
        if why:
            return Reference(provision.start, provision.end, work, None, (), why)
        return Reference(
            provision.start, provision.end, work, provision.address, provision.also, None
        )
