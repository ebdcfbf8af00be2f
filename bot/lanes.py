"""Lanes: what is in the inbox is worked on, many learners at once, each learner's updates in order.

Leases, waits and holds follow the real clock, not the application's: a sandbox's clock jumps, and a
lease must not run out with it.
"""

import asyncio
import json
import logging
import secrets
import traceback
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, TypeAlias, TypeVar

from telegram import Bot, Update
from telegram.error import BadRequest, Forbidden, NetworkError, RetryAfter

from bot.hold import Hold, asked_for
from srs import inbox
from srs.inbox import Row, Settlement
from srs.store import Store

Handle: TypeAlias = Callable[[Update], Awaitable[Settlement]]
Tell: TypeAlias = Callable[[Update], Awaitable[None]]
T = TypeVar("T")

AT_ONCE = 64
GRACE = 8.0
_RENEW_EVERY = 3.0
_LOOK_EVERY = 1.0  # for waits that end, and for what a process that died left behind

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Done:
    """The update is done; ``then`` is stored with its end."""

    then: Settlement = ()


@dataclass(frozen=True, slots=True)
class Later:
    """The update is tried again after ``pause``; ``hold`` says that the whole bot waits."""

    pause: timedelta
    attempts: int
    trouble: str
    hold: bool = False


@dataclass(frozen=True, slots=True)
class Aside:
    """The update is given up."""

    trouble: str


Ending: TypeAlias = Done | Later | Aside


def judge(error: Exception, attempts: int, waited: timedelta) -> Ending:
    """Decide what becomes of an update whose handling raised.

    ``attempts`` have failed before, and it was accepted ``waited`` ago. A refusal by Telegram is an
    answer; that it cannot be reached, or asks us to wait, is no fault of the update.
    """
    trouble = _describe(error)
    match error:
        case RetryAfter():
            return Later(asked_for(error), attempts, trouble, hold=True)
        case Forbidden() | BadRequest():
            return Done()
        case NetworkError():
            pause = inbox.pause_after_outage(waited)
        case _:
            attempts += 1
            pause = inbox.pause_after_failure(attempts)
    return Aside(trouble) if pause is None else Later(pause, attempts, trouble)


def _describe(error: Exception) -> str:
    """Say what went wrong and where, but not with what: that may be somebody's words."""
    frames = traceback.extract_tb(error.__traceback__)
    where = f" at {Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""
    return f"{type(error).__name__}{where}"


def _real_time() -> datetime:
    return datetime.now(UTC)


class Lanes:
    """Takes updates from the inbox, hands each to ``handle`` and stores how that ended.

    ``handle`` returns what is to be stored together with the end, or raises; ``apologise`` is
    called with an update that was given up. Nothing is taken while ``hold`` lasts.
    """

    def __init__(
        self,
        store: Store,
        bot: Bot,
        handle: Handle,
        apologise: Tell,
        *,
        hold: Hold | None = None,
        real_time: Callable[[], datetime] = _real_time,
    ) -> None:
        self._store = store
        self._bot = bot
        self._handle = handle
        self._apologise = apologise
        self._now = real_time
        self._token = secrets.token_hex(16)
        self._in_hand: dict[int, asyncio.Task[None]] = {}
        self._changed = asyncio.Event()
        self._hold = hold or Hold()

    def look(self) -> None:
        """Say that there may be something to take."""
        self._changed.set()

    @asynccontextmanager
    async def working(self) -> AsyncIterator[None]:
        """Work until the block ends, then finish what is in hand; the rest stays in the inbox."""
        if self._store.exclusive:
            await self._write(inbox.release)  # whoever held a lease is gone
        taking = asyncio.create_task(self._take_for_ever())
        renewing = asyncio.create_task(self._renew_for_ever())
        try:
            yield
        finally:
            await _cancel(taking)
            if self._in_hand:
                await asyncio.wait(self._in_hand.values(), timeout=GRACE)
            await _cancel(renewing, *self._in_hand.values())
            await self._release()

    async def _take_for_ever(self) -> None:
        while True:
            self._changed.clear()
            try:
                await self._take()
            except Exception:
                log.exception("the inbox cannot be read; trying again")
                await asyncio.sleep(_LOOK_EVERY)
            # Not wait_for, which in Python 3.11 may swallow a cancellation.
            with suppress(TimeoutError):
                async with asyncio.timeout(_LOOK_EVERY):
                    await self._changed.wait()

    async def _take(self) -> None:
        free = AT_ONCE - len(self._in_hand)
        now = self._now()
        if free and not self._hold.left(now):
            rows = await self._write(inbox.claim, token=self._token, now=now, limit=free)
            for row in rows:
                # A lease that ran out while we were held up may come back to us.
                if row.update_id not in self._in_hand:
                    self._in_hand[row.update_id] = asyncio.create_task(self._work_on(row))

    async def _renew_for_ever(self) -> None:
        while True:
            await asyncio.sleep(_RENEW_EVERY)
            try:
                if self._in_hand:
                    await self._write(
                        inbox.renew, token=self._token, now=self._now(), updates=[*self._in_hand]
                    )
            except Exception:
                log.exception("leases were not renewed; trying again")

    async def _release(self) -> None:
        """Let the next process take at once what this one leaves; else it waits for the leases."""
        try:
            await self._write(inbox.release, token=self._token)
        except Exception:
            log.exception("leases were not given up")

    async def _work_on(self, row: Row) -> None:
        try:
            await self._handle_and_store(row)
        except Exception:
            # Its lease runs out, and it is taken again.
            log.exception("how update %s ended was not stored", row.update_id)
        finally:
            del self._in_hand[row.update_id]
            self.look()

    async def _handle_and_store(self, row: Row) -> None:
        update = self._parse(row)
        if update is None:
            await self._end(row, Aside("not understood"))
            return
        try:
            ending: Ending = Done(await self._handle(update))
        except Exception as error:
            ending = judge(error, row.attempts, self._now() - row.accepted_at)
            _tell(row, error, ending)
        await self._end(row, ending)
        if isinstance(ending, Aside):
            await self._apologise(update)

    def _parse(self, row: Row) -> Update | None:
        try:
            return Update.de_json(json.loads(row.raw), self._bot)
        except Exception as error:
            log.error("update %s is not understood (%s)", row.update_id, _describe(error))
            return None

    async def _end(self, row: Row, ending: Ending) -> None:
        now = self._now()
        match ending:
            case Done(then):
                await self._write(inbox.settle, update_id=row.update_id, now=now, then=then)
            case Aside(trouble):
                await self._write(inbox.set_aside, row=row, token=self._token, trouble=trouble)
            case Later(pause, attempts, trouble, hold):
                if hold:
                    self._hold.extend(now + pause)
                await self._write(
                    inbox.put_back,
                    row=row,
                    token=self._token,
                    until=now + pause,
                    attempts=attempts,
                    trouble=trouble,
                )

    async def _write(self, function: Callable[..., T], **arguments: Any) -> T:
        job = self._store.write(function, bot_id=self._bot.id, **arguments)
        return await asyncio.wrap_future(job)


def _tell(row: Row, error: Exception, ending: Ending) -> None:
    match ending:
        case Later(hold=True) | Later(attempts=row.attempts):
            log.warning("update %s waits: %s", row.update_id, type(error).__name__)
        case Done():
            log.warning("update %s was refused: %s", row.update_id, error)
        case _:
            log.error("update %s failed", row.update_id, exc_info=error)


async def _cancel(*tasks: asyncio.Task[None]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
