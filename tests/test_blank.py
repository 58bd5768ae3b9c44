"""Files to fill in: every field is there, and what is filled in as they say loads."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from typing import Any, cast

import pytest
import yaml
from helpers import DAY
from kb import model
from kb.blank import BODIES, KINDS, create, gaps, name_field, propose_id, render_blank
from kb.load import load_knowledge_base, parse_record
from kb.problem import Problem
from kb.schema import SchemaField, Shape, fields_of, nested_schemas

VALUES: dict[str, Any] = {
    "kind": "concept",
    "counts": "1",
    "regulation": "甲",
    "article": "第一条",
    "form": 1,
    "articles": 3,
    "chapters": 1,
    "parts": 1,
    "pinyin": "jia ci",
    "definition": "A definition.",
    "summary": "一句话说明。",
}
"""What is no plain text, or not any."""


def schema_of(kind: str) -> type[model.Record]:
    return model.RECORD_TYPES[kind]


def path_of(kind: str) -> str:
    return f"{schema_of(kind).FOLDER}/jia-ci.md"


def sample(name: str, field: SchemaField) -> str:
    """A value for a blank, as an editor would write it."""
    if field.choices and name not in VALUES:
        return next(iter(field.choices))
    if field.shape is Shape.DATE:
        return "2020-01-02"
    if field.shape is Shape.BOOL:
        return "false"
    return yaml.safe_dump(VALUES.get(name, "jia"), allow_unicode=True).partition("\n")[0]


def filled(kind: str, text: str, *, optional: bool) -> str:
    """The file with its blanks filled; `optional` ones too, without the mark before them."""
    head, body = text.removeprefix("---\n").split("---\n", 1)
    fields = {field.name: field for field in fields_of(schema_of(kind))}
    for _, nested in nested_schemas(schema_of(kind)):
        fields |= {f.name: f for f in fields_of(nested) if f.name not in fields}
    lines = []
    for line in head.splitlines():
        if optional and re.match(r" *# *-?[ ]*[a-z_]+:", line):
            line = line.replace("# ", "", 1)
        blank = re.fullmatch(r" *(?:- )?([a-z_]+): ", line)
        if blank and not (kind == "term" and blank[1] == "superseded_by"):
            line += sample(blank[1], fields[blank[1]])
        lines.append(line)
    return "---\n" + "\n".join(lines) + "\n---\n" + body


@pytest.mark.parametrize("kind", KINDS)
def test_every_field_in_order(kind: str) -> None:
    text = render_blank(kind, "jia-ci", title=None, today=DAY)
    wanted = [field.name for field in fields_of(schema_of(kind))]
    assert re.findall(r"^(?:# )?([a-z_]+):", text, re.M) == wanted
    for field in fields_of(schema_of(kind)):
        if field.name != "type":
            assert field.about in text
    for path, nested in nested_schemas(schema_of(kind)):
        for field in fields_of(nested):
            assert field.about in text, path
    assert BODIES[kind] in text


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("title", [None, "甲词", "甲词: “乙” # 丙"])
def test_what_is_filled_in_loads(kind: str, title: str | None) -> None:
    text = filled(kind, render_blank(kind, "jia-ci", title=title, today=DAY), optional=False)
    loaded, problems = parse_record(path_of(kind), text)
    assert problems == []
    assert loaded is not None
    assert loaded.record.id == "jia-ci"
    assert getattr(loaded.record, name_field(kind)) == (title or "jia")


@pytest.mark.parametrize("kind", KINDS)
def test_every_comment_is_a_field_without_its_mark(kind: str) -> None:
    """Each is read; one rule about two fields apart, all of it is right."""
    text = filled(kind, render_blank(kind, "jia-ci", title="甲词", today=DAY), optional=True)
    data = cast(dict[str, Any], yaml.safe_load(text.split("---\n")[1]))
    assert set(data) == {field.name for field in fields_of(schema_of(kind))}
    if kind in ("term", "list"):  # a source is a regulation or a document, not both
        for source in data["sources"]:
            source |= {"regulation": "jia", "document": None}
    if kind == "term":  # a time is a text there, a year perhaps
        data["first_seen"]["date"] = "2020"
    if kind == "guide":
        data["steps"][0]["clause"] = None
        data["clauses"][0]["regulation"] = "jia"
    schema_of(kind).model_validate(data)


@pytest.mark.parametrize("kind", KINDS)
def test_every_blank_is_missed(kind: str) -> None:
    """A file as it comes out never gets into a site by mistake."""
    text = render_blank(kind, "jia-ci", title=None, today=DAY)
    loaded, problems = parse_record(path_of(kind), text)
    assert loaded is None
    said = " ".join(problem.what for problem in problems)
    for name in gaps(kind, titled=False):
        assert re.search(rf"字段 {name}[. ]", said), name
    assert all("None" not in problem.what for problem in problems)


@pytest.mark.parametrize("kind", KINDS)
def test_gaps_are_the_required_fields(kind: str) -> None:
    text = render_blank(kind, "jia-ci", title="甲词", today=DAY)
    assert re.findall(r"^# ([a-z_]+) 待填", text, re.M) == list(gaps(kind, titled=True))


def test_ids() -> None:
    assert propose_id("term", "三会一课") == "san-hui-yi-ke"
    assert propose_id("guide", "index") == "guide-index"
    assert len(propose_id("term", "很长的名称" * 20)) <= 60


def test_a_file_is_made_once(tmp_path: Path) -> None:
    made = create("term", "jia-ci", tmp_path, title="甲词", today=dt.date(2026, 1, 2))
    assert made == tmp_path / "terms/jia-ci.md"
    made.write_text(
        filled("term", made.read_text(encoding="utf-8"), optional=False), encoding="utf-8"
    )
    assert load_knowledge_base(tmp_path)[1] == ()
    before = made.read_bytes()
    assert isinstance(create("term", "jia-ci", tmp_path, title="甲词", today=DAY), Problem)
    assert made.read_bytes() == before
    assert isinstance(create("term", "a" * 61, tmp_path, title=None, today=DAY), Problem)
