"""What a handler is given: who, when, the store, and the ways to answer."""

import asyncio
import random
from collections.abc import AsyncIterator, Callable, Collection
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any, TypeVar

from telegram import Message, Update, User
from telegram.error import Forbidden
from telegram.ext import CallbackContext, ExtBot

from bot import delivery, screens
from bot.clock import Clock
from bot.hold import Hold
from bot.screens import Act, Edit, Photo, Screen, Send, acts
from srs import profile, study
from srs.outcomes import Done, Outcome
from srs.store import Store, UseCase

R = TypeVar("R")


@dataclass(slots=True)
class Handling:
    """How the handling of one update goes: what its last transaction stores, what went wrong."""

    settlement: list[tuple[Callable[..., object], dict[str, Any]]] = field(default_factory=list)
    failure: Exception | None = None


@dataclass(frozen=True, slots=True)
class Services:
    """What is built once and used by every handler.

    ``hold`` is the patience that Telegram asked for, ``handlings`` are the updates in hand.
    """

    store: Store
    clock: Clock
    admins: frozenset[int] = frozenset()
    chance: random.Random = field(default_factory=random.SystemRandom)
    hold: Hold = field(default_factory=Hold)
    handlings: dict[int, Handling] = field(default_factory=dict)


class Context(CallbackContext[ExtBot[None], dict[Any, Any], dict[Any, Any], dict[Any, Any]]):
    """One update's context: a handler reads, makes one call and replies, all through this."""

    received: Update

    @classmethod
    def from_update(cls, update: object, application: Any) -> "Context":
        """Build the context of an update."""
        context = super().from_update(update, application)
        if isinstance(update, Update):
            context.received = update
        return context

    @property
    def services(self) -> Services:
        """Return what is built once."""
        services: Services = self.bot_data["services"]
        return services

    @cached_property
    def place(self) -> delivery.Place:
        """Where the answer goes."""
        return delivery.Place.of(self.received)

    @property
    def user(self) -> User:
        """Whoever caused the update: never taken from what a button says."""
        user = self.received.effective_user
        if user is None:
            raise ValueError("nobody caused this update")
        return user

    @property
    def is_admin(self) -> bool:
        """Whether an admin speaks, known by their number, in their private chat."""
        return self.user.id in self.services.admins and self.place.chat_id == self.user.id

    async def submit(self, use_case: UseCase[..., R], *, step: str = "", **arguments: Any) -> R:
        """Run a use case for this learner; however often this update is handled, it acts once.

        ``step`` tells a second use case of the same update from the first.
        """
        return await asyncio.wrap_future(
            self.services.store.submit(
                use_case,
                learner_id=self.user.id,
                update_id=self.received.update_id,
                step=step,
                now=self.now(),
                language=self.user.language_code or "",
                **arguments,
            )
        )

    async def read(self, reader: Callable[..., R], *arguments: Any) -> R:
        """Read beside the writer: ``reader(tx, learner_id, *arguments)``."""
        return await asyncio.wrap_future(self.services.store.read(reader, self.user.id, *arguments))

    async def look(self, reader: Callable[..., R], *arguments: Any) -> R:
        """Read what is about no learner: ``reader(tx, *arguments)``."""
        return await asyncio.wrap_future(self.services.store.read(reader, *arguments))

    @property
    def message(self) -> Message:
        """The message that was sent or edited."""
        message = self.received.effective_message
        if message is None:
            raise ValueError("this update has no message")
        return message

    @property
    def typed(self) -> str:
        """What was typed."""
        return self.message.text or ""

    def now(self) -> datetime:
        """Return the time."""
        return self.services.clock.now()

    def choose(self, names: Collection[str]) -> str:
        """Return one of the names, by chance."""
        return self.services.chance.choice(tuple(names))

    def new_id(self) -> int:
        """Return an id that nothing has."""
        return self.services.chance.getrandbits(63)

    def fresh(self) -> dict[str, Any]:
        """Return a new id and a seed, for a question that may be posed."""
        return {"new_id": self.new_id(), "seed": self.services.chance.getrandbits(32)}

    async def do(
        self, use_case: UseCase[..., Outcome], *, done: Screen | None = None, **arguments: Any
    ) -> None:
        """Run a use case and show what came of it; ``done`` is shown where that is just Done."""
        await self.reply(await self.submit(use_case, **arguments), done=done)

    async def reply(self, outcome: Outcome, *, done: Screen | None = None) -> None:
        """Show what came of a use case."""
        if done is not None and isinstance(outcome, Done):
            await self.show(done)
        else:
            await self.play(*acts(outcome, tapped=self.place.query is not None))

    async def show(self, screen: Screen) -> None:
        """Answer with a screen: in the message whose button was pressed, or in a new one."""
        await self.play(Edit(screen) if self.place.query else Send(screen))

    async def play(self, *wanted: Act) -> None:
        """Do the acts; the questions they send are opened together with the end of the update."""
        wanted = tuple([await self._drawable(act) for act in wanted])
        async with self._unless_blocked():
            for sent in await delivery.play(self.bot, self.place, wanted):
                about = {"learner_id": self.user.id, "update_id": self.received.update_id}
                self.settle(study.opened, now=self.now(), **about, **asdict(sent))

    async def _drawable(self, act: Act) -> Act:
        if not isinstance(act, Photo) or act.run is not None:
            return act
        return screens.of_numbers(act, await self.read(study.latest_run))

    async def send_file(self, name: str, data: bytes, caption: Screen) -> None:
        """Send a file."""
        async with self._unless_blocked():
            await delivery.send_file(self.bot, self.place, name, data, caption)

    def settle(self, function: Callable[..., object], **arguments: Any) -> None:
        """Have ``function(tx, **arguments)`` run in the transaction that ends this update."""
        self.services.handlings[self.received.update_id].settlement.append((function, arguments))

    @asynccontextmanager
    async def _unless_blocked(self) -> AsyncIterator[None]:
        try:
            yield
        except Forbidden:
            await self.submit(profile.blocked, step="blocked", is_blocked=True)
