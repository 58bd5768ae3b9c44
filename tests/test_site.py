"""The real site, built strictly in both languages: what a reader, a server and a program rely on."""

from __future__ import annotations

import gzip
import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from urllib.parse import urlsplit
from xml.etree import ElementTree

import pytest
from helpers import DOCS, Element, HtmlFile
from site_tools import SITE_URL, Site, has_english_page, html_of, in_english, sources

HAN = re.compile(r"[\u4e00-\u9fff]")


# Pages and languages


def test_each_page_is_built_once(site: Site) -> None:
    """No Chinese-only page below en/, every term in both languages, nothing else."""
    online = site.index == ""
    expected = {html_of(name, online=online) for name in sources()}
    expected |= {
        f"en/{html_of(name, online=online)}" for name in sources() if has_english_page(name)
    }
    if online:
        expected |= {"404.html", "en/404.html"}
    assert set(site.pages) == expected


def test_the_language_of_every_page(site: Site) -> None:
    for name, page in site.pages.items():
        assert page.lang == ("en" if in_english(name) else "zh"), name


def test_english_pages_are_english(site: Site) -> None:
    """What the theme and our templates say themselves."""
    for name, page in site.pages.items():
        if in_english(name):
            for element in (*page.all("label"), *page.all("summary"), *page.all("button")):
                assert not HAN.search(element.text), f"{name}: {element.text}"
            (footer,) = page.all("footer")
            assert not HAN.search(footer.text), name


def test_the_language_switch(site: Site) -> None:
    """To the same page where it exists in the other language, to its home page where not."""
    online = site.index == ""
    english = {html_of(name, online=online) for name in sources() if has_english_page(name)}
    for name, page in site.pages.items():
        (switch,) = page.all("a", "kb-language")
        there, fragment = site.target(name, switch.attributes["href"])
        if in_english(name):
            expected = name.removeprefix("en/")
        else:
            expected = f"en/{name}" if name in english else "en/index.html"
        assert (there, fragment) == (expected, ""), name
        assert switch.attributes["lang"] == ("zh" if in_english(name) else "en")


def test_links_from_english_to_chinese_pages_are_marked(site: Site) -> None:
    """By Chinese text: a title, a citation, or 中文."""
    for name, page in site.pages.items():
        if in_english(name):
            for element in page.all("a"):
                target, _ = site.target(name, element.attributes.get("href", ""))
                switch = "kb-language" in element.attributes.get("class", "")
                if target in site.pages and not in_english(target) and not switch:
                    assert HAN.search(element.text), f"{name}: {element}"


def test_headings(site: Site) -> None:
    """One h1 a page, and no level skipped below it."""
    for name, page in site.pages.items():
        levels = [int(e.tag[1]) for e in page.elements if re.fullmatch("h[1-6]", e.tag)]
        assert levels.count(1) == 1, name
        assert all(after <= before + 1 for before, after in pairwise(levels)), f"{name}: {levels}"


# Links


def links(site: Site) -> Iterator[tuple[str, Element, str]]:
    for name, page in site.pages.items():
        for element, link in page.links():
            if not link.startswith("data:"):
                yield name, element, link


def test_no_dead_link_and_no_dead_anchor(site: Site) -> None:
    dead = set()
    for name, _, link in links(site):
        if urlsplit(link).scheme and not link.startswith(SITE_URL):
            continue
        target, fragment = site.target(name, link)
        if not (site.folder / target).is_file():
            dead.add(f"{name}: {link}")
        elif fragment and fragment not in site.pages[target].ids:
            dead.add(f"{name}: {link} (anchor)")
    assert sorted(dead)[:20] == []


def test_nothing_comes_from_outside(site: Site) -> None:
    """Pages may link to the world; they may not need it."""
    for name, element, link in links(site):
        if element.tag == "a":
            continue
        canonical = element.tag == "link" and element.attributes.get("rel") == "canonical"
        assert canonical or not re.match(r"(https?:)?//", link), f"{name}: {link}"
    for path in site.folder.rglob("*.css"):
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"(url\(|@import)\s*[\"']?(https?:)?//", text), path


def test_offline_pages_name_files(offline: Site) -> None:
    """From a folder neither `/terms/` nor `terms/` leads anywhere."""
    for name, element, link in links(offline):
        assert not link.startswith("/"), f"{name}: {link}"
        if element.tag == "a" and link:
            target, _ = offline.target(name, link)
            assert urlsplit(link).scheme or (offline.folder / target).is_file(), f"{name}: {link}"


def test_offline_has_no_address_of_the_site(offline: Site) -> None:
    for path in offline.folder.rglob("*"):
        if path.suffix in {".html", ".json", ".js", ".css"}:
            assert "example.org" not in path.read_text(encoding="utf-8"), path


def test_offline_names_are_short_and_ascii(offline: Site) -> None:
    """Windows: 260 characters with the folder it is unpacked in."""
    for path in offline.folder.rglob("*"):
        name = path.relative_to(offline.folder.parent).as_posix()
        assert name.isascii(), name
        assert len(name) <= 120, name


def test_ids_are_unique(site: Site) -> None:
    for name, page in site.pages.items():
        found = Counter(e.attributes["id"] for e in page.elements if "id" in e.attributes)
        assert [i for i, count in found.items() if count > 1] == [], name


def references(site: Site, *attributes: str) -> set[str]:
    """Ids that are named by an attribute and do not exist, with a page."""
    return {
        f"{name}: {attribute}={wanted}"
        for name, page in site.pages.items()
        for element in page.elements
        for attribute in attributes
        for wanted in element.attributes.get(attribute, "").split()
        if wanted not in page.ids
    }


def test_what_aria_names_exists(site: Site) -> None:
    assert references(site, "aria-labelledby", "aria-describedby", "aria-controls") == set()


def test_what_labels_name_exists(site: Site) -> None:
    assert sorted(references(site, "for"))[:5] == []


def test_the_script_finds_its_definitions(site: Site) -> None:
    for name, page in site.pages.items():
        (script,) = [e for e in page.all("script") if "data-definitions" in e.attributes]
        language = "en" if in_english(name) else "zh"
        target, _ = site.target(name, script.attributes["data-definitions"])
        assert target == f"data/definitions-{language}.js"
        assert (site.folder / target).is_file()


# Navigation


def test_the_navigation_has_a_constant_size(site: Site) -> None:
    """The same few links on every page, however many pages there are."""
    found: dict[tuple[bool, str], set[tuple[str, ...]]] = {}
    for name, page in site.pages.items():
        for nav in page.all("nav"):
            css = nav.attributes.get("class", "")
            if "md-nav--primary" in css or "md-tabs" in css.split():
                found.setdefault((in_english(name), css), set()).add(tuple(nav.text.split()))
    assert len(found) == 4
    for (_, css), texts in found.items():
        assert len(texts) == 1, css
        assert len(next(iter(texts))) < 40, css


def test_the_current_page_is_marked(online: Site) -> None:
    for name in ("terms/by-pinyin/index.html", "regulations/index.html", "en/terms/index.html"):
        current = [
            a for a in online.pages[name].all("a") if a.attributes.get("aria-current") == "page"
        ]
        assert current, name
        for link in current:
            assert online.target(name, link.attributes["href"])[0] == name


# The sitemap


def sitemap(site: Site) -> dict[str, dict[str, str]]:
    """URL → its alternates by language."""
    names = {
        "s": "http://www.sitemaps.org/schemas/sitemap/0.9",
        "x": "http://www.w3.org/1999/xhtml",
    }
    rows = ElementTree.parse(site.folder / "sitemap.xml").getroot().findall("s:url", names)
    found: dict[str, dict[str, str]] = {}
    for row in rows:
        url = row.findtext("s:loc", "", names)
        assert url not in found, f"{url} is there twice"
        found[url] = {e.attrib["hreflang"]: e.attrib["href"] for e in row.findall("x:link", names)}
    return found


def test_the_sitemap_lists_every_page_once(online: Site) -> None:
    pages = {SITE_URL + online.url(name) for name in online.pages if not name.endswith("404.html")}
    assert set(sitemap(online)) == pages
    packed = (online.folder / "sitemap.xml.gz").read_bytes()
    assert gzip.decompress(packed) == (online.folder / "sitemap.xml").read_bytes()


def test_alternates_of_the_sitemap_lead_back(online: Site) -> None:
    rows = sitemap(online)
    for url, alternates in rows.items():
        for language, alternate in alternates.items():
            assert rows[alternate] == alternates, url
            assert in_english(alternate.removeprefix(SITE_URL)) is (language == "en")


def test_the_sitemap_names_translations(online: Site) -> None:
    rows = sitemap(online)
    for url, alternates in rows.items():
        english = url.replace(SITE_URL, f"{SITE_URL}en/")
        if english in rows:
            assert alternates == {"zh": url, "en": english}


# Generated lists


def listed(site: Site, url: str) -> set[str]:
    """The pages that the generated lists of a page lead to."""
    page = site.page(url)
    return {
        site.target(page.url, link)[0] for e, link in page.links() if e.tag == "a" and e.generated
    }


@pytest.mark.parametrize("language", ["", "en/"])
@pytest.mark.parametrize("name", ["index", "by-pinyin", "by-category", "by-frequency"])
def test_every_term_is_in_the_index(online: Site, language: str, name: str) -> None:
    url = f"{language}terms/" if name == "index" else f"{language}terms/{name}/"
    linked = listed(online, url)
    for row in online.data("terms.json")["terms"]:
        assert f"{language}{row['url']}index.html" in linked, row["id"]


def test_every_regulation_is_in_the_index(online: Site) -> None:
    for language in ("", "en/"):
        linked = listed(online, f"{language}regulations/")
        for path in (DOCS / "regulations").glob("*.md"):
            if path.read_text(encoding="utf-8").startswith("---\ntype: regulation\n"):
                assert f"regulations/{path.stem}/index.html" in linked


def test_frequencies_are_sorted(online: Site) -> None:
    text = online.page("terms/by-frequency/").source
    counts = [int(n) for n in re.findall(r"</td><td>(\d+)</td><td>\d+</td></tr>", text)]
    assert len(counts) == len(online.data("terms.json")["terms"])
    assert counts == sorted(counts, reverse=True)


def test_no_marker_is_left(site: Site) -> None:
    for name, page in site.pages.items():
        assert "<!-- kb" not in page.source, name


# Size


def test_pages_are_small(online: Site) -> None:
    """At most 25 KB a page besides its own text (design.md, Budgets) and its list of contents."""
    for name, page in online.pages.items():
        frame = re.sub(r"<article.*</article>", "", page.source, flags=re.S)
        contents = r'<nav class="md-nav md-nav--secondary".*(?=<div class="md-content")'
        frame = re.sub(contents, "", frame, flags=re.S)
        assert len(frame.encode()) <= 25_000, name


def lines_of(page: HtmlFile) -> list[str]:
    """The lines of authored text; blank ones come from generated blocks, too."""
    return list(filter(str.strip, page.authored.split("\n")))


def test_two_folders_are_one_site(sites: dict[str, Site], tmp_path: Path) -> None:
    """What is in the zip is what is online: the same authored text on every page."""
    online, offline = sites["online"], sites["offline"]
    for name, page in offline.pages.items():
        stem = name.removesuffix(".html")
        other = name if stem.endswith("index") else f"{stem}/index.html"
        assert lines_of(online.pages[other]) == lines_of(page), name
