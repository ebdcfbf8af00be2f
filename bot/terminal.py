"""The demo's chat in a terminal."""

import asyncio
import re
import shutil
import signal
import sys
import textwrap
import threading
from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime, time, timedelta

from bot.sandbox.chats import Event, Message
from bot.sandbox.client import Sandbox
from bot.sandbox.people import Person

HINT = """\
Type an answer or a command such as /help. b1, b2, … press the numbered buttons.
"next morning" and "+1h" move the clock; "quit" ends."""

_ANSWER = 5.0  # seconds that the bot may take to answer
_QUIET = 0.4  # seconds of silence after which it has said what it had to say
_WIDTH = 78
_BUTTON = re.compile(r"b(\d+)", re.IGNORECASE)
_HOURS = re.compile(r"\+(\d{1,3}) ?h")


class Terminal:
    """One person's chat, shown line by line."""

    def __init__(self, sandbox: Sandbox, person: Person) -> None:
        self._sandbox = sandbox
        self._person = person
        self._buttons: list[tuple[Message, str]] = []
        self._shown: dict[int, str] = {}
        self._seen = 0

    async def converse(self, lines: "asyncio.Queue[str]") -> None:
        """Take lines until one says to end."""
        print(HINT)
        await self._person.says("/start")
        await self._listen(_ANSWER)
        while (line := await self._next(lines)) != "quit":
            await self._listen(await self._act(line))

    async def _next(self, lines: "asyncio.Queue[str]") -> str:
        print("\n> ", end="", flush=True)
        line = await lines.get()
        if not sys.stdin.isatty():
            print(line)
        return line

    async def _act(self, line: str) -> float:
        """Do what a line says; return how long to wait for an answer."""
        if line == "next morning":
            return self._move_to(_next_morning(self._sandbox.world.clock.now()))
        if match := _HOURS.fullmatch(line):
            return self._move_to(self._sandbox.world.clock.now() + timedelta(hours=int(match[1])))
        if match := _BUTTON.fullmatch(line):
            return await self._press(int(match[1]))
        if not line:
            return 0
        await self._person.says(line)
        return _ANSWER

    def _move_to(self, moment: datetime) -> float:
        self._sandbox.move_to(moment)
        print(f"(It is {moment:%A %H:%M} UTC now.)")
        return _QUIET

    async def _press(self, number: int) -> float:
        if not 0 < number <= len(self._buttons):
            print("(There is no such button now.)")
            return 0
        message, label = self._buttons[number - 1]
        with suppress(AssertionError):  # no answer in time; what comes later is shown later
            if toast := await self._person.presses(label, message=message):
                print(f"({toast})")
        return _QUIET

    async def _listen(self, seconds: float) -> bool:
        """Wait so long for the bot's first words, then until it is quiet; show all of it."""
        seen, log, bell = self._seen, self._person.chat.log, self._person.chat.bell
        with suppress(TimeoutError):
            while True:
                async with asyncio.timeout(seconds):
                    await bell.until(lambda: _said_by_bot(log, self._seen))
                self._seen, seconds = len(log), _QUIET
        self._show({m.id: m for m in map(_message, log[seen:]) if m})
        return self._seen > seen

    def _show(self, news: Mapping[int, Message]) -> None:
        if any(message.buttons for message in news.values()):
            self._buttons.clear()
        for message in news.values():
            if message.buttons or self._shown.get(message.id) != message.text:
                print(f"\n{_wrapped(message.text)}")
            for label in message.buttons:
                self._buttons.append((message, label))
                print(f"  b{len(self._buttons)} [{label}]")
            self._shown[message.id] = message.text


def _message(event: Event) -> Message | None:
    return event.message if event.by_bot else None


def _said_by_bot(log: list[Event], since: int) -> bool | None:
    """True where the bot said something, None where it has not yet."""
    return any(map(_message, log[since:])) or None


def _wrapped(text: str) -> str:
    width = min(_WIDTH, shutil.get_terminal_size().columns - 2)
    return "\n".join(textwrap.fill(line, width) for line in text.splitlines())


def _next_morning(now: datetime) -> datetime:
    return datetime.combine(now + timedelta(days=1), time(8), tzinfo=UTC)


def typed_lines() -> "asyncio.Queue[str]":
    """Return the lines of the standard input as they come; its end says "quit", as signals do.

    A thread reads them, unbuffered, so that nothing holds up the end of the process.
    """
    lines: asyncio.Queue[str] = asyncio.Queue()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGHUP):
        loop.add_signal_handler(number, lines.put_nowait, "quit")

    def read() -> None:
        with (
            suppress(RuntimeError),  # the chat is over
            open(sys.stdin.fileno(), "rb", buffering=0, closefd=False) as typed,
        ):
            for line in typed:
                loop.call_soon_threadsafe(lines.put_nowait, line.decode(errors="replace").strip())
            loop.call_soon_threadsafe(lines.put_nowait, "quit")

    threading.Thread(target=read, daemon=True).start()
    return lines
