"""Marks what is Chinese on an English page, for screen readers, fonts and hyphenation.

Templates mark what they know to be Chinese. The rest (a word of a note, a quoted sentence, a link
in a list of what is missing) is marked here, on the finished HTML: nobody has to think of it.
"""

from __future__ import annotations

import re
from typing import Final

_HAN: Final = "㐀-鿿〇"
_TOKEN: Final = re.compile(r"<[^>]*>|[^<]+")
_TAG: Final = re.compile(r"</?([a-zA-Z][a-zA-Z0-9]*)")
_RUN: Final = re.compile(
    rf"[《（“‘【]*[{_HAN}](?:[^<>&A-Za-z]*[{_HAN}])?(?:[》）”’】。；：！？…]|[）)](?=[》”]))*"
    r"|[《》（）【】、，。；：！？]+"  # left over where a quoted sentence has its words in <mark>
)
"""Chinese from its first character to its last, with the marks that belong to it."""
_CHINESE: Final = re.compile(f"[{_HAN}]")
_VOID: Final = frozenset(("br", "hr", "img", "input", "link", "meta", "wbr", "rect", "path"))
_PLAIN: Final = frozenset(("option", "title", "desc", "script", "style", "textarea", "svg"))
"""Elements that may hold no other: what is in them has to be marked by whoever makes them."""


def mark_chinese(html: str) -> str:
    """The HTML with `<span lang="zh">` around Chinese that stands in no such element yet."""
    if not _CHINESE.search(html):
        return html
    parts: list[str] = []
    depth = 0
    """How many elements are open inside the outermost one that is Chinese or holds no elements."""
    for token in _TOKEN.findall(html):
        if token[0] != "<":
            parts.append(token if depth else _RUN.sub(_marked, token))
            continue
        parts.append(token)
        tag = _TAG.match(token)
        if tag is None or tag[1] in _VOID or token.endswith("/>"):
            continue
        if token[1] == "/":
            depth -= depth > 0
        elif depth or ' lang="zh"' in token or tag[1] in _PLAIN:
            depth += 1
    return "".join(parts)


def _marked(match: re.Match[str]) -> str:
    return f'<span lang="zh">{match[0]}</span>'
