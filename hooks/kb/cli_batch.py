"""What `kb import`, `kb lint` and `kb export` share for many files: progress, summary."""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final, TypeVar

import click

from .cli_base import say
from .importer.text import one_line
from .problem import Problem

Item = TypeVar("Item")
PROGRESS_AFTER: Final = 1.0
"""Seconds; a batch that takes longer shows how far it is."""
BATCH: Final = 20
"""From so many files on, the bad ones are listed at the end, where they are seen."""
FAILED: Final = "出错"


@dataclass(slots=True)
class Screen:
    """The terminal: one line at its end says how far a batch is, and gives way to what is said."""

    shown: int = 0
    """Columns of the progress line that is on the screen."""

    def progress(self, text: str) -> None:
        """Replace the progress line; a Chinese character takes two columns."""
        width = sum(1 if char.isascii() else 2 for char in text)
        click.echo("\r" + text + " " * max(0, self.shown - width), nl=False, err=True)
        self.shown = width

    def clear(self) -> None:
        """Take the progress line away, for what follows to stand in its place."""
        if self.shown:
            click.echo("\r" + " " * self.shown + "\r", nl=False, err=True)
            self.shown = 0

    def say(self, text: str, *, err: bool = False) -> None:
        """Print a line."""
        self.clear()
        click.echo(text, err=err)


def with_progress(items: Sequence[Item], label: str, screen: Screen) -> Iterator[Item]:
    """The items; once they have taken longer than a second, the terminal says how far they are."""
    started = time.monotonic()
    for done, item in enumerate(items):
        passed = time.monotonic() - started
        if done and sys.stderr.isatty() and passed > PROGRESS_AFTER:
            left = passed / done * (len(items) - done)
            rest = f"{left / 60:.0f}分钟" if left > 90 else f"{left:.0f}秒"
            screen.progress(f"{label}：{done}/{len(items)}，大约还要{rest}")
        yield item
    screen.clear()


@dataclass(slots=True)
class Tally:
    """What became of the files of one run."""

    batch: bool
    """Whether it is so many files that a summary ends the run."""
    screen: Screen = field(default_factory=Screen)
    counts: Counter[str] = field(default_factory=Counter)
    """In Chinese: outcome → how many files."""
    tables: dict[str, Counter[str]] = field(default_factory=dict)
    """In Chinese: what else the summary counts → value → how many files."""
    problems: list[Problem] = field(default_factory=list)
    ignored: int = 0
    """Files of the given folders that are no papers."""

    def fail(self, problem: Problem) -> None:
        """Count a bad file; it is told at once, or at the end of a batch."""
        self.problems.append(problem)
        self.counts[FAILED] += 1
        if not self.batch:
            self.screen.say(say(problem), err=True)

    def done(self, outcome: str, said: str, *, quiet: bool = False) -> None:
        """Count a good file and say what became of it; of a batch the `quiet` ones do not."""
        self.counts[outcome] += 1
        if not (quiet and self.batch):
            self.screen.say(said)

    def note(self, table: str, values: Iterable[str]) -> None:
        """Count what the summary of a batch tells besides."""
        self.tables.setdefault(table, Counter()).update(values)

    def finish(self) -> None:
        """Print the summary of a batch; ends the command with 1 where a file failed."""
        if self.batch:
            self._summarise()
        if self.problems:
            click.get_current_context().exit(1)

    def _summarise(self) -> None:
        for table, counts in self.tables.items():
            if counts:
                ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
                said = "，".join(f"{value} {count}份" for value, count in ranked)
                self.screen.say(f"{table}：{said}")
        total = sum(self.counts.values())
        self.screen.say(f"合计：{total}个文件")
        for outcome, count in sorted(self.counts.items(), key=lambda item: item[0] == FAILED):
            click.echo(f"  {outcome}：{count}个")
        if self.ignored:
            click.echo(f"  不是材料、没有理会的文件：{self.ignored}个")
        if self.problems:
            click.echo("出错的文件：", err=True)
        for line in grouped(self.problems):
            click.echo(f"  {line}", err=True)


def grouped(problems: Iterable[Problem]) -> Iterator[str]:
    """The problems, those of one kind together: what is wrong once, then the files."""
    kinds: dict[tuple[str, str], list[Problem]] = {}
    for problem in problems:
        kinds.setdefault((problem.what, problem.fix), []).append(problem)
    for (what, fix), found in kinds.items():
        if len(found) == 1:
            yield say(found[0])
            continue
        yield one_line(f"{len(found)}个文件：{what} 修改：{fix}")
        yield from (f"  {one_line(problem.path)}" for problem in found)
