"""Cutting an edition: what the records hold now becomes the newest file of `docs/editions`."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from pathlib import Path

from ..load import KnowledgeBase
from .compare import Change, compare_states, state_of
from .ledger import FOLDER, Cut, cut_text


@dataclass(frozen=True, slots=True)
class Planned:
    """An edition that may be written."""

    cut: Cut
    before: Cut | None
    changes: tuple[Change, ...]
    """Against the edition before; empty for the first."""

    @property
    def same(self) -> bool:
        """Whether there is nothing that the edition before does not have."""
        return self.before is not None and not self.changes


def plan_cut(knowledge: KnowledgeBase, made: dt.datetime, *, development: bool) -> Planned:
    """The edition of the records as they are; a second one of a day has a number."""
    before = knowledge.editions[-1] if knowledge.editions else None
    state = state_of(knowledge)
    changes = compare_states(before.state, state) if before else ()
    stage = "development" if development else "release"
    number = 1 + sum(cut.day == made.date() and cut.stage == stage for cut in knowledge.editions)
    ending = f"-dev{number}" if development else f"-{number}" if number > 1 else ""
    cut = Cut(f"{made.date()}{ending}", f"{made:%Y-%m-%dT%H:%M:%SZ}", state, stage)
    return Planned(cut, before, changes)


def write_cut(docs: Path, planned: Planned, *, note: str, note_en: str) -> Path:
    """Write its file, in one step; returns its path."""
    cut = replace(planned.cut, note=note, note_en=note_en)
    target = docs / FOLDER / f"{cut.name}.tsv"
    target.parent.mkdir(parents=True, exist_ok=True)
    partial = target.with_suffix(".part")
    partial.write_text(cut_text(cut, planned.before), encoding="utf-8", newline="\n")
    partial.replace(target)
    return target
