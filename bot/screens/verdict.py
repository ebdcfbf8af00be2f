"""How an answer was, in words: the verdict, the likely slip, and when the card comes back."""

from typing import Literal, TypeAlias

from bot.screens import card, judged
from bot.texts import say
from cards import misconceptions
from cards.question import Number, Question, Sides
from srs.offers import RATINGS
from srs.outcomes import Practised, Recorded

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
    key = "right" if quality >= 4 else _nearly(question)
    if outcome.approximate and isinstance(question.answer, Number):
        return say(f"{key}.exactly", reference=card.reference(question))
    return say(key)


def _nearly(question: Question) -> str:
    match question.answer:
        case Number():
            return "right.second"
        case Sides():
            return "right.reason"
        case _:
            return "nearly"


def when(days: int | None, again_today: bool) -> str:
    """Return when the card comes back, as it was written; empty where nothing was."""
    if days is None:
        return say("today") if again_today else ""
    return say("today.next" if again_today else "next", n=days)


def hint(codes: Codes) -> str:
    """Return the likely slips behind a first wrong number, without the result."""
    found = misconceptions.hint(_known(codes))
    return say("hint", hint=found) if found else say("hint.none")


def diagnosis(codes: Codes) -> str:
    """Return what led to a wrong number, or what may have; empty where nothing is known."""
    found = misconceptions.diagnosis(_known(codes))
    return say("diagnosis", text=found) if found else ""


def _known(codes: Codes) -> Codes:
    """Leave out what an older question may still name."""
    return tuple(code for code in codes if code in misconceptions.misconceptions)
