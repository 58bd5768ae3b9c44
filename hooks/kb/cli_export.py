"""`kb export`: what is written is told by the target's name or ending."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import click

from .cli_base import ChineseCommand, docs_folder, docs_option
from .cli_batch import BATCH, Tally, with_progress
from .cli_booklet import Wishes, booklet_options, export_booklet
from .cli_edit import BANKS, export_questions, export_terms
from .exporter.report import (
    Exported,
    ReportPage,
    export_report,
    file_name,
    find_pages,
    read_report,
)
from .importer.text import one_line
from .importer.write import Written
from .problem import Problem

DONE: Final = {
    Written.NEW: "已导出",
    Written.REPLACED: "已导出（替换了原文件）",
    Written.UNCHANGED: "没有变化",
}


@dataclass(frozen=True, slots=True)
class Request:
    """What the command line asks for."""

    target: Path
    pages: tuple[str, ...]
    docs: Path
    force: bool
    chosen: tuple[str, ...]
    """Ids of terms, as typed after --ids."""
    booklet: Wishes


@click.command(
    "export",
    cls=ChineseCommand,
    options_metavar="[选项]",
    short_help="导出 Word 公文、提法表、自测题或手册。",
)
@click.argument(
    "target",
    type=click.Path(path_type=Path),
    metavar="目标",
    help="要写的文件：.docx（报告），.xlsx（提法，改好可以再导入）、.csv（提法，只供查看），"
    "questions.txt 或 questions-en.txt（自测题，供 Anki 导入），.pdf 或 .html（手册）；"
    "或一个文件夹，每份报告写成一个 Word 文件，文件名是标题。",
)
@click.argument(
    "pages",
    nargs=-1,
    metavar="页面…",
    help="报告的页面或编号；目标是文件夹时可以写几份，也可以写报告所在的文件夹。",
)
@click.option(
    "--ids",
    "chosen",
    multiple=True,
    metavar="编号",
    help="只导出这几条提法，用逗号分隔；可以写几次。",
)
@click.option("--force", is_flag=True, help="文件已经存在时替换它。")
@booklet_options
@docs_option
def export_command(
    target: Path,
    pages: Sequence[str],
    chosen: Sequence[str],
    force: bool,
    docs: Path | None,
    **booklet: Any,
) -> None:
    """把报告导出成 Word 文档，版式照《党政机关公文格式》（GB/T 9704-2012）。

    也导出提法表、自测题、手册。

    \b
    例：
      kb export 总结.docx niandu-dangjian-zongjie
      kb export 总结.docx docs/reports/niandu-dangjian-zongjie.md
      kb export 导出的报告 docs/reports
      kb export terms.xlsx
      kb export terms.xlsx --ids san-hui-yi-ke,si-yi-liang-gong-kai
      kb export questions.txt
      kb export 手册.pdf
      kb export 手册.pdf --lists --forms --fold
      kb export 手册.pdf --terms 组织建设,纪律建设 --guides san-hui-yi-ke

    \b
    导出的 Word 文件：
      标题、正文、层次标题、页码、版心照国家标准，字体用仿宋_GB2312等，不嵌入；
      页面里的“说明”不导出；文件属性里没有姓名和日期；
      改好后可以用 kb import 导回来，标题层次不变。

    \b
    手册：
      不写选项就是纪律清单、“四种形态”、工作指南的流程和核对清单、全部提法；
      写了选项就只放写到的。目录和索引有页码。--fold 排成对折的小册子。

    已有的文件不会被覆盖；一份出错不影响其他，有出错的退出码为1。

    Exports reports as Word files in the official layout, terms as a workbook, questions for Anki,
    and a booklet to print.
    """
    writer = _writer_of(target)
    if chosen and writer is not _export_table:
        raise click.UsageError("--ids: 只用于导出提法。 修改：删去 --ids。")
    if pages and writer in (_export_table, _export_bank, _export_booklet):
        raise click.UsageError(f"{pages[0]}: 导出提法表、自测题、手册不写页面。 修改：删去它。")
    wishes = Wishes.of(booklet)
    if wishes != Wishes() and writer is not _export_booklet:
        fix = "删去它们，或把目标写成 .pdf、.html。"
        raise click.UsageError(f"{target.name}: --lists、--fold 等只用于手册。 修改：{fix}")
    writer(Request(target, tuple(pages), docs_folder(docs), force, tuple(chosen), wishes))


def _export_word(request: Request) -> None:
    """One report into one file."""
    if len(request.pages) != 1:
        what = "没有写要导出哪一页。" if not request.pages else "一个 Word 文件只放一份报告。"
        fix = "例：kb export 总结.docx niandu-dangjian-zongjie；几份报告导出到一个文件夹里。"
        raise click.UsageError(f"kb export: {what} 修改：{fix}")
    tally = Tally(batch=False)
    pages = find_pages(request.pages[0], request.docs)
    if isinstance(pages, Problem):
        tally.fail(pages)
    elif len(pages) > 1 or os.path.isdir(request.pages[0]):
        fix = "写出其中一份，或把目标写成文件夹。"
        tally.fail(Problem(request.pages[0], 1, "这是文件夹，一个 Word 文件只放一份报告。", fix))
    else:
        page = read_report(pages[0])
        if isinstance(page, Problem):
            tally.fail(page)
        else:
            _export_page(page, request.target, request, tally)
    tally.finish()


def _export_folder(request: Request) -> None:
    """Each report into a file of its own."""
    if not request.pages:
        fix = "例：kb export 导出的报告 docs/reports。"
        raise click.UsageError(f"kb export: 没有写要导出哪些报告。 修改：{fix}")
    found = [find_pages(name, request.docs) for name in request.pages]
    paths = [path for pages in found if not isinstance(pages, Problem) for path in pages]
    paths = list(dict.fromkeys(paths))
    tally = Tally(batch=len(paths) >= BATCH or any(os.path.isdir(name) for name in request.pages))
    for pages in found:
        if isinstance(pages, Problem):
            tally.fail(pages)
    if not os.path.isdir(request.target):
        what = "没有这个文件夹。"
        tally.fail(Problem(str(request.target), 1, what, "先新建它，或写一个 .docx 文件名。"))
        paths = []
    taken: set[str] = set()
    for path in with_progress(paths, "导出", tally.screen):
        page = read_report(path)
        if isinstance(page, Problem):
            tally.fail(page)
            continue
        name = file_name(page)
        if name.casefold() in taken:
            name = f"{name.removesuffix('.docx')}（{page.record.id}）.docx"
        taken.add(name.casefold())
        _export_page(page, request.target / name, request, tally)
    tally.finish()


def _export_page(page: ReportPage, target: Path, request: Request, tally: Tally) -> None:
    try:
        outcome = export_report(page, target, force=request.force)
    except Exception as error:  # what the program itself gets wrong must not stop the others
        what = f"程序处理这一页时出错（{type(error).__name__}），没有导出。"
        outcome = Problem(str(page.path), 1, what, "核对这一页的写法，并告诉维护人员。")
    if isinstance(outcome, Problem):
        tally.fail(outcome)
        return
    done = DONE[outcome.written]
    tally.done(done, _summary(outcome, done), quiet=outcome.written is Written.UNCHANGED)


def _summary(exported: Exported, done: str) -> str:
    left_out = f"；没有导出：{'、'.join(exported.left_out)}" if exported.left_out else ""
    return f"{done}：{one_line(exported.target.as_posix())}（{exported.title}{left_out}）"


def _export_table(request: Request) -> None:
    """The terms."""
    if not export_terms(request.target, request.docs, request.chosen, force=request.force):
        click.get_current_context().exit(1)


def _export_bank(request: Request) -> None:
    """The questions."""
    if not export_questions(request.target, request.docs, force=request.force):
        click.get_current_context().exit(1)


def _export_booklet(request: Request) -> None:
    """The booklet."""
    wishes, force = request.booklet, request.force
    if not export_booklet(request.target, request.docs, wishes, force=force):
        click.get_current_context().exit(1)


WRITERS: Final[Mapping[str, Callable[[Request], None]]] = {
    **dict.fromkeys(BANKS, _export_bank),
    ".docx": _export_word,
    ".xlsx": _export_table,
    ".csv": _export_table,
    ".pdf": _export_booklet,
    ".html": _export_booklet,
}
"""Name or ending of the target → what writes it; a whole name goes before an ending."""


def _writer_of(target: Path) -> Callable[[Request], None]:
    for key in (target.name, target.suffix.lower()):
        if key in WRITERS:
            return WRITERS[key]
    if os.path.isdir(target) or not target.suffix:
        return _export_folder
    known = "、".join(WRITERS)
    raise click.UsageError(
        f"{target.name}: 不能导出成“{target.suffix}”。 "
        f"修改：文件名写成或结尾是其中之一：{known}；或写一个文件夹。"
    )
