"""What the draft desk in the browser needs of the rules: one data file, read by docs/assets/desk.

Nothing that is data is written twice. Word lists, records and the regular expressions themselves
(every constant of the modules below) go into the file, and JavaScript uses the same expression
under the same name: `wording._BLANK` there is `_BLANK` of `wording` here. Only what the rules do
with them is written in both languages; `tests/test_desk.py` holds the two together.

The dictionary and the character sequences of the pages are two lists of a hundred thousand short
words and more. `pack` writes a word as what differs from the one before it, in an alphabet in which
common characters are short in UTF-8. What each word costs is a letter of its own beside the list.
"""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from functools import cache
from itertools import chain
from types import ModuleType
from typing import Any, Final

from .. import grammar, match, steps, text, works
from ..importer import numerals, roles, structure, word_inline, word_numbering
from ..importer import text as importer_text
from ..match import name_variants
from ..model import Regulation, Term
from . import (
    case_names,
    citations,
    consistency,
    counts,
    division,
    editions,
    enumeration,
    formulations,
    headings,
    issuers,
    leftovers,
    lexicon,
    names,
    patterns,
    read,
    slips,
    spelling,
    titles,
    tools,
    weighing,
    wording,
    years,
)
from .catalogue import rules
from .engine import CHECKS, MARGIN
from .word_notes import FIXES

SCHEMA: Final = 1
GLOBAL: Final = "kbDeskData"
PARTS: Final = (
    "base", "lexicon", "tools", "enumeration", "counts", "headings", "wording", "formulations",
    "names", "leftovers", "consistency", "years", "division", "weighing", "spelling", "slips",
    "release", "case_names", "steps", "works", "grammar", "cite", "citations", "issuers",
    "editions", "titles", "engine", "read", "zip", "inflate", "word_xml", "word_styles",
    "word_numbering", "word_text", "apart", "word", "word_write", "corrections", "coverage",
    "intake", "loading", "fittings", "show", "card", "walk", "genres", "takeaway", "page",
)  # fmt: skip
"""The scripts of docs/assets/desk in their order."""
MODULES: Final[Mapping[str, ModuleType]] = {
    module.__name__.rpartition(".")[2]: module
    for module in (
        case_names, citations, consistency, counts, division, editions, enumeration, formulations,
        headings, issuers, leftovers, lexicon, names, patterns, read, slips, spelling, titles,
        tools, weighing, wording, years, grammar, match, steps, text, works, numerals, roles,
        structure, word_inline, word_numbering,
    )
} | {"plain": importer_text}  # fmt: skip
_CONSTANT: Final = re.compile(r"^_?[A-Z][A-Z0-9_]*$")
_MADE_ANEW: Final = frozenset(("_TABLE", "_RARE"))
"""Long tables that JavaScript makes from the short ones beside them."""


def build_desk(known: tools.Tools, url_pattern: str) -> str:
    """The script with everything; `url_pattern` is a record's URL with `*` for `terms/id`."""
    words = known.lexicon
    data = {
        "schema": SCHEMA,
        "order": list(CHECKS),
        "margin": MARGIN,
        "fixes": FIXES,
        "rules": [
            [rule.id, rule.family, rule.name, rule.level, rule.pages, rule.why]
            for rule in rules().values()
        ],
        "constants": {name: _constants(module) for name, module in MODULES.items()},
        "confusions": [
            [right, _pattern(re.compile(wrong))]
            for wrong, right in (
                line.split("→") for line in tools.read_data("confusions.yaml")["confusions"]
            )
        ],
        "bodies": _worded("bodies.yaml", "patterns"),
        "past_bodies": _worded("bodies.yaml", "past"),
        "variants": _worded("variants.yaml", "patterns"),
        "past": _worded("variants.yaml", "past"),
        "wrong_members": _worded("variants.yaml", "members"),
        "first": [
            [
                _pattern(re.compile(entry["wrong"])),
                _pattern(re.compile(entry["full"])),
                entry["right"],
            ]
            for entry in tools.read_data("variants.yaml")["first"]
        ],
        "set_lists": {
            member: [term.id for term in terms] for member, terms in known.set_lists.items()
        },
        "editions": tools.read_data("editions.yaml"),
        "items": known.items,
        "shapes": tools.read_data("phrases.yaml")["shapes"],
        "systems": [
            {
                key: _pattern(re.compile(value)) if key not in ("name", "reason") else value
                for key, value in system.items()
            }
            for system in tools.read_data("leftovers.yaml")["systems"]
        ],
        "over": [
            {**entry, "words": _pattern(re.compile(entry["words"]))}
            for entry in tools.read_data("leftovers.yaml")["over"]
        ],
        "events": [
            [
                [_pattern(pattern) for pattern in years.patterns_of(event["name"])],
                event["years"],
            ]
            for event in tools.read_data("leftovers.yaml")["events"]
        ],
        "years": {str(y): n for y, n in tools.read_data("leftovers.yaml")["years"].items()},
        "terms": [_term(term) for term in known.knowledge.terms.values()],
        "url": url_pattern,
        "names": _names(known),
        "other_names": sorted(known.names - {name for name, _ in known.matcher.table()}),
        "regulations": [
            _regulation(regulation) for regulation in known.knowledge.regulations.values()
        ],
        "shown": {
            work: sorted(str(address) for address in found)
            for work, found in known.knowledge.shown.items()
            if _is_uncounted(known.knowledge.regulations.get(work))
        },
        "phrases": _phrases(known),
        "stock": " ".join(sorted(words.stock)),
        "readings": _readings(),
        **_packed(words),
    }
    script = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    for separator in "\u2028\u2029":  # ends a line inside a string before ES2019
        script = script.replace(separator, f"\\u{ord(separator):x}")
    return f"window.{GLOBAL}={script};\n"


def _names(known: tools.Tools) -> list[list[Any]]:
    """Folded name, then each claim to it: the term's number, or that with its conditions."""
    numbers = {term_id: number for number, term_id in enumerate(known.knowledge.terms)}
    rows: list[list[Any]] = []
    for name, claims in known.matcher.table():
        row: list[Any] = [name]
        for claim in claims:
            free = not claim.conditional and not claim.never_in
            number = numbers[claim.term]
            row.append(
                number
                if free
                else [number, claim.conditional, claim.in_quotes, claim.phrases, claim.never_in]
            )
        rows.append(row)
    return rows


def _is_uncounted(regulation: Regulation | None) -> bool:
    """Whether only its page says which provisions a text has."""
    revisions = regulation.revisions if regulation else ()
    return not revisions or any(r.articles is None and r.parts is None for r in revisions)


def _phrases(known: tools.Tools) -> list[str]:
    """For each term in order, its phrases with blanks between."""
    found: dict[str, list[str]] = {term_id: [] for term_id in known.knowledge.terms}
    for phrase, term_id in known.lexicon.terms.items():
        found[term_id].append(phrase)
    return [" ".join(phrases) for phrases in found.values()]


def _term(term: Term) -> dict[str, Any]:
    row = {
        "id": term.id,
        "term": term.term,
        "aliases": term.aliases,
        "wrong": [[wrong.variant, wrong.why] for wrong in term.wrong],
        "status": "" if term.status == "current" else term.status,
        "by": term.superseded_by,
        "members": [member.wording for member in term.known_members],
        "counts": term.counts,
        "variants": sorted(name_variants(term.term, digits=True)) if term.counts else None,
    }
    return {key: value for key, value in row.items() if value}


def _regulation(regulation: Regulation) -> dict[str, Any]:
    current = regulation.current
    return {
        "id": regulation.id,
        "title": regulation.title,
        "short": regulation.short,
        "status": regulation.status,
        "by": regulation.superseded_by,
        "issuer": regulation.issuer or "",
        "years": [day.year for day in (regulation.issued, regulation.effective) if day],
        "current": regulation.revisions.index(current) if current else -1,
        "revisions": [
            {
                "year": revision.date.year,
                "years": [
                    day.year for day in (revision.date, revision.issued, revision.effective) if day
                ],
                "written": []
                if revision.date == revision.effective
                else [day.year for day in (revision.date, revision.issued) if day],
                "label": revision.label,
                "articles": revision.articles,
                "parts": revision.parts,
                "preamble": revision.preamble,
            }
            for revision in regulation.revisions
        ],
    }


# Constants


def _worded(name: str, section: str) -> list[list[Any]]:
    """[wrong, right, why] of a section of a data file."""
    return [
        [_pattern(re.compile(entry["wrong"])), entry["right"], entry["why"]]
        for entry in tools.read_data(name)[section]
    ]


def _constants(module: ModuleType) -> dict[str, Any]:
    """Every constant of a module that JSON can hold, regular expressions translated."""
    found: dict[str, Any] = {}
    for name, value in vars(module).items():
        if _CONSTANT.match(name) and name not in _MADE_ANEW:
            converted = _converted(value)
            if converted is not None:
                found[name] = converted
    return found


def _converted(value: Any) -> Any:
    """Something for JSON; None for what it cannot hold."""
    if isinstance(value, re.Pattern):
        return _pattern(value) if isinstance(value.pattern, str) else None
    if isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, frozenset):
        return sorted(value) if all(isinstance(each, str) for each in value) else None
    if isinstance(value, tuple | list):
        each = [_converted(inner) for inner in value]
        return (
            None
            if any(
                one is None and inner is not None for one, inner in zip(each, value, strict=True)
            )
            else each
        )
    if isinstance(value, Mapping) and all(isinstance(key, str) for key in value):
        table = {key: _converted(inner) for key, inner in value.items()}
        return None if None in table.values() else table
    return None


_TOKEN: Final = re.compile(
    r"\\(?:x[0-9a-f]{2}|u[0-9a-f]{4}|.)|\(\?P<|\(\?P=(\w+)\)|\(\?\(|\(\?[a-zA-Z]|\{,|\[\^?\]?|[\]$]"
    r"|[\ud800-\udfff]|.",
    re.S,
)
_DIGITS: Final = "0-9\uff10-\uff19"
"""What \\d is in texts that are not folded."""


def _pattern(pattern: re.Pattern[str]) -> dict[str, str] | None:
    """A regular expression in JavaScript's words; None where it has none for it."""
    flags = ("m" if pattern.flags & re.M else "") + ("s" if pattern.flags & re.S else "")
    flags += "i" if pattern.flags & re.I else ""
    out: list[str] = []
    inside = False
    for found in _TOKEN.finditer(pattern.pattern):
        token = found[0]
        if token.startswith("(?") and not inside and token[-1:].isalpha() and token != "(?P<":
            return None  # flags inside a pattern
        if ord(token[0]) > 0xFFFF or token == "(?(":
            return None
        out.append(_in_javascript(token, found[1], inside, multiline=bool(pattern.flags & re.M)))
        if token[0] == "[" and not inside:
            inside = True
        elif token == "]":
            inside = False
    return {"re": "".join(out), "flags": flags}


def _in_javascript(token: str, name: str | None, inside: bool, *, multiline: bool) -> str:
    if token == "\\d":
        return _DIGITS if inside else f"[{_DIGITS}]"
    if inside:
        return {"[": "\\[", "[^": "\\[^", "[]": "\\[]"}.get(token, token)
    if token == "$" and not multiline:
        return "(?=\\n?(?![^]))"  # Python's also matches before a last line feed
    table = {"(?P<": "(?<", "{,": "{0,", "[]": "[\\]", "[^]": "[^\\]", "\\Z": "(?![^])"}
    table["\\A"] = "(?<![^])"
    return f"\\k<{name}>" if name else table.get(token, token)


# Words


@cache  # `mkdocs serve` builds many times
def _readings() -> Mapping[str, Any]:
    """The syllables, the commonest first; a letter for each character's first one, a blank where
    it has none; and the characters that have a second one."""
    found = [sorted(lexicon.readings(chr(code))) for code in range(0x4E00, 0xA000)]
    known = [[name for name in names if name.isascii()] for names in found]
    counts = Counter(names[0] for names in known if names)
    syllables = sorted(counts, key=lambda name: (-counts[name], name))
    letter = dict(zip(syllables, _SHORT + _LONG, strict=False))
    second: dict[str, str] = defaultdict(str)
    for code, spoken in enumerate(known, 0x4E00):
        for name in spoken[1:]:
            second[name] += chr(code)
    return {
        "syllables": syllables,
        "first": "".join(letter[names[0]] if names else " " for names in known),
        "second": second,
    }


def _packed(words: lexicon.Lexicon) -> dict[str, Any]:
    pairs = sorted(found for found in words.attested if len(found) == 2)
    triples = [found for found in words.attested if len(found) == 3]
    listed = sorted(words.words | words.costs.keys(), key=_by_length)
    counts = Counter(chain.from_iterable(chain(listed, pairs, pairs)))
    alphabet = sorted(counts, key=lambda char: (-counts[char], char))
    code = _codes(alphabet)
    return {
        "alphabet": "".join(alphabet[: len(_SHORT + _LONG)]),
        "letters": [_SHORT, _LONG],
        "words": pack(listed, code),
        "costs": "".join(_rating(words, word) for word in listed),
        "cost_letters": _COSTS,
        "pairs": pack(pairs, code),
        "triples": _pack_triples(pairs, triples, code),
    }


def _by_length(word: str) -> tuple[int, str]:
    return len(word), word


_COSTS: Final = "".join(chr(n) for n in range(0x21, 0x7F) if chr(n) not in '"\\`<>')


def _rating(words: lexicon.Lexicon, word: str) -> str:
    """A letter for what a word costs, 0 for nothing, and whether it is one of the dictionary's."""
    return _COSTS[2 * words.costs.get(word, 0) + (word in words.words)]


_SHORT: Final = "".join(chr(n) for n in range(0x3A, 0x7F) if chr(n) not in '"\\`<>')
_LONG: Final = "".join(chr(n) for n in range(0xC0, 0x2B0)) + "".join(
    chr(n) for n in range(0x370, 0x530) if chr(n).isalpha()
)


def _codes(alphabet: Iterable[str]) -> Mapping[str, str]:
    """Character → its code: one byte for the commonest, then two; the others stand for
    themselves. The reader makes the same table from the same two constants."""
    letters = _SHORT + _LONG
    return {char: letters[n] if n < len(letters) else char for n, char in enumerate(alphabet)}


def pack(found: Iterable[str], code: Mapping[str, str]) -> str:
    """Words, shorter ones first, as what differs from the word before.

    A digit says how many characters are the same; without one, all but the last. `#` and a length
    begin the words of that length.
    """
    out: list[str] = []
    size, before = 0, ""
    for word in sorted(found, key=_by_length):
        if len(word) != size:
            size, before = len(word), ""
            out.append(f"#{chr(0x30 + size)}")
        same = next((n for n in range(size - 1) if word[n : n + 1] != before[n : n + 1]), size - 1)
        same = min(same, 9)
        out.append(("" if same == size - 1 else str(same)) + "".join(map(code.get, word[same:])))  # type: ignore[arg-type]
        before = word
    return "".join(out)


def _pack_triples(pairs: list[str], triples: list[str], code: Mapping[str, str]) -> str:
    """For each pair in order, which of the characters that follow its second one follow both:
    the steps from one to the next in `_SHORT`, the last of which means many; then a blank."""
    following: dict[str, list[str]] = defaultdict(list)
    for pair in pairs:
        following[pair[0]].append(pair[1])
    place = {pair: n for chars in following.values() for n, pair in enumerate(chars)}
    place = {first + char: n for first, chars in following.items() for n, char in enumerate(chars)}
    wanted: dict[str, list[int]] = defaultdict(list)
    for found in sorted(triples):
        wanted[found[:2]].append(place[found[1:]])
    most = len(_SHORT) - 1
    out: list[str] = []
    for pair in pairs:
        last = -1
        for n in sorted(wanted.get(pair, ())):
            step = n - last - 1
            out.append(_SHORT[most] * (step // most) + _SHORT[step % most])
            last = n
        out.append(" ")
    return "".join(out)
