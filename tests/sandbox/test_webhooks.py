"""Updates posted to a webhook, and what goes with it."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator

import pytest
from aiohttp import web
from telegram import Bot
from telegram.error import BadRequest, Conflict

from bot.sandbox import webhooks
from bot.sandbox.client import Person, Sandbox

SECRET = "a-secret_of-32-characters-or-more"


class Listener:
    """A bot's own web server: keeps what is posted, and answers as it is told."""

    def __init__(self) -> None:
        self.posts: asyncio.Queue[web.Request] = asyncio.Queue()
        self.statuses: deque[int] = deque()
        self.hold: asyncio.Event | None = None
        self.url = ""

    async def receive(self, request: web.Request) -> web.Response:
        await request.read()
        self.posts.put_nowait(request)
        if self.hold:
            await self.hold.wait()
        return web.Response(status=self.statuses.popleft() if self.statuses else 200)

    async def next_text(self) -> str:
        async with asyncio.timeout(10):
            request = await self.posts.get()
        return (await request.json())["message"]["text"]


@pytest.fixture
async def listener() -> AsyncIterator[Listener]:
    listener = Listener()
    app = web.Application()
    app.add_routes([web.post("/updates", listener.receive)])
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    listener.url = f"http://127.0.0.1:{runner.addresses[0][1]}/updates"
    yield listener
    await runner.cleanup()


async def test_updates_are_posted_with_the_secret(bot: Bot, ann: Person, listener: Listener):
    await bot.set_webhook(listener.url, secret_token=SECRET)
    async with asyncio.timeout(10):
        request = await listener.posts.get()
    assert request.headers["X-Telegram-Bot-Api-Secret-Token"] == SECRET
    assert (await request.json())["message"]["text"] == "/start"


async def test_an_update_is_posted_until_it_is_taken_and_in_order(
    bot: Bot, ann: Person, listener: Listener, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(webhooks, "FIRST_PAUSE", 0.01)
    listener.statuses.extend([500, 302])
    await bot.set_webhook(listener.url)
    await ann.says("second")
    texts = [await listener.next_text() for _ in range(4)]
    assert texts == ["/start", "/start", "/start", "second"]
    info = await bot.get_webhook_info()
    assert info.last_error_message == "Wrong response from the webhook: 302 Found"


async def test_different_people_are_served_side_by_side(
    sandbox: Sandbox, bot: Bot, ann: Person, listener: Listener
):
    listener.hold = asyncio.Event()
    await bot.set_webhook(listener.url, max_connections=2)
    await ann.says("waits for the one before")
    for name in ("Ben", "Cem"):
        await sandbox.person(name).says(name)
    assert {await listener.next_text(), await listener.next_text()} == {"/start", "Ben"}
    assert (await bot.get_webhook_info()).pending_update_count == 4
    assert listener.posts.empty()
    listener.hold.set()
    assert {await listener.next_text(), await listener.next_text()} == {
        "Cem",
        "waits for the one before",
    }


async def test_an_update_can_be_posted_twice(
    sandbox: Sandbox, bot: Bot, ann: Person, listener: Listener
):
    await bot.set_webhook(listener.url)
    assert await listener.next_text() == "/start"
    sandbox.account.updates.repeat()
    assert await listener.next_text() == "/start"


async def test_polling_and_webhook_exclude_each_other(
    sandbox: Sandbox, bot: Bot, listener: Listener
):
    async with Bot(sandbox.token, base_url=f"{sandbox.api_url}/bot") as twin:
        poll = asyncio.create_task(twin.get_updates(timeout=20))
        await sandbox.account.updates.bell.until(lambda: sandbox.account.polls or None)
        await bot.set_webhook(listener.url)
        with pytest.raises(Conflict, match="terminated by setWebhook request"):
            await poll
    with pytest.raises(Conflict, match="can't use getUpdates method while webhook is active"):
        await bot.get_updates()
    await bot.delete_webhook()
    assert await bot.get_updates() == ()


async def test_the_webhook_says_how_it_is(bot: Bot, ann: Person, listener: Listener):
    await bot.set_webhook(
        listener.url, max_connections=7, allowed_updates=["message"], drop_pending_updates=True
    )
    info = await bot.get_webhook_info()
    assert (info.url, info.max_connections, info.pending_update_count) == (listener.url, 7, 0)
    assert info.allowed_updates == ("message",)
    await bot.set_webhook("")
    assert (await bot.get_webhook_info()).url == ""


@pytest.mark.parametrize("url", ["https://example.org/", "http://192.0.2.1:80/", "127.0.0.1"])
async def test_nothing_is_posted_beyond_this_machine(bot: Bot, url: str):
    with pytest.raises(BadRequest, match="Bad webhook"):
        await bot.set_webhook(url)
