"""Settings of the property tests, and the one real build that the site's tests share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import settings

pytest.register_assert_rewrite("browser_tools", "helpers", "site_tools")
from browser_tools import Browser, Open, open_browser, visit  # noqa: E402 (their asserts are to be explained)
from site_tools import Site, build_sites, serve  # noqa: E402 (its asserts are to be explained)

# The same examples on every run; `--hypothesis-profile=explore` looks further.
settings.register_profile("repeatable", deadline=None, derandomize=True, print_blob=True)
settings.register_profile("explore", deadline=None, max_examples=500)
settings.load_profile("repeatable")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """The system's Chromium."""
    with open_browser() as opened:
        yield opened


@pytest.fixture(scope="session")
def sites(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Site]:
    """The real site, built strictly: `online` as it is served, `offline` as it is unzipped."""
    return build_sites(tmp_path_factory.mktemp("site"))


@pytest.fixture(scope="session")
def online(sites: dict[str, Site]) -> Site:
    """The site as a web server has it."""
    return sites["online"]


@pytest.fixture(scope="session")
def offline(sites: dict[str, Site]) -> Site:
    """The site as a reader unpacks it."""
    return sites["offline"]


@pytest.fixture(params=["online", "offline"])
def site(request: pytest.FixtureRequest, sites: dict[str, Site]) -> Site:
    """Either build."""
    found: Site = sites[request.param]
    return found


@pytest.fixture(params=["http", "folder"])
def visitor(request: pytest.FixtureRequest, browser: Browser) -> Open:
    """Opens pages as readers do: of the website, and of the offline copy without a network."""
    if request.param == "http":
        server: str = request.getfixturevalue("server")
        return lambda **options: visit(browser, server, **options)
    offline: Site = request.getfixturevalue("offline")
    base = offline.folder.as_uri() + "/"
    return lambda **options: visit(browser, base, "index.html", **{"offline": True, **options})


@pytest.fixture(scope="session")
def server(online: Site) -> Iterator[str]:
    """Where the site is served; ends in a slash."""
    with serve(online.folder) as url:
        yield url
