"""What the commands of `kb` share: help with Chinese headings, the docs folder, the date."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable
from pathlib import Path

import click

from .importer.text import one_line
from .problem import Problem


class ChineseCommand(click.Command):
    """A command whose help has Chinese headings."""

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        pieces = " ".join(self.collect_usage_pieces(ctx))
        formatter.write_usage(ctx.command_path, pieces, prefix="用法：")

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        options = [param for param in self.get_params(ctx) if isinstance(param, click.Option)]
        records = filter(None, (option.get_help_record(ctx) for option in options))
        with formatter.section("选项"):
            formatter.write_dl([(name, text.replace("  [required]", "")) for name, text in records])

    def format_arguments(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        arguments = [param for param in self.get_params(ctx) if isinstance(param, click.Argument)]
        if arguments:
            with formatter.section("参数"):
                formatter.write_dl([argument.get_help_record(ctx) for argument in arguments])

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = "显示这段说明。"
        return option


class ChineseGroup(ChineseCommand, click.Group):
    """A group of such commands."""

    command_class = ChineseCommand

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        super().format_options(ctx, formatter)
        commands = [self.get_command(ctx, name) for name in self.list_commands(ctx)]
        with formatter.section("命令"):
            formatter.write_dl([(c.name or "", c.get_short_help_str()) for c in commands if c])


def docs_option(command: Callable[..., None]) -> Callable[..., None]:
    """`--docs`, the same for every command."""
    return click.option(
        "--docs",
        type=click.Path(path_type=Path),
        metavar="文件夹",
        help="内容文件夹；不写就用当前文件夹下的 docs。",
    )(command)


def docs_folder(docs: Path | None) -> Path:
    """The content folder; raises UsageError where there is none."""
    folder = docs or Path("docs")
    if folder.is_dir():
        return folder
    if docs is None:
        raise click.UsageError(
            "docs: 当前文件夹下没有 docs 文件夹。 "
            "修改：先进入知识库所在的文件夹，或用 --docs 指明内容文件夹。"
        )
    raise click.UsageError(f"{docs}: 没有这个文件夹。 修改：核对 --docs 后面的路径。")


def today() -> dt.date:
    """The import date: that of SOURCE_DATE_EPOCH where it is set, so that builds can be repeated.

    Raises UsageError where it is no time. https://reproducible-builds.org/specs/source-date-epoch/
    """
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if epoch is None:
        return dt.date.today()
    try:
        return dt.datetime.fromtimestamp(int(epoch), dt.UTC).date()
    except (ValueError, OverflowError, OSError):
        raise click.UsageError(
            f"SOURCE_DATE_EPOCH: 环境变量的值“{epoch}”不是秒数。 修改：写成整数，或取消这个变量。"
        ) from None


def say(problem: Problem) -> str:
    """A problem of a file that is not a page: its lines have no numbers to point at.

    File names may hold anything, also what upsets a terminal.
    """
    return one_line(f"{problem.path}: {problem.what} 修改：{problem.fix}")
