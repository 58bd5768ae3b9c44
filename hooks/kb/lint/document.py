"""A paper as rules see it: blocks of plain text that know where they stand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum, auto
from functools import cached_property

from ..text import fold


class Kind(Enum):
    """What a block is."""

    TITLE = auto()
    HEADING = auto()
    TEXT = auto()
    ITEM = auto()
    """An item of a Markdown list: the renderer numbers it."""
    CELL = auto()
    """Of a table, and what stands outside the running text."""
    QUOTE = auto()
    """Other people's words: checked before publication only."""


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph, heading or table cell."""

    text: str
    """Plain text, one line or more, without markup."""
    kind: Kind
    line: int
    """1-based: the line of the file, in Word files the number of the paragraph."""
    level: int = 0
    """Of headings, 2 for the highest; 0 elsewhere."""
    place: str = ""
    """Where it stands, if not in the running text: 页眉, 页脚, 脚注, 尾注, 文本框."""


@dataclass(frozen=True, slots=True)
class Off:
    """A rule switched off somewhere, with the reason."""

    rule: str
    reason: str
    line: int | None = None
    """The line it is switched off for; None for the whole paper."""


@dataclass(frozen=True, slots=True)
class Note:
    """What a file says about itself besides its text: author, comments, tracked changes."""

    rule: str
    what: str
    line: int = 1


@dataclass(frozen=True)
class Document:
    """A paper, whatever file it came from."""

    path: str
    """As the caller knows it."""
    blocks: tuple[Block, ...]
    word: bool = False
    """Lines are numbers of paragraphs."""
    draft: bool = True
    """A paper of its author, whose outline and typos count; False for pages of the site."""
    example: bool = False
    """Its names are made up: 某镇 is no blank."""
    off: tuple[Off, ...] = ()
    notes: tuple[Note, ...] = ()
    own: str | None = None
    """Id of the record whose page it is."""
    extra: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def folded(self) -> tuple[str, ...]:
        """The blocks' texts, folded (`kb.text.fold`); offsets stay valid."""
        return tuple(fold(block.text) for block in self.blocks)

    @cached_property
    def whole(self) -> str:
        """All blocks, a line each: most rules need not look closer."""
        return "\n".join(self.folded)

    @cached_property
    def prose(self) -> tuple[int, ...]:
        """The indexes of the blocks that are the author's own words."""
        return tuple(n for n, block in enumerate(self.blocks) if block.kind is not Kind.QUOTE)
