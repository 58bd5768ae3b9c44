"""`kb lint` on files: Word papers with what they carry besides their text, folders, hostile files."""

from __future__ import annotations

import datetime as dt
import io
import json
import zipfile
from pathlib import Path
from typing import Any

import docx
import pytest
from helpers import DOCS
from kb.cli import main
from kb.lint.command import Checked, check_paths
from kb.lint.document import Document
from kb.lint.engine import lint_document
from kb.lint.read import read_document
from kb.problem import Problem
from lint_tools import tools


def word(
    path: Path, *paragraphs: str, author: str = "", replace: tuple[str, str] = ("", "")
) -> Path:
    """A Word paper; `replace` changes its XML afterwards."""
    document = docx.Document()
    for text in paragraphs:
        document.add_paragraph(text)
    document.core_properties.author = author
    document.core_properties.last_modified_by = ""
    held = io.BytesIO()
    document.save(held)
    with zipfile.ZipFile(held) as source, zipfile.ZipFile(path, "w") as target:
        for name in source.namelist():
            data = source.read(name)
            if name == "word/document.xml" and replace[0]:
                assert replace[0] in data.decode()
                data = data.decode().replace(*replace, 1).encode()
            target.writestr(name, data)
    return path


def read(path: Path) -> Document:
    document = read_document(path)
    assert isinstance(document, Document)
    return document


def rules_of(path: Path) -> list[str]:
    return [finding.rule for finding in lint_document(read(path), tools())]


def test_a_clean_word_paper(tmp_path: Path) -> None:
    path = word(tmp_path / "总结.docx", "某镇2025年党建工作总结", "全年集中学习12次。")
    assert rules_of(path) == []


def test_paragraphs_of_word_are_counted(tmp_path: Path) -> None:
    path = word(tmp_path / "总结.docx", "工作总结", "", "一是抓学习。", "三是抓作风。")
    (found,) = lint_document(read(path), tools())
    assert (found.rule, found.line, found.word) == ("enumeration", 3, True)
    assert "第3段“三是抓作风。" in str(found)
    assert found.to_json()["paragraph"] == 3


@pytest.mark.parametrize("author", ["李强", "县委办公室 王芳", "zhangsan"])
def test_author(tmp_path: Path, author: str) -> None:
    assert rules_of(word(tmp_path / "a.docx", "正文在此。", author=author)) == ["word-author"]


@pytest.mark.parametrize("author", ["", "python-docx", "Administrator", "User"])
def test_what_programs_write_names_nobody(tmp_path: Path, author: str) -> None:
    assert rules_of(word(tmp_path / "a.docx", "正文在此。", author=author)) == []


@pytest.mark.parametrize(
    "change",
    [
        '<w:ins w:id="1" w:author="a"><w:r><w:t>新增</w:t></w:r></w:ins>',
        '<w:del w:id="1" w:author="a"><w:r><w:delText>删去</w:delText></w:r></w:del>',
        '<w:moveTo w:id="1" w:author="a"><w:r><w:t>移来</w:t></w:r></w:moveTo>',
    ],
)
def test_tracked_changes(tmp_path: Path, change: str) -> None:
    path = word(
        tmp_path / "a.docx",
        "标题",
        "正文在此。",
        replace=("正文在此。</w:t></w:r>", f"正文在此。</w:t></w:r>{change}"),
    )
    found = [f for f in lint_document(read(path), tools()) if f.rule == "word-changes"]
    assert len(found) == 1
    assert found[0].line == 2


def test_comments(tmp_path: Path) -> None:
    document = docx.Document()
    run = document.add_paragraph("正文在此。").runs[0]
    document.add_comment(run, text="这里要改", author="李强", initials="l")
    document.core_properties.author = ""
    document.save(str(tmp_path / "a.docx"))
    assert "word-comments" in rules_of(tmp_path / "a.docx")


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.docx", b"not a zip"),
        ("a.docx", b"PK\x03\x04 broken"),
        ("a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
        ("a.txt", b"\x00\x01\x02\x03" * 40),
        ("a.txt", b""),
        ("a.pdf", b"%PDF-1.4"),
        ("a.md", b"\xff\xfe\x00"),
    ],
)
def test_hostile_files_are_refused(tmp_path: Path, name: str, data: bytes) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    assert isinstance(read_document(path), Problem)
    checked = check_paths([path], DOCS)
    assert isinstance(checked, Checked)
    assert checked.failed
    assert not checked.findings


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with papers beside an empty knowledge base."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "docs").mkdir()
    (tmp_path / "好.txt").write_text("工作总结\n全年集中学习12次。", encoding="utf-8")
    (tmp_path / "坏.txt").write_text("工作总结\n党员**名。\n电话13800138000。", encoding="gb18030")
    return tmp_path


def run(*arguments: str) -> int:
    with pytest.raises(SystemExit) as ended:
        main(list(arguments))
    assert isinstance(ended.value.code, int)
    return ended.value.code


def test_command(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("lint", "好.txt") == 0
    assert capsys.readouterr().out == "检查了1个文件：错误0处，警告0处，提示0处。\n"
    assert run("lint", "好.txt", "坏.txt") == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("坏.txt:2: 错误 [blank] 空白没有填写")
    assert lines[1].startswith("坏.txt:3: 错误 [mobile] 出现手机号码（138…00）")
    assert lines[2] == "检查了2个文件：错误2处，警告0处，提示0处。"


def test_a_folder_is_summed_up(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Papers of a kind that cannot be read are named: nobody must think they were checked."""
    folder = desk / "历年"
    folder.mkdir()
    for number in range(20):
        (folder / f"{number:02}.txt").write_text(f"总结\n党员{number}名。", encoding="utf-8")
    (folder / "03.txt").write_text("总结\n党员**名，电话13800138000。", encoding="utf-8")
    for name in ("a.doc", "b.doc", "c.docm", "~$d.docx", "e.jpg"):
        (folder / name).write_bytes(b"x")
    assert run("lint", "历年") == 1
    out, err = capsys.readouterr()
    *found, rules, clean, most, summary = out.splitlines()
    assert [line.split(":")[0] for line in found] == ["历年/03.txt"] * 2
    assert rules == "按规则：blank 1处，mobile 1处"
    assert (clean, most) == ("没有发现问题的文件：19个；问题最多的：", "  2处　历年/03.txt")
    assert summary == "检查了20个文件，另有3个没有检查：错误2处，警告0处，提示0处。"
    assert err.splitlines()[:4] == [
        "没有检查的文件（3个）：",
        "  2个文件：不支持 .doc 格式。 修改：用 Word 或 WPS 打开，“另存为”Word 文档（.docx），再检查。",
        "    历年/a.doc",
        "    历年/b.doc",
    ]


def test_a_long_run_is_resumed(
    desk: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was checked and has not changed is not checked again, whatever broke the run off."""
    checked: list[str] = []

    def watch(document: Document, *arguments: Any, **options: Any) -> Any:
        checked.append(document.path)
        if document.path == stop_at:
            raise KeyboardInterrupt
        return lint_document(document, *arguments, **options)

    monkeypatch.setattr("kb.lint.command.lint_document", watch)
    (desk / "中.txt").write_text("总结\n正文。", encoding="utf-8")
    names = ["坏.txt", "中.txt", "好.txt"]
    stop_at = "好.txt"
    assert run("lint", *names, "--resume", "记录.jsonl") == 130
    assert "3个文件查了2个" in (broken := capsys.readouterr()).err
    stop_at = ""
    with (desk / "记录.jsonl").open("a", encoding="utf-8") as file:
        file.write('{"path": "好.txt", "dig')  # the power failed
    for change, again in (
        (None, ["好.txt"]),
        (lambda: (desk / "中.txt").write_text("总结\n别的。", encoding="utf-8"), ["中.txt"]),
        (lambda: (desk / "docs" / "a.md").write_text("x", encoding="utf-8"), names),
    ):
        if change:
            change()
        checked.clear()
        assert run("lint", *names, "--resume", "记录.jsonl") == 1
        assert checked == again
        out = capsys.readouterr().out
        assert out.splitlines()[:2] == broken.out.splitlines()[:2]
        assert out.endswith("检查了3个文件：错误2处，警告0处，提示0处。\n")
    for text in ("工作总结", "工作总结\n正文。", "{}\n"):
        (desk / "好.txt").write_text(text, encoding="utf-8")
        assert run("lint", *names, "--resume", "好.txt") == 2
        assert "这个文件不是检查记录，没有动它" in capsys.readouterr().err
        assert (desk / "好.txt").read_text(encoding="utf-8") == text


def test_json(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("lint", "坏.txt", "--format", "json") == 1
    out = capsys.readouterr().out
    found = json.loads(out)
    assert found["schema"] == 1
    assert [f["rule"] for f in found["findings"]] == ["blank", "mobile"]
    assert found["findings"][0]["line"] == 2
    assert "13800138000" not in json.dumps([f["what"] for f in found["findings"]])


def test_one_family(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("lint", "坏.txt", "--family", "结构") == 1
    assert "mobile" not in capsys.readouterr().out
    assert run("lint", "坏.txt", "--family", "文采") == 2
    assert "类别有：结构、错别字" in capsys.readouterr().err


def test_project_file(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    project = desk / "kb-lint.toml"
    project.write_text('[[off]]\nrule = "mobile"\nreason = "值班电话"\n', encoding="utf-8")
    assert run("lint", "坏.txt") == 1
    assert "mobile" not in capsys.readouterr().out
    project.write_text('[[off]]\nrule = "mobile"\n', encoding="utf-8")
    assert run("lint", "坏.txt") == 2
    assert "每条都要写理由" in capsys.readouterr().err
    project.write_text('[[off]]\nrule = "phone"\nreason = "值班电话"\n', encoding="utf-8")
    assert run("lint", "坏.txt") == 2
    assert "没有规则“phone”" in capsys.readouterr().err


def test_a_missing_file(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("lint", "没有.txt") == 1
    assert "没有.txt: 找不到这个文件。 修改：" in capsys.readouterr().err


def test_fields_of_a_record_are_published_too(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text("---\ntype: term\nnote: 电话13800138000\n---\n正文在此。", encoding="utf-8")
    assert [(f.rule, f.line) for f in lint_document(read(path), tools())] == [("mobile", 3)]


def test_the_pages_of_the_site_can_be_published() -> None:
    started = dt.datetime.now()
    checked = check_paths([DOCS], DOCS, ["发布"])
    assert isinstance(checked, Checked)
    assert not checked.failed, [str(f) for f in checked.findings]
    assert (dt.datetime.now() - started).total_seconds() < 15
