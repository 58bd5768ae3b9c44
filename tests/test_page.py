"""A page as a tree with its text: nothing lost, every text node found again by its offsets."""

from __future__ import annotations

import pytest
from helpers import read_html, text_nodes, visible
from hypothesis import given
from kb.page import Page, iter_linking_sections, parse_page
from trees import BODIES


def lines(text: str) -> list[str]:
    return [line for line in text.split("\n") if line]


@given(BODIES)
def test_html_survives(source: str) -> None:
    again = parse_page(source).to_html()
    assert [(t, [e.tag for e in above]) for t, above in text_nodes(again)] == [
        (t, [e.tag for e in above]) for t, above in text_nodes(source)
    ]
    assert parse_page(again).to_html() == again


@pytest.mark.parametrize("source", ["", "甲", "<p>甲</p>\n", "<!-- 甲 -->\n", "甲 < 乙", "&amp;"])
def test_the_edges_survive(source: str) -> None:
    assert parse_page(source).to_html() == source.replace(" < ", " &lt; ")


@given(BODIES)
def test_text_is_the_authored_text(source: str) -> None:
    page = parse_page(source)
    assert lines(page.text) == lines(read_html(f"<article>{source}</article>").authored)


@given(BODIES)
def test_pieces_are_the_text_nodes(source: str) -> None:
    page = parse_page(source)
    end = 0
    for piece in page.pieces:
        node = piece.element.tail if piece.is_tail else piece.element.text
        assert node == page.text[piece.start : piece.end]
        assert page.text[end : piece.start] in ("", "\n")  # at most a line end between two
        end = piece.end
    assert page.text[end:] in ("", "\n")


@given(BODIES)
def test_sections_and_sentences_cover_the_text(source: str) -> None:
    page = parse_page(source)
    starts = [section.start for section in page.sections]
    assert starts[0] == 0
    assert starts == sorted(starts)
    for place in range(len(page.text)):
        section = page.section_at(place)
        later = [s for s in page.sections if section.start < s.start <= place]
        assert section.start <= place
        assert not later
        first, last = page.sentence_at(place, place + 1)
        assert first <= place < last <= len(page.text)


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("<p>甲<strong>乙</strong>丙</p>", "甲乙丙\n"),
        ("<p>甲</p><p>乙</p>", "甲\n乙\n"),
        ("<p>甲<br>乙</p>", "甲\n乙\n"),
        ("<ul><li>甲</li><li>乙<ul><li>丙</li></ul></li></ul>", "甲\n乙\n丙\n"),
        ("<table><tr><td>甲</td><td>乙</td></tr></table>", "甲\n乙\n"),
        ("<p>甲</p><div data-search-exclude><p>乙</p></div><p>丙</p>", "甲\n丙\n"),
        ("<p>甲<span data-search-exclude>乙</span>丙</p>", "甲丙\n"),
        ("<p>甲<!-- 乙 -->丙<script>丁</script>戊<style>己</style></p>", "甲丙戊\n"),
        ("<p>甲 &amp; &lt;乙&gt;</p>", "甲 & <乙>\n"),
        ("<svg><title>甲</title><text>乙</text><text>丙</text></svg>", "甲\n乙\n丙\n"),
        ("<details><summary>甲</summary>乙</details>", "甲\n乙\n"),
        ("甲<p>乙</p>丙", "甲\n乙\n丙"),
        ("", ""),
    ],
)
def test_text(source: str, text: str) -> None:
    assert parse_page(source).text == text


@pytest.mark.parametrize(
    ("source", "linkable"),
    [
        ("<p>甲</p>", True),
        ("<p><strong><em>甲</em></strong></p>", True),
        ("<table><tr><td>甲</td></tr></table>", True),
        ("<h1>甲</h1>", False),
        ("<h4><span>甲</span></h4>", False),
        ("<h2><em>乙</em>甲</h2>", False),
        ('<p><a href="x">甲</a></p>', False),
        ("<p><code>甲</code></p>", False),
        ("<pre>甲</pre>", False),
        ("<blockquote><p>甲</p></blockquote>", False),
        ("<details><summary>甲</summary></details>", False),
        ('<div class="kb-nolink"><p><em>甲</em></p></div>', False),
        ('<p class="big kb-nolink">甲</p>', False),
        ("<svg><text>甲</text></svg>", False),
        ('<p><label for="x">甲</label></p>', False),
        ("<p><abbr>甲</abbr></p>", False),
    ],
)
def test_linkable(source: str, linkable: bool) -> None:
    page = parse_page(source)
    assert [p.linkable for p in page.pieces if page.text[p.start : p.end] == "甲"] == [linkable]


def test_text_after_an_unlinkable_element_is_linkable() -> None:
    page = parse_page("<p>甲<code>乙</code>丙</p><blockquote>丁</blockquote>戊")
    linkable = {page.text[p.start : p.end]: p.linkable for p in page.pieces}
    assert linkable == {"甲": True, "乙": False, "丙": True, "丁": False, "戊": True}


STRUCTURE = (
    '<p>前</p><h1 id="t">题</h1><p>一</p><h2 id="a">甲\n  <em>节</em></h2><p>二</p><h3 id="b">乙</h3>'
    '<p id="art-5-p1">三</p><ul><li id="art-5-p1-i2">四</li></ul><h4>丙</h4>五<h2>丁</h2><p>六</p>'
    '<div data-search-exclude><h2 id="x">戊</h2></div><p>七</p><p id="note">八</p>'
)


def section_of(page: Page, word: str) -> tuple[str, str, int]:
    section = page.section_at(page.text.index(word))
    return section.anchor, section.title, section.level


@pytest.mark.parametrize(
    ("word", "section"),
    [
        ("前", ("", "", 1)),
        ("题", ("t", "题", 1)),
        ("一", ("t", "题", 1)),
        ("甲", ("a", "甲 节", 2)),
        ("二", ("a", "甲 节", 2)),
        ("三", ("art-5-p1", "乙", 7)),
        ("四", ("art-5-p1-i2", "乙", 7)),
        ("五", ("", "丙", 4)),
        ("六", ("", "丁", 2)),
        ("七", ("", "丁", 2)),  # a generated heading is no section
        ("八", ("", "丁", 2)),  # only addresses of provisions are
    ],
)
def test_sections(word: str, section: tuple[str, str, int]) -> None:
    assert section_of(parse_page(STRUCTURE), word) == section


def test_linking_sections() -> None:
    page = parse_page(STRUCTURE)
    found = [(page.text[start], number) for start, number in iter_linking_sections(page)]
    assert found == [("前", 0), ("甲", 1), ("乙", 2), ("丁", 3)]


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("甲。乙！丙？丁", ["甲。", "乙！", "丙？", "丁"]),
        ("甲“乙。”丙。", ["甲“乙。”", "丙。"]),
        ("（甲。）乙", ["（甲。）", "乙"]),
        ("甲！！乙", ["甲！！", "乙"]),
        ("甲：乙；丙。", ["甲：乙；丙。"]),
        ("甲3.5乙。", ["甲3.5乙。"]),
        ("One. Two Art. 5. Three", ["One.", "Two Art. 5.", "Three"]),
        ("Is it? Yes! It is.", ["Is it?", "Yes!", "It is."]),
    ],
)
def test_sentences(text: str, sentences: list[str]) -> None:
    page = parse_page(f"<p>{text}</p><p>另一段。</p>")
    found = dict.fromkeys(
        page.sentence_at(at, at + 1) for at in range(len(text)) if text[at] != " "
    )
    assert [page.text[first:last] for first, last in found] == sentences


def test_a_mention_over_a_sentence_end_keeps_both() -> None:
    page = parse_page("<p>甲。乙！丙。</p>")
    first, last = page.sentence_at(0, 3)
    assert page.text[first:last] == "甲。乙！"


def test_terms_that_are_links_already() -> None:
    page = parse_page(
        '<h1>题</h1><h4>题</h4><p><a data-term="a">甲</a></p><h2>题</h2>'
        '<p><a data-term="b">乙</a><a data-term="a">甲</a></p>'
    )
    a, b = ("data-term", "a"), ("data-term", "b")
    assert page.linked == {0: {a}, 1: {a, b}}


def test_visible_text_includes_what_is_not_searched() -> None:
    source = "<p>甲</p><div data-search-exclude><p>乙</p></div>"
    assert visible(parse_page(source).to_html()) == "甲乙"
