"""The site behind nginx as it is configured: types, caching, policy, two releases at once."""

from __future__ import annotations

import gzip
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import docx
import pytest
from browser_tools import Browser, until, visit
from helpers import ROOT
from hosting_tools import Nginx, Response, find_nginx, nginx
from hosting_trial import publish, variant
from playwright.sync_api import expect
from site_tools import Site

BASE = "/dangjian/"
needs_nginx = pytest.mark.skipif(
    find_nginx() is None, reason="没有 nginx（Debian：apt install nginx-light）"
)


@pytest.fixture(scope="module")
def releases(online: Site, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str, str]:
    """A folder with two releases: the site, and the same as another, which is current."""
    folder = tmp_path_factory.mktemp("hosting")
    old = publish(online.folder, folder / "root", BASE)
    new = variant(online.folder, folder / "site", 1)
    assert publish(folder / "site", folder / "root", BASE) == new
    shutil.rmtree(folder / "site")
    return folder / "root", old, new


@pytest.fixture(scope="module")
def server(
    releases: tuple[Path, str, str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Nginx]:
    with nginx(tmp_path_factory.mktemp("nginx"), releases[0], BASE) as running:
        yield running


# Without nginx: what the policy forbids must not be in pages


def test_no_script_and_no_style_in_pages(online: Site) -> None:
    found = set()
    for name, page in online.pages.items():
        for element in page.elements:
            inline = element.tag == "script" and "src" not in element.attributes
            if inline and element.attributes.get("type") != "application/json":
                found.add(f"{name}: <script>")
            if element.tag == "style":
                found.add(f"{name}: <style>")
            for attribute, value in element.attributes.items():
                if attribute == "style" or attribute.startswith("on"):
                    found.add(f"{name}: {attribute}=")
                if value.strip().lower().startswith("javascript:"):
                    found.add(f"{name}: {value}")
    assert sorted(found)[:5] == []


def test_every_script_and_style_names_the_release(online: Site) -> None:
    release = online.data("release.json")["release"]
    for name, page in online.pages.items():
        for element, link in page.links():
            if element.tag == "script" or element.attributes.get("rel") == "stylesheet":
                assert link.endswith(f"?v={release}"), f"{name}: {link}"


# With nginx

TYPES = {
    "": "text/html; charset=utf-8",
    "assets/kb.css": "text/css; charset=utf-8",
    "assets/kb.js": "text/javascript; charset=utf-8",
    "sw.js": "text/javascript; charset=utf-8",
    "data/terms.json": "application/json; charset=utf-8",
    "data/questions-anki.txt": "text/plain; charset=utf-8",
    "en/manifest.webmanifest": "application/manifest+json; charset=utf-8",
    "sitemap.xml": "application/xml; charset=utf-8",
    "assets/app/icon-192.png": "image/png",
    "assets/app/icon.svg": "image/svg+xml; charset=utf-8",
}


@needs_nginx
@pytest.mark.parametrize("path", TYPES)
def test_types_compression_and_asking_again(path: str, server: Nginx) -> None:
    plain, packed = server.get(path), server.get(path, Accept_Encoding="gzip")
    assert (plain.status, packed.status) == (200, 200)
    for answer in (plain, packed):
        assert answer.headers["content-type"] == TYPES[path]
        assert answer.headers["cache-control"] == "no-cache"
        again = server.get(
            path,
            If_None_Match=answer.headers["etag"],
            Accept_Encoding="gzip" if answer is packed else "identity",
        )
        assert again.status == 304
    if "content-encoding" in packed.headers:
        assert gzip.decompress(packed.body) == plain.body
        assert "accept-encoding" in packed.headers["vary"].lower()
    else:
        assert path.endswith(".png") or len(plain.body) < 1000


@needs_nginx
@pytest.mark.parametrize(
    "path", ["assets/kb.js", "assets/search/box.js", "search/terms.js", "en/search/pages.js"]
)
def test_a_page_gets_the_files_of_its_release(
    path: str, server: Nginx, releases: tuple[Path, str, str]
) -> None:
    root, *ids = releases
    for release in ids:
        answer = server.get(f"{path}?v={release}")
        assert answer.status == 200
        assert answer.body == (root / "releases" / release / path).read_bytes()
        assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    gone = server.get(f"{path}?v={'0' * 12}")
    assert gone.status == 404
    assert gone.headers["cache-control"] == "no-cache"
    assert server.get(path).body == (root / "current" / path).read_bytes()


HEADERS = {
    "content-security-policy": r"default-src 'none'; script-src 'self'; style-src 'self';.*",
    "x-content-type-options": "nosniff",
    "x-frame-options": "SAMEORIGIN",
    "referrer-policy": "same-origin",
    "permissions-policy": "camera=.*",
    "cross-origin-resource-policy": "same-origin",
}


@needs_nginx
@pytest.mark.parametrize("path", ["", "nothing/", "data/terms.json", "assets/kb.js?v=000000000000"])
def test_every_answer_has_the_headers(path: str, server: Nginx) -> None:
    headers = server.get(path).headers
    for name, pattern in HEADERS.items():
        assert re.fullmatch(pattern, headers[name]), name
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["server"] == "nginx"


@needs_nginx
def test_what_is_not_there(server: Nginx) -> None:
    def title(answer: Response) -> str:
        found = re.search("<h1>(.*?)</h1>", answer.body.decode("utf-8"))
        return f"{answer.status} {found and found[1]}"

    assert title(server.get("terms/nothing/")) == "404 没有这一页"
    assert title(server.get("en/nothing")) == "404 There is no such page"
    for path in ("/", "/current/", f"/releases/{'0' * 12}.json", "/dangjian/../root/.lock"):
        assert server.get(path).status == 404
    for path, to in {
        "terms": "/dangjian/terms/",
        "en?q=a": "/dangjian/en/?q=a",
        "/dangjian": "/dangjian/",
    }.items():
        answer = server.get(path)
        assert (answer.status, answer.headers["location"]) == (301, to)


@needs_nginx
def test_the_log_names_nobody(server: Nginx) -> None:
    server.get("terms/?q=secret", User_Agent="somebody", Referer="http://portal/")
    server.get("nothing?q=secret", User_Agent="somebody")
    text = "".join(path.read_text(encoding="utf-8") for path in server.folder.glob("*.log"))
    assert " 200 GET /dangjian/terms/ " in text
    assert not re.search(r"secret|somebody|portal|127\.0\.0\.1", text)


@needs_nginx
@pytest.mark.browser
def test_the_policy_lets_everything_work(server: Nginx, browser: Browser) -> None:
    """Any violation is an error of the console, and fails; tests/hosting_trial.py opens all pages."""
    with visit(browser, server.url, color_scheme="dark") as tab:
        page = tab.open("")
        assert page.locator("body").get_attribute("data-md-color-scheme") == "slate"
        page.keyboard.press("/")
        page.keyboard.type("三会一课")
        page.wait_for_selector('.md-search-result__list[data-complete="true"] a')
        page.keyboard.press("Escape")
        page.locator("label[for^=__palette]:visible").first.click()
        tab.open("terms/san-hui-yi-ke/")
        assert page.locator("body").get_attribute("data-md-color-scheme") == "default"
        page.locator("article a.kb-term").first.hover()
        page.wait_for_selector(".kb-tip:not([hidden])")
        tab.open("en/study/")
        page.wait_for_selector("article button:visible")


@needs_nginx
@pytest.mark.browser
@pytest.mark.parametrize("folder", ["", "en/"])
def test_the_policy_lets_the_draft_desk_work(
    folder: str, server: Nginx, browser: Browser, tmp_path: Path
) -> None:
    """Every way in and every way out; a violation is an error of the console, and fails."""
    text, word = "全镇认真惯彻落实上级部署。党员**名。", tmp_path / "材料.docx"
    document = docx.Document()
    document.add_paragraph(text)
    document.save(str(word))
    with visit(browser, server.url, permissions=["clipboard-read", "clipboard-write"]) as tab:
        page = tab.open(f"{folder}desk/")
        page.locator(".kb-desk textarea").fill(text)
        for name in ("begin", "next", "previous", "copy", "text", "again", "restart"):
            page.locator(f".kb-desk [name={name}]").click()
            if name in ("begin", "again"):
                expect(page.locator(".kb-desk-list li")).to_have_count(2)
        page.set_input_files("input[type=file]", word)
        expect(page.locator("mark.kb-desk-mark")).to_have_count(2)
        page.locator(".kb-desk-card .kb-desk-primary").click()
        page.locator(".kb-desk-list button").last.click()
        page.locator("[name=own]").fill("30")
        page.locator(".kb-desk-own button").click()
        page.locator("[name=genre]").select_option(index=1)
        page.locator(".kb-desk-why summary").click()
        with page.expect_download() as taken:
            page.locator("[name=word]").click()
        again = docx.Document(str(taken.value.path()))
        assert [p.text for p in again.paragraphs] == ["全镇认真贯彻落实上级部署。党员30名。"]


@needs_nginx
@pytest.mark.browser
def test_a_page_whose_release_is_gone_says_so(
    server: Nginx, browser: Browser, releases: tuple[Path, str, str]
) -> None:
    root, _, new = releases
    folder = root / "releases" / new
    context = browser.new_context(service_workers="block")
    page = context.new_page()
    page.goto(server.url)
    page.locator(".md-search__input").hover()
    until(page, "self.kbSearchClient")
    (folder / "search").rename(folder / "away")
    try:
        page.keyboard.press("/")
        page.keyboard.type("三会一课")
        expect(page.locator(".md-search-result__meta")).to_contain_text("刚刚更新")
    finally:
        (folder / "away").rename(folder / "search")
        context.close()


def test_the_configuration_is_documented() -> None:
    """The guide for administrators names what the script takes."""
    text = (ROOT / "docs/about/hosting.md").read_text(encoding="utf-8")
    for option in ("--to", "--base", "--rollback", "--list", "--nginx", "--listen", "--keep"):
        assert option in text
