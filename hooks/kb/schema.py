"""What the schema says of itself: fields in the order they are written, choices, nested schemas.

The editing guide's tables, the blank files of `kb new` and the columns of a workbook come from it.
"""

from __future__ import annotations

import datetime as dt
import types
import typing
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum, auto
from functools import lru_cache
from typing import Any, Final, Literal

from . import model

_TABLES: Final = (
    model.LEVELS,
    model.TERM_KINDS,
    model.CATEGORIES,
    model.TERM_STATUSES,
    model.RANKS,
    model.BOARDS,
    model.REGULATION_STATUSES,
    model.REPORT_GENRES,
    model.ADMIN_LEVELS,
)
_LABELS: Final = {frozenset(table): table for table in _TABLES}
_FIRST: Final = ("type", "id")
_LAST: Final = ("verified", "verified_on")


class Shape(Enum):
    """What a field holds."""

    TEXT = auto()
    CHOICE = auto()
    BOOL = auto()
    NUMBER = auto()
    DATE = auto()
    LIST = auto()
    """Of texts."""
    GROUP = auto()
    """The fields of one nested schema."""
    GROUPS = auto()
    """A list of such groups."""


@dataclass(frozen=True, slots=True)
class SchemaField:
    """One field of a schema."""

    name: str
    required: bool
    about: str
    """In Chinese."""
    shape: Shape
    choices: Mapping[str, str]
    """Value → what members call it; empty where anything may be written."""
    nested: type[model.Strict] | None
    """The schema of a group, or of each group of a list."""


@lru_cache(maxsize=64)
def fields_of(schema: type[model.Strict]) -> tuple[SchemaField, ...]:
    """The fields of a schema in the order of a file: type and id first, verification last."""
    names = list(schema.model_fields)
    if issubclass(schema, model.Record):
        first = [name for name in _FIRST if name in names]
        last = [name for name in _LAST if name in names]
        names = [*first, *(n for n in names if n not in (*_FIRST, *_LAST)), *last]
    return tuple(_field(schema, name) for name in names)


def field_of(schema: type[model.Strict], name: str) -> SchemaField:
    """One field; raises StopIteration where there is none of the name."""
    return next(field for field in fields_of(schema) if field.name == name)


def describe(field: SchemaField) -> str:
    """What a field is for and, of an enumeration, the values and what they mean."""
    if not field.choices or all(key in field.about for key in field.choices):
        return field.about
    return f"{field.about}：{'，'.join(f'{key} {label}' for key, label in field.choices.items())}"


def nested_schemas(
    schema: type[model.Strict], above: str = ""
) -> Iterator[tuple[str, type[model.Strict]]]:
    """(path of the field, schema) of every group, from the outside in: `items.clauses`, Clause."""
    for field in fields_of(schema):
        if field.nested:
            yield f"{above}{field.name}", field.nested
            yield from nested_schemas(field.nested, f"{above}{field.name}.")


def schemas_in(annotation: object) -> Iterator[type[model.Strict]]:
    """The nested schemas that a field's annotation names."""
    if isinstance(annotation, type) and issubclass(annotation, model.Strict):
        yield annotation
    for argument in getattr(annotation, "__args__", ()):
        yield from schemas_in(argument)


def _field(schema: type[model.Strict], name: str) -> SchemaField:
    info = schema.model_fields[name]
    nested = next(schemas_in(info.annotation), None)
    choices = _choices(info.annotation) if name != "type" else {}
    many = _is_list(info.annotation)
    if nested:
        shape = Shape.GROUPS if many else Shape.GROUP
    elif many:
        shape = Shape.LIST
    else:
        shape = Shape.CHOICE if choices else _scalar_shape(info.annotation)
    return SchemaField(name, info.is_required(), info.description or "", shape, choices, nested)


def _parts(annotation: Any) -> tuple[Any, ...]:
    """The alternatives of a union, without None; metadata taken off."""
    origin = typing.get_origin(annotation)
    if origin is typing.Annotated:
        return _parts(typing.get_args(annotation)[0])
    if origin in (typing.Union, types.UnionType):
        parts = (part for part in typing.get_args(annotation) if part is not type(None))
        return tuple(inner for part in parts for inner in _parts(part))
    return (annotation,)


def _is_list(annotation: Any) -> bool:
    return any(typing.get_origin(part) is tuple for part in _parts(annotation))


def _choices(annotation: Any) -> dict[str, str]:
    """The values of a field that is an enumeration and nothing else."""
    parts = _parts(annotation)
    if len(parts) != 1 or typing.get_origin(parts[0]) is not Literal:
        return {}
    values = typing.get_args(parts[0])
    labels = _LABELS.get(frozenset(values), {})
    return {value: labels[value].zh if value in labels else value for value in values}


def _scalar_shape(annotation: Any) -> Shape:
    shapes = {dt.date: Shape.DATE, bool: Shape.BOOL, int: Shape.NUMBER}
    return next((shapes[part] for part in _parts(annotation) if part in shapes), Shape.TEXT)
