"""What admins see fits into a message, whatever a file says."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot import screens
from bot.sandbox.html import parse
from bot.screens import admin
from bot.screens.shape import MAX_TEXT, Screen, width
from bot.texts import ADMIN_COMMANDS
from cards.deck import Deck, Difference
from cards.formats import DeckError, read_deck, template
from cards.kinds import Definition
from srs.catalogue import DeckState
from srs.editions import Applied, NotApplied, Reserved, Trial
from tests.scale import scaled
from tests.srs.desk import CARDS

WILD = "<b>&amp; 𝄞 " * 60
KEYS = tuple(f"{'k' * 63}.{number:064}" for number in range(5_000))
DECK = read_deck(template())
text = st.text(max_size=900)
errors = st.lists(st.builds(DeckError, st.integers(1, 10**6), text, text), min_size=1, max_size=40)


def fits(screen: Screen) -> str:
    """Return what is read of a screen, which Telegram would take."""
    read = parse(screen.text).text
    assert read.strip()
    assert width(read) <= MAX_TEXT
    labels = [key.label for row in screen.keyboard for key in row]
    assert all(0 < len(label) <= 60 for label in labels)
    return read


@given(st.none() | text, errors)
@settings(max_examples=scaled(50, 1000), deadline=None)
def test_mistakes_fit_into_a_message(name: str | None, found: list[DeckError]):
    difference = Difference(KEYS, KEYS, KEYS, KEYS)
    for counted in (None, difference):
        screen = admin.mistakes(name and name[:40], counted, found)
        assert fits(screen).count("•") >= min(len(found), admin.MOST_ERRORS)
        assert screen.keyboard == ()


def test_a_preview_counts_everything_and_names_the_first_of_what_changes():
    deck = Deck("a" * 48, WILD[:120], DECK.cards, {}, {})
    reserved = Reserved(edition_id=2**63 - 1, version=3, replaces=2, same=False)
    screen = admin.preview(deck, reserved, Difference(KEYS[:12], KEYS[:5], KEYS[:103], KEYS[:2]))
    assert "12 new, 5 changed, 103 unchanged, 2 gone, 0 errors" in fits(screen)
    fits(admin.preview(deck, reserved, Difference(KEYS, KEYS, KEYS, KEYS)))


@pytest.mark.parametrize("count", [0, 1, 20, 500])
def test_the_list_of_decks_fits_into_a_message(count: int):
    state = DeckState("n" * 48, WILD[:120], 999_999, 5_000, public=False, offered=True)
    assert "/deck template" in fits(admin.decks([state] * count))


@pytest.mark.parametrize("card", CARDS, ids=lambda card: card.key)
def test_a_card_is_tried_as_learners_first_see_it(card):
    tried = Trial(7, card)
    shown = admin.trial(5, tried)
    assert "New card. Have a guess, or look." in fits(shown)
    assert {key.button for row in shown.keyboard for key in row} == {admin.Reveal(5, 7)}
    answer = fits(admin.trial_shown(tried))
    assert "Why it matters" in answer or not isinstance(card, Definition)


@pytest.mark.parametrize(
    ("outcome", "said", "labels"),
    [
        (Applied(deck="d", title="T", version=2, public=True), "what learners see", []),
        (Applied(deck="d", title="T", version=1, public=False), "until you publish", ["Publish"]),
        (NotApplied(why="moved"), "has moved on", []),
        (NotApplied(why="over"), "has ended", []),
        (NotApplied(why="unknown"), "no longer have this file", []),
    ],
)
def test_what_came_of_applying(outcome, said: str, labels: list[str]):
    screen = admin.applying(outcome)
    assert said in fits(screen)
    assert [key.label for row in screen.keyboard for key in row] == labels


def test_only_an_admins_help_names_their_commands():
    for name in ADMIN_COMMANDS:
        assert f"/{name}:" in screens.help_page(admin=True).text
        assert f"/{name}:" not in screens.help_page().text
