"""The citation grammar on real laws, where ../shared has them.

`golden/laws.json` holds what 300 sentences cite, read by hand before the grammar existed: drawn with
a fixed seed, 180 of them with relative words, lists or ranges. A label names an address in the law
itself (`own/art-5-p2`), in a work named at an offset of the sentence (`12/art-5`, `12/` for the work
alone), or says why the words cannot be placed (`unresolved: …`).
"""

from __future__ import annotations

import hashlib
import json
from typing import Any

from helpers import GOLDEN
from kb.cite import CitationFinder
from kb.grammar import Reference
from laws_tools import (
    all_laws,
    articles_of_law,
    draw_sentences,
    known_laws,
    needs_laws,
    places_of_law,
    title_of_law,
)

Mark = tuple[int, int, tuple[str, ...]]
UNRESOLVED = ("unresolved",)
LABELS: list[dict[str, Any]] = json.loads((GOLDEN / "laws.json").read_text(encoding="utf-8"))


def expected_marks(label: dict[str, Any]) -> set[Mark]:
    return {
        (start, end, UNRESOLVED if isinstance(targets, str) else tuple(sorted(targets)))
        for start, end, targets in label["expected"]
    }


def found_marks(references: list[Reference], offset: int, length: int) -> set[Mark]:
    """What was found inside a sentence, in the form of the labels."""
    return {
        (reference.start - offset, reference.end - offset, targets(reference, offset))
        for reference in references
        if offset <= reference.start and reference.end <= offset + length
    }


def targets(reference: Reference, offset: int) -> tuple[str, ...]:
    if reference.reason:
        return UNRESOLVED
    work = reference.work
    name = "own" if work is None or work.own else str(work.start - offset)
    addresses = (reference.address, *reference.also) if reference.address else ("",)
    return tuple(sorted(f"{name}/{address}" for address in addresses))


EXCEPTIONS: dict[str, dict[str, str]] = json.loads(
    (GOLDEN / "laws-missing.json").read_text(encoding="utf-8")
)
"""By file: an article that is cited in it and not there -> why."""


@needs_laws
def test_cited_articles_of_the_same_law_exist() -> None:
    """Bare, after 本法, in ranges and lists; what is missing is missing in the file."""
    finder = CitationFinder(known_laws())
    by_title = {law.title: law for law in known_laws().values()}
    cited = 0
    missing: dict[str, set[str]] = {}
    for name, text in all_laws().items():
        places = places_of_law(text)
        articles = articles_of_law(places)
        own = by_title[title_of_law(name, text)]
        for reference in finder.references(text, own=own, places=places):
            if reference.address is None or (reference.work and not reference.work.own):
                continue
            for address in (reference.address, *reference.also):
                cited += bool(address.article)
                if address.article and address.whole not in articles:
                    missing.setdefault(name, set()).add(str(address.whole))
    assert {name: sorted(found) for name, found in missing.items()} == {
        name: sorted(found) for name, found in EXCEPTIONS.items()
    }
    assert cited > 20_000


@needs_laws
def test_labelled_sentences() -> None:
    laws = all_laws()
    finder = CitationFinder(known_laws())
    by_title = {law.title: law for law in known_laws().values()}
    read: dict[str, list[Reference]] = {}
    right = wanted = found = 0
    differences = []
    for label in LABELS:
        name, offset, length = label["file"], label["offset"], label["length"]
        text = laws[name]
        sentence = text[offset : offset + length]
        assert hashlib.sha256(sentence.encode()).hexdigest()[:16] == label["sha256"]
        if name not in read:
            own = by_title[title_of_law(name, text)]
            read[name] = list(finder.references(text, own=own, places=places_of_law(text)))
        expected = expected_marks(label)
        marks = found_marks(read[name], offset, length)
        right += len(expected & marks)
        wanted += len(expected)
        found += len(marks)
        for mark in sorted(expected ^ marks):
            kind = "missed" if mark in expected else "found"
            differences.append(f"{kind} {name} {offset}: {mark}")
    print(f"precision {right}/{found}, recall {right}/{wanted}", *differences, sep="\n")
    assert right / found >= 0.99, differences
    assert right / wanted >= 0.97, differences


@needs_laws
def test_the_sentences_were_drawn_by_chance() -> None:
    labelled = [(label["file"], label["offset"], label["length"]) for label in LABELS]
    assert labelled == draw_sentences()


def test_labels_are_as_wanted() -> None:
    assert len(LABELS) == 300
    assert all(
        0 <= start < end <= label["length"]
        for label in LABELS
        for start, end, _ in label["expected"]
    )
