"""Whatever a learner does, in whatever order: the store agrees with a simple model of SM-2."""

from dataclasses import dataclass, field
from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from srs import amends, cardstate, learners, log, profile, queue, schema, study
from srs.outcomes import Asked, Recorded, Undone
from srs.sm2 import Memory, review
from srs.store import Store
from tests.scale import scaled
from tests.srs import desk
from tests.srs.desk import Desk

ZONES = ["Pacific/Auckland", "Europe/Berlin", "America/Los_Angeles", "Pacific/Kiritimati"]


@dataclass
class Rating:
    """What the model remembers of a rating."""

    seq: int
    card: str
    day: date
    kind: str
    quality: int
    replaces: int | None = None


@dataclass
class Model:
    """The ratings that stand, and nothing else."""

    ratings: list[Rating] = field(default_factory=list)

    def memory(self, card: str) -> tuple[Memory, date] | None:
        """Play a card's reviews through SM-2; a correction takes the place of what it names."""
        replaced = {r.replaces: r.quality for r in self.ratings if r.replaces}
        state = None
        for rating in self.ratings:
            if rating.card == card and rating.kind == "review":
                quality = replaced.get(rating.seq, rating.quality)
                memory = review(state[0] if state else Memory(), quality)
                state = memory, rating.day + timedelta(days=memory.interval)
        return state


class Studying(RuleBasedStateMachine):
    """One learner, two devices, and a clock."""

    store: Store

    def __init__(self) -> None:
        super().__init__()
        self.desk = Desk(self.store)
        self.model = Model()
        self.seen: list[Asked] = []
        self.recorded: list[Recorded] = []
        self.note(self.desk.starts())
        self.study_as_usual([False, True, False, True, True, True])

    def note(self, outcome: object) -> None:
        """Keep what the learner was shown, and tell the model what was recorded."""
        for shown in (outcome, *(getattr(outcome, n, None) for n in ("asked", "next", "back"))):
            if isinstance(shown, Asked):
                self.seen.append(shown)
        if isinstance(outcome, Recorded):
            self.recorded.append(outcome)
            replaces = None
            if outcome.kind == "correction":
                replaces = self.entry(outcome.seq).names_seq
            self.model.ratings.append(
                Rating(
                    outcome.seq,
                    outcome.asked.question.card,
                    self.today,
                    outcome.kind,
                    outcome.quality,
                    replaces,
                )
            )
        if isinstance(outcome, Undone):
            assert self.model.ratings.pop().seq == outcome.seq

    @property
    def today(self) -> date:
        learner = self.store.read(learners.read, self.desk.learner_id).result()
        assert learner is not None
        assert learner.last_day is not None
        return learner.last_day

    def entries(self) -> tuple[log.Entry, ...]:
        return self.store.read(log.since, self.desk.learner_id, date(2026, 1, 1)).result()

    def entry(self, seq: int) -> log.Entry:
        return next(entry for entry in self.entries() if entry.seq == seq)

    # --- what a learner does

    @rule(rights=st.lists(st.booleans(), min_size=3, max_size=16))
    def study_as_usual(self, rights: list[bool]) -> None:
        """Take the cards as they come, and press [Next] where it stands."""
        for right in rights:
            asked = self.desk.open()
            if asked is None:
                self.note(self.desk.studies())
            else:
                self.take(asked, right)

    def take(self, asked: Asked, right: bool) -> None:
        rated = {"compared": ("got_it", "knew_it"), "reason": ("show", "show")}
        if asked.stage in ("shown", "compared", "reason", "reason_shown"):
            worst, best = rated.get(asked.stage, (asked.offers[0], asked.offers[-1]))
            outcome = self.desk.taps(asked, best if right else worst)
        else:
            outcome = self.desk.answers(asked, right=right)
        self.note(outcome)
        if isinstance(outcome, Recorded) and outcome.next is None:
            self.note(self.desk.goes_on(asked))

    @rule(
        text=st.sampled_from(["?", "no idea", "8000", "a guess", "12 epochs", "left", "the same"])
    )
    def type_anything(self, text: str) -> None:
        self.note(self.desk.types(text))

    @rule(text=st.sampled_from(["a guess", "7"]), after=st.sampled_from([-3.0, 0.0, 1.0]))
    def type_too_soon(self, text: str, after: float) -> None:
        self.note(self.desk.types(text, after=after))
        self.desk.waits(seconds=4)

    @rule(data=st.data())
    def press_what_is_offered(self, data: st.DataObject) -> None:
        asked = self.desk.open()
        if asked:
            offer = data.draw(st.sampled_from(asked.offers))
            option = {"options": data.draw(st.integers(-1, 1)), "hint": asked.hinted}.get(offer)
            self.note(self.desk.taps(asked, offer, option))

    @precondition(lambda self: self.seen)
    @rule(data=st.data())
    def press_anything_seen_before(self, data: st.DataObject) -> None:
        asked = data.draw(st.sampled_from(self.seen[-12:]))
        offer = data.draw(
            st.sampled_from(["hint", "show", "know", "got_it", "knew_it", "forgot", "easy"])
        )
        self.note(self.desk.taps(asked, offer))

    @precondition(lambda self: self.recorded)
    @rule(data=st.data())
    def have_second_thoughts(self, data: st.DataObject) -> None:
        claimable = [recorded for recorded in self.recorded if recorded.can_claim]
        recorded = data.draw(st.sampled_from((claimable or self.recorded)[-2:]))
        if data.draw(st.booleans()):
            self.note(self.desk.claims(recorded))
        else:
            self.note(self.desk.does(amends.ease, seq=self.recorded[-1].seq))

    @rule(times=st.integers(1, 3))
    def undo(self, times: int) -> None:
        for _ in range(times):
            self.note(self.desk.undoes())

    @precondition(lambda self: self.seen)
    @rule()
    def go_on(self) -> None:
        self.note(self.desk.goes_on(self.seen[-1]))

    @rule()
    def study(self) -> None:
        self.note(self.desk.studies())

    @rule()
    def lose_the_reply(self) -> None:
        with self.desk.losing_replies():
            self.note(self.desk.studies())

    @rule(family=st.sampled_from(["total-steps", "last-batch-size"]))
    def practise(self, family: str) -> None:
        self.note(self.desk.does(study.problem, family=family, **self.desk.new()))

    @rule()
    def have_enough(self) -> None:
        self.note(self.desk.does(study.enough))

    @rule(minutes=st.sampled_from([5, 10, 20]), buttons=st.sampled_from([2, 4]))
    def change_settings(self, minutes: int, buttons: int) -> None:
        self.desk.does(profile.set_minutes, minutes=minutes)
        self.desk.does(profile.set_buttons, buttons=buttons)

    # --- what happens around them

    @rule(minutes=st.sampled_from([1, 11, 45]))
    def minutes_pass(self, minutes: int) -> None:
        self.desk.waits(minutes=minutes)

    @rule(
        number=st.sampled_from([1, 1, 2, 6, 30]),
        rights=st.lists(st.booleans(), min_size=5, max_size=16),
    )
    def days_pass(self, number: int, rights: list[bool]) -> None:
        self.desk.waits(days=number)
        self.study_as_usual(rights)

    @rule(zone=st.sampled_from(ZONES))
    def travel(self, zone: str) -> None:
        before = self.due_dates()
        self.desk.does(profile.set_zone, zone=zone)
        assert self.due_dates() == before

    @rule()
    def the_clock_goes_back(self) -> None:
        self.desk.waits(days=-1)
        before = self.today
        self.note(self.desk.studies())
        assert self.today == before
        self.desk.waits(days=1)

    @rule(data=st.data())
    def an_update_comes_twice(self, data: st.DataObject) -> None:
        new = self.desk.new()
        first = self.desk.does(study.study, **new)
        self.note(first)
        count = len(self.entries())
        again = self.desk.repeats(study.study, self.desk.update_id, **self.desk.new())
        assert again == first
        assert len(self.entries()) == count

    # --- what always holds

    def due_dates(self) -> dict[str, date | None]:
        return {key: state.due_on for key, state in self.states().items()}

    def states(self) -> dict[str, cardstate.CardState]:
        def all_of(tx: sa.Connection) -> dict[str, cardstate.CardState]:
            rows = tx.execute(
                sa.select(schema.memory).where(schema.memory.c.learner_id == self.desk.learner_id)
            )
            return {row.card_key: cardstate.of(row) for row in rows}

        return self.store.read(all_of).result()

    @invariant()
    def memories_are_what_the_ratings_make_of_them(self) -> None:
        for card, state in self.states().items():
            expected = self.model.memory(card)
            found = (state.memory, state.due_on) if state.memory else None
            assert found == expected, card

    @invariant()
    def a_card_has_one_review_a_day(self) -> None:
        standing = [r for r in self.model.ratings if r.kind == "review"]
        assert len({(r.card, r.day) for r in standing}) == len(standing)

    @invariant()
    def a_day_keeps_its_limits(self) -> None:
        days = [entry.study_day for entry in self.entries() if entry.kind == "introduced"]
        assert all(days.count(day) <= 12 for day in days)

    @invariant()
    def the_log_has_no_gaps(self) -> None:
        assert [entry.seq for entry in self.entries()] == list(range(1, len(self.entries()) + 1))

    @invariant()
    def one_question_is_open_at_most(self) -> None:
        def open_ones(tx: sa.Connection) -> int:
            question = schema.question
            return tx.execute(
                sa.select(sa.func.count()).where(
                    question.c.learner_id == self.desk.learner_id,
                    question.c.stage.not_in(["done", "closed"]),
                    ~question.c.aside,
                )
            ).scalar_one()

        assert self.store.read(open_ones).result() <= 1

    @invariant()
    def a_return_comes_at_most_twice(self) -> None:
        assert all(state.returned <= queue.MOST_RETURNS for state in self.states().values())

    @invariant()
    def prerequisites_come_first(self) -> None:
        states = self.states()
        for card in desk.CARDS:
            if card.key in states:
                recalled = {entry.card_key for entry in self.entries() if (entry.quality or 0) >= 3}
                assert set(card.requires) <= recalled


@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
def test_the_store_agrees_with_the_model(engine: str, request: pytest.FixtureRequest):
    store = Store.open(request.getfixturevalue(f"{engine}_url"))
    desk.install(store)
    Studying.store = store
    fast, long = (25, 200) if engine == "sqlite" else (8, 60)
    try:
        run_state_machine_as_test(
            Studying,
            settings=settings(
                max_examples=scaled(fast, long),
                stateful_step_count=scaled(30, 50),
                deadline=None,
                derandomize=True,
                suppress_health_check=list(HealthCheck),
            ),
        )
    finally:
        store.close()
