"""The search of the real site: what its pages say is found, exactly."""

from __future__ import annotations

import pytest
from site_tools import Site
from substring_exam import authored_texts, draw, examine


@pytest.mark.parametrize("language", ["zh", "en"])
def test_any_piece_of_any_page_is_found_on_exactly_its_pages(site: Site, language: str) -> None:
    english = language == "en"
    texts = authored_texts(site.folder, english=english)
    assert len(texts) > 400
    search = site.folder / ("en/search" if english else "search")
    outcomes = examine(search, texts, draw(texts, 40, seed=1))
    assert [outcome for outcome in outcomes if not outcome.good] == []
