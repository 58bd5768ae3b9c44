"""The draft desk's rules in node, beside the same rules in Python."""

from __future__ import annotations

import json
import random
import subprocess
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from helpers import DOCS, ROOT
from kb.lint.document import Document
from kb.lint.engine import lint_document
from kb.lint.finding import KEYS
from kb.lint.lexicon import sounds
from kb.lint.payload import build_desk
from lint_tools import tools

DESK = ROOT / "tests/desk/desk.mjs"
Row = list[Any]


@lru_cache(maxsize=1)
def data_file() -> str:
    return build_desk(tools(), "*/")


def in_node(folder: Path, **given: Any) -> Any:
    """What desk.mjs says of {papers} or of {function, arguments}."""
    data = folder / "desk.js"
    data.write_text(data_file(), encoding="utf-8")
    done = subprocess.run(
        ["node", str(DESK)],
        input=json.dumps({"data": str(data), **given}),
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(done.stdout)


def rows_of(document: Document) -> list[Row]:
    """What kb lint finds, as the desk lists it."""
    return [
        [f.line, f.start, f.rule, KEYS[f.severity], f.what, f.fix, f.words, f.about]
        for f in lint_document(document, tools())
    ]


def spoiled(text: str, seed: int) -> str:
    """A text with slips of every kind, the same at every run: characters lost, doubled, exchanged
    for others or for some that sound alike, and now and then one beyond the basic plane."""
    chance = random.Random(seed)
    alike: dict[frozenset[str], list[str]] = {}
    for char in sorted({c for c in text if "一" <= c <= "鿿"}):
        alike.setdefault(sounds(char), []).append(char)
    out: list[str] = []
    for char in text:
        roll = chance.random()
        if roll < 0.005:
            continue
        if roll < 0.010:
            out.append(chance.choice(text))
        elif roll < 0.018 and "一" <= char <= "鿿":
            char = chance.choice(alike[sounds(char)])
        elif roll < 0.022:
            char = chance.choice(text)
        elif roll < 0.026:
            out.append(char)
        elif roll < 0.0265:
            char = "𠮷"
        out.append(char)
    return "".join(out)


def sources() -> Sequence[Path]:
    """Pages that whole papers are made of: reports, and some terms and regulations."""
    reports = sorted((DOCS / "reports").glob("*.md"))
    terms = sorted((DOCS / "terms").glob("*.md"))[::60]
    return [*reports, *terms, *sorted((DOCS / "regulations").glob("*.md"))[::8]]
