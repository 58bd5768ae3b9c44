"""Builds the site several times in one process, as `mkdocs serve` does. Arguments: a project, a folder.

Folders below it: `a` and `b` from a configuration each, `c` from that of `b` again, `d` after two builds
that failed half-way. `serve` reads the configuration anew for every rebuild.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import mkdocs.utils
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, BuildError

CLEAN = mkdocs.utils.clean_directory


def build_into(config: MkDocsConfig, folder: Path) -> None:
    """One build; a nested one that failed leaves `clean_directory` a no-op."""
    mkdocs.utils.clean_directory = CLEAN
    config.site_dir = str(folder)
    build(config)


def load(project: Path) -> MkDocsConfig:
    """The configuration, read anew."""
    config = load_config(str(project / "mkdocs.yml"), strict=True)
    config.plugins.on_startup(command="build", dirty=False)
    return config


def count_renderings() -> Counter[tuple[str, str]]:
    """From now on, how often each page of each language is linked: once a rendering."""
    found: Counter[tuple[str, str]] = Counter()
    kb_build = sys.modules["kb.build"].Build  # found by the hooks, which are loaded by now
    link = kb_build.link

    def counting(self: Any, info: Any, body: str, source: str) -> str:
        found[self.language, info.path] += 1
        return str(link(self, info, body, source))

    kb_build.link = counting
    return found


def fail(project: Path, page: str, folder: Path) -> None:
    """A build that a mistake on one page ends; the page is put right again."""
    path = project / "docs" / page
    text = path.read_bytes()
    path.write_bytes(text + "\n\n《中国共产党章程》第九百条\n".encode())
    try:
        build_into(load(project), folder)
    except (BuildError, Abort, SystemExit):
        print("failed as it should:", page)
    path.write_bytes(text)


def main() -> None:
    """Build four times; fail twice, in the Chinese half and in the English one."""
    project, folder = map(Path, sys.argv[1:])
    config = load(project)
    renderings = count_renderings()
    build_into(config, folder / "a")
    print("renderings:", json.dumps(Counter(renderings.values())), len(renderings))
    config = load(project)
    build_into(config, folder / "b")
    build_into(config, folder / "c")
    fail(project, "index.md", folder / "failed")
    fail(project, "index.en.md", folder / "failed")
    build_into(load(project), folder / "d")


if __name__ == "__main__":
    main()
