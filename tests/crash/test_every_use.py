"""The bot is killed while it answers, in each of its uses, and nobody can tell afterwards.

Each scene is played twice. One learner, the twin, meets no trouble. The other's last move is cut
off: after its effect, when nothing has been sent; after the reply was sent; or when all that is
missing is the end. When the bot runs again, the other learner has got the same reply and stands
where the twin stands, and what they do next works.
"""

import asyncio
import itertools
import time
from collections.abc import AsyncIterator, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from datetime import time as time_of_day
from pathlib import Path
from random import Random
from typing import Literal, TypeAlias, get_args

import pytest

from bot import lanes
from bot.sandbox.client import Sandbox
from bot.sandbox.clock import Clock
from bot.sandbox.faults import FINE, Held
from bot.sandbox.files import Upload
from bot.sandbox.world import Call
from srs import doctor
from srs.store import Store
from tests.crash import traces
from tests.crash.actor import Actor
from tests.crash.process import BotProcess, running_bot
from tests.crash.scenes import SCENES, Scene, study_on, uses
from tests.scale import scaled

Point: TypeAlias = Literal["after effect", "after send", "before done"]
POINTS: tuple[Point, ...] = get_args(Point)

_SHOWS = ("sendMessage", "editMessageText", "sendPhoto", "sendDocument")
_AT_ONCE = 6
_ADMINS = range(9001, 9101)
_PATIENCE = 8.0  # the bot gives a call up after ten seconds


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    """A sandbox where it is eight in the morning, and stays so: dates are no matter of speed."""
    now = time.time()
    clock = Clock(lambda: now)
    tomorrow = datetime.fromtimestamp(now, UTC) + timedelta(days=1)
    clock.move_to(datetime.combine(tomorrow, time_of_day(8), tzinfo=UTC))
    async with await Sandbox.start(clock=clock) as sandbox:
        yield sandbox


@pytest.fixture
async def bot(sandbox: Sandbox, database_url: str, tmp_path: Path) -> AsyncIterator[BotProcess]:
    """A bot that some of its people are admins of."""
    async with running_bot(sandbox, database_url, tmp_path / "log", _ADMINS) as bot:
        yield bot


@dataclass(frozen=True, slots=True)
class Twin:
    """A learner whom nothing befell: what the last move made the bot call, and what it left."""

    calls: tuple[str, ...]
    traces: traces.Traces


@dataclass(frozen=True, slots=True)
class Victim:
    """A learner who waits for the bot's end at ``point``."""

    scene: Scene
    point: Point
    actor: Actor

    def __str__(self) -> str:
        return f"{self.scene.name}, {self.point}"


def test_every_use_has_a_scene() -> None:
    assert {scene.use for scene in SCENES} == uses()


async def test_a_kill_at_any_point_of_any_use_goes_unnoticed(
    sandbox: Sandbox, bot: BotProcess, store: Store
) -> None:
    theatre = Theatre(sandbox, bot, store)
    twins = await theatre.plays_undisturbed(SCENES)
    for cast in casts(twins, Random(7)):
        await theatre.plays_with_a_kill(cast, twins)
    assert doctor.examine(store) == ()


def casts(twins: dict[Scene, Twin], chance: Random) -> Iterable[Sequence[tuple[Scene, Point]]]:
    """Give each scene a point, at random; in the long run every scene meets every point.

    One kill meets as many as the bot has in hand at once.
    """
    first = {scene: chance.randrange(len(POINTS)) for scene in twins}
    for turn in range(scaled(fast=1, long=len(POINTS))):
        cast = [(scene, POINTS[(first[scene] + turn) % len(POINTS)]) for scene in twins]
        for start in range(0, len(cast), lanes.AT_ONCE):
            yield cast[start : start + lanes.AT_ONCE]


class Theatre:
    """A bot, and the people who play in front of it."""

    def __init__(self, sandbox: Sandbox, bot: BotProcess, store: Store) -> None:
        self._sandbox = sandbox
        self._bot = bot
        self._store = store
        self._at_once = asyncio.Semaphore(_AT_ONCE)
        self._names = (f"Learner {number}" for number in itertools.count(1))
        self._admins = iter(_ADMINS)

    async def plays_undisturbed(self, scenes: Sequence[Scene]) -> dict[Scene, Twin]:
        twins = await asyncio.gather(*map(self._twin, scenes))
        return dict(zip(scenes, twins, strict=True))

    async def plays_with_a_kill(
        self, cast: Sequence[tuple[Scene, Point]], twins: dict[Scene, Twin]
    ) -> None:
        """Hold every learner's last move at its point, kill the bot, and see what follows."""
        victims = await asyncio.gather(*(self._waiting(scene, point) for scene, point in cast))
        begun = len(self._sandbox.world.calls)
        held = [self._hold(victim, twins[victim.scene]) for victim in victims]
        for victim in victims:
            await victim.scene.moves[-1](victim.actor)
        await self._all_reached(victims, held)
        await self._bot.kill()
        await asyncio.gather(*(hold.over.wait() for hold in held if hold))
        killed = len(self._sandbox.world.calls)
        await self._bot.start()
        for victim in victims:
            await victim.actor.settled()
        for victim in victims:
            self._same_reply(victim, twins[victim.scene], begun, killed)
            assert await self._traces(victim.actor) == twins[victim.scene].traces, str(victim)
        await asyncio.gather(*(self._goes_on(victim) for victim in victims))

    async def _twin(self, scene: Scene) -> Twin:
        actor = await self._ready(scene)
        begun = len(self._sandbox.world.calls)
        await scene.moves[-1](actor)
        await actor.settled()
        methods = tuple(call.method for call in actor.calls(begun))
        return Twin(methods, await self._traces(actor))

    async def _waiting(self, scene: Scene, point: Point) -> Victim:
        return Victim(scene, point, await self._ready(scene))

    async def _ready(self, scene: Scene) -> Actor:
        """Bring somebody new to where the scene's last move can be made."""
        async with self._at_once:
            number = next(self._admins) if scene.by_admin else None
            actor = Actor(next(self._names), self._sandbox, self._store, id=number)
            for move in scene.moves[:-1]:
                await move(actor)
                await actor.settled()
            return actor

    async def _all_reached(self, victims: Sequence[Victim], held: Sequence[Held | None]) -> None:
        try:
            async with asyncio.timeout(_PATIENCE):
                await asyncio.gather(*(hold.reached.wait() for hold in held if hold))
        except TimeoutError:
            pairs = zip(victims, held, strict=True)
            missing = [v for v, hold in pairs if hold and not hold.reached.is_set()]
            told = "\n".join(f"{v}\n{v.actor.here.transcript()}" for v in missing)
            raise AssertionError(f"the bot did not get there:\n{told}") from None

    def _hold(self, victim: Victim, twin: Twin) -> Held | None:
        """Order the call at the victim's point to be held; None where a use makes no call."""
        if not twin.calls:
            return None
        shown = next((i for i, method in enumerate(twin.calls) if method in _SHOWS), 0)
        last = len(twin.calls) - 1
        before = {"after effect": 0, "after send": shown, "before done": last}[victim.point]
        held = Held(after=victim.point != "after effect")
        faults, chat = self._sandbox.world.faults, victim.actor.here.chat.id
        faults.order("*", FINE, chat=chat, times=before)
        faults.order("*", held, chat=chat)
        return held

    def _same_reply(self, victim: Victim, twin: Twin, begun: int, killed: int) -> None:
        """What was begun before the kill was said again, word for word, and to its end."""
        before, after = victim.actor.calls(begun, killed), victim.actor.calls(killed)
        assert tuple(call.method for call in after) == twin.calls, str(victim)
        for cut_off, again in zip(before, after, strict=False):
            first, second = _said(cut_off), _said(again)
            changed = [name for name in first | second if first.get(name) != second.get(name)]
            assert not changed, (str(victim), [(first.get(n), second.get(n)) for n in changed])

    async def _goes_on(self, victim: Victim) -> None:
        """Whatever the learner does next works."""
        actor = victim.actor
        actor.here = actor.home
        if actor.home.chat.blocked:
            await actor.unblocks()
        for move in (lambda: actor.says("/study"), lambda: study_on(actor)):
            seen = len(actor.home.chat.log)
            await move()
            await actor.settled()
            news = actor.home.chat.log[seen:]
            assert any(event.by_bot and event.message for event in news), str(victim)

    async def _traces(self, actor: Actor) -> traces.Traces:
        return await asyncio.wrap_future(self._store.read(traces.of, actor.id))


def _said(call: Call) -> dict[str, object]:
    """What a call says; a file by its name, for it tells of the attempts too."""
    return {
        name: value.name if isinstance(value, Upload) else value
        for name, value in call.parameters.items()
    }
