"""MkDocs events, in firing order; the only file that imports mkdocs.

Each event hands plain data to `kb` and puts back what it returns. static-i18n builds the second
language inside its own `on_post_build`, on this same module: everything below then runs again with
`current_language` changed, so all state is one `Build` a language, made anew in `on_files`.
"""

from __future__ import annotations

import datetime as dt
import gc
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from jinja2 import pass_context
from kb import app as kb_app
from kb import build as kb_build
from kb.anchors import ProvisionIds, slugify
from kb.edition import Edition, find_edition
from kb.history.feed import build_feed, feed_path
from kb.index import PageInfo
from kb.inline import PlainTextFirst
from kb.load import KnowledgeBase, load_knowledge_base
from kb.match import Language
from kb.model import Term
from kb.problem import Problem, Severity
from kb.release import MANIFEST, RELEASE, describe, manifest, release_id, versioned
from kb.render import Once, without_layout
from kb.urls import Urls
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import BuildError
from mkdocs.plugins import CombinedEvent, event_priority, get_plugin_logger
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import AnchorLink, TableOfContents

log = get_plugin_logger("kb")

DEFAULT_LANGUAGE: Language = "zh"


class Site:
    """What lives for one run of MkDocs: the records, and the build of each language so far."""

    def __init__(self) -> None:
        self.knowledge = KnowledgeBase()
        self.load_problems: tuple[Problem, ...] = ()
        self.builds: dict[Language, kb_build.Build] = {}
        self.current: kb_build.Build
        self.edition: Edition
        self.release = ""
        """What the build is published as; empty for the offline copy, which is not served."""
        self.served = False
        """By `mkdocs serve`: a service worker would keep what an editor is changing."""
        self.names: dict[Language, tuple[str, str]] = {}
        """Each language's name and description of the site."""
        self.missing: dict[Language, str] = {}
        """Each language's page for what is not there."""
        self.provision_ids = ProvisionIds()
        self.extensions = (self.provision_ids, PlainTextFirst())


site = Site()


def on_startup(*, command: str, dirty: bool) -> None:
    """Refuse --dirty: most pages would be left without their cross-references."""
    if dirty:
        raise BuildError("不支持 --dirty：交叉引用需要所有页面。修改：去掉 --dirty 重新构建。")
    site.served = command == "serve"
    # Little of what a build makes is garbage before its end: look for it seldom.
    gc.set_threshold(20_000, 20, 100)


@event_priority(-150)  # after static-i18n (-100) has set the language
def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Read the records once a run, and give headings lasting ids."""
    if _language(config) == DEFAULT_LANGUAGE:
        site.builds.clear()
        docs = Path(config.docs_dir)
        site.knowledge, site.load_problems = load_knowledge_base(docs)
        site.edition = find_edition(docs, _overrides(config), _today())
        offline = config.extra.get("offline")
        site.release = "" if offline else release_id(site.edition, docs.parent, config.site_url)
        if any(problem.severity == Severity.FATAL for problem in site.load_problems):
            _report(site.load_problems)  # MkDocs would stop at the first such file
    # The list of contents is made in on_page_context: Markdown need not make one of its own.
    config.mdx_configs["toc"] = {"slugify": slugify, "marker": "", "toc_depth": 1}
    for extension in site.extensions:
        if extension not in config.markdown_extensions:
            config.markdown_extensions.append(extension)  # type: ignore[arg-type]
    return config


@event_priority(-150)  # after static-i18n has chosen each language's files
def on_files(files: Files, *, config: MkDocsConfig) -> Files:
    """Send untranslated pages to their originals, and start this language's build."""
    language = _language(config)
    if language != DEFAULT_LANGUAGE:
        for file in files.documentation_pages():
            if not _is_translated(file, language):
                _lead_to(file, file.url.removeprefix(f"{language}/") or "./")
    _hide_shown_texts(files)
    if config.extra.get("offline"):
        for file in [file for file in files if file.src_uri.startswith("assets/app/")]:
            files.remove(file)  # nothing to install, no service worker
    pages = {_norm_path(file): file.url for file in files if file.src_uri.endswith(".md")}
    for path, markdown in kb_build.extra_pages(site.knowledge).items():
        file = File.generated(config, path, content=markdown)
        pages[path] = file.url  # in Chinese only
        if language == DEFAULT_LANGUAGE:
            files.append(file)
    urls = Urls(pages)
    site.current = kb_build.Build(
        language, site.knowledge, urls, _overrides(config), site.edition.date, site.release
    )
    site.builds[language] = site.current
    return files


def on_page_read_source(*, page: Page, config: MkDocsConfig) -> str | None:
    """Records have been read: MkDocs need not parse their front matter again."""
    loaded = site.knowledge.by_path.get(page.file.src_uri)
    return loaded.body.lstrip("\n") if loaded else None


def on_page_markdown(markdown: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Title a record's page from the record; the theme must not read its other fields."""
    record = site.current.record_at(page.file.src_uri)
    regulations = ("regulation", "text")
    site.provision_ids.on_regulation = record is not None and record.TYPE in regulations
    if record is None:
        return markdown
    language = site.current.language
    description = getattr(record, "definition", None) or getattr(record, "summary", None)
    page.meta = {"title": kb_build.title_of(record, language), "description": description}
    if isinstance(record, Term) and language == "en":
        page.meta["description"] = record.english.definition
        return f"## Notes\n\n{record.english.body}" if record.english.body else ""
    return site.current.compose(page.file.src_uri, markdown)


def on_page_content(html: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Link the page's terms and citations."""
    info = _info(page)
    if info.record_id:
        page.markdown = ""  # rendered: let it go; the title of other pages is read from it
    return site.current.link(info, html, page.file.content_string)


def on_env(env: Any, *, config: MkDocsConfig, files: Files) -> Any:
    """All pages are linked: report every problem, and stop before anything is written."""
    problems = site.current.problems()
    if site.current.language == DEFAULT_LANGUAGE:
        problems = tuple(sorted({*site.load_problems, *problems}))
    _report(problems)
    env.globals["edition"] = site.edition
    env.globals["language"] = site.current.language
    env.globals["t"] = site.current.renderer.choose
    env.globals["once"] = Once()
    env.globals["installable"] = bool(site.release) and not site.served
    site.names[site.current.language] = (config.site_name, config.site_description or "")
    env.filters["url"] = _with_release(env.filters["url"], site.current.version)
    return env


def on_page_context(
    context: dict[str, Any], *, page: Page, config: MkDocsConfig, nav: Any
) -> dict[str, Any]:
    """Add what needs all pages: generated lists, backlinks, concordances."""
    page.content = site.current.complete(_info(page), page.content or "")
    page.toc = _toc(kb_build.headings(page.content))
    context["other_language"] = _other_language(page, config)
    context["kb_place"] = page.url if page in nav.pages else ""
    return context


def on_post_page(output: str, *, page: Page, config: MkDocsConfig) -> str:
    """Tidy a page and let it go: with its concordance it is far larger than its source."""
    page.content, page.toc = None, TableOfContents([])
    return without_layout(output)


def on_post_template(output: str, *, template_name: str, config: MkDocsConfig) -> str:
    """404.html is built by each language at the same place: the English one goes elsewhere.

    Offline nobody serves it, and nobody reads a sitemap.
    """
    if config.extra.get("offline"):
        return ""
    if template_name == "404.html" and site.current.language != DEFAULT_LANGUAGE:
        site.missing[site.current.language] = output
        return ""
    return output


def _write_data(*, config: MkDocsConfig) -> None:
    """Write the data files; those of all languages again after each language."""
    edition = ("data/edition.js", (site.edition.script(),))
    files = (*site.current.data_files(), *kb_build.site_data(site.builds), edition, *_feeds(config))
    for path, pieces in files:
        target = Path(config.site_dir, path)
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("w", encoding="utf-8", newline="\n") as file:
            file.writelines(pieces)


def _feeds(config: MkDocsConfig) -> Iterable[kb_build.DataFile]:
    """The feed of this language; nobody subscribes to an offline copy."""
    if not config.extra.get("offline"):
        language = site.current.language
        feed = build_feed(site.current, config.site_name, config.site_url)
        if feed:
            yield feed_path(language), (feed,)


@event_priority(-200)  # after static-i18n (-100) has built the other language and is done
def _write_release(*, config: MkDocsConfig) -> None:
    """Both languages are written: what belongs to the whole, last of all the list of all files."""
    plugin: Any = config.plugins["i18n"]
    if plugin.building or not site.release:
        return
    folder = Path(config.site_dir)
    for language, page in site.missing.items():
        Path(folder, language, "404.html").write_text(page, encoding="utf-8", newline="\n")
    for name, content in kb_app.files(folder, site.release, site.names):
        Path(folder, name).write_bytes(content)
    Path(folder, RELEASE).write_text(describe(site.edition, site.release), encoding="utf-8")
    with Path(folder, MANIFEST).open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(manifest(folder))


on_post_build = CombinedEvent(_write_data, _write_release)


def _report(problems: Iterable[Problem]) -> None:
    """Log every problem; raise if one of them is an error."""
    errors = 0
    for problem in problems:
        if problem.severity >= Severity.ERROR:
            errors += 1
            log.error("%s", problem)
        elif problem.severity == Severity.WARNING:
            log.warning("%s", problem)
    if errors:
        raise BuildError(f"内容有{errors}处错误，见上面各行；改正后重新构建。")


def _with_release(url: Any, version: str) -> Any:
    """The theme's `url` filter; scripts and styles, Material's too, carry the release."""

    @pass_context
    def of_release(context: Any, path: str) -> str:
        return versioned(url(context, path), version)

    return of_release


def _language(config: MkDocsConfig) -> Language:
    plugin: Any = config.plugins["i18n"]
    return plugin.current_language or DEFAULT_LANGUAGE


def _overrides(config: MkDocsConfig) -> Path:
    return Path(config.theme.custom_dir)  # type: ignore[attr-defined]


def _today() -> dt.date:
    """The build date; SOURCE_DATE_EPOCH makes builds repeatable."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    return dt.datetime.fromtimestamp(int(epoch), dt.UTC).date() if epoch else dt.date.today()


def _norm_path(file: File) -> str:
    """The source path without a language suffix."""
    return getattr(file, "norm_src_uri", file.src_uri)


def _is_translated(file: File, language: Language) -> bool:
    """Whether a page exists in a language: by a file of its own, or from its record."""
    if getattr(file, "localization", None) == language:
        return True
    loaded = site.knowledge.by_path.get(file.src_uri)
    return loaded is not None and isinstance(loaded.record, Term)


def _hide_shown_texts(files: Files) -> None:
    """An official text that its regulation's page shows has no page of its own."""
    by_path = {_norm_path(file): file for file in files}
    for text in site.knowledge.texts.values():
        file = by_path.get(site.knowledge.path_of(text))
        shown_on = by_path.get(site.knowledge.shown_on(text) or "")
        if file and shown_on:
            _lead_to(file, shown_on.url)


def _lead_to(file: File, url: str) -> None:
    """Make links to a page lead to the one that stands for it, and build nothing for it.

    Removing the file instead would leave dead links behind (docs/about/architecture.md).
    """
    file.url = url
    file.is_documentation_page = lambda: False  # type: ignore[method-assign]
    file.copy_file = lambda dirty=False: None  # type: ignore[method-assign]


def _toc(headings: Iterable[kb_build.Heading]) -> TableOfContents:
    """The contents list of a page, records' heads and generated parts included."""
    items: list[AnchorLink] = []
    for heading in headings:
        link = AnchorLink(heading.title, heading.id, heading.level)
        (items[-1].children if heading.level > 2 and items else items).append(link)
    return TableOfContents(items)


def _info(page: Page) -> PageInfo:
    record = site.current.record_at(page.file.src_uri)
    return PageInfo(
        url=page.url,
        path=page.file.src_uri,
        title=str(page.title),
        kind=kb_build.kind_of(record),
        record_id=record.id if record else None,
    )


def _other_language(page: Page, config: MkDocsConfig) -> str:
    """URL of the page in the other language, or of that language's home page."""
    other: Language = "en" if site.current.language == "zh" else "zh"
    translated = getattr(page.file, "alternates", {}).get(other)
    if translated and _exists(translated, other):
        return translated.url
    return ("en/" if other == "en" else "") + ("" if config.use_directory_urls else "index.html")


def _exists(file: File, language: Language) -> bool:
    return language == DEFAULT_LANGUAGE or _is_translated(file, language)
