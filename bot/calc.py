"""What a person typed to the calculator -> a training run."""

from collections.abc import Iterator
from typing import Any, get_args

from cards.calculator import Tail, TrainingRun
from cards.numbers import Unreadable, read_number

_IN_ORDER = ("samples", "batch_size", "epochs")
_NUMBERS = {
    "samples": "samples",
    "batch": "batch_size",
    "batch_size": "batch_size",
    "epochs": "epochs",
    "accumulation": "accumulation",
    "replicas": "replicas",
    "max_steps": "max_steps",
}
_YES_NO = {"yes": True, "true": True, "no": False, "false": False}
_SHOWN = 40


class CalcError(ValueError):
    """The words make no training run; the message says why and can be shown."""


def read_run(text: str) -> TrainingRun:
    """Return the run meant by "50000 125 20" or "samples=50000 batch=125 epochs=20".

    Bare numbers are samples, batch size and epochs, in that order; everything of TrainingRun can be
    named. Raises CalcError for anything else.
    """
    settings: dict[str, Any] = {}
    in_order = iter(_IN_ORDER)
    for word in text.replace(", ", " ").split():
        name, value = _setting(word, in_order)
        if name in settings:
            raise CalcError(f"{name} is given twice.")
        settings[name] = value
    for name in _IN_ORDER[:2]:
        if name not in settings:
            raise CalcError(f"{name} is missing.")
    try:
        return TrainingRun(**settings)
    except ValueError as error:
        raise CalcError(f"{error}.") from error


def _setting(word: str, in_order: Iterator[str]) -> tuple[str, object]:
    name, named, value = word.partition("=")
    if name == "drop_last":
        return name, _yes_or_no(value or "yes")
    if not named:
        return _next(in_order), _count(word)
    if name == "tail":
        return name, _tail(value)
    if name not in _NUMBERS:
        known = ", ".join((*_NUMBERS, "drop_last", "tail"))
        raise CalcError(f"“{name[:_SHOWN]}” is none of {known}.")
    return _NUMBERS[name], _count(value)


def _next(in_order: Iterator[str]) -> str:
    try:
        return next(in_order)
    except StopIteration:
        raise CalcError("Three numbers at most: samples, batch size, epochs.") from None


def _count(word: str) -> int:
    try:
        number = read_number(word).values[0]
    except Unreadable as error:
        raise CalcError(f"“{word[:_SHOWN]}”: {error}") from error
    if number.denominator != 1:
        raise CalcError(f"“{word[:_SHOWN]}” is not a whole number.")
    return int(number)


def _yes_or_no(word: str) -> bool:
    try:
        return _YES_NO[word.casefold()]
    except KeyError:
        raise CalcError("drop_last is yes or no.") from None


def _tail(word: str) -> str:
    if word not in get_args(Tail):
        raise CalcError("tail is flush, reset or carry.")
    return word
