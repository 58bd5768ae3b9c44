"""Citations: found as papers write them, resolved to addresses, and nothing guessed."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from helpers import GOLDEN, calls_of, regulation
from hypothesis import given
from hypothesis import strategies as st
from kb.address import Address, parse_provision
from kb.cite import UNVERIFIABLE, CitationFinder
from kb.model import Regulation
from kb.place import Place
from kb.text import fold

DATA: dict[str, Any] = yaml.safe_load((GOLDEN / "cite.yaml").read_text(encoding="utf-8"))
REGULATIONS = {
    fields["id"]: regulation(fields.pop("id"), fields.pop("title"), **fields)
    for fields in map(dict, DATA["regulations"])
}
FINDER = CitationFinder(REGULATIONS)


@pytest.mark.parametrize("case", [pytest.param(c, id=c["case"]) for c in DATA["cases"]])
def test_golden(case: dict[str, Any]) -> None:
    text = case["text"]
    found = FINDER.find(text, own=REGULATIONS.get(case.get("own", "")))
    assert [
        [citation.raw, citation.target] + ([] if citation.resolved else [citation.reason])
        for citation in found.citations
    ] == case["citations"]
    for citation in found.citations:
        assert text[citation.start : citation.end] == citation.raw
        known = citation.target.partition("/")[0].partition("@")[0]
        assert citation.regulation == (known if known in REGULATIONS else None)


def test_unverifiable_is_a_reason_of_its_own() -> None:
    (citation,) = FINDER.find("《问责条例》第七条").citations
    assert citation.reason == UNVERIFIABLE


def test_a_digest_shows_that_an_article_exists() -> None:
    finder = CitationFinder(REGULATIONS, {"wenze": {Address(article=7), Address(part=2)}})
    text = "《问责条例》第七条第二款、第八条，《问责条例》第二部分，《问责条例》总纲"
    assert [(c.target, c.resolved, c.reason) for c in finder.find(text).citations] == [
        ("wenze/art-7-p2", True, None),
        ("wenze/art-8", False, UNVERIFIABLE),
        ("wenze/part-2", True, None),
        ("wenze/preamble", False, UNVERIFIABLE),
    ]


def test_a_digest_does_not_stretch_a_known_count() -> None:
    finder = CitationFinder(REGULATIONS, {"zhibu": {Address(article=38)}})
    (citation,) = finder.find("《支部工作条例》第三十八条").citations
    assert not citation.resolved


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        ("依据《某某办法》和纪律处分条例办理", ["《某某办法》", "纪律处分条例"]),
        ("《中国共产党纪律处分条例》", ["《中国共产党纪律处分条例》", "中国共产党纪律处分条例"]),
        ("《短》、《跨\n行》", []),
    ],
)
def test_titles(text: str, titles: list[str]) -> None:
    assert [text[start:end] for start, end in FINDER.find(text).titles] == titles


@pytest.mark.parametrize(
    ("title", "regulation_id"),
    [
        ("中国共产党支部工作条例（试行）", "zhibu"),
        ("中国共产党支部工作条例(试行)", "zhibu"),
        ("中国共产党支部工作条例", "zhibu"),
        ("中国共产党章程（试行）", "dangzhang"),
        ("中国共产党章程（草案）", None),
        ("条例", None),
        ("", None),
    ],
)
def test_resolve_title(title: str, regulation_id: str | None) -> None:
    found = FINDER.resolve_title(title)
    assert (found.id if found else None) == regulation_id


NUMBERS = st.integers(1, 158)
ADDRESSES = st.builds(
    Address,
    article=NUMBERS,
    suffix=st.integers(0, 3),
    paragraph=st.integers(0, 9),
    item=st.integers(0, 20),
)


@given(
    st.text(st.sampled_from("依据，。的了按"), max_size=5),
    st.sampled_from(["《中国共产党纪律处分条例》", "《处分条例》", "纪律处分条例"]),
    ADDRESSES,
)
def test_any_address_is_found(before: str, title: str, address: Address) -> None:
    text = f"{before}{title}{address.chinese}的规定"
    (citation,) = FINDER.find(text).citations
    assert (citation.start, citation.target) == (len(before), f"jilv/{address}")
    assert citation.resolved
    assert parse_provision(citation.raw.removeprefix(title)) == address


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("《纪律处分条例（2018年修订）》第五十二条", "jilv@2018/art-52"),
        ("《纪律处分条例》（2018年修订）第五十二条", "jilv@2018/art-52"),
        ("《纪律处分条例》第五十二条第一款（2018年修订）", "jilv@2018/art-52-p1"),
        ("《纪律处分条例》第五十九条（2023年修订）", "jilv/art-59"),
        ("《支部工作条例》第十六条第二款（2018年试行文本）", "zhibu/art-16-p2"),
        ("《纪律处分条例》第五十九条（1998年制定）", "jilv/art-59"),
    ],
)
def test_the_revision_may_stand_inside_or_after(text: str, target: str) -> None:
    (citation,) = FINDER.find(f"见{text}。").citations
    assert citation.target == target
    assert citation.resolved


@given(st.lists(NUMBERS, min_size=1, max_size=6))
def test_any_list_is_found(articles: list[int]) -> None:
    provisions = "、".join(Address(article=article).chinese for article in articles)
    found = FINDER.find(f"《纪律处分条例》{provisions}").citations
    assert [citation.target for citation in found] == [f"jilv/art-{n}" for n in articles]


@given(NUMBERS, NUMBERS)
def test_any_range_is_filled(first: int, last: int) -> None:
    ends = (Address(article=first).chinese, Address(article=last).chinese)
    targets = [c.target for c in FINDER.find(f"《处分条例》{ends[0]}至{ends[1]}").citations]
    between = range(first + 1, last)
    assert targets == [f"jilv/art-{n}" for n in (first, *between, last)]


# In the text of a regulation

PLACES = (
    Place(0, None),
    Place(10, Address(article=5, paragraph=1)),
    Place(20, Address(article=5, paragraph=2)),
)


@pytest.mark.parametrize(
    ("text", "citations"),
    [
        ("依照前款和第八条", [("前款", "jilv/art-5-p1"), ("第八条", "jilv/art-8")]),
        ("依照第九百条", [("第九百条", "jilv/art-900")]),
        ("按照前三款", [("前三款", None)]),
        ("前两款", [("前两款", None)]),
        ("2018年文本第五十二条", [("2018年文本第五十二条", "jilv@2018/art-52")]),
        ("2018年文本在第五十二条", [("第五十二条", None)]),
        ("2023年文本第五十九条", [("2023年文本第五十九条", "jilv/art-59")]),
        ("修订前的第五十二条", [("修订前的第五十二条", None)]),
        ("党章的规定、第五条", [("第五条", None)]),
        ("本规定第六条", [("本规定第六条", "jilv/art-6")]),
        ("第六章", []),
    ],
)
def test_in_the_text_of_a_regulation(text: str, citations: list[tuple[str, str | None]]) -> None:
    text = "甲" * 22 + "。" + text
    found = FINDER.find(text, own=REGULATIONS["jilv"], places=PLACES).citations
    assert [(c.raw, c.target if c.regulation else None) for c in found] == citations
    assert FINDER.find(text, places=PLACES) == FINDER.find(text)


def test_the_paragraphs_before_are_cited_each() -> None:
    places = (Place(0, Address(article=5, paragraph=3)),)
    found = FINDER.find("依照前两款", own=REGULATIONS["jilv"], places=places).citations
    assert [(c.raw, c.target) for c in found] == [
        ("", "jilv/art-5-p2"),
        ("前两款", "jilv/art-5-p1"),
    ]


def test_a_text_that_changes_another_has_no_articles_of_its_own() -> None:
    amendment = regulation("xiuzheng", "中国共产党章程修正案", articles=9)
    finder = CitationFinder(REGULATIONS | {"xiuzheng": amendment})
    found = finder.find("第五条修改为：依照前款", own=amendment, places=PLACES).citations
    assert [(c.raw, c.resolved) for c in found] == [("第五条", False), ("前款", False)]


def test_chapters_that_the_page_shows() -> None:
    shown = {"jilv": {Address(chapter=6), Address(chapter=6, section=2)}}
    finder = CitationFinder(REGULATIONS, shown)
    text = "《纪律处分条例》第六章，处分条例第六章第二节，处分条例第九章"
    assert [(c.raw, c.target, c.resolved) for c in finder.find(text).citations] == [
        ("《纪律处分条例》第六章", "jilv/ch-6", True),
        ("处分条例第六章第二节", "jilv/ch-6-sec-2", True),
    ]


def test_a_short_title_that_two_regulations_share() -> None:
    finder = CitationFinder(
        {
            "a": regulation("a", "甲工作条例", short=["工作条例", "乙工作条例"], articles=9),
            "b": regulation("b", "乙工作条例", short=["工作条例"], articles=9),
        }
    )
    assert finder.resolve_title("工作条例") is None
    found = finder.find("《工作条例》第一条、工作条例第二条，《乙工作条例》第三条").citations
    reason = "这个简称有《甲工作条例》、《乙工作条例》共用"
    assert [(c.target, c.reason) for c in found] == [
        ("《工作条例》第一条", reason),
        ("工作条例第二条", reason),
        ("b/art-3", None),
    ]


@pytest.mark.parametrize(
    "unit",
    [
        "《党章》第一条",
        "处分条例",
        "党章第",
        "《党章》（以下简称《条例》）",
        "2018年文本",
        "本《条例》第",
        "《",
        "（简称甲乙）",
        "《党章》（简称甲乙），甲乙第一条",
    ],
)
def test_work_grows_with_the_text(unit: str) -> None:
    """Eight times the text takes no more than some ten times as many calls."""

    def calls(count: int) -> int:
        text = unit * (count // len(unit))
        return calls_of(lambda: FINDER.find(text, own=REGULATIONS["jilv"], places=PLACES))

    assert calls(8_000) < 10 * calls(1_000) + 1_000


PIECES = st.sampled_from(
    [
        "《",
        "》",
        "《党章》",
        "党章",
        "处分条例",
        "本条例",
        "第",
        "条",
        "款",
        "项",
        "部分",
        "总纲",
        "序言",
        "五",
        "十",
        "百零五",
        "一百",
        "5",
        "50",
        "５",
        "、",
        "，",
        "和",
        "至",
        "（",
        "）",
        "（二）",
        "（2018年修订）",
        "（2018）",
        "之一",
        "（以下简称《条例》）",
        "《条例》",
        "本《条例》",
        "2018年文本",
        "前款",
        "前两款",
        "本条",
        "前条",
        "第（一）、（二）项",
        "第六章",
        "第五条",
        "第二款",
        "。",
        "\n",
        "甲",
    ]
)
TEXTS = st.lists(PIECES, max_size=14).map("".join)


@given(
    st.one_of(TEXTS, st.text(max_size=40)),
    st.sampled_from([None, REGULATIONS["jilv"]]),
    st.sampled_from([(), PLACES]),
)
def test_citations_are_in_order_and_apart(
    text: str, own: Regulation | None, places: tuple[Place, ...]
) -> None:
    end = 0
    for citation in FINDER.find(text, own=own, places=places).citations:
        assert end <= citation.start <= citation.end <= len(text)
        assert citation.raw == text[citation.start : citation.end]
        assert citation.resolved is (citation.regulation is not None and citation.reason is None)
        end = citation.end


@given(TEXTS)
def test_width_does_not_matter(text: str) -> None:
    """Punctuation of another width finds the same."""
    targets = [(c.start, c.end, c.target) for c in FINDER.find(text).citations if c.regulation]
    folded = FINDER.find(fold(text)).citations
    assert [(c.start, c.end, c.target) for c in folded if c.regulation] == targets


def test_a_numeral_that_is_no_number() -> None:
    assert [c.target for c in FINDER.find("《党章》百条问答").citations] == ["dangzhang"]


def test_there_is_no_article_zero() -> None:
    (citation,) = FINDER.find("《党章》第〇条").citations
    assert not citation.resolved


def test_a_regulation_of_articles_has_no_numbered_parts() -> None:
    (citation,) = FINDER.find("《纪律处分条例》第二部分").citations
    assert not citation.resolved


def test_no_regulations_at_all() -> None:
    finder = CitationFinder({})
    assert [c.reason for c in finder.find("《党章》第一条").citations] == ["本库没有这部法规"]


def test_brackets_are_kept_as_written() -> None:
    (citation,) = FINDER.find("《纪律处分条例》第５条第（２）项").citations
    assert citation.raw == "《纪律处分条例》第５条第（２）项"
