"""Questions and answers made from the records: nothing here is typed by hand.

    bank = make_questions(knowledge, language)      every question, in a lasting order

`ask` says what a question is and draws the wrong options, `terms`, `discipline` and `work` ask
what the records of these folders state, `anki` writes the bank for a card program. A fact that
nobody has checked is not asked; one that another record makes doubtful is not asked either.
"""

from __future__ import annotations

from collections import Counter

from ..load import KnowledgeBase
from ..match import Language
from .anki import to_anki
from .ask import KINDS, TOPICS, Question
from .discipline import form_questions, list_questions
from .terms import english_questions, term_questions
from .work import guide_questions, regulation_questions

__all__ = ["KINDS", "SCHEMA", "TOPICS", "Question", "make_questions", "to_anki"]

SCHEMA = 1
"""Of questions.json and of the script that the self-test reads."""


def make_questions(knowledge: KnowledgeBase, language: Language) -> tuple[Question, ...]:
    """Every question of a language, by topic, then by id; ids do not depend on any order."""
    if language == "en":
        found = [*english_questions(knowledge)]
    else:
        found = [
            *term_questions(knowledge),
            *form_questions(knowledge),
            *list_questions(knowledge),
            *guide_questions(knowledge),
            *regulation_questions(knowledge),
        ]
    # Two questions in the same words have two answers, or one of them is not needed.
    asked = Counter((question.text, question.options) for question in found)
    topics = list(TOPICS)
    return tuple(
        sorted(
            (q for q in found if asked[q.text, q.options] == 1),
            key=lambda q: (topics.index(q.topic), q.id),
        )
    )
