"""Rules that are lists of patterns: names of bodies, and what must not be published."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from .document import Document, Kind
from .finding import Draft
from .formulations import tells_history
from .tools import Tools, read_data, scan, talks_of


@lru_cache(maxsize=1)
def _bodies() -> tuple[tuple[re.Pattern[str], str, str, bool], ...]:
    data = read_data("bodies.yaml")
    return tuple(
        (re.compile(entry["wrong"]), entry["right"], entry["why"], former)
        for former, entries in ((False, data["patterns"]), (True, data["past"]))
        for entry in entries
    )


def check_body(document: Document, tools: Tools) -> Iterator[Draft]:
    """Names of bodies by `data/bodies.yaml`; of former ones, where no history is told."""
    for pattern, right, why, former in _bodies():
        for block, match in scan(document, pattern):
            if talks_of(document.folded[block], *match.span()):
                continue
            if former and tells_history(document.folded[block], *match.span()):
                continue
            better = match.expand(right)
            what = f"“{match[0]}”不是规范的机构名称：{why}。"
            yield Draft(block, *match.span(), what, f"改为“{better}”。")


_GAP: Final = "[ ·.—-]?"
"""What may stand between the digits of a number."""
_ID_CARD: Final = re.compile(rf"(?<![\dA-Za-z])[1-9](?:{_GAP}\d){{16}}{_GAP}[\dXx](?![\dA-Za-z])")
_MOBILE: Final = re.compile(
    rf"(?<![\d.A-Za-z-])(?:\+?86[- ]?)?(?:1[3-9]\d(?:{_GAP}\d{{4}}){{2}}|1 [3-9](?: \d){{9}})"
    r"(?![\d.]\d|\d)"
    r"(?! ?(?:平方|立方|公顷|亩|元|吨|公斤|千克|斤|人次|株|千瓦|度|公里|分|次|条|个|万|件|户))"
)
_CARD: Final = re.compile(
    rf"(?<![\d.A-Za-z-])(?:[3-6]\d{{3}}|9558)(?:{_GAP}\d){{12,15}}(?![\dA-Za-z])"
)
_WEIGHTS: Final = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def _everywhere(
    document: Document, pattern: re.Pattern[str]
) -> Iterator[tuple[int, re.Match[str]]]:
    """Also in quotations: publishing is publishing."""
    anchored = "^" in pattern.pattern
    if not anchored and not pattern.search(document.whole):
        return
    for block, text in enumerate(document.folded):
        for match in pattern.finditer(text):
            yield block, match


def _masked(number: str) -> str:
    return f"{number[:3]}…{number[-2:]}"


def check_id_card(document: Document, tools: Tools) -> Iterator[Draft]:
    """Identity card numbers, GB 11643: region, birthday, check digit."""
    for block, match in _everywhere(document, _ID_CARD):
        if _is_id_card(re.sub(r"[^\dXx]", "", match[0])):
            what = f"出现身份证号（{_masked(match[0])}）。"
            yield Draft(block, *match.span(), what, "删去，或只留末几位；名册另行报送。")


def _is_id_card(number: str) -> bool:
    try:
        dt.date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return False
    total = sum(int(digit) * weight for digit, weight in zip(number, _WEIGHTS, strict=False))
    return "10X98765432"[total % 11] == number[-1].upper()


def check_mobile(document: Document, tools: Tools) -> Iterator[Draft]:
    """Mobile numbers."""
    for block, match in _everywhere(document, _MOBILE):
        what = f"出现手机号码（{_masked(match[0])}）。"
        yield Draft(block, *match.span(), what, "公开的材料留单位的值班电话，删去个人号码。")


_NUMBERED: Final = re.compile(
    r"(?:编号|文号|案号|字号|单号|票号|票据号码?|流水号?|代码|编码|条码|订单号?|序列号|合同号?|批次号?)[^,。;]{0,4}$"
)
"""In front of a number that is no card's, though its digits happen to add up."""


def check_bank_card(document: Document, tools: Tools) -> Iterator[Draft]:
    """Bank card numbers: 16 to 19 digits with a Luhn check digit."""
    for block, match in _everywhere(document, _CARD):
        number = re.sub(r"\D", "", match[0])
        if (
            16 <= len(number) <= 19
            and _luhn(number)
            and not _NUMBERED.search(document.folded[block][: match.start()])
            and not _is_id_card(number.ljust(18, "0")[:18])
        ):
            what = f"出现银行卡号（{_masked(match[0])}）。"
            yield Draft(block, *match.span(), what, "删去；发放名册另行报送。")


def _luhn(number: str) -> bool:
    doubled = [int(digit) for digit in number]
    for at in range(len(doubled) - 2, -1, -2):
        doubled[at] = doubled[at] * 2 - 9 * (doubled[at] > 4)
    return sum(doubled) % 10 == 0


_SECRET_WORDS: Final = re.compile("密|★|☆|内部|阅后|会后收回|不予公开")
_SECRET: Final = (
    re.compile(r"(?:绝 ?密|机 ?密|秘 ?密) ?[★☆]|[★☆] ?(?:长期|\d{1,2} ?年|\d{1,2}个月|解密)"),
    re.compile(
        r"^[\s(\[【]*(?:绝\s*密|机\s*密|秘\s*密|内部(?:学习)?(?:资料|文件|材料|参阅|数据|掌握|刊物|参考|使用)|工作秘密|涉密文件)[\s,、,;:!·.—-]*(?:(?:请)?(?:注意|妥善)保[存管密]|(?:请勿|不得|严禁|禁止)(?:公开|外传|传播|复印|翻印)[\s,]*)*[\s)\]】!。]*$"
    ),
    re.compile(
        r"^\s*[(\[【]?(?:绝\s?密|机\s?密|秘\s?密|(?:征求意见稿|讨论稿|送审稿)\s+内部\S{2,4})\s+\S"
        r"|^\s*[(\[【]?内部(?:学习|工作)?(?:资料|文件|材料|数据|参阅|参考|刊物|通讯录?)"
        r"(?:\s+第|[,:、\s]*(?:请勿|不得|严禁|禁止|切勿|谨防|注意保|未经[^,。]{0,8}(?:不得|严禁|请勿)))"
    ),
    re.compile(
        r"[(\[【](?:内部|涉密|绝密|机密|秘密)"
        r"(?:[·,、 ].{0,12}|(?:交流|使用|掌握|参阅).{0,12})?[)\]】]"
        r"|[(\[【]?仅供(?:领导|内部)(?:参阅|参考|使用|掌握)[)\]】]?$"
        r"|★ ?(?:绝密|机密|秘密)"
        r"|内部(?:材料|资料|使用|文件|交流)[, ]+(?:阅后|严禁|禁止|请勿|不得|谨防)"
    ),
    re.compile(r"(?:密级|保密期限)[:]\s*(?:绝密|机密|秘密|内部|长期|\d)"),
    re.compile(
        r"[(\[【](?:绝密|机密|秘密|内部资料|内部文件|内部材料|仅供内部(?:使用|参考|学习))(?:[,、].{0,12})?[)\]】]"
    ),
    re.compile(
        r"^.{0,6}(?:内部资料|内部文件|内部材料|仅供内部(?:使用|参考|学习)"
        r"|仅限内部|内部传阅|阅后收回|阅后销毁)[,、: ].{0,16}$"
        r"|^\s*(?:仅供内部(?:使用|参考|学习)|仅限内部\S{0,4}|阅后(?:收回|销毁)|会后收回|不予公开)\s*$"
    ),
)


def check_secret(document: Document, tools: Tools) -> Iterator[Draft]:
    """Marks of secrecy: such papers must not be handled in this system at all."""
    seen: set[int] = set()
    if not _SECRET_WORDS.search(document.whole):
        return
    for pattern in _SECRET:
        for block, match in _everywhere(document, pattern):
            if block in seen or document.blocks[block].kind is Kind.ITEM:
                continue
            seen.add(block)
            what = f"有密级或内部标志“{match[0].strip()[:20]}”。"
            fix = "涉密和内部材料不得在这里处理、发布；标志写错的删去。"
            yield Draft(block, *match.span(), what, fix)
