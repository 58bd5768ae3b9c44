"""The site with imported texts. The repository has none: these are invented."""

from __future__ import annotations

import re
from pathlib import Path

from helpers import record_text
from site_tools import Site, copy_project, finish, run_mkdocs

REGULATION = "jilv-chufen-tiaoli"
TEXTS = {
    "2018-10-01": "## 第一章 果园\n\n### 第五十二条\n\n苹果洗净，放进篮子。\n\n### 第五十三条\n\n梨子，装箱。\n",
    "2023-12-08": "## 第一章 果园\n\n### 第五十五条\n\n新种的桃树要浇水。\n\n### 第五十九条\n\n苹果洗净，放进仓库。\n\n### 第六十条\n\n梨子装箱\n",
}
OLD = f"regulations/texts/{REGULATION}@2018-10-01/"
COMPARE = f"regulations/compare/{REGULATION}-2018-2023/"


def build_with_texts(folder: Path) -> Site:
    """The real site and two texts of one regulation; any warning fails."""
    project = copy_project(folder / "project")
    for day, body in TEXTS.items():
        data = {
            "type": "text",
            "id": f"{REGULATION}@{day}",
            "regulation": REGULATION,
            "revision": day,
            "title": "中国共产党纪律处分条例",
        }
        path = project / "docs/regulations/texts" / f"{REGULATION}@{day}.md"
        path.parent.mkdir(exist_ok=True)
        head = record_text(data, f"\n{body}").replace(f"'{day}'", day)
        path.write_text(head, encoding="utf-8", newline="\n")
    index = project / "docs/guides/index.md"
    cited = "\n\n旧材料引的是《中国共产党纪律处分条例（2018年修订）》第五十二条。\n"
    index.write_text(index.read_text(encoding="utf-8") + cited, encoding="utf-8")
    code, output = finish(
        run_mkdocs("build", "--strict", "--site-dir", str(folder / "site"), cwd=project)
    )
    assert code == 0, output[-3000:]
    assert not re.search(r"^(WARNING|ERROR)", output, re.M), output[-3000:]
    return Site(project, folder / "site", index="")
