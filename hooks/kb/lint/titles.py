"""Titles of regulations: nearly right ones, and those of Party regulations nobody has."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Final, NamedTuple

from ..model import Regulation
from ..problem import Severity
from ..text import fold
from ..works import UNKNOWN
from .document import Document, Kind
from .finding import Draft
from .tools import Tools, read_data, scan

_KIND: Final = re.compile(r"(?:章程|准则|条例|规定|办法|规则|细则)(?:\(试行\))?$")
_ACT: Final = re.compile(r"(?:章程|准则|条例|规定|办法|规则|细则|意见|决定|通知)$")
_OFFICERS: Final = re.compile("干部.*(?:条例|准则)$")
_LOCAL: Final = re.compile(
    r"实施(?:细则|办法)|^本|议事|^(?!中国共产党|中共中央).*[省市县区镇乡村]|[省市县州盟]|(?<![社校园])区|(?<!党)旗"
)
_TITLE: Final = re.compile(r"《([^《》\n]{4,60})》")
_LAW: Final = re.compile("^中华人民共和国.*法$")
_TRIAL: Final = re.compile(r"\(试行\)$")
_LIGHT: Final = re.compile(r"关于|的|、|和|与|\(试行\)|^中国共产党")
"""What may differ in a title that is remembered and not looked up."""


class Near(NamedTuple):
    """What a title was probably meant to be."""

    title: str
    about: str | None


def check_title(document: Document, tools: Tools) -> Iterator[Draft]:
    """Titles that are nearly those of known regulations."""
    for block, title, near in _unknown(document, tools):
        if near:
            start = document.folded[block].find(f"《{title}》")
            end = start + len(title) + 2
            what, fix = f"《{title}》不是规范的名称。", f"应为《{near.title}》。"
            yield Draft(block, start, end, what, fix, near.about)


def check_unknown(document: Document, tools: Tools) -> Iterator[Draft]:
    """Party regulations that are not in the knowledge base, and laws that nobody knows."""
    seen: set[str] = set()
    for block, title, near in _unknown(document, tools):
        party = (
            title.startswith(("中国共产党", "中共中央"))
            or "党" in title
            or bool(_OFFICERS.search(title))
        )
        local = _LOCAL.search(title)
        law = bool(_LAW.search(title))
        if near or title in seen or not (law or (_KIND.search(title) and party and not local)):
            continue
        seen.add(title)
        start = document.folded[block].find(f"《{title}》")
        if law:
            what = f"据通行资料，没有《{title}》这部法律。"
            fix = "核对名称；新制定的法律名称无误的不必改。"
            place = (block, start, start + len(title) + 2)
            yield Draft(*place, what, fix, severity=Severity.HINT)
            continue
        what = f"《{title}》：{UNKNOWN}，无法核对。"
        yield Draft(block, start, start + len(title) + 2, what, "核对名称；名称无误的不必改。")


def _unknown(document: Document, tools: Tools) -> Iterator[tuple[int, str, Near | None]]:
    """(block, folded title, what it nearly names) of titles nobody has."""
    table = read_data("editions.yaml")
    others = {_TRIAL.sub("", title) for title in table["others"]}
    for block, match in scan(document, _TITLE):
        title = match[1]
        bare = _TRIAL.sub("", title)
        if document.blocks[block].kind is Kind.CELL or title in table["former"] or bare in others:
            continue
        if title.removeprefix(_STATE) in table["laws"]:
            continue
        regulation = tools.finder.resolve_title(title)
        if regulation is None:
            yield block, title, _near(tools, title)
        elif not _is_its_name(regulation, title):
            yield block, title, Near(regulation.title, f"regulations/{regulation.id}")


def _is_its_name(regulation: Regulation, title: str) -> bool:
    """Whether a title stands for it in brackets: no 试行 it does not have, no word of talk."""
    full = fold(regulation.title)
    if title.endswith("(试行)") and not full.endswith("(试行)"):
        return False
    if _TRIAL.sub("", title)[-2:] != _TRIAL.sub("", full)[-2:] and _KIND.search(title):
        return False
    return title not in read_data("editions.yaml")["spoken"]


def _near(tools: Tools, title: str) -> Near | None:
    bare = _TRIAL.sub("", title)
    found: dict[str, Near] = {}
    for regulation in tools.knowledge.regulations.values():
        if regulation.status == "superseded":
            continue  # what replaced it may have nearly the same title
        for name in (regulation.title, *regulation.short):
            if _is_near(bare, _TRIAL.sub("", fold(name))):
                about = f"regulations/{regulation.id}"
                found[regulation.title] = Near(regulation.title, about)
    for name in read_data("editions.yaml")["others"]:
        if _is_near(bare, _TRIAL.sub("", name)):
            found[name] = Near(name.replace("(", "（").replace(")", "）"), None)
    for name in read_data("editions.yaml")["laws"] if _LAW.search(title) else ():
        if _is_near_law(title.removeprefix(_STATE), name):
            found[name] = Near(f"{_STATE}{name}", None)
    return next(iter(found.values())) if len(found) == 1 else None


_STATE: Final = "中华人民共和国"


def _is_near_law(written: str, name: str) -> bool:
    """公职人员行政处分法, 城镇居民委员会组织法: most of the characters, and both ends."""
    apart = 2 if len(name) >= _LONG_LAW else 1
    ends = written[0] == name[0] and written[-2:] == name[-2:]
    return len(name) >= _SHORT_LAW and ends and _distance(written, name) <= apart


_SHORT_LAW: Final = 5
_LONG_LAW: Final = 8
"""Characters of a law's name, from which one of them or two may be wrong."""


def _is_near(written: str, name: str) -> bool:
    if len(name) < 6 or written == name:
        return False
    if _is_recalled(written, name):
        return not _is_other(written, name)
    if not _KIND.search(written):
        return len(name) >= 8 and _distance(written, name) == 1 and len(written) == len(name)
    if _distance(written, name) <= (1 if len(name) < 9 else 2 if len(name) >= 14 else 1):
        return not _is_other(written, name)
    if len(name) >= 14 and written[:8] == name[:8] and _distance(written, name) <= 3:
        return not _is_other(written, name)
    full = written.startswith(name[:4]) and written[-2:] == name[-2:]
    if full and len(written) >= 0.6 * len(name) and _is_subsequence(written, name):
        return len(written) < len(name)
    if _adds(written, name):
        return not _is_other(written, name)
    swapped = written.startswith(name[:4]) and len(written) >= 8
    return swapped and written[:-2] == name[:-2] and written != name


def _adds(written: str, name: str) -> bool:
    """支部工作暂行条例: a full title with one word too many in it."""
    more = len(written) - len(name)
    if not name.startswith("中国共产党") or not 0 < more <= 3 or written[-2:] != name[-2:]:
        return False
    same = 0
    while same < len(name) and written[same] == name[same]:
        same += 1
    known = same >= 7 or written[same : same + more] == "党内"
    return known and written[same + more :] == name[same:]


_OTHERS: Final = re.compile(
    "地方|农村|机关|国有|企业|普通高等学校|街道|社区|军队|党组(?!织)|支部|巡视|巡察|组织|宣传|统战|政法"
)


def _is_other(written: str, name: str) -> bool:
    """Whether the words that differ are those by which real regulations differ."""
    both = written.replace("巡视巡察", "巡视")
    return sorted(_OTHERS.findall(both)) != sorted(_OTHERS.findall(name))


def _is_recalled(written: str, name: str) -> bool:
    """党员管理教育工作条例: the words of a title, in another order or with one more or less."""
    if not _ACT.search(name) or not _ACT.search(written):
        return False
    central = written.startswith("中国共产党") and name.startswith("中国共产党")
    a, b = (_LIGHT.sub("", each).replace("纪律检查", "纪检") for each in (written, name))
    if min(len(a), len(b)) < 8 or a[:2] != b[:2]:
        return False
    if a[:-2] == b[:-2]:
        return len(a) >= 8
    if a[-2:] != b[-2:]:
        return False
    one, other = Counter(a), Counter(b)
    apart = sum((one - other).values()) + sum((other - one).values())
    if apart <= (4 if central and len(b) >= 9 else 2):
        return True
    return len(b) >= 10 and 0 < len(a) - len(b) <= 4 and _is_subsequence(b, a)


def _is_subsequence(short: str, long: str) -> bool:
    rest = iter(long)
    return all(char in rest for char in short)


def _distance(a: str, b: str) -> int:
    """Levenshtein; 9 where the lengths say enough."""
    if abs(len(a) - len(b)) > 2:
        return 9
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        previous, row[0] = row[0], i
        for j, y in enumerate(b, 1):
            previous, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, previous + (x != y))
    return row[-1]
