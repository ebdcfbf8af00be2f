"""What a learner knows, what comes tomorrow, and how it has gone."""

import time
from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from srs import learners, stats
from srs.outcomes import Asked, Outcome, Recorded
from srs.schema import review
from srs.stats import Overview, streak
from srs.store import Store
from tests.srs import desk
from tests.srs.desk import Desk

CARDS = tuple(desk.aspect(f"table{n}", "speed") for n in range(12))
TODAY = date(2026, 3, 31)


@pytest.fixture
def learner(store: Store) -> Desk:
    desk.install(store, CARDS)
    learner = Desk(store)
    learner.starts()
    return learner


def asked_by(learner: Desk) -> Asked:
    while not (asked := learner.open()):
        learner.studies()
    return asked


def answers(learner: Desk, *rights: bool) -> Outcome:
    """Answer the next cards, and return what came of the last one."""
    outcome = None
    for right in rights:
        outcome = learner.answers(asked_by(learner), right=right)
    assert outcome is not None
    return outcome


def overview(learner: Desk) -> Overview:
    return learner.store.read(stats.overview, learner.learner_id, learner.now).result()


def test_of_somebody_unknown_nothing_is_known(store: Store):
    assert store.read(stats.overview, 1, desk.MORNING).result() == Overview()


def test_before_the_first_answer_a_card_was_met(learner):
    assert overview(learner) == Overview(introduced=1, learning=1)


def test_what_was_recalled_is_known_and_comes_back_tomorrow(learner):
    answers(learner, True, True, True)
    assert overview(learner) == Overview(
        known=3, learning=1, introduced=4, tomorrow=3, days_studied=1, streak=1
    )


def test_what_was_failed_is_being_learnt(learner):
    answers(learner, *[True] * 10)
    learner.waits(days=1)
    answers(learner, *[True] * 7, *[False] * 3)
    now = overview(learner)
    assert (now.known, now.learning, now.tomorrow, now.due_today) == (7, 3, 3, 0)


def test_retention_is_about_due_reviews_and_about_ten_at_least(learner):
    answers(learner, *[True] * 10)  # first reviews, which say nothing about memory
    learner.waits(days=1)
    answers(learner, *[True] * 7, False, False)
    assert (overview(learner).reviews_30_days, overview(learner).retention_percent) == (9, None)
    answers(learner, False)
    learner.waits(minutes=10)
    answers(learner, True, True, True)  # returns of the same day
    assert (overview(learner).reviews_30_days, overview(learner).retention_percent) == (10, 70)


def test_a_correction_takes_the_place_of_what_it_corrects(learner):
    answers(learner, *[True] * 10)
    learner.waits(days=1)
    answers(learner, *[True] * 7, False, False)
    recorded = answers(learner, False)
    assert isinstance(recorded, Recorded)
    learner.claims(recorded)
    assert (overview(learner).reviews_30_days, overview(learner).retention_percent) == (10, 80)
    learner.undoes()  # of the correction: the answer counts as it was
    assert (overview(learner).reviews_30_days, overview(learner).retention_percent) == (10, 70)


def test_what_was_undone_counts_nowhere(learner):
    answers(learner, True)
    learner.undoes()
    # The card that followed had been opened: an introduction is not undone.
    assert overview(learner) == Overview(introduced=2, learning=2)


def test_an_undone_review_leaves_the_retention(learner):
    answers(learner, *[True] * 10)
    learner.waits(days=1)
    answers(learner, *[True] * 10)
    learner.undoes()
    now = overview(learner)
    assert (now.reviews_30_days, now.retention_percent, now.due_today) == (9, None, 1)


def test_a_count_for_today_stops_at_ten_and_one_for_tomorrow_is_exact(learner):
    answers(learner, *[True] * 10)
    learner.waits(days=1)
    answers(learner, *[True] * 12)  # ten that were due, and two new ones
    learner.waits(days=5)
    assert (overview(learner).due_today, overview(learner).tomorrow) == (2, 12)
    learner.waits(days=1)
    assert (overview(learner).due_today, overview(learner).tomorrow) == (10, 12)


def test_thirty_days_are_looked_back_on(learner):
    answers(learner, *[True] * 10)
    learner.waits(days=1)
    answers(learner, *[True] * 10)
    learner.waits(days=28)
    now = overview(learner)
    assert (now.reviews_30_days, now.retention_percent, now.days_studied) == (10, 100, 2)
    learner.waits(days=1)
    now = overview(learner)
    assert (now.reviews_30_days, now.retention_percent, now.days_studied) == (10, 100, 1)
    learner.waits(days=1)
    now = overview(learner)
    assert (now.reviews_30_days, now.retention_percent, now.days_studied) == (0, None, 0)


def test_a_day_of_the_streak_needs_a_rating_that_stands(learner):
    answers(learner, True)
    learner.waits(days=1)
    assert overview(learner).streak == 1  # today is not over
    answers(learner, True)
    assert overview(learner).streak == 2
    learner.undoes()
    assert (overview(learner).streak, overview(learner).days_studied) == (1, 1)


def test_an_overview_is_one_learners_own(learner):
    answers(learner, True, True)
    other = Desk(learner.store)
    other.starts()
    answers(other, False)
    assert overview(learner).known == 2
    assert overview(other).known == 0


def test_reading_an_overview_changes_nothing(learner):
    learner.waits(days=3)
    before = learner.store.read(learners.read, learner.learner_id).result()
    overview(learner)
    assert learner.store.read(learners.read, learner.learner_id).result() == before


def test_a_long_history_is_looked_back_on_at_once(learner):
    about = {"learner_id": learner.learner_id, "at": desk.MORNING, "kind": "review", "quality": 4}
    about |= {"deck": "ml-training", "card_key": "table0.speed", "question_id": 1, "update_id": 1}
    history = [
        {**about, "seq": seq, "study_day": desk.MORNING.date() - timedelta(days=seq // 10)}
        for seq in range(2, 10_000)
    ]
    learner.store.write(lambda tx: tx.execute(sa.insert(review), history).close()).result()
    began = time.monotonic()
    assert overview(learner).streak == 1000
    assert time.monotonic() - began < 3  # a moment in truth, and ten seconds if quadratic


def days_ago(*days: int) -> set[date]:
    return {TODAY - timedelta(days=ago) for ago in days}


@pytest.mark.parametrize(
    ("studied", "expected"),
    [
        pytest.param(days_ago(), 0, id="nothing yet is no streak"),
        pytest.param(days_ago(0), 1, id="today is one day"),
        pytest.param(days_ago(1), 1, id="today not yet studied breaks nothing"),
        pytest.param(days_ago(0, 1, 2, 3), 4, id="every day counts"),
        pytest.param(days_ago(0, 2), 2, id="one missed day is free and counts as nothing"),
        pytest.param(days_ago(2), 1, id="yesterday may be the missed day"),
        pytest.param(days_ago(0, 3), 1, id="two missed days in a row are none"),
        pytest.param(days_ago(3), 0, id="before today, too"),
        pytest.param(days_ago(0, 2, 4), 2, id="a second miss within a week ends it"),
        pytest.param(days_ago(0, 2, 3, 4, 5, 6, 8), 6, id="so does one on the sixth day after"),
        pytest.param(days_ago(0, 2, 3, 4, 5, 6, 7, 9), 8, id="a week later one more is free"),
        pytest.param(days_ago(*range(400)), 400, id="a year and more is counted"),
    ],
)
def test_a_streak_bears_one_missed_day_a_week(studied, expected):
    assert streak(studied, TODAY) == expected
