"""What guides state about who and when, and regulations about themselves."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping

from ..address import Address, parse_provision
from ..facts import digest_paragraphs
from ..load import KnowledgeBase, Loaded, provisions_named
from ..model import BOARDS, RANKS, Guide, OfficialText, Regulation, Step
from .ask import Question, cite, draw, is_checked, key, quoted, sentence, shuffled

_PERIOD = re.compile(r"[\d一二两三四五六七八九十半每][^，]{0,4}[年月日天周次时度]|每")
"""What makes a step's time a fact: a number or an interval, not 会前 or 及时."""

_ORGAN = re.compile("支部|支委|党委|党组|党小组|大会|书记|部门|纪委|机关|上级")
"""What makes the one who does a step a fact: not 党员本人 or 谈话双方."""
_RELIED_ON = 2
"""Records; an article that fewer rest on need not be known by its number."""
_LONGEST_GIST = 160
_NO_GIST = re.compile(r"[\[*|<]|下列|以下")
"""Markup, and what only opens a list."""
_VAGUE = re.compile("^(怎样|什么|由谁|为什么|何时)|^.{1,2}$")
"""Subjects that could be those of any article."""


def guide_questions(knowledge: KnowledgeBase) -> Iterator[Question]:
    """Who and when, of a guide and of its steps that name an article."""
    for _, guide in sorted(knowledge.guides.items()):
        if not is_checked(guide) or not guide.clauses:
            continue
        clause = guide.clauses[0]
        for kind, answer in (("who", guide.who), ("when", guide.when)):
            text = "由谁来做？" if kind == "who" else "什么时候做、多久一次？"
            yield _ask_guide(
                knowledge, guide, kind, "", f"{guide.title}——{text}", answer, clause.regulation,
                clause.article,
            )  # fmt: skip
        once = Counter(step.do for step in guide.steps)
        for step in guide.steps:
            if step.clause and once[step.do] == 1:
                yield from _ask_step(knowledge, guide, step)


def _ask_step(knowledge: KnowledgeBase, guide: Guide, step: Step) -> Iterator[Question]:
    assert step.clause
    about = f"{guide.title}——{quoted(step.do)}这一步"
    regulation, article = step.clause.regulation, step.clause.article
    if step.who and _ORGAN.search(step.who) and not step.who.startswith("有关"):
        text = f"{about}由谁来做？"
        yield _ask_guide(knowledge, guide, "who", step.do, text, step.who, regulation, article)
    if step.when and _PERIOD.search(step.when):
        text = f"{about}的时间要求是什么？"
        yield _ask_guide(knowledge, guide, "when", step.do, text, step.when, regulation, article)


def _ask_guide(
    knowledge: KnowledgeBase,
    guide: Guide,
    kind: str,
    step: str,
    text: str,
    answer: str,
    regulation: str,
    article: str,
) -> Question:
    cited = cite(regulation, article, knowledge)
    return Question(
        id=f"zh/{guide.id}/{kind}" + (f"/{key(step)}" if step else ""),
        kind=kind,
        topic="guides",
        language="zh",
        text=text,
        options=(),
        answer=(sentence(answer),),
        explanation="",
        path=f"guides/{guide.id}.md",
        anchor="steps" if step else "",
        source=cited.text,
        regulation=cited.regulation,
        article=cited.article,
        level=guide.verified,
    )


def regulation_questions(knowledge: KnowledgeBase) -> Iterator[Question]:
    """Effective date, rank, board, and the articles that our own pages rely on."""
    regulations = [r for _, r in sorted(knowledge.regulations.items())]
    dates = {r.effective for r in regulations if r.effective}
    used = _provisions_used(knowledge)
    for regulation in regulations:
        if not is_checked(regulation) or regulation.status != "current":
            continue
        yield from _ask_effective(regulation, dates)
        yield from _ask_rank(regulation)
        yield from _ask_board(regulation)
        yield from _ask_articles(knowledge, regulation, used[regulation.id])


def _ask(
    regulation: Regulation,
    kind: str,
    text: str,
    answer: str,
    options: tuple[str, ...],
    *,
    article: str = "",
    anchor: str = "",
    explanation: str = "",
) -> Question:
    return Question(
        id=f"zh/{regulation.id}/{kind}" + (f"/{anchor}" if article else ""),
        kind=kind,
        topic="regulations",
        language="zh",
        text=text,
        options=options,
        answer=(answer,),
        explanation=explanation,
        path=f"regulations/{regulation.id}.md",
        anchor=anchor,
        source=f"《{regulation.title}》{article}",
        regulation=regulation.id,
        article=article or None,
        level=regulation.verified,
    )


def _ask_effective(regulation: Regulation, dates: set[dt.date]) -> Iterator[Question]:
    current = regulation.current
    day = regulation.effective
    if day is None or current is None or current.effective not in (None, day):
        return
    right = _day(day)
    wrong = draw(f"{regulation.id}/effective", right, map(_day, dates))
    if wrong:
        label = re.sub("（.*?）", "", current.label)
        text = f"现行《{regulation.title}》从哪一天起施行？"
        options = tuple(sorted((right, *wrong), key=_numbers))
        yield _ask(
            regulation, "effective", text, right, options, anchor="revisions",
            explanation=f"{label}。",
        )  # fmt: skip


def _day(day: dt.date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _numbers(text: str) -> list[int]:
    return [int(number) for number in re.findall(r"\d+", text)]


def _ask_rank(regulation: Regulation) -> Iterator[Question]:
    """Where the title does not show it."""
    right = RANKS[regulation.rank].zh
    if right in regulation.title or regulation.rank == "constitution":
        return
    seed = f"{regulation.id}/rank"
    names = [label.zh for label in RANKS.values() if label.zh not in regulation.title]
    wrong = draw(seed, right, [name for name in names if name != RANKS["constitution"].zh])
    if wrong:
        text = f"《{regulation.title}》按名称和等级属于哪一类？"
        options = shuffled(seed, (right, *wrong))
        yield _ask(regulation, "rank", text, right, options, explanation=regulation.summary)


def _ask_board(regulation: Regulation) -> Iterator[Question]:
    """The Party Constitution is the 1, all others are in the 4."""
    if regulation.board is None or regulation.board == "constitution":
        return
    options = tuple(label.zh for board, label in BOARDS.items() if board != "constitution")
    text = f"在“1+4”党内法规体系里，《{regulation.title}》属于哪个板块？"
    right = BOARDS[regulation.board].zh
    yield _ask(regulation, "board", text, right, options, explanation=regulation.summary)


def _provisions_used(knowledge: KnowledgeBase) -> dict[str, set[Address]]:
    """By regulation: the articles that several terms, lists, forms or guides rest on."""
    users: dict[tuple[str, Address], set[str]] = defaultdict(set)
    for item in knowledge.by_path.values():
        if isinstance(item.record, Regulation | OfficialText):
            continue
        for _, regulation, article in provisions_named(item.record):
            if article:
                users[regulation, parse_provision(article).whole].add(item.path)
    used: dict[str, set[Address]] = defaultdict(set)
    for (regulation, address), paths in users.items():
        if len(paths) >= _RELIED_ON:
            used[regulation].add(address)
    return used


_SUBJECT = re.compile(r"^#+ +\S+ +(.+)$")


def _subjects(item: Loaded, digests: Mapping[Address, int]) -> dict[Address, str]:
    """Article -> what its heading says it is about, where there is only one such heading."""
    lines = item.body.split("\n")
    found = {}
    for address, line in digests.items():
        heading = _SUBJECT.match(lines[line - item.body_line])
        if heading and not address.preamble:
            found[address] = heading[1].strip()
    once = Counter(found.values())
    return {address: subject for address, subject in found.items() if once[subject] == 1}


def _gists(item: Loaded) -> dict[Address, str]:
    """Article -> the first paragraph of our digest, where it is short and stands alone."""
    first: dict[Address, str] = {}
    for address, _, text in digest_paragraphs(item):
        first.setdefault(address, text)
    return {
        address: f"要点：{text}"
        for address, text in first.items()
        if len(text) <= _LONGEST_GIST and text.endswith("。") and not _NO_GIST.search(text)
    }


def _ask_articles(
    knowledge: KnowledgeBase, regulation: Regulation, used: set[Address]
) -> Iterator[Question]:
    item = knowledge.by_path[knowledge.path_of(regulation)]
    subjects = _subjects(item, knowledge.digests.get(regulation.id, {}))
    names = {address.chinese: address for address in sorted(subjects)}
    gists = _gists(item) if used else {}
    for right, address in names.items():
        subject = subjects[address]
        if address not in used or _VAGUE.search(subject):
            continue

        def near(option: str, address: Address = address, subject: str = subject) -> bool:
            other = names[option]
            distance = abs((other.article or other.part) - (address.article or address.part))
            about = subjects[other]
            return distance <= 25 and about not in subject and subject not in about

        wrong = draw(f"{regulation.id}/article/{address}", right, names, near)
        if wrong:
            options = tuple(sorted((right, *wrong), key=lambda name: names[name]))
            text = f"《{regulation.title}》讲{quoted(subject)}的是哪一条？"
            if address.part:
                text = f"《{regulation.title}》讲{quoted(subject)}的是哪一部分？"
            yield _ask(
                regulation,
                "article",
                text,
                right,
                options,
                article=right,
                anchor=str(address),
                explanation=gists.get(address, ""),
            )
