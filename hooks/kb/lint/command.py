"""`kb lint` without its printing: from paths to findings."""

from __future__ import annotations

import contextlib
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from pydantic import ValidationError

from ..importer.guard import LIKE_PAPERS, LOCK
from ..importer.text import one_line
from ..problem import Problem, Severity
from .catalogue import families as rule_families
from .document import Document
from .engine import CHECKS, ProjectOff, lint_document
from .finding import NAMES, Finding
from .notebook import Notebook, digest_of, state_of
from .read import EXTENSIONS, read_document
from .tools import Tools

SCHEMA: Final = 1
MOST_FILES: Final = 10
"""That the summary of many files names."""
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
        unread = f"，另有{len(self.unread)}个没有检查" if self.unread else ""
        return f"检查了{self.files - len(self.unread)}个文件{unread}：{said}。"

    @property
    def table(self) -> tuple[str, ...]:
        """Which rules found most, and in which files most was found; for many files."""
        rules = Counter(finding.rule for finding in self.findings).most_common()
        paths = Counter(finding.path for finding in self.findings).most_common(MOST_FILES)
        lines = []
        if rules:
            lines.append("按规则：" + "，".join(f"{rule} {count}处" for rule, count in rules))
            clean = self.files - len(self.unread) - len({f.path for f in self.findings})
            lines.append(f"没有发现问题的文件：{clean}个；问题最多的：")
            lines += [f"  {count}处　{one_line(path)}" for path, count in paths]
        return tuple(lines)

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


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file."""

    path: Path
    found: tuple[Finding, ...] | Problem
    """The findings, or why it could not be read."""
    kept: bool = False
    """The findings are those of an earlier run."""


class Checker:
    """The rules that are asked for and the records they need, for any number of files."""

    def __init__(self, docs: Path, families: Sequence[str] = ()) -> None:
        self._docs = docs
        self._families = tuple(families)
        self._only: list[str] | None = None
        self._project: tuple[ProjectOff, ...] = ()
        self._tools = Tools(docs)
        self._notebook: Notebook | None = None

    def prepare(self, resume: Path | None = None) -> Problem | None:
        """A problem where a family, the project's file or the notebook is wrong."""
        known = rule_families()
        for family in self._families:
            if family not in known:
                what, fix = f"没有规则类别“{family}”。", f"类别有：{'、'.join(known)}。"
                return Problem(family, 1, what, fix)
        self._only = [rule.id for name in self._families for rule in known[name]] or None
        project = read_project(self._docs.parent / PROJECT_FILE)
        if isinstance(project, Problem):
            return Problem(project.path, 1, f"{project.path}: {project.what}", project.fix)
        self._project = project
        if resume is None:
            return None
        words = (*self._families, *map(repr, project))
        state = state_of((self._docs, Path(__file__).parent.parent), words)
        self._notebook = Notebook(resume, state)
        return self._notebook.open()

    def check(self, path: Path) -> Outcome:
        """Check one file; what the program itself gets wrong must not stop the others."""
        digest = digest_of(path) if self._notebook else None
        known = self._notebook.find(str(path), digest) if self._notebook and digest else None
        if known is not None:
            return Outcome(path, known, kept=True)
        try:
            document = read_document(path)
            if not isinstance(document, Document):
                what, fix = (text.replace("导入", "检查") for text in (document.what, document.fix))
                return Outcome(path, Problem(document.path, 1, what, fix))
            found = lint_document(document, self._tools, only=self._only, project=self._project)
        except Exception as error:
            what = f"程序处理这个文件时出错（{type(error).__name__}），没有检查。"
            fix = "把文字复制到新建的文档里再检查，并告诉维护人员。"
            return Outcome(path, Problem(str(path), 1, what, fix))
        if self._notebook and digest:
            with contextlib.suppress(OSError):  # then it is checked again another time
                self._notebook.add(str(path), digest, found)
        return Outcome(path, found)


def check_paths(
    paths: Sequence[Path], docs: Path, families: Sequence[str] = ()
) -> Checked | Problem:
    """Check files and folders against the knowledge base of `docs`.

    A problem is returned where a family or the project's file is wrong.
    """
    checker = Checker(docs, families)
    if problem := checker.prepare():
        return problem
    return gather(checker.check(path) for path in list_files(paths))


def gather(outcomes: Iterable[Outcome]) -> Checked:
    """The outcomes of a run as one."""
    every = tuple(outcomes)
    findings = (f for o in every if not isinstance(o.found, Problem) for f in o.found)
    unread = tuple(outcome.found for outcome in every if isinstance(outcome.found, Problem))
    return Checked(len(every), tuple(findings), unread)


def list_files(paths: Sequence[Path]) -> list[Path]:
    """The files themselves, and in folders the papers; translations apart.

    A paper of a kind that cannot be read is in the list: nobody must think it was checked.
    """
    return list(dict.fromkeys(_files(paths)))


def _files(paths: Sequence[Path]) -> Iterator[Path]:
    for path in paths:
        if not path.is_dir():
            yield path
            continue
        for inner in sorted(path.rglob("*")):
            name, suffix = inner.name, inner.suffix.lower()
            passed_over = name.startswith((LOCK, ".")) or name.endswith(".en.md")
            paper = suffix in EXTENSIONS or suffix in LIKE_PAPERS
            if paper and not passed_over and inner.is_file():
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
