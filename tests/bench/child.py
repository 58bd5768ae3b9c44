"""One build in a process of its own; what it took is written to a JSON file.

Run by bench_build.py. What it changes inside the process, it changes for the measurement only:
`--plain` turns concordances, backlinks and data exports off, `--stages` times the parts.
"""

from __future__ import annotations

import argparse
import cProfile
import functools
import importlib
import inspect
import json
import pstats
import resource
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

STAGES: tuple[tuple[str, str], ...] = (
    # (name, place) — time inside an inner stage is the inner one's.
    ("markdown", "mkdocs.structure.pages:Page.render"),
    ("theme templates", "jinja2.environment:Template.render"),
    ("search index", "material.plugins.search.plugin:SearchPlugin.on_page_context"),
    ("search index", "material.plugins.search.plugin:SearchPlugin.on_post_build"),
    ("write files", "mkdocs.utils:write_file"),
    ("write files", "mkdocs.structure.files:Files.copy_static_files"),
    ("load records", "kb.load:load_knowledge_base"),
    ("record heads and generated blocks", "kb.render:Renderer.render"),
    ("read page tree", "kb.page:parse_page"),
    ("write page tree", "kb.page:Page.to_html"),
    ("find terms", "kb.match:Matcher.find"),
    ("find citations", "kb.cite:CitationFinder.find"),
    ("link", "kb.link:link_page"),
    ("note uses", "kb.index:page_use"),
    ("check citations", "kb.index:citation_problems"),
    ("mark articles", "kb.build:mark_articles"),
    ("look up uses", "kb.index:SiteIndex.concordance"),
    ("look up uses", "kb.index:SiteIndex.cited_by"),
    ("look up uses", "kb.index:SiteIndex.terms_on"),
    ("look up uses", "kb.index:SiteIndex.mention_count"),
    ("look up uses", "kb.index:SiteIndex.page_count"),
    ("prepare template data", "kb.views:after"),
    ("prepare template data", "kb.views:generated"),
    ("complete page", "kb.build:Build.complete"),
    ("contents list", "kb.build:headings"),
    ("data files", "kb.build:site_data"),
    ("data files", "kb.build:Build.data_files"),
    ("search payload", "kb.search.document:search_document"),
    ("search payload", "kb.search.payload:build_payload"),
    ("link (rest)", "kb.build:Build.link"),
)
TERM_PASS = ("find terms", "find citations", "link")
"""Matching, citations and linking, beyond reading the page."""


class Stopwatch:
    """CPU time by stage; a stage inside another takes its time from it."""

    def __init__(self) -> None:
        self.seconds: Counter[str] = Counter()
        self._running: list[list[Any]] = []

    def time(self, name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        """`function`, timed."""

        @functools.wraps(function)
        def timed(*args: Any, **kwargs: Any) -> Any:
            if name == "theme templates" and self._running and self._running[-1][0] != "markdown":
                return function(*args, **kwargs)  # our own templates have a stage of their own
            frame = [name, 0.0]
            self._running.append(frame)
            start = time.thread_time()
            try:
                result = function(*args, **kwargs)
                return list(result) if inspect.isgenerator(result) else result
            finally:
                spent = time.thread_time() - start
                self._running.pop()
                self.seconds[name] += spent - frame[1]
                if self._running:
                    self._running[-1][1] += spent

        return timed


def replace(place: str, change: Callable[[Callable[..., Any]], Callable[..., Any]]) -> bool:
    """Replace a function wherever its module's package has imported it; False where it is not."""
    module_name, _, path = place.partition(":")
    try:
        owner: Any = importlib.import_module(module_name)
        *parents, name = path.split(".")
        for parent in parents:
            owner = getattr(owner, parent)
        old = getattr(owner, name)
    except (ImportError, AttributeError):
        return False
    new = change(old)
    setattr(owner, name, new)
    if not parents and module_name.startswith("kb."):
        for module in list(sys.modules.values()):
            if getattr(module, "__name__", "").startswith("kb."):
                for key, value in list(vars(module).items()):
                    if value is old:
                        setattr(module, key, new)
    return True


def import_core(hooks: Path) -> None:
    """Load what a build loads, so that functions can be replaced where they are used."""
    sys.path.insert(0, str(hooks))
    importlib.import_module("kb.build")


def turn_exports_off() -> None:
    """No concordances, no backlinks, no terms.json and xref.json; pages and links stay."""
    from kb.index import Concordance

    empty = Concordance((), 0, 0)
    for place, nothing in (
        ("kb.index:SiteIndex.concordance", empty),
        ("kb.index:SiteIndex.cited_by", {}),
        ("kb.build:site_data", ()),
    ):
        if not replace(place, lambda old, nothing=nothing: lambda *args, **kwargs: nothing):
            sys.exit(f"{place} is gone: tell tests/bench/child.py what to turn off")


def peak_megabytes() -> float:
    """Of this process alone: ru_maxrss would count what the parent had when it forked."""
    try:
        status = Path("/proc/self/status").read_text()
        return int(status.split("VmHWM:")[1].split()[0]) / 1024
    except (OSError, IndexError):
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    """Build once."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--config", required=True)
    parser.add_argument("--result", type=Path, required=True)
    parser.add_argument("--hooks", type=Path)
    parser.add_argument("--jieba", help="folder that holds jieba")
    parser.add_argument("--plain", action="store_true")
    parser.add_argument("--stages", action="store_true")
    parser.add_argument("--profile", type=Path, help="write cProfile's report here")
    options = parser.parse_args()
    if options.jieba:
        sys.path.insert(0, options.jieba)
    elif not options.hooks:  # ours reads the package's word list; stock would import it
        sys.modules["jieba"] = None  # type: ignore[assignment]
    watch = Stopwatch()
    missing: list[str] = []
    from mkdocs.__main__ import cli

    if options.hooks and (options.plain or options.stages):
        import_core(options.hooks)
    if options.plain:
        turn_exports_off()
    if options.stages:
        missing = [
            place
            for name, place in STAGES
            if options.hooks or not place.startswith("kb.")
            if not replace(place, functools.partial(watch.time, name))
        ]
        watch.seconds["start, imports"] = time.process_time()
    arguments = ["build", "--quiet", "--config-file", options.config]
    profile = cProfile.Profile()
    if options.profile:
        profile.enable()
    cli(arguments, standalone_mode=False)
    if options.profile:
        profile.disable()
        write_profile(profile, options.profile)
    usage = resource.getrusage(resource.RUSAGE_SELF)
    result = {
        "cpu": usage.ru_utime + usage.ru_stime,
        "megabytes": peak_megabytes(),
        "stages": dict(watch.seconds),
        "missing": missing,
    }
    options.result.write_text(json.dumps(result))


def write_profile(profile: cProfile.Profile, path: Path) -> None:
    """The functions that take most, by themselves and with what they call."""
    with path.open("w") as file:
        stats = pstats.Stats(profile, stream=file)
        stats.sort_stats("tottime").print_stats(40)
        stats.sort_stats("cumtime").print_stats(70)
        stats.sort_stats("cumtime").print_stats(r"/kb/|site_hooks", 60)


if __name__ == "__main__":
    main()
