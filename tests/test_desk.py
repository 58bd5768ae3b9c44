"""The draft desk: the rules in JavaScript equal those in Python; the page in Chromium, offline."""

from __future__ import annotations

import io
import itertools
import json
import re
import shutil
import zipfile
from collections import Counter
from html import unescape
from pathlib import Path
from typing import Any

import docx
import pytest
from browser_tools import Visit, visit
from desk_tools import DESK, in_node, rows_of, sources, spoiled
from helpers import ROOT
from kb.address import number_or_zero
from kb.lint.catalogue import rules
from kb.lint.document import Document
from kb.lint.engine import CHECKS
from kb.lint.payload import PARTS, _pattern
from kb.lint.read import parse_markdown, parse_plain, read_document
from lint_tools import golden
from playwright.sync_api import Browser, Page, expect
from search_tools import wrong_types
from site_tools import Site
from test_lint_word import BOX, TRIAL, header, paper

# The same rules


def differences(folder: Path, papers: list[tuple[str, str]]) -> tuple[list[Any], Counter[str]]:
    """(papers on which the two disagree, how often each rule spoke)."""
    given = [{"kind": kind, "text": text} for kind, text in papers]
    found = [result["findings"] for result in in_node(folder, papers=given)]
    parse = {"text": parse_plain, "markdown": parse_markdown}
    wanted = [rows_of(parse[kind](text, "材料")) for kind, text in papers]
    wrong = [
        (
            kind,
            text[:80],
            [row for row in ours if row not in theirs],
            [r for r in theirs if r not in ours],
        )
        for (kind, text), ours, theirs in zip(papers, wanted, found, strict=True)
        if ours != theirs
    ]
    return wrong, Counter(row[2] for rows in wanted for row in rows)


def test_every_golden_text_has_the_same_findings(tmp_path: Path) -> None:
    papers = [("text", text) for _, _, text in golden()]
    papers += [("text", text) for rule in rules().values() for text in (*rule.bad, *rule.good)]
    wrong, spoke = differences(tmp_path, papers)
    assert wrong == []
    of_files = {"word-changes", "word-comments", "word-author"}
    assert set(spoke) | of_files == {*CHECKS, "off-reason"}


def test_whole_papers_have_the_same_findings(tmp_path: Path) -> None:
    texts = [path.read_text(encoding="utf-8") for path in sources()]
    papers = [("markdown", text) for text in texts]
    papers += [("text", spoiled(text, n)) for n, text in enumerate(texts)]
    papers += [("text", "\r\n".join(texts[0].split("\n"))), ("text", "“" * 300), ("text", "")]
    page = "---\ntitle: 总结\nlint:\n  - {rule: blank, reason: 表样}\n  - rule: mobile\n---\n培训**名。"
    papers += [("markdown", page), ("markdown", page.replace(", reason: 表样", ""))]
    wrong, spoke = differences(tmp_path, papers)
    assert wrong == []
    assert len(spoke) >= 12
    assert sum(spoke.values()) > 300


def test_numerals_are_read_alike(tmp_path: Path) -> None:
    chars = "〇零一二两十百千"
    texts = ["".join(each) for n in (1, 2, 3, 4) for each in itertools.product(chars, repeat=n)]
    texts += ["007", "１２", "9999", "一千二百三十四", "二〇二三", "三百四", "百", "一百二十五"]
    found = in_node(tmp_path, function="numberOrZero", arguments=[[text] for text in texts])
    assert [
        (text, ours, theirs)
        for text, theirs in zip(texts, found, strict=True)
        if (ours := number_or_zero(text)) != theirs
    ] == []


@pytest.mark.parametrize(
    ("python", "javascript"),
    [
        (r"(?P<a>x)\d", "(?<a>x)[0-9０-９]"),
        (r"[\d.]$", "[0-9０-９.](?=\\n?(?![^]))"),
        (r"(?P<q>[ab])x(?P=q)", "(?<q>[ab])x\\k<q>"),
        (r"a{,3}[(x]", "a{0,3}[(x]"),
        (r"(x)(?(1)y)", None),
    ],
)
def test_patterns_in_other_words(python: str, javascript: Any) -> None:
    found = _pattern(re.compile(python))
    assert (found["re"] if found else None) == javascript


def test_the_parts_are_those_that_are_there() -> None:
    names = {path.stem for path in (ROOT / "docs/assets/desk").glob("*.js")}
    assert names == set(PARTS)


@pytest.mark.skipif(shutil.which("node") is None, reason="no node")
def test_types() -> None:
    """What tsc makes of the scripts, where it is."""
    assert wrong_types(DESK.with_name("tsconfig.json")) == ""


# The page


@pytest.fixture
def desk(browser: Browser, offline: Site) -> Any:
    """The desk in the offline copy, without a network, on a screen or a phone."""
    base = offline.folder.as_uri() + "/"
    return lambda **options: visit(browser, base, "index.html", offline=True, **options)


def check(page: Page, path: Path) -> None:
    """Give the desk a file, and wait for what it says."""
    if page.locator(".kb-desk-result").is_visible():
        page.locator("[name=restart]").click()
    page.evaluate("document.querySelector('.kb-desk').dataset.ms = ''")
    page.set_input_files("input[type=file]", path)
    page.wait_for_function(
        """() => { const desk = document.querySelector(".kb-desk");
          return desk.dataset.ms || !desk.querySelector(".kb-desk-failure").hidden; }"""
    )


def found(page: Page) -> list[Any]:
    rows: list[Any] = page.evaluate("__kbDeskFindings()")
    return rows


def plain(document: Any, seed: int) -> None:
    document.add_heading("某镇2025年党建工作总结", 0)
    for line in spoiled(sources()[0].read_text(encoding="utf-8"), seed).split("\n"):
        document.add_paragraph(line)


def in_runs(document: Any, seed: int) -> None:
    """Every third character a run of its own; underlined blanks, a comment, a table."""
    for line in spoiled(sources()[1].read_text(encoding="utf-8"), seed).split("\n"):
        paragraph = document.add_paragraph()
        for at in range(0, len(line), 3):
            paragraph.add_run(line[at : at + 3]).bold = at % 6 == 0
    paragraph.add_run("共")
    paragraph.add_run("      ").underline = True
    paragraph.add_run("名")
    document.add_comment(paragraph.runs[0], text="这里要改", author="x", initials="x")
    table = document.add_table(rows=2, cols=2)
    table.cell(0, 0).text = "落实县纪检委的要求"
    table.cell(1, 0).merge(table.cell(1, 1)).text = "联系人\n13800138000"
    document.core_properties.author = "李强"


def numbered(document: Any, seed: int) -> None:
    for line in ("抓学习", "抓作风。全年**次。", "抓纪律"):
        document.add_paragraph(line, style="List Number")
    document.add_heading("存在问题", 1)
    document.add_heading("下步打算", 1)
    document.add_paragraph("𠮷镇落实市党委的部署。")


@pytest.mark.browser
@pytest.mark.parametrize("fill", [plain, in_runs, numbered])
def test_word_papers_have_the_same_findings(desk: Any, tmp_path: Path, fill: Any) -> None:
    document = docx.Document()
    fill(document, 7)
    path = tmp_path / "材料.docx"
    document.save(str(path))
    read = read_document(path)
    assert isinstance(read, Document)
    with desk() as tab:
        page = tab.open("desk/")
        check(page, path)
        assert found(page) == rows_of(read)
        assert found(page)


def run(text: str) -> str:
    return f"<w:r><w:t>{text}</w:t></w:r>"


OUTSIDE: list[tuple[dict[str, str], str]] = [
    (header(run("秘密★1年") + "<w:r><w:tab/></w:r>" + run("任识𠮷不足")), ""),
    (header(run("电话13800138000")) | header(run("电话13800138000"), "header10"), ""),
    (header(run("手机13800138000"), "footer9", "ftr"), BOX),
    (header(run("13800138000"), "footnotes", "footnotes"), ""),
    (header(run("惯彻落实") + BOX, "endnotes", "endnotes"), BOX + BOX),
]


@pytest.mark.browser
def test_what_stands_outside_the_text_has_the_same_findings(desk: Any, tmp_path: Path) -> None:
    cases = [(parts, after) for _, bad, parts, after in TRIAL if bad] + OUTSIDE
    path = tmp_path / "材料.docx"
    with desk() as tab:
        page = tab.open("desk/")
        for parts, after in cases:
            read = read_document(paper(path, parts, after))
            assert isinstance(read, Document)
            check(page, path)
            assert found(page) == rows_of(read), (parts, after)
            assert found(page)


def packed(change: Any, extra: tuple[tuple[str, bytes], ...] = ()) -> bytes:
    """A Word file whose parts have been changed."""
    held, target = io.BytesIO(), io.BytesIO()
    document = docx.Document()
    document.add_paragraph("正文在此。" * 200)
    document.save(held)
    with zipfile.ZipFile(held) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if (data := change(name, old.read(name))) is not None:
                new.writestr(name, data)
        for name, data in extra:
            new.writestr(name, data)
    return target.getvalue()


def same(name: str, data: bytes) -> bytes:
    return data


def only(changed: str, make: Any) -> Any:
    return lambda name, data: make(data) if name == changed else data


MAIN = "word/document.xml"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
HOSTILE = {
    "空.txt": (b"", "0字节", "0 bytes"),
    "乱.txt": (b"\x00\x01\x02" * 400, "不是文字", "not text"),
    "大.txt": ("党".encode() * 1_000_001, "内容太多", "million"),
    "假.docx": (b"not a zip", "不是 Word 文档", "no Word file"),
    "旧.doc": (OLE + bytes(600), "另存为", "save it as .docx"),
    "改名.docx": (OLE + bytes(600), "旧版 Word", "old Word"),
    "锁.docx": (OLE + "EncryptedPackage".encode("utf-16-le"), "密码", "password"),
    "半.docx": (packed(same)[:9000], "已损坏", "damaged"),
    "缺.docx": (packed(only(MAIN, lambda data: data[:-99])), "已损坏", "damaged"),
    "无.docx": (packed(only("[Content_Types].xml", lambda data: b"<a/>")), "没有 Word 正文", "no Word text"),
    "弹.docx": (packed(only(MAIN, lambda data: b"<a>" + b" " * 90_000_000 + b"</a>")), "大得不正常", "abnormal"),
    "宏.docx": (packed(same, (("word/vbaProject.bin", b"x"),)), "宏", "macros"),
    "外.docx": (packed(same, (("../../a.xml", b"x"),)), "包外", "outside"),
    "体.docx": (packed(only(MAIN, lambda d: d.replace(b"<w:document", b'<!DOCTYPE a [<!ENTITY x "y">]><w:document', 1))), "实体", "entities"),
    "件.pdf": (b"%PDF-1.4", "PDF", "PDF"),
    "图.png": (b"\x89PNG", "只能读", "Only"),
}  # fmt: skip


@pytest.mark.browser
@pytest.mark.parametrize("language", ["zh", "en"])
def test_hostile_files(desk: Any, tmp_path: Path, language: str) -> None:
    with desk() as tab:
        page = tab.open("desk/" if language == "zh" else "en/desk/")
        for name, (data, chinese, english) in HOSTILE.items():
            path = tmp_path / name
            path.write_bytes(data)
            if name == "缺.docx":  # the importer says it in the same words
                assert read_document(path).what == "Word 文档已损坏，打不开。"  # type: ignore[union-attr]
            check(page, path)
            expect(page.locator(".kb-desk-failure")).to_contain_text(
                chinese if language == "zh" else english
            )
        path.with_name("好.txt").write_text("党员**名。", encoding="gb18030")
        check(page, path.with_name("好.txt"))
        assert [row[2] for row in found(page)] == ["blank"]


def sample(tab: Visit) -> Page:
    page = tab.open("desk/")
    page.locator("[name=sample]").click()
    expect(page.locator(".kb-desk-result")).to_be_visible()
    return page


@pytest.mark.browser
@pytest.mark.parametrize("width", [1280, 390, 320])
def test_walking_through_a_paper(desk: Any, width: int) -> None:
    requests: list[str] = []
    with desk(viewport={"width": width, "height": 800}, permissions=["clipboard-read"]) as tab:
        tab.page.on("request", lambda request: requests.append(request.url))
        page = sample(tab)
        count = len(found(page))
        expect(page.locator(".kb-desk-place")).to_have_text(f"1 / {count}")
        assert page.locator("mark.kb-desk-mark").count() >= count
        page.keyboard.press("y")  # 惯彻 becomes 贯彻
        expect(page.locator("ins")).to_have_text("认真贯彻")
        page.keyboard.press("x")  # 批评与自我批评 stays
        expect(page.locator(".kb-desk-summary")).to_contain_text("改了1处，忽略1处")
        expect(page.locator(".kb-desk-about")).to_contain_text("政治意识；大局意识；核心意识")
        link = page.locator(".kb-desk-about a")
        assert link.get_attribute("href").endswith("terms/si-ge-yi-shi.html")
        page.locator("[name=own]").fill("四个意识")
        page.locator(".kb-desk-own button").click()
        page.locator("[name=warning]").uncheck()
        assert page.locator(".kb-desk-row.kb-desk-warning").count() == 0
        page.locator("[name=previous]").click()
        page.keyboard.press("u")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        with page.expect_download() as download:
            page.locator("[name=text]").click()
        text = download.value.path().read_text("utf-8-sig")
        assert "认真贯彻落实上级部署，用好批评与自我批评的武器" in text
        assert text.count("\n") == 7
        page.locator("[name=again]").click()
        expect(page.locator(".kb-desk-summary")).to_contain_text(f"查出{count - 1}处")
        kept = page.evaluate("JSON.stringify([localStorage, sessionStorage, document.cookie])")
        assert "贯彻" not in kept
    assert [url for url in requests if not url.startswith("file:")] == []


@pytest.mark.browser
def test_a_corrected_word_file_keeps_its_runs(desk: Any, tmp_path: Path) -> None:
    document = docx.Document()
    document.core_properties.author = ""
    paragraph = document.add_paragraph("  全镇认真")
    paragraph.add_run("惯").bold = True
    paragraph.add_run("彻落实上级部署，落实县纪")
    paragraph.add_run("检委").italic = True
    paragraph.add_run("的要求 & <a>。")
    document.add_table(rows=1, cols=1).cell(0, 0).text = "落实市党委的部署要求"
    path, target = tmp_path / "总结.docx", tmp_path / "改.docx"
    document.save(str(path))
    with desk() as tab:
        page = tab.open("desk/")
        check(page, path)
        for _ in found(page):
            page.keyboard.press("y")
        expect(page.locator(".kb-desk-summary")).to_contain_text("还有0处")
        with page.expect_download() as download:
            page.locator("[name=word]").click()
        download.value.save_as(target)
        assert download.value.suggested_filename == "总结（改）.docx"
    again = docx.Document(str(target))
    runs = [(run.text, run.bold, run.italic) for run in again.paragraphs[0].runs]
    assert runs == [
        ("  全镇认真", None, None),
        ("贯", True, None),
        ("彻落实上级部署，落实县纪", None, None),
        ("委", None, True),
        ("的要求 & <a>。", None, None),
    ]
    with zipfile.ZipFile(target) as package:
        assert package.testzip() is None
        assert "落实市委的部署要求" in package.read(MAIN).decode()
        assert set(package.namelist()) == set(zipfile.ZipFile(path).namelist())


def runs(*texts: str) -> str:
    return "".join(run(text) for text in texts)


@pytest.mark.browser
def test_corrections_outside_the_text_are_in_the_corrected_file(desk: Any, tmp_path: Path) -> None:
    """In every header that says the words, in notes, footers and boxes; other parts stay as they are."""
    parts = {
        **header(runs("落实市党", "委的部署要求") + BOX),
        **header(runs("落实市", "党委的部署要求") + "<w:r><w:tab/></w:r>", "header10"),
        **header(run("第1页"), "footer9", "ftr"),
        **header(runs(" 𠮷镇落实县纪检委", "的要求 &amp; 部署"), "footnotes", "footnotes"),
        **header(run("无事"), "endnotes", "endnotes"),
    }
    path, target = paper(tmp_path / "材料.docx", parts), tmp_path / "改.docx"
    with desk() as tab:
        page = tab.open("desk/")
        check(page, path)
        for row in found(page):
            if row[2] == "mobile":
                page.locator("[name=own]").fill("见通讯录")
                page.locator(".kb-desk-own button").click()
            else:
                page.keyboard.press("y")
        expect(page.locator(".kb-desk-summary")).to_contain_text("还有0处")
        with page.expect_download() as download:
            page.locator("[name=word]").click()
        expect(page.locator(".kb-desk-done")).not_to_contain_text("没法自动")
        download.value.save_as(target)
    changed = {
        "word/header9.xml": ["落实市委", "的部署要求", "电话见通讯录"],
        "word/header10.xml": ["落实市", "委的部署要求"],
        "word/footnotes.xml": [" 𠮷镇落实县纪委", "的要求 & 部署"],
    }
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(target) as new:
        assert new.testzip() is None
        assert new.namelist() == old.namelist()
        different = {name for name in old.namelist() if old.read(name) != new.read(name)}
        assert different == {*changed}
        for name, texts in changed.items():
            given = re.findall(r"<w:t(?: [^>]*)?>(.*?)</w:t>", new.read(name).decode())
            assert [unescape(text) for text in given] == texts
    again = read_document(target)
    assert isinstance(again, Document)
    assert rows_of(again) == []


@pytest.mark.browser
def test_what_a_genre_has(desk: Any) -> None:
    """The outline of a genre, where the site has one."""
    genres = {
        "genres": [
            {"id": "work", "name": "工作总结", "sections": [
                {"name": "主要做法", "keys": [], "terms": [], "required": True},
                {"name": "党费收缴", "keys": ["党费"], "terms": ["san-hui-yi-ke"], "required": True},
                {"name": "主题党日", "keys": ["党日"], "terms": [], "required": False},
            ]},
            {"id": "plan", "name": "工作要点", "sections": []},
        ]
    }  # fmt: skip
    fixed = "Object.defineProperty(window, '__kbGenres', {value: %s})"
    with desk() as tab:
        tab.page.add_init_script(fixed % json.dumps(genres))
        page = sample(tab)
        expect(page.locator("[name=genre]")).to_have_value("work")
        rows = page.locator(".kb-desk-sections li")
        kinds = [row.get_attribute("class") for row in rows.all()]
        assert kinds == ["kb-desk-has", "kb-desk-lacks", "kb-desk-may"]
        assert rows.nth(1).locator("a").inner_text() == "三会一课"
    with desk() as tab:  # those of the site
        page = sample(tab)
        expect(page.locator("[name=genre]")).to_have_value("annual-report")
        assert page.locator(".kb-desk-sections li").count() >= 4
        page.locator("[name=genre]").select_option("plan")
        assert page.locator(".kb-desk-genre a").get_attribute("href").endswith("plan.html")
