"""The question bank as a text file that Anki imports.

The header lines are Anki's: https://docs.ankiweb.net/importing/text-files.html
"""

from __future__ import annotations

from collections.abc import Iterable

from ..text import plain
from .ask import KINDS, TOPICS, Question, listed

_LETTERS = "ABCDEFGH"
_HEADER = (
    "#separator:tab",
    "#html:false",
    "#guid column:1",
    "#columns:guid\tfront\tback\ttags",
    "#tags column:4",
)


def to_anki(questions: Iterable[Question]) -> str:
    """One line a card: id, question, answer, tags. By its id a second import updates the first."""
    rows = ("\t".join(_card(question)) for question in questions)
    return "\n".join((*_HEADER, *rows)) + "\n"


def _card(question: Question) -> tuple[str, str, str, str]:
    label = 1 if question.language == "en" else 0
    tags = (TOPICS[question.topic][label], KINDS[question.kind][label])
    return (
        f"kb/{question.id}",
        _field(" ".join((question.text, *_lettered(question.options)))),
        _field(_back(question)),
        " ".join(tag.replace(" ", "-") for tag in tags),
    )


def _lettered(options: tuple[str, ...]) -> list[str]:
    return [f"{letter}. {option}" for letter, option in zip(_LETTERS, options, strict=False)]


def _back(question: Question) -> str:
    open_mark, close_mark = ("(", ")") if question.language == "en" else ("（", "）")
    answer = listed(question.answer, question.language)
    if question.options:
        answer = f"{_LETTERS[question.options.index(question.answer[0])]}. {answer}"
    parts = (answer, question.explanation, f"{open_mark}{question.source}{close_mark}")
    return " ".join(filter(None, parts))


def _field(text: str) -> str:
    """A field may hold neither tab nor line break; one with a straight quote is put in quotes."""
    text = plain(text)
    return '"' + text.replace('"', '""') + '"' if '"' in text else text
