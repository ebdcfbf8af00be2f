"""Decks: finding cards, packing them, telling editions apart."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cards.deck import Deck, Difference, content_hash, diff, pack, unpack
from cards.kinds import Calculation, Card, Choice, Comparison, Definition, Option
from cards.rubric import Answers, Contrast, KeyPoint, MixUp, Rubric

text = st.text(min_size=1, max_size=20)
texts = st.lists(text, max_size=3).map(tuple)
shared = {"key": text, "objective": text, "source": text, "tags": texts, "requires": texts}
judged = {
    "difficulty": st.none() | st.sampled_from(["easy", "medium", "hard"]),
    "contested": st.just("") | text,
}
groups = st.lists(st.lists(text, min_size=1, max_size=2).map(tuple), min_size=1, max_size=2)
rubrics = st.builds(
    Rubric,
    points=st.lists(st.builds(KeyPoint, text=text, groups=groups.map(tuple)), max_size=2).map(
        tuple
    ),
    contrasts=st.lists(
        st.builds(Contrast, cause=texts, effect=texts, sign=st.sampled_from("+-0"), why=text),
        max_size=2,
    ).map(tuple),
    mix_ups=st.lists(
        st.builds(MixUp, groups=groups.map(tuple), says=text, answers=texts), max_size=2
    ).map(tuple),
    answers=st.builds(Answers, right=texts, partial=texts),
)
definitions = st.builds(
    Definition,
    **shared,
    **judged,
    rubric=rubrics,
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
    **judged,
    rubric=rubrics,
    subjects=texts,
    aspect=text,
    ask=text,
    right=st.none() | text,
    statements=texts,
    why=text,
    group=text,
)
calculations = st.builds(Calculation, **shared, family=text)
options = st.lists(st.builds(Option, text, text), min_size=3, max_size=6).map(tuple)
choices = st.builds(Choice, **shared, **judged, ask=text, options=options, right=st.integers(0, 2))
cards = definitions | comparisons | calculations | choices


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


def test_a_card_that_an_earlier_release_packed_is_unpacked() -> None:
    packed = (
        '{"key": "epoch", "objective": "o", "source": "s", "tags": [], "requires": [], '
        '"term": "epoch", "definition": "One pass.", "example": "A book.", "why": "w", '
        '"ask": "What?", "also": [], "direction": "forward", "group": "epoch", '
        '"kind": "definition"}'
    )
    card = unpack(packed)
    assert isinstance(card, Definition)
    assert (card.definition, card.rubric, card.difficulty) == ("One pass.", Rubric(), None)


def test_a_content_hash_is_the_same_on_every_machine() -> None:
    assert content_hash(calculation("total-steps")) == (
        "82728539be6f59e578df23294e8bc70988bc9304487e6026ab3a7fa7ae519b1e"
    )


def test_a_card_that_has_none_of_the_younger_fields_is_hashed_as_it_ever_was() -> None:
    words = dict.fromkeys(("key", "objective", "source", "term", "definition", "example"), "x")
    card = Definition(**words, why="x", ask="x", group="x")
    assert content_hash(card) == (
        "3518f27644e746fa9a2b67e8483d019b2d6fc39fd52474fc9a07bf162d9298da"
    )
    for changed in (
        replace(card, difficulty="easy"),
        replace(card, contested="x"),
        replace(card, picture="run"),
        replace(card, rubric=Rubric(points=(KeyPoint(text="x", groups=(("x",),)),))),
    ):
        assert content_hash(changed) != content_hash(card)


def test_a_rubric_without_typical_answers_is_hashed_as_it_was_before_there_were_any() -> None:
    words = dict.fromkeys(("key", "objective", "source", "term", "definition", "example"), "x")
    mix_up = MixUp(groups=(("x",),), says="x")
    rubric = Rubric(points=(KeyPoint(text="x", groups=(("x",),)),), mix_ups=(mix_up,))
    card = Definition(**words, why="x", ask="x", group="x", rubric=rubric)
    assert content_hash(card) == (
        "1d3a5bce1f1a4b9fdf38cd0d4bef71944e56e61eeeaeab993e70bfdd43046c45"
    )
    for changed in (
        replace(rubric, answers=Answers(right=("x",))),
        replace(rubric, answers=Answers(partial=("x",))),
        replace(rubric, mix_ups=(replace(mix_up, answers=("x",)),)),
    ):
        assert content_hash(replace(card, rubric=changed)) != content_hash(card)


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
