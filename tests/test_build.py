"""One language's build, driven without MkDocs: link every page, then complete it."""

from __future__ import annotations

import datetime as dt
import json
import re
from pathlib import Path
from typing import Any

import pytest
from helpers import ROOT, read_html, record_text, regulation_data, term, term_data, write_docs
from kb import model
from kb.build import Build, headings, kind_of, mark_articles, site_data, title_of
from kb.index import PageInfo
from kb.load import load_knowledge_base
from kb.match import Language
from kb.questions import TOPICS
from kb.urls import Urls

RULES = regulation_data("zhibu", "支部工作条例", articles=5, short=["支部条例"])
DOCS: dict[str, Any] = {
    "terms/three.md": term_data("three", "三会一课", related=["lecture"]),
    "terms/lecture.md": term_data("lecture", "党课", verified="unverified"),
    "regulations/zhibu.md": record_text(
        RULES,
        '<h2 id="art-2">第二条</h2>\n<p id="art-2-p1">党课。</p>\n<h2 id="more">说明</h2>\n<p>甲</p>',
    ),
    "guides/how.md": "x",
    "desk/index.md": "x",
    "index.md": "x",
}


def url_of(path: str, language: Language = "zh") -> str:
    name = path.removesuffix(".md").removesuffix("index")
    folder = name if name in ("", "/") else name + "/"
    return ("en/" if language == "en" and path.startswith(("terms/", "index")) else "") + folder


class Site:
    """A build of a docs folder whose bodies are HTML already."""

    def __init__(self, folder: Path, files: dict[str, Any], language: Language = "zh") -> None:
        self.files = files
        docs = write_docs(folder, files)
        self.knowledge, self.load_problems = load_knowledge_base(docs)
        urls = Urls({path: url_of(path, language) for path in files})
        self.build = Build(language, self.knowledge, urls, ROOT / "overrides", dt.date(2026, 6, 1))
        self.html: dict[str, str] = {}

    def info(self, path: str) -> PageInfo:
        record = self.build.record_at(path)
        title = title_of(record, self.build.language) if record else path
        url = url_of(path, self.build.language)
        return PageInfo(url, path, title, kind_of(record), record.id if record else None)

    def link(self, path: str, body: str, source: str | None = None) -> str:
        self.html[path] = self.build.link(self.info(path), body, body if source is None else source)
        return self.html[path]

    def link_records(self) -> None:
        """In English there are pages of terms only."""
        for path, loaded in self.knowledge.by_path.items():
            if self.build.language == "zh" or isinstance(loaded.record, model.Term):
                self.link(path, loaded.body)

    def complete(self, path: str) -> str:
        return self.build.complete(self.info(path), self.html[path])


@pytest.fixture
def site(tmp_path: Path) -> Site:
    made = Site(tmp_path, DOCS)
    made.link_records()
    return made


# Linking


def test_a_term_page_starts_with_its_record(site: Site) -> None:
    html = site.html["terms/three.md"]
    assert re.search(r"<h1>三会一课</h1>", html)
    assert "这是三会一课的一句话释义。" in html
    assert 'data-term="three"' not in html


def test_links_lead_from_the_page_to_the_record(site: Site) -> None:
    html = site.link("guides/how.md", "<p>三会一课，《支部工作条例》第二条第一款，《支部条例》</p>")
    assert 'data-term="three" href="../../terms/three/"' in html
    assert 'data-cite="zhibu/art-2-p1" href="../../regulations/zhibu/#art-2-p1"' in html
    assert 'data-cite="zhibu" href="../../regulations/zhibu/"' in html


def test_a_regulation_means_itself(site: Site) -> None:
    body = "<p>本条例第三条，《支部工作条例》</p>"
    html = site.link("regulations/zhibu.md", body)
    assert 'data-cite="zhibu/art-3" href="../../regulations/zhibu/#art-3"' in html
    assert 'data-cite="zhibu"' not in html
    assert "data-cite" not in site.link("index.md", "<p>本条例第三条</p>")


def test_a_chapter_leads_to_its_heading(tmp_path: Path) -> None:
    files = {
        "regulations/r.md": record_text(
            regulation_data("r", "某条例", articles=5), "## 第二章 甲\n\n### 第三条 乙\n"
        ),
        "index.md": "",
    }
    made = Site(tmp_path, files)
    made.link("regulations/r.md", '<h2 id="ch-2">第二章 甲</h2><h3 id="art-3">第三条 乙</h3>')
    made.link("index.md", "<p>《某条例》第二章，《某条例》第四章</p>")
    html = made.complete("index.md")
    assert (
        '<a class="kb-cite" data-cite="r/ch-2" href="regulations/r/#ch-2">《某条例》第二章' in html
    )
    assert '<a class="kb-cite" data-cite="r" href="regulations/r/">《某条例》</a>第四章' in html
    assert not made.build.problems()
    made.link("regulations/r.md", '<h3 id="art-3">第三条 乙</h3>')
    assert 'data-cite="r/ch-2" href="regulations/r/"' in made.complete("index.md")


def test_a_wrong_citation_is_a_problem_with_its_line(site: Site) -> None:
    site.link(
        "index.md", "<p>《支部工作条例》第六条</p>", "---\nx: y\n---\n\n《支部工作条例》第六条\n"
    )
    assert [str(problem) for problem in site.build.problems()] == [
        "index.md:5: 引用“《支部工作条例》第六条”核对不上：《支部工作条例》没有第六条（2018年文本共5条）。 "
        "修改：对照正式文本改正条款号。"
    ]


def test_an_unknown_marker_is_a_problem_with_its_line(site: Site) -> None:
    body = "<p>甲</p>\n<!-- kb:terms-lst -->\n<!-- kb:terms-list -->"
    site.link("index.md", body, f"---\n---\n{body}")
    (problem,) = site.build.problems()
    known = sorted(path.stem for path in (ROOT / "overrides" / "generated").glob("*.html"))
    assert str(problem) == (
        f"index.md:4: 标记 <!-- kb:terms-lst --> 不认识。 修改：可用的标记：{'、'.join(known)}。"
    )


def test_the_same_page_again_is_the_same_problem_once(site: Site) -> None:
    for _ in range(2):
        site.link("index.md", "<p>《支部工作条例》第六条</p>")
    assert len(site.build.problems()) == 1


# Completing


def test_markers_are_filled(site: Site) -> None:
    site.link("index.md", "<p>甲</p><!-- kb:terms-list --><p>乙</p>")
    page = read_html(f"<article>{site.complete('index.md')}</article>")
    assert [a.attributes["href"] for a in page.all("a")] == ["terms/lecture/", "terms/three/"]
    assert page.authored.split() == ["甲", "乙"]


@pytest.mark.parametrize(
    "name", sorted(path.stem for path in (ROOT / "overrides" / "generated").glob("*.html"))
)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_generated_lists_are_no_authored_text(
    tmp_path: Path, language: Language, name: str
) -> None:
    files = DOCS | {
        f"{folder}/index.md": "" for folder in ("terms", "regulations", "discipline", "reports", "guides", "study", "about", "answers", "desk")
    }  # fmt: skip
    files |= {"about/lint.md": "", "desk/index.md": ""}
    files |= {f"study/{topic}.md": "" for topic in TOPICS}
    made = Site(tmp_path, files, language)
    made.link_records()
    made.link("index.md", f"<!-- kb:{name} -->")
    page = read_html(f"<article>{made.complete('index.md')}</article>")
    assert page.authored.strip() == ""


def test_a_term_page_shows_where_it_is_used(site: Site) -> None:
    site.link("guides/how.md", '<h2 id="a">开会</h2><p>落实三会一课，上党课。</p>')
    page = read_html(site.complete("terms/three.md"))
    links = [a.attributes["href"] for a in page.all("a")]
    assert "../../guides/how/" in links
    assert "../../guides/how/#a" in links
    assert "../../terms/lecture/" in links  # related
    assert [mark.text for mark in page.all("mark")] == ["三会一课"]
    assert "共1处，1个页面" in "".join(p.text for p in page.all("p"))


def test_a_page_lists_the_terms_it_uses(site: Site) -> None:
    site.link("regulations/zhibu.md", "<p>党课、党课、三会一课</p>")
    page = read_html(site.complete("regulations/zhibu.md"))
    (used,) = [
        s for s in page.all("section") if s.attributes.get("aria-labelledby") == "used-terms"
    ]
    assert used.text.split() == ["本页用到的提法", "党课", "2", "三会一课"]


def test_completing_twice_gives_the_same(site: Site) -> None:
    for path in site.html:
        assert site.complete(path) == site.complete(path)


def test_who_cites_an_article_stands_in_it(site: Site) -> None:
    site.link(
        "guides/how.md", "<p>按《支部工作条例》第二条第一款和第三条办，《支部条例》要学。</p>"
    )
    html = site.complete("regulations/zhibu.md")
    article, rest = html.split('<h2 id="more">')
    assert '<details class="kb-citedby"' in article
    assert "<mark>《支部工作条例》第二条第一款</mark>" in article
    assert "kb-citedby" not in rest
    page = read_html(rest)
    others = {li.attributes["id"]: li for li in page.all("li") if "id" in li.attributes}
    assert list(others) == ["art-1", "art-3", "art-4", "art-5"]  # no digest of these
    assert "第三条" in others["art-3"].text
    assert "按《支部工作条例》" in others["art-3"].text
    assert "按" not in others["art-4"].text
    work = next(
        s for s in page.all("section") if s.attributes.get("aria-labelledby") == "cited-work"
    )
    assert "《支部条例》" in work.text
    assert "<!--" not in html


@pytest.mark.parametrize(
    ("cited", "anchor"),
    [
        ("第二条第一款", "art-2-p1"),
        ("第二条第九款", "art-2"),
        ("第三条第一款", "art-3"),
        ("第三条", "art-3"),
    ],
)
def test_a_paragraph_without_an_anchor_leads_to_its_article(
    site: Site, cited: str, anchor: str
) -> None:
    site.link("guides/how.md", f"<p>《支部工作条例》{cited}</p>")
    html = site.complete("guides/how.md")
    assert f'href="../../regulations/zhibu/#{anchor}"' in html


def test_an_older_revision_leads_to_its_row(tmp_path: Path) -> None:
    revisions = [
        {"date": "2020-01-01", "label": "新版", "articles": 5, "level": "text"},
        {"date": "2010-01-01", "label": "旧版", "articles": 9, "level": "text"},
    ]
    made = Site(
        tmp_path,
        {"regulations/r.md": regulation_data("r", "某条例", revisions=revisions), "index.md": ""},
    )
    made.link_records()
    made.link("index.md", "<p>《某条例》（2010年）第九条</p>")
    assert 'data-cite="r@2010/art-9" href="regulations/r/#rev-2010"' in made.complete("index.md")
    assert 'id="rev-2010"' in made.complete("regulations/r.md")


# English


def test_the_english_page_of_a_term(tmp_path: Path) -> None:
    data = term_data(
        "three", "三会一课", aliases=["三会"], wrong=[{"variant": "三会一科", "why": "错字"}]
    )
    made = Site(tmp_path, DOCS | {"terms/three.md": data}, "en")
    made.link_records()
    html = made.complete("terms/three.md")
    page = read_html(f"<article>{html}</article>")
    assert "the three" in page.authored
    assert "A definition." in page.authored
    assert '<p class="kb-original" lang="zh">三会一课</p>' in html
    assert "三会一科" not in html
    assert "Where it is used" in html


def test_data_files(site: Site, tmp_path: Path) -> None:
    english = Site(tmp_path / "en", DOCS, "en")
    english.link_records()
    assert sorted(path for path, _ in site.build.data_files()) == [
        "data/definitions-zh.js",
        "data/genres-zh.js",
        "data/questions-zh.js",
        "data/report-terms-zh.js",
        "search/pages.js",
        "search/terms.js",
        "search/text-0.js",
    ]
    assert {Path(name).parts[0] for name, _ in english.build.data_files()} == {"data", "en"}
    both = {
        path: "".join(pieces) for path, pieces in site_data({"en": english.build, "zh": site.build})
    }
    assert sorted(both) == [
        "data/desk.js",
        "data/questions-anki-en.txt",
        "data/questions-anki.txt",
        "data/questions.json",
        "data/regulations.json",
        "data/terms.json",
        "data/xref.json",
    ]
    pages = [row[0] for row in json.loads(both["data/xref.json"])["sentences"]]
    assert pages == sorted(pages, key=lambda url: url.startswith("en/"))
    terms = json.loads(both["data/terms.json"])["terms"]
    assert [(row["id"], row["url"]) for row in terms] == [
        ("lecture", "terms/lecture/"),
        ("three", "terms/three/"),
    ]
    assert [path for path, _ in site_data({"zh": site.build})] == [
        "data/terms.json",
        "data/regulations.json",
        "data/xref.json",
        "data/questions.json",
        "data/desk.js",
        "data/questions-anki.txt",
    ]


def test_coverage_is_computed_for_the_day(site: Site) -> None:
    assert site.build.coverage.unverified == ("terms/lecture.md",)
    assert site.build.coverage.overdue == ()
    later = Build("zh", site.knowledge, site.build.urls, ROOT / "overrides", dt.date(2027, 6, 1))
    assert later.coverage.overdue == ("regulations/zhibu.md", "terms/lecture.md", "terms/three.md")


# Mistakes that the records report must not end the build before all are shown


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({"terms/x.md": term_data("x", "四风", related=["y"])}, "“y”不存在"),
        ({"terms/x.md": term_data("x", "四风", senses=["y"])}, "“y”不存在"),
        (
            {"terms/x.md": term_data("x", "四风", members=[{"wording": "甲", "term": "y"}])},
            "“y”不存在",
        ),
        (
            {"terms/x.md": term_data("x", "四风", sources=[{"regulation": "y", "level": "text"}])},
            "“y”不存在",
        ),
        ({"terms/x.md": term_data("x", "四风", aliases=["党课"])}, "已被 terms/lecture.md"),
        ({"terms/x.md": term_data("x", "四风", kind="y")}, "字段 kind"),
        ({"terms/x.md": "没有字段"}, "缺少字段 type"),
    ],
)
def test_a_mistake_does_not_end_the_build(
    tmp_path: Path, files: dict[str, Any], expected: str
) -> None:
    made = Site(tmp_path, DOCS | files)
    made.link_records()
    made.link("index.md", "<p>四风和党课</p>")
    assert any(expected in str(problem) for problem in made.load_problems)


@pytest.mark.parametrize(
    "files",
    [
        {"terms/x.md": term_data("x", "四风", status="superseded", superseded_by="y")},
        {
            "regulations/x.md": regulation_data(
                "x", "某条例", status="superseded", superseded_by="y"
            )
        },
        {"terms/x.md": term_data("z", "四风")},  # id and file name differ
        {"regulations/x.md": regulation_data("z", "某条例")},
    ],
    ids=["successor of a term", "successor of a regulation", "id of a term", "id of a regulation"],
)
def test_an_unknown_id_does_not_end_the_build(tmp_path: Path, files: dict[str, Any]) -> None:
    made = Site(tmp_path, DOCS | files)
    assert made.load_problems
    made.link_records()
    made.link("index.md", "<p>四风，《某条例》</p>")


# Small functions


@pytest.mark.parametrize(
    ("html", "marked"),
    [
        ("<p>甲</p>", "<p>甲</p>"),
        ('<h2 id="x">题</h2><p>甲</p>', '<h2 id="x">题</h2><p>甲</p>'),
        (
            '<h2 id="art-1">一</h2><p>甲</p>',
            '<h2 id="art-1">一</h2><p>甲</p>\n<!-- kb-cited art-1 -->',
        ),
        (
            '<header></header><h2 class="k" id="art-1">一</h2><p>甲</p><h3 id="part-2">二</h3><h2>乙</h2>',
            '<header></header><h2 class="k" id="art-1">一</h2><p>甲</p><!-- kb-cited art-1 -->\n'
            '<h3 id="part-2">二</h3><!-- kb-cited part-2 -->\n<h2>乙</h2>',
        ),
        ('<h2 id="preamble">总纲</h2>', '<h2 id="preamble">总纲</h2>\n<!-- kb-cited preamble -->'),
        ('<p id="art-1-p1">甲</p>', '<p id="art-1-p1">甲</p>'),
    ],
)
def test_mark_articles(html: str, marked: str) -> None:
    assert mark_articles(html, {}, cited=True) == marked


def test_headings() -> None:
    html = (
        '<h1 id="t">题</h1><h2 id="a">甲 <span class="kb-count">12</span></h2><h2>无</h2>'
        '<h3 class="k" id="b">乙\n <em>丙</em> &amp;</h3><h4 id="c">丁</h4>'
    )
    assert [tuple(heading) for heading in headings(html)] == [
        ("a", "甲", 2),
        ("b", "乙 丙 &amp;", 3),
    ]


def test_kinds_and_titles() -> None:
    record = term("a", "三会一课")
    assert (kind_of(None), kind_of(record)) == ("page", "term")
    assert (title_of(record, "zh"), title_of(record, "en")) == ("三会一课", "the a")
    rules = model.Regulation.model_validate(RULES)
    assert title_of(rules, "en") == title_of(rules, "zh") == "支部工作条例"


def test_an_article_has_its_line_below_the_heading() -> None:
    html = '<h2 id="art-1">第一条</h2>\n<p id="art-1-p1">甲</p><h2 id="art-2">二</h2>'
    line = '<p class="kb-lineage">x</p>'
    assert mark_articles(html, {"art-1": line}, cited=False) == html.replace(
        "一条</h2>", f"一条</h2>\n{line}"
    )


# Revisions

REVISED = regulation_data(
    "zhibu",
    "支部工作条例",
    revisions=[
        {"date": dt.date(2023, 1, 1), "label": "2023年修订", "level": "text", "articles": 3},
        {"date": dt.date(2018, 1, 1), "label": "2018年文本", "level": "text", "articles": 3},
    ],
)
LINEAGE = """2023\t2018\tkind\tnote
1\t2\tsame\t
2\t1\tsplit\t
3\t1\tsplit\t
\t3\tremoved\t
"""
BODY = '<h2 id="art-1">第一条</h2>\n<p id="art-1-p1">甲</p>\n<h2 id="art-2">第二条</h2>\n<p>乙</p>'


@pytest.fixture
def revised(tmp_path: Path) -> Site:
    made = Site(
        tmp_path,
        {
            "regulations/zhibu.md": record_text(REVISED, BODY),
            "regulations/lineages/zhibu.md": "x",
            "regulations/lineages/zhibu.tsv": LINEAGE,
            "index.md": "x",
        },
    )
    assert made.load_problems == ()
    return made


def test_an_article_says_where_it_comes_from(revised: Site) -> None:
    revised.link_records()
    page = read_html(revised.complete("regulations/zhibu.md"))
    lines = [" ".join(p.text.split()) for p in page.all("p", "kb-lineage")]
    assert lines == ["2018年第二条 与2018年比：文字相同", "2018年第一条 与2018年比：由一条拆分"]
    assert all(p.generated for p in page.all("p", "kb-lineage"))


@pytest.mark.parametrize(
    ("cited", "href", "mark"),
    [
        ("《支部工作条例（2018年文本）》第二条", "regulations/zhibu/#art-1", "现为第一条"),
        ("《支部工作条例》（2018年文本）第一条", "regulations/zhibu/#art-2", "现为第二条、第三条"),
        ("《支部工作条例（2018年文本）》第三条", "regulations/zhibu/#rev-2018", "现已删去"),
        ("《支部工作条例（2018年文本）》", "regulations/zhibu/#rev-2018", "旧文本"),
        ("《支部工作条例》第一条", "regulations/zhibu/#art-1", None),
    ],
)
def test_an_old_citation_leads_to_what_it_became(
    revised: Site, cited: str, href: str, mark: str | None
) -> None:
    revised.link_records()
    html = revised.link("index.md", f"<p>见{cited}。</p>")
    link = next(read_html(html).all("a", "kb-cite"))
    assert link.attributes["href"] == href
    assert link.attributes.get("data-mark") == mark
    assert read_html(revised.complete("index.md")).all("a", "kb-cite")


def test_the_table_of_a_regulation(revised: Site) -> None:
    revised.link_records()
    revised.link("regulations/lineages/zhibu.md", "<!-- kb:lineage -->")
    page = read_html(revised.complete("regulations/lineages/zhibu.md"))
    assert {"art-1", "art-2", "art-3", "line-5"} <= page.ids
    rows = [row.text for row in page.all("tr")][1:]
    assert [text.strip()[:5] for text in rows] == [
        "第一条第二",
        "第二条第一",
        "第三条第一",
        "（已删去）",
    ]
    assert {link.attributes["href"] for link in page.all("a")} == {
        f"../../../regulations/zhibu/#art-{n}" for n in (1, 2, 3)
    }


@pytest.mark.parametrize(("status", "mark"), [("superseded", "已被取代"), ("repealed", "已废止")])
def test_a_citation_says_that_its_work_is_no_longer_in_force(
    tmp_path: Path, status: str, mark: str
) -> None:
    rules = regulation_data("old", "旧规定", articles=2, status=status)
    made = Site(tmp_path, {"regulations/old.md": rules, "index.md": "x"})
    link = next(read_html(made.link("index.md", "<p>《旧规定》第一条</p>")).all("a", "kb-cite"))
    assert link.attributes["data-mark"] == mark
