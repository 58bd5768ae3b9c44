"""Text of a paper as Markdown that renders as that very text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from .blocks import Emphasis, Span, merge, split_lines

NUMERALS: Final = "〇○零一二三四五六七八九十百千"
BLANK: Final = re.compile(
    r"(?:"
    r"[*＊]{2,}|[_＿]{2,}|×{2,}"
    r"|(?<![A-Za-z0-9])(?:[Xx]{2,}|[Ｘｘ]{2,})(?![A-Za-z0-9])"  # not the XX of XXL
    rf"|(?<![{NUMERALS}])[〇○]{{2,}}(?![{NUMERALS}])"  # not the 〇〇 of 二〇〇八年
    r")+"
)
"""A name or figure left out: `**`, `____`, `××`, `XX`, `〇〇`. 某某 is a wording, no blank."""
SPECIAL: Final = re.compile(r"[\\`*_{\[#|=]|<|&(?=[#0-9A-Za-z])")
"""What Markdown, its tables, `attr_list` and `mark` may take for markup anywhere in a line."""
ENTITIES: Final = {"<": "&lt;", "&": "&amp;"}
LINE_STARTS: Final = (
    (re.compile(r"\A(?=[-+>])"), r"\\"),  # lists, quotations, rules
    (re.compile(r"\A(\d+)\.(?=\s|$)"), r"\1\\."),  # ordered lists
    (re.compile(r"\A(?=!{3})"), r"\\"),  # admonition
    (re.compile(r"\A\?(?=\?\?)"), "&#63;"),  # pymdownx.details
    (re.compile(r"\A~(?=~~)"), "&#126;"),  # fenced code, which mkdocs always loads
)
"""What is markup at the start of a line only; at most one of them matches."""
TAGS: Final = (
    (Emphasis.BOLD, "strong"),
    (Emphasis.ITALIC, "em"),
    (Emphasis.UNDERLINE, "u"),
    (Emphasis.STRIKE, "s"),
    (Emphasis.SUPERSCRIPT, "sup"),
    (Emphasis.SUBSCRIPT, "sub"),
)
STARS: Final = {Emphasis.BOLD: "**", Emphasis.ITALIC: "*"}


def count_blanks(text: str) -> int:
    """How many blanks the text has."""
    return sum(1 for _ in BLANK.finditer(text))


def escape(text: str) -> str:
    """Escape what is markup anywhere in a line, and mark the blanks: `**` → `==\\*\\*==`."""
    parts: list[str] = []
    done = 0
    for blank in BLANK.finditer(text):
        parts += (_escape(text[done : blank.start()]), _render_blank(blank[0]))
        done = blank.end()
    return "".join(parts) + _escape(text[done:])


def render_heading(text: str) -> str:
    """Text for a line after `## `: one line, without emphasis."""
    return escape(" ".join(text.split()))


def render_lines(spans: Iterable[Span]) -> str:
    """A Markdown paragraph; line breaks as `<br>` at the end of a line. "" where all is blank."""
    lines = (_render_line(line) for line in split_lines(spans))
    return "<br>\n".join(_escape_start(line) for line in lines if line)


def render_cell(spans: Iterable[Span]) -> str:
    """The content of a table cell, on one line."""
    lines = (_render_line(line) for line in split_lines(spans))
    return "<br>".join(line for line in lines if line)


def _render_blank(blank: str) -> str:
    """A highlighted blank; a tag where `mark`, which has CommonMark's flanking rule, fails:
    `是==××==` does not open, because × is a symbol and 是 a letter."""
    text = _escape(blank)
    edges = (text[0], text[-1])
    if all(edge.isalnum() or edge in "\\*_" for edge in edges):
        return f"=={text}=="
    return f"<mark>{text}</mark>"


def _escape(text: str) -> str:
    return SPECIAL.sub(lambda found: ENTITIES.get(found[0], "\\" + found[0]), text)


def _escape_start(line: str) -> str:
    for pattern, replacement in LINE_STARTS:
        line, count = pattern.subn(replacement, line)
        if count:
            break
    return line


def _render_line(spans: Sequence[Span]) -> str:
    spans = merge(_tidy(spans))
    parts: list[str] = []
    for place, span in enumerate(spans):
        neighbours = spans[max(0, place - 1) : place] + spans[place + 1 : place + 2]
        apart = all(other.emphasis is Emphasis.NONE for other in neighbours)
        parts.append(_render_span(span, apart=apart))
    return re.sub(r"[ \t]+", " ", "".join(parts)).strip()


def _tidy(spans: Iterable[Span]) -> Iterator[Span]:
    """The spans with their outer white space as spans of their own, without emphasis."""
    for span in spans:
        text = span.text.lstrip()
        yield Span(span.text[: len(span.text) - len(text)])
        yield Span(text.rstrip(), span.emphasis)
        yield Span(text[len(text.rstrip()) :])


def _render_span(span: Span, *, apart: bool) -> str:
    """Stars where any Markdown reads them, else tags.

    CommonMark does not close `**…。**` before a hanzi (its flanking rule, spec 6.2), and stars
    of neighbouring spans run together; Python-Markdown is laxer, but need not stay the only
    reader.
    """
    text = escape(span.text)
    stars = STARS.get(span.emphasis)
    if stars and apart and text[0].isalnum() and text[-1].isalnum():
        return f"{stars}{text}{stars}"
    for flag, tag in reversed(TAGS):
        if flag in span.emphasis:
            text = f"<{tag}>{text}</{tag}>"
    return text
