"""Rules on formulations: wrong, superseded, in another order, with wrong members."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain
from typing import Final

from ..match import Mention
from ..model import Member, Term
from ..text import fold
from .document import Document
from .enumeration import number_at_start
from .finding import Draft
from .tools import CN, Tools, read_data, scan, talks_of


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
        yield from _out_of_order(block, text, tools)
        for mention in tools.mentions(document)[block]:
            term = tools.term(mention)
            history = tells_history(text, mention.start, mention.end)
            if term.status == "superseded" and term.superseded_by and not history:
                new = tools.knowledge.terms[term.superseded_by].term
                what = f"“{term.term}”已被取代。"
                fix = f"现行提法是“{new}”；说历史的除外。"
                yield Draft(block, mention.start, mention.end, what, fix, f"terms/{term.id}")


def _out_of_order(block: int, text: str, tools: Tools) -> Iterator[Draft]:
    """A set list of short members in another order: 不敢腐、不想腐、不能腐."""
    for found in LISTED[False].finditer(text):
        items = found[0].split("、")
        for first in range(len(items) - 2):
            for term in tools.set_lists.get(items[first + 1], ()):
                members = [fold(member.wording) for member in term.known_members]
                listed = items[first : first + len(members)]
                whole = _trimmed(listed, members)
                if sorted(whole) != sorted(members) or whole == members:
                    continue
                start = found.start() + len("、".join(items[: first + 1])) - len(whole[0])
                end = start + len("、".join(whole))
                if not talks_of(text, start, end):
                    right = "、".join(member.wording for member in term.known_members)
                    what = f"“{text[start:end]}”的次序不规范。"
                    yield Draft(
                        block, start, end, what, f"规范的次序：{right}。", f"terms/{term.id}"
                    )


def _trimmed(listed: list[str], members: list[str]) -> list[str]:
    """The items without what stands before the first and behind the last."""
    head = next((member for member in members if listed[0].endswith(member)), listed[0])
    tail = next((member for member in members if listed[-1].startswith(member)), listed[-1])
    return [head, *listed[1:-1], tail]


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


_LONG_AGO: Final = re.compile(r"(?:19\d\d|200\d)年|新旧|表述为")
_PAST: Final = re.compile(
    r"(?:19\d\d|200\d|201[0-7])年|十[一二三四五六七八]大(?!以来)|十[一二三四五六七八]届|当年|当时|(?:改革|成立|合并|撤并|更名|组建)(?:以|之)?[前后]|不再保留|撤销|原(?=[省市县区][一-鿿]{2,10}(?:局|委|办|部))|历史|曾经?|历届|以前|过去(?!的?一年|的?[几两三五]年|5年)|写为|原来|旧的|回顾|历程"
    r"|演变|改变了|沿用|转化|转变为|改为|修改为|改成|调整为|发展为|取代|最早|最初|首次|先后(?!讲话|发言|到|深入|赴|来|开展|走访|表态|进行)|提法|表述|一词|沿革|改革开放初期|新时期(?!以来)|《[^》]*$"
)
"""A sentence with one of these tells how things were."""


def tells_history(text: str, start: int, end: int) -> bool:
    """Whether the sentence round a place tells how things were."""
    return bool(_PAST.search(_sentence(text, start, end)))


def _sentence(text: str, start: int, end: int) -> str:
    """The sentence round a place."""
    first = max(text.rfind(mark, 0, start) for mark in "。;!?\n") + 1
    return text[first:end] + re.split(r"[。;!?\n]", text[end:])[0]


_DIGIT: Final = re.compile(rf"[{CN}两双\d]")
_EXPANDS: Final = re.compile(
    r'"?(?:的?(?:总体布局|战略布局|布局|发展理念|理念|要求|内容|制度|活动|原则|规定|教育|学习教育|工作|事项|程序|方法|机制)?)[,:]?(?:\(?(?:即为?|就是|也就是|是指|指的是|包括|分别是|具体是|指|是)[:,]?|:|——|\()'
    r"(?P<list>[^。;()!?\n]+?)(?=[。;()!?\n]|$)"
)
_SAYS: Final = re.compile(r'"?,?(?:即为?|就是|也就是|是指|指的是)')
_SPLIT: Final = re.compile(r"[、,/]|以及|\"")


def check_members(document: Document, tools: Tools) -> Iterator[Draft]:
    """Numbered formulations written out with wrong members, or not as many as they have."""
    for entry in read_data("variants.yaml")["members"]:
        for block, match in scan(document, re.compile(entry["wrong"])):
            if not talks_of(document.folded[block], *match.span()):
                what = f"“{match[0][-16:]}”写错了成员：{entry['why']}。"
                yield Draft(block, *match.span(), what, f"应为：{entry['right']}。")
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
            if _COLON.fullmatch(text, mention.end) and _DIGIT.search(term.term):
                items = _on_lines(document, block + 1)
                if found := _judge(term, items, open_list=False, sure=True):
                    yield Draft(block, mention.start, mention.end, *found, f"terms/{term.id}")
                continue
            if not _DIGIT.search(term.term):  # only a number promises the whole list
                said = listed and _SAYS.match(text, mention.end)
                if not said:
                    reach = _NEAR if len(members) > _FEW else 1
                    yield from _not_among(block, text, mention, term, reach)
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


_FEW: Final = 3
"""So few words can stand in a list by chance."""
_COLON: Final = re.compile('"?(?:(?:总体|战略)?布局|的?内容|要求|学习教育)?(?:是|包括)?:')


def _on_lines(document: Document, block: int) -> list[str]:
    """The short numbered lines from a block on: 1.全面深化改革；."""
    items: list[str] = []
    for text in document.folded[block:]:
        number = number_at_start(text, 4)
        if number is None or len(text) > _LINE:
            break
        items.append(text[number[2] :].strip(" .、。;"))
    return items


_LINE: Final = 24
"""Characters of a line that is one member."""
_NEAR: Final = 60
"""Characters between a formulation and the list of its members."""
LISTED: Final = (
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
    for found in LISTED[long].finditer(text[:last], first):
        items = found[0].split(",、"[not long])[: len(members) + long]
        if len(items) == len(members) - 1 and not long:
            items[-1:] = re.split("[和与及]", items[-1], maxsplit=1)
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


_THESE: Final = re.compile("[把将使让用]?(?:这|上述)")


def _list_before(text: str, start: int) -> str:
    """A list that ends right before the mention: 形式主义、官僚主义“四风”."""
    clauses = re.split(r"[,。;:!?()\n]", text[:start].rstrip('"'))
    head = clauses[-1]
    if _THESE.fullmatch(head) and len(clauses) > 1:
        return f'{clauses[-2]},{head}"'
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
