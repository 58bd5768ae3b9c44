"""What the oldest browsers we promise, Chromium 86 and Firefox ESR, must not be given: newer
syntax, in every script that is shipped; newer names, in our own scripts and style sheets."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from helpers import DOCS, ROOT
from site_tools import Site

ACORN = "node_modules/acorn"
PARSE = """
const acorn = require(process.argv[1]);
const wrong = [];
for (const [name, text] of JSON.parse(require("fs").readFileSync(0, "utf8"))) {
  try { acorn.parse(text, {ecmaVersion: 2018, sourceType: "script"}); }
  catch (error) { wrong.push(`${name}: ${error.message}`); }
}
console.log(JSON.stringify(wrong));
"""
INLINE = re.compile(r"<script(?![^>]*\bsrc=)([^>]*)>(.*?)</script>", re.S)


def wrong_syntax(scripts: list[tuple[str, str]]) -> list[str]:
    """The scripts that are not ES2018, with what is wrong; skips where there is no acorn."""
    acorn = os.environ.get("ACORN") or f"{sys.prefix}/{ACORN}"
    node = shutil.which("node")
    if node is None or not Path(acorn).exists():
        pytest.skip("acorn: 没有装，先运行 make test（需要 npm 和网络）")
    done = subprocess.run(
        [node, "-e", PARSE, acorn],
        input=json.dumps(scripts),
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    found: list[str] = json.loads(done.stdout)
    return found


def scripts_of(site: Site) -> list[tuple[str, str]]:
    """Every script of a site: files, and what stands in pages, each text once."""
    files = [
        (path.relative_to(site.folder).as_posix(), path.read_text(encoding="utf-8"))
        for path in sorted(site.folder.rglob("*.js"))
        if "/lunr/" not in path.as_posix()  # Material's search has them; ours asks for none
    ]
    inline: dict[str, str] = {}
    for name, page in site.pages.items():
        for attributes, text in INLINE.findall(page.source):
            if "json" not in attributes:
                inline.setdefault(text, f"{name} <script>")
    return [*files, *((name, text) for text, name in inline.items())]


def test_every_script_is_es2018(site: Site) -> None:
    """Material's bundle, our own, the data files, what stands in pages."""
    scripts = scripts_of(site)
    names = " ".join(name for name, _ in scripts)
    for part in ("bundle.", "assets/kb.js", "search/engine.js", "search/text-0.js", "<script>"):
        assert part in names
    assert wrong_syntax(scripts) == []


@pytest.mark.parametrize("text", ["a?.b", "a ?? b", "a ||= b", "try {} catch {}", "1n", "#!x\n"])
def test_newer_syntax_is_found(text: str) -> None:
    assert len(wrong_syntax([("a.js", "var a, b;"), ("b.js", text)])) == 1


TOO_NEW_SCRIPT = {
    r"\.at\(": "Array.at: Chromium 92",
    r"Object\.(hasOwn|groupBy)\b": "93, 117",
    r"\bstructuredClone\b": "98",
    r"\.findLast(Index)?\(": "97",
    r"\.to(Sorted|Reversed|Spliced)\(": "110",
    r"\bcrypto\.randomUUID\b": "92",
    r"\bIntl\.(Segmenter|ListFormat.*style)\b": "87; Firefox 125",
    r"AbortSignal\.(timeout|any)\b": "103",
    r"\.(checkVisibility|showPicker|showPopover|togglePopover|hidePopover)\(": "105, 99, 114",
    r"\.inert\b|\"inert\"": "102",
    r"\bstartViewTransition\b|\bCSS\.highlights\b|\bURLPattern\b": "111, 105, 95",
    r"\bURL\.canParse\b|\bPromise\.(withResolvers|try)\b|\bArray\.fromAsync\b": "120",
    r"\bscheduler\.(postTask|yield)\b|\bnavigation\.(navigate|add)": "94, 102",
    r"new (Error|TypeError)\([^)]*\{\s*cause": "93",
    r"\bonscrollend\b|\"scrollend\"": "114",
    r"\bisWellFormed\b|\.union\(|\.intersection\(": "111, 122",
    r"import\(|\bimport .* from\b|\bexport ": "modules do not load over file://",
    r"\bfetch\(|XMLHttpRequest": "fails over file://",
}
"""What a script of ours must not use → since when Chromium has it."""
FETCHES = {"search/client.js", "search/worker.js", "sw.js"}
"""These may fetch: over HTTP only."""
TOO_NEW_STYLE = {
    r":(is|where)\(": "88",
    r":not\([^()]*,": "a list in :not: 88",
    r":has\(": "105; Firefox 121",
    r"(?<![-\w])inset(-block|-inline)?(-start|-end)?\s*:": "87",
    r"(?<![-\w])(margin|padding)-(block|inline)\s*:": "87",
    r"(?<![-\w])aspect-ratio\s*:": "88",
    r"\b(color-mix|light-dark|oklch|oklab|lab|lch|hwb)\(": "111, 123",
    r"@(layer|container|property|scope|starting-style)\b": "99, 105",
    r"\d(dvh|svh|lvh|dvw|svw|lvw|cqw|cqh)\b": "108, 105",
    r"(?<![-\w])(translate|rotate|scale)\s*:": "apart from transform: 104",
    r"(?<![-\w])overflow(-[xy])?\s*:\s*clip": "90",
    r"(?<![-\w])text-decoration\s*:[^;}]*\d(px|em|rem)": "a thickness in the shorthand: 89",
    r"(?<![-\w])text-wrap(-style)?\s*:|field-sizing|interpolate-size|content-visibility\s*:\s*auto": "114",
    r"@media[^{]*[<>]": "ranges: 104",
    r"^\s*&|[{;]\s*&": "nesting: 112",
    r"(?<![-\w])animation-timeline|view-timeline|anchor-name|position-area": "115, 125",
}
"""What a style sheet of ours must not use → since when Chromium has it."""
COSMETIC = r"accent-color|text-underline-offset|scrollbar-gutter|text-decoration-thickness"
"""Newer than the floor too, but nothing is lost without them: not in the table."""


def without_comments(text: str) -> str:
    """Comments may name what the code must not use. Line breaks stay."""
    text = re.sub(r"/\*.*?\*/", lambda match: "\n" * match[0].count("\n"), text, flags=re.S)
    return re.sub(r"(?m)(^|\s)//.*$", "", text)


def too_new(table: dict[str, str], name: str, text: str) -> list[str]:
    """Where a file uses what is in a table."""
    return [
        f"{name}:{text.count(chr(10), 0, match.start()) + 1}: {match[0].strip()!r}: {since}"
        for pattern, since in table.items()
        for match in re.finditer(pattern, text, re.M)
    ]


def own_files(*endings: str) -> dict[str, str]:
    """Our scripts or style sheets, those of the pocket glossary included."""
    paths = [path for path in (DOCS / "assets").rglob("*") if path.suffix in endings]
    kind = "script" if ".js" in endings else "style"
    paths.append(ROOT / f"overrides/pocket/{kind}.html")
    return {
        path.relative_to(ROOT).as_posix(): without_comments(path.read_text(encoding="utf-8"))
        for path in sorted(paths)
    }


def test_our_scripts_use_nothing_too_new() -> None:
    files = own_files(".js")
    assert len(files) > 20
    found = []
    for name, text in files.items():
        fetching = any(name.endswith(allowed) for allowed in FETCHES)
        table = {p: s for p, s in TOO_NEW_SCRIPT.items() if not (fetching and "fetch" in p)}
        found += too_new(table, name, text)
    assert found == []


def test_our_style_sheets_use_nothing_too_new() -> None:
    files = own_files(".css")
    assert len(files) >= 4
    found = [line for name, text in files.items() for line in too_new(TOO_NEW_STYLE, name, text)]
    assert found == []


def test_material_uses_nothing_too_new(online: Site) -> None:
    """An upgrade of the theme may raise the floor: then this says so, and the README has to."""
    folder = online.folder / "assets"
    (bundle,) = folder.glob("javascripts/bundle.*.js")
    table = {p: s for p, s in TOO_NEW_SCRIPT.items() if "import" not in p and "fetch" not in p}
    assert too_new(table, bundle.name, bundle.read_text(encoding="utf-8")) == []
    sheets = sorted(folder.glob("stylesheets/*.css"))
    assert len(sheets) == 2
    for sheet in sheets:
        assert too_new(TOO_NEW_STYLE, sheet.name, without_comments(sheet.read_text("utf-8"))) == []


@pytest.mark.parametrize(
    ("table", "text", "count"),
    [
        (TOO_NEW_SCRIPT, "names.at(-1); Object.hasOwn(a, b);", 2),
        (TOO_NEW_SCRIPT, "run.at = 1; all.flat();", 0),
        (TOO_NEW_STYLE, "a:is(b, c) { inset: 0; height: 100dvh; }", 3),
        (TOO_NEW_STYLE, "a { box-shadow: 0 0 1px inset; transform: scale(2); margin: 0; }", 0),
        (TOO_NEW_STYLE, "a { text-decoration: underline dotted var(--x) 1.5px; }", 1),
        (TOO_NEW_STYLE, "a { text-decoration: underline; text-underline-offset: 2px; }", 0),
    ],
)
def test_the_tables_find_what_they_name(table: dict[str, str], text: str, count: int) -> None:
    assert len(too_new(table, "a", text)) == count
