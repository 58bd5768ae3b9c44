"""What a rule has to say about a place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ..problem import Severity

NAMES = {Severity.ERROR: "错误", Severity.WARNING: "警告", Severity.HINT: "提示"}
KEYS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.HINT: "hint"}


@dataclass(frozen=True, slots=True)
class Draft:
    """A finding before it is known which file it is in: offsets into one block."""

    block: int
    start: int
    end: int
    what: str
    """In Chinese, with the offending text."""
    fix: str
    about: str | None = None
    """The entry or article behind it, `terms/san-hui-yi-ke` or `regulations/dangzhang/art-5`."""
    severity: Severity | None = None
    """Where it differs from the rule's."""


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One problem at one place."""

    path: str
    line: int
    start: int
    """Offset into the block."""
    rule: str
    severity: Severity
    what: str
    fix: str
    words: str
    """A few words of the text around the place."""
    word: bool = False
    about: str | None = None

    def __str__(self) -> str:
        place = f"{self.path}: 第{self.line}段“{self.words}”" if self.word else ""
        place = place or f"{self.path}:{self.line}"
        about = f"（见 {self.about}）" if self.about else ""
        return f"{place}: {NAMES[self.severity]} [{self.rule}] {self.what} 修改：{self.fix}{about}"

    def to_json(self) -> dict[str, Any]:
        """For other programs; `line` is the number of the paragraph in Word files."""
        place = "paragraph" if self.word else "line"
        return {
            "path": self.path,
            place: self.line,
            "column": self.start + 1,
            "words": self.words,
            "severity": KEYS[self.severity],
            "rule": self.rule,
            "what": self.what,
            "fix": self.fix,
            "about": self.about,
        }
