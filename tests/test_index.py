"""Over all pages: who uses a term, who cites an article, what is missing."""

from __future__ import annotations

import pytest
from helpers import knowledge_of, page_info, regulation, term
from kb.cite import CitationFinder
from kb.index import (
    Coverage,
    PageQuotations,
    PageUse,
    SiteIndex,
    citation_problems,
    find_coverage,
    page_use,
    whole_provision,
)
from kb.link import Hrefs, link_page
from kb.match import Matcher
from kb.problem import Severity

RULES = regulation("zhibu", "支部工作条例", articles=37, verified_on="2026-01-01")
OLD = regulation(
    "old", "旧条例", articles=9, status="superseded", superseded_by="zhibu", verified="secondary"
)
BARE = regulation("bare", "问责条例", verified="unverified", verified_on="2020-01-01")
TERMS = (
    term("a", "三会一课"),
    term("b", "党课", verified="unverified"),
    term("c", "四风", senses=["d"], verified_on="2024-06-01"),
    term("d", "四风", senses=["c"]),
    term("e", "从未用过"),
)
KNOWLEDGE = knowledge_of(*TERMS, RULES, OLD, BARE)
MATCHER = Matcher(KNOWLEDGE.terms, "zh")
FINDER = CitationFinder(KNOWLEDGE.regulations)
HREFS = Hrefs(term=lambda term_id: term_id, citation=lambda citation: citation.target)


def use(url: str, body: str, kind: str = "page", record_id: str | None = None) -> PageUse:
    own = KNOWLEDGE.regulations.get(record_id or "")
    linked = link_page(body, MATCHER, FINDER, HREFS, own_regulation=own)
    return page_use(page_info(url, kind, record_id), linked)


def index_of(*uses: PageUse) -> SiteIndex:
    index = SiteIndex("zh", KNOWLEDGE)
    for entry in uses:
        index.add(entry)
    return index


REPORT = use(
    "reports/r/",
    '<p>上党课。</p><h2 id="one">一、做法</h2><p>落实三会一课，三会一课常态化。再上党课；党课要听。</p>',
    "report",
)
GUIDE = use("guides/g/", "<p>三会一课怎么开。</p>", "guide")
OWN = use("terms/a/", "<p>三会一课包括党课。</p><p>三会一课。</p>", "term", "a")
HOME = use("", "<p>三会一课</p>")


# One page


def test_mentions_are_placed_in_their_sentences() -> None:
    assert [(s.text, s.anchor, s.section) for s in REPORT.sentences] == [
        ("上党课。", "", ""),
        ("落实三会一课，三会一课常态化。", "one", "一、做法"),
        ("再上党课；党课要听。", "one", "一、做法"),
    ]
    assert [(u.senses, u.sentence, u.word, u.linked) for u in REPORT.uses] == [
        (("b",), 0, "党课", True),
        (("a",), 1, "三会一课", True),
        (("a",), 1, "三会一课", False),
        (("b",), 2, "党课", True),  # another section
        (("b",), 2, "党课", False),
    ]


def test_citations_are_placed_in_their_sentences() -> None:
    page = use("x/", "<p>甲。依据《支部工作条例》第五条至第七条。</p>")
    assert [s.text for s in page.sentences] == ["依据《支部工作条例》第五条至第七条。"]
    assert [(c.citation.target, c.sentence) for c in page.citations] == [
        ("zhibu/art-5", 0),
        ("zhibu/art-6", 0),
        ("zhibu/art-7", 0),
    ]


def test_a_sentence_stands_on_one_line() -> None:
    page = use("x/", "<p>落实\u3000 三会一课  常态化</p>")
    assert page.sentences[0].text == "落实 三会一课 常态化"


@pytest.mark.parametrize(
    ("body", "quoted"),
    [
        ("<p>“六个一”活动，“三会一课”制度，“党课”</p>", ("六个一",)),
        ("<p>“双”、“一二三四五六七八九十一二三”</p>", ()),  # too short, too long
        ("<p>“学习三会一课”</p>", ()),  # a term stands in it
        ("<p>“甲乙</p><p>丙丁”</p>", ()),
        ("<p>“甲乙”“甲乙”</p>", ("甲乙", "甲乙")),
    ],
)
def test_quoted_words_without_an_entry(body: str, quoted: tuple[str, ...]) -> None:
    assert use("x/", body).quoted == quoted


# Concordances


def shown(
    entries: tuple[PageQuotations, ...],
) -> list[tuple[str, int, list[tuple[str, tuple[str, ...]]]]]:
    return [
        (e.page.url, e.count, [(q.sentence.text, q.words) for q in e.quotations]) for e in entries
    ]


def test_concordance() -> None:
    index = index_of(HOME, OWN, REPORT, GUIDE)
    found = index.concordance("a")
    assert [(kind, shown(entries)) for kind, entries in found.groups] == [
        ("report", [("reports/r/", 2, [("落实三会一课，三会一课常态化。", ("三会一课",))])]),
        ("guide", [("guides/g/", 1, [("三会一课怎么开。", ("三会一课",))])]),
        ("page", [("", 1, [("三会一课", ("三会一课",))])]),
    ]
    assert (found.mentions, found.pages) == (4, 3)
    assert (index.mention_count("a"), index.page_count("a")) == (4, 3)


def test_concordance_leaves_out_only_its_own_page() -> None:
    found = index_of(OWN).concordance("b")
    assert [(kind, shown(entries)) for kind, entries in found.groups] == [
        ("term", [("terms/a/", 1, [("三会一课包括党课。", ("党课",))])])
    ]


def test_every_spelling_of_a_sentence_is_marked() -> None:
    page = use("x/", "<p>“四风”和「四风」、四风</p>")
    (quotation,) = index_of(page).concordance("c").groups[0][1][0].quotations
    assert quotation.words == ("四风",)
    record = term("a", "三会一课", kind="numbered", counts="3+1", members=[{"wording": "甲"}] * 4)
    linked = link_page("<p>3会1课、三会一课</p>", Matcher({"a": record}, "zh"), FINDER, HREFS)
    index = SiteIndex("zh", knowledge_of(record))
    index.add(page_use(page_info("x/"), linked))
    assert index.concordance("a").groups[0][1][0].quotations[0].words == ("3会1课", "三会一课")


def test_a_word_of_two_senses_is_in_both_concordances() -> None:
    index = index_of(use("x/", "<p>四风</p>"))
    assert index.mention_count("c") == index.mention_count("d") == 1


def test_an_unused_term() -> None:
    index = index_of(HOME)
    assert index.concordance("e").groups == ()
    assert (index.mention_count("e"), index.page_count("e")) == (0, 0)


def test_terms_on_a_page() -> None:
    index = index_of(OWN, REPORT)
    assert [(e.term, e.count) for e in index.terms_on("reports/r/")] == [("b", 3), ("a", 2)]
    assert [(e.term, e.count) for e in index.terms_on("terms/a/")] == [("b", 1)]


def test_a_page_added_again_replaces_itself() -> None:
    index = index_of(HOME, GUIDE)
    assert index.mention_count("a") == 2
    index.add(use("", "<p>党课</p>"))
    assert (index.mention_count("a"), index.mention_count("b")) == (1, 1)
    assert list(index.cited_by("zhibu")) == []
    index.add(use("", "<p>《支部工作条例》第五条</p>"))
    assert list(index.cited_by("zhibu")) == ["art-5"]


def test_output_does_not_depend_on_the_order_of_pages() -> None:
    pages = [HOME, OWN, REPORT, GUIDE]
    there, back = index_of(*pages), index_of(*reversed(pages))
    assert [page.info.url for page in there.in_order()] == [
        "",
        "guides/g/",
        "reports/r/",
        "terms/a/",
    ]
    for term_id in KNOWLEDGE.terms:
        assert there.concordance(term_id) == back.concordance(term_id)


# Citations


def test_cited_by() -> None:
    index = index_of(
        use("x/", "<p>《支部工作条例》第五条第二款、第六条，《支部工作条例》第五条。</p>"),
        use("y/", "<p>依据《支部工作条例》。</p><p>见《支部工作条例》第五条第（一）项。</p>"),
    )
    assert {address: shown(pages) for address, pages in index.cited_by("zhibu").items()} == {
        "art-5": [
            (
                "x/",
                1,
                [
                    (
                        "《支部工作条例》第五条第二款、第六条，《支部工作条例》第五条。",
                        ("《支部工作条例》第五条第二款", "《支部工作条例》第五条"),
                    )
                ],
            ),
            (
                "y/",
                1,
                [("见《支部工作条例》第五条第（一）项。", ("《支部工作条例》第五条第（一）项",))],
            ),
        ],
        "art-6": [
            (
                "x/",
                1,
                [("《支部工作条例》第五条第二款、第六条，《支部工作条例》第五条。", ("第六条",))],
            )
        ],
        "": [("y/", 1, [("依据《支部工作条例》。", ("《支部工作条例》",))])],
    }


@pytest.mark.parametrize(
    "body",
    [
        "<p>《支部工作条例》第三十八条</p>",
        "<p>《不明条例》第一条</p>",
        "<p>《支部工作条例》（2001年）第一条</p>",
    ],
)
def test_what_is_unresolved_is_in_no_backlink(body: str) -> None:
    assert not index_of(use("x/", body)).cited_by("zhibu")


def test_a_regulation_does_not_cite_itself() -> None:
    own = use(
        "regulations/zhibu/", "<p>《支部工作条例》第五条，本条例第六条</p>", "regulation", "zhibu"
    )
    assert not index_of(own).cited_by("zhibu")


@pytest.mark.parametrize(
    ("address", "whole"),
    [
        ("", ""),
        ("art-5", "art-5"),
        ("art-50-1", "art-50-1"),
        ("art-50-1-p2-i3", "art-50-1"),
        ("art-5-p2", "art-5"),
        ("part-3", "part-3"),
        ("preamble", "preamble"),
        ("rev-2018", ""),
    ],
)
def test_whole_provision(address: str, whole: str) -> None:
    assert whole_provision(address) == whole


# Coverage


def coverage(*uses: PageUse) -> Coverage:
    return find_coverage(index_of(*uses), oldest_check="2025-01-01")


def test_coverage_of_terms_and_records() -> None:
    found = coverage(HOME, OWN, REPORT)
    assert found.unused_terms == ("c", "d", "e")
    assert found.unverified == ("regulations/bare.md", "terms/b.md")
    assert found.overdue == ("regulations/bare.md", "terms/c.md")


def test_a_term_used_on_its_own_page_only_is_unused() -> None:
    assert "a" in coverage(OWN).unused_terms


def test_coverage_of_quotes() -> None:
    first = use("x/", "<p>“归雁工程”，“两支队伍”“两支队伍”，“一次”</p>")
    second = use("y/", "<p>“归雁工程”，“最多”“最多”“最多”</p>")
    assert coverage(second, first).undefined_quotes == (
        ("最多", 3, (second.info,)),
        ("两支队伍", 2, (first.info,)),
        ("归雁工程", 2, (first.info, second.info)),
        ("一次", 1, (first.info,)),
    )


def test_coverage_of_citations() -> None:
    page = use("x/", "<p>《不明条例》、《支部工作条例》第三十八条、《支部工作条例》第五条</p>")
    assert [(info.url, c.raw) for info, c in coverage(page).unresolved] == [
        ("x/", "《支部工作条例》第三十八条")
    ]


# Problems


def test_citation_problems() -> None:
    body = (
        "<p>《支部工作条例》第三十八条</p><p>《支部工作条例》第五条</p><p>《旧条例》第二条</p>"
        "<p>《问责条例》第三条</p><p>《不明条例》第四条</p>"
    )
    source = (
        "---\ntitle: x\n---\n《支部工作条例》第三十八条\n\n《支部工作条例》第五条\n\n《旧条例》第二条\n"
        "《问责条例》第三条\n《不明条例》第四条\n"
    )
    problems = list(citation_problems(use("x/", body), source, KNOWLEDGE))
    assert [(str(problem), problem.severity) for problem in problems] == [
        (
            "x.md:4: 引用“《支部工作条例》第三十八条”核对不上：《支部工作条例》没有第三十八条"
            "（2018年文本共37条）。 修改：对照正式文本改正条款号。",
            Severity.ERROR,
        ),
        (
            "x.md:8: 引用“《旧条例》第二条”：《旧条例》已被取代。 "
            "修改：改引《支部工作条例》；确需引旧版的写明年份。",
            Severity.WARNING,
        ),
        (
            "x.md:9: 引用“《问责条例》第三条”核对不上：本库没有这部法规的条数，无法核对。 "
            "修改：在 regulations/ 补上这部法规的条数，或只引法规不引条款。",
            Severity.HINT,
        ),
    ]


def test_an_old_revision_named_by_its_year_is_no_problem() -> None:
    old = regulation(
        "old", "旧条例", status="superseded", superseded_by="zhibu",
        revisions=[
            {"date": "2020-01-01", "label": "新", "articles": 9, "level": "text"},
            {"date": "2010-01-01", "label": "旧", "articles": 9, "level": "text"},
        ],
    )  # fmt: skip
    knowledge = knowledge_of(RULES, old)
    source = "《旧条例》（2010年）第二条"
    linked = link_page(f"<p>{source}</p>", MATCHER, CitationFinder(knowledge.regulations), HREFS)
    assert list(citation_problems(page_use(page_info("x/"), linked), source, knowledge)) == []


def test_repeated_citations_are_found_one_after_another() -> None:
    raw = "《支部工作条例》第九十条"
    problems = citation_problems(
        use("x/", f"<p>{raw}</p><p>甲</p><p>{raw}</p>"), f"{raw}\n\n甲\n\n{raw}\n", KNOWLEDGE
    )
    assert [problem.line for problem in problems] == [1, 5]


@pytest.mark.parametrize("shown", ["第90条第(二)项", "第９０条第（二）项"])
@pytest.mark.parametrize("written", ["第90条第(二)项", "第９０条第（二）项"])
def test_the_line_is_found_whatever_the_width(shown: str, written: str) -> None:
    page = use("x/", f"<p>甲</p><p>《支部工作条例》{shown}</p>")
    source = f"甲\n\n《支部工作条例》{written}\n"
    assert [p.line for p in citation_problems(page, source, KNOWLEDGE)] == [3]


def test_two_wrong_citations_on_one_line() -> None:
    raw = "《支部工作条例》第九十条"
    body = f"<p>甲</p><p>{raw}，{raw}</p><p>乙</p><p>{raw}</p>"
    source = f"甲\n\n{raw}，{raw}\n\n乙\n\n{raw}\n"
    problems = citation_problems(use("x/", body), source, KNOWLEDGE)
    assert [problem.line for problem in problems] == [3, 3, 7]
