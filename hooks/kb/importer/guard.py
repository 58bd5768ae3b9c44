"""Open a file that anybody may have sent, and tell what it really is."""

from __future__ import annotations

import os
import stat
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto
from pathlib import Path
from typing import Final

from ..problem import Problem

MAX_FILE_BYTES: Final = 20 * 1024 * 1024
"""Papers are some hundred KB; 20 MB leaves room for one full of pictures and is held in memory."""
OLE_MAGIC: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""Compound File Binary, [MS-CFB] 2.2: .doc, .wps, and the wrapper of an encrypted .docx."""
ZIP_MAGICS: Final = (b"PK\x03\x04", b"PK\x05\x06")
ENCRYPTED_STREAM: Final = "EncryptedPackage".encode("utf-16-le")
"""The stream that holds an encrypted package, [MS-OFFCRYPTO] 2.3.4.4."""
SAVE_AS_DOCX: Final = "用 Word 或 WPS 打开，“另存为”Word 文档（.docx），再导入。"
SAVE_AS_XLSX: Final = "用 Excel 或 WPS 打开，“另存为”Excel 工作簿（.xlsx），再导入。"
FOREIGN: Final = (
    (b"%PDF-", "这是 PDF 文件。", "导入当初的 Word 稿；没有的，用 WPS 转成 .docx，核对后导入。"),
    (b"{\\rtf", "这是 RTF 文件。", SAVE_AS_DOCX),
    (b"\x89PNG", "这是图片，不是文字。", "先识别成文字，存为 .txt 或 .docx。"),
    (b"\xff\xd8\xff", "这是图片，不是文字。", "先识别成文字，存为 .txt 或 .docx。"),
    (b"Rar!", "这是压缩包。", "先解压，再导入里面的 .docx 或 .txt。"),
    (b"7z\xbc\xaf", "这是压缩包。", "先解压，再导入里面的 .docx 或 .txt。"),
    (b"\x1f\x8b", "这是压缩包。", "先解压，再导入里面的 .docx 或 .txt。"),
)


class Kind(Enum):
    """What can be imported."""

    TEXT = auto()
    WORD = auto()
    WEB = auto()
    MARKDOWN = auto()
    SHEET = auto()


@dataclass(frozen=True, slots=True)
class Office:
    """One kind of office file: what it is called, and how much of it is read."""

    name: str
    program: str
    extension: str
    macro_extension: str
    other_extensions: tuple[str, ...]
    """What the same programs write besides."""
    old: str
    """What a compound file with this extension is."""
    save_as: str
    copy: str
    """Where to copy what is wanted of a file that may be malicious."""
    main_type: bytes
    """Part of the content type of its main part."""
    max_xml_bytes: int
    """Of one part, inflated."""
    max_all_xml_bytes: int


WORD: Final = Office(
    name="Word 文档",
    program="Word",
    extension=".docx",
    macro_extension=".docm",
    other_extensions=(".doc", ".wps", ".rtf", ".dot", ".dotx", ".odt"),
    old="旧版 Word（.doc）或 WPS 文档",
    save_as=SAVE_AS_DOCX,
    copy="把文字复制到新建的文档里",
    main_type=b"wordprocessingml.document.main+xml",
    # A paper of a hundred pages is 1–3 MB of XML; the tree of 16 MB takes some 150 MB.
    max_xml_bytes=16 * 1024 * 1024,
    max_all_xml_bytes=40 * 1024 * 1024,
)
EXCEL: Final = Office(
    name="Excel 工作簿",
    program="Excel",
    extension=".xlsx",
    macro_extension=".xlsm",
    other_extensions=(".xls", ".et", ".xlsb", ".xlt", ".xltx", ".xltm", ".ods", ".csv"),
    old="旧版 Excel（.xls）或 WPS 表格",
    save_as=SAVE_AS_XLSX,
    copy="删去多余的空行，把有内容的行复制到新建的工作簿里",
    main_type=b"spreadsheetml.sheet.main+xml",
    # A million empty rows are 20–40 MB; sheets are read as a stream and make no tree.
    max_xml_bytes=48 * 1024 * 1024,
    max_all_xml_bytes=64 * 1024 * 1024,
)


@dataclass(frozen=True, slots=True)
class RawFile:
    """A file's bytes, of the kind that its name promises."""

    kind: Kind
    data: bytes


EXTENSIONS: Final[Mapping[str, Kind]] = {".txt": Kind.TEXT, ".docx": Kind.WORD}
"""What a report comes as."""
ALL_EXTENSIONS: Final[Mapping[str, Kind]] = {
    **EXTENSIONS,
    ".html": Kind.WEB,
    ".htm": Kind.WEB,
    ".md": Kind.MARKDOWN,
}
"""What a regulation comes as."""
SHEET_EXTENSIONS: Final[Mapping[str, Kind]] = {".xlsx": Kind.SHEET}
"""What a table of terms comes as."""
NAMES: Final = {
    Kind.TEXT: ".txt（纯文本）",
    Kind.WORD: ".docx（Word 文档）",
    Kind.WEB: ".html（网页）",
    Kind.MARKDOWN: ".md（Markdown）",
    Kind.SHEET: ".xlsx（Excel 工作簿）",
}


def read_file(path: Path, extensions: Mapping[str, Kind] = EXTENSIONS) -> RawFile | Problem:
    """Read a file of at most `MAX_FILE_BYTES`; reads nothing that is not a regular file."""
    shown = str(path)
    try:
        data = _read_regular(path)
    except FileNotFoundError:
        return Problem(shown, 1, "找不到这个文件。", "核对路径、文件名和扩展名；有空格的加引号。")
    except PermissionError:
        return Problem(shown, 1, "没有权限读取这个文件。", "关闭正打开它的程序，或复制一份再导入。")
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        return Problem(shown, 1, f"读不出这个文件（{reason}）。", "复制到本机硬盘上再导入。")
    if isinstance(data, _Refusal):
        return Problem(shown, 1, data.what, data.fix)
    return _sniff(data, path, extensions)


@dataclass(frozen=True, slots=True)
class _Refusal:
    what: str
    fix: str


def _read_regular(path: Path) -> bytes | _Refusal:
    """The bytes; raises OSError. The kind is asked first: opening a pipe would wait for ever."""
    status = os.stat(path)
    if stat.S_ISDIR(status.st_mode):
        return _Refusal("这是文件夹，不是文件。", f"写出里面的文件，如 {path.name}/总结.docx。")
    if not stat.S_ISREG(status.st_mode):
        return _Refusal("这不是普通文件。", "把内容存为 .txt 或 .docx 再导入。")
    with path.open("rb") as file:
        data = file.read(MAX_FILE_BYTES + 1)
    if len(data) > MAX_FILE_BYTES:
        limit = MAX_FILE_BYTES // (1024 * 1024)
        return _Refusal(f"文件超过{limit}MB。", "删去或压缩其中的图片、附件，只留文字后再导入。")
    return data


LIKE_PAPERS: Final = frozenset(
    (".docx", ".docm", ".doc", ".wps", ".rtf", ".dot", ".dotx", ".odt", ".pdf", ".txt")
)
"""What in a folder is worth a word where it cannot be imported."""
LOCK: Final = "~$"
"""Before the name of a paper that Word has open."""


def list_papers(
    folder: Path, extensions: Mapping[str, Kind], *, leave_out: Path
) -> tuple[list[Path], int]:
    """The papers of a folder and the folders in it, in order, and how many other files there are.

    Hidden files, those that Word has put beside open papers, and `leave_out` (the knowledge base
    itself) are not counted; links to folders are not followed.
    """
    papers: list[Path] = []
    others = 0
    kept_out = leave_out.resolve()
    if folder.resolve().is_relative_to(kept_out):
        return [], 0
    for place, folders, names in os.walk(folder):
        inside = Path(place)
        folders[:] = sorted(
            name
            for name in folders
            if not name.startswith(".") and (inside / name).resolve() != kept_out
        )
        for name in sorted(names):
            if name.startswith((".", LOCK)):
                continue
            suffix = Path(name).suffix.lower()
            if suffix in extensions or suffix in LIKE_PAPERS:
                papers.append(inside / name)
            else:
                others += 1
    return papers, others


def _sniff(data: bytes, path: Path, extensions: Mapping[str, Kind]) -> RawFile | Problem:
    """Compare the content with what the extension promises."""
    suffix = path.suffix.lower()
    refusal = _refuse_name(path, extensions) or _refuse_content(data, suffix, extensions[suffix])
    if refusal:
        return Problem(str(path), 1, refusal.what, refusal.fix)
    return RawFile(extensions[suffix], data)


def _refuse_name(path: Path, extensions: Mapping[str, Kind]) -> _Refusal | None:
    suffix = path.suffix.lower()
    if suffix in extensions:
        return None
    office = EXCEL if Kind.SHEET in extensions.values() else WORD
    if suffix == office.macro_extension:
        return _Refusal(f"这是启用宏的 {office.name}（{suffix}）。", office.save_as)
    if suffix in office.other_extensions:
        return _Refusal(f"不支持 {suffix} 格式。", office.save_as)
    *others, last = dict.fromkeys(NAMES[kind] for kind in extensions.values())
    known = f"{'、'.join(others)}和 {last}；请另存为其中一种。" if others else f"{last}。"
    return _Refusal(
        f"不支持扩展名“{suffix}”。" if suffix else "文件没有扩展名。", f"只能导入 {known}"
    )


def _refuse_content(data: bytes, suffix: str, kind: Kind) -> _Refusal | None:
    if not data.strip():
        what = "文件里只有空白。" if data else "文件是空的（0字节）。"
        return _Refusal(what, "核对是否选错了文件，或原稿没有保存。")
    office = EXCEL if kind is Kind.SHEET else WORD
    if data.startswith(OLE_MAGIC):
        return _refuse_ole(data, office)
    for magic, what, fix in FOREIGN:
        if data.startswith(magic):
            return _Refusal(what, office.save_as if kind is Kind.SHEET else fix)
    is_zip = data.startswith(ZIP_MAGICS)
    packed = kind in (Kind.WORD, Kind.SHEET)
    if not packed and is_zip:
        return _Refusal(
            f"扩展名是 {suffix}，内容却是 Word 文档或压缩包。",
            "是 Word 文档的，把扩展名改为 .docx；是压缩包的，先解压。",
        )
    if packed and not is_zip:
        text = "内容是纯文字的，把扩展名改为 .txt；否则" if kind is Kind.WORD else ""
        return _Refusal(f"扩展名是 {suffix}，内容却不是 {office.name}。", text + office.save_as)
    return None


def _refuse_ole(data: bytes, office: Office) -> _Refusal:
    if ENCRYPTED_STREAM in data:
        fix = f"用 {office.program} 或 WPS 打开，取消密码后另存为 {office.extension}。"
        return _Refusal("文档加了打开密码。", fix)
    return _Refusal(f"这是{office.old}，改扩展名不能转换格式。", office.save_as)
