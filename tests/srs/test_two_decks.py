"""Two decks at once: both bring new cards in turn, and leaving one keeps what was learned."""

from dataclasses import replace

import pytest

from srs import catalogue
from srs.editions import Origin
from srs.outcomes import Asked, Done, Outcome, Recorded
from srs.store import Store
from tests.srs import desk
from tests.srs.desk import MORNING, Desk

FIRST = tuple(desk.definition(f"a{number}") for number in range(12))
SECOND = tuple(desk.definition(f"b{number}") for number in range(12))


@pytest.fixture
def ann(store: Store) -> Desk:
    """Somebody who has not begun; there are two decks."""
    desk.install(store, FIRST)
    other = replace(desk.deck(SECOND), name="study-skills", title="How to study")
    catalogue.apply(store, other, MORNING, Origin(shipped=True))
    return Desk(store)


def joins(learner: Desk) -> None:
    assert isinstance(learner.does(catalogue.join, deck="study-skills"), Done)


def met(learner: Desk, outcome: Outcome, most: int = 30) -> str:
    """Know whatever comes, and return the decks of the new cards, in order."""
    came = []
    for _ in range(most):
        if isinstance(outcome, Recorded):
            outcome = outcome.next  # type: ignore[assignment]
        if not isinstance(outcome, Asked):
            break
        if outcome.purpose == "introduction":
            came.append(outcome.question.card[0])
        outcome = learner.answers(outcome, right=True)
    return "".join(came)


def test_a_newcomer_begins_with_the_first_deck_and_finds_the_other(ann: Desk):
    ann.starts()
    lines = ann.store.read(catalogue.decks, ann.learner_id).result()
    assert [(line.name, line.joined) for line in lines] == [
        ("ml-training", True),
        ("study-skills", False),
    ]


def test_new_cards_of_both_decks_come_in_turn(ann: Desk):
    ann.starts()
    joins(ann)
    assert met(ann, ann.studies()) == "ababababab"
    ann.waits(days=1)
    came = met(ann, ann.studies()) + met(ann, ann.studies())
    assert came == "ababab"


def test_a_deck_that_is_joined_later_on_the_day_catches_up_that_day(ann: Desk):
    first = ann.starts()
    assert met(ann, first, most=4) == "aaaa"
    joins(ann)
    assert met(ann, ann.studies()) == "abbbbb"  # the first one was open already


def test_reviews_of_both_decks_come_together(ann: Desk):
    ann.starts()
    joins(ann)
    met(ann, ann.studies())
    ann.waits(days=1)
    outcome: Outcome | None = ann.studies()
    came = []
    while isinstance(outcome, Asked) and outcome.purpose == "review":
        came.append(outcome.question.card[0])
        recorded = ann.answers(outcome, right=True)
        assert isinstance(recorded, Recorded)
        outcome = recorded.next
    assert sorted(came) == ["a"] * 5 + ["b"] * 5
    assert "".join(came) not in ("aaaaabbbbb", "bbbbbaaaaa")


def test_a_deck_that_was_left_asks_nothing_and_joined_again_goes_on(ann: Desk):
    ann.starts()
    joins(ann)
    met(ann, ann.studies())
    ann.waits(days=1)
    assert isinstance(ann.does(catalogue.leave, deck="study-skills"), Done)
    assert met(ann, ann.studies()) + met(ann, ann.studies()) == "aaaaaa"
    joins(ann)
    lines = ann.store.read(catalogue.decks, ann.learner_id).result()
    assert [line.seen for line in lines] == [11, 5]
