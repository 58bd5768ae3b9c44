"""The way from one page to another, with and without index.html in it."""

from __future__ import annotations

import posixpath

import pytest
from hypothesis import given
from hypothesis import strategies as st
from kb.urls import Urls, address_of_all, relative

PARTS = st.lists(st.sampled_from(["terms", "a", "en", "b-c"]), max_size=3)
FOLDERS = PARTS.map(lambda parts: "".join(part + "/" for part in parts))
FILES = st.builds(
    lambda folder, name: folder + name, FOLDERS, st.sampled_from(["index.html", "x.html"])
)


@pytest.mark.parametrize(
    ("target", "page", "way"),
    [
        ("terms/a/", "", "terms/a/"),
        ("terms/a/", "terms/b/", "../../terms/a/"),
        ("", "terms/a/", "../../"),
        ("", "", "./"),
        ("terms/a.html", "terms/b.html", "../terms/a.html"),
        ("terms/a.html", "index.html", "terms/a.html"),
        ("terms/a/", "en/terms/a/", "../../../terms/a/"),
    ],
)
def test_relative(target: str, page: str, way: str) -> None:
    assert relative(target, page) == way


@given(st.one_of(FOLDERS, FILES), st.one_of(FOLDERS, FILES))
def test_a_browser_arrives(target: str, page: str) -> None:
    folder = posixpath.dirname("/" + page)
    arrived = posixpath.normpath(posixpath.join(folder, relative(target, page)))
    assert arrived == posixpath.normpath("/" + target)


def test_records() -> None:
    urls = Urls(
        {"terms/a.md": "en/terms/a/", "regulations/r.md": "regulations/r/", "index.md": "en/"}
    )
    assert urls.term("a") == "en/terms/a/"
    assert urls.regulation("r") == "regulations/r/"
    assert urls.of("index.md") == "en/"
    assert urls.term("b") == ""


def test_the_address_of_all_terms() -> None:
    """Also where an id is a piece of the folder's name."""
    pages = {"terms/a.md": "en/terms/a/", "terms/terms.md": "en/terms/terms/"}
    assert address_of_all(pages, ["a", "terms"]) == "en/terms/*/"
    assert address_of_all({"terms/a.md": "terms/a.html"}, ["a"]) == "terms/*.html"
    assert address_of_all({}, []) == ""
    with pytest.raises(ValueError, match="no common address"):
        address_of_all({**pages, "terms/b.md": "b/"}, ["a", "b"])
