"""Front matter written, and changed in place without touching what has not changed.

Editors keep their files tidy in their own way; a change made by a program shows only where it is.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

import yaml

from . import model
from .schema import Shape, fields_of

Data = Mapping[str, Any]
"""Field → text, bool, number, date, list of texts, group or list of groups; none without value."""
_UNPRINTABLE: Final = re.compile(
    "[^\t\n\x20-\x7e\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
)
"""What YAML 1.1 does not read outside escapes, 5.1; U+FEFF and line separators besides."""
_SEPARATORS: Final = "\x85\u2028\u2029"
INDENT: Final = "  "


def record_data(record: model.Strict) -> dict[str, Any]:
    """A record as data: what is as it would be anyway is left out, but for rules of matching."""
    data: dict[str, Any] = {}
    for field in fields_of(type(record)):
        value = getattr(record, field.name)
        info = type(record).model_fields[field.name]
        says_much = isinstance(record, model.MatchRule) and field.name == "in_quotes"
        if not field.required and not says_much and value == info.get_default():
            continue
        data[field.name] = _plain_data(value)
    return data


def _plain_data(value: Any) -> Any:
    if isinstance(value, model.Strict):
        return record_data(value)
    if isinstance(value, tuple):
        return [_plain_data(part) for part in value]
    return value


def render_front_matter(data: Data, schema: type[model.Strict]) -> str:
    """The lines between the two `---`, in the order of the schema; ends in a line feed."""
    return "\n".join(_render_group(data, schema, "")) + "\n"


def change_front_matter(head: str, old: Data, new: Data, schema: type[model.Strict]) -> str:
    """The head with the fields that differ between `old` and `new` written anew.

    The caller checks that the result means `new`: YAML has more forms than are known here.
    """
    if any(char in head for char in _SEPARATORS):  # YAML counts lines at them
        return render_front_matter(new, schema)
    lines = head.split("\n")
    ending = [] if lines[-1] else [lines.pop()]
    try:
        return "\n".join([*_change_group(lines, old, new, schema, ""), *ending])
    except yaml.YAMLError:  # an anchor in one field and its alias in another
        return render_front_matter(new, schema)


def yaml_text(text: str, *, in_list: bool = False) -> str:
    """A text on one line: bare where that means the same, else in double quotes."""
    if _is_plain(text, in_list=in_list):
        return text
    quoted = json.dumps(text, ensure_ascii=False)
    return "".join(_escaped(char) if _must_escape(char) else char for char in quoted)


def _must_escape(char: str) -> bool:
    return char in _SEPARATORS or bool(_UNPRINTABLE.match(char))


def _escaped(char: str) -> str:
    return f"\\U{ord(char):08x}"


def _is_plain(text: str, *, in_list: bool) -> bool:
    if text != text.strip() or any(char in text for char in "\n\r\t") or text.startswith("#"):
        return False
    if any(_must_escape(char) for char in text):
        return False
    sample, expected = (f"[{text}]", [text]) if in_list else (f"k: {text}", {"k": text})
    try:
        return bool(yaml.safe_load(sample) == expected)
    except (yaml.YAMLError, ValueError):
        return False


def _render_group(data: Data, schema: type[model.Strict], indent: str) -> list[str]:
    lines: list[str] = []
    for field in fields_of(schema):
        if field.name in data:
            lines += _render_field(field.name, data[field.name], schema, indent)
    return lines


def _render_field(
    name: str, value: Any, schema: type[model.Strict], indent: str, style: str | None = None
) -> list[str]:
    """The lines of one field; `style` is that of the value it replaces, as YAML names it."""
    nested = next(field.nested for field in fields_of(schema) if field.name == name)
    start = f"{indent}{name}:"
    if isinstance(value, Mapping):
        assert nested is not None
        return [start, *_render_group(value, nested, indent + INDENT)]
    if isinstance(value, list) and value and isinstance(value[0], Mapping):
        assert nested is not None
        return [start, *(line for item in value for line in _render_item(item, nested, indent))]
    if isinstance(value, list):
        if style == "block" and value:
            return [start, *(f"{indent}{INDENT}- {yaml_text(part)}" for part in value)]
        return [f"{start} [{', '.join(yaml_text(part, in_list=True) for part in value)}]"]
    if isinstance(value, str) and ("\n" in value or style == "|"):
        literal = _literal(value, indent + INDENT)
        if literal:
            return [f"{start} |", *literal]
    return [f"{start} {_scalar(value)}"]


def _render_item(item: Data, schema: type[model.Strict], indent: str) -> list[str]:
    lines = _render_group(item, schema, indent + INDENT * 2)
    return _dashed(lines, len(indent) + len(INDENT))


def _dashed(lines: list[str], column: int) -> list[str]:
    """The lines of a group as an item of a list: a dash two columns before its first field."""
    first, *rest = lines
    return [f"{first[:column]}-{first[column + 1 :]}", *rest]


def _literal(text: str, indent: str) -> list[str] | None:
    """The lines of a literal block; None where the block would not give the text back."""
    lines = [f"{indent}{line}" if line else "" for line in text.split("\n")]
    try:
        same = yaml.safe_load("k: |\n" + "\n".join(lines) + "\n") == {"k": text + "\n"}
    except yaml.YAMLError:
        return None
    return lines if same else None


def _scalar(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dt.date | int):
        return str(value)
    return yaml_text(value)


def _change_group(
    lines: list[str], old: Data, new: Data, schema: type[model.Strict], indent: str
) -> list[str]:
    node = yaml.compose("\n".join(lines), Loader=yaml.SafeLoader)
    if not isinstance(node, yaml.MappingNode) or node.flow_style:
        return _render_group(new, schema, indent)
    starts = [key.start_mark.line for key, _ in node.value]
    width = node.value[0][0].start_mark.column
    names = [str(key.value) for key, _ in node.value]
    pieces: dict[str, list[str]] = {}
    for place, (name, (_, value)) in enumerate(zip(names, node.value, strict=True)):
        end = starts[place + 1] if place + 1 < len(starts) else len(lines)
        piece = lines[starts[place] : end]
        if old.get(name) != new.get(name):
            piece = _change_field(piece, name, value, old, new, schema, " " * width)
        pieces[name] = piece
    for name in new:
        if name not in pieces:
            pieces = _insert(
                pieces, name, _render_field(name, new[name], schema, " " * width), schema
            )
    return [*lines[: starts[0]], *(line for piece in pieces.values() for line in piece)]


def _insert(
    pieces: dict[str, list[str]], name: str, lines: list[str], schema: type[model.Strict]
) -> dict[str, list[str]]:
    """The pieces with a new field behind the nearest that stands before it in the schema."""
    order = [field.name for field in fields_of(schema)]
    before = [other for other in reversed(order[: order.index(name)]) if other in pieces]
    found: dict[str, list[str]] = {} if before else {name: lines}
    for other, piece in pieces.items():
        found[other] = piece
        if before and other == before[0]:
            found[name] = lines
    return found


def _change_field(
    piece: list[str],
    name: str,
    node: yaml.Node,
    old: Data,
    new: Data,
    schema: type[model.Strict],
    indent: str,
) -> list[str]:
    """The lines of one field with its new value; comments around it stay."""
    content, tail = _without_tail(piece, indent)
    if name not in new:
        return tail
    field = next(field for field in fields_of(schema) if field.name == name)
    before, after = old.get(name), new[name]
    block = isinstance(node, yaml.CollectionNode) and not node.flow_style and len(content) > 1
    if block and field.nested and isinstance(before, Mapping) and isinstance(after, Mapping):
        inner = _change_group(content[1:], before, after, field.nested, indent + INDENT)
        return [content[0], *inner, *tail]
    lists = isinstance(before, list) and isinstance(after, list) and before and after
    if block and field.nested and field.shape is Shape.GROUPS and lists:
        items = _change_items(content[1:], before or [], after, field.nested, indent)
        return [content[0], *items, *tail]
    lines = _render_field(name, after, schema, indent, _style(node))
    if len(content) == 1 and len(lines) == 1:
        lines[0] += _end_comment(content[0])
    return [*lines, *tail]


def _change_items(
    lines: list[str],
    old: Sequence[Data],
    new: Sequence[Data],
    schema: type[model.Strict],
    indent: str,
) -> list[str]:
    """A list of groups: items that stay keep their lines, one that changed its other fields."""
    node = yaml.compose("\n".join(lines), Loader=yaml.SafeLoader)
    assert isinstance(node, yaml.SequenceNode)
    starts = [item.start_mark.line for item in node.value]
    column = node.start_mark.column
    ends = [*starts[1:], len(lines)]
    pieces = [lines[start:end] for start, end in zip(starts, ends, strict=True)]
    if len(pieces) != len(old):
        return [line for item in new for line in _render_item(item, schema, indent)]
    free = list(range(len(old)))
    same: dict[int, int] = {}
    for place, item in enumerate(new):
        found = next((number for number in free if old[number] == item), None)
        if found is not None:
            same[place] = found
            free.remove(found)
    found_lines: list[str] = []
    for place, item in enumerate(new):
        if place in same:
            found_lines += pieces[same[place]]
        elif place in free and len(new) == len(old):
            opened = list(pieces[place])
            opened[0] = opened[0].replace("-", " ", 1)
            changed = _change_group(opened, old[place], item, schema, " " * (column + 2))
            found_lines += _dashed(changed, column)
        else:
            found_lines += _dashed(_render_group(item, schema, " " * (column + 2)), column)
    return [*lines[: starts[0]], *found_lines]


def _without_tail(piece: list[str], indent: str) -> tuple[list[str], list[str]]:
    """A field's own lines, and the blank lines and comments before the next field."""
    end = len(piece)
    while end > 1 and _stands_between(piece[end - 1], indent):
        end -= 1
    return piece[:end], piece[end:]


def _stands_between(line: str, indent: str) -> bool:
    """Whether a line is blank, or a comment that is not inside a field's text."""
    text = line.lstrip()
    return not text or (text.startswith("#") and len(line) - len(text) <= len(indent))


def _end_comment(line: str) -> str:
    """The comment that ends a line with one field, with the spaces before it."""
    node = yaml.compose(line, Loader=yaml.SafeLoader)
    if not isinstance(node, yaml.MappingNode):
        return ""
    rest = line[node.value[0][1].end_mark.column :]
    return rest if rest.lstrip().startswith("#") else ""


def _style(node: yaml.Node) -> str | None:
    if isinstance(node, yaml.ScalarNode):
        return "|" if node.style == "|" else None
    return "block" if isinstance(node, yaml.SequenceNode) and not node.flow_style else None
