"""The demo: a chat in the terminal, here with a script for a person."""

import asyncio
import os
import signal
import sys
from pathlib import Path

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


async def start(folder: Path) -> asyncio.subprocess.Process:
    """Start a demo whose throw-away things are in ``folder``."""
    return await asyncio.create_subprocess_exec(
        *(COMMAND, "demo"),
        env=os.environ | {"TMPDIR": str(folder)},
        cwd=folder,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )


def left_by(folder: Path) -> list[str]:
    """Return the files in ``folder``, and the processes that know of it."""
    found = [path.name for path in folder.iterdir()]
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if str(folder) in (process / "environ").read_text(errors="replace"):
                found.append((process / "cmdline").read_text().replace("\0", " "))
        except OSError:
            continue  # it has just ended, or is somebody else's
    return found


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
