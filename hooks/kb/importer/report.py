"""Import one report: file → blocks → structure → record → page → disk."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Mapping, Set
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Final

from ..model import Report
from ..problem import Problem
from .blocks import Source
from .describe import describe
from .guard import EXTENSIONS, Kind, RawFile, read_file
from .markup import parse_markdown, parse_web
from .package import open_package
from .page import Counts, count_page, list_gaps, render_page
from .structure import find_structure
from .text import decode_text, one_line, parse_text
from .word import parse_word
from .write import Written, write_page

IMPORTED_ON: Final = re.compile(r"^imported_on: \d{4}-\d\d-\d\d$", re.MULTILINE)
IMPORTED_DIGEST: Final = re.compile(r'^imported_digest: "?([0-9a-f]+)"?$', re.MULTILINE)
DIGEST_LENGTH: Final = 16
HEAD: Final = 4000
"""Characters of a page that its front matter is looked for in."""


@dataclass(frozen=True, slots=True)
class Imported:
    """A report that has become a page."""

    target: Path
    written: Written
    digest: str
    """Of the paper; the page holds it too."""
    counts: Counts
    genre: str
    """As the importer understood it."""
    gaps: tuple[str, ...]
    """In Chinese: fields to fill in."""
    notes: tuple[str, ...]
    """In Chinese: what was left out, or stands in another place than in the source."""


@dataclass(frozen=True, slots=True)
class Known:
    """A paper that has been imported before and is the same since."""

    target: Path
    """Its page, which may have been edited or renamed."""


def import_report(
    path: Path,
    docs: Path,
    *,
    imported_on: dt.date,
    force: bool = False,
    taken: Set[Path] = frozenset(),
    known: Mapping[str, Path] = MappingProxyType({}),
) -> Imported | Known | Problem:
    """Import the file at `path` as `docs/reports/ID.md`; the file itself is only read.

    `taken` are pages that this run has written already: they are not replaced even with `force`.
    The same file gives the same bytes, also on another day: an unchanged page keeps its date.
    `known` are the papers of earlier pages (see `known_papers`): they are passed over, unless
    `force` is set.
    """
    raw = read_file(path)
    if isinstance(raw, Problem):
        return raw
    digest = digest_of(raw)
    if digest in known and not force:
        return Known(known[digest])
    source = parse_raw(raw, path)
    if isinstance(source, Problem):
        return source
    structure = find_structure(source.blocks)
    if structure.title is None and not structure.elements:
        fix = "核对是否选错了文件；内容若是图片，先识别成文字。"
        return Problem(str(path), 1, "文件里没有文字。", fix)
    report = describe(structure, name=source.name, imported_on=imported_on)
    report = report.model_copy(update={"imported_digest": digest})
    target = docs / Report.FOLDER / f"{report.id}.md"
    if target in taken:
        what = f"标题与本次导入的另一个文件相同，都要写成 {target.as_posix()}。"
        return Problem(str(path), 1, what, "改一下其中一个文件里的标题，再单独导入它。")
    text = keep_date(render_page(report, structure), target)
    written = write_page(target, text, force=force, path=str(path))
    if isinstance(written, Problem):
        return written
    gaps = list_gaps(report, structure)
    counts = count_page(structure)
    return Imported(target, written, digest, counts, report.genre, gaps, source.notes)


def digest_of(raw: RawFile) -> str:
    """What tells a paper from any other."""
    return hashlib.sha256(raw.data).hexdigest()[:DIGEST_LENGTH]


def known_papers(docs: Path) -> dict[str, Path]:
    """Digest → page, of all papers imported so far; a page that cannot be read is passed over."""
    known: dict[str, Path] = {}
    for page in sorted((docs / Report.FOLDER).glob("*.md")):
        try:
            with page.open(encoding="utf-8-sig") as file:
                head = file.read(HEAD)
        except (OSError, UnicodeDecodeError):
            continue
        found = IMPORTED_DIGEST.search(head)
        if found:
            known.setdefault(found[1], page)
    return known


def read_source(path: Path, extensions: Mapping[str, Kind] = EXTENSIONS) -> Source | Problem:
    """Read a file into blocks; what it may be is told by its extension."""
    raw = read_file(path, extensions)
    return raw if isinstance(raw, Problem) else parse_raw(raw, path)


def parse_raw(raw: RawFile, path: Path) -> Source | Problem:
    """The blocks of a file that has been read; `path` names it."""
    name = one_line(path.name)
    if raw.kind is Kind.WORD:
        package = open_package(raw.data, str(path))
        if isinstance(package, Problem):
            return package
        return parse_word(package, name=name, path=str(path))
    text = decode_text(raw.data, str(path))
    if isinstance(text, Problem):
        return text
    if raw.kind is Kind.WEB:
        return parse_web(text, name=name, path=str(path))
    return parse_markdown(text, name) if raw.kind is Kind.MARKDOWN else parse_text(text, name)


def keep_date(text: str, target: Path) -> str:
    """The page with the date of the one in place, if nothing but the date would change."""
    try:
        existing = target.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return text
    date = IMPORTED_ON.search(existing)
    same = IMPORTED_ON.sub(date[0], text, count=1) if date else text
    return same if same == existing else text
