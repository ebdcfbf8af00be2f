"""Posting updates to webhooks: in order for each person, side by side for different ones."""

import asyncio
from collections.abc import Iterator

import aiohttp

from bot.sandbox.updates import Update
from bot.sandbox.world import Account, Webhook

FIRST_PAUSE = 0.25
LONGEST_PAUSE = 30.0
ANSWER_SECONDS = 60
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 (a header's name)


class Webhooks:
    """Keeps one delivery running for every account that has a webhook."""

    def __init__(self) -> None:
        self._session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(ANSWER_SECONDS))
        self._running: dict[str, asyncio.Task[None]] = {}

    async def follow(self, account: Account) -> None:
        """Start, change or end the delivery for an account, as its webhook now says."""
        await self._stop(account.token)
        if account.webhook:
            delivery = _Delivery(account, account.webhook, self._session)
            self._running[account.token] = asyncio.create_task(delivery.run())

    async def close(self) -> None:
        """End all deliveries."""
        for token in list(self._running):
            await self._stop(token)
        await self._session.close()

    async def _stop(self, token: str) -> None:
        if task := self._running.pop(token, None):
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)


class _Delivery:
    def __init__(self, account: Account, webhook: Webhook, session: aiohttp.ClientSession) -> None:
        self._account = account
        self._webhook = webhook
        self._session = session
        self._connections = asyncio.Semaphore(webhook.max_connections)
        self._newest = 0
        self._lanes: dict[int, asyncio.Task[None]] = {}

    async def run(self) -> None:
        """Post every update, until cancelled."""
        async with asyncio.TaskGroup() as posts:
            while True:
                for update in await self._account.updates.bell.until(self._unposted):
                    before = self._lanes.get(update.lane)
                    task = posts.create_task(self._deliver(update, before))
                    self._lanes[update.lane] = task

    def _unposted(self) -> list[Update] | None:
        updates = self._account.updates
        fresh = updates.newer(self._newest)
        if fresh:
            self._newest = fresh[-1].id
        return updates.repeats() + fresh or None

    async def _deliver(self, update: Update, before: asyncio.Task[None] | None) -> None:
        """Post an update after the one before it in its lane, again and again until it is taken."""
        if before:
            await asyncio.wait({before})
        for pause in _pauses():
            async with self._connections:
                trouble = await self._post(update)
            if trouble is None:
                break
            self._account.webhook_error = (self._account.world.clock.now(), trouble)
            await asyncio.sleep(pause)
        self._account.updates.done(update)
        if self._lanes.get(update.lane) is asyncio.current_task():
            del self._lanes[update.lane]

    async def _post(self, update: Update) -> str | None:
        """Return what went wrong, or None for a 2xx."""
        headers = {SECRET_HEADER: self._webhook.secret} if self._webhook.secret else {}
        try:
            async with self._session.post(
                self._webhook.url, json=update.body, headers=headers
            ) as answer:
                if answer.ok and answer.status < 300:
                    return None
                return f"Wrong response from the webhook: {answer.status} {answer.reason}"
        except (aiohttp.ClientError, TimeoutError) as error:
            return f"Connection failed: {type(error).__name__}"


def _pauses() -> Iterator[float]:
    pause = FIRST_PAUSE
    while True:
        yield pause
        pause = min(pause * 2, LONGEST_PAUSE)
