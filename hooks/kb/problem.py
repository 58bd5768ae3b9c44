"""What is wrong in a file, said so that its author can mend it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum


class Severity(IntEnum):
    """How much a problem matters; errors fail the build, fatal ones before any page is read."""

    HINT = 0
    WARNING = 1
    ERROR = 2
    FATAL = 3


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One finding at one place. Pure code returns problems; adapters print or raise them."""

    path: str
    """The file as its author knows it, relative to the docs folder, with forward slashes."""
    line: int
    """1-based; 1 where the problem concerns the whole file."""
    what: str
    """In Chinese: what is wrong, with the offending text."""
    fix: str
    """In Chinese: what to write instead, or where to look."""
    severity: Severity = Severity.ERROR

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.what} 修改：{self.fix}"
