"""The demo: a chat page for people, a chat in the terminal with a script for one."""

import asyncio
import os
import pty
import re
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path

import aiohttp
import pytest

COMMAND = Path(sys.executable).with_name("minibatch")
SCRIPT = """\
b1
b9
+1h
/problem steps-per-epoch
one and a half
next morning
/help
quit
never read
"""


async def start(
    folder: Path, *options: str, stdin: int = asyncio.subprocess.PIPE
) -> asyncio.subprocess.Process:
    """Start a demo whose throw-away things are in ``folder``."""
    return await asyncio.create_subprocess_exec(
        *(COMMAND, "demo", *options),
        env=os.environ | {"TMPDIR": str(folder)},
        cwd=folder,
        stdin=stdin,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        # A shell that runs the tests in the background has told its children to ignore it.
        preexec_fn=partial(signal.signal, signal.SIGINT, signal.SIG_DFL),
    )


@asynccontextmanager
async def opened(folder: Path) -> AsyncIterator[tuple[asyncio.subprocess.Process, str]]:
    """Start a demo from a terminal; lend it with the address of its page."""
    ours, theirs = pty.openpty()
    try:
        demo = await start(folder, stdin=theirs)
        assert demo.stdout is not None
        async with asyncio.timeout(60):
            line = (await demo.stdout.readline()).decode()
            found = re.search(r"http://127\.0\.0\.1:\d+/", line)
            assert found, line
            yield demo, found[0]
    finally:
        os.close(theirs)
        os.close(ours)


def running_in(folder: Path) -> list[Path]:
    """Return the processes that know of ``folder``."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if str(folder) in (process / "environ").read_text(errors="replace"):
                found.append(process)
        except OSError:
            continue  # it has just ended, or is somebody else's
    return found


def left_by(folder: Path) -> list[str]:
    """Return the files in ``folder``, and the processes that know of it."""
    running = [(process / "cmdline").read_text() for process in running_in(folder)]
    return [path.name for path in folder.iterdir()] + running


async def test_a_scripted_chat_needs_no_token_and_leaves_nothing(tmp_path: Path) -> None:
    demo = await start(tmp_path)
    async with asyncio.timeout(60):
        out, err = await demo.communicate(SCRIPT.encode())
    told = out.decode()
    assert (demo.returncode, err.decode()) == (0, ""), told
    expected = [
        "b1, b2, … press the numbered buttons",
        "b1 [Start]",
        "> b1",
        "New card. Have a guess, or look.",
        "There is no such button now.",
        "UTC now.)",
        "A problem for practice.",
        "> one and a half",
        "08:00 UTC now.)",
        "/help: this list",
    ]
    for words in expected:
        assert words in told, told
        told = told[told.index(words) + len(words) :]
    assert "never read" not in told
    assert left_by(tmp_path) == []


async def test_the_end_of_the_input_ends_the_demo(tmp_path: Path) -> None:
    demo = await start(tmp_path)
    async with asyncio.timeout(60):
        _, err = await demo.communicate(b"")
    assert (demo.returncode, err.decode()) == (0, "")
    assert left_by(tmp_path) == []


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
async def test_a_signal_ends_the_demo(tmp_path: Path, number: signal.Signals) -> None:
    demo = await start(tmp_path)
    assert demo.stdout is not None
    async with asyncio.timeout(60):
        while b"[Start]" not in await demo.stdout.readline():
            pass
        demo.send_signal(number)
        _, err = await demo.communicate()
    assert (demo.returncode, err.decode()) == (0, "")
    assert left_by(tmp_path) == []


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
async def test_from_a_terminal_the_demo_opens_a_page_and_a_signal_ends_it(
    tmp_path: Path, number: signal.Signals
) -> None:
    async with (
        opened(tmp_path) as (demo, url),
        aiohttp.ClientSession() as session,
        session.ws_connect(f"{url}page/live/0") as line,
    ):
        hello = await line.receive_json()
        assert [person["name"] for person in hello["people"]] == ["Ann", "Ben", "Admin"]
        await line.send_json({"do": "say", "text": "/start"})
        while "I keep your answers" not in await line.receive_str(timeout=20):
            pass
        demo.send_signal(number)
        _, err = await demo.communicate()
    assert (demo.returncode, err.decode()) == (0, "")
    assert left_by(tmp_path) == []


async def test_a_demo_whose_bot_has_ended_says_so_and_ends(tmp_path: Path) -> None:
    async with opened(tmp_path) as (demo, _):
        bot = next(p for p in running_in(tmp_path) if int(p.name) != demo.pid)
        os.kill(int(bot.name), signal.SIGKILL)
        _, err = await demo.communicate()
    assert (demo.returncode, err.decode()) == (2, "minibatch: The bot has ended.\n")
    assert left_by(tmp_path) == []
