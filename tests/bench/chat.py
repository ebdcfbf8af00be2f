"""The whole way: the bot as a process, the sandbox over HTTP, and 64 learners who tap.

A reply is timed from the press to the first thing that is seen. Nobody pauses between two taps, so
64 updates wait at any time and the replies take as long as 64 updates do. What the bot needs is
told as its own CPU, which other load on the machine touches least.
"""

import asyncio
import os
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from random import Random
from statistics import quantiles

from bot.buttons import Button, GoOn, Problem, Start, Study, Tap, unpack
from bot.sandbox.chats import Event, Message
from bot.sandbox.client import Sandbox
from bot.sandbox.people import Person
from tests.bench.measure import ROUNDS, Bench, Figures, Ratio
from tests.crash.actor import callbacks
from tests.crash.process import BotProcess, running_bot
from tests.databases import Server

_LEARNERS = 64
_UPDATES = 5_000  # after which the bot's memory is read
_A_ROUND = -(-_UPDATES // ROUNDS)
_PATIENCE = 30.0
_TAPPED: tuple[type[Button], ...] = (Start, Tap, GoOn, Study, Problem)
_PAGE = os.sysconf("SC_PAGE_SIZE")
_TICKS = os.sysconf("SC_CLK_TCK")
_RATE, _CPU = "updates/s", "ms of CPU per update"


@asynccontextmanager
async def group(
    postgresql: Callable[[], Server],
) -> AsyncIterator[tuple[Sequence[Bench], Sequence[Ratio]]]:
    """Lend the benchmarks of the running bot, on both databases."""
    async with AsyncExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="minibatch-bench-")))
        addresses = {
            "SQLite": f"sqlite:///{folder / 'bench.sqlite3'}",
            "PostgreSQL": stack.enter_context(postgresql().database()),
        }
        benches = [Bench("start", lambda: _start(folder))]
        for name, address in addresses.items():
            crowd = await stack.enter_async_context(_crowd(address, folder / name))
            benches.append(Bench(f"chat, {name}, {_LEARNERS} learners", crowd.taps))
        _, small, large = (bench.name for bench in benches)
        yield benches, [Ratio(small, large, unit) for unit in (_RATE, _CPU)]


async def _start(folder: Path) -> Figures:
    """From the command to the first reply, with no database and with one that is there."""
    address = f"sqlite:///{folder / f'start-{time.monotonic_ns()}.sqlite3'}"
    async with await Sandbox.start() as sandbox:
        ann = sandbox.person("Ann")
        return {
            "s to the first reply, new database": await _first_reply(ann, sandbox, address, folder),
            "s to the first reply": await _first_reply(ann, sandbox, address, folder),
        }


async def _first_reply(ann: Person, sandbox: Sandbox, address: str, folder: Path) -> float:
    await ann.says("/start")
    began = time.perf_counter()
    async with running_bot(sandbox, address, folder / "start.log") as bot:
        await ann.sees("", timeout=_PATIENCE)
        passed = time.perf_counter() - began
        await bot.stop()
    return passed


@asynccontextmanager
async def _crowd(address: str, log: Path) -> AsyncIterator["_Crowd"]:
    async with await Sandbox.start() as sandbox, running_bot(sandbox, address, log) as bot:
        people = [sandbox.person(f"Learner {number}") for number in range(_LEARNERS)]
        crowd = _Crowd([_Tapper(person, seed) for seed, person in enumerate(people)], bot)
        await asyncio.gather(*(tapper.begins() for tapper in crowd.tappers))
        yield crowd
        await bot.stop()


class _Crowd:
    """Learners in front of one bot."""

    def __init__(self, tappers: Sequence["_Tapper"], bot: BotProcess) -> None:
        self.tappers = tappers
        self._bot = bot
        self._tapped = 0

    async def taps(self) -> Figures:
        """Let everybody tap as fast as the bot replies."""
        began, cpu = time.perf_counter(), _cpu_seconds(self._bot.pid)
        left = iter(range(_A_ROUND))
        waits = await asyncio.gather(*(tapper.taps(left) for tapper in self.tappers))
        passed, worked = time.perf_counter() - began, _cpu_seconds(self._bot.pid) - cpu
        percentiles = quantiles([1000 * wait for each in waits for wait in each], n=100)
        self._tapped += _A_ROUND
        figures = {
            _RATE: _A_ROUND / passed,
            _CPU: 1000 * worked / _A_ROUND,
            "ms to the reply, p50": percentiles[49],
            "ms to the reply, p99": percentiles[98],
        }
        if self._tapped >= _UPDATES:
            figures[f"MB of memory after {_UPDATES:,} updates"] = _megabytes(self._bot.pid)
        return figures


class _Tapper:
    """One learner, who presses a button as soon as there is one that was not pressed yet."""

    def __init__(self, person: Person, seed: int) -> None:
        self._person = person
        self._chance = Random(seed)
        self._pressed: set[tuple[int, str]] = set()

    async def begins(self) -> None:
        """Meet the bot."""
        await self._person.says("/start")
        await self._person.sees("", timeout=_PATIENCE)

    async def taps(self, left: Iterator[int]) -> list[float]:
        """Press as long as any press is left; return the seconds until each reply."""
        return [await self._taps_once() for _ in left]

    async def _taps_once(self) -> float:
        chat = self._person.chat
        async with asyncio.timeout(_PATIENCE):
            message, data = await chat.bell.until(self._fresh)
            self._pressed.add((message.id, data))
            seen, began = len(chat.log), time.perf_counter()
            await self._person.taps(data, message)
            await chat.bell.until(lambda: _reply(chat.log, seen))
        return time.perf_counter() - began

    def _fresh(self) -> tuple[Message, str] | None:
        """Return something that can be pressed in the newest message that has it."""
        for message in reversed(self._person.messages):
            fresh = [
                data
                for data in callbacks(message)
                if isinstance(unpack(data), _TAPPED) and (message.id, data) not in self._pressed
            ]
            if fresh:
                return message, self._chance.choice(fresh)
        return None


def _reply(log: Sequence[Event], seen: int) -> Event | None:
    news = (event for event in log[seen:] if event.by_bot and event.message)
    return next(news, None)


def _cpu_seconds(pid: int) -> float:
    """Read how long a process has worked, all its threads together."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS


def _megabytes(pid: int) -> float:
    """Read how much memory a process holds."""
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * _PAGE / 2**20
