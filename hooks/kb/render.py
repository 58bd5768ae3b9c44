"""HTML from the project's own templates: the heads of records and the generated blocks.

The templates lie in `overrides/records`, `blocks` and `generated`; they are filled here rather than
by the theme because a record's head is authored text that must be linked with its page.
"""

from __future__ import annotations

import re
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

    def __init__(self, overrides: Path, language: Language) -> None:
        self.language = language
        self.environment = Environment(
            loader=FileSystemLoader(overrides),
            autoescape=True,
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


def marked(quotation: Quotation) -> Markup:
    """A sentence with its mentions in <mark>."""
    text = quotation.sentence.text
    words = sorted((word for word in quotation.words if word), key=len, reverse=True)
    if not words:
        return escape(text)
    pattern = re.compile("|".join(re.escape(word) for word in words))
    parts: list[Markup] = []
    last = 0
    for match in pattern.finditer(text):
        parts += [escape(text[last : match.start()]), Markup("<mark>{}</mark>").format(match[0])]
        last = match.end()
    parts.append(escape(text[last:]))
    return Markup("").join(parts)
