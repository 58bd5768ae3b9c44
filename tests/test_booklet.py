"""The booklet: what goes in, whether its page numbers are true, the order of folded sheets."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from io import BytesIO
from pathlib import Path

import pytest
from browser_tools import find_chromium
from click.testing import CliRunner
from helpers import DOCS, ROOT
from hypothesis import given
from hypothesis import strategies as st
from kb import press
from kb.booklet import ALL, Choice, Layout, choose, in_css, render_booklet, terms_of
from kb.cli import kb
from kb.edition import Edition
from kb.load import load_knowledge_base
from pypdf import PdfReader

KNOWLEDGE = load_knowledge_base(DOCS)[0]
EDITION = Edition(dt.date(2026, 1, 2), "0123456789ab")


def booklet(choice: Choice, title: str = "手册", layout: Layout | None = None) -> str:
    contents, problems = choose(KNOWLEDGE, choice, title)
    assert problems == ()
    return render_booklet(KNOWLEDGE, contents, ROOT / "overrides", EDITION, layout or Layout())


def test_nothing_chosen_is_the_handbook() -> None:
    contents, problems = choose(KNOWLEDGE, Choice())
    assert problems == ()
    assert [part.key for part in contents.parts] == ["lists", "forms", "guides", "terms"]
    records = [r for part in contents.parts for chapter in part.chapters for r in chapter.records]
    every = (KNOWLEDGE.lists, KNOWLEDGE.forms, KNOWLEDGE.guides, KNOWLEDGE.terms)
    assert len(records) == len({(r.TYPE, r.id) for r in records}) == sum(map(len, every))


def test_what_does_not_exist_is_named() -> None:
    wanted = Choice(guides=("san-hui-yi-ke", "no-such"), terms=("组织建设", "rural", "坏"))
    contents, problems = choose(KNOWLEDGE, wanted)
    assert [problem.path for problem in problems] == ["--guides", "--terms"]
    assert "no-such" in problems[0].what
    assert "坏" in problems[1].what
    guides, terms = contents.parts
    assert [chapter.id for chapter in guides.chapters] == ["g-san-hui-yi-ke"]
    assert [chapter.id for chapter in terms.chapters] == ["c-organisation", "c-rural"]


def test_everything_in_it_is_on_the_page() -> None:
    html = booklet(
        Choice(lists=True, forms=True, guides=ALL[:1], regulations=("zhibu-gongzuo-tiaoli",))
    )
    for record in KNOWLEDGE.lists.values():
        for item in record.items:
            assert item.wording in html
            assert item.example is None or item.example in html
    for guide in KNOWLEDGE.guides.values():
        assert all(step.do in html for step in guide.steps)
        assert all(entry in html for entry in guide.checklist)
    assert "第三十七条" in html
    assert "<script" not in html
    assert "http" not in html.replace("http-equiv", "")


def test_a_title_stays_text() -> None:
    html = booklet(Choice(forms=True), '甲“乙”"</style><b>\\')
    assert html.count("</style>") == 1
    assert "<b>\\" not in html
    assert in_css('a"</b>\n') == '"a\\22 \\3c /b\\3e \\a "'


def test_the_contents_lead_to_what_is_there() -> None:
    html = booklet(
        Choice(lists=True, terms=("rural",)), layout=Layout("A5", {"l-fumian-qingdan": 7})
    )
    ids = re.findall(r'\bid="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'href="#([^"]+)"', html)) <= set(ids)
    assert 'href="#l-fumian-qingdan" data-page="7"' in html
    assert 'href="#index" data-page="000"' in html


@given(st.integers(1, 200))
def test_folded_sheets_read_in_order(count: int) -> None:
    sides = list(press.fold_order(count))
    assert len(sides) == -(-count // 4) * 2
    fronts, backs = sides[::2], sides[1::2]
    # Leaf by leaf through the fold: the right halves going in, the left halves coming out.
    read = [page for front, back in zip(fronts, backs, strict=True) for page in (front[1], back[0])]
    read += [
        page
        for front, back in reversed(list(zip(fronts, backs, strict=True)))
        for page in (back[1], front[0])
    ]
    assert [page for page in read if page is not None] == list(range(count))
    assert len(read) == len(sides) * 2


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["x.pdf", "--guides", "no-such"], "no-such"),
        (["x.docx", "page", "--fold"], "只用于手册"),
        (["x.pdf", "page"], "不写页面"),
        (["x.pdf", "--forms", "--browser", "/no/such/browser"], "浏览器没有运行成功"),
    ],
)
def test_the_command_says_what_is_wrong(tmp_path: Path, arguments: list[str], said: str) -> None:
    target = tmp_path / arguments[0]
    result = CliRunner().invoke(kb, ["export", str(target), *arguments[1:], "--docs", str(DOCS)])
    assert result.exit_code != 0
    assert said in result.output
    assert not target.exists()


def test_a_file_is_not_overwritten(tmp_path: Path) -> None:
    target = tmp_path / "x.html"
    target.write_text("mine")
    arguments = ["export", str(target), "--forms", "--docs", str(DOCS)]
    assert CliRunner().invoke(kb, arguments).exit_code == 1
    assert target.read_text() == "mine"
    assert CliRunner().invoke(kb, [*arguments, "--force"]).exit_code == 0
    assert "监督执纪“四种形态”" in target.read_text(encoding="utf-8")


def test_without_a_browser_it_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(press, "find_browser", lambda: None)
    arguments = ["export", str(tmp_path / "x.pdf"), "--forms", "--docs", str(DOCS)]
    result = CliRunner().invoke(kb, arguments)
    assert result.exit_code == 1
    assert "没有找到" in result.output


@pytest.mark.browser
def test_the_page_numbers_are_true(tmp_path: Path) -> None:
    target = tmp_path / "x.pdf"
    arguments = ["export", str(target), "--forms", "--terms", "rhetoric", "--docs", str(DOCS)]
    result = CliRunner().invoke(kb, [*arguments, "--browser", find_chromium()])
    assert result.exit_code == 0, result.output
    contents = choose(KNOWLEDGE, Choice(forms=True, terms=("rhetoric",)))[0]
    data = target.read_bytes()
    numbers = press.page_numbers(data)
    assert set(contents.anchors) <= set(numbers)
    sheets = [bare(sheet.extract_text()) for sheet in PdfReader(BytesIO(data)).pages]
    for term in (term for part in contents.parts for term in terms_of(part)):
        assert has(sheets[numbers[f"t-{term.id}"] - 1], term.definition[:10]), term.id
        assert has(sheets[-1] + sheets[-2], f"{term.term}{numbers[f't-{term.id}']}"), term.id
    for form in KNOWLEDGE.forms.values():
        assert has(sheets[numbers[f"f-{form.number}"] - 1], form.title)
        assert has(sheets[1], f"{form.title}{numbers[f'f-{form.number}']}")
    assert PdfReader(BytesIO(data)).metadata.creation_date is not None
    # The same again, and folded: as many sheets as it takes, every page on one of them.
    pdf = press.finish(data, "手册", EDITION.date)
    assert pdf == press.finish(data, "手册", EDITION.date)
    folded = PdfReader(BytesIO(press.fold(data, "手册", EDITION.date)))
    assert len(folded.pages) == -(-len(sheets) // 4) * 2
    assert folded.pages[0].mediabox.width > folded.pages[0].mediabox.height


def bare(text: str) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))


def has(text: str, phrase: str) -> bool:
    """Of two characters with one glyph (民 and the radical ⺠) a PDF may give back either."""
    either = "".join(f"(?:{re.escape(c)}|[⺀-⻿])" for c in bare(phrase))
    return re.search(either, text) is not None
