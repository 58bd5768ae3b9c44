"""Two states of the records set against each other: what changed, ordered by consequence."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from .facets import FACETS, Facet, Values, Weight, facets_of, remember, split
from .ledger import Cut, State

if TYPE_CHECKING:
    from ..load import KnowledgeBase


@dataclass(frozen=True, slots=True)
class Edit:
    """What became of some neighbouring values; one side is empty where they are new or gone."""

    old: Values
    new: Values


@dataclass(frozen=True, slots=True)
class Difference:
    """One facet of a record that changed."""

    facet: Facet
    edits: tuple[Edit, ...]
    """Empty for a text of which only the hash is known."""
    reordered: bool = False
    """The values are the same, in another order."""


@dataclass(frozen=True, slots=True)
class Change:
    """What became of one record."""

    kind: str
    id: str
    name: str
    """Its present name, or the last it had."""
    english: str
    """Its English name, where it has one."""
    weight: Weight
    differences: tuple[Difference, ...] = ()
    """The heaviest first; empty for a new or withdrawn record."""
    moved_from: str = ""
    """The id it had before, where it has another now."""

    @property
    def text_only(self) -> bool:
        """Whether there is nothing to show of it: only hashes tell that its texts changed."""
        return not self.moved_from and all(d.facet.hashed for d in self.differences)


@dataclass(frozen=True, slots=True)
class ChangeList:
    """What one edition changed."""

    cut: Cut | None
    """None for what has changed since the last edition."""
    before: Cut | None
    """None for the first edition: all its records are new."""
    changes: tuple[Change, ...]
    counts: Mapping[str, int]
    """Records of the edition by kind."""

    def of(self, weight: Weight) -> tuple[Change, ...]:
        """The changes of one weight."""
        return tuple(change for change in self.changes if change.weight == weight)


def state_of(knowledge: KnowledgeBase) -> dict[str, dict[str, str]]:
    """What there is to remember of the records as they are."""
    return {
        f"{item.record.TYPE}/{item.record.id}": remember(item.record, item.body)
        for _, item in sorted(knowledge.by_path.items())
        if item.record.TYPE in FACETS
    }


def change_lists(knowledge: KnowledgeBase) -> tuple[ChangeList, ...]:
    """One list an edition, the newest first; before them what no edition has yet, if anything."""
    cuts = knowledge.editions
    lists = [
        ChangeList(
            cut,
            before,
            compare_states(before.state, cut.state) if before else (),
            _counts(cut.state),
        )
        for before, cut in zip((None, *cuts), cuts, strict=False)
    ]
    if cuts:
        present = state_of(knowledge)
        changes = compare_states(cuts[-1].state, present)
        if changes:
            lists.append(ChangeList(None, cuts[-1], changes, _counts(present)))
    return tuple(reversed(lists))


def _counts(state: State) -> dict[str, int]:
    kinds = [record.partition("/")[0] for record in state]
    return {kind: kinds.count(kind) for kind in FACETS if kind in kinds}


def compare_states(old: State, new: State) -> tuple[Change, ...]:
    """All changes, the heaviest first, then by kind and name."""
    moved = _moved(old, new)
    found = [_whole(old[r], r, Weight.WITHDRAWN) for r in old if r not in new and r not in moved]
    origins = {target: source for source, target in moved.items()}
    known = _known_facets(old)
    for record in new:
        source = origins.get(record, record)
        if source not in old:
            found.append(_whole(new[record], record, Weight.NEW))
            continue
        kind, _, record_id = record.partition("/")
        differences = tuple(_differences(kind, old[source], new[record], known[kind]))
        if not differences and source == record:
            continue
        weight = min((d.facet.weight for d in differences), default=Weight.EXPLANATION)
        origin = "" if source == record else source.partition("/")[2]
        found.append(
            Change(kind, record_id, *_names(new[record], record_id), weight, differences, origin)
        )
    kinds = list(FACETS)
    return tuple(sorted(found, key=lambda c: (c.weight, kinds.index(c.kind), c.id)))


def _whole(facets: Mapping[str, str], record: str, weight: Weight) -> Change:
    kind, _, record_id = record.partition("/")
    return Change(kind, record_id, *_names(facets, record_id), weight)


def _names(facets: Mapping[str, str], record_id: str) -> tuple[str, str]:
    return facets.get("name", record_id), facets.get("english", "")


def _moved(old: State, new: State) -> dict[str, str]:
    """Records that only have another id now: gone there, new here, of one kind and name."""
    gone: dict[tuple[str, str], list[str]] = defaultdict(list)
    come: dict[tuple[str, str], list[str]] = defaultdict(list)
    for state, other, found in ((old, new, gone), (new, old, come)):
        for record in state:
            if record not in other:
                found[record.partition("/")[0], state[record].get("name", "")].append(record)
    return {
        records[0]: come[key][0]
        for key, records in gone.items()
        if len(records) == 1 and len(come.get(key, ())) == 1
    }


def _known_facets(state: State) -> Mapping[str, set[str]]:
    """Kind → the facets that an edition remembers: what it never remembered cannot have changed."""
    known: dict[str, set[str]] = defaultdict(set)
    for record, facets in state.items():
        known[record.partition("/")[0]].update(facets)
    return known


def _differences(
    kind: str, old: Mapping[str, str], new: Mapping[str, str], known: set[str]
) -> list[Difference]:
    found = []
    for facet in facets_of(kind):
        before, after = old.get(facet.key, ""), new.get(facet.key, "")
        if before == after or facet.key not in known:
            continue
        if facet.hashed:
            found.append(Difference(facet, ()))
            continue
        values, others = split(before), split(after)
        reordered = facet.ordered and sorted(values) == sorted(others)
        if reordered:
            edits: tuple[Edit, ...] = (Edit(values, others),)
        else:
            edits = (edits_of if facet.ordered else edits_of_set)(values, others)
        if edits:
            found.append(Difference(facet, edits, reordered))
    return sorted(found, key=lambda difference: difference.facet.weight)


def edits_of(old: Sequence[str], new: Sequence[str]) -> tuple[Edit, ...]:
    """The places where two lists differ; as many on both sides are matched one by one."""
    found = []
    for tag, start, end, other_start, other_end in SequenceMatcher(
        None, old, new, autojunk=False
    ).get_opcodes():
        if tag == "equal":
            continue
        gone, come = old[start:end], new[other_start:other_end]
        if len(gone) == len(come):
            found += [Edit((a,), (b,)) for a, b in zip(gone, come, strict=True)]
        else:
            found.append(Edit(tuple(gone), tuple(come)))
    return tuple(found)


def edits_of_set(old: Sequence[str], new: Sequence[str]) -> tuple[Edit, ...]:
    """What is gone and what has come where the order means nothing.

    A value that replaces another of the same head is matched: `@dangzhang 第三条` and `第四条`.
    """
    gone = [value for value in old if value not in new]
    come = [value for value in new if value not in old]
    if len(old) == len(new) == 1:
        return edits_of(old, new)
    found = []
    for value in tuple(gone):
        head = value.rpartition(" ")[0]
        other = next((entry for entry in come if head and entry.startswith(f"{head} ")), None)
        if other is not None:
            found.append(Edit((value,), (other,)))
            gone.remove(value)
            come.remove(other)
    if come:
        found.append(Edit((), tuple(come)))
    if gone:
        found.append(Edit(tuple(gone), ()))
    return tuple(found)


def articles_of(difference: Difference) -> tuple[tuple[str, str], ...]:
    """Of a difference in the digests of a regulation: (address, `new`, `gone` or `changed`)."""
    old = {v.partition("=")[0] for edit in difference.edits for v in edit.old}
    new = {v.partition("=")[0] for edit in difference.edits for v in edit.new}
    ordered = dict.fromkeys(
        value.partition("=")[0] for edit in difference.edits for value in (*edit.new, *edit.old)
    )
    return tuple(
        (address, "changed" if address in old & new else "new" if address in new else "gone")
        for address in ordered
    )
