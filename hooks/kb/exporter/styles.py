"""The official layout, GB/T 9704-2012: its measures, fonts and paragraph styles.

Numbers in brackets are clauses of the standard. Units are Word's: a twip is a twentieth of a point,
sizes are half points.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from ..importer.roles import BODY_ONLY, HEADINGS, RUN_INS, TABLE, TITLE


def _twips(millimetres: float) -> int:
    return round(millimetres / 25.4 * 1440)


PAGE_WIDTH: Final = _twips(210)
PAGE_HEIGHT: Final = _twips(297)
TOP: Final = _twips(37)
"""天头 (5.2.1): 37 mm ± 1 mm."""
LEFT: Final = _twips(28)
"""订口 (5.2.1): 28 mm ± 1 mm."""
TEXT_WIDTH: Final = _twips(156)
"""版心 (5.2.1): 156 mm × 225 mm."""
TEXT_HEIGHT: Final = _twips(225)
RIGHT: Final = PAGE_WIDTH - LEFT - TEXT_WIDTH
BOTTOM: Final = PAGE_HEIGHT - TOP - TEXT_HEIGHT
LINES: Final = 22
CHARACTERS: Final = 28
"""每面排22行，每行排28个字 (5.2.3)."""
LINE: Final = TEXT_HEIGHT // LINES
"""Rounded down: a twip more would push the last line off the page."""
BODY_SIZE: Final = 32
"""3号 is 16 points."""
SPACING: Final = TEXT_WIDTH // CHARACTERS - BODY_SIZE * 10
"""What a character of 16 points must lose so that 28 of them fit into 156 mm: a quarter of a point.

A grid of lines and characters would say the same to Word, but LibreOffice gives a character that is
wider than its cell two of them.
"""
FOOTER_LINE: Final = 400
FOOTER: Final = BOTTOM - _twips(7) - FOOTER_LINE // 2
"""From the footer to the edge of the paper: the dash stands 7 mm below the text (7.5)."""

SONG_TITLE: Final = "方正小标宋简体"
FANG_SONG: Final = "仿宋_GB2312"
KAI: Final = "楷体_GB2312"
HEI: Final = "黑体"
SONG: Final = "宋体"


@dataclass(frozen=True, slots=True)
class Font:
    """A font that the paper names; none is embedded."""

    name: str
    alternative: str
    """Taken where the machine has not the first."""
    panose: str
    """By which Word finds a similar one where it has neither."""
    family: str


FONTS: Final = (
    Font(SONG_TITLE, "方正小标宋_GBK", "02010601030101010101", "auto"),
    Font(FANG_SONG, "仿宋", "02010609060101010101", "modern"),
    Font(KAI, "楷体", "02010609060101010101", "modern"),
    Font(HEI, "SimHei", "02010609060101010101", "modern"),
    Font(SONG, "SimSun", "02010600030101010101", "auto"),
)


@dataclass(frozen=True, slots=True)
class ParagraphStyle:
    """A paragraph style; what is not set is that of `BODY`."""

    id: str
    name: str
    based_on: str | None = "Normal"
    next: str | None = None
    """The style of the paragraph that follows when someone types on."""
    font: str | None = None
    size: int | None = None
    spacing: int | None = None
    """Between characters, in twips."""
    bold: bool = False
    align: str | None = None
    """`w:jc`: both, center, left, right."""
    indent: int | None = None
    """Of the first line, in hundredths of a character."""
    before: int | None = None
    after: int | None = None
    line: int | None = None
    """Exact height of a line in twips; 0 for what the font needs."""
    snap: bool = True
    """To the lines of the page; LibreOffice gives higher characters two of them."""
    outline: int | None = None
    """0 for the highest heading."""
    keep_next: bool = False


NORMAL: Final = ParagraphStyle(
    "Normal", "Normal", based_on=None, font=FANG_SONG, size=BODY_SIZE, spacing=SPACING,
    align="both", line=LINE,
)  # fmt: skip
BODY: Final = ParagraphStyle("KbBody", "公文正文", indent=200)
TOLD_BODY: Final = ParagraphStyle("KbBodyOnly", BODY_ONLY, based_on="KbBody", next="KbBody")
TITLE_STYLE: Final = ParagraphStyle(
    "KbTitle", TITLE, next="KbBody", font=SONG_TITLE, size=44, spacing=0, align="center",
    after=LINE, snap=False, keep_next=True,
)  # fmt: skip
"""2号小标宋体 (7.3.1), a line of space before what follows."""
HEADING_STYLES: Final = {
    2: ParagraphStyle(
        "KbHeading1", HEADINGS[2], next="KbBody", font=HEI, indent=200, outline=0, keep_next=True
    ),
    3: ParagraphStyle(
        "KbHeading2", HEADINGS[3], next="KbBody", font=KAI, indent=200, outline=1, keep_next=True
    ),
    4: ParagraphStyle(
        "KbHeading3", HEADINGS[4], next="KbBody", bold=True, indent=200, outline=2, keep_next=True
    ),
}
"""第一层用黑体字、第二层用楷体字、第三层和第四层用仿宋体字 (7.3.3); the third in bold, as is usual.
Level on the page → style."""
RUN_IN_STYLES: Final = {
    level: ParagraphStyle(f"KbRunIn{level - 1}", name, based_on="KbBody", next="KbBody")
    for level, name in RUN_INS.items()
}
FLUSH: Final = ParagraphStyle("KbFlush", "公文顶格", next="KbBody", align="left")
"""主送机关居左顶格 (7.3.2)."""
SIGNATURE: Final = ParagraphStyle(
    "KbSignature", "公文署名", next="KbDate", align="right", before=LINE, keep_next=True
)
"""A line below the text (7.3.5)."""
DATE: Final = ParagraphStyle("KbDate", "公文成文日期", align="right")
TABLE_TEXT: Final = ParagraphStyle(
    "KbTable", "公文表格", size=24, spacing=0, align="left", line=0, snap=False, next="KbTable"
)
TABLE_HEAD: Final = ParagraphStyle(
    "KbTableHead", "公文表头", based_on="KbTable", font=HEI, align="center", next="KbTable"
)
GRID: Final = ("KbGrid", TABLE)
"""Id and name of the table style."""
GAP: Final = ParagraphStyle("KbGap", "公文表后", line=LINE // 2, next="KbBody")
"""Between a table and what follows: Word would join two tables."""
PAGE_NUMBER: Final = ParagraphStyle(
    "KbPageNumber", "公文页码", font=SONG, size=28, spacing=0, snap=False, line=FOOTER_LINE
)
"""4号半角宋体阿拉伯数字 (7.5)."""
STYLES: Final = (
    NORMAL,
    BODY,
    TOLD_BODY,
    TITLE_STYLE,
    *HEADING_STYLES.values(),
    *RUN_IN_STYLES.values(),
    FLUSH,
    SIGNATURE,
    DATE,
    TABLE_TEXT,
    TABLE_HEAD,
    GAP,
    PAGE_NUMBER,
)
