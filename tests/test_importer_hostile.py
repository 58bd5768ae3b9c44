"""Files that no editor means to import: one sentence each, nothing written, little spent."""

from __future__ import annotations

import os
import resource
import struct
import subprocess
import sys
import time
import zipfile
import zlib
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from importer_tools import DAY, ROOT, make_docx, read_docx, unzipped, zipped
from kb.importer import package
from kb.importer.guard import MAX_FILE_BYTES, OLE_MAGIC
from kb.importer.report import import_report
from kb.problem import Problem

DOCX = make_docx("<w:p><w:r><w:t>正文在此。</w:t></w:r></w:p>")
FILES = unzipped(DOCX)
LAUGHS = (
    '<!DOCTYPE l [<!ENTITY a "哈哈哈哈哈哈哈哈哈哈">'
    + "".join(
        f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    )
    + "]>"
)
EXTERNAL = '<!DOCTYPE l [<!ENTITY i SYSTEM "file:///etc/passwd">]>'
MEGABYTE = 1024 * 1024


def with_document(document: str | bytes) -> bytes:
    return zipped({**FILES, "word/document.xml": document})


def with_doctype(doctype: str, encoding: str = "utf-8") -> bytes:
    root = str(FILES["word/document.xml"], "utf-8").partition("?>\n")[2]
    text = f'<?xml version="1.0" encoding="{encoding}"?>{doctype}{root.replace("正文", "&i;")}'
    return with_document(text.encode(encoding))


def bomb(megabytes: int) -> bytes:
    """A package whose document goes on in blanks; made without holding it in memory."""
    data = BytesIO(zipped({k: v for k, v in FILES.items() if k != "word/document.xml"}))
    with (
        zipfile.ZipFile(data, "a", zipfile.ZIP_DEFLATED) as archive,
        archive.open("word/document.xml", "w") as file,
    ):
        file.write(bytes(FILES["word/document.xml"]))  # type: ignore[arg-type]
        for _ in range(megabytes):
            file.write(b" " * MEGABYTE)
    return data.getvalue()


def lying() -> bytes:
    """A bomb whose directory declares only the document at its head, with that one's checksum."""
    data = bomb(100)
    head = bytes(FILES["word/document.xml"])  # type: ignore[arg-type]
    with zipfile.ZipFile(BytesIO(data)) as archive:
        member = archive.getinfo("word/document.xml")
    true = struct.pack("<LLL", member.CRC, member.compress_size, member.file_size)
    false = struct.pack("<LLL", zlib.crc32(head), member.compress_size, len(head))
    assert data.count(true) == 2
    return data.replace(true, false)


def many_bombs() -> bytes:
    """Parts that are each within their limits."""
    part = b"<a>" + b"".join(os.urandom(9).hex().encode() + b" " * 99 for _ in range(90_000))
    return zipped({**FILES, **{f"word/{n}.xml": part + b"</a>" for n in range(5)}})


def ole(stream: str) -> bytes:
    return OLE_MAGIC + bytes(1024) + stream.encode("utf-16-le") + bytes(512)


def encrypted() -> bytes:
    data = bytearray(DOCX)
    place = data.find(b"PK\x01\x02")
    while place >= 0:
        data[place + 8] |= 1
        place = data.find(b"PK\x01\x02", place + 4)
    return bytes(data)


def strict() -> bytes:
    purl = str(FILES["_rels/.rels"], "utf-8").replace(
        "schemas.openxmlformats.org/officeDocument/2006", "purl.oclc.org/ooxml/officeDocument"
    )
    return zipped({**FILES, "_rels/.rels": purl})


def macros() -> bytes:
    return zipped({**FILES, "word/vbaProject.bin": b"x"})


def macro_type() -> bytes:
    types = str(FILES["[Content_Types].xml"], "utf-8")
    kind = "application/vnd.ms-word.document.macroEnabled.main+xml"
    old = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    return zipped({**FILES, "[Content_Types].xml": types.replace(old, kind)})


CASES: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "damaged": ("x.docx", lambda: DOCX[: len(DOCX) // 2], "已损坏"),
    "no end record": ("x.docx", lambda: DOCX[:-10], "已损坏"),
    "flipped bytes": ("x.docx", lambda: DOCX[:900] + b"\xff" * 200 + DOCX[1100:], "已损坏"),
    "encrypted": ("x.docx", lambda: ole("EncryptedPackage"), "密码"),
    "encrypted members": ("x.docx", encrypted, "密码"),
    "old Word": ("x.docx", lambda: ole("WordDocument"), "旧版 Word"),
    "old Word, told": ("x.doc", lambda: ole("WordDocument"), ".doc 格式"),
    "old Word as text": ("x.txt", lambda: ole("WordDocument"), "旧版 Word"),
    "text as docx": ("x.docx", lambda: "正文在此。".encode(), "内容却不是 Word 文档"),
    "docx as text": ("x.txt", lambda: DOCX, "内容却是 Word 文档"),
    "pdf as docx": ("x.docx", lambda: b"%PDF-1.7\n", "PDF"),
    "rtf as text": ("x.txt", lambda: b"{\\rtf1 }", "RTF"),
    "picture": ("x.txt", lambda: b"\x89PNG\r\n\x1a\n", "图片"),
    "empty": ("x.txt", lambda: b"", "空的"),
    "empty docx": ("x.docx", lambda: b"", "空的"),
    "white space": ("x.txt", lambda: "　\r\n\t \u3000".encode(), "没有文字"),
    "ASCII white space": ("x.txt", lambda: b" \r\n\t ", "只有空白"),
    "byte order mark": ("x.txt", lambda: b"\xef\xbb\xbf", "没有文字"),
    "no text in docx": ("x.docx", lambda: make_docx("<w:p/>"), "没有文字"),
    "oversized": ("x.txt", lambda: b"a" * (MAX_FILE_BYTES + 1), "超过20MB"),
    "binary": ("x.txt", lambda: bytes(range(256)), "不是文字"),
    "too much text": ("x.txt", lambda: "正文。".encode() * 400_000, "内容太多"),
    "too much text in docx": (
        "x.docx",
        lambda: make_docx("".join(f"<w:p><w:r><w:t>{n}</w:t></w:r></w:p>" for n in range(210_000))),
        "内容太多",
    ),
    "huge table": (
        "x.docx",
        lambda: make_docx(
            "<w:tbl>"
            + '<w:tr><w:tc><w:tcPr><w:gridSpan w:val="63"/></w:tcPr><w:p/></w:tc></w:tr>' * 2000
            + "</w:tbl>"
        ),
        "内容太多",
    ),
    "bomb": ("x.docx", lambda: bomb(201), "大得不正常"),
    "ratio": ("x.docx", lambda: bomb(3), "大得不正常"),
    "many bombs": ("x.docx", many_bombs, "大得不正常"),
    "lying bomb": ("x.docx", lying, "大得不正常"),
    "many entries": (
        "x.docx",
        lambda: zipped({**FILES, **{f"word/media/{n}.png": b"" for n in range(4000)}}),
        "大得不正常",
    ),
    "huge directory": (
        "x.docx",
        lambda: zipped({**FILES, **{f"{n}{'a' * 250}": b"" for n in range(9000)}}),
        "大得不正常",
    ),
    "billion laughs": ("x.docx", lambda: with_doctype(LAUGHS), "实体声明"),
    "external entity": ("x.docx", lambda: with_doctype(EXTERNAL), "实体声明"),
    "entity in UTF-16": ("x.docx", lambda: with_doctype(EXTERNAL, "utf-16"), "实体声明"),
    "entity in styles": (
        "x.docx",
        lambda: zipped({**FILES, "word/styles.xml": f"{LAUGHS}<l>&i;</l>"}),
        "实体声明",
    ),
    "unknown encoding": ("x.docx", lambda: with_doctype(EXTERNAL, "utf-7"), "已损坏"),
    "deep nesting": (
        "x.docx",
        lambda: make_docx("<w:sdt><w:sdtContent>" * 5000 + "</w:sdtContent></w:sdt>" * 5000),
        "已损坏",
    ),
    "broken XML": ("x.docx", lambda: with_document("<w:document>"), "已损坏"),
    "no XML": ("x.docx", lambda: with_document("正文"), "已损坏"),
    "traversal": ("x.docx", lambda: zipped({**FILES, "../../evil.xml": "<a/>"}), "指向包外"),
    "absolute": ("x.docx", lambda: zipped({**FILES, "/etc/evil": "x"}), "指向包外"),
    "backslash": ("x.docx", lambda: zipped({**FILES, "..\\evil": "x"}), "指向包外"),
    "drive": ("x.docx", lambda: zipped({**FILES, "C:/evil": "x"}), "指向包外"),
    "bzip2": ("x.docx", lambda: zipped(FILES, zipfile.ZIP_BZIP2), "已损坏"),
    "macros": ("x.docx", macros, "宏"),
    "macro type": ("x.docx", macro_type, "宏"),
    "docm": ("x.docm", macros, "宏"),
    "strict": ("x.docx", strict, "严格"),
    "spreadsheet": ("x.docx", lambda: zipped({"xl/workbook.xml": "<a/>"}), "不是 Word 文档"),
    "empty zip": ("x.docx", lambda: zipped({}), "不是 Word 文档"),
    "no extension": ("总结", lambda: b"x", "没有扩展名"),
    "other extension": ("x.xlsx", lambda: b"x", "不支持扩展名"),
}


@pytest.mark.parametrize("case", list(CASES))
def test_refused_in_one_sentence(case: str, tmp_path: Path) -> None:
    name, make, what = CASES[case]
    paper = tmp_path / name
    paper.write_bytes(make())
    started = time.monotonic()
    problem = import_report(paper, tmp_path / "docs", imported_on=DAY)
    assert time.monotonic() - started < 30
    assert isinstance(problem, Problem)
    assert what in problem.what
    assert problem.what.count("。") == 1
    assert problem.what.endswith("。")
    assert problem.fix.endswith("。")
    assert [path.name for path in tmp_path.iterdir()] == [name]


@pytest.mark.parametrize("name", ["没有.txt", "文件夹.docx", "管道.txt", "坏链接.txt"])
def test_what_is_no_file(name: str, tmp_path: Path) -> None:
    (tmp_path / "文件夹.docx").mkdir()
    os.mkfifo(tmp_path / "管道.txt")
    (tmp_path / "坏链接.txt").symlink_to("nowhere")
    problem = import_report(tmp_path / name, tmp_path / "docs", imported_on=DAY)
    assert isinstance(problem, Problem)
    assert not (tmp_path / "docs").exists()


def test_a_file_that_must_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    paper = tmp_path / "x.txt"
    paper.write_text("正文", encoding="utf-8")

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    problem = import_report(paper, tmp_path / "docs", imported_on=DAY)
    assert isinstance(problem, Problem)
    assert "没有权限" in problem.what


def test_limits_hold_when_the_directory_lies(monkeypatch: pytest.MonkeyPatch) -> None:
    """The count of bytes really inflated is what decides, whatever was declared."""
    monkeypatch.setattr(package, "MAX_RATIO", 10**9)
    monkeypatch.setattr(package, "MAX_DECLARED_BYTES", 10**12)
    problem = read_docx(bomb(60))
    assert isinstance(problem, Problem)
    assert "大得不正常" in problem.what


@pytest.mark.parametrize("case", ["bomb", "lying bomb", "billion laughs", "many bombs"])
def test_memory_stays_small(case: str, tmp_path: Path) -> None:
    """In a process that may not have more than 500 MB, the answer is the same sentence."""
    name, make, what = CASES[case]
    (tmp_path / name).write_bytes(make())
    code = (
        "import datetime as dt, pathlib, sys; from kb.importer.report import import_report;"
        "print(import_report(pathlib.Path(sys.argv[1]), pathlib.Path('docs'),"
        " imported_on=dt.date.today()))"
    )
    limit = 500 * MEGABYTE
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / name)],
        env={**os.environ, "PYTHONPATH": str(ROOT / "hooks"), "PYTHONUTF8": "1"},
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (limit, limit)),
        capture_output=True,
        check=True,
        cwd=tmp_path,
    )
    assert what in done.stdout.decode()


@settings(max_examples=150, deadline=None)
@given(st.integers(0, len(DOCX) - 1), st.binary(min_size=1, max_size=40))
def test_a_damaged_package_never_raises(place: int, noise: bytes) -> None:
    read_docx(DOCX[:place] + noise + DOCX[place + len(noise) :])


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_broken_parts_never_raise(data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(sorted(FILES)))
    content = FILES[name]
    place = data.draw(st.integers(0, len(content)))
    noise = data.draw(st.sampled_from([b"", b"<", b">", b"x", b"<w:p>", b"</w:p>", b"../", b"&a;"]))
    removed = data.draw(st.integers(0, 60))
    broken = bytes(content[:place]) + noise + bytes(content[place + removed :])  # type: ignore[arg-type]
    read_docx(zipped({**FILES, name: broken}))
