"""What an open page can ask for, one JSON object each, told apart by ``do``."""

from dataclasses import dataclass
from typing import Annotated, Literal, TypeAlias

from pydantic import Field, StringConstraints, TypeAdapter

from bot.sandbox.methods import TEXT_UNITS

END_OF_TIME = 4_102_444_800  # 2100, in seconds since 1970

Text: TypeAlias = Annotated[str, StringConstraints(min_length=1, max_length=TEXT_UNITS)]


@dataclass(frozen=True, slots=True)
class Say:
    """Send a text, perhaps as a reply to a message."""

    do: Literal["say"]
    text: Text
    reply_to: int | None = None


@dataclass(frozen=True, slots=True)
class Edit:
    """Change a message of one's own."""

    do: Literal["edit"]
    message: int
    text: Text


@dataclass(frozen=True, slots=True)
class Press:
    """Press a button; ``number`` is the page's own, and the answer comes back with it."""

    do: Literal["press"]
    number: int
    message: int
    data: str


@dataclass(frozen=True, slots=True)
class Move:
    """Move the clock forward to a time, in seconds since 1970."""

    do: Literal["move"]
    to: Annotated[float, Field(ge=0, lt=END_OF_TIME)]


@dataclass(frozen=True, slots=True)
class Menu:
    """List the commands."""

    do: Literal["menu"]


Deed: TypeAlias = Say | Edit | Press | Move | Menu

_DEED: TypeAdapter[Deed] = TypeAdapter(Annotated[Deed, Field(discriminator="do")])


def read(text: str) -> Deed:
    """Return what a page asks for; ValueError for anything that is not one of these."""
    return _DEED.validate_json(text)
