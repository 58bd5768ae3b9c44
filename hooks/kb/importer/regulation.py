"""Import one regulation: file → blocks → lines → law book → revision → official text, profile."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from ..cite import CitationFinder
from ..load import parse_record
from ..model import OfficialText, Regulation, Revision, text_id
from ..problem import Problem
from .describe import make_id
from .guard import ALL_EXTENSIONS
from .issuing import find_dates, fold
from .lawbook import LawBook, NotARegulationError, read_law_book
from .lawpage import render_profile, render_text, revision_fields, revisions_of, sizes
from .lawtext import Kind, describe_sequence, lines_of
from .report import keep_date, read_source
from .text import one_line
from .write import Written, write_page

_YEAR: Final = re.compile(r"(?<!\d)((?:19|20)\d{2})(?!\d)")
_UNITS: Final = {
    Kind.BOOK: "编",
    Kind.CHAPTER: "章",
    Kind.SECTION: "节",
    Kind.ARTICLE: "条",
    Kind.PART: "个部分",
}


@dataclass(frozen=True, slots=True)
class ImportedText:
    """A regulation whose official text is now part of the knowledge base."""

    target: Path
    written: Written
    profile: Path | None
    """The profile that was made for it; None where there was one."""
    understood: tuple[str, ...]
    """In Chinese, a line each: what was understood, gaps and doubts included."""


@dataclass(frozen=True, slots=True)
class _Version:
    """Which revision a text is."""

    date: dt.date
    why: str
    """In Chinese: what says so."""
    revision: Revision | None
    """None where the regulation has no profile."""
    doubts: tuple[str, ...] = ()


def import_regulation(
    path: Path,
    docs: Path,
    *,
    imported_on: dt.date,
    force: bool = False,
    taken: Set[Path] = frozenset(),
    date: dt.date | None = None,
) -> ImportedText | Problem:
    """Import the file at `path` as `docs/regulations/texts/REG@DATE.md`; the file is only read.

    `date` says which revision it is, where the text does not. `taken` are files that this run has
    written already. The same file gives the same bytes, also on another day; then nothing is
    written.
    """
    source = read_source(path, ALL_EXTENSIONS)
    if isinstance(source, Problem):
        return source
    try:
        book = read_law_book(lines_of(source.blocks), source.name)
        regulation = _find_regulation(docs, book.title)
        version = _find_version(book, regulation, source.name, date)
    except NotARegulationError as error:
        return Problem(str(path), 1, error.what, error.fix)
    regulation_id = regulation.id if regulation else make_id(book.title)
    text = OfficialText(
        id=text_id(regulation_id, version.date),
        type="text",
        regulation=regulation_id,
        revision=version.date,
        title=book.title,
        note=book.note or None,
        imported_from=source.name,
        imported_on=imported_on,
    )
    target = docs / OfficialText.FOLDER / f"{text.id}.md"
    if target in taken:
        what = f"与本次导入的另一个文件是同一部法规的同一版，都要写成 {target.as_posix()}。"
        return Problem(str(path), 1, what, "核对是哪一版，用 --date 写明版本日期，单独导入。")
    profile = None
    if regulation is None:
        profile = docs / Regulation.FOLDER / f"{regulation_id}.md"
        page = render_profile(regulation_id, book, version.date, verified_on=imported_on)
        made = write_page(profile, page, force=False, path=str(path))
        if isinstance(made, Problem):
            return made
    page = keep_date(render_text(text, book), target)
    written = _write(target, page, force=force, path=str(path))
    if isinstance(written, Problem):
        return written
    understood = tuple(_understood(book, version, regulation, source.notes))
    return ImportedText(target, written, profile, understood)


def _write(target: Path, page: str, *, force: bool, path: str) -> Written | Problem:
    """Like `write_page`, but the same text again is no reason to ask for --force."""
    if target.is_file() and target.read_bytes() == page.encode("utf-8"):
        return Written.UNCHANGED
    return write_page(target, page, force=force, path=path)


def _find_regulation(docs: Path, title: str) -> Regulation | None:
    """The regulation of that title, or of that short title.

    Raises NotARegulationError where its profile is broken: a second one must not be made.
    """
    regulations: dict[str, Regulation] = {}
    for path in sorted((docs / Regulation.FOLDER).glob("*.md")):
        try:
            text = path.read_text(encoding="utf-8-sig")
        except (OSError, UnicodeDecodeError):
            continue
        loaded, problems = parse_record(f"{Regulation.FOLDER}/{path.name}", text)
        if loaded and isinstance(loaded.record, Regulation):
            regulations[loaded.record.id] = loaded.record
        elif problems and f"title: {title}" in text:
            raise NotARegulationError(
                f"这部法规的档案有错误，读不出来（{problems[0]}）", "先改正档案，再导入。"
            )
    return CitationFinder(regulations).resolve_title(title)


def _find_version(
    book: LawBook, regulation: Regulation | None, name: str, given: dt.date | None
) -> _Version:
    """Which revision the text is; raises NotARegulationError where nothing says so."""
    if regulation is None:
        return _new_version(book, name, given)
    if given:
        return _named(regulation, given, book, "--date")
    if book.dated:
        last = book.dated[-1]
        told = {last.adopted, last.issued, last.effective} - {None}
        found = [r for r in regulation.revisions if told & {r.date, r.issued, r.effective}]
        if found:
            return _Version(found[0].date, "题注", found[0])
        return _named(regulation, book.dated[-1].date, book, "题注")
    return _undated_version(book, regulation, name)


def _undated_version(book: LawBook, regulation: Regulation, name: str) -> _Version:
    """By the year in the file's name, the last article, or the number of articles."""
    years = {int(year) for year in _YEAR.findall(name)}
    by_name = [r for r in regulation.revisions if r.date.year in years]
    by_force = [r for r in regulation.revisions if book.effective in (r.date, r.effective)]
    by_force = by_force if book.effective else []
    if by_name and by_force and by_name[0] not in by_force:
        raise _no_date(
            f"文件名说是{by_name[0].date.year}年的版本，"
            f"最后一条的施行日期（{book.effective}）却是另一版的。"
        )
    if by_force:
        doubts: tuple[str, ...] = ()
        if years and by_force[0].date.year not in years and not by_name:
            year = "、".join(map(str, sorted(years)))
            doubts = (f"文件名里的年份（{year}）与这一版不同，请核对；不对的用 --date 写明日期",)
        return _Version(by_force[0].date, "最后一条的施行日期", by_force[0], doubts)
    if len(by_name) == 1:
        return _Version(by_name[0].date, "文件名里的年份", by_name[0])
    if book.effective:
        return _named(regulation, book.effective, book, "最后一条的施行日期")
    counts = sizes(book)
    same = [r for r in regulation.revisions if r.articles and r.articles == counts.get("articles")]
    if len(same) == 1 and not years:
        doubts = ("文中没有日期，按条数认定版本，请核对",)
        return _Version(same[0].date, "条数与档案一致", same[0], doubts)
    raise _no_date("文中没有通过、发布或施行的日期，不知道是哪一版。")


def _new_version(book: LawBook, name: str, given: dt.date | None) -> _Version:
    if given:
        return _Version(given, "--date", None)
    if book.dated:
        return _Version(book.dated[-1].date, "题注", None)
    if in_name := next(find_dates(fold(name)), None):
        return _Version(in_name[0], "文件名", None)
    if book.effective:
        doubts = ("版本日期按施行日期记，请核对",)
        return _Version(book.effective, "最后一条的施行日期", None, doubts)
    raise _no_date("文中没有通过、发布或施行的日期，不知道是哪一版。")


def _no_date(what: str) -> NotARegulationError:
    return NotARegulationError(what, "用 --date 写明版本日期，如 --date 2018-10-28。")


def _named(regulation: Regulation, date: dt.date, book: LawBook, why: str) -> _Version:
    """The revision of a date; where the profile has none, the lines to be added are given."""
    for revision in regulation.revisions:
        if revision.date == date:
            return _Version(date, why, revision)
    known = "、".join(str(revision.date) for revision in regulation.revisions) or "没有"
    dated = next(d for d in revisions_of(book, date) if d.date == date)
    lines = [line.strip("- ") for line in revision_fields(dated, book, date)]
    raise NotARegulationError(
        f"档案 regulations/{regulation.id}.md 里没有 {date} 这一版"
        f"（依据：{why}；档案里的版本：{known}）。",
        f"在档案的 revisions 下加一行“  - {{{', '.join(lines)}}}”再导入；"
        "其实是档案里的某一版的，用 --date 写明。",
    )


def _understood(
    book: LawBook, version: _Version, regulation: Regulation | None, notes: tuple[str, ...]
) -> Iterator[str]:
    found = f"（取自{book.title_from}）" if book.title_from else ""
    yield f"标题：{book.title}{found}"
    label = f"，{version.revision.label}" if version.revision else ""
    yield f"版本：{version.date}（依据：{version.why}{label}）"
    if dates := "；".join(_dates(book)):
        yield f"日期：{dates}"
    yield f"规模：{_size(book)}"
    yield f"条号：{_sequence(book)}" if book.law.articles else "条号：不分条"
    if book.apart:
        yield f"没有导入：{'；'.join(one_line(str(apart)) for apart in book.apart)}"
    doubts = (*version.doubts, *_differences(book, version), *notes)
    yield from (f"注意：{doubt}" for doubt in doubts)
    if regulation and regulation.title != book.title:
        yield f"注意：标题与档案《{regulation.title}》不完全相同，请核对"


def _dates(book: LawBook) -> Iterator[str]:
    for dated in book.dated:
        pairs: Mapping[str, dt.date | None] = {
            "修订" if dated.amended else "通过": dated.adopted,
            "发布": dated.issued,
            "施行": dated.effective,
        }
        yield "，".join(f"{date}{name}" for name, date in pairs.items() if date)
    if book.effective and not any(dated.effective == book.effective for dated in book.dated):
        yield f"{book.effective}施行"


def _size(book: LawBook) -> str:
    counts = [(book.law.count(kind), unit) for kind, unit in _UNITS.items()]
    parts = [f"{count}{unit}" for count, unit in counts if count]
    parts += ["总纲或序言"] if book.law.count(Kind.PREAMBLE) else []
    parts += [f"开头一段说明（{len(book.foreword)}行）"] if book.foreword else []
    return "，".join(parts)


def _sequence(book: LawBook) -> str:
    articles = book.law.articles
    found = describe_sequence(articles)
    return "；".join(found) if found else f"从{articles[0].name}到{articles[-1].name}，连续"


def _differences(book: LawBook, version: _Version) -> Iterator[str]:
    """Where the text is not as large as the profile says."""
    names = {"articles": "条", "chapters": "章", "parts": "编或部分"}
    counts = sizes(book)
    for field, unit in names.items():
        told = getattr(version.revision, field, None)
        if told is not None and told != counts.get(field, 0):
            yield f"档案写的是{told}{unit}，原文有{counts.get(field, 0)}{unit}，请核对"
