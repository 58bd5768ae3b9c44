"""The oldest browsers we promise: Chromium 86 and Firefox ESR, over HTTP and from a folder.

`make test` fetches both; where that cannot be done the tests say so and are
left out. `python tests/old_browser_crawl.py FOLDER` opens every page of an offline copy.
"""

from __future__ import annotations

import base64
import io
import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname

import docx
import pytest
from desk_tools import rows_of
from driven_browsers import Driven, open_chromium, open_firefox, point_until, wait_for
from kb.lint.read import parse_plain
from site_tools import Site

pytestmark = pytest.mark.browser
FLOOR = 86
INPUT = ".md-search__input"


def find_browser(name: str) -> Path:
    """Where make has put it; skips where it is not."""
    if name == "chromium":
        found = os.environ.get("OLD_CHROMIUM") or f"{sys.prefix}/chromium-{FLOOR}/chromium"
    else:
        found = os.environ.get("FIREFOX") or shutil.which("firefox-esr") or "firefox-esr"
    if not Path(found).is_file():
        pytest.skip(f"{name}: 没有装，先运行 make test（需要 npm、apt 和网络）")
    return Path(found)


@pytest.fixture(scope="module", params=["chromium", "firefox"])
def old(request: pytest.FixtureRequest) -> Iterator[Driven]:
    """Either browser."""
    start = open_chromium if request.param == "chromium" else open_firefox
    with start(find_browser(request.param)) as browser:
        yield browser


@pytest.fixture(params=["http", "folder"])
def base(request: pytest.FixtureRequest, old: Driven, offline: Site, server: str) -> str:
    """Where the site is; every request elsewhere is an error."""
    where = server if request.param == "http" else offline.folder.as_uri() + "/"
    old.open("about:blank")  # what the page before was still loading is not this test's
    old.wrong()
    old.allow(where)
    return where


def address(base: str, path: str) -> str:
    """Of a page, by its URL as the website has it."""
    if base.startswith("http"):
        return base + path
    index = Path(url2pathname(urlsplit(base).path), path, "index.html")
    return base + (f"{path}index.html" if index.exists() else f"{path.rstrip('/')}.html")


def test_they_are_what_they_say(old: Driven) -> None:
    kind, _, version = old.name.partition(" " if "Firefox" in old.name else "/")
    major = int(version.split(".")[0])
    assert major == FLOOR if kind == "Chrome" else major >= 115


def test_a_term_looks_like_one_and_opens(old: Driven, base: str) -> None:
    old.open(address(base, "terms/san-hui-yi-ke/"))
    style = old.run(
        "const s = getComputedStyle(document.querySelector('article a.kb-term'));"
        "return [s.textDecorationLine, s.textDecorationStyle];"
    )
    assert style == ["underline", "dotted"]
    cited = "return getComputedStyle(document.querySelector('a.kb-cite')).textDecorationLine"
    assert old.run(cited) == "underline"
    shown = "const t = document.getElementById('kb-tip'); return t && !t.hidden && t.innerText"
    assert len(point_until(old, "article a.kb-term", shown)) > 10
    assert old.wrong() == []


@pytest.mark.parametrize(
    ("query", "expected", "language"),
    [
        ("sanhuiyike", "三会一课", "zh"),
        ("shyk", "三会一课", "zh"),
        ("期召开支部党", "三会一课", "zh"),
        ("處分條例50條", "第五十条", "zh"),
        ("three meetings", "Three Meetings and One Lecture", "en"),
    ],
)
def test_search(old: Driven, base: str, query: str, expected: str, language: str) -> None:
    old.open(address(base, "" if language == "zh" else "en/"))
    wait_for(
        old,
        "const i = document.querySelector(arguments[0]); i.focus();"
        "return document.activeElement === i;",
        INPUT,
    )
    old.type(query)
    found = wait_for(
        old,
        "const all = [...document.querySelectorAll('.md-search-result__item')].slice(0, 3)"
        ".map(item => item.innerText); return all.some(t => t.includes(arguments[0])) && all;",
        expected,
    )
    assert found
    assert old.wrong() == []


def test_the_glossary_is_filtered(old: Driven, base: str) -> None:
    old.open(address(base, "terms/"))
    rows = "document.querySelectorAll('.kb-glossary > li:not([hidden])').length"
    whole = old.run(f"return {rows}")
    wait_for(old, "return !document.querySelector('.kb-glossary-filter').hidden")
    old.run("document.querySelector('.kb-glossary-filter input').focus()")
    old.type("shyk")
    wait_for(old, f"return {rows} > 0 && {rows} < 40")
    ids = old.run(
        "return [...document.querySelectorAll('.kb-glossary > li:not([hidden])')]"
        ".map(row => row.dataset.id)"
    )
    assert whole > 500
    assert ids[0] == "san-hui-yi-ke"
    assert old.wrong() == []


def test_the_self_test(old: Driven, base: str) -> None:
    old.open(address(base, "study/"))
    wait_for(old, "return !document.querySelector('.kb-study-choice').hidden")
    old.run(
        "const f = document.querySelector('.kb-study-choice');"
        "f.elements.number.value = 1; f.querySelector('[type=submit]').click();"
    )
    wait_for(old, "return !!document.querySelector('.kb-study-progress')")
    old.run(
        "const i = document.querySelector('.kb-study-run input[type=radio]'); i && i.click();"
        "[...document.querySelectorAll('.kb-study-run button')]"
        ".find(b => b.textContent.includes('看答案')).click();"
    )
    assert wait_for(old, "return document.querySelector('.kb-study-feedback').innerText")
    assert old.wrong() == []


PAPER = """某镇2025年党建工作情况
一、主要做法
全镇各党支部认真惯彻落实上级部署，坚持“三会一课”制度，落实县纪检委的要求。
一是抓学习。全年开展集中学习**次。
三是抓纪律。依据《中国共产党纪律处分条例》第一百八十条，给予党纪处分3人。
二、下步打算
继续用好批评与自我批评的武器。"""
PRESS = "document.querySelector('.kb-desk [name=' + arguments[0] + ']').click();"
MARKS = "[...document.querySelectorAll('.kb-desk-paper ' + arguments[0])].map(m => m.textContent)"
DROP = """
const bytes = Uint8Array.from(window.atob(arguments[0]), (char) => char.charCodeAt(0));
const carried = new DataTransfer();
carried.items.add(new File([bytes], "材料.docx"));
for (const type of ["dragover", "drop"])
  document.querySelector("textarea").dispatchEvent(
    new DragEvent(type, { dataTransfer: carried, bubbles: true, cancelable: true }));
"""
TAKEN = """
const make = URL.createObjectURL;
window.URL.createObjectURL = (blob) => {
  const reader = new FileReader();
  reader.onload = () => (document.body.dataset.taken = reader.result.split(",")[1]);
  reader.readAsDataURL(blob);
  return make.call(URL, blob);
};
document.addEventListener("click", (event) => {
  if (event.target.download) event.preventDefault(); // no file is left behind
}, true);
"""


def test_the_draft_desk(old: Driven, base: str) -> None:
    """A paper is pasted, walked through and mended; a Word file is dropped and taken away."""
    old.open(address(base, "desk/"))
    wait_for(old, "return !document.querySelector('.kb-desk').hidden")
    old.run(
        "document.querySelector('.kb-desk textarea').focus();"
        "document.execCommand('insertText', false, arguments[0]);",
        PAPER,
    )
    old.run(PRESS, "begin")
    rows = wait_for(old, "return __kbDeskFindings()")
    assert rows == rows_of(parse_plain(PAPER, "材料"))
    assert len(rows) >= 5
    marks = old.run(f"return {MARKS}", "mark")
    assert {"纪检委", "**", "批评与自我批评"} <= {*marks}, marks
    seen = []
    for number, row in enumerate(rows, 1):
        place = "return document.querySelector('.kb-desk-place').textContent"
        assert old.run(place) == f"{number} / {len(rows)}"
        seen.append(old.run("return document.querySelector('.kb-desk-card').innerText"))
        assert row[4] in seen[-1]
        assert row[5] in seen[-1]
        old.run(PRESS, "next")
    assert len({*seen}) == len(rows)
    old.run("document.querySelector('.kb-desk-card .kb-desk-primary').click()")
    assert wait_for(old, f"return {MARKS}", "ins")[0].endswith("贯彻")
    document, held = docx.Document(), io.BytesIO()
    for line in PAPER.split("\n"):
        document.add_paragraph(line)
    document.save(held)
    old.run(DROP, base64.b64encode(held.getvalue()).decode())
    wait_for(old, "return !document.querySelector('.kb-desk [name=word]').hidden")
    assert [row[2] for row in old.run("return __kbDeskFindings()")] == [row[2] for row in rows]
    old.run("document.querySelector('.kb-desk-card .kb-desk-primary').click()")
    old.run(TAKEN)
    old.run(PRESS, "word")
    taken = wait_for(old, "return document.body.dataset.taken")
    again = docx.Document(io.BytesIO(base64.b64decode(taken)))
    assert [p.text for p in again.paragraphs] == PAPER.replace("惯彻", "贯彻").split("\n")
    assert old.wrong() == []


def test_every_kind_of_page(old: Driven, offline: Site, online: Site) -> None:
    """From the folder: a page of each section in each language, and what is unlike the others."""
    base = offline.folder.as_uri() + "/"
    old.allow(base)
    old.wrong()
    first: dict[str, str] = {}
    for name in online.pages:
        if not name.endswith("404.html"):
            first.setdefault(name.rsplit("/", 2)[0] if "/" in name else "", name)
    paths = {name.removesuffix("index.html") for name in first.values()}
    paths |= {"regulations/jilv-chufen-tiaoli/", "discipline/four-forms/", "about/changes/"}
    assert len(paths) > 15
    for path in sorted(paths):
        old.open(address(base, path))
        wait_for(old, "return document.querySelector('h1').innerText && document.title")
        wide = old.run("return document.documentElement.scrollWidth - innerWidth")
        assert wide <= 0, path
    assert old.wrong() == []
