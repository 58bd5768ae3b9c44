"""Random page bodies for the property tests: well-formed HTML as Markdown and our templates make it."""

from __future__ import annotations

from hypothesis import strategies as st

WORDS = st.sampled_from(
    [
        "三会一课", "党课", "四风", "“四风”", "三会", "一课", "落实", "。", "，", "甲", "\n", " ", "&amp;", "&lt;",
        "《支部工作条例》", "《支部工作条例》第三条", "《三会一课办法》", "支部工作条例第四条", "第五条", "第九十条",
    ]
)  # fmt: skip
TEXT = st.lists(WORDS, min_size=1, max_size=4).map("".join)
INLINE = ("strong", "em", "code", "span", "mark", "del", 'span class="kb-nolink"', "abbr", "button")
HOLDERS = (
    "div", "section", "blockquote", "details", "figure", 'div class="note kb-nolink"',
    'div data-search-exclude=""', "article",
)  # fmt: skip
LEAVES = ("p", "pre", "h1", "h2", "h3", "h4", 'p id="art-3-p1"', "figcaption", "summary")


def _element(start: str, inside: str) -> str:
    return f"<{start}>{inside}</{start.split()[0]}>"


def _joined(children: st.SearchStrategy[str], most: int) -> st.SearchStrategy[str]:
    """At least one: lxml leaves out the end tags of empty list items and cells, as HTML allows."""
    return st.lists(children, min_size=1, max_size=most).map("".join)


_PLAIN = st.one_of(TEXT, st.builds(_element, st.sampled_from(INLINE), TEXT))
_LINKS = st.builds(
    _element,
    st.sampled_from(
        [
            'a href="x"',
            'a class="kb-term" data-term="four-winds" href="y"',
            'a class="kb-cite" data-cite="zhibu" href="z"',
        ]
    ),
    _joined(_PLAIN, 2),
)
_ODD = st.sampled_from(
    ["<br>", "<!-- 三会一课 -->", "<script>三会一课</script>", '<img alt="党课" src="x">']
)
PHRASES = _joined(
    st.one_of(
        _PLAIN, _LINKS, _ODD, st.builds(_element, st.sampled_from(INLINE), _joined(_PLAIN, 2))
    ),
    5,
)
_LEAF_BLOCKS = st.one_of(
    st.builds(_element, st.sampled_from(LEAVES), PHRASES),
    PHRASES.map(lambda text: f"<ul><li>{text}</li></ul>"),
    st.tuples(PHRASES, PHRASES).map(
        lambda cells: (
            f"<table><tbody><tr><td>{cells[0]}</td><td>{cells[1]}</td></tr></tbody></table>"
        )
    ),
)
BODIES = _joined(
    st.recursive(
        _LEAF_BLOCKS,
        lambda blocks: st.builds(_element, st.sampled_from(HOLDERS), _joined(blocks, 3)),
        max_leaves=6,
    ),
    5,
)
"""Blocks in blocks, inline markup in the leaves, terms and citations anywhere."""
