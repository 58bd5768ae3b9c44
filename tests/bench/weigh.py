"""What a built site weighs: pages, their own text, what is around it, indexes."""

from __future__ import annotations

import gzip
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from lxml import html

_INDEXES = ("search/*", "en/search/*")
_EXPORTS = ("data/terms.json", "data/xref.json")


@dataclass(frozen=True, slots=True)
class Weight:
    """Bytes and pages by kind: `regulations`, `terms`, `other`."""

    pages: Counter[str]
    bytes: Counter[str]
    own: Counter[str]
    """UTF-8 bytes of the authored text: the article without `data-search-exclude`."""
    characters: int
    """Authored characters of the whole site, white space left out."""
    index: tuple[int, int]
    """Bytes of the search index, raw and gzipped."""
    exports: tuple[int, int]
    """The same of terms.json and xref.json."""

    def per_page(self, kind: str | None = None) -> float:
        """Bytes a page."""
        return _total(self.bytes, kind) / max(_total(self.pages, kind), 1)

    def besides(self, kind: str | None = None) -> float:
        """Bytes a page besides its own text."""
        return self.per_page(kind) - _total(self.own, kind) / max(_total(self.pages, kind), 1)


def _total(counter: Counter[str], kind: str | None) -> int:
    return counter[kind] if kind else counter.total()


def weigh(site: Path) -> Weight:
    """Read every page of a site, 404.html left out."""
    pages: Counter[str] = Counter()
    size: Counter[str] = Counter()
    own: Counter[str] = Counter()
    characters = 0
    for path in site.rglob("*.html"):
        if path.name == "404.html":
            continue
        folders = path.relative_to(site).parts
        kind = next((one for one in folders[:2] if one in ("regulations", "terms")), "other")
        content = path.read_bytes()
        text = " ".join(authored_text(content).split())
        pages[kind] += 1
        size[kind] += len(content)
        own[kind] += len(text.encode())
        characters += len(text.replace(" ", ""))
    index, exports = (_files(site, patterns) for patterns in (_INDEXES, _EXPORTS))
    return Weight(pages, size, own, characters, index, exports)


def authored_text(page: bytes) -> str:
    """The text of a page's article, generated blocks left out."""
    found = html.document_fromstring(page.decode()).find(".//article")
    if found is None:
        return ""
    for generated in found.xpath(".//*[@data-search-exclude] | .//script | .//style"):
        generated.drop_tree()
    return found.text_content()


def _files(site: Path, patterns: tuple[str, ...]) -> tuple[int, int]:
    contents = [
        path.read_bytes() for pattern in patterns for path in site.glob(pattern) if path.is_file()
    ]
    return sum(map(len, contents)), sum(len(gzip.compress(content)) for content in contents)
