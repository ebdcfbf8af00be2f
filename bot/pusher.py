"""The tick: every few seconds it sends the daily pushes that are due.

Claims and their leases are rows, so any number of processes may tick. Holds and pauses follow the
real clock, what is due the application's.
"""

import asyncio
import logging
import secrets
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

from telegram import Bot
from telegram.error import Forbidden, NetworkError, RetryAfter

from bot import delivery, screens
from bot.clock import Watch
from bot.context import Services
from bot.hold import asked_for
from srs import pushes
from srs.pushes import Ending, Push

T = TypeVar("T")

EVERY = timedelta(seconds=5)
PER_SECOND = 25  # Telegram allows thirty, and learners are answered meanwhile
AT_ONCE = PER_SECOND * 30  # a claim must not outlive its lease
_IN_FLIGHT = 32
_LONGEST_HOLD = timedelta(seconds=30)

logger = logging.getLogger(__name__)


class Pusher:
    """Sends what is due, ``per_second`` pushes at most."""

    def __init__(self, services: Services, bot: Bot, *, per_second: float = PER_SECOND) -> None:
        self._services = services
        self._bot = bot
        self._pause = 1 / per_second
        self._watch = Watch(services.clock)
        self._in_flight = asyncio.Semaphore(_IN_FLIGHT)
        self._stopped = asyncio.Event()

    def stop(self) -> None:
        """Send nothing more; what is claimed is given back."""
        self._stopped.set()

    async def tick(self, _context: object = None) -> None:
        """Send every push that is due, unless the clock cannot be trusted or Telegram waits."""
        if not self._watch.is_sound() or self._held() or self._stopped.is_set():
            return
        token = secrets.token_hex(16)
        claimed = await self._write(pushes.claim, token=token, now=self._now(), limit=AT_ONCE)
        left = list(reversed(claimed))
        async with asyncio.TaskGroup() as sending:
            while left and await self._may_go_on():
                await self._in_flight.acquire()
                push = await self._prepare(left.pop(), token)
                if push is None:
                    self._in_flight.release()
                else:
                    sending.create_task(self._send(push))
                    await asyncio.sleep(self._pause)
        if left:
            await self._write(pushes.release, token=token, learner_ids=tuple(left))

    async def _may_go_on(self) -> bool:
        """Wait out a short hold; after a long one what is claimed may be somebody else's."""
        while (held := self._held()) and not self._stopped.is_set():
            if held > _LONGEST_HOLD:
                return False
            with suppress(TimeoutError):
                async with asyncio.timeout(held.total_seconds()):
                    await self._stopped.wait()
        return not self._stopped.is_set()

    async def _prepare(self, learner_id: int, token: str) -> Push | None:
        """Return what is to be sent to a learner now; what fails here stays with that learner."""
        chance = self._services.chance
        try:
            return await self._write(
                pushes.prepare,
                learner_id=learner_id,
                token=token,
                now=self._now(),
                new_id=chance.getrandbits(63),
                seed=chance.getrandbits(32),
            )
        except Exception:
            logger.exception("a push was not prepared; its lease runs out")
            return None

    async def _send(self, push: Push) -> None:
        try:
            await self._deliver(push)
        except Exception:
            logger.exception("how a push ended was not noted; its lease runs out")
        finally:
            self._in_flight.release()

    async def _deliver(self, push: Push) -> None:
        place = delivery.Place(push.learner_id)
        try:
            arrived = await delivery.play(self._bot, place, screens.push(push))
        except (Forbidden, NetworkError, RetryAfter) as error:
            await self._write(pushes.unsent, push=push, ending=self._end(error), now=self._now())
            return
        if not arrived:  # refused, and the refusal is in the log
            await self._write(pushes.unsent, push=push, ending="failed", now=self._now())
        for question in arrived:
            about = {"message_id": question.message_id, "told_at": question.told_at}
            await self._write(pushes.sent, push=push, now=self._now(), **about)

    def _end(self, error: Forbidden | NetworkError | RetryAfter) -> Ending:
        match error:
            case RetryAfter():
                self._services.hold.extend(datetime.now(UTC) + asked_for(error))
                return "waiting"
            case Forbidden():
                return "blocked"
            case _:
                logger.warning("whether a push arrived is not known: %s", error)
                return "unclear"

    def _held(self) -> timedelta:
        return self._services.hold.left(datetime.now(UTC))

    def _now(self) -> datetime:
        return self._services.clock.now()

    async def _write(self, function: Callable[..., T], **arguments: Any) -> T:
        return await asyncio.wrap_future(self._services.store.write(function, **arguments))
