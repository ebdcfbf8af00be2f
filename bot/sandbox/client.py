"""People to talk to a bot with: for tests, benchmarks and the demo.

    async with await Sandbox.start() as sandbox:
        ann = sandbox.person("Ann")
        await ann.says("/start")
        await ann.sees("Welcome")
        toast = await ann.presses("Start")

Every verb is awaited. Nothing sleeps: whoever waits is woken by what happens in the chat.
"""

import itertools
from collections.abc import Iterable
from datetime import datetime
from types import TracebackType

from bot.sandbox.chats import Chat, User
from bot.sandbox.clock import Clock
from bot.sandbox.page.site import Site
from bot.sandbox.people import Person
from bot.sandbox.server import Server
from bot.sandbox.world import World

TOKEN = "123456789:" + "sandbox-token-of-no-value-outside-it"  # opens nothing


class Sandbox:
    """A running sandbox and the people in it. The bot that people meet is the one of ``token``."""

    def __init__(self, world: World, server: Server, token: str) -> None:
        self._server = server
        self._ids = itertools.count(1001)
        self.token = token
        self.world = world
        self.account = world.account(token)

    @classmethod
    async def start(
        cls, *, token: str = TOKEN, port: int = 0, clock: Clock | None = None
    ) -> "Sandbox":
        """Return a sandbox that listens on 127.0.0.1; port 0 takes a free one."""
        world = World(clock)
        server = Server(world, Site(world.account(token)).routes())
        await server.start(port)
        return cls(world, server, token)

    async def stop(self) -> None:
        """Hang up."""
        await self._server.stop()

    async def __aenter__(self) -> "Sandbox":
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.stop()

    @property
    def api_url(self) -> str:
        """The root of the Bot API: calls go to ``{api_url}/bot<token>/<method>``."""
        return self._server.url

    @property
    def page_url(self) -> str:
        """Where a browser finds the chats with the bot of ``token``."""
        return f"{self._server.url}/"

    @property
    def clock_url(self) -> str:
        """Where the sandbox's clock is read."""
        return f"{self._server.url}/clock"

    def person(
        self, name: str, *, id: int | None = None, language: str = "en", token: str | None = None
    ) -> "Person":
        """Return a person in a private chat with the bot of ``token``; the chat has not begun."""
        account = self.world.account(token or self.token)
        user = self.world.add_user(User(id or next(self._ids), name, language))
        return Person(account, account.private_chat(user), user)

    def group(self, title: str, people: Iterable["Person"]) -> Chat:
        """Open a group with these people and the bot; people speak there with ``ann.at(group)``."""
        return self.account.group_chat(title, [person.user for person in people])

    def advance(self, seconds: float) -> None:
        """Move the sandbox's clock."""
        self.world.clock.advance(seconds)

    def move_to(self, moment: datetime) -> None:
        """Set the sandbox's clock."""
        self.world.clock.move_to(moment)
