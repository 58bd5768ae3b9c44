"""The report library: what papers are counted for, by year, by genre and by part."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest
from helpers import DOCS, record_text, regulation_data, term_data, write_docs
from kb import model
from kb.cite import CitationFinder
from kb.library import (
    Paper,
    draw_chart,
    find_chart,
    find_matrix,
    genre_parts,
    genres_script,
    other_headings,
    read_papers,
    terms_script,
)
from kb.library.papers import year_of
from kb.load import KnowledgeBase, load_knowledge_base
from kb.match import Matcher
from test_build import Site

TERMS = {"jiu": "旧提法", "xin": "新提法", "chang": "常用提法"}
GENRE: dict[str, Any] = {
    "type": "genre",
    "id": "lecture",
    "title": "怎么写",
    "english": "How",
    "summary": "一句话说明。",
    "english_summary": "In a sentence.",
    "who": "甲",
    "when": "每年",
    "sections": [
        {"name": "做法", "english": "a", "required": True, "must": "写事", "keys": ["主要做法"],
         "clauses": [{"regulation": "gui-ding", "article": "第五条"}], "terms": ["chang"]},
        {"name": "问题", "english": "b", "required": True, "must": "写实", "keys": ["问题"]},
        {"name": "原因", "english": "c", "required": False, "must": "写因", "keys": ["原因"]},
    ],
    "verified": "text",
    "verified_on": dt.date(2026, 1, 1),
}  # fmt: skip


def report_data(name: str, **fields: Any) -> dict[str, Any]:
    return {
        "type": "report", "id": name, "title": f"材料{name}", "genre": "lecture",
        "level": "township", "status": "imported", **fields,
    }  # fmt: skip


def papers_of(folder: Path, files: dict[str, Any]) -> tuple[KnowledgeBase, tuple[Paper, ...]]:
    terms = {f"terms/{key}.md": term_data(key, name) for key, name in TERMS.items()}
    rules = {"regulations/gui-ding.md": regulation_data("gui-ding", "测试规定", articles=9)}
    genre = {"reports/genres/lecture.md": GENRE}
    knowledge, problems = load_knowledge_base(
        write_docs(folder, {**terms, **rules, **genre, **files})
    )
    assert not problems
    finder = CitationFinder(knowledge.regulations, knowledge.shown)
    return knowledge, read_papers(knowledge, Matcher(knowledge.terms, "zh"), finder)


def dated(*rows: tuple[int, str, str]) -> dict[str, Any]:
    """Imported papers: (year or 0, genre, text)."""
    files = {}
    for number, (year, genre, text) in enumerate(rows):
        fields = {"genre": genre} | ({"period": f"{year}年"} if year else {})
        files[f"reports/r{number}.md"] = record_text(report_data(f"r{number}", **fields), text)
    return files


@pytest.mark.parametrize(
    ("period", "title", "year"),
    [
        ("2025年", "总结", 2025),
        ("2026年上半年", "2024年的事", 2026),
        ("2025—2026年", "总结", 2025),
        (None, "某镇2019年度总结", 2019),
        (None, "二〇二三年总结", 2023),
        (None, "第12025号文件", None),
        (None, "总结", None),
        ("第三季度", "某镇2022年党课", 2022),
    ],
)
def test_the_year_of_a_paper(period: str | None, title: str, year: int | None) -> None:
    fields = {"period": period} if period else {}
    record = model.Report.model_validate(report_data("a", title=title, **fields))
    assert year_of(record) == year


BODY = """开头说新提法。

??? note "为什么这样写"

    不要写旧提法，见《测试规定》第五条。

## 一、主要做法

一是抓**新提法**。二是抓常用提法。

| 项目 | 数量 |
|---|---|
| 常用提法 | 3 |

### （一）细处 {: #own }

再说常用提法。

## 一、主要做法

又一段。
"""


def test_a_paper_is_its_own_words(tmp_path: Path) -> None:
    _, (paper,) = papers_of(tmp_path, {"reports/a.md": record_text(report_data("a"), BODY)})
    assert paper.terms == {"xin": 2, "chang": 3}
    assert [(s.title, s.level, s.anchor) for s in paper.stretches] == [
        ("", 0, ""),
        ("一、主要做法", 2, "yi-zhu-yao-zuo-fa"),
        ("（一）细处", 3, "yi-xi-chu"),
        ("一、主要做法", 2, "yi-zhu-yao-zuo-fa-2"),
    ]
    first, work, *_ = paper.stretches
    assert first.text == ("开头说新提法。",)
    assert [cited.target for cited in first.sources] == ["gui-ding/art-5"]
    assert work.text == ("一是抓新提法。二是抓常用提法。", "项目 | 数量", "常用提法 | 3")
    assert not work.sources


LATER, EARLIER = "写了新提法和常用提法。", "写了旧提法和常用提法。"


@pytest.mark.parametrize(
    ("rows", "came", "went", "common"),
    [
        # One genre in all years: what only the later, or only the earlier papers use.
        ([(2020, "plan", EARLIER)] * 2 + [(2024, "plan", LATER)] * 2, ["xin"], ["jiu"], ["chang"]),
        # One use is chance.
        (
            [(2020, "plan", EARLIER), (2020, "plan", "常用提法。"),
             (2024, "plan", LATER), (2024, "plan", "常用提法。")],
            [], [], ["chang"],
        ),
        # Other genres use other words: nothing is said to have come or gone.
        ([(2020, "plan", EARLIER)] * 2 + [(2024, "minutes", LATER)] * 2, [], [], ["chang", "jiu", "xin"]),
        # … and they do not count where there is a genre to compare.
        (
            [(2020, "plan", "常用提法。")] * 2 + [(2024, "plan", "常用提法。")] * 2
            + [(2020, "minutes", EARLIER)] * 3 + [(2024, "lecture", LATER)] * 3,
            [], [], ["chang"],
        ),
        # Two of a great many are too few.
        (
            [(2020, "plan", "常用提法。")] * 30 + [(2024, "plan", "常用提法。")] * 28
            + [(2024, "plan", LATER)] * 2,
            [], [], ["chang", "xin"],
        ),
    ],
)  # fmt: skip
def test_what_came_and_went(
    tmp_path: Path, rows: Any, came: list[str], went: list[str], common: list[str]
) -> None:
    _, papers = papers_of(tmp_path, dated(*rows))
    chart = find_chart(papers)
    assert chart
    assert [row.term for row in chart.came] == came
    assert [row.term for row in chart.went] == went
    assert [row.term for row in chart.common] == common
    assert sum(chart.papers) + chart.undated <= len(rows)


def test_fewer_than_two_years_make_no_chart(tmp_path: Path) -> None:
    _, papers = papers_of(tmp_path, dated((2024, "plan", LATER), (0, "plan", LATER)))
    assert find_chart(papers) is None
    assert find_chart(()) is None


def test_imported_papers_are_preferred_to_examples(tmp_path: Path) -> None:
    """As soon as they cover two years; papers without a year and old ones are counted apart."""
    example = record_text(report_data("e", status="example", period="2001年"), LATER)
    one = dated((2024, "plan", LATER), (2024, "plan", LATER))
    chart = find_chart(papers_of(tmp_path / "one", {**one, "reports/e.md": example})[1])
    assert chart
    assert (chart.years, chart.imported) == ((2001, 2024), False)
    rows = [(year, "plan", LATER) for year in range(2010, 2025)] + [(0, "plan", LATER)]
    chart = find_chart(papers_of(tmp_path / "many", {**dated(*rows), "reports/e.md": example})[1])
    assert chart
    assert (chart.years, chart.imported) == (tuple(range(2015, 2025)), True)
    assert (chart.undated, chart.older) == (1, 5)
    assert chart.few == chart.years


def test_the_picture(tmp_path: Path) -> None:
    rows = [(2020, "plan", EARLIER)] * 2 + [(2024, "plan", LATER)] * 4
    chart = find_chart(papers_of(tmp_path, dated(*rows))[1])
    assert chart
    picture = draw_chart(chart, lambda term: TERMS[term] * 4)
    assert [group.key for group in picture.groups] == ["came", "went", "common"]
    (came,), (went,), (common,) = (group.rows for group in picture.groups)
    assert [dot.count for dot in came.dots] == [0, 4]
    assert [dot.count for dot in went.dots] == [2, 0]
    assert [dot.radius for dot in common.dots] == [11.0, 11.0]  # all papers of either year
    assert went.first == went.last == picture.columns[0][0]
    assert "".join(came.lines) == "新提法" * 4
    assert len(came.lines) == 2
    rows_in_order = [row.y for group in picture.groups for row in group.rows]
    assert rows_in_order == sorted(rows_in_order)
    assert rows_in_order[-1] < picture.height


def test_the_matrix(tmp_path: Path) -> None:
    _, papers = papers_of(tmp_path, dated((0, "plan", LATER), (0, "lecture", EARLIER)))
    matrix = find_matrix(papers)
    assert matrix.genres == (("plan", 1), ("lecture", 1))
    assert dict(matrix.rows) == {"chang": (1, 1), "jiu": (0, 1), "xin": (1, 0)}
    assert matrix.rows[0][0] == "chang"


PAPER = """现将主要做法报告如下。

## 一、主要做法

### （一）学习

一是新提法。二是别的。

## 二、存在的问题及原因

问题有一个：一是学得不深。

原因是抓得不紧。

## 三、附带说明

说明。
"""


def test_the_parts_of_a_genre(tmp_path: Path) -> None:
    files = {
        f"reports/{name}.md": record_text(report_data(name, **fields), body)
        for name, body, fields in (
            ("old", PAPER, {"period": "2020年"}),
            ("new", PAPER, {"period": "2024年"}),
            ("ours", PAPER, {"status": "example"}),
            ("bare", "## 三、附带说明\n\n主要做法见附件，用了旧提法。\n", {}),
            ("other", PAPER, {"genre": "plan"}),
        )
    }
    knowledge, papers = papers_of(tmp_path, files)
    genre = knowledge.genres["lecture"]
    work, problems, causes = genre_parts(genre, papers)
    assert (work.having, work.papers) == (4, 4)
    assert (problems.having, causes.having) == (3, 3)
    assert work.terms == ("chang", "xin", "jiu")  # of the record, then by papers
    assert [e.paper.record.id for e in work.examples] == ["ours", "new"]
    assert work.examples[0].text == "一是新提法。二是别的。"
    assert work.examples[0].stretch.title == "（一）学习"
    # A heading of two parts: the text that says it, and what a colon announces.
    assert problems.examples[0].text == "问题有一个：一是学得不深。"
    assert causes.examples[0].text == "原因是抓得不紧。"
    assert other_headings(genre, papers) == (("附带说明", 4), ("学习", 3))

    script = genres_script(knowledge.genres, papers, lambda genre: f"g/{genre}/")
    assert script.startswith("window.__kbGenres=")
    (row,) = json.loads(script.partition("=")[2].rstrip(";\n"))["genres"]
    assert (row["id"], row["name"], row["url"]) == ("lecture", "党课讲稿", "g/lecture/")
    assert row["sections"][0] == {
        "name": "做法", "keys": ["主要做法"], "terms": ["chang", "xin", "jiu"], "required": True,
        "must": "写事", "clauses": [["gui-ding", "第五条"]],
    }  # fmt: skip


def test_what_the_browser_compares(tmp_path: Path) -> None:
    _, papers = papers_of(tmp_path, dated((2020, "plan", EARLIER * 2), (2024, "plan", LATER)))
    script = terms_script(papers, TERMS.__getitem__, str, "terms/*/")
    data = json.loads(script.partition("=")[2].rstrip(";\n"))
    assert script.startswith("window.__kbReportTerms=")
    names = [name for _, name in data["terms"]]
    found = {
        row[0]: {names[n]: count for n, count in zip(row[6][::2], row[6][1::2], strict=True)}
        for row in data["reports"]
    }
    assert found == {
        "r0": {"旧提法": 2, "常用提法": 2},
        "r1": {"新提法": 1, "常用提法": 1},
    }
    assert [row[3] for row in data["reports"]] == [2024, 2020]
    assert names[0] == "常用提法"


LISTS = "".join(
    f"<!-- kb:{name} -->"
    for name in ("pages-report", "report-years", "report-compare", "report-matrix", "genres")
)


@pytest.mark.parametrize(
    ("years", "said"),
    [
        ([], ("还没有报告。", "还没有写明年份的材料", "本库的报告不到两份", "还没有。用")),
        ([2024], ("写明年份的材料只有2024年的1份", "本库的报告不到两份")),
        ([0, 0], ("还没有写明年份的材料", "kb-report-compare")),
        ([2020, 2024], ("<svg", "kb-report-compare", "2020年、2024年的材料不到三份")),
        ([2024] * 30, ("<form", "其余22份", "写明年份的材料只有2024年的30份", "全部30份")),
    ],
)
def test_any_number_of_reports(tmp_path: Path, years: list[int], said: tuple[str, ...]) -> None:
    files = dated(*((year, "lecture", LATER) for year in years))
    files |= {f"terms/{key}.md": term_data(key, name) for key, name in TERMS.items()}
    files["regulations/gui-ding.md"] = regulation_data("gui-ding", "测试规定", articles=9)
    site = Site(tmp_path, {**files, "reports/genres/lecture.md": GENRE, "reports/index.md": LISTS})
    site.link_records()
    site.link("reports/index.md", LISTS)
    pages = {path: site.complete(path) for path in site.html}
    whole = pages["reports/index.md"] + pages["reports/genres/lecture.md"]
    assert [text for text in said if text not in whole] == []
    assert "怎么写" in pages["reports/index.md"]
    assert not site.build.problems()
    assert {path for path, _ in site.build.data_files()} >= {
        "data/genres-zh.js",
        "data/report-terms-zh.js",
    }


def test_the_english_index(tmp_path: Path) -> None:
    files = dated((2024, "lecture", LATER), (2024, "other", LATER))
    rules = {"regulations/gui-ding.md": regulation_data("gui-ding", "测试规定", articles=9)}
    chang = {"terms/chang.md": term_data("chang", "常用提法")}
    files |= {**rules, **chang, "reports/genres/lecture.md": GENRE, "reports/index.md": ""}
    site = Site(tmp_path, files, "en")
    site.link("reports/index.md", "<!-- kb:genres --><!-- kb:reports-imported -->")
    page = site.complete("reports/index.md")
    assert "中文" in page
    assert "Parts: a (required); b (required); c." in page
    assert "Imported papers" in page
    assert "Party lecture</a>" in page
    assert "data/genres-zh.js" not in {path for path, _ in site.build.data_files()}


# The content

KNOWLEDGE = load_knowledge_base(DOCS)[0]


def examples() -> list[Paper]:
    matcher = Matcher(KNOWLEDGE.terms, "zh")
    finder = CitationFinder(KNOWLEDGE.regulations, KNOWLEDGE.shown)
    return [p for p in read_papers(KNOWLEDGE, matcher, finder) if p.record.status == "example"]


def test_every_genre_has_an_outline_and_our_examples_keep_to_it() -> None:
    """What must be there is there; what another genre's paper has by chance tells nothing."""
    papers = examples()
    assert {paper.record.genre for paper in papers} <= KNOWLEDGE.genres.keys()
    assert KNOWLEDGE.genres.keys() == model.REPORT_GENRES.keys() - {"other"}
    for genre in KNOWLEDGE.genres.values():
        for part in genre_parts(genre, papers):
            if part.section.required:
                assert part.having == part.papers, (genre.id, part.section.name)


def test_the_parts_tell_papers_apart() -> None:
    """The required parts of a genre are all found in its own papers only.

    What is examined at the two kinds of meeting has the same parts.
    """
    meetings = {"democratic-life-meeting", "organisational-life-meeting"}
    papers = examples()
    for genre in KNOWLEDGE.genres.values():
        for paper in papers:
            if paper.record.genre == genre.id or {paper.record.genre, genre.id} == meetings:
                continue
            stranger = model.Report.model_validate(paper.record.model_dump() | {"genre": genre.id})
            as_own = Paper(stranger, paper.path, paper.year, paper.stretches, paper.terms)
            parts = [p for p in genre_parts(genre, [as_own]) if p.section.required]
            assert not all(part.having for part in parts), (genre.id, paper.record.id)
