"""Look for pages that scroll sideways on the smallest phone, in both sizes of type.

python tests/narrow_check.py SITE     a built site; prints the pages that do
"""

from __future__ import annotations

import sys
from pathlib import Path

from browser_tools import open_browser
from site_tools import serve

WIDTH = 320
OPEN = "document.querySelectorAll('details').forEach(d => d.open = true)"
# What sticks out, unless it scrolls in a place of its own.
CULPRIT = """() => {
    const inPlace = e => e && e !== document.body
        && (/auto|scroll|hidden/.test(getComputedStyle(e).overflowX) || inPlace(e.parentElement));
    if (document.documentElement.scrollWidth <= innerWidth) return "";
    const found = [...document.querySelectorAll("body *")].find(
        e => e.getBoundingClientRect().right > innerWidth + 1 && !inPlace(e.parentElement)
            && e.getBoundingClientRect().left >= 0);
    return found ? found.outerHTML.slice(0, 140) : "?";
}"""


def main(site: str) -> int:
    """1 if any page scrolls."""
    folder = Path(site)
    paths = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.html"))
    wrong = 0
    with serve(folder) as base, open_browser() as browser:
        page = browser.new_page(viewport={"width": WIDTH, "height": 640}, reduced_motion="reduce")
        for path in paths:
            page.goto(base + path)
            page.evaluate(OPEN)
            for mode in ("normal", "large"):
                page.evaluate(
                    f"document.documentElement.classList.toggle('kb-large', {str(mode == 'large').lower()})"
                )
                if culprit := page.evaluate(CULPRIT):
                    wrong += 1
                    print(f"{path}\t{mode}\t{culprit}", flush=True)
    print(f"{len(paths)} pages in two sizes of type, {wrong} scroll")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
