"""The booklet: chosen records as one document to be printed and bound, made of the records alone.

It is an HTML file that any browser prints; `press` makes a PDF of it. A browser cannot say in the
contents on which page something stands (`target-counter` is not supported), so the document is
rendered twice: first without the numbers, then with those that the first printing showed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from . import model, views
from .address import numeral, parse_id
from .build import Build
from .digest import Unit, read_digest
from .edition import Edition
from .index import PageInfo
from .load import KnowledgeBase
from .pinyin import pinyin_and_initials
from .problem import Problem
from .render import without_layout
from .urls import Urls

TITLE: Final = "党建手册"
INDEX: Final = "index"
"""The HTML id of the index of terms."""
ALL: Final = ("all", "全部")
"""Said instead of ids: everything of a kind."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What goes into a booklet; nothing chosen means the usual handbook."""

    lists: bool = False
    forms: bool = False
    guides: tuple[str, ...] = ()
    """Ids, or one of `ALL`."""
    terms: tuple[str, ...] = ()
    """Categories by key or title, or one of `ALL`."""
    regulations: tuple[str, ...] = ()
    """Ids, or one of `ALL`."""

    @property
    def is_empty(self) -> bool:
        """Whether nothing was chosen."""
        return self == Choice()


HANDBOOK: Final = Choice(lists=True, forms=True, guides=ALL[:1], terms=ALL[:1])
"""What a branch has at hand: lists, four forms, the guides' steps and checklists, all terms."""


@dataclass(frozen=True, slots=True)
class Chapter:
    """What has a line in the contents."""

    id: str
    """HTML id, also the name of its place in the PDF."""
    title: str
    records: tuple[model.AnyRecord, ...]
    """One, or the terms of a category."""


@dataclass(frozen=True, slots=True)
class Part:
    """The chapters of one kind."""

    key: str
    """Of the templates and the page style."""
    title: str
    note: str
    """What a reader must know of all of them."""
    chapters: tuple[Chapter, ...]

    @property
    def id(self) -> str:
        """HTML id."""
        return f"part-{self.key}"


@dataclass(frozen=True, slots=True)
class Contents:
    """A booklet before it is laid out."""

    title: str
    parts: tuple[Part, ...]

    @property
    def anchors(self) -> tuple[str, ...]:
        """The ids that the contents and the index lead to, in order."""
        found: list[str] = []
        for part in self.parts:
            terms = terms_of(part)
            found += (part.id, *(chapter.id for chapter in part.chapters), *map(term_anchor, terms))
            found += (INDEX,) if terms else ()
        return tuple(found)


def terms_of(part: Part) -> tuple[model.Term, ...]:
    """The terms of a part, in the order of their pages."""
    return tuple(r for c in part.chapters for r in c.records if isinstance(r, model.Term))


def term_anchor(term: model.Term) -> str:
    """The HTML id of a term's entry."""
    return f"t-{term.id}"


def choose(
    knowledge: KnowledgeBase, choice: Choice, title: str = TITLE
) -> tuple[Contents, tuple[Problem, ...]]:
    """The booklet's parts in the order of use, and what was asked for that does not exist."""
    wanted = HANDBOOK if choice.is_empty else choice
    problems: list[Problem] = []
    parts = (
        _lists(knowledge) if wanted.lists else None,
        _forms(knowledge) if wanted.forms else None,
        _guides(knowledge, wanted.guides, problems),
        _regulations(knowledge, wanted.regulations, problems),
        _terms(knowledge, wanted.terms, problems),
    )
    return Contents(title, tuple(part for part in parts if part)), tuple(problems)


def _lists(knowledge: KnowledgeBase) -> Part:
    records = sorted(knowledge.lists.values(), key=lambda record: (record.status, record.id))
    note = "示范文本供参考，不是正式文件；采用前由党委按本地实际研究确定。例子都是虚构的。"
    return Part(
        "lists", "纪律清单", note, tuple(Chapter(f"l-{r.id}", r.title, (r,)) for r in records)
    )


def _forms(knowledge: KnowledgeBase) -> Part:
    records = sorted(knowledge.forms.values(), key=lambda record: record.number)
    note = "帮助学习，不代替组织认定。"
    chapters = tuple(Chapter(f"f-{r.number}", r.title, (r,)) for r in records)
    return Part("forms", "监督执纪“四种形态”", note, chapters)


def _guides(
    knowledge: KnowledgeBase, wanted: Sequence[str], problems: list[Problem]
) -> Part | None:
    ids = _known(wanted, sorted(knowledge.guides), "--guides", "工作指南", problems)
    records = [knowledge.guides[id] for id in ids]
    chapters = tuple(Chapter(f"g-{r.id}", r.title, (r,)) for r in records)
    note = "这里是流程和核对清单；要点和常见错误见网页。"
    return Part("guides", "工作流程和核对清单", note, chapters) if chapters else None


def _regulations(
    knowledge: KnowledgeBase, wanted: Sequence[str], problems: list[Problem]
) -> Part | None:
    ids = _known(wanted, sorted(knowledge.regulations), "--regulations", "党内法规", problems)
    records = [knowledge.regulations[id] for id in ids]
    chapters = tuple(Chapter(f"r-{r.id}", f"《{r.title}》", (r,)) for r in records)
    note = "没有标“原文”的都是本库编写的要点，非原文；引用请以正式文本为准。"
    return Part("regulations", "党内法规", note, chapters) if chapters else None


def _terms(knowledge: KnowledgeBase, wanted: Sequence[str], problems: list[Problem]) -> Part | None:
    keys = {label.zh: key for key, label in model.CATEGORIES.items()}
    asked = [keys.get(name, name) for name in wanted]
    chapters = []
    for key in _known(asked, list(model.CATEGORIES), "--terms", "类别", problems):
        rows = [term for term in knowledge.terms.values() if term.category == key]
        rows.sort(key=lambda term: (pinyin_and_initials(term)[0], term.id))
        if rows:
            chapters.append(Chapter(f"c-{key}", model.CATEGORIES[key].zh, tuple(rows)))
    note = "释义由本库编写，不是原文；地方用语没有公开的正式释义，用时写明本地依据。"
    return Part("terms", "提法", note, tuple(chapters)) if chapters else None


def _known(
    wanted: Sequence[str], known: Sequence[str], option: str, kind: str, problems: list[Problem]
) -> tuple[str, ...]:
    """What was asked for and exists, in the order asked; all of it for `ALL`."""
    if any(name in ALL for name in wanted):
        return tuple(known)
    for name in wanted:
        if name not in known:
            shown = "、".join(known[:8]) + ("等" if len(known) > 8 else "")
            problems.append(
                Problem(option, 1, f"没有编号是“{name}”的{kind}。", f"写其中的：{shown}。")
            )
    return tuple(dict.fromkeys(name for name in wanted if name in known))


@dataclass(frozen=True, slots=True)
class Article:
    """A provision of a regulation: our digest of it, and its official text where it is imported."""

    unit: Unit
    official: tuple[str, ...]
    digest: tuple[str, ...]


def articles(knowledge: KnowledgeBase, regulation: model.Regulation) -> tuple[Article, ...]:
    """The divisions and provisions of a regulation in order, as far as text or digest has them."""
    digest = read_digest(knowledge.by_path[knowledge.path_of(regulation)].body)
    text = knowledge.text_of(regulation)
    official = read_digest(knowledge.by_path[knowledge.path_of(text)].body) if text else ()
    ours = {unit.address: unit for unit in digest}
    return tuple(
        Article(
            ours.get(unit.address, unit),
            _texts(unit) if official else (),
            _texts(ours[unit.address]) if unit.address in ours else (),
        )
        for unit in official or digest
    )


def _texts(unit: Unit) -> tuple[str, ...]:
    """The paragraphs; an item begins with its number, as in a paper."""
    texts = []
    for paragraph in unit.paragraphs:
        item = parse_id(paragraph.address).item
        mark = f"（{numeral(item)}）" if item and not paragraph.text.startswith("（") else ""
        texts.append(mark + paragraph.text)
    return tuple(texts)


@dataclass(frozen=True, slots=True)
class Layout:
    """The paper, and how far the numbers of the pages are known."""

    size: str = "A4"
    """A4, or A5 where two pages are to share a sheet."""
    numbers: Mapping[str, int] | None = None
    """Anchor -> page; None where a browser prints the file itself, without numbers."""


def render_booklet(
    knowledge: KnowledgeBase,
    contents: Contents,
    overrides: Path,
    edition: Edition,
    layout: Layout,
) -> str:
    """The HTML of a booklet. `overrides` has the templates."""
    nowhere = Urls(dict.fromkeys(knowledge.by_path, ""))
    build = Build("zh", knowledge, nowhere, overrides, edition.date)
    shown = {term.id for part in contents.parts for term in terms_of(part)}
    rows = views.term_rows(build, PageInfo("", "", "", "page", None))
    html = build.renderer.render(
        "booklet/page.html",
        contents=contents,
        index=views.by_pinyin(tuple(row for row in rows if row.id in shown)),
        articles=lambda regulation: articles(knowledge, regulation),
        edition=edition,
        layout=layout,
        in_css=in_css,
        terms_of=terms_of,
    )
    return without_layout(html)


def in_css(text: str) -> str:
    """A CSS string that cannot end its element."""
    return '"' + re.sub(r'["\\<>\n]', lambda match: f"\\{ord(match[0]):x} ", text) + '"'


def missing_anchors(contents: Contents, found: Iterable[str]) -> tuple[str, ...]:
    """The places that a printing did not name."""
    known = set(found)
    return tuple(anchor for anchor in contents.anchors if anchor not in known)
