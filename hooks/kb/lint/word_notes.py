"""Rules on what a Word file carries besides its text; `read` has looked."""

from __future__ import annotations

from collections.abc import Iterator

from .document import Document
from .finding import Draft
from .tools import Rule, Tools

FIXES = {
    "word-changes": "在“审阅”里接受或拒绝全部修订，再保存。",
    "word-comments": "在“审阅”里删除所有批注，再保存。",
    "word-author": "用“文件—信息—检查文档”删除文档属性和个人信息，再保存。",
}


def notes_of(rule: str) -> Rule:
    """The check that reports a document's notes of one rule."""

    def check(document: Document, tools: Tools) -> Iterator[Draft]:
        for note in document.notes:
            if note.rule == rule:
                block = next((n for n, b in enumerate(document.blocks) if b.line == note.line), 0)
                yield Draft(block, 0, 0, f"{note.what}。", FIXES[rule])

    return check
