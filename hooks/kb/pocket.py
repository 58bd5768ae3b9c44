"""The pocket glossary: one HTML file to send in a chat, which needs nothing but itself.

Without JavaScript it reads: native <details>, indexes of anchors. Where scripts run it searches
with the site's own matcher, on a payload of names. It makes no request, and its policy forbids any.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from markupsafe import Markup

from . import model, views
from .build import Build
from .edition import Edition
from .emit import to_json
from .index import PageInfo
from .load import KnowledgeBase
from .render import without_layout
from .search import build_payload
from .search.payload import unpack
from .urls import Urls

NAME: Final = "pocket-glossary.html"
PARTS: Final = ("fold", "variants", "sounds", "names", "plan", "cite", "engine")
"""What names are matched with, of docs/assets/search; the rest of the engine looks in texts."""
_NOT_FOR_NAMES: Final = (
    "says",
    "url",
    "members_en",
    "asking",
    "everyday",
    "regulations",
    "texts",
    "fields",
)
PERIODS: Final[tuple[tuple[str, str, re.Pattern[str]], ...]] = (
    ("month", "每月", re.compile(r"每月|按月|每个月")),
    ("quarter", "每季度", re.compile(r"(?<!可)每个?季")),
    ("half", "每半年", re.compile(r"每半年")),
    ("year", "每年", re.compile(r"每年|年初|年底|按年(?!度)|第四季度")),
)
"""(key, title, the words of a guide that mean it); 可每季度 is an exception, not a duty."""
_SEASONS: Final = (re.compile("年初"), re.compile("第四季度|年底"))


@dataclass(frozen=True, slots=True)
class Duty:
    """What one guide asks for in a period."""

    guide: model.Guide
    when: str
    """What the guide says of itself; empty where only its steps name the period."""
    steps: tuple[model.Step, ...]

    @property
    def title(self) -> str:
        """The guide's title as a thing to do: 开好“三会一课”."""
        return self.guide.title.removeprefix("怎样")


@dataclass(frozen=True, slots=True)
class Period:
    """The duties that come round together."""

    key: str
    title: str
    duties: tuple[Duty, ...]


def calendar(guides: tuple[model.Guide, ...]) -> tuple[Period, ...]:
    """The periodic duties that the guides name, by how often; periods without any are left out."""
    found = ((key, title, tuple(_duties(guides, words))) for key, title, words in PERIODS)
    return tuple(Period(*period) for period in found if period[2])


def _duties(guides: tuple[model.Guide, ...], words: re.Pattern[str]) -> Iterator[Duty]:
    for guide in guides:
        steps = tuple(step for step in guide.steps if step.when and words.search(step.when))
        said = [part for part in re.split(r"[，；。]", guide.when) if words.search(part)]
        if steps or said:
            yield Duty(guide, "，".join(said), tuple(sorted(steps, key=_season)))


def _season(step: model.Step) -> int:
    """The beginning of a year before its end; what has no season between them."""
    first, last = (season.search(step.when or "") for season in _SEASONS)
    return 0 if first else 2 if last else 1


def pocket_page(knowledge: KnowledgeBase, assets: Path, overrides: Path, edition: Edition) -> str:
    """The file. `assets` has the scripts of the site, `overrides` the templates."""
    nowhere = Urls(dict.fromkeys(knowledge.by_path, ""))
    build = Build("zh", knowledge, nowhere, overrides, edition.date)
    rows = views.term_rows(build, PageInfo("", "", "", "page", None))
    lists = sorted(knowledge.lists.values(), key=lambda record: (record.status, record.id))
    html = build.renderer.render(
        "pocket/page.html",
        edition=edition,
        by_pinyin=views.by_pinyin(rows),
        by_number=views.by_number(build, rows),
        lists=lists,
        forms=sorted(knowledge.forms.values(), key=lambda form: form.number),
        periods=calendar(tuple(guide for _, guide in sorted(knowledge.guides.items()))),
        matcher=tuple(_script(assets / f"search/{part}.js") for part in PARTS),
        large=_script(assets / "large.js"),
        age=_script(assets / "edition.js"),
        names=Markup(json_in_script(to_json(_names(build)).rstrip())),
    )
    return without_layout(html)


def _names(build: Build) -> dict[str, Any]:
    """The payload of the search box without what only texts and addresses need."""
    script = build_payload(build.knowledge, (), None, "zh", build.urls.pages)["terms.js"]
    data: dict[str, Any] = json.loads(script[script.index("`") + 1 : script.rindex("`")])
    data["terms"] = [_without(unpack(term)) for term in data["terms"]]
    return _without(data) | {"regulations": [], "texts": []}


def _without(row: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in row.items() if key not in _NOT_FOR_NAMES}


def _script(path: Path) -> Markup:
    return Markup(code_in_script(path.read_text(encoding="utf-8")))


_ENDS_SCRIPT = re.compile(r"<(?=/script|!--|script)", re.I)


def code_in_script(code: str) -> str:
    """JavaScript that cannot end its element: `\\x3c` is `<` in strings, where these stand."""
    return _ENDS_SCRIPT.sub(r"\\x3c", code)


def json_in_script(text: str) -> str:
    """JSON that cannot end its element."""
    return text.replace("<", "\\u003c")


def write_pocket(page: str, target: Path) -> None:
    """Write the file in one step, the same bytes on every system."""
    target.parent.mkdir(parents=True, exist_ok=True)
    partial = target.with_name(f"{target.name}.part")
    partial.write_text(page, encoding="utf-8", newline="\n")
    partial.replace(target)
