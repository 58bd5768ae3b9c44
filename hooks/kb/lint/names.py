"""Rules on names: unknown, only local, not given in full."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from ..match import name_variants
from ..model import Term
from ..text import fold
from .document import Document, Kind
from .finding import Draft
from .formulations import LISTED, tells_history
from .tools import CN, HAN, Tools, count_of, read_data, scan, talks_of

_AHEAD: Final = 12
"""Characters near a name in which it is said whose it is, or what it means."""
_QUOTED: Final = re.compile(r'"([^"《》,。;:!?\n]{2,14})"')
_COUNTED: Final = re.compile(
    rf"^(?!十[一二三四五六七]五|一[^个二三](?![两二三四五六七八九十])|.{{1,2}}(?:方面|问题|[日天年月]|小时|阶段|月内)|..$)(?:[{CN}两双]|\d{{1,2}})(?:个|大|项|种|条|张|支|类|级|有|不|必|必须|带头|聚焦|到位|带|抓|严|清|查|联|化|心|保|强|提升)?[{HAN}]{{1,7}}$|^\d\+[\d+N]+$"
)
_PROGRAMME: Final = re.compile(rf"^(?!.*的)[{HAN}\d]{{2,8}}(?:工程|行动|计划|工作法|模式|活动)$")
_BRAND: Final = re.compile(
    '"?(?:特色)?(?:党建|服务|治理)?(?:名片|品牌|工作法)(?![^,。;]{0,8}(?:获|被评|评为|入选|列入))'
)
_TOOL: Final = re.compile(
    '"?(?:工程|计划|行动|活动|项目|品牌|机制|模式|工作法)?为(?:[总重]?抓手|载体|牵引|依托)'
)
_BY: Final = re.compile("(?:推行|创新实施|全面推广)$")
_SLOGAN: Final = re.compile(r"^[一-鿿\d]{3,8}$")
"""What is taken as a means (以“红杏先锋”工程为抓手), or is introduced, and is no known name."""
_NUMBERS: Final = re.compile(rf"^[{CN}]+$|\d{{2,}}$")
_METHOD: Final = re.compile("[一-鿿]{0,2}法|,|模式|机制|体系|工程|行动|计划|项目|思路|工作思路")
_MEANS: Final = "即|是指|指(?![导示挥标数定引出明南])|就是|指的是|包括"
_EXPLAINED: Final = re.compile(
    rf'^"?(?:[^,。;]{{0,8}})[(:,]?(?:{_MEANS}|分别是|:|——|\(|详?见附)'
    r'|^"?,(?:每[周月季年天日逢]|由|对[^,。]{2,8}[,、])'
)
_LIST_AROUND: Final = re.compile(
    r"(?:[^、,。;:]{2,14}[、;])+[^、,。;]{2,14}等?的?$"
    r"|(?:[^、,。;:]{2,14},)+(?!.*(?:推行|对标|落实|坚持|开展|擦亮|强调|指出|围绕|深化|实施|打造|推进|创新|探索|用|在|以|按|把|将|对|希望|是))[^、。;]{2,14}等?的?$"
)


def check_undefined(document: Document, tools: Tools) -> Iterator[Draft]:
    """Quoted names that are neither known nor explained, at their first mention."""
    seen: set[str] = set()
    for block, match in scan(document, _QUOTED):
        name = match[1]
        counted = _COUNTED.match(name)
        text = document.folded[block]
        method = _NUMBERS.search(name) and _METHOD.match(text, match.end())
        brand = _BRAND.match(text, match.end())
        means = _SLOGAN.match(name) and (
            (text[: match.start()].endswith("以") and _TOOL.match(text, match.end() - 1))
            or _BY.search(text[: match.start()])
        )
        if name in seen or not (counted or method or brand or means or _PROGRAMME.match(name)):
            continue
        seen.add(name)
        if _is_known(document, tools, block, match, 1) or _is_explained(document, block, match):
            continue
        if _says_its_characters(document, block, match):
            continue
        if _LIST_AROUND.search(text[: match.start()]) and counted:
            continue
        what = f"“{name}”没有说明内容，本库也没有这个提法。"
        yield Draft(
            block, *match.span(1), what, f"第一次出现时写明“{name}”指什么；通用的提法核对用字。"
        )


_OPEN: Final = re.compile(r"等|\d")
_FIRST_NUMBER: Final = re.compile(rf"[{CN}两]|\d+")


def _is_explained(document: Document, block: int, match: re.Match[str]) -> bool:
    """Whether the name is explained where it stands or anywhere below."""
    text = document.folded[block]
    if _EXPLAINED.match(text[match.end() :]):
        return True
    rest = re.split("[。;]", text[match.end() :])[0]
    first = _FIRST_NUMBER.search(match[1])
    number = count_of(first[0]) if first else 0
    if number > 1 and any(
        found.start() <= _AHEAD
        and found[0].count("、") + 1 == number
        and not _OPEN.search(found[0])
        for found in LISTED[False].finditer(rest)
    ):
        return True
    part = match[1].split("+")[0]
    if part != match[1] and f'"{part}"' in document.whole:
        return True
    pattern = re.compile(re.escape(match[0]) + rf"[^,。;]{{0,6}}[(:,]?(?:{_MEANS}|:)")
    return any(pattern.search(other) for other in document.folded)


_GENERAL: Final = frozenset(f"{CN}两双的大小个")
_KINDS: Final = re.compile("(?:工程|行动|计划|工作法|模式|活动|机制|品牌)$")
_SOON: Final = 60
_THIS: Final = re.compile('"[^。;]{0,12}[。;](?:该|此|这一|这项)')


def _says_its_characters(document: Document, block: int, match: re.Match[str]) -> bool:
    """Whether the text goes on with what its characters stand for: 双亮双晒, …亮身份、…晒任务; or
    the next sentence speaks of it."""
    behind = document.folded[block][match.end() - 1 :]
    if _THIS.match(behind):
        return True
    chars = {*_KINDS.sub("", match[1])} - _GENERAL
    chars = {char for char in chars if not char.isdigit()}
    return len(chars) > 1 and all(char in behind[:_SOON].replace(match[1], "") for char in chars)


_LONG_NAME: Final = re.compile(f"^[{HAN}]{{6,}}$")
"""A name that nobody writes by chance needs no marks."""
_IN_TITLE: Final = re.compile("《[^》]*$")
"""The paper of a named place says whose it is."""


def check_local(document: Document, tools: Tools) -> Iterator[Draft]:
    """Local names used as if everybody knew them: at their first mention, in quotes or brackets."""
    yield from _credited(document, tools)
    seen: set[str] = set()
    for block in document.prose:
        text = document.folded[block]
        for mention in tools.mentions(document)[block]:
            local = [
                term
                for sense in mention.senses
                if (term := tools.knowledge.terms[sense]).status == "local"
            ]
            marked = text[mention.start - 1 : mention.start] in ('"', "《") or (
                '"' in text[mention.start : mention.end]
                or (
                    bool(_LONG_NAME.search(text[mention.start : mention.end]))
                    and not _IN_TITLE.search(text[: mention.start])
                )
            )
            if not local or local[0].id in seen or not marked:
                continue
            seen.add(local[0].id)
            rest = text[mention.end :]
            if _EXPLAINED.match(rest.lstrip('"》')) or _is_listed(text, mention.start):
                continue
            if _OWNED.search(_sentence_at(text, mention.start)):
                continue
            name = document.blocks[block].text[mention.start : mention.end].strip("“”")
            what = f"“{name}”是地方用语，没有公开的统一解释。"
            fix = "第一次出现时写明内容或依据的本地文件。"
            yield Draft(block, mention.start, mention.end, what, fix, f"terms/{local[0].id}")


_OWNED: Final = re.compile(
    "(?:[省市县区]委|[镇乡]党委)(?:部署|印发|制定|提出|关于|政治|出台|下发)|[省市县区]里|自行|本级|[县市]直"
)
"""Says whose the name is."""


def _sentence_at(text: str, at: int) -> str:
    start = max(text.rfind(mark, 0, at) for mark in "。!?;") + 1
    return text[start:at] + re.split("[。!?;]", text[at:])[0]


_CENTRE: Final = (
    "(?:中共中央|党中央|中央(?!纪委|八项|文明|财政|企业|空调|厨房|大街)|国务院|党章|国家层面|全党(?!同志)|总书记|中央纪委|中组部|中宣部"
    '|(?:党的)?(?:十八|十九|二十)[大届][^,。;"]{0,10}|新时代(?:党的建设|中国特色社会主义)|《中国共产党[^》]{2,24}》)'
)
_CREDITED: Final = (
    re.compile(
        rf"{_CENTRE}[^。;\"]{{0,24}}"
        "(?:提出|要求|部署|确定|规定|明确|作出|倡导|推行|推广|坚持|落实|贯彻|实行|出台|关于|推出|强调|确立|号召|开展|发起|安排)了?的?"
        r'"(?P<name>[^",。;]{3,14})"'
    ),
    re.compile(rf'{_CENTRE}的?"(?P<name>[^",。;]{{3,14}})"'),
    re.compile(
        rf'"(?P<name>[^",。;]{{3,14}})"[^。;"]{{0,14}}?(?:都?是|已?成为|作为)(?:{_CENTRE}|我们党|全党)[^。;"]{{0,24}}'
        r"(?:组成部分|方略|抓手|战略|要求|部署|决策|原则|理念|方针|理论成果|制度性?安排)"
    ),
    re.compile(rf'作为{_CENTRE}[^。;,"]{{2,16}},"(?P<name>[^",。;]{{3,14}})"'),
    re.compile(r'和"(?P<name>[^",。;]{3,14})"等党的创新理论'),
)
"""What is said to be of the centre."""
_OWN: Final = re.compile(
    "[我本全该](?:省|市|县|区|镇|乡|村|街道|社区|局|院|校|支部|公司)|探索|结合|打造|创新(?!理论)|首创|自创|当地|特色|试点"
)
_LOCALLY: Final = re.compile(
    "[省市县区镇乡村局院校](?:党委|委(?!员))|党组(?!织)|党支部|党总支|自行|自主|[县市]直"
)
"""Between the centre and the name: whose the name is."""


def _credited(document: Document, tools: Tools) -> Iterator[Draft]:
    """Names that nobody knows, said to be of the centre: 认真落实中央“五联五促”要求."""
    seen: set[str] = set()
    for pattern in _CREDITED:
        for block, match in scan(document, pattern):
            name, (start, end) = match["name"], match.span("name")
            text = document.folded[block]
            own = _OWN.search(text[max(0, min(match.start(), start - _AHEAD)) : start])
            own = own or _LOCALLY.search(text[match.start() : start])
            known = _is_known(document, tools, block, match, "name") or _attested(tools, name)
            told = tells_history(text.replace("首次", "此次"), start, end)
            if name in seen or own or known or told:
                continue
            seen.add(name)
            what = f"“{name}”写成中央的提法，本库没有查到。"
            fix = "核对出处；是地方的做法，写明是哪里的。"
            yield Draft(block, start, end, what, fix)


def _is_known(
    document: Document, tools: Tools, block: int, match: re.Match[str], group: str | int
) -> bool:
    """Whether a quoted name is one of the knowledge base or a word."""
    return (
        match[group] in tools.names
        or match[group] in tools.lexicon.words
        or match[group] in tools.lexicon.general
        or any(
            m.start <= match.start(group) + 1 and m.end >= match.end(group)
            for m in tools.mentions(document)[block]
        )
    )


def _attested(tools: Tools, name: str) -> bool:
    """Whether the pages write all of a name."""
    return all(name[at : at + 3] in tools.lexicon.attested for at in range(len(name) - 2))


def _is_listed(text: str, start: int) -> bool:
    """Whether the sentence lists at least as many things as the local name counts."""
    sentence = re.split("[。;]", text[:start])[-1]
    return sentence.count("、") >= 5


_COUNTING: Final = re.compile("[一二三四五六七八九十]、$|(?<!没)[有呈]$|分为$|[共]有$|管理$|接待$")
"""In front of things that are only counted: 村集体经济有四种形态."""


def check_short(document: Document, tools: Tools) -> Iterator[Draft]:
    """Numbered formulations whose first mention should be the full form."""
    yield from _first_mentions(document)
    yield from _title_later(document, tools)
    seen: set[str] = set()
    for block in document.prose:
        if document.blocks[block].kind in (Kind.TITLE, Kind.HEADING):
            continue
        text = document.folded[block]
        for mention in tools.mentions(document)[block]:
            term = tools.term(mention)
            if term.id in seen or len(mention.senses) > 1 or not term.counts:
                continue
            seen.add(term.id)
            name = fold(term.term)
            written = text[mention.start : mention.end].replace('"', "")
            if behind := _left_out(term, written, text, mention.end):
                what = f"第一次提到“{behind[0]}”，没有写全。"
                fix = f"第一次写{behind[1]}，后面可以简称。"
                yield Draft(block, mention.start, mention.end, what, fix, f"terms/{term.id}")
                continue
            fuller = [
                alias
                for alias in term.aliases
                if fold(alias).replace('"', "").endswith(name)
                and (len(fold(alias)) >= len(name) + 3 or alias == f"中央{name}")
            ]
            lead = fold(fuller[0]).replace('"', "").removesuffix(name) if fuller else ""
            if (
                not fuller
                or written not in name_variants(term.term, digits=True)
                or (
                    text[: mention.start].endswith("的")
                    and '"' not in text[mention.start - 1 : mention.end]
                )
                or lead in text[max(0, mention.start - 14) : mention.start]
                or _COUNTING.search(text[max(0, mention.start - 2) : mention.start])
            ):
                continue
            what = f"第一次提到“{term.term}”，没有写全。"
            yield Draft(
                block,
                mention.start,
                mention.end,
                what,
                f"第一次写“{fuller[0].strip('“”')}”，后面可以简称。"
                if "“" not in fuller[0]
                else f"第一次写{fuller[0]}，后面可以简称。",
                f"terms/{term.id}",
            )


def _first_mentions(document: Document) -> Iterator[Draft]:
    """Those of `data/variants.yaml`, where the full name does not stand before."""
    for entry in read_data("variants.yaml")["first"]:
        wrong, full = re.compile(entry["wrong"]), re.compile(entry["full"])
        for block in document.prose:
            text = document.folded[block]
            match = wrong.search(text)
            if match and document.blocks[block].kind not in (Kind.TITLE, Kind.HEADING):
                known = full.search(text[: match.start()]) or any(
                    map(full.search, document.folded[:block])
                )
                if not known and not talks_of(text, *match.span()):
                    what = f"第一次提到“{match[0]}”，没有写全。"
                    fix = f"第一次写{entry['right']}，后面可以简称。"
                    yield Draft(block, *match.span(), what, fix)
                break
            if full.search(text):
                break


_TRIAL: Final = re.compile(r"\(试行\)$")
_TITLE: Final = re.compile(r"《([^《》\n]{4,40})》")


def _title_later(document: Document, tools: Tools) -> Iterator[Draft]:
    """《支部工作条例》, and the full title only behind it."""
    first: dict[str, tuple[int, re.Match[str]]] = {}
    for block, match in scan(document, _TITLE):
        regulation = tools.finder.resolve_title(match[1])
        if regulation is None or document.blocks[block].kind in (Kind.TITLE, Kind.HEADING):
            continue
        if _TRIAL.sub("", match[1]) != _TRIAL.sub("", fold(regulation.title)):
            first.setdefault(regulation.id, (block, match))
        elif regulation.id not in first:
            first[regulation.id] = (-1, match)
        elif first[regulation.id][0] >= 0:
            at, short = first[regulation.id]
            first[regulation.id] = (-1, match)
            what = f"第一次提到“{short[0]}”，没有写全。"
            fix = f"第一次写《{regulation.title}》，后面可以简称。"
            yield Draft(at, *short.span(), what, fix, f"regulations/{regulation.id}")


_TAIL: Final = re.compile("(?:的?总体布局|的?战略布局|重要思想|奋斗目标|学习教育)$")
"""What makes a full name of a short one."""


def _left_out(term: Term, written: str, text: str, end: int) -> tuple[str, str] | None:
    """(the short name, the full one), where the end of the name has been left out."""
    for name in (term.term, *term.aliases):
        full = fold(name).replace('"', "")
        tail = _TAIL.search(full)
        if not tail or full[: tail.start()] != written:
            continue
        if re.match(f'"?(?:{tail[0]}|的?(?:布局|思想|目标|战略))', text[end:]):
            return None
        return full[: tail.start()], name if "“" in name else f"“{name}”"
    return None
