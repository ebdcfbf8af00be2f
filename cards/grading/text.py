"""A typed text against what the question says is right: its writings, then its rubric."""

import re
from string import whitespace
from typing import Final

from cards.grading.gates import gate, is_echo
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
            *("don't know", "do not know", "didn't know", "dunno", "idk", "no idea", "no clue"),
            *("not sure", "unsure", "not certain", "not clue", "haven't clue", "don't clue"),
            *("zero clue", "zero idea", "can't say", "cannot say", "can't tell", "cannot tell"),
            *("forgot", "forgotten", "don't remember", "do not remember", "can't remember"),
            *("cannot remember", "couldn't remember", "don't recall", "can't recall"),
            *("cannot recall", "do not recall", "can't answer", "cannot answer", "no answer"),
            *("never heard", "haven't heard", "not heard", "never learned this"),
            *("haven't learned this yet", "I haven't learned that", "we never had this"),
            *("don't understand", "do not understand", "don't get", "no memory", "gave up"),
            *("give up", "beats me", "skip", "skip please", "who knows", "blank", "drawing blank"),
            *("haven't learned", "haven't learnt", "haven't read", "don't use", "never used"),
            *("not remember", "not know", "slipped", "escapes me", "lost", "you tell me"),
        ),
    )
)
_MARKED: Final = 2  # times its length that a writing may take with marks in it
_MOST_MARKS: Final = 50
_MOST_CHARACTERS: Final = 200  # in which to say that one does not know
_LONGEST_DONT_KNOW: Final = 16  # words
_ADMITS: Final = re.compile(
    r"\b(?:idk|idek|dunno|no (?:idea|clue)|not a (?:clue|scooby)|foggiest|beyond me|over my head"
    r"|search me|beats me|give up|gave up|how should i know|nothing comes to mind"
    r"|(?:mind|leave it).* blank|(?:(?:do|did|would|could)nt|cant|cannot|(?:do|did|can) not)"
    r"(?: really| honestly| even)? (?:k[now]{2,3}(?! about)|kow|do this|remember|rember|remeber"
    r"|recall|say|answer|tell you(?=$| sorry| that))"
    r"|never heard|i (?:always |keep |have |just )?(?:forgot|forget|forgotten|forgetting|mix)"
    r"|(?:have|did|do|we|was)(?:nt| not) (?:yet )?(?:cover|study|studied|learn|learned|learnt|read"
    r"|get to|got to|have|had|use) (?:this|that|it|them|to|the|aws|in)"
    r"|missed (?:the|that) (?:lecture|class|lesson)|show me the answer|ask me (?:an|another|some)"
    r"|(?:knew|had) (?:it|this) yesterday|not sure next)\b"
    r"|^(?:pass|next|skip+|nope|no)\b.{0,24}$"
)
"""Ways to say that one does not know, in a text that says nothing else about the card."""
_SOFTENERS: Final = listed(
    """tbh sorry really honestly just lol haha hmm hm um uh oh ah oops well ok okay please actually
    again right now at the a moment anymore any more this that one it these of about for on to what
    whats is was are means meant definition term word question simply completely totally absolutely
    definitely afraid im i ive we weve am have has had got my mind even yet all here unfortunately
    think so in me what's before but and thing how with by"""
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
    right = (*accepted, *rubric.answers.right)
    if _is_short(answer, max(map(len, right))) and same_writing(answer, right):
        return _the_very_same(judge(task, rubric, read_answer))
    held_back = _held_back(answer, read_answer, task)
    if held_back:
        return held_back
    verdict = judge(task, rubric, read_answer)
    if not verdict.hits and _admits(read_answer):
        return Verdict(quality=0, confident=False, gate="dont_know")
    if not verdict.hits and is_echo(read_answer, task.prompt):
        return Verdict(quality=0, confident=False, gate="copied")
    return verdict


def _grade_sides(prompt: str, sides: Sides, answer: str) -> Verdict:
    words = " ".join((*sides.options, *sides.statements, sides.why))
    task = prepare(prompt, words, sides.rubric)
    read_answer = parse(answer, task.vocabulary)
    held_back = _held_back(answer, read_answer, task)
    if held_back and held_back.gate not in ("copied", "word_list"):
        return held_back
    verdict = judge_side(task.prompt, sides, read_answer)
    return verdict if verdict.confident or not held_back else held_back


def _is_short(answer: str, length: int) -> bool:
    """Return whether a text may be a writing of that length, with marks around its words."""
    return len(" ".join(answer.split())) <= _MARKED * length + _MOST_MARKS


def _the_very_same(verdict: Verdict) -> Verdict:
    """Return the verdict on the reference itself: right, whatever its key points find in it."""
    quality = 4 if verdict.missing or not verdict.hits else 5
    return Verdict(quality, confident=True, hits=verdict.hits, missing=verdict.missing)


def _held_back(answer: str, read_answer: Answer, task: Task) -> Verdict | None:
    """Return the verdict on what needs no reading, or None."""
    closed = gate(read_answer, task.prompt, task.known, task.right)
    if closed != "empty" and is_dont_know(answer):
        return Verdict(quality=0, confident=True, gate="dont_know")
    if closed is None:
        return None
    quality = None if closed == "other_language" else 0
    return Verdict(quality, confident=False, gate=closed)


def is_dont_know(text: str) -> bool:
    """Return whether a text says no more than that the learner does not know."""
    if set(text) - set(whitespace) == {"?"}:
        return True
    few = read(text, _MOST_CHARACTERS, _LONGEST_DONT_KNOW)
    if few.cut:
        return False
    words = [word.text for word in few.words]
    left = [word for word in words if word not in _SOFTENERS]
    return any(normalise(" ".join(said)) in _DONT_KNOW for said in (words, left, *_halves(left)))


def _halves(words: list[str]) -> list[list[str]]:
    """Return both halves of what may have been said twice: "no idea, never heard of it"."""
    halves = [(words[:at], words[at:]) for at in range(1, len(words))]
    twice = ((one, other) for one, other in halves if _says_so(one) and _says_so(other))
    return [one for one, _ in twice]


def _says_so(words: list[str]) -> bool:
    return normalise(" ".join(words)) in _DONT_KNOW


def _admits(answer: Answer) -> bool:
    """Return whether a text says somewhere that the learner does not know."""
    return bool(_ADMITS.search(" ".join(word.text for word in answer.text.words)))
