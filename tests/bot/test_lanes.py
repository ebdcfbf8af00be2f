"""Lanes: order within a learner, independence between learners, and what an error leads to."""

import asyncio
import json
from collections import defaultdict
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa
from telegram import Bot, Update
from telegram.error import (
    BadRequest,
    Conflict,
    Forbidden,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot import lanes
from bot.lanes import Aside, Done, Lanes, Later, judge
from srs import inbox
from srs.inbox import Arrival
from srs.schema import effect
from srs.schema import inbox as table
from srs.store import Store
from tests.bot.telegram_server import bot_of, running
from tests.scale import scaled

ANN, BEN = 7, 8


@pytest.fixture
async def bot():
    async with running() as server, bot_of(server) as bot:
        yield bot


class FastTime:
    """The real time, many times faster, so that waits need not be waited for."""

    def __init__(self, factor: int) -> None:
        self.factor = factor
        self.started = datetime.now(UTC)

    def __call__(self) -> datetime:
        return self.started + self.factor * (datetime.now(UTC) - self.started)


class Desk:
    """Handles updates as it is told and remembers which, in what order."""

    def __init__(self, store: Store, bot: Bot, time: FastTime | None = None) -> None:
        self.store = store
        self.bot = bot
        self.time = time or FastTime(60)
        self.handled: list[int] = []
        self.apologies: list[int] = []
        self.errors: dict[int, list[Exception]] = defaultdict(list)
        self.doors: dict[int, asyncio.Event] = {}
        self.lanes = Lanes(store, bot, self.handle, self.apologise, real_time=self.time)

    async def handle(self, update: Update) -> inbox.Settlement:
        update_id = update.update_id
        self.handled.append(update_id)
        if update_id in self.doors:
            await self.doors[update_id].wait()
        if self.errors[update_id]:
            raise self.errors[update_id].pop(0)
        return [(remember, {"update_id": update_id})]

    async def apologise(self, update: Update) -> None:
        self.apologies.append(update.update_id)

    async def accept(self, *arrivals: tuple[int, int], raw: str | None = None) -> None:
        rows = [
            Arrival(number, lane, raw or json.dumps({"update_id": number}))
            for number, lane in arrivals
        ]
        job = self.store.write(inbox.accept, bot_id=self.bot.id, arrivals=rows, now=self.time())
        await asyncio.wrap_future(job)
        self.lanes.look()

    async def rows(self) -> dict[int, tuple[str, int, str | None]]:
        def look(tx: sa.Connection) -> dict[int, tuple[str, int, str | None]]:
            columns = (table.c.update_id, table.c.state, table.c.attempts, table.c.trouble)
            return {number: (*rest,) for number, *rest in tx.execute(sa.select(*columns))}

        return await asyncio.wrap_future(self.store.read(look))

    async def ended(self) -> None:
        """Wait until no update waits."""
        async with asyncio.timeout(20):
            while (await asyncio.wrap_future(self.store.read(inbox.counts))).waiting:  # noqa: ASYNC110
                await asyncio.sleep(0.01)

    async def remembered(self) -> list[int]:
        def look(tx: sa.Connection) -> list[int]:
            return list(tx.execute(sa.select(effect.c.update_id).order_by("update_id")).scalars())

        return await asyncio.wrap_future(self.store.read(look))


def remember(tx: sa.Connection, update_id: int) -> None:
    now = datetime.now(UTC)
    tx.execute(sa.insert(effect).values(learner_id=1, update_id=update_id, step="", at=now))


async def until(true: Callable[[], object]) -> None:
    async with asyncio.timeout(20):
        while not true():  # noqa: ASYNC110
            await asyncio.sleep(0.005)


@pytest.fixture
def desk(store: Store, bot: Bot, monkeypatch: pytest.MonkeyPatch) -> Desk:
    monkeypatch.setattr(lanes, "_LOOK_EVERY", 0.02)
    return Desk(store, bot)


async def test_updates_are_handled_and_what_they_return_is_stored_with_their_end(desk: Desk):
    async with desk.lanes.working():
        await desk.accept((1, ANN), (2, BEN))
        await desk.ended()
    assert await desk.rows() == {1: ("done", 0, None), 2: ("done", 0, None)}
    assert await desk.remembered() == [1, 2]


async def test_a_learners_updates_are_handled_in_order_and_nobody_waits_for_another(desk: Desk):
    desk.doors[1] = asyncio.Event()
    async with desk.lanes.working():
        await desk.accept((1, ANN), (2, ANN), (3, BEN), (4, ANN))
        await until(lambda: 3 in desk.handled)
        assert desk.handled == [1, 3]
        desk.doors[1].set()
        await desk.ended()
    assert desk.handled == [1, 3, 2, 4]


async def test_many_learners_are_served_at_once_but_not_without_bound(desk: Desk, monkeypatch):
    monkeypatch.setattr(lanes, "AT_ONCE", 8)
    desk.doors = {number: asyncio.Event() for number in range(20)}
    async with desk.lanes.working():
        await desk.accept(*[(number, number) for number in range(20)])
        await until(lambda: len(desk.handled) == 8)
        await asyncio.sleep(0.05)
        assert len(desk.handled) == 8
        for door in desk.doors.values():
            door.set()
        await desk.ended()
    assert sorted(desk.handled) == list(range(20))


async def test_a_handler_that_always_raises_is_tried_five_times_then_set_aside(desk: Desk):
    desk.errors[1] = [LookupError("private words")] * 9
    async with desk.lanes.working():
        await desk.accept((1, ANN), (2, ANN), (3, BEN))
        await desk.ended()
    assert desk.handled.count(1) == 5
    assert desk.handled.index(3) < 3  # another learner did not wait
    assert desk.handled[-1] == 2  # the same learner did
    assert desk.apologies == [1]
    state, _, trouble = (await desk.rows())[1]
    assert state == "aside"
    assert trouble is not None
    assert trouble.startswith("LookupError at test_lanes.py:")
    assert await desk.remembered() == [2, 3]


@pytest.mark.parametrize(
    "raw", ["{}", '{"update_id": 1, "message": {"text": 5}}', "[]", "nonsense"]
)
async def test_an_update_that_cannot_be_understood_is_set_aside_at_once(desk: Desk, raw: str):
    async with desk.lanes.working():
        await desk.accept((1, ANN), raw=raw)
        await desk.accept((2, ANN))
        await desk.ended()
    assert desk.handled == [2]
    assert (await desk.rows())[1] == ("aside", 0, "not understood")


async def test_telegram_out_of_reach_is_waited_out_and_costs_no_attempt(desk: Desk):
    desk.errors[1] = [TimedOut(), NetworkError("Bad Gateway")] * 3
    async with desk.lanes.working():
        await desk.accept((1, ANN))
        await desk.ended()
    assert desk.handled == [1] * 7
    assert (await desk.rows())[1][:2] == ("done", 0)


async def test_at_a_429_the_whole_bot_waits_as_long_as_it_was_told(desk: Desk):
    desk.errors[1] = [RetryAfter(30)]
    async with desk.lanes.working():
        await desk.accept((1, ANN))
        await until(lambda: desk.handled == [1])
        await until(lambda: desk.lanes._in_hand == {})
        told = desk.time()
        await desk.accept((2, BEN))
        await desk.ended()
        assert desk.time() - told >= timedelta(seconds=28)
    assert sorted(desk.handled) == [1, 1, 2]
    assert (await desk.rows())[1][:2] == ("done", 0)


async def test_a_refusal_that_nobody_handled_is_an_end(desk: Desk):
    desk.errors[1] = [Forbidden("blocked")]
    async with desk.lanes.working():
        await desk.accept((1, ANN))
        await desk.ended()
    assert desk.handled == [1]
    assert (await desk.rows())[1][0] == "done"


async def test_what_is_in_hand_is_finished_and_the_rest_left_when_told_to_stop(desk: Desk):
    desk.doors[1] = asyncio.Event()
    async with desk.lanes.working():
        await desk.accept((1, ANN), (2, ANN))
        await until(lambda: desk.handled == [1])
        asyncio.get_running_loop().call_later(0.1, desk.doors[1].set)
    rows = await desk.rows()
    assert (rows[1][0], rows[2][0]) == ("done", "waiting")


async def test_what_takes_too_long_is_left_for_the_next_process_at_once(desk: Desk, monkeypatch):
    monkeypatch.setattr(lanes, "GRACE", 0.1)
    desk.doors[1] = asyncio.Event()
    async with desk.lanes.working():
        await desk.accept((1, ANN))
        await until(lambda: desk.handled == [1])
    following = Desk(desk.store, desk.bot)
    async with following.lanes.working():
        await until(lambda: following.handled == [1])


async def test_leases_are_kept_while_the_work_lasts(store: Store, bot: Bot, monkeypatch):
    monkeypatch.setattr(lanes, "_RENEW_EVERY", 0.05)
    time = FastTime(10)
    desks = [Desk(store, bot, time), Desk(store, bot, time)]
    door = asyncio.Event()
    for desk in desks:
        desk.doors[1] = door
    async with desks[0].lanes.working(), desks[1].lanes.working():
        await desks[0].accept((1, ANN))
        await asyncio.sleep(2.5)  # 25 seconds; a lease lasts ten
        door.set()
        await desks[0].ended()
    assert desks[0].handled + desks[1].handled == [1]


async def test_a_lease_that_comes_back_to_its_owner_is_no_second_piece_of_work(desk: Desk):
    desk.doors[1] = asyncio.Event()
    async with desk.lanes.working():
        await desk.accept((1, ANN))
        await asyncio.sleep(0.5)  # half a minute without a renewal
        desk.doors[1].set()
        await desk.ended()
    assert desk.handled == [1]


async def test_two_processes_share_the_work_without_disorder(store: Store, bot: Bot):
    one, other = (Desk(store, bot, FastTime(1)) for _ in range(2))
    updates = scaled(60, 600)
    async with one.lanes.working(), other.lanes.working():
        await one.accept(*[(number, number % 5) for number in range(updates)])
        await one.ended()
    assert sorted(one.handled + other.handled) == list(range(updates))
    assert await one.remembered() == list(range(updates))


async def test_after_a_crash_an_sqlite_file_is_taken_up_at_once(sqlite_url: str, bot: Bot):
    store = Store.open(sqlite_url, exclusive=True)
    desk = Desk(store, bot)
    await desk.accept((1, ANN))
    store.write(
        inbox.claim, bot_id=bot.id, token="dead", now=desk.time() + timedelta(hours=1), limit=1
    ).result()
    async with desk.lanes.working():
        await desk.ended()
    assert desk.handled == [1]
    store.close()


MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize(
    ("error", "attempts", "waited", "pause", "counted"),
    [
        (LookupError(), 0, MINUTE, 1, 1),
        (LookupError(), 3, MINUTE, 8, 4),
        (LookupError(), 4, MINUTE, None, 5),
        (Conflict("another"), 0, MINUTE, 1, 1),
        (TelegramError("?"), 0, MINUTE, 1, 1),
        (TimedOut(), 4, timedelta(0), 1, 4),
        (NetworkError("Bad Gateway"), 4, MINUTE, 60, 4),
        (NetworkError("Bad Gateway"), 0, 1_500 * MINUTE, None, 0),
        (RetryAfter(7), 4, 1_500 * MINUTE, 7.1, 4),
    ],
)
def test_an_error_decides_how_long_an_update_waits(error, attempts, waited, pause, counted):
    ending = judge(error, attempts, waited)
    if pause is None:
        assert isinstance(ending, Aside)
        return
    assert isinstance(ending, Later)
    assert (ending.pause, ending.attempts) == (timedelta(seconds=pause), counted)
    assert ending.hold == isinstance(error, RetryAfter)


@pytest.mark.parametrize("error", [Forbidden("blocked"), BadRequest("chat not found")])
def test_a_refusal_is_an_answer(error):
    assert judge(error, 0, MINUTE) == Done()
