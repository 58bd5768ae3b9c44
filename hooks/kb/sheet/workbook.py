"""A workbook that anybody may have sent, read into plain cells within limits.

Formulas are never evaluated, and their stored results are not believed.
"""

from __future__ import annotations

import datetime as dt
import io
import posixpath
import re
import warnings
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final
from xml.parsers import expat

from lxml import etree
from openpyxl import load_workbook

from ..importer.guard import EXCEL, SHEET_EXTENSIONS, read_file
from ..importer.package import DAMAGED, REPAIR, open_package
from ..problem import Problem

MAX_ROWS: Final = 20_000
"""Rows with content; five times the terms there will ever be."""
LAST_ROW: Final = 1_048_576
"""Excel specifications and limits."""
MAX_COLUMNS: Final = 200
MAX_CELLS: Final = 1_000_000
"""With content, in one sheet."""
MAX_TREE_BYTES: Final = 8 * 1024 * 1024
"""Styles of a workbook that many programs have saved are 1–2 MB."""
PIECE: Final = 64 * 1024
RELATIONS: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_ESCAPED: Final = re.compile(r"_x([0-9A-Fa-f]{4})_")
_REFERENCE: Final = re.compile(r"([A-Z]{1,3})(\d{1,7})$")

Value = str | int | float | bool | dt.date | dt.datetime | dt.time | dt.timedelta


@dataclass(frozen=True, slots=True)
class RawCell:
    """A cell with content."""

    row: int
    """1-based."""
    column: int
    """1-based."""
    value: Value
    kind: str
    """`s` text, `n` number, `d` date or time, `b` truth, `f` formula, `e` error of one."""


@dataclass(frozen=True, slots=True)
class RawSheet:
    """One sheet: its rows with content, from top to bottom."""

    name: str
    rows: tuple[tuple[RawCell, ...], ...]
    merged: tuple[str, ...] = ()
    """Ranges of merged cells."""


@dataclass(slots=True)
class _Extent:
    """What a sheet's XML holds, found without building anything."""

    last_row: int = 0
    """The last with content."""
    last_column: int = 0
    rows: int = 0
    cells: int = 0
    merged: list[str] = field(default_factory=list)


class _TooLargeError(Exception):
    pass


def read_workbook(path: Path) -> tuple[RawSheet, ...] | Problem:
    """The sheets in order; one problem where it is no workbook that can be read."""
    shown = str(path)
    raw = read_file(path, SHEET_EXTENSIONS)
    if isinstance(raw, Problem):
        return raw
    package = open_package(raw.data, shown, EXCEL)
    if isinstance(package, Problem):
        return package
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what openpyxl does not keep is nothing we read
            return tuple(read_sheets(package))
    except _TooLargeError as error:
        fix = "删去多余的行和列，或把有内容的行复制到新建的工作簿里再导入。"
        return Problem(shown, 1, str(error), fix)
    except Exception:  # openpyxl raises whatever a malformed part makes it stumble over
        words = {"name": EXCEL.name, "program": EXCEL.program, "extension": EXCEL.extension}
        return Problem(shown, 1, DAMAGED.format(**words), REPAIR.format(**words))


def read_sheets(package: io.BytesIO) -> Iterator[RawSheet]:
    """The sheets of a checked package; raises whatever a malformed one leads to."""
    with zipfile.ZipFile(package) as archive:
        _check_parts(archive)
        extents = {name: _measure(archive.read(part)) for name, part in _parts(archive)}
    for name, extent in extents.items():
        _check_size(name, extent)
    package.seek(0)
    book = load_workbook(package, read_only=True, data_only=False, keep_links=False)
    try:
        for sheet in book.worksheets:
            extent = extents[sheet.title]
            sheet.reset_dimensions()  # what the file claims may be anything
            rows = sheet.iter_rows(max_row=extent.last_row) if extent.last_row else ()
            found = tuple(filter(None, (tuple(_cells(row)) for row in rows)))
            yield RawSheet(sheet.title, found, tuple(extent.merged))
    finally:
        book.close()


def _check_parts(archive: zipfile.ZipFile) -> None:
    """Only sheets and their texts may be large: trees are made of all other parts."""
    for member in archive.infolist():
        streamed = member.filename.startswith(("xl/worksheets/", "xl/sharedStrings"))
        if member.file_size > MAX_TREE_BYTES and not streamed:
            raise _TooLargeError(f"{member.filename} 大得不正常，可能是样式太多或恶意文件。")


def _parts(archive: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    """(name of a sheet, its part), of work sheets and not of charts."""
    root = _tree(archive, "_rels/.rels")
    main = next(e.get("Target", "") for e in root if e.get("Type", "").endswith("/officeDocument"))
    main = main.lstrip("/")
    folder, _, name = main.rpartition("/")
    relations = {
        relation.get("Id"): (relation.get("Type", ""), relation.get("Target", ""))
        for relation in _tree(archive, f"{folder}/_rels/{name}.rels".lstrip("/"))
    }
    for sheet in _tree(archive, main).iter("{*}sheet"):
        kind, target = relations[sheet.get(RELATIONS)]
        if kind.endswith("/worksheet"):
            part = target.lstrip("/") if target.startswith("/") else f"{folder}/{target}"
            yield sheet.get("name", ""), posixpath.normpath(part).lstrip("/")


def _tree(archive: zipfile.ZipFile, part: str) -> Any:
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    return etree.fromstring(archive.read(part), parser)


def _measure(content: bytes) -> _Extent:
    """Read a sheet's XML as a stream; raises expat.ExpatError."""
    extent = _Extent()
    here = [0, 0]  # row and column, for cells that do not say where they are

    def start(name: str, attributes: dict[str, str]) -> None:
        local = name.rpartition("}")[2]
        if local == "row":
            here[:] = [int(attributes.get("r", here[0] + 1)), 0]
        elif local == "c":
            place = _REFERENCE.match(attributes.get("r", ""))
            here[1] = _column_number(place[1]) if place else here[1] + 1
        elif local in ("v", "is", "f"):
            if here[0] > extent.last_row:
                extent.rows += 1
            extent.last_row = max(extent.last_row, here[0])
            extent.last_column = max(extent.last_column, here[1])
            extent.cells += 1
        elif local == "mergeCell":
            extent.merged.append(attributes.get("ref", ""))

    parser = expat.ParserCreate(namespace_separator="}")
    parser.StartElementHandler = start
    for place in range(0, len(content), PIECE):
        parser.Parse(content[place : place + PIECE], False)
    parser.Parse(b"", True)
    return extent


def _column_number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def _check_size(name: str, extent: _Extent) -> None:
    if extent.rows > MAX_ROWS:
        raise _TooLargeError(f"工作表“{name}”有{extent.rows}行内容，最多读{MAX_ROWS}行。")
    if extent.last_row > LAST_ROW:
        raise _TooLargeError(f"工作表“{name}”有第{extent.last_row}行，不合 Excel 的规格。")
    if extent.last_column > MAX_COLUMNS:
        raise _TooLargeError(f"工作表“{name}”有{extent.last_column}列，最多读{MAX_COLUMNS}列。")
    if extent.cells > MAX_CELLS:
        raise _TooLargeError(f"工作表“{name}”有{extent.cells}个单元格，最多读{MAX_CELLS}个。")


def _cells(row: Any) -> Iterator[RawCell]:
    for cell in row:
        value = cell.value
        if value is None or cell.row is None:
            continue
        if isinstance(value, str):
            value = _clean(value)
            if not value.strip():
                continue
        if not isinstance(value, str | int | float | dt.date | dt.time | dt.timedelta):
            value = str(getattr(value, "text", value))  # an array formula
            yield RawCell(cell.row, cell.column, value, "f")
        else:
            yield RawCell(cell.row, cell.column, value, cell.data_type)


def _clean(text: str) -> str:
    """What a cell shows: Excel's escapes undone, line ends as everywhere else."""
    plain = _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)
    return plain.replace("\r\n", "\n")
