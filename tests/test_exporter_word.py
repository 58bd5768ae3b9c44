"""Reports as Word files: the official layout, the way back, and what goes wrong on the way out."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from pathlib import Path

import docx
import pytest
import yaml
from docx.oxml.ns import qn
from docx.shared import Mm, Twips
from docx.text.paragraph import Paragraph
from hypothesis import given, settings
from hypothesis import strategies as st
from importer_tools import DAY, ROOT, _Loader, front_matter, make_page, read_docx, zipped
from kb.cli import main
from kb.exporter import paper, styles
from kb.exporter.paper import read_paper
from kb.exporter.report import file_name, read_report
from kb.exporter.word import render_word
from kb.importer.blocks import Block, Emphasis, Source, Span, TextBlock
from kb.importer.report import Imported, import_report
from kb.importer.structure import Heading
from kb.importer.text import clean_text
from kb.load import parse_record
from test_importer import BLOCKS, TABLES, TEXTS

REPORTS = sorted(
    page for page in (ROOT / "docs" / "reports").glob("*.md") if not page.stem.startswith("index")
)
NOTE = re.compile(r'^\?\?\? note ".*"\n\n(?:    .*\n|\n(?=    ))+\n?', re.MULTILINE)


def exported(title: str, body: str) -> bytes:
    return render_word(read_paper(title, body))


def opened(title: str, body: str) -> docx.document.Document:
    return docx.Document(io.BytesIO(exported(title, body)))


def back(data: bytes) -> str:
    """The page that importing the file gives."""
    source = read_docx(data)
    assert isinstance(source, Source), source
    assert source.notes == ()
    return make_page(source)


def styled(document: docx.document.Document) -> list[tuple[str, str]]:
    return [(p.style.name, p.text) for p in document.paragraphs]


# The way back


def check_back(page: str) -> None:
    data, body = front_matter(page)
    again, body_again = front_matter(back(exported(data["title"], body)))
    assert body_again == body
    assert again["title"] == data["title"]


def possible(block: Block) -> bool:
    """Word raises a character or lowers it, never both."""
    cells = [block] if isinstance(block, TextBlock) else [c for row in block.rows for c in row]
    both = Emphasis.SUPERSCRIPT | Emphasis.SUBSCRIPT
    return not any(both in span.emphasis for cell in cells for span in cell.spans)


@settings(max_examples=150, deadline=None)
@given(TEXTS, st.lists(st.one_of(BLOCKS, BLOCKS, TABLES).filter(possible), max_size=6))
def test_an_invented_report_comes_back(title: str, blocks: list[Block]) -> None:
    paper_title = TextBlock((Span(clean_text(title)),), 0)
    check_back(make_page(Source("材料.docx", (paper_title, *blocks))))


WORDS = st.sampled_from(
    [
        "一、", "二、", "（一）", "（十二）", "一是", "三是", "1.", "（1）", "工作开展情况", "甲。", "乙！", "。", "丙：",
        "某镇2025年度", "工作总结", "中共某镇委员会", "2026年1月2日", "现将情况报告如下：", "同志们：", "此致", "敬礼",
        "××", "____", "\n", " ", "“两个维护”", "Party", "Two. ", "<b>", "|", "*", "#", "附件：1.名册",
    ]
)  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(st.lists(st.lists(WORDS, max_size=6).map("".join), max_size=8), st.data())
def test_a_report_in_official_words_comes_back(lines: list[str], data: st.DataObject) -> None:
    blocks = []
    for line in lines:
        outline = data.draw(st.sampled_from([None, None, None, 1, 2, 3]))
        blocks.append(TextBlock((Span(line),), outline))
    check_back(make_page(Source("材料.docx", tuple(blocks))))


@pytest.mark.parametrize("page", [pytest.param(page, id=page.stem) for page in REPORTS])
def test_a_report_of_ours_comes_back(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    loaded, problems = parse_record(f"reports/{page.name}", text)
    assert loaded
    assert not problems
    again = back(exported(loaded.record.title, loaded.body))
    data, body = front_matter(again)
    assert data["title"] == loaded.record.title
    wanted = NOTE.sub("", loaded.body)
    assert body.strip() == re.sub(r"\n{3,}", "\n\n", wanted).strip()


def test_emphasis_and_tables_come_back() -> None:
    check_back(
        "---\ntitle: 工作总结\n---\n\n前<strong>粗。</strong>后<em>斜。</em><u>线、</u><s>删、</s>"
        "10m<sup>2</sup>和H<sub>2</sub>O<br>\n**另起**\n\n"
        "| 甲 | 乙\\|丙 |\n| --- | --- |\n| 一<br>二 | **粗** |\n|  |  |\n\n"
        "| 只有 | 表头 |\n| --- | --- |\n\n## 没有序号的标题\n\n| 表 |\n| --- |\n| 末 |\n"
    )


def test_what_a_heading_is_was_told_and_not_guessed() -> None:
    body = (
        "一、大会时间。拟于12月召开。\n\n一是甲。乙。\n\n### 三级在先\n\n## 一、二级\n\n"
        "### 一是短。 {: .kb-run-in }\n\n句子。\n\n#### （一）四级\n"
    )
    check_back(
        f"---\ntitle: 工作总结和计划，以及别的很长的题目，一共超过五十个字也照样是题目而不是正文的第一段，因为样式说了。\n---\n\n{body}"
    )


def test_a_paper_edited_in_word_comes_back(tmp_path: Path) -> None:
    """Someone adds a point in Word, which renames the ids of styles when it saves."""
    document = opened("工作总结", "## 一、甲\n\n一是乙。丙。\n")
    document.add_paragraph("二、新的一节", style="公文1级标题")
    document.add_paragraph("一是新的。新的正文。", style="公文正文")
    saved = io.BytesIO()
    document.save(saved)
    with zipfile.ZipFile(saved) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    names = [*(style.id for style in styles.STYLES), styles.GRID[0]]
    ids = {name: f"a{place}" for place, name in enumerate(names)}
    for name in ("word/document.xml", "word/styles.xml"):
        text = files[name].decode()
        files[name] = re.sub(r'"(Kb\w+|Normal)"', lambda m: f'"{ids[m[1]]}"', text).encode()
    body = front_matter(back(zipped(dict(files))))[1]
    assert body == (
        "\n## 一、甲\n\n一是乙。丙。\n\n## 二、新的一节\n\n### 一是新的。 {: .kb-run-in }\n\n新的正文。\n"
    )


# The layout


def test_the_page_is_that_of_the_standard() -> None:
    document = opened("题目", "正文。")
    (section,) = document.sections
    near = Mm(0.1)
    for value, wanted in (
        (section.page_width, 210),
        (section.page_height, 297),
        (section.top_margin, 37),
        (section.left_margin, 28),
        (section.page_width - section.left_margin - section.right_margin, 156),
        (section.page_height - section.top_margin - section.bottom_margin, 225),
    ):
        assert abs(value - Mm(wanted)) < near
    grid = section._sectPr.find(qn("w:docGrid"))
    pitch = int(grid.get(qn("w:linePitch")))
    text_height = section.page_height - section.top_margin - section.bottom_margin
    assert text_height // Twips(pitch) == 22
    character = styles.BODY_SIZE * 10 + styles.SPACING
    assert styles.TEXT_WIDTH // character == 28
    assert document.settings.odd_and_even_pages_header_footer
    assert [p.text for p in section.footer.paragraphs] == ["— 1 —"]
    assert (
        section.footer.paragraphs[0].alignment != section.even_page_footer.paragraphs[0].alignment
    )


@pytest.mark.parametrize(
    ("name", "font", "points", "bold"),
    [
        ("公文标题", "方正小标宋简体", 22, None),
        ("公文正文", "仿宋_GB2312", 16, None),
        ("公文1级标题", "黑体", 16, None),
        ("公文2级标题", "楷体_GB2312", 16, None),
        ("公文3级标题", "仿宋_GB2312", 16, True),
        ("公文页码", "宋体", 14, None),
    ],
)
def test_fonts(name: str, font: str, points: int, bold: bool | None) -> None:
    document = opened("题目", "正文。")
    fonts, sizes = [], []
    style = document.styles[name]
    assert style.font.bold is bold
    while style is not None:
        named = style.element.find(f"{qn('w:rPr')}/{qn('w:rFonts')}")
        fonts += [] if named is None else [named.get(qn("w:eastAsia"))]
        sizes += [style.font.size.pt] if style.font.size else []
        style = style.base_style
    assert (fonts[0], sizes[0]) == (font, points)


def test_every_block_has_its_place() -> None:
    body = (
        "某县委：\n\n现将情况报告如下：\n\n## 一、甲\n\n### （一）乙\n\n#### 1.丙\n\n"
        "### 一是丁。 {: .kb-run-in }\n\n戊。\n\n二、己。庚。\n\n特此报告。\n\n"
        '??? note "说明"\n\n    不导出。\n\n中共某镇委员会\n\n2026年1月15日\n'
    )
    document = opened("某镇工作报告", body)
    assert styled(document) == [
        ("公文标题", "某镇工作报告"),
        ("公文顶格", "某县委："),
        ("公文正文", "现将情况报告如下："),
        ("公文1级标题", "一、甲"),
        ("公文2级标题", "（一）乙"),
        ("公文3级标题", "1.丙"),
        ("公文段首标题2级", "一是丁。戊。"),
        ("公文正文（不作标题）", "二、己。庚。"),
        ("公文正文", "特此报告。"),
        ("公文署名", "中共某镇委员会"),
        ("公文成文日期", "2026年1月15日"),
    ]
    run_in = document.paragraphs[6].runs
    assert [(run.text, run.bold) for run in run_in] == [("一是丁。", True), ("戊。", None)]
    assert [indents(p) for p in document.paragraphs[-2:]] == [350, 200]


@pytest.mark.parametrize(
    ("heading", "font", "bold"),
    [
        ("### 一、甲", "黑体", None),
        ("## （一）甲", "楷体_GB2312", None),
        ("### 1.甲", "仿宋_GB2312", True),
        ("### （1）甲", "仿宋_GB2312", True),
        ("## 没有序号", None, None),
    ],
)
def test_the_number_of_a_heading_gives_its_font(
    heading: str, font: str | None, bold: bool | None
) -> None:
    """Also where the page's levels begin elsewhere."""
    (run,) = opened("题目", heading).paragraphs[1].runs
    fonts = None if run._r.rPr is None else run._r.rPr.find(qn("w:rFonts"))
    assert (None if fonts is None else fonts.get(qn("w:eastAsia"))) == font
    assert run.bold is bold


def indents(paragraph: Paragraph) -> int:
    return int(paragraph._p.pPr.find(qn("w:ind")).get(qn("w:rightChars")))


@pytest.mark.parametrize(
    ("signature", "date", "expected"),
    [
        # The date begins two characters behind the signature.
        ("中共某某县某某镇委员会", "2026年1月15日", (200, 1100 - 650)),
        # It is nearly as long: it leaves two characters, and the signature more.
        ("中共某镇委员会", "2026年1月15日", (650 + 400 - 700, 200)),
        ("某某", "2026年1月15日", (650 + 400 - 200, 200)),
    ],
)
def test_signature_and_date(signature: str, date: str, expected: tuple[int, int]) -> None:
    document = opened("题目", f"正文。\n\n{signature}\n\n{date}\n")
    assert tuple(indents(p) for p in document.paragraphs[-2:]) == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("正文。\n\n2026年1月15日", "公文成文日期"),
        ("正文。\n\n××××年×月×日", "公文成文日期"),
        ("正文。\n\n2026年1月15日整理", "公文正文"),
        ("2026年1月15日", "公文正文"),
        ("正文。\n\n主持人（签名）　　　　记录人（签名）", "公文正文"),
    ],
)
def test_what_is_a_date(body: str, expected: str) -> None:
    names = [name for name, _ in styled(opened("题目", body))]
    assert names[-1] == expected
    assert "公文署名" not in names


def test_a_signature_before_a_heading() -> None:
    names = [
        name
        for name, _ in styled(opened("题目", "正文。\n\n某委\n\n2026年1月1日\n\n## 二、批复\n"))
    ]
    assert names[2:4] == ["公文署名", "公文成文日期"]


def test_tables() -> None:
    document = opened(
        "题目", "| 序号 | 问题 |\n| --- | --- |\n| 1 | 甲 |\n\n| 乙 |\n| --- |\n| 丙 |\n"
    )
    first, second = document.tables
    assert [[cell.text for cell in row.cells] for row in first.rows] == [
        ["序号", "问题"],
        ["1", "甲"],
    ]
    assert first.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    assert first.rows[1]._tr.trPr.find(qn("w:tblHeader")) is None
    borders = first._tbl.tblPr.find(qn("w:tblBorders"))
    assert {border.get(qn("w:val")) for border in borders} == {"single"}
    assert len(borders) == 6
    for table in (first, second):
        widths = [int(column.get(qn("w:w"))) for column in table._tbl.tblGrid]
        assert sum(widths) == styles.TEXT_WIDTH
        assert min(widths) > 0


def test_the_same_bytes_and_nothing_personal() -> None:
    text = REPORTS[0].read_text(encoding="utf-8")
    first, second = (exported("题目", text) for _ in range(2))
    assert first == second
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        core = archive.read("docProps/core.xml").decode()
        everything = b"".join(archive.read(name) for name in archive.namelist())
        assert not [name for name in archive.namelist() if "font" in name and "Table" not in name]
    assert re.findall(r"<(?:cp|dc|dcterms):(\w+)[ >]", core) == ["coreProperties", "title"]
    assert b"embed" not in everything
    for name in ("creator", "lastModifiedBy", "created", "rsid"):
        assert name.encode() not in everything


def test_authored_markdown() -> None:
    """What the importer never writes but an editor may."""
    body = (
        "# 一级\n\n见[链接](a.md)和`代码`。![图](a.png)\n\n- 甲\n- 乙\n    1. 丙\n\n另\n\n3. 丁\n\n    戊\n\n"
        '> 引文\n\n```\nx\n  y\n```\n\n!!! tip "提示"\n    提示。\n\n<!-- 注 -->\n\n<div>块</div>\n\n---\n'
    )
    read = read_paper("题目", body)
    texts = [
        e.text for e in read.elements if not isinstance(e, Heading) and isinstance(e, TextBlock)
    ]
    assert texts == [
        "见链接和代码。",
        "• 甲",
        "• 乙",
        "1. 丙",
        "另",
        "1. 丁",
        "戊",
        "引文",
        "x\n  y",
        "块",
    ]
    assert (read.notes, read.pictures) == (1, 1)
    assert [name for name, _ in styled(opened("题目", body))][1] == "公文1级标题"


def test_the_sites_own_markdown() -> None:
    site = yaml.load((ROOT / "mkdocs.yml").read_text(encoding="utf-8"), _Loader)
    names, settings = {"toc", "tables", "fenced_code"}, {}
    for entry in site["markdown_extensions"]:
        name, options = next(iter(entry.items())) if isinstance(entry, dict) else (entry, None)
        names.add(name)
        settings |= {name: options} if options else {}
    assert names - {"toc"} == set(paper.EXTENSIONS)
    assert settings == dict(paper.SETTINGS)


# The command


def run(*arguments: str) -> int:
    with pytest.raises(SystemExit) as ended:
        main(list(arguments))
    assert isinstance(ended.value.code, int)
    return ended.value.code


HEAD = "---\ntype: report\nid: {id}\ntitle: {title}\ngenre: plan\nlevel: village\nstatus: example\nsummary: 一句话说明。\n---\n"


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A knowledge base with two reports and a term's page."""
    monkeypatch.chdir(tmp_path)
    for folder in ("docs/reports", "docs/terms", "材料"):
        (tmp_path / folder).mkdir(parents=True)
    for number in (1, 2):
        head = HEAD.format(id=f"zong-jie-{number}", title=f"总结{number}")
        page = tmp_path / f"docs/reports/zong-jie-{number}.md"
        page.write_text(f"{head}\n正文{number}。\n", encoding="utf-8")
    (tmp_path / "docs/reports/index.md").write_text("# 报告\n", encoding="utf-8")
    (tmp_path / "docs/terms/jia.md").write_text("---\ntype: term\nid: jia\n---\n", encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("page", ["zong-jie-1", "docs/reports/zong-jie-1.md"])
def test_export(desk: Path, capsys: pytest.CaptureFixture[str], page: str) -> None:
    assert run("export", "总结.docx", page) == 0
    assert run("export", "总结.docx", page) == 0
    out, err = capsys.readouterr()
    assert out.splitlines() == ["已导出：总结.docx（总结1）", "没有变化：总结.docx（总结1）"]
    assert err == ""
    imported = import_report(Path("总结.docx"), desk / "材料", imported_on=DAY)
    assert isinstance(imported, Imported)
    assert imported.notes == ()
    assert "\n正文1。\n" in imported.target.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["新.docx", "zong-jie"], "找不到这一页。 修改：是不是 zong-jie-2？"),
        (["新.docx", "docs/reports/wu.md"], "找不到这一页"),
        (["新.docx", "docs/reports/index.md"], "这一页不是报告"),
        (["新.docx", "docs/terms/jia.md"], "第"),
        (["新.docx", "docs/reports"], "这是文件夹，一个 Word 文件只放一份报告"),
        (["旧.docx", "zong-jie-1"], "旧.docx: 文件已经存在，没有改动它"),
        (["无/新.docx", "zong-jie-1"], "没有文件夹 无。"),
        (["夹.docx", "zong-jie-1"], "这是文件夹，不是文件"),
        (["长" * 300 + ".docx", "zong-jie-1"], "写不进去"),
        (["新.docx", "长" * 300], "找不到这一页"),
        (["新.docx", "坏\0的"], "找不到这一页"),
        (["没有的文件夹", "zong-jie-1"], "没有这个文件夹"),
        (["材料", "docs/terms"], "出错的文件"),
    ],
)
def test_what_goes_wrong(
    desk: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], said: str
) -> None:
    (desk / "旧.docx").write_bytes(b"old")
    (desk / "夹.docx").mkdir()
    before = sorted(desk.rglob("*"))
    assert run("export", *arguments) == 1
    err = capsys.readouterr().err
    assert said in err
    assert err.count("修改：") == 1
    assert sorted(desk.rglob("*")) == before
    assert (desk / "旧.docx").read_bytes() == b"old"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["新.docx"], "没有写要导出哪一页"),
        (["新.docx", "zong-jie-1", "zong-jie-2"], "一个 Word 文件只放一份报告"),
        (["新.odt", "zong-jie-1"], "不能导出成“.odt”"),
        (["材料"], "没有写要导出哪些报告"),
        ([], "没有写要导出成哪个文件"),
    ],
)
def test_a_wrong_command(
    desk: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], said: str
) -> None:
    assert run("export", *arguments) == 2
    err = capsys.readouterr().err
    assert said in err
    assert len(err.splitlines()) == 1
    assert " 修改：" in err


def test_force_replaces(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (desk / "旧.docx").write_bytes(b"old")
    assert run("export", "旧.docx", "zong-jie-1", "--force") == 0
    assert "替换了原文件" in capsys.readouterr().out
    assert (desk / "旧.docx").read_bytes().startswith(b"PK")


@pytest.mark.parametrize(("place", "number"), [("os.replace", 28), ("os.open", 13)])
def test_a_failed_write_leaves_the_old_file(
    desk: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    place: str,
    number: int,
) -> None:
    (desk / "旧.docx").write_bytes(b"old")

    def fail(*_: object) -> None:
        raise OSError(number, "no")

    monkeypatch.setattr(place, fail)
    assert run("export", "旧.docx", "zong-jie-1", "--force") == 1
    err = capsys.readouterr().err
    assert "旧.docx: 写不进去（no）。 修改：" in err
    assert len(err.splitlines()) == 1
    assert (desk / "旧.docx").read_bytes() == b"old"
    assert not list(desk.glob(".*"))


def test_a_folder(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    same = HEAD.format(id="zong-jie-3", title="总结1")
    (desk / "docs/reports/zong-jie-3.md").write_text(f"{same}\n另一份。\n", encoding="utf-8")
    (desk / "docs/reports/huai.md").write_text("---\ntype: report\n---\n", encoding="utf-8")
    assert run("export", "材料", "docs/reports") == 1
    out, err = capsys.readouterr()
    assert sorted(path.name for path in (desk / "材料").iterdir()) == [
        "总结1.docx",
        "总结1（zong-jie-3）.docx",
        "总结2.docx",
    ]
    assert out.splitlines()[-3:] == ["合计：4个文件", "  已导出：3个", "  出错：1个"]
    assert err.splitlines()[0] == "出错的文件："
    assert len(err.splitlines()) == 2
    (desk / "材料/总结2.docx").unlink()
    assert run("export", "材料", "docs/reports") == 1
    out, _ = capsys.readouterr()
    assert "已导出：1个" in out
    assert "没有变化：2个" in out


def test_a_title_as_a_file_name(desk: Path) -> None:
    page = read_report(desk / "docs/reports/zong-jie-1.md")
    assert not isinstance(page, str)
    for title, name in (
        ("甲/乙：“丙”?", "甲_乙：“丙”_.docx"),
        ("...", "zong-jie-1.docx"),
        ("长" * 100, "长" * 80 + ".docx"),
    ):
        titled = replace(page, record=page.record.model_copy(update={"title": title}))
        assert file_name(titled) == name
