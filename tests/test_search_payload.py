"""The payload: what the build writes for the search box."""

from __future__ import annotations

import json
import re
import subprocess
from typing import Any

import pytest
from helpers import regulation, term
from hypothesis import given
from hypothesis import strategies as st
from kb.search import SCHEMA
from kb.search.everyday import ASKING, EVERYDAY, parse_notions
from kb.search.payload import SHARD_BYTES, TERM_FIELDS, pack, unpack
from kb.search.readings import (
    han_in,
    syllable_table,
    traditional_table,
    typed_chars,
    unusual_readings,
)
from search_tools import document, payload_of, read_json

TERM = term(
    "san-zhong-yi-da",
    "三重一大",
    aliases=["“三重一大”事项"],
    members=[{"wording": "重大事项决策"}, {"wording": "大额资金使用"}],
    kind="numbered",
    counts="2",
    wrong=[{"variant": "三重一打", "why": "写错了字。"}],
    english={"term": "Three Majors", "definition": "A definition.", "official": False},
)
REGULATION = regulation(
    "tiaoli", "中国共产党支部工作条例（试行）", short=["支部工作条例"], articles=37
)
BODY = """<h1>题目</h1><p>开头一段。</p>
<h2 id="one">第一部分</h2>
<p>正文
  换行。</p><div data-search-exclude><p>生成的</p></div>
<h3 id="art-5">第五条</h3><p id="art-5-p1">第一款。</p><ol><li id="art-5-p1-i1">第一项；</li></ol>"""


def texts(files: dict[str, str]) -> list[tuple[str, list[Any]]]:
    """(text, sections) of every page, in the order of pages.js."""
    names = sorted((name for name in files if name.startswith("text-")), key=lambda n: int(n[5:-3]))
    return [(text, flat) for name in names for text, flat in read_json(files[name])["texts"]]


def sections(text: str, flat: list[Any]) -> list[tuple[str, int, str]]:
    """(anchor, level, first line) of every section, read the way the browser does."""
    found = []
    start, heading = 0, ""
    for step, anchor, level in zip(flat[::3], flat[1::3], flat[2::3], strict=True):
        start += step
        heading = anchor if level < 7 else heading
        name = heading + anchor if anchor.startswith("-") else anchor
        found.append((name, level, text[start:].split("\n")[0]))
    return found


def test_document_keeps_every_block_and_every_address() -> None:
    page = document("p/", "题目", BODY)
    assert page.text == "题目\n开头一段。\n第一部分\n正文\n换行。\n第五条\n第一款。\n第一项；"
    starts = {
        section.anchor: page.text[section.start :].split("\n")[0] for section in page.sections
    }
    assert starts == {
        "one": "第一部分",
        "art-5": "第五条",
        "art-5-p1": "第一款。",
        "art-5-p1-i1": "第一项；",
    }


def test_a_page_without_a_title_of_its_own_gets_the_one_that_is_shown() -> None:
    assert document("p/", "题目", "<p>正文</p>").text == "题目\n正文"
    assert document("p/", "题目", "<h1>题目</h1><p>正文</p>").text == "题目\n正文"


def test_files_are_json_in_a_script() -> None:
    files = payload_of([TERM, REGULATION], [document("p/", "题目", BODY)])
    assert sorted(files) == ["pages.js", "terms.js", "text-0.js"]
    for name, script in files.items():
        assert re.fullmatch(r'kbSearchData\("[a-z0-9-]+",String\.raw`[^`]*`\);\n', script), name
        data = read_json(script)
        assert data["schema"] == SCHEMA
        assert data["edition"] == read_json(files["terms.js"])["edition"]
        assert "\\u4e" not in script


def test_sections_are_read_back() -> None:
    files = payload_of([], [document("p/", "题目", BODY)])
    (text, flat), *_ = texts(files)
    assert sections(text, flat) == [
        ("one", 2, "第一部分"),
        ("art-5", 3, "第五条"),
        ("art-5-p1", 7, "第一款。"),
        ("art-5-p1-i1", 7, "第一项；"),
    ]


def test_a_term_row_has_everything_it_is_found_by() -> None:
    data = read_json(payload_of([TERM])["terms.js"])
    (packed,) = data["terms"]
    row = unpack(packed)
    assert pack(row) == packed
    assert data["fields"] == list(TERM_FIELDS)
    assert data["term_url"].replace("*", row["id"]) == "terms/san-zhong-yi-da/"
    assert row["name"] == "三重一大"
    assert row["also"] == ["“三重一大”事项"]
    assert row["members"] == ["重大事项决策", "大额资金使用"]
    assert row["wrong"] == ["三重一打"]
    assert row["english"] == ["Three Majors"]
    assert row["says"] == TERM.definition


def test_the_files_name_their_language() -> None:
    data = read_json(payload_of([TERM], language="en")["terms.js"])
    assert data["language"] == "en"


def test_records_without_a_page_in_the_language_are_found_by_name() -> None:
    pages = read_json(payload_of([TERM, REGULATION], language="en")["pages.js"])["pages"]
    assert pages[-1][:2] == ["regulations/tiaoli/", "中国共产党支部工作条例（试行）"]
    assert pages[-1][4] == "zh"


def test_a_citation_finds_its_regulation() -> None:
    data = read_json(payload_of([REGULATION])["terms.js"])
    assert data["regulations"] == [
        {
            "names": ["中国共产党支部工作条例（试行）", "支部工作条例"],
            "url": "regulations/tiaoli/",
            "articles": 37,
            "years": [2018],
            "current": 2018,
            "standing": "条例",
        }
    ]


def test_polyphones_are_given_where_their_reading_is_unusual() -> None:
    assert unusual_readings("三重一大") == {1: "chong"}
    assert unusual_readings("三重一大", "san zhong yi da") == {}
    assert unusual_readings("会计") == {0: "kuai"}
    data = read_json(payload_of([TERM])["terms.js"])
    assert data["readings"]["三重一大"] == "1chong"


def test_an_authored_reading_can_be_typed_even_if_no_dictionary_has_it() -> None:
    own = term("x", "一二三", pinyin="yao er san")
    data = read_json(payload_of([own])["terms.js"])
    assert "一" in data["syllables"]["yao"].partition("|")[2]


def test_syllables_cover_what_people_type() -> None:
    table = syllable_table(typed_chars() | {"嘚"}, extra={})
    usual = {char for chars in table.values() for char in chars.partition("|")[0]}
    assert {"党", "重", "嘚"} <= usual
    assert len(usual) > 6700
    assert "重" in table["zhong"].partition("|")[0]
    assert "重" in table["chong"].partition("|")[2]
    assert all(re.fullmatch("[a-z]+", syllable) for syllable in table)


def test_traditional_forms_only_of_characters_that_can_be_found() -> None:
    assert traditional_table(frozenset("党会")) == ("會黨", "会党")


def test_han_in_knows_chinese_characters_from_others() -> None:
    assert han_in(["党a。", "会·１"]) == {"党", "会"}


@pytest.mark.parametrize("rows", [ASKING, EVERYDAY])
def test_everyday_words_are_words(
    rows: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...],
) -> None:
    said = [word for words, _ in rows for word in words]
    assert len(said) == len(set(said)), "a word stands in two rows"
    for words, official in rows:
        assert all(len(word) > 1 for word in (*words, *official)), (words, official)


@pytest.mark.parametrize("line", ["一个字", "说 | ", " | 公文"])
def test_a_row_of_everyday_words_has_two_sides(line: str) -> None:
    with pytest.raises(ValueError, match=r"everyday\.txt:2"):
        parse_notions(f"== asking\n{line}\n")


def test_large_pages_make_several_files_in_order() -> None:
    long = "工作。" * (SHARD_BYTES // 20)
    pages = [document(f"p{n}/", f"题{n}", f"<h1>题{n}</h1><p>{long}</p>") for n in range(5)]
    files = payload_of([], pages)
    firsts = [read_json(files[f"text-{n}.js"])["first"] for n in range(len(files) - 2)]
    assert len(firsts) > 1
    assert firsts == sorted(firsts)
    assert [text.split("\n")[0] for text, _ in texts(files)] == [f"题{n}" for n in range(5)]
    assert all(len(script.encode()) < 2_000_000 for script in files.values())
    counted = read_json(files["terms.js"])["texts"]
    assert sum(counted) == sum(len(text) for text, _ in texts(files))


def test_two_builds_are_the_same_whatever_the_order() -> None:
    pages = [document(f"p{n}/", f"题{n}", f"<p>正文{n}</p>") for n in range(4)]
    assert payload_of([TERM, REGULATION], pages) == payload_of([REGULATION, TERM], pages[::-1])


def test_another_text_is_another_edition() -> None:
    one = read_json(payload_of([], [document("p/", "题", "<p>甲</p>")])["terms.js"])
    two = read_json(payload_of([], [document("p/", "题", "<p>乙</p>")])["terms.js"])
    assert one["edition"] != two["edition"]


@given(st.text(max_size=60))
def test_any_title_and_text_come_back_from_the_script(text: str) -> None:
    page = document("p/", "题", "<h1>题</h1>")
    hostile = type(page)("p/", text, "page", None, text, ())
    files = payload_of([], [hostile])
    if any("\ud800" <= char <= "\udfff" for char in text):
        return
    assert texts(files)[0][0] == text
    assert read_json(files["pages.js"])["pages"][0][1] == text
    assert files["text-0.js"].count("`") == 2
    assert "${" not in files["text-0.js"]


def test_the_script_is_javascript() -> None:
    hostile = "`${alert(1)}` \\ \\u0041 </script> \u2028 ' \" "
    page = type(document("p/", "题", ""))("p/", hostile, "page", None, hostile, ())
    script = payload_of([], [page])["text-0.js"]
    given_back = _run_script(script)
    assert json.loads(given_back)["texts"][0][0] == hostile


def _run_script(script: str) -> str:
    program = f"const kbSearchData=(n,t)=>process.stdout.write(t);{script}"
    return subprocess.run(
        ["node", "--input-type=commonjs"], input=program, capture_output=True, text=True, check=True
    ).stdout
