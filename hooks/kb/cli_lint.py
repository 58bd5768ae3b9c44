"""`kb lint`: the checks of `kb.lint` on papers and pages, one file after another."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import click

from .cli_base import ChineseCommand, docs_folder, docs_option, say
from .cli_batch import BATCH, Screen, grouped, with_progress
from .importer.text import one_line
from .lint.command import Checked, Checker, Outcome, gather, list_files
from .problem import Problem


@click.command(
    "lint",
    cls=ChineseCommand,
    options_metavar="[选项]",
    short_help="检查材料和页面：错漏、提法、引用、泄密。",
)
@click.argument(
    "paths",
    nargs=-1,
    type=click.Path(path_type=Path),
    metavar="[文件或文件夹]…",
    help="要检查的 .docx、.txt、.md，或文件夹；不写就检查内容文件夹。",
)
@click.option(
    "--format",
    "style",
    type=click.Choice(["text", "json"]),
    default="text",
    metavar="格式",
    help="text 给人看（默认），json 给程序用。",
)
@click.option(
    "--family",
    "families",
    multiple=True,
    metavar="类别",
    help="只查一类规则：结构、错别字、提法、引用、机构、发布；可以写几次。",
)
@click.option(
    "--resume",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="记录文件",
    help="把查过的结果记在这个文件里；中断了、改了几份再查时，没有变化的不再查。"
    "里面有材料的片段，用完请删去。",
)
@docs_option
def lint_command(
    paths: Sequence[Path],
    style: str,
    families: Sequence[str],
    resume: Path | None,
    docs: Path | None,
) -> None:
    """检查材料：序号和数目、空白、错别字、提法、引用的条款、机构名称、不能公开的内容。

    \b
    例：
      kb lint 年度党建工作总结.docx
      kb lint 总结.docx 要点.txt
      kb lint --family 发布 docs
      kb lint D:\\历年材料 --resume 检查记录.jsonl

    \b
    文件只读不改，内容不出这台电脑。每个问题写明位置、规则、理由和改法；
    Word 文档写第几段。规则和例子见“关于—检查规则”。
    有错误时退出码为1；只有警告、提示时为0。

    Checks papers and pages: outline, blanks, slips, formulations, citations, what must not
    be published. Exit code 1 where there are errors.
    """
    folder = docs_folder(docs)
    checker = Checker(folder, families)
    if problem := checker.prepare(resume):
        raise click.UsageError(f"{problem.what} 修改：{problem.fix}")
    files = list_files(paths or (folder,))
    screen = Screen()
    outcomes = []
    try:
        for path in with_progress(files, "检查", screen):
            outcomes.append(checker.check(path))
            if style == "text":
                _print_outcome(outcomes[-1], screen, batch=len(files) >= BATCH)
    except KeyboardInterrupt:
        again = "再运行一次，接着检查其余的。" if resume else "加上 --resume，以后可以接着检查。"
        screen.say(f"已中断：{len(files)}个文件查了{len(outcomes)}个。{again}", err=True)
        raise
    checked = gather(outcomes)
    if style == "json":
        click.echo(json.dumps(checked.to_json(), ensure_ascii=False, indent=1))
    else:
        _print_checked(checked, outcomes, batch=len(files) >= BATCH)
    if checked.failed:
        click.get_current_context().exit(1)


def _print_outcome(outcome: Outcome, screen: Screen, *, batch: bool) -> None:
    """Say at once what was found in a file; files that cannot be read end a batch."""
    if not isinstance(outcome.found, Problem):
        for finding in outcome.found:
            screen.say(one_line(str(finding)))
    elif not batch:
        screen.say(say(outcome.found), err=True)


def _print_checked(checked: Checked, outcomes: Sequence[Outcome], *, batch: bool) -> None:
    if batch:
        for line in checked.table:
            click.echo(line)
        if kept := sum(outcome.kept for outcome in outcomes):
            click.echo(f"其中{kept}个文件上次查过、没有变化，用的是上次的结果。")
        if checked.unread:
            click.echo(f"没有检查的文件（{len(checked.unread)}个）：", err=True)
        for line in grouped(checked.unread):
            click.echo(f"  {line}", err=True)
    click.echo(checked.summary)
