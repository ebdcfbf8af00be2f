"""Two hundred learners answer while the bot is killed at random moments, again and again."""

import asyncio
from collections.abc import Sequence
from random import Random

from bot.sandbox.client import Sandbox
from srs import doctor
from srs.inbox import counts
from srs.store import Store
from tests.crash import ledger
from tests.crash.actor import PATIENCE
from tests.crash.process import BotProcess
from tests.crash.pupil import Pupil
from tests.scale import scaled

LEARNERS = 200
KILLS = scaled(fast=3, long=20)
_MOST_CALLS = 1200  # of the Bot API, from one start to the next kill
_GLANCE = 0.02


async def test_nothing_is_lost_and_nothing_counts_twice_when_the_bot_is_killed_at_random(
    sandbox: Sandbox, bot: BotProcess, store: Store
) -> None:
    pupils = [Pupil(sandbox.person(f"Learner {n}"), store, seed=n) for n in range(LEARNERS)]
    over = asyncio.Event()
    async with asyncio.TaskGroup() as studying:
        for pupil in pupils:
            studying.create_task(pupil.studies(until=over))
        await _kill_at_random(bot, sandbox, Random(KILLS))
        over.set()
    await _until_quiet(sandbox, store)

    entries = await asyncio.wrap_future(store.read(ledger.entries))
    _no_update_is_lost(entries, pupils)
    ratings = await asyncio.wrap_future(store.read(ledger.ratings))
    assert ratings == ledger.recorded(entries)
    assert len(ratings) == len({update_id for _, update_id, _ in ratings}) > KILLS
    assert ledger.unsent(entries, sandbox.world) == []
    assert doctor.examine(store) == ()


async def _kill_at_random(bot: BotProcess, sandbox: Sandbox, chance: Random) -> None:
    """Kill and start the bot; how much it gets done before is left to chance, not to its speed."""
    for _ in range(KILLS):
        await _calls(sandbox, len(sandbox.world.calls) + chance.randint(1, _MOST_CALLS))
        await bot.kill()
        await bot.start()


async def _calls(sandbox: Sandbox, enough: int) -> None:
    for _ in range(int(PATIENCE / _GLANCE)):
        if len(sandbox.world.calls) >= enough:
            return
        await asyncio.sleep(_GLANCE)
    raise AssertionError("the bot does too little to be killed at it")


async def _until_quiet(sandbox: Sandbox, store: Store) -> None:
    """Wait until the bot has confirmed every update and nothing waits in its inbox."""
    for _ in range(int(PATIENCE / _GLANCE)):
        if not len(sandbox.account.updates) and not await _waiting(store):
            return
        await asyncio.sleep(_GLANCE)  # the database rings no bell
    raise AssertionError("the bot does not come to an end")


async def _waiting(store: Store) -> int:
    return (await asyncio.wrap_future(store.read(counts))).waiting


def _no_update_is_lost(entries: Sequence[ledger.Entry], pupils: Sequence[Pupil]) -> None:
    done: set[int | str] = {source for pupil in pupils for source in pupil.messages}
    done |= {source for pupil in pupils for source in pupil.queries}
    assert {entry.source for entry in entries} == done
    assert len(entries) == len(done)
    assert {entry.state for entry in entries} == {"done"}
    assert [entry.update_id for entry in entries if entry.is_study and not entry.outcome] == []
