"""How people ask, and how regulations say it: the rows of `data/everyday.txt`.

`ASKING` are the notions that only ask (how often, who, whether): they weigh less than `EVERYDAY`,
which say what a question is about.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

Notion = tuple[tuple[str, ...], tuple[str, ...]]
"""Words of everyday speech, words of regulations."""

_SOURCE: Final = Path(__file__).parent / "data/everyday.txt"


def parse_notions(text: str) -> dict[str, tuple[Notion, ...]]:
    """The notions of each part (`== name`).

    Raises:
        ValueError: A line is not `words | words`; it is named by its number.
    """
    parts: dict[str, list[Notion]] = {}
    rows: list[Notion] = []
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        if line.startswith("=="):
            rows = parts.setdefault(line.strip("= "), [])
            continue
        said, bar, official = line.partition("|")
        if not (bar and said.strip() and official.strip()):
            raise ValueError(f"everyday.txt:{number}: {line!r} is not `words | words`")
        rows.append((tuple(said.split()), tuple(official.split())))
    return {name: tuple(found) for name, found in parts.items()}


_NOTIONS: Final = parse_notions(_SOURCE.read_text(encoding="utf-8"))
ASKING: Final = _NOTIONS["asking"]
EVERYDAY: Final = _NOTIONS["everyday"]
