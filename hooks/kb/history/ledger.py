"""The editions in `docs/editions`: one file an edition, `2026-11-22.tsv`, with what it changed.

The first file holds every record, each later one only what differs from the edition before: the
state of an edition is what comes out when the files are read in order. A file begins with lines
`# name: value`; every other line is `record TAB facet TAB value`, the record left out where it is
that of the line above, `-` for a record that was withdrawn, an empty value for a facet that a
record no longer has. No git is needed: a tarball, a shallow clone, a copy on a stick tell the same.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from ..problem import Problem

FOLDER = "editions"
SCHEMA = 1
WITHDRAWN = "-"
STATE_DIGITS = 12
_NAME = re.compile(r"^\d{4}-\d{2}-\d{2}(?:-(?:dev)?(\d{1,2}))?$")
"""The day, and the number of the edition within it from the second on; `-dev1` for drafts."""
_MADE = re.compile(r"^# made: (.*)$", re.M)
_HEADER = re.compile(r"^# ([a-z-]+): (.*)$")
_RECORD = re.compile(r"^[a-z]+/[a-z0-9-]+$")
_FACET = re.compile(r"^[a-z_]+$")
_MEND = "这些文件由 kb edition 写，不要手改；用版本库里的文件换回来。"

State = Mapping[str, Mapping[str, str]]
"""`term/san-hui-yi-ke` → facet → value."""


@dataclass(frozen=True, slots=True)
class Cut:
    """An edition, as its file has it."""

    name: str
    """`2026-11-22`, `2026-11-22-2`, `2026-11-22-dev1`."""
    made: str
    """When it was cut: `2026-11-22T08:30:00Z`."""
    state: State = field(repr=False)
    stage: str = "release"
    """`development` for one that was never given to anybody."""
    note: str = ""
    """A sentence for members, in Chinese; may be empty."""
    note_en: str = ""

    @property
    def day(self) -> dt.date:
        """The day it is named after."""
        return dt.date.fromisoformat(self.name[:10])


def digest_of_state(state: State) -> str:
    """The first digits of the SHA-256 of all that is remembered."""
    digest = hashlib.sha256()
    for record in sorted(state):
        for facet in sorted(state[record]):
            digest.update(f"{record}\t{facet}\t{state[record][facet]}\n".encode())
    return digest.hexdigest()[:STATE_DIGITS]


def read_ledger(docs: Path) -> tuple[tuple[Cut, ...], list[Problem]]:
    """All editions, the oldest first. Reading ends at a file that does not fit: what follows it
    would be wrong too."""
    texts: dict[str, str] = {}
    for path in sorted((docs / FOLDER).glob("*.tsv")):
        name = path.relative_to(docs).as_posix()
        try:
            texts[name] = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            return (), [Problem(name, 1, "文件不是 UTF-8 编码。", _MEND)]
    cuts: list[Cut] = []
    for name in sorted(texts, key=lambda name: _order(name, texts[name])):
        cut = parse_cut(name, texts[name], cuts[-1] if cuts else None)
        if isinstance(cut, Problem):
            return tuple(cuts), [cut]
        cuts.append(cut)
    return tuple(cuts), []


def _order(path: str, text: str) -> tuple[str, int, str]:
    """By time; of one moment, by number."""
    made, number = _MADE.search(text), _NAME.match(Path(path).stem)
    return (made[1] if made else "", int((number and number[1]) or 1), path)


def parse_cut(path: str, text: str, before: Cut | None) -> Cut | Problem:
    """One file, applied to the edition before it and checked against its own digest."""
    name = Path(path).stem
    if not _NAME.match(name):
        return Problem(path, 1, f"文件名“{name}”不是日期。", "写成 2026-11-22.tsv 这样。")
    lines = text.replace("\r\n", "\n").split("\n")
    headers = {m[1]: m[2].strip() for line in lines if (m := _HEADER.match(line))}
    if wrong := _unfit(path, headers, before.name if before else ""):
        return wrong
    state: dict[str, dict[str, str]] = {
        record: dict(facets) for record, facets in (before.state if before else {}).items()
    }
    record = ""
    for number, line in enumerate(lines, start=1):
        if line and not _HEADER.match(line):
            cells = line.split("\t")
            record = cells[0] or record
            if not _RECORD.match(record) or not _apply(state, record, cells[1:]):
                return Problem(path, number, f"这一行读不懂：{line[:60]}", _MEND)
    if headers.get("state") != digest_of_state(state):
        return Problem(path, 1, "内容与自己的校验值不符。", _MEND)
    return Cut(
        name,
        headers["made"],
        state,
        headers.get("stage", "release"),
        headers.get("note", ""),
        headers.get("note-en", ""),
    )


def _apply(state: dict[str, dict[str, str]], record: str, cells: list[str]) -> bool:
    """Carry out one line; False where it makes no sense."""
    if cells == [WITHDRAWN]:
        return state.pop(record, None) is not None
    if len(cells) != 2 or not _FACET.match(cells[0]):
        return False
    facet, value = cells
    facets = state.setdefault(record, {})
    if value:
        facets[facet] = value
        return True
    return facets.pop(facet, None) is not None


def _unfit(path: str, headers: Mapping[str, str], previous: str) -> Problem | None:
    """What is wrong with the first lines of a file; None where they fit."""
    if headers.get("schema") != str(SCHEMA):
        what = f"格式版本是“{headers.get('schema', '')}”，这里只认 {SCHEMA}。"
        return Problem(path, 1, what, "更新程序，或" + _MEND)
    if headers.get("previous", "") != previous:
        what = f"上一版写的是“{headers.get('previous', '')}”，实际是“{previous}”。"
        return Problem(path, 1, what, f"版次少了或多了一个文件。{_MEND}")
    try:
        dt.datetime.strptime(headers.get("made", ""), "%Y-%m-%dT%H:%M:%SZ")
        dt.date.fromisoformat(Path(path).stem[:10])
    except ValueError:
        return Problem(path, 1, "日期不对。", _MEND)
    return None


def cut_text(cut: Cut, before: Cut | None) -> str:
    """The file of an edition."""
    headers = {
        "schema": str(SCHEMA),
        "made": cut.made,
        "previous": before.name if before else "",
        "stage": cut.stage,
        "note": cut.note,
        "note-en": cut.note_en,
        "records": str(len(cut.state)),
        "state": digest_of_state(cut.state),
    }
    lines = [f"# {name}: {value}" for name, value in headers.items() if value]
    lines += _rows(before.state if before else {}, cut.state)
    return "".join(f"{line}\n" for line in lines)


def _rows(before: State, after: State) -> Iterable[str]:
    for record in sorted({*before, *after}):
        if record not in after:
            yield f"{record}\t{WITHDRAWN}"
            continue
        old, new = before.get(record, {}), after[record]
        first = record
        for facet in sorted({*old, *new}):
            if old.get(facet) != new.get(facet):
                yield f"{first}\t{facet}\t{new.get(facet, '')}"
                first = ""
