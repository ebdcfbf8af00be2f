"""Scenes: for each use of the bot, the moves that lead to it; the last move is the use itself.

A use is a command, a kind of button, something that a question offers, or a handler of anything
else. :func:`uses` takes them from the bot itself, so that a new one without a scene is noticed.
"""

import inspect
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, TypeAlias, get_args

from bot import routes
from bot.buttons import (
    Apply,
    Belongs,
    Button,
    Buttons,
    Cancel,
    Claim,
    Ease,
    Enough,
    EraseNo,
    EraseYes,
    GoOn,
    Join,
    Leave,
    LeaveEdit,
    Minutes,
    Newer,
    NoReminders,
    NotToday,
    NoZone,
    OfDay,
    OtherTime,
    Problem,
    Publish,
    Regrade,
    RemindAt,
    RemindMenu,
    Reveal,
    Snooze,
    Start,
    Study,
    Tap,
    Topic,
    Topics,
    Try,
    Undo,
    WhatIf,
    Zone,
    ZoneHour,
    ZoneMenu,
    pack,
)
from bot.buttons import Picture as PictureButton
from cards.kinds import Choice, Definition, Option
from cards.rubric import KeyPoint, Rubric
from srs.outcomes import Offer
from srs.questions import Stored
from tests.crash.actor import Actor

_COMMANDS = routes.COMMANDS | routes.ADMIN_COMMANDS

Move: TypeAlias = Callable[[Actor], Awaitable[object]]

_MOST_STEPS = 60


@dataclass(frozen=True, slots=True)
class Scene:
    """``moves`` lead to ``use``, which is the last of them.

    ``what`` tells two scenes of one use apart; ``by_admin`` says who plays it.
    """

    use: str
    moves: tuple[Move, ...]
    what: str = ""
    by_admin: bool = False

    @property
    def name(self) -> str:
        """What a failed test says."""
        return f"{self.use} ({self.what})" if self.what else self.use


def uses() -> set[str]:
    """Return every use of the bot: what it handles, by the names that scenes go by."""
    commands = {f"/{name}" for name in _COMMANDS}
    kinds = {kind.__name__ for kind in get_args(Button)} - {Tap.__name__}
    offers = {f"Tap {offer}" for offer in get_args(Offer)}
    handles = {_handle(handler.callback) for handler in routes.handlers()}
    others = {handle.__name__ for handle in handles - {*_COMMANDS.values()}}
    return commands | kinds | offers | (others - {"_press"}) | {"old_button"}


def _handle(callback: object) -> Any:
    """Return the function behind a handler's callback."""
    return inspect.getclosurevars(callback).nonlocals["handle"]  # type: ignore[arg-type]


def _says(text: str) -> Move:
    return lambda actor: actor.says(text)


def _presses(kind: type[Button], **fields: Any) -> Move:
    return lambda actor: actor.presses(kind, **fields)


def _taps(offer: Offer) -> Move:
    return lambda actor: actor.presses(Tap, offer=offer)


def _answers(*, right: bool) -> Move:
    return lambda actor: actor.answers(right=right)


def _until(purpose: str, kind: str) -> Move:
    """Study on by buttons until such a question is open."""

    def is_there(question: Stored | None, _actor: Actor) -> bool:
        found = question and (question.purpose, question.asked.kind)
        return found == (purpose, kind)

    return lambda actor: _study_until(actor, is_there)


def _until_button(kind: type[Button]) -> Move:
    """Study on by buttons until there is one of this kind."""
    return lambda actor: _study_until(actor, lambda _question, actor: bool(actor.button(kind)))


async def _study_until(actor: Actor, is_there: Callable[[Stored | None, Actor], bool]) -> None:
    for _ in range(_MOST_STEPS):
        if is_there(await actor.question(), actor):
            return
        await study_on(actor)
        await actor.settled()
    raise AssertionError(f"studied on in vain\n{actor.home.transcript()}")


async def study_on(actor: Actor) -> None:
    """Do what brings the next card nearer, by buttons as far as there are any."""
    question = await actor.question()
    for offer in ("got_it", "knew_it", "good", "show"):
        if question and actor.button(Tap, asked_id=question.question_id, offer=offer):
            await actor.presses(Tap, asked_id=question.question_id, offer=offer)
            return
    if question:
        await actor.answers(right=True)
    else:
        await actor.presses(GoOn if actor.button(GoOn) else Study)


def _forges(kind: type[Snooze] | type[NotToday]) -> Move:
    """Press a button that belongs below a push, below a question that was asked for."""

    async def move(actor: Actor) -> None:
        question = await actor.question()
        assert question
        await actor.taps(actor.here.last, pack(kind(question.question_id)))

    return move


async def _old_button(actor: Actor) -> None:
    await actor.taps(actor.here.last, "0:show:17")


async def _compare(actor: Actor) -> None:
    await actor.taps(actor.here.last, pack(Newer("ml-training")))


_ABOUT = {"objective": "Objective", "source": "Source"}
_EPOCH = Definition(
    key="epoch",
    term="an epoch",
    definition="One pass over all examples.",
    ask="What is an epoch?",
    example="A book, read once.",
    why="Runs are planned in epochs.",
    group="epoch",
    rubric=Rubric(
        points=(
            KeyPoint(text="every example", groups=(("every", "all"), ("example", "data"))),
            KeyPoint(text="once", groups=(("once", "one pass"),)),
            KeyPoint(text="a unit of training", groups=(("unit",),), required=False),
        )
    ),
    **_ABOUT,
)
_RISING = Choice(
    key="rising",
    ask="Validation loss rises. What would you try first?",
    options=(
        Option("Stop earlier", "It is past its best."),
        Option("Train on", "It would learn more by heart."),
        Option("Validate on less", "It would only be harder to read."),
    ),
    right=0,
    **_ABOUT,
)


async def _begins_with_given_cards(actor: Actor) -> None:
    await actor.is_given(_EPOCH, _RISING)
    await actor.says("/study")


_BEGUN: tuple[Move, ...] = (_says("/start"), _presses(Start))
_FOUR: tuple[Move, ...] = (*_BEGUN, _says("/settings"), _presses(Buttons, n=4))
_REVIEW: tuple[Move, ...] = (*_BEGUN, _until("review", "definition"))
_REVIEW_BY_FOUR: tuple[Move, ...] = (*_FOUR, _until("review", "definition"))
_SIDES: tuple[Move, ...] = (*_BEGUN, _until("introduction", "comparison"))
_NUMBER: tuple[Move, ...] = (*_BEGUN, _until("introduction", "calculation"))
_OWN_WORDS: tuple[Move, ...] = (_begins_with_given_cards,)
_OWN_WORDS_BY_FOUR: tuple[Move, ...] = (
    *_OWN_WORDS,
    _says("/settings"),
    _presses(Buttons, n=4),
)
_CHOICE: tuple[Move, ...] = (*_OWN_WORDS, _until("introduction", "choice"))
_UNSURE: tuple[Move, ...] = (*_OWN_WORDS, _says("What is an epoch?"))
_WORDS: tuple[Move, ...] = (*_BEGUN, _until("introduction", "definition"))
_PRACTICE: tuple[Move, ...] = (_says("/problem total steps"),)
_MISSED: tuple[Move, ...] = (*_PRACTICE, _answers(right=False), _answers(right=False))
_TYPED: tuple[Move, ...] = (*_WORDS, _answers(right=True))
_EARLY: tuple[Move, ...] = (*_TYPED, _says("and once more"))
_EDITED: tuple[Move, ...] = (*_TYPED, lambda actor: actor.edits_last_text("on second thoughts"))
_CLOCK: tuple[Move, ...] = (*_BEGUN, _says("/settings"), _presses(ZoneMenu))
_PUSHED: tuple[Move, ...] = (*_BEGUN, Actor.is_pushed)
_REMINDER: tuple[Move, ...] = (*_BEGUN, _says("/settings"), _presses(RemindMenu))
_SENT: tuple[Move, ...] = (Actor.sends_deck,)
_TRIED: tuple[Move, ...] = (*_SENT, _presses(Try))
_APPLIED: tuple[Move, ...] = (*_SENT, _presses(Apply))
_TWO_RATED: tuple[Move, ...] = (
    *(*_SIDES, _answers(right=True)),
    *(_until("introduction", "definition"), _answers(right=True)),
)

SCENES: tuple[Scene, ...] = (
    Scene("/start", (_says("/start"),), "by a newcomer"),
    Scene("/start", (*_BEGUN, _says("/start")), "by a learner"),
    Scene("/start", (_says("/start day-2026-01-01"),), "by a newcomer's link to a problem"),
    Scene("/start", (*_BEGUN, _says("/start day-2026-01-01")), "by a learner's link to a problem"),
    Scene("/study", (_says("/study"),), "by a newcomer"),
    Scene("/study", (*_BEGUN, _says("/study")), "with a question open"),
    Scene("/problem", (_says("/problem total steps"),), "by a newcomer"),
    Scene("/problem", (*_BEGUN, _says("/problem total steps")), "with a question open"),
    Scene("/problem", (_says("/problem"),), "about anything"),
    Scene("/calc", (_says("/calc 50000 125 20"),)),
    Scene("WhatIf", (_says("/calc 50000 125 20"), _presses(WhatIf, change="double"))),
    Scene("/picture", (_says("/picture 50000 125 20"),)),
    Scene("Picture", (_says("/picture"), _presses(PictureButton, picture="run"))),
    Scene("/stats", (*_TYPED, _says("/stats"))),
    Scene("/undo", (*_TYPED, _says("/undo"))),
    Scene("/decks", (*_BEGUN, _says("/decks"))),
    Scene("/settings", (*_BEGUN, _says("/settings"))),
    Scene("/pause", (*_BEGUN, _says("/pause 3"))),
    Scene("/stop", (*_BEGUN, _says("/stop"))),
    Scene("/resume", (*_BEGUN, _says("/stop"), _says("/resume"))),
    Scene("/help", (_says("/help"),)),
    Scene("/privacy", (_says("/privacy"),)),
    Scene("/export", (*_TYPED, _says("/export"))),
    Scene("/delete_me", (*_TYPED, _says("/delete_me"))),
    Scene("/id", (_says("/id"),)),
    Scene("Start", _BEGUN),
    Scene("Study", (*_BEGUN, _says("/start"), _presses(Study))),
    Scene("GoOn", (*_BEGUN, _until_button(GoOn), _presses(GoOn))),
    Scene("Problem", (*_BEGUN, _says("/start"), _presses(Problem))),
    Scene("Problem", (*_MISSED, _presses(Problem)), "like one that went wrong"),
    Scene("Topic", (_says("/problem"), _presses(Topic))),
    Scene("Topics", (_says("/problem"), _presses(Topic), _presses(Topics))),
    Scene("OfDay", (_says("/problem"), _presses(OfDay))),
    Scene("Belongs", (*_EARLY, _presses(Belongs, before=False)), "this card"),
    Scene("Belongs", (*_EARLY, _presses(Belongs, before=True)), "the card before"),
    Scene(
        "Claim",
        (*_BEGUN, _until("review", "comparison"), _answers(right=False), _presses(Claim)),
    ),
    Scene("Claim", (*_OWN_WORDS, _says("all the data"), _presses(Claim)), "about a typed text"),
    Scene("Ease", (*_OWN_WORDS_BY_FOUR, _answers(right=True), _presses(Ease))),
    Scene("Regrade", (*_EDITED, _presses(Regrade))),
    Scene("LeaveEdit", (*_EDITED, _presses(LeaveEdit))),
    Scene("Undo", (*_TWO_RATED, _says("/undo"), _presses(Undo))),
    Scene("Enough", (*_BEGUN, _until_button(Enough), _presses(Enough))),
    Scene("Minutes", (*_BEGUN, _says("/settings"), _presses(Minutes, n=20))),
    Scene("Buttons", _FOUR),
    Scene("ZoneMenu", _CLOCK),
    Scene("ZoneHour", (*_CLOCK, _presses(ZoneHour))),
    Scene("Zone", (*_CLOCK, _presses(ZoneHour), _presses(Zone))),
    Scene("NoZone", (*_CLOCK, _presses(NoZone))),
    Scene("RemindMenu", _REMINDER),
    Scene("RemindAt", (*_REMINDER, _presses(RemindAt))),
    Scene("OtherTime", (*_REMINDER, _presses(OtherTime))),
    Scene("NoReminders", (*_REMINDER, _presses(NoReminders))),
    Scene("Snooze", (*_PUSHED, _presses(Snooze)), "below a push"),
    Scene("Snooze", (*_BEGUN, _forges(Snooze)), "where nothing was pushed"),
    Scene("NotToday", (*_PUSHED, _presses(NotToday)), "below a push"),
    Scene("NotToday", (*_BEGUN, _forges(NotToday)), "where nothing was pushed"),
    Scene("Join", (*_BEGUN, _says("/decks"), _presses(Leave), _presses(Join))),
    Scene("Leave", (*_BEGUN, _says("/decks"), _presses(Leave))),
    Scene("EraseYes", (*_TYPED, _says("/delete_me"), _presses(EraseYes))),
    Scene("EraseNo", (*_TYPED, _says("/delete_me"), _presses(EraseNo))),
    Scene("Tap show", (*_BEGUN, _taps("show")), "of a new card"),
    Scene("Tap show", (*_REVIEW, _taps("show")), "of a review"),
    Scene("Tap hint", (*_PRACTICE, _taps("hint"))),
    Scene("Tap hint", (*_PRACTICE, *([_taps("hint")] * 3)), "the last"),
    Scene("Tap know", (*_WORDS, _taps("know"))),
    Scene("Tap got_it", (*_BEGUN, _taps("show"), _taps("got_it"))),
    Scene("Tap knew_it", (*_REVIEW, _taps("show"), _taps("knew_it"))),
    Scene("Tap knew_it", (*_UNSURE, _taps("knew_it")), "against a verdict"),
    Scene("Tap forgot", (*_REVIEW, _taps("show"), _taps("forgot"))),
    Scene("Tap hard", (*_REVIEW_BY_FOUR, _taps("show"), _taps("hard"))),
    Scene("Tap good", (*_REVIEW_BY_FOUR, _taps("show"), _taps("good"))),
    Scene("Tap easy", (*_REVIEW_BY_FOUR, _taps("show"), _taps("easy"))),
    Scene("Tap options", (*_SIDES, _answers(right=True)), "the right side"),
    Scene("Tap options", (*_SIDES, _answers(right=False)), "the wrong side"),
    Scene("Tap options", (*_CHOICE, _answers(right=True)), "the right option"),
    Scene("Tap options", (*_CHOICE, _answers(right=False)), "a wrong option"),
    Scene("Tap not_sure", (*_SIDES, _taps("not_sure"))),
    Scene("text", _TYPED, "the right words"),
    Scene("text", (*_WORDS, _says("something else")), "words that nobody can grade"),
    Scene("text", (*_OWN_WORDS, _says("all the data")), "a part of it"),
    Scene("text", _UNSURE, "what cannot be judged"),
    Scene("text", (*_CHOICE, _says("stop earlier")), "an option's words"),
    Scene("text", (*_NUMBER, _answers(right=True)), "the right number"),
    Scene("text", (*_NUMBER, _answers(right=False)), "a wrong number"),
    Scene("text", (*_NUMBER, _answers(right=False), _answers(right=False)), "a second one"),
    Scene("text", (*_PRACTICE, _taps("hint"), _answers(right=True)), "a number after a hint"),
    Scene("text", _MISSED, "a second wrong number under practice"),
    Scene("text", (_says("/problem"), _presses(OfDay), _answers(right=True)), "the day's number"),
    Scene("text", _EARLY, "too early for its card"),
    Scene("text", (*_CLOCK, _says("Nairobi")), "a city"),
    Scene("text", (_says("hello"),), "by a newcomer"),
    Scene("edited", _EDITED),
    Scene("file", _SENT, "a deck", by_admin=True),
    Scene(
        "file",
        (lambda actor: actor.sends_deck(b"why", b"wherefore"),),
        "with a mistake",
        by_admin=True,
    ),
    Scene(
        "file",
        (*_APPLIED, lambda actor: actor.sends_deck(b"once", b"twice")),
        "once more",
        by_admin=True,
    ),
    Scene("/deck", (_says("/deck template"),), "and its template", by_admin=True),
    Scene("/deck", (_says("/deck get ml-training"),), "and a file", by_admin=True),
    Scene("Try", _TRIED, by_admin=True),
    Scene("Reveal", (*_TRIED, _presses(Reveal)), by_admin=True),
    Scene("Apply", _APPLIED, by_admin=True),
    Scene("Cancel", (*_SENT, _presses(Cancel)), by_admin=True),
    Scene("Publish", (*_APPLIED, _presses(Publish)), by_admin=True),
    Scene("Newer", (_says("/deck"), _compare), by_admin=True),
    Scene("wordless", (*_BEGUN, Actor.sends_sticker)),
    Scene("unknown_command", (_says("/nonsense"),)),
    Scene("old_button", (_says("/start"), _old_button)),
    Scene("group", (Actor.opens_group, _says("/study"))),
    Scene("membership", (*_BEGUN, Actor.blocks)),
)
