"""The rule on headings with nothing under them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from .document import Block, Document, Kind
from .enumeration import number_at_start
from .finding import Draft
from .tools import CN, HAN, Tools


def check_empty_heading(document: Document, tools: Tools) -> Iterator[Draft]:
    """Headings with nothing under them; three in a row are a list."""
    blocks = document.blocks
    if blocks and _CONTENTS.search(blocks[0].text):
        return
    empty = [
        n
        for n, block in enumerate(blocks)
        if block.kind is Kind.HEADING
        and (
            n + 1 == len(blocks)
            or (blocks[n + 1].kind is Kind.HEADING and blocks[n + 1].level <= block.level)
            or _next_of(document.folded[n], document.folded[n + 1])
            or _is_signed(document.folded, n + 1)
            or bool(_ANNEX.match(document.folded[n + 1]))
        )
    ]
    empty += _bare_points(document)
    empty += _bare_labels(document)
    empty += _short_points(document)
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


_CONTENTS: Final = re.compile("目录|目次")
_SIGNED: Final = re.compile(
    r"^[^,。;:自]{0,24}(?:\d{4}|[〇○零一二三四五六七八九]{4})年[^。]{1,6}[月日]$"
)
"""Who signed and when: no text."""
_ANNEX: Final = re.compile(r"附件(?:\d{0,2}$|[:1-9])")
_SIGNER: Final = re.compile(rf"^[{HAN}()]{{2,30}}$")
_POINT: Final = re.compile(
    rf"^(?:(?:\d{{1,2}}[.、]|第[{CN}]{{1,2}}[,、]) ?[^,。;:!?]{{2,20}}"
    rf"|问题[{CN}\d]{{1,2}}[:、][^。;!?]{{2,24}})$"
)
_LABEL: Final = re.compile(
    rf"^(?:【[{HAN}]{{2,8}}】"
    rf"|[◆●■★▲]\s?[{HAN}]{{2,10}}|[{CN}]是[{HAN}]{{2,12}}方面"
    rf"|第[{CN}]{{1,3}}(?:章|部分) ?[^,。;:!?]{{2,20}})$"
)


def _is_signed(folded: tuple[str, ...], start: int) -> bool:
    """Whether from a block on nothing is left but who signed and when."""
    if start == len(folded) - 2 and not _SIGNER.match(folded[start]):
        return False
    return start >= len(folded) - 2 and bool(_SIGNED.match(folded[-1]))


def _bare_points(document: Document) -> Iterator[int]:
    """2. 协商选定 behind another of its kind that has text below it.

    What follows is a third that has text, or a heading.
    """
    point = [bool(_POINT.match(text)) for text in document.folded]
    for n in range(2, len(point) - 1):
        if point[n - 2 : n + 1] == [True, False, True] and (
            point[n + 1 : n + 3] == [True, False] or document.blocks[n + 1].kind is Kind.HEADING
        ):
            yield n


def _bare_labels(document: Document) -> Iterator[int]:
    """【经验交流】 right above another; more than two in a row are contents."""
    label = [False, *(bool(_LABEL.match(text)) for text in document.folded), False]
    for n in range(len(label) - 3):
        if label[n : n + 4] == [False, True, True, False]:
            yield n


_SHORT_POINT: Final = re.compile(rf"^\([{CN}]\)[^,。;:!?]{{2,14}}。$")


def _short_points(document: Document) -> Iterator[int]:
    """（二）存在不足。 right above the next number, where the point before it says more."""
    folded = document.folded
    for n in range(1, len(folded) - 1):
        if not _SHORT_POINT.match(folded[n]) or _SHORT_POINT.match(folded[n + 1]):
            continue
        here, below = number_at_start(folded[n], 2), number_at_start(folded[n + 1], 2)
        sibling = folded[n - 1] if _RUN_IN.search(folded[n - 1]) else folded[max(0, n - 2)]
        before = number_at_start(sibling, 2)
        more = here and before and before[:2] == (here[0], here[1] - 1)
        follows = here and below and (below[0].rank < here[0].rank or below[1] == here[1] + 1)
        if more and follows:
            yield n


def _next_of(text: str, below: str) -> bool:
    """（二）抓组织 / （三）抓作风。今年…: the next number, whose text stands in its own line."""
    first, second = number_at_start(text, 2), number_at_start(below, 2)
    follows = first and second and (first[0], first[1] + 1) == second[:2]
    return bool(follows and _RUN_IN.search(below))


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
