"""Where every record's page is, seen from any page of the site."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Urls:
    """URLs of one language's build, relative to the site root, as MkDocs gives them."""

    pages: Mapping[str, str]
    """Source path below the docs folder -> URL; an untranslated page leads to its original."""

    def of(self, path: str) -> str:
        """The URL of a source file; raises KeyError where there is no such page."""
        return self.pages[path]

    def term(self, term_id: str) -> str:
        """The URL of a term's page; the home page where there is none (the build fails later)."""
        return self.pages.get(f"terms/{term_id}.md", "")

    def regulation(self, regulation_id: str) -> str:
        """The URL of a regulation's page; the home page where there is none."""
        return self.pages.get(f"regulations/{regulation_id}.md", "")


def address_of_all(pages: Mapping[str, str], term_ids: Iterable[str]) -> str:
    """The address of every term's page, with `*` for its id: said once instead of in every row.

    Empty without terms. ValueError where the addresses are not alike: no site of ours has such.
    """
    parts = (pages[f"terms/{term_id}.md"].rpartition(term_id) for term_id in term_ids)
    found = {f"{before}*{after}" for before, _, after in parts}
    if len(found) > 1:
        raise ValueError(f"terms have no common address: {sorted(found)}")
    return found.pop() if found else ""


def relative(target: str, page: str) -> str:
    """The way from one page URL to another; both relative to the site root."""
    up = "../" * page.count("/")
    return f"{up}{target}" or "./"
