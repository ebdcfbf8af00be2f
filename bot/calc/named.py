"""Numbers in order, or named -> a training run: "50000 125 20", "samples=50000 batch=125"."""

from collections.abc import Iterator
from typing import Any, get_args

from bot.calc.errors import CalcError, shown
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


def is_named(text: str) -> bool:
    """Whether a text is of this form, rather than plain words."""
    return all(_is_named(word) for word in _words(text))


def _is_named(word: str) -> bool:
    is_number = word[:1] in "-+.0123456789" and word[-1:].isdigit()
    return is_number or "=" in word or word == "drop_last"


def _words(text: str) -> list[str]:
    return text.replace(", ", " ").split()


def read_run(text: str) -> TrainingRun:
    """Return the run meant by "50000 125 20" or "samples=50000 batch=125 epochs=20".

    Bare numbers are samples, batch size and epochs, in that order; everything of TrainingRun can be
    named. Raises CalcError for anything else.
    """
    settings: dict[str, Any] = {}
    in_order = iter(_IN_ORDER)
    for word in _words(text):
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
        raise CalcError(f"“{shown(name)}” is none of {known}.")
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
        raise CalcError(f"“{shown(word)}”: {error}") from error
    if number.denominator != 1:
        raise CalcError(f"“{shown(word)}” is not a whole number.")
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
