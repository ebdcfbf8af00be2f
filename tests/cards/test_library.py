"""The shipped decks."""

import pytest

from cards import library
from cards.question import pose


def test_the_deck_about_training_is_shipped() -> None:
    assert "ml-training" in library.names()


@pytest.mark.parametrize("name", library.names())
def test_every_shipped_deck_is_sound_and_every_card_can_be_asked(name: str) -> None:
    deck = library.load(name)
    assert deck.name == name
    assert library.load(name) is deck
    assert all(pose(card, seed=1).prompt for card in deck.cards)


@pytest.mark.parametrize("name", ["nothing", "../ml-training", "ml-training.yaml", ""])
def test_a_deck_that_is_not_shipped_is_no_key(name: str) -> None:
    with pytest.raises(KeyError, match="is shipped; there is ml-training"):
        library.load(name)
