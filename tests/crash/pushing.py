"""A pusher alone: ``python -m tests.crash.pushing`` ticks without end, as the bot would."""

import asyncio
import os
import signal
import sys
from pathlib import Path

from telegram.ext import ExtBot

from bot import log
from bot.clock import running_clock
from bot.context import Services
from bot.demo import environment
from bot.pusher import Pusher
from bot.sandbox.client import Sandbox
from bot.settings import Settings
from bot.transport import AiohttpRequest
from srs.store import Store

READY = "ready"
_BETWEEN_TICKS = 0.1


class PusherProcess:
    """A process that only pushes; it may be killed at any moment and started again."""

    def __init__(self, sandbox: Sandbox, database_url: str, log: Path) -> None:
        self._log = log
        self._environment = environment(sandbox, database_url)
        self._process: asyncio.subprocess.Process | None = None

    async def start(self) -> None:
        """Start it and wait until it is about to tick for the first time."""
        with self._log.open("ab") as output:
            self._process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", __name__),
                env=self._environment,
                stdout=asyncio.subprocess.PIPE,
                stderr=output,
            )
        assert self._process.stdout
        told = (await self._process.stdout.readline()).decode().strip()
        assert told == READY, self._log.read_text()

    async def kill(self) -> None:
        """End it at once, whatever it is doing."""
        if self._process is not None and self._process.returncode is None:
            self._process.send_signal(signal.SIGKILL)
            await self._process.communicate()


async def push_for_ever() -> None:
    """Tick, on the settings of the environment."""
    settings = Settings.from_environment(os.environ)
    log.set_up(settings.token)
    store = Store.open(settings.database_url)
    request = AiohttpRequest()
    bot = ExtBot(settings.token, base_url=f"{settings.api_url}/bot", request=request)
    async with running_clock(settings.clock_url) as clock, bot:
        pusher = Pusher(Services(store, clock), bot)
        print(READY, flush=True)
        while True:
            await pusher.tick()
            await asyncio.sleep(_BETWEEN_TICKS)


if __name__ == "__main__":
    asyncio.run(push_for_ever())
