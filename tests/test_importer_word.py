"""The importer on Word files: what they hold, in their order, and what is told of the rest."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import docx
import pytest
import yaml
from importer_tools import front_matter, make_page, read_docx, shown, source_of, squeezed
from kb.importer.blocks import Emphasis, Source, Span, TableBlock
from kb.importer.inline import render_cell, render_lines
from kb.importer.structure import find_structure
from kb.importer.word_numbering import FORMATS

GOLDEN = Path(__file__).parent / "golden" / "importer" / "word.yaml"
CASES = yaml.safe_load(GOLDEN.read_text(encoding="utf-8"))
PARTS = ("styles", "numbering", "footnotes", "header")
BOLD, ITALIC, LINE = Emphasis.BOLD, Emphasis.ITALIC, Emphasis.UNDERLINE


@pytest.mark.parametrize("case", [pytest.param(case, id=case["case"]) for case in CASES])
def test_golden(case: dict[str, Any]) -> None:
    source = source_of(case["input"], **{name: case[name] for name in PARTS if name in case})
    assert find_structure(source.blocks).title == case.get("title")
    assert front_matter(make_page(source))[1].strip("\n") == case["body"].strip("\n")
    assert list(source.notes) == case.get("notes", [])


def test_a_file_of_python_docx() -> None:
    paper = docx.Document()
    paper.add_heading("镇党委2025年党建工作总结", 0)
    paper.add_heading("主要工作", 1)
    paper.add_paragraph("第一项", style="List Number")
    run = paper.add_paragraph("领导班子").add_run("带头学习*号文件。")
    run.bold = True
    table = paper.add_table(rows=2, cols=2)
    for place, text in enumerate(("姓名", "职务", "a|b", "`c`")):
        table.cell(*divmod(place, 2)).text = text
    data = io.BytesIO()
    paper.save(data)
    source = read_docx(data.getvalue())
    assert isinstance(source, Source)
    page = make_page(source)
    assert "## 主要工作\n\n1\\. 第一项\n\n领导班子<strong>带头学习\\*号文件。</strong>" in page
    assert "| 姓名 | 职务 |\n| --- | --- |\n| a\\|b | \\`c\\` |" in page
    expected = "镇党委2025年党建工作总结主要工作1.第一项领导班子带头学习*号文件。姓名职务a|b`c`"
    assert shown(page, titled=True) == squeezed(expected)


@pytest.mark.parametrize(
    ("spans", "markdown"),
    [
        ([Span("加粗", BOLD)], "**加粗**"),
        ([Span("前"), Span("加粗。", BOLD), Span("后")], "前<strong>加粗。</strong>后"),
        ([Span("粗", BOLD), Span("斜", ITALIC)], "<strong>粗</strong><em>斜</em>"),
        ([Span("粗斜", BOLD | ITALIC)], "<strong><em>粗斜</em></strong>"),
        ([Span("粗线", BOLD | LINE)], "<strong><u>粗线</u></strong>"),
        ([Span("前 "), Span(" 粗 ", BOLD), Span("后")], "前 **粗** 后"),
        ([Span("粗", BOLD), Span(" ", LINE), Span("粗", BOLD)], "**粗** **粗**"),
        ([Span("**", BOLD)], r"<strong>==\*\*==</strong>"),
        ([Span("1", BOLD), Span(". x")], "**1**. x"),
        ([Span("1."), Span(" x", BOLD)], r"1\. **x**"),
        ([Span("一\n- 二")], "一<br>\n\\- 二"),
        ([Span("粗\n体", BOLD)], "**粗**<br>\n**体**"),
        ([Span(" \n ")], ""),
    ],
)
def test_emphasis(spans: list[Span], markdown: str) -> None:
    assert render_lines(spans) == markdown
    assert render_cell(spans) in (markdown.replace("<br>\n\\-", "<br>-"), *cell_forms(markdown))


def cell_forms(markdown: str) -> tuple[str, ...]:
    """A cell has no line starts to escape, and its line breaks are no ends of lines."""
    return (markdown.replace("<br>\n", "<br>"), markdown.replace("1\\.", "1."))


@pytest.mark.parametrize(
    ("kind", "count", "written"),
    [
        ("chineseCounting", 12, "十二"),
        ("ideographDigital", 10, "一〇"),
        ("chineseLegalSimplified", 21, "贰拾壹"),
        ("decimalEnclosedCircle", 20, "⑳"),
        ("decimalEnclosedCircle", 21, "21"),
        ("decimalFullWidth", 12, "１２"),
        ("decimalZero", 7, "07"),
        ("upperRoman", 14, "XIV"),
        ("lowerRoman", 999_999_999, "999999999"),
        ("lowerLetter", 28, "bb"),
        ("upperLetter", 999_999_999, "999999999"),
        ("none", 3, ""),
    ],
)
def test_number_formats(kind: str, count: int, written: str) -> None:
    assert FORMATS[kind](count) == written


def test_headings_by_outline_level_and_style() -> None:
    styles = (
        '<w:style w:styleId="A"><w:name w:val="甲"/><w:basedOn w:val="B"/></w:style>'
        '<w:style w:styleId="B"><w:name w:val="乙"/><w:basedOn w:val="A"/>'
        '<w:pPr><w:outlineLvl w:val="1"/></w:pPr></w:style>'
    )
    paragraph = "<w:p><w:pPr>{}</w:pPr><w:r><w:t>{}</w:t></w:r></w:p>"
    body = "".join(
        (
            paragraph.format("", "题目"),
            paragraph.format('<w:pStyle w:val="A"/>', "循环的样式"),
            paragraph.format('<w:outlineLvl w:val="2"/>', "大纲级别"),
            paragraph.format('<w:outlineLvl w:val="9"/>', "正文级别"),
            paragraph.format('<w:outlineLvl w:val="x"/>', "坏的级别"),
        )
    )
    page = make_page(source_of(body, styles=styles))
    assert page.endswith("\n## 循环的样式\n\n### 大纲级别\n\n正文级别\n\n坏的级别\n")


def test_a_contents_list_is_left_out_and_told() -> None:
    styles = '<w:style w:styleId="C"><w:name w:val="toc 1"/></w:style>'
    contents = '<w:p><w:pPr><w:pStyle w:val="C"/></w:pPr><w:r><w:t>一、甲</w:t></w:r></w:p>'
    text = "<w:p><w:r><w:t>一、甲</w:t></w:r></w:p>"
    source = source_of(contents + text, styles=styles)
    assert source.notes == ("目录1行，没有导入（网页自动生成目录）",)
    assert front_matter(make_page(source))[1] == "\n## 一、甲\n"


def test_symbols_comments_and_formulas_are_told() -> None:
    body = (
        "<w:p><w:r><w:t>题目</w:t></w:r></w:p>"
        '<w:p><w:r><w:sym w:char="F0FE"/></w:r><w:r><w:sym w:char="1234"/></w:r>'
        "<w:r><w:t>文字</w:t></w:r><m:oMath><m:r><m:t>x=1</m:t></m:r></m:oMath>"
        '<w:r><w:commentReference w:id="1"/></w:r>'
        r"<w:r><w:instrText> eq \o\ac(○,一)</w:instrText></w:r></w:p>"
    )
    source = source_of(body)
    assert make_page(source).endswith("\n☑□文字x\\=1\n")
    assert [note[:4] for note in source.notes] == ["批注1条", "域（公式", "不认识的"]


def test_a_huge_span_makes_no_huge_table() -> None:
    text = "<w:p><w:r><w:t>格</w:t></w:r></w:p>"
    span = '<w:tcPr><w:gridSpan w:val="999999999"/></w:tcPr>'
    row = f"<w:tr><w:tc>{span}{text}</w:tc></w:tr>"
    (table,) = source_of(f"<w:tbl>{row}{row}</w:tbl>").blocks
    assert isinstance(table, TableBlock)
    assert [len(cells) for cells in table.rows] == [63, 63]
    wide = "<w:tr>" + f"<w:tc>{text}</w:tc>" * 64 + "</w:tr>"
    assert len(source_of(f"<w:tbl>{wide}</w:tbl>").blocks) == 64
