"""The offline copy as it is given away: unpacked, not unpacked, laid over an older one, grown old."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from browser_tools import visit
from helpers import DOCS, ROOT
from kb.edition import content_hash
from kb.package import FOLDER, write_zip
from playwright.sync_api import Browser
from site_tools import EPOCH, Site, build_environment, copy_project, finish, run_mkdocs

TERM = "terms/san-hui-yi-ke.html"
OLD = "2024-01-02 0123456789ab abcdef012345"
ANOTHER_MACHINE = {
    "TZ": "Pacific/Kiritimati",
    "LANG": "tr_TR.ISO-8859-9",
    "LC_ALL": "POSIX",
    "PYTHONCOERCECLOCALE": "0",
    "PYTHONUTF8": "0",
    "PYTHONIOENCODING": "utf-8",
    "PYTHONHASHSEED": "4242",
}


def edition_of(site: Site, name: str) -> str:
    """The edition that the footer of a page names."""
    (mark,) = [
        element.attributes["data-kb-edition"]
        for element in site.pages[name].elements
        if "data-kb-edition" in element.attributes
    ]
    return mark


def test_one_edition_everywhere(sites: dict[str, Site]) -> None:
    """On every page, online and offline, in the data file: the same date and content."""
    expected = f"2026-05-28 {content_hash(DOCS, ROOT / 'overrides')}"
    for site in sites.values():
        for name in site.pages:
            assert edition_of(site, name) == expected, name
        script = (site.folder / "data/edition.js").read_text(encoding="utf-8")
        assert script == f'self.kbEdition = "{expected}";\n'


def test_only_the_copy_says_that_it_grows_old(sites: dict[str, Site]) -> None:
    for name, site in sites.items():
        source = site.pages["index.html"].source
        assert ("data-kb-copy" in source) == (name == "offline")
        assert ("kb-unpack" in source) == (name == "offline")
        assert ("data/edition.js" in source) == (name == "offline")


@pytest.mark.parametrize("name", ["index.html", "en/index.html", TERM])
@pytest.mark.parametrize("scripts", [True, False])
def test_inside_the_zip_a_page_says_so(
    browser: Browser, offline: Site, tmp_path: Path, name: str, scripts: bool
) -> None:
    """Windows unpacks the one file that was clicked on, and nothing beside it."""
    lonely = shutil.copy(offline.folder / name, tmp_path)
    context = browser.new_context(
        java_script_enabled=scripts, viewport={"width": 1000, "height": 700}
    )
    page = context.new_page()
    page.goto(Path(lonely).as_uri())
    message = page.locator(".kb-unpack")
    assert message.is_visible()
    assert ("Unpack the zip" if name.startswith("en/") else "请先解压") in message.inner_text()
    assert message.bounding_box()["y"] < 200  # type: ignore[index]
    page.goto((offline.folder / name).as_uri())
    assert not page.locator(".kb-unpack").is_visible()
    context.close()


def test_its_home_page_names_edition_and_age(browser: Browser, offline: Site) -> None:
    base = offline.folder.as_uri() + "/"
    with visit(browser, base, "index.html") as tab:
        tab.page.clock.set_fixed_time("2026-08-30T12:00:00")
        page = tab.open("")
        assert "版次 2026-05-28（3个月前）" in page.locator("article .kb-notice").inner_text()
        assert "版次 2026-05-28（3个月前）" in page.locator(".kb-footer").inner_text()
        page.get_by_role("link", name="怎样更新、怎样核对").click()
        assert page.url.endswith("about/offline.html")
        page = tab.open("en/")
        assert "2026-05-28 (3 months ago)" in page.locator(".kb-footer").inner_text()


@pytest.mark.parametrize(("day", "said"), [("2026-11-24", 0), ("2026-11-25", 1)])
def test_newer_rules_after_half_a_year(
    browser: Browser, offline: Site, server: str, day: str, said: int
) -> None:
    with visit(browser, offline.folder.as_uri() + "/", "index.html") as tab:
        tab.page.clock.set_fixed_time(f"{day}T12:00:00")
        assert tab.open("").locator(".kb-old").count() == said
    with visit(browser, server) as tab:
        tab.page.clock.set_fixed_time(f"{day}T12:00:00")
        assert tab.open("").locator(".kb-old").count() == 0


def test_a_newer_zip_over_an_older_one(browser: Browser, offline: Site, tmp_path: Path) -> None:
    """The new pages are there; what only the old one had says so, and nothing leads to it."""
    older = tmp_path / "older"
    shutil.copytree(offline.folder, older)
    present = edition_of(offline, TERM)
    for path in [older / TERM, older / "index.html"]:
        source = path.read_text(encoding="utf-8").replace(present, OLD)
        path.write_text(source, encoding="utf-8")
    shutil.copy(older / TERM, older / "terms/gone.html")
    (older / "data/edition.js").write_text(f'self.kbEdition = "{OLD}";\n', encoding="utf-8")
    for name, site in (("older", older), ("newer", offline.folder)):
        write_zip(site, tmp_path / f"{name}.zip", epoch=EPOCH)
    unpacked = tmp_path / "unpacked"
    for name in ("older", "newer"):
        with zipfile.ZipFile(tmp_path / f"{name}.zip") as archive:
            archive.extractall(unpacked)
        with visit(browser, (unpacked / FOLDER).as_uri() + "/") as tab:
            page = tab.page
            page.goto(tab.base + "terms/gone.html")
            if name == "older":
                assert page.locator(".kb-left-over").count() == 0
                continue
            assert "旧的离线副本留下的" in page.locator(".kb-left-over").inner_text()
            page.locator(".kb-left-over a").click()
            assert page.url == f"{tab.base}index.html"
            for path in ("index.html", TERM, "en/index.html"):
                page.goto(tab.base + path)
                assert page.locator(".kb-left-over").count() == 0
    leading = [
        path.name
        for path in (unpacked / FOLDER).rglob("*")
        if path.suffix in (".html", ".js", ".json") and "terms/gone" in path.read_text("utf-8")
    ]
    assert leading == []


def test_two_folders_two_times_one_sequence_of_bytes(offline: Site, tmp_path: Path) -> None:
    """A build of the same content elsewhere: the same zip, the same pocket glossary.

    Another time zone, language, order of hashes and file mode change nothing either.
    """
    given = {}
    elsewhere = copy_project(tmp_path / "quite/another/folder", original=offline.project)
    for place, path in enumerate(sorted(elsewhere.rglob("*"))):
        os.utime(path, (place, place))
    code, output = finish(
        run_mkdocs(
            *("build", "--strict", "--config-file", "mkdocs.offline.yml"),
            cwd=elsewhere,
            elsewhere=ANOTHER_MACHINE,
            umask=0o077,
        )
    )
    assert code == 0, output
    for name, project, site in (
        ("first", offline.project, offline.folder),
        ("second", elsewhere, elsewhere / "build/offline"),
    ):
        dist = tmp_path / name
        write_zip(site, dist / "copy.zip", epoch=EPOCH)
        command = (sys.executable, "-c", "from kb.cli import main; main()", "pocket")
        paths = (str(dist / "pocket.html"), "--docs", str(project / "docs"))
        environment = build_environment() | {"PYTHONPATH": str(project / "hooks")}
        if name == "second":
            environment |= ANOTHER_MACHINE
        subprocess.run((*command, *paths), env=environment, check=True, capture_output=True)
        given[name] = [(dist / n).read_bytes() for n in ("copy.zip", "pocket.html", "SHA256SUMS")]
    assert given["first"] == given["second"]
    pocket = given["first"][1].decode()
    assert re.findall('data-kb-edition="(.*?)"', pocket) == [edition_of(offline, TERM)]
