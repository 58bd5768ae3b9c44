"""Finding terms: what a naive longest match over the same names finds, whatever the spelling."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping

import pytest
from helpers import numbered, term
from hypothesis import given
from hypothesis import strategies as st
from kb.match import Language, Matcher, Mention, name_variants
from kb.model import Term


def matcher(*terms: Term, language: Language = "zh") -> Matcher:
    return Matcher({record.id: record for record in terms}, language)


def found(text: str, *terms: Term, language: Language = "zh") -> list[str]:
    """The mentions, as written."""
    return [text[start:end] for start, end, _ in matcher(*terms, language=language).find(text)]


# A naive reference: every name at every position, the longest wins


def naive(text: str, names: Mapping[str, Iterable[str]]) -> list[tuple[int, int, tuple[str, ...]]]:
    """Leftmost-longest by trying everything; `names` → ids, in normal form."""
    text = "".join(map(normal, text))
    mentions = []
    at = 0
    while at < len(text):
        here = [name for name in names if text.startswith(name, at)]
        if here:
            longest = max(here, key=len)
            mentions.append((at, at + len(longest), tuple(sorted(names[longest]))))
            at += len(longest)
        else:
            at += 1
    return mentions


def normal(char: str) -> str:
    char = unicodedata.normalize("NFKC", char)
    return '"' if char in "“”„‟「」『』〝〞〟" else char


def spellings(record: Term) -> set[str]:
    """A term's names in normal form: quotes inside left out, each 一…九 also as a digit."""
    names: set[str] = set()
    for name in (record.term, *record.aliases):
        name = "".join(map(normal, name))
        if not (name.startswith('"') and name.endswith('"') and name.count('"') == 2):
            names.add(name.replace('"', ""))
        names.add(name)
    if record.counts:
        for digit, numeral in zip("1234", "一二三四", strict=True):
            names |= {name.replace(numeral, digit) for name in names}
    return names


ALPHABET = "会课甲乙一三“”「"
NAMES = st.text(st.sampled_from(ALPHABET), min_size=1, max_size=4).filter(
    lambda name: set(name) - set("“”「") and all(name.count(n) <= 1 for n in "一三")
)
TEXTS = st.text(st.sampled_from(ALPHABET + '13１３"＂』丁 '), max_size=40)
VOCABULARY = st.lists(st.lists(NAMES, min_size=1, max_size=3), min_size=1, max_size=6)


def separate_numerals(name: str) -> bool:
    """Whether no two numerals stand side by side: they would be one number."""
    bare = re.sub("[“”「]", "", name)
    return "一三" not in bare and "三一" not in bare


@given(VOCABULARY, TEXTS, st.booleans())
def test_matching_is_leftmost_longest(names: list[list[str]], text: str, counted: bool) -> None:
    terms = [
        term(
            f"t{n}",
            name,
            aliases=aliases,
            **({"counts": "1", "members": [{"wording": "甲"}]} if counted else {}),
        )
        for n, (name, *aliases) in enumerate(names)
        if not counted or all(map(separate_numerals, (name, *aliases)))
    ]
    by_name: dict[str, set[str]] = {}
    for record in terms:
        for name in spellings(record):
            by_name.setdefault(name, set()).add(record.id)
    by_name.pop("", None)
    assert [tuple(m) for m in matcher(*terms).find(text)] == naive(text, by_name)


@given(VOCABULARY, TEXTS)
def test_mentions_are_in_order_and_apart(names: list[list[str]], text: str) -> None:
    terms = [term(f"t{n}", name, aliases=aliases) for n, (name, *aliases) in enumerate(names)]
    end = 0
    for mention in matcher(*terms).find(text):
        assert end <= mention.start < mention.end <= len(text)
        end = mention.end


AROUND = st.text(st.sampled_from("会课丙“"), max_size=2)
CONTEXTS = st.lists(st.tuples(AROUND, AROUND).filter(any), max_size=2)
RULES = st.tuples(
    st.text(st.sampled_from("会课"), min_size=1, max_size=3),  # the name
    st.none() | st.tuples(st.booleans(), CONTEXTS),  # counts in quotes, or in phrases
    CONTEXTS,  # never in
)


def stands_in(phrase: str, name: str, text: str, at: int) -> bool:
    """Whether the name at `at` is part of the phrase."""
    return any(
        phrase.startswith(name, place) and place <= at and text.startswith(phrase, at - place)
        for place in range(len(phrase))
    )


@given(st.lists(RULES, min_size=1, max_size=4), st.text(st.sampled_from("会课丙“」"), max_size=30))
def test_conditional_words(
    rules: list[tuple[str, tuple[bool, list[tuple[str, str]]] | None, list[tuple[str, str]]]],
    text: str,
) -> None:
    """A word counts where its condition holds; of those that count, leftmost and longest."""
    terms, candidates = [], []
    folded = "".join(map(normal, text))
    for number, (name, rule, never) in enumerate(rules):
        in_quotes, contexts = rule or (False, [])
        phrases = [f"{before}{name}{after}" for before, after in contexts]
        hidden = [f"{before}{name}{after}" for before, after in never]
        match = {"in_quotes": in_quotes, "phrases": phrases} if rule else "always"
        terms.append(term(f"t{number}", name, match=match, never_in=hidden))
        for at in range(len(text)):
            end = at + len(name)
            if not folded.startswith(name, at):
                continue
            if any(stands_in("".join(map(normal, p)), name, folded, at) for p in hidden):
                continue
            quoted = in_quotes and at > 0 and folded[at - 1 : end + 1] == f'"{name}"'
            inside = any(stands_in("".join(map(normal, p)), name, folded, at) for p in phrases)
            if rule is None or quoted or inside:
                candidates.append((at, -end, f"t{number}"))
    expected: list[tuple[int, int, tuple[str, ...]]] = []
    for at, minus_end, _ in sorted(candidates):
        if not expected or at >= expected[-1][1]:
            ids = {entry[2] for entry in candidates if entry[:2] == (at, minus_end)}
            expected.append((at, -minus_end, tuple(sorted(ids))))
    assert [tuple(m) for m in matcher(*terms).find(text)] == expected


# Spellings


@pytest.mark.parametrize(
    ("name", "text", "mentions"),
    [
        ("三会一课", "落实三会一课制度", ["三会一课"]),
        ("三会一课", "“三会一课”「三会一课」", ["三会一课", "三会一课"]),
        (
            "三会一课",
            "3会1课、３会１课、3会一课、三会１课",
            ["3会1课", "３会１课", "3会一课", "三会１课"],
        ),
        ("四种形态", "4种形态和４种形态", ["4种形态", "４种形态"]),
        ("二十四字要求", "24字要求、２４字要求", ["24字要求", "２４字要求"]),
        (
            "政治纪律“十不准”",
            "政治纪律“十不准”、政治纪律十不准",
            ["政治纪律“十不准”", "政治纪律十不准"],
        ),
        ("政治纪律“十不准”", "政治纪律「10不准」", ["政治纪律「10不准」"]),
        ("三会一课", "三 会 一 课", []),
        ("三会一课", "三会两课", []),
        ("三会一课", "三会\n一课", []),
        ("“1+4”", "“1+4”和「１＋４」", ["“1+4”", "「１＋４」"]),
        ("“1+4”", "1+4=5", []),
    ],
)
def test_spellings(name: str, text: str, mentions: list[str]) -> None:
    assert found(text, numbered("a", name, "1")) == mentions


def test_numerals_of_words_are_not_digits() -> None:
    """统一 does not count anything."""
    assert found("统1战线、统一战线", term("a", "统一战线")) == ["统一战线"]
    assert found("第1书记", term("a", "第一书记")) == []


@pytest.mark.parametrize(
    ("name", "digits", "variants"),
    [
        ("三会一课", True, {"三会一课", "3会一课", "三会1课", "3会1课"}),
        ("三会一课", False, {"三会一课"}),
        ("“三会”一课", False, {'"三会"一课', "三会一课"}),
        ("“三会一课”", False, {'"三会一课"'}),
        ("“三会”“一课”", False, {'"三会""一课"', "三会一课"}),
        ("（试行）", False, {"(试行)"}),
        ("一百零八", True, {"一百零八", "108"}),
    ],
)
def test_name_variants(name: str, digits: bool, variants: set[str]) -> None:
    assert name_variants(name, digits=digits) == variants


def test_a_numeral_that_is_no_number() -> None:
    assert name_variants("百日攻坚", digits=True) == {"百日攻坚"}


# Ambiguous words


@pytest.mark.parametrize(
    ("text", "mentions"),
    [
        ("纠治五多问题", ["五多"]),
        ("“五多”「五多」", ["五多", "五多"]),
        ("治理五多", ["五多"]),
        ("一年五多次", []),
        ("“五多次”", []),
        ("５多、“５多”", ["５多"]),
        ("治理5多", []),  # a phrase is found as it is written
    ],
)
def test_conditional_word(text: str, mentions: list[str]) -> None:
    rule = {"in_quotes": True, "phrases": ["五多问题", "治理五多", "无关"]}
    assert found(text, numbered("a", "五多", "5", match=rule)) == mentions


def test_phrases_without_quotes() -> None:
    rule = {"in_quotes": False, "phrases": ["给予警告"]}
    assert found("“警告”，给予警告", term("a", "警告", match=rule)) == ["警告"]


def test_a_phrase_hides_no_other_term() -> None:
    rule = {"phrases": ["警告、严重警告", "给予警告"]}
    terms = (term("a", "警告", match=rule), term("b", "严重警告"))
    assert found("警告、严重警告处分", *terms) == ["警告", "严重警告"]


def test_a_phrase_may_be_the_name_of_another_term() -> None:
    terms = (term("a", "警告", match={"phrases": ["给予警告"]}), term("b", "给予警告"))
    assert matcher(*terms).find("给予警告") == [Mention(0, 4, ("b",))]


@pytest.mark.parametrize(
    ("text", "mentions"),
    [("党委会研究", ["党委会"]), ("党委会同纪委研究", []), ("党委会同意，党委会研究", ["党委会"])],
)
def test_never_in(text: str, mentions: list[str]) -> None:
    assert found(text, term("a", "党委会", never_in=["党委会同"])) == mentions


def test_senses() -> None:
    terms = (
        term("b", "十不准", aliases=["政治纪律十不准"], senses=["a"]),
        term("a", "十不准", aliases=["选人用人十不准"], senses=["b"]),
    )
    text = "十不准，政治纪律十不准，选人用人十不准"
    assert [m.senses for m in matcher(*terms).find(text)] == [("a", "b"), ("b",), ("a",)]


def test_a_conditional_sense_needs_its_condition() -> None:
    terms = (term("a", "警告", match={"phrases": []}), term("b", "警告处分"))
    text = "警告处分，“警告处分”，“警告”，警告"
    assert found(text, *terms) == ["警告处分", "警告处分", "警告"]


# English


def english(term_id: str, *names: str, **fields: object) -> Term:
    first, *aliases = names
    side = {"term": first, "definition": "A word.", "official": False, "aliases": aliases}
    return term(term_id, f"中文{term_id}", english=side, **fields)


@pytest.mark.parametrize(
    ("text", "mentions"),
    [
        ("the four forms, Four Forms; FOUR FORMS", ["four forms", "Four Forms", "FOUR FORMS"]),
        ("the “four forms”", ["four forms"]),
        ("twenty-four forms", ["four forms"]),
        ("fourfour forms, four formsx, xfour forms, four forms2", []),
        ("中文a里的 four forms。", ["中文a", "four forms"]),
        ("中文a中文中文a", ["中文a", "中文a"]),  # Chinese has no blanks between words
    ],
)
def test_english_whole_words(text: str, mentions: list[str]) -> None:
    assert found(text, english("a", "four forms"), language="en") == mentions


@pytest.mark.parametrize(
    ("text", "mentions"),
    [
        ("Party lecture. Party lectures, Party lectures", ["Party lecture"] * 3),
        ("Party lectures2", []),
        ("Party lecturess", []),
        ("a Party lecturer", []),
        ("party's lecture, Party’s branch", ["Party’s branch"]),
    ],
)
def test_english_plurals_and_apostrophes(text: str, mentions: list[str]) -> None:
    terms = (english("a", "Party lecture"), english("b", "Party's branch"))
    assert found(text, *terms, language="en") == mentions


def test_english_longest_first() -> None:
    terms = (english("a", "Party branch"), english("b", "Party branch committee"))
    text = "A Party branch committee of the Party branch"
    assert found(text, *terms, language="en") == ["Party branch committee", "Party branch"]


def test_english_name_inside_a_failed_longer_one() -> None:
    terms = (english("a", "full and rigorous"), english("b", "rigorous"))
    assert found("full and rigorously rigorous", *terms, language="en") == ["rigorous"]
    terms = (english("a", "a rigorous way"), english("b", "rigorous"))
    assert found("a rigorous wayside", *terms, language="en") == ["rigorous"]


def test_english_shorter_name_at_the_same_place() -> None:
    terms = (english("a", "Party"), english("b", "Party branch"))
    assert found("the Party branches", *terms, language="en") == ["Party"]


def test_english_conditional_names_need_quotes() -> None:
    record = english("a", "warning", match={"phrases": ["给予中文a"]})
    text = "a warning, a “Warning”, 给予中文a, 中文a"
    assert found(text, record, language="en") == ["Warning", "中文a"]


def test_names_of_a_language() -> None:
    record = english("a", "four forms", "the forms")
    text = "four forms, the forms, 中文a"
    assert found(text, record) == ["中文a"]
    assert found(text, record, language="en") == ["four forms", "the forms", "中文a"]
