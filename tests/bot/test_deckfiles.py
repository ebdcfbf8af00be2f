"""Deck files are read in a process of their own: under limits, without secrets, and in time."""

import asyncio
import os
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bot import deckfiles
from bot.deckfiles import Limits
from cards import library
from cards.formats import DeckErrors, template, write_deck

LIMITS = Limits()

# A process that does something odd instead of reading, but under the reader's own limits.
ODD = """
import os, resource, sys, time
from pathlib import Path
from cards.formats import reading

def odd(data):
    {what}

reading.read_deck = odd
sys.exit(reading.main())
"""


def reader(what: str) -> tuple[str, ...]:
    return (sys.executable, "-c", ODD.format(what=what))


async def refusal(data: bytes, limits: Limits = LIMITS, what: str = "") -> str:
    """Return why a file is refused; the last line, where there are several."""
    odd = {"reader": reader(what)} if what else {}
    with pytest.raises(DeckErrors) as refused:
        await deckfiles.read(data, limits, **odd)
    assert refused.value.errors
    return str(refused.value).splitlines()[-1]


def children() -> list[str]:
    """Return the command lines of the processes that this one has started and that still run."""
    mine = Path(f"/proc/{os.getpid()}/task")
    numbers = " ".join(path.read_text() for path in mine.glob("*/children")).split()
    lines = (Path(f"/proc/{number}/cmdline") for number in numbers)
    return [path.read_text().replace("\0", " ") for path in lines if path.exists()]


def readers_at_work() -> list[str]:
    return [line for line in children() if "cards.formats" in line]


async def test_a_deck_is_read_as_it_is():
    assert await deckfiles.read(template()) == await deckfiles.read(
        write_deck(await deckfiles.read(template()))
    )


@pytest.mark.parametrize("name", library.names())
async def test_a_shipped_deck_is_read_well_within_the_limits(name: str):
    deck = library.load(name)
    half = Limits(seconds=10, memory=200_000_000)
    assert await deckfiles.read(write_deck(deck), half) == deck


async def test_every_mistake_and_what_is_sound_come_out_of_the_process():
    broken = template().replace(b"why: Runs are planned in epochs.", b'why: ""')
    with pytest.raises(DeckErrors) as refused:
        await deckfiles.read(broken)
    [error] = refused.value.errors
    assert (error.line, error.path) == (7, "cards[0].why")
    assert refused.value.deck == "first-deck"
    assert [card.key for card in refused.value.sound] == ["steps-per-epoch"]
    assert refused.value.keys == ("epoch", "epoch.reverse", "steps-per-epoch")


async def test_processor_time_is_limited():
    began = time.monotonic()
    limits = Limits(seconds=2)
    assert await refusal(b"", limits, "while True: pass") == (
        "line 1: Reading this takes more than 2 seconds."
    )
    assert time.monotonic() - began < 10


async def test_time_by_the_clock_is_limited():
    told = await refusal(b"", Limits(seconds=1), "time.sleep(60)")
    assert told == "line 1: Reading this takes more than 1 seconds."
    assert readers_at_work() == []


@pytest.mark.parametrize("megabytes", [300, 2_000, 100_000])
async def test_memory_is_limited(megabytes: int):
    told = await refusal(b"", what=f"bytearray({megabytes} * 10**6)")
    assert told == "line 1: Reading this takes more than 300,000,000 bytes of memory."


async def test_a_crash_is_a_refusal(caplog: pytest.LogCaptureFixture):
    assert await refusal(b"", what="os.abort()") == "line 1: This file cannot be read."
    assert "ended with -6" in caplog.text


async def test_the_process_writes_no_file(tmp_path: Path):
    path = tmp_path / "file"
    await refusal(b"", what=f"Path({str(path)!r}).write_text('something')")
    assert not path.exists() or path.stat().st_size == 0


async def test_the_process_knows_no_setting(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("MINIBATCH_TOKEN", "1:of-no-bot")
    what = "os.abort() if any(n.startswith('MINIBATCH_') for n in os.environ) else bytearray(10**9)"
    assert "memory" in await refusal(b"", what=what)


async def test_whoever_stops_waiting_leaves_no_process_behind():
    reading = asyncio.create_task(deckfiles.read(b"", reader=reader("time.sleep(60)")))
    while not readers_at_work():  # noqa: ASYNC110 (a process rings no bell)
        await asyncio.sleep(0.02)
    reading.cancel()
    with pytest.raises(asyncio.CancelledError):
        await reading
    assert readers_at_work() == []


LETTERS = range(ord("b"), ord("z"))
HOSTILE = {
    "aliases that multiply": (
        b"a: &a [x, x]\n"
        + b"".join(b"%c: &%c [*%c, *%c]\n" % (n, n, n - 1, n - 1) for n in LETTERS),
        "alias",
    ),
    "brackets": (b"[" * 20_000, "nested too deeply"),
    "a megabyte field": (template().replace(b"Reading a book once.", b"x" * 10**6), "Shorten it"),
    "a megabyte key": (b"? " + b"k" * 10**6 + b"\n: 1\n", "There is no field"),
    "a line of colons": (b"a: " * 100_000, "YAML"),
    "many values": (b"cards: [" + b"x, " * 400_000 + b"x]", "at most 250,000 values"),
    "many cards": (b"cards:\n" + b"- {definition: x}\n" * 10_000, "There are more mistakes."),
    "5 MB of comment": (b"#" * 4_999_999, "empty"),
    "more than 5 MB": (b"#" * 5_000_001, "at most 5,000,000 are read"),
    "more than 20 MB": (b"#" * (20 * 2**20 + 1), "at most 20,971,520 can be fetched"),
    "no text": (bytes(range(256)), "UTF-8"),
    "UTF-16": (template().decode().encode("utf-16"), "UTF-8"),
    "zeros": (b"\0" * 10**6, "U+0000"),
    "a bidi control": (template().replace(b"book", "bo\u202eok".encode()), "U+202E"),
}


@pytest.mark.parametrize("what", HOSTILE)
async def test_a_hostile_file_is_refused_with_its_reason(what: str):
    data, reason = HOSTILE[what]
    with pytest.raises(DeckErrors) as refused:
        await deckfiles.read(data)
    assert reason in str(refused.value)


async def test_the_loop_turns_while_a_large_file_is_read():
    """A generous bound: others are at work on this machine. The bench measures it."""
    large = b"cards:\n" + b"- {definition: x}\n" * 50_000
    async with watched_loop() as lags:
        await refusal(large)
    assert max(lags) < 1.0


@asynccontextmanager
async def watched_loop() -> AsyncIterator[list[float]]:
    lags = [0.0]

    async def watch() -> None:
        while True:
            began = time.monotonic()
            await asyncio.sleep(0.01)
            lags.append(time.monotonic() - began - 0.01)

    watching = asyncio.create_task(watch())
    try:
        yield lags
    finally:
        watching.cancel()
