"""What a screen is, and what can be done with one."""

from dataclasses import dataclass
from typing import TypeAlias

from bot.buttons import Button

MAX_TEXT = 4096
MAX_LABEL = 60


@dataclass(frozen=True, slots=True)
class Key:
    """One key of a keyboard: it presses ``button``, or opens ``url``."""

    label: str
    button: Button | None = None
    url: str | None = None


Keyboard: TypeAlias = tuple[tuple[Key, ...], ...]


@dataclass(frozen=True, slots=True)
class Screen:
    """A message as it is seen: Telegram's HTML, and the rows of keys below it."""

    text: str
    keyboard: Keyboard = ()


@dataclass(frozen=True, slots=True)
class Send:
    """Send a new message.

    ``opens`` is the question that is open as soon as the message is there; ``reply`` sends it as a
    reply to the learner's own message.
    """

    screen: Screen
    opens: int | None = None
    reply: bool = False


@dataclass(frozen=True, slots=True)
class Edit:
    """Let the message whose button was pressed show this screen."""

    screen: Screen


@dataclass(frozen=True, slots=True)
class Strip:
    """Take the buttons off a message; None is the message whose button was pressed."""

    message_id: int | None


@dataclass(frozen=True, slots=True)
class Toast:
    """Answer the pressed button with a line of plain text, at most 200 characters."""

    text: str


Act: TypeAlias = Send | Edit | Strip | Toast
