"""The shipped decks."""

import re
from collections import Counter

import pytest

from cards import library
from cards.grading import grade
from cards.kinds import Choice, Comparison, Definition
from cards.lint import lint
from cards.question import pose


@pytest.mark.parametrize("name", ["ml-training", "study-skills"])
def test_the_deck_about_training_and_the_one_about_studying_are_shipped(name: str) -> None:
    assert name in library.names()


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


@pytest.mark.parametrize("name", library.names())
def test_every_shipped_deck_has_at_least_25_cards_and_nothing_for_its_author_to_look_at(
    name: str,
) -> None:
    deck = library.load(name)
    assert len(deck.cards) >= 25
    assert lint(deck) == ()


@pytest.mark.parametrize("name", library.names())
def test_every_card_of_a_shipped_deck_has_a_source_with_an_address(name: str) -> None:
    unsourced = [
        c.key for c in library.load(name).cards if not re.search(r"https://\S+/\S", c.source)
    ]
    assert unsourced == []


@pytest.mark.parametrize("name", library.names())
def test_every_objective_and_every_source_of_a_shipped_deck_is_used(name: str) -> None:
    deck = library.load(name)
    assert set(deck.objectives.values()) == {card.objective for card in deck.cards}
    assert set(deck.sources.values()) == {card.source for card in deck.cards}


@pytest.mark.parametrize("name", library.names())
def test_a_meaning_written_in_a_shipped_deck_is_itself_a_right_answer(name: str) -> None:
    for card in library.load(name).cards:
        if isinstance(card, Definition) and card.direction == "forward":
            assert (grade(card, card.definition).quality or 0) >= 4, card.key


def test_a_second_subject_is_taught_by_definitions_comparisons_and_situations() -> None:
    kinds = Counter(type(card) for card in library.load("study-skills").cards)
    assert kinds[Definition] >= 16
    assert kinds[Comparison] >= 6
    assert kinds[Choice] >= 6


def test_a_newcomer_to_the_second_subject_begins_with_a_tap_and_waits_for_nothing() -> None:
    first, *others = library.load("study-skills").cards[:10]
    assert isinstance(first, Comparison)
    assert [card.key for card in (first, *others) if card.requires] == []
