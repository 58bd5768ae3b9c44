"""The regulation importer on ../shared: real texts against the verified facts, laws by thousands.

Used by check_shared.py; `main` runs the part that needs no site.
"""

from __future__ import annotations

import datetime as dt
import re
import resource
import shutil
import sys
import tarfile
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kb.importer.guard import ALL_EXTENSIONS
from kb.importer.lawtext import find_units, lines_of
from kb.importer.regulation import ImportedText, import_regulation
from kb.importer.report import read_source
from kb.importer.write import Written
from kb.problem import Problem
from lxml import html

ROOT = Path(__file__).resolve().parent.parent
DAY = dt.date(2026, 1, 2)
_N = "[〇○零一二三四五六七八九十百千0-9]+"
ARTICLE = re.compile(rf"第{_N}条(?:之[一二三四五六七八九十]+)?")
LINE_HEAD = re.compile(rf"^{ARTICLE.pattern}", re.M)


@dataclass(frozen=True, slots=True)
class Fact:
    """What the facts beside the texts say of one of them."""

    file: str
    size: str
    """As the importer reports it."""
    dates: tuple[str, ...] = ()
    """As in the text."""


FACTS = (
    Fact("中国共产党章程_2022.txt", "11章，55条，总纲或序言", ("2022-10-22",)),
    Fact("关于新形势下党内政治生活的若干准则_2016.txt", "12个部分，开头一段说明", ("2016-10-27",)),
    Fact("中国共产党廉洁自律准则_2015.txt", "8条，开头一段说明"),
    Fact(
        "中国共产党纪律处分条例_2023.txt",
        "3编，11章，158条",
        ("2023-12-08", "2023-12-19", "2024-01-01"),
    ),
    Fact("中国共产党支部工作条例（试行）_2018.txt", "8章，37条", ("2018-10-28",)),
    Fact("中国共产党党员教育管理工作条例_2019.txt", "10章，46条", ("2019-05-06",)),
    Fact("中国共产党党和国家机关基层组织工作条例_2019.txt", "9章，43条", ("2019-11-29",)),
    Fact("中国共产党发展党员工作细则_2026.txt", "7章，44条", ("2026-04-02", "2026-05-11")),
    Fact(
        "党委（党组）落实全面从严治党主体责任规定_2020.txt",
        "5章，25条",
        ("2020-02-26", "2020-03-09"),
    ),
    Fact("中国共产党纪律检查机关监督执纪工作规则_2018.txt", "10章，77条", ("2019-01-01",)),
    Fact("中国共产党纪律检查委员会工作条例_2021.txt", "8章，59条", ("2021-12-06", "2021-12-24")),
    Fact("中国共产党组织处理规定（试行）_2021.txt", "19条", ("2021-02-23", "2021-03-19")),
    Fact(
        "中国共产党处分违纪党员批准权限和程序规定_2022.txt",
        "6章，56条",
        ("2022-09-01", "2022-09-22"),
    ),
    Fact("党组讨论和决定党员处分事项工作程序规定（试行）_2018.txt", "13条", ("2019-01-01",)),
    Fact("关于中国共产党党费收缴、使用和管理的规定_2008.txt", "33条", ("2008-04-01",)),
    Fact("党政机关厉行节约反对浪费条例_2025.txt", "11章，63条", ("2025-05-02",)),
    Fact("党政机关办公用房管理办法_2017.txt", "8章，40条", ("2017-12-05",)),
    Fact("党政机关公务用车管理办法_2017.txt", "6章，31条", ("2017-12-05",)),
    Fact("农村基层干部廉洁履行职责若干规定（试行）_2011.txt", "5章，29条"),
    Fact("中国共产党纪律处分条例_2015_旧.txt", "3编，11章，133条", ("2016-01-01",)),
    Fact("中国共产党纪律处分条例_2018_旧.txt", "3编，11章，142条", ("2018-10-01",)),
    Fact("中国共产党发展党员工作细则_2014_旧.txt", "7章，44条"),
    Fact("中国共产党问责条例_2016_旧.txt", "13条", ("2016-07-08",)),
    Fact("中国共产党巡视工作条例_2017_旧.txt", "7章，42条", ("2015-08-03",)),
)


OWN_PAGES = {
    "fazhan-dangyuan-xize@2014-05-08",
    "jilv-chufen-tiaoli@2015-10-18",
    "jilv-chufen-tiaoli@2018-10-01",
    "wenze-tiaoli@2016-07-08",
    "xunshi-gongzuo-tiaoli@2015-08-03",
}
"""Texts that are not of the newest revision."""


def import_texts(shared: Path, docs: Path) -> tuple[dict[str, Path], list[str]]:
    """Import every text twice: (file -> page, what does not hold)."""
    pages: dict[str, Path] = {}
    wrong: list[str] = []
    for fact in FACTS:
        imported = import_regulation(shared / "texts" / fact.file, docs, imported_on=DAY)
        if isinstance(imported, Problem):
            wrong.append(str(imported))
            continue
        pages[fact.file] = imported.target
        said = "\n".join(imported.understood)
        missing = [date for date in fact.dates if date not in said]
        gapless = "，连续" in said or "不分条" in said
        if f"规模：{fact.size}" not in said or missing or not gapless or imported.profile:
            wrong.append(f"{fact.file}: {said}")
    before = snapshot(docs)
    for fact in FACTS:
        again = import_regulation(
            shared / "texts" / fact.file, docs, imported_on=DAY + dt.timedelta(days=1)
        )
        if not isinstance(again, ImportedText) or again.written is not Written.UNCHANGED:
            wrong.append(f"{fact.file}: not the same the second time: {again}")
    if snapshot(docs) != before:
        wrong.append("a second import changed a file")
    wrong += list(refusals(shared, docs, pages))
    if snapshot(docs) != before:
        wrong.append("a refused file was written")
    return pages, wrong


def snapshot(docs: Path) -> dict[str, bytes]:
    """Every regulation and text, as it lies on the disk."""
    return {str(path): path.read_bytes() for path in (docs / "regulations").rglob("*.md")}


def refusals(shared: Path, docs: Path, pages: dict[str, Path]) -> Iterator[str]:
    """Papers, news and excerpts are refused; the text with its circular around it is the text."""
    known = {fact.file for fact in FACTS}
    carried = "中国共产党党员教育管理工作条例_2019_带通知.txt"
    for path in sorted((shared / "texts").iterdir()):
        if path.name in known or path.name == carried:
            continue
        if isinstance(import_regulation(path, docs, imported_on=DAY), ImportedText):
            yield f"{path.name}: imported"
    with tempfile.TemporaryDirectory() as folder:
        other = Path(folder, "docs")
        shutil.copytree(docs, other, ignore=shutil.ignore_patterns("texts"))
        found = import_regulation(shared / "texts" / carried, other, imported_on=DAY)
        plain = pages["中国共产党党员教育管理工作条例_2019.txt"]
        same = isinstance(found, ImportedText) and body(found.target) == body(plain)
        if not same:
            yield f"{carried}: not the text it carries"


def body(page: Path) -> str:
    """A page without its front matter."""
    return page.read_text("utf-8").split("---\n", 2)[2]


def squeezed(text: str) -> str:
    return "".join(text.split())


def compare_articles(source: str, page: Path) -> tuple[int, list[str]]:
    """Each article of the source against the official text a reader is shown: (articles, wrong).

    What a built page shows of an article must be the source from its head on; what is left until
    the next head may only be headings.
    """
    article = html.parse(str(page), html.HTMLParser(encoding="utf-8")).find(".//article")
    shown = dict(official_blocks(article))
    heads = list(LINE_HEAD.finditer(source))
    starts = [*(head.start() for head in heads), len(source)]
    wrong: list[str] = []
    for number, (head, end) in enumerate(zip(heads, starts[1:], strict=True), start=1):
        wanted = squeezed(source[head.start() : end])
        found = squeezed(head[0]) + shown.get(f"art-{number}", "")
        rest = wanted[len(found) :] if wanted.startswith(found) else None
        if rest is None or len(rest) > 60 or re.search("[。；，：]", rest):
            wrong.append(f"{page.parent.name} {head[0]}: {found[:30]!r} … {(rest or '')[:30]!r}")
    return len(heads), wrong


def lost_lines(source: str, page: Path) -> Iterator[str]:
    """Lines of the source, 总纲 and forewords among them, that the page does not show."""
    article = html.parse(str(page), html.HTMLParser(encoding="utf-8")).find(".//article")
    shown = "".join(text for _, text in official_blocks(article))
    heads = "".join(squeezed(e.text_content()) for e in article.iter("h1", "h2", "h3", "h4"))
    notes = "".join(squeezed(e.text_content()) for e in article.find_class("kb-note"))
    for line in source.splitlines():
        text = ARTICLE.sub("", squeezed(line), count=1) if ARTICLE.match(line) else squeezed(line)
        around = "全文如下" in text or "印发《" in text
        if not around and text.strip("《》") not in f"{shown} {heads} {notes}":
            yield f"{page.parent.name}: not shown: {text[:40]}"


def official_blocks(article: html.HtmlElement) -> Iterator[tuple[str, str]]:
    """(address, text without white space) of each official block, its label left out."""
    address = ""
    for element in article.iter():
        if element.tag in ("h2", "h3", "h4", "h5"):
            address = element.get("id") or ""
        elif "kb-official" in (element.get("class") or "").split():
            texts = [e for e in element if "kb-label" not in (e.get("class") or "").split()]
            yield address, squeezed("".join(e.text_content() for e in texts))


def check_pages(shared: Path, docs: Path, site: Path, pages: dict[str, Path]) -> list[str]:
    """Every article of every text is shown, on its regulation's page or on its own."""
    wrong: list[str] = []
    total = 0
    for file, target in pages.items():
        own = site / "regulations" / "texts" / target.stem / "index.html"
        page = site / "regulations" / target.stem.partition("@")[0] / "index.html"
        source = (shared / "texts" / file).read_text("utf-8")
        shown = own if own.is_file() else page
        count, differences = compare_articles(source, shown)
        total += count
        wrong += [*differences, *lost_lines(source, shown)]
    apart = {path.name for path in (site / "regulations" / "texts").iterdir()}
    if apart != OWN_PAGES or list(site.glob("en/**/texts/*")):
        wrong.append(f"texts with pages of their own: {sorted(apart)}")
    print(f"official texts: {len(pages)} texts, {total} articles shown, {len(wrong)} not whole")
    return wrong


def check_corpus(shared: Path) -> list[str]:
    """Thousands of real laws are read without an exception, nearly all to the article."""
    wrong: list[str] = []
    times: list[float] = []
    with tempfile.TemporaryDirectory() as folder:
        with tarfile.open(shared / "corpus" / "laws.tar.xz") as archive:
            archive.extractall(folder, filter="data")
        files = sorted(path for path in Path(folder).rglob("*") if path.is_file())
        docs = Path(folder, "docs")
        for path in files:
            started = time.perf_counter()
            source = read_source(path, ALL_EXTENSIONS)
            found = -1
            if not isinstance(source, Problem):
                found = len(find_units(lines_of(source.blocks)).articles)
            import_regulation(path, docs, imported_on=DAY, date=DAY)
            times.append(time.perf_counter() - started)
            shutil.rmtree(docs, ignore_errors=True)
            heads = len(LINE_HEAD.findall(path.read_text("utf-8")))
            if found != heads:
                wrong.append(f"{path.name}: {heads} line heads, {found} articles")
    times.sort()
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"laws: {len(files)} files, {len(files) - len(wrong)} with as many articles as line heads; "
        f"ms a file: median {1000 * times[len(times) // 2]:.1f}, most {1000 * times[-1]:.0f}; "
        f"peak {memory:.0f} MB",
        *wrong,
        sep="\n  ",
    )
    return wrong if len(wrong) > len(files) / 100 else []


def main(shared: Path) -> int:
    """What needs no site; the exit code tells whether all holds."""
    with tempfile.TemporaryDirectory() as folder:
        docs = Path(folder, "docs")
        shutil.copytree(ROOT / "docs", docs)
        pages, wrong = import_texts(shared, docs)
        print(f"texts: {len(pages)} of {len(FACTS)} imported as the facts say", *wrong, sep="\n  ")
    return int(bool(wrong) | bool(check_corpus(shared)))


if __name__ == "__main__":
    beside = ROOT.parent / "shared"
    sys.exit(main(beside) if beside.is_dir() else 0)
