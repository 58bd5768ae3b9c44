"""What a workbook changes: found and checked as a whole before anything is written."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

from pydantic import ValidationError

from .. import model
from ..blank import is_reserved
from ..frontmatter import change_front_matter, record_data, render_front_matter
from ..importer.write import Written, write_page
from ..load import (
    FRONT_MATTER,
    KnowledgeBase,
    Loaded,
    check,
    load_knowledge_base,
    parse_record,
    schema_problems,
)
from ..problem import Problem
from .columns import GROUP_SHEETS, HEADS, plain_body, stamp_of
from .rows import Cell, Entry, Table, Where, read_table
from .workbook import read_workbook

FIRST_CODE: Final = 1_000_000
"""Cells are numbered from here on and stand where the checks expect the line of a field."""
_CODE: Final = re.compile(r"\b(\S+\.md):(1\d{6})\b")
_GROUP_NAMES: Final = {"english": "英文", "first_seen": "首见", "match": "短词"}
BODY_NAME: Final = "正文"


@dataclass(frozen=True, slots=True)
class Change:
    """One file to write."""

    id: str
    target: Path
    text: str
    new: bool
    fields: tuple[str, ...]
    """In Chinese: what differs; empty where the file is new."""


@dataclass(slots=True)
class ImportPlan:
    """What importing a workbook does."""

    changes: list[Change] = field(default_factory=list)
    unchanged: int = 0
    newer: list[str] = field(default_factory=list)
    """Terms whose file has changed since the export and whose row has not."""
    without_row: list[str] = field(default_factory=list)
    """Terms that were exported and have no row now."""


def plan_import(path: Path, docs: Path, *, force: bool) -> ImportPlan | list[Problem]:
    """What to write for a workbook, or everything that is wrong with it; writes nothing.

    A row that has changed since it was exported does not replace a file that has changed too,
    unless `force`.
    """
    sheets = read_workbook(path)
    if isinstance(sheets, Problem):
        return [sheets]
    table, problems = read_table(sheets, str(path))
    if problems and not table.entries:
        return problems
    knowledge, _ = load_knowledge_base(docs)
    planner = _Planner(str(path), docs, table, knowledge, force=force)
    plan = planner.plan()
    problems += planner.problems
    return sorted(problems, key=_by_place) if problems else plan


def apply(plan: ImportPlan) -> Iterator[tuple[Change, Written | Problem]]:
    """Write the files one by one."""
    for change in plan.changes:
        written = write_page(
            change.target, change.text, force=not change.new, path=change.target.as_posix()
        )
        yield change, written


def _by_place(problem: Problem) -> tuple[str, int, str]:
    return problem.path, problem.line, problem.what


class _Planner:
    def __init__(
        self, path: str, docs: Path, table: Table, knowledge: KnowledgeBase, *, force: bool
    ) -> None:
        self._path = path
        self._docs = docs
        self._table = table
        self._knowledge = knowledge
        self._force = force
        self._cells: list[Cell] = []
        self.problems: list[Problem] = []

    def plan(self) -> ImportPlan:
        plan = ImportPlan()
        changed: list[Loaded] = []
        for entry in self._table.entries:
            item = self._validated(entry) if entry.id else None
            if item is not None and self._classify(entry, item, plan):
                changed.append(item)
        self._check_orphans()
        self._check_together(changed)
        if not self.problems:
            plan.changes = [self._change(item) for item in changed]
        rows = {entry.id for entry in self._table.entries}
        plan.without_row = sorted(set(self._table.stamps) - rows)
        return plan

    def _validated(self, entry: Entry) -> Loaded | None:
        """The row as a record whose fields stand at its cells; None where it is none."""
        path = f"{model.Term.FOLDER}/{entry.id}.md"
        if is_reserved(entry.id):
            self._refuse(entry, f"编号“{entry.id}”另有用处。", "换一个编号。")
            return None
        lines = self._numbered(entry.cells)
        try:
            record = model.Term.model_validate(entry.data)
        except ValidationError as error:
            for problem in schema_problems(path, model.Term, error, lines):
                self._say(problem, entry)
            return None
        return Loaded(record, path, lines, entry.body, 1)

    def _numbered(self, cells: Mapping[Where, Cell]) -> dict[Where, int]:
        lines: dict[Where, int] = {}
        for where, cell in cells.items():
            lines[where] = FIRST_CODE + len(self._cells)
            self._cells.append(cell)
        return lines

    def _cell(self, code: int) -> Cell | None:
        number = code - FIRST_CODE
        return self._cells[number] if 0 <= number < len(self._cells) else None

    def _say(self, problem: Problem, entry: Entry | None = None) -> None:
        """Report a problem where its author sees it: at the cell."""
        cell = self._cell(problem.line) or (entry.cells[("id",)] if entry else None)
        if cell in self._table.wrong:
            return
        what = _CODE.sub(self._named, problem.what)
        if cell is None and what != problem.what:
            return  # the other side of what is said at the cell
        if cell is None:
            what = f"改后 {problem.path}:{problem.line} 会有错：{what}"
            self.problems.append(Problem(self._path, 1, what, problem.fix))
        else:
            self.problems.append(Problem(self._path, cell.row, f"{cell}：{what}", problem.fix))

    def _named(self, found: re.Match[str]) -> str:
        cell = self._cell(int(found[2]))
        return f"工作表“{cell.sheet}”第{cell.row}行" if cell else found[0]

    def _classify(self, entry: Entry, item: Loaded, plan: ImportPlan) -> bool:
        """Whether the row is to be written; says where it may not be."""
        target = self._docs / item.path
        current = self._knowledge.by_path.get(item.path)
        row = stamp_of(record_data(item.record), entry.body)
        exported = self._table.stamps.get(entry.id)
        if current is None or not isinstance(current.record, model.Term):
            return self._may_be_new(entry, target)
        file = stamp_of(record_data(current.record), current.body)
        if row == file:
            plan.unchanged += 1
            return False
        if exported == row:
            plan.newer.append(entry.id)
            return False
        if exported == file or self._force:
            return True
        if exported is None:
            what = f"编号“{entry.id}”已经有文件 {target.as_posix()}，这一行不是从它导出的。"
            fix = "要新增，换一个编号；要改它，重新导出再改，或加上 --force 用这一行替换。"
        else:
            what = f"导出以后，{target.as_posix()} 另有改动，这一行也改了。"
            fix = "重新导出一份，在上面改；要用这一行替换文件里的改动，加上 --force。"
        self._refuse(entry, what, fix)
        return False

    def _may_be_new(self, entry: Entry, target: Path) -> bool:
        if target.exists():
            what = f"文件 {target.as_posix()} 里有错，读不出来。"
            self._refuse(entry, what, "先用记事本把那个文件改好，再导入。")
            return False
        return True

    def _refuse(self, entry: Entry, what: str, fix: str) -> None:
        cell = entry.cells[("id",)]
        self.problems.append(Problem(self._path, cell.row, f"{cell}：{what}", fix))

    def _check_orphans(self) -> None:
        """Groups of a term without a row must be as in its file: else they would be lost."""
        for term_id, lists in self._table.orphans.items():
            term = self._knowledge.terms.get(term_id)
            data = record_data(term) if term else {}
            if any(data.get(name, []) != groups for name, groups in lists.items()):
                cell = self._table.orphan_cells[term_id]
                what = f"“提法”表里没有“{term_id}”这一行。"
                fix = "核对编号；是新增的，在“提法”表里也写一行；不要的，删去这一行。"
                self.problems.append(Problem(self._path, cell.row, f"{cell}：{what}", fix))

    def _check_together(self, changed: Sequence[Loaded]) -> None:
        """What the changed terms get wrong about other records, and these about them."""
        terms = {item.record.id: item.record for item in changed}
        paths = {item.path: item for item in changed}
        known: Any = {"terms": {**self._knowledge.terms, **terms}}
        after = replace(
            self._knowledge,
            by_path={**self._knowledge.by_path, **paths},
            broken=self._knowledge.broken | self._unread(),
            **known,
        )
        before = set(check(self._knowledge)) if changed else set()
        entries = {entry.id: entry for entry in self._table.entries}
        for problem in check(after) if changed else ():
            if problem not in before:
                item = paths.get(problem.path)
                self._say(problem, entries.get(item.record.id) if item else None)

    def _unread(self) -> frozenset[str]:
        """Files of rows that are no records: what names them is not to blame."""
        return frozenset(f"{model.Term.FOLDER}/{entry.id}.md" for entry in self._table.entries)

    def _change(self, item: Loaded) -> Change:
        target = self._docs / item.path
        current = self._knowledge.by_path.get(item.path)
        if current is None:
            return Change(item.record.id, target, render_file(item), True, ())
        raw = target.read_bytes().decode("utf-8")
        text = change_file(raw, current, item)
        return Change(item.record.id, target, text, False, tuple(_differing(current, item)))


def render_file(item: Loaded) -> str:
    """The file of a record."""
    head = render_front_matter(record_data(item.record), type(item.record))
    body = plain_body(item.body)
    return f"---\n{head}---\n{body}\n" if body else f"---\n{head}---\n"


def change_file(raw: str, current: Loaded, item: Loaded) -> str:
    """The file with what has changed; line ends and a byte order mark stay."""
    mark = "\ufeff" if raw.startswith("\ufeff") else ""
    text = raw.removeprefix(mark).replace("\r\n", "\n")
    match = FRONT_MATTER.match(text)
    assert match is not None  # it has been read as a record
    old, new = record_data(current.record), record_data(item.record)
    body = text[match.end() :]
    if plain_body(body) != plain_body(item.body):
        body = f"{plain_body(item.body)}\n" if plain_body(item.body) else ""
    schema = type(item.record)
    head = match[1] if old == new else change_front_matter(match[1], old, new, schema)
    changed = f"---\n{head}---\n{body}"
    again, _ = parse_record(item.path, changed)
    if again is None or again.record != item.record:  # a form of YAML that is not known here
        changed = f"---\n{render_front_matter(new, schema)}---\n{body}"
    return mark + (changed.replace("\n", "\r\n") if "\r\n" in raw else changed)


def _differing(current: Loaded, item: Loaded) -> Iterable[str]:
    old, new = record_data(current.record), record_data(item.record)
    for name in dict.fromkeys((*new, *old)):
        if old.get(name) != new.get(name):
            yield _name_of(name)
    if plain_body(current.body) != plain_body(item.body):
        yield BODY_NAME


def _name_of(name: str) -> str:
    if name in GROUP_SHEETS:
        return GROUP_SHEETS[name][0]
    return HEADS.get((name,)) or _GROUP_NAMES.get(name, name)
