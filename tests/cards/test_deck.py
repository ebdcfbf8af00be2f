"""Decks: finding cards, packing them, telling editions apart."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cards.deck import Deck, Difference, content_hash, diff, pack, unpack
from cards.kinds import Calculation, Card, Comparison, Definition

text = st.text(min_size=1, max_size=20)
texts = st.lists(text, max_size=3).map(tuple)
shared = {"key": text, "objective": text, "source": text, "tags": texts, "requires": texts}
definitions = st.builds(
    Definition,
    **shared,
    term=text,
    definition=text,
    example=text,
    why=text,
    ask=text,
    also=texts,
    direction=st.sampled_from(["forward", "reverse"]),
    group=text,
)
comparisons = st.builds(
    Comparison,
    **shared,
    subjects=texts,
    aspect=text,
    ask=text,
    right=st.none() | text,
    statements=texts,
    why=text,
    group=text,
)
calculations = st.builds(Calculation, **shared, family=text)
cards = definitions | comparisons | calculations


def calculation(key: str, family: str = "total-steps") -> Calculation:
    return Calculation(key=key, family=family, objective="Count", source="A book")


def deck(*some: Card, title: str = "A deck") -> Deck:
    return Deck(name="a-deck", title=title, cards=some, objectives={}, sources={})


@given(cards)
def test_a_packed_card_is_unpacked_as_it_was(card: Card) -> None:
    again = unpack(pack(card))
    assert again == card
    assert type(again) is type(card)
    assert content_hash(again) == content_hash(card)


def test_a_content_hash_is_the_same_on_every_machine() -> None:
    assert content_hash(calculation("total-steps")) == (
        "82728539be6f59e578df23294e8bc70988bc9304487e6026ab3a7fa7ae519b1e"
    )


@given(definitions, text)
def test_a_content_hash_changes_with_any_word(card: Definition, why: str) -> None:
    assert (content_hash(replace(card, why=why)) == content_hash(card)) == (why == card.why)


def test_a_card_is_found_by_its_key() -> None:
    one, other = calculation("one"), calculation("other")
    assert deck(one, other).card("other") is other
    with pytest.raises(KeyError, match="the deck a-deck has no card 'third'"):
        deck(one, other).card("third")


def test_the_hash_of_a_deck_changes_with_its_title_its_cards_and_their_order() -> None:
    one, other = calculation("one"), calculation("other")
    decks = (deck(one, other), deck(other, one), deck(one), deck(one, other, title="Another"))
    assert len({some.content_hash for some in decks}) == len(decks)
    assert deck(one, other).content_hash == deck(one, other).content_hash


def test_a_difference_names_every_card_once_in_teaching_order() -> None:
    old = deck(calculation("stays"), calculation("goes"), calculation("changes"))
    new = deck(calculation("comes"), calculation("changes", "largest-batch"), calculation("stays"))
    assert diff(old, new) == Difference(
        new=("comes",), changed=("changes",), unchanged=("stays",), gone=("goes",)
    )
