"""What stands in a chat: people, messages, pressed buttons, and the log of what happened."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal, TypeAlias

from bot.sandbox import keyboards
from bot.sandbox.bell import Bell
from bot.sandbox.text import NO_TEXT, Formatted

Json: TypeAlias = dict[str, Any]
Kind: TypeAlias = Literal["private", "group"]
Status: TypeAlias = Literal["member", "kicked", "left"]


@dataclass(frozen=True, slots=True)
class User:
    """A person or a bot."""

    id: int
    first_name: str
    language: str = ""
    username: str = ""
    is_bot: bool = False

    def to_json(self) -> Json:
        """Return the Bot API's User."""
        user: Json = {"id": self.id, "is_bot": self.is_bot, "first_name": self.first_name}
        if self.username:
            user["username"] = self.username
        if self.language:
            user["language_code"] = self.language
        return user


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """A message as it stands now. ``text`` is the caption where there is an attachment."""

    id: int
    chat: Json
    sender: User
    date: datetime
    body: Formatted = NO_TEXT
    attachment: Json | None = None
    markup: Json | None = None
    reply_to: "Message | None" = None
    edited_at: datetime | None = None
    silent: bool = False
    reaction: tuple[Json, ...] = ()

    @property
    def text(self) -> str:
        """What a reader sees, without markup."""
        return self.body.text

    @property
    def buttons(self) -> tuple[str, ...]:
        """What stands on the inline buttons, row by row."""
        return keyboards.labels(self.markup)

    @property
    def chat_id(self) -> int:
        """The chat it stands in."""
        chat_id: int = self.chat["id"]
        return chat_id

    def to_json(self) -> Json:
        """Return the Bot API's Message."""
        message = self._without_reply()
        if self.reply_to:
            message["reply_to_message"] = self.reply_to._without_reply()
        return message

    def _without_reply(self) -> Json:
        message: Json = {
            "message_id": self.id,
            "from": self.sender.to_json(),
            "chat": self.chat,
            "date": int(self.date.timestamp()),
        }
        if self.edited_at:
            message["edit_date"] = int(self.edited_at.timestamp())
        message |= self.attachment or {}
        if self.body.text:
            message["caption" if self.attachment else "text"] = self.body.text
        if self.body.entities:
            name = "caption_entities" if self.attachment else "entities"
            message[name] = list(self.body.entities)
        if self.markup and "inline_keyboard" in self.markup:
            message["reply_markup"] = self.markup
        return message


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened in a chat. ``by_bot`` tells the bot's doing from a person's."""

    verb: Literal["sent", "edited", "deleted", "pressed", "answered", "noted"]
    who: str
    by_bot: bool
    message: Message | None = None
    words: str = ""


@dataclass(slots=True)
class Chat:
    """A chat of one bot: who is in it, what stands in it and what happened."""

    id: int
    kind: Kind
    title: str
    members: dict[int, User]
    status: Status = "left"
    messages: dict[int, Message] = field(default_factory=dict)
    log: list[Event] = field(default_factory=list)
    bell: Bell = field(default_factory=Bell)

    @property
    def blocked(self) -> bool:
        """Whether the bot was blocked here, or thrown out."""
        return self.status == "kicked"

    def to_json(self) -> Json:
        """Return the Bot API's Chat."""
        if self.kind == "group":
            return {"id": self.id, "type": "group", "title": self.title}
        person = self.members[self.id]
        chat = {"id": self.id, "type": "private", "first_name": person.first_name}
        return chat | ({"username": person.username} if person.username else {})

    def note(self, event: Event) -> None:
        """Write an event down and wake those who watch."""
        self.log.append(event)
        self.bell.ring()


@dataclass(slots=True)
class Query:
    """A pressed button that waits for the bot's answer; ``toast`` is None until it has come."""

    id: str
    user: User
    chat: Chat
    data: str
    asked_at: datetime
    asked_wall: float
    toast: str | None = None
    alert: bool = False
    expired: bool = False

    def expire(self) -> None:
        """Give up: the bot tried to answer too late."""
        self.expired = True
        self.chat.bell.ring()
