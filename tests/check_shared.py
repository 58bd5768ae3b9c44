"""The checks on ../shared: the real report and the regulations' texts are imported and built, and
everything in them resolves.

Run by .ci/run where ../shared exists. Prints a line a check and exits 1 if one does not hold.
"""

from __future__ import annotations

import csv
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from lxml import html
from shared_regulations import check_corpus, check_pages, import_texts

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"
SEED = SHARED / "seed" / "annual-report.txt"


def main() -> int:
    """Run every check; the number of failures is the exit code's truth."""
    with tempfile.TemporaryDirectory() as folder:
        project = copy_project(Path(folder))
        run("kb", "import", str(SEED), "--kind", "report", "--docs", str(project / "docs"))
        texts, wrong = import_texts(SHARED, project / "docs")
        run("mkdocs", "build", "--strict", "--quiet", cwd=project)
        page = next((project / "docs" / "reports").glob("annual-report.md"))
        site = project / "site"
        failures = [
            check_inventory(site),
            check_text(site, page.stem),
            check_links(site, page.stem),
            report(wrong),
            report(check_pages(SHARED, project / "docs", site, texts)),
            report(check_corpus(SHARED)),
        ]
    return int(any(failures))


def report(wrong: list[str]) -> bool:
    """Print what does not hold."""
    print(*wrong, sep="\n", end="\n" if wrong else "")
    return bool(wrong)


def copy_project(folder: Path) -> Path:
    """A copy of what a build needs, so that the import touches nothing here."""
    for name in ("docs", "overrides", "hooks"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "mkdocs.yml", folder)
    return folder


def run(command: str, *arguments: str, cwd: Path = ROOT) -> None:
    """Run a command of the project's environment; a failure ends the checks."""
    quiet = os.environ | {"NO_MKDOCS_2_WARNING": "1"}
    program = Path(sys.executable).with_name(command)
    subprocess.run([program, *arguments], cwd=cwd, check=True, env=quiet)


def check_inventory(site: Path) -> bool:
    """Every string of the inventory is an entry's name, its alias, or a member it names."""
    terms = json.loads((site / "data" / "terms.json").read_text("utf-8"))["terms"]
    known: set[str] = set()
    for term in terms:
        known |= {bare(name) for name in (term["term"], *term["aliases"])}
        if term["members"] != "unknown":
            known |= {bare(member["wording"]) for member in term["members"]}
    with (SHARED / "seed" / "inventory.tsv").open(encoding="utf-8", newline="") as file:
        strings = [row["string"] for row in csv.DictReader(file, delimiter="\t")]
    missing = [string for string in strings if bare(string) not in known]
    print(f"inventory: {len(strings) - len(missing)} of {len(strings)} resolve", *missing)
    return bool(missing)


def bare(text: str) -> str:
    """Without quotation marks: an alias may carry them, the inventory does not."""
    return text.replace("“", "").replace("”", "")


def check_text(site: Path, name: str) -> bool:
    """The page shows every character of the source, in order."""
    article = authored(site / "reports" / name / "index.html")
    shown = iter("".join(article.split()))
    source = "".join(SEED.read_text("utf-8").split())
    lost = next((place for place, char in enumerate(source) if char not in shown), None)
    print(
        f"text: {len(source)} characters, " + ("all shown" if lost is None else f"lost at {lost}")
    )
    return lost is not None


def authored(path: Path) -> str:
    """The text of a page's article without its generated blocks."""
    article = html.parse(str(path), html.HTMLParser(encoding="utf-8")).find(".//article")
    for block in article.xpath(".//*[@data-search-exclude]"):
        block.drop_tree()
    return str(article.text_content())


def check_links(site: Path, name: str) -> bool:
    """How much of the report is linked; the numbers are for the reader, zero is a failure."""
    page = html.parse(str(site / "reports" / name / "index.html"))
    xref = json.loads((site / "data" / "xref.json").read_text("utf-8"))
    own = {n for n, (url, *_) in enumerate(xref["sentences"]) if url == f"reports/{name}/"}
    mentions = [mention for mention in xref["mentions"] if mention[1] in own]
    citations = [citation for citation in xref["citations"] if citation[0] in own]
    links = page.xpath("//article//a[contains(@class, 'kb-term')]")
    print(f"report: {len(links)} term links, {len(mentions)} mentions, {len(citations)} citations")
    return not links


if __name__ == "__main__":
    sys.exit(main())
