"""The search of the real site: what its pages say is found, exactly."""

from __future__ import annotations

import pytest
from helpers import ROOT
from question_exam import examine as ask_questions
from question_exam import examine_engine
from search_exam import read_rows
from site_tools import Site
from substring_exam import authored_texts, draw, examine

QUESTIONS = ROOT / "tests/golden/questions.tsv"
"""As members type them, with words of which an answer has one."""
EVERYDAY = ROOT / "tests/golden/everyday.tsv"
"""The same over all regulations, with the article that answers."""


@pytest.mark.parametrize("language", ["zh", "en"])
def test_any_piece_of_any_page_is_found_on_exactly_its_pages(site: Site, language: str) -> None:
    english = language == "en"
    texts = authored_texts(site.folder, english=english)
    assert len(texts) > 400
    search = site.folder / ("en/search" if english else "search")
    outcomes = examine(search, texts, draw(texts, 40, seed=1))
    assert [outcome for outcome in outcomes if not outcome.good] == []


def test_everyday_questions_open_their_answer(online: Site) -> None:
    """Nine of ten at the first result, at the place it opens."""
    outcomes = list(ask_questions(online.folder, QUESTIONS, offline=False))
    missed = [outcome for outcome in outcomes if not outcome.in_section]
    assert len(missed) <= 0.1 * len(outcomes), missed


@pytest.mark.parametrize(("half", "at_place", "in_three"), [("a", 0.92, 0.97), ("b", 0.84, 0.94)])
def test_questions_over_all_rules(
    online: Site, half: str, at_place: float, in_three: float
) -> None:
    """Half a was mended with, half b was written before and not looked at while mending."""
    rows = [row for row in read_rows(EVERYDAY) if row["half"] == half]
    assert len(rows) > 150
    outcomes = examine_engine(online.folder, rows)
    missed = [outcome for outcome in outcomes if not outcome.in_section]
    assert len(missed) <= (1 - at_place) * len(rows), missed
    assert sum(bool(o.rank and o.rank <= 3) for o in outcomes) >= in_three * len(rows)
