"""The question bank: what is asked of made-up records, what holds for all real ones, the page."""

from __future__ import annotations

import csv
import dataclasses
import datetime as dt
import re
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from browser_tools import Open
from helpers import (
    DAY,
    DOCS,
    knowledge_of,
    record_text,
    regulation,
    regulation_data,
    term,
    term_data,
    write_docs,
)
from kb import cli, model
from kb.address import numeral, parse_provision
from kb.english_names import regulation_name
from kb.load import KnowledgeBase, load_knowledge_base
from kb.match import Language
from kb.questions import KINDS, TOPICS, Question, make_questions, to_anki
from kb.questions.ask import WRONG_OPTIONS, bare, draw, known_part, listed, quoted, shuffled
from playwright.sync_api import Page, expect
from site_tools import Site
from test_site_data import documented

SOURCE = [{"document": "某文件", "level": "text"}]


def asked(*records: model.AnyRecord, kind: str = "", language: Language = "zh") -> list[Question]:
    """The questions of made-up records, of one kind."""
    found = make_questions(knowledge_of(*records), language)
    return [question for question in found if kind in ("", question.kind)]


def formulation(name: str, *members: str, **fields: Any) -> model.Term:
    """A checked formulation."""
    number = f"t{sum(map(ord, name + ''.join(members)))}"
    rows = [{"wording": wording, "english": f"{wording} (en)"} for wording in members]
    return term(number, name, members=rows, **{"sources": SOURCE, "kind": "slogan"} | fields)


# Small functions


@pytest.mark.parametrize(
    ("text", "expected"),
    [("三会一课", "“三会一课”"), ("“三个代表”重要思想", "“‘三个代表’重要思想”")],
)
def test_quoted(text: str, expected: str) -> None:
    assert quoted(text) == expected


@pytest.mark.parametrize(
    ("words", "language", "expected"),
    [
        (("甲", "乙"), "zh", "甲、乙"),
        (("甲、乙", "丙"), "zh", "甲、乙；丙"),
        (("甲，乙", "丙"), "zh", "甲，乙；丙"),
        (("a", "b"), "en", "a; b"),
    ],
)
def test_listed(words: tuple[str, ...], language: Language, expected: str) -> None:
    assert listed(words, language) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("不是党纪处分；对考核的影响未见专门文本，不列", "不是党纪处分"),
        ("审批程序未见专门文本，不列", ""),
        ("甲；乙", "甲；乙"),
    ],
)
def test_what_is_left_out_is_no_answer(text: str, expected: str) -> None:
    assert known_part(text).strip("，；") == expected


@pytest.mark.parametrize(
    ("wording", "expected"),
    [("坚持全面从严治党", "全面从严治党"), ("“两学一做”", "两学一做"), ("以上", "以上")],
)
def test_bare(wording: str, expected: str) -> None:
    assert bare(wording) == expected


def test_draw() -> None:
    words = ["甲", "乙", "丙", "丁", "一个长得多的说法", "另一个长得多的说法"]
    drawn = draw("seed", "戊", words)
    assert len(set(drawn)) == WRONG_OPTIONS
    assert all(len(word) == 1 for word in drawn)
    assert drawn == draw("seed", "戊", [*reversed(words), "戊"])
    assert "甲" not in draw("seed", "甲", words)
    assert draw("seed", "戊", words[:2]) == ()
    assert draw("seed", "戊", ["甲", "乙", *words[4:]], only_near=True) == ()
    assert "乙" not in draw("seed", "戊", words, lambda word: word != "乙")
    orders = {shuffled(str(seed), "甲乙丙丁") for seed in range(200)}
    assert len(orders) == 24


# Made-up records


def test_members_are_asked() -> None:
    (question,) = asked(formulation("好标准", "信念坚定", "为民服务", "清正廉洁"), kind="members")
    assert question.text == "“好标准”包括哪些？"
    assert question.options == ()
    assert question.answer == ("信念坚定", "为民服务", "清正廉洁")
    assert question.anchor == "members"
    assert question.source == "某文件"


def test_a_name_that_names_its_members_is_asked_with_a_gap() -> None:
    made = formulation("不敢腐、不能腐、不想腐", "不敢腐", "不能腐", "不想腐")
    assert asked(made, kind="members") == []
    (question,) = asked(made, kind="missing")
    assert question.text.count("（　　）") == 1
    (answer,) = question.answer
    assert question.text.replace("（　　）", answer) == f"把这个提法填完整：{made.term}。"


@pytest.mark.parametrize(
    "fields",
    [
        {"verified": "unverified"},
        {"sources": []},
        {"sources": [{"document": "某文件", "level": "unverified"}]},
        {"status": "superseded", "superseded_by": "x"},
    ],
)
def test_what_is_doubtful_is_not_asked(fields: dict[str, Any]) -> None:
    made = formulation("好标准", "信念坚定", "为民服务", **fields)
    assert asked(made) == []
    assert asked(made, language="en") == []


@pytest.mark.parametrize(
    ("name", "counts", "expected"),
    [
        ("组织处理", "4", ["四项"]),
        ("四种处理", "4", []),
        ("组织处理", None, []),
        ("3+1处理", "3+1", []),
    ],
)
def test_how_many(name: str, counts: str | None, expected: list[str]) -> None:
    made = formulation(name, "停职", "调职", "辞职", "免职", counts=counts)
    assert [question.answer[0] for question in asked(made, kind="count")] == expected


OTHERS = tuple(
    formulation(f"提法{place}", *(f"{place}的成员{letter}" for letter in "甲乙丙"))
    for place in "东南西北"
)


def test_the_formulation_of_a_member() -> None:
    made = formulation("好标准", "信念坚定", "为民服务", "清正廉洁")
    found = [q for q in asked(made, *OTHERS, kind="formulation") if q.answer == ("好标准",)]
    wordings = {"信念坚定", "为民服务", "清正廉洁"}
    assert {q.text for q in found} == {f"“{wording}”是哪个提法里的一项？" for wording in wordings}
    for question in found:
        assert "好标准" in question.options
        assert len(question.options) == 4


def test_a_member_of_two_formulations_is_not_asked() -> None:
    first = formulation("好标准", "信念坚定", "为民服务", "清正廉洁")
    second = formulation("另一标准", "坚持为民服务", "爱岗敬业")
    texts = [q.text for q in asked(first, second, *OTHERS, kind="formulation")]
    assert not any("为民服务" in text for text in texts)
    assert any("信念坚定" in text for text in texts)


def definition_of(name: str, definition: str, **fields: Any) -> model.Term:
    return term(f"d{sum(map(ord, name))}", name, definition=definition, sources=SOURCE, **fields)


def test_a_definition_asks_for_its_term() -> None:
    others = [
        definition_of(name, f"{name}的意思在这里。") for name in ("甲会", "乙课", "丙组", "丁日")
    ]
    made = definition_of("民主评议", "支部按期对每个党员作出评价的办法。", related=[others[0].id])
    (question,) = [q for q in asked(made, *others, kind="definition") if q.answer[0] == made.term]
    assert question.text == "说的是什么：支部按期对每个党员作出评价的办法。"
    assert set(question.options) == {"民主评议", "乙课", "丙组", "丁日"}
    # The others name themselves: nothing to ask.
    assert len(asked(made, *others, kind="definition")) == 1


@pytest.mark.parametrize(
    ("name", "variant", "kind"),
    [
        ("批评和自我批评", "批评与自我批评", "wording"),
        ("四个意识", "坚定“四个意识”", "correction"),
        ("诫勉", "戒勉", "wording"),
        ("党费", "缴纳钱款给组织", "correction"),
    ],
)
def test_wordings(name: str, variant: str, kind: str) -> None:
    made = term("w", name, sources=SOURCE, wrong=[{"variant": variant, "why": "条例不这样写"}])
    (question,) = [q for q in asked(made) if q.kind in ("wording", "correction")]
    assert question.kind == kind
    if kind == "wording":
        assert set(question.options) == {name, variant}
        assert question.answer == (name,)
        assert question.explanation == "条例不这样写。"
    else:
        assert question.answer == ("条例不这样写。",)


def test_english() -> None:
    rows = [
        {"wording": w, "english": e} for w, e in (("甲", "alpha"), ("乙", "beta"), ("丙", "gamma"))
    ]
    made = term("e", "某提法", members=rows, sources=SOURCE)
    (question,) = asked(made, kind="members", language="en")
    assert question.text == "What are the members of “the e”?"
    assert question.answer == ("alpha", "beta", "gamma")
    assert question.explanation == "In Chinese: 甲、乙、丙"
    partly = term("e", "某提法", members=[rows[0], {"wording": "乙"}], sources=SOURCE)
    assert asked(partly, kind="members", language="en") == []


def test_dates_and_boards() -> None:
    made = [
        regulation(
            f"r{year}", f"{year}条例", effective=dt.date(year, 1, 1), board="oversight", articles=5
        )
        for year in range(2001, 2006)
    ]
    questions = asked(*made)
    dates = [q for q in questions if q.kind == "effective"]
    assert [q.answer for q in dates] == [(f"{year}年1月1日",) for year in range(2001, 2006)]
    for question in dates:
        assert all(int(a[:4]) < int(b[:4]) for a, b in pairwise(question.options))
    assert {q.answer for q in questions if q.kind == "board"} == {("党的监督保障法规",)}
    assert not [q for q in questions if q.kind == "rank"]  # 条例 says so itself


FORM = {
    "type": "form",
    "verified": "text",
    "verified_on": DAY,
    "wording": "形态",
    "summary": "一句话的说明。",
    "english": "form",
}
RULES = regulation_data("rules", "某条例", articles=30)
PROHIBITIONS = {
    "type": "list",
    "id": "list",
    "title": "清单",
    "english": "list",
    "status": "model",
    "counts": "5",
    "verified": "text",
    "verified_on": DAY,
    "items": [
        {
            "wording": f"不准做{what}",
            "english": "x",
            "plain": "大白话",
            "consequence": "警告",
            "clauses": [{"regulation": "rules", "article": article} for article in articles],
        }
        for what, articles in (
            ("甲", ["第三条第一款", "第四条"]),
            ("乙", ["第四条"]),
            ("丙", ["第五条"]),
            ("丁", ["第六条"]),
            ("戊", ["第七条"]),
        )
    ],
}
GUIDE = {
    "type": "guide",
    "id": "guide",
    "title": "怎样开会",
    "summary": "一句话的说明。",
    "who": "支部书记主持",
    "when": "每季度一次",
    "verified": "secondary",
    "verified_on": DAY,
    "clauses": [{"regulation": "rules", "article": "第三条"}],
    "steps": [
        {"do": "通知", "who": "党员本人", "when": "会前", "clause": {"regulation": "rules", "article": "第三条"}},
        {"do": "表决", "who": "支部大会", "when": "一个月内", "clause": {"regulation": "rules", "article": "第四条"}},
        {"do": "归档", "who": "支部书记", "when": "三天内"},
    ],
}  # fmt: skip


def form(number: int, measures: list[dict[str, Any]]) -> dict[str, Any]:
    defining = {
        "regulation": "rules",
        "article": f"第五条第{'一二三四'[number - 1]}款",
        "level": "text",
    }
    return FORM | {
        "id": f"form-{number}",
        "number": number,
        "title": f"形态{number}",
        "measures": measures,
        "sources": [defining],
    }


def measure(name: str, organ: str, article: str, effect: str = "没有影响期") -> dict[str, Any]:
    clauses = [{"regulation": "rules", "article": article}]
    return {"name": name, "english": "x", "organ": organ, "clauses": clauses, "effect": effect}


@pytest.fixture(scope="module")
def made_up(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Question]:
    """By text: the questions of a docs folder with a list, a guide and four forms."""
    body = "\n".join(f"### 第{number}条 讲{number}的事\n\n要点。\n" for number in "三四五六七八")
    files = {
        "regulations/rules.md": record_text(RULES, body),
        "discipline/list.md": PROHIBITIONS,
        "guides/guide.md": GUIDE,
        "discipline/form-1.md": form(1, [measure("诫勉", "纪委", "第五条"), measure("谈心", "支部", "第九条")]),
        "discipline/form-2.md": form(2, [measure("警告", "与诫勉相同", "第五条")]),
        "discipline/form-3.md": form(3, [measure("开除", "上级", "第五条")]),
        "discipline/form-4.md": form(4, [measure("开除", "上级", "第五条")]),
    }  # fmt: skip
    folder = write_docs(tmp_path_factory.mktemp("bank"), files)
    knowledge, problems = load_knowledge_base(folder)
    assert problems == ()
    return {question.text: question for question in make_questions(knowledge, "zh")}


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("“诫勉”由谁决定、怎样办理？", "纪委。"),
        ("“警告”由谁决定、怎样办理？", None),  # it refers to another measure
        ("“警告”有什么后果和影响？", "没有影响期。"),
        ("“诫勉”属于“四种形态”里的哪一种？", "第一种形态"),
        ("“谈心”属于“四种形态”里的哪一种？", None),  # the defining article does not name it
        ("“开除”属于“四种形态”里的哪一种？", None),  # in two of them
        ("“开除”由谁决定、怎样办理？", "上级。"),
        ("“不准做丁”——依据的是《某条例》哪一条？", "第六条"),
        ("“不准做丁”——违反了通常怎样处理？", "警告。"),
        ("怎样开会——由谁来做？", "支部书记主持。"),
        ("怎样开会——什么时候做、多久一次？", "每季度一次。"),
        ("怎样开会——“表决”这一步由谁来做？", "支部大会。"),
        ("怎样开会——“表决”这一步的时间要求是什么？", "一个月内。"),
        ("怎样开会——“通知”这一步由谁来做？", None),  # 党员本人 is nothing to know
        ("怎样开会——“通知”这一步的时间要求是什么？", None),  # nor is 会前
        ("怎样开会——“归档”这一步由谁来做？", None),  # no article behind it
        ("《某条例》讲“讲四的事”的是哪一条？", "第四条"),
        ("《某条例》讲“讲八的事”的是哪一条？", None),  # nothing rests on it
    ],
)
def test_made_up_records(made_up: dict[str, Question], text: str, answer: str | None) -> None:
    question = made_up.get(text)
    assert (question.answer if question else None) == ((answer,) if answer else None)


def test_an_article_of_two_items_is_no_wrong_option(made_up: dict[str, Question]) -> None:
    # 甲 and 乙 share 第四条: right for both, so it is no option for either alone.
    question = made_up.get("“不准做甲”——依据的是《某条例》哪一条？")
    assert question is not None
    assert question.answer == ("第三条、第四条",)
    assert "第四条" not in question.options


# All real records


@pytest.fixture(scope="module")
def real() -> KnowledgeBase:
    knowledge, problems = load_knowledge_base(DOCS)
    assert problems == ()
    return knowledge


@pytest.fixture(scope="module")
def bank(real: KnowledgeBase) -> tuple[Question, ...]:
    return (*make_questions(real, "zh"), *make_questions(real, "en"))


def record_of(question: Question, real: KnowledgeBase) -> Any:
    return real.by_path[question.path].record


def test_every_question_is_whole(bank: tuple[Question, ...], real: KnowledgeBase) -> None:
    for question in bank:
        assert re.fullmatch(r"(zh|en)(/[a-z0-9-]+)+", question.id), question.id
        assert question.kind in KINDS
        assert question.topic in TOPICS
        assert question.text.strip() == question.text
        assert question.source
        assert question.level in ("text", "secondary")
        assert record_of(question, real).verified == question.level
        assert question.answer
        assert all(question.answer)
        assert len(set(question.options)) == len(question.options)
        if question.options:
            assert len(question.answer) == 1
            assert question.answer[0] in question.options
            assert 2 <= len(question.options) <= 5
        assert (question.article is None) or question.regulation
        if question.regulation:
            regulation = real.regulations[question.regulation]
            named = {"zh": f"《{regulation.title}》", "en": regulation_name(regulation)}
            assert named[question.language] in question.source
        for text in (question.text, *question.options, *question.answer):
            assert "None" not in text
            assert "。。" not in text
            assert "\t" not in text
            assert not re.search("““|””|‘‘|’’", text)


def test_ids_are_unique_and_independent_of_order(real: KnowledgeBase) -> None:
    def backwards(mapping: Any) -> dict[Any, Any]:
        return dict(reversed(list(mapping.items())))

    turned = dataclasses.replace(
        real,
        **{
            name: backwards(getattr(real, name))
            for name in ("terms", "regulations", "lists", "forms", "guides", "by_path")
        },
    )
    for language in ("zh", "en"):
        questions = make_questions(real, language)
        assert len({question.id for question in questions}) == len(questions)
        assert make_questions(turned, language) == questions


def test_ids_outlast_what_is_added(real: KnowledgeBase) -> None:
    fewer = {name: record for name, record in real.terms.items() if name != "si-feng"}
    changed = dataclasses.replace(real, terms=fewer)
    before = {q.id: q for q in make_questions(real, "zh")}
    after = {q.id: q for q in make_questions(changed, "zh")}
    lost = {name for name in before.keys() - after.keys() if not name.startswith("zh/si-feng/")}
    assert len(lost) < 10  # what has too few options now
    for name in before.keys() & after.keys():
        assert (before[name].text, before[name].answer) == (after[name].text, after[name].answer)


def words(text: str) -> set[str]:
    return set(re.findall("[a-z]{4,}", text.lower()))


def test_every_checked_numbered_formulation_is_asked(
    bank: tuple[Question, ...], real: KnowledgeBase
) -> None:
    asked_for = {(q.language, q.path) for q in bank if q.kind in ("members", "missing")}
    for item in real.terms.values():
        if item.kind != "numbered" or item.verified == "unverified" or not item.known_members:
            continue
        assert ("zh", f"terms/{item.id}.md") in asked_for, item.term
        named = words(item.english.term)
        if not all(words(member.english or "") <= named for member in item.known_members):
            assert ("en", f"terms/{item.id}.md") in asked_for, item.term


def test_nothing_unverified_is_asked(bank: tuple[Question, ...], real: KnowledgeBase) -> None:
    assert {record_of(question, real).verified for question in bank} <= {"text", "secondary"}


def wording(member: model.Member, question: Question) -> str:
    return (member.english or "") if question.language == "en" else member.wording


def test_answers_about_members(bank: tuple[Question, ...], real: KnowledgeBase) -> None:
    """Every answer stands in its record; no wrong option is a member of a formulation it fits."""
    rows = {item.id: item for item in real.terms.values()}
    for question in bank:
        record = record_of(question, real)
        if question.kind == "members":
            assert question.answer == tuple(wording(m, question) for m in record.known_members)
        elif question.kind == "count":
            assert question.answer == (f"{numeral(len(record.known_members))}项",)
        elif question.kind == "missing":
            own = [wording(member, question) for member in record.known_members]
            assert question.answer[0] in own
            gap = "____" if question.language == "en" else "（　　）"
            assert question.text.count(gap) == 1
            assert question.answer[0] not in question.text.replace(gap, "")
            shown = set(own) - {*question.answer}
            for option in set(question.options) - {*question.answer}:
                for other in rows.values():
                    members = {wording(member, question) for member in other.known_members}
                    assert not (option in members and shown & members), (question.text, option)
        elif question.kind == "formulation":
            (asked_for,) = re.findall(r"^“(.+)”是哪个提法里的一项？$", question.text)
            holders = {
                other.term
                for other in rows.values()
                if any(quoted(m.wording)[1:-1] == asked_for for m in other.known_members)
            }
            assert holders == {question.answer[0]}


def test_answers_about_definitions(bank: tuple[Question, ...], real: KnowledgeBase) -> None:
    for question in bank:
        if question.kind != "definition":
            continue
        record = record_of(question, real)
        english = question.language == "en"
        name = record.english.term if english else record.term
        definition = record.english.definition if english else record.definition
        assert question.answer == (name,)
        assert name.lower() not in question.text.lower()
        for part in re.split("____|（　　）", question.text)[1:]:
            assert part.rstrip("。") in definition
        named = {(t.english.term if english else t.term): t for t in real.terms.values()}
        for option in set(question.options) - {name}:
            other = named[option]
            assert other.category == record.category
            assert other.id not in {*record.related, *record.senses}
            assert record.id not in {*other.related, *other.senses}


def test_answers_about_wordings(bank: tuple[Question, ...], real: KnowledgeBase) -> None:
    variants = {entry.variant for item in real.terms.values() for entry in item.wrong}
    for question in bank:
        record = record_of(question, real)
        if question.kind == "wording":
            (wrong,) = set(question.options) - {*question.answer}
            assert wrong in {entry.variant for entry in record.wrong}
            assert question.answer[0] not in variants
            assert wrong not in record.aliases
        elif question.kind == "correction":
            assert any(question.answer[0].startswith(entry.why) for entry in record.wrong)


def test_answers_about_discipline(bank: tuple[Question, ...], real: KnowledgeBase) -> None:
    for question in bank:
        record = record_of(question, real)
        if question.topic == "lists":
            item = record.items[int(question.anchor.removeprefix("item-")) - 1]
            assert quoted(item.wording) in question.text
            if question.kind == "sanction":
                assert question.answer[0].startswith(item.consequence.rstrip("。"))
                continue
            own = {
                (clause.regulation, parse_provision(clause.article).whole.chinese)
                for other in real.lists.values()
                for entry in other.items
                if entry.wording == item.wording
                for clause in entry.clauses
            }
            for option in question.options:
                articles = {(question.regulation, article) for article in option.split("、")}
                assert bool(articles & own) is (option == question.answer[0])
        elif question.topic == "forms":
            measure = record.measures[int(question.anchor.removeprefix("measure-")) - 1]
            assert quoted(measure.name) in question.text
            if question.kind == "form":
                assert question.answer == (f"第{'一二三四'[record.number - 1]}种形态",)
                elsewhere = {
                    other.number
                    for other in real.forms.values()
                    if any(one.name == measure.name for one in other.measures)
                }
                assert elsewhere == {record.number}
            else:
                whole = measure.organ if question.kind == "decides" else measure.effect
                assert question.answer[0].rstrip("。") in whole


def test_answers_about_work(bank: tuple[Question, ...], real: KnowledgeBase) -> None:
    for question in bank:
        record = record_of(question, real)
        if question.topic == "guides":
            told = {record.who, record.when}
            told |= {words for step in record.steps for words in (step.who, step.when) if words}
            assert question.answer[0].rstrip("。") in {words.rstrip("。") for words in told}
        elif question.kind == "effective":
            day = record.effective
            assert question.answer == (f"{day.year}年{day.month}月{day.day}日",)
        elif question.kind == "board":
            assert question.answer == (model.BOARDS[record.board].zh,)
        elif question.kind == "rank":
            assert question.answer == (model.RANKS[record.rank].zh,)
        elif question.kind == "article":
            (subject,) = re.findall(r"讲(“.+”)的是哪", question.text)
            lines = real.by_path[question.path].body.split("\n")
            headings = [line.lstrip("# ") for line in lines if line.startswith("#")]
            named = [h for h in headings if quoted(h.partition(" ")[2]) == subject]
            assert len(named) == 1
            assert named[0].split(" ")[0] == question.answer[0]
            assert all(
                any(heading.startswith(f"{option} ") for heading in headings)
                for option in question.options
            )


def test_the_bank_is_worth_having(bank: tuple[Question, ...]) -> None:
    kinds = {kind: sum(question.kind == kind for question in bank) for kind in KINDS}
    assert all(kinds.values()), kinds
    assert len(bank) > 1500
    # The right option stands in no place of preference.
    first = [q.options.index(q.answer[0]) for q in bank if q.kind == "definition"]
    for place in range(4):
        assert 0.18 < first.count(place) / len(first) < 0.32


# Anki


def test_anki_reads_it_back(bank: tuple[Question, ...]) -> None:
    text = to_anki(bank)
    lines = text.splitlines()
    header = [line for line in lines if line.startswith("#")]
    assert header[:2] == ["#separator:tab", "#html:false"]
    assert "#tags column:4" in header
    cards = list(csv.reader(lines[len(header) :], delimiter="\t"))
    assert [card[0] for card in cards] == [f"kb/{question.id}" for question in bank]
    for card, question in zip(cards, bank, strict=True):
        assert len(card) == 4
        assert card[1].startswith(" ".join(question.text.split()))
        assert all(" ".join(answer.split()) in card[2] for answer in question.answer)
        assert len(card[3].split(" ")) == 2


def test_quotes_in_a_field() -> None:
    made = term("q", "某提法", sources=SOURCE, wrong=[{"variant": '写成"甲"', "why": "不这样写"}])
    (line,) = [line for line in to_anki(asked(made)).splitlines() if "写成" in line]
    assert next(csv.reader([line], delimiter="\t"))[1] == '材料里写“写成"甲"”，为什么不规范？'


def test_kb_export(tmp_path: Path, capsys: pytest.CaptureFixture[str], online: Site) -> None:
    for name, built in (("questions.txt", "anki"), ("questions-en.txt", "anki-en")):
        with pytest.raises(SystemExit) as ended:
            cli.main(["export", str(tmp_path / name), "--docs", str(DOCS)])
        assert ended.value.code == 0
        assert "已导出" in capsys.readouterr().out
        made = (tmp_path / name).read_bytes()
        assert made == (online.folder / f"data/questions-{built}.txt").read_bytes()


def test_kb_export_says_what_it_knows(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main(["export", str(tmp_path / "terms.txt"), "--docs", str(DOCS)])
    assert ended.value.code == 2
    assert "questions.txt、questions-en.txt" in capsys.readouterr().err
    broken = write_docs(tmp_path / "docs", {"terms/a.md": term_data("b", "甲")})
    with pytest.raises(SystemExit) as ended:
        cli.main(["export", str(tmp_path / "questions.txt"), "--docs", str(broken)])
    assert ended.value.code == 1
    assert "没有导出" in capsys.readouterr().err
    assert not (tmp_path / "questions.txt").exists()


# The site


def test_questions_json_is_as_documented(online: Site, bank: tuple[Question, ...]) -> None:
    data = online.data("questions.json")
    assert list(data) == ["schema", "topics", "kinds", "questions"]
    assert data["schema"] == 1
    assert [row["id"] for row in data["questions"]] == [question.id for question in bank]
    for row in data["questions"]:
        assert sorted(row) == sorted(documented("questions.json"))
        assert row["topic"] in data["topics"]
        assert row["kind"] in data["kinds"]


def test_questions_lead_to_their_passages(online: Site) -> None:
    for row in online.data("questions.json")["questions"]:
        url, _, anchor = row["url"].partition("#")
        page = online.page(url)
        assert not anchor or anchor in page.ids, row["id"]


def test_the_offline_copy_has_what_the_page_needs(offline: Site) -> None:
    names = {path.name for path in (offline.folder / "data").iterdir()}
    assert {"questions-zh.js", "questions-en.js", "questions-anki.txt"} <= names
    assert "questions.json" not in names


def test_the_pages_of_questions_stay_small_and_are_no_authored_text(site: Site) -> None:
    found = [name for name in site.pages if re.match(r"(en/)?study/", name)]
    assert len(found) == 2 + len(TOPICS) + len(model.CATEGORIES)
    for name in found:
        page = site.pages[name]
        assert len(page.source.encode()) < 300_000, name
        assert "说的是什么：" not in page.authored
        has_none = "现在没有题" in page.source or "There is no question" in page.source
        assert (page.source.count('<details class="kb-question">') > 0) != has_none, name


def test_topic_pages_show_every_question(online: Site, bank: tuple[Question, ...]) -> None:
    shown = sum(
        page.source.count('<details class="kb-question">')
        for name, page in online.pages.items()
        if re.match(r"(en/)?study/\w+/index", name)
    )
    assert shown == len(bank)


# The self-test in a browser


def choose(page: Page, *topics: str, number: int) -> None:
    page.locator("button[data-all='']").click()
    for topic in topics:
        page.locator(f"input[value={topic}]").check()
    page.locator("input[name=number]").fill(str(number))


@pytest.mark.browser
def test_a_run_by_keyboard(visitor: Open) -> None:
    with visitor() as tab:
        page = tab.open("study/")
        choose(page, "forms", "theory", number=4)
        expect(page.locator("form [role=status]")).to_have_text("共8题")
        page.keyboard.press("Enter")  # in the number field
        wrong = 0
        for at in range(1, 9):
            expect(page.locator(".kb-study-progress")).to_have_text(f"第{at}题，共8题")
            expect(page.locator(".kb-study-heading")).to_be_focused()
            if page.locator(".kb-study-run input[type=radio]").count():
                page.keyboard.press("b")
                expect(page.locator(".kb-study-run input[type=radio]").nth(1)).to_be_focused()
                page.keyboard.press("1")
                expect(page.locator(".kb-study-run input[type=radio]").first).to_be_checked()
                page.keyboard.press("Enter")
                right = page.locator(".kb-right input").get_attribute("value")
                answer = page.locator(".kb-study-feedback strong").inner_text()
                assert right == answer
                wrong += page.locator(".kb-wrong-choice").count()
                page.keyboard.press("Enter")
            else:
                page.keyboard.press("Tab")
                page.keyboard.press("Enter")
                expect(page.locator(".kb-study-feedback a")).to_be_visible()
                wrong += 1
                page.keyboard.press("Tab")
                page.keyboard.press("Enter")  # I was wrong
        expect(page.locator(".kb-study-heading")).to_have_text(f"答对{8 - wrong}题，共8题")
        expect(page.locator(".kb-study-run li")).to_have_count(wrong)
        if wrong:
            page.keyboard.press("Tab")
            for _ in range(wrong):
                page.keyboard.press("Tab")
            expect(page.get_by_role("button", name="错题再做一遍")).to_be_visible()
            page.get_by_role("button", name="错题再做一遍").press("Enter")
            expect(page.locator(".kb-study-progress")).to_have_text(f"第1题，共{wrong}题")


@pytest.mark.browser
def test_an_answer_leads_to_its_passage(visitor: Open) -> None:
    with visitor() as tab:
        page = tab.open("study/")
        choose(page, "lists", number=1)
        page.get_by_role("button", name="开始自测").click()
        if page.locator(".kb-study-run input[type=radio]").count():
            page.locator(".kb-study-run input[type=radio]").first.check()
        page.get_by_role("button", name="看答案").click()
        link = page.locator(".kb-study-feedback a")
        page.goto(link.evaluate("link => link.href"))
        assert page.evaluate("!!document.getElementById(location.hash.slice(1))")


@pytest.mark.browser
def test_nothing_chosen(visitor: Open) -> None:
    with visitor() as tab:
        page = tab.open("study/")
        choose(page, number=3)
        page.get_by_role("button", name="开始自测").click()
        expect(page.locator("form [role=status]")).to_have_text("请先选一个专题")
        expect(page.locator(".kb-study-run")).to_be_hidden()


@pytest.mark.browser
def test_a_sheet_for_paper(visitor: Open) -> None:
    with visitor() as tab:
        page = tab.open("study/")
        choose(page, "organisation", "discipline", "regulations", number=3)
        page.get_by_role("button", name="排成题单打印").click()
        expect(page.locator(".kb-sheet li")).to_have_count(9)
        expect(page.locator(".kb-key li")).to_have_count(9)
        expect(page.locator(".kb-sheet h3")).to_have_text(["组织建设", "纪律建设", "党内法规"])
        assert page.locator(".kb-sheet ol").nth(2).get_attribute("start") == "7"
        page.emulate_media(media="print")
        for hidden in ("h1", ".md-header", ".kb-study-choice", ".kb-screen", ".kb-study-all"):
            expect(page.locator(hidden).first).to_be_hidden()
        expect(page.locator(".kb-sheet")).to_be_visible()
        style = "getComputedStyle(document.querySelector('.kb-key')).breakBefore"
        assert page.evaluate(style) == "page"
        page.emulate_media(media="screen")
        page.get_by_role("button", name="重新选题").click()
        expect(page.get_by_role("button", name="开始自测")).to_be_focused()


@pytest.mark.browser
def test_in_english_on_a_phone(visitor: Open) -> None:
    with visitor(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True) as tab:
        page = tab.open("en/study/")
        choose(page, "theory", number=2)
        page.get_by_role("button", name="Start").tap()
        expect(page.locator(".kb-study-progress")).to_have_text("Question 1 of 2")
        assert page.evaluate("document.documentElement.scrollWidth") == 390


@pytest.mark.browser
@pytest.mark.parametrize("path", ["study/", "study/organisation/", "en/study/"])
def test_without_scripts(visitor: Open, path: str) -> None:
    with visitor(java_script_enabled=False) as tab:
        page = tab.open(path)
        expect(page.locator("form.kb-study-choice:visible")).to_have_count(0)
        first = page.locator("details.kb-question").first
        expect(first.locator("strong")).to_be_hidden()
        first.locator("summary").focus()
        page.keyboard.press("Enter")
        expect(first.locator("strong")).to_be_visible()
        first.locator("a").click()
        expect(page.locator("h1").first).to_be_visible()
