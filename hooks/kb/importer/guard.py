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
NAMES: Final = {
    Kind.TEXT: ".txt（纯文本）",
    Kind.WORD: ".docx（Word 文档）",
    Kind.WEB: ".html（网页）",
    Kind.MARKDOWN: ".md（Markdown）",
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
    if suffix == ".docm":
        return _Refusal("这是启用宏的 Word 文档（.docm）。", SAVE_AS_DOCX)
    if suffix in (".doc", ".wps", ".rtf", ".dot", ".dotx", ".odt"):
        return _Refusal(f"不支持 {suffix} 格式。", SAVE_AS_DOCX)
    *others, last = dict.fromkeys(NAMES[kind] for kind in extensions.values())
    return _Refusal(
        f"不支持扩展名“{suffix}”。" if suffix else "文件没有扩展名。",
        f"只能导入 {'、'.join(others)}和 {last}；请另存为其中一种。",
    )


def _refuse_content(data: bytes, suffix: str, kind: Kind) -> _Refusal | None:
    if not data.strip():
        what = "文件里只有空白。" if data else "文件是空的（0字节）。"
        return _Refusal(what, "核对是否选错了文件，或原稿没有保存。")
    if data.startswith(OLE_MAGIC):
        return _refuse_ole(data)
    for magic, what, fix in FOREIGN:
        if data.startswith(magic):
            return _Refusal(what, fix)
    is_zip = data.startswith(ZIP_MAGICS)
    if kind is not Kind.WORD and is_zip:
        return _Refusal(
            f"扩展名是 {suffix}，内容却是 Word 文档或压缩包。",
            "是 Word 文档的，把扩展名改为 .docx；是压缩包的，先解压。",
        )
    if kind is Kind.WORD and not is_zip:
        return _Refusal(
            "扩展名是 .docx，内容却不是 Word 文档。",
            "内容是纯文字的，把扩展名改为 .txt；否则" + SAVE_AS_DOCX,
        )
    return None


def _refuse_ole(data: bytes) -> _Refusal:
    if ENCRYPTED_STREAM in data:
        return _Refusal("文档加了打开密码。", "用 Word 或 WPS 打开，取消密码后另存为 .docx。")
    return _Refusal("这是旧版 Word（.doc）或 WPS 文档，改扩展名不能转换格式。", SAVE_AS_DOCX)
