"""The search box in Chromium: over http and from disk, with each way of running the engine."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from helpers import regulation, term
from playwright.sync_api import Browser, Page
from search_tools import document, payload_of, write_frame
from site_tools import serve

EVIL = '<img src=x onerror="window.pwned=1">'
BODY = f"""<h1>首页</h1><p>严格落实“三会
一课”制度，{EVIL.replace("<", "&lt;")}不是标签。</p>
<p data-search-exclude>三会一课（生成）</p>
<h2 id="two">第二节</h2><p>三会<b>一课</b>再说一次。</p>"""
RECORDS = [
    term("san-hui-yi-ke", "三会一课"),
    term("evil", EVIL, definition=f"释义里也有{EVIL}。"),
    regulation("chufen", "中国共产党纪律处分条例", short=["处分条例"], articles=158),
]
DOCUMENTS = [
    document("", "首页", BODY),
    document("evil/", EVIL, f"<h1>x</h1><p>{EVIL.replace('<', '&lt;')}正文</p>", "report"),
    document(
        "regulations/chufen/", "中国共产党纪律处分条例", "<h1>条例</h1>", "regulation", "chufen"
    ),
    *(
        document(f"many/{n}/", f"第{n}页", f"<h1>第{n}页</h1><p>很多页都有这句。</p>")
        for n in range(45)
    ),
]


@pytest.fixture(scope="module")
def frame(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site of one page with the real box."""
    return write_frame(tmp_path_factory.mktemp("frame"), payload_of(RECORDS, DOCUMENTS), body=BODY)


@pytest.fixture(scope="module")
def base(frame: Path) -> Iterator[str]:
    """Where that site is served."""
    with serve(frame.parent) as url:
        yield url


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page that must not raise an error."""
    context = browser.new_context()
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    yield page
    context.close()
    assert not errors


def search(page: Page, query: str) -> list[dict[str, Any]]:
    """Type a query; the items that come of it, once all texts are in."""
    page.locator(".md-search__input").fill(query)
    page.wait_for_function(
        "q => { const { query, complete } = document.querySelector('.md-search-result__list').dataset;"
        " return query === q && complete === 'true'; }",
        arg=query,
    )
    found: list[dict[str, Any]] = page.evaluate(
        "[...document.querySelectorAll('.md-search-result__item')].map((item) => ({...item.dataset,"
        " href: item.querySelector('.md-search-result__link').getAttribute('href'), text: item.textContent}))"
    )
    return found


def status(page: Page) -> str:
    """The line above the results."""
    return page.locator(".md-search-result__meta").inner_text()


WAYS = {
    "worker": "",
    "blob": "",
    "page": "",
    "no Worker": "delete window.Worker",
    "Worker refused": "window.Worker = class { constructor() { throw new Error('refused'); } }",
    "Worker silent, then an error": (
        "window.Worker = class { postMessage() { setTimeout(() => this.onerror(new ErrorEvent('error')), 20); } }"
    ),
}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("scheme", ["http", "file"])
def test_the_same_is_found_in_every_way(tmp_path: Path, page: Page, scheme: str, way: str) -> None:
    if (scheme, way) == ("file", "worker"):
        pytest.skip("a page from disk may not start a Worker from a file")
    options = f'data-ways="{way}"' if way in ("worker", "blob", "page") else ""
    frame = write_frame(tmp_path, payload_of(RECORDS, DOCUMENTS), body=BODY, options=options)
    page.add_init_script(WAYS[way])
    with serve(tmp_path) as base:
        page.goto(base if scheme == "http" else frame.as_uri())
        page.keyboard.press("/")
        assert search(page, "三会一课")[0]["href"] == "./terms/san-hui-yi-ke/"
        assert status(page) == "2条结果；2页有原文，共4处"
        assert search(page, "shyk")[0]["match"] == "initials"
        assert search(page, "处分条例50条")[0]["href"] == "./regulations/chufen/#art-50"


def test_nothing_of_the_payload_is_fetched_before_the_box_is_opened(base: str, page: Page) -> None:
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.goto(base)
    page.wait_for_timeout(2_500)
    assert not [url for url in requests if "/search/" in url.replace("/assets/search/", "/")]
    page.keyboard.press("/")
    search(page, "三会一课")
    assert [url for url in requests if url.partition("?")[0].endswith("/search/terms.js")]


HOSTILE = {
    "markup": [EVIL, "img", "onerror", "<b>", "&lt;", "</script><script>pwned=1</script>三会一课"],
    "quotes": ["'\"", "\\", "`${pwned=1}`", "javascript:pwned=1", "'\"><svg/onload=pwned=1>"],
    "regular expressions": [".*+?^${}()|[]\\", "(" * 40, "[^三]", "(?:a+)+$"],
    "long": ["党" * 10_000, "a" * 10_000, "三会一课" * 2_500, "1" * 10_000, "一" * 10_000],
    "emoji and odd characters": [
        "😀👨‍👩‍👧‍👦党员", "\u2028三会\u2029一课", "\0三会", "\u202e反转", "z\u0335\u0321" * 200, "\ufeff",
    ],
    "names of objects": ["__proto__", "constructor", "toString", "hasOwnProperty"],
}  # fmt: skip
HARMLESS = """() => [window.pwned === undefined,
    document.querySelectorAll('.md-search :is(img, script, b, iframe), .md-search svg[onload]').length]"""


@pytest.mark.parametrize("scheme", ["http", "file"])
@pytest.mark.parametrize("kind", HOSTILE)
def test_nothing_is_ever_html(frame: Path, base: str, page: Page, scheme: str, kind: str) -> None:
    dialogs: list[str] = []
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss())[1])
    page.goto(base if scheme == "http" else frame.as_uri())
    page.keyboard.press("/")
    search(page, "三会一课")
    for query in HOSTILE[kind]:
        started = time.monotonic()
        search(page, query[:4_000])  # what the box takes
        assert time.monotonic() - started < 3, query[:40]
        assert page.evaluate(HARMLESS) == [True, 0], query[:40]
    assert search(page, "三会一课")[0]["href"] == "./terms/san-hui-yi-ke/"
    assert dialogs == []


@pytest.mark.parametrize("codes", [[0xD800], [0x515A, 0xDC00, 0x5458], [0xDBFF, 0xDBFF]])
def test_half_characters_are_answered(base: str, page: Page, codes: list[int]) -> None:
    page.goto(base)
    page.keyboard.press("/")
    search(page, "三会一课")
    page.evaluate(
        """(codes) => {
            const input = document.querySelector('.md-search__input');
            input.value = String.fromCharCode(...codes);
            input.dispatchEvent(new Event('input'));
        }""",
        codes,
    )
    page.wait_for_function(
        """(codes) => {
            const { query, complete } = document.querySelector('.md-search-result__list').dataset;
            return query === String.fromCharCode(...codes) && complete === 'true';
        }""",
        arg=codes,
    )


@pytest.mark.parametrize("query", [EVIL, "\u2028三会一课", "(" * 40, "党" * 2_000, "%", "`${1}`"])
def test_a_hostile_address(frame: Path, base: str, page: Page, query: str) -> None:
    for url in (base, frame.as_uri()):
        page.goto(f"{url}?q={quote(query)}&h={quote(query)}")
        page.wait_for_selector(".md-search-result__list[data-complete=true]", state="attached")
        assert page.evaluate(HARMLESS) == [True, 0]
    page.goto(f"{base}?q=%E0%A4%A&h=%")
    page.wait_for_selector(".md-search-result__list[data-complete=true]", state="attached")


TITLES = (
    EVIL,
    "</script><script>pwned=1</script>",
    "'\"><svg/onload=pwned=1>",
    "`${pwned=1}` \\u0060",
    "党\u2028建\u2029题",
    "😀" * 50,
    ".*+?^${}()|[]\\",
    "长" * 5_000,
    "__proto__",
)


@pytest.mark.parametrize("scheme", ["http", "file"])
def test_hostile_titles_and_texts_are_shown_as_they_are(
    tmp_path: Path, page: Page, scheme: str
) -> None:
    pages = [
        document(f"p{n}/", title, f"<h1>{escape(title)}</h1><p>恶意页面{escape(title)}</p>")
        for n, title in enumerate(TITLES)
    ]
    records = [
        term(f"t{n}", title, definition=f"释义{title}。") for n, title in enumerate(TITLES[:4])
    ]
    frame = write_frame(tmp_path, payload_of(records, pages), body=BODY)
    with serve(tmp_path) as base:
        page.goto(base if scheme == "http" else frame.as_uri())
        page.keyboard.press("/")
        found = search(page, "恶意页面")
        assert {item["href"].split("#")[0] for item in found} == {
            f"./p{n}/" for n in range(len(TITLES))
        }
        shown = "".join(re.sub(r"\s", "", item["text"]) for item in found)
        for title in TITLES[:7]:
            assert re.sub(r"\s", "", title) in shown
        for title in TITLES:
            search(page, title[:4_000])
            assert page.evaluate(HARMLESS) == [True, 0], title[:40]


def test_an_evil_title_is_shown_as_it_is_written(base: str, page: Page) -> None:
    page.goto(base)
    page.keyboard.press("/")
    found = search(page, "onerror")
    assert {item["kind"] for item in found} == {"term", "report", "page"}
    assert EVIL in found[0]["text"]
    assert page.locator(".md-search-result mark").first.inner_text() == "onerror"


def test_keys_open_move_go_and_close(base: str, page: Page) -> None:
    page.goto(base)
    for key in ("s", "/"):
        page.keyboard.press(key)
        assert page.evaluate("document.querySelector('#__search').checked")
        assert page.evaluate("document.activeElement.name") == "query"
        page.keyboard.press("Escape")
        assert not page.evaluate("document.querySelector('#__search').checked")
    page.keyboard.press("/")
    search(page, "三会一课")
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "./terms/san-hui-yi-ke/"
    page.keyboard.press("ArrowUp")
    assert page.evaluate("document.activeElement.name") == "query"
    page.keyboard.press("Enter")
    page.wait_for_url("**/terms/san-hui-yi-ke/**")


def test_enter_before_the_results_goes_to_the_first_one(base: str, page: Page) -> None:
    page.goto(base)
    page.keyboard.press("/")
    page.keyboard.type("shyk")
    page.keyboard.press("Enter")
    page.wait_for_url("**/terms/san-hui-yi-ke/**")


def test_kinds_are_chosen_by_keyboard(base: str, page: Page) -> None:
    page.goto(base)
    page.keyboard.press("/")
    search(page, "三会一课")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.dataset.kind") == "term"
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    page.wait_for_function("document.querySelectorAll('.md-search-result__item').length === 1")
    assert page.locator(".md-search-result__item").get_attribute("data-kind") == "page"
    assert page.evaluate("document.activeElement.getAttribute('aria-pressed')") == "true"
    page.keyboard.press("Enter")
    page.wait_for_function("document.querySelectorAll('.md-search-result__item').length === 2")
    assert page.evaluate("document.querySelector('#__search').checked")


def test_every_result_can_be_reached(base: str, page: Page) -> None:
    page.goto(base)
    page.keyboard.press("/")
    search(page, "很多页")
    assert status(page) == "45条结果；45页有原文，共45处"
    page.wait_for_function("document.querySelectorAll('.md-search-result__item').length === 45")


def test_the_number_of_results_is_read_out(base: str, page: Page) -> None:
    page.goto(base)
    page.keyboard.press("/")
    search(page, "很多页")
    spoken = page.locator(".kb-search__spoken")
    page.wait_for_function(
        "document.querySelector('.kb-search__spoken').textContent.includes('45')"
    )
    assert spoken.get_attribute("role") == "status"
    assert page.locator(".md-search").get_attribute("aria-label")


def test_a_link_with_a_query_opens_the_box(frame: Path, base: str, page: Page) -> None:
    for url in (base, frame.as_uri()):
        page.goto(f"{url}?q=shyk#two")
        page.wait_for_selector(".md-search-result__item")
        assert page.locator(".md-search__input").input_value() == "shyk"
        assert page.evaluate("document.querySelector('#__search').checked")
    page.goto(f"{base}?q=shyk")
    page.wait_for_selector(".md-search-result__item")
    page.keyboard.press("Escape")
    assert page.url == base


def test_the_page_marks_what_was_found(base: str, page: Page) -> None:
    page.goto(base)
    page.keyboard.press("/")
    search(page, "三会一课")
    link = page.locator('.md-search-result__link[href^="./#"], .md-search-result__link[href="./"]')
    assert link.first.get_attribute("href") == "./"
    link.first.click()
    page.wait_for_selector("mark[data-md-highlight]", state="attached")
    assert "h=" in page.url
    marked = page.evaluate(
        "[...document.querySelectorAll('mark[data-md-highlight]')].map((m) => m.textContent)"
    )
    assert marked == ["三会\n一课", "三会", "一课"]


def test_a_slip_offers_what_was_meant(base: str, page: Page) -> None:
    page.goto(base)
    page.keyboard.press("/")
    search(page, "三会一可")
    line = page.locator(".kb-search__did-you-mean")
    assert line.inner_text() == "您是不是要找：三会一课（2页，4处）"
    line.locator("button").click()
    page.wait_for_function(
        "document.querySelector('.md-search-result__list').dataset.query === '三会一课'"
    )
    assert page.locator(".md-search__input").input_value() == "三会一课"


def test_nothing_found_says_so(base: str, page: Page) -> None:
    page.goto(base)
    page.keyboard.press("/")
    assert search(page, "qwzxv") == []
    assert status(page) == "没有找到"
    assert "首字母" in page.locator(".kb-search__tip").inner_text()
    search(page, "三会一课")
    assert page.locator(".kb-search__tip").count() == 0


@pytest.mark.parametrize("name", ["terms.js", "text-0.js"])
def test_a_missing_file_says_so(tmp_path: Path, page: Page, name: str) -> None:
    frame = write_frame(tmp_path, payload_of(RECORDS, DOCUMENTS))
    (tmp_path / "search" / name).unlink()
    with serve(tmp_path) as base:
        for url in (base, frame.as_uri()):
            page.goto(url)
            page.keyboard.press("/")
            page.wait_for_function(
                "document.querySelector('.md-search-result__meta').textContent.includes('没有载入')"
            )


def test_a_site_rebuilt_in_between_is_read_anew(tmp_path: Path, page: Page) -> None:
    old = payload_of(RECORDS, DOCUMENTS[:1])
    new = payload_of(RECORDS, DOCUMENTS)
    write_frame(tmp_path, old | {"text-0.js": new["text-0.js"]})
    with serve(tmp_path) as base:
        page.route(
            "**/text-0.js*", lambda route: (write_frame(tmp_path, new), route.continue_())[1]
        )
        page.goto(base)
        page.keyboard.press("/")
        assert search(page, "很多页")


def test_texts_beyond_what_is_kept_are_looked_through(tmp_path: Path, page: Page) -> None:
    long = "工作。" * 60_000
    pages = [
        document(f"p{n}/", f"题{n}", f"<h1>题{n}</h1><p>{long}末尾{n}号</p>") for n in range(6)
    ]
    write_frame(tmp_path, payload_of(RECORDS, pages), options='data-keep="400000"')
    with serve(tmp_path) as base:
        page.goto(base)
        page.keyboard.press("/")
        found = search(page, "末尾5号")
        assert [item["href"] for item in found] == ["./p5/"]
        assert len(search(page, "末尾")) == 6
        assert status(page) == "6条结果；6页有原文，共6处"
