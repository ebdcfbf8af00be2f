"""Pushers are killed, refused and cut off, and every learner gets their push all the same."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime, timedelta
from datetime import time as time_of_day
from pathlib import Path
from random import Random

import pytest
import sqlalchemy as sa

from bot.sandbox import faults
from bot.sandbox.client import Person, Sandbox
from bot.sandbox.errors import Refusal
from srs import catalogue, doctor, learners, pushplan
from srs.schema import learner, push, push_log, question
from srs.store import Store
from tests.crash.pushing import PusherProcess
from tests.scale import scaled
from tests.srs.desk import install

LEARNERS = scaled(fast=100, long=1000)
KILLS = scaled(fast=2, long=20)
_SHORTEST, _LONGEST = 0.3, 1.2  # seconds from one start to the next kill
_QUIET = 2.5  # seconds without a call after which nothing is in hand; longer than a hold
_LEASE = timedelta(minutes=5, seconds=1)
_GLANCE = 0.05
_ZONE = "UTC"


class Day:
    """The hour at which everybody is due, and what they got."""

    def __init__(self, sandbox: Sandbox, store: Store, people: Sequence[Person]) -> None:
        self.sandbox = sandbox
        self.store = store
        self.people = people

    def begin(self) -> None:
        """Let everybody be a learner who wants cards at eight, which is now."""
        now = self.sandbox.world.clock.now()
        ids = [person.id for person in self.people]
        self.store.write(_enrol, ids, now).result()
        for person in self.people:
            person.chat.status = "member"

    def arrived(self) -> Counter[int]:
        """Count the pushes that stand in each learner's chat."""
        return Counter({person.id: len(person.messages) for person in self.people})

    def states(self) -> dict[int, str]:
        """Return what the log says of each learner's push."""
        return self.store.read(_states).result()

    def in_flight(self) -> set[int]:
        """Return whose push has been about to be sent, with no end noted."""
        return {learner_id for learner_id, state in self.states().items() if state == "sending"}

    async def until_quiet(self) -> None:
        """Wait until no pusher has sent anything for a while."""
        seen, since = -1, 0.0
        while since < _QUIET:
            calls = len(self.sandbox.world.calls_of("sendMessage"))
            since = since + _GLANCE if calls == seen else 0.0
            seen = calls
            await asyncio.sleep(_GLANCE)  # what does not happen rings no bell

    async def until_over(self) -> None:
        """Let leases run out until every push has its end, or it is too late for one."""
        for _ in range(30):
            await self.until_quiet()
            if not self.store.read(_unsettled, self.sandbox.world.clock.now()).result():
                return
            self.sandbox.advance(_LEASE.total_seconds())
        raise AssertionError(f"no end: {Counter(self.states().values())}")


def _enrol(tx: sa.Connection, ids: Sequence[int], now: datetime) -> None:
    for learner_id in ids:
        learners.create(tx, learner_id, now)
        catalogue.enrol(tx, learner_id, catalogue.DEFAULT_DECK, now)
        tx.execute(sa.update(learner).where(learner.c.learner_id == learner_id), {"zone": _ZONE})
        pushplan.put(tx, learner_id, 8 * 60, now)


def _states(tx: sa.Connection) -> dict[int, str]:
    rows = tx.execute(sa.select(push_log.c.learner_id, push_log.c.state))
    return {row.learner_id: row.state for row in rows}


def _unsettled(tx: sa.Connection, now: datetime) -> int:
    """Count the pushes that are not yet planned for tomorrow."""
    soon = now + timedelta(hours=6)
    return tx.execute(sa.select(sa.func.count()).where(push.c.next_push_at < soon)).scalar_one()


def _questions(tx: sa.Connection) -> Counter[int]:
    return Counter(tx.execute(sa.select(question.c.learner_id)).scalars())


def _blocked(tx: sa.Connection) -> set[int]:
    query = sa.select(learner.c.learner_id).where(learner.c.blocked_at.is_not(None))
    return set(tx.execute(query).scalars())


def _lost(day: Day) -> set[int]:
    """Return whose call got no answer, whatever the reason."""
    return {
        call.parameters["chat_id"]
        for call in day.sandbox.world.calls_of("sendMessage")
        if call.error is not None and not isinstance(call.error, Refusal)
    }


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    """A sandbox where it is eight in the morning."""
    async with await Sandbox.start() as sandbox:
        tomorrow = datetime.now(UTC) + timedelta(days=1)
        sandbox.move_to(datetime.combine(tomorrow, time_of_day(8), tzinfo=UTC))
        yield sandbox


@pytest.fixture
async def pushers(
    sandbox: Sandbox, database_url: str, tmp_path: Path
) -> AsyncIterator[Sequence[PusherProcess]]:
    """Lend two pushers on each kind of database, not yet started."""
    pushers = [
        PusherProcess(sandbox, database_url, tmp_path / f"log{number}") for number in range(2)
    ]
    yield pushers
    for pusher in pushers:
        await pusher.kill()


def a_day(sandbox: Sandbox, store: Store, count: int) -> Day:
    install(store)
    day = Day(sandbox, store, [sandbox.person(f"Learner {n}") for n in range(count)])
    day.begin()
    return day


async def test_none_is_missed_and_doubles_come_only_of_what_nobody_can_know(
    sandbox: Sandbox, store: Store, pushers: Sequence[PusherProcess]
):
    chance = Random(KILLS)
    day = a_day(sandbox, store, LEARNERS)
    blocked = {person.id for person in chance.sample(day.people, LEARNERS // 50)}
    for person in day.people:
        if person.id in blocked:
            person.chat.status = "kicked"
    troubles = (faults.flood(1), faults.AFTER, faults.AFTER, faults.BEFORE, faults.broken())
    for _ in range(LEARNERS):
        fault = chance.choice(troubles) if chance.random() < 0.05 else faults.FINE
        sandbox.world.faults.order("sendMessage", fault)

    unknown: set[int] = set()
    await asyncio.gather(*(pusher.start() for pusher in pushers))
    for _ in range(KILLS):
        await asyncio.sleep(chance.uniform(_SHORTEST, _LONGEST))
        victim = chance.choice(pushers)
        await victim.kill()
        unknown |= day.in_flight()
        await victim.start()
    await day.until_over()

    arrived = day.arrived()
    assert {learner_id for learner_id in arrived if not arrived[learner_id]} == blocked
    twice = {learner_id for learner_id, times in arrived.items() if times > 1}
    assert twice <= unknown | _lost(day)
    assert set(store.read(_questions).result().values()) == {1}, "another question came again"
    assert store.read(_blocked).result() == blocked
    states = day.states()
    assert {learner_id for learner_id, state in states.items() if state == "failed"} == blocked
    assert Counter(states.values()) == {"sent": LEARNERS - len(blocked), "failed": len(blocked)}
    assert doctor.examine(store) == ()


@pytest.mark.parametrize(("minutes", "times"), [(90, 1), (181, 0)])
async def test_down_at_the_hour_means_late_by_three_hours_at_most(
    sandbox: Sandbox,
    store: Store,
    pushers: Sequence[PusherProcess],
    minutes: int,
    times: int,
):
    day = a_day(sandbox, store, 20)
    sandbox.advance(minutes * 60)
    await asyncio.gather(*(pusher.start() for pusher in pushers))
    await day.until_over()
    assert set(day.arrived().values()) == {times}
    sandbox.advance(24 * 60 * 60 - minutes * 60)
    await asyncio.sleep(2 * _GLANCE)
    await day.until_over()
    assert set(day.arrived().values()) == {times + 1}


async def test_nothing_is_sent_while_telegram_asks_for_patience(
    sandbox: Sandbox, store: Store, pushers: Sequence[PusherProcess]
):
    day = a_day(sandbox, store, 20)
    sandbox.world.faults.order("sendMessage", faults.flood(2))
    await pushers[0].start()
    await day.until_over()
    refused, *after = sandbox.world.calls_of("sendMessage")
    assert isinstance(refused.error, Refusal)
    # What was on its way already is answered; then it is quiet.
    held = [call for call in after if call.at - refused.at < timedelta(seconds=2)]
    assert all(call.at - refused.at < timedelta(milliseconds=200) for call in held)
    assert set(day.arrived().values()) == {1}
