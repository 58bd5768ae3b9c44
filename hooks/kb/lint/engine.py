"""Running the rules over one document, and leaving out what has been switched off with a reason."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from fnmatch import fnmatch
from typing import Annotated, Final

from pydantic import BaseModel, ConfigDict, StringConstraints

from . import (
    case_names,
    citations,
    consistency,
    counts,
    editions,
    enumeration,
    formulations,
    headings,
    issuers,
    leftovers,
    names,
    patterns,
    slips,
    titles,
    wording,
    years,
)
from .catalogue import RuleInfo, rules
from .document import Document, Off
from .finding import Draft, Finding
from .tools import Rule, Tools
from .word_notes import notes_of

CHECKS: Final[Mapping[str, Rule]] = {
    "enumeration": enumeration.check_enumeration,
    "count": counts.check_count,
    "empty-heading": headings.check_empty_heading,
    "blank": wording.check_blank,
    "lost-text": wording.check_lost,
    "doubled": wording.check_doubled,
    "unpaired": wording.check_pairs,
    "typo-term": slips.check_term_slip,
    "typo-word": slips.check_word_slip,
    "variant": formulations.check_variant,
    "members": formulations.check_members,
    "short-form": names.check_short,
    "undefined": names.check_undefined,
    "local-term": names.check_local,
    "inconsistent": consistency.check_inconsistent,
    "leftover": leftovers.check_leftover,
    "year-label": years.check_year_label,
    "cite-unknown": titles.check_unknown,
    "cite-article": citations.check_article,
    "cite-superseded": editions.check_revision,
    "cite-title": titles.check_title,
    "cite-year": editions.check_year,
    "cite-issuer": issuers.check_issuer,
    "body-name": patterns.check_body,
    "id-card": patterns.check_id_card,
    "mobile": patterns.check_mobile,
    "bank-card": patterns.check_bank_card,
    "secret": patterns.check_secret,
    "case-name": case_names.check_case_name,
    "word-changes": notes_of("word-changes"),
    "word-comments": notes_of("word-comments"),
    "word-author": notes_of("word-author"),
}
"""Rule → its check; `off-reason` is checked here."""
MARGIN: Final = 4
"""Characters shown on either side of a place."""


class ProjectOff(BaseModel):
    """One entry of kb-lint.toml: a rule switched off for the project, or for some files of it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    rule: str
    reason: Annotated[str, StringConstraints(min_length=2, strip_whitespace=True)]
    files: tuple[str, ...] = ("*",)
    """Patterns of paths; without them the whole project."""


def lint_document(
    document: Document,
    tools: Tools,
    *,
    only: Collection[str] | None = None,
    project: Iterable[ProjectOff] = (),
) -> tuple[Finding, ...]:
    """Everything the rules find, in order; with `only`, by these rules."""
    off = _switched_off(document)
    everywhere = {
        entry.rule
        for entry in project
        if any(fnmatch(document.path, pattern) for pattern in entry.files)
    } | {rule for rule, line in off if line is None}
    found: list[Finding] = []
    for rule_id, check in CHECKS.items():
        info = rules()[rule_id]
        asked = only is None or rule_id in only
        if not asked or rule_id in everywhere or not (document.draft or info.pages):
            continue
        for draft in check(document, tools):
            finding = _finding(document, info, draft)
            if (rule_id, finding.line) not in off:
                found.append(finding)
    if only is None or "off-reason" in only:
        found += _bad_switches(document)
    return tuple(sorted(set(found)))


def _finding(document: Document, info: RuleInfo, draft: Draft) -> Finding:
    line, words, what = 1, "", draft.what
    if document.blocks:
        block = document.blocks[draft.block]
        line = block.line
        if block.place:
            what = f"{block.place}：{what}"
        head = max(0, draft.start - MARGIN)
        words = " ".join(block.text[head : max(draft.end + MARGIN, draft.start + 10)].split())[:24]
    severity = info.severity if draft.severity is None else draft.severity
    return Finding(
        document.path,
        line,
        draft.start,
        info.id,
        severity,
        what,
        draft.fix,
        words,
        document.word,
        draft.about,
    )


def _switched_off(document: Document) -> frozenset[tuple[str, int | None]]:
    """(rule, line, None for the whole paper) of every switch that gives a reason."""
    return frozenset(
        (off.rule, _line_of(document, off)) for off in document.off if off.reason.strip()
    )


def _line_of(document: Document, off: Off) -> int | None:
    """A switch that stands alone, its line negative, is for the next line with text."""
    if off.line is None or off.line > 0:
        return off.line
    below = (block.line for block in document.blocks if block.line > -(off.line or 0))
    return next(below, 0)


def _bad_switches(document: Document) -> Iterator[Finding]:
    info = rules()["off-reason"]
    for off in document.off:
        line = abs(off.line or 1)
        known = off.rule in CHECKS
        if known and off.reason.strip():
            continue
        what = f"没有规则“{off.rule}”。" if off.rule else "没有写要关闭哪条规则。"
        if known:
            what = f"关闭规则“{off.rule}”没有写理由。"
        fix = "在规则编号后面写明理由。" if known else f"规则有：{'、'.join(CHECKS)}。"
        yield Finding(document.path, line, 0, info.id, info.severity, what, fix, "", document.word)
