"""The grammar of citations, rule by rule, on invented text."""

from __future__ import annotations

import re

import pytest
from helpers import calls_of
from hypothesis import given
from hypothesis import strategies as st
from kb import grammar, place, steps
from kb.address import parse_id
from kb.grammar import Reference, Work, parse
from kb.place import Place

MARK = re.compile(r"‖([^‖]*)‖")
OWN = re.compile(r"本(?:条例|办法)")
TITLE = re.compile(r"《[^《》]+》")

# A regulation of five articles; the third has two paragraphs, the first of them three items.
HEAD = (
    "‖art-1-p1‖甲。‖art-2-p1‖乙。‖art-2-p2‖丙。‖art-3-p1‖丁：‖art-3-p1-i1‖戊；‖art-3-p1-i2‖己；"
    "‖art-3-p1-i3‖庚。"
)


def read(marked: str) -> tuple[str, tuple[Place, ...]]:
    """A text without its marks, and the places they stand for; ‖‖ ends the provisions."""
    places: list[Place] = []
    parts: list[str] = []
    length = end = 0
    for match in MARK.finditer(marked):
        parts.append(marked[end : match.start()])
        length += len(parts[-1])
        places.append(Place(length, parse_id(match[1]) if match[1] else None))
        end = match.end()
    return "".join(parts) + marked[end:], tuple(places)


def works_in(text: str) -> tuple[Work, ...]:
    found = [Work(*match.span()) for match in TITLE.finditer(text)]
    found += [Work(*match.span(), own=True, alone=False) for match in OWN.finditer(text)]
    return tuple(sorted(found))


def found_in(marked: str) -> list[list[str]]:
    """[words, addresses …] or [words, reason] of each reference."""
    text, places = read(marked)
    return [
        [text[r.start : r.end], r.reason or " ".join(map(str, (r.address or "-", *r.also)))]
        for r in parse(text, works_in(text), places)
    ]


@pytest.mark.parametrize(
    ("text", "citations"),
    [
        # The work
        ("《甲》", [["《甲》", "-"]]),
        ("《甲》第五条", [["《甲》第五条", "art-5"]]),
        ("《甲》的第五条", [["《甲》的第五条", "art-5"]]),
        ("《甲》 第五条", [["《甲》 第五条", "art-5"]]),
        ("《甲》中第五条", [["《甲》中第五条", "art-5"]]),
        ("《甲》，第五条", [["《甲》", "-"]]),
        ("《甲》第二款", [["《甲》", "-"]]),
        ("《甲》总纲和第五条", [["《甲》总纲", "preamble"], ["第五条", "art-5"]]),
        ("《甲》第二部分", [["《甲》第二部分", "part-2"]]),
        (
            "《甲》第二部分、第四部分",
            [["《甲》第二部分", "part-2"], ["第四部分", "part-4"]],
        ),
        ("本条例第五条", [["本条例第五条", "art-5"]]),
        ("本条例所称", []),
        ("按第五条", []),
        # Numbers
        ("《甲》第50条", [["《甲》第50条", "art-50"]]),
        ("《甲》第５０条第２款", [["《甲》第５０条第２款", "art-50-p2"]]),
        ("《甲》50条", [["《甲》50条", "art-50"]]),
        ("《甲》五十条", [["《甲》五十条", "art-50"]]),
        ("《甲》第一千零九十一条", [["《甲》第一千零九十一条", "art-1091"]]),
        ("《甲》百条", [["《甲》", "-"]]),
        ("《甲》第五条之一第二款", [["《甲》第五条之一第二款", "art-5-1-p2"]]),
        ("《甲》第五条之规定", [["《甲》第五条", "art-5"]]),
        # Steps
        ("《甲》第五条第二款", [["《甲》第五条第二款", "art-5-p2"]]),
        ("《甲》第五条第（三）项", [["《甲》第五条第（三）项", "art-5-i3"]]),
        ("《甲》第五条第三项", [["《甲》第五条第三项", "art-5-i3"]]),
        ("《甲》第五条（三）项", [["《甲》第五条（三）项", "art-5-i3"]]),
        ("《甲》50条2款", [["《甲》50条2款", "art-50-p2"]]),
        (
            "《甲》第五条第二款第（三）项第一目",
            [["《甲》第五条第二款第（三）项第一目", "art-5-p2-i3-s1"]],
        ),
        ("《甲》第五条的第一款", [["《甲》第五条的第一款", "art-5-p1"]]),
        ("《甲》第五条规定的第一项", [["《甲》第五条规定的第一项", "art-5-i1"]]),
        ("《甲》第五条三项规定", [["《甲》第五条", "art-5"]]),
        ("《甲》第五条前三款", [["《甲》第五条前三款", "art-5-p1 art-5-p2 art-5-p3"]]),
        ("《甲》第五条第二款前两项", [["《甲》第五条第二款前两项", "art-5-p2-i1 art-5-p2-i2"]]),
        ("《甲》第二章", [["《甲》第二章", "ch-2"]]),
        ("《甲》第二章第三节", [["《甲》第二章第三节", "ch-2-sec-3"]]),
        ("《甲》第一编第二章", [["《甲》第一编第二章", "book-1-ch-2"]]),
        ("《甲》第二章第五条", [["《甲》第二章第五条", "art-5"]]),
        ("《甲》第三节", [["《甲》第三节", steps.NO_CHAPTER]]),
        ("《甲》分则第五条", [["《甲》分则第五条", "art-5"]]),
        ("《甲》分则第二章", [["《甲》分则第二章", steps.NO_CHAPTER]]),
        # Words that look like steps
        ("《甲》第五条例外", [["《甲》", "-"]]),
        ("《甲》第一章程", [["《甲》", "-"]]),
        ("《甲》第五条款项", [["《甲》第五条", "art-5"]]),
    ],
)
def test_after_a_work(text: str, citations: list[list[str]]) -> None:
    assert found_in(text) == citations


@pytest.mark.parametrize(
    ("provisions", "citations"),
    [
        ("第五条、第七条", ["art-5", "art-7"]),
        ("第五条，第七条", ["art-5", "art-7"]),
        ("第五条和第七条", ["art-5", "art-7"]),
        ("第五条与第七条", ["art-5", "art-7"]),
        ("第五条及第七条", ["art-5", "art-7"]),
        ("第五条以及第七条", ["art-5", "art-7"]),
        ("第五条或第七条", ["art-5", "art-7"]),
        ("第五条或者第七条", ["art-5", "art-7"]),
        ("第五条规定和第七条", ["art-5", "art-7"]),
        ("第五条的规定或者第七条", ["art-5", "art-7"]),
        ("第五条（甲乙）、第七条", ["art-5", "art-7"]),
        ("第五条。第七条", ["art-5"]),
        ("第五条；第七条", ["art-5"]),
        ("第五条的，第七条", ["art-5"]),
        ("第五条第一款、第三款", ["art-5-p1", "art-5-p3"]),
        ("第五条第一款、第七条第二款", ["art-5-p1", "art-7-p2"]),
        ("第五条第二款第（一）项、第（三）项", ["art-5-p2-i1", "art-5-p2-i3"]),
        ("第五条第一项、第三款", ["art-5-i1", "art-5-p3"]),
        ("第五条第一、三款", ["art-5-p1", "art-5-p3"]),
        ("第五条第（二）、（三）、（五）项", ["art-5-i2", "art-5-i3", "art-5-i5"]),
        ("第五、六条", ["art-5", "art-6"]),
        ("第五条、六条", ["art-5", "art-6"]),
        ("第五条、三条", ["art-5"]),
        ("第五条、六条措施", ["art-5"]),
        ("第五条，六条", ["art-5"]),
        ("第五条第一项、二项", ["art-5-i1", "art-5-i2"]),
        ("第二章、第四章", ["ch-2", "ch-4"]),
        # Ranges: what lies between is cited at the end
        ("第五条至第七条", ["art-5", "art-7 art-6"]),
        ("第五条到第七条", ["art-5", "art-7 art-6"]),
        ("第五条—第七条", ["art-5", "art-7 art-6"]),
        ("第五条-第七条", ["art-5", "art-7 art-6"]),
        ("第五条～第七条", ["art-5", "art-7 art-6"]),
        ("第五至第七条", ["art-5", "art-7 art-6"]),
        ("第五至七条", ["art-5", "art-7 art-6"]),
        ("第5-7条", ["art-5", "art-7 art-6"]),
        ("第五条至七条", ["art-5", "art-7 art-6"]),
        ("第五条至第七条和第九条", ["art-5", "art-7 art-6", "art-9"]),
        ("第五条、第七条至第九条", ["art-5", "art-7", "art-9 art-8"]),
        ("第五条至第七条至第九条", ["art-5", "art-7 art-6"]),
        ("第五条第一款至第三款", ["art-5-p1", "art-5-p3 art-5-p2"]),
        ("第五条第二款第一项至第三项", ["art-5-p2-i1", "art-5-p2-i3 art-5-p2-i2"]),
        ("第五条第一项至第三项以及第五项", ["art-5-i1", "art-5-i3 art-5-i2", "art-5-i5"]),
        ("第五条第一至三项", ["art-5-i1", "art-5-i3 art-5-i2"]),
        ("第五条第一款至第八条第二款", ["art-5-p1", "art-8-p2"]),
        ("第七条至第五条", ["art-7", "art-5"]),
        ("第二章至第四章", ["ch-2", "ch-4 ch-3"]),
    ],
)
def test_lists_and_ranges(provisions: str, citations: list[str]) -> None:
    found = found_in(f"《甲》{provisions}")
    assert [addresses for _, addresses in found] == citations


@pytest.mark.parametrize(
    ("text", "citations"),
    [
        ("‖art-3-p2‖前款所列", [["前款", "art-3-p1"]]),
        ("‖art-3-p2‖以前款所列", [["前款", "art-3-p1"]]),
        ("‖art-3-p2‖照上款处理", [["上款", "art-3-p1"]]),
        ("‖art-3-p2‖照上一款处理", [["上一款", "art-3-p1"]]),
        ("‖art-3-p2‖本条前款所列", [["本条前款", "art-3-p1"]]),
        ("‖art-3-p2‖前款第二项", [["前款第二项", "art-3-p1-i2"]]),
        ("‖art-3-p2‖前款规定的第二项", [["前款规定的第二项", "art-3-p1-i2"]]),
        (
            "‖art-3-p2‖前款第（一）、（三）项",
            [["前款第（一）", "art-3-p1-i1"], ["（三）项", "art-3-p1-i3"]],
        ),
        (
            "‖art-3-p2‖前款第一项至第三项",
            [["前款第一项", "art-3-p1-i1"], ["第三项", "art-3-p1-i3 art-3-p1-i2"]],
        ),
        ("‖art-3-p2‖前款和第二条", [["前款", "art-3-p1"], ["第二条", "art-2"]]),
        ("‖art-3-p2‖第二条和前款", [["第二条", "art-2"], ["前款", "art-3-p1"]]),
        ("‖art-3-p3‖前两款", [["前两款", "art-3-p1 art-3-p2"]]),
        ("‖art-3-p4‖前三款", [["前三款", "art-3-p1 art-3-p2 art-3-p3"]]),
        ("‖art-3-p2‖前条", [["前条", "art-2"]]),
        ("‖art-3-p2‖前条第二款", [["前条第二款", "art-2-p2"]]),
        ("‖art-3-p2‖前两条", [["前两条", "art-1 art-2"]]),
        ("‖art-3-p1-i3‖前项", [["前项", "art-3-p1-i2"]]),
        ("‖art-3-p1-i3‖前两项", [["前两项", "art-3-p1-i1 art-3-p1-i2"]]),
        ("‖art-3-1-p1‖前条", [["前条", "art-3"]]),
        ("‖art-3-p2‖本条第一款", [["本条第一款", "art-3-p1"]]),
        ("‖art-3-p2‖本条第（一）项", [["本条第（一）项", "art-3-i1"]]),
        ("‖art-3-p2‖本款第一项", [["本款第一项", "art-3-p2-i1"]]),
        ("‖art-3-p1-i3‖本项第一目", [["本项第一目", "art-3-p1-i3-s1"]]),
        ("‖art-3-p2‖本章第五条", [["本章第五条", "art-5"]]),
        ("‖art-3-p2‖本章第一节", [["本章第一节", steps.NO_CHAPTER]]),
        ("‖art-3-p2‖本条例第二条", [["本条例第二条", "art-2"]]),
        ("‖art-3-p2‖本条例前条", [["本条例前条", "art-2"]]),
        # No citations
        ("‖art-3-p2‖本条、本款、本项所称", []),
        ("‖art-3-p2‖目前款项，之前三项，以前三项，以上款项", []),
        ("‖art-3-p2‖前项目，前条件，前款项", []),
        # Nothing before
        ("‖art-3-p1‖前款", [["前款", place.NO_PARAGRAPH_BEFORE]]),
        ("‖art-3-p2‖前两款", [["前两款", place.NO_PARAGRAPH_BEFORE]]),
        ("‖art-3-p1‖前款第二项", [["前款第二项", place.NO_PARAGRAPH_BEFORE]]),
        (
            "‖art-3-p1‖前款第一项、第二项",
            [["前款第一项", place.NO_PARAGRAPH_BEFORE], ["第二项", place.NO_PARAGRAPH_BEFORE]],
        ),
        ("‖art-3-p1-i1‖前项", [["前项", place.NO_ITEM_BEFORE]]),
        ("‖art-5-p1‖前条", [["前条", place.NO_ARTICLE_BEFORE]]),
        ("‖art-3-p2‖前四条", [["前四条", place.NO_ARTICLE_BEFORE]]),
        ("‖‖前款、前条第一款", [["前款", place.NO_ARTICLE], ["前条第一款", place.NO_ARTICLE]]),
    ],
)
def test_relative_to_its_place(text: str, citations: list[list[str]]) -> None:
    assert found_in(HEAD + text) == citations


@pytest.mark.parametrize(
    ("text", "citations"),
    [
        ("‖art-4-p1‖违反第二条规定", [["第二条", "art-2"]]),
        ("‖art-4-p1‖违反第二条规定、第三条规定", [["第二条", "art-2"], ["第三条", "art-3"]]),
        ("‖art-4-p3‖违反第二款", [["第二款", "art-4-p2"]]),
        ("‖art-4-p3‖违反第二款或者第一款", [["第二款", "art-4-p2"], ["第一款", "art-4-p1"]]),
        ("‖art-3-p2‖第二项、第三项", [["第二项", "art-3-p1-i2"], ["第三项", "art-3-p1-i3"]]),
        ("‖art-3-p2‖第（二）项", [["第（二）项", "art-3-p1-i2"]]),
        ("‖art-3-p2‖第五项", [["第五项", grammar.NO_SUCH_ITEM]]),
        ("‖art-3-p2‖甲：‖art-3-p2-i2‖乙。‖art-3-p3‖第二项", [["第二项", grammar.NO_SUCH_ITEM]]),
        ("‖art-3-p2‖甲：‖art-3-p2-i2‖按第二项", [["第二项", "art-3-p2-i2"]]),
        ("‖art-4-p1‖第二章", [["第二章", "ch-2"]]),
        ("‖part-2‖第三部分", [["第三部分", "part-3"]]),
        ("‖art-4-p1‖第三部分", []),
        # Headings
        ("‖art-4-p1‖\n第四条 甲", []),
        ("‖art-4-p1‖\n第四条\n甲", []),
        ("‖art-4-p1‖\n### 第四条 甲", []),
        ("‖‖\n## 第二章 甲", []),
        ("‖art-4-p1‖乙丙。 第五条 甲", []),
        ("‖art-4-p1‖\n第二条规定的", [["第二条", "art-2"]]),
        ("‖art-4-p1‖\n　　第二条规定的", [["第二条", "art-2"]]),
        ("‖art-4-p1‖\n　　第二条　丁", []),
        # Whose provision it is
        ("‖art-4-p1‖《乙》规定，第二条", [["《乙》", "-"], ["第二条", grammar.OTHER_WORK]]),
        ("‖art-4-p1‖《乙》规定。第二条", [["《乙》", "-"], ["第二条", "art-2"]]),
        ("‖art-4-p1‖《乙》第五条、第二条", [["《乙》第五条", "art-5"], ["第二条", "art-2"]]),
        ("‖art-4-p1‖《乙》第五条和本条例第二条", [["《乙》第五条", "art-5"], ["本条例第二条", "art-2"]]),
        ("‖art-4-p2‖《乙》第五条和前款", [["《乙》第五条", "art-5"], ["前款", "art-4-p1"]]),
        ("‖art-4-p1‖某某法第二条", [["第二条", grammar.UNKNOWN_TITLE]]),
        ("‖art-4-p1‖该条第二款", [["第二款", grammar.THAT_ARTICLE]]),
        ("‖art-4-p1‖第二条，违反第二款", [["第二条", "art-2"], ["第二款", grammar.OTHER_ARTICLE]]),
        ("‖art-4-p1‖第二条；违反第二款", [["第二条", "art-2"], ["第二款", "art-4-p2"]]),
        (
            "‖art-4-p1‖违反第三条的：‖art-4-p1-i1‖违反第一项的",
            [["第三条", "art-3"], ["第一项", grammar.OTHER_ARTICLE]],
        ),
        (
            "‖art-4-p2‖违反第三条的：‖art-4-p2-i1‖违反第一款的；‖art-4-p3‖照第一款",
            [["第三条", "art-3"], ["第一款", grammar.OTHER_ARTICLE], ["第一款", "art-4-p1"]],
        ),
        ("‖‖按第二条", [["第二条", place.NO_ARTICLE]]),
        ("‖‖按本条例第五条，见第二条", [["本条例第五条", "art-5"], ["第二条", "art-2"]]),
        ("‖‖第二章、第三部分", []),
    ],
)  # fmt: skip
def test_without_a_work(text: str, citations: list[list[str]]) -> None:
    assert found_in(HEAD + text) == citations


def test_a_doubtful_work_keeps_its_reason() -> None:
    work = Work(0, 2, alone=False, doubt="某因")
    assert [(r.start, r.end, r.address, r.reason) for r in parse("甲法第五条、第六条", [work])] == [
        (0, 5, None, "某因"),
        (6, 9, None, "某因"),
    ]


def test_provisions_may_resume_after_a_definition() -> None:
    text = "《甲》（以下简称乙）第五条"
    (reference,) = parse(text, [Work(0, 3, resume=10)])
    assert (reference.start, reference.end, str(reference.address)) == (0, len(text), "art-5")


PIECES = st.sampled_from(
    [
        *re.findall(
            r"\S+",
            "《甲》 本条例 本办法 第 条 款 项 目 章 节 编 部分 总纲 五 十 百 一百零五 5 ５０ 、 ， 和 及 以及 至"
            " 到 — ～ （ ） （二） 之一 前 前款 前两款 上款 前条 前两条 前项 本条 本款 本章 该条 第五条 第二款"
            " 第（三）项 第二、三 规定 的 。 ； # 甲 法",
        ),
        "\n",
        " ",
    ]
)
TEXTS = st.one_of(st.lists(PIECES, max_size=25).map("".join), st.text(max_size=40))
ADDRESSES = st.sampled_from(
    ["art-1-p1", "art-2-p2", "art-2-p2-i3", "art-2-1", "part-2", "preamble"]
)


@given(TEXTS, st.lists(st.tuples(st.integers(0, 60), st.none() | ADDRESSES), max_size=5))
def test_references_lie_apart_in_the_text(text: str, marks: list[tuple[int, str | None]]) -> None:
    """Any text can be read, at any place."""
    places = sorted(
        (Place(start, parse_id(address) if address else None) for start, address in marks),
        key=lambda mark: mark.start,
    )
    end = 0
    for reference in parse(text, works_in(text), places):
        assert end <= reference.start < reference.end <= len(text)
        assert (reference.address is None) or reference.reason is None
        assert reference.address is not None or reference.reason or reference.work
        assert reference.address not in reference.also
        end = reference.end


@given(TEXTS)
def test_without_places_nothing_is_found_but_after_works(text: str) -> None:
    assert all(reference.work for reference in parse(text, works_in(text)))


@pytest.mark.parametrize(
    "unit",
    [
        "第五条、", "第一、", "第（一）", "前款、", "前条第一款和", "本条", "第五条至", "第五", "（", "第一百",
        "《甲》第五条，", "《甲", "第五条第二款第三项第一目", "本条例第五条（", "第二条的规定", "第1-", "\n第五条 ", "第五条前三款",
    ],
)  # fmt: skip
def test_work_grows_with_the_text(unit: str) -> None:
    """Eight times the text takes no more than some ten times as many calls."""

    def calls(count: int) -> int:
        text = unit * (count // len(unit))
        places = [Place(n, parse_id("art-2-p2")) for n in range(0, len(text), 50)]
        works = works_in(text)
        return calls_of(lambda: list(parse(text, works, places)))

    assert calls(8_000) < 10 * calls(1_000) + 1_000


def test_references_are_plain_data() -> None:
    (reference,) = parse("《甲》第五条", [Work(0, 3)])
    assert reference == Reference(0, 6, Work(0, 3), parse_id("art-5"))
