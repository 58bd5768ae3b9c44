"""`kb`, the command of editors: everything it says to them is in Chinese.

Each command is an adapter: it calls the core, prints what comes back, and sets the exit code
(0 done, 1 some file failed, 2 the command itself was wrong).
"""

from __future__ import annotations

import datetime as dt
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import click

from .cli_base import ChineseGroup, docs_folder, docs_option, today
from .cli_batch import BATCH, Tally, with_progress
from .cli_edit import import_terms, new_command
from .cli_export import export_command
from .cli_history import edition_command
from .cli_lint import lint_command
from .edition import find_edition
from .facts import sample_facts
from .importer.guard import ALL_EXTENSIONS, EXTENSIONS, Kind, list_papers
from .importer.regulation import ImportedText, import_regulation
from .importer.report import Imported, Known, import_report, known_papers
from .importer.text import one_line
from .importer.write import Written
from .load import load_knowledge_base
from .model import REPORT_GENRES
from .package import write_sums, write_zip
from .pocket import pocket_page, write_pocket
from .problem import Problem, Severity

DONE: Final = {
    Written.NEW: "已导入",
    Written.REPLACED: "已导入（替换了原页面）",
    Written.UNCHANGED: "没有变化",
}
Outcome = Imported | ImportedText | Known | Problem
Importer = Callable[..., Outcome]
IMPORTERS: Final[Mapping[str, Importer]] = {
    "report": import_report,
    "regulation": import_regulation,
}
"""What `--kind` offers → its importer; all take the arguments of `import_report`."""
TABLE: Final = "terms"
"""The kind that is a workbook of many records."""
EXTENSIONS_OF: Final = {"report": EXTENSIONS, "regulation": ALL_EXTENSIONS}
"""Kind → what it may come as."""


@click.group(cls=ChineseGroup, subcommand_metavar="命令 …", options_metavar="")
def kb() -> None:
    """党建知识库的工具箱。

    每个命令的用法：kb 命令 --help

    The toolbox of the Party-building knowledge base.
    """


kb.add_command(new_command)
kb.add_command(export_command)
kb.add_command(edition_command)
kb.add_command(lint_command)


@kb.command(
    "import", options_metavar="[选项]", short_help="导入 Word、纯文本材料、法规原文或提法表。"
)
@click.argument(
    "files",
    nargs=-1,
    required=True,
    type=click.Path(path_type=Path),
    metavar="文件…",
    help="一个或多个文件：.docx（Word 文档）、.txt（纯文本）；法规还可以是 .html、.md；"
    "提法表是 .xlsx（Excel 工作簿）。也可以是文件夹，连同下级文件夹里的材料。",
)
@click.option(
    "--kind",
    type=click.Choice([*IMPORTERS, TABLE]),
    required=True,
    metavar="种类",
    help="材料种类，必填：report 报告、总结、要点、讲稿等；regulation 党内法规的正式文本；"
    "terms 提法表（kb export 导出的工作簿）。",
)
@docs_option
@click.option(
    "--force", is_flag=True, help="页面已经存在、或文件在导出后另有改动时替换它（那些改动会丢失）。"
)
@click.option(
    "--date",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="年-月-日",
    help="法规的版本日期；文中没有日期时才用写，一次只导入一个文件。",
)
def import_command(
    files: Sequence[Path],
    kind: str,
    docs: Path | None,
    force: bool,
    date: dt.datetime | None,
) -> None:
    """把 Word 文档（.docx）、纯文本（.txt）或提法表（.xlsx）导入知识库，原文件不改动。

    \b
    例：
      kb import 2023年党建工作总结.docx --kind report
      kb import 总结.docx 要点.docx 讲稿.txt --kind report
      kb import D:\\历年材料 --kind report
      kb import 总结.docx --kind report --force
      kb import 总结.docx --kind report --docs D:\\知识库\\docs
      kb import 支部工作条例.txt --kind regulation
      kb import 发展党员工作细则.html --kind regulation --date 2014-05-28
      kb import terms.xlsx --kind terms

    \b
    导入后：
      页面写在 docs/reports/ 下，文件名是标题的拼音；
      文字一字不漏，“**”“××”“____”等空白突出显示；
      页首写着“待填”的几行，请用记事本补上。

    \b
    导入法规后：
      原文写在 docs/regulations/texts/ 下，网页上按条与要点放在一起，标明“原文”；
      删去那个文件，原文就撤下；本库还没有的法规，另建一份待填的档案。

    \b
    导入提法表（terms.xlsx）后：
      改过的行只改文件里那几项，没有改的文件不动，新增的行建新文件，删去的行不删文件；
      表里有一处不对，就全部列出来，一个文件也不写。

    一个文件出错不影响其他文件；有文件出错时退出码为1。文件多时最后列出合计和出错的文件；
    中断了再运行一次，导入过、没有变化的文件不再导入，页面上的改动也不动。

    Imports Word or plain-text papers as pages below docs/reports, and workbooks of terms; sources
    stay untouched.
    """
    folder = docs_folder(docs)
    imported_on = today()
    options: dict[str, Any] = {**_date_option(date, kind, files)}
    if kind == TABLE:
        if not all([import_terms(path, folder, force=force) for path in files]):
            click.get_current_context().exit(1)
        return
    papers, ignored = _papers(files, folder, EXTENSIONS_OF[kind])
    tally = Tally(batch=len(papers) >= BATCH or ignored is not None, ignored=ignored or 0)
    known = known_papers(folder) if kind == "report" else {}
    if kind == "report":
        options["known"] = known
    taken: set[Path] = set()
    try:
        for path in with_progress(papers, "导入", tally.screen):
            outcome = _import(
                IMPORTERS[kind],
                path,
                folder,
                imported_on=imported_on,
                force=force,
                taken=frozenset(taken),
                **options,
            )
            _tell(outcome, path, tally)
            if isinstance(outcome, Imported | ImportedText):
                taken.add(outcome.target)
            if isinstance(outcome, Imported):
                known[outcome.digest] = outcome.target
    except KeyboardInterrupt:
        done = sum(tally.counts.values())
        said = f"已中断：{len(papers)}个文件处理了{done}个。再运行一次，接着导入其余的。"
        tally.screen.say(said, err=True)
        raise
    tally.finish()


def _import(importer: Importer, path: Path, docs: Path, **options: Any) -> Outcome:
    """Import one file; what the program itself gets wrong must not stop the others."""
    if os.path.isdir(path):
        what = "文件夹里没有能导入的文件。"
        return Problem(str(path), 1, what, "核对是否选错了文件夹。")
    try:
        return importer(path, docs, **options)
    except Exception as error:
        what = f"程序处理这个文件时出错（{type(error).__name__}），没有导入。"
        return Problem(str(path), 1, what, "把文字复制到新建的文档里再导入，并告诉维护人员。")


def _tell(outcome: Outcome, path: Path, tally: Tally) -> None:
    """Say what became of a file."""
    match outcome:
        case Problem():
            tally.fail(outcome)
        case Known(target):
            done = DONE[Written.UNCHANGED]
            where = one_line(target.as_posix())
            said = f"{done}：{where}（{one_line(path.name)}已经导入过，页面没有动）"
            tally.done(done, said, quiet=True)
        case Imported(written=written):
            summary = _summary(outcome)
            said = summary.split("\n", 1)[0] if tally.batch and not outcome.notes else summary
            tally.done(DONE[written], said, quiet=written is Written.UNCHANGED)
            tally.note("文种", [REPORT_GENRES[outcome.genre].zh])
            tally.note("页首待填", outcome.gaps)
            tally.note("正文有空白要补", ["有空白的"] if outcome.counts.blanks else [])
        case ImportedText(written=written):
            tally.done(DONE[written], _text_summary(outcome), quiet=written is Written.UNCHANGED)


def _papers(
    files: Sequence[Path], docs: Path, extensions: Mapping[str, Kind]
) -> tuple[list[Path], int | None]:
    """The files, those of folders in place of the folders; and how many others lie in the folders.

    None where no folder was given. A folder without any paper stays in the list.
    """
    papers: list[Path] = []
    ignored: int | None = None
    for path in files:
        if not os.path.isdir(path):
            papers.append(path)
            continue
        found, others = list_papers(path, extensions, leave_out=docs)
        papers.extend(found or [path])
        ignored = (ignored or 0) + others
    return list(dict.fromkeys(papers)), ignored


@kb.command("facts", options_metavar="[选项]", short_help="抽取若干条事实，供人核对。")
@click.option(
    "--sample",
    "count",
    type=click.IntRange(min=1),
    default=20,
    metavar="条数",
    show_default=True,
    help="抽几条。",
)
@click.option(
    "--seed",
    type=int,
    default=1,
    metavar="整数",
    show_default=True,
    help="随机种子；同一种子抽出同样的事实。",
)
@docs_option
def facts_command(count: int, seed: int, docs: Path | None) -> None:
    """抽取若干条事实：说法、页面和行号、出处、条款、核对程度，用制表符分隔。

    \b
    例：
      kb facts --sample 100 --seed 7

    Prints facts of the content for a reader to check: claim, page, source, article, level.
    """
    knowledge, problems = load_knowledge_base(docs_folder(docs))
    for problem in problems:
        click.echo(str(problem), err=True)
    click.echo("claim\tpage\tsource\tarticle\tlevel")
    for fact in sample_facts(knowledge, count, seed):
        row = (fact.claim, fact.page, fact.source, fact.article, fact.level)
        click.echo("\t".join(row))
    if problems:
        click.get_current_context().exit(1)


@kb.command("package", options_metavar="", short_help="把建好的离线网站打成压缩包。")
@click.argument("site", type=click.Path(path_type=Path), metavar="网站文件夹", help="建好的网站。")
@click.argument("target", type=click.Path(path_type=Path), metavar="压缩包", help="要写的 .zip。")
def package_command(site: Path, target: Path) -> None:
    """把建好的离线网站打成压缩包，旁边写 SHA256SUMS。

    同一份内容打出的压缩包逐字节相同。make site 会自动调用。

    Packs a built offline site into a zip that is the same, byte for byte, every time.
    """
    if not (site / "index.html").is_file():
        raise click.UsageError(f"{site}: 里面没有 index.html。 修改：先运行 make site。")
    digest = write_zip(site, target, epoch=_epoch())
    size = target.stat().st_size / 1_000_000
    click.echo(f"已打包：{target.as_posix()}（{size:.1f} MB，SHA-256 {digest[:12]}…）")


@kb.command("pocket", options_metavar="[选项]", short_help="生成一个文件的口袋词典。")
@click.argument(
    "target", type=click.Path(path_type=Path), metavar="文件", help="要写的 .html 文件。"
)
@docs_option
def pocket_command(target: Path, docs: Path | None) -> None:
    """把全部提法、清单、四种形态和工作日历做成一个网页文件，可以在聊天里转发。

    不联网、不装软件就能看和查；旁边写 SHA256SUMS。make site 会自动调用。

    \b
    例：
      kb pocket dist/pocket-glossary.html

    Makes the pocket glossary: one self-contained HTML file to send in a chat.
    """
    folder = docs_folder(docs)
    overrides = folder.parent / "overrides"
    if not (overrides / "pocket").is_dir():
        raise click.UsageError(
            f"{overrides}: 没有口袋词典的模板。 修改：--docs 指明知识库里的 docs 文件夹。"
        )
    knowledge, problems = load_knowledge_base(folder)
    if any(problem.severity >= Severity.ERROR for problem in problems):
        for problem in problems:
            click.echo(str(problem), err=True)
        click.get_current_context().exit(1)
    edition = find_edition(folder.resolve(), overrides.resolve(), today())
    write_pocket(pocket_page(knowledge, folder / "assets", overrides, edition), target)
    write_sums(target.parent)
    size = target.stat().st_size / 1_000_000
    click.echo(f"已生成：{target.as_posix()}（{size:.1f} MB，版次 {edition.date}）")


def _epoch() -> int:
    """The date of the edition: SOURCE_DATE_EPOCH (set by the Makefile), else today."""
    return int(dt.datetime.combine(today(), dt.time(), dt.UTC).timestamp())


def _date_option(date: dt.datetime | None, kind: str, files: Sequence[Path]) -> dict[str, dt.date]:
    """What `--date` adds to the importer's arguments; raises UsageError where it makes no sense."""
    if date is None:
        return {}
    if kind != "regulation":
        raise click.UsageError("--date: 只用于导入法规。 修改：删去 --date。")
    if len(files) > 1:
        raise click.UsageError("--date: 一次只能用于一个文件。 修改：每个文件分别导入。")
    return {"date": date.date()}


def _summary(imported: Imported) -> str:
    counts = imported.counts
    headings = f"标题{counts.levels}级{counts.headings}个" if counts.headings else "标题0个"
    lines = [
        f"{DONE[imported.written]}：{one_line(imported.target.as_posix())}"
        f"（{headings}，正文{counts.texts}段，表格{counts.tables}个，空白{counts.blanks}处）"
    ]
    lines += [f"  注意：{note}。" for note in imported.notes]
    if imported.gaps:
        lines.append(f"  待填：{'、'.join(imported.gaps)}；在页首补上。")
    if counts.blanks:
        lines.append(f"  空白：正文里突出显示的{counts.blanks}处空白，请补上姓名、数字等。")
    return "\n".join(lines)


def _text_summary(imported: ImportedText) -> str:
    lines = [f"{DONE[imported.written]}：{one_line(imported.target.as_posix())}"]
    lines += [f"  {line}。" for line in imported.understood]
    if imported.profile:
        profile = one_line(imported.profile.as_posix())
        lines.append(f"  新建档案：{profile}；请补上写着“待填”的几行，核对后再改 verified。")
    return "\n".join(lines)


def _usage_problem(error: click.ClickException) -> str:
    """Say in Chinese what click found wrong with the command line."""
    if "修改：" in error.message:
        return error.message
    what, fix = "命令写得不对。", "照 kb --help 或 kb import --help 里的例子写。"
    if isinstance(error, click.NoSuchOption):
        what = f"没有选项 {error.option_name}。"
    elif isinstance(error, click.NoSuchCommand):
        what, fix = f"没有命令 {error.command_name}。", f"命令有：{'、'.join(kb.commands)}。"
    elif isinstance(error, click.BadOptionUsage):
        what = f"选项 {error.option_name} 后面要写内容。"
    elif isinstance(error, click.BadParameter) and error.param:
        missing = isinstance(error, click.MissingParameter)
        what, fix = _parameter_problem(error.param, missing=missing)
    return f"kb: {what} 修改：{fix}"


def _parameter_problem(param: click.Parameter, *, missing: bool) -> tuple[str, str]:
    """What is wrong with an argument or option, and the fix."""
    if isinstance(param, click.Argument):
        if isinstance(param.type, click.Choice):
            return "没有写种类，或种类不对。", f"种类有：{'、'.join(param.type.choices)}。"
        if param.name == "target":
            example = "kb export terms.xlsx；kb export 总结.docx niandu-dangjian-zongjie"
            return "没有写要导出成哪个文件。", f"例：{example}。"
        return "没有写要处理的文件。", "例：kb import 总结.docx --kind report。"
    name = param.opts[0]
    what = f"没有写 {name}。" if missing else f"{name} 的值不对。"
    if isinstance(param.type, click.Choice):
        choices = "、".join(f"{name} {choice}" for choice in param.type.choices)
        return what, f"可以写：{choices}。"
    return what, "照 kb import --help 里的例子写。"


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line; always ends in SystemExit."""
    try:
        code = kb.main(args=arguments, prog_name="kb", standalone_mode=False)
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.message)
        sys.exit(2)
    except click.ClickException as error:
        click.echo(_usage_problem(error), err=True)
        sys.exit(2)
    except click.Abort as abort:
        if not isinstance(abort.__cause__, KeyboardInterrupt):
            click.echo("已中断。", err=True)
        sys.exit(130)
    sys.exit(code if isinstance(code, int) else 0)
