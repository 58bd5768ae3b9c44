"""The editions of regulations: years in which there was none, and texts no longer in force."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from ..model import Regulation
from ..problem import Severity
from .citations import TITLE, in_text
from .document import Document
from .finding import Draft
from .issuers import BODIES, PASSED_ON, is_local
from .tools import Tools, count_of, read_data, scan

_OLD: Final = re.compile(
    r"(?:当时|原来|旧|修订前|修改前|废止|历史|曾|此前|原有|取代|代替|替代|已被|已经?修订|再次修|先后修|共\d{2,3}条|沿革|对比|比较|变化|之前|以前)"
)
_NOW: Final = re.compile(
    "现行|目前|现在|至今|今后|今年|当前|继续(?:执行|适用|沿用)|仍在(?:执行|适用)"
)
_DAY: Final = (
    r"(?P<year>(?:19|20)\d\d|[一二][九〇零][〇零一二三四五六七八九]{2})年"
    r"(?:(?P<month>\d{1,2}|[一二三四五六七八九十]{1,2})月)?(?:[\d一二三四五六七八九十]{1,3}日)?"
)
_DONE: Final = (
    "(?P<verb>修订|修改|修正|印发|颁布|颁发|发布|公布|施行|实施|试行|出台|制定|通过|下发|制发|版)"
)
_HOW: Final = (
    "(?:又|再次|先后|新|最新|正式|联合|共同|重新|专门|统一|审议|第[一二三四五]次|对其|进行|全面"
    "|部分|作了|会议|会上|起|开始|予以|经|由|以来)*"
)
_BODY: Final = rf"(?P<bodies>{BODIES}(?:[、和 ]?{BODIES})*)?"
_ALSO: Final = (
    r"(?:、?并?(?:再次|重新)?(?:修订|修改|印发|颁布|发布|公布|施行|实施|试行|通过|出台|制定))*"
)
_BEFORE: Final = re.compile(
    rf"{_DAY}[,、]?{_HOW}{_BODY}{_HOW}{_DONE}{_ALSO}(?P<of>[了的]?)"
    rf"(?:[新最]|修订|修改|修正|施行|实施|试行|后|的)*{TITLE}"
    r"(?!的?(?:实施|贯彻|学习|读本|细则|解读|配套|单行本|宣传|口袋|手册|释义|知识|通知|意见|方案))"
)
"""2018年修订的《…》; 2024年5月,中共中央发布《…》."""
_NAME: Final = rf"(?:{TITLE}|(?P<bare>[一-鿿]{{2,24}}(?:条例|规定|准则|细则|规则|办法)))"
_SAME: Final = (
    r"(?:[,。;]?(?:该|这部|这一|此)(?:条例|规定|办法|规则|细则|准则|法规)|\(以下简称[^()]*\))?"
)
_AFTER: Final = (
    re.compile(
        rf"{_NAME}{_SAME}[,(]?是?(?:由{BODIES})?(?:自|从|于|是|在)?{_DAY}{_HOW}{_BODY}{_HOW}{_DONE}"
        r"(?=[的后至到起,。;)、]|以来|以后|并|$|实施|施行|发布|印发|之)"
    ),
    re.compile(
        rf"{_NAME}(?:正式)?(?P<verb>颁布|发布|印发|公布|出台|施行|实施|制定|通过|修订)(?:于|是在|在){_DAY}"
    ),
    re.compile(rf"{TITLE}\({_DAY}{_HOW}{_BODY}{_HOW}{_DONE}"),
)
"""《…》自2019年1月1日起施行; …条例颁布于2019年5月; 《…》(2019年11月修订)."""
_BARE: Final = re.compile(rf"(?P<year>(?:19|20)\d\d)年{TITLE}")
"""Without a verb it is the year of the edition, or when something was done: old ones only."""
_CONGRESS: Final = re.compile(
    r"(?:党的)?(?P<congress>十[一二三四五六七八九]?|二十)大(?:审议|表决|修改|修订|部分|修正)*"
    r"(?:通过|修改|修订|审定)(?:并通过)?的(?:新|现行的?|修改后的)*(?:《中国共产党章程》|《?党章》?|中国共产党章程)"
)
_COUNTED: Final = re.compile(
    rf"{TITLE}(?:自[^,。]{{2,16}}施行)?[^《》,。;]{{0,4}}(?:共|有|全文)[^《》,。;\d]{{0,10}}?"
    r"(?:\d+[编章][、,]?)*共?(?P<count>\d{1,3})条"
)
_WRITTEN: Final = frozenset(("修订", "修改", "修正", "制定", "通过"))
"""What is done in the year of the edition, while another may be that of its taking effect."""
_TITLE: Final = re.compile(TITLE)
_YEAR: Final = re.compile(r"(?<!\d)(?:19|20)\d\d(?=年)")
_RENEWED: Final = re.compile(
    r"(?:19|20)\d\d年[^。《》]{0,14}(?:修订|修改|废止|作了)|[对作][^。]{0,6}(?:修订|修改)|(?:修订|修改)后(?:的条例|增|减|为|,)|废止|发布了修订"
)
"""How the rest of a sentence goes on to the next edition."""
_FIGURES: Final = "〇一二三四五六七八九"


def check_revision(document: Document, tools: Tools) -> Iterator[Draft]:
    """Regulations and revisions that are no longer in force."""
    seen: set[str] = set()
    for block, citation in in_text(document, tools):
        work, _, _ = citation.target.partition("/")
        name, _, year = work.partition("@")
        regulation = tools.knowledge.regulations.get(name)
        if regulation is None or work in seen:
            continue
        place = (block, citation.start, citation.end)
        if _is_told(document, place, 0, 0):
            continue
        about = f"regulations/{name}"
        if regulation.status in ("superseded", "repealed"):
            seen.add(work)
            new = tools.knowledge.regulations.get(regulation.superseded_by or "")
            fix = f"改引《{new.title}》。" if new else "核对现行的规定，改引现行的。"
            yield Draft(*place, f"《{regulation.title}》已被修订或取代。", fix, about)
        elif year and _is_replaced(document, place, regulation, int(year)):
            seen.add(work)
            yield _outdated(place, citation.raw, regulation, int(year), "，条款号可能不同")
    yield from _old_titles(document)
    yield from _old_years(document, tools)
    yield from _old_constitutions(document, tools)
    yield from _old_counts(document, tools)


def _old_titles(document: Document) -> Iterator[Draft]:
    """Names under which nothing is in force any more."""
    former = read_data("editions.yaml")["former"]
    for block, match in scan(document, _TITLE):
        new, until = former.get(match["title"], ("", 0))
        if new and not _is_told(document, (block, *match.span()), 0, until):
            what = f"据通行资料，《{match['title']}》已被{new}取代。"
            fix = f"要引现行规定的，请核对后改引{new}。"
            yield Draft(block, *match.span(), what, fix, severity=Severity.HINT)


def _old_years(document: Document, tools: Tools) -> Iterator[Draft]:
    """2018年修订的《…》, of an edition that another one has replaced."""
    former = read_data("editions.yaml")["former"]
    for pattern in (_BEFORE, _BARE, _AFTER[-1]):
        for block, match in scan(document, pattern):
            regulation = tools.finder.resolve_title(match["title"])
            year = _figure(match["year"])
            place = (block, *match.span())
            if regulation is None or match["title"] in former:
                continue
            if pattern is _BEFORE and match["of"] != "的" and match["bodies"]:
                continue  # it was made in that year, which is history
            if _is_replaced(document, place, regulation, year):
                yield _outdated(place, match[0], regulation, year)


def _old_constitutions(document: Document, tools: Tools) -> Iterator[Draft]:
    """党的十九大通过的党章."""
    regulation = tools.knowledge.regulations.get("dangzhang")
    for block, match in scan(document, _CONGRESS):
        number = count_of(match["congress"])
        year = 1982 + (number - 12) * 5
        place = (block, *match.span())
        if regulation and _is_replaced(document, place, regulation, year):
            yield _outdated(place, match[0], regulation, year)


def _old_counts(document: Document, tools: Tools) -> Iterator[Draft]:
    """现行《…》共142条, so many as an older edition had."""
    counts = read_data("editions.yaml")["counts"]
    for block, match in scan(document, _COUNTED):
        regulation = tools.finder.resolve_title(match["title"])
        if regulation is None or int(match["count"]) not in counts.get(regulation.id, ()):
            continue
        place = (block, *match.span())
        text = document.folded[block]
        before = text[max(0, match.start() - 12) : match.start()]
        said = before + match[0][: match[0].rfind(match["count"])]
        if not _OLD.search(said) and not _YEAR.search(before):
            what = f"据通行资料，《{regulation.title}》共{match['count']}条是旧版本。"
            fix = f"现行的是{_now(regulation)}。请核对。"
            about = f"regulations/{regulation.id}"
            yield Draft(*place, what, fix, about, Severity.HINT)


def _is_told(document: Document, place: tuple[int, int, int], since: int, until: int) -> bool:
    """Whether an older text is only told of: said so, or all around it was then."""
    block, start, end = place
    text = document.folded[block]
    if _OLD.search(text[max(0, start - 12) : start] + text[end : end + 12]):
        return True
    if since and _RENEWED.search(re.split("[。!?]", text[end:])[0]):
        return True
    if until and not since and "废止" in re.split("[。!?]", text[end:])[0]:
        return True
    if not until or _NOW.search(text):
        return False
    years = [int(m[0]) for m in _YEAR.finditer(text) if not start <= m.start() < end]
    then = [year for year in years if since < year < until]
    return bool(then) and (bool(since) or max(years) < until)


def _is_replaced(
    document: Document, place: tuple[int, int, int], regulation: Regulation, year: int
) -> bool:
    """Whether it is an old edition, and what is told did not happen before the next one."""
    later = next((each for each in _editions(regulation) if each > year), 0)
    return _is_old(regulation, year) and not _is_told(document, place, year, later)


def _outdated(
    place: tuple[int, int, int], raw: str, regulation: Regulation, year: int, added: str = ""
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


def _is_old(regulation: Regulation, year: int) -> bool:
    """Whether it is the year of an edition that another one has replaced."""
    newest = _recorded_newest(regulation) or set(_editions(regulation)[-1:])
    newest |= _same(regulation)
    return bool(newest) and year in _years(regulation) and year < min(newest)


def _editions(regulation: Regulation) -> list[int]:
    """The years of `data/editions.yaml`: of most regulations the records hold the last only."""
    found: list[int] = read_data("editions.yaml")["years"].get(regulation.id, [])
    return found


def _same(regulation: Regulation) -> set[int]:
    """All the years of the edition in force, where it took more than one."""
    return set(read_data("editions.yaml")["same"].get(regulation.id, ()))


def _now(regulation: Regulation) -> str:
    """What is in force."""
    if regulation.current:
        return regulation.current.label
    years = _editions(regulation)
    return f"{years[-1]}年的版本" if years else "新版本"


# Years


def check_year(document: Document, tools: Tools) -> Iterator[Draft]:
    """Years and months in which the regulation was neither made nor revised."""
    done: set[tuple[int, int]] = set()
    for block, match in (m for pattern in (_BEFORE, *_AFTER) for m in scan(document, pattern)):
        if _is_other(match):
            continue
        regulation = _regulation(match, tools)
        reason = _wrong_day(regulation, match) if regulation else ""
        at = (block, match.start() + match[0].find(match["year"]))
        if regulation and reason and at not in done:
            done.add(at)
            yield _doubted((block, *match.span()), match[0], regulation, reason)
    for block, citation in in_text(document, tools):
        if not citation.reason or "年的版本" not in citation.reason or not citation.regulation:
            continue
        regulation = tools.knowledge.regulations[citation.regulation]
        year = int(citation.target.partition("@")[2].partition("/")[0] or 0)
        told = any(at == block and citation.start <= n < citation.end for at, n in done)
        if _is_known(regulation) and year not in _years(regulation) and not told:
            place = (block, citation.start, citation.end)
            yield _doubted(place, citation.raw, regulation, citation.reason)


def _is_other(match: re.Match[str]) -> bool:
    """Whether it tells when a lower body did something with the regulation."""
    bodies = match["bodies"] if "bodies" in match.re.groupindex else ""
    return bool(bodies and is_local(bodies) and (match["verb"] in PASSED_ON or "版" in match[0]))


def _regulation(match: re.Match[str], tools: Tools) -> Regulation | None:
    """What is dated: a title, or the longest name at the end of the words before."""
    bare = match["bare"] if "bare" in match.re.groupindex else ""
    if match["title"]:
        folded = re.sub(r"\(修正案\)$", "", match["title"])
        former = folded in read_data("editions.yaml")["former"]
        return None if former else tools.finder.resolve_title(folded)
    names = (bare[start:] for start in range(len(bare) - 3))
    return next((found for name in names if (found := tools.finder.resolve_title(name))), None)


def _figure(written: str) -> int:
    """2018 or 二〇一八."""
    if written.isdigit() and written.isascii():
        return int(written)
    return int("".join(str(_FIGURES.index(char)) for char in written.replace("零", "〇")))


def _wrong_day(regulation: Regulation, match: re.Match[str]) -> str:
    """Why it cannot be so; nothing if it can, or nobody knows."""
    year = _figure(match["year"])
    if not _is_known(regulation):
        return ""
    written = match["verb"] in _WRITTEN and _editions(regulation)
    years = _written_in(regulation) if written else _years(regulation)
    if year not in years:
        sure = _editions(regulation) or year > max(years) or year > min(years) < max(years)
        return f"《{regulation.title}》没有{year}年的版本" if sure else ""
    months = [
        int(each[5:])
        for each in read_data("editions.yaml")["months"].get(regulation.id, ())
        if each.startswith(str(year))
    ]
    month = count_of(match["month"]) if match["month"] else 0
    if not months or not month or month in months:
        return ""
    listed = "、".join(f"{each}月" for each in months)
    return f"《{regulation.title}》通过、印发、公布、施行在{year}年{listed}，不在{month}月"


def _written_in(regulation: Regulation) -> set[int]:
    """The years in which a text was made or changed."""
    dated = (r for r in regulation.revisions if r.date != r.effective)
    days = (day for r in dated for day in (r.date, r.issued))
    return {day.year for day in days if day} | set(_editions(regulation)) | _same(regulation)


def _years(regulation: Regulation) -> set[int]:
    """The years in which something was done."""
    days = [d for r in regulation.revisions for d in (r.date, r.issued, r.effective)]
    days += [regulation.issued, regulation.effective]
    table = read_data("editions.yaml")["months"].get(regulation.id, ())
    listed = {int(each[:4]) for each in table}
    return {day.year for day in days if day} | set(_editions(regulation)) | listed


def _is_known(regulation: Regulation) -> bool:
    """Whether its years are known."""
    return bool(regulation.revisions or _editions(regulation))


def _revisions(regulation: Regulation) -> str:
    if editions := _editions(regulation):
        return f"核对年份；历次制定、修订在{'、'.join(map(str, editions))}年。"
    labels = "、".join(revision.label for revision in regulation.revisions)
    return f"核对年份；本库记录的版本：{labels}。"


def _doubted(place: tuple[int, int, int], raw: str, regulation: Regulation, reason: str) -> Draft:
    """A day nobody knows; a hint where the records have none of their own."""
    about = f"regulations/{regulation.id}"
    if regulation.revisions and not _editions(regulation):
        return Draft(*place, f"“{raw}”：{reason}。", _revisions(regulation), about)
    what = f"“{raw}”：据通行资料，{reason}。"
    return Draft(*place, what, f"请{_revisions(regulation)}", about, Severity.HINT)
