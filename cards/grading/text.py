"""A typed text against the writings that are surely right."""

from string import whitespace
from typing import Final

from cards.grading.verdicts import Verdict
from cards.grading.writing import normalise, same_writing
from cards.kinds import Card
from cards.question import Question, Typed, pose

_DONT_KNOW: Final = frozenset(
    map(
        normalise,
        (
            *("don't know", "I don't know", "do not know", "I do not know", "dunno", "I dunno"),
            *("no idea", "I have no idea", "no clue", "I have no clue", "not a clue", "idk"),
            *("not sure", "I'm not sure", "I am not sure", "unsure", "can't say", "I can't say"),
            *("forgot", "I forgot", "forgotten", "I have forgotten", "I've forgotten"),
            *("don't remember", "I don't remember", "can't remember", "I can't remember"),
            *("don't know this", "I don't know this", "don't know it", "I don't know it"),
            *("sorry, I don't know", "sorry, no idea", "no idea, sorry", "I really don't know"),
        ),
    )
)


def grade(question: Question | Card, answer: str) -> Verdict:
    """Return what a typed text is worth; a card stands for its question.

    Raises TypeError for what is not answered in the learner's own words.
    """
    asked = question if isinstance(question, Question) else pose(question, seed=0)
    if not isinstance(asked.answer, Typed):
        raise TypeError(f"{asked.card} is not answered with a text")
    if same_writing(answer, asked.answer.accepted):
        return Verdict(quality=4, confident=True)
    if is_dont_know(answer):
        return Verdict(quality=0, confident=True, gate="dont_know")
    if not normalise(answer):
        return Verdict(quality=0, confident=False, gate="empty")
    return Verdict(quality=None, confident=False)


def is_dont_know(text: str) -> bool:
    """Return whether a text says no more than that the learner does not know."""
    return normalise(text) in _DONT_KNOW or set(text) - set(whitespace) == {"?"}
