"""The page of changes and the Atom feed, as they are built."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import pytest
from helpers import DOCS, ROOT, page_info, read_html, term_file, write_docs
from kb.build import Build
from kb.history.compare import change_lists
from kb.history.cut import plan_cut, write_cut
from kb.history.facets import Weight
from kb.history.feed import PLACEHOLDER, build_feed
from kb.history.ledger import read_ledger
from kb.load import load_knowledge_base
from kb.urls import Urls
from site_tools import Site, in_english
from test_history import NOON

ATOM = "{http://www.w3.org/2005/Atom}"
TAG = re.compile(r"tag:[a-z0-9.-]+,\d{4}(-\d{2}(-\d{2})?)?:[\w:./-]+")
"""RFC 4151: an authority, a date, something of its own."""
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


def links_in(html: str) -> list[str]:
    found: list[str] = []

    class Links(HTMLParser):
        def handle_starttag(self, tag: str, attrs: Any) -> None:
            found.extend(value for name, value in attrs if tag == "a" and name == "href")

    Links().feed(html)
    return found


def check_feed(text: str) -> ET.Element:
    """What RFC 4287 asks of every feed."""
    root = ET.fromstring(text)
    assert root.tag == f"{ATOM}feed"
    assert root.findtext(f"{ATOM}author/{ATOM}name")
    entries = root.findall(f"{ATOM}entry")
    assert entries
    ids = [node.findtext(f"{ATOM}id") or "" for node in (root, *entries)]
    assert len(set(ids)) == len(ids)
    assert all(map(TAG.fullmatch, ids))
    times = [node.findtext(f"{ATOM}updated") or "" for node in (root, *entries)]
    assert all(map(TIME.fullmatch, times))
    assert times[0] == max(times[1:])
    assert times[1:] == sorted(times[1:], reverse=True)
    for node in (root, *entries):
        assert node.findtext(f"{ATOM}title")
        relations = [link.get("rel") for link in node.findall(f"{ATOM}link")]
        assert relations.count("alternate") == 1
        assert relations.count("self") == (1 if node is root else 0)
    assert all(e.findtext(f"{ATOM}content") for e in entries)
    return root


@pytest.mark.parametrize("name", ["feed.xml", "en/feed.xml"])
def test_the_feed(online: Site, name: str) -> None:
    """Valid; every edition that was published; every link leads to a page, every anchor exists."""
    root = check_feed((online.folder / name).read_text(encoding="utf-8"))
    released = [cut.name for cut in read_ledger(DOCS)[0] if cut.stage == "release"]
    ids = [entry.findtext(f"{ATOM}id") or "" for entry in root.findall(f"{ATOM}entry")]
    assert [entry.rpartition(":")[2] for entry in ids] == list(reversed(released))
    links = [link.get("href") or "" for link in root.iter(f"{ATOM}link")]
    links += [link for node in root.iter(f"{ATOM}content") for link in links_in(node.text or "")]
    assert len(links) > 20
    for link in links:
        target = urljoin(f"/{name}", link).removeprefix("/")
        path, _, anchor = target.partition("#")
        if path.endswith(".xml"):
            assert (online.folder / path).is_file()
        else:
            page = online.page(path)
            assert not anchor or anchor in page.ids
    assert in_english(name) == (root.get("{http://www.w3.org/XML/1998/namespace}lang") == "en")


def test_pages_name_the_feed_and_the_list(sites: dict[str, Site]) -> None:
    """Online each page names its language's feed; everywhere the foot leads to the list."""
    for kind, site in sites.items():
        for name, page in site.pages.items():
            if name == "404.html":
                continue
            feeds = [
                site.target(name, element.attributes["href"])[0]
                for element in page.all("link")
                if element.attributes.get("type") == "application/atom+xml"
            ]
            expected = "en/feed.xml" if in_english(name) else "feed.xml"
            assert feeds == ([expected] if kind == "online" else [])
            foot = page.source[page.source.index("<footer") :]
            (link,) = re.findall(r'<a href="([^"]+)"><time', foot)
            target, _ = site.target(name, link)
            stem = target.removesuffix(".html").removesuffix("/index")
            assert stem == ("en/about/changes" if in_english(name) else "about/changes")
    assert not list(sites["offline"].folder.rglob("feed.xml"))


def test_the_page_lists_what_changed(site: Site) -> None:
    """By the same order of consequence, for every edition; the old words and the new."""
    page = site.page("about/changes/" if not site.index else "about/changes.html")
    knowledge, _ = load_knowledge_base(DOCS)
    for changes in change_lists(knowledge):
        key = changes.cut.name if changes.cut else "since"
        assert f"e-{key}" in page.ids
        section = page.source[page.source.index(f'id="e-{key}"') :].partition("</section>")[0]
        for change in changes.changes:
            assert change.name in section
        weights = [c.weight for c in changes.changes]
        assert weights == sorted(weights)
    assert "<del>" in page.source
    assert "开发版，没有发布过" in page.source


def build_of(folder: Path, language: Any = "zh") -> Build:
    knowledge, problems = load_knowledge_base(folder)
    assert problems == ()
    pages = {path: path.removesuffix(".md") + "/" for path in knowledge.by_path}
    pages["about/changes.md"] = "about/changes/"
    day = knowledge.editions[-1].day if knowledge.editions else None
    return Build(language, knowledge, Urls(pages), ROOT / "overrides", day)  # type: ignore[arg-type]


def copy_of(folder: Path, *, superseded: bool) -> Path:
    ledger = {
        path.relative_to(DOCS).as_posix(): path.read_bytes()
        for path in (DOCS / "editions").glob("*.tsv")
    }
    fields = {"status": "superseded", "superseded_by": "yi"} if superseded else {}
    files = term_file("jia", "<甲&乙>", **fields) | term_file("yi", "乙")
    return write_docs(folder, {**files, **(ledger if not superseded else {})})


def test_what_a_site_with_an_address_of_its_own_has(tmp_path: Path) -> None:
    build = build_of(copy_of(tmp_path, superseded=False))
    feed = build_feed(build, "库 <1>", "https://kb.example.net/dj/")
    root = check_feed(feed)
    assert root.findtext(f"{ATOM}author/{ATOM}name") == "库 <1>"
    links = [link.get("href") or "" for link in root.iter(f"{ATOM}link")]
    assert links[0] == "https://kb.example.net/dj/feed.xml"
    assert all(link.startswith("https://kb.example.net/dj/") for link in links)
    relative = check_feed(build_feed(build, "库", PLACEHOLDER))
    ids = [[n.text for n in each.iter(f"{ATOM}id")] for each in (root, relative)]
    assert ids[0] == ids[1]  # wherever it is hosted


def test_without_editions_there_is_no_feed(tmp_path: Path) -> None:
    assert build_feed(build_of(copy_of(tmp_path, superseded=True)), "库", None) == ""


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_superseded_term_is_said_first_and_with_its_successor(
    tmp_path: Path, language: str
) -> None:
    write_docs(tmp_path, term_file("jia", "<甲&乙>") | term_file("yi", "乙"))
    planned = plan_cut(load_knowledge_base(tmp_path)[0], NOON, development=False)
    write_cut(tmp_path, planned, note="", note_en="")
    copy_of(tmp_path, superseded=True)
    build = build_of(tmp_path, language)
    assert [c.weight for c in build.change_lists[0].changes] == [Weight.WORDING]
    html = build.complete(page_info("about/changes/"), "<!-- kb:changes -->")
    text = " ".join(read_html(f"<article>{html}</article>").elements[0].text.split())
    if language == "zh":
        assert "写法变了 1" in text
        assert "状态：现行 → 已被取代，现在用“乙”" in text
        assert "<甲&乙>" in text
    else:
        assert "To be worded differently now 1" in text
        assert "status: current → superseded; now: the yi" in text
    assert "&lt;甲&amp;乙&gt;" in html or language == "en"
