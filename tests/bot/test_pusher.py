"""The tick: what it sends, what it gives back, and when it keeps still."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa
from telegram.error import RetryAfter
from telegram.ext import ExtBot

from bot.clock import Clock, Watch
from bot.context import Services
from bot.hold import Hold, asked_for
from bot.pusher import Pusher
from bot.sandbox import faults
from bot.sandbox.client import TOKEN, Person, Sandbox
from bot.transport import AiohttpRequest
from srs import catalogue, learners, pushplan
from srs.schema import learner, push
from srs.store import Store
from tests.srs.desk import install

EIGHT = datetime(2026, 3, 2, 8, tzinfo=UTC)


class HandClock(Clock):
    """A clock that stands still until it is set."""

    def __init__(self) -> None:
        super().__init__()
        self.moment = EIGHT

    def now(self) -> datetime:
        return self.moment


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    async with await Sandbox.start() as sandbox:
        yield sandbox


@pytest.fixture
async def services(sqlite_url: str) -> AsyncIterator[Services]:
    store = Store.open(sqlite_url)
    install(store)
    yield Services(store, HandClock())
    store.close()


@pytest.fixture
async def pusher(sandbox: Sandbox, services: Services) -> AsyncIterator[Pusher]:
    base = f"{sandbox.api_url}/bot"
    async with ExtBot(TOKEN, base_url=base, request=AiohttpRequest()) as bot:
        yield Pusher(services, bot, per_second=1000)


def wants_push(person: Person, services: Services) -> Person:
    """Let somebody be a learner whose push is due at eight."""
    person.chat.status = "member"
    services.store.write(_enrol, person.id).result()
    return person


def _enrol(tx: sa.Connection, learner_id: int) -> None:
    learners.create(tx, learner_id, EIGHT - timedelta(days=1))
    catalogue.enrol(tx, learner_id, catalogue.DEFAULT_DECK, EIGHT)
    tx.execute(sa.update(learner), {"zone": "UTC"})
    pushplan.put(tx, learner_id, 8 * 60, EIGHT)


def due(services: Services) -> int:
    """Count the pushes that anybody may claim now."""
    query = sa.select(sa.func.count()).where(push.c.next_push_at <= services.clock.now())
    return services.store.read(lambda tx: tx.execute(query).scalar_one()).result()


def people(sandbox: Sandbox, services: Services, count: int) -> list[Person]:
    return [wants_push(sandbox.person(f"Learner {n}"), services) for n in range(count)]


async def test_a_tick_sends_what_is_due_and_the_next_one_nothing(
    sandbox: Sandbox, services: Services, pusher: Pusher
):
    ann, ben = people(sandbox, services, 2)
    await pusher.tick()
    await pusher.tick()
    assert [len(person.messages) for person in (ann, ben)] == [1, 1]
    assert not ann.last.silent
    assert ann.last.buttons[-2:] == ("Snooze 1 h", "Not today")


async def test_one_who_has_blocked_the_bot_keeps_nobody_else_waiting(
    sandbox: Sandbox, services: Services, pusher: Pusher
):
    ann, ben = people(sandbox, services, 2)
    ann.chat.status = "kicked"
    await pusher.tick()
    blocked = services.store.read(learners.read, ann.id).result()
    assert blocked is not None
    assert blocked.blocked_at == EIGHT
    assert len(ben.messages) == 1


async def test_a_refusal_for_good_is_not_tried_again_today(
    sandbox: Sandbox, services: Services, pusher: Pusher
):
    (ann,) = people(sandbox, services, 1)
    sandbox.world.faults.order("sendMessage", faults.bad_request("chat not found"))
    await pusher.tick()
    await pusher.tick()
    assert ann.messages == []
    assert due(services) == 0


async def test_a_long_hold_gives_back_what_is_claimed(
    sandbox: Sandbox, services: Services, pusher: Pusher
):
    pusher._pause = 0.2  # the first answer is there before the second push
    people(sandbox, services, 3)
    sandbox.world.faults.order("sendMessage", faults.flood(31))
    await pusher.tick()
    assert due(services) == 3
    assert services.hold.left(datetime.now(UTC)) > timedelta(seconds=30)
    await pusher.tick()
    assert len(sandbox.world.calls_of("sendMessage")) == 1


async def test_a_short_hold_is_waited_out(sandbox: Sandbox, services: Services, pusher: Pusher):
    pusher._pause = 0.2
    waiting = people(sandbox, services, 3)
    sandbox.world.faults.order("sendMessage", faults.flood(1))
    await pusher.tick()
    await pusher.tick()
    assert [len(person.messages) for person in waiting] == [1, 1, 1]


async def test_a_hold_of_the_replies_holds_pushes_too(
    sandbox: Sandbox, services: Services, pusher: Pusher
):
    people(sandbox, services, 1)
    services.hold.extend(datetime.now(UTC) + timedelta(seconds=60))
    await pusher.tick()
    assert not sandbox.world.calls_of("sendMessage")
    assert due(services) == 1


async def test_stopping_gives_back_what_is_not_sent(
    sandbox: Sandbox, services: Services, pusher: Pusher
):
    pusher._pause = 0.25
    waiting = people(sandbox, services, 5)
    ticking = asyncio.create_task(pusher.tick())
    await asyncio.sleep(0.3)
    pusher.stop()
    await ticking
    arrived = sum(len(person.messages) for person in waiting)
    assert 0 < arrived < 5
    assert due(services) == 5 - arrived
    await pusher.tick()
    assert due(services) == 5 - arrived


async def test_a_clock_that_jumps_sends_nothing_until_it_is_set_right(
    sandbox: Sandbox, services: Services, pusher: Pusher, caplog: pytest.LogCaptureFixture
):
    (ann,) = people(sandbox, services, 1)
    clock = services.clock
    assert isinstance(clock, HandClock)
    clock.moment = EIGHT + timedelta(hours=1)
    await pusher.tick()
    await pusher.tick()
    assert ann.messages == []
    assert [record.levelname for record in caplog.records if "jumped" in record.message] == [
        "ERROR"
    ]
    clock.moment = EIGHT
    await pusher.tick()
    assert len(ann.messages) == 1


async def test_a_clock_that_was_moved_on_purpose_is_believed(
    sandbox: Sandbox, services: Services, pusher: Pusher
):
    (ann,) = people(sandbox, services, 1)
    clock = services.clock
    assert isinstance(clock, HandClock)
    clock.moment, clock.generation = EIGHT + timedelta(hours=1), 1
    await pusher.tick()
    assert len(ann.messages) == 1


@pytest.mark.parametrize(
    ("passed", "wall", "sound"),
    [
        (5, 5, True),
        (5, 124, True),  # set by somebody, within reason
        (5, 126, False),
        (5, -116, False),
        (28_800, 28_800, True),  # a laptop that slept
        (5, 86_405, False),
    ],
)
def test_a_watch_tells_time_that_passed_from_a_clock_that_jumped(
    passed: float, wall: float, sound: bool
):
    clock, steady = HandClock(), [1000.0]
    watch = Watch(clock, steady=lambda: steady[0])
    steady[0] += passed
    clock.moment += timedelta(seconds=wall)
    assert watch.is_sound() is sound


def test_small_steps_never_add_up_to_a_jump():
    clock, steady = HandClock(), [1000.0]
    watch = Watch(clock, steady=lambda: steady[0])
    for _ in range(10):
        clock.moment += timedelta(seconds=60)
        assert watch.is_sound()


def test_the_longest_hold_counts():
    hold, now = Hold(), datetime.now(UTC)
    assert hold.left(now) == timedelta()
    hold.extend(now + timedelta(seconds=9))
    hold.extend(now + timedelta(seconds=3))
    assert hold.left(now) == timedelta(seconds=9)
    assert hold.left(now + timedelta(seconds=10)) == timedelta()


def test_a_hold_is_a_moment_longer_than_telegram_asks():
    assert timedelta(seconds=7) < asked_for(RetryAfter(7)) < timedelta(seconds=8)
