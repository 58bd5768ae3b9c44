"""Terms as a workbook, or as a table for whatever reads CSV."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from ..frontmatter import record_data
from ..load import Loaded
from ..model import Term
from ..problem import Problem
from .columns import (
    GUIDE_SHEET,
    ID_HEAD,
    PLANS,
    STAMP_SHEET,
    CellValue,
    Column,
    Form,
    SheetPlan,
    cells_of,
    stamp_of,
)
from .workbook import LAST_ROW

MAX_CELL: Final = 32_767
"""Characters a cell holds: Excel specifications and limits."""
ROW_HEIGHT: Final = 48
"""Points: three lines."""
FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\r")
"""A program may run what begins so. https://owasp.org/www-community/attacks/CSV_Injection"""
_UNWRITABLE: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""What XML 1.0 has no place for."""
_ESCAPE: Final = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)|\r")
"""Excel reads `_x000D_` in a cell as a character, ECMA-376 part 1, 22.4.2.4."""
_ID_COLUMN: Final = Column(ID_HEAD, ("id",), Form.TEXT, "提法的编号或名称", True, {})
_WIDE: Final = frozenset({"释义", "英文释义", "英文补充", "正文", "为什么错", "其他文件"})
_GUIDE: Final = (
    "怎样用这个工作簿",
    "“提法”表一行一条；“成员”“出处”“误写”表一行一项，用编号对应，从上到下的顺序就是网页上的顺序。",
    "鼠标停在表头上，可以看到每一列写什么；有下拉箭头的格子从列表里选。",
    "一格里有几个值的（别名、相关词条等），一行写一个（Alt+回车换行），或用分号隔开。",
    "改好后保存，运行：kb import 文件名.xlsx --kind terms",
    "没有改过的行，文件不动；新增的行，建新文件；删去的行，不删文件。",
    "不要改表名和表头，不要合并单元格，不要写公式；有一处不对，就一个文件也不写。",
)


@dataclass(frozen=True, slots=True)
class _Entry:
    data: dict[str, Any]
    body: str


def render_workbook(terms: Sequence[Loaded], *, path: str) -> bytes | list[Problem]:
    """The workbook's bytes, the terms in the order given; problems name what fits in no cell."""
    entries = [_Entry(record_data(item.record), item.body) for item in terms]
    problems = [problem for item in terms for problem in _misfits(item, path)]
    if problems:
        return problems
    book = Workbook()
    book.remove(book.worksheets[0])
    for plan in PLANS:
        _fill(book.create_sheet(plan.name), plan, entries)
    guide = book.create_sheet(GUIDE_SHEET)
    for line in _GUIDE:
        guide.append([line])
    guide.column_dimensions["A"].width = 100
    guide["A1"].font = Font(bold=True)
    stamps = book.create_sheet(STAMP_SHEET)
    stamps.sheet_state = "hidden"
    for entry in entries:
        stamps.append([entry.data["id"], stamp_of(entry.data, entry.body)])
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def render_csv(terms: Iterable[Loaded]) -> bytes:
    """One row a term, UTF-8 with a byte order mark: Excel takes it for another encoding without."""
    text = io.StringIO()
    writer = csv.writer(text)
    main, *others = PLANS
    writer.writerow([*(column.head for column in main.columns), *(plan.name for plan in others)])
    for item in terms:
        data = record_data(item.record)
        cells = cells_of(data, item.body, main.columns)
        groups = [_in_one_cell(data, plan) for plan in others]
        writer.writerow([_harmless(cell) for cell in (*cells, *groups)])
    return text.getvalue().encode("utf-8-sig", "replace")


def _in_one_cell(data: dict[str, Any], plan: SheetPlan) -> str:
    rows = (cells_of(group, "", plan.columns) for group in _groups(data, plan))
    return "\n".join(" | ".join(str(cell) for cell in row if cell) for row in rows)


def _harmless(cell: CellValue) -> str:
    text = str(cell or "")
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def _misfits(item: Loaded, path: str) -> Iterable[Problem]:
    data = record_data(item.record)
    for plan in PLANS:
        for row in [data] if plan.field is None else _groups(data, plan):
            for column, cell in zip(
                plan.columns, cells_of(row, item.body, plan.columns), strict=True
            ):
                text = cell if isinstance(cell, str) else ""
                if len(_escaped(text)) > MAX_CELL:
                    what = f"“{column.head}”有{len(text)}字，一个单元格放不下。"
                    fix = f"这一条用记事本改，或缩短到{MAX_CELL}字以内；用 --ids 导出其他的。"
                    yield Problem(path, 1, f"{item.path}: {what}", fix)
                elif _UNWRITABLE.search(text):
                    what = f"“{column.head}”里有 Excel 存不了的控制字符。"
                    yield Problem(path, 1, f"{item.path}: {what}", "在文件里删去这个字符。")


def _groups(data: dict[str, Any], plan: SheetPlan) -> list[dict[str, Any]]:
    found = data.get(plan.field or "", [])
    return found if isinstance(found, list) else []


def _fill(sheet: Worksheet, plan: SheetPlan, entries: Sequence[_Entry]) -> None:
    columns = plan.columns if plan.field is None else (_ID_COLUMN, *plan.columns)
    _write_heads(sheet, columns)
    number = 1
    for entry in entries:
        rows = [entry.data] if plan.field is None else _groups(entry.data, plan)
        for row in rows:
            number += 1
            cells = cells_of(row, entry.body, plan.columns)
            if plan.field is not None:
                cells.insert(0, entry.data["id"])
            for place, (column, cell) in enumerate(zip(columns, cells, strict=True), 1):
                _write_cell(sheet, number, place, column, cell)
            if plan.field is None:  # bodies would make rows as high as the window
                sheet.row_dimensions[number].height = ROW_HEIGHT
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{max(number, 2)}"


def _write_heads(sheet: Worksheet, columns: Sequence[Column]) -> None:
    for place, column in enumerate(columns, 1):
        head = sheet.cell(1, place, column.head)
        head.font = Font(bold=True)
        head.fill = PatternFill("solid", fgColor="F4D9D6" if column.required else "EEEEEE")
        must = "必填。" if column.required else "可以空着。"
        more = "一行一个，或用分号隔开。" if column.form is Form.LIST else ""
        comment = Comment(f"{column.about}。{must}{more}", "kb")
        comment.width, comment.height = 320, 120
        head.comment = comment
        letter = get_column_letter(place)
        dimension = sheet.column_dimensions[letter]
        dimension.width = 60 if column.head in _WIDE else 24 if place < 3 else 18
        dimension.number_format = "yyyy-mm-dd" if column.form is Form.DATE else "@"
        if column.offered:
            _offer(sheet, letter, column)
    sheet.freeze_panes = "C2"


def _offer(sheet: Worksheet, letter: str, column: Column) -> None:
    rule = DataValidation("list", formula1=f'"{",".join(column.offered)}"', allow_blank=True)
    rule.error, rule.errorTitle = "请从下拉列表里选。", column.head
    rule.showErrorMessage = True
    sheet.add_data_validation(rule)
    rule.add(f"{letter}2:{letter}{LAST_ROW}")


def _write_cell(sheet: Worksheet, row: int, place: int, column: Column, value: CellValue) -> None:
    """Text is text, whatever it begins with: it stays so when somebody edits the cell."""
    cell = sheet.cell(row, place)
    if isinstance(value, dt.date):
        cell.value = value
        cell.number_format = "yyyy-mm-dd"
        return
    cell.number_format = "yyyy-mm-dd" if column.form is Form.DATE else "@"
    if value is None:
        return
    cell.value = _escaped(value)
    cell.data_type = "s"
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    if value.startswith(FORMULA_STARTS):
        cell.quotePrefix = True


def _escaped(text: str) -> str:
    return _ESCAPE.sub(lambda found: "_x000D_" if found[0] == "\r" else "_x005F_", text)


def shown_terms(loaded: Iterable[Loaded]) -> list[Loaded]:
    """The terms among records, by id."""
    terms = [item for item in loaded if isinstance(item.record, Term)]
    return sorted(terms, key=lambda item: item.record.id)
