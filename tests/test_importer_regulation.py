"""Importing regulations: what belongs to the text, what does not, which revision it is."""

from __future__ import annotations

import datetime as dt
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner
from helpers import regulation_data
from importer_tools import DAY, make_docx, render, squeezed, visible
from kb.cli import kb
from kb.importer.blocks import TableBlock, plain
from kb.importer.guard import MAX_FILE_BYTES, OLE_MAGIC
from kb.importer.issuing import Dated, find_effective, is_date_only, parse_note
from kb.importer.lawbook import LawBook, NotARegulationError, read_law_book
from kb.importer.lawfront import is_title
from kb.importer.lawpage import rank_of
from kb.importer.lawtext import (
    Kind,
    describe_sequence,
    find_restart,
    find_units,
    lines_of,
)
from kb.importer.markup import parse_markdown, parse_web
from kb.importer.regulation import ImportedText, import_regulation
from kb.importer.text import parse_text
from kb.importer.write import Written
from kb.load import load_knowledge_base, parse_record
from kb.model import OfficialText, Regulation
from kb.problem import Problem

TITLE = "示范单位读书会工作条例"
PLAIN = f"""{TITLE}
（2020年3月1日示范会议通过　2020年3月9日示范单位发布）
第一章　总　则
第一条　为了办好读书会，制定本条例。
第二条　读书会分下列几类：
（一）每周的读书会；
（二）每月的读书会。
各单位可以另定。
第二章　附则
第三条　本条例自2020年4月1日起施行。
"""
DATES = dt.date


def units_of(text: str) -> list[tuple[str, str]]:
    """(kind, heading) of each unit."""
    units = find_units(lines_of(parse_text(text, "法规.txt").blocks)).units
    return [(unit.kind.value, unit.heading) for unit in units]


def articles_of(text: str) -> list[tuple[int, int, list[Any]]]:
    law = find_units(lines_of(parse_text(text, "法规.txt").blocks))
    return [(unit.number, unit.suffix, unit.lines) for unit in law.articles]


def book_of(text: str, name: str = "法规.txt") -> LawBook:
    return read_law_book(lines_of(parse_text(text, name).blocks), name)


def refusal_of(text: str, name: str = "法规.txt") -> str:
    with pytest.raises(NotARegulationError) as error:
        book_of(text, name)
    return error.value.what


# Headings and articles


@pytest.mark.parametrize(
    ("line", "article"),
    [
        ("第一条　为了办好。", (1, 0, ["为了办好。"])),
        ("第一条 为了办好。", (1, 0, ["为了办好。"])),
        ("第一条为了办好。", (1, 0, ["为了办好。"])),
        ("第 一 条 为了办好。", (1, 0, ["为了办好。"])),
        ("第一条项目由各单位办理。", (1, 0, ["项目由各单位办理。"])),
        ("第一条以内部监督为主。", (1, 0, ["以内部监督为主。"])),
        ("第1条 为了办好。", (1, 0, ["为了办好。"])),
        ("第１条为了办好。", (1, 0, ["为了办好。"])),
        ("第一条【目的】为了办好。", (1, 0, ["【目的】为了办好。"])),
        ("第一条", (1, 0, [])),
    ],
)
def test_an_article_is_found_however_it_is_written(
    line: str, article: tuple[int, int, list[Any]]
) -> None:
    assert articles_of(f"{line}\n第二条　另一条。")[0] == article


@pytest.mark.parametrize(
    "line",
    [
        "第一条规定的事项，由各单位办理。",
        "第二条第一款规定的事项，由各单位办理。",
        "第一条、第二条规定的事项，由各单位办理。",
        "第一条至第二条所列事项，由各单位办理。",
        "第九条为了说明别的文件而写的一句话。",
        "第一百百条　不成数。",
        "第一部分　不是条。",
    ],
)
def test_a_sentence_about_an_article_is_none(line: str) -> None:
    found = articles_of(f"第一条　甲。\n{line}\n第二条　乙。")
    assert [number for number, _, _ in found] == [1, 2]
    assert found[0][2] == ["甲。", line]


def test_inserted_articles() -> None:
    found = articles_of(
        "第一条　甲。\n第二条　乙。\n第二条之一　丙。\n第二条之二丁。\n第三条　戊。"
    )
    assert [(number, suffix) for number, suffix, _ in found] == [
        (1, 0),
        (2, 0),
        (2, 1),
        (2, 2),
        (3, 0),
    ]


@pytest.mark.parametrize(
    ("text", "units"),
    [
        (
            "第一编　总则\n第一章 通则\n第一节　一般\n第一条　甲。\n第二条　乙。",
            [("编", "第一编 总则"), ("章", "第一章 通则"), ("节", "第一节 一般")],
        ),
        ("第一章总则\n第一条　甲。\n第二条　乙。", [("章", "第一章 总则")]),
        ("第 1 章　总　则\n第1条　甲。\n第2条　乙。", [("章", "第1章 总则")]),
        (
            "总　纲\n为了。\n第一章　总则\n第一条　甲。\n第二条　乙。",
            [("总纲", "总纲"), ("章", "第一章 总则")],
        ),
        (
            "第一章　很长的一个章\n名分成两行\n第一条　甲。\n第二条　乙。",
            [("章", "第一章 很长的一个章名分成两行")],
        ),
        ("第一条　甲。\n读书费使用\n第二条　乙。", [("标题", "读书费使用")]),
        ("第一条　甲。\n第二条　乙。\n附件1：登记表", [("附件", "附件1：登记表")]),
        ("第一条　甲。\n第一章规定的事项另定。\n第二条　乙。", []),
    ],
)
def test_headings(text: str, units: list[tuple[str, str]]) -> None:
    assert [unit for unit in units_of(text) if unit[0] != "条"] == units
    assert [kind for kind, _ in units_of(text)].count("条") == 2


def test_numbered_parts_without_articles() -> None:
    text = "说明。\n一、坚定信念\n甲。\n一、里面的列举。\n二、联系群众\n乙。\n三、要改进调查研究，到基层去，了解情况。"
    law = find_units(lines_of(parse_text(text, "x").blocks))
    assert [(u.kind, u.heading, u.lines) for u in law.units] == [
        (Kind.PART, "一、坚定信念", ["甲。", "一、里面的列举。"]),
        (Kind.PART, "二、联系群众", ["乙。"]),
        (Kind.PART, "三、要改进调查研究，", ["到基层去，了解情况。"]),
    ]
    assert law.front == ("说明。",)


def test_a_table_of_contents_is_left_out() -> None:
    text = f"{TITLE}\n目录\n第一章 总则……1\n第二章 附则 2\n第一章 总则\n第一条　甲。\n第二章 附则\n第二条　乙。"
    book = book_of(text)
    assert book.law.count(Kind.CHAPTER) == 2
    assert [apart.what for apart in book.apart] == ["来源、日期等网页文字", "目录"]


@pytest.mark.parametrize(
    ("numbers", "said"),
    [
        (["一", "二", "三"], ()),
        (["一", "二", "四"], ("缺第三条",)),
        (["一", "二", "六"], ("缺第三条至第五条",)),
        (["一", "二", "二", "三"], ("第二条重复",)),
        (["一", "三", "二"], ("缺第二条", "第二条排在第三条之后")),
        (["一", "二"], ()),
    ],
)
def test_gaps_and_repeats_are_named(numbers: list[str], said: tuple[str, ...]) -> None:
    law = find_units([f"第{number}条　文。" for number in numbers])
    assert describe_sequence(law.articles) == said


def test_a_restart_is_found() -> None:
    law = find_units([f"第{number}条　文。" for number in "一二三一二"])
    assert find_restart(law.articles) is law.articles[3]
    assert find_restart(law.articles[:3]) is None


def test_a_table_stays_in_its_article() -> None:
    table = TableBlock(((plain("甲"), plain("乙")), (plain("1"), plain("2"))))
    law = find_units(["第一条　如下：", table, "第二条　文。"])
    assert law.articles[0].lines == ["如下：", table]


# Dates


def test_the_issuing_note_gives_revisions() -> None:
    note = (
        "（2014年5月8日某会议审议批准　2014年5月28日某办公厅发布　2026年4月2日某会议修订　"
        "2026年5月11日某办公厅发布）"
    )
    assert parse_note(note) == (
        Dated(adopted=DATES(2014, 5, 8), issued=DATES(2014, 5, 28)),
        Dated(adopted=DATES(2026, 4, 2), issued=DATES(2026, 5, 11), amended=True),
    )


@pytest.mark.parametrize(
    ("note", "dated"),
    [
        (
            "某代表大会部分修改，2022年10月22日通过",
            Dated(adopted=DATES(2022, 10, 22), amended=True),
        ),
        ("(2019.1.1起施行）", Dated(effective=DATES(2019, 1, 1))),
        ("（2018年修订，自2018年10月1日起施行）", Dated(effective=DATES(2018, 10, 1))),
        ("二〇一九年五月六日某单位印发", Dated(issued=DATES(2019, 5, 6))),
        ("２０２０年３月１日会议通过", Dated(adopted=DATES(2020, 3, 1))),
    ],
)
def test_dates_in_other_forms(note: str, dated: Dated) -> None:
    assert parse_note(note) == (dated,)


@pytest.mark.parametrize("note", ["", "没有日期", "2020年13月1日通过", "2020年3月1日"])
def test_no_dates(note: str) -> None:
    assert parse_note(note) == ()


@pytest.mark.parametrize(
    ("text", "effective"),
    [
        ("本条例自2018年10月28日起施行。", DATES(2018, 10, 28)),
        ("本条例自发布之日起施行。", DATES(2018, 10, 8)),
        ("2011年1月6日印发的办法同时废止。", None),
    ],
)
def test_when_it_comes_into_force(text: str, effective: dt.date | None) -> None:
    assert find_effective(text, DATES(2018, 10, 8)) == effective
    assert find_effective("自发布之日起施行", None) is None


def test_a_line_that_is_a_date() -> None:
    assert is_date_only("2019-05-21 10:00")
    assert is_date_only("（2019年5月21日）")
    assert not is_date_only("2019年5月21日通过")


# What is around a regulation


def test_everything_of_a_plain_text_is_understood() -> None:
    book = book_of(PLAIN)
    assert (book.title, book.title_from) == (TITLE, "")
    assert book.note == "（2020年3月1日示范会议通过 2020年3月9日示范单位发布）"
    assert book.dated == (Dated(adopted=DATES(2020, 3, 1), issued=DATES(2020, 3, 9)),)
    assert book.effective == DATES(2020, 4, 1)
    assert not book.apart
    assert not book.foreword


NEWS = f"""近日，示范单位印发了《{TITLE}》（以下简称《条例》），并发出通知，要求认真执行。
通知指出，读书会很重要。
《{TITLE}》全文如下。
第一条　为了办好读书会，制定本条例。
第二条　本条例自2020年4月1日起施行。
延伸阅读
读书会工作会议召开"""
CIRCULAR = f"""示范单位关于印发《{TITLE}》的通知
各部门：
现将《{TITLE}》印发给你们，请认真贯彻执行。
示范单位
2020年3月9日
{TITLE}
（2020年3月1日会议通过）
第一条　为了办好读书会，制定本条例。
第二条　本条例自2020年4月1日起施行。
示范单位办公室
2020年3月9日"""
PAGE = """示范单位
读书会工作条例
来源：某网　发布时间：2020-03-10
2020年3月1日会议通过
为了办好读书会，作如下规定。
第一条　为了办好读书会，制定本条例。
第二条　本条例自2020年4月1日起施行。
（来源：某网）
责任编辑：某某"""


@pytest.mark.parametrize(
    ("text", "title_from", "apart", "foreword"),
    [
        (NEWS, "“全文如下”一句", ["开头的新闻、通知等", "末尾的网页文字或落款"], 0),
        (CIRCULAR, "", ["开头的新闻、通知等", "末尾的网页文字或落款"], 0),
        (
            PAGE.replace("示范单位\n", "示范单位"),
            "",
            ["来源、日期等网页文字", "末尾的网页文字或落款"],
            1,
        ),
    ],
)
def test_what_is_around_is_set_apart(
    text: str, title_from: str, apart: list[str], foreword: int
) -> None:
    book = book_of(text)
    assert (book.title, book.title_from) == (TITLE, title_from)
    assert [entry.what for entry in book.apart] == apart
    assert len(book.foreword) == foreword
    assert book.units[-1].lines == ["本条例自2020年4月1日起施行。"]


def test_a_title_on_two_lines() -> None:
    book = book_of("中国共产党示范村\n读书会工作条例\n第一条　甲。\n第二条　乙。")
    assert book.title == "中国共产党示范村读书会工作条例"


@pytest.mark.parametrize(
    "name", ["示范单位读书会工作条例_2020.txt", "《示范单位读书会工作条例》.txt"]
)
def test_a_missing_title_is_taken_from_the_name(name: str) -> None:
    book = book_of("第一条　甲。\n第二条　乙。", name)
    assert (book.title, book.title_from) == (TITLE, "文件名")


def test_a_heading_above_article_one() -> None:
    book = book_of(f"{TITLE}\n作如下规定。\n读书费收缴\n第一条　甲。\n读书费使用\n第二条　乙。")
    assert [u.heading for u in book.units] == ["读书费收缴", "第一条", "读书费使用", "第二条"]
    assert book.foreword == ("作如下规定。",)


def test_a_translation_beside_the_text_is_set_apart() -> None:
    text = f"{TITLE}\nREGULATIONS ON READING\n第一条　甲。\nArticle 1 One.\n第二条　乙。\nArticle 2 Two."
    book = book_of(text)
    assert [unit.lines for unit in book.units] == [["甲。"], ["乙。"]]
    assert book.apart[0].what == "外文对照"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("会议召开\n近日，会议召开。\n会议指出，很重要。", "不像一部法规"),
        ("工作总结\n一、做法\n甲。\n二、打算\n乙。", "找不到法规的标题"),
        ("第一条　甲。\n第二条　乙。", "找不到法规的标题"),
        (f"{TITLE}\n第一条　甲。", "只有一条"),
        ("说明。\n一、甲\n文。\n二、乙\n文。", "找不到法规的标题"),
        (f"{TITLE}\n第五条　甲。\n第六条　乙。", "条文从第五条开始"),
        (f"{TITLE}（2020）节录：非全文\n第一条　甲。\n第二条　乙。", "节录"),
        (
            f"{TITLE}\n第一条　甲。\n第二条　乙。\n{TITLE}\n第一条　丙。\n第二条　丁。",
            "不止一部法规",
        ),
    ],
)
def test_what_is_no_whole_regulation_is_refused(text: str, said: str) -> None:
    assert said in refusal_of(text)


def test_titles() -> None:
    for title in (
        TITLE,
        f"《{TITLE}》",
        f"{TITLE}（试行）",
        "关于读书的若干准则",
        "读 书 会 章 程",
    ):
        assert is_title(title)
    for line in ("关于印发《甲条例》的通知", "读书会", "根据本条例，制定规定。", "《条例》解读"):
        assert not is_title(line)
    assert rank_of("甲条例（试行）") == "regulations"
    assert rank_of("关于读书的意见") == "document"


@pytest.mark.parametrize(
    "name", ["读书会工作条例心得.txt", "落实读书会工作条例情况报告.txt", "材料.txt"]
)
def test_a_paper_about_a_regulation_does_not_name_it(name: str) -> None:
    assert "找不到法规的标题" in refusal_of("第一条　甲。\n第二条　乙。", name)


# Web pages and Markdown


def texts_of(blocks: Any) -> list[str]:
    return [block.text for block in blocks]


def test_a_web_page_is_what_a_reader_sees() -> None:
    page = f"""<?xml version="1.0" encoding="utf-8"?><html><head><title>网站</title>
<style>p {{ color: red }}</style></head><body><nav>首页 法规</nav><script>alert("第一条")</script>
<div style="display:none">隐藏</div><h1>{TITLE}</h1><p>（2020年3月1日会议<b>通过</b>）</p>
<p>　　第一条　为了<span>办好</span>，<br>制定本条例。<!-- 注 --></p><p onclick="x()">第二条&nbsp;乙 &lt;丙&gt;。</p>
<table><tr><th>甲</th><th>乙</th></tr><tr><td>1</td><td>2</td></tr></table>
<table><tr><td>第三条　版面表格。</td><td></td></tr></table><footer>备案</footer></body></html>"""
    source = parse_web(page, name="a.html", path="a.html")
    assert not isinstance(source, Problem)
    assert texts_of(b for b in source.blocks if not isinstance(b, TableBlock)) == [
        TITLE,
        "（2020年3月1日会议通过）",
        "第一条　为了办好，",
        "制定本条例。",
        "第二条\xa0乙 <丙>。",
        "第三条　版面表格。",
    ]
    assert sum(isinstance(block, TableBlock) for block in source.blocks) == 1


@pytest.mark.parametrize(
    "page",
    ["<div>" * 5000 + "第一条　甲。", "<p>" * 400_000, "<<<<>>>>", "<!DOCTYPE html>", "&" * 1000],
)
def test_hostile_pages_are_answered_soon(page: str) -> None:
    started = time.monotonic()
    result = parse_web(page, name="a.html", path="a.html")
    assert isinstance(result, Problem) or len(result.blocks) < 3
    assert time.monotonic() - started < 5


def test_markdown_loses_its_marks_only() -> None:
    text = (
        f"---\nlayout: x\n---\n# {TITLE}\n\n<!-- 注 -->\n**第一条** 为了[办好](a.md)\\*。\n\n"
        "> 第二条　引。\n\n| 甲 | 乙 |\n|---|---|\n| 1 | 2 |\n\n---\n### 第三条 {: .x }\n\n甲&lt;乙。"
    )
    blocks = parse_markdown(text, "a.md").blocks
    assert texts_of(b for b in blocks if not isinstance(b, TableBlock)) == [
        TITLE,
        "第一条 为了办好*。",
        "第二条　引。",
        "第三条",
        "甲<乙。",
    ]
    assert [b for b in blocks if isinstance(b, TableBlock)] == [
        TableBlock(((plain("甲"), plain("乙")), (plain("1"), plain("2"))))
    ]


# Files


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    folder = tmp_path / "docs"
    (folder / "regulations").mkdir(parents=True)
    return folder


def add_profile(docs: Path, **fields: Any) -> None:
    data = regulation_data("dushuhui", TITLE, **fields)
    text = yaml.safe_dump(data, allow_unicode=True, sort_keys=False)
    (docs / "regulations" / "dushuhui.md").write_text(f"---\n{text}---\n## 它管什么\n", "utf-8")


def revision(date: dt.date, **fields: Any) -> dict[str, Any]:
    return {"date": date, "label": f"{date.year}年文本", "level": "text"} | fields


def put(folder: Path, text: str, name: str = "法规.txt") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def imported(path: Path, docs: Path, **options: Any) -> ImportedText:
    result = import_regulation(path, docs, imported_on=DAY, **options)
    assert isinstance(result, ImportedText), result
    return result


def test_a_regulation_without_a_profile_gets_one_to_fill(docs: Path, tmp_path: Path) -> None:
    result = imported(put(tmp_path, PLAIN), docs)
    assert result.profile
    assert result.target == docs / "regulations/texts" / f"{result.profile.stem}@2020-03-01.md"
    knowledge, problems = load_knowledge_base(docs)
    assert not problems
    record = knowledge.regulations[result.profile.stem]
    assert (record.status, record.verified) == ("unverified", "unverified")
    assert record.summary.startswith("待填")
    current = record.current
    assert current
    assert (current.articles, current.chapters, current.level) == (3, 2, "unverified")
    assert (current.issued, current.effective) == (DATES(2020, 3, 9), DATES(2020, 4, 1))
    text = knowledge.text_of(record)
    assert text
    assert text.note == "（2020年3月1日示范会议通过 2020年3月9日示范单位发布）"


def test_the_page_shows_every_character(docs: Path, tmp_path: Path) -> None:
    odd = PLAIN.replace("各单位可以另定。", "1. *各*单位_可以_<另>定 & {: .x } #甲 **乙** ××。")
    page = imported(put(tmp_path, odd), docs).target.read_text("utf-8")
    shown = visible(render(page.split("---\n", 2)[2]))
    assert shown == squeezed(odd.split("发布）\n")[1])


def test_the_same_file_again_changes_nothing(docs: Path, tmp_path: Path) -> None:
    path = put(tmp_path, PLAIN)
    first = imported(path, docs)
    before = {p: p.stat().st_mtime_ns for p in docs.rglob("*.md")}
    again = import_regulation(path, docs, imported_on=DAY + dt.timedelta(days=3))
    assert isinstance(again, ImportedText)
    assert (again.written, again.profile) == (Written.UNCHANGED, None)
    assert again.target == first.target
    assert {p: p.stat().st_mtime_ns for p in docs.rglob("*.md")} == before


def test_nothing_is_replaced_without_force(docs: Path, tmp_path: Path) -> None:
    first = imported(put(tmp_path, PLAIN), docs)
    changed = put(tmp_path, PLAIN.replace("每周", "每天"))
    before = first.target.read_bytes()
    refused = import_regulation(changed, docs, imported_on=DAY)
    assert isinstance(refused, Problem)
    assert "--force" in refused.fix
    assert first.target.read_bytes() == before
    assert imported(changed, docs, force=True).written is Written.REPLACED


def test_two_files_of_one_revision_in_one_run(docs: Path, tmp_path: Path) -> None:
    first = imported(put(tmp_path, PLAIN), docs)
    taken = frozenset({first.target})
    again = import_regulation(
        put(tmp_path, PLAIN + "完。\n"), docs, imported_on=DAY, taken=taken, force=True
    )
    assert isinstance(again, Problem)
    assert "同一版" in again.what


UNDATED = f"{TITLE}\n第一条　甲。\n第二条　乙。\n第三条　自发布之日起施行。\n"
OLD, NEW = DATES(2014, 5, 8), DATES(2020, 3, 1)


@pytest.mark.parametrize(
    ("text", "name", "date", "why"),
    [
        (PLAIN, "法规.txt", NEW, "题注"),
        (UNDATED, "读书会_2014_旧.txt", OLD, "文件名里的年份"),
        (UNDATED.replace("发布之日", "2020年4月1日"), "法规.txt", NEW, "最后一条的施行日期"),
        (UNDATED.replace("发布之日", "2020年4月1日"), "法规2017.txt", NEW, "请核对"),
        (UNDATED, "法规.txt", OLD, "条数与档案一致"),
    ],
)
def test_the_revision_is_told_by_the_text(
    docs: Path, tmp_path: Path, text: str, name: str, date: dt.date, why: str
) -> None:
    newest = revision(NEW, effective=DATES(2020, 4, 1), articles=4)
    add_profile(docs, revisions=[newest, revision(OLD, articles=3)])
    result = imported(put(tmp_path, text, name), docs)
    assert result.target.stem == f"dushuhui@{date}"
    assert why in "\n".join(result.understood)
    assert result.profile is None


@pytest.mark.parametrize(
    ("text", "name", "said"),
    [
        (UNDATED, "法规.txt", "不知道是哪一版"),
        (PLAIN.replace("2020年3月", "2021年3月"), "法规.txt", "没有 2021-03-01 这一版"),
        (UNDATED.replace("发布之日", "2020年4月1日"), "法规2014.txt", "却是另一版"),
    ],
)
def test_a_revision_is_not_guessed(
    docs: Path, tmp_path: Path, text: str, name: str, said: str
) -> None:
    newest = revision(NEW, effective=DATES(2020, 4, 1), articles=3)
    add_profile(docs, revisions=[newest, revision(OLD, articles=3)])
    result = import_regulation(put(tmp_path, text, name), docs, imported_on=DAY)
    assert isinstance(result, Problem)
    assert said in result.what
    assert "--date" in result.fix
    assert not (docs / "regulations/texts").exists()


def test_the_lines_to_add_to_a_profile_are_valid(docs: Path, tmp_path: Path) -> None:
    add_profile(docs, revisions=[revision(OLD, articles=3)])
    result = import_regulation(put(tmp_path, PLAIN), docs, imported_on=DAY)
    assert isinstance(result, Problem)
    line = result.fix.split("“")[1].split("”")[0]
    added = yaml.safe_load(line)[0]
    add_profile(docs, revisions=[added, revision(OLD, articles=3)])
    assert imported(put(tmp_path, PLAIN), docs).target.stem == "dushuhui@2020-03-01"


def test_a_different_size_is_said(docs: Path, tmp_path: Path) -> None:
    add_profile(docs, revisions=[revision(NEW, articles=5, chapters=2)])
    said = "\n".join(imported(put(tmp_path, PLAIN), docs).understood)
    assert "档案写的是5条，原文有3条" in said


def test_a_broken_profile_is_not_made_twice(docs: Path, tmp_path: Path) -> None:
    add_profile(docs, rank="bogus")
    result = import_regulation(put(tmp_path, PLAIN), docs, imported_on=DAY)
    assert isinstance(result, Problem)
    assert "dushuhui.md" in result.what
    assert len(list(docs.rglob("*.md"))) == 1


HTML = "<html><body>{}</body></html>".format("".join(f"<p>{x}</p>" for x in PLAIN.splitlines()))
WORD = make_docx("".join(f"<w:p><w:r><w:t>{x}</w:t></w:r></w:p>" for x in PLAIN.splitlines()))


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.txt", PLAIN.encode("gb18030")),
        ("a.txt", PLAIN.encode("utf-16")),
        ("a.html", HTML.encode()),
        ("a.htm", HTML.encode("gb18030")),
        ("a.md", PLAIN.encode()),
        ("a.docx", WORD),
    ],
)
def test_every_format_gives_the_same_text(
    docs: Path, tmp_path: Path, name: str, data: bytes
) -> None:
    (tmp_path / name).write_bytes(data)
    page = imported(tmp_path / name, docs).target.read_text("utf-8")
    (tmp_path / "b.txt").write_text(PLAIN, "utf-8")
    other = imported(tmp_path / "b.txt", docs, force=True).target.read_text("utf-8")
    assert page.split("---\n", 2)[2] == other.split("---\n", 2)[2]


def hostile() -> list[tuple[str, Callable[[Path], object]]]:
    return [
        ("a.txt", lambda path: path.write_bytes(b"")),
        ("a.txt", lambda path: path.write_bytes(b" \r\n\t")),
        ("a.txt", lambda path: path.write_bytes(bytes(range(256)) * 40)),
        ("a.html", lambda path: path.write_bytes(b"\x00\x01\x02" * 4000)),
        ("a.docx", lambda path: path.write_bytes(OLE_MAGIC + b"x" * 600)),
        ("a.doc", lambda path: path.write_bytes(OLE_MAGIC + b"x" * 600)),
        ("a.md", lambda path: path.write_bytes(WORD)),
        ("a.html", lambda path: path.write_bytes(b"%PDF-1.7")),
        ("a.pdf", lambda path: path.write_bytes(b"%PDF-1.7")),
        ("a.html", lambda path: path.write_bytes(b"<script>" + b"x" * 5000)),
        ("a.txt", lambda path: (path.touch(), os.truncate(path, 100 * 1024 * 1024))),
        (
            "a.txt",
            lambda path: path.write_bytes("第一条　甲。\n".encode() * (MAX_FILE_BYTES // 20)),
        ),
        ("a.txt", lambda path: path.write_text("第一条" * 300_000, "utf-8")),
        ("a.txt", lambda path: path.write_text("（" * 200_000, "utf-8")),
        ("a.txt", lambda path: path.write_text("《" * 200_000 + "条例", "utf-8")),
        ("a.txt", lambda path: path.write_text(f"{TITLE}\n" + "总则\n" * 20_000, "utf-8")),
        ("a.txt", lambda path: None),
        ("a.txt", lambda path: path.mkdir()),
    ]


@pytest.mark.parametrize(("name", "make"), hostile())
def test_files_that_nobody_means(
    docs: Path, tmp_path: Path, name: str, make: Callable[[Path], object]
) -> None:
    make(tmp_path / name)
    started = time.monotonic()
    result = import_regulation(tmp_path / name, docs, imported_on=DAY)
    assert time.monotonic() - started < 10
    assert isinstance(result, Problem)
    assert result.what
    assert result.fix
    assert list(docs.rglob("*.md")) == []


def test_what_is_written_is_valid(docs: Path, tmp_path: Path) -> None:
    result = imported(put(tmp_path, PLAIN.replace("示范会议", "“示范”: #会议")), docs)
    for path, kind in ((result.target, OfficialText), (result.profile, Regulation)):
        assert path
        loaded, problems = parse_record(path.relative_to(docs).as_posix(), path.read_text("utf-8"))
        assert not problems
        assert loaded
        assert isinstance(loaded.record, kind)


# The command


def test_the_command_says_what_it_understood(docs: Path, tmp_path: Path) -> None:
    runner = CliRunner()
    arguments = ["import", str(put(tmp_path, NEWS)), "--kind", "regulation", "--docs", str(docs)]
    done = runner.invoke(kb, [*arguments, "--date", "2020-03-01"])
    assert done.exit_code == 0, done.output
    for said in ("标题：", "版本：2020-03-01", "规模：2条", "连续", "没有导入：", "新建档案："):
        assert said in done.output


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (["--kind", "report", "--date", "2020-01-01"], "只用于导入法规"),
        (["--kind", "regulation", "--date", "2020-01-01", "b.txt"], "一次只能用于一个文件"),
    ],
)
def test_a_date_where_it_makes_no_sense(docs: Path, more: list[str], said: str) -> None:
    done = CliRunner().invoke(kb, ["import", "a.txt", "--docs", str(docs), *more])
    assert done.exit_code == 2
    assert said in done.output


def test_a_file_that_is_no_regulation_is_one_sentence(docs: Path, tmp_path: Path) -> None:
    path = put(tmp_path, "会议召开\n近日，会议召开。")
    done = CliRunner().invoke(
        kb, ["import", str(path), "--kind", "regulation", "--docs", str(docs)]
    )
    assert done.exit_code == 1
    assert done.output.count("\n") == 1
    assert "不像一部法规" in done.output
    assert list(docs.rglob("*.md")) == []
