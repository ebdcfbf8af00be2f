"""Where dialogues play: a sandbox, the bot as a process, and people who take their time."""

import asyncio
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

from sqlalchemy import Connection, select

from bot.demo import environment
from bot.sandbox.bell import Bell
from bot.sandbox.chats import Message
from bot.sandbox.client import TOKEN, Person, Sandbox
from bot.sandbox.clock import Clock
from cards.question import Number, Options, Sides, Typed
from srs import doctor, study
from srs.outcomes import Asked
from srs.schema import inbox
from srs.store import Store

COMMAND = Path(sys.executable).with_name("minibatch")
_START = 60.0
_PATIENCE = 20.0  # a machine may be busy; who is answered waits no longer
_GLANCE = 0.02


class WatchedClock(Clock):
    """A sandbox's clock that counts how often it is read."""

    def __init__(self) -> None:
        super().__init__()
        self.reads = 0
        self._bell = Bell()

    def to_json(self) -> dict[str, float]:
        self.reads += 1
        self._bell.ring()
        return super().to_json()

    async def told(self) -> None:
        """Wait until the bot goes by the time as it is now.

        It may be reading the time as it was; when it reads again, it has the time it read before.
        """
        wanted = self.reads + 2
        async with asyncio.timeout(_PATIENCE):
            await self._bell.until(lambda: self.reads >= wanted or None)


class Stage:
    """A running bot. Whatever is changed here is changed for everybody who talks with it."""

    def __init__(self, sandbox: Sandbox, clock: WatchedClock, store: Store, log: Path) -> None:
        self.sandbox = sandbox
        self.clock = clock
        self.store = store
        self.log = log
        self._mark = 0

    def person(self, name: str, *, id: int | None = None) -> "Learner":
        """Return somebody new, who has not begun."""
        return Learner(self.sandbox.person(name, id=id), self)

    async def awake(self) -> None:
        """Wait until the bot listens.

        While other tests run, nobody answers it: the sandbox lives on the dialogues' loop. It then
        takes the sandbox for an outage, and asks again after a pause of up to half a minute.
        """
        async with asyncio.timeout(_START):
            await self.sandbox.account.is_asked()

    async def morning(self) -> None:
        """Let it be eight in the morning of the next day (UTC): a day of which all is left."""
        tomorrow = self.clock.now() + timedelta(days=1)
        await self.passes(datetime.combine(tomorrow, time(8), tzinfo=UTC) - self.clock.now())

    async def passes(self, span: timedelta) -> None:
        """Let time pass, for everybody."""
        assert span >= timedelta(), "a stage's clock only moves forward"
        self.clock.advance(span.total_seconds())
        await self.clock.told()

    def mark_log(self) -> None:
        """Remember how far the log is."""
        self._mark = self.log.stat().st_size

    def log_since(self) -> str:
        """Return what the bot has logged since then."""
        return self.log.read_bytes()[self._mark :].decode()


class Learner(Person):
    """Somebody in a private chat with the bot."""

    def __init__(self, person: Person, stage: Stage) -> None:
        super().__init__(person.account, person.chat, person.user)
        self.stage = stage

    async def waits(self, seconds: float) -> None:
        """Let some seconds pass: two typed answers within two of them may belong together."""
        await self.stage.passes(timedelta(seconds=seconds))

    async def comes_back(self, *, days: int = 1, hour: int = 8) -> None:
        """Come back at an hour (UTC) some days later."""
        now = self.stage.clock.now()
        moment = datetime.combine(now + timedelta(days=days), time(hour), tzinfo=UTC)
        await self.stage.passes(moment - now)

    async def asked(self) -> Asked:
        """Return the question that came since the last thing said or pressed, once it is open.

        What is right stands in it. Without such a question in time, AssertionError.
        """
        for _ in range(int(_PATIENCE / _GLANCE)):
            if asked := await self._just_asked():
                return asked
            await asyncio.sleep(_GLANCE)  # the database rings no bell
        raise AssertionError(f"nothing is asked\n{self.transcript()}")

    async def is_told(self, *texts: str) -> str:
        """Return which of these the bot says now, the first that fits; "" if it asks instead."""
        for _ in range(int(_PATIENCE / _GLANCE)):
            if said := next(filter(self._news, texts), ""):
                return said
            if await self._just_asked():
                return ""
            await asyncio.sleep(_GLANCE)
        raise AssertionError(f"neither {texts} nor a question\n{self.transcript()}")

    async def hears(self) -> Message:
        """Return the first message that the bot has sent, not edited, since the last action."""
        return await self._soon(self._sent, _PATIENCE, "a message")

    async def settles(self) -> None:
        """Wait until the bot has done all that it will do about what this person did."""
        for _ in range(int(_PATIENCE / _GLANCE)):
            if not await self._is_waited_for():
                return
            await asyncio.sleep(_GLANCE)
        raise AssertionError(f"the bot is still at work\n{self.transcript()}")

    async def answers(self, asked: Asked) -> None:
        """Give the right answer: typed as it stands in the question, or tapped."""
        match asked.question.answer:
            case Typed():
                await self.types(asked.question.reference)
            case Number(value):
                await self.types(str(value))
            case Sides(options, right):
                await self.presses("The same" if right is None else options[right])
            case Options(options, right):
                await self.types(options[right])

    async def types(self, text: str) -> Message:
        """Think, then type: within two seconds of a card it might belong to the one before.

        That is told by the dates of messages, so nobody has to wait until the bot knows the time.
        """
        self.stage.clock.advance(3)
        return await self.says(text)

    def _sent(self) -> Message | None:
        news = (event for event in self.chat.log[self._since :] if event.by_bot)
        return next((event.message for event in news if event.verb == "sent"), None)

    async def _is_waited_for(self) -> bool:
        queue = self.account.updates
        if any(update.lane == self.id for update in queue.waiting(len(queue))):
            return True
        return await asyncio.wrap_future(self.stage.store.read(_has_work, self.id))

    async def _just_asked(self) -> Asked | None:
        # What was sent first, then what is open: an answer may be on its way between the two.
        news = self.chat.log[self._since :]
        sent = {e.message.id for e in news if e.message and e.by_bot and e.verb == "sent"}
        reading = self.stage.store.read(study.open_question, self.id)
        asked = await asyncio.wrap_future(reading)
        return asked if asked and asked.message_id in sent else None


def _unsound(store: Store) -> list[str]:
    """Return what is wrong with a database; an update set aside has been looked at in the log."""
    return [told for told in doctor.examine(store) if not told.startswith("Updates set aside")]


def _has_work(tx: Connection, lane: int) -> bool:
    waiting = select(inbox).where(inbox.c.lane == lane, inbox.c.state == "waiting")
    return tx.execute(waiting.limit(1)).first() is not None


@asynccontextmanager
async def open_stage(
    database_url: str, log: Path, settings: Mapping[str, str] | None = None
) -> AsyncIterator[Stage]:
    """Run the installed command against a sandbox until the block ends, then see it end well.

    ``settings`` are more of MINIBATCH_…, or others.
    """
    clock = WatchedClock()
    async with await Sandbox.start(clock=clock) as sandbox:
        with log.open("wb") as output:
            process = await asyncio.create_subprocess_exec(
                *(COMMAND, "run"),
                env=environment(sandbox, database_url) | dict(settings or {}),
                cwd=log.parent,
                stdout=output,
                stderr=output,
            )
        try:
            await _until_it_listens(sandbox, process, log)
            store = Store.open(database_url)
            try:
                yield Stage(sandbox, clock, store, log)
                assert not _unsound(store)
            finally:
                store.close()
        finally:
            await _end(process)
    logged = log.read_text()  # noqa: ASYNC240 (nobody waits for us)
    assert process.returncode == 0, logged
    assert TOKEN.partition(":")[2] not in logged, "the token stands in the log"


async def _until_it_listens(
    sandbox: Sandbox, process: asyncio.subprocess.Process, log: Path
) -> None:
    for _ in range(int(_START / _GLANCE)):
        if sandbox.account.polling or sandbox.account.webhook:
            return
        if process.returncode is not None:
            break
        await asyncio.sleep(_GLANCE)
    raise AssertionError(f"the bot did not start\n{log.read_text()}")  # noqa: ASYNC240


async def _end(process: asyncio.subprocess.Process) -> None:
    if process.returncode is not None:
        return
    process.terminate()
    try:
        async with asyncio.timeout(15):
            await process.wait()
    except TimeoutError:
        process.kill()
        await process.wait()
        raise
