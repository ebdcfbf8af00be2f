"""A sound database is said to be sound, and every kind of damage is found."""

import os
import re
from pathlib import Path
from random import Random

import pytest
import sqlalchemy as sa

from srs import amends, doctor, profile, study
from srs.outcomes import Asked, Recorded, Stranger
from srs.schema import deck, deck_card, inbox, learner, memory, question, review
from srs.store import Store
from tests.scale import scaled
from tests.srs import desk
from tests.srs.desk import Desk


@pytest.fixture
def studied(store: Store) -> Desk:
    """Lend a learner who has studied for some days, with everything that can happen on them."""
    desk.install(store)
    learner = Desk(store)
    learner.starts()
    for day in range(scaled(2, 8)):
        play(learner, Random(day))
        learner.waits(days=1)
    return learner


def play(learner: Desk, random: Random) -> None:
    for _ in range(18):
        learner.waits(minutes=4)
        asked = learner.open() or learner.studies()
        if not isinstance(asked, Asked):
            continue
        done = learner.answers(asked, right=random.random() < 0.6)
        if isinstance(done, Recorded) and done.can_claim:
            learner.claims(done)
        elif isinstance(done, Recorded) and random.random() < 0.1:
            learner.undoes()
        if (shown := learner.open()) and "got_it" in shown.offers:
            learner.taps(shown, "got_it")
        if (shown := learner.open()) and "forgot" in shown.offers:
            learner.taps(shown, random.choice(["forgot", "knew_it"]))
    learner.does(study.enough)


def run(store: Store, *statements: sa.Executable) -> None:
    for statement in statements:
        store.write(lambda tx, statement=statement: tx.execute(statement).close()).result()


def test_after_some_days_of_study_all_is_well(studied):
    entries = studied.store.read(_kinds).result()
    assert {"introduced", "review", "return", "correction", "undo"} <= entries
    assert doctor.examine(studied.store) == ()


def _kinds(tx: sa.Connection) -> set[str]:
    return set(tx.execute(sa.select(review.c.kind).distinct()).scalars())


def test_all_is_well_in_an_empty_database(store):
    assert doctor.examine(store) == ()


def test_a_learner_who_was_erased_leaves_no_trouble(studied):
    studied.does(profile.erase)
    assert isinstance(studied.does(amends.undo), Stranger)
    assert doctor.examine(studied.store) == ()


def test_practice_belongs_to_no_deck(studied):
    studied.does(study.problem, family="total-steps", **studied.new())
    assert doctor.examine(studied.store) == ()


OF_EPOCH = memory.c.card_key == "epoch"


@pytest.mark.parametrize(
    ("statement", "found"),
    [
        pytest.param(
            sa.update(memory).where(OF_EPOCH).values(easiness=memory.c.easiness + 10),
            r"card ml-training/epoch: the log gives easiness .*; remembered is easiness ",
            id="another easiness",
        ),
        pytest.param(
            sa.update(memory).where(OF_EPOCH).values(repetitions=memory.c.repetitions + 1),
            r"card ml-training/epoch: the log gives .* repetitions ",
            id="other repetitions",
        ),
        pytest.param(
            sa.update(memory).where(OF_EPOCH).values(interval=99),
            r"remembered is .* interval 99,",
            id="another interval",
        ),
        pytest.param(
            sa.update(memory).where(OF_EPOCH).values(due_on=desk.MORNING.date()),
            rf"remembered is .* due on {desk.MORNING.date()}\.",
            id="another due date",
        ),
        pytest.param(
            sa.update(memory).where(OF_EPOCH).values(easiness=None),
            r"card ml-training/epoch: the log gives easiness .*; remembered is no review yet\.",
            id="a review forgotten",
        ),
        pytest.param(
            sa.delete(memory).where(OF_EPOCH),
            r"card ml-training/epoch: .*; remembered is nothing\.",
            id="a memory lost",
        ),
        pytest.param(
            sa.delete(memory).where(OF_EPOCH),
            r"Learner \d+ was asked about cards never met\.",
            id="a question whose card is lost",
        ),
        pytest.param(
            sa.update(memory).where(OF_EPOCH).values(card_key="nothing"),
            r"card ml-training/nothing: the log gives nothing; remembered is easiness ",
            id="a memory that no log explains",
        ),
        pytest.param(
            sa.delete(review).where(review.c.seq == 3),
            r"Learner \d+: the log is not numbered from 1 to \d+ without a gap\.",
            id="a gap in the log",
        ),
        pytest.param(
            sa.update(learner).values(last_seq=learner.c.last_seq + 1),
            r"Learner \d+: the log is not numbered from 1 to \d+ without a gap\.",
            id="a log cut short",
        ),
        pytest.param(
            sa.update(review).where(review.c.kind == "review").values(quality=5),
            r"the log gives .*; remembered is ",
            id="ratings rewritten",
        ),
        pytest.param(
            sa.delete(question).where(question.c.stage == "done"),
            r"Learner \d+ has reviews without their question\.",
            id="questions lost",
        ),
        pytest.param(
            sa.update(question).values(stage="open"),
            r"Learner \d+ has \d+ open questions\.",
            id="more than one open question",
        ),
        pytest.param(
            sa.delete(learner),
            r"Learner \d+ is unknown, but has rows in question\.",
            id="a learner lost",
        ),
        pytest.param(
            sa.delete(deck_card).where(deck_card.c.key == "epoch"),
            r"Learner \d+ was asked about cards that no deck holds\.",
            id="a card lost",
        ),
        pytest.param(
            sa.delete(deck),
            r"Learner \d+ has joined an unknown deck\.",
            id="a deck lost",
        ),
        pytest.param(
            sa.delete(deck),
            r"Learner \d+ remembers cards of an unknown deck\.",
            id="the deck of a memory lost",
        ),
    ],
)
def test_damage_is_found(studied, statement, found):
    run(studied.store, statement)
    problems = doctor.examine(studied.store)
    assert any(re.search(found, problem) for problem in problems), problems


def test_only_what_was_damaged_is_reported(studied):
    run(studied.store, sa.update(memory).where(OF_EPOCH).values(interval=99))
    other = Desk(studied.store)
    other.starts()
    (problem,) = doctor.examine(studied.store)
    assert problem.startswith(f"Learner {studied.learner_id}, card ml-training/epoch: ")


def aside(update_id: int, trouble: str) -> dict[str, object]:
    about = {"bot_id": 1, "update_id": update_id, "lane": update_id, "accepted_at": desk.MORNING}
    return {**about, "state": "aside", "raw": "{}", "trouble": trouble}


def test_updates_set_aside_are_counted_by_their_trouble(store):
    rows = [aside(1, "KeyError: 1"), aside(2, "ValueError: x"), aside(3, "KeyError: 1")]
    waiting = {**aside(4, ""), "state": "waiting"}
    run(store, sa.insert(inbox).values([*rows, waiting]))
    assert doctor.examine(store) == (
        "Updates set aside: 2, because of KeyError: 1.",
        "Updates set aside: 1, because of ValueError: x.",
    )


def test_learners_of_every_chunk_are_looked_at_and_the_report_has_an_end(store):
    ids = range(1, 1001)
    people = [{"learner_id": n, "created_at": desk.MORNING, "last_seq": 0} for n in ids]
    run(store, sa.insert(learner).values(people))
    assert doctor.examine(store) == ()
    run(store, sa.update(learner).where(learner.c.learner_id == 1000).values(last_seq=1))
    assert doctor.examine(store) == (
        "Learner 1000: the log is not numbered from 1 to 1 without a gap.",
    )
    run(store, sa.update(learner).values(last_seq=1))
    problems = doctor.examine(store)
    assert len(problems) == 101
    assert problems[-1] == "There is more than that."


@pytest.mark.parametrize(
    ("statement", "found"),
    [
        ("DELETE FROM alembic_version", "The tables are missing;"),
        ("UPDATE alembic_version SET version_num = '0000'", "The tables stand at migration 0000;"),
    ],
)
def test_a_database_that_was_not_migrated_is_looked_at_no_further(studied, statement, found):
    run(studied.store, sa.text(statement), sa.delete(deck))
    (problem,) = doctor.examine(studied.store)
    assert problem.startswith(found)
    assert problem.endswith("run minibatch migrate.")


@pytest.mark.parametrize(
    ("place", "whence", "content", "found"),
    [
        pytest.param(-4096, os.SEEK_END, bytes(4096), "The database file is damaged", id="a page"),
        pytest.param(36, os.SEEK_SET, b"\0\0\0\7", "The database is damaged: ", id="a number"),
    ],
)
def test_a_damaged_file_is_found(sqlite_url, place, whence, content, found):
    store = Store.open(sqlite_url)
    desk.install(store)
    store.close()
    with Path(sa.make_url(sqlite_url).database or "").open("r+b") as file:
        file.seek(place, whence)
        file.write(content)
    store = Store.open(sqlite_url)
    problems = doctor.examine(store)
    store.close()
    assert problems
    assert all(problem.startswith(found) for problem in problems)
