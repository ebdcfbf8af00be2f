"""What a use case tells its caller: frozen values, stored with the update that caused them.

Each has a ``type``, so that a stored outcome is read back as what it was.
"""

from dataclasses import dataclass
from datetime import date, time
from typing import Annotated, Literal, TypeAlias

from pydantic import Field

from cards.grading import Verdict
from cards.question import Question

Purpose: TypeAlias = Literal["introduction", "review", "return", "practice"]
Stage: TypeAlias = Literal[
    "planned",  # chosen, its message not yet sent
    "open",  # asked
    "checking",  # an introduction after [I know this]: asked once
    "shown",  # the answer has been shown
    "compared",  # an introduction's guess stands beside the answer
    "reason",  # the right side was chosen; why?
    "reason_shown",
    "done",
    "closed",
]
Offer: TypeAlias = Literal[
    "hint",
    "show",
    "know",
    "got_it",
    "knew_it",
    "forgot",
    "hard",
    "good",
    "easy",
    "options",
    "not_sure",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question as it stands: ``offers`` are the buttons that do something now.

    ``days`` is the number of days until the card comes back if it is recalled now (None where no
    date would change); ``wrong`` counts wrong numbers and ``hinted`` the hints given;
    ``message_id`` is where it was sent; ``day`` is the date in UTC whose problem it is, if any's.
    """

    type: Literal["asked"] = "asked"
    question_id: int
    purpose: Purpose
    stage: Stage
    question: Question
    offers: tuple[Offer, ...]
    days: int | None = None
    wrong: int = 0
    hinted: int = 0
    message_id: int | None = None
    resent: bool = False
    day: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundOver:
    """Ten cards are rated. ``waiting`` counts cards that could follow today, at most 10.

    ``undo_seq`` is the rating that [Undo] would take back; ``asks_when`` says that this learner
    has not been asked yet when the next cards shall come.
    """

    type: Literal["round_over"] = "round_over"
    rated: int
    right: int
    minutes: int
    waiting: int
    undo_seq: int | None = None
    asks_when: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Finished:
    """Nothing is left today. ``rated`` is 0 where the round had not begun."""

    type: Literal["finished"] = "finished"
    rated: int = 0
    right: int = 0
    minutes: int = 0
    tomorrow: int = 0
    undo_seq: int | None = None
    asks_when: bool = False


Next: TypeAlias = Annotated[Asked | RoundOver | Finished, Field(discriminator="type")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """A rating was written. ``next`` is None while the learner is to read and press [Next].

    ``days`` is the new distance in days to the next date (None where the date did not change);
    ``again_today`` says that the card comes back today; ``codes`` name the slips behind a wrong
    number; ``verdict`` is what was made of a typed text; ``can_claim`` and ``can_ease`` offer
    [I was right] and [Easy].
    """

    type: Literal["recorded"] = "recorded"
    seq: int
    kind: Literal["review", "return", "correction"]
    asked: Asked
    quality: int
    said: str
    days: int | None
    again_today: bool
    codes: tuple[str, ...] = ()
    approximate: bool = False
    verdict: Verdict | None = None
    can_claim: bool = False
    can_ease: bool = False
    next: Next | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """The answer is shown and nothing is rated yet. ``guess`` is what was typed, if anything.

    ``verdict`` is what was made of a guess in the learner's own words: at most a proposal.
    """

    type: Literal["shown"] = "shown"
    asked: Asked
    guess: str = ""
    codes: tuple[str, ...] = ()
    verdict: Verdict | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """[I know this]: the card is posed once. The same message loses its buttons but [Show me]."""

    type: Literal["check"] = "check"
    asked: Asked


@dataclass(frozen=True, slots=True, kw_only=True)
class Hint:
    """The first wrong number, ``value``: look once more. ``codes`` name the likely slips."""

    type: Literal["hint"] = "hint"
    asked: Asked
    codes: tuple[str, ...]
    value: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hinted:
    """[Hint]: one more of the hints that the question holds may be read."""

    type: Literal["hinted"] = "hinted"
    asked: Asked


@dataclass(frozen=True, slots=True, kw_only=True)
class Welcomed:
    """Somebody new has followed a link to a problem."""

    type: Literal["welcomed"] = "welcomed"
    asked: Asked


@dataclass(frozen=True, slots=True, kw_only=True)
class Unclear:
    """The number could not be read, has the wrong unit or was sent before: asked again."""

    type: Literal["unclear"] = "unclear"
    asked: Asked
    why: Literal["unreadable", "repeated", "no_options"]
    message: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class WhyAsked:
    """The right side was chosen; the reason is asked before anything is recorded."""

    type: Literal["why_asked"] = "why_asked"
    asked: Asked


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """Text typed while a self-rating waits: kept with the answer, not graded."""

    type: Literal["kept"] = "kept"
    asked: Asked


@dataclass(frozen=True, slots=True, kw_only=True)
class WhichCard:
    """Text that may still belong to the card before: which one is it for?"""

    type: Literal["which_card"] = "which_card"
    asked: Asked
    text: str
    previous: str


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptBefore:
    """The text was kept with the card before; the open question still waits."""

    type: Literal["kept_before"] = "kept_before"
    asked: Asked | None
    previous: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Introduced:
    """[Got it]: the card joins today's later questions."""

    type: Literal["introduced"] = "introduced"
    asked: Asked
    next: Next


@dataclass(frozen=True, slots=True, kw_only=True)
class Practised:
    """A practice problem is over; ``back`` is the question that had been set aside for it.

    ``again`` says that it was a day's problem, and that the learner had had it before.
    """

    type: Literal["practised"] = "practised"
    asked: Asked
    right: bool
    said: str
    codes: tuple[str, ...] = ()
    approximate: bool = False
    back: Asked | None = None
    again: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class EditOffered:
    """The last answer was edited: grade the corrected text?"""

    type: Literal["edit_offered"] = "edit_offered"
    seq: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Undone:
    """A rating was cancelled. ``asked`` is its question, open again as it was.

    ``asked`` is None where a correction was cancelled: then ``quality`` counts again, and
    ``waiting`` says that [Next] goes on; ``undo_seq`` is what [Undo] would take back next.
    """

    type: Literal["undone"] = "undone"
    seq: int
    asked: Asked | None
    prompt: str
    quality: int | None = None
    waiting: bool = False
    undo_seq: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """Nothing was changed, and why.

    answered: already recorded · closed: no longer open · aside: set aside for a problem ·
    unknown: no such question of this learner · outdated: the button's moment has passed ·
    nothing: nothing to undo today · older: only earlier days' ratings are left to undo ·
    not_open: typed text with nothing open.
    """

    type: Literal["refused"] = "refused"
    why: Literal[
        "answered", "closed", "aside", "unknown", "outdated", "nothing", "older", "not_open"
    ]
    asked: Asked | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Stranger:
    """Nobody by this id studies here yet."""

    type: Literal["stranger"] = "stranger"


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """It was done, and there is nothing to add."""

    type: Literal["done"] = "done"


@dataclass(frozen=True, slots=True, kw_only=True)
class Home:
    """What /start shows: who is new, and how today stands (counts of waiting cards end at 10)."""

    type: Literal["home"] = "home"
    joined: bool
    studied_today: int = 0
    due: int = 0
    new: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Paused:
    """No unasked messages until ``until`` (None: until /resume)."""

    type: Literal["paused"] = "paused"
    until: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingsNow:
    """A learner's settings, and what a day of so many minutes holds.

    ``at_minute`` of the day is when the daily push comes (None: no reminders).
    """

    type: Literal["settings"] = "settings"
    minutes: int
    buttons: int
    zone: str | None
    new_a_day: int
    reviews_a_day: int
    at_minute: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WhenAsked:
    """At what time shall each day's cards come?"""

    type: Literal["when_asked"] = "when_asked"


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeAsked:
    """The time is to be typed."""

    type: Literal["time_asked"] = "time_asked"


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockAsked:
    """The time is known, the learner's zone is not: which of these does their clock show?"""

    type: Literal["clock_asked"] = "clock_asked"
    hours: tuple[time, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReminderSet:
    """Cards come every day at ``at_minute``, for the first time in so many days."""

    type: Literal["reminder_set"] = "reminder_set"
    at_minute: int
    days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NoReminder:
    """Cards come when the learner asks for them."""

    type: Literal["no_reminder"] = "no_reminder"


@dataclass(frozen=True, slots=True, kw_only=True)
class Snoozed:
    """The push comes once more, in so many days at ``at_minute``; its question stays open."""

    type: Literal["snoozed"] = "snoozed"
    asked: Asked
    at_minute: int
    days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NotToday:
    """The pushed question is closed; the next push comes in so many days at ``at_minute``."""

    type: Literal["not_today"] = "not_today"
    asked: Asked
    at_minute: int
    days: int


Outcome: TypeAlias = Annotated[
    Asked
    | RoundOver
    | Finished
    | Recorded
    | Shown
    | Check
    | Hint
    | Hinted
    | Welcomed
    | Unclear
    | WhyAsked
    | Kept
    | WhichCard
    | KeptBefore
    | Introduced
    | Practised
    | EditOffered
    | Undone
    | Refused
    | Stranger
    | Home
    | Paused
    | SettingsNow
    | WhenAsked
    | TimeAsked
    | ClockAsked
    | ReminderSet
    | NoReminder
    | Snoozed
    | NotToday
    | Done,
    Field(discriminator="type"),
]
