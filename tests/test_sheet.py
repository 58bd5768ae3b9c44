"""Terms as a workbook: nothing is lost on the way, and nothing is written that is not right."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
import resource
import shutil
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from helpers import DOCS, record_text, term_data, term_file, write_docs
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from importer_tools import make_docx, unzipped, zipped
from kb import model
from kb.frontmatter import record_data
from kb.importer.guard import OLE_MAGIC
from kb.load import KnowledgeBase, Loaded, load_knowledge_base, parse_record
from kb.problem import Problem
from kb.schema import fields_of
from kb.sheet import workbook
from kb.sheet.columns import (
    BODY_PATH,
    PLANS,
    plain_body,
    read_list,
    stamp_of,
    write_list,
)
from kb.sheet.export import render_csv, render_workbook, shown_terms
from kb.sheet.plan import ImportPlan, apply, change_file, plan_import, render_file
from kb.sheet.rows import read_table
from kb.sheet.workbook import read_sheets
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.formula import ArrayFormula
from openpyxl.worksheet.worksheet import Worksheet

TERM = term_data(
    "jia-ci",
    "甲词",
    aliases=["甲", "甲、乙"],
    kind="numbered",
    counts="2",
    members=[{"wording": "成员一", "english": "one"}, {"wording": "成员二"}],
    sources=[
        {"document": "某讲话", "date": dt.date(2020, 1, 2), "level": "text"},
        {"document": "古书", "date": dt.date(1848, 2, 21), "level": "secondary", "note": "远"},
    ],
    wrong=[{"variant": "假词", "why": "应写甲词。"}],
    match={"in_quotes": False, "phrases": ["甲词组"]},
    never_in=["甲词典"],
    first_seen={"date": "2013-06", "document": "某会议", "level": "text"},
)
BODY = "## 怎么用\n写总结时用。\n"


@pytest.fixture(scope="module")
def real() -> KnowledgeBase:
    return load_knowledge_base(DOCS)[0]


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A docs folder with two terms."""
    files = {
        "terms/jia-ci.md": record_text(TERM, BODY),
        **term_file("yi-ci", "乙词"),
    }
    return write_docs(tmp_path / "docs", files)


def paths_of_terms() -> set[tuple[str, ...]]:
    """Every value that a term can have."""
    found: set[tuple[str, ...]] = set()
    for field in fields_of(model.Term):
        if field.nested is None:
            found.add((field.name,))
        else:
            found |= {(field.name, inner.name) for inner in fields_of(field.nested)}
    return found - {("type",)}


def workbook_of(docs: Path) -> bytes:
    knowledge, problems = load_knowledge_base(docs)
    assert problems == ()
    data = render_workbook(shown_terms(knowledge.by_path.values()), path="terms.xlsx")
    assert isinstance(data, bytes), data
    return data


def edited(docs: Path, edit: Callable[[Any], None]) -> Path:
    """The workbook of a folder, changed."""
    book = load_workbook(io.BytesIO(workbook_of(docs)))
    edit(book)
    path = docs.parent / "terms.xlsx"
    book.save(path)
    return path


def put(sheet: Worksheet, row: int, head: str, value: Any) -> None:
    column = next(cell.column for cell in sheet[1] if cell.value == head)
    sheet.cell(row, column).value = value


def snapshot(docs: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in sorted(docs.rglob("*")) if path.is_file()}


def planned(path: Path, docs: Path, *, force: bool = False) -> ImportPlan:
    plan = plan_import(path, docs, force=force)
    assert isinstance(plan, ImportPlan), [str(problem) for problem in plan]
    return plan


def refused(path: Path, docs: Path) -> list[str]:
    """What is said of a workbook that must be refused; nothing is written."""
    before = snapshot(docs)
    problems = plan_import(path, docs, force=False)
    assert isinstance(problems, list)
    assert snapshot(docs) == before
    assert all(problem.fix for problem in problems)
    assert all("\n" not in problem.what for problem in problems)
    return [problem.what for problem in problems]


def imported(path: Path, docs: Path, *, force: bool = False) -> list[str]:
    """The files that an import writes."""
    done = list(apply(planned(path, docs, force=force)))
    assert not any(isinstance(written, Problem) for _, written in done)
    return [change.target.name for change, _ in done]


# Columns


def test_every_field_of_a_term_has_a_column() -> None:
    """All but the rules of `kb lint` that a record switches off: an import leaves them as they are."""
    main, *groups = PLANS
    found = {column.path for column in main.columns}
    found |= {(plan.field, column.path[0]) for plan in groups for column in plan.columns}  # type: ignore[misc]
    wanted = {path for path in paths_of_terms() if path[0] != "lint"}
    assert found == wanted | {("members",), BODY_PATH}
    heads = [[column.head for column in plan.columns] for plan in PLANS]
    assert all(len(set(names)) == len(names) for names in heads)
    assert all(column.about for plan in PLANS for column in plan.columns)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("甲", ["甲"]),
        ("甲\n乙", ["甲", "乙"]),
        ("甲；乙; 丙", ["甲", "乙", "丙"]),
        ("甲、乙", ["甲、乙"]),
        ("甲；乙\n丙", ["甲；乙", "丙"]),
        (" 甲 \n\n 乙 ", ["甲", "乙"]),
        ('["甲；乙"]', ["甲；乙"]),
        ("[甲]", ["[甲]"]),
    ],
)
def test_lists_in_a_cell(text: str, values: list[str]) -> None:
    assert read_list(text) == values
    assert read_list(write_list(values)) == values


# Round trip


def test_all_terms_come_back_and_no_file_is_touched(real: KnowledgeBase, tmp_path: Path) -> None:
    docs = tmp_path / "docs"
    shutil.copytree(DOCS, docs)
    path = tmp_path / "terms.xlsx"
    path.write_bytes(workbook_of(DOCS))
    plan = planned(path, docs)
    assert plan.changes == []
    assert plan.unchanged == len(real.terms)
    assert plan.newer == plan.without_row == []


def test_all_terms_can_be_made_anew(real: KnowledgeBase, tmp_path: Path) -> None:
    docs = tmp_path / "docs"
    shutil.copytree(DOCS, docs)
    for item in shown_terms(real.by_path.values()):
        (docs / item.path).unlink()
    path = tmp_path / "terms.xlsx"
    path.write_bytes(workbook_of(DOCS))
    assert len(imported(path, docs)) == len(real.terms)
    again, problems = load_knowledge_base(docs)
    assert problems == ()
    assert again.terms == real.terms
    for item in shown_terms(real.by_path.values()):
        assert plain_body(again.by_path[item.path].body) == plain_body(item.body)


CHARACTERS = st.sampled_from(
    "甲乙党、；;：:#'\"“”[]{}=+-@|>&*!%?,\n\t _x000D_ab10.é\u2028\x85\u3000😀~`\\/"
)
TEXTS = st.text(CHARACTERS, min_size=1, max_size=12).map(str.strip).filter(bool)
OPTIONAL = st.none() | TEXTS
SENTENCES = TEXTS.map(lambda text: f"{text}。这是释义")
DATES = st.dates(dt.date(1800, 1, 1), dt.date(2100, 12, 31))
LEVELS = st.sampled_from(["text", "secondary", "unverified"])
SLUGS = st.from_regex(r"[a-z][a-z0-9]{0,6}(-[a-z0-9]{1,4}){0,2}", fullmatch=True)


def group(**fields: Any) -> st.SearchStrategy[dict[str, Any]]:
    filled = st.fixed_dictionaries(fields)
    return filled.map(lambda data: {key: value for key, value in data.items() if value is not None})


MEMBERS = group(wording=TEXTS, english=OPTIONAL, term=st.none() | SLUGS, note=OPTIONAL)
SOURCES = group(document=TEXTS, date=st.none() | DATES, level=LEVELS, note=OPTIONAL) | group(
    regulation=SLUGS, article=st.sampled_from([None, "第十六条", "总纲"]), level=LEVELS
)
FIELDS: dict[str, st.SearchStrategy[Any]] = {
    "term": TEXTS,
    "aliases": st.lists(TEXTS, max_size=4),
    "pinyin": OPTIONAL,
    "kind": st.sampled_from([key for key in model.TERM_KINDS if key != "numbered"]),
    "category": st.sampled_from(list(model.CATEGORIES)),
    "members": st.lists(MEMBERS, max_size=3),
    "definition": SENTENCES,
    "english": group(
        term=TEXTS,
        definition=SENTENCES,
        official=st.booleans(),
        aliases=st.lists(TEXTS, max_size=3),
        body=OPTIONAL,
    ),
    "sources": st.lists(SOURCES, max_size=3),
    "first_seen": st.none()
    | group(date=st.sampled_from(["2013", "2013-06", "2013-06-01"]), document=TEXTS, level=LEVELS),
    "wrong": st.lists(group(variant=TEXTS, why=TEXTS), max_size=3),
    "related": st.lists(SLUGS, max_size=3),
    "match": st.just("always")
    | group(in_quotes=st.booleans(), phrases=st.lists(TEXTS, max_size=3)),
    "never_in": st.lists(TEXTS, max_size=3),
    "verified": LEVELS,
    "verified_on": DATES,
}


@st.composite
def terms(draw: st.DrawFn) -> model.Term:
    data = term_data("jia-ci", "甲词")
    for name, values in FIELDS.items():
        value = draw(values)
        if value is not None:
            data[name] = value
    if draw(st.integers(0, 9)) == 0:
        data |= {"members": "unknown", "status": "local"}
    return model.Term.model_validate(data)


BODIES = st.text(CHARACTERS, max_size=30)


@settings(suppress_health_check=[HealthCheck.too_slow], max_examples=80)
@given(terms(), BODIES)
def test_an_invented_term_comes_back(term: model.Term, body: str) -> None:
    """Through the cells, and through the file that a new row makes."""

    item = Loaded(term, "terms/jia-ci.md", {}, body, 1)
    data = render_workbook([item], path="x")
    assert isinstance(data, bytes)
    sheets = tuple(read_sheets(io.BytesIO(data)))
    table, problems = read_table(sheets, "x")
    assert problems == []
    assert len(table.entries) == 1
    entry = table.entries[0]
    assert model.Term.model_validate(entry.data) == term
    assert entry.body == plain_body(body)
    assert table.stamps == {"jia-ci": stamp_of(record_data(term), body)}
    again, found = parse_record(item.path, render_file(item))
    assert found == []
    assert again is not None
    assert again.record == term
    assert plain_body(again.body) == plain_body(body)


# Changes


def test_only_what_changed_is_written(desk: Path) -> None:
    file = desk / "terms/jia-ci.md"
    text = (
        "---\n# 页首的注释\ntype: term\nid: jia-ci\nterm: '甲词'   # 名称\nkind: concept\n"
        'category: "organisation"\ndefinition: 这是甲词的释义。 # 留着\n\nenglish:\n    term: "a"\n'
        "    # 里面的注释\n    definition: A definition.\n    official: false\nsources:\n"
        "- document: 某讲话\n  level: text # 核过\n- {document: 另一份, level: text}\n"
        "status: current\nrelated: [yi-ci]\n# 核对\nverified: text\nverified_on: 2026-01-02\n---\n\n"
        "正文。  \n第二行。\n\n\n"
    )
    file.write_text(text, encoding="utf-8")

    def edit(book: Any) -> None:
        sheet = book["提法"]
        put(sheet, 2, "释义", "换了一句释义: 有冒号。")
        put(sheet, 2, "英文译名", "b")
        put(sheet, 2, "别名", "甲\n甲甲")
        put(book["出处"], 2, "说明", "补的")

    path = edited(desk, edit)
    yi = (desk / "terms/yi-ci.md").stat().st_mtime_ns
    plan = planned(path, desk)
    assert [change.fields for change in plan.changes] == [("别名", "释义", "英文", "出处")]
    assert imported(path, desk) == ["jia-ci.md"]
    expected = (
        text.replace("释义。 # 留着", "释义。 # 留着")
        .replace("definition: 这是甲词的释义。", 'definition: "换了一句释义: 有冒号。"')
        .replace('    term: "a"', "    term: b")
        .replace("# 名称\n", "# 名称\naliases: [甲, 甲甲]\n")
        .replace("level: text # 核过\n", "level: text # 核过\n  note: 补的\n")
    )
    assert file.read_text(encoding="utf-8") == expected
    assert (desk / "terms/yi-ci.md").stat().st_mtime_ns == yi


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    max_examples=80,
)
@given(terms(), terms(), st.booleans(), st.booleans())
def test_a_change_means_what_the_row_says(
    old: model.Term, new: model.Term, flow: bool, windows: bool
) -> None:
    """Whatever the style of the file."""

    head = yaml.safe_dump(
        record_data(old),
        allow_unicode=True,
        default_flow_style=None if flow else False,
        sort_keys=False,
    )
    raw = f"---\n{head}---\n正文。\n"
    before, found = parse_record("terms/jia-ci.md", raw)
    assert before is not None, found
    raw = "\ufeff" + raw.replace("\n", "\r\n") if windows else raw
    text = change_file(raw, before, Loaded(new, before.path, {}, "正文。", 1))
    assert text.startswith("\ufeff") == windows
    after, found = parse_record("terms/jia-ci.md", text.removeprefix("\ufeff"))
    assert after is not None, found
    assert after.record == new
    assert plain_body(after.body) == "正文。"


def test_new_rows_and_rows_taken_out(desk: Path) -> None:
    def edit(book: Any) -> None:
        sheet = book["提法"]
        row = {cell.value: cell.column for cell in sheet[1]}
        sheet.delete_rows(3)
        new = {
            "提法": "丙词",
            "类型": "concept",
            "类别": "乡村与基层",
            "释义": "这是丙词的释义。",
            "英文译名": "c",
            "英文释义": "A definition.",
            "官方译法": False,
            "状态": "现行",
            "核对程度": "待核",
            "核对日期": "2026年1月2日",
            "正文": "正文在此。",
        }
        for head, value in new.items():
            sheet.cell(3, row[head]).value = value
        book["出处"].append(["丙词", None, None, "某文件", dt.date(2020, 5, 1), "待核"])

    plan = planned(path := edited(desk, edit), desk)
    assert plan.without_row == ["yi-ci"]
    assert plan.unchanged == 1
    assert imported(path, desk) == ["bing-ci.md"]
    assert (desk / "terms/yi-ci.md").exists()
    knowledge, problems = load_knowledge_base(desk)
    assert problems == ()
    assert knowledge.terms["bing-ci"].sources[0].date == dt.date(2020, 5, 1)
    assert knowledge.by_path["terms/bing-ci.md"].body == "正文在此。\n"


def test_a_file_that_changed_after_the_export(desk: Path) -> None:
    path = edited(desk, lambda book: put(book["提法"], 2, "释义", "表里改的释义。"))
    for name in ("jia-ci", "yi-ci"):
        file = desk / f"terms/{name}.md"
        text = file.read_text(encoding="utf-8")
        file.write_text(text.replace("一句话释义", "另一句释义"), encoding="utf-8")
    problems = refused(path, desk)
    assert len(problems) == 1
    assert "导出以后" in problems[0]
    plan = planned(path, desk, force=True)
    assert [change.id for change in plan.changes] == ["jia-ci"]
    assert plan.newer == ["yi-ci"]


def test_a_row_that_was_never_exported_does_not_replace_a_file(desk: Path) -> None:
    def edit(book: Any) -> None:
        del book["导出记录"]
        put(book["提法"], 2, "释义", "表里改的释义。")

    path = edited(desk, edit)
    assert any("已经有文件" in what for what in refused(path, desk))
    assert imported(path, desk, force=True) == ["jia-ci.md"]


def test_the_order_of_columns_and_rows_is_free(desk: Path) -> None:
    def edit(book: Any) -> None:
        sheet = book["提法"]
        rows = [[cell.value for cell in row][::-1] for row in sheet.iter_rows()]
        rows[1:] = rows[:0:-1]
        for number, row in enumerate(rows, 1):
            for place, value in enumerate(row, 1):
                sheet.cell(number, place).value = value

    assert planned(edited(desk, edit), desk).changes == []


# What is wrong in a sheet


@pytest.mark.parametrize(
    ("head", "value", "said"),
    [
        ("编号", "甲词", "编号"),
        ("编号", "yi-ci", "与第2行重复"),
        ("编号", "by-x", "另有用处"),
        ("提法", None, "缺少字段 term"),
        ("提法", 10.20, "小数 10.2"),
        ("提法", dt.datetime(2026, 10, 20), "日期或时间"),
        ("提法", True, "逻辑值"),
        ("提法", "=cmd|' /C calc'!A0", "公式"),
        ("提法", "=1+1", "公式"),
        ("提法", ArrayFormula("B2", "=A1:A3"), "公式"),
        ("提法", "#N/A", "出错的公式"),
        ("提法", "甲_x0007_词", "控制字符"),
        ("提法", "乙词", "已被"),
        ("类型", "数字", "不在可选的值里"),
        ("数目", "3", "共3项"),
        ("数目", "3-1", "格式不对"),
        ("成员不详", "是", "成员不详"),
        ("成员不详", "大概", "只能写"),
        ("释义", "短", "太短"),
        ("释义", "长" * 161, "太长"),
        ("英文译名", None, "缺少字段 english.term"),
        ("官方译法", "也许", "只能写"),
        ("首见时间", "去年", "格式不对"),
        ("首见文件", None, "缺少字段 first_seen.document"),
        ("状态", "已被取代", "superseded_by"),
        ("相关词条", "mei-you", "不存在"),
        ("其他含义", "yi-ci", "没有写回"),
        ("核对日期", "2026-02-30", "没有这一天"),
        ("核对日期", "46000", "不是日期"),
        ("核对日期", dt.datetime(2026, 1, 2, 3, 4), "带了时间"),
    ],
)
def test_a_wrong_cell_is_named(desk: Path, head: str, value: Any, said: str) -> None:
    # The row of 甲词 stands last, so that its number tells.
    def edit(book: Any) -> None:
        sheet = book["提法"]
        first, second = ([cell.value for cell in sheet[row]] for row in (2, 3))
        for place, (one, other) in enumerate(zip(first, second, strict=True), 1):
            sheet.cell(2, place).value, sheet.cell(3, place).value = other, one
        put(sheet, 3, head, value)

    problems = refused(edited(desk, edit), desk)
    found = [what for what in problems if said in what]
    assert found, problems
    assert any("工作表“提法”第3行" in what or "工作表“成员”" in what for what in found)


@pytest.mark.parametrize(
    ("sheet", "head", "value", "said"),
    [
        ("成员", "编号", None, "没有写编号"),
        ("成员", "编号", "ding-ci", "没有“ding-ci”这一行"),
        ("成员", "成员", None, "缺少字段 members.0.wording"),
        ("成员", "成员", "长" * 61, "太长"),
        ("成员", "成员词条", "mei-you", "不存在"),
        ("出处", "其他文件", None, "必居其一"),
        ("出处", "条款", "十六条", "格式不对"),
        ("出处", "法规编号", "mei-you", "必居其一"),
        ("出处", "日期", "2020", "不是日期"),
        ("出处", "核对程度", "核过", "不在可选的值里"),
        ("误写", "误写", 1.5, "小数"),
    ],
)
def test_a_wrong_cell_of_a_group(desk: Path, sheet: str, head: str, value: Any, said: str) -> None:
    problems = refused(edited(desk, lambda book: put(book[sheet], 2, head, value)), desk)
    assert any(said in what and f"工作表“{sheet}”第2行" in what for what in problems), problems


def test_all_problems_are_reported_at_once(desk: Path) -> None:
    def edit(book: Any) -> None:
        put(book["提法"], 2, "类型", "没有的")
        put(book["提法"], 3, "释义", "短")
        put(book["出处"], 2, "日期", "没有")
        put(book["误写"], 2, "为什么错", None)

    problems = refused(edited(desk, edit), desk)
    assert len(problems) == 4, problems


def test_a_number_is_taken_for_text_where_nothing_is_lost(desk: Path) -> None:
    def edit(book: Any) -> None:
        put(book["提法"], 2, "数目", 2)
        put(book["提法"], 2, "首见时间", 2013)

    path = edited(desk, edit)
    assert imported(path, desk) == ["jia-ci.md"]
    term = load_knowledge_base(desk)[0].terms["jia-ci"]
    assert term.counts == "2"
    assert term.first_seen is not None
    assert term.first_seen.date == "2013"


def without(name: str) -> Callable[[Any], None]:
    def edit(book: Any) -> None:
        del book[name]

    return edit


def renamed(old: str, new: str) -> Callable[[Any], None]:
    def edit(book: Any) -> None:
        book[old].title = new

    return edit


def stray(book: Any) -> None:
    book.create_sheet("另一张")["A1"] = "内容"


def headless(book: Any) -> None:
    book["提法"].delete_rows(1)


@pytest.mark.parametrize(
    ("edit", "said"),
    [
        (renamed("成员", "成员表"), "没有名为“成员”的工作表（现有："),
        (without("提法"), "没有名为“提法”的工作表"),
        (stray, "不认识这张表"),
        (headless, "第一行不是表头"),
        (lambda book: book["提法"].delete_cols(9), "缺少“释义”列"),
        (lambda book: put(book["提法"], 1, "释义", "释 义"), "不认识这个表头"),
        (lambda book: put(book["提法"], 1, "别名", "提法"), "有两列"),
        (lambda book: book["提法"].merge_cells("B2:B3"), "有合并的单元格（B2:B3）"),
        (lambda book: book["出处"].cell(2, 12, "多的"), "这一列没有表头"),
    ],
)
def test_a_wrong_sheet(desk: Path, edit: Callable[[Any], None], said: str) -> None:
    problems = refused(edited(desk, edit), desk)
    assert any(said in what for what in problems), problems


def test_groups_of_a_row_taken_out_are_no_problem(desk: Path) -> None:
    path = edited(desk, lambda book: book["提法"].delete_rows(2))
    assert planned(path, desk).without_row == ["jia-ci"]


def test_a_file_that_cannot_be_read_is_not_replaced(desk: Path) -> None:
    path = edited(desk, lambda book: None)
    (desk / "terms/yi-ci.md").write_text("---\ntype: term\nid: yi-ci\n---\n", encoding="utf-8")
    assert any("里有错" in what for what in refused(path, desk))


# What anybody may send


def book_parts(docs: Path) -> dict[str, str | bytes]:
    return unzipped(workbook_of(docs))


def write(docs: Path, data: bytes, name: str = "terms.xlsx") -> Path:
    path = docs.parent / name
    path.write_bytes(data)
    return path


def with_part(docs: Path, part: str, change: Callable[[str], str]) -> Path:
    parts = book_parts(docs)
    content = parts[part]
    text = content if isinstance(content, str) else content.decode()
    return write(docs, zipped({**parts, part: change(text)}))


FIRST = "xl/worksheets/sheet1.xml"


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("terms.xlsx", b"", "空的"),
        ("terms.xlsx", "提法,释义".encode(), "内容却不是 Excel 工作簿"),
        ("terms.xlsx", OLE_MAGIC + bytes(600), "旧版 Excel"),
        ("terms.xlsx", b"%PDF-1.7", "PDF"),
        ("terms.xlsx", b"PK\x03\x04" + bytes(200), "已损坏"),
        ("terms.xlsx", make_docx("<w:p/>"), "不是 Excel 工作簿"),
        ("terms.xls", OLE_MAGIC, "不支持 .xls 格式"),
        ("terms.csv", b"a,b", "不支持 .csv 格式"),
        ("terms.xlsm", b"PK\x03\x04", "启用宏的 Excel 工作簿"),
        ("terms.txt", b"a", "不支持扩展名“.txt”"),
    ],
)
def test_what_is_no_workbook(desk: Path, name: str, data: bytes, said: str) -> None:
    problems = refused(write(desk, data, name), desk)
    assert len(problems) == 1
    assert said in problems[0]


def test_macros(desk: Path) -> None:
    parts = book_parts(desk)
    path = write(desk, zipped({**parts, "xl/vbaProject.bin": b"macro"}))
    assert refused(path, desk) == ["Excel 工作簿带有宏。"]
    types = bytes(parts["[Content_Types].xml"])  # type: ignore[arg-type]
    enabled = types.replace(
        b"openxmlformats-officedocument.spreadsheetml.sheet.main",
        b"ms-excel.sheet.macroEnabled.main",
    )
    path = write(desk, zipped({**parts, "[Content_Types].xml": enabled}))
    assert refused(path, desk) == ["这是启用宏的 Excel 工作簿。"]


def test_a_bomb(desk: Path) -> None:
    data = io.BytesIO(zipped({k: v for k, v in book_parts(desk).items() if k != FIRST}))
    with (
        zipfile.ZipFile(data, "a", zipfile.ZIP_DEFLATED) as archive,
        archive.open(FIRST, "w") as file,
    ):
        for _ in range(150):
            file.write(b" " * 1024 * 1024)
    path = write(desk, data.getvalue())
    started = time.monotonic()
    assert refused(path, desk) == ["Excel 工作簿解压后大得不正常，可能是恶意文件。"]
    assert time.monotonic() - started < 5


def test_a_million_empty_rows_are_passed_over(desk: Path) -> None:
    rows = "".join(f'<row r="{n}"/>' for n in range(4, 1_000_004))
    path = with_part(desk, FIRST, lambda text: text.replace("</sheetData>", f"{rows}</sheetData>"))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    started = time.monotonic()
    assert planned(path, desk).unchanged == 2
    assert time.monotonic() - started < 20
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 400_000


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ('<row r="1048576"><c r="B1048576"><v>1</v></c></row>', "第1048576行"),
        ('<row r="999999999"><c r="A999999999"><v>1</v></c></row>', "不合 Excel 的规格"),
        ('<row r="5"><c r="XFD5"><v>1</v></c></row>', "16384列"),
        ('<row r="x"><c r="A5"><v>1</v></c></row>', "已损坏"),
        ('<row r="5"><c r="A5" t="s"><v>999999</v></c></row>', "已损坏"),
        ("<row", "已损坏"),
        ("<!DOCTYPE a>", "已损坏"),
    ],
)
def test_a_sheet_that_no_program_wrote(desk: Path, row: str, said: str) -> None:
    path = with_part(desk, FIRST, lambda text: text.replace("</sheetData>", f"{row}</sheetData>"))
    started = time.monotonic()
    assert any(said in what for what in refused(path, desk))
    assert time.monotonic() - started < 10


def test_what_the_sheet_says_of_its_size_is_not_believed(desk: Path) -> None:
    def lie(text: str) -> str:
        return re.sub(r'<dimension ref="[^"]*"', '<dimension ref="A1:XFD1048576"', text)

    assert planned(with_part(desk, FIRST, lie), desk).unchanged == 2


def test_a_part_too_large_for_a_tree(desk: Path) -> None:
    more = "".join(f'<a b="{n}"/>' for n in range(700_000))
    path = with_part(
        desk, "xl/styles.xml", lambda text: text.replace("</styleSheet>", f"{more}</styleSheet>")
    )
    said = "xl/styles.xml 大得不正常，可能是样式太多或恶意文件。"
    assert refused(path, desk) == [said]


def test_what_excel_adds_is_passed_over(desk: Path) -> None:
    """Extensions, a text in the cell itself, an empty cell with a format."""
    extension = (
        '<extLst><ext uri="{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}" '
        'xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main">'
        '<x14:dataValidations count="0"/></ext></extLst>'
    )
    row = '<row r="9"><c r="A9" s="1"/><c r="B9" t="inlineStr"><is><t> </t></is></c></row>'

    def add(text: str) -> str:
        text = text.replace("</sheetData>", f"{row}</sheetData>")
        return text.replace("</worksheet>", f"{extension}</worksheet>")

    assert planned(with_part(desk, FIRST, add), desk).unchanged == 2


@pytest.mark.parametrize("text", ["a_x000D_b", "_x005F_", "_x4E2D_x", "甲\r乙"])
def test_excels_escapes(desk: Path, text: str) -> None:
    item = Loaded(
        model.Term.model_validate(term_data("jia-ci", text)), "terms/jia-ci.md", {}, "", 1
    )
    data = render_workbook([item], path="x")
    assert isinstance(data, bytes)
    table, _ = read_table(tuple(read_sheets(io.BytesIO(data))), "x")
    assert table.entries[0].data["term"] == text


def test_entities(desk: Path) -> None:
    doctype = '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>'
    path = with_part(desk, FIRST, lambda text: doctype + text)
    assert refused(path, desk) == ["Excel 工作簿里夹带了实体声明（DTD），可能是恶意文件。"]


def test_too_many_rows(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "MAX_ROWS", 2)
    path = edited(desk, lambda book: None)
    assert refused(path, desk) == ["工作表“提法”有3行内容，最多读2行。"]


def test_an_ordinary_workbook(desk: Path) -> None:
    path = desk.parent / "terms.xlsx"
    book = Workbook()
    book.active["A1"] = "你好"  # type: ignore[index]
    book.save(path)
    assert len(refused(path, desk)) == 1


# What is written


def test_text_that_a_program_might_run(tmp_path: Path) -> None:
    names = {"=1+1": "a", "+86": "b", "-1": "c", "@SUM(A1)": "d"}
    files: dict[str, Any] = {}
    for name, key in names.items():
        files |= term_file(f"{key}-ci", name)
    docs = write_docs(tmp_path / "docs", files)
    book = load_workbook(io.BytesIO(workbook_of(docs)))
    for row in range(2, 6):
        cell = book["提法"].cell(row, 2)
        assert cell.value in names
        assert cell.data_type == "s"
        assert cell.quotePrefix
        assert cell.number_format == "@"
    table = render_csv(shown_terms(load_knowledge_base(docs)[0].by_path.values()))
    assert table.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(table.decode("utf-8-sig"))))
    assert [row[1] for row in rows[1:]] == [f"'{name}" for name in names]


def test_the_workbook_explains_itself(desk: Path) -> None:
    book = load_workbook(io.BytesIO(workbook_of(desk)))
    assert book.sheetnames == ["提法", "成员", "出处", "误写", "说明", "导出记录"]
    assert book["导出记录"].sheet_state == "hidden"
    sheet = book["提法"]
    assert all(cell.comment and cell.comment.text for cell in sheet[1])
    lists = {str(rule.sqref): rule.formula1 for rule in sheet.data_validations.dataValidation}
    assert all(len(formula) <= 255 for formula in lists.values())
    kinds = ",".join(label.zh for label in model.TERM_KINDS.values())
    assert f'"{kinds}"' in lists.values()
    assert [row[0].value for row in book["出处"].iter_rows(min_row=2)] == ["jia-ci", "jia-ci"]


def test_what_fits_in_no_cell_is_said(tmp_path: Path) -> None:
    files = {"terms/jia-ci.md": record_text(term_data("jia-ci", "甲词"), "长" * 40_000)}
    knowledge, _ = load_knowledge_base(write_docs(tmp_path / "docs", files))
    problems = render_workbook(shown_terms(knowledge.by_path.values()), path="x.xlsx")
    assert isinstance(problems, list)
    assert "放不下" in problems[0].what
