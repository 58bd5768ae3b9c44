"""Word's styles: what a paragraph or run inherits from its style."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from lxml import etree

from .blocks import Emphasis, Role
from .roles import ROLES, TABLE

W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MAX_OUTLINE: Final = 9
MAX_CHAIN: Final = 20
"""Word bases styles on one another eleven deep at most."""
OFF: Final = ("0", "false", "off", "none")
"""Values that switch an on-off property (or an underline) off, ISO 29500-1 17.17.4."""
SWITCHES: Final = (
    (f"{W}b", Emphasis.BOLD),
    (f"{W}i", Emphasis.ITALIC),
    (f"{W}u", Emphasis.UNDERLINE),
    (f"{W}strike", Emphasis.STRIKE),
    (f"{W}dstrike", Emphasis.STRIKE),
)
RAISED: Final = {"superscript": Emphasis.SUPERSCRIPT, "subscript": Emphasis.SUBSCRIPT}


def value(node: etree._Element | None, path: str = "") -> str | None:
    """The `w:val` of the node or of the child that `path` (`pPr/pStyle`) leads to."""
    if node is not None and path:
        node = node.find("/".join(W + step for step in path.split("/")))
    return None if node is None else node.get(f"{W}val")


def number(text: str | None) -> int | None:
    """A whole number of up to nine digits, else None: attributes may hold anything."""
    if text is None or not text.lstrip("-").isdecimal() or len(text) > 9:
        return None
    return int(text)


def switched_on(node: etree._Element | None) -> bool:
    """Whether an on-off property is there and not off."""
    return node is not None and node.get(f"{W}val", "1") not in OFF


def emphasis_of(properties: etree._Element | None, inherited: Emphasis) -> Emphasis:
    """The emphasis that run properties (`w:rPr`) make of the inherited one."""
    if properties is None:
        return inherited
    for tag, flag in SWITCHES:
        node = properties.find(tag)
        if node is not None:
            inherited = inherited | flag if switched_on(node) else inherited & ~flag
    raised = value(properties, "vertAlign")
    return inherited | RAISED[raised] if raised in RAISED else inherited


@dataclass(frozen=True, slots=True)
class NumberRef:
    """A paragraph's place in a list: `w:numPr`."""

    list_id: str
    level: int


def number_ref(properties: etree._Element | None) -> NumberRef | None:
    """The list reference in paragraph properties; `numId` 0 (numbering off) is one as well."""
    list_id = value(properties, "numPr/numId")
    if list_id is None:
        return None
    return NumberRef(list_id, min(max(number(value(properties, "numPr/ilvl")) or 0, 0), 8))


@dataclass(slots=True)
class Styles:
    """The styles part, looked up by id; what a style inherits is found along `basedOn`."""

    nodes: dict[str, etree._Element]
    _chains: dict[str, tuple[etree._Element, ...]] = field(default_factory=dict)

    def chain(self, style_id: str | None) -> tuple[etree._Element, ...]:
        """The style and those it is based on, itself first; a circle is cut."""
        if style_id is None or style_id not in self.nodes:
            return ()
        if style_id not in self._chains:
            found: dict[str, etree._Element] = {}
            step = style_id
            while step in self.nodes and step not in found and len(found) < MAX_CHAIN:
                found[step] = self.nodes[step]
                step = value(found[step], "basedOn") or ""
            self._chains[style_id] = tuple(found.values())
        return self._chains[style_id]

    def outline(self, style_id: str | None) -> int | None:
        """The heading level 1..9 of a paragraph style, 0 for Title, None for running text."""
        for node in self.chain(style_id):
            name = (value(node, "name") or "").lower()
            if name == "title":
                return 0
            level = number(name.removeprefix("heading ")) if name.startswith("heading ") else None
            if level is None:
                own = number(value(node, "pPr/outlineLvl"))
                level = None if own is None else own + 1
            if level is not None:
                return level if 1 <= level <= MAX_OUTLINE else None
        return None

    def role(self, style_id: str | None) -> Role | None:
        """What a style of our own export, or one based on it, says that a paragraph is."""
        names = (value(node, "name") or "" for node in self.chain(style_id))
        return next((ROLES[name] for name in names if name in ROLES), None)

    def is_table(self, style_id: str | None) -> bool:
        """Whether the style is that of our own export's tables."""
        return any(value(node, "name") == TABLE for node in self.chain(style_id))

    def is_contents(self, style_id: str | None) -> bool:
        """Whether the style is one of a table of contents."""
        name = (value(self.nodes.get(style_id or ""), "name") or "").lower()
        return name.startswith("toc ")

    def number_ref(self, style_id: str | None) -> NumberRef | None:
        """The list that a paragraph style belongs to."""
        refs = (number_ref(node.find(f"{W}pPr")) for node in self.chain(style_id))
        return next((ref for ref in refs if ref), None)

    def emphasis(self, style_id: str | None) -> Emphasis:
        """The emphasis of a character style, such as Strong."""
        emphasis = Emphasis.NONE
        for node in reversed(self.chain(style_id)):
            emphasis = emphasis_of(node.find(f"{W}rPr"), emphasis)
        return emphasis


def read_styles(root: etree._Element | None) -> Styles:
    """The styles of `word/styles.xml`; none where the part is missing."""
    nodes = [] if root is None else root.findall(f"{W}style")
    return Styles({node.get(f"{W}styleId", ""): node for node in nodes})
