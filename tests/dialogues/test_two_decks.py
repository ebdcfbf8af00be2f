"""Two decks: the second is joined from /decks, and both bring their cards in turn."""

import asyncio

from cards.deck import Deck
from srs import catalogue, editions
from srs.editions import Origin
from tests.dialogues.conftest import Someone
from tests.dialogues.moves import a_term, gets_past, studies
from tests.dialogues.stage import Learner

TERMS = ("spacing", "interleaving", "retrieval practice")


async def publishes(learner: Learner) -> str:
    """Let everybody find a second deck; return its title."""
    cards = tuple(a_term(term, f"What {term} means.") for term in TERMS)
    name, title = f"second-{learner.id}", f"How to study {learner.id}"
    deck = Deck(name, title, cards, {"o": "Objective"}, {"s": "Source"})
    store, now = learner.stage.store, learner.stage.clock.now()
    await asyncio.to_thread(catalogue.apply, store, deck, now, Origin())
    await asyncio.wrap_future(store.write(editions.publish, now=now, deck=name))
    return title


async def test_a_second_deck_is_joined_and_both_bring_cards_in_turn(someone: Someone) -> None:
    ann = await someone("Ann")
    title = await publishes(ann)
    asked = await studies(ann)
    await ann.says("/decks")
    listed = await ann.sees(f"{title}: 3 cards.")
    assert "How a model is trained" in listed.text
    await ann.presses(f"Join {title}")
    joined = await ann.sees(f"{title}: 3 cards, 0 met so far. You are in.")
    assert f"Leave {title}" in joined.buttons
    came = []
    for _ in range(4):
        asked = await gets_past(ann, asked)
        came.append(asked.question.card in TERMS)
    assert came == [True, False, True, False]


async def test_a_deck_that_was_left_brings_no_cards_until_it_is_joined_again(
    someone: Someone,
) -> None:
    ann = await someone("Ann")
    title = await publishes(ann)
    await studies(ann)
    await ann.says("/decks")
    await ann.presses(f"Join {title}")
    await ann.presses("Leave How a model is trained")
    await ann.sees(f"{title}: 3 cards, 0 met so far. You are in.")
    asked = await gets_past(ann, await studies(ann))
    assert asked.question.card == TERMS[0]
    asked = await gets_past(ann, asked)
    assert asked.question.card == TERMS[1]
