"""One chain of steps: 第五条第一款第（二）、（三）项, read where it begins.

Part of the grammar written down in `grammar`; everything here is a function of the text alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from .address import Address, number

NO_CHAPTER = "不知道是哪一章"

LEVELS = "编章节条款项目"
ARTICLE = LEVELS.index("条")
NUMBER = r"(?:[〇零一二两三四五六七八九十百千]{1,9}|[0-9０-９]{1,4})"
RANGE = "(?:至|到|[-—–~～]{1,2})"
_RANGE_SIGN = re.compile(RANGE)
_JOINT = rf"(?:、|和|及|与|或者?|以及|{RANGE})"
_ONE = rf"(?:第[（(]?|[（(])?{NUMBER}[）)]?"
STEP = re.compile(
    rf"(?P<numbers>{_ONE}(?:{_JOINT}{_ONE}){{0,30}})"
    r"(?P<unit>条(?!例|件)|款(?!项)|项(?!目)|目|编(?!号|制|辑)|章(?!程)|节(?!课|目)|部分)"
)
_EACH = re.compile(rf"(?P<joint>{_JOINT})?(?P<lead>第[（(]?|[（(])?(?P<value>{NUMBER})[）)]?")
_SUFFIX = re.compile(rf"之(?P<suffix>{NUMBER})")
_FIRST_OF = re.compile(r"前(?P<count>[二两三四五六七八九2-9])(?P<unit>款|项)(?!目)")
_JOINER = re.compile(r"(?:规定|所列)?的(?=第)|规定(?=第)")
_MOST_IN_RANGE = 200


@dataclass(frozen=True, slots=True)
class Provision:
    """A provision as a text names it."""

    start: int
    end: int
    address: Address
    level: int
    also: tuple[Address, ...] = ()
    reason: str | None = None
    leads: int = 9
    """The level of its first step; higher than any for relative words."""


def read_steps(
    text: str, at: int, base: Address, level: int, *, lone: bool = False
) -> list[Provision] | None:
    """第五条第一款第（二）、（三）项: the provisions of one chain, None without a step.

    Only steps below `level` are taken. `lone`: the first article may do without 第.
    """
    start, address = at, base
    found: list[Provision] = []
    while match := STEP.match(text, at):
        unit = match["unit"]
        depth = ARTICLE if unit == "部分" else LEVELS.index(unit)
        if depth <= level or not (has_lead(match) or (lone and unit == "条")):
            break
        numbers = list(read_numbers(text, match, address, unit, start))
        if not numbers:
            break
        leads = found[0].leads if found else depth
        found = [replace(each, leads=leads) for each in numbers]
        if len(found) > 1:
            return found
        address, at, level, lone = found[0].address, found[0].end, depth, False
        if unit == "部分":
            break
        if first := _first_of(text, start, at, found[0]):
            return [first]
        at = past_joiner(text, at, level)
    return found or None


def _first_of(text: str, start: int, at: int, found: Provision) -> Provision | None:
    """第五条前三款: the first three paragraphs of the article."""
    match = _FIRST_OF.match(text, at)
    if not match or LEVELS.index(match["unit"]) <= found.level or found.level < ARTICLE:
        return None
    several = [
        extend(found.address, match["unit"], str(n + 1))[0] for n in range(number(match["count"]))
    ]
    return replace(found, start=start, end=match.end(), address=several[0], also=tuple(several[1:]))


def past_joiner(text: str, at: int, level: int) -> int:
    """第五条的第一款, 前款规定的第（三）项: where the next step begins."""
    match = _JOINER.match(text, at)
    return match.end() if match and _is_deeper(text, match.end(), level) else at


def _is_deeper(text: str, at: int, level: int) -> bool:
    match = STEP.match(text, at)
    return bool(match and match["unit"] in LEVELS[level + 1 :])


def read_numbers(
    text: str, match: re.Match[str], base: Address, unit: str, start: int
) -> Iterator[Provision]:
    """The provisions of one step: 第（二）、（三）项 are two."""
    last: Address | None = None
    depth = ARTICLE if unit == "部分" else LEVELS.index(unit)
    for each in _EACH.finditer(text, match.start("numbers"), match.end("numbers")):
        closes = each.end() == match.end("numbers")
        end = match.end() if closes else each.end()
        begin = start if last is None else each.start() + len(each["joint"] or "")
        try:
            address, reason = extend(base, unit, each["value"])
        except ValueError:  # 百条
            return
        if closes and unit == "条" and (suffix := _SUFFIX.match(text, end)):
            with_suffix = _with_suffix(address, suffix["suffix"])
            if with_suffix:
                address, end = with_suffix, suffix.end()
        ranged = _RANGE_SIGN.match(each["joint"] or "") is not None and not reason
        also = between(last, address) if ranged else ()
        yield Provision(begin, end, address, depth, also, reason, depth)
        last = address


def first_value(match: re.Match[str]) -> str:
    """The first numeral of a step."""
    each = _EACH.match(match["numbers"])
    return each["value"] if each else ""


def has_lead(match: re.Match[str]) -> bool:
    """第五条, （三）项, 2款: what is no count of things (三项规定)."""
    first = match["numbers"][0]
    if first in "（(":
        return match["unit"] in "项目"
    return first == "第" or (match["unit"] in "款项" and first.isdecimal() and first.isascii())


def extend(base: Address, unit: str, value: str) -> tuple[Address, str | None]:
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


def between(first: Address | None, last: Address) -> tuple[Address, ...]:
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
