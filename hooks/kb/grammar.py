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
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from .address import Address, number, number_or_zero


class Place(NamedTuple):
    """From where on a text belongs to which provision."""

    start: int
    """Offset into the text."""
    address: Address | None
    """An article, its paragraph, or an item of it; None: outside the provisions."""


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


NO_ARTICLE = "不在哪一条的正文里，不知道指哪部法规的哪一条"
NO_PARAGRAPH_BEFORE = "这一条在它前面没有这么多款"
NO_ARTICLE_BEFORE = "前面没有相邻的条"
NO_ITEM_BEFORE = "这一款在它前面没有这么多项"
NO_SUCH_ITEM = "这一条里没有、或者不止一款有这一项"
NO_CHAPTER = "不知道是哪一章"
OTHER_WORK = "同一句前面引了别的法规，不能断定这一处属于哪一部"
OTHER_ARTICLE = "前面引了别的条，不能断定这一处属于哪一条"
THAT_ARTICLE = "不能断定“该条”“同款”一类说法指哪一处"
UNKNOWN_TITLE = "前面的字像是另一部法规的名称"

_N = r"(?:[〇零一二两三四五六七八九十百千]{1,9}|[0-9０-９]{1,4})"
_JOINT = r"(?:、|和|及|与|或者?|以及|至|到|[-—–~～]{1,2})"
_ONE = rf"(?:第[（(]?|[（(])?{_N}[）)]?"
_STEP = re.compile(
    rf"(?P<numbers>{_ONE}(?:{_JOINT}{_ONE}){{0,30}})"
    r"(?:(?P<unit>条(?!例|件)|款(?!项)|项(?!目)|目|编(?!号|制|辑)|章(?!程)|节(?!课|目)|部分))"
)
_EACH = re.compile(rf"(?P<joint>{_JOINT})?(?P<lead>第[（(]?|[（(])?(?P<value>{_N})[）)]?")
_SUFFIX = re.compile(rf"之(?P<suffix>{_N})")
_NAMED_PART = re.compile("总纲|序言")
_SEPARATOR = re.compile(
    r"(?:[（(][^（）()。；;\n]{1,30}[）)])?(?:(?:的?规定)?(?:、|和|与|及|以及|或者?|并)|[，,])|(?P<range>至|到|[-—–~～]{1,2})"
)
_RELATIVE = re.compile(
    r"(?:本条)?[前上](?P<count>[一二两三四五六七八九2-9])?"
    r"(?P<before>条(?!件|例)|款(?!项|式|待|额)|项(?!目))"
    r"|本(?P<here>条(?!例|件|文)|款(?!项)|项(?!目)|[编章节])"
)
_FIRST_OF = re.compile(r"前(?P<count>[二两三四五六七八九2-9])(?P<unit>款|项)(?!目)")
_JOINER = re.compile(r"(?:规定|所列)?的(?=第)|规定(?=第)")
_INNER = re.compile(r"(?:总则|分则|(?!第)[一-鿿]{2,4}编)(?=第)")
_INLINE_HEADING = re.compile(r"[。；;] +$")
_TRIGGER = re.compile(
    rf"第[（(]?{_N}|[前上本](?:[一二两三四五六七八九2-9])?[条款项编章节]|本条[前上]"
)
_SENTENCE_END = re.compile(r"[。；;\n]")
_LEVELS = "编章节条款项目"
_TITLE_ENDS = frozenset("法典例定释案则程准约议件录表函复纲令书")
"""Last characters of titles: after one of these, 第五条 may be of a work we do not know."""
_NOT_BEFORE_FORMER = frozenset("目之此先提日年月天眼当跟")
"""目前款项, 之前三项: no 前款."""
_NOT_BEFORE_UPPER = frozenset("以网线身地路海船车台马晚早向至")
"""以上款项, 网上条: no 上款."""
_MOST_IN_RANGE = 200


@dataclass(frozen=True, slots=True)
class _Provision:
    """One mark of a chain of steps."""

    start: int
    end: int
    address: Address
    level: int
    also: tuple[Address, ...] = ()
    reason: str | None = None
    leads: int = 9
    """The level of its first step; higher than any for relative words."""


class _Surroundings:
    """What is known about a place from all places of a text."""

    def __init__(self, places: Sequence[Place]) -> None:
        self._places = places
        self._starts = [place.start for place in places]
        self._articles: list[Address] = []
        self._order: dict[Address, int] = {}
        self._items: dict[Address, set[tuple[int, int]]] = {}
        self._paragraphs: list[int] = []
        """By place: where its paragraph begins."""
        last: Address | None = None
        for start, address in places:
            paragraph = address and replace(address, item=0, subitem=0)
            same = self._paragraphs and paragraph == last
            self._paragraphs.append(self._paragraphs[-1] if same else start)
            last = paragraph
            if address is None:
                continue
            if not self._articles or self._articles[-1] != address.whole:
                self._order.setdefault(address.whole, len(self._articles))
                self._articles.append(address.whole)
            if address.item:
                found = self._items.setdefault(address.whole, set())
                found.add((address.paragraph, address.item))

    def at(self, offset: int) -> Address | None:
        """The provision an offset lies in."""
        at = bisect_right(self._starts, offset) - 1
        return self._places[at].address if at >= 0 else None

    def paragraph_at(self, offset: int) -> int:
        """Where the paragraph around an offset begins, its items included."""
        at = max(bisect_right(self._starts, offset) - 1, 0)
        return self._paragraphs[at] if self._paragraphs else 0

    def articles_before(self, here: Address, count: int) -> tuple[Address, ...]:
        """The `count` articles before one, in order; empty where they are not all at hand."""
        at = self._order.get(here.whole, 0)
        if at < count:
            return ()
        found = self._articles[at - count : at]
        follows = all(
            (a.article + 1, 0) == (b.article, b.suffix)
            or (a.article, a.suffix + 1) == (b.article, b.suffix)
            for a, b in zip(found, [*found[1:], here.whole], strict=True)
        )
        return tuple(found) if follows else ()

    def paragraph_of_item(self, here: Address, item: int) -> int:
        """The paragraph that a bare 第（三）项 belongs to; 0 where that is not certain."""
        with_it = {p for p, i in self._items.get(here.whole, ()) if i == item}
        if here.paragraph in with_it:
            return here.paragraph
        return with_it.pop() if len(with_it) == 1 else 0


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
        self._placed = bool(places)
        self._around = _Surroundings(places)
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
            (match.start() for match in _TRIGGER.finditer(self._text)) if self._placed else iter(())
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

    def _after_work(self, work: Work) -> list[_Provision] | None:
        """The provision that follows the name of a work, perhaps after 的 or a blank."""
        at = max(work.end, work.resume)
        if match := _NAMED_PART.match(self._text, at):
            return [_Provision(at, match.end(), Address(preamble=True), 9)]
        if match := _INNER.match(self._text, at):
            found = self._steps(match.end(), Address(), -1)
            if found and found[0].address.is_division:
                found = [replace(each, reason=NO_CHAPTER) for each in found]
            return found
        found = self._steps(at, Address(), -1, lone=True)
        if not found and self._text.startswith(("的第", "中第", " 第"), at):
            found = self._steps(at + 1, Address(), -1)
        if found:
            return found if found[0].leads <= 3 else None
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

    def _bare_steps(self, start: int, here: Address | None) -> list[_Provision] | None:
        found = self._steps(start, here.whole if here else Address(), -1)
        if not found or self._is_heading(start, found[0]):
            return None
        address = found[0].address
        if address.part and not (here and here.part):
            return None
        if address.is_division and here is None:
            return None
        if found[0].address.item and not found[0].address.paragraph and not found[0].reason:
            first = _STEP.match(self._text, start)
            if first and first["unit"] == "项":
                return [self._item_here(provision, here) for provision in found]
        return found

    def _item_here(self, provision: _Provision, here: Address | None) -> _Provision:
        """第（三）项 with neither article nor paragraph."""
        address = provision.address
        paragraph = self._around.paragraph_of_item(here, address.item) if here else 0
        if not paragraph:
            return replace(provision, reason=NO_SUCH_ITEM)
        also = tuple(replace(other, paragraph=paragraph) for other in provision.also)
        return replace(provision, address=replace(address, paragraph=paragraph), also=also)

    def _is_heading(self, start: int, found: _Provision) -> bool:
        """第五条 at the start of a line, then a blank: the article begins here.

        Where line ends were lost, it stands after a sentence and a blank.
        """
        if found.level > 3:
            return False
        before = self._text[max(start - 20, 0) : start]
        after = self._text[found.end : found.end + 1]
        line = before.rpartition("\n")[2]
        if _INLINE_HEADING.search(before) or (line[-1:] == "#" or line[-2:-1] == "#"):
            return True
        apart = not after or after.isspace()
        if found.level < 3:
            return apart and (not before or before[-1].isspace())
        begins = "\n" in before or len(before) < 20
        return begins and apart and not line.strip(" \t\u3000#*")

    def _doubt(self, start: int, found: _Provision, here: Address | None) -> str | None:
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
        if here is None and (found.leads > 3 or self._own_work <= sentence):
            return NO_ARTICLE
        if found.leads > 3:
            begin = sentence + 1
            if found.leads > 4 or (here and here.item):  # 违反第五条的，……：（一）违反第一项的
                begin = self._around.paragraph_at(start)
            if self._other_article >= begin:
                return OTHER_ARTICLE
        return None

    # Relative words

    def _relative(self, at: int) -> list[_Provision] | None:
        """前款, 前两款, 前条第二款, 本条第三款 …; None where there is none at an offset."""
        match = _RELATIVE.match(self._text, at)
        if not match or not self._placed or self._is_ordinary(at, bool(match["count"])):
            return None
        here = self._around.at(at)
        if match["here"]:
            return self._within(match, here)
        count = number(match["count"] or "一")
        base, also, reason = self._before(match["before"], count, here)
        level = _LEVELS.index(match["before"])
        first = _Provision(at, match.end(), base, level, also, reason)
        if count > 1:
            return [first]
        further = self._steps(self._past_joiner(match.end(), level), base, level)
        if not further:
            return [first]
        return [replace(each, start=at if n == 0 else each.start, reason=each.reason or reason)
                for n, each in enumerate(further)]  # fmt: skip

    def _is_ordinary(self, at: int, counted: bool) -> bool:
        """目前款项, 以上条件: words that look like 前款 and 上条."""
        before = self._text[at - 1] if at else "\n"
        if self._text[at] == "前":
            return before in _NOT_BEFORE_FORMER or (counted and before == "以")
        if self._text[at] == "上":
            return before in _NOT_BEFORE_UPPER
        return False

    def _within(self, match: re.Match[str], here: Address | None) -> list[_Provision] | None:
        """本条第二款, 本款第一项, 本章第三条."""
        unit = match["here"]
        level = _LEVELS.index(unit)
        base = Address()
        reason = None
        if unit in "条款项" and here:
            base = here.whole
            if unit != "条":
                base = replace(base, paragraph=here.paragraph)
                reason = None if here.paragraph else NO_PARAGRAPH_BEFORE
            if unit == "项":
                base = replace(base, item=here.item)
                reason = None if here.item else NO_ITEM_BEFORE
        found = self._steps(match.end(), base, level)
        if not found:
            return None
        if unit in "编章" and found[0].level < 3:
            reason = NO_CHAPTER
        start = match.start()
        return [replace(each, start=start if n == 0 else each.start, reason=each.reason or reason)
                for n, each in enumerate(found)]  # fmt: skip

    def _before(
        self, unit: str, count: int, here: Address | None
    ) -> tuple[Address, tuple[Address, ...], str | None]:
        """The provisions that 前N条, 前N款 or 前N项 mean at a place: the first, the others."""
        if here is None:
            return Address(), (), NO_ARTICLE
        if unit == "条":
            found = self._around.articles_before(here, count)
            return (found[0], found[1:], None) if found else (Address(), (), NO_ARTICLE_BEFORE)
        if unit == "款":
            first = here.paragraph - count
            if first < 1:
                return Address(), (), NO_PARAGRAPH_BEFORE
            several = [replace(here.whole, paragraph=first + n) for n in range(count)]
        else:
            first = here.item - count
            if first < 1:
                return Address(), (), NO_ITEM_BEFORE
            several = [replace(here, item=first + n, subitem=0) for n in range(count)]
        return several[0], tuple(several[1:]), None

    # Steps and lists

    def _steps(
        self, at: int, base: Address, level: int, *, lone: bool = False
    ) -> list[_Provision] | None:
        """第五条第一款第（二）、（三）项: the provisions of one chain, None without a step.

        Only steps below `level` are taken. `lone`: the first article may do without 第.
        """
        start, address = at, base
        found: list[_Provision] = []
        while match := _STEP.match(self._text, at):
            unit = match["unit"]
            depth = 3 if unit == "部分" else _LEVELS.index(unit)
            if depth <= level or not (_has_lead(match) or (lone and unit == "条")):
                break
            numbers = list(self._numbers(match, address, unit, start))
            if not numbers:
                break
            leads = found[0].leads if found else depth
            found = [replace(each, leads=leads) for each in numbers]
            if len(found) > 1:
                return found
            address, at, level, lone = found[0].address, found[0].end, depth, False
            if unit == "部分":
                break
            if first := self._first_of(start, at, found[0]):
                return [first]
            at = self._past_joiner(at, level)
        return found or None

    def _first_of(self, start: int, at: int, found: _Provision) -> _Provision | None:
        """第五条前三款: the first three paragraphs of the article."""
        match = _FIRST_OF.match(self._text, at)
        if not match or _LEVELS.index(match["unit"]) <= found.level or found.level < 3:
            return None
        several = [
            _extend(found.address, match["unit"], str(n + 1))[0]
            for n in range(number(match["count"]))
        ]
        return replace(
            found, start=start, end=match.end(), address=several[0], also=tuple(several[1:])
        )

    def _past_joiner(self, at: int, level: int) -> int:
        """第五条的第一款, 前款规定的第（三）项: where the next step begins."""
        match = _JOINER.match(self._text, at)
        return match.end() if match and self._is_deeper(match.end(), level) else at

    def _is_deeper(self, at: int, level: int) -> bool:
        match = _STEP.match(self._text, at)
        return bool(match and match["unit"] in _LEVELS[level + 1 :])

    def _numbers(
        self, match: re.Match[str], base: Address, unit: str, start: int
    ) -> Iterator[_Provision]:
        """The provisions of one step: 第（二）、（三）项 are two."""
        last: Address | None = None
        depth = 3 if unit == "部分" else _LEVELS.index(unit)
        for each in _EACH.finditer(self._text, match.start("numbers"), match.end("numbers")):
            closes = each.end() == match.end("numbers")
            end = match.end() if closes else each.end()
            begin = start if last is None else each.start() + len(each["joint"] or "")
            try:
                address, reason = _extend(base, unit, each["value"])
            except ValueError:  # 百条
                return
            if closes and unit == "条" and (suffix := _SUFFIX.match(self._text, end)):
                with_suffix = _with_suffix(address, suffix["suffix"])
                if with_suffix:
                    address, end = with_suffix, suffix.end()
            joint = each["joint"] or ""
            between = last is not None and joint[:1] in ("至", "到", *"-—–~～") and not reason
            also = _between(last, address) if between and last is not None else ()
            yield _Provision(begin, end, address, depth, also, reason, depth)
            last = address

    def _list(
        self, first: Sequence[_Provision], work: Work | None, reason: str | None
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
                following[0] = replace(head, also=_between(last.address, head.address))
            for provision in following:
                yield self._reference(provision, work, reason)
            ranged = makes_range
            last = following[-1]

    def _listed(self, at: int, last: _Provision, separator: str) -> list[_Provision] | None:
        """The provision after a separator; what it leaves out is taken from the one before."""
        match = _STEP.match(self._text, at)
        if not match:
            return None
        unit = match["unit"]
        if (unit == "部分") != bool(last.address.part):
            return None
        lone = (
            separator[-1] not in ",，"
            and not _has_lead(match)
            and unit in _LEVELS
            and _LEVELS.index(unit) == last.level
            and self._rises(match, last.address)
        )
        if unit in "款项目" and last.level < 3:
            return None
        found = self._steps(at, last.address, -1, lone=lone and unit == "条")
        if found is None and lone:
            found = list(self._numbers(match, last.address, unit, at))
        if found and last.reason and unit in "款项目":
            found = [replace(each, reason=last.reason) for each in found]
        return found

    def _rises(self, match: re.Match[str], last: Address) -> bool:
        """第五条、六条: a higher number, and no noun follows (第五条、六条措施)."""
        after = self._text[match.end() : match.end() + 1]
        if "一" <= after <= "鿿" and after not in "的规所之第和及或与":
            return False
        value = _EACH.match(match["numbers"])
        if value is None or not number_or_zero(value["value"]):
            return False
        return _extend(last, match["unit"], value["value"])[0] > last

    def _reference(self, provision: _Provision, work: Work | None, reason: str | None) -> Reference:
        if provision.leads <= 3:
            self._other_article = provision.start
        why = provision.reason or reason
        if why:
            return Reference(provision.start, provision.end, work, None, (), why)
        return Reference(
            provision.start, provision.end, work, provision.address, provision.also, None
        )


def _has_lead(match: re.Match[str]) -> bool:
    """第五条, （三）项, 2款: what is no count of things (三项规定)."""
    first = match["numbers"][0]
    if first in "（(":
        return match["unit"] in "项目"
    return first == "第" or (match["unit"] in "款项" and first.isdecimal() and first.isascii())


def _extend(base: Address, unit: str, value: str) -> tuple[Address, str | None]:
    """The address one step further, or a reason; raises ValueError for what is no number."""
    n = number(value)
    if unit == "部分":
        return Address(part=n), None
    if unit == "条":
        return Address(article=n), None
    if unit == "款":
        return replace(base, paragraph=n, item=0, subitem=0), None
    if unit == "项":
        return replace(base, item=n, subitem=0), None
    if unit == "目":
        return replace(base, subitem=n), None
    if unit == "编":
        return Address(book=n), None
    if unit == "章":
        return Address(book=base.book, chapter=n), None
    chapter = Address(book=base.book, chapter=base.chapter, section=n)
    return chapter, None if base.chapter else NO_CHAPTER


def _with_suffix(address: Address, value: str) -> Address | None:
    try:
        return replace(address, suffix=number(value))
    except ValueError:
        return None


def _between(first: Address | None, last: Address) -> tuple[Address, ...]:
    """What lies inside a range: articles, or paragraphs or items of one provision."""
    if first is None:
        return ()
    for name in ("subitem", "item", "paragraph", "article", "part", "section", "chapter", "book"):
        low, high = getattr(first, name), getattr(last, name)
        if not low and not high:
            continue
        same = _with(first, name, 0) == _with(last, name, 0)
        if name == "article":
            same = first.whole == first and last.whole == last
        if not same or not low:
            return ()
        base = Address() if name == "article" else last
        top = min(high, low + _MOST_IN_RANGE)
        return tuple(_with(base, name, n) for n in range(low + 1, top))
    return ()


def _with(address: Address, name: str, value: int) -> Address:
    changed: dict[str, Any] = {name: value}
    return replace(address, **changed)
