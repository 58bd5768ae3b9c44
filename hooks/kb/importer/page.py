"""The page of an imported paper: front matter with its gaps named, then Markdown."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from ..model import ADMIN_LEVELS, REPORT_GENRES, Label, Report
from .blocks import TableBlock, TextBlock
from .inline import count_blanks, render_cell, render_heading, render_lines
from .structure import Element, Heading, Structure

PLAIN_YAML: Final = re.compile(r"[\u4e00-\u9fff][\u4e00-\u9fff0-9（）《》“”、，·]*")
"""What needs no quotes in YAML, whatever YAML's version."""


@dataclass(frozen=True, slots=True)
class Counts:
    """What a page holds, for the summary."""

    headings: int
    levels: int
    """How many levels the headings have."""
    texts: int
    tables: int
    blanks: int


def render_page(report: Report, structure: Structure) -> str:
    """The whole file, ending in a line feed. The title is only in the front matter."""
    body = "\n\n".join(text for text in map(_render, structure.elements) if text)
    head = "\n".join(_front_matter(report, titled=structure.title is not None))
    return f"---\n{head}\n---\n\n{body}\n" if body else f"---\n{head}\n---\n"


def count_page(structure: Structure) -> Counts:
    """Count what the page holds."""
    headings = [e for e in structure.elements if isinstance(e, Heading)]
    texts = [e for e in structure.elements if isinstance(e, TextBlock)]
    tables = [e for e in structure.elements if isinstance(e, TableBlock)]
    cells = [cell for table in tables for row in table.rows for cell in row]
    written = [structure.title or "", *(heading.text for heading in headings)]
    written += [block.text for block in (*texts, *cells)]
    return Counts(
        headings=len(headings),
        levels=len({heading.level for heading in headings}),
        texts=len(texts),
        tables=len(tables),
        blanks=sum(count_blanks(text) for text in written),
    )


def list_gaps(report: Report, structure: Structure) -> tuple[str, ...]:
    """In Chinese: the front matter lines that the editor has to fill in or check."""
    gaps = ["title（标题取自文件名）"] if structure.title is None else []
    gaps += ["genre（文种）"] if report.genre == "other" else []
    gaps += ["level（层级）"] if report.level == "blank" else []
    gaps += ["period（所属时期）"] if report.period is None else []
    return (*gaps, "summary（一句话说明）")


def _front_matter(report: Report, *, titled: bool) -> Iterator[str]:
    yield "# 由 kb import 导入。写着“待填”的请补上：改好内容，删去行首的“# ”。"
    yield "type: report"
    yield f"id: {scalar(report.id)}"
    if not titled:
        yield "# 原文第一行不是标题，下面的标题取自文件名，请核对"
    yield f"title: {scalar(report.title)}"
    if report.genre == "other":
        yield f"# genre 待填（文种）：{choices(REPORT_GENRES)}"
    yield f"genre: {report.genre}"
    if report.level == "blank":
        yield f"# level 待填（层级）：{choices(ADMIN_LEVELS)}"
    yield f"level: {report.level}"
    if report.period is None:
        yield "# period: 待填（所属时期，如 2023年）"
    else:
        yield f"period: {scalar(report.period)}"
    yield "status: imported"
    yield "# summary: 待填（一句话说明，4至160字）"
    yield f"imported_from: {scalar(report.imported_from or '')}"
    yield f"imported_on: {report.imported_on}"
    if report.imported_digest:
        yield f'imported_digest: "{report.imported_digest}"'


def choices(labels: Mapping[str, Label]) -> str:
    return "，".join(f"{key} {label.zh}" for key, label in labels.items())


def scalar(text: str) -> str:
    """A YAML string; a JSON string is one too."""
    return text if PLAIN_YAML.fullmatch(text) else json.dumps(text, ensure_ascii=False)


def _render(element: Element) -> str:
    if isinstance(element, Heading):
        mark = " {: .kb-run-in }" if element.run_in else ""
        return f"{'#' * element.level} {render_heading(element.text)}{mark}"
    if isinstance(element, TableBlock):
        return render_table(element)
    return render_lines(element.spans)


def render_table(table: TableBlock) -> str:
    """A Markdown table whose first row is the head; short rows are filled up."""
    width = max(len(row) for row in table.rows)
    rows = [[render_cell(cell.spans) for cell in row] for row in table.rows]
    lines = [f"| {' | '.join(row + [''] * (width - len(row)))} |" for row in rows]
    return "\n".join((lines[0], f"|{' --- |' * width}", *lines[1:]))
