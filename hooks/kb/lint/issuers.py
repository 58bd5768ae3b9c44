"""Who is said to have made a regulation, against who made it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from ..model import Regulation
from ..problem import Severity
from .citations import TITLE
from .document import Document
from .finding import Draft
from .tools import Tools, read_data, scan, talks_of

_BODY: Final = re.compile(
    r"(?P<group>中央[一-鿿]{2,16}领导小组(?:会议)?)|(?P<office>(?:中共)?中央办公厅|中办)|(?P<stateoffice>国务院办公厅|国办)|(?P<council>国务院)"
    r"|(?P<department>(?:(?:中共)?中央纪(?:律检查委员会|委)(?:国家监委)?|中纪委)(?:常委会|全会|[一二三四五六七八九]次全会)?|中央和国家机关工(?:作委员会|委)|(?:中共)?中央(?:组织|宣传|统战|统一战线工作)部"
    r"|中[组宣]部|(?:中共)?中央政法委(?:员会)?|中央党校|中央军委)"
    r"|(?P<congress>党的[一二三四五六七八九十]{1,3}大|(?:中国共产党|党的)?(?:第[一二三四五六七八九十]{1,3}次)?全国代表大会)"
    r"|(?P<centre>(?:中国共产党|中共)?(?:第?[一二三四五六七八九十]{1,3}届)?中央委员会(?:全体会议)?"
    r"|(?:中国共产党|中共|党)?中央(?:政治局)?(?:常委会|常务委员会)?(?:会议)?(?!军委|企业|机关|和国家机关|苏区|巡视)"
    r"|(?:党的)?[一二三四五六七八九十]{1,3}届[一二三四五六七八九]中全会)"
    r"|(?P<state>国家[一-鿿]{2,7}[局署委]|全国人民代表大会(?:常务委员会)?|全国人大(?:常委会)?|国家监委|国家监察委员会|最高人民(?:法院|检察院)"
    r"|(?:民政|财政|司法|公安|农业农村|人力资源和社会保障)部|[省市县区](?:人大(?:常委会)?|政协)|[省市县区乡镇](?:人民)?政府)"
    r"|(?P<local>(?:[省市县区镇乡](?:党?委)|自治区党委|党工委)(?:组织部|宣传部|办公[室厅]|统战部)?|[省市县区镇乡]纪委(?:监委)?)"
)
"""A body that makes rules, by kind."""
BODIES: Final = rf"(?:{re.sub(r'P<[a-z]+>', ':', _BODY.pattern)})"
_WHEN: Final = (
    r"(?:于|在|[今去前]年|日前|近日|最近)?(?:\d{4}年)?(?:\d{1,2}月)?(?:\d{1,2}日)?"
    r"(?:又|再次|先后|新|正式|联合|共同|重新|专门|统一|审议|部分|单独|独自|以国务院令)*"
)
_MADE: Final = (
    "(?P<verb>印发|颁布|颁发|发布|公布|下发|制定|出台|制发|通过|修订|修正|修改)"
    "(?:、?并?(?:印发|颁布|发布|公布|下发|出台|修订|通过))*"
)
_BY: Final = rf"(?P<bodies>{BODIES}(?:[、和 ]?{BODIES})*){_WHEN}{_MADE}"
_SAID: Final = (
    re.compile(
        rf"{_BY}(?:、?并?(?:自[\d年月日]{{5,11}}起?)?(?:实施|施行))?[了的]?(?:最?新)?(?:修订|修改|修正)?后?的?新?{TITLE}"
        r"(?!的?(?:实施|贯彻|学习|读本|细则|解读|配套|单行本|宣传|口袋|手册|释义|知识))"
    ),
    re.compile(rf"{TITLE}[是系]?[由经]{_BY}"),
    re.compile(rf"{TITLE}[是系(]{_BY}"),
    re.compile(
        rf"{TITLE}[^《》。]{{0,24}}[,。;](?:指出|明确)?(?:该|这部|这一|此)?(?:法(?!律规)|条例|准则|规定|办法|细则|规则)"
        rf"[是系]?(?:(?:于|在)?[\d年月日]{{5,11}})?[由经是]{_BY}"
    ),
)
"""A body, what it did, a title; or the other way round."""
PASSED_ON: Final = frozenset(("印发", "下发", "制发"))
"""What a lower body may do with another's rules: it hands out copies."""
_PUBLISHED: Final = frozenset(("印发", "颁布", "发布", "公布", "下发"))
_CENTRAL: Final = re.compile("^中国共产党.*(?:章程|准则|条例)(?:（试行）)?$")
"""Made by the central organs of the Party and by no department."""
_LAW: Final = re.compile("^(?:中华人民共和国.*法|宪法)$")
_PEOPLE: Final = re.compile("全国人(?:民代表)?大会?")
_LOWER: Final = frozenset(
    ("office", "department", "group", "local", "state", "council", "stateoffice")
)
_NO_PARTY_RULES: Final = frozenset(("council", "stateoffice", "state"))
"""Alone they make no rules of the Party; with its organs they do."""


def check_issuer(document: Document, tools: Tools) -> Iterator[Draft]:
    """The wrong issuing body, where the records know it or the kind of the regulation tells."""
    done: set[tuple[int, int]] = set()
    for block, match in (found for pattern in _SAID for found in scan(document, pattern)):
        at = (block, match.start("title"))
        if at in done:
            continue
        done.add(at)
        title = re.sub(r"\(修正案\)$", "", match["title"])
        said = _kinds(match["bodies"])
        text = document.folded[block]
        if talks_of(text, *match.span()) or title in read_data("editions.yaml")["former"]:
            continue
        if _LAW.search(title):
            yield from _of_law((block, *match.span()), match, said)
            continue
        regulation = tools.finder.resolve_title(title)
        if regulation is None:
            yield from _of_document((block, *match.span()), match, said)
            continue
        if "废止" in text[match.end() : match.end() + 12]:  # an older one of the name
            continue
        if said == {"local"} and match["verb"] in PASSED_ON:
            continue
        known = regulation.issuer or _usually(regulation)
        if right := _maker(regulation, known, said, match["verb"]):
            told = "据通行资料，" if right == known != regulation.issuer else ""
            what = f"“{match['bodies']}{match['verb']}《{regulation.title}》”：制定机关不对。"
            fix = f"{told}由{right}制定，请核对。"
            level = Severity.HINT if told else None
            about = f"regulations/{regulation.id}"
            yield Draft(block, *match.span(), what, fix, about, level)


def _of_law(place: tuple[int, int, int], match: re.Match[str], said: set[str]) -> Iterator[Draft]:
    """The same of laws, which the People's Congress makes."""
    if _PEOPLE.search(match["bodies"]) or said == {"local"} or match["verb"] in PASSED_ON:
        return
    what = f"“{match['bodies']}{match['verb']}《{match['title']}》”：制定机关不对。"
    fix = "法律由全国人民代表大会或者它的常务委员会制定，请核对。"
    yield Draft(*place, what, fix)


def _of_document(
    place: tuple[int, int, int], match: re.Match[str], said: set[str]
) -> Iterator[Draft]:
    """The same of documents that are no regulations."""
    title = match["title"]
    known = read_data("editions.yaml")["documents"].get(title, "")
    if title.startswith("中共中央关于"):
        known = "中共中央"
    if known and said != _kinds(known) and not is_local(match["bodies"]):
        what = f"“{match['bodies']}{match['verb']}《{title}》”：印发机关不对。"
        yield Draft(*place, what, f"据通行资料，由{known}印发，请核对。", None, Severity.HINT)


def is_local(bodies: str) -> bool:
    """Whether only bodies below the centre are named."""
    return _kinds(bodies) == {"local"}


def _usually(regulation: Regulation) -> str:
    """Who is usually said to have made it, where the records do not tell."""
    return str(read_data("editions.yaml")["issuers"].get(regulation.id, ""))


def _kinds(bodies: str) -> set[str]:
    """The kinds of the bodies that a sentence names together."""
    return {kind for m in _BODY.finditer(bodies) for kind, text in m.groupdict().items() if text}


def _maker(regulation: Regulation, known: str, said: set[str], verb: str) -> str:
    """Who made it, if it was not those who are said to; else nothing."""
    if known:
        made = _kinds(known)
        published = made == {"congress"} and said == {"centre"} and verb in _PUBLISHED
        return "" if said == made or published else known
    if said <= _LOWER and _CENTRAL.search(regulation.title):
        return "党的中央组织"
    return "党的有关机关" if said <= _NO_PARTY_RULES else ""
