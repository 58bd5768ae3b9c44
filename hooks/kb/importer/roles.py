"""What our own Word export says of its paragraphs: read back, nothing is guessed.

Word may rename the ids of styles when it saves a paper, but keeps the names, so names tell.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from .blocks import Role

TITLE: Final = "公文标题"
BODY_ONLY: Final = "公文正文（不作标题）"
"""Running text that looks like a heading: 一、大会时间。拟于…… of a list."""
HEADINGS: Final = {level: f"公文{level - 1}级标题" for level in (2, 3, 4)}
"""Level on the page → style."""
RUN_INS: Final = {level: f"公文段首标题{level - 1}级" for level in (2, 3, 4)}
"""Its first sentence is a heading."""
TABLE: Final = "公文表"
"""A table style: the table is one even where it has a single cell."""
ROLES: Final[Mapping[str, Role]] = {
    TITLE: Role(1),
    BODY_ONLY: Role(0),
    **{name: Role(level) for level, name in HEADINGS.items()},
    **{name: Role(level, run_in=True) for level, name in RUN_INS.items()},
}
"""Name of a paragraph style → role. Other styles of the export leave it to the importer."""
