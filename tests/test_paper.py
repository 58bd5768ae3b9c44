"""What pages carry for print: numbers on links, full citations, the density of lists."""

from __future__ import annotations

import pytest
from helpers import regulation
from kb.paper import Note, citation_in_full, number_notes

TITLES = {"chufen": "中国共产党纪律处分条例", "dangzhang": "中国共产党章程"}


def a_term(name: str, text: str, senses: str = "") -> str:
    others = f' data-senses="{senses}"' if senses else ""
    return f'<a class="kb-term" data-term="{name}" href="../{name}/"{others}>{text}</a>'


def a_citation(target: str, text: str, mark: str = "") -> str:
    shown = f' data-mark="{mark}"' if mark else ""
    return f'<a class="kb-cite" data-cite="{target}" href="../x/#y"{shown}>{text}</a>'


def numbered(html: str, own: str = "") -> tuple[list[str], list[Note]]:
    """The texts of the links with their numbers, and the notes."""
    import re

    done, notes = number_notes(html, TITLES, own)
    assert re.sub(r' data-note="\d+"', "", done) == html  # nothing else changes
    texts = re.findall(r'<a [^>]*?(?: data-note="(\d+)")?>([^<]*)</a>', done)
    return [f"{text}{number}" for number, text in texts], list(notes)


def test_terms_are_numbered_at_their_first_mention() -> None:
    html = f"<p>{a_term('b', '乙')}、{a_term('a', '甲')}</p><p>{a_term('b', '乙')}{a_term('c', '丙', 'c d')}</p>"
    texts, notes = numbered(html)
    assert texts == ["乙1", "甲2", "乙", "丙3"]
    assert notes == [Note(terms=("b",)), Note(terms=("a",)), Note(terms=("c", "d"))]


FULL = "《中国共产党纪律处分条例》第五条"


@pytest.mark.parametrize(
    ("html", "texts"),
    [
        (a_citation("chufen/art-5", FULL), [FULL]),
        (a_citation("chufen/art-5", "处分条例第五条"), ["处分条例第五条1"]),
        # the title of the first stands for the others of one enumeration
        (
            a_citation("chufen/art-5", FULL) + "、" + a_citation("chufen/art-6", "第六条"),
            [FULL, "第六条"],
        ),
        (
            a_citation("chufen/art-5", FULL) + "讲的，又见" + a_citation("chufen/art-6", "第六条"),
            [FULL, "第六条1"],
        ),
        (
            a_citation("chufen/art-5", FULL) + "和" + a_citation("dangzhang/art-6", "党章第六条"),
            [FULL, "党章第六条1"],
        ),
        # the same provision once, an older text of it again
        (a_citation("chufen/art-5", "第五条") * 2, ["第五条1", "第五条"]),
        (
            a_citation("chufen/art-5", "第五条") + a_citation("chufen@2018/art-5", "第五条", "旧"),
            ["第五条1", "第五条2"],
        ),
    ],
)
def test_citations_have_notes_where_they_do_not_show_their_title(
    html: str, texts: list[str]
) -> None:
    assert numbered(html)[0] == texts


def test_a_regulation_does_not_explain_itself() -> None:
    html = a_citation("chufen/art-5", "第五条") + a_citation("dangzhang/art-6", "党章第六条")
    texts, notes = numbered(html, own="chufen")
    assert texts == ["第五条", "党章第六条1"]
    assert notes == [Note(citation="dangzhang/art-6")]


def test_a_mark_goes_with_the_note() -> None:
    html = a_citation("chufen@2018/art-5", "第五条", "现为第六条")
    assert numbered(html)[1] == [Note(citation="chufen@2018/art-5", mark="现为第六条")]


@pytest.mark.parametrize(
    ("target", "chinese", "english"),
    [
        ("chufen", "《中国共产党纪律处分条例》", "Regulations"),
        (
            "chufen/art-5-p2",
            "《中国共产党纪律处分条例》第五条第二款",
            "Regulations, Art. 5, para. 2",
        ),
        (
            "chufen@2018/art-5",
            "《中国共产党纪律处分条例》（2018年文本）第五条",
            "Regulations (2018), Art. 5",
        ),
    ],
)
def test_a_citation_in_full(target: str, chinese: str, english: str) -> None:
    known = {"chufen": regulation("chufen", TITLES["chufen"], english="Regulations")}
    assert citation_in_full(target, known, english=False) == chinese
    assert citation_in_full(target, known, english=True) == english
