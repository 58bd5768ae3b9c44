"""The rules on their examples, on held-back texts, on the site's own pages, and their switches."""

from __future__ import annotations

import pytest
from helpers import DOCS, SHARED, calls_of
from kb.lint.catalogue import rules
from kb.lint.engine import CHECKS, ProjectOff, lint_document
from kb.lint.read import parse_markdown, parse_plain, read_document
from kb.problem import Severity
from lint_tools import findings, golden, score, tools

EXAMPLES = [
    (rule.id, kind, text)
    for rule in rules().values()
    for kind, texts in (("bad", rule.bad), ("good", rule.good))
    for text in texts
]


@pytest.mark.parametrize(("rule", "kind", "text"), EXAMPLES)
def test_examples(rule: str, kind: str, text: str) -> None:
    """What the page of rules says is so."""
    assert bool(findings(text, rule)) == (kind == "bad")


def test_every_rule_has_a_check_and_every_check_a_rule() -> None:
    assert {*CHECKS, "off-reason"} == set(rules())


def test_held_back_texts() -> None:
    """Precision 95% and recall 90% for each rule, on texts not written from its pattern."""
    for rule, (missed, false, bad, good) in score(golden()).items():
        hits = bad - len(missed)
        assert min(bad, good) >= 10, rule
        assert hits / max(1, hits + len(false)) >= 0.95, (rule, false)
        assert hits / bad >= 0.9, (rule, missed)


def test_no_typo_in_the_examples_of_others() -> None:
    """The texts without an error are quiet by the rules on slips of the pen."""
    texts = {text for rule, is_bad, text in golden() if not is_bad and not rule.startswith("typo")}
    noisy = {t for t in texts if findings(t, "typo-word") or findings(t, "typo-term")}
    assert len(noisy) <= len(texts) * 0.01, noisy


def test_example_reports_are_quiet() -> None:
    size = found = 0
    for path in sorted((DOCS / "reports").glob("*.md")):
        document = read_document(path)
        assert not hasattr(document, "what")
        size += sum(len(block.text) for block in document.blocks)  # type: ignore[union-attr]
        found += len(lint_document(document, tools()))  # type: ignore[arg-type]
    assert found < size / 2000


SEED = SHARED / "seed" / "annual-report.txt"


@pytest.mark.skipif(not SEED.is_file(), reason="../shared is not here")
def test_the_real_report() -> None:
    document = parse_plain(SEED.read_text(encoding="utf-8"), "report.txt")
    found = lint_document(document, tools())
    counts = {rule: sum(f.rule == rule for f in found) for rule in CHECKS}
    assert counts["enumeration"] == 1
    assert counts["blank"] == 9
    assert counts["lost-text"] == 2
    assert counts["typo-word"] + counts["typo-term"] >= 4
    assert counts["doubled"] == counts["short-form"] == 1
    assert counts["variant"] == 2
    assert counts["leftover"] == counts["year-label"] == counts["body-name"] == 1
    said = " ".join(f.what for f in found if f.rule in ("local-term", "undefined"))
    for name in (
        "六个一",
        "八个一",
        "十不准",
        "七个铁腕整治",
        "两支队伍",
        "归雁工程",
        "严明政治纪律政治规矩负面清单",
    ):
        assert name in said
    assert all(f.severity is Severity.HINT for f in found if f.rule == "count")
    assert not any("4个方面" in f.what or "3个方面" in f.what for f in found)
    assert len(found) <= 38


SENTENCE = "深入学习贯彻全会精神，落实“三会一课”制度，坚决贯切任识到位，《中国共产党章程》第三条。"


@pytest.mark.parametrize("unit", [SENTENCE, SENTENCE + "\n", "学习贯彻任识到位"])
def test_work_grows_as_the_text_does(unit: str) -> None:
    """Also where everything stands in one paragraph, or in one run without a comma."""
    findings("先读词典。")
    few, many = (calls_of(lambda n=n: findings(unit * n)) for n in (100, 400))  # type: ignore[misc]
    assert many < 5 * few


def test_switched_off_for_a_line() -> None:
    text = "<!-- kb-lint: off blank 表样 -->\n党员**名。\n支部**个。"
    assert [f.line for f in findings(text, "blank")] == [3]
    assert not findings("党员**名。 <!-- kb-lint: off blank 表样 -->", "blank")


def test_switched_off_for_a_page() -> None:
    page = "---\nlint:\n  - {rule: blank, reason: 表样}\n---\n党员×××名，____。"
    assert not lint_document(parse_markdown(page, "a.md"), tools(), only=["blank"])
    found = lint_document(parse_markdown(page.replace(", reason: 表样", ""), "a.md"), tools())
    assert {"blank", "off-reason"} <= {f.rule for f in found}


def test_switched_off_for_the_project() -> None:
    document = parse_plain("党员**名。", "docs/reports/a.txt")
    for files, left in ((("*",), 0), (("docs/reports/*",), 0), (("docs/guides/*",), 1)):
        off = ProjectOff(rule="blank", reason="表样", files=files)
        assert len(lint_document(document, tools(), only=["blank"], project=[off])) == left


def test_a_finding_says_where_why_and_what_to_do() -> None:
    found = findings("落实好。\n依据《中国共产党纪律处分条例》第一百八十条处理。", "cite-article")
    assert len(found) == 1
    assert str(found[0]).startswith("材料.txt:2: 错误 [cite-article] “《中国共产党纪律处分条例》")
    assert "修改：" in str(found[0])
    assert found[0].about == "regulations/jilv-chufen-tiaoli"
    assert found[0].to_json()["severity"] == "error"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n\n",
        "“" * 5000,
        "（" * 3000 + "一是" * 3000,
        "、" * 20_000,
        "会" * 20_000,
        "**" * 9000,
    ],
)
def test_hostile_texts_end(text: str) -> None:
    findings(text)


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ("**重点**：抓学习", "重点：抓学习"),
        ("- [ ] 见[章程](a.md)", "[ ] 见章程"),
        ("> 引文", "引文"),
        ('??? note "为什么"', "为什么"),
        ("党员\\*\\*名", "党员**名"),
        ("== \\*\\* ==名", "** 名"),
    ],
)
def test_markdown_is_read_as_text(line: str, shown: str) -> None:
    blocks = parse_markdown(line, "a.md").blocks
    assert " ".join(blocks[0].text.split()) == shown
