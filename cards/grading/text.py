"""A typed text against what the question says is right: its writings, then its rubric."""

from string import whitespace
from typing import Final

from cards.grading.gates import gate
from cards.grading.judging import judge
from cards.grading.listing import listed
from cards.grading.reading import Answer, parse
from cards.grading.task import Task, prepare
from cards.grading.typed_sides import judge_side
from cards.grading.verdicts import Verdict
from cards.grading.words import read
from cards.grading.writing import normalise, same_writing
from cards.kinds import Card
from cards.question import Question, Sides, Typed, pose
from cards.rubric import Rubric

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
            *("don't know that", "I don't know that", "don't know yet", "I don't know yet"),
            *("never heard of it", "never heard of this", "never heard of that"),
            *("I've never heard of it", "I have never heard of it", "I never heard of it"),
            *("haven't learned this", "I haven't learned this yet", "we haven't had this yet"),
            *("no answer", "I don't have an answer", "I give up", "give up", "skip", "beats me"),
            *(
                "I forgot it",
                "I forgot this",
                "I forgot that",
                "haven't a clue",
                "I haven't a clue",
            ),
        ),
    )
)
_SOFTENERS: Final = listed(
    """tbh sorry really honestly just lol hmm hm um uh oh well ok okay please actually again right
    now at the moment anymore any more this one simply completely totally absolutely afraid
    im i'm"""
)


def grade(question: Question | Card, answer: str) -> Verdict:
    """Return what a typed text is worth; a card stands for its question.

    Raises TypeError for what is not answered in the learner's own words.
    """
    asked = question if isinstance(question, Question) else pose(question, seed=0)
    match asked.answer:
        case Typed(accepted, rubric):
            return _grade_typed(asked.prompt, accepted, rubric, answer)
        case Sides() as sides:
            return _grade_sides(asked.prompt, sides, answer)
        case _:
            raise TypeError(f"{asked.card} is not answered with a text")


def _grade_typed(prompt: str, accepted: tuple[str, ...], rubric: Rubric, answer: str) -> Verdict:
    task = prepare(prompt, accepted[0], rubric)
    read_answer = parse(answer, task.vocabulary)
    if same_writing(answer, accepted):
        return _the_very_same(judge(task, rubric, read_answer))
    return _held_back(answer, read_answer, task) or judge(task, rubric, read_answer)


def _grade_sides(prompt: str, sides: Sides, answer: str) -> Verdict:
    words = " ".join((*sides.options, *sides.statements, sides.why))
    task = prepare(prompt, words, sides.rubric)
    read_answer = parse(answer, task.vocabulary)
    held_back = _held_back(answer, read_answer, task)
    if held_back and held_back.gate not in ("copied", "word_list"):
        return held_back
    verdict = judge_side(task.prompt, sides, read_answer)
    return verdict if verdict.confident or not held_back else held_back


def _the_very_same(verdict: Verdict) -> Verdict:
    """Return the verdict on the reference itself: right, whatever its key points find in it."""
    quality = 4 if verdict.missing or not verdict.hits else 5
    return Verdict(quality, confident=True, hits=verdict.hits, missing=verdict.missing)


def _held_back(answer: str, read_answer: Answer, task: Task) -> Verdict | None:
    """Return the verdict on what needs no reading, or None."""
    if is_dont_know(answer):
        return Verdict(quality=0, confident=True, gate="dont_know")
    closed = gate(read_answer.text, task.prompt)
    if closed is None:
        return None
    quality = None if closed == "other_language" else 0
    return Verdict(quality, confident=False, gate=closed)


def is_dont_know(text: str) -> bool:
    """Return whether a text says no more than that the learner does not know."""
    if normalise(text) in _DONT_KNOW or set(text) - set(whitespace) == {"?"}:
        return True
    words = [word.text for word in read(text).words]
    return normalise(" ".join(word for word in words if word not in _SOFTENERS)) in _DONT_KNOW
