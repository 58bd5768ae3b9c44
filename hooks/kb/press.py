"""An HTML file into a PDF, with the browser that is there, and what has to be done to the PDF.

Chromium, Chrome and Edge set Chinese with the fonts of the machine and break pages as the style
sheet says; a PDF library would need fonts of its own and know neither. What they write carries the
minute and the version: `finish` puts the edition's date in its place, so that the same HTML,
browser and fonts give the same bytes.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

NAMES: Final = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "microsoft-edge",
    "microsoft-edge-stable",
    "chrome",
    "msedge",
)
"""On the PATH."""
_WINDOWS: Final = (
    r"Google\Chrome\Application\chrome.exe",
    r"Microsoft\Edge\Application\msedge.exe",
)
"""Below the program folders."""
_MAC: Final = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)
_SECONDS: Final = 300
_A4: Final = (841.89, 595.276)
"""Lying, in points."""


class PressError(Exception):
    """No PDF came out; says why, for the user."""


def find_browser() -> str | None:
    """The program file of a browser that can print, or None."""
    found = next(filter(None, map(shutil.which, NAMES)), None)
    if found:
        return found
    roots = map(os.environ.get, ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA"))
    places = [Path(root, name) for root in roots if root for name in _WINDOWS]
    return next((str(path) for path in (*places, *map(Path, _MAC)) if path.is_file()), None)


def print_html(html: str, browser: str) -> bytes:
    """The PDF of a page, made by a browser of the Chromium family. Raises PressError."""
    with tempfile.TemporaryDirectory(prefix="kb-press-", ignore_cleanup_errors=True) as folder:
        source, target = Path(folder, "booklet.html"), Path(folder, "booklet.pdf")
        source.write_text(html, encoding="utf-8", newline="\n")
        command = [
            browser,
            "--headless",
            "--disable-gpu",
            "--disable-background-networking",
            "--disable-extensions",
            "--no-first-run",
            f"--user-data-dir={Path(folder, 'profile')}",
            "--no-pdf-header-footer",
            "--generate-pdf-document-outline",
            f"--print-to-pdf={target}",
        ]
        if hasattr(os, "geteuid") and os.geteuid() == 0:
            command.append("--no-sandbox")  # the sandbox does not start for root
        try:
            done = subprocess.run(
                [*command, source.as_uri()], capture_output=True, timeout=_SECONDS, check=False
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            raise PressError(f"浏览器没有运行成功（{type(error).__name__}）") from error
        if not target.is_file():
            raise PressError(f"浏览器没有写出 PDF（退出码{done.returncode}）")
        return target.read_bytes()


def page_numbers(pdf: bytes) -> dict[str, int]:
    """Name of a place in a PDF -> its page, counted from 1. Chromium names what is linked to."""
    reader = _reader(pdf)
    with _quiet():
        found = {
            name.lstrip("/"): reader.get_destination_page_number(destination)
            for name, destination in reader.named_destinations.items()
        }
    return {name: page + 1 for name, page in found.items() if page is not None}


def page_count(pdf: bytes) -> int:
    """How many pages a PDF has."""
    return len(_reader(pdf).pages)


def finish(pdf: bytes, title: str, date: dt.date) -> bytes:
    """The PDF with its title and the edition's date, and no trace of when or where it was made."""
    from pypdf import PdfWriter

    with _quiet():
        writer = PdfWriter(clone_from=_reader(pdf))
        return _written(writer, title, date)


def fold(pdf: bytes, title: str, date: dt.date) -> bytes:
    """Two A5 pages on each side of an A4 sheet, in the order for folding and stapling."""
    from pypdf import PdfWriter, Transformation

    reader = _reader(pdf)
    writer = PdfWriter()
    width, height = _A4
    with _quiet():
        for left, right in fold_order(len(reader.pages)):
            sheet = writer.add_blank_page(width, height)
            for number, side in ((left, 0.0), (right, width / 2)):
                if number is not None:
                    page = reader.pages[number]
                    page.pop("/Annots", None)  # links mean nothing on a folded sheet
                    sheet.merge_transformed_page(page, Transformation().translate(side, 0))
        return _written(writer, title, date)


def fold_order(count: int) -> Iterator[tuple[int | None, int | None]]:
    """(left, right) of each side of each sheet, as page indexes; None is a blank page.

    Blank pages go before the last page, which stays the back of the cover where that is printed on.
    """
    total = -(-count // 4) * 4

    def page(place: int) -> int | None:
        return place if place < count else None

    for sheet in range(total // 4):
        first, last = 2 * sheet, total - 1 - 2 * sheet
        yield page(last), page(first)
        yield page(first + 1), page(last - 1)


def _written(writer: Any, title: str, date: dt.date) -> bytes:
    from io import BytesIO

    from pypdf.generic import ArrayObject, ByteStringObject

    day = f"D:{date:%Y%m%d}000000Z"
    metadata: Mapping[str, str] = {
        "/Title": title,
        "/Producer": "kb export",
        "/CreationDate": day,
        "/ModDate": day,
    }
    writer.metadata = None
    writer.add_metadata(metadata)
    digest = hashlib.sha256(f"{title} {day} {len(writer.pages)}".encode()).digest()[:16]
    writer._ID = ArrayObject((ByteStringObject(digest), ByteStringObject(digest)))
    target = BytesIO()
    writer.write(target)
    return target.getvalue()


def _reader(pdf: bytes) -> Any:
    from io import BytesIO

    try:
        from pypdf import PdfReader
    except ImportError:
        raise PressError("没有安装 pypdf") from None
    return PdfReader(BytesIO(pdf))


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    """Without pypdf's remarks on what it reads."""
    import logging

    logger = logging.getLogger("pypdf")
    before = logger.level
    logger.setLevel(logging.ERROR)
    try:
        yield
    finally:
        logger.setLevel(before)
