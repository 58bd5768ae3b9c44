"""A page as search sees it: its authored text, and where each address in it starts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from .. import model
from ..index import PageInfo, PageKind
from ..page import Page


@dataclass(frozen=True, slots=True)
class SearchSection:
    """From one place that has an address to the next."""

    start: int
    """Offset into the document's text. A heading's own text is the line that starts here."""
    anchor: str
    """HTML id."""
    level: int
    """1 to 6 of the heading; 7 for a paragraph or item with an address."""


@dataclass(frozen=True, slots=True)
class SearchDocument:
    """One page, ready to be put into the payload."""

    url: str
    """Relative to the site root; empty for the home page."""
    title: str
    kind: PageKind
    record_id: str | None
    text: str
    """Blocks separated by single line ends."""
    sections: tuple[SearchSection, ...]
    """In order of `start`; text before the first one belongs to the page."""


_BREAK = re.compile(r"[ \t\xa0]*\n\s*")
_BLANKS = re.compile(r"[ \t]{2,}")


def search_document(
    info: PageInfo, page: Page, record: model.AnyRecord | None = None
) -> SearchDocument:
    """Reduce a linked page to what is searched.

    The layout of the templates (line ends, indentation) goes; so nothing that a reader can see is
    lost, and every section's text still starts at its offset.
    """
    parts: list[str] = []
    sections: list[SearchSection] = []
    length = 0
    if not any(section.level == 1 and section.title for section in page.sections):
        parts.append(info.title + "\n")  # the theme prints the title of a page without its own
        length = len(parts[0])
    for anchor, level, text in _slices(page):
        if anchor:
            sections.append(SearchSection(length, anchor, level))
        parts.append(text)
        length += len(text)
    return SearchDocument(
        url=info.url,
        title=info.title,
        kind=info.kind,
        record_id=record.id if record else info.record_id,
        text="".join(parts).rstrip(),
        sections=tuple(sections),
    )


def _slices(page: Page) -> Iterator[tuple[str, int, str]]:
    """(anchor, level, tidy text) of each section, in order; empty ones too."""
    for section, following in zip(page.sections, [*page.sections[1:], None], strict=True):
        text = page.text[section.start : following.start if following else None]
        text = _BLANKS.sub(" ", _BREAK.sub("\n", text)).lstrip()
        if text and not text.endswith("\n"):
            text += "\n"
        yield section.anchor, section.level, text
