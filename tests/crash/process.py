"""The bot as a process that can be killed at any moment and started again on its database."""

import asyncio
import signal
import sys
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from pathlib import Path

from bot.demo import environment
from bot.sandbox.client import Sandbox

COMMAND = Path(sys.executable).with_name("minibatch")
_START = 60.0
_END = 15.0
_GLANCE = 0.02


class BotProcess:
    """The installed command ``minibatch run`` against a sandbox; one process at a time."""

    def __init__(
        self, sandbox: Sandbox, database_url: str, log: Path, admins: Iterable[int] = ()
    ) -> None:
        self.log = log
        self._sandbox = sandbox
        ids = ",".join(map(str, admins))
        self._environment = environment(sandbox, database_url) | {"MINIBATCH_ADMINS": ids}
        self._process: asyncio.subprocess.Process | None = None

    @property
    def pid(self) -> int:
        """The number of the process that runs now."""
        assert self._process is not None
        return self._process.pid

    async def start(self) -> None:
        """Start the bot and wait until it asks for updates."""
        polls = self._sandbox.account.polls
        with self.log.open("ab") as output:
            self._process = await asyncio.create_subprocess_exec(
                *(COMMAND, "run"),
                env=self._environment,
                cwd=self.log.parent,
                stdout=output,
                stderr=output,
            )
        for _ in range(int(_START / _GLANCE)):
            if self._sandbox.account.polls > polls:
                return
            if self._process.returncode is not None:
                break
            await asyncio.sleep(_GLANCE)
        raise AssertionError(f"the bot did not start\n{self.log.read_text()}")

    async def kill(self) -> None:
        """End it at once, whatever it is doing."""
        await self._end(signal.SIGKILL)

    async def stop(self) -> None:
        """Ask it to end; AssertionError if that goes wrong."""
        await self._end(signal.SIGTERM)
        assert self._process is None or self._process.returncode == 0, self.log.read_text()

    async def _end(self, number: signal.Signals) -> None:
        if self._process is None or self._process.returncode is not None:
            return
        self._process.send_signal(number)
        try:
            async with asyncio.timeout(_END):
                await self._process.wait()
        except TimeoutError:
            self._process.kill()
            await self._process.wait()
            raise


@asynccontextmanager
async def running_bot(
    sandbox: Sandbox, database_url: str, log: Path, admins: Iterable[int] = ()
) -> AsyncIterator[BotProcess]:
    """Lend a bot that has started; none is left behind."""
    bot = BotProcess(sandbox, database_url, log, admins)
    try:
        await bot.start()
        yield bot
    finally:
        await bot.kill()
