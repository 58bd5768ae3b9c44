"""Opens every page of an unzipped offline copy in Firefox ESR, without a network. Arguments: the folder.

With `--chromium FILE` in that Chromium instead. Prints what went wrong, and how many pages were opened.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

from driven_browsers import Driven, open_chromium, open_firefox

EVERY = 100
"""Pages between two lines of progress."""


def crawl(browser: Driven, folder: Path) -> int:
    """The number of things that went wrong."""
    browser.allow(folder.as_uri() + "/")
    browser.wrong()
    paths = sorted(folder.rglob("*.html"))
    wrong = 0
    started = time.monotonic()
    for number, path in enumerate(paths, start=1):
        browser.open(path.as_uri())
        if not browser.run("return document.querySelector('h1').innerText"):
            wrong += 1
            print(f"{path}: no title")
        for line in browser.wrong():
            wrong += 1
            print(f"{path.relative_to(folder)}: {line}")
        if number % EVERY == 0:
            print(f"{number} of {len(paths)} pages, {time.monotonic() - started:.0f} s", flush=True)
    print(f"{browser.name}: {len(paths)} pages opened, {wrong} things wrong")
    return wrong


def main() -> None:
    """Exit code 1 where anything went wrong."""
    folder, *options = sys.argv[1:]
    if options[:1] == ["--chromium"]:
        opened = open_chromium(Path(options[1]))
        with opened as browser:
            wrong = crawl(browser, Path(folder).resolve())
    else:
        with open_firefox(Path(*options[:1] or ["/usr/bin/firefox-esr"])) as firefox:
            wrong = crawl(firefox, Path(folder).resolve())
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
