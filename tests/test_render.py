"""Templates: what is marked, what is escaped, and that a missing value is an error."""

from __future__ import annotations

from pathlib import Path

import pytest
from helpers import ROOT
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import UndefinedError
from kb.index import Quotation, Sentence
from kb.match import Language
from kb.render import Renderer, marked
from markupsafe import escape


def quotation(text: str, *words: str) -> Quotation:
    return Quotation(Sentence(text, "", ""), words)


@pytest.mark.parametrize(
    ("text", "words", "html"),
    [
        ("落实三会一课。", ("三会一课",), "落实<mark>三会一课</mark>。"),
        ("党课、党课", ("党课",), "<mark>党课</mark>、<mark>党课</mark>"),
        (
            "支部党员大会和党员大会",
            ("党员大会", "支部党员大会"),
            "<mark>支部党员大会</mark>和<mark>党员大会</mark>",
        ),
        ("警告处分、警告", ("警告", "警告处分"), "<mark>警告处分</mark>、<mark>警告</mark>"),
        ("a<b>&“c”", ("<b>",), "a<mark>&lt;b&gt;</mark>&amp;“c”"),
        ("3.5（甲）", ("（甲）", "."), "3<mark>.</mark>5<mark>（甲）</mark>"),
        ("没有", (), "没有"),
        ("没有<", ("",), "没有&lt;"),
        ("没有", ("别的",), "没有"),
    ],
)
def test_marked(text: str, words: tuple[str, ...], html: str) -> None:
    assert marked(quotation(text, *words)) == html


@pytest.mark.parametrize(
    ("text", "word"), [("a & b", "amp"), ("“a” and 'b'", "39"), ("1 < 2", "lt")]
)
def test_a_word_that_is_part_of_an_entity(text: str, word: str) -> None:
    assert marked(quotation(text, word)) == escape(text)


@given(
    st.text(st.sampled_from("甲乙<&\"'.")),
    st.lists(st.text(st.sampled_from("甲乙<&."), max_size=2), max_size=3),
)
def test_marking_changes_no_text(text: str, words: list[str]) -> None:
    html = str(marked(quotation(text, *words)))
    assert html.replace("<mark>", "").replace("</mark>", "") == str(escape(text))


@pytest.fixture
def templates(tmp_path: Path) -> Path:
    for name, text in {
        "a.html": "{{ value }}{% if true %}\n{{ t('中', 'en') }}{% endif %}",
        "b.html": "{{ label('LEVELS', 'text') }} {{ language }}",
        "generated/x.html": "",
        "generated/y.html": "",
        "generated/z.txt": "",
        "records/w.html": "",
    }.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(("language", "text"), [("zh", "中"), ("en", "en")])
def test_values_are_escaped(templates: Path, language: Language, text: str) -> None:
    assert Renderer(templates, language).render("a.html", value="<b>") == f"&lt;b&gt;{text}"


def test_a_missing_value_is_an_error(templates: Path) -> None:
    with pytest.raises(UndefinedError, match="value"):
        Renderer(templates, "zh").render("a.html")


@pytest.mark.parametrize(
    ("language", "text"), [("zh", "已核原文 zh"), ("en", "checked against the text en")]
)
def test_labels(templates: Path, language: Language, text: str) -> None:
    assert Renderer(templates, language).render("b.html") == text


def test_names(templates: Path) -> None:
    renderer = Renderer(templates, "zh")
    assert renderer.names("generated") == {"x", "y"}
    assert renderer.names("nothing") == set()


def test_the_templates_of_the_site_compile() -> None:
    renderer = Renderer(ROOT / "overrides", "zh")
    for folder in ("records", "generated", "blocks"):
        names = renderer.names(folder)
        assert names
        for name in names:
            renderer.environment.get_template(f"{folder}/{name}.html")


def test_the_core_does_not_know_mkdocs() -> None:
    importing = [
        path.name
        for path in (ROOT / "hooks" / "kb").rglob("*.py")
        if any(
            line.lstrip().startswith(("import mkdocs", "from mkdocs"))
            for line in path.read_text(encoding="utf-8").splitlines()
        )
    ]
    assert importing == []
