"""Which picture belongs to an answer, and where its buttons go."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from bot.buttons import Picture as PictureButton
from bot.screens.shape import Act, Edit, Key, Photo, Screen, Send, column, screen
from bot.texts import plain, say
from cards.calculator import TrainingRun
from cards.question import Question
from srs.outcomes import Outcome, Shown

_NUMBERS = ("samples", "batch_size", "epochs", "accumulation", "replicas")


def illustrated(acts: tuple[Act, ...], outcome: Outcome) -> tuple[Act, ...]:
    """Return the acts with the picture that belongs to what they explain, if there is one.

    The picture comes below the explanation and takes its buttons along, so that they stand below
    the newest message.
    """
    question = _explained(outcome)
    if question is None or question.picture is None:
        return acts
    *before, last = acts
    if not isinstance(last, Send | Edit):
        return acts
    opens = last.opens if isinstance(last, Send) else None
    photo = Photo(question.picture, keyboard=last.screen.keyboard, opens=opens)
    bare = Screen(last.screen.text)
    told = Send(bare, reply=last.reply) if isinstance(last, Send) else Edit(bare)
    return (*before, told, photo)


def of_numbers(photo: Photo, parameters: Mapping[str, int] | None) -> Photo:
    """Return a picture of the run that a problem's numbers describe, if there are any."""
    if photo.run or not parameters:
        return photo
    numbers: dict[str, Any] = {name: parameters[name] for name in _NUMBERS if name in parameters}
    return replace(photo, run=TrainingRun(**numbers))


def which_picture() -> Screen:
    """Which picture is wanted?"""
    run = Key(plain("button.picture.run"), PictureButton("run"))
    size = Key(plain("button.picture.batch-size"), PictureButton("batch-size"))
    return screen(say("picture"), keyboard=column(run, size))


def picture_wrong(message: str) -> Screen:
    """What was typed after /picture makes no run, and why."""
    return screen(say("picture.wrong", message=message))


def _explained(outcome: Outcome) -> Question | None:
    """Return the question whose answer is shown for the first time: not at every look."""
    match outcome:
        case Shown(asked=asked) if asked.purpose == "introduction":
            return asked.question
    return None
