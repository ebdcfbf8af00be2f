"""The same conversation when Telegram calls the bot."""

import socket
from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio

from tests.dialogues.stage import Stage, open_stage


@pytest_asyncio.fixture(loop_scope="session")
async def called_stage(sqlite_url: str, tmp_path: Path) -> AsyncIterator[Stage]:
    """Lend a bot that is called, on a port that was free a moment ago."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        place = f"127.0.0.1:{free.getsockname()[1]}"
    settings = {
        "MINIBATCH_MODE": "webhook",
        "MINIBATCH_LISTEN": place,
        "MINIBATCH_WEBHOOK_URL": f"http://{place}/telegram",
        "MINIBATCH_WEBHOOK_SECRET": "of-no-value-outside-this-dialogue",
    }
    async with open_stage(sqlite_url, tmp_path / "log", settings) as stage:
        yield stage


async def test_a_bot_that_is_called_answers_as_one_that_asks(called_stage: Stage) -> None:
    ann = called_stage.person("Ann")
    await ann.says("/start")
    await ann.sees("I keep your answers")
    await ann.presses("Start")
    await ann.answers(await ann.asked())
    await ann.sees("Right.")
    assert not called_stage.sandbox.account.polls
