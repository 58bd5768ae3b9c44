"""An imported official text and our digest of it as one page, in Markdown.

Both have the same heading forms, so that provisions meet by their addresses (`anchors`): in each
section the official text stands first, wrapped, and the digest follows. What only the text has gets
a section of its own, in the text's order.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from .anchors import HeadingAddresses

_HEADING = re.compile(r"^(#{2,6}) +(.+?)(?: *\{[^}\n]*\})? *$", re.M)
_PREAMBLE = "preamble"

Wrap = Callable[[str, bool], str]
"""(official text, whether a digest follows) -> Markdown that sets it apart."""


@dataclass(frozen=True, slots=True)
class Part:
    """From one heading to the next."""

    key: str
    """The address, or the heading without blanks where it has none; empty before the first."""
    line: str
    """The heading as Markdown, without its `#`; empty before the first."""
    level: int
    body: str

    @property
    def is_article(self) -> bool:
        """Whether it is a 条: its heading in the digest says what it is about."""
        return self.key.startswith("art-")


def split_parts(markdown: str) -> list[Part]:
    """The parts of a page, the one before the first heading included (it may be blank)."""
    addresses = HeadingAddresses()
    matches = list(_HEADING.finditer(markdown))
    starts = [*(match.start() for match in matches), len(markdown)]
    parts = [Part("", "", 0, markdown[: starts[0]].strip())]
    for match, end in zip(matches, starts[1:], strict=True):
        line = match[0][len(match[1]) :].strip()
        key = addresses.of(match[2]) or "".join(match[2].split())
        parts.append(Part(key, line, len(match[1]), markdown[match.end() : end].strip()))
    return parts


def join_official(digest: str, text: str, wrap: Wrap) -> str:
    """The digest with the official text put into its sections. Both are Markdown bodies."""
    ours = split_parts(digest)
    official = _headed(split_parts(text))
    level = _article_level(ours)
    if level is None and all(part.level != 2 for part in (*ours, *official)):
        official = [
            replace(p, level=max(p.level - 1, 0)) for p in official
        ]  # right below the title
    joined = "\n\n".join(filter(None, _joined(ours, official, level, wrap)))
    return f"{joined}\n"


def _headed(parts: list[Part]) -> list[Part]:
    """A foreword without a heading is the preamble, if the text has no other."""
    if parts[0].body and all(part.key != _PREAMBLE for part in parts):
        return [replace(parts[0], key=_PREAMBLE), *parts[1:]]
    return parts if parts[0].body else parts[1:]


def _article_level(parts: Sequence[Part]) -> int | None:
    levels = Counter(part.level for part in parts if part.is_article)
    return max(levels, key=lambda level: levels[level], default=None)


def _joined(
    ours: Sequence[Part], official: Sequence[Part], level: int | None, wrap: Wrap
) -> Iterator[str]:
    places = {part.key: place for place, part in reversed(list(enumerate(official)))}
    last_common = max((n for n, part in enumerate(ours) if part.key in places), default=-1)
    done = 0
    for number, part in enumerate(ours):
        place = places.get(part.key, -1)
        if part.key and place >= done:
            for missing in official[done:place]:
                yield _rendered(_lowered(missing, level), None, wrap)
            yield _rendered(official[place], part, wrap)
            done = place + 1
        else:
            yield _rendered(None, part, wrap)
        if number == last_common:
            for missing in official[done:]:
                yield _rendered(_lowered(missing, level), None, wrap)
            done = len(official)
    for missing in official[done:]:
        yield _rendered(_lowered(missing, level), None, wrap)


def _lowered(part: Part, article_level: int | None) -> Part:
    """A part that only the text has, at the depth of the digest's articles, if it has any."""
    if article_level is None or not part.line:
        return part
    above = min(part.level, max(article_level - 1, 2))
    return replace(part, level=article_level if part.is_article else above)


def _rendered(official: Part | None, digest: Part | None, wrap: Wrap) -> str:
    """One section. Headings are the text's, those of articles the digest's, with its title."""
    shown = digest or official
    assert shown is not None
    line = shown.line
    if official and official.line and not shown.is_article:
        line = official.line
    blocks = [f"{'#' * shown.level} {line}" if line else ""]
    if official and official.body:
        blocks.append(wrap(official.body, bool(digest and digest.body)))
    if digest:
        blocks.append(digest.body)
    return "\n\n".join(filter(None, blocks))
