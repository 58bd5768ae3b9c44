"""Print what axe-core finds: kind of page × language × mode × scheme × width.

    python tests/axe_table.py [WORD [SITE]]     only kinds whose name has the word

Without SITE the site with imported texts is built in a temporary folder; AXE may name axe.min.js.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from axe_tools import axe_source, cases, violations
from browser_tools import open_browser
from site_tools import serve
from text_site import build_with_texts


def main(word: str = "", built: str = "") -> int:
    """1 if anything was found, 2 if axe-core is not there."""
    source = axe_source()
    if source is None:
        print("找不到 axe-core。修改：先运行 make test，或者用 AXE 指明 axe.min.js。")
        return 2
    total = count = 0
    with tempfile.TemporaryDirectory() as folder:
        site = Path(built) if built else build_with_texts(Path(folder)).folder
        with serve(site) as base, open_browser() as browser:
            for case in cases():
                if word not in case.kind.name:
                    continue
                found = violations(browser, base, case, source)
                print(f"{len(found)}\t{case}", flush=True)
                for line in found:
                    print(f"\t\t{line}", flush=True)
                total += len(found)
                count += 1
    print(f"{count} pages, {total} violations")
    return 1 if total else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:3]))
