"""What is left over of the paper that was copied: words of another system, of another time, of
another place or another holiday (`data/leftovers.yaml`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from .document import Document
from .finding import Draft
from .formulations import tells_history
from .tools import HAN, Tools, read_data, scan, talks_of

_AROUND: Final = 40
"""Characters before a word in which it may be said whose it is: 慰问驻镇部队…."""


def check_leftover(document: Document, tools: Tools) -> Iterator[Draft]:
    """What was written for somebody else, or for another year."""
    yield from _of_another_system(document)
    yield from _over(document)
    yield from _of_another_place(document)
    yield from _of_another_holiday(document)


def _of_another_system(document: Document) -> Iterator[Draft]:
    """Words of another system in a paper that is not of that system."""
    for system in read_data("leftovers.yaml")["systems"]:
        pattern = re.compile(system["words"])
        allowed = re.compile(system["allowed"])
        if not re.search(system["here"], document.whole):
            continue
        found: list[tuple[int, re.Match[str]]] = []
        right: set[str] = set()
        for block, match in scan(document, pattern):
            text = document.folded[block]
            around = allowed.finditer(text, max(0, match.start() - _AROUND), match.end() + 8)
            if any(a.start() < match.end() and match.start() < a.end() for a in around):
                right.add(match[0])
            else:
                found.append((block, match))
        found = [(block, match) for block, match in found if match[0] not in right]
        home = any(re.search(system["home"], text) for text in document.folded)
        if home or len(found) >= 5 or len({match[0] for _, match in found}) >= 4:
            continue
        for block, match in found:
            what = f"“{match[0]}”是{system['name']}用语。"
            yield Draft(block, *match.span(), what, f"{system['reason']}")


_YEAR: Final = re.compile(r"(?<![\d至—-])(20\d\d)年")


def _over(document: Document) -> Iterator[Draft]:
    """What was over before the year of the paper, as if it were still to be done."""
    dated = next((years for text in document.folded if (years := _YEAR.findall(text))), None)
    if not dated:
        return
    written = max(map(int, dated))
    for entry in read_data("leftovers.yaml")["over"]:
        for block, match in scan(document, re.compile(entry["words"])):
            text, (start, end) = document.folded[block], match.span()
            then = any(int(year) <= entry["until"] for year in _YEAR.findall(text))
            if written <= entry["until"] or then or talks_of(text, start, end):
                continue
            if not tells_history(text, start, end):
                what = f"“{match[0]}”是{entry['until']}年以前的说法，这份材料是{written}年的。"
                yield Draft(block, start, end, what, f"{entry['reason']}")


_LEVELS: Final = (
    re.compile("[县市区]"),
    re.compile("[镇乡]|街道"),
    re.compile("村|社区"),
)
_PLACE: Final = rf"(?P<name>[{HAN}]{{2,3}}?)(?P<level>[县市区镇乡村]|街道|社区)"
_OWN: Final = (
    re.compile(
        rf"^(?:中共|关于)?{_PLACE}(?=委|党|党委|纪委|人民|[{HAN}]{{0,8}}(?:局|办|20\d\d年))"
    ),
    re.compile(rf"(?:任|在|到){_PLACE}(?:党委|党支部|纪委|党总支)"),
)
"""Where the paper says whose it is."""
_FOR: Final = re.compile(
    rf"(?:推动|促进|确保|实现|谱写|开创|辜负|加快|不负|为){_PLACE}"
    rf"(?=[{HAN}]{{0,10}}(?:事业|高质量发展|振兴|新篇章|贡献|现代化建设|新局面|信任|期望|重托|期待))"
)
"""For whose sake it is written, as closing sentences say."""
_NO_PLACE: Final = re.compile("乡村|农村|城乡|山村|[我全本各该这美新]|和美|文明|幸福|平安|之|国|的")


def _of_another_place(document: Document) -> Iterator[Draft]:
    """清溪县…方案 that closes with 确保云岭县水利事业高质量发展."""
    own = [m for pattern in _OWN for _, m in scan(document, pattern)]
    for block, match in scan(document, _FOR):
        name = match["name"] + match["level"]
        level = next(each for each in _LEVELS if each.fullmatch(match["level"]))
        alike = [m["name"] + m["level"] for m in own if level.fullmatch(m["level"])]
        if not alike or _NO_PLACE.search(name) or document.whole.count(name) > 1:
            continue
        if not any(match["name"] in other or other[:2] in name for other in alike):
            what = f"这份材料是{alike[0]}的，这里写的是“{name}”。"
            yield Draft(block, *match.span("name"), what, "核对地名，改成本地的。")


_HOLIDAYS: Final = re.compile("元旦|春节|清明|五一|端午|中秋|国庆")
_SPENT: Final = re.compile(
    "(?:过好|度过|过一个|欢度)[^。,;]{0,14}?(?P<holiday>元旦|春节|清明|端午|中秋|国庆)(?=佳节|节|假期|、|期间|[,。;]|$)"
)


def _of_another_holiday(document: Document) -> Iterator[Draft]:
    """A notice on 春节 that asks to spend a clean 中秋."""
    head = document.folded[0] if document.folded else ""
    named = {found[0] for found in _HOLIDAYS.finditer(head[:_HEAD])}
    for block, match in scan(document, _SPENT):
        if named and not named & set(_HOLIDAYS.findall(document.folded[block][match.start() :])):
            what = f"这份材料说的是{'、'.join(sorted(named))}，这里写的是“{match['holiday']}”。"
            yield Draft(block, *match.span("holiday"), what, "核对节日，改成这一次的。")


_HEAD: Final = 40
"""Characters of the beginning, in which a notice says what it is about."""
