"""What a screen is, and what can be done with one."""

from dataclasses import dataclass
from typing import TypeAlias

from bot.buttons import Button
from cards.calculator import TrainingRun
from cards.kinds import Picture

MAX_TEXT = 4096
MAX_LABEL = 60
_SHORT_LABEL = 16


@dataclass(frozen=True, slots=True)
class Share:
    """A line to send to somebody else, with a link that starts the bot with ``payload``.

    The payload has at most 64 of the characters A-Z, a-z, 0-9, _ and -.
    """

    text: str
    payload: str


@dataclass(frozen=True, slots=True)
class Key:
    """One key of a keyboard: it presses ``button``, opens ``url``, or offers to ``share``."""

    label: str
    button: Button | None = None
    url: str | None = None
    share: Share | None = None


Keyboard: TypeAlias = tuple[tuple[Key, ...], ...]


@dataclass(frozen=True, slots=True)
class Screen:
    """A message as it is seen: Telegram's HTML, and the rows of keys below it."""

    text: str
    keyboard: Keyboard = ()


@dataclass(frozen=True, slots=True)
class Send:
    """Send a new message.

    ``opens`` is the question that is open as soon as the message is there, with its buttons below;
    ``reply`` sends it as a reply to the learner's own message; ``rings`` lets the phone notice.
    """

    screen: Screen
    opens: int | None = None
    reply: bool = False
    rings: bool = False


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


@dataclass(frozen=True, slots=True)
class Photo:
    """Send a picture, with its own words below it: of a run, or of what the batch size does.

    Without a ``run`` it shows the one of the learner's latest problem, or an example. ``opens`` is
    the question whose buttons stand below it.
    """

    picture: Picture
    run: TrainingRun | None = None
    keyboard: Keyboard = ()
    opens: int | None = None


Act: TypeAlias = Send | Edit | Strip | Toast | Photo


def screen(*paragraphs: str, keyboard: Keyboard = ()) -> Screen:
    """Return a screen of HTML paragraphs; empty ones are left out."""
    return Screen("\n\n".join(filter(None, paragraphs)), keyboard)


def rows(*keys: Key) -> Keyboard:
    """Lay keys out for a phone: two in a row where both labels are short, else one."""
    laid: list[tuple[Key, ...]] = []
    for key in keys:
        alone = laid[-1][0] if laid and len(laid[-1]) == 1 else None
        if alone and max(len(alone.label), len(key.label)) <= _SHORT_LABEL:
            laid[-1] = (alone, key)
        else:
            laid.append((key,))
    return tuple(laid)


def column(*keys: Key) -> Keyboard:
    """Lay keys out one below the other."""
    return tuple((key,) for key in keys)


def cut(text: str, units: int) -> str:
    """Shorten a text to so many UTF-16 units, as Telegram counts them, the last one "…"."""
    if width(text) <= units:
        return text
    kept = text.encode("utf-16-le", "ignore")[: 2 * (units - 1)]
    return kept.decode("utf-16-le", "ignore").rstrip() + "…"


def width(text: str) -> int:
    """Return the length of a text in UTF-16 units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
