"""Plain cells become the data of terms, and every value knows the cell it came from."""

from __future__ import annotations

import datetime as dt
import difflib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from ..blank import propose_id
from ..problem import Problem
from .columns import (
    BODY_PATH,
    GUIDE_SHEET,
    ID_HEAD,
    NO,
    PLANS,
    STAMP_SHEET,
    TERM_SHEET,
    YES,
    Column,
    Form,
    SheetPlan,
    read_list,
)
from .workbook import RawCell, RawSheet

Where = tuple[str | int, ...]
"""The path of a field in a record, as the schema's errors give it."""
_DATE: Final = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?")
_CONTROL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_AS_TEXT: Final = "把这一格的格式设为“文本”，再写一遍。"
_GROUP_ID: Final = Column(ID_HEAD, ("id",), Form.TEXT, "提法的编号或名称", True, {})


def shown(value: object) -> str:
    """A value in a message: on one line, and not too much of it."""
    text = " ".join(str(value).split())
    return text if len(text) <= 40 else f"{text[:40]}…"


@dataclass(frozen=True, slots=True)
class Cell:
    """A place in the workbook that a problem can name."""

    sheet: str
    row: int
    head: str
    value: str

    def __str__(self) -> str:
        value = f"“{shown(self.value)}”" if self.value else "空"
        return f"工作表“{self.sheet}”第{self.row}行“{self.head}”列（{value}）"


@dataclass(slots=True)
class Entry:
    """One term as the workbook has it."""

    id: str
    row: int
    data: dict[str, Any]
    body: str
    cells: dict[Where, Cell] = field(default_factory=dict)
    """The cell of each field, also of those left blank."""


@dataclass(slots=True)
class Table:
    """All of a workbook."""

    entries: list[Entry] = field(default_factory=list)
    orphans: dict[str, dict[str, list[dict[str, Any]]]] = field(default_factory=dict)
    """Id → list → groups of terms that have no row of their own."""
    orphan_cells: dict[str, Cell] = field(default_factory=dict)
    """Id → the first cell that names it."""
    stamps: dict[str, str] = field(default_factory=dict)
    """Id → what the term was when it was exported."""
    wrong: set[Cell] = field(default_factory=set)
    """Cells whose value was not taken: what is missing for that reason needs no word."""


@dataclass(frozen=True, slots=True)
class _Row:
    """A row with content, by column; blank cells have no value."""

    number: int
    sheet: str
    values: Mapping[str, RawCell]

    def cell(self, column: Column) -> Cell:
        raw = self.values.get(column.head)
        return Cell(self.sheet, self.number, column.head, str(raw.value) if raw else "")


def read_table(sheets: Sequence[RawSheet], path: str) -> tuple[Table, list[Problem]]:
    """The terms of a workbook, and everything that stands in it wrongly."""
    reader = _Reader(path)
    return reader.read(sheets), reader.problems


class _Reader:
    def __init__(self, path: str) -> None:
        self._path = path
        self.problems: list[Problem] = []
        self._table = Table()
        self._unreadable = False
        """A sheet or a column is missing: what the cells say would be guessed."""

    def read(self, sheets: Sequence[RawSheet]) -> Table:
        rows = self._sheets(sheets)
        if self._unreadable:
            return self._table
        for row in rows[TERM_SHEET]:
            self._term(row)
        self._check_ids()
        for plan in PLANS:
            if plan.field is not None:
                self._groups(plan, rows[plan.name])
        return self._table

    def _say(self, place: object, what: str, fix: str, row: int = 1) -> None:
        if isinstance(place, Cell):
            self._table.wrong.add(place)
        self.problems.append(Problem(self._path, row, f"{place}：{what}", fix))

    def _sheets(self, sheets: Sequence[RawSheet]) -> dict[str, list[_Row]]:
        """The rows of each sheet with data; says what sheets and columns are wrong."""
        wanted = [plan.name for plan in PLANS]
        by_name = {sheet.name.strip(): sheet for sheet in sheets}
        found = "、".join(by_name)
        missing = [name for name in wanted if name not in by_name]
        if missing:
            what = (
                f"没有名为{'、'.join(f'“{name}”' for name in missing)}的工作表（现有：{found}）。"
            )
            fix = "把工作表的名字改回来；没有的，用 kb export 重新导出一份，在上面改。"
            self.problems.append(Problem(self._path, 1, what, fix))
            self._unreadable = True
            return {}
        for name, sheet in by_name.items():
            if name not in (*wanted, GUIDE_SHEET, STAMP_SHEET) and sheet.rows:
                fix = f"删去这张表，或把内容并到{'、'.join(wanted)}里。"
                self._say(f"工作表“{name}”", "不认识这张表，里面有内容。", fix)
        if STAMP_SHEET in by_name:
            self._stamps(by_name[STAMP_SHEET])
        return {plan.name: list(self._rows(by_name[plan.name], plan)) for plan in PLANS}

    def _stamps(self, sheet: RawSheet) -> None:
        for row in sheet.rows:
            if len(row) == 2:
                self._table.stamps[str(row[0].value)] = str(row[1].value)

    def _rows(self, sheet: RawSheet, plan: SheetPlan) -> Iterator[_Row]:
        place = f"工作表“{plan.name}”"
        if sheet.merged:
            what = f"有合并的单元格（{'、'.join(sheet.merged[:5])}）。"
            self._say(place, what, "选中它们，取消“合并单元格”，每一行都写全。")
        columns = plan.columns if plan.field is None else (_GROUP_ID, *plan.columns)
        first, *others = sheet.rows or ((),)
        heads = self._heads(first, columns, place)
        for cells in others if heads else ():
            row = _Row(
                cells[0].row, plan.name, {heads[c.column]: c for c in cells if c.column in heads}
            )
            for cell in cells:
                if cell.column not in heads:
                    where = f"{place}第{cell.row}行第{cell.column}列（“{shown(cell.value)}”）"
                    fix = "在第一行给这一列写上表头，或删去这个格子里的内容。"
                    self._say(where, "这一列没有表头。", fix, cell.row)
            if row.values:
                yield row

    def _heads(
        self, first: Sequence[RawCell], columns: Sequence[Column], place: str
    ) -> dict[int, str]:
        """Column number → head; the order of columns is free."""
        known = [column.head for column in columns]
        heads: dict[int, str] = {}
        if not any(str(cell.value).strip() in known for cell in first):
            self._say(place, "第一行不是表头。", f"第一行写：{'、'.join(known)}。")
            self._unreadable = True
            return {}
        for cell in first:
            head = str(cell.value).strip()
            where = f"{place}第{cell.row}行第{cell.column}列（“{shown(head)}”）"
            if head not in known:
                near = difflib.get_close_matches(head, known, n=1)
                fix = f"改成“{near[0]}”。" if near else f"表头有：{'、'.join(known)}。"
                self._say(where, "不认识这个表头。", fix)
            elif head in heads.values():
                self._say(where, "这个表头有两列。", "两列并成一列。")
                self._unreadable = True
            heads[cell.column] = head
        missing = [head for head in known if head not in heads.values()]
        if missing:
            self._unreadable = True
            what = f"缺少{'、'.join(f'“{head}”' for head in missing)}列。"
            self._say(place, what, "补上这一列（不用的空着）；删去一列会把每一条的这一项清空。")
        return heads

    def _term(self, row: _Row) -> None:
        columns = PLANS[0].columns
        values = {column.path: self._value(row, column) for column in columns}
        cells: dict[Where, Cell] = {c.path: row.cell(c) for c in columns if c.path != BODY_PATH}
        name, term_id = values[("term",)], values[("id",)]
        if not term_id and name:
            term_id = propose_id("term", str(name))
        body = values.pop(BODY_PATH)
        data: dict[str, Any] = {"type": "term", "english": {}}
        for path, value in values.items():
            if value is None or path == ("members",):
                continue
            group = data.setdefault(path[0], {}) if len(path) == 2 else data
            group[path[-1]] = value
            if isinstance(value, list):
                cells |= {(*path, place): cells[path] for place in range(len(value))}
        if values[("members",)]:
            data["members"] = "unknown"
        data["id"] = term_id or ""
        cells[()] = cells[("id",)]
        for where in [where for where in cells if len(where) == 2]:
            cells.setdefault(where[:1], cells[where])
        entry = Entry(data["id"], row.number, data, str(body or ""), cells)
        self._table.entries.append(entry)

    def _check_ids(self) -> None:
        seen: dict[str, Entry] = {}
        for entry in self._table.entries:
            if not entry.id:
                what = "没有编号，也没有提法，不知道这一行是哪一条。"
                self._say(entry.cells[("id",)], what, "写上提法；不要的行整行删去。", entry.row)
            elif entry.id in seen:
                what = f"编号“{entry.id}”与第{seen[entry.id].row}行重复。"
                self._say(
                    entry.cells[("id",)], what, "给其中一行换一个编号，或删去一行。", entry.row
                )
            seen.setdefault(entry.id, entry)

    def _groups(self, plan: SheetPlan, rows: Sequence[_Row]) -> None:
        assert plan.field is not None
        by_id = {entry.id: entry for entry in self._table.entries}
        names: dict[str, list[str]] = {}
        for entry in self._table.entries:
            names.setdefault(str(entry.data.get("term", "")), []).append(entry.id)
        for row in rows:
            named = self._value(row, _GROUP_ID)
            cell = row.cell(_GROUP_ID)
            if not named:
                self._say(cell, "没有写编号。", "写上它属于哪一条提法（编号或名称）。", row.number)
                continue
            key = str(named)
            if key not in by_id and len(names.get(key, ())) == 1:
                key = names[key][0]
            pairs = [(column, self._value(row, column)) for column in plan.columns]
            group = {column.path[0]: value for column, value in pairs if value is not None}
            if key in by_id:
                self._add(by_id[key], plan, group, row)
            else:
                groups = self._table.orphans.setdefault(key, {}).setdefault(plan.field, [])
                groups.append(group)
                self._table.orphan_cells.setdefault(key, cell)

    def _add(self, entry: Entry, plan: SheetPlan, group: dict[str, Any], row: _Row) -> None:
        assert plan.field is not None
        if entry.data.get(plan.field) == "unknown":
            what = f"“{entry.id}”写了成员不详，这里又有成员。"
            fix = f"删去这一行，或把“{TERM_SHEET}”表第{entry.row}行的“成员不详”清空。"
            self._say(row.cell(_GROUP_ID), what, fix, row.number)
            return
        groups = entry.data.setdefault(plan.field, [])
        where: Where = (plan.field, len(groups))
        groups.append(group)
        entry.cells[where] = row.cell(_GROUP_ID)
        for column in plan.columns:
            entry.cells[(*where, column.path[0])] = row.cell(column)

    def _value(self, row: _Row, column: Column) -> Any:
        """The value of a cell as the schema takes it; None where it is blank or wrong."""
        raw = row.values.get(column.head)
        if raw is None:
            return None
        wrong = _wrong_kind(raw)
        if wrong:
            self._say(row.cell(column), *wrong, row.number)
            return None
        value, wrong = _read(raw, column)
        if wrong:
            self._say(row.cell(column), *wrong, row.number)
        return value


def _wrong_kind(raw: RawCell) -> tuple[str, str] | None:
    """What no column takes, and the fix."""
    if raw.kind == "f":
        return "这是公式，不会计算它。", "复制后“选择性粘贴”为数值，或在前面加一个英文单引号。"
    if raw.kind == "e":
        return "这一格是出错的公式。", "改写成文字，或清空。"
    if isinstance(raw.value, str) and (found := _CONTROL.search(raw.value)):
        return f"里面有看不见的控制字符（U+{ord(found[0]):04X}）。", "删去这一格，重新写一遍。"
    return None


def _read(raw: RawCell, column: Column) -> tuple[Any, tuple[str, str] | None]:
    value = raw.value
    if column.form is Form.DATE:
        return _read_date(value)
    if column.form in (Form.BOOL, Form.UNKNOWN):
        return _read_truth(value, column)
    if isinstance(value, bool):
        return None, ("这一格是逻辑值，应是文字。", _AS_TEXT)
    if isinstance(value, dt.date | dt.time | dt.timedelta):
        return None, (f"这一格是日期或时间（{value}），应是文字，可能被 Excel 改过。", _AS_TEXT)
    if isinstance(value, float):
        return None, (f"这一格是小数 {value}，应是文字（写 10.20 会变成 10.2）。", _AS_TEXT)
    text = str(value)
    if column.form is Form.BODY:
        return text.strip("\n") or None, None
    text = text.strip()
    if column.form is Form.LIST:
        return read_list(text), None
    if column.form is Form.CHOICE:
        keys = {label: key for key, label in column.choices.items()}
        if text in column.choices or text in keys:
            return keys.get(text, text), None
        near = difflib.get_close_matches(text, keys, n=1)
        fix = f"从下拉列表里选：{'、'.join(keys)}。" + (f"是不是“{near[0]}”？" if near else "")
        return None, ("不在可选的值里。", fix)
    return text, None


def _read_truth(value: object, column: Column) -> tuple[bool | None, tuple[str, str] | None]:
    if isinstance(value, bool):
        return value, None
    text = str(value).strip()
    known = {YES: True, "true": True, NO: False, "false": False}
    if text.lower() not in known:
        return None, ("只能写“是”或“否”。", "从下拉列表里选。")
    return known[text.lower()], None


def _read_date(value: object) -> tuple[dt.date | None, tuple[str, str] | None]:
    fix = "写成 年-月-日，如 2024-01-01。"
    if isinstance(value, dt.datetime):
        if value.time() != dt.time():
            return None, ("日期里带了时间。", fix)
        return value.date(), None
    if isinstance(value, dt.date):
        return value, None
    match = _DATE.fullmatch(value.strip()) if isinstance(value, str) else None
    if match is None:
        return None, ("这不是日期。", fix)
    try:
        return dt.date(int(match[1]), int(match[2]), int(match[3])), None
    except ValueError:
        return None, ("没有这一天。", fix)
