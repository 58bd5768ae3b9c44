"""The pocket glossary: what is in it, that it stays one file, and that no text can break out of it."""

from __future__ import annotations

import datetime as dt
import json
import re
import shutil
from pathlib import Path

import pytest
from helpers import DOCS, ROOT, HtmlFile, read_html, term
from kb import model, pocket
from kb.cli import main
from kb.edition import Edition
from kb.load import KnowledgeBase, load_knowledge_base
from kb.pocket import code_in_script, json_in_script, pocket_page
from search_tools import knowledge_of

EDITION = Edition(dt.date(2026, 1, 2), "0123456789ab", "abcdef012345")


def page_of(knowledge: KnowledgeBase) -> str:
    return pocket_page(knowledge, DOCS / "assets", ROOT / "overrides", EDITION)


@pytest.fixture(scope="module")
def knowledge() -> KnowledgeBase:
    return load_knowledge_base(DOCS)[0]


@pytest.fixture(scope="module")
def source(knowledge: KnowledgeBase) -> str:
    return page_of(knowledge)


@pytest.fixture(scope="module")
def html(source: str) -> HtmlFile:
    return read_html(source, "pocket")


def test_it_is_small(source: str) -> None:
    assert len(source.encode()) < 3_000_000


def test_everything_is_in_it(source: str, html: HtmlFile, knowledge: KnowledgeBase) -> None:
    (main,) = html.all("main")
    text = main.text
    ids = html.ids
    for record in knowledge.terms.values():
        assert f"t-{record.id}" in ids
        assert record.definition in text
        assert record.english.definition in text
        for member in record.known_members:
            assert member.wording in text
        for wrong in record.wrong:
            assert wrong.variant in text
    for prohibitions in knowledge.lists.values():
        assert f"l-{prohibitions.id}" in ids
        for item in prohibitions.items:
            assert item.wording in text
    for form in knowledge.forms.values():
        assert f"f-{form.number}" in ids
        for measure in form.measures:
            assert measure.organ in text
    (header,) = html.all("header")
    for part in ("2026-01-02", "0123456789ab", "abcdef012345"):
        assert part in header.text


def test_links_lead_somewhere(html: HtmlFile) -> None:
    found = [e.attributes["href"] for e in html.all("a")]
    assert len(found) > 200
    for link in found:
        assert link.startswith("#"), link
        assert link[1:] in html.ids, link
    ids = [e.attributes["id"] for e in html.elements if "id" in e.attributes]
    assert len(ids) == len(set(ids))


def test_nothing_is_loaded(html: HtmlFile) -> None:
    for element in html.elements:
        for name in ("src", "srcset", "action", "data", "poster", "background"):
            assert name not in element.attributes or name == "data", element
        if element.tag == "link":
            assert element.attributes["href"].startswith("data:"), element
    (policy,) = [
        e.attributes["content"] for e in html.all("meta") if e.attributes.get("http-equiv")
    ]
    assert policy.startswith("default-src 'none';")


def test_nothing_comes_from_outside(source: str) -> None:
    addresses = set(re.findall(r"https?://[\w.]+", source))
    assert addresses <= {"http://www.w3.org"}  # a namespace
    assert "@import" not in source


def test_it_is_the_same_every_time(source: str, tmp_path: Path) -> None:
    """Read from another folder, too."""
    docs = tmp_path / "other/docs"
    shutil.copytree(DOCS, docs)
    knowledge = load_knowledge_base(docs)[0]
    assert pocket_page(knowledge, docs / "assets", ROOT / "overrides", EDITION) == source


EVIL = "</script><script>pwned=1</script><!--<b>"


def test_no_text_ends_a_script_element() -> None:
    record = term("evil", EVIL, definition=f"释义{EVIL}。", aliases=[f"又名{EVIL}"])
    source = page_of(knowledge_of([record]))
    html = read_html(source, "evil")
    assert source.count("<script") == 5
    assert len([*html.all("script")]) == 5
    (main,) = html.all("main")
    assert f"释义{EVIL}。" in main.text
    (names,) = re.findall(r'<script type="application/json" id="names">(.*?)</script>', source)
    assert json.loads(names)["terms"][0]["name"] == EVIL


def test_escaping_keeps_the_meaning() -> None:
    assert json.loads(json_in_script(json.dumps(EVIL))) == EVIL
    assert code_in_script('a < b; "</SCRIPT>" + "<!--"') == 'a < b; "\\x3c/SCRIPT>" + "\\x3c!--"'


def guide(name: str, when: str, *steps: tuple[str, str | None]) -> model.Guide:
    return model.Guide.model_validate(
        {
            "type": "guide", "id": name, "title": f"怎样{name}", "summary": "一句话说明。", "who": "支部",
            "when": when, "verified": "text", "verified_on": dt.date(2026, 1, 2),
            "steps": [{"do": do, "when": due} for do, due in steps],
        }
    )  # fmt: skip


def test_the_calendar() -> None:
    found = pocket.calendar(
        (
            guide(
                "a",
                "按月交；支部每年公布一次",
                ("年底归档", "年底"),
                ("开会", "每月"),
                ("定计划", "年初"),
            ),
            guide("b", "大会一般每季度1次，随时也可以", ("特殊情况", "可每季度交一次")),
            guide("c", "按年度计划", ("考察", "一年以上，每半年考察一次"), ("没有时间", None)),
            guide("d", "六个月以上的预备期一年"),
        )
    )
    assert [
        (p.key, [(d.title, d.when, [s.do for s in d.steps]) for d in p.duties]) for p in found
    ] == [
        ("month", [("a", "按月交", ["开会"])]),
        ("quarter", [("b", "大会一般每季度1次", [])]),
        ("half", [("c", "", ["考察"])]),
        ("year", [("a", "支部每年公布一次", ["定计划", "年底归档"])]),
    ]


def test_real_duties(knowledge: KnowledgeBase) -> None:
    periods = {
        period.key: {duty.guide.id for duty in period.duties}
        for period in pocket.calendar(tuple(knowledge.guides.values()))
    }
    assert {"san-hui-yi-ke", "zhu-ti-dang-ri", "dang-fei-shou-jiao"} <= periods["month"]
    assert "san-hui-yi-ke" in periods["quarter"]
    assert "fa-zhan-dang-yuan" in periods["half"]
    assert {"zu-zhi-sheng-huo-hui", "min-zhu-ping-yi-dang-yuan"} <= periods["year"]


def run(*arguments: str) -> int:
    with pytest.raises(SystemExit) as ended:
        main(list(arguments))
    assert isinstance(ended.value.code, int)
    return ended.value.code


def test_the_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1767312000")
    target = tmp_path / "dist/pocket-glossary.html"
    assert run("pocket", str(target), "--docs", str(DOCS)) == 0
    assert "已生成：" in capsys.readouterr().out
    first = target.read_bytes()
    assert b'data-kb-edition="2026-01-02 ' in first
    sums = target.with_name("SHA256SUMS").read_text(encoding="utf-8")
    assert re.fullmatch(r"[0-9a-f]{64}  pocket-glossary\.html\n", sums)
    assert run("pocket", str(target), "--docs", str(DOCS)) == 0
    assert target.read_bytes() == first
    assert sorted(path.name for path in target.parent.iterdir()) == [
        "SHA256SUMS", "pocket-glossary.html",
    ]  # fmt: skip


def test_the_command_refuses(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = str(tmp_path / "p.html")
    assert run("pocket", target, "--docs", str(tmp_path / "none")) == 2
    (tmp_path / "docs").mkdir()
    assert run("pocket", target, "--docs", str(tmp_path / "docs")) == 2
    assert capsys.readouterr().err.count("修改：") == 2
    shutil.copytree(ROOT / "overrides", tmp_path / "overrides")
    (tmp_path / "docs/terms").mkdir()
    (tmp_path / "docs/terms/a.md").write_text("---\ntype: term\nid: a\n---\n", encoding="utf-8")
    assert run("pocket", target, "--docs", str(tmp_path / "docs")) == 1
    assert not Path(target).exists()
