"""`kb export booklet.pdf`: what is chosen, the two printings, and what is said about them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

import click

from . import press
from .booklet import (
    TITLE,
    Choice,
    Contents,
    Layout,
    choose,
    missing_anchors,
    render_booklet,
)
from .cli_base import say, today
from .edition import find_edition
from .importer.text import one_line
from .importer.write import replace_file
from .load import load_knowledge_base
from .problem import Problem, Severity

NOTHING: Final = Choice()
PRINTINGS: Final = 3
"""At most: the second one has the numbers of the first, unless these moved something."""


def _split(context: click.Context, option: click.Parameter, value: tuple[str, ...]) -> Any:
    return tuple(part.strip() for text in value for part in text.split(",") if part.strip())


def booklet_options(command: Callable[..., None]) -> Callable[..., None]:
    """The options that choose what goes into a booklet."""
    ids = "编号用逗号分隔，全部写 all。"
    options = (
        click.option("--lists", is_flag=True, help="手册：放进纪律清单。"),
        click.option("--forms", is_flag=True, help="手册：放进“四种形态”。"),
        click.option(
            "--guides",
            multiple=True,
            callback=_split,
            metavar="编号",
            help=f"手册：放进工作指南的流程和核对清单，{ids}",
        ),
        click.option(
            "--regulations",
            multiple=True,
            callback=_split,
            metavar="编号",
            help=f"手册：放进党内法规，{ids}",
        ),
        click.option(
            "--terms",
            multiple=True,
            callback=_split,
            metavar="类别",
            help="手册：放进这些类别的提法，用逗号分隔，全部写 all。",
        ),
        click.option(
            "--title", default="", metavar="标题", help=f"手册：封面上的标题，不写就是“{TITLE}”。"
        ),
        click.option(
            "--fold", is_flag=True, help="手册：排成对折装订的小册子，A4纸横放，每面两页。"
        ),
        click.option(
            "--browser",
            default="",
            metavar="程序",
            help="手册：用哪个浏览器排版；不写就找 Chrome、Edge、Chromium。",
        ),
    )
    for option in reversed(options):
        command = option(command)
    return command


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the command line says of a booklet."""

    choice: Choice = NOTHING
    title: str = ""
    fold: bool = False
    browser: str = ""

    @classmethod
    def of(cls, options: Mapping[str, Any]) -> Wishes:
        """From the values of `booklet_options`."""
        own = {name: options[name] for name in ("title", "fold", "browser")}
        return cls(Choice(**{k: v for k, v in options.items() if k not in own}), **own)


def export_booklet(target: Path, docs: Path, wishes: Wishes, *, force: bool) -> bool:
    """Write the booklet as PDF or HTML, by the target's ending; False where something was wrong."""
    if target.exists() and not force:
        return _fail(
            Problem(str(target), 1, "文件已经存在。", "换一个文件名，或加 --force 替换它。")
        )
    overrides = docs.parent / "overrides"
    if not (overrides / "booklet").is_dir():
        fix = "--docs 指明知识库里的 docs 文件夹。"
        return _fail(Problem(str(overrides), 1, "没有手册的模板。", fix))
    knowledge, problems = load_knowledge_base(docs)
    errors = [problem for problem in problems if problem.severity >= Severity.ERROR]
    contents, unknown = choose(knowledge, wishes.choice, wishes.title or TITLE)
    if errors or unknown:
        return _fail(*errors, *unknown)
    edition = find_edition(docs.resolve(), overrides.resolve(), today())
    if target.suffix.lower() == ".html":
        html = render_booklet(knowledge, contents, overrides, edition, Layout())
        return _write(target, html.encode(), contents, "用浏览器打开后打印；目录里没有页码")
    program = wishes.browser or press.find_browser()
    if not program:
        fix = (
            "安装 Chrome、Edge 或 Chromium，或用 --browser 写出它在哪里；"
            "也可以导出 .html，用别的浏览器打开后打印。"
        )
        return _fail(Problem(str(target), 1, "生成 PDF 要用浏览器，没有找到。", fix))

    def render(layout: Layout) -> str:
        return render_booklet(knowledge, contents, overrides, edition, layout)

    try:
        pdf, pages = _print(render, contents, program, wishes)
        make = press.fold if wishes.fold else press.finish
        done = make(pdf, contents.title, edition.date)
    except press.PressError as error:
        fix = "换一个较新的 Chrome 或 Edge（--browser），或者导出 .html 后自己打印。"
        return _fail(Problem(str(target), 1, f"{error}。", fix))
    how = f"{-(-pages // 4)}张A4纸，双面打印（短边翻转），对折装订" if wishes.fold else "A4"
    return _write(target, done, contents, f"{pages}页，{how}")


def _print(
    render: Callable[[Layout], str], contents: Contents, program: str, wishes: Wishes
) -> tuple[bytes, int]:
    """The PDF whose contents page has the right numbers, and how many pages it has."""
    layout = Layout("A5" if wishes.fold else "A4", {})
    for printing in range(1, PRINTINGS + 1):
        click.echo(f"第{printing}次排版…")
        pdf = press.print_html(render(layout), program)
        numbers = press.page_numbers(pdf)
        if missing := missing_anchors(contents, numbers):
            what = f"PDF 里找不到目录所指的地方（{missing[0]}等{len(missing)}处）"
            raise press.PressError(what)
        if numbers == layout.numbers:
            return pdf, press.page_count(pdf)
        layout = replace(layout, numbers=numbers)
    raise press.PressError(f"排了{PRINTINGS}次，页码还在变")


def _write(target: Path, data: bytes, contents: Contents, note: str) -> bool:
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        replace_file(target, data)
    except OSError as error:
        what = f"写不进去（{error.strerror or error}）。"
        return _fail(Problem(str(target), 1, what, "检查这个文件夹能不能写、磁盘满了没有。"))
    size = f"{len(data) / 1_000_000:.1f} MB"
    click.echo(f"已导出：{one_line(target.as_posix())}（《{contents.title}》，{note}，{size}）")
    return True


def _fail(*problems: Problem) -> bool:
    for problem in problems:
        click.echo(say(problem), err=True)
    return False
