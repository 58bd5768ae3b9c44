"""Export one report: page → paper → package → disk."""

from __future__ import annotations

import difflib
import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from ..importer.text import one_line
from ..importer.write import Written, replace_file
from ..load import parse_record
from ..model import Report
from ..problem import Problem
from .paper import read_paper
from .word import render_word

FORBIDDEN: Final = re.compile(r'[\\/:*?"<>|\x00-\x1f]+')
"""What Windows allows in no file name."""
MAX_NAME: Final = 80
INDEX_PAGES: Final = re.compile(r"index(\.en)?\.md|.*\.en\.md")


@dataclass(frozen=True, slots=True)
class ReportPage:
    """A report found on disk."""

    path: Path
    record: Report
    body: str
    """Markdown below the front matter."""


@dataclass(frozen=True, slots=True)
class Exported:
    """A report that has become a Word file."""

    target: Path
    written: Written
    title: str
    left_out: tuple[str, ...]
    """In Chinese: what of the page is not in the file."""


def find_pages(name: str, docs: Path) -> list[Path] | Problem:
    """The pages that `name` means: a file, a report's id, or every report of a folder."""
    path = Path(name)
    if os.path.isfile(path):  # pathlib raises on names that are too long
        return [path]
    if os.path.isdir(path):
        pages = [page for page in sorted(path.glob("*.md")) if not INDEX_PAGES.fullmatch(page.name)]
        what = "这个文件夹里没有报告。"
        return pages or Problem(name, 1, what, "写报告所在的文件夹，如 docs/reports。")
    known = sorted(page.stem for page in (docs / Report.FOLDER).glob("*.md"))
    if name in known:
        return [docs / Report.FOLDER / f"{name}.md"]
    near = difflib.get_close_matches(path.stem, known, n=1)
    fix = f"是不是 {near[0]}？" if near else f"写报告的页面或编号，见 {docs.as_posix()}/reports。"
    return Problem(name, 1, "找不到这一页。", fix)


def read_report(path: Path) -> ReportPage | Problem:
    """The report of a page; a page of another kind, or a broken one, is a problem."""
    shown = str(path)
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        return Problem(shown, 1, "文件不是 UTF-8 编码。", "另存为 UTF-8 编码。")
    except OSError as error:
        reason = error.strerror or error
        return Problem(shown, 1, f"读不出这一页（{reason}）。", "检查这个文件能不能读。")
    loaded, problems = parse_record(f"{Report.FOLDER}/{path.name}", text)
    if loaded is None and problems:
        first = min(problems)
        return Problem(shown, first.line, f"第{first.line}行：{first.what}", first.fix)
    if loaded is None or not isinstance(loaded.record, Report):
        kind = f"（type: {loaded.record.type}）" if loaded else ""
        what = f"这一页不是报告{kind}，不能导出成 Word。"
        return Problem(shown, 1, what, "只能导出 docs/reports 下的报告。")
    return ReportPage(path, loaded.record, loaded.body)


def file_name(page: ReportPage) -> str:
    """The name of a report's Word file where only its folder was given."""
    name = FORBIDDEN.sub("_", one_line(page.record.title))[:MAX_NAME].strip(" .")
    return f"{name or page.record.id}.docx"


def export_report(page: ReportPage, target: Path, *, force: bool = False) -> Exported | Problem:
    """Write the report as a Word file; an existing other file is only replaced with `force`."""
    try:
        paper = read_paper(page.record.title, page.body)
    except RecursionError:
        what = "这一页的引用、列表层次太深，读不了。"
        return Problem(str(page.path), 1, what, "减少层次后再导出。")
    written = _write(target, render_word(paper), force=force)
    if isinstance(written, Problem):
        return written
    left_out = (("说明", paper.notes), ("图片", paper.pictures))
    told = tuple(f"{name}{count}处" for name, count in left_out if count)
    return Exported(target, written, paper.title, told)


def _write(target: Path, data: bytes, *, force: bool) -> Written | Problem:
    shown = str(target)
    try:
        if not target.parent.is_dir():
            what = f"没有文件夹 {target.parent.as_posix()}。"
            return Problem(shown, 1, what, "先新建这个文件夹，或换一个位置。")
        if target.is_dir():
            return Problem(shown, 1, "这是文件夹，不是文件。", "换一个文件名。")
        existed = os.path.lexists(target)
        if existed and target.is_file() and target.read_bytes() == data:
            return Written.UNCHANGED
        if existed and not force:
            fix = "要替换它，加上 --force（里面的改动会丢失）；要两个都留，换一个文件名。"
            return Problem(shown, 1, "文件已经存在，没有改动它。", fix)
        replace_file(target, data)
    except OSError as error:
        reason = error.strerror or error
        fix = "关闭正打开它的程序，检查文件夹能不能写、磁盘满了没有，再导出一次。"
        return Problem(shown, 1, f"写不进去（{reason}）。", fix)
    return Written.REPLACED if existed else Written.NEW
