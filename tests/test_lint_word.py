"""What Word files carry besides their text: ten with and ten without, for each rule; and headers."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path

import docx
import pytest
from kb.lint.document import Document
from kb.lint.engine import lint_document
from kb.lint.finding import Finding
from kb.lint.read import read_document
from lint_tools import tools

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
DOCUMENT, CORE, APP = "word/document.xml", "docProps/core.xml", "docProps/app.xml"
MARK = "在此。</w:t></w:r>"
RUN = "<w:r><w:t>补充</w:t></w:r>"
BY = 'w:id="9" w:author="a" w:date="2026-01-01T00:00:00Z"'
CREATOR, SAVED = "<dc:creator></dc:creator>", "<cp:lastModifiedBy></cp:lastModifiedBy>"
PROPERTIES = (
    '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/{}-properties">{}'
    "</Properties>"
)


def paper(path: Path, parts: Mapping[str, str], after: str = "") -> Path:
    """A paper of one sentence; `after` is XML put behind it, `parts` are added or replaced."""
    document = docx.Document()
    document.add_paragraph("正文在此。")
    document.core_properties.author = ""
    document.core_properties.last_modified_by = ""
    held = io.BytesIO()
    document.save(held)
    with zipfile.ZipFile(held) as source, zipfile.ZipFile(path, "w") as target:
        for name in source.namelist():
            data = source.read(name).decode("utf-8", "surrogateescape")
            if name == DOCUMENT:
                assert MARK in data
                data = data.replace(MARK, MARK + after)
            if name not in parts:
                target.writestr(name, data.encode("utf-8", "surrogateescape"))
        for name, text in parts.items():
            target.writestr(name, text)
    return path


def found(path: Path) -> tuple[Finding, ...]:
    document = read_document(path)
    assert isinstance(document, Document)
    return lint_document(document, tools())


def core(creator: str = "", saved: str = "") -> dict[str, str]:
    return {
        CORE: '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/'
        'core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<dc:creator>{creator}</dc:creator><cp:lastModifiedBy>{saved}</cp:lastModifiedBy>"
        "</cp:coreProperties>"
    }


def app(inside: str) -> dict[str, str]:
    return {APP: PROPERTIES.format("extended", inside)}


def custom(name: str, value: str) -> dict[str, str]:
    inside = f'<property name="{name}"><v>{value}</v></property>'
    return {"docProps/custom.xml": PROPERTIES.format("custom", inside)}


def comments(*texts: str) -> dict[str, str]:
    inside = "".join(
        f"<w:comment {BY}><w:p><w:r><w:t>{t}</w:t></w:r></w:p></w:comment>" for t in texts
    )
    return {"word/comments.xml": f"<w:comments {W}>{inside}</w:comments>"}


def header(inside: str, name: str = "header9", root: str = "hdr") -> dict[str, str]:
    return {f"word/{name}.xml": f"<w:{root} {W}><w:p>{inside}</w:p></w:{root}>"}


INS, DEL = f"<w:ins {BY}>{RUN}</w:ins>", f"<w:del {BY}><w:r><w:delText>删</w:delText></w:r></w:del>"
STYLED = "<w:r><w:rPr><w:b/>{}</w:rPr><w:t>补充</w:t></w:r>"
CHANGES: tuple[tuple[Mapping[str, str], str], ...] = (
    ({}, INS),
    ({}, DEL),
    ({}, INS + DEL),
    ({}, f"<w:moveTo {BY}>{RUN}</w:moveTo>"),
    ({}, STYLED.format(f"<w:rPrChange {BY}><w:rPr/></w:rPrChange>")),
    ({}, f"<w:ins {BY}><w:r><w:tab/></w:r></w:ins>"),
    (header(INS), ""),
    (header(DEL, "footer9", "ftr"), ""),
    (header(INS, "footnotes", "footnotes"), ""),
    (header(INS, "endnotes", "endnotes"), ""),
)
NO_CHANGES: tuple[tuple[Mapping[str, str], str], ...] = (
    ({}, ""),
    ({}, RUN),
    ({}, STYLED.format("")),
    ({}, '<w:r w:rsidR="00AB12CD" w:rsidRPr="00AB12CE"><w:t>补充</w:t></w:r>'),
    ({}, '<w:r w:rsidDel="00AB12CD"><w:t>补充</w:t></w:r>'),
    ({}, '<w:bookmarkStart w:id="7" w:name="ins"/><w:bookmarkEnd w:id="7"/>'),
    ({}, "<w:r><w:t>插入删除修订</w:t></w:r>"),
    ({}, "<w:r><w:br/></w:r>"),
    (header(RUN), ""),
    (header(RUN, "footer9", "ftr"), ""),
)
COMMENTS = [
    comments(*texts)
    for texts in (
        ["这里要改"], ["改", "再改"], ["？"], ["同意"], ["数字核实一下"],
        ["删"], ["请领导定"], ["见附件"], ["1", "2", "3"], ["此处引文有误，请核对原文"],
    )
]  # fmt: skip
NO_COMMENTS: list[Mapping[str, str]] = [
    {}, comments(), core(), app(""), custom("批注", ""), header(RUN),
    header("<w:r><w:t>批注</w:t></w:r>"), {"word/commentsExtended.xml": f"<w:x {W}/>"},
    {"word/people.xml": f"<w:people {W}/>"}, header(RUN, "footnotes", "footnotes"),
]  # fmt: skip
AUTHORS: list[Mapping[str, str]] = [
    core("县委办"), core("张甲"), core("zhang"), core("", "李乙"), core("党建办", "李乙"),
    app("<Company>某县委组织部</Company>"), app("<Manager>张甲</Manager>"),
    custom("作者", "张甲"), custom("Owner", "zhangjia"), custom("联系电话", "6666"),
]  # fmt: skip
NO_AUTHORS: list[Mapping[str, str]] = [
    {}, core(), core("python-docx"), core("Administrator", "User"), core("WPS Office"),
    core("Windows User"), app("<Company></Company>"), app("<Application>WPS</Application>"),
    custom("KSOProductBuildVer", "2052-12.1"), custom("ICV", "AB12CD34"),
]  # fmt: skip
TRIAL = (
    [("word-changes", True, *case) for case in CHANGES]
    + [("word-changes", False, *case) for case in NO_CHANGES]
    + [("word-comments", True, case, "") for case in COMMENTS]
    + [("word-comments", False, case, "") for case in NO_COMMENTS]
    + [("word-author", True, case, "") for case in AUTHORS]
    + [("word-author", False, case, "") for case in NO_AUTHORS]
)


@pytest.mark.parametrize(("rule", "bad", "parts", "after"), TRIAL)
def test_what_a_file_carries(
    tmp_path: Path, rule: str, bad: bool, parts: Mapping[str, str], after: str
) -> None:
    rules = {finding.rule for finding in found(paper(tmp_path / "a.docx", parts, after))}
    assert rules == ({rule} if bad else set())


BOX = (
    "<w:r><w:pict><v:shape xmlns:v='urn:schemas-microsoft-com:vml'><v:textbox><w:txbxContent>"
    "<w:p><w:r><w:t>电话138</w:t></w:r><w:r><w:t>00138000</w:t></w:r></w:p>"
    "</w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
)


@pytest.mark.parametrize(
    ("parts", "after", "rule", "place"),
    [
        (header("<w:r><w:t>秘密★1年</w:t></w:r>"), "", "secret", "页眉"),
        (header("<w:r><w:t>电话13800138000</w:t></w:r>", "footer9", "ftr"), "", "mobile", "页脚"),
        (
            header("<w:r><w:t>13800138000</w:t></w:r>", "footnotes", "footnotes"),
            "",
            "mobile",
            "脚注",
        ),
        (header("<w:r><w:t>13800138000</w:t></w:r>", "endnotes", "endnotes"), "", "mobile", "尾注"),
    ],
)
def test_what_stands_outside_the_running_text(
    tmp_path: Path, parts: Mapping[str, str], after: str, rule: str, place: str
) -> None:
    (finding,) = found(paper(tmp_path / "a.docx", parts, after))
    assert finding.rule == rule
    assert finding.what.startswith(f"{place}：")


def test_a_text_box_is_read_once(tmp_path: Path) -> None:
    assert [finding.rule for finding in found(paper(tmp_path / "a.docx", {}, BOX))] == ["mobile"]


def test_page_numbers_in_footers_are_no_text(tmp_path: Path) -> None:
    inside = '<w:r><w:t>— </w:t></w:r><w:fldSimple w:instr="PAGE"><w:r><w:t>1</w:t></w:r></w:fldSimple><w:r><w:t> —</w:t></w:r>'
    assert not found(paper(tmp_path / "a.docx", header(inside, "footer9", "ftr")))
