"""Reading the records of `docs/` and checking them against each other."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, cast

import yaml
from pydantic import ValidationError

from . import lineage, model
from .address import NUMERAL, Address, number, number_or_zero, parse_provision
from .history import ledger
from .problem import Problem, Severity
from .schema import schemas_in
from .text import fold

try:
    from yaml import CSafeLoader as SafeLoader
except ImportError:  # libyaml is missing: slower, same result
    from yaml import SafeLoader  # type: ignore[assignment]

FRONT_MATTER = re.compile(r"\A---[ \t]*\n(.*?)^---[ \t]*(?:\n|\Z)", re.S | re.M)
_TYPE_LINE = re.compile(r"^type:", re.M)


@dataclass(frozen=True, slots=True)
class Loaded:
    """A record and the file it came from."""

    record: model.AnyRecord
    path: str
    """Relative to the docs folder, with forward slashes."""
    lines: Mapping[tuple[str | int, ...], int]
    """The 1-based line of each front matter field, by its path: `("members", 0, "wording")`."""
    body: str
    """The Markdown after the front matter."""
    body_line: int
    """The 1-based line the body starts at."""

    def line(self, *where: str | int) -> int:
        """The line of a field, or of the nearest field around it."""
        for length in range(len(where), 0, -1):
            if where[:length] in self.lines:
                return self.lines[where[:length]]
        return 1


@dataclass(frozen=True, slots=True)
class KnowledgeBase:
    """All records, by kind and id. Immutable once loaded."""

    terms: Mapping[str, model.Term] = field(default_factory=dict)
    regulations: Mapping[str, model.Regulation] = field(default_factory=dict)
    lists: Mapping[str, model.ProhibitionList] = field(default_factory=dict)
    forms: Mapping[str, model.FourFormsPage] = field(default_factory=dict)
    reports: Mapping[str, model.Report] = field(default_factory=dict)
    genres: Mapping[str, model.Genre] = field(default_factory=dict)
    guides: Mapping[str, model.Guide] = field(default_factory=dict)
    texts: Mapping[str, model.OfficialText] = field(default_factory=dict)
    by_path: Mapping[str, Loaded] = field(default_factory=dict)
    """Every record by its path below the docs folder."""
    plain: Mapping[str, str] = field(default_factory=dict)
    """The text of the Chinese pages that are no records, by path."""
    broken: frozenset[str] = frozenset()
    """Paths of files whose record could not be read: what names them is not to blame."""
    digests: Mapping[str, Mapping[Address, int]] = field(default_factory=dict)
    """By regulation: the provisions its page has a digest of, and the line of each heading."""
    divisions: Mapping[str, frozenset[Address]] = field(default_factory=dict)
    """By regulation: the 编, 章 and 节 its page has headings for."""
    lineages: Mapping[str, lineage.Lineage] = field(default_factory=dict)
    """By regulation: which article came from which of an older revision."""
    editions: tuple[ledger.Cut, ...] = ()
    """What earlier editions held, the oldest first."""

    @property
    def shown(self) -> dict[str, set[Address]]:
        """By regulation, or `REG@YEAR` for a text on its own page: what is there for certain."""
        shown = {
            regulation: set(found) | self.divisions.get(regulation, frozenset())
            for regulation, found in self.digests.items()
        }
        for text in self.texts.values():
            item = self.by_path[self.path_of(text)]
            year = "" if self.shown_on(text) else f"@{text.revision.year}"
            page = shown.setdefault(text.regulation + year, set())
            page.update(find_digests(item), find_divisions(item))
        return shown

    def path_of(self, record: model.AnyRecord) -> str:
        """The path of a record's file below the docs folder."""
        return f"{record.FOLDER}/{record.id}.md"

    def text_of(
        self, regulation: model.Regulation, revision: model.Revision | None = None
    ) -> model.OfficialText | None:
        """The imported text of a revision (without one: the newest); None where there is none."""
        revision = revision or regulation.current
        return self.texts.get(model.text_id(regulation.id, revision.date)) if revision else None

    def shown_on(self, text: model.OfficialText) -> str | None:
        """The path of the regulation page that shows a text; None where it has its own page."""
        regulation = self.regulations.get(text.regulation)
        shown = regulation is not None and self.text_of(regulation) == text
        return self.path_of(regulation) if regulation and shown else None


def load_knowledge_base(docs: Path) -> tuple[KnowledgeBase, tuple[Problem, ...]]:
    """Read every record below `docs`; all problems of all files are returned, sorted."""
    problems: list[Problem] = []
    loaded: list[Loaded] = []
    plain: dict[str, str] = {}
    for path in sorted(docs.rglob("*.md")):
        name = path.relative_to(docs).as_posix()
        try:
            text = path.read_text(encoding="utf-8-sig")
        except UnicodeDecodeError as error:
            problems.append(
                Problem(
                    name,
                    1,
                    f"文件不是 UTF-8 编码（第{error.start}字节）。",
                    "另存为 UTF-8 编码。",
                    Severity.FATAL,
                )
            )
            continue
        record, found = parse_record(name, text)
        problems.extend(found)
        if record:
            loaded.append(record)
        elif not found and not name.endswith(".en.md"):
            plain[name] = text
    knowledge = replace(_collect(loaded, problems), plain=plain)
    knowledge = replace(knowledge, lineages=_load_lineages(docs, knowledge, problems))
    editions, wrong = ledger.read_ledger(docs)
    problems.extend(wrong)
    knowledge = replace(knowledge, broken=frozenset(p.path for p in problems), editions=editions)
    problems.extend(check(knowledge))
    return knowledge, tuple(sorted(set(problems)))


def _load_lineages(
    docs: Path, knowledge: KnowledgeBase, problems: list[Problem]
) -> dict[str, lineage.Lineage]:
    """The tables of `regulations/lineages`; those of a broken record are left out."""
    found: dict[str, lineage.Lineage] = {}
    for path in sorted((docs / lineage.FOLDER).glob("*.md")):
        if not path.with_suffix(".tsv").exists():
            what = f"旁边没有条号对照表 {path.stem}.tsv。"
            fix = "这个文件夹的页面与对照表同名；补上表，或删去这个页面。"
            name = path.relative_to(docs).as_posix()
            problems.append(Problem(name, 1, what, fix, Severity.FATAL))
    for path in sorted((docs / lineage.FOLDER).glob("*.tsv")):
        name = path.relative_to(docs).as_posix()
        regulation = knowledge.regulations.get(path.stem)
        if regulation is None:
            if not any(p.path == f"regulations/{path.stem}.md" for p in problems):
                what = f"没有编号为“{path.stem}”的法规。"
                fix = "文件名写成法规编号（regulations/ 下的文件名）加 .tsv。"
                problems.append(Problem(name, 1, what, fix))
            continue
        try:
            text = path.read_text(encoding="utf-8-sig")
        except UnicodeDecodeError as error:
            what = f"文件不是 UTF-8 编码（第{error.start}字节）。"
            problems.append(Problem(name, 1, what, "另存为 UTF-8 编码。"))
            continue
        table, wrong = lineage.parse_lineage(name, text, regulation)
        problems.extend(wrong)
        if table:
            found[regulation.id] = table
    return found


def parse_record(path: str, text: str) -> tuple[Loaded | None, list[Problem]]:
    """The record in the front matter of one file, or None where it has none or is invalid."""
    text = text.replace("\r\n", "\n")
    match = FRONT_MATTER.match(text)
    if not match or not _TYPE_LINE.search(match[1]):
        return None, _missing_type(path, text)
    try:
        data, lines, problems = _parse_yaml(path, match[1])
    except yaml.YAMLError as error:
        return None, [_yaml_problem(path, error)]
    if problems:
        return None, problems
    kind = model.RECORD_TYPES.get(str(data.get("type")))
    if kind is None:
        known = "、".join(model.RECORD_TYPES)
        what = f"字段 type 的值 {data.get('type')!r} 不认识。"
        return None, [Problem(path, lines.get(("type",), 1), what, f"写成其中之一：{known}。")]
    try:
        record = cast(model.AnyRecord, kind.model_validate(data))
    except ValidationError as error:
        return None, list(schema_problems(path, kind, error, lines))
    body_line = text.count("\n", 0, match.end()) + 1
    loaded = Loaded(record, path, lines, text[match.end() :], body_line)
    return loaded, _place_problems(loaded)


def _missing_type(path: str, text: str) -> list[Problem]:
    """Pages of the record folders must be records, those of generated lists excepted."""
    folder, _, name = path.partition("/")
    if folder in ("terms", "regulations", "reports", "guides") and "/" not in name:
        stem = name.removesuffix(".md").removesuffix(".en")
        if stem != "index" and not stem.startswith("by-") and "<!-- kb:" not in text:
            known = "、".join(model.RECORD_TYPES)
            fix = f"在文件开头两行 --- 之间写 type:（{known} 之一）等字段，见“编辑指南”。"
            return [Problem(path, 1, "缺少字段 type，不知道这是哪一类条目。", fix)]
    if path.startswith(f"{model.OfficialText.FOLDER}/"):
        fix = "这个文件夹只放 kb import --kind regulation 写出的原文；其他文件移到别处。"
        return [Problem(path, 1, "缺少字段 type，这不是导入的法规原文。", fix)]
    return []


def _place_problems(loaded: Loaded) -> list[Problem]:
    """A record's file must stand where its id says, so that links can be written from the id."""
    record, path = loaded.record, loaded.path
    expected = f"{record.FOLDER}/{record.id}.md"
    if path == expected:
        return []
    what = f"字段 id 的值“{record.id}”与文件位置不符。"
    return [Problem(path, loaded.line("id"), what, f"把文件放在 {expected}，或改 id。")]


def _parse_yaml(
    path: str, text: str
) -> tuple[dict[str, Any], dict[tuple[str | int, ...], int], list[Problem]]:
    """The data, the line of each field in the file, and duplicate keys as problems."""
    loader = SafeLoader(text)
    try:
        node = loader.get_single_node()
        lines: dict[tuple[str | int, ...], int] = {}
        problems: list[Problem] = []
        _walk(node, (), lines, problems, path)
        problems += _bad_dates(loader, node, path)
        data = loader.construct_document(node) if node and not problems else {}
    finally:
        loader.dispose()
    if not isinstance(data, dict):
        data = {}
    return data, lines, problems


_TIMESTAMP = "tag:yaml.org,2002:timestamp"


def _bad_dates(loader: Any, node: yaml.Node | None, path: str) -> list[Problem]:
    """Dates that are no days (2026-02-30): YAML raises on them without saying where."""
    if isinstance(node, yaml.MappingNode):
        inner = [value for _, value in node.value]
    elif isinstance(node, yaml.SequenceNode):
        inner = node.value
    else:
        if node is None or node.tag != _TIMESTAMP:
            return []
        try:
            loader.construct_object(node)
        except ValueError:
            what = f"日期 {node.value} 不存在。"
            line = node.start_mark.line + 2
            return [Problem(path, line, what, "写成 年-月-日，如 2024-01-01。")]
        return []
    return [problem for value in inner for problem in _bad_dates(loader, value, path)]


def _walk(
    node: yaml.Node | None,
    where: tuple[str | int, ...],
    lines: dict[tuple[str | int, ...], int],
    problems: list[Problem],
    path: str,
) -> None:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            here = (*where, str(key.value))
            line = key.start_mark.line + 2  # 0-based, and the opening --- is line 1
            if here in lines:
                what = f"字段 {key.value} 写了两次（另一处在第{lines[here]}行）。"
                problems.append(Problem(path, line, what, "删去一处，或合并成一处。"))
            lines[here] = line
            _walk(value, here, lines, problems, path)
    elif isinstance(node, yaml.SequenceNode):
        for index, value in enumerate(node.value):
            lines[(*where, index)] = value.start_mark.line + 2
            _walk(value, (*where, index), lines, problems, path)


def _yaml_problem(path: str, error: yaml.YAMLError) -> Problem:
    mark = getattr(error, "problem_mark", None)
    line = mark.line + 2 if mark else 1
    detail = getattr(error, "problem", None) or str(error)
    fix = "检查缩进；值里有英文冒号、引号、星号或井号时，整个值用单引号括起来。"
    return Problem(path, line, f"文件开头的字段不合 YAML 格式（{detail}）。", fix)


_MESSAGES = {
    "missing": ("缺少字段 {field}。", "补写 {field}（{about}）。"),
    "extra_forbidden": ("字段 {field} 不认识，值为 {value}。", "检查拼写；可用的字段：{known}。"),
    "literal_error": ("字段 {field} 的值 {value} 不在可选范围。", "写成其中之一：{expected}。"),
    "string_too_long": ("字段 {field} 太长：{value}。", "缩短到{max_length}字以内。"),
    "string_too_short": ("字段 {field} 太短或为空：{value}。", "写完整（{about}）。"),
    "string_pattern_mismatch": ("字段 {field} 的值 {value} 格式不对。", "按要求写：{about}。"),
    "string_type": ("字段 {field} 应是文字，写成了 {value}。", "加引号写成文字（{about}）。"),
    "too_long": ("字段 {field} 的项数太多。", "最多{max_length}项。"),
    "too_short": ("字段 {field} 是空的。", "至少写{min_length}项。"),
    "tuple_type": (
        "字段 {field} 应是列表，写成了 {value}。",
        "写成 [甲, 乙]，或每项一行、前面加“- ”。",
    ),
    "model_type": ("字段 {field} 应是一组字段，写成了 {value}。", "分行缩进写出各字段：{inner}。"),
    "bool_parsing": ("字段 {field} 的值 {value} 不对。", "写 true（是）或 false（否）。"),
    "bool_type": ("字段 {field} 的值 {value} 不对。", "写 true（是）或 false（否）。"),
    "value_error": ("字段 {field}：{message}。", "核对后改成一致（{about}）。"),
}
_DATE_MESSAGE = ("字段 {field} 的日期 {value} 不对。", "写成 年-月-日，如 2024-01-01。")
_ANY_MESSAGE = ("字段 {field} 的值 {value} 不对。", "按要求写：{about}。")


def schema_problems(
    path: str,
    kind: type[model.Record],
    error: ValidationError,
    lines: Mapping[tuple[str | int, ...], int],
) -> Iterator[Problem]:
    """What is wrong with the data of a record, each at the line of its field."""
    for where, detail in _one_of_each_union(kind, error.errors()):
        context = dict(detail.get("ctx", {}))
        value = repr(detail["input"])
        message = str(context.pop("error", ""))
        schema, about = _model_at(kind, where)
        words = {
            "field": ".".join(str(part) for part in where) or "（整条）",
            "value": value if len(value) <= 80 else value[:80] + "…",
            "about": about,
            "known": "、".join(_fields_at(kind, where[:-1])),
            "inner": "、".join(schema.model_fields) if schema else "",
            "message": message,
            **context,
        }
        words["expected"] = "、".join(re.findall(r"'([^']+)'", words.get("expected", "")))
        fallback = _DATE_MESSAGE if detail["type"].startswith("date") else _ANY_MESSAGE
        what, fix = _MESSAGES.get(detail["type"], fallback)
        if detail["input"] is None and detail["type"] != "extra_forbidden":
            what = "字段 {field} 还没有填。"
        line = _line_of(where, message, lines)
        yield Problem(path, line, what.format(**words), fix.format(**words))


def _one_of_each_union(
    kind: type[model.Record], details: Iterable[Any]
) -> Iterator[tuple[tuple[str | int, ...], Any]]:
    """(field path, error), the errors of a union's branches reduced to those that help.

    Pydantic puts the branch into the path and reports every branch. An error deep inside one branch
    is what the author meant; where no branch got further, one error for the field is enough.
    """
    unions: dict[tuple[str | int, ...], list[tuple[tuple[str | int, ...], Any]]] = {}
    for detail in details:
        location = detail["loc"]
        place = next((n for n, part in enumerate(location) if _is_branch(part)), None)
        if place is None:
            yield location, detail
        else:
            field, inside = location[:place], location[place + 1 :]
            unions.setdefault(field, []).append((inside, detail))
    for field, branches in unions.items():
        deep = [(field + inside, detail) for inside, detail in branches if inside]
        yield from deep or [(field, branches[0][1] | {"type": "union"})]


def _is_branch(part: str | int) -> bool:
    return isinstance(part, str) and not re.fullmatch(r"[a-z_]+", part)


def _line_of(
    where: tuple[str | int, ...], message: str, lines: Mapping[tuple[str | int, ...], int]
) -> int:
    """The line of a field, else of a field that the message names, else of the field around it."""
    for name in re.findall(r"[a-z_]+", message):
        if (*where, name) in lines:
            return lines[*where, name]
    found = (lines[where[:end]] for end in range(len(where), 0, -1) if where[:end] in lines)
    return next(found, 1)


def _model_at(
    kind: type[model.Strict], where: tuple[str | int, ...]
) -> tuple[type[model.Strict] | None, str]:
    """The schema a field path leads to (None where it is no schema), and the description."""
    current: type[model.Strict] | None = kind
    about = "见“编辑指南”的字段表"
    for part in where:
        if isinstance(part, int) or current is None:
            continue
        info = current.model_fields.get(str(part))
        if info is None:
            return current, about
        about = info.description or about
        current = next(schemas_in(info.annotation), None)
    return current, about


def _fields_at(kind: type[model.Strict], where: tuple[str | int, ...]) -> tuple[str, ...]:
    found = _model_at(kind, where)[0]
    return tuple(found.model_fields) if found else ()


_COLLECTIONS: dict[str, str] = {
    "term": "terms",
    "regulation": "regulations",
    "list": "lists",
    "form": "forms",
    "report": "reports",
    "genre": "genres",
    "guide": "guides",
    "text": "texts",
}


def _collect(loaded: Iterable[Loaded], problems: list[Problem]) -> KnowledgeBase:
    """Sort records into their collections; a duplicate id names both places."""
    collections: dict[str, dict[str, Any]] = {name: {} for name in _COLLECTIONS.values()}
    by_path: dict[str, Loaded] = {}
    places: dict[tuple[str, str], Loaded] = {}
    for item in loaded:
        by_path[item.path] = item
        key = (item.record.TYPE, item.record.id)
        if key in places:
            first = places[key]
            what = f"编号 id“{item.record.id}”重复，{first.path}:{first.line('id')} 已经用了。"
            problems.append(
                Problem(item.path, item.line("id"), what, "换一个编号，并同时改文件名。")
            )
            continue
        places[key] = item
        collections[_COLLECTIONS[item.record.TYPE]][item.record.id] = item.record
    digests = {
        item.record.id: find_digests(item)
        for item in by_path.values()
        if isinstance(item.record, model.Regulation)
    }
    divisions = {
        item.record.id: find_divisions(item)
        for item in by_path.values()
        if isinstance(item.record, model.Regulation)
    }
    known: dict[str, Any] = collections
    return KnowledgeBase(**known, by_path=by_path, digests=digests, divisions=divisions)


_DIGEST = re.compile(
    rf"^#{{2,6}} (?:(第{NUMERAL}条(?:之{NUMERAL})?)|(总纲|序言)\s*$|([一二三四五六七八九十]+)、)",
    re.M,
)


def find_digests(item: Loaded) -> dict[Address, int]:
    """The provisions that a regulation's page has headings for, and their lines in the file."""
    found: dict[Address, int] = {}
    for match in _DIGEST.finditer(item.body):
        article, preamble, part = match.groups()
        line = item.body_line + item.body.count("\n", 0, match.start())
        with suppress(ValueError):  # 第百条 is no article
            address = Address(part=number(part)) if part else parse_provision(article or preamble)
            found.setdefault(address, line)
    return found


_DIVISION = re.compile(rf"^#{{2,6}} 第({NUMERAL})([编章节])(?=\s|$)", re.M)


def find_divisions(item: Loaded) -> frozenset[Address]:
    """The 编, 章 and 节 that a regulation's page has headings for, with the ids of `anchors`.

    Where the chapters of each 编 are counted anew, a number alone names none of them.
    """
    found: list[Address] = []
    chapter = 0
    for match in _DIVISION.finditer(item.body):
        number = number_or_zero(match[1])
        if match[2] == "编":
            chapter = 0
            found.append(Address(book=number))
        elif match[2] == "章":
            chapter = number
            found.append(Address(chapter=number))
        elif chapter:
            found.append(Address(chapter=chapter, section=number))
    return frozenset(address for address in found if found.count(address) == 1)


def check(knowledge: KnowledgeBase) -> Iterator[Problem]:
    """Everything that one record can get wrong about another."""
    names = _Names(knowledge)
    for item in knowledge.by_path.values():
        record = item.record
        if isinstance(record, model.Term):
            yield from _check_term(item, record, knowledge, names)
        elif isinstance(record, model.Regulation):
            yield from _check_regulation(item, record, knowledge, names)
        elif isinstance(record, model.OfficialText):
            yield from _check_text(item, record, knowledge)
        yield from _check_references(item, knowledge)


class _Names:
    """Who claims which name, in folded form, over all terms and over all regulations."""

    def __init__(self, knowledge: KnowledgeBase) -> None:
        self.terms: dict[str, list[Loaded]] = {}
        self.titles: dict[str, list[Loaded]] = {}
        for item in knowledge.by_path.values():
            record = item.record
            if isinstance(record, model.Term):
                for name in {fold(name) for name in (record.term, *record.aliases)}:
                    self.terms.setdefault(name, []).append(item)
            elif isinstance(record, model.Regulation):
                for name in {fold(name) for name in (record.title, *record.short)}:
                    self.titles.setdefault(name, []).append(item)


def _check_term(
    item: Loaded, term: model.Term, knowledge: KnowledgeBase, names: _Names
) -> Iterator[Problem]:
    for index, name in enumerate((term.term, *term.aliases)):
        where: tuple[str | int, ...] = ("term",) if index == 0 else ("aliases", index - 1)
        for other in names.terms[fold(name)]:
            if other is item or other.record.id in term.senses:
                continue
            what = f"“{name}”已被 {other.path}:{other.line('term')} 用作名称或别名。"
            fix = (
                f"删去一处；如果是同一写法的两个含义，两条都写 senses 指向对方"
                f"（此处写 senses: [{other.record.id}]）。"
            )
            yield Problem(item.path, item.line(*where), what, fix)
    for index, other_id in enumerate(term.senses):
        sense = knowledge.terms.get(other_id)
        if sense and term.id not in sense.senses:
            what = f"senses 写了 {other_id}，但该词条没有写回 {term.id}。"
            fix = f"在 terms/{other_id}.md 写 senses: [{term.id}]。"
            yield Problem(item.path, item.line("senses", index), what, fix)
    if term.kind == "numbered" and term.counts and not _counts_fit_name(term.term, term.counts):
        what = f"counts 写的是 {term.counts}，与名称“{term.term}”里的数字不符。"
        yield Problem(item.path, item.line("counts"), what, "核对名称和数目，改成一致。")


_NUMERAL_RUN = re.compile(r"[一二两双三四五六七八九十百]+|\d+")


def _counts_fit_name(name: str, counts: str) -> bool:
    """Whether the counted numbers occur in the name, in order: 三会一课 and 3+1.

    A name without numerals says nothing; 一岗双责 may count only its 双.
    """
    found = [number_or_zero(run.replace("双", "二")) for run in _NUMERAL_RUN.findall(name)]
    if not any(found):
        return True
    rest = iter(found)
    return all(int(part) in rest for part in counts.split("+"))


def _check_regulation(
    item: Loaded, regulation: model.Regulation, knowledge: KnowledgeBase, names: _Names
) -> Iterator[Problem]:
    for index, name in enumerate((regulation.title, *regulation.short)):
        where: tuple[str | int, ...] = ("title",) if index == 0 else ("short", index - 1)
        for other in names.titles[fold(name)]:
            if other is not item:
                what = f"名称《{name}》已被 {other.path}:{other.line('title')} 使用。"
                yield Problem(
                    item.path, item.line(*where), what, "一个名称只能属于一部法规，删去一处。"
                )
    for address, line in knowledge.digests[regulation.id].items():
        if reason := missing_provision(regulation, address):
            what = f"标题写了{address.chinese}，但{reason}。"
            yield Problem(item.path, line, what, "核对条款号，或改 revisions 里的数目。")
    successor = regulation.superseded_by
    if (
        successor
        and successor not in knowledge.regulations
        and f"regulations/{successor}.md" not in knowledge.broken
    ):
        yield _unknown(item, ("superseded_by",), successor, "法规", "regulations/")


def _check_text(
    item: Loaded, text: model.OfficialText, knowledge: KnowledgeBase
) -> Iterator[Problem]:
    """A text belongs to a revision that its regulation has."""
    regulation = knowledge.regulations.get(text.regulation)
    profile = f"{model.Regulation.FOLDER}/{text.regulation}.md"
    if regulation is None:
        if profile not in knowledge.broken:
            yield _unknown(item, ("regulation",), text.regulation, "法规", "regulations/")
        return
    if not any(revision.date == text.revision for revision in regulation.revisions):
        known = "、".join(str(revision.date) for revision in regulation.revisions) or "没有"
        what = f"《{regulation.title}》没有 {text.revision} 这一版（档案里的版本：{known}）。"
        fix = f"在 {profile} 的 revisions 里补上这一版，或改 revision、id 和文件名。"
        yield Problem(item.path, item.line("revision"), what, fix)


def _check_references(item: Loaded, knowledge: KnowledgeBase) -> Iterator[Problem]:
    """Every id a record names must exist, and every article too."""
    record = item.record
    for where, term_id in _term_references(record):
        if term_id not in knowledge.terms and f"terms/{term_id}.md" not in knowledge.broken:
            yield _unknown(item, where, term_id, "词条", "terms/")
    for where, regulation_id, article in provisions_named(record):
        regulation = knowledge.regulations.get(regulation_id)
        if regulation is None and f"regulations/{regulation_id}.md" in knowledge.broken:
            continue
        if regulation is None:
            yield _unknown(item, (*where, "regulation"), regulation_id, "法规", "regulations/")
        elif article and (reason := missing_provision(regulation, parse_provision(article))):
            what = f"《{regulation.title}》没有{article}：{reason}。"
            line = item.line(*where, "article")
            yield Problem(item.path, line, what, "核对条款号；拿不准就删去 article。")


def _unknown(
    item: Loaded, where: tuple[str | int, ...], value: str, kind: str, folder: str
) -> Problem:
    what = f"字段 {'.'.join(map(str, where))} 引用的{kind}“{value}”不存在。"
    return Problem(item.path, item.line(*where), what, f"有效编号就是 {folder} 下的文件名。")


def _term_references(record: model.AnyRecord) -> Iterator[tuple[tuple[str | int, ...], str]]:
    if isinstance(record, model.Term):
        for name in ("related", "senses"):
            for index, value in enumerate(getattr(record, name)):
                yield (name, index), value
        if record.superseded_by:
            yield ("superseded_by",), record.superseded_by
        for index, member in enumerate(record.known_members):
            if member.term:
                yield ("members", index, "term"), member.term
    elif isinstance(record, model.ProhibitionList) and record.term:
        yield ("term",), record.term
    elif isinstance(record, model.FourFormsPage):
        for index, measure in enumerate(record.measures):
            if measure.term:
                yield ("measures", index, "term"), measure.term
    elif isinstance(record, model.Guide):
        for index, value in enumerate(record.terms):
            yield ("terms", index), value
    elif isinstance(record, model.Genre):
        for index, section in enumerate(record.sections):
            for place, value in enumerate(section.terms):
                yield ("sections", index, "terms", place), value


def provisions_named(
    record: model.AnyRecord,
) -> Iterator[tuple[tuple[str | int, ...], str, str | None]]:
    """Every (field path, regulation id, article or None) that a record names."""
    for name in ("sources", "clauses"):
        for index, source in enumerate(getattr(record, name, ())):
            if source.regulation:
                yield (name, index), source.regulation, source.article
    for name in ("items", "measures", "sections"):
        for index, entry in enumerate(getattr(record, name, ())):
            for place, clause in enumerate(entry.clauses):
                yield (name, index, "clauses", place), clause.regulation, clause.article
    for index, step in enumerate(getattr(record, "steps", ())):
        if step.clause:
            yield ("steps", index, "clause"), step.clause.regulation, step.clause.article


def missing_provision(
    regulation: model.Regulation, address: Address, revision: model.Revision | None = None
) -> str | None:
    """Why a provision cannot be in a regulation, in Chinese; None where it can.

    Without a revision the one in force is meant. What is not known is not refused.
    """
    text = revision or regulation.current
    if text is None:
        return None
    if address.is_division:
        return None
    if address.preamble:
        return None if text.preamble else "这一版没有总纲或序言"
    if address.part and text.articles is not None:
        return "这部法规分条，不分部分"
    if address.part:
        return f"只有{text.parts}个部分" if text.parts and address.part > text.parts else None
    if address.article < 1:
        return "条款号从一起"
    if text.articles is None:
        return "这部法规不分条" if text.parts else None
    if address.article > text.articles:
        return f"{text.label}共{text.articles}条"
    return None
