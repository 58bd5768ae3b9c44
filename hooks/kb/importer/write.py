"""Put a page in its place: whole or not at all."""

from __future__ import annotations

import contextlib
import os
from enum import Enum, auto
from pathlib import Path
from typing import Final

from ..problem import Problem

KEEP_OR_REPLACE: Final = (
    "要用新的替换它，加上 --force（原页面上的改动会丢失）；要两个都留，先改文件里的标题。"
)


class Written(Enum):
    """What became of the file."""

    NEW = auto()
    REPLACED = auto()
    UNCHANGED = auto()


def write_page(target: Path, text: str, *, force: bool, path: str) -> Written | Problem:
    """Write UTF-8 with line feeds; an existing file is only replaced with `force`.

    `path` names the paper in the problem.

    The text goes to a temporary file in the same folder, which is made where it is missing, and
    takes the target's name when it is on the disk: a crash leaves the old file or the new one.
    """
    data = text.encode("utf-8")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        existed = os.path.lexists(target)
        if existed and not force:
            what = f"页面 {target.as_posix()} 已经存在，没有改动它。"
            return Problem(path, 1, what, KEEP_OR_REPLACE)
        if existed and target.is_file() and target.read_bytes() == data:
            return Written.UNCHANGED
        replace_file(target, data)
    except OSError as error:
        reason = error.strerror or error
        fix = "检查这个文件夹能不能写、磁盘满了没有，再导入一次。"
        return Problem(path, 1, f"页面 {target.as_posix()} 写不进去（{reason}）。", fix)
    return Written.REPLACED if existed else Written.NEW


def replace_file(target: Path, data: bytes) -> None:
    """Put a file in place, whole or not at all; raises OSError.

    Then no temporary file is left. MkDocs ignores names with a dot first."""
    temporary = target.with_name(f".{target.name}.{os.getpid()}.tmp")
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    handle = os.open(temporary, flags, 0o666)  # less the umask, as any new file
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, target)
    except BaseException:
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise
    _sync_folder(target.parent)


def _sync_folder(folder: Path) -> None:
    """Make the new name last; Windows and some network drives cannot, and need not."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
