"""Provisions that a regulation does not have, and how a paper's citations are found."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from ..cite import UNVERIFIABLE, Citation
from ..model import Regulation
from ..problem import Severity
from .document import Document
from .finding import Draft
from .tools import CN, Tools, count_of, read_data, scan

TITLE: Final = r"《(?P<title>[^《》\n]{2,60})》"
_PART: Final = re.compile(rf"{TITLE}(?P<rest>[^《》。\n]*)")
"""A title and the rest of its sentence, in which its articles may be named."""
_NUMBER: Final = re.compile(
    rf"第(?P<number>[{CN}百\d]{{1,8}})条(?P<added>之[一二三四五六七八九十])?(?!措施|意见|建议|路|线|街|河)"
)
_OTHER_WORK: Final = re.compile(
    r"办法|规定|规约|公约|守则|章程|细则|制度|合同|协议|法典|方案|旧|原|修订前|修改前"
)


_FORMER: Final = re.compile(r"(?:19|20)\d\d年[^。,;《》]{0,8}的$")
"""What stands before a title of which an older edition is meant: other rules judge that."""


def in_text(document: Document, tools: Tools) -> Iterator[tuple[int, Citation]]:
    """The citations of running text, by block; official texts cite what we may not mend."""
    own = tools.knowledge.regulations.get(document.own or "")
    for block in document.prose:
        text = document.blocks[block].text
        if "《" not in text and "条" not in text:
            continue
        for citation in tools.finder.find(text, own=own).citations:
            yield block, citation


def check_article(document: Document, tools: Tools) -> Iterator[Draft]:
    """Provisions that the regulation does not have."""
    seen: set[tuple[int, int]] = set()
    for block, citation in in_text(document, tools):
        reason = citation.reason or ""
        if citation.resolved and (reason := _past_the_items(citation, tools)):
            what, fix = f"“{citation.raw}”：{reason}。", "核对项的序号。"
            about = f"regulations/{citation.regulation}"
            yield Draft(block, citation.start, citation.end, what, fix, about)
        if citation.resolved or not citation.regulation:
            continue
        if reason == UNVERIFIABLE:
            reason = _past_the_last(citation)
        if "没有" in reason and "年的版本" not in reason:
            unsure = reason != citation.reason
            fix = "请核对条款号。" if unsure else "核对条款号；法规修订后条序可能变了。"
            what = f"“{citation.raw}”：{reason}。"
            about = f"regulations/{citation.regulation}"
            level = Severity.HINT if unsure else None
            seen.add((block, citation.end))
            yield Draft(block, citation.start, citation.end, what, fix, about, level)
    for block, part in scan(document, _PART):
        for start, end, regulation, reason in _beyond(part, tools):
            if (block, end) not in seen:
                what = f"《{regulation.title}》的“{document.folded[block][start:end]}”：{reason}。"
                about = f"regulations/{regulation.id}"
                yield Draft(block, start, end, what, "核对条款号。", about, Severity.HINT)


def _beyond(part: re.Match[str], tools: Tools) -> Iterator[tuple[int, int, Regulation, str]]:
    """Articles named later in the sentence of a title, which it does not have."""
    regulation = tools.finder.resolve_title(part["title"])
    if regulation is None or part["title"] in read_data("editions.yaml")["former"]:
        return
    last = _last(regulation)
    if _FORMER.search(part.string[: part.start()]):
        return
    for match in _NUMBER.finditer(part["rest"]):
        start, end = (part.start("rest") + at for at in match.span())
        if _OTHER_WORK.search(part["rest"][: match.start()]):
            return
        if match["added"] and regulation.title.startswith("中国共产党"):
            yield start, end, regulation, "党内法规没有“之一”这样的条"
        elif last and count_of(match["number"]) > last:
            yield start, end, regulation, f"只有{last}条"


def _last(regulation: Regulation) -> int:
    """How many articles it has; 0 if nobody knows."""
    known = regulation.current.articles if regulation.current else None
    table: int | None = read_data("editions.yaml")["articles"].get(regulation.id)
    return known or table or 0


def _past_the_items(citation: Citation, tools: Tools) -> str:
    """A reason, where the article is known to have fewer items."""
    place = _ITEM.fullmatch(citation.target)
    count = tools.items.get(place["work"], {}).get(int(place["article"])) if place else None
    if not place or not count or int(place["item"]) <= count:
        return ""
    return f"这一条只有{count}项，没有第{place['item']}项"


_ITEM: Final = re.compile(r"(?P<work>[^/@]+)/art-(?P<article>\d+)(?:-p1)?-i(?P<item>\d+)")


def _past_the_last(citation: Citation) -> str:
    """A reason, where the number of articles is known though their text is not recorded."""
    last: int | None = read_data("editions.yaml")["articles"].get(citation.regulation)
    number = re.search(r"/art-(\d+)", citation.target)
    if not last or not number or int(number[1]) <= last or "@" in citation.target:
        return ""
    return f"据通行资料只有{last}条，没有第{number[1]}条"
