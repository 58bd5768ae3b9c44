"""Every kind of page and state passes axe-core; the whole table is `python tests/axe_table.py`."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from axe_tools import Case, axe_source, few, violations
from playwright.sync_api import Browser
from site_tools import serve
from text_site import build_with_texts

pytestmark = pytest.mark.browser
SOURCE = axe_source()


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The site with imported texts, which has every kind of page."""
    with serve(build_with_texts(tmp_path_factory.mktemp("axe")).folder) as url:
        yield url


@pytest.mark.skipif(SOURCE is None, reason="axe-core 没有装上（npm 或网络不可用）")
@pytest.mark.parametrize("case", few(), ids=str)
def test_nothing_is_found(browser: Browser, base: str, case: Case) -> None:
    assert SOURCE
    assert violations(browser, base, case, SOURCE) == []
