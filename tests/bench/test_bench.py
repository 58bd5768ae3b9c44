"""The benchmark's pages: the same every time, of the size and density that the table claims."""

from pathlib import Path

import corpus
import sites
from kb.load import load_knowledge_base
from kb.match import Matcher

PAGES = 12
MADE = sites.Corpus(seed=1, pages=PAGES, terms=80)


def test_records_are_valid_and_as_dense_as_claimed(tmp_path: Path) -> None:
    sites.write_records(tmp_path, MADE)
    knowledge, problems = load_knowledge_base(tmp_path)
    assert not problems
    assert len(knowledge.regulations) == PAGES
    find = Matcher(knowledge.terms, "zh").find
    bodies = [regulation.body for regulation in MADE.all_regulations()]
    characters = sum(len("".join(body.split())) for body in bodies)
    mentions = sum(len(find(body)) for body in bodies)
    assert 3300 < characters / PAGES < 3700
    assert 0.027 < mentions / characters < 0.033


def test_a_page_is_the_same_in_a_site_of_any_size() -> None:
    again = corpus.write_regulation(MADE.seed, 3, terms=MADE.terms)
    assert again == list(MADE.all_regulations())[3]
    titles = {corpus.regulation_title(number) for number in range(3000)}
    assert len(titles) == 3000
