"""What if? One number of a run is changed, and a run that fits into a button."""

import re
from dataclasses import fields, replace
from fractions import Fraction
from typing import Any, Final, Literal, TypeAlias, get_args

from cards.calculator import Every, Sharding, Tail, TrainingRun

Change: TypeAlias = Literal["double", "halve", "drop", "keep", "devices", "device", "accumulate"]
CHANGES: Final[tuple[Change, ...]] = get_args(Change)

_DEVICES: Final = 8
_ACCUMULATED: Final = 4
_LONGEST: Final = 48
_DIGITS: Final = "0123456789abcdefghijklmnopqrstuvwxyz"
_PART: Final = re.compile(r"([A-Z])([0-9a-z]+)(?:-([0-9a-z]+))?")
# Capital letters for the settings, so that they stand out of numbers to the base 36.
_LETTERS: Final = {
    "samples": "N",
    "batch_size": "B",
    "epochs": "E",
    "drop_last": "D",
    "accumulation": "K",
    "replicas": "R",
    "max_steps": "M",
    "tail": "T",
    "sharding": "H",
    "validation": "V",
    "warmup": "W",
    "evaluate_every": "A",
    "save_every": "C",
    "tokens_per_sample": "L",
    "seconds_per_step": "S",
}
_NAMES: Final = {letter: name for name, letter in _LETTERS.items()}
_WORDS: Final = {"tail": get_args(Tail), "sharding": get_args(Sharding)}
_UNITS: Final = ("step", "epoch")
_DEFAULTS: Final = {field.name: field.default for field in fields(TrainingRun)}


def changed(run: TrainingRun, change: Change) -> TrainingRun:
    """Return the run with one number changed. ValueError where that makes no run."""
    match change:
        case "double":
            return replace(run, batch_size=2 * run.batch_size)
        case "halve":
            return replace(run, batch_size=max(1, run.batch_size // 2))
        case "drop" | "keep":
            return replace(run, drop_last=change == "drop")
        case "devices" | "device":
            return replace(run, replicas=_DEVICES if change == "devices" else 1)
        case "accumulate":
            return replace(run, accumulation=_ACCUMULATED * run.accumulation)


def worth_trying(run: TrainingRun) -> tuple[Change, ...]:
    """Return the changes that make another run of this one, and fit into a button."""
    if pack_run(run) is None:
        return ()
    return tuple(change for change in CHANGES if _makes_another(run, change))


def _makes_another(run: TrainingRun, change: Change) -> bool:
    if change == "devices" and run.replicas > 1:
        return False
    try:
        return changed(run, change) != run
    except ValueError:
        return False


def pack_run(run: TrainingRun) -> str | None:
    """Write a run in at most 48 letters, digits and hyphens; None where it takes more."""
    packed = "".join(
        f"{letter}{_written(name, value)}"
        for name, letter in _LETTERS.items()
        if (value := getattr(run, name)) != _DEFAULTS[name]
    )
    return packed if len(packed) <= _LONGEST else None


def unpack_run(packed: str) -> TrainingRun | None:
    """Read a run that :func:`pack_run` wrote; None for whatever it does not write."""
    try:
        settings = {
            _NAMES[letter]: _read(_NAMES[letter], number, other)
            for letter, number, other in (match.groups() for match in _PART.finditer(packed))
        }
        run = TrainingRun(**settings)
    except (LookupError, TypeError, ValueError, ZeroDivisionError):
        return None
    return run if pack_run(run) == packed else None


def _written(name: str, value: Any) -> str:
    match value:
        case Every(count, unit):
            return f"{_to_36(count)}-{_UNITS.index(unit)}"
        case Fraction():
            return f"{_to_36(value.numerator)}-{_to_36(value.denominator)}"
        case str():
            return str(_WORDS[name].index(value))
        case _:
            return _to_36(int(value))


def _read(name: str, number: str, other: str | None) -> Any:
    count = int(number, 36)
    if name in _WORDS:
        return _WORDS[name][count]
    if name == "drop_last":
        return bool(count)
    if other is None:
        return count
    if name.endswith("_every"):
        return Every(count, _UNITS[int(other)])
    return Fraction(count, int(other, 36))


def _to_36(number: int) -> str:
    digits = ""
    while number:
        number, digit = divmod(number, 36)
        digits = _DIGITS[digit] + digits
    return digits or "0"
