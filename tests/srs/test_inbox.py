"""The inbox: lanes in order, leases, waits, and what is kept for how long."""

import itertools
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from srs import inbox
from srs.inbox import Arrival, Row
from srs.schema import effect
from srs.schema import inbox as table
from srs.store import Store
from tests.scale import scaled

NOW = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)
BOT = 42
ANN, BEN, CAT = 7, 8, 9


def second(count: float) -> datetime:
    return NOW + timedelta(seconds=count)


class Office:
    """One process at work on the inbox."""

    def __init__(self, store: Store, token: str = "mine") -> None:
        self.store = store
        self.token = token

    def accepts(self, *arrivals: tuple[int, int], now: datetime = NOW) -> None:
        rows = [Arrival(update_id, lane, f"{{{update_id}}}") for update_id, lane in arrivals]
        self.store.write(inbox.accept, bot_id=BOT, arrivals=rows, now=now).result()

    def takes(self, now: datetime = NOW, limit: int = 64) -> list[Row]:
        claimed = self.store.write(inbox.claim, bot_id=BOT, token=self.token, now=now, limit=limit)
        return list(claimed.result())

    def gets(self, now: datetime = NOW, limit: int = 64) -> list[int]:
        return [row.update_id for row in self.takes(now, limit)]

    def renews(self, *updates: int, now: datetime = NOW) -> None:
        self.store.write(
            inbox.renew, bot_id=BOT, token=self.token, now=now, updates=updates
        ).result()

    def settles(self, update_id: int, then: inbox.Settlement = (), now: datetime = NOW) -> None:
        self.store.write(inbox.settle, bot_id=BOT, update_id=update_id, now=now, then=then).result()

    def puts_back(self, row: Row, until: datetime, attempts: int = 1) -> None:
        self.store.write(
            inbox.put_back,
            bot_id=BOT,
            row=row,
            token=self.token,
            until=until,
            attempts=attempts,
            trouble="LookupError",
        ).result()

    def sets_aside(self, row: Row) -> None:
        self.store.write(
            inbox.set_aside, bot_id=BOT, row=row, token=self.token, trouble="x" * 9_999
        ).result()

    def sees(self, *names: str) -> list[Sequence[object]]:
        def look(tx: sa.Connection) -> list[Sequence[object]]:
            columns = [table.c[name] for name in names]
            return [tuple(row) for row in tx.execute(sa.select(*columns).order_by("update_id"))]

        return self.store.read(look).result()


@pytest.fixture
def office(store: Store) -> Office:
    return Office(store)


def test_updates_are_taken_in_the_order_they_came(office: Office):
    office.accepts((3, ANN), (1, BEN), (2, CAT))
    assert office.gets() == [3, 1, 2]


def test_acceptance_goes_on_strictly_upwards_even_when_the_clock_goes_back(office: Office):
    office.accepts((1, ANN), (2, BEN))
    office.settles(1)
    office.accepts((3, CAT), (4, 10), now=second(-60))
    times = [at for (at,) in office.sees("accepted_at")]
    assert all(earlier < later for earlier, later in itertools.pairwise(times))


def test_an_update_that_comes_twice_is_kept_once_as_it_was(office: Office):
    office.accepts((1, ANN))
    office.settles(1)
    office.accepts((1, BEN), (2, BEN))
    assert office.sees("update_id", "lane", "state") == [(1, ANN, "done"), (2, BEN, "waiting")]


def test_a_lane_gives_its_next_update_only_after_the_one_before(office: Office):
    office.accepts((1, ANN), (2, ANN), (3, BEN))
    assert office.gets() == [1, 3]
    assert office.gets() == []
    office.settles(1)
    assert office.gets() == [2]


def test_no_more_are_taken_than_asked_for(office: Office):
    office.accepts(*[(number, number) for number in range(1, 10)])
    assert office.gets(limit=4) == [1, 2, 3, 4]
    assert office.gets(limit=0) == []


def test_what_is_in_hand_is_nobody_elses_until_its_lease_runs_out(office: Office):
    other = Office(office.store, token="other")
    office.accepts((1, ANN))
    assert office.gets() == [1]
    assert other.gets(second(9.9)) == []
    assert other.gets(second(10)) == [1]


def test_a_renewed_lease_lasts_longer_unless_it_was_lost(office: Office):
    other = Office(office.store, token="other")
    office.accepts((1, ANN), (2, BEN))
    office.gets()
    office.renews(1, now=second(8))
    assert other.gets(second(17)) == [2]
    office.renews(2, now=second(17))
    assert office.gets(second(28)) == [1, 2]


def test_leases_of_a_process_that_ended_can_be_given_up(office: Office):
    other = Office(office.store, token="other")
    office.accepts((1, ANN), (2, BEN))
    assert office.gets(limit=1) == [1]
    assert other.gets() == [2]
    office.store.write(inbox.release, bot_id=BOT, token="other").result()
    assert office.gets() == [2]
    office.store.write(inbox.release, bot_id=BOT).result()
    assert office.gets() == [1, 2]


def test_an_update_put_back_holds_up_its_own_lane_only(office: Office):
    office.accepts((1, ANN), (2, ANN), (3, BEN))
    first, _ = office.takes()
    office.puts_back(first, until=second(2))
    office.settles(3)
    assert office.gets(second(1.9)) == []
    (again,) = office.takes(second(2))
    assert (again.update_id, again.attempts) == (1, 1)


def test_an_update_set_aside_lets_its_lane_go_on(office: Office):
    office.accepts((1, ANN), (2, ANN))
    office.sets_aside(office.takes()[0])
    assert office.gets() == [2]
    assert office.sees("state", "trouble")[0] == ("aside", "x" * 500)
    assert office.store.read(inbox.counts).result() == inbox.Counts(waiting=1, aside=1)


def test_who_lost_the_lease_can_neither_put_back_nor_set_aside(office: Office):
    office.accepts((1, ANN))
    (row,) = office.takes()
    assert Office(office.store, token="other").gets(second(11)) == [1]
    office.puts_back(row, until=second(99))
    office.sets_aside(row)
    assert office.sees("state", "lease_token") == [("waiting", "other")]


def test_what_belongs_to_the_end_of_an_update_happens_with_it_and_once(office: Office):
    def remember(tx: sa.Connection, learner_id: int) -> None:
        tx.execute(sa.insert(effect).values(learner_id=learner_id, update_id=1, step="", at=NOW))

    office.accepts((1, ANN))
    for _ in range(2):
        office.settles(1, then=[(remember, {"learner_id": ANN})])
    assert office.sees("state", "done_at", "lease_token") == [("done", NOW, None)]


def test_an_end_that_fails_leaves_the_update_waiting(office: Office):
    def stumble(tx: sa.Connection) -> None:
        raise LookupError

    office.accepts((1, ANN))
    with pytest.raises(LookupError):
        office.settles(1, then=[(stumble, {})])
    assert office.sees("state") == [("waiting",)]


def test_workers_side_by_side_never_take_an_update_twice_nor_out_of_order(store: Store):
    updates = scaled(120, 2_000)
    office = Office(store)
    office.accepts(*[(number, number % 7) for number in range(updates)])
    hands = [Office(store, token=str(number)) for number in range(4)]
    done: list[int] = []
    while len(done) < updates:
        claims = [
            store.write(inbox.claim, bot_id=BOT, token=hand.token, now=NOW, limit=3)
            for hand in hands
        ]
        taken = [row.update_id for claimed in claims for row in claimed.result()]
        assert len({update_id % 7 for update_id in taken}) == len(taken)
        for update_id in taken:
            office.settles(update_id)
        done += taken
    assert len(set(done)) == updates
    for lane in range(7):
        of_lane = [update_id for update_id in done if update_id % 7 == lane]
        assert of_lane == sorted(of_lane)


def remember(tx: sa.Connection, *updates: int) -> None:
    rows = [{"learner_id": ANN, "update_id": number, "step": "", "at": NOW} for number in updates]
    tx.execute(sa.insert(effect), rows)


def effects(tx: sa.Connection) -> list[int]:
    return sorted(tx.execute(sa.select(effect.c.update_id)).scalars())


def test_what_is_done_is_kept_48_hours_and_its_effect_as_long(office: Office):
    office.accepts((1, ANN), (2, ANN), (3, ANN))
    office.store.write(remember, 1, 2, 3, 99).result()
    office.settles(1, now=NOW)
    office.settles(2, now=NOW + timedelta(hours=1))

    def prune(hours: float) -> int:
        now = NOW + timedelta(hours=hours)
        return office.store.write(inbox.prune, bot_id=BOT, now=now, alone=True).result()

    assert prune(48) == 0
    assert prune(48.5) == 3  # the first update, its effect, and one whose update is long gone
    assert office.sees("update_id") == [(2,), (3,)]
    assert office.store.read(effects).result() == [2, 3]
    assert prune(9_999) == 2
    assert office.sees("update_id") == [(3,)]  # it still waits, so its effect is remembered
    assert office.store.read(effects).result() == [3]


def test_what_a_lane_said_can_be_forgotten_but_not_what_still_waits(office: Office):
    office.accepts((1, ANN), (2, ANN), (3, BEN))
    office.settles(1)
    office.settles(3)
    office.store.write(inbox.forget, bot_id=BOT, lane=ANN).result()
    assert office.sees("update_id", "raw") == [(1, ""), (2, "{2}"), (3, "{3}")]


@pytest.mark.parametrize(
    ("attempts", "seconds"), [(1, 1), (2, 2), (3, 4), (4, 8), (5, None), (6, None)]
)
def test_five_attempts_are_made_with_longer_and_longer_waits(attempts: int, seconds: int | None):
    expected = None if seconds is None else timedelta(seconds=seconds)
    assert inbox.pause_after_failure(attempts) == expected


@pytest.mark.parametrize(
    ("waited", "seconds"),
    [(0, 1), (1, 1), (2, 2), (30, 30), (60, 60), (3_600, 60), (86_399, 60), (86_400, None)],
)
def test_an_outage_is_waited_out_for_a_day(waited: int, seconds: int | None):
    expected = None if seconds is None else timedelta(seconds=seconds)
    assert inbox.pause_after_outage(timedelta(seconds=waited)) == expected
