"""Somebody who studies without end: they answer what they see, and wait for the reply."""

import asyncio
import itertools
from collections.abc import Callable
from random import Random

from bot.buttons import (
    Belongs,
    Button,
    Buttons,
    Claim,
    Ease,
    Enough,
    GoOn,
    Minutes,
    Problem,
    Start,
    Study,
    Tap,
    Undo,
    unpack,
)
from bot.sandbox.chats import Message
from bot.sandbox.people import Person
from cards.question import Answer, Number, Options, Sides, Typed
from srs.store import Store
from tests.crash.actor import PATIENCE, callbacks, current_question

_PRESSED: tuple[type[Button], ...] = (
    *(Start, Study, GoOn, Problem, Tap, Belongs, Claim, Ease, Undo, Enough, Minutes, Buttons),
)
_COMMANDS = (
    *("/study", "/problem", "/problem total steps", "/undo", "/stats", "/help", "/settings"),
    "/calc 50000 125 20",
)


class Pupil:
    """One learner with a seed of their own.

    ``messages`` and ``queries`` are the ids of what they sent and pressed.
    """

    def __init__(self, person: Person, store: Store, seed: int) -> None:
        self.person = person
        self.messages: list[int] = []
        self.queries: list[str] = []
        self._store = store
        self._chance = Random(seed)

    async def studies(self, until: asyncio.Event) -> None:
        """Study until told to stop, and see the last reply come."""
        await self._says("/start")
        while not until.is_set():
            await self._goes_on()

    async def _goes_on(self) -> None:
        keys = self._keys()
        whim = self._chance.random()
        if keys and whim < 0.5:
            await self._presses(*self._chance.choice(keys))
        elif whim < 0.9 and (answer := await self._answer()):
            await self._says(answer)
        else:
            await self._says(self._chance.choice(_COMMANDS))

    async def _says(self, text: str) -> None:
        seen = len(self.person.chat.log)
        self.messages.append((await self.person.says(text)).id)
        await self._until(lambda: self._sees(seen, "sent") or None)

    async def _presses(self, message: Message, data: str) -> None:
        seen = len(self.person.chat.log)
        query = await self.person.taps(data, message)
        self.queries.append(query.id)
        # Where the bot was down for too long, a toast comes too late to be seen.
        await self._until(
            lambda: self._sees(seen, "sent", "edited", "answered") or query.expired or None
        )

    def _sees(self, seen: int, *signs: str) -> bool:
        """Whether the bot has given a sign since so many events."""
        news = itertools.islice(self.person.chat.log, seen, None)
        return any(event.by_bot and event.verb in signs for event in news)

    async def _until(self, sign: Callable[[], bool | None]) -> None:
        try:
            async with asyncio.timeout(PATIENCE):
                await self.person.chat.bell.until(sign)
        except TimeoutError:
            raise AssertionError(f"no reply came\n{self.person.transcript()}") from None

    def _keys(self) -> list[tuple[Message, str]]:
        """Return what can be pressed in the newest message that has something to press."""
        for message in reversed(self.person.messages):
            data = [data for data in callbacks(message) if isinstance(unpack(data), _PRESSED)]
            if data:
                return [(message, each) for each in data]
        return []

    async def _answer(self) -> str | None:
        """Return what to type: mostly right, sometimes wrong, sometimes neither."""
        question = await asyncio.wrap_future(self._store.read(current_question, self.person.id))
        if question is None:
            return None
        answers = (*[_right(question.asked.answer)] * 5, "12345", "I don't know", "hm")
        return self._chance.choice(answers)


def _right(answer: Answer) -> str:
    match answer:
        case Typed(accepted):
            return accepted[0]
        case Number(value):
            return str(value)
        case Sides(options, right) | Options(options, right):
            return "the same" if right is None else options[right]
