"""Inline markup only where a text can hold some.

Python-Markdown tries each of its fifteen inline patterns on every text node. Nearly all Chinese
prose has no ASCII punctuation, and every pattern begins with some: such a text is left as it is,
which saves a third of the time Markdown takes.
"""

from __future__ import annotations

import re

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import InlineProcessor

_PLAIN = re.compile(r"[^\x00-\x1f!-/:-@\[-`{-\x7f]*")
"""No ASCII punctuation, no line end (two blanks before one make a break), no stashed node."""


class PlainTextFirst(Extension):
    """Puts `_PlainTextFirst` in the place of Markdown's own inline processor."""

    def extendMarkdown(self, md: Markdown) -> None:
        md.treeprocessors.register(_PlainTextFirst(md), "inline", 20)  # its own name and priority


class _PlainTextFirst(InlineProcessor):
    # Overrides a private method; should Markdown rename it, texts are handled as ever, only slower.
    def _InlineProcessor__handleInline(self, data: str, patternIndex: int = 0) -> str:
        if _PLAIN.fullmatch(data):
            return data
        handled: str = super()._InlineProcessor__handleInline(data, patternIndex)  # type: ignore[misc]
        return handled
