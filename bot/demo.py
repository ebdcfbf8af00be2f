"""Try it: a sandbox with its chat page, the bot as a process of its own, a throw-away database."""

import asyncio
import os
import signal
import sys
import tempfile
from collections.abc import AsyncIterator, Coroutine, Iterable
from contextlib import asynccontextmanager, suppress
from typing import IO, Any

from bot.sandbox.client import TOKEN, Sandbox
from bot.sandbox.people import Person
from bot.terminal import Terminal, typed_lines

_START = 30.0  # seconds that the bot may take to start
_LOG_SHOWN = 2_000  # characters


class DemoError(Exception):
    """The bot did not start, or ended by itself."""


async def in_browser() -> None:
    """Serve the chat page until Ctrl-C or another signal to end."""
    ended = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGHUP):
        asyncio.get_running_loop().add_signal_handler(number, ended.set)
    async with await Sandbox.start() as sandbox:
        for name in ("Ann", "Ben"):
            sandbox.person(name)
        async with running_bot(sandbox, admins=[sandbox.person("Admin")]) as process:
            print(f"Open {sandbox.page_url} in a browser. Ctrl-C ends the demo.", flush=True)
            await _first(ended.wait(), process.wait())
            if process.returncode is not None:
                raise DemoError("The bot has ended.")


async def in_terminal() -> None:
    """Chat with the bot until the input ends, "quit" or Ctrl-C."""
    async with await Sandbox.start() as sandbox:
        person = sandbox.person("You")
        async with running_bot(sandbox, admins=[person]):
            await Terminal(sandbox, person).converse(typed_lines())


def environment(
    sandbox: Sandbox, database_url: str, admins: Iterable[Person] = ()
) -> dict[str, str]:
    """Return the environment in which ``minibatch run`` meets the people of a sandbox."""
    others = {name: value for name, value in os.environ.items() if not _is_ours(name)}
    return others | {
        "MINIBATCH_TOKEN": TOKEN,
        "MINIBATCH_API_URL": sandbox.api_url,
        "MINIBATCH_CLOCK_URL": sandbox.clock_url,
        "MINIBATCH_DATABASE_URL": database_url,
        "MINIBATCH_ADMINS": ",".join(str(person.id) for person in admins),
    }


@asynccontextmanager
async def running_bot(
    sandbox: Sandbox, admins: Iterable[Person]
) -> AsyncIterator[asyncio.subprocess.Process]:
    """Run the bot beside us, in a folder that is gone afterwards; end it with the block.

    The block begins when the bot looks for updates. DemoError where it never does.
    """
    with (
        tempfile.TemporaryDirectory(prefix="minibatch-demo-") as folder,
        tempfile.TemporaryFile() as log,
    ):
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-P", "-m", "bot", "run"),
            env=environment(sandbox, f"sqlite:///{folder}/demo.sqlite3", admins),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=log,
            stderr=log,
        )
        try:
            if not await _listens(sandbox, process):
                raise DemoError(f"The bot did not start:\n{_end_of(log)}")
            yield process
        finally:
            with suppress(ProcessLookupError):
                process.send_signal(signal.SIGTERM)
            await process.wait()


async def _listens(sandbox: Sandbox, process: asyncio.subprocess.Process) -> bool:
    """Wait for the bot's first look for updates; False where it never comes."""
    polled = sandbox.account.updates.bell.until(lambda: sandbox.account.polls or None)
    with suppress(TimeoutError):
        async with asyncio.timeout(_START):
            await _first(polled, process.wait())
    return sandbox.account.polls > 0


def _end_of(log: IO[bytes]) -> str:
    log.seek(0)
    return log.read().decode(errors="replace")[-_LOG_SHOWN:]


async def _first(*works: Coroutine[Any, Any, Any]) -> None:
    """Wait until one of them is done, and leave the others."""
    tasks = [asyncio.ensure_future(work) for work in works]
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()


def _is_ours(name: str) -> bool:
    return name.startswith("MINIBATCH_")
