"""HTML from the project's own templates: the heads of records and the generated blocks.

The templates lie in `overrides/records`, `blocks` and `generated`; they are filled here rather than
by the theme because a record's head is authored text that must be linked with its page.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from . import model
from .index import Quotation
from .match import Language
from .pinyin import tone_marks


class Renderer:
    """The templates of one language."""

    def __init__(self, overrides: Path, language: Language, **known: Any) -> None:
        """`known`: what every template may use, the same on all pages."""
        self.language = language
        self.environment = Environment(
            loader=FileSystemLoader(overrides),
            autoescape=True,
            auto_reload=False,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self.environment.globals.update(
            t=self.choose,
            language=language,
            label=self._label,
            model=model,
            tone_marks=tone_marks,
            **known,
        )
        self.environment.filters.update(marked=marked)

    def render(self, template: str, **context: Any) -> str:
        """The HTML of a template; an unknown variable is an error."""
        return self.environment.get_template(template).render(**context)

    def names(self, folder: str) -> frozenset[str]:
        """The templates of a folder, without the folder and the ending."""
        found = self.environment.list_templates(extensions=["html"])
        return frozenset(
            name.removeprefix(f"{folder}/").removesuffix(".html")
            for name in found
            if name.startswith(f"{folder}/")
        )

    def choose(self, chinese: str, english: str) -> str:
        """The text of the language."""
        return english if self.language == "en" else chinese

    def _label(self, table: str, key: str) -> str:
        labels: dict[str, model.Label] = getattr(model, table)
        return labels[key].en if self.language == "en" else labels[key].zh


class Once:
    """`{% call once(KEY…) %}…{% endcall %}`: what is the same on many pages is rendered once."""

    def __init__(self) -> None:
        self._rendered: dict[tuple[object, ...], Markup] = {}

    def __call__(self, *key: object, caller: Callable[[], str]) -> Markup:
        """The block's HTML for this key."""
        if key not in self._rendered:
            self._rendered[key] = Markup(caller())
        return self._rendered[key]


_LAYOUT = re.compile(r"\n[ \t\n]+")
_SPACED = ("<pre", "<textarea")


def without_layout(html: str) -> str:
    """A page without the indentation and blank lines of its templates, where they show nowhere."""
    return html if any(tag in html for tag in _SPACED) else _LAYOUT.sub("\n", html)


@lru_cache(maxsize=50_000)
def _escaped(text: str) -> str:
    """A sentence stands in the concordance of every term it uses."""
    return str(escape(text))


def marked(quotation: Quotation) -> Markup:
    """A sentence with its mentions in <mark>."""
    text = quotation.sentence.text
    words = [word for word in quotation.words if word]
    escaped = _escaped(text)
    if len(words) == 1 and escaped == text:  # nearly always
        return Markup(text.replace(words[0], f"<mark>{words[0]}</mark>"))
    if not words:
        return Markup(escaped)
    words.sort(key=len, reverse=True)
    parts = re.split(f"({'|'.join(map(re.escape, words))})", text)
    return Markup("").join(
        Markup("<mark>{}</mark>").format(part) if place % 2 else part
        for place, part in enumerate(parts)
    )
