"""`kb new`, and terms and questions in and out of files: for editors who do not program."""

from __future__ import annotations

import difflib
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

import click

from .blank import KINDS, create, gaps, propose_id
from .cli_base import ChineseCommand, docs_folder, docs_option, say, today
from .importer.text import one_line
from .importer.write import replace_file
from .load import load_knowledge_base
from .match import Language
from .problem import Problem
from .questions import make_questions, to_anki
from .sheet.export import render_csv, render_workbook, shown_terms
from .sheet.plan import ImportPlan, apply, plan_import

BANKS: Final[Mapping[str, Language]] = {"questions.txt": "zh", "questions-en.txt": "en"}
"""The files of questions → their language."""
SHOWN: Final = 5
"""Ids that a summary names before it only counts."""


@click.command(
    "new", cls=ChineseCommand, options_metavar="[选项]", short_help="新建一份待填的文件。"
)
@click.argument(
    "kind",
    type=click.Choice(KINDS),
    metavar="种类",
    help="term 提法，regulation 党内法规，report 报告，guide 工作指南，list 清单。",
)
@click.argument(
    "record_id",
    required=False,
    metavar="[编号]",
    help="就是文件名，如 san-hui-yi-ke；不写就用名称的拼音。",
)
@click.option("--title", metavar="名称", help="提法、法规、报告等的名称。")
@docs_option
def new_command(kind: str, record_id: str | None, title: str | None, docs: Path | None) -> None:
    """新建一份待填的文件：字段齐全，按顺序排好，每一项写着填什么。

    \b
    例：
      kb new term --title 三会一课
      kb new term san-hui-yi-ke --title 三会一课
      kb new guide --title 怎样开好组织生活会

    已有的文件不会被覆盖。

    Makes a new file with every field of the schema, to be filled in.
    """
    title = (title or "").strip() or None
    if record_id is None and title is None:
        raise click.UsageError(
            "kb new: 没有写编号，也没有写名称。 修改：例：kb new term --title 三会一课。"
        )
    folder = docs_folder(docs)
    found = record_id or propose_id(kind, title or "")
    made = create(kind, found, folder, title=title, today=today())
    if isinstance(made, Problem):
        click.echo(say(made), err=True)
        click.get_current_context().exit(1)
    click.echo(f"已新建：{made.as_posix()}")
    click.echo(f"  待填：{'、'.join(gaps(kind, titled=title is not None))}。")
    click.echo("  下一步：用记事本打开它，把写着“待填”的补上；填好后运行 make site，有错会指出来。")


def export_terms(target: Path, docs: Path, chosen: Sequence[str], *, force: bool) -> bool:
    """Write the terms; False where something was wrong."""
    _wait("正在导出……")
    suffix = target.suffix.lower()
    knowledge, found = load_knowledge_base(docs)
    broken = [problem for problem in found if problem.path.startswith("terms/")]
    for problem in broken:
        click.echo(str(problem), err=True)
    terms = shown_terms(knowledge.by_path.values())
    ids = [one for part in chosen for one in part.replace("，", ",").split(",") if one.strip()]
    if chosen:
        _check_ids([one.strip() for one in ids], [item.record.id for item in terms])
        terms = [item for item in terms if item.record.id in {one.strip() for one in ids}]
    data = render_csv(terms) if suffix == ".csv" else render_workbook(terms, path=str(target))
    problems = data if isinstance(data, list) else _write(target, data, force=force)
    for problem in problems:
        click.echo(say(problem), err=True)
    if not problems:
        click.echo(f"已导出：{one_line(target.as_posix())}（{len(terms)}条提法）")
    if not problems and suffix == ".xlsx":
        click.echo(
            f"  下一步：用 Excel 或 WPS 改好、保存，再运行 kb import {target} --kind terms。"
        )
    return not problems and not broken


def export_questions(target: Path, docs: Path, *, force: bool) -> bool:
    """Write the question bank for Anki; False where something was wrong."""
    knowledge, found = load_knowledge_base(docs)
    for problem in found:
        click.echo(str(problem), err=True)
    if found:
        click.echo("内容有错，没有导出；改正后重新运行。", err=True)
        return False
    bank = make_questions(knowledge, BANKS[target.name])
    problems = _write(target, to_anki(bank).encode(), force=force)
    for problem in problems:
        click.echo(say(problem), err=True)
    if not problems:
        click.echo(f"已导出：{one_line(target.as_posix())}（{len(bank)}题）")
    return not problems


def import_terms(path: Path, docs: Path, *, force: bool) -> bool:
    """Import one workbook and say what became of it; False where something was wrong."""
    _wait("正在核对……")
    plan = plan_import(path, docs, force=force)
    if isinstance(plan, list):
        for problem in plan:
            click.echo(say(problem), err=True)
        click.echo(one_line(f"{path}: 共{len(plan)}处要改，一个文件也没有写。"), err=True)
        return False
    failed = False
    for change, written in apply(plan):
        if isinstance(written, Problem):
            failed = True
            click.echo(say(written), err=True)
        elif change.new:
            click.echo(f"已新建：{change.target.as_posix()}")
        else:
            click.echo(f"已改动：{change.target.as_posix()}（{'、'.join(change.fields)}）")
    for line in _notes(plan, docs):
        click.echo(line)
    if plan.changes:
        click.echo("还要接着改的，先用 kb export 重新导出一份，在新的上面改。")
    return not failed


def _notes(plan: ImportPlan, docs: Path) -> list[str]:
    lines = []
    if plan.unchanged:
        lines.append(f"没有改动的{plan.unchanged}条，文件没有动。")
    if plan.newer:
        names = _some(plan.newer)
        lines.append(
            f"导出以后文件另有改动、表里没有改的{len(plan.newer)}条（{names}），文件没有动。"
        )
    if plan.without_row:
        names, folder = _some(plan.without_row), (docs / "terms").as_posix()
        lines.append(
            f"表里没有了的{len(plan.without_row)}条（{names}），文件没有删除；"
            f"真要删，删去 {folder} 下同名的文件。"
        )
    return lines or ([] if plan.changes else ["表里没有提法，什么也没有做。"])


def _wait(what: str) -> None:
    """Say on a terminal that a few seconds pass."""
    if sys.stderr.isatty():
        click.echo(what, err=True)


def _some(ids: Sequence[str]) -> str:
    return "、".join(ids[:SHOWN]) + ("等" if len(ids) > SHOWN else "")


def _check_ids(wanted: Sequence[str], known: Sequence[str]) -> None:
    """Raises UsageError where an id is none."""
    for one in wanted:
        if one not in known:
            near = difflib.get_close_matches(one, known, n=1)
            fix = f"是不是 {near[0]}？" if near else "编号就是 docs/terms 下的文件名。"
            raise click.UsageError(f"--ids: 没有编号为“{one}”的提法。 修改：{fix}")


def _write(target: Path, data: bytes, *, force: bool) -> list[Problem]:
    if target.exists() and not force:
        what = "文件已经存在，没有改动它。"
        return [Problem(str(target), 1, what, "换一个文件名；要替换它，加上 --force。")]
    try:
        replace_file(target, data)
    except OSError as error:
        what = f"写不进去（{error.strerror or error}）。"
        return [Problem(str(target), 1, what, "关闭正打开它的程序，检查文件夹能不能写，再试一次。")]
    return []
