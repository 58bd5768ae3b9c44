"""`kb new`: a file to fill in, made from the schema.

A field that must be written has an empty value below a line that says 待填: until it is filled, the
build names it. What may be left out is a comment; without its `# ` it is a field.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from . import model
from .frontmatter import yaml_text
from .importer.describe import TAKEN, make_id
from .importer.write import write_page
from .problem import Problem
from .schema import SchemaField, Shape, describe, fields_of

KINDS: Final = ("term", "regulation", "report", "guide", "list")
"""What can be begun from a blank."""
NAMES: Final = {"term": "term"}
"""The field that holds a record's name, where it is not `title`."""
TO_FILL: Final = "待填"
BODIES: Final[Mapping[str, str]] = {
    "term": (
        "## 怎么用\n待填：在什么材料里用，常见搭配是什么。\n\n"
        "## 容易写错\n待填：常见的错误写法和正确写法；没有就删去这一节。"
    ),
    "regulation": (
        "## 它管什么\n待填：这部法规管什么、谁常用。\n\n"
        "## 第一章 总则\n\n### 第一条 条旨\n待填：这一条的要点，用自己的话写。"
    ),
    "report": "## 一、工作情况\n待填：做了哪些工作。\n\n## 二、下一步打算\n待填：准备做什么。",
    "guide": (
        "## 怎样做\n1. 待填：第一步。\n2. 待填：第二步。\n\n"
        "## 容易出错\n待填：常见的错处；没有就删去这一节。"
    ),
    "list": "待填：这份清单从哪里来、适用于谁、怎样使用。",
}
"""An example of what stands below the fields."""


def name_field(kind: str) -> str:
    """The field that holds a record's name."""
    return NAMES.get(kind, "title")


def propose_id(kind: str, title: str) -> str:
    """An id from the pinyin of a title."""
    return make_id(title, prefix=kind)


def render_blank(kind: str, record_id: str, *, title: str | None, today: dt.date) -> str:
    """The whole file, ending in a line feed."""
    schema = model.RECORD_TYPES[kind]
    known = {"type": kind, "id": record_id, "verified": "unverified", "verified_on": str(today)}
    known |= {"status": "example"} if kind == "report" else {}
    known |= {name_field(kind): yaml_text(title)} if title else {}
    lines = [
        "# 由 kb new 新建。写着“待填”的必须补上：写在冒号后面，冒号与内容之间空一格。",
        "# 写着“可选”的用得上才填：删去那几行行首的“# ”，填好内容；用不上的不用管。",
    ]
    for field in fields_of(schema):
        lines += _field_lines(field, known)
    head = "\n".join(lines)
    return f"---\n{head}\n---\n{BODIES[kind]}\n"


def create(
    kind: str, record_id: str, docs: Path, *, title: str | None, today: dt.date
) -> Path | Problem:
    """Write the blank file; an existing file is never touched."""
    target = docs / model.RECORD_TYPES[kind].FOLDER / f"{record_id}.md"
    shown = target.as_posix()
    if not model.ID_PATTERN.fullmatch(record_id) or len(record_id) > 60:
        what = f"编号“{record_id}”不能用。"
        fix = "只用小写字母和数字，用短横线连接，最多60个字符，如 san-hui-yi-ke。"
        return Problem("kb new", 1, what, fix)
    if is_reserved(record_id):
        return Problem("kb new", 1, f"编号“{record_id}”另有用处。", "换一个编号。")
    if target.exists():
        fix = "要改它，直接用记事本打开；要另写一条，换一个编号。"
        return Problem("kb new", 1, f"{shown} 已经存在，没有改动它。", fix)
    text = render_blank(kind, record_id, title=title, today=today)
    written = write_page(target, text, force=False, path="kb new")
    return written if isinstance(written, Problem) else target


def is_reserved(record_id: str) -> bool:
    """Whether an id is the name of an index page, or means something to the system."""
    return bool(TAKEN.fullmatch(record_id)) or record_id.startswith("by-")


def gaps(kind: str, *, titled: bool) -> tuple[str, ...]:
    """The required fields that are blank in a new file."""
    known = {"type", "id", "verified", "verified_on"}
    known |= {"status"} if kind == "report" else set()
    known |= {name_field(kind)} if titled else set()
    fields = fields_of(model.RECORD_TYPES[kind])
    return tuple(field.name for field in fields if field.required and field.name not in known)


def _field_lines(field: SchemaField, known: Mapping[str, str]) -> Iterator[str]:
    if field.name in known:
        if field.name != "type":
            yield f"# {field.name} {_about(field)}"
        yield f"{field.name}: {known[field.name]}"
        return
    mark = TO_FILL if field.required else "可选"
    yield f"# {field.name} {mark}：{_about(field)}"
    prefix = "" if field.required else "# "
    yield from (f"{prefix}{line}" for line in _blank_lines(field))


def _blank_lines(field: SchemaField) -> Iterator[str]:
    """The field without its content; of a group, all that can be filled in."""
    if field.nested is None:
        yield f"{field.name}: {'[]' if field.shape is Shape.LIST else ''}"
        return
    yield f"{field.name}:"
    many = field.shape is Shape.GROUPS
    inner = [line for part in fields_of(field.nested) for line in _inner_lines(field, part)]
    for place, line in enumerate(inner):
        yield f"  {'- ' if many and place == 0 else '  ' if many else ''}{line}"


def _inner_lines(group: SchemaField, field: SchemaField) -> Iterator[str]:
    """A field of a group. What may be left out is a comment, but not in what is one already."""
    if field.required:
        yield from _blank_lines(field)
    elif group.required:
        yield f"# {field.name}: {_default(field)}"
    else:
        yield f"{field.name}: {_default(field)}"


def _default(field: SchemaField) -> str:
    """What means the same as leaving the field out, of those that the groups have."""
    if field.shape in (Shape.LIST, Shape.GROUPS):
        return "[]"
    return "true" if field.name == "in_quotes" else "false" if field.shape is Shape.BOOL else ""


def _about(field: SchemaField, *, inside: bool = False) -> str:
    """The description, the choices and, of groups, the fields of each."""
    about = describe(field)
    if field.nested is None:
        return about + ("，写成 [甲, 乙]" if field.shape is Shape.LIST else "")
    inner = "；".join(
        f"{part.name}{'' if part.required else '（可选）'} {_about(part, inside=True)}"
        for part in fields_of(field.nested)
    )
    each = "每项的字段" if field.shape is Shape.GROUPS else "其中的字段"
    return f"{about}（{each}：{inner}）" if inside else f"{about}。{each}：{inner}"
