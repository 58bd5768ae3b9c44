"""What the site says about itself: our links, the data files, concordances, counted again."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from helpers import DOCS, Element, HtmlFile, nfkc
from site_tools import Site, html_of, in_english, sources

# Links of ours


def our_links(page: HtmlFile, css_class: str) -> list[Element]:
    return list(page.all("a", css_class))


def test_term_links_lead_to_known_terms(site: Site) -> None:
    urls = {row["id"]: row["url"] for row in site.data("terms.json")["terms"]}
    total = 0
    for name, page in site.pages.items():
        for link in our_links(page, "kb-term"):
            term_id = link.attributes["data-term"]
            senses = link.attributes.get("data-senses", term_id).split()
            assert senses[0] == term_id
            assert all(sense in urls for sense in senses), f"{name}: {senses}"
            target, fragment = site.target(name, link.attributes["href"])
            prefix = "en/" if in_english(name) else ""
            assert target == f"{prefix}{urls[term_id]}{'' if site.index else 'index.html'}", name
            assert fragment == ""
            total += 1
    assert total > 1000


def test_citation_links_lead_to_their_articles(site: Site) -> None:
    total = 0
    for name, page in site.pages.items():
        for link in our_links(page, "kb-cite"):
            work, _, address = link.attributes["data-cite"].partition("/")
            regulation, _, year = work.partition("@")
            target, fragment = site.target(name, link.attributes["href"])
            assert target == html_of(f"regulations/{regulation}.md", online=not site.index), name
            if year:
                assert fragment == f"rev-{year}" or fragment in site.pages[target].ids
                assert link.attributes["data-mark"]
            elif address in site.pages[target].ids:
                whole = re.match(r"preamble|(part|art)-\d+(-\d+)?", address)
                assert fragment == address or (in_english(name) and whole and fragment == whole[0])
            elif address:
                assert address.startswith(f"{fragment}-"), f"{name}: {address}"
            else:
                assert fragment == ""
            total += 1
    assert total > 500


def test_only_authored_text_is_linked(site: Site) -> None:
    for name, page in site.pages.items():
        for link in (*our_links(page, "kb-term"), *our_links(page, "kb-cite")):
            assert not link.generated, f"{name}: {link}"


# Data files


def test_data_files_are_where_they_belong(sites: dict[str, Site]) -> None:
    def files(name: str) -> list[str]:
        return sorted(p.name for p in (sites[name].folder / "data").iterdir() if p.suffix != "")

    assert {"definitions-en.js", "definitions-zh.js", "terms.json", "xref.json"} <= set(
        files("online")
    )
    assert "terms.json" in files("offline")
    assert "xref.json" not in files("offline")


def documented(section: str) -> list[str]:
    """The fields that docs/about/data.md names in its tables."""
    text = (DOCS / "about" / "data.md").read_text(encoding="utf-8")
    part = text.split(f"## data/{section}")[1].split("\n## ")[0]
    cells = re.findall(r"^\| (`[^|]*`) \|", part, re.M)
    return re.findall(r"`(\w+)`", " ".join(cells))


def test_terms_json_is_as_documented(online: Site) -> None:
    data = online.data("terms.json")
    assert list(data) == ["schema", "terms"]
    assert data["schema"] == 1
    rows = data["terms"]
    assert [row["id"] for row in rows] == sorted(row["id"] for row in rows)
    for row in rows:
        assert sorted(row) == sorted(documented("terms.json")), row["id"]


def test_terms_json_has_every_term(online: Site) -> None:
    rows = online.data("terms.json")["terms"]
    names = {
        name
        for name in sources()
        if re.match(r"---\ntype: term\n", (DOCS / name).read_text("utf-8"))
    }
    assert {f"terms/{row['id']}.md" for row in rows} == names
    for row in rows:
        page = online.page(row["url"])
        assert row["term"] in next(page.all("h1")).text
        assert row["definition"] in page.authored
        english = online.page(f"en/{row['url']}")
        assert row["english"]["term"] in next(english.all("h1")).text
        assert row["english"]["definition"] in english.authored


def test_regulations_json_is_as_documented(online: Site) -> None:
    data = online.data("regulations.json")
    assert list(data) == ["schema", "regulations"]
    assert data["schema"] == 1
    rows = data["regulations"]
    assert [row["id"] for row in rows] == sorted(row["id"] for row in rows)
    for row in rows:
        assert list(row) == documented("regulations.json"), row["id"]
        assert row["title"] in next(online.page(row["url"]).all("h1")).text


def test_regulations_json_has_the_digests_of_the_pages(online: Site) -> None:
    total = 0
    for row in online.data("regulations.json")["regulations"]:
        page = online.page(row["url"])
        shown = {e.attributes["id"]: e for e in page.elements if "id" in e.attributes}
        for unit in row["units"]:
            assert unit["address"] in shown, row["id"]
            for address, text in unit.get("digest", ()):
                assert re.sub(r"\s", "", shown[address].text) == re.sub(r"\s", "", text), address
                total += 1
    assert total > 500


def test_regulations_json_has_the_lineage(online: Site) -> None:
    rows = {row["id"]: row for row in online.data("regulations.json")["regulations"]}
    lineage = rows["jilv-chufen-tiaoli"]["lineage"]
    assert lineage["years"] == [2023, 2018, 2015]
    for place, count in enumerate((158, 142, 133)):
        found = {article for row in lineage["rows"] for article in row[place]}
        assert found == set(range(1, count + 1))
    assert sum(row[3] == "new" for row in lineage["rows"]) == 16
    page = online.page("regulations/jilv-chufen-tiaoli/")
    assert len(list(page.all("p", "kb-lineage"))) == 158
    table = online.page("regulations/lineages/jilv-chufen-tiaoli/")
    assert {f"art-{n}" for n in range(1, 159)} <= table.ids


def test_tables_beside_the_records_stay_there(sites: dict[str, Site]) -> None:
    assert not [path for built in sites.values() for path in built.folder.rglob("*.tsv")]


def test_every_regulation_stands_on_the_ladder(site: Site) -> None:
    for prefix in ("", "en/"):
        name = html_of(f"{prefix}regulations/ladder.md", online=not site.index)
        page = site.pages[name]
        targets = [site.target(name, link.attributes["href"])[0] for link in page.all("a")]
        for path in DOCS.glob("regulations/*.md"):
            if path.read_text("utf-8").startswith("---\ntype: regulation\n"):
                wanted = html_of(f"regulations/{path.name}", online=not site.index)
                assert targets.count(wanted) >= 2, path.name


def test_xref_json_is_as_documented(online: Site) -> None:
    data = online.data("xref.json")
    assert list(data) == ["schema", *documented("xref.json")]
    assert data["schema"] == 1
    count = len(data["sentences"])
    terms = {row["id"] for row in online.data("terms.json")["terms"]}
    for senses, sentence, linked in data["mentions"]:
        assert set(senses.split("|")) <= terms
        assert 0 <= sentence < count
        assert isinstance(linked, bool)
    for sentence, raw, regulation, address, resolved in data["citations"]:
        assert 0 <= sentence < count
        assert raw in data["sentences"][sentence][2]
        assert (regulation is None) is (address is None)
        assert isinstance(resolved, bool)
        assert regulation or not resolved
    used = {mention[1] for mention in data["mentions"]} | {row[0] for row in data["citations"]}
    assert used == set(range(count))


def test_every_sentence_stands_on_its_page(online: Site) -> None:
    squeezed = {name: re.sub(r"\s+", "", page.authored) for name, page in online.pages.items()}
    for url, anchor, text in online.data("xref.json")["sentences"]:
        page = online.page(url)
        assert re.sub(r"\s+", "", text) in squeezed[page.url], f"{url}: {text}"
        assert not anchor or anchor in page.ids


def test_chinese_sentences_come_first_and_pages_are_in_order(online: Site) -> None:
    urls = list(dict.fromkeys(row[0] for row in online.data("xref.json")["sentences"]))
    assert urls == sorted(urls, key=lambda url: (in_english(url), url))


def test_resolved_citations_have_a_place(online: Site) -> None:
    for _, raw, regulation, address, resolved in online.data("xref.json")["citations"]:
        if resolved and "@" not in address:
            ids = online.page(f"regulations/{regulation}/").ids
            place = address.partition("/")[2]
            whole = re.match(r"preamble|(part|art)-\d+(-\d+)?", place)
            assert not whole or whole[0] in ids, f"{raw} → {address}"


def test_links_are_counted_as_linked(online: Site) -> None:
    data = online.data("xref.json")
    linked: Counter[str] = Counter()
    for _, sentence, is_linked in data["mentions"]:
        linked[data["sentences"][sentence][0]] += is_linked
    for name, page in online.pages.items():
        assert len(our_links(page, "kb-term")) == linked[online.url(name)], name


# Counting again, without `kb`


def normal(text: str) -> str:
    """NFKC, and one kind of quotation mark."""
    return re.sub("[“”„‟「」『』〝〞〟]", '"', nfkc(text))


@dataclass(frozen=True)
class Name:
    """A name of a term, and when it counts, as terms.json says."""

    text: str
    term: str
    rule: dict[str, Any] | None
    """None: always."""
    whole_words: bool = False
    """On English pages: a Latin name is no part of a word, but may have a plural s."""

    def counts_at(self, text: str, at: int) -> bool:
        """Whether the name at `at` is a mention."""
        end = at + len(self.text)
        if self.whole_words:
            starts_inside = re.match("[a-z0-9]{2}", text[max(at - 1, 0) : at + 1]) if at else None
            ends_inside = re.match("[a-z0-9](?!s(?![a-z0-9]))[a-z0-9]", text[end - 1 : end + 2])
            if starts_inside or ends_inside:
                return False
        if self.rule is None:
            return True
        if any(self._stands_in(normal(p), text, at) for p in self.rule.get("never_in", ())):
            return False
        if "in_quotes" not in self.rule:
            return True
        quoted = text[max(at - 1, 0) : end + 1] == f'"{self.text}"'
        return (self.rule["in_quotes"] and quoted) or any(
            self._stands_in(normal(p), text, at) for p in self.rule["phrases"]
        )

    def _stands_in(self, phrase: str, text: str, at: int) -> bool:
        """Whether the name at `at` is part of the phrase, wherever in it."""
        return any(
            phrase.startswith(self.text, place)
            and place <= at
            and text.startswith(phrase, at - place)
            for place in range(len(phrase))
        )


def naive_mentions(text: str, names: list[Name]) -> Counter[str]:
    """The longest name that counts at each place, first place first; by ids joined with `|`."""
    by_first: dict[str, list[Name]] = {}
    for name in sorted(names, key=lambda name: -len(name.text)):
        by_first.setdefault(name.text[0], []).append(name)
    found: Counter[str] = Counter()
    at = 0
    while at < len(text):
        here = [
            name
            for name in by_first.get(text[at], ())
            if text.startswith(name.text, at) and name.counts_at(text, at)
        ]
        longest = [name for name in here if len(name.text) == len(here[0].text)]
        if longest:
            found["|".join(sorted({name.term for name in longest}))] += 1
        at += len(longest[0].text) if longest else 1
    return found


def chinese_names(row: dict[str, Any], *, whole_words: bool = False) -> Iterator[Name]:
    rule = None if row["match"] == "always" else row["match"]
    for name in (row["term"], *row["aliases"], *row["variants"]):
        yield Name(normal(name), row["id"], rule, whole_words)


def english_names(row: dict[str, Any]) -> Iterator[Name]:
    """An ambiguous word counts in quotes."""
    conditional = "in_quotes" in row["match"]
    rule = {"in_quotes": True, "phrases": []} if conditional else None
    for name in (row["english"]["term"], *row["english"].get("aliases", ())):
        yield Name(latin(name), row["id"], rule, whole_words=True)


def latin(text: str) -> str:
    return normal(text).lower().replace("’", "'").replace("‘", "'")


def count(
    online: Site, names: list[Name], *, english: bool
) -> dict[tuple[str, str], tuple[int, int]]:
    """(page, ids) → mentions in xref.json on the pages of a language, and as counted here."""
    fold = latin if english else normal
    naive = {
        (online.url(name), ids): found
        for name, page in online.pages.items()
        if in_english(name) is english and not name.endswith("404.html")
        for ids, found in naive_mentions(fold(page.authored), names).items()
    }
    data = online.data("xref.json")
    ours = Counter(
        (data["sentences"][sentence][0], senses) for senses, sentence, _ in data["mentions"]
    )
    keys = naive.keys() | {key for key in ours if in_english(key[0]) is english}
    return {key: (ours[key], naive.get(key, 0)) for key in sorted(keys)}


@pytest.fixture(scope="module")
def counted(online: Site) -> dict[tuple[str, str], tuple[int, int]]:
    """The mentions on Chinese pages."""
    names = [n for row in online.data("terms.json")["terms"] for n in chinese_names(row)]
    return count(online, names, english=False)


def always(online: Site) -> set[str]:
    return {row["id"] for row in online.data("terms.json")["terms"] if row["match"] == "always"}


def test_a_naive_count_finds_the_same_mentions(
    online: Site, counted: dict[tuple[str, str], tuple[int, int]]
) -> None:
    """Issue 2: for every term whose `match` is `always`, and on every page."""
    terms = always(online)
    different = {
        key: counts
        for key, counts in counted.items()
        if counts[0] != counts[1] and set(key[1].split("|")) <= terms
    }
    assert different == {}
    assert sum(ours for ours, _ in counted.values()) > 2000


def test_conditions_are_as_published(
    online: Site, counted: dict[tuple[str, str], tuple[int, int]]
) -> None:
    """And for the others, by the condition that terms.json gives."""
    terms = always(online)
    different = {
        key: counts
        for key, counts in counted.items()
        if counts[0] != counts[1] and not set(key[1].split("|")) <= terms
    }
    assert different == {}


def test_a_naive_count_of_english_pages(online: Site) -> None:
    """They have mentions of their own, of English names and of Chinese ones."""
    names = [
        name
        for row in online.data("terms.json")["terms"]
        for name in (*chinese_names(row, whole_words=True), *english_names(row))
    ]
    found = count(online, names, english=True)
    assert {key: counts for key, counts in found.items() if counts[0] != counts[1]} == {}
    assert sum(ours for ours, _ in found.values()) > 1000


# Term pages


def concordance(page: HtmlFile) -> tuple[int, int]:
    """(mentions, pages) that a term's page claims."""
    (section,) = [
        e for e in page.all("section") if e.attributes.get("aria-labelledby") == "concordance"
    ]
    match = re.search(r"共(\d+)处，(\d+)个页面|(\d+) mentions on (\d+) pages", section.text)
    if match is None:
        assert re.search("本库其他页面还没有用到|No other page uses it yet", section.text)
        return 0, 0
    mentions, pages = (int(group) for group in match.groups() if group)
    return mentions, pages


def test_concordances_agree_with_the_data(site: Site, online: Site) -> None:
    for row in site.data("terms.json")["terms"]:
        assert concordance(site.page(row["url"])) == (row["mentions"], row["pages"]), row["id"]


def test_mentions_are_those_of_other_pages(online: Site) -> None:
    """terms.json counts what xref.json lists, the term's own page left out."""
    data = online.data("xref.json")
    mentions: Counter[str] = Counter()
    pages: dict[str, set[str]] = {}
    for senses, sentence, _ in data["mentions"]:
        url = data["sentences"][sentence][0]
        for term_id in senses.split("|"):
            if not in_english(url) and url != f"terms/{term_id}/":
                mentions[term_id] += 1
                pages.setdefault(term_id, set()).add(url)
    for row in online.data("terms.json")["terms"]:
        assert row["mentions"] == mentions[row["id"]]
        assert row["pages"] == len(pages.get(row["id"], ()))


def test_concordances_show_every_page(online: Site) -> None:
    """The sums of a concordance's groups are what it claims, and each sentence leads to its place."""
    for row in online.data("terms.json")["terms"]:
        page = online.page(row["url"])
        groups = [d for d in page.all("details", "kb-concordance")]
        counts = [int(m[1]) for d in groups if (m := re.match(r"\s*\D+?(\d+)\s", d.text))]
        assert sum(counts) == row["mentions"], row["id"]


def test_marked_words_are_in_their_sentences(online: Site) -> None:
    row = next(row for row in online.data("terms.json")["terms"] if row["id"] == "san-hui-yi-ke")
    names = {nfkc(name) for name in (row["term"], *row["aliases"], *row["variants"])}
    page = online.page(row["url"])
    marks = [mark.text for mark in page.all("mark")]
    assert len(marks) > 5
    assert {nfkc(mark) for mark in marks} <= names
