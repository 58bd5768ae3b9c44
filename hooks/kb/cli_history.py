"""`kb edition`: cut an edition, so that members can be told what it changed."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterator
from pathlib import Path

import click

from .cli_base import ChineseCommand, docs_folder, docs_option, today
from .history.cut import Planned, plan_cut, write_cut
from .history.facets import Weight
from .history.view import GROUPS, KINDS
from .importer.text import one_line
from .load import load_knowledge_base
from .problem import Severity

SHOWN = 20
"""Names printed of one group; the page has them all."""


@click.command(
    "edition",
    cls=ChineseCommand,
    options_metavar="[选项]",
    short_help="编定新的一版，记下它改了什么。",
)
@click.option("--note", default="", metavar="文字", help="给读者的一句话，写在这一版的开头。")
@click.option("--note-en", default="", metavar="英文", help="同一句话的英文。")
@click.option("--dry-run", is_flag=True, help="只看改了什么，不写文件。")
@click.option(
    "--development", is_flag=True, help="开发版：只为看历史，没有发布给任何人，不进订阅。"
)
@docs_option
def edition_command(
    note: str, note_en: str, dry_run: bool, development: bool, docs: Path | None
) -> None:
    """编定新的一版：把现在的条目记进 docs/editions，“版次变更”页和订阅就列出这一版改了什么。

    \b
    例：
      kb edition --dry-run
      kb edition --note 按2026年修订的条例核对了全部引用

    \b
    发布前运行一次，把写出的文件一起提交。没有变化就不写；同一天再编一版，文件名加“-2”。
    改了一半、还不想发布的内容不用管它：没有编入的改动，网页上列在“……版以来”。

    Cuts an edition: records what it holds, so that the page of changes and the feed can tell.
    """
    folder = docs_folder(docs)
    knowledge, problems = load_knowledge_base(folder)
    if any(problem.severity >= Severity.ERROR for problem in problems):
        for problem in problems:
            click.echo(str(problem), err=True)
        click.echo("内容有错，没有编定新版。改正后再运行。", err=True)
        click.get_current_context().exit(1)
    planned = plan_cut(knowledge, _now(), development=development)
    if planned.before and planned.before.made > planned.cut.made:
        raise click.UsageError(
            f"{planned.cut.name}: 比上一版（{planned.before.name}）还早。 修改：核对电脑的日期。"
        )
    if planned.same:
        click.echo(f"与上一版（{planned.before.name if planned.before else ''}）相同，没有写文件。")
        return
    for line in _summary(planned):
        click.echo(one_line(line))
    if dry_run:
        return
    target = write_cut(folder, planned, note=one_line(note), note_en=one_line(note_en))
    click.echo(f"已编定：{one_line(target.as_posix())}")


def _summary(planned: Planned) -> Iterator[str]:
    """What the edition changes, group by group."""
    if planned.before is None:
        yield f"第一版：{len(planned.cut.state)}个条目。"
        return
    yield f"与上一版（{planned.before.name}）相比："
    for weight, label in GROUPS.items():
        changes = [change for change in planned.changes if change.weight == weight]
        if changes:
            names = [f"{change.name}（{KINDS[change.kind].zh}）" for change in changes]
            more = f"等{len(names)}条" if len(names) > SHOWN else ""
            yield f"  {label.zh}{len(changes)}条：{'、'.join(names[:SHOWN])}{more}"
    if any(change.weight == Weight.WORDING for change in planned.changes):
        yield "  请再看一遍“写法变了”的各条：读者会照着改自己的材料。"


def _now() -> dt.datetime:
    """The moment of SOURCE_DATE_EPOCH where it is set; `today` checks it."""
    today()
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    return dt.datetime.fromtimestamp(int(epoch), dt.UTC) if epoch else dt.datetime.now(dt.UTC)
