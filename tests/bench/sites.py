"""The sites that are built: the same text as stock Material's pages and as this project's records.

Stock takes this project's own configuration (theme, features, Markdown extensions) without its
hooks, overrides and plugins, plus `navigation.prune`. Its pages lie in folders of 50, so that
pruning has something to prune: in one folder of 1,000 every page would carry 1,000 siblings.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import corpus
import yaml
from mkdocs.utils.yaml import get_yaml_loader, yaml_load

ROOT = Path(__file__).resolve().parents[2]
_MARKER = re.compile(r"<!-- kb:[a-z-]+ -->")
_TITLE = re.compile(r"^# (.+)$", re.M)
_RECORD = re.compile(r"\A---\n(?:.*\n)*?type:")
_FOLDER = 50
TODAY = "2026-01-01"


@dataclass(frozen=True, slots=True)
class Corpus:
    """What is written: its seed and its sizes."""

    seed: int
    pages: int
    terms: int

    def all_terms(self) -> Iterator[corpus.Term]:
        """The glossary."""
        for number in range(self.terms):
            yield corpus.write_term(
                self.seed, number, terms=self.terms, regulations=min(self.pages, 300)
            )

    def all_regulations(self) -> Iterator[corpus.Regulation]:
        """The pages."""
        for number in range(self.pages):
            yield corpus.write_regulation(self.seed, number, terms=self.terms)


def write_ours(target: Path, made: Corpus) -> None:
    """A copy of the project with synthetic content: `one.yml` for Chinese, `two.yml` for both."""
    shutil.rmtree(target, ignore_errors=True)
    for folder in ("hooks", "overrides", "docs/assets"):
        ignored = shutil.ignore_patterns("__pycache__", "*.egg-info")
        shutil.copytree(ROOT / folder, target / folder, ignore=ignored)
    shutil.copy(ROOT / "mkdocs.yml", target)
    write_records(target / "docs", made)
    for path, text in _index_pages():
        _write(target / "docs" / path, text)
    _write(target / "two.yml", "INHERIT: mkdocs.yml\nsite_dir: two\n")
    one: dict[str, Any] = {"INHERIT": "mkdocs.yml", "site_dir": "one", "plugins": _chinese_only()}
    _write(target / "one.yml", yaml.safe_dump(one, allow_unicode=True))


def write_records(docs: Path, made: Corpus) -> None:
    """The records of terms and regulations below a docs folder."""
    for term in made.all_terms():
        _write(docs / "terms" / f"{term.id}.md", _term_record(term))
    for regulation in made.all_regulations():
        _write(docs / "regulations" / f"{regulation.id}.md", _regulation_record(regulation))


def write_stock(target: Path, made: Corpus) -> None:
    """The same pages for stock Material, and a configuration for each rival."""
    shutil.rmtree(target, ignore_errors=True)
    titles = {corpus.regulation_id(i): corpus.regulation_title(i) for i in range(made.pages)}
    for docs in ("docs-one", "docs-two", "docs-i18n"):
        shutil.copytree(ROOT / "docs/assets", target / docs / "assets")
        for path, text in _index_pages():
            language = "en" if path.endswith(".en.md") else "zh"
            if language == "zh" or docs == "docs-i18n":
                _write(target / docs / path, _MARKER.sub("", text))
            elif docs == "docs-two":
                _write(target / docs / "en" / path.replace(".en.md", ".md"), text)
        for number, term in enumerate(made.all_terms()):
            path = f"terms/s{number // _FOLDER:02d}/{term.id}"
            _write(target / docs / f"{path}.md", _term_page(term, titles))
            if docs == "docs-two":
                _write(target / docs / "en" / f"{path}.md", _english_term_page(term, titles))
            elif docs == "docs-i18n":
                _write(target / docs / f"{path}.en.md", _english_term_page(term, titles))
        for number, regulation in enumerate(made.all_regulations()):
            path = f"regulations/s{number // _FOLDER:02d}/{regulation.id}.md"
            _write(target / docs / path, _regulation_page(regulation))
    search = {"search": {"lang": ["zh"]}}
    for name, docs, plugins, nav in (
        ("plain", "docs-one", [], None),
        ("short-nav", "docs-one", [], _project_config()["nav"]),
        ("search", "docs-one", [search], None),
        ("two", "docs-two", [], None),
        ("i18n", "docs-i18n", [_fallback()], None),
    ):
        config = _stock_config(docs, plugins) | {"site_dir": name} | ({"nav": nav} if nav else {})
        _write(target / f"{name}.yml", yaml.safe_dump(config, allow_unicode=True))


def _project_config() -> dict[str, Any]:
    with (ROOT / "mkdocs.yml").open(encoding="utf-8") as file:
        return yaml_load(file, get_yaml_loader())


def _chinese_only() -> list[Any]:
    """The project's plugins with the default language alone."""
    plugins = _project_config()["plugins"]
    for entry in plugins:
        if isinstance(entry, dict) and "i18n" in entry:
            languages = entry["i18n"]["languages"]
            entry["i18n"]["languages"] = [one for one in languages if one.get("default")]
    return plugins


def _fallback() -> dict[str, Any]:
    """static-i18n as it comes: where there is no translation, the Chinese page again."""
    languages = [
        {"locale": "zh", "name": "简体中文", "default": True, "build": True},
        {"locale": "en", "name": "English", "build": True},
    ]
    return {
        "i18n": {
            "docs_structure": "suffix",
            "fallback_to_default": True,
            "reconfigure_search": False,
            "languages": languages,
        }
    }


def _stock_config(docs: str, plugins: list[Any]) -> dict[str, Any]:
    project = _project_config()
    theme = {key: value for key, value in project["theme"].items() if key != "custom_dir"}
    theme["features"] = [*theme.get("features", ()), "navigation.prune"]
    kept = (
        "site_name",
        "site_description",
        "copyright",
        "use_directory_urls",
        "extra_css",
        "extra",
    )
    return {key: project[key] for key in kept if key in project} | {
        "site_url": "https://example.org/",
        "docs_dir": docs,
        "theme": theme,
        "plugins": plugins,
        "markdown_extensions": project["markdown_extensions"],
        "validation": {"nav": {"omitted_files": "ignore"}},
    }


def _index_pages() -> Iterator[tuple[str, str]]:
    """The project's generated lists, and the pages its navigation names; without their text."""
    named = set(_paths(_project_config()["nav"]))
    for path in sorted((ROOT / "docs").rglob("*.md")):
        text = path.read_text(encoding="utf-8")
        name = path.relative_to(ROOT / "docs").as_posix()
        markers = _MARKER.findall(text)
        if _RECORD.match(text) or not (markers or name.replace(".en.md", ".md") in named):
            continue
        if "<!-- kb:lineage -->" in markers:  # of one real regulation, with its table beside it
            continue
        title = _TITLE.search(text)
        yield name, "\n\n".join([f"# {title[1] if title else name}", *markers]) + "\n"


def _paths(nav: Any) -> Iterator[str]:
    if isinstance(nav, str):
        yield nav
    elif nav:
        for entry in nav.values() if isinstance(nav, dict) else nav:
            yield from _paths(entry)


def _term_record(term: corpus.Term) -> str:
    fields: dict[str, Any] = {
        "type": "term",
        "id": term.id,
        "term": term.name,
        "aliases": [term.alias] if term.alias else [],
        "kind": "numbered" if term.members else "institution",
        "category": "organisation",
        "definition": term.definition,
        "english": {
            "term": term.english,
            "definition": term.english_definition,
            "official": False,
        },
        "sources": [
            {"regulation": term.source[0], "article": term.source[1], "level": "unverified"}
        ],
        "status": "current",
        "verified": "unverified",
        "verified_on": TODAY,
    }
    if term.members:
        fields["counts"] = str(len(term.members))
        fields["members"] = [{"wording": wording} for wording in term.members]
    return _front_matter(fields) + term.body


def _regulation_record(regulation: corpus.Regulation) -> str:
    revision = {"date": TODAY, "label": "初版", "articles": regulation.articles, "chapters": 6}
    fields = {
        "type": "regulation",
        "id": regulation.id,
        "title": regulation.title,
        "rank": regulation.rank,
        "revisions": [revision | {"level": "unverified"}],
        "status": "current",
        "summary": regulation.summary,
        "verified": "unverified",
        "verified_on": TODAY,
    }
    return _front_matter(fields) + regulation.body


def _front_matter(fields: dict[str, Any]) -> str:
    """JSON values are YAML values; dates must stay bare."""
    lines = [f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in fields.items()]
    return "---\n" + "\n".join(lines).replace(f'"{TODAY}"', TODAY) + "\n---\n"


def _term_page(term: corpus.Term, titles: dict[str, str]) -> str:
    """What overrides/records/term.html says, written by hand."""
    parts = [f"# {term.name}", term.definition, term.english]
    if term.members:
        parts += ["## 成员", _numbered(term.members)]
    parts += ["## 出处", f"- 《{titles[term.source[0]]}》{term.source[1]}", term.body]
    return "\n\n".join(parts)


def _english_term_page(term: corpus.Term, titles: dict[str, str]) -> str:
    parts = [f"# {term.english}", term.name, term.english_definition]
    if term.members:
        parts += ["## Members", _numbered(term.members)]
    parts += ["## Sources", f"- 《{titles[term.source[0]]}》{term.source[1]}"]
    return "\n\n".join(parts) + "\n"


def _numbered(members: tuple[str, ...]) -> str:
    return "\n".join(f"{place}. {wording}" for place, wording in enumerate(members, start=1))


def _regulation_page(regulation: corpus.Regulation) -> str:
    """What overrides/records/regulation.html says, written by hand."""
    table = (
        "| 版本 | 通过或修订 | 发布 | 施行 | 规模 | 核对 |\n|---|---|---|---|---|---|\n"
        f"| 初版 | {TODAY} | — | — | 6章、{regulation.articles}条 | |"
    )
    return "\n\n".join(
        [f"# {regulation.title}", regulation.summary, "## 版本", table, regulation.body]
    )


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")
