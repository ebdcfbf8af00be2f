from collections.abc import AsyncIterator

import pytest
from telegram import Bot

from bot.sandbox.client import Person, Sandbox


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    async with await Sandbox.start() as sandbox:
        yield sandbox


@pytest.fixture
async def bot(sandbox: Sandbox) -> AsyncIterator[Bot]:
    """python-telegram-bot's own Bot, talking to the sandbox."""
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
