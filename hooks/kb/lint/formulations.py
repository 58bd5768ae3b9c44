"""Rules on formulations: wrong, superseded, incomplete, undefined, local, of another system."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain
from typing import Final

from ..match import Mention, name_variants
from ..model import Member, Term
from ..problem import Severity
from ..text import fold
from .document import Document, Kind
from .finding import Draft
from .tools import CN, HAN, Tools, count_of, read_data, scan, talks_of


def check_variant(document: Document, tools: Tools) -> Iterator[Draft]:
    """Wordings that records name as wrong, and formulations that have been superseded."""
    variants = [
        (fold(wrong.variant), wrong.why, term)
        for term in tools.knowledge.terms.values()
        for wrong in term.wrong
    ]
    yield from _patterns(document)
    right = [fold(name) for t in tools.knowledge.terms.values() for name in (t.term, *t.aliases)]
    for block in document.prose:
        text = document.folded[block]
        for variant, why, term in variants:
            at = text.find(variant)
            while at >= 0:
                end = at + len(variant)
                covered = any(
                    variant in name and text.startswith(name, at - name.find(variant))
                    for name in right
                    if len(name) > len(variant)
                )
                told = _LONG_AGO.search(_sentence(text, at, end))
                if not covered and not told and not talks_of(text, at, end):
                    what = f"“{document.blocks[block].text[at:end]}”不规范：{why.rstrip('。')}。"
                    yield Draft(
                        block, at, end, what, f"改用规范写法，如“{term.term}”。", f"terms/{term.id}"
                    )
                at = text.find(variant, end)
        for mention in tools.mentions(document)[block]:
            term = tools.term(mention)
            history = tells_history(text, mention.start, mention.end)
            if term.status == "superseded" and term.superseded_by and not history:
                new = tools.knowledge.terms[term.superseded_by].term
                what = f"“{term.term}”已被取代。"
                fix = f"现行提法是“{new}”；说历史的除外。"
                yield Draft(block, mention.start, mention.end, what, fix, f"terms/{term.id}")


def _patterns(document: Document) -> Iterator[Draft]:
    """Those of `data/variants.yaml`; of the former wordings, where no history is told."""
    data = read_data("variants.yaml")
    for entry, former in chain(
        ((entry, False) for entry in data["patterns"]), ((entry, True) for entry in data["past"])
    ):
        for block, match in scan(document, re.compile(entry["wrong"])):
            text = document.folded[block]
            if talks_of(text, *match.span()):
                continue
            if former and tells_history(text, *match.span()):
                continue
            written = document.blocks[block].text[match.start() : match.end()]
            state = "是以前的提法" if former else "不规范"
            what = f"“{written.strip('“”')}”{state}：{entry['why']}。"
            fix = f"现在写：{entry['right']}。" if former else f"改用规范写法：{entry['right']}。"
            yield Draft(block, *match.span(), what, fix)


_LONG_AGO: Final = re.compile(r"(?:19\d\d|200\d)年")
_PAST: Final = re.compile(
    r"(?:19\d\d|200\d|201[0-7])年|十[一二三四五六七八]大(?!以来)|十[一二三四五六七八]届|当年|当时|历史|曾经?|历届|以前|过去(?!的?一年|的?[几两三五]年|5年)|写为|原来|旧的|回顾|历程"
    r"|演变|转化|转变为|改为|修改为|改成|调整为|发展为|取代|最早|最初|首次|先后|提法|表述|一词|沿革|改革开放初期|新时期(?!以来)|《[^》]*$"
)
"""A sentence with one of these tells how things were."""


def tells_history(text: str, start: int, end: int) -> bool:
    """Whether the sentence round a place tells how things were."""
    return bool(_PAST.search(_sentence(text, start, end)))


def _sentence(text: str, start: int, end: int) -> str:
    """The sentence round a place."""
    first = max(text.rfind(mark, 0, start) for mark in "。;!?\n") + 1
    return text[first:end] + re.split(r"[。;!?\n]", text[end:])[0]


_EXPANDS: Final = re.compile(
    r'"?(?:的?(?:总体布局|战略布局|布局|发展理念|理念|要求|内容|制度|活动|原则|规定|教育|学习教育|工作)?)[,:]?(?:\(?(?:即为?|就是|也就是|是指|指的是|包括|分别是|具体是|指|是)[:,]?|:|——|\()'
    r"(?P<list>[^。;()!?\n]+?)(?=[。;()!?\n]|$)"
)
_SAYS: Final = re.compile(r'"?,?(?:即为?|就是|也就是|是指|指的是)')
_SPLIT: Final = re.compile(r"[、,/]|以及|\"")


def check_members(document: Document, tools: Tools) -> Iterator[Draft]:
    """Numbered formulations written out with wrong members, or not as many as they have."""
    for block in document.prose:
        text = document.folded[block]
        for mention in tools.mentions(document)[block]:
            term = tools.term(mention)
            members = term.known_members
            if len(mention.senses) > 1:
                continue
            if not _is_short(members):
                yield from _not_among(block, text, mention, term, _NEAR)
                continue
            listed = _EXPANDS.match(text, mention.end)
            if not _DIGIT.search(term.term):  # only a number promises the whole list
                said = listed and _SAYS.match(text, mention.end)
                if not said:
                    yield from _not_among(block, text, mention, term, 1)
                    continue
            if listed:
                items = _items(listed["list"])
                start, end = mention.start, listed.end("list")
                open_list = listed["list"].rstrip('"').endswith(("等", "等等"))
            else:
                before = _list_before(text, mention.start)
                items, start, end = _items(before), mention.start - len(before), mention.end
                open_list = False
            if listed and text[end : end + 1] == ";":  # 严以修身、严以用权;谋事要实、创业要实
                more = items + _items(re.split(r"[。;()!?\n]", text[end + 1 :])[0])
                if not _judge(term, more, open_list=open_list, sure=True):
                    continue
            if found := _judge(term, items, open_list=open_list, sure=bool(listed)):
                yield Draft(block, max(start, 0), end, *found, f"terms/{term.id}")
            elif not listed:
                yield from _not_among(block, text, mention, term, _NEAR)


_NEAR: Final = 60
"""Characters between a formulation and the list of its members."""
_LISTED: Final = (
    re.compile(r'[^、,。;:()!?\n"]+(?:、[^、,。;:()!?\n"]+)+'),
    re.compile(r'[^,。;:()!?\n"]+(?:,[^,。;:()!?\n"]+)+'),
)
"""Lists of members, and of those that hold a 、."""


def _not_among(block: int, text: str, mention: Mention, term: Term, reach: int) -> Iterator[Draft]:
    """A list of as many items near by, of which one only is no member."""
    members = [fold(member.wording) for member in term.known_members]
    if not members:
        return
    long = any("、" in member for member in members)
    first, last = max(0, mention.start - 3 * _NEAR), mention.end + reach
    for found in _LISTED[long].finditer(text[:last], first):
        items = found[0].split(",、"[not long])[: len(members) + long]
        odd = _odd_one(items[: len(members)], members)
        if odd < 0 or found.end() + reach < mention.start:
            continue
        start = found.start() + len("、".join(items[:odd])) + (odd > 0)
        size = max(map(len, members))
        if odd == 0:
            start += max(0, len(items[0]) - size)
        strange = items[odd][-size:] if odd == 0 else items[odd][:size]
        what = f"“{term.term}”里没有“{strange}”。"
        right = "、".join(member.wording for member in term.known_members)
        about = f"terms/{term.id}"
        yield Draft(block, start, start + len(strange), what, f"应为：{right}。", about)
        return


def _odd_one(items: list[str], members: list[str]) -> int:
    """Which item is no member, where all others are, each once; else -1."""
    if len(items) != len(members) or len(members) < 3:
        return -1
    fits = [
        next((m for m in members if (m in item if n in (0, len(items) - 1) else m == item)), "")
        for n, item in enumerate(items)
    ]
    odd = fits.index("") if fits.count("") == 1 and len({*fits}) == len(items) else -1
    return -1 if odd >= 0 and _member_of(items[odd], members) else odd


def _is_short(members: tuple[Member, ...]) -> bool:
    """Whether the members can be told apart where they are listed."""
    return len(members) == 2 or (len(members) > 2 and not any("、" in m.wording for m in members))


def _items(listed: str) -> list[str]:
    pieces = [piece.strip('"等 ') for piece in _SPLIT.split(listed)]
    return [piece for piece in pieces if piece]


def _list_before(text: str, start: int) -> str:
    """A list that ends right before the mention: 形式主义、官僚主义“四风”."""
    head = re.split(r"[,。;:!?()\n]", text[:start].rstrip('"'))[-1]
    tail = text[start - 1 : start]
    return head + '"' if "、" in head and tail == '"' else ""


def _judge(term: Term, items: list[str], *, open_list: bool, sure: bool) -> tuple[str, str] | None:
    """(what, fix) where the items are not the members."""
    members = [fold(member.wording) for member in term.known_members]
    split = [piece for item in items for piece in _conjoined(item, members)]
    fits = [_member_of(item, members) for item in split]
    known = [member for member in fits if member is not None]
    if len(split) < 2 or len(known) < min(2, len(members) - 1) or (not sure and len(known) < 2):
        return None
    right = "、".join(member.wording for member in term.known_members)
    strange = [item for item, member in zip(split, fits, strict=True) if member is None]
    missing = [member for member in members if member not in known]
    goes_on = strange and not missing and None not in fits[: len(members)]
    if sure and len(split) > len(members) and goes_on:
        return None  # the sentence goes on behind the list
    if strange and missing and len(split) >= len(members) - 1:
        return f"“{term.term}”里没有“{strange[0][:12]}”。", f"应为：{right}。"
    if missing and not open_list:
        return f"“{term.term}”列举不全，缺“{'”“'.join(missing)}”。", f"应为：{right}。"
    if sure and strange and _DIGIT.search(term.term):  # others are defined: 是指……，包括……
        return f"“{term.term}”里没有“{strange[0][:12]}”。", f"应为：{right}。"
    return None


def _conjoined(item: str, members: list[str]) -> list[str]:
    """党小组会和党课 → two items, unless the 和 belongs to a member."""
    if any(member in item and any(c in member for c in "和与及") for member in members):
        return [item]
    return [piece for piece in re.split("[和与及]", item) if piece]


def _member_of(item: str, members: list[str]) -> str | None:
    item = item.replace("的", "").replace("总书记", "同志")
    for member in members:
        short = member.replace("总书记", "同志").removeprefix("坚决")
        if len(members) == 2 and len(item) >= 4 and _in_order(item.removeprefix("坚决"), short):
            return member
        if item.endswith(member.replace("的", "")) or member.startswith(item) or member in item:
            return member
        if len(item) >= 6 and _in_order(item, member):
            return member
        if len(member) >= 5 and len(item) == len(member) + 1 and _in_order(member, item):
            return member  # 大额度资金使用
        if len(item) >= 2 and (item in member or _core(item) == _core(member)):
            return member
    return None


def _in_order(short: str, long: str) -> bool:
    """个人服从组织 is short for 党员个人服从党的组织."""
    rest = iter(long)
    return all(char in rest for char in short)


def _core(text: str) -> str:
    return re.sub(r"(?:会议|会|意识|自信|纪律|责任|意见|运作|使用)$", "", text)


_QUOTED: Final = re.compile(r'"([^"《》,。;:!?\n]{2,14})"')
_COUNTED: Final = re.compile(
    rf"^(?!十[一二三四五六七]五|一[^个二三](?![二三四五六七八九十])|.{{1,2}}(?:方面|问题|[日天年月]|小时|阶段|月内)|..$)(?:[{CN}两双]|\d{{1,2}})(?:个|大|项|种|条|张|支|类|级|有|不|必|必须|带头|聚焦|到位|带|抓|严|清|查|联|化|心|保|强|提升)?[{HAN}]{{1,5}}$|^\d\+[\d+N]+$"
)
_PROGRAMME: Final = re.compile(rf"^(?!.*的)[{HAN}\d]{{2,8}}(?:工程|行动|计划|工作法|模式|活动)$")
_BRAND: Final = re.compile('"?(?:特色)?(?:党建|服务|治理)?(?:名片|品牌|工作法)')
_METHOD: Final = re.compile("工作法|模式|机制|体系|工程|行动|计划|思路|工作思路")
_MEANS: Final = "即|是指|指(?![导示挥标数定引出明南])|就是|指的是|包括"
_EXPLAINED: Final = re.compile(rf'^"?(?:[^,。;]{{0,8}})[(:,]?(?:{_MEANS}|分别是|:|——|\()')
_LIST_AROUND: Final = re.compile(
    r"(?:[^、,。;:]{2,14}[、;])+[^、,。;]{2,14}等?的?$"
    r"|(?:[^、,。;:]{2,14},)+(?!.*(?:推行|对标|落实|坚持|开展|擦亮|强调|指出|围绕|深化|实施|打造|推进|创新|探索|用|在|以|按))[^、。;]{2,14}等?的?$"
)


def check_undefined(document: Document, tools: Tools) -> Iterator[Draft]:
    """Quoted names that are neither known nor explained, at their first mention."""
    seen: set[str] = set()
    for block, match in scan(document, _QUOTED):
        name = match[1]
        counted = _COUNTED.match(name)
        text = document.folded[block]
        method = name.isdigit() and _METHOD.match(text, match.end())
        brand = _BRAND.match(text, match.end())
        if name in seen or not (counted or method or brand or _PROGRAMME.match(name)):
            continue
        seen.add(name)
        known = name in tools.names or any(
            m.start <= match.start(1) + 1 and m.end >= match.end(1)
            for m in tools.mentions(document)[block]
        )
        if known or name in tools.lexicon.words or _is_explained(document, block, match):
            continue
        if _LIST_AROUND.search(text[: match.start()]) and counted:
            continue
        what = f"“{name}”没有说明内容，本库也没有这个提法。"
        yield Draft(
            block, *match.span(1), what, f"第一次出现时写明“{name}”指什么；通用的提法核对用字。"
        )


def _is_explained(document: Document, block: int, match: re.Match[str]) -> bool:
    """Whether the name is explained where it stands or anywhere below."""
    text = document.folded[block]
    if _EXPLAINED.match(text[match.end() :]):
        return True
    pattern = re.compile(re.escape(match[0]) + rf"[^,。;]{{0,6}}[(:,]?(?:{_MEANS}|:)")
    return any(pattern.search(other) for other in document.folded)


_LONG_NAME: Final = re.compile(f"^[{HAN}]{{6,}}$")
"""A name that nobody writes by chance needs no marks."""
_IN_TITLE: Final = re.compile("《[^》]*$")
"""The paper of a named place says whose it is."""


def check_local(document: Document, tools: Tools) -> Iterator[Draft]:
    """Local names used as if everybody knew them: at their first mention, in quotes or brackets."""
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
            name = document.blocks[block].text[mention.start : mention.end].strip("“”")
            what = f"“{name}”是地方用语，没有公开的统一解释。"
            fix = "第一次出现时写明内容或依据的本地文件。"
            yield Draft(block, mention.start, mention.end, what, fix, f"terms/{local[0].id}")


def _is_listed(text: str, start: int) -> bool:
    """Whether the sentence lists at least as many things as the local name counts."""
    sentence = re.split("[。;]", text[:start])[-1]
    return sentence.count("、") >= 5


_COUNTING: Final = re.compile("(?<!没)[有呈]$|分为$|[共]有$")
"""In front of things that are only counted: 村集体经济有四种形态."""


def check_short(document: Document, tools: Tools) -> Iterator[Draft]:
    """Numbered formulations whose first mention should be the full form."""
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


_DIGIT: Final = re.compile(rf"[{CN}两双\d]")
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


def check_leftover(document: Document, tools: Tools) -> Iterator[Draft]:
    """Words of another system in a paper that is not of that system (`data/leftovers.yaml`)."""
    for system in read_data("leftovers.yaml")["systems"]:
        pattern = re.compile(system["words"])
        allowed = re.compile(system["allowed"])
        found: list[tuple[int, re.Match[str]]] = []
        for block, match in scan(document, pattern):
            text = document.folded[block]
            around = allowed.finditer(text, max(0, match.start() - 12), match.end() + 8)
            if not any(a.start() < match.end() and match.start() < a.end() for a in around):
                found.append((block, match))
        home = any(re.search(system["home"], text) for text in document.folded)
        if home or len(found) >= 5 or len({match[0] for _, match in found}) >= 3:
            continue
        for block, match in found:
            what = f"“{match[0]}”是{system['name']}用语。"
            yield Draft(block, *match.span(), what, f"{system['reason']}")


_YEAR_LABEL: Final = re.compile(
    r"(20\d\d)年\)?,?(?:既|又|也)?是([^。;]{2,40}?(?:第一年|之年|开局年|关键年|收官年|关键一年|收官之年|起步之年))"
)
_YEAR: Final = re.compile(
    r"(?<!\d)(20\d\d)年\)?,?(?:既|又|也)?(?:恰|正)?(?:是|值|逢|时值|适逢)((?:(?!20\d\d年)[^。;]){2,80})"
)
_NATIONAL: Final = re.compile(
    "党的|中国共产党|全党|新中国|中华人民共和国|全面[建贯深推]|十[一二三四五六]五|现代化国家|小康|建党|二十大|新征程|脱贫|改革"
)
"""What a village calls its own year is its own affair."""
_PLAN: Final = re.compile(
    f'十([三四五六])五"?(?:规划|时期)?(?:实施)?(?:目标任务)?的?(?:(收官|最后一年)|(开局|起步|首年)|第([{CN}])年)'
)
_PLAN_BEGINS: Final = {"三": 2016, "四": 2021, "五": 2026, "六": 2031}
_RECKONED: Final = re.compile(
    "周年|[我本][市县区镇乡村]|十[三四五六]五.*(?:收官|最后一年|开局|第[二三四五]年)"
)
"""Usual names, of which arithmetic has spoken; 起步之年 is none."""
_FOUNDED: Final = re.compile(
    rf"(中国共产党(?:成立|建党)|建党|新中国成立|中华人民共和国成立|建国|建军|中国人民解放军建军|改革开放|红军长征胜利|(?:中国)?共青团(?:成立|建团)|中国共产主义青年团成立|建团|五四运动|香港(?:回归(?:祖国)?)|澳门(?:回归(?:祖国)?)|(?:中国人民)?抗日战争暨世界反法西斯战争胜利|(?:抗战|抗日战争)胜利)(\d{{2,3}}|[{CN}百]{{1,5}})周年"
)
_SINCE: Final = {
    "团": 1922, "五四": 1919, "香港": 1997, "澳门": 1999, "红": 1936, "抗": 1945, "党": 1921,
    "军": 1927, "改": 1978, "国": 1949,
}  # fmt: skip
"""What an event is told by, the first that fits."""
_CONGRESS: Final = re.compile("党的(十八|十九|二十一?)大(?:胜利)?召开之?年")
_CONVENED: Final = {"十八": 2012, "十九": 2017, "二十": 2022, "二十一": 2027}


def check_year_label(document: Document, tools: Tools) -> Iterator[Draft]:
    """What a year is called, where there is an official name for it, or it can be reckoned."""
    names: dict[int, list[str]] = read_data("leftovers.yaml")["years"]
    for block, match in scan(document, _YEAR):
        yield from _reckoned(block, match)
    for block, match in scan(document, _YEAR_LABEL):
        official = names.get(int(match[1]))
        counted = _RECKONED.search(match[2])
        if not official or counted or not _NATIONAL.search(match[2]):
            continue
        if any(_same_label(match[2], name) for name in official):
            continue
        shown = "”或“".join(official)
        what = f"对{match[1]}年的说法“{match[2]}”同通行的表述不一致。"
        yield Draft(block, *match.span(2), what, f"通行的表述是“{shown}”。", severity=Severity.HINT)


def _reckoned(block: int, match: re.Match[str]) -> Iterator[Draft]:
    """Years of a five-year plan and anniversaries."""
    year, offset = int(match[1]), match.start(2)
    for found in _PLAN.finditer(match[2]):
        first = _PLAN_BEGINS[found[1]]
        right = first + (4 if found[2] else 0 if found[3] else count_of(found[4]) - 1)
        if right != year:
            what = f"{year}年不是“{found[0]}”。"
            fix = f"“十{found[1]}五”是{first}年至{first + 4}年，核对年份。"
            start, end = offset + found.start(), offset + found.end()
            yield Draft(block, start, end, what, fix, severity=Severity.HINT)
    for found in _CONGRESS.finditer(match[2]):
        if _CONVENED[found[1]] != year:
            what = f"{year}年不是“{found[0]}”。"
            fix = f"党的{found[1]}大在{_CONVENED[found[1]]}年召开，核对年份。"
            start, end = offset + found.start(), offset + found.end()
            yield Draft(block, start, end, what, fix, severity=Severity.HINT)
    for found in _FOUNDED.finditer(match[2]):
        since = _since(found[1])
        if since + count_of(found[2]) != year:
            what = f"{year}年不是“{found[0]}”。"
            fix = f"从{since}年算，{year}年是{year - since}周年。"
            start, end = offset + found.start(), offset + found.end()
            yield Draft(block, start, end, what, fix, severity=Severity.HINT)


def _since(event: str) -> int:
    return next(year for word, year in _SINCE.items() if word in event)


def _same_label(written: str, official: str) -> bool:
    name = fold(official).replace('"', "")
    plain = written.replace('"', "")
    return name in plain or plain in name
