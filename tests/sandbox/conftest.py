from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import aiohttp
import pytest
from telegram import Bot

from bot.sandbox.client import Person, Sandbox


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    async with await Sandbox.start() as sandbox:
        yield sandbox


@pytest.fixture
async def bot(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Bot]:
    """python-telegram-bot's own Bot, talking to the sandbox."""
    monkeypatch.setenv("PTB_TIMEDELTA", "1")  # its coming default; warns without
    async with Bot(
        sandbox.token,
        base_url=f"{sandbox.api_url}/bot",
        base_file_url=f"{sandbox.api_url}/file/bot",
    ) as bot:
        yield bot


@pytest.fixture
async def ann(sandbox: Sandbox) -> Person:
    """A person who has started the bot, which has not looked yet."""
    ann = sandbox.person("Ann", id=7)
    await ann.says("/start")
    return ann


@pytest.fixture
def fetch(sandbox: Sandbox) -> Callable[[str], Awaitable[Any]]:
    """Call a method by its plain address and return the result as JSON."""

    async def fetch(method: str) -> Any:
        url = f"{sandbox.api_url}/bot{sandbox.token}/{method}"
        async with aiohttp.ClientSession() as session, session.get(url) as answer:
            return (await answer.json())["result"]

    return fetch
