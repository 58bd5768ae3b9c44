"""What the four forms and the lists of prohibitions state."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from ..address import numeral, parse_provision
from ..load import KnowledgeBase
from ..model import Clause, FormMeasure, FourFormsPage, Prohibition, ProhibitionList
from .ask import (
    Cited,
    Question,
    cite,
    draw,
    is_checked,
    key,
    known_part,
    listed,
    quoted,
    sentence,
)

_FORMS = tuple(f"第{numeral(number)}种形态" for number in range(1, 5))


def form_questions(knowledge: KnowledgeBase) -> Iterator[Question]:
    """Who decides a measure, what it does, which form it belongs to."""
    pages = sorted(knowledge.forms.values(), key=lambda page: page.number)
    found: dict[str, list[tuple[FourFormsPage, int, FormMeasure]]] = defaultdict(list)
    for page in pages:
        for place, measure in enumerate(page.measures, start=1):
            found[measure.name].append((page, place, measure))
    defining = _defining(pages)
    for _, places in sorted(found.items()):
        page, place, measure = places[0]
        if not is_checked(page) or not measure.clauses:
            continue
        if len({one.organ for *_, one in places}) == 1 and _stands_alone(measure.organ):
            yield _ask_measure(knowledge, page, place, measure, "decides")
        if len({one.effect for *_, one in places}) == 1 and measure.effect:
            yield _ask_measure(knowledge, page, place, measure, "effect")
        if len(places) == 1 and defining & set(map(_whole, measure.clauses)):
            yield _ask_measure(knowledge, page, place, measure, "form")


def _whole(clause: Clause) -> tuple[str, str]:
    """A clause's article, without paragraph and item."""
    return clause.regulation, parse_provision(clause.article).whole.chinese


def _defining(pages: list[FourFormsPage]) -> set[tuple[str, str]]:
    """The articles that say what belongs to which form: those all four forms name as a source.

    A page also mentions measures beside them, only to say that they are not counted there.
    """
    named = [
        {
            _whole(Clause(regulation=source.regulation, article=source.article))
            for source in page.sources
            if source.regulation and source.article
        }
        for page in pages
    ]
    return set.intersection(*named) if named else set()


def _stands_alone(organ: str) -> bool:
    return not organ.startswith("与") and bool(known_part(organ))


def _ask_measure(
    knowledge: KnowledgeBase, page: FourFormsPage, place: int, measure: FormMeasure, kind: str
) -> Question:
    name = quoted(measure.name)
    texts = {
        "decides": f"{name}由谁决定、怎样办理？",
        "effect": f"{name}有什么后果和影响？",
        "form": f"{name}属于“四种形态”里的哪一种？",
    }
    answers = {
        "decides": sentence(known_part(measure.organ)),
        "effect": sentence(known_part(measure.effect or "")),
        "form": _FORMS[page.number - 1],
    }
    cited = cite(measure.clauses[0].regulation, measure.clauses[0].article, knowledge)
    mistaken = f"不要混淆：{sentence(measure.mistaken_for)}" if measure.mistaken_for else ""
    return Question(
        id=f"zh/{page.id}/{kind}/{key(measure.name)}",
        kind=kind,
        topic="forms",
        language="zh",
        text=texts[kind],
        options=_FORMS if kind == "form" else (),
        answer=(answers[kind],),
        explanation=f"{page.title}。" if kind == "form" else mistaken,
        path=f"discipline/{page.id}.md",
        anchor=f"measure-{place}",
        source=cited.text,
        regulation=cited.regulation,
        article=cited.article,
        level=page.verified,
    )


def list_questions(knowledge: KnowledgeBase) -> Iterator[Question]:
    """The articles behind each prohibition, and what usually follows."""
    for _, record in sorted(knowledge.lists.items()):
        if not is_checked(record):
            continue
        rows = [_articles(item) for item in record.items]
        for place, item in enumerate(record.items, start=1):
            if not item.clauses:
                continue
            yield from _ask_clause(knowledge, record, place, item, rows)
            if item.consequence:
                yield _ask_item(
                    knowledge,
                    record,
                    place,
                    item,
                    "sanction",
                    f"{quoted(item.wording)}——违反了通常怎样处理？"
                    if item.wording.startswith("不准")
                    else f"{quoted(item.wording)}——通常怎样处理？",
                    sentence(item.consequence),
                    explanation=f"通常对应{_FORMS[item.form - 1]}，以组织认定为准。"
                    if item.form
                    else "",
                )


def _articles(item: Prohibition) -> tuple[str, frozenset[str], str]:
    """(regulation of the first clause, its articles, the same as one text)."""
    if not item.clauses:
        return "", frozenset(), ""
    first = item.clauses[0].regulation
    wholes = {
        parse_provision(clause.article).whole
        for clause in item.clauses
        if clause.regulation == first
    }
    names = [whole.chinese for whole in sorted(wholes)]
    return first, frozenset(names), listed(names)


def _ask_clause(
    knowledge: KnowledgeBase,
    record: ProhibitionList,
    place: int,
    item: Prohibition,
    rows: list[tuple[str, frozenset[str], str]],
) -> Iterator[Question]:
    regulation, own, right = rows[place - 1]
    candidates = {text: names for first, names, text in rows if first == regulation}

    def fits(option: str) -> bool:
        return not candidates[option] & own

    seed = f"{record.id}/clause/{item.wording}"
    if wrong := draw(seed, right, candidates, fits):
        title = knowledge.regulations[regulation].title
        options = sorted((right, *wrong), key=lambda text: _first(text))
        yield _ask_item(
            knowledge,
            record,
            place,
            item,
            "clause",
            f"{quoted(item.wording)}——依据的是《{title}》哪一条？",
            right,
            tuple(options),
            sentence(item.plain),
        )


def _first(text: str) -> tuple[int, str]:
    address = parse_provision(text.split("、")[0])
    return address.article or address.part, text


def _ask_item(
    knowledge: KnowledgeBase,
    record: ProhibitionList,
    place: int,
    item: Prohibition,
    kind: str,
    text: str,
    answer: str,
    options: tuple[str, ...] = (),
    explanation: str = "",
) -> Question:
    cited: Cited = cite(item.clauses[0].regulation, item.clauses[0].article, knowledge)
    return Question(
        id=f"zh/{record.id}/{kind}/{key(item.wording)}",
        kind=kind,
        topic="lists",
        language="zh",
        text=text,
        options=options,
        answer=(answer,),
        explanation=explanation,
        path=f"discipline/{record.id}.md",
        anchor=f"item-{place}",
        source=cited.text,
        regulation=cited.regulation,
        article=cited.article,
        level=record.verified,
    )
