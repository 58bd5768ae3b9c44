"""What changed between editions: what is remembered, how it is kept, what is said of it."""

from __future__ import annotations

import datetime as dt
import re
import shutil
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from helpers import DOCS, knowledge_of, numbered, regulation, term, term_file, write_docs
from kb import model
from kb.cli import kb
from kb.history import facets
from kb.history.compare import (
    Change,
    change_lists,
    compare_states,
    edits_of,
    edits_of_set,
    state_of,
)
from kb.history.cut import plan_cut, write_cut
from kb.history.facets import Weight, remember
from kb.history.ledger import FOLDER, Cut, State, cut_text, parse_cut, read_ledger
from kb.load import load_knowledge_base
from kb.problem import Problem

NOON = dt.datetime(2026, 1, 2, 12, tzinfo=dt.UTC)


def state(*records: model.AnyRecord) -> dict[str, dict[str, str]]:
    return state_of(knowledge_of(*records))


def told(changes: tuple[Change, ...]) -> list[tuple[str, str, list[str]]]:
    """(weight, id, keys of what changed)"""
    return [(c.weight.name, c.id, [d.facet.key for d in c.differences]) for c in changes]


FIELDS: dict[str, Any] = {
    "name": "甲",
    "aliases": ["甲甲"],
    "sources": [{"document": "文件", "level": "text"}],
    "definition": "一句话的释义。",
}
BASE = term("jia", **FIELDS)


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"name": "乙"}, ("WORDING", ["name"])),
        ({"status": "superseded", "superseded_by": "bing"}, ("WORDING", ["status"])),
        ({"wrong": [{"variant": "假", "why": "错"}]}, ("WORDING", ["wrong", "text"])),
        ({"sources": [{"document": "别的文件", "level": "text"}]}, ("SOURCES", ["sources"])),
        ({"verified": "secondary"}, ("SOURCES", ["verified"])),
        ({"aliases": ["甲甲", "小甲"]}, ("EXPLANATION", ["aliases"])),
        ({"definition": "另一句话的释义。"}, ("EXPLANATION", ["definition"])),
        ({"category": "politics"}, ("EXPLANATION", ["text"])),
        ({"verified_on": dt.date(2026, 3, 4)}, None),
        ({"pinyin": "jia"}, None),
    ],
)
def test_what_a_change_weighs(changed: dict[str, Any], expected: tuple[str, list[str]]) -> None:
    """By its most urgent facet; the others stand beside it."""
    other = term("jia", **(FIELDS | changed))
    # an edition that remembers each facet of some record, so that all of them are compared
    known = term("yi", "旧", aliases=["旧旧"], wrong=[{"variant": "久", "why": "错"}])
    found = told(compare_states(state(BASE, known), state(other, known)))
    assert found == ([(expected[0], "jia", expected[1])] if expected else [])


def test_the_order_is_that_of_consequence() -> None:
    old = state(term("a", "甲"), term("b", "乙"), term("c", "丙"), term("d", "丁"))
    new = state(
        term("e", "戊"),
        term("a", "甲", definition="解释换了一种说法。"),
        term("b", "乙", verified="secondary"),
        term("c", "丙丙"),
    )
    assert [(w, i) for w, i, _ in told(compare_states(old, new))] == [
        ("WORDING", "c"),
        ("WITHDRAWN", "d"),
        ("SOURCES", "b"),
        ("NEW", "e"),
        ("EXPLANATION", "a"),
    ]


def test_a_new_address_is_no_withdrawal() -> None:
    (change,) = compare_states(state(term("a", "甲")), state(term("b", "甲")))
    assert (change.id, change.moved_from, change.weight) == ("b", "a", Weight.EXPLANATION)


def test_members_keep_their_order() -> None:
    old = numbered("a", "三甲", "3")
    wordings = ["成员1", "成员3", "成员2"]
    new = old.model_copy(
        update={"members": tuple(model.Member(wording=wording) for wording in wordings)}
    )
    (change,) = compare_states(state(old), state(new))
    (difference,) = change.differences
    assert difference.reordered
    assert difference.edits[0].new == ("[3]", *wordings)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("a b c", "a x c", [("b", "x")]),
        ("a b", "a b c", [("", "c")]),
        ("a b c", "a c", [("b", "")]),
        ("a b", "x y", [("a", "x"), ("b", "y")]),
        ("a b c", "x", [("a b c", "x")]),
    ],
)
def test_edits_of_a_list(old: str, new: str, expected: list[tuple[str, str]]) -> None:
    found = edits_of(old.split(), new.split())
    assert [(" ".join(edit.old), " ".join(edit.new)) for edit in found] == expected


def test_edits_of_a_set() -> None:
    """An article that replaces another of the same regulation is matched; the order means nothing."""
    old, new = ["@a 第一条", "@b 第二条", "文件"], ["@b 第三条", "@a 第一条", "@c 第九条"]
    found = [(edit.old, edit.new) for edit in edits_of_set(old, new)]
    assert found == [(("@b 第二条",), ("@b 第三条",)), ((), ("@c 第九条",)), (("文件",), ())]
    assert edits_of_set(["a", "b"], ["b", "a"]) == ()


def test_articles_are_remembered_one_by_one() -> None:
    knowledge, _ = load_knowledge_base(DOCS)
    item = knowledge.by_path["regulations/zhibu-gongzuo-tiaoli.md"]
    before = remember(item.record, item.body)
    heading = re.search(r"^#+ 第十六条.*$", item.body, re.M)
    assert heading
    body = item.body.replace(heading[0], f"{heading[0]}\n\n另加一款。", 1)
    after = remember(item.record, body)
    assert {key for key in before if before[key] != after[key]} == {"articles"}
    changed = set(before["articles"].split("｜")) ^ set(after["articles"].split("｜"))
    assert {entry.partition("=")[0] for entry in changed} == {"art-16"}


def test_no_field_is_forgotten() -> None:
    """Whatever field of whatever record goes, an edition knows; named exceptions aside."""
    knowledge, _ = load_knowledge_base(DOCS)
    seen: dict[str, set[str]] = {}
    for item in knowledge.by_path.values():
        kind = item.record.TYPE
        if kind not in facets.FACETS:
            continue
        remembered = remember(item.record, item.body)
        assert remember(item.record, f"{item.body}\n\n又一段。") != remembered
        for name, about in type(item.record).model_fields.items():
            if about.is_required() or name in seen.setdefault(kind, set()):
                continue
            if getattr(item.record, name) != about.default:
                seen[kind].add(name)
                without = item.record.model_copy(update={name: about.default})
                same = remember(without, item.body) == remembered
                assert same == (name in facets._UNREMEMBERED), (kind, name)
    assert {"members", "wrong", "sources", "related", "first_seen", "counts"} <= seen["term"]
    assert {"steps", "checklist", "clauses", "terms"} <= seen["guide"]


def test_a_facet_that_was_not_remembered_has_not_changed() -> None:
    """So that a later version can remember more without calling everything changed."""
    new = state(term("a", "甲", aliases=["甲甲"]))
    old = {record: {"name": values["name"]} for record, values in new.items()}
    assert compare_states(old, new) == ()


# The ledger

STATES: list[State] = [
    {"term/a": {"name": "甲", "status": "current"}, "term/b": {"name": "乙"}},
    {"term/a": {"name": "甲甲"}, "list/c": {"items": "一｜二"}},
    {},
    {"term/b": {"name": "# 乙: 丙", "text": "0"}},
]


def chain(states: list[State]) -> list[tuple[str, str]]:
    """(path, text) of editions with these states, a day apart."""
    files, before = [], None
    for day, given in enumerate(states, start=1):
        cut = Cut(f"2026-01-{day:02}", f"2026-01-{day:02}T00:00:00Z", given, note="一句话")
        files.append((f"{FOLDER}/{cut.name}.tsv", cut_text(cut, before)))
        before = cut
    return files


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    write_docs(tmp_path, dict(chain(STATES)))
    cuts, problems = read_ledger(tmp_path)
    assert problems == []
    assert [cut.state for cut in cuts] == STATES
    assert {cut.note for cut in cuts} == {"一句话"}
    assert "term/b\t-\n" in chain(STATES)[1][1]
    assert "\tstatus\t\n" in chain(STATES)[1][1]  # below the line of its name
    assert "乙" not in chain(STATES)[1][1]  # only what changed


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda text: text.replace("甲", "申"), "校验值"),
        (lambda text: text.replace("# schema: 1", "# schema: 2"), "格式版本"),
        (lambda text: text.replace("# schema: 1", "# schema: 1\n# previous: 2025-01-01"), "上一版"),
        (lambda text: text + "term/a\n", "读不懂"),
        (lambda text: text + "term/zz\t-\n", "读不懂"),
        (lambda text: text + "..\tname\tx\n", "读不懂"),
        (lambda text: text.replace("T00:00:00Z", ""), "日期"),
    ],
)
def test_a_file_that_was_tampered_with(change: Any, said: str) -> None:
    path, text = chain(STATES)[0]
    assert change(text) != text
    problem = parse_cut(path, change(text), None)
    assert isinstance(problem, Problem)
    assert said in problem.what
    assert "kb edition" in problem.fix


def test_an_edition_that_is_missing(tmp_path: Path) -> None:
    files = dict(chain(STATES))
    del files[f"{FOLDER}/2026-01-02.tsv"]
    write_docs(tmp_path, files)
    cuts, (problem,) = read_ledger(tmp_path)
    assert [cut.name for cut in cuts] == ["2026-01-01"]
    assert problem.path == f"{FOLDER}/2026-01-03.tsv"
    assert "上一版" in problem.what


def test_the_editions_of_the_repository() -> None:
    """They read, they fit, and the last of them was given to members."""
    cuts, problems = read_ledger(DOCS)
    assert problems == []
    assert len(cuts) >= 2
    assert cuts[0].stage == "development"
    assert len({cut.made for cut in cuts}) == len(cuts)
    for before, cut in pairwise(cuts):
        assert compare_states(before.state, cut.state)
    knowledge, _ = load_knowledge_base(DOCS)
    lists = change_lists(knowledge)
    assert [entry.cut for entry in lists if entry.cut] == list(reversed(cuts))


# The command


def test_cutting_editions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    docs = write_docs(tmp_path / "docs", term_file("jia", "甲") | term_file("yi", "乙"))

    def run(*arguments: str, at: str = "2026-01-02T12:00:00+00:00") -> str:
        epoch = int(dt.datetime.fromisoformat(at).timestamp())
        monkeypatch.setenv("SOURCE_DATE_EPOCH", str(epoch))
        done = CliRunner().invoke(kb, ["edition", "--docs", str(docs), *arguments])
        return done.output + (str(done.exception) if done.exception else "")

    def names() -> list[str]:
        return sorted(path.stem for path in (docs / FOLDER).glob("*"))

    assert "第一版：2个条目" in run("--dry-run")
    assert names() == []
    assert "已编定" in run()
    assert "相同，没有写文件" in run()
    write_docs(docs, term_file("jia", "甲甲") | term_file("bing", "丙"))
    (docs / "terms/yi.md").unlink()
    said = run("--note", "第二次\n编定")
    assert "写法变了1条：甲甲（提法）" in said
    assert "撤下1条：乙" in said
    assert "新增1条：丙" in said
    assert names() == ["2026-01-02", "2026-01-02-2"]
    assert "还早" in run(at="2026-01-01T12:00:00+00:00")
    write_docs(docs, {"terms/bing.md": "---\ntype: term\n---\n"})
    assert "没有编定新版" in run()
    cuts, problems = read_ledger(docs)
    assert problems == []
    assert [cut.note for cut in cuts] == ["", "第二次 编定"]


def test_a_development_edition_has_its_own_number(tmp_path: Path) -> None:
    for number, stage in enumerate(("development", "release", "development"), start=1):
        write_docs(tmp_path, term_file("jia", "甲" * number))
        knowledge, _ = load_knowledge_base(tmp_path)
        made = NOON + dt.timedelta(seconds=number)
        planned = plan_cut(knowledge, made, development=stage == "development")
        write_cut(tmp_path, planned, note="", note_en="")
    cuts, problems = read_ledger(tmp_path)
    assert problems == []
    assert [cut.name for cut in cuts] == ["2026-01-02-dev1", "2026-01-02", "2026-01-02-dev2"]


def test_regulations_have_facets_of_their_own() -> None:
    old = regulation("tiaoli", "某条例", articles=10)
    new = old.model_copy(update={"status": "repealed", "title": "某某条例"})
    (change,) = compare_states(state(old), state(new))
    assert [d.facet.key for d in change.differences] == ["name", "status"]


def test_a_record_lost_from_a_copy_is_withdrawn(tmp_path: Path) -> None:
    """The list follows what is there: nothing is taken from elsewhere."""
    for part in (FOLDER, "terms", "regulations", "discipline", "guides", "reports"):
        shutil.copytree(DOCS / part, tmp_path / part)
    before = {c.id for c in change_lists(load_knowledge_base(tmp_path)[0])[0].of(Weight.WITHDRAWN)}
    (tmp_path / "reports/sixiang-huibao.md").unlink()
    latest = change_lists(load_knowledge_base(tmp_path)[0])[0]
    assert latest.cut is None
    assert {change.id for change in latest.of(Weight.WITHDRAWN)} == before | {"sixiang-huibao"}
