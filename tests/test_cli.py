"""The command line: what it prints, what it writes, how it ends."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from helpers import term_file, write_docs
from kb import cli, cli_batch
from kb.cli import main
from kb.importer.report import import_report
from openpyxl import load_workbook


def run(*arguments: str) -> int:
    with pytest.raises(SystemExit) as ended:
        main(list(arguments))
    assert isinstance(ended.value.code, int)
    return ended.value.code


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with docs and two papers, which is the current one."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1767312000")
    (tmp_path / "docs").mkdir()
    (tmp_path / "总结.txt").write_text("2025年党建工作总结\n一、甲\n党员**名。", encoding="utf-8")
    (tmp_path / "要点.txt").write_text("工作要点\n正文在此。", encoding="utf-8")
    return tmp_path


def test_import(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("import", "总结.txt", "--kind", "report") == 0
    out, err = capsys.readouterr()
    assert out.splitlines() == [
        "已导入：docs/reports/2025-nian-dang-jian-gong-zuo-zong-jie.md"
        "（标题1级1个，正文1段，表格0个，空白1处）",
        "  待填：level（层级）、summary（一句话说明）；在页首补上。",
        "  空白：正文里突出显示的1处空白，请补上姓名、数字等。",
    ]
    assert err == ""
    page = desk / "docs/reports/2025-nian-dang-jian-gong-zuo-zong-jie.md"
    assert "imported_on: 2026-01-02\n" in page.read_text(encoding="utf-8")


def test_one_bad_file_does_not_stop_the_others(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("import", "没有.txt", "总结.txt", "docs", "要点.txt", "--kind", "report") == 1
    out, err = capsys.readouterr()
    assert out.count("已导入：docs") == 2
    assert out.splitlines()[-3:] == ["合计：4个文件", "  已导入：2个", "  出错：2个"]
    assert err.splitlines() == [
        "出错的文件：",
        "  没有.txt: 找不到这个文件。 修改：核对路径、文件名和扩展名；有空格的加引号。",
        "  docs: 文件夹里没有能导入的文件。 修改：核对是否选错了文件夹。",
    ]
    assert len(list((desk / "docs/reports").iterdir())) == 2


def test_an_existing_page_needs_force(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("import", "要点.txt", "--kind", "report") == 0
    assert run("import", "要点.txt", "--kind", "report", "--force") == 0
    (desk / "要点.txt").write_text("工作要点\n正文改了。", encoding="utf-8")
    assert run("import", "要点.txt", "总结.txt", "--kind", "report") == 1
    assert run("import", "要点.txt", "--kind", "report", "--force") == 0
    out, err = capsys.readouterr()
    first_words = [line.split("：")[0] for line in out.splitlines() if not line.startswith(" ")]
    assert first_words == ["已导入", "没有变化", "已导入", "已导入（替换了原页面）"]
    assert err.startswith("要点.txt: 页面 docs/reports/gong-zuo-yao-dian.md 已经存在")


def test_two_papers_of_one_title(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (desk / "又一份.txt").write_text("工作要点\n别的正文。", encoding="utf-8")
    assert run("import", "要点.txt", "又一份.txt", "--kind", "report", "--force") == 1
    assert "标题与本次导入的另一个文件相同" in capsys.readouterr().err
    page = desk / "docs/reports/gong-zuo-yao-dian.md"
    assert "正文在此" in page.read_text(encoding="utf-8")


def test_a_folder(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What a folder of papers meets: bad files, an interrupted run, pages filled in since."""
    folder = desk / "历年" / "2023"
    folder.mkdir(parents=True)
    for number in range(30):
        (folder / f"{number}.txt").write_text(f"第{number}村工作总结\n正文。", encoding="utf-8")
    (folder / "坏的.docx").write_bytes(b"PK\x03\x04")
    (folder / "旧的.doc").write_bytes(b"x")
    (folder / "照片.jpg").write_bytes(b"x")
    (folder / "~$0.docx").write_bytes(b"x")
    (folder / ".隐藏.txt").write_text("x", encoding="utf-8")
    assert run("import", "历年", "--kind", "report") == 1
    out, err = capsys.readouterr()
    assert out.splitlines()[-4:] == [
        "合计：32个文件",
        "  已导入：30个",
        "  出错：2个",
        "  不是材料、没有理会的文件：1个",
    ]
    first, *bad = err.splitlines()
    assert first == "出错的文件："
    assert [line.split(": ")[0].strip() for line in bad] == [
        "历年/2023/坏的.docx",
        "历年/2023/旧的.doc",
    ]
    assert all(line.count("修改：") == 1 for line in bad)

    page = next((desk / "docs/reports").iterdir())
    page.write_text(page.read_text("utf-8").replace("正文。", "补上的。"), encoding="utf-8")
    page.rename(page.with_name("gai-ming.md"))
    (folder / "31.txt").write_text("新的工作总结\n正文。", encoding="utf-8")
    assert run("import", "历年", "--kind", "report") == 1
    out, _ = capsys.readouterr()
    assert out.count("：docs/") == 1
    assert "合计：33个文件\n  没有变化：30个\n  已导入：1个\n  出错：2个\n" in out.replace(
        "  已导入：1个\n  没有变化：30个\n", "  没有变化：30个\n  已导入：1个\n"
    )
    assert "补上的。" in page.with_name("gai-ming.md").read_text(encoding="utf-8")
    assert not page.exists()


def test_bad_files_of_one_kind_are_told_together(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What is wrong is said once, then where; the good ones take a line each."""
    folder = desk / "历年"
    folder.mkdir()
    for number in range(25):
        text = f"第{number}村2024年工作总结\n党员××名。"
        (folder / f"{number:02}.txt").write_text(text, encoding="utf-8")
    for number in range(3):
        (folder / f"坏{number}.docx").write_bytes(b"PK\x03\x04")
    (folder / "空.txt").write_bytes(b"")
    assert run("import", "历年", "--kind", "report") == 1
    out, err = capsys.readouterr()
    lines = out.splitlines()
    assert all(line.startswith("已导入：") for line in lines[:25])
    assert lines[25:] == [
        "文种：年度党建工作总结 25份",
        "页首待填：level（层级） 25份，summary（一句话说明） 25份",
        "正文有空白要补：有空白的 25份",
        "合计：29个文件",
        "  已导入：25个",
        "  出错：4个",
    ]
    first, kind, *files, alone = err.splitlines()
    assert first == "出错的文件："
    assert kind.startswith("  3个文件：Word 文档已损坏")
    assert files == [f"    历年/坏{number}.docx" for number in range(3)]
    assert alone.startswith("  历年/空.txt: 文件是空的")


def test_a_batch_that_is_broken_off_goes_on(
    desk: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(path: Path, docs: Path, **options: Any) -> Any:
        if path.name == "要点.txt":
            raise KeyboardInterrupt
        return import_report(path, docs, **options)

    monkeypatch.setitem(cli.IMPORTERS, "report", stop)
    assert run("import", "总结.txt", "要点.txt", "--kind", "report") == 130
    assert "已中断：2个文件处理了1个。再运行一次" in capsys.readouterr().err
    monkeypatch.setitem(cli.IMPORTERS, "report", import_report)
    assert run("import", "总结.txt", "要点.txt", "--kind", "report") == 0
    assert [line[:5] for line in capsys.readouterr().out.splitlines() if "：docs" in line] == [
        "没有变化：",
        "已导入：d",
    ]


def test_the_knowledge_base_is_not_imported_into_itself(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (desk / "docs" / "注.txt").write_text("注\n正文。", encoding="utf-8")
    assert run("import", ".", "--kind", "report") == 0
    assert "合计：2个文件" in capsys.readouterr().out


def test_a_fault_of_the_program_does_not_stop_the_others(
    desk: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise KeyError("x")

    monkeypatch.setitem(cli.IMPORTERS, "report", fail)
    assert run("import", "总结.txt", "要点.txt", "--kind", "report") == 1
    err = capsys.readouterr().err
    assert err.count("程序处理这个文件时出错（KeyError）") == 2


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["import"], "没有写要处理的文件"),
        (["import", "总结.txt"], "没有写 --kind"),
        (["import", "总结.txt", "--kind", "essay"], "可以写：--kind report"),
        (["import", "总结.txt", "--kind"], "--kind 后面要写内容"),
        (["import", "总结.txt", "--kind", "report", "--fast"], "没有选项 --fast"),
        (["imprt"], "没有命令 imprt"),
        (["import", "总结.txt", "--kind", "report", "--docs", "无"], "无: 没有这个文件夹"),
    ],
)
def test_a_wrong_command(
    desk: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], said: str
) -> None:
    assert run(*arguments) == 2
    err = capsys.readouterr().err
    assert said in err
    assert " 修改：" in err
    assert len(err.splitlines()) == 1
    assert not (desk / "docs/reports").exists()


def test_no_docs_folder(
    desk: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir("/")
    assert run("import", str(desk / "总结.txt"), "--kind", "report") == 2
    assert "--docs" in capsys.readouterr().err
    arguments = ("import", str(desk / "总结.txt"), "--kind", "report", "--docs", str(desk / "docs"))
    assert run(*arguments) == 0


def test_a_wrong_epoch(
    desk: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "昨天")
    assert run("import", "总结.txt", "--kind", "report") == 2
    assert "SOURCE_DATE_EPOCH: 环境变量的值“昨天”不是秒数。 修改：" in capsys.readouterr().err


def test_help_is_chinese_first(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--help") == 0
    assert run("import", "--help") == 0
    out = capsys.readouterr().out
    assert "用法：kb import [选项] 文件…" in out
    assert "kb import 2023年党建工作总结.docx --kind report" in out
    assert "Usage" not in out
    assert "Options" not in out
    assert out.index("把 Word 文档") < out.index("Imports Word")


def test_a_long_batch_shows_progress(
    desk: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cli_batch, "PROGRESS_AFTER", 0.0)
    assert run("import", "总结.txt", "要点.txt", "--kind", "report") == 0
    assert "1/2" not in capsys.readouterr().err
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    assert run("import", "总结.txt", "要点.txt", "--kind", "report", "--force") == 0
    err = capsys.readouterr().err
    assert "\r导入：1/2，" in err
    assert err.endswith(" \r")  # taken away when something else is said


# Files to fill in, and the workbook


@pytest.fixture
def terms(desk: Path) -> Path:
    """The folder with two terms."""
    write_docs(desk / "docs", {**term_file("jia-ci", "甲词"), **term_file("yi-ci", "乙词")})
    return desk


def edit(head: str, row: int, value: object) -> None:
    """Change a cell of the sheet of terms."""
    book = load_workbook("terms.xlsx")
    sheet = book["提法"]
    column = next(cell.column for cell in sheet[1] if cell.value == head)
    sheet.cell(row, column).value = value
    book.save("terms.xlsx")


def test_new(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("new", "term", "--title", "三会一课") == 0
    out, err = capsys.readouterr()
    assert out.splitlines() == [
        "已新建：docs/terms/san-hui-yi-ke.md",
        "  待填：kind、category、definition、english、status。",
        "  下一步：用记事本打开它，把写着“待填”的补上；填好后运行 make site，有错会指出来。",
    ]
    assert err == ""
    page = desk / "docs/terms/san-hui-yi-ke.md"
    page.write_text("改过", encoding="utf-8")
    assert run("new", "term", "--title", "三会一课") == 1
    assert "已经存在，没有改动它" in capsys.readouterr().err
    assert page.read_text(encoding="utf-8") == "改过"
    assert run("new", "guide", "zen-yang-zuo") == 0
    assert "title: \n" in (desk / "docs/guides/zen-yang-zuo.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["new"], 2, "种类有：term、regulation、report、guide、list"),
        (["new", "essay", "x"], 2, "种类有："),
        (["new", "term"], 2, "没有写编号，也没有写名称"),
        (["new", "term", "三会"], 1, "编号“三会”不能用"),
        (["new", "term", "../x"], 1, "不能用"),
        (["new", "term", "index"], 1, "另有用处"),
        (["new", "term", "by-source"], 1, "另有用处"),
        (["export"], 2, "没有写要导出成哪个文件"),
        (
            ["export", "terms.odt"],
            2,
            "结尾是其中之一：questions.txt、questions-en.txt、.docx、.xlsx、.csv、.pdf、.html",
        ),
        (["export", "terms.xlsx", "--ids", "jia-c"], 2, "是不是 jia-ci？"),
        (["export", "无/terms.xlsx"], 1, "写不进去"),
        (["import", "总结.txt", "--kind", "terms"], 1, "不支持扩展名“.txt”"),
        (["import", "没有.xlsx", "--kind", "terms"], 1, "找不到这个文件"),
        (["import", "terms.xlsx", "--kind", "terms", "--date", "2020-01-01"], 2, "只用于导入法规"),
    ],
)
def test_what_cannot_be_done(
    terms: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], code: int, said: str
) -> None:
    assert run(*arguments) == code
    err = capsys.readouterr().err
    assert said in err
    assert " 修改：" in err
    assert sorted(path.name for path in (terms / "docs").rglob("*.md")) == ["jia-ci.md", "yi-ci.md"]


def test_terms_to_excel_and_back(terms: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("export", "terms.xlsx") == 0
    assert run("export", "terms.xlsx") == 1
    assert run("export", "terms.xlsx", "--force") == 0
    out, err = capsys.readouterr()
    assert out.splitlines()[0] == "已导出：terms.xlsx（2条提法）"
    assert "文件已经存在" in err
    assert run("import", "terms.xlsx", "--kind", "terms") == 0
    assert capsys.readouterr().out == "没有改动的2条，文件没有动。\n"

    edit("释义", 2, "换了一句释义。")
    assert run("import", "terms.xlsx", "--kind", "terms") == 0
    assert capsys.readouterr().out.splitlines() == [
        "已改动：docs/terms/jia-ci.md（释义）",
        "没有改动的1条，文件没有动。",
        "还要接着改的，先用 kb export 重新导出一份，在新的上面改。",
    ]
    edit("释义", 2, "又换了一句释义。")
    assert run("import", "terms.xlsx", "--kind", "terms") == 1
    assert "重新导出一份" in capsys.readouterr().err
    assert run("import", "terms.xlsx", "--kind", "terms", "--force") == 0
    assert "又换了" in (terms / "docs/terms/jia-ci.md").read_text(encoding="utf-8")


def test_a_wrong_workbook_writes_nothing(terms: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("export", "terms.xlsx") == 0
    edit("释义", 2, "换了一句释义。")
    edit("类型", 3, "不知道")
    capsys.readouterr()
    assert run("import", "terms.xlsx", "--kind", "terms") == 1
    out, err = capsys.readouterr()
    assert out == ""
    first, last = err.splitlines()
    assert first.startswith(
        "terms.xlsx: 工作表“提法”第3行“类型”列（“不知道”）：不在可选的值里。 修改："
    )
    assert last == "terms.xlsx: 共1处要改，一个文件也没有写。"
    assert "换了" not in (terms / "docs/terms/jia-ci.md").read_text(encoding="utf-8")


def test_some_terms(terms: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("export", "some.xlsx", "--ids", "yi-ci") == 0
    assert run("export", "some.csv", "--ids", "yi-ci，jia-ci") == 0
    assert "（1条提法）" in capsys.readouterr().out
    assert len(Path("some.csv").read_text(encoding="utf-8-sig").splitlines()) == 3
    assert run("import", "some.xlsx", "--kind", "terms") == 0
    assert capsys.readouterr().out == "没有改动的1条，文件没有动。\n"
