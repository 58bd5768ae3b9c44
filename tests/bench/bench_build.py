"""make bench: how long a build takes, beside stock Material, on the same synthetic pages.

    bench_build.py [SIZE …] [--repeat N] [--only ROW …] [--seed N] [--profile]

Every build is a process of its own. The rows take turns, so that what else the machine does meets
all of them; seconds are medians, ratios are medians of the ratios within a turn. Nothing is
asserted: read the table beside the goals of design.md.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import sites
import weigh

HERE = Path(__file__).resolve().parent
WORK = sites.ROOT / "build/bench"
LIBRARIES = WORK / "lib"
"""What only the benchmark needs; the project's own environment stays as it is."""
TERMS = 500
SIZES = (300, 1000)
BASE = "stock"
BASE_TWO = "stock-two"


@dataclass(frozen=True, slots=True)
class Row:
    """One way to build the pages."""

    key: str
    label: str
    site: str
    """Which folder: `stock` or `ours`."""
    config: str
    base: str = BASE
    """The row its ratio is taken to."""
    options: tuple[str, ...] = ()
    smallest_only: bool = False


ROWS = (
    Row("stock", "1 stock, prune, no search", "stock", "plain"),
    Row("search", "2 stock + search", "stock", "search"),
    Row("jieba", "3 stock + search + jieba", "stock", "search", options=("jieba",)),
    Row("ours", "4 ours", "ours", "one"),
    Row("ours-plain", "5 ours, no concordances, no exports", "ours", "one", options=("plain",)),
    Row("short-nav", "6 stock, sections only in nav", "stock", "short-nav"),
    Row("stock-two", "7 stock, both languages' pages", "stock", "two", base=BASE_TWO),
    Row("ours-two", "8 ours, both languages", "ours", "two", base=BASE_TWO),
    Row(
        "i18n",
        "9 stock + static-i18n with fallback",
        "stock",
        "i18n",
        base=BASE_TWO,
        smallest_only=True,
    ),
)
EXPLANATION = """\
Rows 1 to 6 write the same pages: {pages} synthetic regulations of about 3,430 characters,
{terms} terms, and the index pages. Stock gets the text of a record's head as Markdown, and its
pages in folders of 50; ours reads records, links terms and citations, fills the index pages. Row 6
keeps pages out of stock's navigation, as ours does. Rows 7 and 8 write the Chinese pages again, and
the English ones of terms and indexes; row 9 is what static-i18n makes of that, every page twice.
Ratios are to row 1 (rows 1-6) or row 7 (rows 7-9), of wall clock and of CPU time. KB besides: HTML
without the page's own text; by kind of page below, with the characters of all authored text."""
GOALS = """\
Goals (design.md): build at most 0.85 of row 1 (concordances and exports beside it: row 5); HTML at
most 25 KB a page besides its text; memory under 300 MB at 1,000 pages; term pass at most 1 ms a page
and under 8% of the build; 5,000 terms at most 1.1 times 500."""


@dataclass(slots=True)
class Measured:
    """All runs of one row at one size."""

    wall: list[float]
    cpu: list[float]
    megabytes: list[float]
    weight: weigh.Weight | None = None


def main() -> None:
    """Measure and print."""
    options = parse_options()
    prepare_folders()
    if options.profile:
        for size in options.sizes:
            write_sites(size, options.seed)
            print_profile(size)
        return
    rows = [row for row in ROWS if not options.only or row.key in options.only]
    if not install_jieba():
        say("jieba cannot be installed: row 3 is left out")
        rows = [row for row in rows if "jieba" not in row.options]
    results: dict[int, dict[str, Measured]] = {}
    for size in options.sizes:
        write_sites(size, options.seed)
        taking_part = [r for r in rows if not r.smallest_only or size == min(options.sizes)]
        results[size] = run_rows(size, taking_part, options.repeat)
        print_table(size, taking_part, results[size])
        print_weights(results[size])
        print_stages(size, taking_part)
    print_linearity(rows, results)
    print_term_pass(options.seed)
    print("\n" + GOALS)


def parse_options() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("sizes", nargs="*", type=int, default=SIZES, metavar="SIZE")
    parser.add_argument("--repeat", type=int, default=3, help="turns (default 3)")
    parser.add_argument("--only", nargs="+", choices=[row.key for row in ROWS], metavar="ROW")
    parser.add_argument("--seed", type=int, default=20260101)
    parser.add_argument("--profile", action="store_true", help="only profile our build")
    options = parser.parse_intermixed_args()
    options.sizes = sorted(options.sizes)
    return options


def prepare_folders() -> None:
    """The work folder; temporary files of the builds stay inside it."""
    (WORK / "tmp").mkdir(parents=True, exist_ok=True)


def write_sites(size: int, seed: int) -> None:
    """The same pages for both."""
    say(f"{size} pages: writing")
    made = sites.Corpus(seed, size, TERMS)
    sites.write_stock(WORK / "stock", made)
    sites.write_ours(WORK / "ours", made)


def install_jieba() -> bool:
    """Put jieba into a folder of the benchmark's own; False where that fails."""
    if not (LIBRARIES / "jieba").is_dir():
        say("installing jieba for row 3")
        pip = [sys.executable, "-m", "pip", "install", "--quiet", "--target", str(LIBRARIES)]
        subprocess.run([*pip, "jieba==0.42.1"], check=False)
    return (LIBRARIES / "jieba").is_dir()


def run_rows(size: int, rows: list[Row], repeat: int) -> dict[str, Measured]:
    """All rows in turn, in another order each time."""
    found = {row.key: Measured([], [], []) for row in rows}
    for row in rows:
        if size <= min(SIZES):
            say(f"{size} pages: warming up {row.label}")
            build(row)
    for turn in range(repeat):
        for row in rows[turn % len(rows) :] + rows[: turn % len(rows)]:
            started = time.perf_counter()
            result = build(row)
            wall = time.perf_counter() - started
            say(f"{size} pages, turn {turn + 1}/{repeat}: {row.label} {wall:.1f} s")
            measured = found[row.key]
            measured.wall.append(wall)
            measured.cpu.append(result["cpu"])
            measured.megabytes.append(result["megabytes"])
            if turn == repeat - 1:
                measured.weight = weigh.weigh(WORK / row.site / row.config)
                shutil.rmtree(WORK / row.site / row.config)
    return found


def build(row: Row, *extra: str) -> dict[str, Any]:
    """One build in a process of its own; ends the benchmark where it fails."""
    folder = WORK / row.site
    shutil.rmtree(folder / row.config, ignore_errors=True)
    arguments = ["--config", str(folder / f"{row.config}.yml")]
    if row.site == "ours":
        arguments += ["--hooks", str(folder / "hooks")]
    if "jieba" in row.options:
        arguments += ["--jieba", str(LIBRARIES)]
    if "plain" in row.options:
        arguments.append("--plain")
    return run("child.py", *arguments, *extra)


def run(script: str, *arguments: str) -> dict[str, Any]:
    """What a script beside this one reports."""
    result = WORK / "result.json"
    result.unlink(missing_ok=True)
    environment = os.environ | {
        "NO_MKDOCS_2_WARNING": "1",
        "PYTHONHASHSEED": "0",
        "SOURCE_DATE_EPOCH": "1767225600",
        "TMPDIR": str(WORK / "tmp"),
    }
    command = [sys.executable, str(HERE / script), *arguments, "--result", str(result)]
    log = WORK / "log.txt"
    for _ in range(2):
        with log.open("w") as file:
            code = subprocess.run(command, env=environment, stdout=file, stderr=file).returncode
        if code == 0:
            return json.loads(result.read_text())
        if code > 0:
            break
        say(f"ended by signal {-code}: once more")
    lines = log.read_text(errors="replace").splitlines()
    sys.exit("\n".join([f"exit code {code}: {' '.join(command)}", *lines[-15:]]))


def print_table(size: int, rows: list[Row], found: dict[str, Measured]) -> None:
    """One line a row."""
    print("\n" + EXPLANATION.format(pages=f"{size:,}", terms=TERMS))
    lines = [
        [
            *("", "pages", "build s", "CPU s", "peak MB", "KB/page", "besides", "ratio"),
            *("CPU ratio", "index MB", "gz MB"),
        ]
    ]
    for row in rows:
        measured, weight = found[row.key], found[row.key].weight
        base = found.get(row.base)
        assert weight is not None
        lines.append(
            [
                row.label,
                f"{weight.pages.total():,}",
                f"{statistics.median(measured.wall):.1f}",
                f"{statistics.median(measured.cpu):.1f}",
                f"{statistics.median(measured.megabytes):.0f}",
                f"{weight.per_page() / 1000:.1f}",
                f"{weight.besides() / 1000:.1f}",
                f"{_ratio(measured.wall, base.wall):.2f}" if base else "",
                f"{_ratio(measured.cpu, base.cpu):.2f}" if base else "",
                *(f"{part / 1e6:.2f}" if part else "" for part in weight.index),
            ]
        )
    print_columns(lines)


def _ratio(times: list[float], base: list[float]) -> float:
    return statistics.median(one / other for one, other in zip(times, base, strict=True))


def print_weights(found: dict[str, Measured]) -> None:
    """KB besides the text by kind of page, and whether the texts are the same."""
    lines = [["KB a page besides its text", "regulations", "terms", "other", "authored characters"]]
    for key, measured in found.items():
        weight = measured.weight
        assert weight is not None
        kinds = [f"{weight.besides(kind) / 1000:.1f}" for kind in ("regulations", "terms", "other")]
        lines.append(
            [next(r.label for r in ROWS if r.key == key), *kinds, f"{weight.characters:,}"]
        )
    print()
    print_columns(lines)
    if "ours" in found and (weight := found["ours"].weight):
        raw, gz = weight.exports
        print(f"Exports of row 4 (terms.json, xref.json): {raw / 1e6:.2f} MB, gz {gz / 1e6:.2f} MB")


def print_stages(size: int, rows: list[Row]) -> None:
    """Where the CPU time goes, in runs of their own, since timing costs time."""
    from child import STAGES, TERM_PASS

    chosen = [row for row in rows if row.key in ("stock", "ours", "ours-plain")]
    found = {row.key: build(row, "--stages") for row in chosen}
    names = dict.fromkeys(["start, imports", *(name for name, _ in STAGES)])
    lines = [["CPU s by part (one timed run)", *(row.label for row in chosen)]]
    for name in names:
        cells = [found[row.key]["stages"].get(name) for row in chosen]
        if any(cells):
            lines.append([name, *("" if cell is None else f"{cell:.2f}" for cell in cells)])
    rest = [run["cpu"] - sum(run["stages"].values()) for run in found.values()]
    lines.append(["the rest", *(f"{seconds:.2f}" for seconds in rest)])
    lines.append(["all", *(f"{run['cpu']:.2f}" for run in found.values())])
    print()
    print_columns(lines)
    for row in chosen:
        if row.site == "ours":
            taken = found[row.key]
            spent = sum(taken["stages"].get(name, 0) for name in TERM_PASS)
            pages = size + TERMS
            print(
                f"Term pass in {row.label}: {1000 * spent / pages:.2f} ms a page on average "
                f"({spent / taken['cpu']:.1%} of the build's CPU time)"
            )
            if taken["missing"]:
                print("not found, so not timed: " + ", ".join(taken["missing"]))


def print_linearity(rows: list[Row], results: dict[int, dict[str, Measured]]) -> None:
    """What each page more costs."""
    sizes = sorted(results)
    if len(sizes) < 2:
        return
    head = [
        "CPU ms a page more",
        *(f"{a:,} to {b:,}" for a, b in pairwise(sizes)),
    ]
    lines = [[*head, f"all, a page at {sizes[0]:,}"]]
    for row in rows:
        if not row.smallest_only:
            times = [statistics.median(results[size][row.key].cpu) for size in sizes]
            steps = [
                1000 * (times[i + 1] - times[i]) / (sizes[i + 1] - sizes[i])
                for i in range(len(sizes) - 1)
            ]
            weight = results[sizes[0]][row.key].weight
            assert weight is not None
            average = 1000 * times[0] / weight.pages.total()
            lines.append([row.label, *(f"{step:.1f}" for step in steps), f"{average:.1f}"])
    print()
    print_columns(lines)


def print_term_pass(seed: int) -> None:
    """The term pass by itself, 500 terms and 5,000."""
    arguments = ["--hooks", str(WORK / "ours/hooks"), "--work", str(WORK), "--seed", str(seed)]
    found = run("terms.py", *arguments)
    page = found["on a page"]
    print(
        f"\nThe term pass by itself, on {page['characters']:.0f} characters with "
        f"{page['mentions']:.0f} mentions, {page['links']:.0f} term links, "
        f"{page['citations']:.1f} citations a page"
    )
    lines = [["CPU ms a page", "500 terms", "5,000 terms", "ratio"]]
    for key, label in (
        ("reading", "reading the page's tree"),
        ("term pass", "term pass beyond reading"),
        ("matching", "of it, finding the terms"),
    ):
        few, many, ratio = (found[name][key] for name in ("few", "many", "ratios"))
        lines.append([label, f"{few:.2f}", f"{many:.2f}", f"{ratio:.2f}"])
    print_columns(lines)


def print_profile(size: int) -> None:
    """cProfile's report of our build, one language."""
    row = next(row for row in ROWS if row.key == "ours")
    build(row)
    report = WORK / f"profile-{size}.txt"
    build(row, "--profile", str(report))
    print(report.read_text())


def print_columns(lines: list[list[str]]) -> None:
    """Left: names; right: numbers."""
    widths = [max(len(line[place]) for line in lines) for place in range(len(lines[0]))]
    for line in lines:
        cells = (cell.rjust(width) for cell, width in zip(line[1:], widths[1:], strict=True))
        print("  ".join([line[0].ljust(widths[0]), *cells]).rstrip())


def say(text: str) -> None:
    """Progress, apart from the tables."""
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
