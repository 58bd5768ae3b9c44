"""Rules on the outline: enumerations, declared counts, empty headings."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, NamedTuple

from ..importer.numerals import ORDINALS, to_chinese
from ..problem import Severity
from .document import Block, Document, Kind
from .finding import Draft
from .tools import CN, Tools, count_of

_O: Final = f"([{CN}]{{1,3}})"
_D: Final = r"(\d{1,2})"


class Style(NamedTuple):
    """A way to number, from the highest in the outline (GB/T 9704) down."""

    rank: int
    shown: str
    start: re.Pattern[str]
    """At the start of a block."""
    inside: re.Pattern[str] | None = None


STYLES: Final = (
    Style(0, "{0}、", re.compile(rf"{_O}、(?!{_O}[、和])")),
    Style(1, "（{0}）", re.compile(rf"\({_O}\)")),
    Style(2, "{1}.", re.compile(rf"{_D}\s*[.、](?!\d)")),
    Style(3, "（{1}）", re.compile(rf"\({_D}\)")),
    Style(
        4,
        "{0}是",
        re.compile(rf"{_O}(?:是|要)(?!否|非|[一二三][,、。;])"),
        re.compile(rf"(?<=[。;:,!?、 \n\"]){_O}(?:是|要)(?!否|非|[一二三][,、。;])"),
    ),
    Style(5, "第{0}，", re.compile(rf"第{_O}[,、](?!{_O})"), re.compile(rf"(?<=[。;:\n])第{_O},")),
)
_CIRCLED: Final = re.compile("[①-⑳]")
CIRCLED: Final = Style(6, "①", _CIRCLED, _CIRCLED)


class Mark(NamedTuple):
    """One number of an enumeration."""

    block: int
    start: int
    end: int
    style: Style
    value: int
    inline: bool
    word: str = ""
    """要 where 一要 stands for 一是."""

    @property
    def text(self) -> str:
        return self.shown(self.value)

    def shown(self, value: int) -> str:
        """Another number of the same enumeration: behind 一要 comes 二要."""
        text = _shown(self.style, value)
        return text[:-1] + self.word if self.word else text


def _shown(style: Style, value: int) -> str:
    if style is CIRCLED:
        return chr(0x2460 + value - 1)
    return style.shown.format(to_chinese(value), value)


def _value(match: re.Match[str]) -> int:
    if not match.re.groups:
        return ord(match[0]) - 0x2460 + 1
    return int(match[1]) if match[1].isdigit() else ORDINALS.get(match[1], 0)


def marks_of(document: Document) -> list[Mark]:
    """All numbers of enumerations, in order; those of lists and tables are not the author's."""
    return [
        mark
        for n, block in enumerate(document.blocks)
        if block.kind in (Kind.TEXT, Kind.HEADING)
        for mark in _marks_in(n, document.folded[n], block.text)
    ]


def _marks_in(n: int, folded: str, raw: str) -> Iterator[Mark]:
    found: list[Mark] = []
    for style in (*STYLES, CIRCLED):
        text = raw if style is CIRCLED else folded  # folding makes ① a 1
        if (match := style.start.match(text)) and (value := _value(match)):
            found.append(Mark(n, 0, match.end(), style, value, False, _word(match)))
        for match in style.inside.finditer(text, 1) if style.inside else ():
            if value := _value(match):
                found.append(Mark(n, match.start(), match.end(), style, value, True, _word(match)))
    lone = [m for m in found if m.inline and m.text[-1:] in "是要" and m.value > 20]
    yield from sorted((m for m in found if m not in lone), key=lambda m: m.start)


def _word(match: re.Match[str]) -> str:
    return "要" if match[0].endswith("要") else ""


@dataclass(slots=True)
class _Series:
    style: Style
    last: Mark
    earlier: Mark | None = None
    """Where it stood before it began anew: a paper within a paper."""


def check_enumeration(document: Document, tools: Tools) -> Iterator[Draft]:
    """Numbers left out, repeated, or of a level that stands above the one around them."""
    open_: list[_Series] = []
    closed: dict[Style, _Series] = {}
    block = -1
    for mark in marks_of(document):
        if mark.block != block:
            between = range(max(block, 0) + 1, mark.block + 1)
            block = mark.block
            if any(document.blocks[n].kind is Kind.HEADING for n in between):
                rank = mark.style.rank
                kept = [s for s in open_ if s.style.rank <= rank] if rank < 4 else _outer(open_)
                closed |= {s.style: s for s in open_ if s not in kept}
                open_ = kept
            if (before := closed.pop(mark.style, None)) and before.last.value + 1 == mark.value:
                open_.append(before)  # numbered through over the sections
            open_ = [s for s in open_ if not (s.last.inline and s.last.block != block)]
        inner = {s.style: s for s in open_ if s.style.rank > mark.style.rank}
        yield from _step(mark, open_)
        closed |= {style: series for style, series in inner.items() if series not in open_}


def _outer(open_: list[_Series]) -> list[_Series]:
    """Under a new heading 一是 begins anew."""
    return [series for series in open_ if series.style.rank < 4]


def _step(mark: Mark, open_: list[_Series]) -> Iterator[Draft]:
    same = [s for s in open_ if s.style is mark.style]
    fits = [s for s in same if s.last.value + 1 == mark.value]
    fits.sort(key=lambda s: s.last.inline == mark.inline)
    if fits:
        _enter(open_, fits[-1], mark)
        return
    if mark.value == 1:
        yield from _wrong_level(mark, open_)
        if same and not mark.inline:
            same[0].earlier = same[0].last
            _enter(open_, same[0], mark)
        else:
            open_.append(_Series(mark.style, mark))
        return
    alike = [s for s in same if s.last.inline == mark.inline] or same
    if not alike:
        if not mark.inline and mark.style.rank in (0, 1, 4) and mark.value < 10:
            what = f"“{mark.text}”前面没有“{mark.shown(mark.value - 1)}”。"
            yield _draft(mark, what, "补上前面漏掉的几条，或从“一”开始重新编号。")
        open_.append(_Series(mark.style, mark))
        return
    series = alike[-1]
    before = series.last.value
    if series.earlier and series.earlier.value + 1 == mark.value:
        _enter(open_, series, mark)
        return
    if mark.value == before:
        yield _draft(mark, f"序号“{mark.text}”重复。", f"改为“{mark.shown(before + 1)}”。")
    elif mark.value > before:
        missing = "、".join(
            f"“{mark.shown(n)}”" for n in range(before + 1, min(mark.value, before + 4))
        )
        what = f"序号从“{series.last.text}”跳到“{mark.text}”，缺{missing}。"
        yield _draft(mark, what, f"补上缺的一条，或把“{mark.text}”往前改。")
    else:
        what = f"序号“{mark.text}”出现在“{series.last.text}”之后。"
        yield _draft(mark, what, f"按顺序改为“{mark.shown(before + 1)}”。")
    _enter(open_, series, mark)


def _enter(open_: list[_Series], series: _Series, mark: Mark) -> None:
    """Go on with a series: those opened inside it are closed."""
    at = open_.index(series)
    del open_[at + 1 :]
    series.last = mark


def _wrong_level(mark: Mark, open_: list[_Series]) -> Iterator[Draft]:
    """（一） under 1. stands the wrong way round."""
    outline = [s for s in open_ if s.style.rank < 4]
    below = [s for s in outline if s.style.rank > mark.style.rank]
    known = any(s.style is mark.style for s in open_)
    if mark.style.rank in (1, 2) and below and not known and outline[-1] in below:
        what = f"“{mark.text}”排在“{outline[-1].last.text}”下面，层次倒置。"
        yield _draft(mark, what, "层次依次用“一、”“（一）”“1.”“（1）”。")


def _draft(mark: Mark, what: str, fix: str) -> Draft:
    return Draft(mark.block, mark.start, mark.end, what, fix)


_N: Final = rf"([{CN}两]|\d{{1,2}})"
_THINGS: Final = (
    "方面|问题|原因|环节|层面|维度|重点|阶段|步骤|专题|关口|要点|特点|短板|不足|举措|措施|任务|内容|制度|工作"
    "|意见|建议|要求|字|转变|抓手|关系|薄弱"
)
_AHEAD: Final = re.compile(
    rf"(?:以下|下列|如下|这样|主要(?:有|是|在|存在|体现在|做了|抓了)?|体现在|表现在|反映在|归纳为|概括为|存在|围绕|从|抓好|做好|做到|抓|讲|谈|提|提出|强调|明确|部署|安排|采取|通报|研究|审议|落实|突出|办好|实施"
    rf"|分为?|有)(?:以下|下列|如下)?{_N}"
    rf"(?:个|项|点|条|大|类|种)?(?:方面|大)?[^。!?;:,\d]{{0,14}}(?=[:。]|$)"
)
_LISTED: Final = re.compile(
    rf"(?P<list>[^、,。;:!?()\s]{{1,16}}(?:、[^、,。;:!?()\s]{{1,16}})+?)(?:(?P<etc>等)|(?<!等))(?:这)?{_N}"
    rf"(?:个|项|大|类|种|条|支|道|件){{1,2}}(?:{_THINGS}|实事|大事|难事|好事)"
)


def check_count(document: Document, tools: Tools) -> Iterator[Draft]:
    """Counts that a paper announces against what it then lists."""
    marks = marks_of(document)
    for n in document.prose:
        block = document.blocks[n]
        if block.kind in (Kind.CELL, Kind.ITEM):
            continue
        for match in _AHEAD.finditer(document.folded[n]):
            yield from _announced(document, marks, n, match)
        for match in _LISTED.finditer(document.folded[n]):
            yield from _listed(n, match)
        yield from _tallied(n, document.folded[n])


_PLACES: Final = re.compile(
    rf"(?P<list>[^、,。;:!?()\s]{{1,16}}(?:、[^、,。;:!?()\s和与及等]{{1,5}}?)+){_N}个"
    r"(?:片区|行政村|村|社区|党?支部|单位|部门|乡镇|镇|街道|小组|站所)(?![^,。;、]{0,3}[、和])"
)
_AFTER: Final = re.compile(
    rf"{_N}(?:个|项|大|类|种|条|道)(?:大|重点|主要|重要|具体|基本|突出)*(?:{_THINGS})"
    r":(?P<list>[^、,。;:!?()\s]{2,16}(?:、[^、,。;:!?()\s]{2,16})+)(?<!等)(?=[。;]|$)"
)
_UNITS: Final = "件|个|项|类|种|点|条|步|批"
_TALLY: Final = re.compile(rf"{_N}(?P<unit>{_UNITS})[^、,。;:!?\d]{{0,12}}[:。]")
_ORDINAL: Final = re.compile(rf"第([{CN}]{{1,3}})({_UNITS})[^、,。;:!?\d]{{0,4}}(?=[,:是])")
_EACH: Final = re.compile(rf"(?<=[:。;,])一({_UNITS})(?:[^、,。;:!?\d]{{0,2}}是)")


def _tallied(n: int, text: str) -> Iterator[Draft]:
    """Lists that are named, not numbered: 四件实事。第一件，… 五项任务：甲、乙、丙。"""
    for pattern in (_PLACES, _AFTER):
        for match in pattern.finditer(text):
            written = match[1] if pattern is _AFTER else match[2]
            declared, items = count_of(written), match["list"].split("、")
            most = len(items) + sum(match["list"].count(word) for word in ("和", "与", "及"))
            if declared >= 2 and not len(items) <= declared <= most:
                if pattern is _PLACES and declared - most > 1:
                    continue
                yield _miscounted(n, match, len(items), written)
    for match in _TALLY.finditer(text):
        rest, unit, declared = text[match.end() - 1 :], match["unit"], count_of(match[1])
        named = [count_of(m[1]) for m in _ORDINAL.finditer(rest) if m[2] == unit]
        first = _ORDINAL.match(rest, 1)
        if first and first[2] == unit and named == [*range(1, len(named) + 1)]:
            size = len(named)
        else:
            each = [m for m in _EACH.finditer(rest) if m[1] == unit]
            size = len(each) if each and each[0].start() == 1 else 0
        if size >= 2 and declared >= 2 and size != declared:
            yield _miscounted(n, match, size, match[1])


def _miscounted(n: int, match: re.Match[str], size: int, written: str) -> Draft:
    what = f"列出{size}项，写的数目是“{written}”。"
    return Draft(n, *match.span(), what, "核对数目和列举，改成一致。")


def _announced(
    document: Document, marks: list[Mark], n: int, match: re.Match[str]
) -> Iterator[Draft]:
    declared = count_of(match[1])
    found = _following(document, marks, n, match.end())
    if declared < 2 or len(found) < 2 or len(found) == declared:
        return
    what = f"前面说“{match[0]}”，后面列了{len(found)}条（到“{found[-1].text}”为止）。"
    yield Draft(n, match.start(1), match.end(), what, "核对数目，改成一致，或补上漏掉的条目。")


def _following(document: Document, marks: list[Mark], n: int, offset: int) -> list[Mark]:
    """The enumeration that begins right behind a place, its first level only."""
    rest = [mark for mark in marks if (mark.block, mark.start) >= (n, offset)]
    if begun := _begun(document.folded[n], n, offset):
        rest.insert(0, begun)
    if not rest or rest[0].value != 1:
        return []
    first = rest[0]
    if first.block == n and first.start - offset > 2:
        return []
    if first.block > n and (
        offset < len(document.folded[n]) - 2
        or any(document.blocks[b].kind is Kind.TEXT for b in range(n + 1, first.block))
    ):
        return []
    found = [first]
    for mark in rest[1:]:
        if mark.style.rank < first.style.rank or _is_apart(document.blocks, first, mark):
            break
        if mark.style is first.style and mark.inline == first.inline:
            if mark.value == 1:
                break
            found.append(mark)
        elif mark.style is first.style and mark.block == first.block == n:
            found.append(mark)
    if not first.inline and len(found) == 1:
        found += [m for m in rest[1:] if m.block == first.block and m.style is first.style]
    return found


def _begun(text: str, n: int, offset: int) -> Mark | None:
    """The first of an enumeration whose others begin lines: 有三个方面：1.思想不够重视。"""
    rest = text[offset:].lstrip(": ")
    start = len(text) - len(rest)
    for style in STYLES[:4]:
        if (match := style.start.match(rest)) and _value(match) == 1:
            return Mark(n, start, start + match.end(), style, 1, False)
    return None


def _is_apart(blocks: tuple[Block, ...], first: Mark, mark: Mark) -> bool:
    """Whether a heading of another outline level stands between."""
    if first.inline:
        return mark.block != first.block
    heading = blocks[first.block].kind is Kind.HEADING
    return not heading and any(
        blocks[n].kind is Kind.HEADING for n in range(first.block + 1, mark.block + 1)
    )


def _listed(n: int, match: re.Match[str]) -> Iterator[Draft]:
    """三个方面 behind a list, with or without 等."""
    declared = count_of(match[3])
    items = match["list"].split("、")
    most = len(items) + sum(match["list"].count(word) for word in ("和", "与", "及"))
    if declared in range(len(items), most + 1) or declared < 2:
        return
    start, end = match.span()
    if match["etc"] and "事" in match[0][-2:]:
        return  # 6件实事 are never all named
    if match["etc"] and most + 1 < declared:
        what = f"“等{match[3]}”只列出{len(items)}项。"
        fix = "数目不大的全部列出；只举例的，写清还有哪些。"
        yield Draft(n, start, end, what, fix, severity=Severity.HINT)
    elif most > declared or (declared - most == 1 and not match["etc"]):
        what = f"列出{len(items)}项，后面写的是“{match[0][match.end('list') - start :]}”。"
        yield Draft(n, start, end, what, "核对数目和列举，改成一致。")


def check_empty_heading(document: Document, tools: Tools) -> Iterator[Draft]:
    """Headings with nothing under them; three in a row are a list."""
    blocks = document.blocks
    empty = [
        n
        for n, block in enumerate(blocks)
        if block.kind is Kind.HEADING
        and (
            n + 1 == len(blocks)
            or (blocks[n + 1].kind is Kind.HEADING and blocks[n + 1].level <= block.level)
            or _next_of(document.folded[n], document.folded[n + 1])
        )
    ]
    lists = _plain_lists(blocks, empty)
    for n in empty:
        if n in lists:
            continue
        others = [m for m in (n - 2, n - 1, n + 1, n + 2) if m in empty]
        if (
            {n - 1, n - 2} <= {*others}
            or {n - 1, n + 1} <= {*others}
            or {n + 1, n + 2} <= {*others}
        ):
            continue
        what = f"标题“{blocks[n].text[:20]}”下面没有内容。"
        fix = "补上内容；内容在别处的，删去这个标题。"
        yield Draft(n, 0, len(blocks[n].text), what, fix)


def _next_of(text: str, below: str) -> bool:
    """（二）抓组织 / （三）抓作风。今年…: the next number, whose text stands in its own line."""
    for style in STYLES[:2]:
        first, second = style.start.match(text), style.start.match(below)
        if first and second and _value(second) == _value(first) + 1:
            return bool(_RUN_IN.search(below))
    return False


_RUN_IN: Final = re.compile("^[^。]{2,30}。.{4}")


def _plain_lists(blocks: tuple[Block, ...], empty: list[int]) -> set[int]:
    """（一）…（二）…, none of them with anything below: the items of a list, not headings."""
    found: set[int] = set()
    group: list[int] = []
    for n, block in enumerate(blocks):
        inside = block.kind is Kind.HEADING and block.level >= 3
        if inside and (
            not group or (group[-1] == n - 1 and blocks[group[-1]].level == block.level)
        ):
            group.append(n)
            continue
        found |= _as_list(blocks, group, empty)
        group = [n] if inside else []
    return found | _as_list(blocks, group, empty)


def _as_list(blocks: tuple[Block, ...], group: list[int], empty: list[int]) -> set[int]:
    """A whole section of them: it begins behind a higher heading, and the last is empty too."""
    if len(group) < 2 or not set(group) <= set(empty):
        return set()
    before = blocks[group[0] - 1] if group[0] else None
    led = (
        before is not None and before.kind is Kind.HEADING and before.level < blocks[group[0]].level
    )
    return set(group) if led else set()
