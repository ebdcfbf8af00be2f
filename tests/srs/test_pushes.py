"""The daily push: to whom, when, with which card, and what becomes of it."""

import itertools
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from srs import doctor, learners, profile, pushes, pushplan, reminders, study
from srs.outcomes import (
    Asked,
    ClockAsked,
    Finished,
    NoReminder,
    NotToday,
    Outcome,
    Refused,
    ReminderSet,
    RoundOver,
    SettingsNow,
    Snoozed,
)
from srs.pushes import Push
from srs.pushtimes import next_push
from srs.store import Store
from tests.srs.desk import MORNING, Desk, install

ZONE = "Europe/Berlin"  # eight o'clock there is seven in the UTC of March
EIGHT = 8 * 60


class Pushed(Desk):
    """A learner who may be sent pushes."""

    def chooses(self, zone: str | None = ZONE, at_minute: int = EIGHT) -> Outcome:
        """Choose a time, and say by which clock."""
        outcome = self.does(reminders.set_time, at_minute=at_minute)
        return self.does(profile.set_zone, zone=zone) if zone else outcome

    def studies_a_round(self) -> RoundOver | Finished:
        """Answer ten cards; those of the first day are due the day after."""
        asked = self.starts()
        while isinstance(asked, Asked):
            asked = self.answers(asked, right=True).next
        assert isinstance(asked, RoundOver | Finished)
        return asked

    def comes_to(self, moment: datetime) -> None:
        """Let time pass until then."""
        assert moment >= self.now
        self.now = moment

    def due(self) -> datetime | None:
        """Return when the next push is claimed."""
        return self.store.read(_next_push_at, self.learner_id).result()

    def claims(self, token: str = "one") -> bool:
        """Claim what is due; whether this learner's push is."""
        claimed = self.store.write(pushes.claim, token=token, now=self.now, limit=100).result()
        return self.learner_id in claimed

    def prepares(self, token: str = "one") -> Push | None:
        """Decide about a push that was claimed."""
        arguments = {"learner_id": self.learner_id, "token": token, "now": self.now}
        return self.store.write(pushes.prepare, **arguments, **self.new()).result()

    def is_pushed(self) -> Push | None:
        """Let a tick find what is due, and the push arrive."""
        push = self.prepares() if self.claims() else None
        if push is not None:
            self.receives(push)
        return push

    def receives(self, push: Push) -> None:
        self.message_id += 1
        self.store.write(
            pushes.sent, push=push, message_id=self.message_id, told_at=self.now, now=self.now
        ).result()

    def misses(self, push: Push, ending: pushes.Ending) -> None:
        self.store.write(pushes.unsent, push=push, ending=ending, now=self.now).result()

    def snoozes(self, push: Push) -> Outcome:
        return self.does(reminders.snooze, asked_id=push.asked.question_id)

    def declines(self, push: Push) -> Outcome:
        return self.does(reminders.not_today, asked_id=push.asked.question_id)

    def logged(self) -> list[str]:
        return [row.state for row in self.store.read(pushplan.logged, self.learner_id).result()]


def _next_push_at(tx: Any, learner_id: int) -> datetime | None:
    columns = pushes.table.c
    query = pushes.table.select().with_only_columns(columns.next_push_at)
    return tx.execute(query.where(columns.learner_id == learner_id)).scalar()


def utc(day: int, clock: str) -> datetime:
    """An instant of March 2026."""
    return datetime.combine(date(2026, 3, day), time.fromisoformat(clock), tzinfo=UTC)


@pytest.fixture
def ann(store: Store) -> Iterator[Pushed]:
    """Lend a learner who has begun on 2 March and wants cards at eight."""
    install(store)
    ann = Pushed(store)
    ann.studies_a_round()
    ann.chooses()
    yield ann
    assert doctor.examine(store) == ()


# --- asking -----------------------------------------------------------------------------------


def test_the_first_round_asks_when_the_next_cards_shall_come_and_no_later_one(store: Store):
    install(store)
    ann = Pushed(store)
    assert ann.studies_a_round().asks_when
    ann.waits(days=1)
    assert not ann.studies_a_round().asks_when


def test_nothing_is_asked_after_a_round_without_an_answer(store: Store):
    install(store)
    ann = Pushed(store)
    ann.starts()
    assert not ann.does(study.enough).asks_when


def test_no_push_comes_before_both_time_and_clock_are_known(store: Store):
    install(store)
    ann = Pushed(store)
    ann.studies_a_round()
    assert isinstance(ann.chooses(zone=None), ClockAsked)
    assert ann.due() is None
    assert ann.does(profile.set_zone, zone=ZONE) == ReminderSet(at_minute=EIGHT, days=1)
    assert ann.due() == utc(3, "07:00")


def test_a_clock_alone_brings_no_push(store: Store):
    install(store)
    ann = Pushed(store)
    ann.studies_a_round()
    assert isinstance(ann.does(profile.set_zone, zone=ZONE), SettingsNow)
    assert ann.due() is None


def test_who_has_not_studied_today_may_be_reminded_today(store: Store):
    install(store)
    ann = Pushed(store)
    ann.starts()
    assert ann.chooses(at_minute=19 * 60) == ReminderSet(at_minute=19 * 60, days=0)
    assert ann.due() == utc(2, "18:00")


@pytest.mark.parametrize("at_minute", [22 * 60, 23 * 60 + 59, 0, 6 * 60 + 59, -1, 24 * 60])
def test_a_time_at_night_is_refused(ann: Pushed, at_minute: int):
    assert ann.does(reminders.set_time, at_minute=at_minute) == Refused(why="outdated")
    assert ann.due() == utc(3, "07:00")


def test_no_reminders_means_none(ann: Pushed):
    assert ann.does(reminders.none) == NoReminder()
    ann.comes_to(utc(3, "07:00"))
    assert not ann.claims()
    assert ann.does(profile.settings).at_minute is None


# --- the push ---------------------------------------------------------------------------------


def test_a_push_brings_the_first_due_card_at_its_time(ann: Pushed):
    ann.comes_to(utc(3, "06:59"))
    assert not ann.claims()
    ann.comes_to(utc(3, "07:00"))
    push = ann.is_pushed()
    assert push is not None
    assert push.asked.purpose == "review"
    assert push.cards == 10
    assert not push.rarely
    assert ann.open() == replace(push.asked, stage="open", message_id=ann.message_id)
    assert ann.due() == utc(4, "07:00")
    assert ann.logged() == ["sent"]


def test_a_pushed_card_is_answered_and_its_round_goes_on(ann: Pushed):
    ann.comes_to(utc(3, "07:00"))
    push = ann.is_pushed()
    assert push is not None
    recorded = ann.answers(push.asked, right=True)
    assert recorded.kind == "review"
    assert isinstance(recorded.next, Asked)


def test_new_cards_alone_are_pushed_as_an_introduction(store: Store):
    install(store)
    ann = Pushed(store)
    ann.starts()
    ann.chooses()
    ann.comes_to(utc(3, "07:00"))
    first = ann.is_pushed()
    assert first is not None
    ann.declines(first)
    ann.comes_to(utc(4, "07:00"))
    push = ann.is_pushed()
    assert push is not None
    assert push.asked.purpose == "introduction"
    assert push.asked.question_id != first.asked.question_id


def test_new_cards_bring_no_push_once_something_was_studied_today(ann: Pushed):
    ann.comes_to(utc(3, "04:00"))
    assert ann.studies_a_round().waiting  # all that was due, and there are new ones left
    ann.comes_to(utc(3, "07:00"))
    assert ann.is_pushed() is None
    assert ann.due() == utc(4, "07:00")
    assert ann.logged() == []


def test_an_open_question_is_what_a_push_carries(ann: Pushed):
    ann.comes_to(utc(3, "05:00"))
    asked = ann.studies()
    ann.comes_to(utc(3, "07:00"))
    push = ann.is_pushed()
    assert push is not None
    assert push.asked.question_id == asked.question_id
    assert push.asked.resent


def test_a_push_shows_no_answer_even_if_it_was_shown_before(ann: Pushed):
    ann.comes_to(utc(3, "05:00"))
    asked = ann.studies()
    ann.taps(asked, "show")
    ann.comes_to(utc(3, "07:00"))
    push = ann.is_pushed()
    assert push is not None
    assert push.asked.question_id == asked.question_id
    assert push.asked.stage == "open"


def test_a_problem_that_waits_for_another_comes_back_with_the_push(ann: Pushed):
    ann.studies()
    ann.does(study.problem, family="total-steps", **ann.new())
    ann.comes_to(utc(3, "07:00"))
    push = ann.is_pushed()
    assert push is not None
    assert push.asked.purpose == "practice"


def test_there_is_one_push_a_day(ann: Pushed):
    arrived = []
    for hour in range(3 * 24):
        ann.comes_to(utc(3, "00:30") + timedelta(hours=hour))
        if ann.is_pushed():
            arrived.append(ann.now)
    assert arrived == [utc(3, "07:30"), utc(4, "07:30"), utc(5, "07:30")]


def test_nobody_is_pushed_within_half_an_hour_of_an_answer(ann: Pushed):
    ann.comes_to(utc(3, "06:50"))
    ann.answers(ann.studies(), right=True)
    answered = ann.now
    ann.comes_to(utc(3, "07:00"))
    assert ann.is_pushed() is None
    assert ann.due() == answered + timedelta(minutes=30)
    ann.comes_to(answered + timedelta(minutes=30))
    assert ann.is_pushed() is not None


def test_nobody_is_pushed_while_a_card_has_just_been_opened(ann: Pushed):
    ann.comes_to(utc(3, "06:50"))
    ann.studies()
    ann.comes_to(utc(3, "07:00"))
    assert ann.is_pushed() is None
    assert ann.due() == utc(3, "07:20")


@pytest.mark.parametrize(("minutes", "comes"), [(180, True), (181, False)])
def test_a_push_comes_up_to_three_hours_late(ann: Pushed, minutes: int, comes: bool):
    ann.comes_to(utc(3, "07:00") + timedelta(minutes=minutes))
    assert bool(ann.is_pushed()) is comes
    assert ann.due() == utc(4, "07:00")


def test_a_late_push_does_not_come_at_night(ann: Pushed):
    ann.does(reminders.set_time, at_minute=21 * 60 + 30)
    ann.comes_to(utc(3, "21:00"))  # 22:00 on the learner's clock
    assert ann.is_pushed() is None
    assert ann.due() == utc(4, "20:30")


def test_who_is_due_is_found_by_the_index(store: Store):
    def plan(tx: sa.Connection) -> str:
        seen = []
        sa.event.listen(tx, "before_cursor_execute", lambda *told: seen.append(told[2:4]))
        pushes.claim(tx, token="t", now=MORNING, limit=9)
        ((claim, arguments),) = seen
        explain = "EXPLAIN QUERY PLAN" if tx.dialect.name == "sqlite" else "EXPLAIN"
        if explain == "EXPLAIN":  # few rows would be read at once
            tx.exec_driver_sql("SET LOCAL enable_seqscan = off")
        return str(tx.exec_driver_sql(f"{explain} {claim}", arguments).all())

    assert "ix_push_next_push_at" in store.write(plan).result()


def test_the_oldest_comes_first(store: Store):
    install(store)
    people = [Pushed(store) for _ in range(4)]
    for place, person in enumerate(people):
        person.studies_a_round()
        person.chooses(at_minute=EIGHT - 10 * place)
    now = utc(3, "08:00")
    claimed = store.write(pushes.claim, token="t", now=now, limit=3).result()
    assert claimed == tuple(person.learner_id for person in reversed(people[1:]))


@pytest.mark.parametrize(
    ("silence", "again"),
    [
        ({"case": profile.stop}, None),
        ({"case": profile.pause, "days": 2}, utc(4, "07:00")),
        ({"case": profile.blocked, "is_blocked": True}, None),
    ],
)
def test_who_wants_silence_has_it(ann: Pushed, silence: dict, again: datetime | None):
    ann.does(**silence)
    arrived = []
    for day in range(3, 8):
        ann.comes_to(utc(day, "07:00"))
        if ann.is_pushed():
            arrived.append(ann.now)
    assert arrived[:1] == ([again] if again else [])


def test_after_three_without_an_answer_they_come_weekly_and_say_so(ann: Pushed):
    arrived = {}
    for day in range(3, 24):
        ann.comes_to(utc(day, "07:00"))
        if push := ann.is_pushed():
            arrived[day] = push.rarely
    assert arrived == {3: False, 4: False, 5: True, 12: True, 19: True}
    asked = ann.open()
    assert asked is not None
    ann.answers(asked, right=True)
    ann.comes_to(utc(24, "07:00"))
    push = ann.is_pushed()
    assert push is not None
    assert not push.rarely


def test_silence_is_never_recorded_as_an_answer(ann: Pushed):
    before = ann.store.read(learners.read, ann.learner_id).result()
    ann.comes_to(utc(3, "07:00"))
    ann.is_pushed()
    ann.comes_to(utc(4, "07:00"))
    ann.is_pushed()
    after = ann.store.read(learners.read, ann.learner_id).result()
    assert before is not None
    assert after is not None
    assert after.last_answer_at == before.last_answer_at


# --- later, and not today ---------------------------------------------------------------------


def test_a_snooze_brings_the_same_question_an_hour_later(ann: Pushed):
    ann.comes_to(utc(3, "07:00"))
    push = ann.is_pushed()
    assert push is not None
    ann.waits(minutes=5)
    outcome = ann.snoozes(push)
    assert isinstance(outcome, Snoozed)
    assert (outcome.at_minute, outcome.days) == (9 * 60 + 5, 0)
    ann.comes_to(utc(3, "08:05"))
    again = ann.is_pushed()
    assert again is not None
    assert again.asked.question_id == push.asked.question_id
    assert ann.due() == utc(4, "07:00")
    assert ann.logged() == ["sent"]


def test_a_snooze_keeps_to_the_quiet_hours(ann: Pushed):
    ann.does(reminders.set_time, at_minute=21 * 60 + 10)
    ann.comes_to(utc(3, "20:10"))
    push = ann.is_pushed()
    assert push is not None
    outcome = ann.snoozes(push)
    assert isinstance(outcome, Snoozed)
    assert (outcome.at_minute, outcome.days) == (21 * 60 + 10, 1)
    assert ann.due() == utc(4, "20:10")


def test_not_today_closes_the_question_and_ends_the_days_pushes(ann: Pushed):
    ann.comes_to(utc(3, "07:00"))
    push = ann.is_pushed()
    assert push is not None
    outcome = ann.declines(push)
    assert isinstance(outcome, NotToday)
    assert (outcome.at_minute, outcome.days) == (EIGHT, 1)
    assert ann.open() is None
    assert ann.taps(push.asked, "show") == Refused(why="closed")
    ann.comes_to(utc(3, "09:00"))
    assert not ann.claims()
    asked = ann.studies()
    assert isinstance(asked, Asked)
    assert asked.purpose == "review"
    ann.comes_to(utc(4, "07:00"))
    again = ann.is_pushed()
    assert again is not None
    assert again.cards == 10  # nothing of it counted


def test_the_same_press_twice_changes_nothing_more(ann: Pushed):
    ann.comes_to(utc(3, "07:00"))
    push = ann.is_pushed()
    assert push is not None
    ann.declines(push)
    assert ann.declines(push) == Refused(why="closed")
    assert ann.snoozes(push) == Refused(why="closed")
    assert ann.due() == utc(4, "07:00")


def test_buttons_of_yesterdays_push_are_outdated(ann: Pushed):
    ann.comes_to(utc(3, "07:00"))
    push = ann.is_pushed()
    assert push is not None
    ann.comes_to(utc(4, "06:00"))
    assert ann.snoozes(push) == Refused(why="outdated")
    assert ann.declines(push) == Refused(why="outdated")


def test_a_press_that_is_quicker_than_the_note_of_the_sending_counts(ann: Pushed):
    ann.comes_to(utc(3, "07:00"))
    assert ann.claims()
    push = ann.prepares()
    assert push is not None
    ann.snoozes(push)
    ann.receives(push)
    assert ann.due() == utc(3, "08:00")
    ann.comes_to(utc(3, "08:00"))
    assert ann.is_pushed() is not None


# --- how it ends ------------------------------------------------------------------------------


def test_nobody_else_takes_a_push_that_is_claimed(ann: Pushed):
    ann.comes_to(utc(3, "07:00"))
    assert ann.claims("one")
    assert not ann.claims("two")
    assert ann.prepares("two") is None


def test_a_claim_given_back_is_taken_at_once(ann: Pushed):
    ann.comes_to(utc(3, "07:00"))
    assert ann.claims("one")
    ann.store.write(pushes.release, token="one", learner_ids=(ann.learner_id,)).result()
    assert ann.claims("two")
    assert ann.prepares("one") is None
    assert ann.prepares("two") is not None


def test_a_push_that_died_before_it_was_sent_comes_when_its_lease_is_over(ann: Pushed):
    ann.comes_to(utc(3, "07:00"))
    assert ann.claims("one")
    ann.waits(minutes=4, seconds=59)
    assert not ann.claims("two")
    ann.waits(seconds=1)
    assert ann.claims("two")
    assert ann.prepares("two") is not None


def test_a_push_whose_end_nobody_knows_comes_again_with_the_same_question(ann: Pushed):
    ann.comes_to(utc(3, "07:00"))
    assert ann.claims("one")
    first = ann.prepares("one")
    assert first is not None
    waits = []
    ann.waits(minutes=5)
    while push := ann.prepares("two") if ann.claims("two") else None:
        ann.misses(push, "unclear")
        assert push.asked.question_id == first.asked.question_id
        due = ann.due()
        assert due is not None
        waits.append((due - ann.now) // timedelta(minutes=1))
        ann.comes_to(due)
    assert waits == [10, 20, 40, 80, 160]  # and then it is more than three hours late
    assert ann.due() == utc(4, "07:00")


def test_a_push_that_was_opened_has_arrived_whatever_became_of_its_answer(ann: Pushed):
    ann.comes_to(utc(3, "07:00"))
    assert ann.claims("one")
    push = ann.prepares("one")
    assert push is not None
    ann.misses(push, "unclear")
    ann.waits(seconds=10)
    ann.taps(push.asked, "show")
    ann.waits(minutes=5)
    assert ann.claims("two")
    assert ann.prepares("two") is None
    assert ann.due() == utc(4, "07:00")


def test_a_push_that_was_surely_not_sent_comes_at_once(ann: Pushed):
    ann.comes_to(utc(3, "07:00"))
    assert ann.claims("one")
    push = ann.prepares("one")
    assert push is not None
    ann.misses(push, "waiting")
    ann.waits(seconds=5)
    again = ann.is_pushed()
    assert again is not None
    assert again.asked.question_id == push.asked.question_id
    assert ann.logged() == ["sent"]


def test_whoever_blocked_the_bot_hears_nothing_until_they_let_it_write(ann: Pushed):
    ann.comes_to(utc(3, "07:00"))
    assert ann.claims("one")
    push = ann.prepares("one")
    assert push is not None
    ann.misses(push, "blocked")
    ann.comes_to(utc(4, "07:00"))
    assert ann.is_pushed() is None
    ann.does(profile.blocked, is_blocked=False)
    ann.comes_to(utc(5, "07:00"))
    assert ann.is_pushed() is not None


def test_a_push_refused_for_good_is_over_for_the_day(ann: Pushed):
    ann.comes_to(utc(3, "07:00"))
    assert ann.claims("one")
    push = ann.prepares("one")
    assert push is not None
    ann.misses(push, "failed")
    assert ann.logged() == ["failed"]
    assert ann.due() == utc(4, "07:00")


def test_a_learner_who_is_erased_is_pushed_no_more(ann: Pushed):
    ann.comes_to(utc(3, "07:00"))
    assert ann.claims("one")
    ann.does(profile.erase)
    assert ann.prepares("one") is None
    assert ann.due() is None


# --- moving -----------------------------------------------------------------------------------


@pytest.mark.parametrize("zone", ["Pacific/Auckland", "Pacific/Honolulu", "Asia/Tokyo"])
def test_after_a_move_pushes_are_half_a_day_apart_and_one_a_study_day(ann: Pushed, zone: str):
    ann.comes_to(utc(3, "07:00"))
    assert ann.is_pushed()
    ann.waits(minutes=1)
    ann.does(profile.set_zone, zone=zone)
    due = ann.due()
    assert due is not None
    assert due - utc(3, "07:00") >= timedelta(hours=12)
    assert due == next_push(due - timedelta(seconds=1), time(8), zone)
    ann.comes_to(due)
    assert ann.is_pushed()


def test_moving_to_and_fro_grants_no_second_push(ann: Pushed):
    ann.comes_to(utc(3, "07:00"))
    assert ann.is_pushed()
    arrived = [ann.now]
    for hour in range(96):
        ann.waits(hours=1)
        ann.does(profile.set_zone, zone=("Pacific/Honolulu", ZONE, "Asia/Tokyo")[hour % 3])
        if ann.is_pushed():
            arrived.append(ann.now)
    gaps = [b - a for a, b in itertools.pairwise(arrived)]
    assert all(gap >= timedelta(hours=12) for gap in gaps)
    assert len(arrived) <= 1 + 5


def test_the_first_days_are_those_of_the_desk():
    assert utc(2, "08:00") == MORNING
