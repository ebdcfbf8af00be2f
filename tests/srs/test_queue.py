"""Which card now? The rules of order, one row each."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from srs import queue
from srs.queue import Limits, New

NOW = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Card:
    group: str


def cards(names: str) -> list[Card]:
    return [Card(name) for name in names]


def new(key: str, group: str = "", requires: tuple[str, ...] = ()) -> New:
    return New("deck", key, group or key, requires)


@pytest.mark.parametrize(
    ("minutes", "first_day", "expected"),
    [
        (5, False, Limits(3, 30)),
        (10, False, Limits(6, 60)),
        (20, False, Limits(12, 120)),
        (5, True, Limits(10, 30)),  # the first study day introduces up to ten …
        (10, True, Limits(10, 60)),
        (20, True, Limits(12, 120)),  # … and never fewer than any other day
    ],
)
def test_the_minutes_of_a_day_limit_what_it_holds(minutes, first_day, expected):
    assert queue.limits(minutes, first_day=first_day) == expected


def test_every_offered_number_of_minutes_has_limits():
    assert [queue.limits(minutes) for minutes in queue.MINUTES]


@pytest.mark.parametrize(
    ("waiting", "recent", "expected"),
    [
        pytest.param("abc", "", "a", id="the first comes first"),
        pytest.param("abc", "a", "b", id="a card of a group just asked lets the next one pass"),
        pytest.param("aab", "a", "b", id="so does its sister"),
        pytest.param("abc", "abc", "a", id="where all were just asked, the first comes after all"),
        pytest.param("", "a", None, id="of nothing comes nothing"),
    ],
)
def test_cards_that_give_each_other_away_are_kept_apart(waiting, recent, expected):
    chosen = queue.apart(cards(waiting), set(recent))
    assert (chosen and chosen.group) == expected


@pytest.mark.parametrize(
    ("waiting", "met", "today", "expected"),
    [
        pytest.param([new("a"), new("b")], "", "", "ab", id="new cards come in teaching order"),
        pytest.param([new("b", requires=("a",))], "", "", "", id="a prerequisite comes first"),
        pytest.param(
            [new("b", requires=("a",))], "a", "", "b", id="once it is met, the card comes"
        ),
        pytest.param([new("c", requires=("a", "b"))], "a", "", "", id="all of them have to be met"),
        pytest.param(
            [new("a", "table"), new("b")], "", ["table"], "ba", id="a table once a day if possible"
        ),
        pytest.param([new("a", "table")], "", ["table"], "a", id="twice where nothing else is new"),
        pytest.param(
            [new("a", "t"), new("b"), new("c", "t"), new("d")],
            *("", ["t"], "bdac"),
            id="apart from that the order stays",
        ),
    ],
)
def test_which_new_cards_may_be_introduced(waiting, met, today, expected):
    introduced = [("deck", group) for group in today]
    chosen = queue.fresh(waiting, {("deck", key) for key in met}, introduced)
    assert [card.key for card in chosen] == list(expected)


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        ("", "abxy"),  # the deck that was joined first begins
        ("1", "xyab"),  # then the other one has its turn
        ("12", "abxy"),
        ("11", "xyab"),
        ("2", "abxy"),
    ],
)
def test_decks_take_turns_with_their_new_cards(today, expected):
    waiting = [New(deck, key, key, ()) for deck, key in ("1a", "1b", "2x", "2y")]
    introduced = [(deck, f"group {place}") for place, deck in enumerate(today)]
    assert "".join(card.key for card in queue.fresh(waiting, (), introduced)) == expected


def test_a_table_waits_even_if_it_is_its_decks_turn():
    waiting = [New("1", "a", "a", ()), New("2", "x", "table", ())]
    introduced = [("1", "b"), ("1", "c"), ("2", "table")]
    assert [card.key for card in queue.fresh(waiting, (), introduced)] == ["a", "x"]


def test_a_prerequisite_is_met_in_the_cards_own_deck_only():
    assert queue.fresh([new("b", requires=("a",))], {("another", "a")}, ()) == ()


@pytest.mark.parametrize(
    ("cards_more", "minutes_later", "expected"),
    [
        (0, 0, False),
        (2, 9.9, False),
        (3, 0, True),  # three other cards are enough …
        (0, 10, True),  # … and so are ten minutes
        (3, 10, True),
    ],
)
def test_a_card_waits_for_three_others_or_ten_minutes(cards_more, minutes_later, expected):
    over = queue.is_over(
        7 + queue.WAIT_CARDS,
        NOW + queue.WAIT,
        cards_seen=7 + cards_more,
        now=NOW + timedelta(minutes=minutes_later),
    )
    assert over is expected


@pytest.mark.parametrize(("cards", "until"), [(None, NOW), (3, None), (None, None)])
def test_a_card_without_a_wait_need_not_wait(cards, until):
    assert queue.is_over(cards, until, cards_seen=0, now=NOW - timedelta(days=1))


@given(st.text("abc", min_size=1), st.sets(st.sampled_from("abc")))
def test_something_is_always_chosen_and_apart_where_it_can_be(waiting, recent):
    chosen = queue.apart(cards(waiting), recent)
    assert chosen in cards(waiting)
    assert (chosen.group in recent) == set(waiting).issubset(recent)
