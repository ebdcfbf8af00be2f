"""The state of a small Telegram: people, bots, chats, messages, queries and files. No HTTP.

A bot is whoever holds a token; each token is an account with chats of its own. People are known to
all of them. What happens is told in two ways: the bot finds it in its ``updates``, and a chat keeps
a ``log`` of events for whoever looks at the chat from a person's side.
"""

import itertools
import re
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from bot.sandbox.bell import Bell
from bot.sandbox.chats import Chat, Event, Json, Message, Query, Status, User
from bot.sandbox.clock import Clock
from bot.sandbox.errors import Refusal, bad_request, forbidden
from bot.sandbox.faults import Faults
from bot.sandbox.files import StoredFile, Upload
from bot.sandbox.text import Formatted, cleaned, with_found
from bot.sandbox.updates import Updates

CALLS_KEPT = 100_000
QUERY_SECONDS = 15

_TOKEN = re.compile(r"(\d{1,15}):[A-Za-z0-9_-]+", re.ASCII)


@dataclass(frozen=True, slots=True)
class Webhook:
    """Where a bot's updates are posted to."""

    url: str
    secret: str = ""
    max_connections: int = 40


@dataclass(frozen=True, slots=True)
class Call:
    """One call of the Bot API and how it ended.

    ``error`` is None where it went well, CancelledError where the caller left before the answer.
    """

    token: str
    method: str
    parameters: Json
    at: datetime
    result: Any = None
    error: BaseException | None = None


class World:
    """Everything there is: people, bots, one clock, the faults to come and the calls so far.

    ``bell`` rings at every call that is over.
    """

    def __init__(self, clock: Clock | None = None) -> None:
        self.clock = clock or Clock()
        self.faults = Faults()
        self.calls: deque[Call] = deque(maxlen=CALLS_KEPT)
        self.bell = Bell()
        self.users: dict[int, User] = {}
        self.deactivated: set[int] = set()
        self._accounts: dict[str, Account] = {}

    def account(self, token: str) -> "Account":
        """Return the bot that holds a token; any well-formed token is a bot."""
        if token not in self._accounts:
            match = _TOKEN.fullmatch(token)
            if match is None:
                raise Refusal(404, "Not Found")
            self._accounts[token] = Account(self, token, int(match[1]))
        return self._accounts[token]

    def add_user(self, user: User) -> User:
        """Let a person exist; an id is used once."""
        if self.users.setdefault(user.id, user) != user:
            raise ValueError(f"somebody else has the id {user.id}")
        return user

    def record(self, call: Call) -> None:
        """Write a call down that is over."""
        self.calls.append(call)
        self.bell.ring()

    def calls_of(self, method: str, chat: int | None = None) -> list[Call]:
        """Return the calls of one method, oldest first, of one chat if it is named."""
        return [
            call
            for call in self.calls
            if call.method == method and chat in (None, call.parameters.get("chat_id"))
        ]


class Account:
    """One bot: its chats, updates, open queries, files, webhook and what it says about itself."""

    def __init__(self, world: World, token: str, bot_id: int) -> None:
        self.world = world
        self.token = token
        self.user = User(bot_id, "Sandbox bot", username="sandbox_bot", is_bot=True)
        self.updates = Updates()
        self.chats: dict[int, Chat] = {}
        self.queries: dict[str, Query] = {}
        self.files: dict[str, StoredFile] = {}
        self.about: dict[tuple[str, ...], Any] = {}
        self.webhook: Webhook | None = None
        self.webhook_error: tuple[datetime, str] | None = None
        self.polls = 0
        self.polling = 0
        self._message_ids = itertools.count(1)
        self._ids = itertools.count(1)

    def private_chat(self, user: User) -> Chat:
        """Return the chat between a person and this bot, which need not have begun."""
        if user.id not in self.chats:
            self.chats[user.id] = Chat(user.id, "private", user.first_name, {user.id: user})
        return self.chats[user.id]

    def group_chat(self, title: str, members: Iterable[User]) -> Chat:
        """Open a group with this bot in it."""
        people = {user.id: user for user in members}
        chat = Chat(-next(self._ids) - 10**6, "group", title, people)
        self.chats[chat.id] = chat
        self.set_status(chat, next(iter(people.values())), "member")
        return chat

    def set_status(self, chat: Chat, user: User, status: Status) -> None:
        """Let a person take the bot in, block it or throw it out; the bot hears of it."""
        before, chat.status = chat.status, status
        content = {
            "chat": chat.to_json(),
            "from": user.to_json(),
            "date": self._date(),
            "old_chat_member": self._membership(before),
            "new_chat_member": self._membership(status),
        }
        chat.note(Event("noted", user.first_name, by_bot=False, words=f"bot: {status}"))
        self.updates.add("my_chat_member", content, user.id)

    def writable_chat(self, chat_id: int | str) -> Chat:
        """Return a chat the bot may write to, or raise the Refusal that says why not."""
        chat = self.known_chat(chat_id)
        if chat.id in self.world.deactivated:
            raise forbidden("user is deactivated")
        if chat.blocked:
            what = "blocked by the user" if chat.kind == "private" else "kicked from the group chat"
            raise forbidden(f"bot was {what}")
        if chat.status == "left":
            raise forbidden("bot can't initiate conversation with a user")
        return chat

    def known_chat(self, chat_id: int | str) -> Chat:
        """Return a chat, or raise the Refusal for one that is not there."""
        if isinstance(chat_id, int):
            if chat_id in self.chats:
                return self.chats[chat_id]
            if chat_id in self.world.users:
                return self.private_chat(self.world.users[chat_id])
        raise bad_request("chat not found")

    def hear(
        self,
        chat: Chat,
        user: User,
        text: str = "",
        attachment: Json | None = None,
        reply_to: Message | None = None,
    ) -> Message:
        """Let a person send a message; the bot gets an update, if it may see it."""
        if chat.blocked:
            raise ValueError(f"{user.first_name} has to unblock the bot first")
        if chat.kind == "private":
            chat.status = "member"
        message = Message(
            id=next(self._message_ids),
            chat=chat.to_json(),
            sender=user,
            date=self.world.clock.now(),
            body=with_found(Formatted(cleaned(text))),
            attachment=attachment,
            reply_to=reply_to,
        )
        chat.messages[message.id] = message
        chat.note(Event("sent", user.first_name, by_bot=False, message=message))
        if chat.kind == "private" or self._is_for_me(message):
            self.updates.add("message", message.to_json(), user.id)
        return message

    def hear_edit(self, chat: Chat, message: Message, text: str) -> Message:
        """Let a person edit a message of theirs."""
        body = with_found(Formatted(cleaned(text)))
        edited = self.put(chat, replace(message, body=body, edited_at=self.world.clock.now()))
        chat.note(Event("edited", message.sender.first_name, by_bot=False, message=edited))
        if chat.kind == "private" or self._is_for_me(edited):
            self.updates.add("edited_message", edited.to_json(), message.sender.id)
        return edited

    def hear_press(self, chat: Chat, user: User, message: Message, data: str) -> Query:
        """Let a person press a button, whether or not it is there or theirs."""
        query = Query(
            id=str(next(self._ids) + 10**12),
            user=user,
            chat=chat,
            data=data,
            asked_at=self.world.clock.now(),
            asked_wall=self.world.clock.wall(),
        )
        self.queries[query.id] = query
        content = {
            "id": query.id,
            "from": user.to_json(),
            "message": self._as_pressed(message),
            "chat_instance": str(chat.id * 7919),
            "data": data,
        }
        self.updates.add("callback_query", content, user.id)
        return query

    def store(self, upload: Upload) -> StoredFile:
        """Keep a file and return it with its ids."""
        number = next(self._ids)
        file = StoredFile(
            id=f"file-{self.user.id}-{number}",
            unique_id=f"unique-{number}",
            path=f"files/{number}_{re.sub(r'[^A-Za-z0-9._-]', '_', upload.name)}",
            name=upload.name,
            mime=upload.mime,
            data=upload.data,
        )
        self.files[file.id] = file
        return file

    def send(self, chat: Chat, **fields: Any) -> Message:
        """Put a message of the bot into a chat; ``fields`` are Message's own."""
        message = Message(
            id=next(self._message_ids),
            chat=chat.to_json(),
            sender=self.user,
            date=self.world.clock.now(),
            **fields,
        )
        chat.messages[message.id] = message
        chat.note(Event("sent", "Bot", by_bot=True, message=message))
        return message

    def edit(self, chat: Chat, message: Message, body: Formatted, markup: Json | None) -> Message:
        """Change a message of the bot, or raise the Refusal for an edit that changes nothing."""
        if (message.body, message.markup) == (body, markup):
            raise bad_request(
                "message is not modified: specified new message content and reply markup are "
                "exactly the same as a current content and reply markup of the message"
            )
        now = self.world.clock.now()
        edited = self.put(chat, replace(message, body=body, markup=markup, edited_at=now))
        chat.note(Event("edited", "Bot", by_bot=True, message=edited))
        return edited

    def put(self, chat: Chat, message: Message) -> Message:
        """Let a message stand as it is given."""
        chat.messages[message.id] = message
        return message

    def delete(self, chat: Chat, message: Message) -> None:
        """Take a message away."""
        del chat.messages[message.id]
        chat.note(Event("deleted", "Bot", by_bot=True, message=message))

    @contextmanager
    def poll(self) -> Iterator[int]:
        """Count a poll while it waits, and lend its number; an older one that waits looks up."""
        self.polls += 1
        self.polling += 1
        self.updates.bell.ring()
        try:
            yield self.polls
        finally:
            self.polling -= 1

    async def is_asked(self) -> None:
        """Wait until somebody polls, or is called instead."""
        await self.updates.bell.until(lambda: self.webhook or self.polling or None)

    def set_webhook(self, webhook: Webhook | None) -> None:
        """Change where updates are posted to; None is nowhere."""
        self.webhook, self.webhook_error = webhook, None
        self.updates.bell.ring()

    def answer(self, query_id: str, toast: str, *, alert: bool) -> None:
        """Answer a pressed button: once, and in time by the sandbox's clock and the wall's."""
        query = self.queries.pop(query_id, None)
        if query is None or self._is_late(query):
            if query:
                query.expire()
            raise bad_request(
                "query is too old and response timeout expired or query ID is invalid"
            )
        query.toast, query.alert = toast, alert
        query.chat.note(Event("answered", "Bot", by_bot=True, words=toast))

    def _is_late(self, query: Query) -> bool:
        clock = self.world.clock
        waited = (clock.now() - query.asked_at).total_seconds()
        return max(waited, clock.wall() - query.asked_wall) > QUERY_SECONDS

    def _is_for_me(self, message: Message) -> bool:
        """In groups a bot sees commands, mentions of it and replies to it, nothing else."""
        if message.reply_to and message.reply_to.sender == self.user:
            return True
        if f"@{self.user.username}" in message.text:
            return True
        return message.text.startswith("/") and "@" not in message.text.split()[0]

    def _as_pressed(self, message: Message) -> Json:
        standing = self.chats[message.chat_id].messages.get(message.id)
        if standing:
            return standing.to_json()
        return {"chat": message.chat, "message_id": message.id, "date": 0}

    def _membership(self, status: Status) -> Json:
        until = {"until_date": 0} if status == "kicked" else {}
        return {"status": status, "user": self.user.to_json()} | until

    def _date(self) -> int:
        return int(self.world.clock.now().timestamp())
