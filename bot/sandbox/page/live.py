"""One open page: what happens in a person's chat on the way out, what they do on the way in."""

import asyncio
import itertools
import json
from collections.abc import Coroutine, Iterable, Iterator
from datetime import UTC, datetime
from typing import Any

from aiohttp import WSMsgType, web

from bot.sandbox.bell import Bell
from bot.sandbox.chats import Chat, Event, Json, Query
from bot.sandbox.page import deeds, traffic
from bot.sandbox.people import Person
from bot.sandbox.world import QUERY_SECONDS, Account, Call

CALLS_SHOWN = 30


class Live:
    """Follows one person's chat for one page; ``moved`` rings when any page moves the clock."""

    def __init__(self, socket: web.WebSocketResponse, person: Person, moved: Bell) -> None:
        self._socket = socket
        self._person = person
        self._account = person.account
        self._world = person.account.world
        self._moved = moved
        self._running: set[asyncio.Task[None]] = set()
        self._events_told = 0
        self._last_call: Call | None = None
        self._last_update = 0
        self._generation = self._world.clock.generation

    async def run(self) -> None:
        """Serve the page until it is closed."""
        await self._greet()
        async with asyncio.TaskGroup() as tasks:
            for follower in (self._events(), self._calls(), self._updates(), self._clock()):
                self._begin(tasks, follower)
            async for message in self._socket:
                if message.type is WSMsgType.TEXT:
                    await self._obey(tasks, message.data)
            for task in self._running:
                task.cancel()

    def _begin(self, tasks: asyncio.TaskGroup, work: Coroutine[Any, Any, None]) -> None:
        task = tasks.create_task(work)
        self._running.add(task)
        task.add_done_callback(self._running.discard)

    async def _tell(self, what: str, **content: Any) -> None:
        if not self._socket.closed:
            await self._socket.send_str(json.dumps({"tell": what} | content))

    async def _greet(self) -> None:
        chats = [chat for chat in self._account.chats.values() if chat.kind == "private"]
        await self._tell(
            "hello",
            me=self._person.id,
            people=[{"id": chat.id, "name": chat.title} for chat in chats],
            description=self._account.about.get(("description", ""), ""),
            offset=self._world.clock.offset,
            events=[_event(event) for event in self._news()],
            items=_items(self._new_calls()),
        )

    def _news(self) -> list[Event]:
        """Take what has happened in the chat and was not told yet."""
        news = self._person.chat.log[self._events_told :]
        self._events_told += len(news)
        return news

    async def _events(self) -> None:
        bell = self._person.chat.bell
        while True:
            news = await bell.until(lambda: self._news() or None)
            await self._tell("events", events=[_event(event) for event in news])

    def _new_calls(self) -> list[Call]:
        """Take the latest calls, oldest first."""
        calls = itertools.takewhile(
            lambda call: call is not self._last_call, reversed(self._world.calls)
        )
        found = list(itertools.islice(calls, CALLS_SHOWN))[::-1]
        if found:
            self._last_call = found[-1]
        return found

    async def _calls(self) -> None:
        while True:
            found = await self._world.bell.until(lambda: self._new_calls() or None)
            await self._travelled(_items(found))

    async def _updates(self) -> None:
        updates = self._account.updates
        while True:
            found = await updates.bell.until(lambda: updates.newer(self._last_update) or None)
            self._last_update = found[-1].id
            await self._travelled([traffic.of_update(update) for update in found])

    async def _travelled(self, items: list[Json]) -> None:
        if items:
            await self._tell("traffic", items=items)

    async def _clock(self) -> None:
        while True:
            await self._moved.until(self._jump)
            await self._tell("clock", offset=self._world.clock.offset)

    def _jump(self) -> bool | None:
        """True once for every move of the clock, else None."""
        before, self._generation = self._generation, self._world.clock.generation
        return before != self._generation or None

    async def _obey(self, tasks: asyncio.TaskGroup, text: str) -> None:
        try:
            deed = deeds.read(text)
        except ValueError:
            await self._tell("refused")
            return
        match deed:
            case deeds.Press():
                self._begin(tasks, self._press(deed))
            case deeds.Menu():
                await self._tell("menu", commands=commands(self._account, self._person.chat))
            case deeds.Move():
                self._move(datetime.fromtimestamp(deed.to, UTC))
            case deeds.Say() | deeds.Edit():
                await self._write(deed)

    async def _write(self, deed: deeds.Say | deeds.Edit) -> None:
        messages = self._person.chat.messages
        if isinstance(deed, deeds.Say):
            reply_to = messages.get(deed.reply_to) if deed.reply_to else None
            await self._person.says(deed.text, reply_to=reply_to)
        elif (message := messages.get(deed.message)) and message.sender == self._person.user:
            await self._person.edits(message, deed.text)

    async def _press(self, deed: deeds.Press) -> None:
        """Press a button and tell how it was answered; ``toast`` is null where it was not."""
        message = self._person.chat.messages.get(deed.message)
        query = await self._person.taps(deed.data, message) if message else None
        answered = query is not None and await self._answered(query)
        await self._tell(
            "answered",
            number=deed.number,
            toast=query.toast if query and answered else None,
            alert=bool(query and query.alert),
        )

    async def _answered(self, query: Query) -> bool:
        try:
            async with asyncio.timeout(QUERY_SECONDS):
                return await query.chat.bell.until(
                    lambda: False if query.expired else (query.toast is not None) or None
                )
        except TimeoutError:
            return False

    def _move(self, moment: datetime) -> None:
        if moment > self._world.clock.now():
            self._world.clock.move_to(moment)
            self._moved.ring()


def commands(account: Account, chat: Chat) -> list[Json]:
    """Return the commands of a private chat: of the narrowest scope that has any.

    The order is the Bot API's (see BotCommandScope there).
    """
    language = chat.members[chat.id].language
    for place in _places(chat.id):
        for spoken in (language, ""):
            if found := account.about.get(("commands", spoken, *place)):
                return list(found)
    return []


def _places(chat_id: int) -> Iterator[tuple[str, ...]]:
    yield "chat", str(chat_id)
    yield ("all_private_chats",)
    yield ("default",)


def _event(event: Event) -> Json:
    message = event.message.to_json() if event.message else None
    return {"verb": event.verb, "by_bot": event.by_bot, "message": message}


def _items(calls: Iterable[Call]) -> list[Json]:
    """Looking for updates is nothing to tell."""
    return [traffic.of_call(call) for call in calls if call.method != "getUpdates"]
