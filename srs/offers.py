"""Which buttons do something: decided by the stage of a question, and by nothing else.

Screens draw these offers and the use cases accept them, so that a button on the screen and a button
that works are the same thing.
"""

from cards.question import Answer, Chosen, Number
from srs.outcomes import Offer, Purpose, Stage

RATINGS: dict[Offer, int] = {"forgot": 1, "hard": 3, "good": 4, "easy": 5, "knew_it": 4}
_TWO: tuple[Offer, ...] = ("forgot", "knew_it")
_FOUR: tuple[Offer, ...] = ("forgot", "hard", "good", "easy")


def offers(
    purpose: Purpose,
    stage: Stage,
    answer: Answer,
    buttons: int,
    *,
    missed: bool = False,
    hinted: int = 0,
) -> tuple[Offer, ...]:
    """Return what a learner who chose two or four ``buttons`` may press at this stage.

    ``missed`` says that a wrong number was sent before; ``hinted`` counts the hints given.
    """
    match stage:
        case "planned" | "open":
            first = _first(purpose, answer, helped=missed or hinted > 0)
            return ("hint", *first) if _has_hint(answer, hinted) else first
        case "checking" | "reason":
            return ("show",)
        case "compared":
            return ("got_it", "knew_it")
        case "reason_shown":
            return _TWO
        case "shown" if purpose == "introduction":
            return ("got_it",)
        case "shown":
            return _FOUR if buttons == 4 else _TWO
        case _:
            return ()


def _has_hint(answer: Answer, hinted: int) -> bool:
    return isinstance(answer, Number) and hinted < len(answer.hints)


def _first(purpose: Purpose, answer: Answer, *, helped: bool) -> tuple[Offer, ...]:
    is_new = purpose == "introduction"
    if isinstance(answer, Chosen):
        return ("options", "not_sure", "show") if is_new else ("options", "not_sure")
    return ("show", "know") if is_new and not helped else ("show",)
