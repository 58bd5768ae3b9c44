"""Runs the rules over the golden texts; as a program it prints the table of precision and recall.

PYTHONPATH=hooks:tests python tests/lint_tools.py [-v] [TRIAL.tsv…]

Without files it judges the golden texts. A trial is a file of lines `rule<TAB>bad or good<TAB>text`,
a line break in the text written as \\n; -v shows what was missed and what was said in vain, and
with +2 or +1 only every even or odd text of a rule is judged, so that half of a trial stays unseen.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path

import yaml
from helpers import DOCS, GOLDEN
from kb.lint.catalogue import rules
from kb.lint.engine import lint_document
from kb.lint.finding import Finding
from kb.lint.read import parse_plain
from kb.lint.tools import Tools
from kb.load import load_knowledge_base


@lru_cache(maxsize=1)
def tools() -> Tools:
    return Tools(load_knowledge_base(DOCS)[0])


def findings(text: str, rule: str | None = None) -> tuple[Finding, ...]:
    """What the rules say of a plain text."""
    return lint_document(parse_plain(text, "材料.txt"), tools(), only=[rule] if rule else None)


def golden() -> Iterator[tuple[str, bool, str]]:
    """(rule, whether it has the error, text) of every golden text."""
    for path in sorted((GOLDEN / "lint").glob("*.yaml")):
        for rule, texts in yaml.safe_load(path.read_text(encoding="utf-8")).items():
            for kind in ("bad", "good"):
                for text in texts[kind]:
                    yield rule, kind == "bad", text


def trial(path: Path, half: int = 0) -> Iterator[tuple[str, bool, str]]:
    """The same of a file of a trial, or of its odd (1) or even (2) texts."""
    seen: Counter[tuple[str, str]] = Counter()
    for line in path.read_text(encoding="utf-8").splitlines():
        rule, kind, text = line.split("\t")
        seen[rule, kind] += 1
        if not half or (seen[rule, kind] - half) % 2 == 0:
            yield rule, kind == "bad", text.replace("\\n", "\n")


def score(
    texts: Iterable[tuple[str, bool, str]],
) -> dict[str, tuple[list[str], list[str], int, int]]:
    """Rule -> (missed, false alarms, texts with the error, texts without)."""
    table: dict[str, tuple[list[str], list[str], int, int]] = {}
    for rule, is_bad, text in texts:
        missed, false, bad, good = table.get(rule, ([], [], 0, 0))
        found = bool(findings(text, rule))
        if is_bad and not found:
            missed.append(text)
        if not is_bad and found:
            false.append(text)
        table[rule] = (missed, false, bad + is_bad, good + (not is_bad))
    return table


def main() -> None:
    names = {rule.id: rule.name for rule in rules().values()}
    half = 1 if "+1" in sys.argv else 2 if "+2" in sys.argv else 0
    files = [Path(name) for name in sys.argv[1:] if name.endswith(".tsv")]
    texts = [row for path in files for row in trial(path, half)] if files else golden()
    for rule, (missed, false, bad, good) in score(texts).items():
        hits = bad - len(missed)
        precision = hits / max(1, hits + len(false))
        print(f"{rule}\t{names[rule]}\t{bad}\t{good}\t{precision:.0%}\t{hits / max(1, bad):.0%}")
        if "-v" in sys.argv:
            for text in missed:
                print("    missed:", text.replace("\n", " / "))
            for text in false:
                print("    false:", text.replace("\n", " / "), findings(text, rule)[0].what)


if __name__ == "__main__":
    main()
