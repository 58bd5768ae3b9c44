"""The changes in words: what the templates of the page and of the feed are given."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from .. import model
from ..address import parse_id
from ..english_names import record_names
from .compare import Change, ChangeList, Difference, articles_of
from .facets import Facet, Weight
from .ledger import Cut

if TYPE_CHECKING:
    from ..build import Build

GROUPS: dict[Weight, model.Label] = {
    Weight.WORDING: model.Label("写法变了", "To be worded differently now"),
    Weight.WITHDRAWN: model.Label("撤下", "Withdrawn"),
    Weight.SOURCES: model.Label("出处、条款、做法更正", "Sources, articles, procedures corrected"),
    Weight.NEW: model.Label("新增", "New"),
    Weight.EXPLANATION: model.Label("解释文字有改动", "Explanations revised"),
}
"""The headings of the list, in its order."""
KINDS: dict[str, model.Label] = {
    "term": model.Label("提法", "terms"),
    "regulation": model.Label("党内法规", "regulations"),
    "list": model.Label("纪律清单", "lists"),
    "form": model.Label("四种形态", "four forms"),
    "guide": model.Label("工作指南", "guides"),
    "report": model.Label("报告范例", "reports"),
}
_SOURCE = re.compile(r"^(“.*”)?@([a-z0-9-]+)(.*)$")
"""(what it backs) (the regulation) (its article)"""


@dataclass(frozen=True, slots=True)
class Said:
    """One edit of a difference, in words."""

    how: str
    """`replaced`, `added`, `removed`, `order`, or `changed` where the old words are not kept."""
    old: tuple[str, ...]
    new: tuple[str, ...]


def title_of(cut: Cut | None, before: Cut | None, language: str) -> str:
    """How an edition is called."""
    name = _called(cut or before, language)
    if cut is None:
        return f"Since the {name}" if language == "en" else f"{name}以来"
    return name.capitalize() if language == "en" else name


def _called(cut: Cut | None, language: str) -> str:
    day, _, number = (cut.name if cut else "").partition("-dev")
    if language == "en":
        return f"development edition {number} of {day}" if number else f"edition of {day}"
    return f"{day} 开发版（{number}）" if number else f"{day} 版"


def summary(changes: ChangeList, language: str) -> str:
    """What an edition changed, in one line of numbers."""
    english = language == "en"
    if changes.before is None:
        counted = [
            f"{count} {KINDS[kind].en}" if english else f"{KINDS[kind].zh}{count}条"
            for kind, count in changes.counts.items()
        ]
        joined = (", " if english else "、").join(counted)
        return f"The first edition: {joined}" if english else f"第一版：{joined}"
    numbers = {weight: len(changes.of(weight)) for weight in GROUPS}
    counted = [
        f"{GROUPS[weight].en.lower()}: {number}" if english else f"{GROUPS[weight].zh}{number}条"
        for weight, number in numbers.items()
        if number
    ]
    if not counted:
        return "No record changed" if english else "条目没有变化"
    joined = (", " if english else "，").join(counted)
    return joined[0].upper() + joined[1:]


class Words:
    """Says values of the ledger in words of one language."""

    def __init__(self, build: Build) -> None:
        self._knowledge = build.knowledge
        self._choose = build.renderer.choose
        self._english = build.language == "en"
        self._remembered = {
            record: facets
            for cut in build.knowledge.editions
            for record, facets in cut.state.items()
        }

    def name(self, change: Change) -> str:
        """What a record is called; regulations and terms have English names."""
        name = change.english if self._english and change.english else change.name
        return f"《{name}》" if change.kind == "regulation" and name == change.name else name

    def edits(self, change: Change, difference: Difference) -> Iterator[Said]:
        """The edits of a difference; none for a text of which only the hash is known."""
        say = partial(self._said, change, difference.facet)
        if difference.facet.key == "articles":
            yield from self._articles(difference)
            return
        for edit in difference.edits:
            old, new = tuple(map(say, edit.old)), tuple(map(say, edit.new))
            how = "replaced" if old and new else "added" if new else "removed"
            yield Said("order" if difference.reordered else how, old, new)

    def _articles(self, difference: Difference) -> Iterator[Said]:
        found: dict[str, list[str]] = {"changed": [], "new": [], "gone": []}
        for text, how in articles_of(difference):
            address = parse_id(text)
            found[how].append(address.english if self._english else address.chinese)
        for how, key in (("changed", "changed"), ("added", "new"), ("removed", "gone")):
            if found[key]:
                yield Said(how, (), tuple(found[key]))

    def _said(self, change: Change, facet: Facet, value: str) -> str:
        match facet.key:
            case "status":
                return self._status(change.kind, value)
            case "verified":
                return model.LEVELS[value][self._english] if value in model.LEVELS else value
            case "sources":
                return self._source(value)
            case "members" if value == "unknown":
                return self._choose("没有公开的释义", "not published")
            case "members":
                return value.strip("[]") if re.fullmatch(r"\[[\d+]+\]", value) else value
        return value

    def _status(self, kind: str, value: str) -> str:
        tables = {"term": model.TERM_STATUSES, "regulation": model.REGULATION_STATUSES}
        status, _, by = value.partition(" ")
        label = tables.get(kind, {}).get(status)
        said = label[self._english] if label else status
        if not by:
            return said
        successor = self._name(kind, by, english=self._english)
        return said + self._choose(f"，现在用“{successor}”", f"; now: {successor}")

    def _name(self, kind: str, record_id: str, *, english: bool) -> str:
        """A record's name: as it is, or as the last edition that had it remembers it."""
        known: Mapping[str, Mapping[str, model.AnyRecord]] = {
            "term": self._knowledge.terms,
            "regulation": self._knowledge.regulations,
        }
        if found := known.get(kind, {}).get(record_id):
            in_english, name = record_names(found)
        else:
            facets = self._remembered.get(f"{kind}/{record_id}", {})
            in_english, name = facets.get("english", ""), facets.get("name", record_id)
        return (in_english if english else "") or name

    def _source(self, value: str) -> str:
        match = _SOURCE.match(value)
        if match is None:
            return value  # a document, as it is
        title = self._name("regulation", match[2], english=False)
        return f"{match[1] or ''}《{title}》{match[3].strip()}"


@dataclass(frozen=True, slots=True)
class ChangeView:
    """What the macros of `partials/changes.html` need."""

    lists: tuple[ChangeList, ...]
    words: Words
    url: Callable[[Change], str]
    """Where a record is; empty for one that is gone."""
    language: str

    def title(self, changes: ChangeList) -> str:
        """How an edition is called."""
        return title_of(changes.cut, changes.before, self.language)

    def summary(self, changes: ChangeList) -> str:
        """What it changed, in numbers."""
        return summary(changes, self.language)

    def key(self, changes: ChangeList) -> str:
        """Its place in an address."""
        return changes.cut.name if changes.cut else "since"


def change_view(build: Build, page_url: Callable[[str], str]) -> ChangeView:
    """The changes of all editions, with links made by `page_url` from URLs below the site root."""

    def url(change: Change) -> str:
        path = f"{model.RECORD_TYPES[change.kind].FOLDER}/{change.id}.md"
        return page_url(build.urls.pages[path]) if path in build.urls.pages else ""

    return ChangeView(build.change_lists, Words(build), url, build.language)
