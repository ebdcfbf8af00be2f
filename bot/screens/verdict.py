"""How an answer was, in words: the verdict, the likely slip, and when the card comes back."""

from datetime import date
from fractions import Fraction
from typing import Literal, TypeAlias

from bot.screens import card, judged
from bot.texts import plain, say
from cards import misconceptions
from cards.calculator import written
from cards.question import Number, Sides
from srs.offers import RATINGS
from srs.outcomes import Asked, Hint, Practised, Recorded

Codes: TypeAlias = tuple[str, ...]
Rating: TypeAlias = Literal["easy", "right", "nearly", "wrong"]


def rating(quality: int) -> Rating:
    """Return the word that names a rating."""
    match quality:
        case 5:
            return "easy"
        case 4:
            return "right"
        case 3:
            return "nearly"
        case _:
            return "wrong"


def is_self_rated(outcome: Recorded) -> bool:
    """Whether a tapped rating was the learner's own; then what was said is the button's name."""
    return outcome.said in RATINGS


def verdict(outcome: Recorded | Practised, tapped: bool) -> str:
    """Return how the answer was, in one short sentence."""
    if isinstance(outcome, Practised):
        return _graded(outcome, 4 if outcome.right else 1)
    if outcome.kind == "correction":
        return say(f"corrected.{rating(outcome.quality)}")
    if tapped and is_self_rated(outcome):
        return say("rated.good" if outcome.quality >= 4 else "rated.again")
    if outcome.verdict is not None:
        return judged.graded(outcome.asked, outcome.quality, outcome.verdict)
    return _graded(outcome, outcome.quality)


def _graded(outcome: Recorded | Practised, quality: int) -> str:
    if quality < 3:
        return say("wrong" if quality and outcome.said else "unknown")
    question = outcome.asked.question
    key = "right" if quality >= 4 else _nearly(outcome.asked)
    if outcome.approximate and isinstance(question.answer, Number):
        key = f"{key}.near" if question.answer.tolerance else f"{key}.exactly"
        return say(key, reference=card.reference(question))
    return say(key)


def _nearly(asked: Asked) -> str:
    match asked.question.answer:
        case Number():
            return "right.second" if asked.wrong else "right.hint"
        case Sides():
            return "right.reason"
        case _:
            return "nearly"


def when(days: int | None, again_today: bool) -> str:
    """Return when the card comes back, as it was written; empty where nothing was."""
    if days is None:
        return say("today") if again_today else ""
    return say("today.next" if again_today else "next", n=days)


def share_line(outcome: Practised, day: date) -> str:
    """Return how a day's problem went, in a line that tells others nothing about its answer."""
    return plain(f"share.{_went(outcome)}", day=card.day_month(day))


def _went(outcome: Practised) -> str:
    if not outcome.right:
        return "unsolved"
    if outcome.again:
        return "again"
    if outcome.asked.wrong:
        return "second"
    return "hint" if outcome.asked.hinted else "first"


def hint(outcome: Hint) -> str:
    """Return the likely slips behind a first wrong number, without the result."""
    found = misconceptions.hint(_known(outcome.codes), _numbers(outcome))
    return say("hint", hint=found) if found else say("hint.none")


def diagnosis(codes: Codes) -> str:
    """Return what led to a wrong number, or what may have; empty where nothing is known."""
    found = misconceptions.diagnosis(_known(codes))
    return say("diagnosis", text=found) if found else ""


def _numbers(outcome: Hint) -> dict[str, str]:
    """Return the numbers that a hint can be told by."""
    answer = outcome.asked.question.answer
    facts = answer.facts if isinstance(answer, Number) else {}
    typed = {"typed": card.quoted(written(Fraction(outcome.value)))} if outcome.value else {}
    return facts | typed


def _known(codes: Codes) -> Codes:
    """Leave out what an older question may still name."""
    return tuple(code for code in codes if code in misconceptions.misconceptions)
