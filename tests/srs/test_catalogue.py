"""Loading decks: compared, staged, applied in one flip, and nobody's progress lost."""

import itertools
import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest

from cards import library
from cards.deck import Deck, compare, content_hashes
from cards.formats import read_deck, template
from cards.kinds import Card
from srs import catalogue, doctor, editions, questions
from srs.editions import Applied, NotApplied, Origin, Reserved
from srs.outcomes import Asked, Recorded
from srs.store import Store
from tests.scale import scaled
from tests.srs.desk import CARDS, MORNING, Desk, deck, definition, install

LATER = MORNING + timedelta(days=1)
SHIPPED = Origin(shipped=True)
SENT = Origin(made_by=7, file_hash="f" * 64)
_ids = itertools.count(1)


def named(name: str, cards: Sequence[Card] = CARDS[:1], title: str = "A deck") -> Deck:
    return replace(deck(tuple(cards)), name=name, title=title)


def reserve(store: Store, some: Deck, origin: Origin = SENT) -> Reserved:
    place = {"now": MORNING, "deck": some, "edition_id": next(_ids), "origin": origin}
    return store.write(editions.reserve, **place).result()


def preview(store: Store, some: Deck, origin: Origin = SENT) -> Reserved:
    reserved = reserve(store, some, origin)
    editions.stage(store, some, reserved)
    return reserved


def flip(store: Store, reserved: Reserved, now=MORNING) -> Applied | NotApplied:
    return store.write(editions.flip, now=now, edition_id=reserved.edition_id).result()


def seen(store: Store, name: str = catalogue.DEFAULT_DECK) -> Deck | None:
    return store.read(editions.load, name).result()


def rows(store: Store) -> int:
    count = "SELECT count(*) FROM deck_card"
    return store.read(lambda tx: tx.exec_driver_sql(count).scalar_one()).result()


# --- applying ---------------------------------------------------------------------------------


def test_a_deck_is_seen_only_after_the_flip_and_is_then_the_deck_that_was_sent(store: Store):
    some = read_deck(template())
    reserved = preview(store, some)
    assert seen(store, some.name) is None
    applied = Applied(deck=some.name, title=some.title, version=1, public=False)
    assert flip(store, reserved) == applied
    assert seen(store, some.name) == some


def test_an_edition_that_is_not_whole_cannot_be_applied(store: Store):
    assert flip(store, reserve(store, named("new"))) == NotApplied(why="unknown")


def test_a_second_press_hears_the_same(store: Store):
    reserved = preview(store, named("new"))
    assert flip(store, reserved) == flip(store, reserved)


def test_the_difference_counts_every_card(store: Store):
    install(store)
    changed = replace(CARDS[0], why="For another reason.")
    cards = (definition("brand-new"), changed, *CARDS[2:])
    before = store.read(editions.hashes, catalogue.DEFAULT_DECK).result()
    difference = compare(before, content_hashes(cards))
    assert difference.new == ("brand-new",)
    assert difference.changed == ("epoch",)
    assert difference.gone == ("sizes.memory",)
    assert len(difference.unchanged) == len(CARDS) - 2


def test_an_edition_is_refused_when_the_deck_has_moved_on(store: Store):
    install(store)
    first, second = (preview(store, deck(CARDS[:number])) for number in (5, 6))
    assert isinstance(flip(store, second), Applied)
    assert flip(store, first) == NotApplied(why="moved")
    assert seen(store) == deck(CARDS[:6])


@pytest.mark.parametrize(("minutes", "applied"), [(29, True), (30, False), (31, False)])
def test_an_edition_waits_for_half_an_hour(store: Store, minutes: int, applied: bool):
    reserved = preview(store, named("new"))
    outcome = flip(store, reserved, MORNING + timedelta(minutes=minutes))
    assert isinstance(outcome, Applied) == applied


def test_a_cancelled_edition_is_over(store: Store):
    reserved = preview(store, named("new"))
    cancel = {"now": MORNING, "edition_id": reserved.edition_id}
    assert store.write(editions.cancel, **cancel).result()
    assert not store.write(editions.cancel, **cancel).result()
    assert flip(store, reserved) == NotApplied(why="over")


def test_the_same_deck_again_is_no_edition(store: Store):
    install(store)
    same = reserve(store, deck())
    assert same.same
    assert flip(store, same).version == 1
    assert store.read(editions.history, catalogue.DEFAULT_DECK).result()[0].version == 1


def test_what_is_over_is_deleted_and_what_was_applied_is_kept(store: Store):
    install(store)
    kept = rows(store)
    preview(store, named("new", [definition(f"card-{number}") for number in range(250)]))
    assert rows(store) == kept + 250
    for now in (MORNING, LATER):
        while store.write(editions.prune, now=now).result():
            pass
        assert rows(store) == (kept if now == LATER else kept + 250)


def test_the_history_names_what_was_applied_and_by_whom(store: Store):
    install(store)
    flip(store, preview(store, deck(CARDS[:4])))
    preview(store, deck(CARDS[:3]))
    told = store.read(editions.history, catalogue.DEFAULT_DECK).result()
    assert [(past.version, past.shipped, past.made_by, past.cards) for past in told] == [
        (2, False, 7, 4),
        (1, True, None, len(CARDS)),
    ]
    assert store.read(editions.load, catalogue.DEFAULT_DECK, 1).result() == deck()


# --- public and private -----------------------------------------------------------------------


def test_a_new_deck_is_private_until_it_is_published(store: Store):
    flip(store, preview(store, named("new")))
    ann = Desk(store)
    ann.starts()
    assert store.read(catalogue.decks, ann.learner_id).result() == ()
    assert ann.does(catalogue.join, deck="new").type == "refused"
    assert [line.public for line in store.read(catalogue.shelved).result()] == [False]

    published = store.write(editions.publish, now=MORNING, deck="new").result()
    assert published == "A deck"
    assert [line.name for line in store.read(catalogue.decks, ann.learner_id).result()] == ["new"]
    assert ann.does(catalogue.join, deck="new").type == "done"


def test_a_later_edition_of_a_public_deck_is_public(store: Store):
    install(store)
    applied = flip(store, preview(store, deck(CARDS[:4])))
    assert isinstance(applied, Applied)
    assert applied.public


def test_no_deck_that_is_not_there_is_published(store: Store):
    reserve(store, named("new"))
    for name in ("new", "other"):
        assert store.write(editions.publish, now=MORNING, deck=name).result() is None


# --- cards to try -----------------------------------------------------------------------------


def test_cards_to_try_are_new_or_changed_ones_of_each_kind(store: Store):
    install(store, CARDS[:1])
    reserved = preview(store, deck())
    tried = store.read(editions.trials, reserved.edition_id, MORNING, 3).result()
    assert {trial.card.kind for trial in tried} == {"definition", "comparison", "calculation"}
    assert CARDS[0] not in [trial.card for trial in tried]
    for trial in tried:
        again = store.read(editions.trial, reserved.edition_id, trial.position).result()
        assert again == trial


def test_nothing_is_tried_of_what_is_over(store: Store):
    reserved = preview(store, named("new"))
    assert store.read(editions.trials, reserved.edition_id, LATER, 3).result() == ()
    assert store.read(editions.trial, reserved.edition_id, 7).result() is None


# --- learners' progress -----------------------------------------------------------------------


def test_progress_stays_on_unchanged_and_edited_cards(store: Store):
    install(store, CARDS[:1])
    ann = Desk(store)
    recorded = ann.answers(ann.starts(), right=True)
    assert isinstance(recorded, Recorded)
    ann.waits(days=1)
    edited = replace(CARDS[0], ask="What, again, is an epoch?")
    flip(store, preview(store, deck((edited, *CARDS[1:]))))
    asked = ann.studies()
    assert isinstance(asked, Asked)
    assert asked.question.prompt == "What, again, is an epoch?"
    assert asked.purpose == "review"
    assert ann.answers(asked, right=True).days == 6
    assert doctor.examine(store) == ()


def test_an_open_question_keeps_the_words_it_was_asked_with(store: Store):
    install(store, CARDS[:1])
    ann = Desk(store)
    asked = ann.starts()
    flip(store, preview(store, deck((replace(CARDS[0], definition="Other words."),))))
    assert ann.open().question == asked.question
    assert ann.answers(asked, right=True).quality == 4


def test_a_card_that_is_gone_is_no_longer_asked_and_stands_in_nobodys_way(store: Store):
    needs = definition("next", requires=("epoch",))
    install(store, (CARDS[0], needs))
    ann = Desk(store)
    ann.taps(ann.starts(), "show")
    ann.taps(ann.open(), "got_it")
    waiting = store.read(questions.waiting, ann.learner_id).result()
    assert [question.card_key for question in waiting] != ["next"]
    flip(store, preview(store, deck((needs,))))
    ann.waits(days=1)
    asked = ann.studies()
    while isinstance(asked, Asked) and asked.question.card == "epoch":
        asked = ann.taps(asked, "show")
        asked = getattr(ann.taps(ann.open(), "knew_it"), "next", None)
    assert isinstance(asked, Asked)
    assert asked.question.card == "next"


# --- what comes with the program --------------------------------------------------------------


@pytest.fixture
def shipped() -> Deck:
    return library.load(catalogue.DEFAULT_DECK)


def older(shipped: Deck) -> Deck:
    return replace(shipped, cards=shipped.cards[:-1])


def test_a_newer_shipped_deck_is_applied(store: Store, shipped: Deck):
    catalogue.apply(store, older(shipped), MORNING, SHIPPED)
    assert catalogue.install_shipped(store, MORNING) == ()
    assert seen(store, shipped.name) == shipped
    assert all(line.public for line in store.read(catalogue.shelved).result())


def test_a_newer_shipped_deck_is_offered_where_an_admin_has_changed_the_deck(
    store: Store, shipped: Deck
):
    catalogue.apply(store, older(shipped), MORNING, SHIPPED)
    own = replace(shipped, title="Our own title")
    flip(store, preview(store, own))
    assert catalogue.install_shipped(store, MORNING) == (shipped.name,)
    assert seen(store, shipped.name) == own
    states = store.read(catalogue.shelved).result()
    assert [state.name for state in states if state.offered] == [shipped.name]

    flip(store, preview(store, shipped, Origin(shipped=True, made_by=7)))
    assert catalogue.install_shipped(store, MORNING) == ()
    assert seen(store, shipped.name) == shipped


def test_every_shipped_deck_is_there_and_public_after_a_start(
    store: Store, monkeypatch: pytest.MonkeyPatch
):
    decks = {name: replace(deck(), name=name, title=name.title()) for name in ("one", "two")}
    monkeypatch.setattr(library, "names", lambda: tuple(decks))
    monkeypatch.setattr(library, "load", decks.__getitem__)
    assert catalogue.install_shipped(store, MORNING) == ()
    states = store.read(catalogue.shelved).result()
    assert [(state.name, state.version, state.public) for state in states] == [
        ("one", 1, True),
        ("two", 1, True),
    ]
    flip(store, preview(store, replace(decks["two"], title="Our own title")))
    decks["one"] = replace(decks["one"], title="Anew")
    decks["two"] = replace(decks["two"], title="Anew as well")
    assert catalogue.install_shipped(store, MORNING) == ("two",)
    assert [seen(store, name).title for name in decks] == ["Anew", "Our own title"]


def test_a_shipped_deck_that_an_admin_has_changed_since_is_left_alone(store: Store, shipped: Deck):
    catalogue.install_shipped(store, MORNING)
    own = replace(shipped, title="Our own title")
    flip(store, preview(store, own))
    assert catalogue.install_shipped(store, MORNING) == ()
    assert seen(store, shipped.name) == own


# --- kills ------------------------------------------------------------------------------------

# Applies the shipped deck in a process that dies by kill -9 at its nth statement.
KILLED = """
import os, signal, sys
from datetime import UTC, datetime
import sqlalchemy as sa
from cards import library
from srs import catalogue
from srs.editions import Origin
from srs.store import Store

left = int(sys.argv[2])
store = Store.open(sys.argv[1])

@sa.event.listens_for(sa.Engine, sys.argv[3])
def count(*_):
    global left
    left -= 1
    if not left:
        os.kill(os.getpid(), signal.SIGKILL)

shipped = library.load(catalogue.DEFAULT_DECK)
catalogue.apply(store, shipped, datetime(2026, 3, 3, tzinfo=UTC), Origin())
store.close()
"""


def test_killed_anywhere_the_old_deck_or_the_new_one_stands(
    store: Store, database_url: str, shipped: Deck
):
    """Before and after statements and commits: staging takes some five of each, the flip three."""
    old = older(shipped)
    catalogue.apply(store, old, MORNING, SHIPPED)
    points = [("before_cursor_execute", n) for n in (1, 3, 4, 9, 12, 14, 15, 16, 17, 18, 19)]
    points += [("commit", n) for n in (1, 2, 3, 4, 5)]
    for point in points[:: scaled(fast=3, long=1)]:
        ended = dies(database_url, *point)
        assert ended == -signal.SIGKILL or seen(store, old.name) == shipped, point
        assert seen(store, old.name) in (old, shipped), point
    assert dies(database_url, "commit", 999) == 0
    assert seen(store, old.name) == shipped
    assert doctor.examine(store) == ()


def dies(address: str, event: str, nth: int) -> int:
    told = subprocess.run(
        [sys.executable, "-c", KILLED, address, str(nth), event],
        env=os.environ,
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert told.returncode in (0, -signal.SIGKILL), told.stderr.decode()
    return told.returncode
