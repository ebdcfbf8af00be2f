from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.sandbox.client import Sandbox
from tests.crash.process import BotProcess, running_bot


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    async with await Sandbox.start() as sandbox:
        yield sandbox


@pytest.fixture
async def bot(sandbox: Sandbox, database_url: str, tmp_path: Path) -> AsyncIterator[BotProcess]:
    """Lend a bot on each kind of database, which may be killed and started again."""
    async with running_bot(sandbox, database_url, tmp_path / "log") as bot:
        yield bot
