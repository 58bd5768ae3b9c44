"""What `kb lint --resume` keeps: the findings of files that were checked, so that a long run that
was broken off, or is repeated after a few corrections, only checks what has changed.

One line of JSON a file, written as soon as it is checked; a line that a power cut has cut short is
left out. Findings quote the papers, so nothing is kept unless a file is named.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

from ..importer.guard import MAX_FILE_BYTES
from ..problem import Problem, Severity
from .finding import Finding

SCHEMA: Final = 1
KIND: Final = "kb-lint"


class Notebook:
    """The findings kept in one file; those made by other rules or other records do not count."""

    def __init__(self, path: Path, state: str) -> None:
        self._path = path
        self._known: dict[tuple[str, str], tuple[Finding, ...]] = {}
        self._head = {"kind": KIND, "schema": SCHEMA, "state": state}
        self._begun = False
        self._torn = False
        """The last line was cut short: the next one must not go on from it."""

    def open(self) -> Problem | None:
        """Read what is there; a problem where the file is no notebook, or cannot be read."""
        try:
            text = self._path.read_text(encoding="utf-8")
        except FileNotFoundError:
            return None
        except (OSError, UnicodeDecodeError):
            return self._foreign()
        lines = text.split("\n")[:-1]
        self._torn = not text.endswith("\n")
        head = _parse(lines[0]) if lines else ({} if text.strip() else self._head)
        if head.get("kind") != KIND:
            return self._foreign()
        if head == self._head:
            self._begun = bool(lines)
            for line in lines[1:]:
                self._remember(_parse(line))
        return None

    def _foreign(self) -> Problem:
        what = "这个文件不是检查记录，没有动它。"
        return Problem(
            str(self._path), 1, what, "--resume 后面写一个新的文件名，如 检查记录.jsonl。"
        )

    def _remember(self, row: dict[str, Any]) -> None:
        with contextlib.suppress(KeyError, TypeError, ValueError):
            findings = tuple(
                Finding(**entry | {"severity": Severity(entry["severity"])})
                for entry in row["findings"]
            )
            self._known[row["path"], row["digest"]] = findings

    def find(self, path: str, digest: str) -> tuple[Finding, ...] | None:
        """What was found in a file that is the same since; None where it must be checked."""
        return self._known.get((path, digest))

    def add(self, path: str, digest: str, findings: Sequence[Finding]) -> None:
        """Keep the findings of a file; raises OSError."""
        row = {"path": path, "digest": digest, "findings": [asdict(found) for found in findings]}
        lines = [row] if self._begun else [self._head, row]
        with self._path.open("a" if self._begun else "w", encoding="utf-8", newline="\n") as file:
            if self._begun and self._torn:
                file.write("\n")
            for line in lines:
                file.write(json.dumps(line, ensure_ascii=False) + "\n")
        self._begun, self._torn = True, False


def _parse(line: str) -> dict[str, Any]:
    try:
        found = json.loads(line)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def state_of(folders: Iterable[Path], words: Iterable[str]) -> str:
    """A digest of all files that findings depend on, and of what was asked for."""
    digest = hashlib.sha256("\0".join(words).encode())
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if path.suffix in (".py", ".md", ".yaml", ".tsv", ".toml", ".txt") and path.is_file():
                digest.update(path.relative_to(folder).as_posix().encode())
                digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def digest_of(path: Path) -> str | None:
    """The digest of a paper; None where it cannot be read or is too large to be one."""
    try:
        if not path.is_file() or path.stat().st_size > MAX_FILE_BYTES:
            return None
        return hashlib.sha256(path.read_bytes()).hexdigest()[:16]
    except OSError:
        return None
