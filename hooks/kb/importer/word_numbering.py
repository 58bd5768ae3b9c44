"""Word's automatic numbering, which stands nowhere in the text: 一、 （一） 1. are counted here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

from lxml import etree

from .numerals import to_chinese
from .text import one_line
from .word_styles import NumberRef, W, number, switched_on, value

LEVELS: Final = 9
MAX_PATTERN: Final = 40
"""A label pattern is a few characters (`第%1章`); longer ones would be repeated at each item."""
ROMAN: Final = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
    (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
FORMAL: Final = str.maketrans("零一二三四五六七八九十百千", "零壹贰叁肆伍陆柒捌玖拾佰仟")


def _roman(count: int) -> str:
    if not 0 < count < 4000:
        return str(count)
    written = ""
    for worth, letters in ROMAN:
        written += letters * (count // worth)
        count %= worth
    return written


def _letter(count: int) -> str:
    """a … z, aa, bb …, as Word counts."""
    if not 0 < count <= 26 * 10:
        return str(count)
    return "abcdefghijklmnopqrstuvwxyz"[(count - 1) % 26] * ((count - 1) // 26 + 1)


def _circled(count: int) -> str:
    return chr(0x2460 + count - 1) if 1 <= count <= 20 else str(count)


def _digits(count: int) -> str:
    return str(count).translate(str.maketrans("0123456789", "〇一二三四五六七八九"))


def _formal(count: int) -> str:
    return to_chinese(count).translate(FORMAL)


FORMATS: Final[Mapping[str, Callable[[int], str]]] = {
    "chineseCounting": to_chinese,
    "chineseCountingThousand": to_chinese,
    "taiwaneseCounting": to_chinese,
    "taiwaneseCountingThousand": to_chinese,
    "japaneseCounting": to_chinese,
    "ideographDigital": _digits,
    "taiwaneseDigital": _digits,
    "japaneseDigitalTenThousand": _digits,
    "chineseLegalSimplified": _formal,
    "ideographLegalTraditional": _formal,
    "decimalZero": lambda count: f"{count:02}",
    "decimalFullWidth": lambda count: "".join(chr(ord(digit) + 0xFEE0) for digit in str(count)),
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
    "upperRoman": lambda count: _roman(count).upper(),
    "lowerRoman": _roman,
    "upperLetter": lambda count: _letter(count).upper(),
    "lowerLetter": _letter,
    "none": lambda _: "",
}
"""`w:numFmt` (ISO 29500-1 17.18.59) → writing; every other format counts 1, 2, 3."""


@dataclass(frozen=True, slots=True)
class _Level:
    """One level of a list definition."""

    start: int
    format: str
    pattern: str
    """With %1 … %9 for the counts of the levels."""
    legal: bool
    """All counts in Arabic digits."""


@dataclass(frozen=True, slots=True)
class _List:
    """A numbered list: its shared counter and its levels by number."""

    counter: str
    levels: Mapping[int, _Level]
    restarts: Mapping[int, int]
    """Level → the count that this list begins anew with."""


@dataclass(slots=True)
class Numbering:
    """Counts the paragraphs of one document, in order."""

    lists: Mapping[str, _List]
    _counts: dict[str, dict[int, int]] = field(default_factory=dict)
    _seen: set[str] = field(default_factory=set)

    def label(self, ref: NumberRef | None) -> str:
        """Count one more paragraph of the list; its label, or "" where it has none."""
        entry = self.lists.get(ref.list_id) if ref else None
        if ref is None or entry is None or ref.level not in entry.levels:
            return ""
        counts = self._counts.setdefault(entry.counter, {})
        if ref.list_id not in self._seen:
            self._seen.add(ref.list_id)
            counts.update({place: start - 1 for place, start in entry.restarts.items()})
        level = entry.levels[ref.level]
        counts[ref.level] = counts.get(ref.level, level.start - 1) + 1
        for deeper in [other for other in counts if other > ref.level]:
            del counts[deeper]
        return _write(level, entry.levels, counts)


def _write(level: _Level, levels: Mapping[int, _Level], counts: Mapping[int, int]) -> str:
    if level.format == "bullet":
        return "•"
    label = level.pattern
    for place in range(LEVELS):
        mark = f"%{place + 1}"
        if mark in label and place in levels:
            count = counts.get(place, levels[place].start)
            style = "decimal" if level.legal else levels[place].format
            label = label.replace(mark, FORMATS.get(style, str)(count))
    return label


def _read_level(node: etree._Element) -> _Level:
    pattern = one_line(value(node, "lvlText") or "")
    return _Level(
        start=number(value(node, "start")) or 0,
        format=value(node, "numFmt") or "decimal",
        pattern=pattern if len(pattern) <= MAX_PATTERN else "",
        legal=switched_on(node.find(f"{W}isLgl")),
    )


def _read_levels(node: etree._Element) -> dict[int, _Level]:
    levels = {}
    for child in node.findall(f"{W}lvl"):
        place = number(child.get(f"{W}ilvl"))
        if place is not None and 0 <= place < LEVELS:
            levels[place] = _read_level(child)
    return levels


def _read_list(
    node: etree._Element, definitions: Mapping[str, Mapping[int, _Level]]
) -> _List | None:
    counter = value(node, "abstractNumId")
    if counter is None or counter not in definitions:
        return None
    levels = dict(definitions[counter])
    restarts = {}
    for override in node.findall(f"{W}lvlOverride"):
        place = number(override.get(f"{W}ilvl"))
        if place is None or not 0 <= place < LEVELS:
            continue
        own = override.find(f"{W}lvl")
        if own is not None:
            levels[place] = _read_level(own)
        start = number(value(override, "startOverride"))
        if start is not None:
            restarts[place] = start
    return _List(counter, levels, restarts)


def read_numbering(root: etree._Element | None) -> Numbering:
    """The lists of `word/numbering.xml`; none where the part is missing."""
    if root is None:
        return Numbering({})
    definitions = {
        node.get(f"{W}abstractNumId", ""): _read_levels(node)
        for node in root.findall(f"{W}abstractNum")
    }
    lists = {
        node.get(f"{W}numId", ""): _read_list(node, definitions) for node in root.findall(f"{W}num")
    }
    return Numbering({key: entry for key, entry in lists.items() if entry})
