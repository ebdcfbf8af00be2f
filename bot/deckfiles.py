"""Deck files from strangers to us: read in a process of their own, under limits."""

import asyncio
import logging
import os
import signal
import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Final

from cards.deck import Deck
from cards.formats import DeckError, DeckErrors
from cards.formats.reading import NO_MEMORY, told

LARGEST: Final = 20 * 2**20  # what Telegram lets a bot fetch

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Limits:
    """What reading one file may take: seconds (of the processor, and by the clock) and bytes."""

    seconds: int = 10
    memory: int = 300_000_000


_LIMITS: Final = Limits()
_READER: Final = (sys.executable, "-P", "-m", "cards.formats.reading")


async def read(data: bytes, limits: Limits = _LIMITS, reader: Sequence[str] = _READER) -> Deck:
    """Return the deck that a file holds; DeckErrors for a file that is none, or takes too much.

    ``reader`` is the command to which the limits are appended and the file is given.
    """
    if len(data) > LARGEST:
        raise too_large(len(data))
    process = await asyncio.create_subprocess_exec(
        *(*reader, str(limits.seconds), str(limits.memory)),
        env=_environment(),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        async with asyncio.timeout(limits.seconds):
            found, _ = await process.communicate(data)
    except TimeoutError:
        raise refused(_too_slow(limits)) from None
    finally:
        await _end(process)
    if process.returncode != 0:
        raise refused(_why(process.returncode, limits))
    return await asyncio.to_thread(told, found)


def too_large(size: int) -> DeckErrors:
    """Say that a file is larger than can be fetched."""
    return refused(f"The file has {size:,} bytes; at most {LARGEST:,} can be fetched.")


def refused(reason: str) -> DeckErrors:
    """Say why nothing could be read at all."""
    return DeckErrors((DeckError(1, "", reason),))


def _why(code: int | None, limits: Limits) -> str:
    match code:
        case int() if code in (-signal.SIGXCPU, -signal.SIGKILL):
            return _too_slow(limits)
        case int() if code == NO_MEMORY:
            return f"Reading this takes more than {limits.memory:,} bytes of memory."
        case _:
            logger.warning("the reader of a deck file ended with %s", code)
            return "This file cannot be read."


def _too_slow(limits: Limits) -> str:
    return f"Reading this takes more than {limits.seconds} seconds."


def _environment() -> dict[str, str]:
    """Return ours without its secrets; threads for linear algebra would each take memory."""
    ours = {name: value for name, value in os.environ.items() if not name.startswith("MINIBATCH_")}
    return ours | {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}


async def _end(process: asyncio.subprocess.Process) -> None:
    """Leave no process behind, however reading ended."""
    with suppress(ProcessLookupError):
        process.kill()
    await process.wait()
