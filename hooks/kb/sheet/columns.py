"""Which sheet and column holds which field, and how its value stands in a cell."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any, Final

from .. import model
from ..schema import SchemaField, Shape, field_of

Path = tuple[str, ...]
"""Where a value stands in a record: `("english", "term")`."""
CellValue = str | dt.date | None
"""What a cell is written as."""


class Form(Enum):
    """How a value stands in a cell."""

    TEXT = auto()
    LIST = auto()
    CHOICE = auto()
    BOOL = auto()
    DATE = auto()
    UNKNOWN = auto()
    """是 where the members of a local formulation are unknown."""
    BODY = auto()


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a sheet."""

    head: str
    path: Path
    form: Form
    about: str
    """In Chinese; the comment at the head."""
    required: bool
    choices: Mapping[str, str]
    """Value → label; empty where anything may be written."""

    @property
    def offered(self) -> tuple[str, ...]:
        """What the drop-down list offers; empty where there is none."""
        if self.form is Form.UNKNOWN:
            return (YES,)
        return (YES, NO) if self.form is Form.BOOL else tuple(self.choices.values())


@dataclass(frozen=True, slots=True)
class SheetPlan:
    """One sheet: the terms, or the groups of one of their lists."""

    name: str
    field: str | None
    """The list whose groups are its rows; None for the sheet of the terms."""
    columns: tuple[Column, ...]
    """Without the id, where the rows are groups."""


FIRST_YEAR: Final = 1901
"""Excel knows no dates before 1900, and takes that year for a leap year."""
YES: Final = "是"
NO: Final = "否"
ID_HEAD: Final = "编号"
BODY_PATH: Final = ("", "body")
TERM_SHEET: Final = "提法"
GUIDE_SHEET: Final = "说明"
STAMP_SHEET: Final = "导出记录"
"""Hidden: what each term was when it was exported."""
HEADS: Final[Mapping[Path, str]] = {
    ("id",): ID_HEAD,
    ("term",): "提法",
    ("aliases",): "别名",
    ("pinyin",): "读音",
    ("kind",): "类型",
    ("category",): "类别",
    ("counts",): "数目",
    ("members",): "成员不详",
    ("definition",): "释义",
    ("english", "term"): "英文译名",
    ("english", "definition"): "英文释义",
    ("english", "official"): "官方译法",
    ("english", "aliases"): "英文别名",
    ("english", "body"): "英文补充",
    ("first_seen", "date"): "首见时间",
    ("first_seen", "document"): "首见文件",
    ("first_seen", "level"): "首见核对程度",
    ("status",): "状态",
    ("superseded_by",): "被取代为",
    ("related",): "相关词条",
    ("senses",): "其他含义",
    ("match", "in_quotes"): "短词加引号时算",
    ("match", "phrases"): "短词在词组中算",
    ("never_in",): "不算的词组",
    ("verified",): "核对程度",
    ("verified_on",): "核对日期",
    BODY_PATH: "正文",
}
"""The sheet of the terms, in order."""
GROUP_SHEETS: Final[Mapping[str, tuple[str, Mapping[str, str]]]] = {
    "members": ("成员", {"wording": "成员", "english": "英文", "term": "成员词条", "note": "说明"}),
    "sources": (
        "出处",
        {
            "regulation": "法规编号",
            "article": "条款",
            "document": "其他文件",
            "date": "日期",
            "level": "核对程度",
            "note": "说明",
        },
    ),
    "wrong": ("误写", {"variant": "误写", "why": "为什么错"}),
}
"""Field → name of its sheet, and the heads of its fields."""
_ABOUT: Final[Mapping[Path, str]] = {
    ("members",): "地方用语、没有公开释义、成员不清楚的写“是”；其他的空着，成员写在“成员”表",
    ("match", "in_quotes"): "容易混淆的短词才填：“是”，加引号时算提及；“否”，只在指定词组中算",
    ("match", "phrases"): "容易混淆的短词才填：出现在这些词组里时算提及",
    ("id",): "编号，就是文件名；新增的可以空着，自动用拼音",
    BODY_PATH: "正文（Markdown），写“怎么用”“容易写错”等",
}
"""What is otherwise in a sheet than in a file."""
_SEPARATOR: Final = re.compile(r"[；;]")
_FORMS: Final = {
    Shape.TEXT: Form.TEXT,
    Shape.CHOICE: Form.CHOICE,
    Shape.BOOL: Form.BOOL,
    Shape.DATE: Form.DATE,
    Shape.LIST: Form.LIST,
}


def _plans() -> Iterator[SheetPlan]:
    yield SheetPlan(TERM_SHEET, None, tuple(_column(path, head) for path, head in HEADS.items()))
    for field, (name, heads) in GROUP_SHEETS.items():
        nested = field_of(model.Term, field).nested
        assert nested is not None
        columns = (_of_field((key,), head, field_of(nested, key)) for key, head in heads.items())
        yield SheetPlan(name, field, tuple(columns))


def _column(path: Path, head: str) -> Column:
    if path == BODY_PATH:
        return Column(head, path, Form.BODY, _ABOUT[path], False, {})
    field = field_of(model.Term, path[0])
    if path == ("members",):
        return Column(head, path, Form.UNKNOWN, _ABOUT[path], False, {})
    required = field.required
    if len(path) == 2:
        assert field.nested is not None
        field = field_of(field.nested, path[1])
        required = required and field.required
    column = _of_field(path, head, field)
    return Column(head, path, column.form, column.about, required, column.choices)


def _of_field(path: Path, head: str, field: SchemaField) -> Column:
    about = _ABOUT.get(path, field.about)
    return Column(head, path, _FORMS[field.shape], about, field.required, field.choices)


PLANS: Final = tuple(_plans())
"""Every sheet with data, the terms first."""


def read_list(text: str) -> list[str]:
    """The values of a cell: one a line, or divided by semicolons; or a JSON list."""
    if text.startswith("["):
        try:
            values = json.loads(text)
        except ValueError:
            values = None
        if isinstance(values, list) and all(isinstance(value, str) for value in values):
            return values
    parts = text.split("\n") if "\n" in text else _SEPARATOR.split(text)
    return [part.strip() for part in parts if part.strip()]


def write_list(values: Sequence[str]) -> str:
    """The text that `read_list` reads these values from, as readable as can be."""
    text = "\n".join(values)
    return text if read_list(text) == list(values) else json.dumps(list(values), ensure_ascii=False)


def cells_of(data: Mapping[str, Any], body: str, columns: Sequence[Column]) -> list[CellValue]:
    """One row: the cells of a term or of a group, in the order of the columns."""
    return [_cell(data, body, column) for column in columns]


def _cell(data: Mapping[str, Any], body: str, column: Column) -> CellValue:
    if column.form is Form.BODY:
        return plain_body(body) or None
    if column.form is Form.UNKNOWN:
        return YES if data.get("members") == "unknown" else None
    value: Any = data
    for key in column.path:
        value = value.get(key) if isinstance(value, Mapping) else None
    if isinstance(value, dt.date) and value.year < FIRST_YEAR:
        return str(value)
    if value is None or isinstance(value, dt.date):
        return value
    if column.form is Form.LIST:
        return write_list(value) or None
    if column.form is Form.BOOL:
        return YES if value else NO
    return column.choices.get(value, str(value))


def plain_body(body: str) -> str:
    """A body as it stands in a cell: without the blank lines around it."""
    return body.strip("\n") if body.strip() else ""


def stamp_of(data: Mapping[str, Any], body: str) -> str:
    """What tells one content of a term from another."""
    content = json.dumps([data, plain_body(body)], ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(content.encode("utf-8", "surrogatepass")).hexdigest()[:16]
