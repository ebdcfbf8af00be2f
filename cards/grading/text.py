"""A typed text against what the question says is right: its writings, then its rubric."""

from string import whitespace
from typing import Final

from cards.grading import english
from cards.grading.gates import gate
from cards.grading.judging import judge
from cards.grading.listing import listed
from cards.grading.reading import Answer, parse
from cards.grading.task import Task, prepare
from cards.grading.typed_sides import judge_side
from cards.grading.verdicts import Verdict
from cards.grading.words import Text, read
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
_QUESTIONING: Final = 2  # question marks that say so without a word
_LONGEST_PHRASE: Final = 4  # words of what says so, softeners left out
_LESSONS: Final = listed("chapter lecture lesson course topic book")
_REASONS: Final = _LESSONS | listed(
    """pass skip next please heard know knows knew remember idea clue learned learnt learn read seen
    studied covered taught worked work used use class later last week will look looked up tomorrow never not
    dont didnt havent cant wont no yet far enough anything nothing sure forgot forgotten again
    sorry said library service tool setting"""
)
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
    if _is_short(answer, max(map(len, accepted))) and same_writing(answer, accepted):
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


def _is_short(answer: str, length: int) -> bool:
    """Return whether a text may be a writing of that length, with marks around its words."""
    return len(" ".join(answer.split())) <= _MARKED * length + _MOST_MARKS


def _the_very_same(verdict: Verdict) -> Verdict:
    """Return the verdict on the reference itself: right, whatever its key points find in it."""
    quality = 4 if verdict.missing or not verdict.hits else 5
    return Verdict(quality, confident=True, hits=verdict.hits, missing=verdict.missing)


def _held_back(answer: str, read_answer: Answer, task: Task) -> Verdict | None:
    """Return the verdict on what needs no reading, or None."""
    closed = gate(read_answer.text, task.prompt, task.known, task.right)
    a_slip = closed == "empty" and answer.count("?") < _QUESTIONING
    if is_dont_know(answer, task.prompt) and not a_slip:
        return Verdict(quality=0, confident=True, gate="dont_know")
    if closed is None:
        return None
    quality = None if closed == "other_language" else 0
    return Verdict(quality, confident=False, gate=closed)


def is_dont_know(text: str, asked: Text | None = None) -> bool:
    """Return whether a text says no more than that the learner does not know.

    Words of the question ``asked`` may stand beside it, and why: "not yet, never used this library".
    """
    if set(text) - set(whitespace) == {"?"}:
        return True
    few = read(text, _MOST_CHARACTERS, _LONGEST_DONT_KNOW)
    if few.cut:
        return False
    words = [word.text for word in few.words]
    if _says_so(words):
        return True
    named = {word.key for word in asked.words} if asked else set()
    left = [word.text for word in few.words if word.text not in _SOFTENERS]
    own = [word.text for word in few.words if word.key not in named and word.text in left]
    return any(_says_so(said) or _explained(said) for said in (left, own))


def _explained(words: list[str]) -> bool:
    """Return whether it is said, and beside it only why: "can't remember, not read yet".

    Not to have got to the chapter is to say it.
    """
    if _LESSONS & set(words) and english.NEGATIONS & set(words):
        return all(word in _REASONS for word in words)
    spans = ((at, end) for at in range(len(words)) for end in range(at + 1, len(words) + 1))
    return any(
        _says_so(words[at:end]) and all(word in _REASONS for word in (*words[:at], *words[end:]))
        for at, end in spans
        if end - at <= _LONGEST_PHRASE
    )


def _says_so(words: list[str]) -> bool:
    return normalise(" ".join(words)) in _DONT_KNOW
