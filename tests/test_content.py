"""The content: consistent in itself, and true to the texts in ../shared where they are at hand."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
from helpers import DOCS, SHARED, nfkc
from kb import model
from kb.load import KnowledgeBase, Loaded, load_knowledge_base
from kb.match import Matcher, counts_something, name_variants
from kb.text import fold

KNOWLEDGE: KnowledgeBase = load_knowledge_base(DOCS)[0]
TERMS = sorted(KNOWLEDGE.terms.values(), key=lambda term: term.id)
ITEMS = [KNOWLEDGE.by_path[path] for path in sorted(KNOWLEDGE.by_path)]
HAN = "\u3400-\u4dbf\u4e00-\u9fff"
needs_shared = pytest.mark.skipif(
    not SHARED.is_dir(), reason="../shared, with the texts to check against, is not here"
)


def strings(value: Any, where: str = "") -> Iterator[tuple[str, str]]:
    """(field path, text) of every text in a record."""
    if isinstance(value, str):
        yield where, value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from strings(inner, f"{where}.{key}" if where else str(key))
    elif isinstance(value, list | tuple):
        for place, inner in enumerate(value):
            yield from strings(inner, f"{where}.{place}")


def record_strings(item: Loaded) -> Iterator[tuple[str, str]]:
    """(field path, text) of a record that authors wrote."""
    return strings(item.record.model_dump(mode="json"))


def wordings(item: Loaded) -> Iterator[tuple[str, str]]:
    """(field path, text) of the official words that a record repeats; a model list is our own."""
    if getattr(item.record, "status", "") == "model":
        return
    for where, text in record_strings(item):
        if where.endswith("wording") and not where.endswith(("report_wording", "english_wording")):
            yield where, text


def prose(text: str) -> str:
    """A Markdown body without code, HTML tags, comments and link targets."""
    text = re.sub(r"^(```|~~~).*?^\1", "", text, flags=re.S | re.M)
    text = re.sub(r'^(!!!|\?\?\?\+?) \w+ "(.*)"$', r"\2", text, flags=re.M)
    return re.sub(r"`[^`\n]*`|<!--.*?-->|<[^>\n]+>|\]\([^)\n]*\)|\{[^}\n]*\}", "", text, flags=re.S)


def pages() -> list[Path]:
    return sorted(DOCS.rglob("*.md"))


# In itself


def test_there_is_enough() -> None:
    assert len(KNOWLEDGE.terms) >= 150
    assert len(KNOWLEDGE.regulations) >= 40
    assert len(KNOWLEDGE.forms) == 4
    assert {form.number for form in KNOWLEDGE.forms.values()} == {1, 2, 3, 4}
    assert len(KNOWLEDGE.reports) >= 3
    assert len(KNOWLEDGE.lists) >= 3


@pytest.mark.parametrize("language", ["zh", "en"])
def test_definitions_are_unique(language: str) -> None:
    texts = [t.definition if language == "zh" else t.english.definition for t in TERMS]
    assert [text for text, count in Counter(map(fold, texts)).items() if count > 1] == []


def test_a_definition_is_one_sentence() -> None:
    english = r"[A-Z“‘0-9].*\."
    inner = r"(?<!\bArt)(?<!\bNo)(?<!\bvs)(?<!\be\.g)(?<!\bi\.e)[.!?](?=\s+[A-Z])"
    assert [
        term.id
        for term in TERMS
        if not re.fullmatch(r"[^。！？!?\n]+。", term.definition)
        or not re.fullmatch(english, term.english.definition)
        or re.search(inner, term.english.definition)
    ] == []


def test_english_is_english() -> None:
    """Chinese words stand in quotes, if anywhere."""
    assert [
        f"{term.id}: {text}"
        for term in TERMS
        for text in (term.english.term, *term.english.aliases, term.english.definition)
        if re.search(f"[{HAN}，。；：“”（）]", re.sub(r"“[^”]*”", "", text))
    ] == []


def texts() -> Iterator[tuple[str, str]]:
    """(place, text) of everything that authors wrote."""
    for item in ITEMS:
        for where, text in record_strings(item):
            yield f"{item.path} {where}", text
        for paragraph in prose(item.body).split("\n\n"):
            yield f"{item.path} body", paragraph


def test_chinese_has_no_straight_quotes() -> None:
    straight = re.compile(f"[{HAN}，。、；：]\\s?[\"']|[\"']\\s?[{HAN}，。、；：]")
    assert [f"{where}: {text}" for where, text in texts() if straight.search(text)] == []


def test_chinese_quotes_are_in_pairs() -> None:
    paired = re.compile("(?:[^“”]|“[^“”]*”)*")
    assert [
        f"{where}: {text}"
        for where, text in texts()
        if re.search(f"[{HAN}]", text) and not paired.fullmatch(text)
    ] == []


def digit_variants() -> dict[str, str]:
    """Spelling with Arabic digits → the term whose name it spoils."""
    found: dict[str, str] = {}
    for term in TERMS:
        if counts_something(term):
            own = {fold(name) for name in (term.term, *term.aliases)}
            for name in (term.term, *term.aliases):
                for variant in name_variants(name, digits=True) - own:
                    if re.search(r"\d", variant) and not re.search(r"\d", name):
                        found[variant] = term.term
    return found


def test_numbered_formulations_are_written_in_chinese_numerals() -> None:
    variants = digit_variants()
    pattern = re.compile("|".join(map(re.escape, sorted(variants, key=len, reverse=True))))
    named = re.compile(r" (wrong|never_in|match)\b")  # as mistakes, or to be found
    assert [
        f"{where}: {match[0]}"
        for where, text in texts()
        if not named.search(where)
        for match in pattern.finditer(fold(text))
    ] == []


def repeated(names: Iterable[str]) -> list[str]:
    return [name for name, count in Counter(names).items() if count > 1]


def test_names_are_named_once() -> None:
    assert [
        f"{term.id}: {name}"
        for term in TERMS
        for name in (
            *repeated(map(fold, (term.term, *term.aliases))),
            *repeated(map(str.lower, (term.english.term, *term.english.aliases))),
        )
    ] == []


def test_relations() -> None:
    """No term is related to itself, or twice to another."""
    assert [
        term.id
        for term in TERMS
        if repeated((term.id, *term.related, *term.senses))
        or term.superseded_by in (term.id, *term.senses)
    ] == []


def test_a_member_with_a_term_resembles_it() -> None:
    def pairs(term: model.Term) -> set[str]:
        return {n[at : at + 2] for n in (term.term, *term.aliases) for at in range(len(n) - 1)}

    assert [
        f"{term.id}: {member.wording} → {member.term}"
        for term in TERMS
        for member in term.known_members
        if member.term
        and not any(pair in member.wording for pair in pairs(KNOWLEDGE.terms[member.term]))
    ] == []


def test_what_is_checked_says_against_what() -> None:
    """`text` needs a source of that level, `secondary` one that is as good."""
    enough = {"text": {"text"}, "secondary": {"text", "secondary"}}
    assert [
        term.id
        for term in TERMS
        if term.verified in enough
        and not enough[term.verified] & {source.level for source in term.sources}
    ] == []


def spellings(term: model.Term) -> set[str]:
    digits = counts_something(term)
    return {v for name in (term.term, *term.aliases) for v in name_variants(name, digits=digits)}


def test_contexts_hold_their_word() -> None:
    """A phrase without the word says nothing."""
    assert [
        f"{term.id}: {phrase}"
        for term in TERMS
        for phrase in (*(term.match.phrases if term.match != "always" else ()), *term.never_in)
        if not any(name in fold(phrase) for name in spellings(term))
    ] == []


REGULATIONS = sorted(KNOWLEDGE.regulations.values(), key=lambda record: record.id)


@pytest.mark.parametrize("record", REGULATIONS, ids=lambda record: record.id)
def test_dates_of_a_regulation(record: model.Regulation) -> None:
    dates = [revision.date for revision in record.revisions]
    assert dates == sorted(dates, reverse=True)
    assert len({date.year for date in dates}) == len(dates)  # a citation names the year
    for revision in record.revisions:
        known = [d for d in (revision.date, revision.issued, revision.effective) if d]
        assert known == sorted(known)
    assert all(date <= record.verified_on for date in dates)
    if record.current and record.status == "current":
        assert record.issued in (None, record.current.issued, record.current.date)
        assert record.effective in (
            None,
            record.current.effective,
            record.current.issued,
            record.current.date,
        )


@pytest.mark.parametrize("record", REGULATIONS, ids=lambda record: record.id)
def test_a_count_is_no_guess(record: model.Regulation) -> None:
    for revision in record.revisions:
        if revision.level == "unverified":
            assert (revision.articles, revision.chapters, revision.parts) == (None, None, None)


COUNTED = {
    # facts.md, "Regulations: full text on disk": id → year of the text, articles, chapters, 编 or parts
    "dangzhang": (2022, 55, 11, None),
    "dangnei-zhengzhi-shenghuo-zhunze": (2016, None, None, 12),
    "lianjie-zilv-zhunze": (2015, 8, None, None),
    "jilv-chufen-tiaoli": (2023, 158, 11, 3),
    "zhibu-gongzuo-tiaoli": (2018, 37, 8, None),
    "dangyuan-jiaoyu-guanli-tiaoli": (2019, 46, 10, None),
    "jiguan-jiceng-zuzhi-tiaoli": (2019, 43, 9, None),
    "fazhan-dangyuan-xize": (2026, 44, 7, None),
    "zhuti-zeren-guiding": (2020, 25, 5, None),
    "jiandu-zhiji-guize": (2018, 77, 10, None),
    "jiwei-gongzuo-tiaoli": (2021, 59, 8, None),
    "zuzhi-chuli-guiding": (2021, 19, None, None),
    "chufen-pizhun-guiding": (2022, 56, 6, None),
    "dangzu-chufen-guiding": (2018, 13, None, None),
    "dangfei-guiding": (2008, 33, None, None),
    "lixing-jieyue-tiaoli": (2025, 63, 11, None),
    "bangong-yongfang-banfa": (2017, 40, 8, None),
    "gongwu-yongche-banfa": (2017, 31, 6, None),
    "nongcun-lianjie-lvzhi-guiding": (2011, 29, 5, None),
}
DATED_BY_REPORT = {"lianjie-zilv-zhunze", "nongcun-lianjie-lvzhi-guiding"}
"""Counted in the text, but their dates come from elsewhere."""
WITH_PREAMBLE = {"dangzhang", "dangnei-zhengzhi-shenghuo-zhunze", "lianjie-zilv-zhunze"}
OLDER = {
    # superseded texts on disk
    "jilv-chufen-tiaoli": {2018: (142, 11), 2015: (133, 11)},
    "fazhan-dangyuan-xize": {2014: (44, 7)},
    "wenze-tiaoli": {2016: (13, None)},
}
DATED = {
    # facts.md: issued, in force
    "fazhan-dangyuan-xize": ("2026-05-11", "2026-05-11"),
    "jilv-chufen-tiaoli": ("2023-12-19", "2024-01-01"),
    "lixing-jieyue-tiaoli": ("2025-05-02", "2025-05-02"),
    "chufen-pizhun-guiding": ("2022-09-22", None),
    "jiwei-gongzuo-tiaoli": ("2021-12-24", None),
    "zuzhi-chuli-guiding": ("2021-03-19", None),
    "zhuti-zeren-guiding": ("2020-03-09", None),
    "lianjie-zilv-zhunze": ("2015-10-18", "2016-01-01"),
}


@pytest.mark.parametrize(("regulation", "expected"), COUNTED.items(), ids=COUNTED)
def test_counts_of_the_texts(
    regulation: str, expected: tuple[int, int | None, int | None, int | None]
) -> None:
    record = KNOWLEDGE.regulations[regulation]
    text = record.current
    assert text
    assert text.level == ("secondary" if regulation in DATED_BY_REPORT else "text")
    year, articles, chapters, parts = expected
    assert (text.articles, text.chapters, text.parts) == (articles, chapters, parts)
    assert {d.year for d in (text.date, text.issued, text.effective) if d} & {year, year + 1}
    assert text.preamble is (regulation in WITH_PREAMBLE)


@pytest.mark.parametrize(("regulation", "expected"), OLDER.items(), ids=OLDER)
def test_counts_of_older_texts(
    regulation: str, expected: dict[int, tuple[int, int | None]]
) -> None:
    found = {
        r.date.year: (r.articles, r.chapters) for r in KNOWLEDGE.regulations[regulation].revisions
    }
    assert {year: found.get(year) for year in expected} == expected


@pytest.mark.parametrize(("regulation", "expected"), DATED.items(), ids=DATED)
def test_dates_of_the_texts(regulation: str, expected: tuple[str, str | None]) -> None:
    record = KNOWLEDGE.regulations[regulation]
    assert record.current
    issued, effective = expected
    assert str(record.issued or record.current.issued) == issued
    if effective:
        assert str(record.effective or record.current.effective) == effective


@pytest.mark.parametrize(
    "regulation",
    [
        # facts.md: no evidence at hand
        "jiceng-xuanju-tiaoli", "minzhu-shenghuohui-guiding", "zuzhi-gongzuo-tiaoli", "dangzu-gongzuo-tiaoli",
        "ganbu-jiaoyu-tiaoli", "xuanchuan-gongzuo-tiaoli", "tongzhan-gongzuo-tiaoli", "danghui-dangqi-tiaoli",
        "fagui-zhiding-tiaoli", "dangwu-gongkai-tiaoli", "jianfu-guiding", "baxiang-guiding-xize",
    ],
)  # fmt: skip
def test_what_has_no_evidence_says_so(regulation: str) -> None:
    record = KNOWLEDGE.regulations[regulation]
    assert record.verified == "unverified"
    assert record.current is None or record.current.articles is None


LOCAL = [
    "十不准",
    "六个一",
    "八个一",
    "七个铁腕整治",
    "两支队伍",
    "归雁工程",
    "严明政治纪律政治规矩负面清单",
]


@pytest.mark.parametrize("name", LOCAL)
def test_local_usage_is_not_expanded(name: str) -> None:
    """facts.md: no public definition, so no members are invented."""
    found = [t for t in TERMS if fold(t.term).strip("《》") == fold(name) and t.status == "local"]
    assert len(found) == 1
    assert found[0].members in ("unknown", ())
    assert found[0].verified == "unverified"


MEMBERS = {
    # facts.md, "Formulations"
    "三会一课": ["支部党员大会", "支部委员会会议", "党小组会", "党课"],
    "四个意识": ["政治意识", "大局意识", "核心意识", "看齐意识"],
    "四个自信": ["道路自信", "理论自信", "制度自信", "文化自信"],
    "四风": ["形式主义", "官僚主义", "享乐主义", "奢靡之风"],
    "六项纪律": ["政治纪律", "组织纪律", "廉洁纪律", "群众纪律", "工作纪律", "生活纪律"],
    "党纪处分": ["警告", "严重警告", "撤销党内职务", "留党察看", "开除党籍"],
    "七个有之": [
        "任人唯亲、排斥异己", "团团伙伙、拉帮结派", "匿名诬告、制造谣言", "收买人心、拉动选票", "封官许愿、弹冠相庆",
        "自行其是、阳奉阴违", "尾大不掉、妄议中央",
    ],
}  # fmt: skip


@pytest.mark.parametrize(("name", "members"), MEMBERS.items(), ids=MEMBERS)
def test_members_of_set_formulations(name: str, members: list[str]) -> None:
    (term,) = [t for t in TERMS if t.term == name]
    found = [re.sub("^搞|的问题$", "", member.wording) for member in term.known_members]
    assert found == members


def test_wrong_forms_are_not_used() -> None:
    """批评和自我批评, not 批评与自我批评 (facts.md)."""
    allowed = re.compile(r"terms/pi-ping-he-zi-wo-pi-ping\.md| wrong\.")  # which say so
    assert [
        where for where, text in texts() if "批评与自我批评" in text and not allowed.search(where)
    ] == []


def test_every_index_has_a_translation() -> None:
    for path in DOCS.rglob("index.md"):
        assert path.with_name("index.en.md").exists(), path


# Against ../shared


@lru_cache(maxsize=1)
def known_names() -> frozenset[str]:
    """Names, aliases and members, quotes aside."""
    names = [name for term in TERMS for name in (term.term, *term.aliases)]
    names += [member.wording for term in TERMS for member in term.known_members]
    return frozenset(bare(name) for name in names)


def bare(text: str) -> str:
    return re.sub(r'["“”‘’\s]', "", nfkc(text))


def rows(name: str) -> list[dict[str, str]]:
    with (SHARED / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t"))


@needs_shared
@pytest.mark.parametrize(
    ("file", "column"), [("seed/inventory.tsv", "string"), ("search-queries.tsv", "expected")]
)
def test_every_expected_string_resolves(file: str, column: str) -> None:
    wanted = {row[column] for row in rows(file)}
    assert len(wanted) >= 50
    matcher = Matcher(KNOWLEDGE.terms, "zh")

    def resolves(text: str) -> bool:
        if bare(text) in known_names():
            return True
        quoted = f"“{text}”"  # an ambiguous word is found in quotes
        return any((m.start, m.end) == (1, len(text) + 1) for m in matcher.find(quoted))

    assert sorted(text for text in wanted if not resolves(text)) == []


@lru_cache(maxsize=1)
def official() -> str:
    """All texts at hand, in normal form, without quotes and white space."""
    files = sorted((SHARED / "texts").glob("*.txt")) + sorted((SHARED / "texts").glob("中国*.md"))
    return "\n".join(bare(file.read_text(encoding="utf-8")) for file in files)


def is_text(item: Loaded) -> bool:
    return getattr(item.record, "verified", "") == "text"


@needs_shared
def test_official_words_are_exact() -> None:
    """`wording` of what is checked against a text occurs in a text."""
    assert [
        f"{item.path} {where}: {text}"
        for item in ITEMS
        if is_text(item)
        for where, text in wordings(item)
        if bare(text) not in official()
    ] == []


RUN = 30
"""Chinese characters and marks in a row; more is a copy."""


def chinese(text: str) -> str:
    """Chinese characters and marks only."""
    return "".join(re.findall(f"[{HAN}，。、；：！？（）《》]", nfkc(text).translate(MARKS)))


MARKS = str.maketrans(",;:!?()", "，；：！？（）")


@lru_cache(maxsize=1)
def shingles() -> frozenset[str]:
    found: set[str] = set()
    for folder in ("texts", "seed"):
        for file in sorted((SHARED / folder).iterdir()):
            if file.name != "README.md":
                text = chinese(file.read_text(encoding="utf-8"))
                found.update(text[at : at + RUN] for at in range(len(text) - RUN + 1))
    return frozenset(found)


def copied_from_a_text(path: Path) -> list[str]:
    """The runs of a page that a text has too; titles of works and `wording` excepted."""
    text = path.read_text(encoding="utf-8-sig")
    item = KNOWLEDGE.by_path.get(path.relative_to(DOCS).as_posix())
    allowed = [wording for _, wording in wordings(item)] if item else []
    allowed += [title for r in REGULATIONS for title in (r.title, *r.short)]
    text = re.sub(r"《[^《》\n]*》", "◆", text)
    for words in sorted(allowed, key=len, reverse=True):
        text = text.replace(words, "◆")
    return [
        piece[at : at + RUN]
        for piece in map(chinese, re.split("[◆\n]", text))
        for at in range(len(piece) - RUN + 1)
        if piece[at : at + RUN] in shingles()
    ]


@needs_shared
def test_nothing_is_copied() -> None:
    found = {path.relative_to(DOCS).as_posix(): copied_from_a_text(path) for path in pages()}
    assert {name: runs for name, runs in found.items() if runs} == {}


@needs_shared
def test_the_seed_is_not_committed() -> None:
    seed = (SHARED / "seed" / "annual-report.txt").read_text(encoding="utf-8")
    lines = {line.strip() for line in seed.split("\n") if len(line.strip()) >= 20}
    assert lines
    assert [
        path.name
        for path in pages()
        if lines & {line.strip() for line in path.read_text(encoding="utf-8-sig").split("\n")}
    ] == []
