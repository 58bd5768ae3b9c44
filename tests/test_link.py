"""Linking: what becomes a link, what never does, and that nothing else changes."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

import pytest
from helpers import Element, regulation, term, text_nodes, visible
from hypothesis import given
from hypothesis import strategies as st
from kb.cite import CitationFinder
from kb.link import Hrefs, LinkedPage, link_page, places_of
from kb.match import Matcher
from kb.model import Regulation
from kb.page import parse_page
from trees import BODIES

TERMS = {
    record.id: record
    for record in (
        term("three-meetings", "三会一课"),
        term("lecture", "党课"),
        term("four-winds", "四风", senses=["other-winds"]),
        term("other-winds", "四风", senses=["four-winds"]),
    )
}
NAMES = {"三会一课": "three-meetings", "党课": "lecture", "四风": "four-winds"}
RULES = regulation("zhibu", "中国共产党支部工作条例（试行）", short=["支部工作条例"], articles=37)
MATCHER = Matcher(TERMS, "zh")
FINDER = CitationFinder({RULES.id: RULES})
HREFS = Hrefs(term=lambda term_id: f"t/{term_id}/", citation=lambda c: f"r/{c.target}/")
UNLINKED = {
    "a", "abbr", "blockquote", "button", "code", "h1", "h2", "h3", "h4", "h5", "h6", "pre", "script", "summary",
}  # fmt: skip


def link(source: str, *, terms: Collection[str] = (), own: Regulation | None = None) -> LinkedPage:
    return link_page(source, MATCHER, FINDER, HREFS, own_terms=terms, own_regulation=own)


def linked(source: str, *, terms: Collection[str] = (), own: Regulation | None = None) -> str:
    return link(source, terms=terms, own=own).page.to_html()


def t(name: str) -> str:
    """A term's link as the page has it."""
    term_id = NAMES[name.strip("“”")]
    senses = ' data-senses="four-winds other-winds"' if term_id == "four-winds" else ""
    return f'<a class="kb-term" data-term="{term_id}" href="t/{term_id}/"{senses}>{name}</a>'


def c(raw: str, target: str) -> str:
    """A citation's link as the page has it."""
    return f'<a class="kb-cite" data-cite="{target}" href="r/{target}/">{raw}</a>'


def may_link(above: Collection[Element]) -> bool:
    return not any(
        element.tag in UNLINKED
        or "kb-nolink" in element.attributes.get("class", "").split()
        or "data-search-exclude" in element.attributes
        for element in above
    )


def is_ours(element: Element) -> bool:
    return element.tag == "a" and element.attributes.get("href", "").startswith(("t/", "r/"))


# Properties


@given(BODIES)
def test_the_visible_text_does_not_change(source: str) -> None:
    assert visible(linked(source)) == visible(source)


@given(BODIES)
def test_nothing_but_links_is_added(source: str) -> None:
    assert re.sub(
        r'<a class="kb-(term|cite)"[^>]* href="[tr]/[^>]*>(.*?)</a>', r"\2", linked(source)
    ) == (link_page(source, Matcher({}, "zh"), CitationFinder({}), HREFS).page.to_html())


@given(BODIES)
def test_links_stand_where_they_may(source: str) -> None:
    for _, above in text_nodes(linked(source)):
        for depth, element in enumerate(above):
            if is_ours(element):
                assert may_link(above[:depth]), [e.tag for e in above]
                assert element is above[-1]  # and hold text only


@given(BODIES)
def test_the_first_mention_of_a_section_is_linked_and_no_other(source: str) -> None:
    """Read off the finished page: no mention that could be a link precedes a term's link."""
    for section in by_section(linked(source)):
        seen = {  # links that were there before
            above[-1].attributes["data-term"]
            for text, above in section
            if not text and "data-term" in above[-1].attributes and not is_ours(above[-1])
        }
        for text, above in section:
            if text and may_link(above):
                outside_titles = re.sub("《[^《》\n]*》", "", text)
                assert {NAMES[name] for name in re.findall("|".join(NAMES), outside_titles)} <= seen
            elif not text and is_ours(above[-1]) and "data-term" in above[-1].attributes:
                assert above[-1].attributes["data-term"] not in seen
                seen.add(above[-1].attributes["data-term"])


def by_section(source: str) -> list[list[tuple[str, tuple[Element, ...]]]]:
    """The text nodes between two h2 or h3, generated blocks left out."""
    sections: list[list[tuple[str, tuple[Element, ...]]]] = [[]]
    for text, above in text_nodes(source):
        if not any("data-search-exclude" in element.attributes for element in above):
            if not text and above[-1].tag in ("h2", "h3"):
                sections.append([])
            sections[-1].append((text, above))
    return sections


@given(BODIES)
def test_linking_again_changes_nothing(source: str) -> None:
    once = linked(source)
    assert linked(once) == once


@given(BODIES)
def test_linking_terms_again_changes_nothing(source: str) -> None:
    finder = CitationFinder({})
    once = link_page(source, MATCHER, finder, HREFS).page.to_html()
    assert link_page(once, MATCHER, finder, HREFS).page.to_html() == once


@given(BODIES)
def test_mentions_do_not_depend_on_links(source: str) -> None:
    """What is counted is what the text says; the flags say which became links."""
    page = link(source)
    assert [mention for mention, _ in page.mentions] == MATCHER.find(page.page.text)
    assert page.citations == FINDER.find(page.page.text).citations
    ours = [
        above[-1].attributes["data-term"]
        for text, above in text_nodes(page.page.to_html())
        if not text and is_ours(above[-1]) and "data-term" in above[-1].attributes
    ]
    assert ours == [mention.senses[0] for mention, chosen in page.mentions if chosen]


@given(BODIES, st.sets(st.sampled_from(sorted(TERMS))))
def test_a_page_does_not_link_to_itself(source: str, own: set[str]) -> None:
    for text, above in text_nodes(linked(source, terms=own, own=RULES)):
        if not text and above and is_ours(above[-1]):
            attributes = above[-1].attributes
            senses = attributes.get("data-senses", attributes.get("data-term", "")).split()
            assert not own & set(senses)
            assert attributes.get("data-cite") != RULES.id


# Terms, case by case


@pytest.mark.parametrize(
    ("source", "result"),
    [
        ("<p>落实三会一课。</p>", f"<p>落实{t('三会一课')}。</p>"),
        ("<p>三会一课、党课、三会一课</p>", f"<p>{t('三会一课')}、{t('党课')}、三会一课</p>"),
        ("<p>“三会一课”</p>", f"<p>“{t('三会一课')}”</p>"),
        (
            "<h2>甲</h2><p>党课</p><p>党课</p><h3>乙</h3><p>党课</p><h4>丙</h4><p>党课</p>",
            f"<h2>甲</h2><p>{t('党课')}</p><p>党课</p><h3>乙</h3><p>{t('党课')}</p><h4>丙</h4><p>党课</p>",
        ),
        ("<h2>党课</h2><p>党课</p>", f"<h2>党课</h2><p>{t('党课')}</p>"),
        ("<p><code>党课</code>党课</p>", f"<p><code>党课</code>{t('党课')}</p>"),
        ("<blockquote><p>党课</p></blockquote>党课", f"<blockquote><p>党课</p></blockquote>{t('党课')}"),
        ('<p><a href="x">党课</a>党课</p>', f'<p><a href="x">党课</a>{t("党课")}</p>'),
        ("<p>三会<strong>一课</strong>三会一课</p>", f"<p>三会<strong>一课</strong>{t('三会一课')}</p>"),
        ("<p>《三会一课办法》、三会一课</p>", f"<p>《三会一课办法》、{t('三会一课')}</p>"),
        ("<p><em>上党课</em>了</p>", f"<p><em>上{t('党课')}</em>了</p>"),
        ("<p>甲<em>乙</em>党课<em>丙</em>四风</p>", f"<p>甲<em>乙</em>{t('党课')}<em>丙</em>{t('四风')}</p>"),
        ("<p>党课 &lt;b&gt; &amp;</p>", f"<p>{t('党课')} &lt;b&gt; &amp;</p>"),
        ("<p>四风</p>", f"<p>{t('四风')}</p>"),
        (
            '<p><a class="kb-term" data-term="lecture" href="y">党课</a>、党课</p>',
            '<p><a class="kb-term" data-term="lecture" href="y">党课</a>、党课</p>',
        ),
        (
            "<p>甲</p><div data-search-exclude><p>党课</p></div><p>党课</p>",
            f'<p>甲</p><div data-search-exclude=""><p>党课</p></div><p>{t("党课")}</p>',
        ),
        ("<p>党课<!-- 党课 --></p>", f"<p>{t('党课')}<!-- 党课 --></p>"),
    ],
)  # fmt: skip
def test_terms(source: str, result: str) -> None:
    assert (
        linked(source).replace("<div data-search-exclude>", '<div data-search-exclude="">')
        == result
    )


@pytest.mark.parametrize("own", [["four-winds"], ["other-winds"], ["four-winds", "other-winds"]])
def test_an_own_sense_is_not_linked(own: list[str]) -> None:
    assert linked("<p>四风、党课</p>", terms=own) == f"<p>四风、{t('党课')}</p>"


def flags(source: str) -> Iterator[tuple[str, bool]]:
    page = link(source)
    for mention, chosen in page.mentions:
        yield page.page.text[mention.start : mention.end], chosen


def test_every_mention_is_counted() -> None:
    source = "<h2>党课</h2><p>党课、三会<b>一课</b>、《三会一课办法》、党课</p><pre>党课</pre>"
    assert list(flags(source)) == [
        ("党课", False),
        ("党课", True),
        ("三会一课", False),  # over two nodes
        ("三会一课", False),  # inside a title
        ("党课", False),
        ("党课", False),
    ]


# How links are written: as marks from Unicode's private use area


@pytest.mark.parametrize(
    "place",
    [
        pytest.param("<p>{}党课</p>", id="text"),
        pytest.param("<p>党课<code>{}</code></p>", id="code"),
        pytest.param('<p>党课</p><div data-search-exclude=""><p>{}</p></div>', id="generated"),
        pytest.param('<p title="{}">党课</p>', id="attribute"),
        pytest.param("<p>党课<!-- {} --></p>", id="comment"),
    ],
)
def test_characters_of_private_use_stay(place: str) -> None:
    """Word's bullets are such characters."""
    source = place.format("\ue000\ue001\ue002\ue003 \ue0000\ue001")
    assert linked(source) == source.replace("党课", t("党课"))


def test_a_citation_is_linked_as_a_whole() -> None:
    """Even where a part of it is the name of a term."""
    matcher = Matcher({"five": term("five", "第五条"), "rules": term("rules", "工作条例")}, "zh")
    source = "<p>《支部工作条例》第四条、第五条；支部工作条例第六条</p>"
    page = link_page(source, matcher, FINDER, HREFS)
    first, second = c("《支部工作条例》第四条", "zhibu/art-4"), c("第五条", "zhibu/art-5")
    third = c("支部工作条例第六条", "zhibu/art-6")
    assert page.page.to_html() == f"<p>{first}、{second}；{third}</p>"


def test_a_term_may_bear_the_name_of_a_regulation() -> None:
    """Bare, it is the term; in 《》 it is the work."""
    matcher = Matcher({"rules": term("rules", "支部工作条例")}, "zh")
    source = "<p>学习支部工作条例，《支部工作条例》</p>"
    link_to_term = '<a class="kb-term" data-term="rules" href="t/rules/">支部工作条例</a>'
    assert link_page(source, matcher, FINDER, HREFS).page.to_html() == (
        f"<p>学习{link_to_term}，{c('《支部工作条例》', 'zhibu')}</p>"
    )


# Citations, case by case


@pytest.mark.parametrize(
    ("source", "result"),
    [
        (
            "<p>《支部工作条例》第三条第二款</p>",
            f"<p>{c('《支部工作条例》第三条第二款', 'zhibu/art-3-p2')}</p>",
        ),
        (
            "<p>支部工作条例第三条、第五条至第七条</p>",
            f"<p>{c('支部工作条例第三条', 'zhibu/art-3')}、{c('第五条', 'zhibu/art-5')}"
            f"至{c('第七条', 'zhibu/art-7')}</p>",
        ),
        (
            "<p>《支部工作条例》、《支部工作条例》</p><h2>甲</h2><p>《支部工作条例》</p>",
            f"<p>{c('《支部工作条例》', 'zhibu')}、《支部工作条例》</p>"
            f"<h2>甲</h2><p>{c('《支部工作条例》', 'zhibu')}</p>",
        ),
        (
            "<p>《支部工作条例》第三条、《支部工作条例》第三条</p>",
            f"<p>{c('《支部工作条例》第三条', 'zhibu/art-3')}、{c('《支部工作条例》第三条', 'zhibu/art-3')}</p>",
        ),
        ("<p>《支部工作条例》第三十八条</p>", "<p>《支部工作条例》第三十八条</p>"),
        ("<p>《某某条例》第三条</p>", "<p>《某某条例》第三条</p>"),
        ("<h2>《支部工作条例》第三条</h2>", "<h2>《支部工作条例》第三条</h2>"),
        (
            "<blockquote>《支部工作条例》第三条</blockquote>",
            "<blockquote>《支部工作条例》第三条</blockquote>",
        ),
        ("<p>《支部<b>工作条例》第三条</b></p>", "<p>《支部<b>工作条例》第三条</b></p>"),
        ("<p>本条例第三条</p>", "<p>本条例第三条</p>"),
    ],
)
def test_citations(source: str, result: str) -> None:
    assert linked(source) == result


def test_citations_on_the_page_of_the_regulation() -> None:
    source = "<p>本条例第三条，《支部工作条例》，《支部工作条例》第四条</p>"
    assert linked(source, own=RULES) == (
        f"<p>{c('本条例第三条', 'zhibu/art-3')}，《支部工作条例》，"
        f"{c('《支部工作条例》第四条', 'zhibu/art-4')}</p>"
    )


ARTICLES = (
    '<h1 id="x">甲</h1><p>依照前款</p>'
    '<h2 id="art-3">第三条 甲</h2><p id="art-3-p1">乙：</p><ol><li id="art-3-p1-i1">丙</li></ol>'
    '<p id="art-3-p2">{}</p><div class="admonition"><p>{}</p></div><h2 id="y">附</h2><p>{}</p>'
)


@pytest.mark.parametrize(
    ("source", "result"),
    [
        ("依照前款第一项", f"依照{c('前款第一项', 'zhibu/art-3-p1-i1')}"),
        ("按第四条、第五条", f"按{c('第四条', 'zhibu/art-4')}、{c('第五条', 'zhibu/art-5')}"),
        ("前两款", "前两款"),
    ],
)
def test_citations_in_the_text_of_the_regulation(source: str, result: str) -> None:
    assert linked(ARTICLES.format(source, "", ""), own=RULES) == ARTICLES.format(result, "", "")
    assert linked(ARTICLES.format(source, "", "")) == ARTICLES.format(source, "", "")


def test_a_note_belongs_to_its_article() -> None:
    """What is beside the text has no paragraph before it, but an article around it."""
    note = f"前款，{c('本条第二款', 'zhibu/art-3-p2')}"
    source = ARTICLES.format("丁", "前款，本条第二款", "")
    assert linked(source, own=RULES) == ARTICLES.format("丁", note, "")


def test_a_block_may_hold_paragraphs_with_addresses() -> None:
    source = (
        '<h2 id="art-3">第三条</h2><p id="art-3-p1">甲</p>'
        '<div><p id="art-3-p2">乙</p><p id="art-3-p3">依照前款</p></div>'
    )
    citation = c("前款", "zhibu/art-3-p2")
    assert linked(source, own=RULES) == source.replace("前款", citation)
    page = parse_page(source)
    assert str(places_of(page)[-1].address) == "art-3-p3"


def test_outside_the_articles_nothing_is_relative() -> None:
    source = ARTICLES.format("", "", "前款，第四条，本条第二款")
    page = link(source, own=RULES)
    assert page.page.to_html() == source
    assert [(x.raw, x.resolved) for x in page.citations] == [
        ("前款", False),
        ("前款", False),
        ("第四条", False),
        ("本条第二款", False),
    ]


def test_places() -> None:
    page = parse_page(ARTICLES.format("丁", "戊", "己"))
    found = [(page.text[p.start :].split("\n")[0], p.address) for p in places_of(page)]
    assert [(text, str(address or "")) for text, address in found if text] == [
        ("甲", ""),
        ("甲", ""),
        ("第三条 甲", "art-3"),
        ("乙：", "art-3-p1"),
        ("丙", "art-3-p1-i1"),
        ("丁", "art-3-p2"),
        ("戊", "art-3"),
        ("附", ""),
    ]
    assert places_of(parse_page("<h2 id='jia'>甲</h2><p>乙</p>")) == ()


def test_a_term_beside_a_citation() -> None:
    source = "<p>党课见《支部工作条例》第三条三会一课</p>"
    citation = c("《支部工作条例》第三条", "zhibu/art-3")
    assert linked(source) == f"<p>{t('党课')}见{citation}{t('三会一课')}</p>"
