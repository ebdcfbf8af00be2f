"""What a button means, and how that travels in its 64 bytes.

Callback data is ``<version>:<tag>:<field>:…`` in plain text, so that it can be read in a log. It is
never trusted: a client can send anything, so only data that :func:`pack` would write is read back.
"""

from dataclasses import astuple, dataclass, fields
from typing import Annotated, Any, TypeAlias, get_args

from pydantic import Field, TypeAdapter, ValidationError

import cards.kinds
from bot.calc import Change
from srs.outcomes import Offer

VERSION = "1"
MAX_BYTES = 64

Id: TypeAlias = Annotated[int, Field(ge=0, lt=2**63)]
Seq: TypeAlias = Annotated[int, Field(ge=1, lt=2**31)]
Small: TypeAlias = Annotated[int, Field(ge=0, le=99)]
Name: TypeAlias = Annotated[str, Field(pattern=r"^[A-Za-z0-9_+/.-]{1,48}$")]


@dataclass(frozen=True, slots=True)
class Start:
    """Begin to study."""


@dataclass(frozen=True, slots=True)
class Study:
    """Study on: the open question again, or the next card."""


@dataclass(frozen=True, slots=True)
class GoOn:
    """[Next] under the answered question ``asked_id``."""

    asked_id: Id


@dataclass(frozen=True, slots=True)
class Problem:
    """A fresh problem for practice, of a family or of any."""

    family: Name | None = None


@dataclass(frozen=True, slots=True)
class Topics:
    """Choose what the next problem shall be about."""


@dataclass(frozen=True, slots=True)
class Topic:
    """Choose among the families of a topic."""

    name: Name


@dataclass(frozen=True, slots=True)
class OfDay:
    """Today's problem, the same for everybody."""


@dataclass(frozen=True, slots=True)
class Tap:
    """One of the things a question offers.

    ``option`` is the index of a side, -1 for "The same"; of a hint it is its place on the ladder.
    """

    asked_id: Id
    offer: Offer
    option: Annotated[int, Field(ge=-1, le=99)] | None = None


@dataclass(frozen=True, slots=True)
class Belongs:
    """A text that came early belongs to the question ``asked_id``, or to the card before it."""

    asked_id: Id
    before: bool


@dataclass(frozen=True, slots=True)
class Claim:
    """[I was right] about the rating ``seq``."""

    seq: Seq


@dataclass(frozen=True, slots=True)
class Ease:
    """[Easy] after the rating ``seq``."""

    seq: Seq


@dataclass(frozen=True, slots=True)
class Regrade:
    """Grade the edited text of the rating ``seq``."""

    seq: Seq


@dataclass(frozen=True, slots=True)
class LeaveEdit:
    """Leave the rating as it was, whatever was edited."""


@dataclass(frozen=True, slots=True)
class Undo:
    """Take the rating ``seq`` back, which is the latest."""

    seq: Seq


@dataclass(frozen=True, slots=True)
class Enough:
    """Stop for today."""


@dataclass(frozen=True, slots=True)
class Minutes:
    """Study so many minutes a day."""

    n: Small


@dataclass(frozen=True, slots=True)
class Buttons:
    """Rate with two buttons, or with four."""

    n: Small


@dataclass(frozen=True, slots=True)
class ZoneMenu:
    """Ask what the learner's clock says."""


@dataclass(frozen=True, slots=True)
class ZoneHour:
    """The learner's clock says about ``hour``:``minute``."""

    hour: Annotated[int, Field(ge=0, le=23)]
    minute: Annotated[int, Field(ge=0, le=59)]


@dataclass(frozen=True, slots=True)
class Zone:
    """The learner lives by this IANA zone."""

    name: Name


@dataclass(frozen=True, slots=True)
class NoZone:
    """Leave the zone as it is."""


@dataclass(frozen=True, slots=True)
class RemindMenu:
    """Ask at what time each day's cards shall come."""


@dataclass(frozen=True, slots=True)
class RemindAt:
    """Bring each day's cards at ``hour``:``minute``."""

    hour: Annotated[int, Field(ge=0, le=23)]
    minute: Annotated[int, Field(ge=0, le=59)]


@dataclass(frozen=True, slots=True)
class OtherTime:
    """Let the learner type the time."""


@dataclass(frozen=True, slots=True)
class NoReminders:
    """Bring no cards unasked."""


@dataclass(frozen=True, slots=True)
class Snooze:
    """Bring the push with the question ``asked_id`` once more, an hour later."""

    asked_id: Id


@dataclass(frozen=True, slots=True)
class NotToday:
    """Close the pushed question ``asked_id`` and let it be for today."""

    asked_id: Id


@dataclass(frozen=True, slots=True)
class Join:
    """Study this deck."""

    deck: Name


@dataclass(frozen=True, slots=True)
class Leave:
    """Study this deck no longer; what was learnt is kept."""

    deck: Name


@dataclass(frozen=True, slots=True)
class Try:
    """Show some cards of a previewed edition as learners will see them."""

    edition_id: Id


@dataclass(frozen=True, slots=True)
class Reveal:
    """Show the answer of the card at ``position`` of a previewed edition."""

    edition_id: Id
    position: Annotated[int, Field(ge=0, le=9999)]


@dataclass(frozen=True, slots=True)
class Apply:
    """Let learners see a previewed edition."""

    edition_id: Id


@dataclass(frozen=True, slots=True)
class Cancel:
    """Give a previewed edition up."""

    edition_id: Id


@dataclass(frozen=True, slots=True)
class Publish:
    """Let everybody find this deck."""

    deck: Name


@dataclass(frozen=True, slots=True)
class Newer:
    """Compare this deck with the edition that came with the program."""

    deck: Name


@dataclass(frozen=True, slots=True)
class WhatIf:
    """Change one number of a ``run`` that was worked out, and see the difference."""

    change: Change
    run: Name


@dataclass(frozen=True, slots=True)
class Picture:
    """Send this picture."""

    picture: cards.kinds.Picture


@dataclass(frozen=True, slots=True)
class EraseYes:
    """Delete everything about me."""


@dataclass(frozen=True, slots=True)
class EraseNo:
    """Keep everything."""


Button: TypeAlias = (
    Start
    | Study
    | GoOn
    | Problem
    | Topics
    | Topic
    | OfDay
    | Tap
    | Belongs
    | Claim
    | Ease
    | Regrade
    | LeaveEdit
    | Undo
    | Enough
    | Minutes
    | Buttons
    | ZoneMenu
    | ZoneHour
    | Zone
    | NoZone
    | RemindMenu
    | RemindAt
    | OtherTime
    | NoReminders
    | Snooze
    | NotToday
    | Join
    | Leave
    | Try
    | Reveal
    | Apply
    | Cancel
    | Publish
    | Newer
    | Picture
    | WhatIf
    | EraseYes
    | EraseNo
)

_KINDS: dict[str, type[Any]] = {kind.__name__.lower(): kind for kind in get_args(Button)}
_ADAPTERS: dict[str, TypeAdapter[Button]] = {tag: TypeAdapter(kind) for tag, kind in _KINDS.items()}
_FIELDS = {tag: [field.name for field in fields(kind)] for tag, kind in _KINDS.items()}


def pack(button: Button) -> str:
    """Write a button as callback data. ValueError where it does not fit into 64 bytes."""
    parts = (VERSION, type(button).__name__.lower(), *map(_written, astuple(button)))
    data = ":".join(parts)
    if len(data.encode()) > MAX_BYTES:
        raise ValueError(f"callback data over {MAX_BYTES} bytes: {data}")
    return data


def unpack(data: str) -> Button | None:
    """Read callback data; None for whatever :func:`pack` does not write: old, broken or forged."""
    version, _, rest = data.partition(":")
    tag, *values = rest.split(":")
    if version != VERSION or tag not in _KINDS or len(values) != len(_FIELDS[tag]):
        return None
    named = {name: value for name, value in zip(_FIELDS[tag], values, strict=True) if value}
    try:
        button = _ADAPTERS[tag].validate_python(named)
    except ValidationError:
        return None
    # Reading is lenient ("+7", "07"), so one button could be written in several ways.
    return button if pack(button) == data else None


def _written(value: str | int | None) -> str:
    if value is None:
        return ""
    return str(int(value)) if isinstance(value, bool) else str(value)
