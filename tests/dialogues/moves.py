"""What dialogues have in common: ways through a round, and what was written down on the way."""

import asyncio
from datetime import timedelta
from typing import Any

from cards.deck import Deck
from cards.kinds import Card, Definition
from cards.question import Number, Sides, Typed
from srs import catalogue, log, profile
from srs.editions import Origin
from srs.outcomes import Asked
from tests.dialogues.stage import Learner

_MOST = 60
_TEN, _OVER = "Ten done", "That was today's."


async def studies(learner: Learner) -> Asked:
    """Begin or go on with /study, and return the question."""
    await learner.says("/study")
    return await learner.asked()


async def gets_past(learner: Learner, asked: Asked) -> Asked:
    """Get past a question, quickly and without a slip; return the one that follows."""
    if asked.purpose == "introduction":
        await learner.presses("Show me")
        await learner.presses("Got it")
    elif isinstance(asked.question.answer, Typed):
        await learner.presses("Show answer")
        await learner.presses("Knew it")
    else:
        await learner.answers(asked)
    following = await follows(learner)
    assert following, f"the day is over\n{learner.transcript()}"
    return following


async def follows(learner: Learner) -> Asked | None:
    """Return the question that follows, taking ten more between rounds; None at a day's end."""
    said = await learner.is_told(_OVER, _TEN)
    if said == _OVER:
        return None
    if said == _TEN:
        await learner.presses("Ten more")
    return await learner.asked()


async def reaches(learner: Learner, card: str, *, purpose: str = "introduction") -> Asked:
    """Get past whatever comes before a card; return its question."""
    asked = await studies(learner)
    for _ in range(_MOST):
        if (asked.question.card, asked.purpose) == (card, purpose):
            return asked
        asked = await gets_past(learner, asked)
    raise AssertionError(f"{card} never came\n{learner.transcript()}")


async def recalls_until(learner: Learner, card: str) -> Asked:
    """Answer right, day after day, until a card comes; return its question."""
    asked: Asked | None = await studies(learner)
    for _ in range(_MOST):
        if asked is None:
            await learner.comes_back()
            asked = await studies(learner)
        if asked.question.card == card:
            return asked
        await learner.answers(asked)
        asked = await follows(learner)
    raise AssertionError(f"{card} never came\n{learner.transcript()}")


async def recalls_all(learner: Learner) -> list[Asked]:
    """Answer right whatever comes until nothing is left today; return what came."""
    asked: Asked | None = await studies(learner)
    came = []
    while asked:
        came.append(asked)
        await learner.answers(asked)
        asked = await follows(learner)
    return came


async def reviews(learner: Learner, card: str) -> Asked:
    """Answer a new card right; return its question on the next morning, when it is due."""
    await learner.answers(await reaches(learner, card))
    await learner.asked()
    await learner.comes_back()
    return await reaches(learner, card, purpose="review")


def wrong_number(asked: Asked, nth: int = 0) -> str:
    """Return a wrong number that no slip leads to."""
    answer = asked.question.answer
    assert isinstance(answer, Number)
    slips = {slip.value for slip in answer.slips}
    numbers = range(int(answer.value) + 1, int(answer.value) + 100)
    return str([number for number in numbers if number not in slips][nth])


def right_number(asked: Asked) -> str:
    """Return the number that is right."""
    answer = asked.question.answer
    assert isinstance(answer, Number)
    return str(answer.value)


def right_side(asked: Asked) -> str:
    """Return the button that is right."""
    answer = asked.question.answer
    assert isinstance(answer, Sides)
    return "The same" if answer.right is None else answer.options[answer.right]


def wrong_side(asked: Asked) -> str:
    """Return a side that is not right."""
    answer = asked.question.answer
    assert isinstance(answer, Sides)
    return next(side for index, side in enumerate(answer.options) if index != answer.right)


def journal(learner: Learner) -> tuple[log.Entry, ...]:
    """Return everything that was written into a learner's log, in order."""
    early = learner.stage.clock.now().date() - timedelta(days=1000)
    return learner.stage.store.read(log.since, learner.id, early).result()


def ratings(learner: Learner) -> list[tuple[str, int | None]]:
    """Return what the log holds, introductions left out: its kind and its quality."""
    return [(entry.kind, entry.quality) for entry in journal(learner) if entry.kind != "introduced"]


def kept(learner: Learner) -> dict[str, list[dict[str, object]]]:
    """Return every row about somebody, table by table."""
    return learner.stage.store.read(profile.export, learner.id).result()


def a_term(term: str, means: str, **more: Any) -> Definition:
    """Return a card that asks for a meaning; without key points only its own words are sure."""
    words = {"example": f"An example of {term}.", "why": f"Why {term} matters."}
    about = {"objective": "Objective", "source": "Source", "group": term}
    return Definition(
        **{"key": term, "term": term, "definition": means, "ask": f"What is {term}?"}
        | words
        | about
        | more
    )


async def begins_with(learner: Learner, *cards: Card) -> Asked:
    """Begin with a deck of these cards alone, which nobody else has; return its first question."""
    deck = Deck(f"own-{learner.id}", "A deck", cards, {"o": "Objective"}, {"s": "Source"})
    store, now = learner.stage.store, learner.stage.clock.now()
    await asyncio.to_thread(catalogue.apply, store, deck, now, Origin())
    await asyncio.wrap_future(store.write(catalogue.enrol, learner.id, deck.name, now))
    return await studies(learner)


async def is_asked_again(learner: Learner, *cards: Card) -> Asked:
    """Begin with these cards alone and answer the first one right; return it when it is due."""
    await learner.answers(await begins_with(learner, *cards))
    await follows(learner)
    await learner.comes_back()
    return await reaches(learner, cards[0].key, purpose="review")
