"""The oldest browsers we promise: Chromium 86 and Firefox ESR, over HTTP and from a folder.

`make test` fetches both; where that cannot be done the tests say so and are
left out. `python tests/old_browser_crawl.py FOLDER` opens every page of an offline copy.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname

import pytest
from driven_browsers import Driven, open_chromium, open_firefox, point_until, wait_for
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
