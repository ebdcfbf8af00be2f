"""People who play scenes: each move is one update, and they know when the bot is done with it."""

import asyncio
import itertools
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from bot import buttons
from bot.sandbox import keyboards
from bot.sandbox.chats import Message
from bot.sandbox.client import Sandbox
from bot.sandbox.world import Call
from cards.deck import Deck
from cards.formats import template
from cards.kinds import Card
from cards.question import Number, Options, Sides, Typed
from srs import catalogue, pushes, pushplan, questions
from srs.editions import Origin
from srs.judging import SAME
from srs.questions import Stored
from srs.schema import inbox, learner, question
from srs.store import Store

PATIENCE = 60.0
_GLANCE = 0.03
_ENDED = (
    sa.select(inbox.c.state, sa.func.count().label("updates"))
    .where(inbox.c.lane == sa.bindparam("lane"))
    .group_by(inbox.c.state)
)


class Actor:
    """Somebody with a private chat; ``here`` is the chat in which they act, the private one first.

    Their questions and the end of their updates are read from the bot's database.
    """

    def __init__(self, name: str, sandbox: Sandbox, store: Store, *, id: int | None = None) -> None:
        self.home = self.here = sandbox.person(name, id=id)
        self._sandbox = sandbox
        self._store = store
        self._updates = 0
        self._queries: set[str] = set()

    @property
    def id(self) -> int:
        """Their user id."""
        return self.home.id

    async def says(self, text: str) -> Message:
        """Send a text or a command."""
        self._updates += 1
        return await self.here.says(text)

    async def edits_last_text(self, text: str) -> None:
        """Edit the newest message of their own."""
        self._updates += 1
        own = [message for message in self.here.messages if message.sender == self.here.user]
        await self.here.edits(own[-1], text)

    async def sends_sticker(self) -> None:
        """Send a sticker."""
        self._updates += 1
        await self.here.sends_sticker()

    async def sends_deck(self, *replaced: bytes) -> None:
        """Send the file of a deck of their own; of ``replaced`` the second stands for the first."""
        self._updates += 1
        file = template().replace(b"first-deck", f"deck-{self.id}".encode())
        await self.here.sends_document("deck.yaml", file.replace(*replaced) if replaced else file)

    async def is_given(self, *cards: Card) -> None:
        """Join a deck of these cards, which is there for whoever is given it."""
        deck = Deck("given", "A deck", cards, {"o": "Objective"}, {"s": "Source"})
        now = self._sandbox.world.clock.now()
        await asyncio.to_thread(catalogue.apply, self._store, deck, now, Origin())
        joining = self._store.write(catalogue.enrol, self.id, deck.name, now)
        await asyncio.wrap_future(joining)

    async def blocks(self) -> None:
        """Block the bot."""
        self._updates += 1
        await self.here.blocks()

    async def unblocks(self) -> None:
        """Let the bot write again."""
        self._updates += 1
        await self.here.unblocks()

    async def opens_group(self) -> None:
        """Open a group with the bot and act there from now on."""
        self._updates += 1
        self.here = self.home.at(self._sandbox.group("A group", [self.home]))

    async def is_pushed(self) -> None:
        """Get the daily push at once, by a clock on which it is time for it."""
        now = self._sandbox.world.clock.now()
        await asyncio.wrap_future(self._store.write(_wants_push, self.id, now))
        for _ in range(int(PATIENCE / _GLANCE)):
            if self.button(buttons.Snooze):
                return
            await asyncio.sleep(_GLANCE)  # the tick rings no bell
        raise AssertionError(f"no push came\n{self.home.transcript()}")

    async def presses(self, kind: type[buttons.Button], **fields: Any) -> None:
        """Press the newest button of this kind, with these fields."""
        found = self.button(kind, **fields)
        assert found, f"no button {kind.__name__} {fields}\n{self.home.transcript()}"
        await self.taps(*found)

    async def taps(self, message: Message, data: str) -> None:
        """Press a button with any data under any message."""
        self._updates += 1
        query = await self.here.taps(data, message)
        self._queries.add(query.id)

    def button(self, kind: type[buttons.Button], **fields: Any) -> tuple[Message, str] | None:
        """Return the newest button of this kind: its message and its data."""
        for message in reversed(self.here.messages):
            for data in callbacks(message):
                button = buttons.unpack(data)
                wanted = isinstance(button, kind) and all(
                    getattr(button, name) == value for name, value in fields.items()
                )
                if wanted:
                    return message, data
        return None

    async def question(self) -> Stored | None:
        """Return the question that is open, or that is about to be."""
        return await asyncio.wrap_future(self._store.read(current_question, self.id))

    async def answers(self, *, right: bool) -> None:
        """Answer the open question by typing or pressing what is surely right, or surely wrong."""
        question = await self.question()
        assert question, f"nothing is open\n{self.home.transcript()}"
        match question.asked.answer:
            case Typed(accepted):
                await self.says(accepted[0] if right else "I don't know")
            case Number(value):
                await self.says(str(value if right else value + 7 + len(question.wrong)))
            case Sides(options, index) | Options(options, index):
                side = SAME if index is None else index
                wrong = next(i for i in range(len(options)) if i != side)
                await self.presses(buttons.Tap, offer="options", option=side if right else wrong)

    async def settled(self) -> None:
        """Wait until everything they did is done."""
        for _ in range(int(PATIENCE / _GLANCE)):
            ended = await asyncio.wrap_future(self._store.read(_states, self.id))
            if ended.get("done", 0) == self._updates or "aside" in ended:
                break
            await asyncio.sleep(_GLANCE)  # the database rings no bell
        told = f"of {self._updates} updates {ended} ended\n{self.home.transcript()}"
        assert ended == {"done": self._updates}, told

    def calls(self, since: int, until: int | None = None) -> list[Call]:
        """Return the bot's calls about them, out of the world's calls of these numbers."""
        chats = (self.home.chat.id, self.here.chat.id)
        return [
            call
            for call in itertools.islice(self._sandbox.world.calls, since, until)
            if call.parameters.get("chat_id") in chats
            or call.parameters.get("callback_query_id") in self._queries
        ]


def callbacks(message: Message) -> list[str]:
    """Return the data of a message's buttons."""
    found = keyboards.buttons(message.markup)
    return [button["callback_data"] for button in found if "callback_data" in button]


def current_question(tx: sa.Connection, learner_id: int) -> Stored | None:
    """Read the question that is open, or that is about to be."""
    waiting = questions.waiting(tx, learner_id)
    return next((question for question in waiting if not question.aside), None)


def _wants_push(tx: sa.Connection, learner_id: int, now: datetime) -> None:
    tx.execute(sa.update(learner).where(learner.c.learner_id == learner_id), {"zone": "UTC"})
    earlier = {"opened_at": now - pushes.UNDISTURBED}
    tx.execute(sa.update(question).where(question.c.learner_id == learner_id), earlier)
    pushplan.put(tx, learner_id, now.hour * 60, now)


def _states(tx: sa.Connection, lane: int) -> dict[str, int]:
    return {row.state: row.updates for row in tx.execute(_ENDED, {"lane": lane})}
