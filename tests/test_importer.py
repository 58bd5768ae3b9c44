"""The importer on text: every character stays, headings are found, the record is right."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from importer_tools import DAY, ROOT, front_matter, make_page, render, shown, squeezed
from kb.importer.blocks import Block, Emphasis, Source, Span, TableBlock, TextBlock, plain
from kb.importer.describe import describe, make_id
from kb.importer.inline import count_blanks, escape
from kb.importer.numerals import to_chinese
from kb.importer.page import count_page
from kb.importer.report import Imported, import_report
from kb.importer.structure import Heading, find_structure
from kb.importer.text import clean_text, decode_text, parse_text
from kb.importer.write import Written
from kb.load import parse_record
from kb.model import ID_PATTERN
from kb.problem import Problem

GOLDEN = Path(__file__).parent / "golden" / "importer"
SEED = ROOT.parent / "shared" / "seed" / "annual-report.txt"
MARKUP = (GOLDEN / "markup.txt").read_text(encoding="utf-8").splitlines()
BREAKS = ["\n", "\n\n", "\r\n", "\r", " ", "  ", "    ", "\t", "　　", "\xa0", "\v", "\f", "\x85"]
HIDDEN = ["\0", "\x02", "\x03", "\u200b", "\ufeff", "\u202e", "\ufffe", "\u2028", "\x1b"]
TEXTS = st.lists(
    st.one_of(st.sampled_from([*MARKUP, *BREAKS, *HIDDEN]), st.text(max_size=5)), max_size=30
).map("".join)
KINDS = st.lists(st.sampled_from(list(Emphasis)), max_size=2).map(
    lambda flags: Emphasis(sum(flag.value for flag in set(flags)))
)
SPANS = st.builds(lambda text, kind: Span(clean_text(text), kind), TEXTS, KINDS)
BLOCKS = st.builds(
    lambda spans, outline: TextBlock(tuple(spans), outline),
    st.lists(SPANS, max_size=5),
    st.sampled_from([None, None, None, 0, 1, 2, 3, 9]),
)
TABLES = st.lists(st.lists(BLOCKS, min_size=1, max_size=4).map(tuple), min_size=1, max_size=4).map(
    lambda rows: TableBlock(tuple(rows))
)


def cases(name: str) -> list[Any]:
    entries = yaml.safe_load((GOLDEN / name).read_text(encoding="utf-8"))
    return [pytest.param(entry, id=entry["case"]) for entry in entries]


@pytest.mark.parametrize("case", cases("text.yaml"))
def test_golden(case: dict[str, Any]) -> None:
    page = make_page(parse_text(case["input"], case["name"]))
    data, body = front_matter(page)
    assert body.strip("\n") == case["body"].strip("\n")
    comments = [line for line in page.split("---\n")[1].splitlines() if line.startswith("#")]
    assert comments == case.get("comments", comments)
    assert data == case.get("data", data)
    loaded, problems = parse_record(f"reports/{data['id']}.md", page)
    assert loaded
    assert not problems


@settings(max_examples=400, deadline=None)
@given(TEXTS)
def test_every_character_of_a_text_is_shown_in_order(text: str) -> None:
    source = parse_text(text, "材料.txt")
    check_shown(source.blocks, squeezed(text))


@settings(max_examples=200, deadline=None)
@given(st.lists(st.one_of(BLOCKS, BLOCKS, TABLES), max_size=6))
def test_every_character_of_a_word_paper_is_shown_in_order(blocks: list[Block]) -> None:
    check_shown(blocks, squeezed("".join(map(block_text, blocks))))


def block_text(block: Block) -> str:
    if isinstance(block, TextBlock):
        return block.text
    return "".join(cell.text for row in block.rows for cell in row)


def check_shown(blocks: Sequence[Block], expected: str) -> None:
    structure = find_structure(blocks)
    page = make_page(Source("材料.txt", tuple(blocks)))
    assert shown(page, titled=structure.title is not None) == expected
    headings = re.findall(r"<h(\d)", render(front_matter(page)[1]))
    levels = [1, *map(int, headings)]
    assert all(2 <= level <= min(above + 1, 4) for above, level in pairwise(levels))


@settings(max_examples=300, deadline=None)
@given(TEXTS)
def test_every_blank_is_highlighted(text: str) -> None:
    structure = find_structure(parse_text(text, "材料.txt").blocks)
    html = render(front_matter(make_page(parse_text(text, "材料.txt")))[1])
    assert html.count("<mark>") == count_page(structure).blanks - count_blanks(
        structure.title or ""
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("对**人", r"对==\*\*==人"),
        ("***", r"==\*\*\*=="),
        ("是××县", "是<mark>××</mark>县"),
        ("____年", r"==\_\_\_\_==年"),
        ("XX镇", "==XX==镇"),
        ("〇〇村", "==〇〇==村"),
        ("**××", r"<mark>\*\*××</mark>"),
        ("某某同志", "某某同志"),
        ("二〇〇八年", "二〇〇八年"),
        ("XXL码", "XXL码"),
        ("3×4", "3×4"),
        ("a*b", r"a\*b"),
    ],
)
def test_blanks(text: str, expected: str) -> None:
    assert escape(text) == expected


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        # A title, and what is none.
        ("工作总结\n正文在此。", ["工作总结", None]),
        ("某某镇委员会\n2025年工作总结\n正文。", ["某某镇委员会2025年工作总结", None]),
        ("同志们：\n正文。", [None, None, None]),
        ("一、开头\n正文。", [None, "2一、开头", None]),
        ("1. 第一件\n正文。", [None, None, None]),
        ("——\n正文。", [None, None, None]),
        # Levels: none is skipped, siblings share one.
        ("题\n一、甲\n（一）乙\n(二) 丙", ["题", "2一、甲", "3（一）乙", "3(二) 丙"]),
        ("题\n（一）甲\n（二）乙\n一、丙", ["题", "2（一）甲", "2（二）乙", "2一、丙"]),
        ("题\n一是甲乙。丙丁。", ["题", "2r一是甲乙。", None]),
        ("题\n一、甲\n一是乙。丙。\n（一）丁", ["题", "2一、甲", "3r一是乙。", None, "3（一）丁"]),
        (
            "题\n一、甲\n（一）乙\n十一是丙。丁。",
            ["题", "2一、甲", "3（一）乙", "4r十一是丙。", None],
        ),
        # Run-ins, and what stays text.
        ("题\n第一，要学。学什么。", ["题", "2r第一，要学。", None]),
        ("题\n一是“要学！”学什么。", ["题", "2r一是“要学！”", None]),
        ("题\n一是只有一句。", ["题", None]),
        ("题\n一是甲。二是乙。", ["题", None]),
        ("题\n一是" + "长" * 40 + "。短。", ["题", None]),
        ("题\n一、" + "长" * 70, ["题", None]),
        ("题\n一、二、三等奖各一名", ["题", None]),
        ("题\n一、三会一课", ["题", "2一、三会一课"]),
        ("题\n一、甲。乙。", ["题", "2r一、甲。", None]),
        ("题\n1.甲\n（1）乙\n①丙", ["题", None, None, None]),
    ],
)
def test_structure(lines: str, expected: list[str | None]) -> None:
    structure = find_structure(parse_text(lines, "x.txt").blocks)
    found = [
        f"{e.level}{'r' * e.run_in}{e.text}" if isinstance(e, Heading) else None
        for e in structure.elements
    ]
    assert [structure.title, *found] == expected


def test_a_line_break_parts_heading_and_text() -> None:
    structure = find_structure([plain("题"), plain("一、甲\n乙丙。"), plain("一行\n两行")])
    assert structure.elements[0] == Heading(2, "一、甲")
    assert [e.text.strip() for e in structure.elements[1:] if isinstance(e, TextBlock)] == [
        "乙丙。",
        "一行\n两行",
    ]


@pytest.mark.parametrize(
    ("title", "genre", "level", "period"),
    [
        ("2023年度党建工作总结", "annual-report", None, "2023年"),
        ("某镇党委二〇二四年党建工作要点", "plan", "township", "2024年"),
        ("2024年工作总结和2025年工作计划", "annual-report", None, "2024年"),
        ("某县委2025年上半年工作总结", "mid-year-report", "county", "2025年上半年"),
        ("巡视整改专题民主生活会对照检查材料", "democratic-life-meeting", None, None),
        ("民主生活会整改方案", "rectification-report", None, None),
        ("某某村党支部组织生活会情况报告", "organisational-life-meeting", "village", None),
        ("机关党支部书记述职报告", "duty-report", "branch", None),
        ("落实全面从严治党主体责任情况报告", "responsibility-report", None, None),
        ("“七一”专题党课讲稿", "lecture", None, None),
        ("党支部党员大会会议记录", "minutes", "branch", None),
        ("关于换届的请示", "request", None, None),
        ("乡村振兴调研", "other", None, None),
    ],
)
def test_describe(title: str, genre: str, level: str | None, period: str | None) -> None:
    structure = find_structure(parse_text(f"{title}\n正文在此。", "x.txt").blocks)
    report = describe(structure, name="x.txt", imported_on=DAY)
    assert (report.title, report.genre) == (title, genre)
    assert (report.level, report.period) == (level or "blank", period)


@settings(max_examples=200, deadline=None)
@given(st.text(min_size=1, max_size=100))
def test_every_title_has_an_id(title: str) -> None:
    found = make_id(clean_text(title))
    assert ID_PATTERN.match(found)
    assert len(found) <= 60


def test_ids_do_not_meet() -> None:
    long = "中共某某县某某镇委员会关于二〇二五年度落实全面从严治党主体责任"
    assert make_id(long + "情况的报告") != make_id(long + "工作的计划")
    assert make_id("index") == "report-index"
    assert make_id("CON") == "report-con"
    assert make_id("★") != make_id("☆")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_encodings(encoding: str, newline: str) -> None:
    text = newline.join(["工作总结", "　　今年以来，坚持“三会一课”。㐀"])
    decoded = decode_text(text.encode(encoding), "x.txt")
    assert isinstance(decoded, str)
    blocks = parse_text(decoded, "x.txt").blocks
    assert blocks == (plain("工作总结"), plain("今年以来，坚持“三会一课”。㐀"))


@pytest.mark.parametrize(
    ("data", "what"),
    [
        ("坚持党的领导，加强党的建设。".encode("big5", "replace"), "内容不是文字"),
        ("坚持党的领导，".encode()[:-1] + "加强党的建设。".encode() * 5, "第19字节处损坏"),
        (b"\xff\xfe\x00", "UTF-16-LE"),
        (b"\xef\xbb\xbf\xff", "UTF-8"),
        (bytes(range(256)) * 4, "内容不是文字"),
        (b"abc\0def", "内容不是文字"),
        ("café".encode("latin-1") * 9, "内容不是文字"),
    ],
)
def test_not_text(data: bytes, what: str) -> None:
    problem = decode_text(data, "x.txt")
    assert isinstance(problem, Problem)
    assert what in problem.what
    assert problem.fix


@pytest.mark.parametrize(
    ("number", "written"),
    [
        (1, "一"),
        (10, "十"),
        (15, "十五"),
        (20, "二十"),
        (105, "一百零五"),
        (110, "一百一十"),
        (0, "0"),
    ],
)
def test_numerals(number: int, written: str) -> None:
    assert to_chinese(number) == written


def imported(path: Path, docs: Path, day: dt.date = DAY, *, force: bool = False) -> Imported:
    outcome = import_report(path, docs, imported_on=day, force=force)
    assert isinstance(outcome, Imported), outcome
    return outcome


def test_importing_twice_changes_nothing(tmp_path: Path) -> None:
    paper = tmp_path / "总结.txt"
    paper.write_text("工作总结\n正文在此。", encoding="utf-8")
    first = imported(paper, tmp_path)
    page = first.target.read_bytes()
    second = imported(paper, tmp_path, dt.date(2027, 1, 1), force=True)
    assert (first.written, second.written) == (Written.NEW, Written.UNCHANGED)
    assert second.target.read_bytes() == page
    assert paper.read_text(encoding="utf-8") == "工作总结\n正文在此。"


def test_an_existing_page_stays(tmp_path: Path) -> None:
    paper = tmp_path / "总结.txt"
    paper.write_text("工作总结\n正文在此。", encoding="utf-8")
    target = imported(paper, tmp_path).target
    target.write_text("改过的页面", encoding="utf-8")
    problem = import_report(paper, tmp_path, imported_on=DAY)
    assert isinstance(problem, Problem)
    assert "已经存在" in problem.what
    assert "--force" in problem.fix
    assert target.read_text(encoding="utf-8") == "改过的页面"
    assert imported(paper, tmp_path, force=True).written is Written.REPLACED
    assert [path.name for path in target.parent.iterdir()] == ["gong-zuo-zong-jie.md"]


def test_a_failed_write_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    paper = tmp_path / "总结.txt"
    paper.write_text("工作总结\n正文在此。", encoding="utf-8")
    target = imported(paper, tmp_path).target
    target.write_text("原来的页面", encoding="utf-8")

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.replace", fail)
    problem = import_report(paper, tmp_path, imported_on=DAY, force=True)
    assert isinstance(problem, Problem)
    assert "写不进去" in problem.what
    assert [path.read_text(encoding="utf-8") for path in target.parent.iterdir()] == ["原来的页面"]


@pytest.mark.skipif(not SEED.exists(), reason="the shared seed is not beside the project")
def test_the_seed(tmp_path: Path) -> None:
    outcome = imported(SEED, tmp_path)
    text = SEED.read_text(encoding="utf-8")
    assert len(text) == 4390
    page = outcome.target.read_text(encoding="utf-8")
    assert shown(page, titled=False) == squeezed(text)
    assert (outcome.counts.headings, outcome.counts.levels, outcome.counts.blanks) == (20, 2, 9)
    assert front_matter(page)[0]["genre"] == "annual-report"
