"""Building: what a mistake does, and that a second build in one process is like the first."""

from __future__ import annotations

import filecmp
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from helpers import DAY, ROOT, record_text, regulation_data, term_data
from kb.importer.regulation import ImportedText, import_regulation
from site_tools import Site, build_environment, copy_project, finish, run_mkdocs

HERE = Path(__file__).parent


def build(project: Path, *options: str) -> tuple[int, str]:
    """Exit code and output of a build of a copy."""
    return finish(run_mkdocs("build", "--site-dir", str(project / "site"), *options, cwd=project))


def line_of(path: Path, part: str) -> int:
    lines = path.read_text(encoding="utf-8").split("\n")
    return next(n for n, line in enumerate(lines, 1) if part in line)


def edit(path: Path, change: Callable[[str], str]) -> None:
    """Change a file; nothing to change is a mistake of the test."""
    before = path.read_text(encoding="utf-8")
    after = change(before)
    assert after != before
    path.write_text(after, encoding="utf-8", newline="\n")


def reported(output: str, path: str) -> dict[int, str]:
    """Line → messages about a file that a build printed; each has a fix."""
    found: dict[int, str] = {}
    for line, message in re.findall(rf"^ERROR .*?{re.escape(path)}:(\d+): (.*)$", output, re.M):
        assert " 修改：" in message
        found[int(line)] = found.get(int(line), "") + message
    return found


# Mistakes


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, int, str]:
    """A copy with a wrong count, an unknown article (in a text, in a source), a duplicate alias."""
    project = copy_project(tmp_path_factory.mktemp("planted"))
    docs = project / "docs"
    edit(docs / "terms/san-hui-yi-ke.md", lambda text: text.replace("counts: 3+1", "counts: 3+2"))
    edit(docs / "guides/index.md", lambda text: text + "\n\n见《中国共产党章程》第五十六条。\n")
    source = (
        "sources:\n  - regulation: zhibu-gongzuo-tiaoli\n    article: 第三十八条\n    level: text\n"
    )
    edit(
        docs / "terms/dang-fei.md",
        lambda text: re.sub(r"^sources:\n(  .*\n)*", source, text, flags=re.M),
    )
    edit(
        docs / "terms/si-feng.md",
        lambda text: re.sub(r"^aliases: .*\n", "", text, flags=re.M).replace(
            "term: 四风\n", "term: 四风\naliases: [党课]\n"
        ),
    )
    code, output = build(project)
    return project, code, output


def test_mistakes_fail_the_build(planted: tuple[Path, int, str]) -> None:
    project, code, output = planted
    assert code != 0
    assert "Traceback" not in output
    assert not (project / "site" / "index.html").exists()  # nothing is written
    assert re.search(r"内容有\d+处错误", output)


def test_every_mistake_is_shown(planted: tuple[Path, int, str]) -> None:
    project, _, output = planted
    docs = project / "docs"
    for path, part, expected in (
        ("guides/index.md", "第五十六条", "《中国共产党章程》没有第五十六条"),
        ("terms/dang-fei.md", "article: 第三十八条", "没有第三十八条"),
        ("terms/si-feng.md", "aliases: [党课]", "“党课”已被 terms/dang-ke.md:"),
        ("terms/dang-ke.md", "term: 党课", "“党课”已被 terms/si-feng.md:"),
    ):
        line = line_of(docs / path, part)
        assert expected in reported(output, path)[line]
    (count,) = reported(output, "terms/san-hui-yi-ke.md").values()
    assert "counts 写的是 3+2（共5项），members 有4项" in count


def test_a_wrong_source_is_shown_once(planted: tuple[Path, int, str]) -> None:
    _, _, output = planted
    assert len(re.findall(r"ERROR .*没有第三十八条", output)) == 1


def test_a_mistake_makes_no_others(planted: tuple[Path, int, str]) -> None:
    _, _, output = planted
    assert "引用的词条“san-hui-yi-ke”不存在" not in output


MISTAKES: dict[str, bytes | str] = {
    "terms/x-yaml.md": "---\ntype: term\nid: a: b\n---\n",
    "terms/x-schema.md": record_text(term_data("x-schema", "某种提法", kind="nothing")),
    "terms/x-related.md": record_text(term_data("x-related", "另一种提法", related=["nothing"])),
    "guides/x-nothing.md": "没有字段\n",
    "about/x-marker.md": "甲\n\n<!-- kb:nothing -->\n",
    "about/x-cite.md": "甲\n\n乙《中国共产党章程》第九百条\n",
}


def test_mistakes_of_every_kind_are_shown_at_once(tmp_path: Path) -> None:
    project = copy_project(tmp_path)
    for name, text in MISTAKES.items():
        (project / "docs" / name).write_bytes(text if isinstance(text, bytes) else text.encode())
    code, output = build(project)
    assert code != 0
    assert "Traceback" not in output
    for name in MISTAKES:
        assert reported(output, name), f"{name}\n{output}"
    assert list(reported(output, "about/x-marker.md")) == [3]
    assert list(reported(output, "about/x-cite.md")) == [3]


def test_a_file_in_another_encoding_is_shown_with_the_others(tmp_path: Path) -> None:
    project = copy_project(tmp_path)
    (project / "docs/terms/x-bytes.md").write_bytes(
        "---\ntype: term\nterm: 三会\n---\n".encode("gb18030")
    )
    (project / "docs/guides/x-nothing.md").write_text("没有字段\n", encoding="utf-8")
    _, output = build(project)
    assert reported(output, "terms/x-bytes.md")
    assert reported(output, "guides/x-nothing.md")


def test_a_superseded_regulation_is_a_warning(tmp_path: Path) -> None:
    """It passes a plain build and fails a strict one."""
    project = copy_project(tmp_path)
    old = regulation_data(
        "x-old", "某某旧条例", articles=9, status="superseded", superseded_by="dangzhang"
    )
    (project / "docs/regulations/x-old.md").write_text(record_text(old), encoding="utf-8")
    edit(project / "docs/guides/index.md", lambda text: text + "\n\n见《某某旧条例》第五条。\n")
    code, output = build(project, "--strict")
    assert code != 0
    assert "ERROR" not in output
    line = line_of(project / "docs/guides/index.md", "某某旧条例")
    assert f"guides/index.md:{line}: 引用“《某某旧条例》第五条”：《某某旧条例》已被取代。" in output
    assert "改引《中国共产党章程》" in output


TEXT = """某某读书会工作条例
（2014年5月8日会议通过　2020年3月1日会议修订）
第一章　总则
第一条　为了办好“三会一课”，制定本条例。
第二条　按照本条例第一条和《中国共产党章程》第九百条办理。
"""


def test_imported_texts_build_strictly(tmp_path: Path) -> None:
    """The newest stands on its regulation's page, the older one on its own, in one language."""
    project = copy_project(tmp_path)
    old = TEXT.replace("　2020年3月1日会议修订", "").replace("“三会一课”", "“三会一课”等")
    for name, text in (("new.txt", TEXT), ("old.txt", old)):
        (tmp_path / name).write_text(text, encoding="utf-8")
        imported = import_regulation(tmp_path / name, project / "docs", imported_on=DAY)
        assert isinstance(imported, ImportedText), imported
    name = imported.target.stem.partition("@")[0]
    code, output = build(project, "--strict")
    assert code == 0, output
    folder = project / "site" / "regulations"
    page = (folder / name / "index.html").read_text("utf-8")
    assert page.count('class="kb-official"') == 2
    assert page.count("kb-label") == 2
    assert 'id="art-1-p1"' in page
    assert f"texts/{name}%402014-05-08/" in page
    assert [path.name for path in (folder / "texts").iterdir()] == [f"{name}@2014-05-08"]
    own = (folder / "texts" / f"{name}@2014-05-08" / "index.html").read_text("utf-8")
    assert f'data-cite="{name}@2014/art-1"' in own
    assert not list((project / "site" / "en").rglob("texts"))


def test_dirty_builds_are_refused() -> None:
    code, output = finish(run_mkdocs("build", "--dirty", "--site-dir", os.devnull, cwd=ROOT))
    assert code != 0
    assert "不支持 --dirty" in output
    assert "修改：" in output


# Builds in one process


def differences(here: Path, there: Path) -> list[str]:
    """Paths below two folders that are not the same, byte for byte."""

    def names(folder: Path) -> set[str]:
        return {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()}

    common = sorted(names(here) & names(there))
    _, different, errors = filecmp.cmpfiles(here, there, common, shallow=False)
    return sorted({*different, *errors, *(names(here) ^ names(there))})


@pytest.fixture(scope="module")
def rebuilt(tmp_path_factory: pytest.TempPathFactory, online: Site) -> Path:
    """The folders that build_twice.py makes, and what it printed."""
    folder = tmp_path_factory.mktemp("rebuilt")
    project = copy_project(folder / "project", original=online.project)
    done = subprocess.run(
        [sys.executable, str(HERE / "build_twice.py"), str(project), str(folder)],
        env=build_environment(),
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr[-4000:]
    assert done.stdout.count("failed as it should") == 2, done.stdout
    (folder / "output.txt").write_text(done.stdout, encoding="utf-8")
    return folder


def test_no_page_is_rendered_twice(rebuilt: Path, online: Site) -> None:
    """In two languages: a page for each HTML file but the two 404.html."""
    output = (rebuilt / "output.txt").read_text(encoding="utf-8")
    pages = len(online.pages) - 2
    assert f'renderings: {{"1": {pages}}} {pages}\n' in output


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("b", id="a configuration read again"),
        pytest.param("c", id="the same configuration"),
        pytest.param("d", id="after a build that failed"),
    ],
)
def test_a_rebuild_is_like_the_first_build(rebuilt: Path, name: str) -> None:
    assert differences(rebuilt / "a", rebuilt / name) == []


def test_a_build_in_another_process_is_the_same(rebuilt: Path, online: Site) -> None:
    """Nothing depends on the order of a set or a folder."""
    assert differences(rebuilt / "a", online.folder) == []


# Configuration


def test_the_makefile_builds_strictly() -> None:
    makefile = (HERE.parent / "Makefile").read_text(encoding="utf-8")
    builds = re.findall(r"mkdocs build.*", makefile)
    assert len(builds) == 2
    for command in builds:
        assert "--strict" in command
        assert "--quiet" not in command


def test_the_offline_build_differs_only_where_it_must() -> None:
    """Everything else is inherited, so that the two cannot drift apart."""
    text = (HERE.parent / "mkdocs.offline.yml").read_text(encoding="utf-8")
    changes = yaml.safe_load(text)
    assert changes.pop("INHERIT") == "mkdocs.yml"
    assert changes["use_directory_urls"] is False
    assert set(changes) <= {"site_dir", "site_url", "use_directory_urls", "extra"}
