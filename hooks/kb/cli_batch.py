"""What `kb import` and `kb export` share when there are many files: progress, and a summary."""

from __future__ import annotations

import contextlib
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, TypeVar

import click

from .cli_base import say
from .problem import Problem

Item = TypeVar("Item")
PROGRESS_AFTER: Final = 1.0
"""Seconds; a batch that takes longer shows a bar."""
BATCH: Final = 20
"""From so many files on, the bad ones are listed at the end, where they are seen."""
FAILED: Final = "出错"


def with_progress(items: Sequence[Item], label: str) -> Iterator[Item]:
    """The items, with a bar on the terminal once they have taken longer than a second."""
    started = time.monotonic()
    with contextlib.ExitStack() as stack:
        bar: Any = None  # click's ProgressBar is not exported
        for done, item in enumerate(items):
            if bar is not None:
                bar.update(1)
            elif done and sys.stderr.isatty() and time.monotonic() - started > PROGRESS_AFTER:
                bar = stack.enter_context(
                    click.progressbar(length=len(items), label=label, file=sys.stderr)
                )
                bar.update(done)
            if bar is not None:
                click.echo(err=True)
            yield item
        if bar is not None:
            bar.update(1)


@dataclass(slots=True)
class Tally:
    """What became of the files of one run."""

    batch: bool
    """Whether it is so many files that a summary ends the run."""
    counts: Counter[str] = field(default_factory=Counter)
    """In Chinese: outcome → how many files."""
    problems: list[Problem] = field(default_factory=list)
    ignored: int = 0
    """Files of the given folders that are no papers."""

    def fail(self, problem: Problem) -> None:
        """Count a bad file; it is told at once, or at the end of a batch."""
        self.problems.append(problem)
        self.counts[FAILED] += 1
        if not self.batch:
            click.echo(say(problem), err=True)

    def done(self, outcome: str, said: str, *, quiet: bool = False) -> None:
        """Count a good file and say what became of it; of a batch the `quiet` ones do not."""
        self.counts[outcome] += 1
        if not (quiet and self.batch):
            click.echo(said)

    def finish(self) -> None:
        """Print the summary of a batch; ends the command with 1 where a file failed."""
        if self.batch:
            self._summarise()
        if self.problems:
            click.get_current_context().exit(1)

    def _summarise(self) -> None:
        total = sum(self.counts.values())
        click.echo(f"合计：{total}个文件")
        for outcome, count in sorted(self.counts.items(), key=lambda item: item[0] == FAILED):
            click.echo(f"  {outcome}：{count}个")
        if self.ignored:
            click.echo(f"  不是材料、没有理会的文件：{self.ignored}个")
        if self.problems:
            click.echo("出错的文件：", err=True)
        for problem in self.problems:
            click.echo(f"  {say(problem)}", err=True)
