"""One thing, one name: names that a paper writes in two ways.

Quoted names and titles are compared whole, and bodies and projects (…专班, …项目) by what stands
before the word they end with. What the paper itself tells apart is two things.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from .document import Document
from .finding import Draft
from .tools import CN, HAN, Tools, scan

_DIGIT: Final = re.compile(rf"[{CN}两双\d]")
_QUOTED: Final = re.compile(r'"([^"《》。;:!?\n]{3,16})"')
_TITLE: Final = re.compile(r"《([^《》\n]{4,40})》")
_Place = tuple[int, int, int]
"""(block, start, end) of a name."""


def check_inconsistent(document: Document, tools: Tools) -> Iterator[Draft]:
    """Two forms of one name in a paper: all but one character the same, or digits and numerals."""
    yield from _near_names(document, tools)
    yield from _other_kinds(document)
    yield from _long_and_short(document)
    yield from _near_bodies(document, tools)
    yield from _marked_alike(document, tools)
    forms: dict[str, dict[bool, tuple[int, int, int]]] = {}
    for block in document.prose:
        text = document.folded[block]
        for mention in tools.mentions(document)[block]:
            term = tools.term(mention)
            written = text[mention.start : mention.end]
            if term.counts and _DIGIT.search(term.term):
                digits = any(char.isdigit() for char in written)
                forms.setdefault(term.id, {}).setdefault(
                    digits, (block, mention.start, mention.end)
                )
    for term_id, found in forms.items():
        name = tools.knowledge.terms[term_id].term
        if len(found) == 2 and not any(char.isdigit() for char in name):
            block, start, end = found[True]
            written = document.blocks[block].text[start:end]
            what = f"同一份材料里“{written}”和“{name}”两种写法并用。"
            yield Draft(block, start, end, what, f"统一写“{name}”。", f"terms/{term_id}")


def _near_names(document: Document, tools: Tools) -> Iterator[Draft]:
    places: dict[str, list[_Place]] = {}
    for pattern in (_QUOTED, _TITLE):
        for block, match in scan(document, pattern):
            places.setdefault(match[1], []).append((block, *match.span(1)))
    names = sorted(places, key=lambda n: (-len(places[n]), n not in tools.names, places[n][0]))
    for rarer, name in enumerate(names):
        if name in tools.names or name in tools.lexicon.words:
            continue
        for other in names[:rarer]:
            slip = _one_slip(_plain(name), _plain(other))
            if not slip and not _called_alike(document, places[other][0], places[name][0]):
                continue
            two = _set_beside if slip else _told_apart
            if any(two(document, a, b) for a in places[other] for b in places[name]):
                continue
            block, start, end = places[name][0]
            what = f"“{name}”和“{other}”像是同一个名称的两种写法。"
            yield Draft(block, start, end, what, "核对，统一成一种写法。")
            break


def _other_kinds(document: Document) -> Iterator[Draft]:
    """“三清一改”行动 that later is “三清一改”活动."""
    kinds: dict[str, str] = {}
    for block, match in scan(document, _NAMED_KIND):
        first = kinds.setdefault(match[1], match[2])
        if first != match[2]:
            kinds[match[1]] = match[2]
            what = f"“{match[1]}”前面叫“{first}”，这里叫“{match[2]}”。"
            yield Draft(block, *match.span(2), what, "核对，统一成一种写法。")


def _plain(name: str) -> str:
    """A title without what says that it is on trial."""
    return _TRIAL.sub("", name)


_TRIAL: Final = re.compile(r"\(试行\)|暂行(?!条例)")
_MARKED: Final = re.compile(rf'"([^"《》,。;:!?\n]{{2,6}})"([{HAN}]{{2,10}})')
_THING: Final = re.compile(
    "小程序|平台|行动|工程|计划|工作法|品牌|机制|制度|模式|课堂|讲堂|[一-鿿]{0,6}(?:队|站|室|屋|团|会)"
)
_NUMBERED: Final = re.compile(rf"^[{CN}两]个一$|^[{CN}两][{HAN}]{{1,2}}[{CN}两][{HAN}]{{1,2}}$")
_SAME: Final = 5
"""Characters behind two numbered names that show that one thing is meant."""


def _marked_alike(document: Document, tools: Tools) -> Iterator[Draft]:
    """“磐石”防汛突击队 that is “基石”防汛突击队 later: short names of one thing."""
    places: dict[tuple[str, str], _Place] = {}
    for block, match in scan(document, _MARKED):
        places.setdefault((match[1], match[2]), (block, *match.span(1)))
    for later, ((name, thing), place) in enumerate(places.items()):
        for (other, that), earlier in list(places.items())[:later]:
            if not _is_short_slip(name, other, thing, that) or name in tools.names:
                continue
            if not _told_apart(document, earlier, place):
                block, start, end = place
                what = f"“{name}”和“{other}”像是同一个名称的两种写法。"
                yield Draft(block, start, end, what, "核对，统一成一种写法。")
                break


def _is_short_slip(a: str, b: str, thing: str, that: str) -> bool:
    """Whether two names too short for other rules differ by a character before one thing."""
    alike = _alike_at_end(thing[::-1], that[::-1])
    if _DIGIT.search(a) or _DIGIT.search(b):
        return _is_number_slip(a, b, alike)
    kinds = _THING.match(thing), _THING.match(that)
    same_thing = alike >= _SAME
    if not same_thing and (not kinds[0] or not kinds[1]):
        return False
    long, short = (a, b) if len(a) >= len(b) else (b, a)
    if len(long) == len(short) + 1:  # “领航”工程, “领航者”计划
        return len(short) == _FEW and long.startswith(short)
    different = [(x, y) for x, y in zip(a, b, strict=False) if x != y]
    if len(a) != len(b) or len(a) > _HEAD or len(different) != 1:
        return False
    if _OPPOSITES.search("".join(different[0])):
        return False
    return same_thing or bool(kinds[0] and kinds[1] and kinds[0][0] == kinds[1][0])


def _is_number_slip(a: str, b: str, alike: int) -> bool:
    """“五个一”谈心谈话机制 that was “四个一”; “周四有约”民情夜话 that was “周五有约”."""
    slips = [(x, y) for x, y in zip(a, b, strict=False) if x != y]
    if len(a) != len(b) or len(slips) != 1 or not all(map(_DIGIT.match, slips[0])):
        return False
    counted = a[0] != b[0] and _NUMBERED.match(a)
    return alike >= (_SAME if counted else _SAME - 1) and bool(counted or len(a) >= _SAME - 1)


_PAIRS: Final = (
    (re.compile("党群服务(?:中心|站)"), re.compile("党员群众服务(?:中心|站)")),
    (re.compile("综治中心"), re.compile("综合治理(?:服务)?中心")),
)
_SHORTENED: Final = re.compile("简称|[(]即|又称|也称|更名|分别|和|、")


def _long_and_short(document: Document) -> Iterator[Draft]:
    """党群服务中心 that is 党员群众服务中心 elsewhere."""
    for one, other in _PAIRS:
        first = next(scan(document, one), None)
        second = next(scan(document, other), None)
        if not first or not second:
            continue
        later, name = max((first, second), key=lambda found: (found[0], found[1].start())), first
        if name is later:
            name = second
        text = document.folded[later[0]]
        if not _SHORTENED.search(_sentence(text, later[1].start())):
            what = f"“{later[1][0]}”和“{name[1][0]}”像是同一个名称的两种写法。"
            yield Draft(later[0], *later[1].span(), what, "核对，统一成一种写法。")


_NAMED_KIND: Final = re.compile(
    r'"([^"《》。;:!?\n]{3,16})"(?:专项)?(行动|活动|工程|计划|项目)(?!方案|推进)'
)
_OPPOSITES: Final = re.compile(
    "^(?:[春夏秋冬]{2}|[东西南北中]{2}|[上中下]{2}|[左右]{2}|[前后]{2}|[内外]{2}|[新老旧]{2}|[大中小]{2}"
    "|[红黑黄绿蓝白金银]{2}|[男女]{2}|[甲乙丙丁]{2}|[省市县乡镇村]{2}|[早午晚]{2}|[长短]{2}|[正副]{2})$"
)
"""春季学堂 and 秋季学堂 are two."""


_LAW: Final = re.compile("中华人民共和国.{0,6}法中华人民共和国")
"""Titles of two laws are nearly alike."""


def _one_slip(a: str, b: str) -> bool:
    """Whether two names differ by one character or by the order of two, numerals apart."""
    if abs(len(a) - len(b)) > 1 or min(len(a), len(b)) < 3 or _LAW.match(a + b):
        return False
    start = 0
    while start < min(len(a), len(b)) and a[start] == b[start]:
        start += 1
    if len(a) == len(b):
        rest_a, rest_b = a[start:], b[start:]
        if rest_a[:2] == rest_b[1::-1] and rest_a[2:] == rest_b[2:]:
            return True
        different = rest_a[:1] + rest_b[:1]
        if all(char in "的了是在和与要能会可不" for char in different):
            return False  # 为什么能, 为什么要
        if _OPPOSITES.search(different):
            return False
        return len(a) >= 4 and rest_a[1:] == rest_b[1:] and not _DIGIT.search(different)
    long, short = (a, b) if len(a) > len(b) else (b, a)
    if long[start + 1 :] != short[start:]:
        return False
    return len(short) >= 3 and not _DIGIT.match(long[start])


_FEW: Final = 2
"""Characters alike that will do where a number shows that it is one name."""
_KIND: Final = re.compile(
    '"(行动|工程|制度|机制|活动|平台|计划|项目|工作法|品牌|志愿|服务|模式|专班|小组|协会|课堂|讲堂)'
)


def _called_alike(document: Document, first: _Place, second: _Place) -> bool:
    """Whether half of two quoted names is alike: 田园增效, 良田增效; 一线党旗红, 党旗一线红."""
    texts = [document.folded[block] for block, _, _ in (first, second)]
    a, b = texts[0][slice(*first[1:])], texts[1][slice(*second[1:])]
    quoted = texts[0][first[2]] == texts[1][second[2]] == '"'
    if not quoted or min(len(a), len(b)) < 4:
        return False
    if sorted(a) == sorted(b):
        return True
    head = _alike_at_end(a[::-1], b[::-1])
    a, b = a[head:], b[head:]
    tail = _alike_at_end(a, b)
    x, y = a[: len(a) - tail], b[: len(b) - tail]
    if max(len(x), len(y)) > 2 or _DIGIT.search(x + y):
        return False
    kinds = _KIND.match(texts[0], first[2]), _KIND.match(texts[1], second[2])
    of_a_kind = kinds[0] and kinds[1] and kinds[0][1] == kinds[1][1]
    if _same_number(document, first, second) and head + tail >= _FEW:
        return True
    return head + tail >= (3 if of_a_kind else 4) or (head + tail == 2 and _same_thing(x, y))


_BODIES: Final = (
    "工作专班|专班|领导小组|指挥部|工作室|中心|服务站|工作站|事务站|驿站|服务队|突击队|宣讲团|合作社|公司|理事会|协会|联合会|议事会"
    "|办公室|项目|工程|平台|系统|基地|行动|片区|小区|示范[区带点]|试点|清单|台账|窗口|专窗|联系卡|连心卡|服务圈|讲堂|课堂|工作法|协议"
)
_INNER: Final = "领导小组|指挥部|专班"
_BODY: Final = re.compile(
    rf"([{HAN}\"]{{2,18}}?)({_INNER}(?=办公室)|(?:{_BODIES})(?![{HAN}]{{0,2}}(?:{_BODIES})))"
)
_NO_NAME: Final = re.compile("[的了和与及对向从由将被在把按于至以应当需要所下设]|为(?![老民农企])")
"""With one of these no name goes on."""
_HEAD: Final = 3
_MIDDLE: Final = 4
_COMMON: Final = 6
"""At least so many characters alike in front, at most so many others, so many alike in all."""
_TWO: Final = re.compile(
    "分别|各自|前者|后者|[两二][个支项家所条处](?!村|社区|小组|月|小时|方面|多|年)|更名|改名|改称|改为|原名|原称|升级|合并|整合|简称|另|不同|同步|又|二期"
)
"""The paper tells them apart, or of a name that was changed."""
_BECAME: Final = re.compile("(?:升级|更名|改名|改称|调整|改|升格|扩展|拓展)[为成]")
_BESIDE: Final = re.compile('["》][、和,与及]?["《]$')
_END: Final = re.compile("[。;!?]")


def _near_bodies(document: Document, tools: Tools) -> Iterator[Draft]:
    """镇防汛抗旱指挥部 and 镇防汛防旱指挥部, in sentences apart."""
    kinds: dict[str, dict[str, _Place]] = {}
    for block, match in scan(document, _BODY):
        name = _NO_NAME.split(match[1])[-1] + match[2]
        kinds.setdefault(match[2][-1], {}).setdefault(
            name, (block, match.end() - len(name), match.end())
        )
    for names in kinds.values():
        for later, (name, place) in enumerate(names.items()):
            for other, earlier in list(names.items())[:later]:
                numbered = _same_number(document, earlier, place)
                forms = _two_forms(other, name, numbered=numbered)
                if forms and not _told_apart(document, earlier, place):
                    block, _, end = place
                    that, this = forms
                    what = f"“{this}”和“{that}”像是同一个名称的两种写法。"
                    yield Draft(block, end - len(this), end, what, "核对，统一成一种写法。")
                    break


_DIGITS: Final = re.compile(rf"(?<!\d)(?:\d{{2,}}|\d\.\d+|[4-9](?=[名人]))(?!年|月|日|时|%)[{HAN}]")


def _same_number(document: Document, a: _Place, b: _Place) -> bool:
    """Whether the sentences around two names have a number in common: 38名队员, 38名队员."""
    first, second = (
        {found[0] for found in _DIGITS.finditer(_sentence(document.folded[block], at))}
        for block, at, _ in (a, b)
    )
    return bool(first & second)


def _two_forms(a: str, b: str, *, numbered: bool) -> tuple[str, str] | None:
    """Where two texts end in forms of one name, the name in both; less will do where a number
    shows that it is one."""
    tail = _alike_at_end(a, b)
    a_front, b_front = a[: len(a) - tail], b[: len(b) - tail]
    for size in range(2, 2 * _MIDDLE + 1):
        for in_a in range(max(1, size - _MIDDLE), min(size, _MIDDLE + 1)):
            in_b = size - in_a
            head = _alike_at_end(a_front[:-in_a], b_front[:-in_b])
            least = _HEAD - 1 if size == 2 else _HEAD
            if head >= least and head + tail >= _COMMON - (least < _HEAD):
                if not (numbered or _same_thing(a_front[-in_a:], b_front[-in_b:])):
                    return None
                return a[-(tail + in_a + head) :], b[-(tail + in_b + head) :]
    x, y = a_front[-_MIDDLE:], b_front[-_MIDDLE:]
    if tail >= (_HEAD - 1 if numbered else _COMMON) and any(
        x[at : at + 2] in y for at in range(len(x) - 1)
    ):
        return a[-(tail + len(x)) :], b[-(tail + len(y)) :]  # 人居环境整治专班, 环境卫生整治专班
    return None


def _alike_at_end(a: str, b: str) -> int:
    """How many characters two texts have in common at their ends."""
    alike = 0
    while alike < min(len(a), len(b)) and a[~alike] == b[~alike]:
        alike += 1
    return alike


def _same_thing(a: str, b: str) -> bool:
    """Whether the parts in which two names differ may mean the same."""
    if _DIGIT.search(a + b) or _OPPOSITES.search(a + b):
        return False
    return len(a) == len(b) == 1 or bool(set(a) & set(b))


def _told_apart(document: Document, a: _Place, b: _Place) -> bool:
    """Whether two names stand in one sentence, or a sentence around them speaks of two things."""
    first, second = sorted((a, b))
    if first[0] == second[0] and not _END.search(document.folded[a[0]], first[2], second[1]):
        return True
    return any(_TWO.search(_sentence(document.folded[block], at)) for block, at, _ in (a, b))


def _set_beside(document: Document, a: _Place, b: _Place) -> bool:
    """Whether two names stand side by side, or are spoken of as two right behind."""
    first, second = sorted((a, b))
    if first[0] != second[0]:
        return False
    text = document.folded[a[0]]
    if _BECAME.search(text[first[2] : second[1]]):
        return True
    behind = text[second[2] :]
    two_sentences = "。".join(_END.split(behind)[:2])
    return bool(_BESIDE.match(text[first[2] : second[1]]) or _TWO.search(two_sentences))


def _sentence(text: str, at: int) -> str:
    """The sentence around a place."""
    start = max((m.end() for m in _END.finditer(text, 0, at)), default=0)
    end = _END.search(text, at)
    return text[start : end.start() if end else len(text)]
