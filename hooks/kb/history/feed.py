"""The Atom feed of the editions, online only.

https://www.rfc-editor.org/rfc/rfc4287 and, for the ids, https://www.rfc-editor.org/rfc/rfc4151
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .view import GROUPS, KINDS, change_view

if TYPE_CHECKING:
    from ..build import Build

PLACEHOLDER = "https://example.org/"
"""The address in mkdocs.yml of a site that has not said its own: links are then relative."""
TAG = "tag:dangjian-kb.invalid,2026"
"""Who names the editions. The knowledge base has no domain of its own, and `.invalid` is nobody's:
wherever it is hosted, the same edition has the same id."""
ENTRIES = 20
PAGE = "about/changes.md"


def feed_path(language: str) -> str:
    """Where the feed of a language is, below the site root."""
    return "en/feed.xml" if language == "en" else "feed.xml"


def build_feed(build: Build, site_name: str, site_url: str | None) -> str:
    """The feed of one language; empty where there is no edition or no page of changes.

    Editions that were never given to anybody are not announced.
    """
    path = feed_path(build.language)
    up = "../" * path.count("/")
    base = up if site_url in (None, "", PLACEHOLDER) else f"{str(site_url).rstrip('/')}/"
    view = change_view(build, lambda url: f"{base}{url}" or "./")
    lists = [c for c in view.lists if c.cut and c.cut.stage != "development"][:ENTRIES]
    if not lists or PAGE not in build.urls.pages:
        return ""
    return build.renderer.render(
        "feed/atom.html",
        id=f"{TAG}:{'en' if build.language == 'en' else 'zh'}:editions",
        site_name=site_name,
        updated=max(changes.cut.made for changes in lists if changes.cut),
        own=path.rpartition("/")[2] if base == up else f"{base}{path}",
        page=f"{base}{build.urls.pages[PAGE]}",
        lists=lists,
        view=view,
        groups=GROUPS,
        kinds=KINDS,
    ).lstrip()
