"""Rules on citations: what `kb.cite` could not resolve, and why."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from ..cite import UNVERIFIABLE, Citation
from ..model import Regulation
from ..problem import Severity
from ..text import fold
from ..works import UNKNOWN
from .document import Document, Kind
from .finding import Draft
from .tools import Tools, read_data, scan

_OLD: Final = re.compile(
    r"(?:当时|原来|旧|修订前|修改前|废止|历史|曾|此前|原有|取代|已被|已经?修订|再次修|先后修|共\d{2,3}条|沿革|对比|比较|变化)"
)
_KIND: Final = re.compile(r"(?:章程|准则|条例|规定|办法|规则|细则)(?:\(试行\))?$")
_BARE: Final = re.compile(r"(?P<year>(?:19|20)\d\d)年《(?P<title>[^《》\n]{2,60})》")
"""Without a verb it is the year of the edition, or when something was done: old ones only."""
_DATED: Final = re.compile(
    r"(?P<year>\d{4})年(?:\d{1,2}月)?(?:新)?(?:最新)?(?P<verb>修订|修改|修正|印发|颁布|发布|施行|出台|制定|公布|版)(?:的|后的|施行的|实施的)?(?:新)?《(?P<title>[^《》\n]{2,60})》"
)


def _citations(document: Document, tools: Tools) -> Iterator[tuple[int, Citation]]:
    """The citations of running text; official texts cite what we may not mend."""
    own = tools.knowledge.regulations.get(document.own or "")
    for block in document.prose:
        text = document.blocks[block].text
        if "《" not in text and "条" not in text:
            continue
        for citation in tools.finder.find(text, own=own).citations:
            yield block, citation


def check_article(document: Document, tools: Tools) -> Iterator[Draft]:
    """Provisions that the regulation does not have."""
    for block, citation in _citations(document, tools):
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
            yield Draft(block, citation.start, citation.end, what, fix, about, level)


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


def check_revision(document: Document, tools: Tools) -> Iterator[Draft]:
    """Regulations and revisions that are no longer in force."""
    seen: set[str] = set()
    for block, citation in _citations(document, tools):
        work, _, _ = citation.target.partition("/")
        name, _, year = work.partition("@")
        regulation = tools.knowledge.regulations.get(name)
        if regulation is None or work in seen:
            continue
        text = document.blocks[block].text
        if _OLD.search(text[max(0, citation.start - 12) : citation.end + 12]):
            continue
        about = f"regulations/{name}"
        place = (block, citation.start, citation.end)
        if regulation.status in ("superseded", "repealed"):
            seen.add(work)
            new = tools.knowledge.regulations.get(regulation.superseded_by or "")
            fix = f"改引《{new.title}》。" if new else "核对现行的规定，改引现行的。"
            yield Draft(*place, f"《{regulation.title}》已被修订或取代。", fix, about)
        elif year and _is_old(regulation, year):
            seen.add(work)
            yield _outdated(place, citation.raw, regulation, year, "，条款号可能不同")
    yield from _dated(document, tools, old=True)


def _outdated(
    place: tuple[int, int, int], raw: str, regulation: Regulation, year: str, added: str = ""
) -> Draft:
    """An old edition; a hint where only the table of editions tells that it is old."""
    about = f"regulations/{regulation.id}"
    fix = f"现行的是{_now(regulation)}{added}。"
    if _recorded_newest(regulation):
        return Draft(*place, f"“{raw}”引的是{year}年的旧版本。", fix, about)
    what = f"据通行资料，“{raw}”引的是{year}年的旧版本。"
    return Draft(*place, what, f"{fix}请核对。", about, Severity.HINT)


def _recorded_newest(regulation: Regulation) -> set[int]:
    """The years of the edition in force, where the records hold it."""
    current = regulation.current
    days = (current.date, current.issued, current.effective) if current else ()
    return {day.year for day in days if day}


def _is_old(regulation: Regulation, year: str) -> bool:
    """Whether it is the year of an edition that another one has replaced."""
    newest = _recorded_newest(regulation) or set(_editions(regulation)[-1:])
    newest |= set(read_data("editions.yaml")["same"].get(regulation.id, ()))
    return bool(newest) and int(year) in _years(regulation) and int(year) < min(newest)


def _editions(regulation: Regulation) -> list[int]:
    """The years of `data/editions.yaml`: of most regulations the records hold the last only."""
    found: list[int] = read_data("editions.yaml")["years"].get(regulation.id, [])
    return found


def _now(regulation: Regulation) -> str:
    """What is in force."""
    if regulation.current:
        return regulation.current.label
    years = _editions(regulation)
    return f"{years[-1]}年的版本" if years else "新版本"


def check_year(document: Document, tools: Tools) -> Iterator[Draft]:
    """Years in which the regulation was not revised."""
    for block, citation in _citations(document, tools):
        if citation.reason and "年的版本" in citation.reason and citation.regulation:
            regulation = tools.knowledge.regulations[citation.regulation]
            year = int(citation.target.partition("@")[2].partition("/")[0] or 0)
            if not _known(regulation) or year in _years(regulation):
                continue
            place = (block, citation.start, citation.end)
            yield _doubted(place, citation.raw, regulation, citation.reason)
    yield from _dated(document, tools, old=False)


def _years(regulation: Regulation) -> set[int]:
    days = [d for r in regulation.revisions for d in (r.date, r.issued, r.effective)]
    days += [regulation.issued, regulation.effective]
    return {day.year for day in days if day} | set(_editions(regulation))


def _known(regulation: Regulation) -> bool:
    """Whether its years are known."""
    return bool(regulation.revisions or _editions(regulation))


def _revisions(regulation: Regulation) -> str:
    if editions := _editions(regulation):
        return f"核对年份；历次制定、修订在{'、'.join(map(str, editions))}年。"
    labels = "、".join(revision.label for revision in regulation.revisions)
    return f"核对年份；本库记录的版本：{labels}。"


def _dated(document: Document, tools: Tools, *, old: bool) -> Iterator[Draft]:
    """2018年修订的《…》, the year in front."""
    patterns = (_DATED, _BARE) if old else (_DATED,)
    for block, match in (found for pattern in patterns for found in scan(document, pattern)):
        regulation = tools.finder.resolve_title(match["title"])
        if regulation is None or not _known(regulation):
            continue
        years = _years(regulation)
        year = int(match["year"])
        text = document.folded[block]
        newest = max(years)
        if old:
            superseded = year in years and _is_old(regulation, str(year))
            if superseded and not _OLD.search(text[max(0, match.start() - 12) : match.end() + 12]):
                yield _outdated((block, *match.span()), match[0], regulation, str(year))
        elif year not in years and (
            year > newest or (len(years) > 1 and year > min(years)) or bool(_editions(regulation))
        ):
            reason = f"《{regulation.title}》没有{year}年的版本"
            yield _doubted((block, *match.span()), match[0], regulation, reason)


def _doubted(place: tuple[int, int, int], raw: str, regulation: Regulation, reason: str) -> Draft:
    """A year nobody knows; a hint where the records have no years of their own."""
    about = f"regulations/{regulation.id}"
    if regulation.revisions and not _editions(regulation):
        return Draft(*place, f"“{raw}”：{reason}。", _revisions(regulation), about)
    what = f"“{raw}”：据通行资料，{reason}。"
    return Draft(*place, what, f"请{_revisions(regulation)}", about, Severity.HINT)


def check_title(document: Document, tools: Tools) -> Iterator[Draft]:
    """Titles that are nearly those of known regulations."""
    for block, citation, near in _unknown(document, tools):
        if near:
            what = f"《{citation}》不是规范的名称。"
            fix = f"应为《{near.title}》。"
            start = document.folded[block].find(f"《{citation}》")
            yield Draft(
                block, start, start + len(citation) + 2, what, fix, f"regulations/{near.id}"
            )


def check_unknown(document: Document, tools: Tools) -> Iterator[Draft]:
    """Party regulations that are not in the knowledge base."""
    seen: set[str] = set()
    for block, title, near in _unknown(document, tools):
        party = (
            title.startswith(("中国共产党", "中共中央"))
            or "党" in title
            or bool(_OFFICERS.search(title))
        )
        local = _LOCAL.search(title)
        if near or title in seen or not _KIND.search(title) or not party or local:
            continue
        seen.add(title)
        start = document.folded[block].find(f"《{title}》")
        what = f"《{title}》：{UNKNOWN}，无法核对。"
        yield Draft(block, start, start + len(title) + 2, what, "核对名称；名称无误的不必改。")


_OFFICERS: Final = re.compile("干部.*(?:条例|准则)$")
_LOCAL: Final = re.compile(
    r"实施(?:细则|办法)|^本|议事|^(?!中国共产党|中共中央).*[省市县区镇乡村]|[省市县州盟]|(?<![社校园])区|(?<!党)旗"
)
_TITLE: Final = re.compile(r"《([^《》\n]{4,60})》")


def _unknown(document: Document, tools: Tools) -> Iterator[tuple[int, str, Regulation | None]]:
    """(block, folded title, the regulation it nearly names) of titles nobody has."""
    for block, match in scan(document, _TITLE):
        title = match[1]
        if document.blocks[block].kind is Kind.CELL or tools.finder.resolve_title(title):
            continue
        yield block, title, _near(tools, title)


def _near(tools: Tools, title: str) -> Regulation | None:
    bare = re.sub(r"\(试行\)$", "", title)
    found: dict[str, Regulation] = {}
    for regulation in tools.knowledge.regulations.values():
        if regulation.status == "superseded":
            continue  # what replaced it may have nearly the same title
        for name in (regulation.title, *regulation.short):
            if _is_near(bare, re.sub(r"\(试行\)$", "", fold(name))):
                found[regulation.id] = regulation
    return next(iter(found.values())) if len(found) == 1 else None


def _is_near(written: str, name: str) -> bool:
    if len(name) < 6 or written == name:
        return False
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
    return sorted(_OTHERS.findall(written)) != sorted(_OTHERS.findall(name))


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
