"""Chinese numerals as outlines of papers use them."""

from __future__ import annotations

from typing import Final

DIGITS: Final = "零一二三四五六七八九"
UNITS: Final = ("", "十", "百", "千")
LARGEST: Final = 9999
"""Word numbers nothing beyond; a larger number is written in Arabic digits."""


def to_chinese(number: int) -> str:
    """Write 1..9999 the way headings do: 十一, 二十, 一百零五; anything else in digits."""
    if not 0 < number <= LARGEST:
        return str(number)
    written = ""
    for power in range(len(str(number)) - 1, -1, -1):
        digit = number // 10**power % 10
        if digit:
            written += DIGITS[digit] + UNITS[power]
        elif written and not written.endswith("零"):
            written += "零"
    return written.rstrip("零").removeprefix("一") if 10 <= number < 20 else written.rstrip("零")


ORDINALS: Final = {to_chinese(number): number for number in range(1, 100)}
"""What stands before 、 or 是, or in brackets: 一 … 九十九."""
