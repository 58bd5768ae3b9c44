"""Synthetic pages for the benchmark: made by a grammar, the same for the same seed.

No text is copied from anywhere and none of it means anything. Page `i` is the same in a site of any
size: it cites only pages before it.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate

CHARACTERS = 3430
"""Of a regulation page's body, headings included: what the rivals in design.md were measured on."""
MENTIONS = 0.030
"""Mentions a character."""
CITATION_CHANCE = 0.10
"""Of a sentence."""
NUMERALS = "一二三四五六七八九十"


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


# Names of terms: place or thing + doing + suffix. No word of the sentences below ends or begins so
# that one arises by chance.
_THINGS = _words(
    "田埂 渡口 灯塔 石桥 水闸 茶垄 竹筏 谷仓 风车 驿站 榕荫 苗圃 河滩 井台 晒坪 梯坎 船坞 花窖"
    " 窑口 渔汛 林缘 草场 磨坊 堰塘 山隘 滩涂 湖汊 沙洲 岭脊 坡耕 塔吊 桥墩 街角 巷尾 楼栋 网底"
    " 夜灯 晨钟 暖炉 凉亭"
)
_DOINGS = _words(
    "联防 轮训 评议 结对 巡护 约谈 回访 述职 点检 互评 晾晒 联审 领办 代办 帮带 共商 联席 督办"
    " 比学 会诊 领学 夜谈 走访 建档 对账 销号 亮诺 积分 荐评 调处"
)
_SUFFIXES = ("", "制度", "机制", "行动", "清单", "台账", "工程", "课堂")

_PLACES = _words(
    "青石 望河 云栖 松岗 柳泉 梅岭 沙溪 白鹭 桐花 石门 枫林 麦香 银杏 清溪 东篱 西塘 南屏 北固"
    " 金穗 玉泉 双桥 三江 长亭 曲水 大榕 小满 新圩 老寨 高台 平畴"
)
_SUBJECTS = _words(
    "粮仓轮换 渠系养护 路灯管护 集市秩序 会议室使用 车辆停放 档案借阅 值班交接 印章保管"
    " 物资领用 报纸投递 苗木发放 食堂采买 校舍修缮 公示栏更新 钥匙登记 灌溉排期 农机借用"
    " 图书流转 应急演练 用电巡查 垃圾清运 厕所保洁 信件处理 活动场地 来访登记 广播时段 围栏检修"
    " 河面打捞 种子储备 宣传展板 安全帽配发 仓库盘点 票据粘贴 会签顺序 保密柜管理 通知送达"
    " 水表抄录 道口看守 树木登记"
)
_RANKS = (
    ("provisions", "规定"),
    ("measures", "办法"),
    ("rules", "规则"),
    ("bylaws", "细则"),
)

_WHO = _words(
    "村级组织 工作专班 联络小组 值班人员 经办单位 牵头部门 分管同志 各村书记 驻点干部 街道办"
)
_HOW = _words("按季 及时 如实 逐项 当面 集体 依次 认真 按规定 在五个工作日内 每月 原则上")
_DO = _words("核对 登记 汇总 说明 公布 讨论 复核 上报 保存 反馈 整理 通报")
_WHAT = _words(
    "办理结果 有关材料 会议记录 资金使用情况 群众意见 存在的问题 下一步安排 人员名册 完成时限"
    " 责任分工 现场照片 签到情况 审批手续 整改进度"
)
_WHEN = _words(
    "遇有争议 情况复杂 需要延期 人员变动 材料不全 意见不一致 涉及两个以上单位 节假日期间"
)

_PLAIN = (
    "{who}应当{how}{do}{what}，并{do2}{what2}。",
    "{when}的，由{who}{how}{do}{what}，报{who2}备案。",
    "{who}对{what}负责，{who2}{how}{do}{what2}，不得拖延。",
    "未{how}{do}{what}的，{who}应当说明理由，{who2}可以要求重新{do2}。",
)
_ONE_TERM = (
    "{who}应当落实{t}，{how}{do}{what}。",
    "{when}的，按照{t}的要求{do}{what}，由{who}{how}{do2}。",
    "{who}把{t}列入年度安排，{how}{do}{what}，向{who2}反馈。",
    "{who}{how}对照{t}{do}{what}，发现问题的当场改正。",
)
_TWO_TERMS = (
    "{who}应当把{t}与{t2}结合起来，{how}{do}{what}。",
    "推进{t}，用好{t2}，{who}{how}{do}{what}。",
    "{when}的，{who}先按{t}处理，再由{who2}依照{t2}{do}{what}。",
)
_CITING = (
    "{when}的，依照{c}处理，由{who}{how}{do}{what}。",
    "{who}{do}{what}，适用{c}，并{how}{do2}{what2}。",
)
_TITLES = _words("职责 程序 时限 记录 公开 复核 交接 例外 监督 归档 协调 报告 评价 期限 要求")
_CHAPTERS = _words("总则 职责分工 办理程序 监督检查 责任追究 附则")


@dataclass(frozen=True, slots=True)
class Term:
    """A made-up formulation."""

    id: str
    name: str
    alias: str | None
    members: tuple[str, ...]
    """Of a numbered formulation, else empty."""
    definition: str
    english: str
    english_definition: str
    source: tuple[str, str]
    """(regulation id, article as papers write it)."""
    body: str
    """Markdown."""


@dataclass(frozen=True, slots=True)
class Regulation:
    """A made-up regulation."""

    id: str
    title: str
    rank: str
    articles: int
    summary: str
    body: str
    """Markdown."""


def numeral(value: int) -> str:
    """12 -> 十二; 1 to 99."""
    tens, ones = divmod(value, 10)
    head = ("" if tens == 1 else NUMERALS[tens - 1]) + "十" if tens else ""
    return head + (NUMERALS[ones - 1] if ones else "")


def article_count(seed: int, number: int) -> int:
    """How many articles a regulation has; known without writing it."""
    return random.Random(f"{seed}/articles/{number}").randint(24, 36)


def regulation_id(number: int) -> str:
    """The id of the regulation of that number."""
    return f"reg-{number:04d}"


def regulation_title(number: int) -> str:
    """Unique for numbers below 4,800."""
    place = _PLACES[number % len(_PLACES)]
    rest = number // len(_PLACES)
    subject = _SUBJECTS[rest % len(_SUBJECTS)]
    return f"{place}片区{subject}{_RANKS[rest // len(_SUBJECTS) % len(_RANKS)][1]}"


@lru_cache(maxsize=4)
def term_names(seed: int, count: int) -> tuple[tuple[str, str | None], ...]:
    """(name, alias) of each term; the first 500 are the same for any count."""
    rng = random.Random(f"{seed}/terms")
    taken: set[str] = set()

    def name() -> str:
        while True:
            made = rng.choice(_THINGS) + rng.choice(_DOINGS) + rng.choice(_SUFFIXES)
            if rng.random() < 0.15:
                made = f"{rng.choice('三四五六')}项{made}"
            if made not in taken:
                taken.add(made)
                return made

    return tuple((name(), name() if rng.random() < 0.3 else None) for _ in range(count))


@lru_cache(maxsize=4)
def _weights(count: int) -> tuple[float, ...]:
    """Cumulative: some terms stand on nearly every page, most on few."""
    return tuple(accumulate((place + 1) ** -0.5 for place in range(count)))


class _Writer:
    """Sentences, with terms and citations at the wanted density."""

    def __init__(self, rng: random.Random, seed: int, terms: int, number: int) -> None:
        self._rng = rng
        self._names = term_names(seed, terms)
        self._weights = _weights(terms)
        self._seed = seed
        self._number = number
        """Of the page; it cites only pages before it."""
        self.characters = 0
        self.mentions = 0

    def sentence(self) -> str:
        rng = self._rng
        missing = MENTIONS * (self.characters + 40) - self.mentions
        if rng.random() < CITATION_CHANCE:
            template = rng.choice(_CITING)
        else:
            choices = _TWO_TERMS if missing > 1.6 else _ONE_TERM if missing > 0.5 else _PLAIN
            template = rng.choice(choices)
        text = template.format(
            who=rng.choice(_WHO),
            who2=rng.choice(_WHO),
            how=rng.choice(_HOW),
            do=rng.choice(_DO),
            do2=rng.choice(_DO),
            what=rng.choice(_WHAT),
            what2=rng.choice(_WHAT),
            when=rng.choice(_WHEN),
            t=self._term() if "{t}" in template else "",
            t2=self._term() if "{t2}" in template else "",
            c=self._citation() if "{c}" in template else "",
        )
        self.characters += len(text)
        return text

    def _term(self) -> str:
        rng = self._rng
        self.mentions += 1
        name, alias = rng.choices(self._names, cum_weights=self._weights)[0]
        word = alias if alias and rng.random() < 0.3 else name
        return f"“{word}”" if rng.random() < 0.1 else word

    def _citation(self) -> str:
        rng = self._rng
        cited = rng.randrange(self._number + 1)
        title = regulation_title(cited)
        work = f"本{title[-2:]}" if cited == self._number else f"《{title}》"
        article = rng.randint(1, article_count(self._seed, cited))
        return f"{work}第{numeral(article)}条"

    def heading(self, text: str) -> str:
        self.characters += len(text)
        return text


def write_term(seed: int, number: int, *, terms: int, regulations: int) -> Term:
    """One term of a glossary of `terms`, sourced from one of `regulations`."""
    rng = random.Random(f"{seed}/term/{number}")
    name, alias = term_names(seed, terms)[number]
    writer = _Writer(rng, seed, terms, 0)
    cited = rng.randrange(regulations)
    article = rng.randint(1, article_count(seed, cited))
    count = NUMERALS.index(name[0]) + 1 if name[1] == "项" else 0
    members = tuple(
        f"{rng.choice(_DO)}{rng.choice(_WHAT)}、{rng.choice(_DO)}{rng.choice(_WHAT)}"
        for _ in range(count)
    )
    usage = "".join(writer.sentence() for _ in range(4))
    mistakes = "".join(writer.sentence() for _ in range(2))
    return Term(
        id=f"term-{number:04d}",
        name=name,
        alias=alias,
        members=members,
        definition=f"{rng.choice(_WHO)}{rng.choice(_HOW)}{rng.choice(_DO)}{rng.choice(_WHAT)}、"
        f"{rng.choice(_DO)}{rng.choice(_WHAT)}的一种做法。",
        english=f"synthetic term {number}",
        english_definition=f"Synthetic term {number} is a made-up practice of keeping, checking and"
        " reporting records, written by the grammar of the benchmark.",
        source=(regulation_id(cited), f"第{numeral(article)}条"),
        body=f"## 怎么用\n\n{usage}\n\n## 容易写错\n\n{mistakes}\n",
    )


def write_regulation(seed: int, number: int, *, terms: int) -> Regulation:
    """One regulation: chapters, articles, some with items."""
    rng = random.Random(f"{seed}/regulation/{number}")
    writer = _Writer(rng, seed, terms, number)
    articles = article_count(seed, number)
    title = regulation_title(number)
    return Regulation(
        id=regulation_id(number),
        title=title,
        rank=next(rank for rank, ending in _RANKS if title.endswith(ending)),
        articles=articles,
        summary=f"规定{title[:4]}怎样{rng.choice(_DO)}{rng.choice(_WHAT)}，由谁负责。",
        body="\n\n".join(_blocks(rng, writer, articles)) + "\n",
    )


def _blocks(rng: random.Random, writer: _Writer, articles: int) -> Iterator[str]:
    chapter_of = {article * articles // len(_CHAPTERS): article for article in range(6)}
    for article in range(articles):
        if article in chapter_of:
            chapter = chapter_of[article]
            heading = f"第{numeral(chapter + 1)}章 {_CHAPTERS[chapter]}"
            yield f"## {writer.heading(heading)}"
        heading = f"第{numeral(article + 1)}条 {rng.choice(_TITLES)}"
        yield f"### {writer.heading(heading)}"
        wanted = CHARACTERS * (article + 1) / articles
        with_items = rng.random() < 0.2
        while True:
            sentences = rng.randint(1, 2)
            yield "".join(writer.sentence() for _ in range(sentences))
            if with_items:
                yield "\n".join(f"{place}. {writer.sentence()}" for place in (1, 2, 3))
                with_items = False
            if writer.characters > wanted - 20:
                break
