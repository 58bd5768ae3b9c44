"""The rule on numbering, and where the numbers of enumerations stand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, NamedTuple

from ..address import number_or_zero
from ..importer.numerals import ORDINALS, to_chinese
from .document import Document, Kind
from .finding import Draft
from .tools import CN, HAN, Tools

_O: Final = f"([{CN}]{{1,3}})"
_D: Final = r"(\d{1,2})"


class Style(NamedTuple):
    """A way to number, from the highest in the outline (GB/T 9704) down."""

    rank: int
    shown: str
    start: re.Pattern[str]
    """At the start of a block."""
    inside: re.Pattern[str] | None = None


def _said(shown: str, pattern: str, before: str = r"。;:\n") -> Style:
    """Numbers in words, the same at the start of a block and behind one of `before`."""
    return Style(5, shown, re.compile(pattern), re.compile(rf"(?<=[{before}]){pattern}"))


STYLES: Final = (
    Style(
        0,
        "{0}、",
        re.compile(rf"{_O}、(?!{_O}[、和])"),
        re.compile(rf"(?<=[:;]){_O}、(?!{_O}[、和])(?=[{HAN}])"),
    ),
    Style(1, "（{0}）", re.compile(rf"\({_O}\)"), re.compile(rf"(?<=[。;:])\({_O}\)(?=[{HAN}])")),
    Style(
        2,
        "{1}.",
        re.compile(rf"{_D}\s*[.、](?!\d)"),
        re.compile(rf"(?<=[。;:]) ?{_D}[.、](?!\d)"),
    ),
    Style(
        3,
        "（{1}）",
        re.compile(rf"\({_D}\)"),
        re.compile(rf"(?<=[{HAN}。;:,、])\({_D}\)(?=[{HAN}])"),
    ),
    Style(
        4,
        "{0}是",
        re.compile(rf"{_O}(?:是|要)(?!否|非|[一二三][,、。;])"),
        re.compile(
            rf"(?:(?<=[。;:,!?、 \n])|(?<=[:,。;]\")){_O}(?:是|要)(?!否|非|[一二三][,、。;])"
        ),
    ),
    _said("其{0}，", rf"其{_O}[,是要、:]", r"。;:,!?\n"),
    _said("问题{0}：", rf"问题{_O}[:,]"),
    _said("{0}查", rf"{_O}查(?![{CN}])", r"。;:,\n"),
    _said("{0}看", rf"{_O}看(?![{CN}就似起上来])", r"。;:,\n"),
    _said("第{0}是", rf"第{_O}是"),
    _said("第{0}阶段", rf"第{_O}阶段[为是:,(]"),
    _said("第{0}步", rf"第{_O}步[为是:,(]"),
    Style(
        5,
        "第{0}，",
        re.compile(rf"第{_O}(?:[,、](?!{_O})|要(?![务义件素点求]))"),
        re.compile(rf"(?<=[。;:,\n])第{_O}(?:,|要(?![务义件素点求]))"),
    ),
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


def number_at_start(text: str, levels: int) -> tuple[Style, int, int] | None:
    """Style, value and end of the number a text begins with, of the highest so many styles."""
    for style in STYLES[:levels]:
        if (match := style.start.match(text)) and (value := _value(match)):
            return style, value, match.end()
    return None


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
                inline = text[: match.start()] != _ANNEX
                found.append(
                    Mark(n, match.start(), match.end(), style, value, inline, _word(match))
                )
    lone = [m for m in found if m.inline and m.text[-1:] in "是要" and m.value > 20]
    yield from sorted((m for m in found if m not in lone), key=lambda m: m.start)


_ANNEX: Final = "附件:"
"""The first annex stands on the same line as the word."""


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
        led = document.folded[mark.block].endswith((":", ':"'), 0, mark.start)
        yield from _step(mark, open_, led=led)
        closed |= {style: series for style, series in inner.items() if series not in open_}
    yield from _in_words(document)
    for pattern, shown in _LINES:
        yield from _in_lines(document, pattern, shown)


_LINES: Final = (
    (re.compile(rf"第([{CN}百零〇]+)条(?=[ \u3000:,])"), "第{0}条"),
    (re.compile(rf"第([{CN}]+)章(?=[ \u3000:]|$)"), "第{0}章"),
    (re.compile(r"附件 ?(\d{1,2})(?=[:. \u3000]|$)"), "附件{0}"),
    (re.compile(r"问题 ?(\d{1,2})(?=[:,. ])"), "问题{0}"),
    (re.compile(r"([A-H])[.、](?! )"), "{0}."),
    (re.compile(r"\d{1,2}\.(\d{1,2})(?=[ \u3000])"), "第{0}节"),
)
"""What the lines of rules, annexes and reports in sections begin with."""


def _in_lines(document: Document, pattern: re.Pattern[str], shown: str) -> Iterator[Draft]:
    """第三条 / 第五条: numbers of lines that began with the first and go wrong."""
    last, part = 0, ""
    for n, text in enumerate(document.folded):
        match = pattern.match(text)
        if not match or document.blocks[n].kind is Kind.CELL:
            continue
        value, over = _line_value(match[1]), text[: match.start(1)]
        if value == 1 or over != part:
            last, part = (value if value == 1 else 0), over
            continue
        if last and value != last + 1:
            what = f"“{match[0]}”跟在{_ordinal(shown, last)}后面。"
            yield Draft(n, *match.span(), what, f"核对序号，应为{_ordinal(shown, last + 1)}。")
        last = value if last else 0


def _line_value(written: str) -> int:
    if written.isdigit():
        return int(written)
    return ord(written) - ord("A") + 1 if written.isascii() else number_or_zero(written)


def _ordinal(shown: str, value: int) -> str:
    if shown == "{0}.":
        return f"“{chr(ord('A') + value - 1)}.”"
    return f"“{shown.format(to_chinese(value) if '第' in shown else value)}”"


_ORDER: Final = ("首先", "其次", "再次", "最后")
"""Said in this order; the second and the third of them once only."""
IN_WORDS: Final = f"(?:{'|'.join(_ORDER)})[,是要]"
_NEXT: Final = re.compile(rf"(?<=[;。:,]){IN_WORDS}")


def _in_words(document: Document) -> Iterator[Draft]:
    """首先…其次…其次…."""
    for block in document.prose:
        last = ""
        for match in _NEXT.finditer(document.folded[block]):
            word = match[0][:2]
            if word == last:
                what = f"“{last}”说了两次。"
                yield Draft(block, *match.span(), what, "后一个改为“再次”“最后”，或合并成一条。")
            elif last and word != "首先" and _ORDER.index(word) < _ORDER.index(last):
                what = f"“{word}”说在“{last}”后面。"
                yield Draft(block, *match.span(), what, "按首先、其次、再次、最后排。")
            last = word


def _outer(open_: list[_Series]) -> list[_Series]:
    """Under a new heading 一是 begins anew."""
    return [series for series in open_ if series.style.rank < 4]


def _step(mark: Mark, open_: list[_Series], *, led: bool) -> Iterator[Draft]:
    same = [s for s in open_ if s.style is mark.style]
    fits = [s for s in same if s.last.value + 1 == mark.value]
    fits.sort(key=lambda s: s.last.inline == mark.inline)
    if fits:
        _enter(open_, fits[-1], mark)
        return
    if mark.value == 1:
        if not mark.inline:
            yield from _wrong_level(mark, open_)
            if any(s.last.value == 1 and s.last.block == mark.block - 1 for s in same):
                yield _draft(mark, f"序号“{mark.text}”重复。", f"改为“{mark.shown(2)}”。")
        if same and not mark.inline:
            same[0].earlier = same[0].last
            _enter(open_, same[0], mark)
        else:
            open_.append(_Series(mark.style, mark))
        return
    alike = [s for s in same if s.last.inline == mark.inline] or same
    if not alike and mark.inline and mark.style.rank < 4:
        return  # a reference, no enumeration: 见附件（2）
    if not alike:
        begun = led and mark.style.rank == 4 if mark.inline else mark.block > 0 or mark.value == 2
        if begun and mark.style.rank in (0, 1, 4) and mark.value < 10:
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
