"""Ingress: every update is committed to the inbox before Telegram may forget it.

Polling moves its offset, and the webhook answers 200, only after the commit. What an update means
is looked at later, one by one, so that one that nobody understands blocks nobody.
"""

import asyncio
import hmac
import json
import logging
from collections.abc import AsyncIterator, Coroutine, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

from aiohttp import web
from telegram import Bot, Update
from telegram.error import Conflict, RetryAfter, TelegramError

from bot.hold import Hold
from bot.lanes import Handle, Lanes, Tell
from bot.settings import Address, Settings, SettingsError
from srs import inbox
from srs.inbox import Arrival
from srs.store import Store

ALLOWED = (Update.MESSAGE, Update.EDITED_MESSAGE, Update.CALLBACK_QUERY, Update.MY_CHAT_MEMBER)
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - a header's name

_LONG_POLL = 30
_LONGEST_PAUSE = 30.0
_LARGEST_BODY = 2**20
_HEALTH_TIMEOUT = 2.0

log = logging.getLogger(__name__)


class Ingress:
    """Accepts updates, by polling or by webhook, and has them worked on.

    ``handle`` returns what is to be stored with an update's end, or raises; ``apologise`` is called
    with an update that was given up. Acceptance follows the real clock, as the lanes do; nothing is
    worked on while ``hold`` lasts.
    """

    def __init__(
        self, store: Store, bot: Bot, handle: Handle, apologise: Tell, hold: Hold | None = None
    ) -> None:
        self._store = store
        self._bot = bot
        self._lanes = Lanes(store, bot, handle, apologise, hold=hold)

    async def run(self, settings: Settings, told_to_stop: asyncio.Event) -> None:
        """Accept and work until told to stop, then finish what is in hand."""
        source = self._webhook(settings) if settings.mode == "webhook" else self._polling()
        async with self._lanes.working(), source:
            await told_to_stop.wait()

    async def accept(self, updates: Sequence[object]) -> None:
        """Commit updates, as decoded from JSON, to the inbox."""
        arrivals = [arrival for update in updates if (arrival := arrival_of(update))]
        if len(arrivals) < len(updates):
            log.error("%s updates without a number were left out", len(updates) - len(arrivals))
        job = self._store.write(
            inbox.accept, bot_id=self._bot.id, arrivals=arrivals, now=datetime.now(UTC)
        )
        await asyncio.wrap_future(job)
        self._lanes.look()

    def web_application(self, path: str, secret: str) -> web.Application:
        """Return what Telegram posts to at ``path``, and ``/health``."""

        async def receive(request: web.Request) -> web.Response:
            given = request.headers.get(SECRET_HEADER, "").encode("utf-8", "surrogateescape")
            if not hmac.compare_digest(given, secret.encode()):
                raise web.HTTPForbidden
            await self.accept([await _decoded(request)])
            return web.Response()

        application = web.Application(client_max_size=_LARGEST_BODY)
        application.router.add_post(path, receive)
        application.router.add_get("/health", self._health)
        return application

    async def _health(self, _request: web.Request) -> web.Response:
        try:
            async with asyncio.timeout(_HEALTH_TIMEOUT):
                await asyncio.wrap_future(self._store.ping())
        except Exception as error:
            log.error("not healthy: %s", type(error).__name__)
            raise web.HTTPServiceUnavailable from None
        return web.Response(text="ok")

    @asynccontextmanager
    async def _webhook(self, settings: Settings) -> AsyncIterator[None]:
        application = self.web_application(settings.webhook_path, settings.webhook_secret)
        runner = web.AppRunner(application, access_log=None, shutdown_timeout=2)
        await runner.setup()
        try:
            await _listen(runner, settings.listen)
            async with _beside(self._announce(settings)):
                yield
        finally:
            await runner.cleanup()

    async def _announce(self, settings: Settings) -> None:
        """Tell Telegram where to post."""
        pauses = Pauses()
        while True:
            try:
                await self._bot.set_webhook(
                    settings.webhook_url,
                    secret_token=settings.webhook_secret,
                    allowed_updates=ALLOWED,
                )
            except TelegramError as error:
                await asyncio.sleep(pauses.after(error))
            else:
                return

    @asynccontextmanager
    async def _polling(self) -> AsyncIterator[None]:
        async with _beside(self._poll_for_ever()):
            yield

    async def _poll_for_ever(self) -> None:
        pauses = Pauses()
        offset: int | None = None
        polled = False
        while True:
            try:
                if not polled:
                    await self._delete_webhook()
                updates = await self._updates_from(offset)
                await self.accept(updates)
                offset = _offset_after(updates, offset)
            except Exception as error:
                await asyncio.sleep(pauses.after(error))
            else:
                polled = True
                pauses.reset()

    async def _delete_webhook(self) -> None:
        """Telegram gives updates in one way only. Later on a webhook would be somebody else's."""
        try:
            await self._bot.delete_webhook()
        except TelegramError as error:
            log.warning("the webhook was not deleted: %s", error)

    async def _updates_from(self, offset: int | None) -> list[object]:
        parameters = {"timeout": _LONG_POLL, "limit": 100, "allowed_updates": list(ALLOWED)}
        if offset is not None:
            parameters["offset"] = offset
        # Spelled so, the library makes the call as it is, and neither parses what comes, which a
        # single odd update would break, nor points to its own method, which does.
        updates: Any = await self._bot.do_api_request(
            "get_Updates", parameters, read_timeout=_LONG_POLL + 10
        )
        if not isinstance(updates, list):
            raise TypeError(f"getUpdates gave {type(updates).__name__}")
        return updates


class Pauses:
    """Longer and longer waits while Telegram or the database cannot be reached."""

    _FIRST = 1.0

    def __init__(self) -> None:
        self._next = self._FIRST

    def reset(self) -> None:
        """Begin again: it worked."""
        self._next = self._FIRST

    def after(self, error: Exception) -> float:
        """Log what went wrong and return the seconds to wait."""
        if isinstance(error, RetryAfter):
            wait = error.retry_after
            return wait.total_seconds() if isinstance(wait, timedelta) else wait
        if isinstance(error, Conflict):
            log.error(
                "Another program takes this bot's updates (%s). Stop it: only one can.", error
            )
        else:
            log.warning("no updates (%s); trying again in %.0f s", _brief(error), self._next)
        pause, self._next = self._next, min(2 * self._next, _LONGEST_PAUSE)
        return pause


def arrival_of(update: object) -> Arrival | None:
    """Read an update's number and lane; None if it has no number.

    The lane is whoever caused it, else its chat, else itself.
    """
    update_id = _number(update)
    if update_id is None or not isinstance(update, dict):
        return None
    bodies = [body for body in update.values() if isinstance(body, dict)]
    owners = (_number(body.get(key), "id") for key in ("from", "user", "chat") for body in bodies)
    lane = next((owner for owner in owners if owner is not None), update_id)
    return Arrival(update_id, lane, json.dumps(update))


def _number(something: object, key: str = "update_id") -> int | None:
    """Return a whole number that the database can hold."""
    value = something.get(key) if isinstance(something, dict) else None
    return value if type(value) is int and -(2**63) <= value < 2**63 else None


def _offset_after(updates: Sequence[object], offset: int | None) -> int | None:
    numbers = [number for update in updates if (number := _number(update)) is not None]
    if updates and not numbers:
        raise ValueError("updates without numbers, which cannot be confirmed")
    return max(numbers) + 1 if numbers else offset


def _brief(error: Exception) -> str:
    """Name an error; only Telegram's are sure to say little more."""
    return f"{error!r}" if isinstance(error, TelegramError) else type(error).__name__


async def _decoded(request: web.Request) -> object:
    try:
        update: object = json.loads(await request.read())
    except ValueError:
        raise web.HTTPBadRequest from None
    if _number(update) is None:
        raise web.HTTPBadRequest
    return update


async def _listen(runner: web.AppRunner, address: Address) -> None:
    try:
        await web.TCPSite(runner, *address).start()
    except OSError as error:
        raise SettingsError(
            f"Set MINIBATCH_LISTEN to a free host:port; {address.host}:{address.port} "
            f"cannot be used ({error.strerror})."
        ) from None


@asynccontextmanager
async def _beside(work: Coroutine[Any, Any, None]) -> AsyncIterator[None]:
    """Have something done beside the block, and no longer."""
    task = asyncio.create_task(work)
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
