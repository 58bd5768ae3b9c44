"""`kb lint` without its printing: from paths to findings."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from pydantic import ValidationError

from ..problem import Problem, Severity
from .catalogue import families as rule_families
from .document import Document
from .engine import CHECKS, ProjectOff, lint_document
from .finding import NAMES, Finding
from .read import EXTENSIONS, read_document
from .tools import Tools

SCHEMA: Final = 1
PROJECT_FILE: Final = "kb-lint.toml"
"""Beside the docs folder: what is switched off for the project."""


@dataclass(frozen=True, slots=True)
class Checked:
    """The outcome of one run."""

    files: int
    findings: tuple[Finding, ...]
    unread: tuple[Problem, ...]
    """Files that could not be read."""

    @property
    def failed(self) -> bool:
        """Whether there are errors, or files that could not be read."""
        return bool(self.unread) or any(f.severity >= Severity.ERROR for f in self.findings)

    @property
    def summary(self) -> str:
        counts = Counter(finding.severity for finding in self.findings)
        said = "，".join(
            f"{NAMES[severity]}{counts[severity]}处"
            for severity in (Severity.ERROR, Severity.WARNING, Severity.HINT)
        )
        return f"检查了{self.files}个文件：{said}。"

    def to_json(self) -> dict[str, Any]:
        """In a stable order, with a schema number."""
        return {
            "schema": SCHEMA,
            "files": self.files,
            "findings": [finding.to_json() for finding in self.findings],
            "unread": [
                {"path": problem.path, "what": problem.what, "fix": problem.fix}
                for problem in self.unread
            ],
        }


def check_paths(
    paths: Sequence[Path], docs: Path, families: Sequence[str] = ()
) -> Checked | Problem:
    """Check files and folders against the knowledge base of `docs`.

    A problem is returned where a family or the project's file is wrong.
    """
    known = rule_families()
    for family in families:
        if family not in known:
            return Problem(family, 1, f"没有规则类别“{family}”。", f"类别有：{'、'.join(known)}。")
    only = [rule.id for family in families for rule in known[family]] or None
    project = read_project(docs.parent / PROJECT_FILE)
    if isinstance(project, Problem):
        return Problem(project.path, 1, f"{project.path}: {project.what}", project.fix)
    tools = Tools(docs)
    findings: list[Finding] = []
    unread: list[Problem] = []
    files = 0
    for path in _files(paths):
        files += 1
        document = read_document(path)
        if isinstance(document, Document):
            findings += lint_document(document, tools, only=only, project=project)
        else:
            unread.append(document)
    return Checked(files, tuple(findings), tuple(unread))


def _files(paths: Sequence[Path]) -> Iterator[Path]:
    """The files themselves, and in folders those that can be read; translations apart."""
    for path in paths:
        if not path.is_dir():
            yield path
            continue
        for inner in sorted(path.rglob("*")):
            name = inner.name
            passed_over = name.startswith(("~$", ".")) or name.endswith(".en.md")
            if inner.suffix.lower() in EXTENSIONS and not passed_over and inner.is_file():
                yield inner


def read_project(path: Path) -> tuple[ProjectOff, ...] | Problem:
    """The rules switched off in kb-lint.toml; none where there is no such file."""
    example = '写成 [[off]] rule = "short-form" reason = "本单位惯例"，可加 files = ["docs/*"]。'
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        found = tuple(ProjectOff.model_validate(entry) for entry in data.get("off", ()))
    except FileNotFoundError:
        return ()
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        return Problem(path.name, 1, f"读不懂（{error}）。", example)
    except ValidationError as error:
        field = ".".join(map(str, error.errors()[0]["loc"]))
        return Problem(path.name, 1, f"字段 {field} 缺少或不对，每条都要写理由。", example)
    for entry in found:
        if entry.rule not in CHECKS:
            return Problem(
                path.name, 1, f"没有规则“{entry.rule}”。", f"规则有：{'、'.join(CHECKS)}。"
            )
    return found
