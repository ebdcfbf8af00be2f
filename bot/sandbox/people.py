"""Somebody in a chat with a bot: what they do, and what they see.

Every verb is awaited. Nothing sleeps: whoever waits is woken by what happens in the chat.
"""

import asyncio
import itertools
import re
from collections.abc import Callable, Iterable
from typing import TypeAlias, TypeVar

from bot.sandbox import keyboards
from bot.sandbox.chats import Chat, Event, Json, Message, Query, User
from bot.sandbox.files import Upload
from bot.sandbox.methods import document, photo
from bot.sandbox.world import Account

PATIENCE = 15.0

Found = TypeVar("Found")
Wanted: TypeAlias = str | re.Pattern[str]


class Person:
    """Somebody in one chat with a bot."""

    def __init__(self, account: Account, chat: Chat, user: User) -> None:
        self.account = account
        self.chat = chat
        self.user = user
        self._since = 0

    @property
    def id(self) -> int:
        """Their user id."""
        return self.user.id

    @property
    def messages(self) -> list[Message]:
        """What stands in the chat now, oldest first."""
        return list(self.chat.messages.values())

    @property
    def last(self) -> Message:
        """The bot's newest message."""
        for message in reversed(self.messages):
            if message.sender == self.account.user:
                return message
        raise AssertionError(f"the bot has said nothing yet\n{self.transcript()}")

    def at(self, group: Chat) -> "Person":
        """Return the same person, speaking in a group."""
        return Person(self.account, group, self.user)

    async def says(self, text: str, *, reply_to: Message | None = None) -> Message:
        """Send a text or a command."""
        self._act()
        return self.account.hear(self.chat, self.user, text, reply_to=reply_to)

    async def edits(self, message: Message, text: str) -> Message:
        """Edit a message of their own."""
        self._act()
        return self.account.hear_edit(self.chat, message, text)

    async def sends_document(
        self, name: str, data: bytes, *, mime: str = "application/octet-stream", caption: str = ""
    ) -> Message:
        """Send a file."""
        file = self.account.store(Upload(name, mime, data))
        return self._sends(document(file), caption)

    async def sends_photo(self, data: bytes, *, caption: str = "") -> Message:
        """Send a picture, PNG or JPEG."""
        file = self.account.store(Upload("photo.jpg", "image/jpeg", data))
        return self._sends(photo(file), caption)

    async def sends_voice(self, data: bytes = b"OggS") -> Message:
        """Send a voice message."""
        file = self.account.store(Upload("voice.ogg", "audio/ogg", data))
        return self._sends({"voice": file.to_json() | {"duration": 1, "mime_type": file.mime}})

    async def sends_sticker(self, emoji: str = "👍") -> Message:
        """Send a sticker."""
        file = self.account.store(Upload("sticker.webp", "image/webp", b"RIFF"))
        look = {"type": "regular", "width": 512, "height": 512, "emoji": emoji}
        return self._sends(
            {"sticker": file.to_json() | look | {"is_animated": False, "is_video": False}}
        )

    async def blocks(self) -> None:
        """Block the bot (in a group: throw it out)."""
        self._act()
        self.account.set_status(self.chat, self.user, "kicked")

    async def unblocks(self) -> None:
        """Let the bot write again."""
        self._act()
        self.account.set_status(self.chat, self.user, "member")

    async def deactivates(self) -> None:
        """Delete their account; nobody can write to it any more."""
        self._act()
        self.account.world.deactivated.add(self.id)

    async def presses(
        self,
        label: str,
        *,
        message: Message | None = None,
        timeout: float = PATIENCE,  # noqa: ASYNC109 (part of what a dialogue says)
    ) -> str:
        """Press a button and return the toast it is answered with ("" for none).

        A button is named by its label or the label's beginning, and looked for in the newest
        message that has it. Waits for the button and then for the answer.
        """
        place, data = await self._soon(
            lambda: self._button(label, message), timeout, f"a button [{label}]"
        )
        query = self._press(data, place, label)
        return await self._soon(lambda: _toast(query), timeout, f"an answer to {data!r}")

    async def forges(
        self,
        data: str,
        message: Message,
        *,
        timeout: float = PATIENCE,  # noqa: ASYNC109
    ) -> str:
        """Press a button with any data under any message, and return the toast."""
        query = await self.taps(data, message)
        return await self._soon(lambda: _toast(query), timeout, f"an answer to {data!r}")

    async def taps(self, data: str, message: Message) -> Query:
        """Press a button with any data, and do not wait for the answer."""
        return self._press(data, message, data)

    async def sees(
        self,
        wanted: Wanted,
        *,
        timeout: float = PATIENCE,  # noqa: ASYNC109
    ) -> Message:
        """Return the first message or edit of the bot since the last action that has this text.

        ``wanted`` is a part of the text, or a compiled pattern. Raises AssertionError with the
        transcript when it does not come in time.
        """
        return await self._soon(lambda: self._news(wanted), timeout, f"{wanted!r}")

    def transcript(self) -> str:
        """Return what happened in the chat, for people."""
        return "\n".join(filter(None, map(_line, self.chat.log)))

    def _act(self) -> None:
        """Count what the bot says as new from here on."""
        self._since = len(self.chat.log)

    def _press(self, data: str, message: Message, label: str) -> Query:
        self._act()
        self.chat.note(Event("pressed", self.user.first_name, by_bot=False, words=f"[{label}]"))
        return self.account.hear_press(self.chat, self.user, message, data)

    def _sends(self, attachment: Json, caption: str = "") -> Message:
        self._act()
        return self.account.hear(self.chat, self.user, caption, attachment)

    def _news(self, wanted: Wanted) -> Message | None:
        for event in itertools.islice(self.chat.log, self._since, None):
            message = event.message
            if message and event.by_bot and event.verb != "deleted" and _has(message.text, wanted):
                return message
        return None

    def _button(self, label: str, message: Message | None) -> tuple[Message, str] | None:
        """Return the message with the button, and the button's data."""
        standing = self.chat.messages.get(message.id) if message else None
        places = [standing] if standing else ([] if message else reversed(self.messages))
        for place in places:
            if data := _data(place, label):
                return place, data
        return None

    async def _soon(self, look: Callable[[], Found | None], seconds: float, what: str) -> Found:
        try:
            async with asyncio.timeout(seconds):
                return await self.chat.bell.until(look)
        except TimeoutError:
            told = f"{self.user.first_name} waited {seconds} s for {what}"
            raise AssertionError(f"{told}\n{self.transcript()}") from None


def _has(text: str, wanted: Wanted) -> bool:
    return wanted in text if isinstance(wanted, str) else wanted.search(text) is not None


def _data(message: Message, label: str) -> str | None:
    """Return the data of the button with this label, else of the first that begins with it."""
    found = {
        button["text"]: button["callback_data"]
        for button in keyboards.buttons(message.markup)
        if "callback_data" in button and button["text"].startswith(label)
    }
    return found.get(label) or next(iter(found.values()), None)


def _toast(query: Query) -> str | None:
    return "" if query.expired else query.toast


def _line(event: Event) -> str:
    message = event.message
    if message is None:
        return _wordless(event)
    marks = {"sent": "", "edited": " (edits)", "deleted": " (deletes)"}
    kinds = " ".join(f"<{kind}>" for kind in message.attachment or {})
    said = f"{event.who}{marks[event.verb]}: {' '.join(filter(None, (kinds, message.text)))}"
    return said + "".join(f"\n    {row}" for row in _rows(message))


def _wordless(event: Event) -> str:
    match event.verb:
        case "pressed":
            return f"{event.who} presses {event.words}"
        case "answered":
            return f"Bot (toast): {event.words}" if event.words else ""
    return f"({event.words})"


def _rows(message: Message) -> Iterable[str]:
    for row in (message.markup or {}).get("inline_keyboard", ()):
        yield " ".join(f"[{button['text']}]" for button in row)
