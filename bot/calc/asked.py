"""A question to the calculator: what was understood, and the lines that answer it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any, Final

from bot.calc import named
from bot.calc.errors import CalcError
from bot.calc.vocabulary import Setting
from bot.calc.words import Given, Value, read_words
from cards.calculator import (
    GB,
    OPTIMIZERS,
    Every,
    Line,
    Memory,
    TrainingRun,
    amount,
    memory_lines,
    worked_lines,
    written,
)
from cards.calculator.presets import Settings

_WHAT_IS_MISSING: Final[dict[Setting, str]] = {
    "samples": "How many samples are there? Add, say, “50k samples”.",
    "batch_size": "How large is a batch? Add, say, “batch 64”.",
    "parameters": "How large is the model? Add, say, “350M parameters”.",
    "usable": "How much memory is there? Add, say, “24 GB”.",
}
_COUNTED: Final[dict[Setting, str]] = {
    "samples": "samples",
    "batch_size": "batch_size",
    "epochs": "epochs",
    "replicas": "replicas",
    "accumulation": "accumulation",
    "max_steps": "max_steps",
    "validation": "validation",
    "warmup": "warmup",
}
_BESIDE: Final[dict[Setting, str]] = {
    "tokens": "tokens_per_sample",
    "seconds": "seconds_per_step",
}


@dataclass(frozen=True, slots=True)
class Asked:
    """A run, the memory of a device, or both.

    ``understood`` says what was read in plain words; it is empty for the short form, which leaves
    nothing to understand. ``rule`` is how a named framework counts.
    """

    understood: tuple[str, ...]
    run: TrainingRun | None = None
    memory: Memory | None = None
    batch_size: int = 1
    rule: str = ""

    @property
    def lines(self) -> tuple[Line, ...]:
        """The worked lines, in the order in which one works them out."""
        if self.run is not None:
            return worked_lines(self.run, self.memory)
        return memory_lines(self.memory, self.batch_size) if self.memory else ()


def read(text: str) -> Asked:
    """Return what is asked for, in plain words or in the short form. Raises CalcError."""
    if named.is_named(text):
        return Asked((), named.read_run(text))
    return _asked(read_words(text))


def read_run(text: str) -> TrainingRun:
    """Return the training run that a text describes. Raises CalcError."""
    run = read(text).run
    if run is None:
        raise CalcError(_WHAT_IS_MISSING["samples"])
    return run


def _asked(given: Given) -> Asked:
    about_memory = bool(given.numbers.keys() & {"parameters", "usable", "per_sample"})
    about_run = "samples" in given.numbers or not about_memory
    understood = tuple(_understood(given))
    for setting in _needed(given, about_run=about_run, about_memory=about_memory):
        if setting not in given.numbers:
            raise CalcError(_so_far(understood) + _WHAT_IS_MISSING[setting])
    try:
        return Asked(
            understood,
            _run(given) if about_run else None,
            _memory(given) if about_memory else None,
            _batch_size(given) if about_memory else 1,
            given.framework.rule if given.framework and about_run else "",
        )
    except ValueError as error:
        raise CalcError(f"{error}.") from error


def _needed(given: Given, *, about_run: bool, about_memory: bool) -> Iterator[Setting]:
    if about_run:
        yield "samples"
    if about_memory or given.framework is None or given.framework.batch_size is None:
        yield "batch_size"
    if about_memory:
        yield from ("parameters", "usable")


def _so_far(understood: tuple[str, ...]) -> str:
    return f"Understood so far: {', '.join(understood)}. " if understood else ""


def _run(given: Given) -> TrainingRun:
    settings = _of(given, _COUNTED)
    if given.drop_last is not None:
        settings["drop_last"] = given.drop_last
    if given.framework is None:
        if given.tail is not None:
            settings["tail"] = given.tail
        run = TrainingRun(**settings)
    elif given.tail is not None:
        raise ValueError(f"{given.framework.name} has a rule of its own for the tail; leave it out")
    else:
        run = given.framework.run(Settings(**settings))
    return replace(run, **_of(given, _BESIDE), **_intervals(given))


def _of(given: Given, names: dict[Setting, str]) -> dict[str, Any]:
    return {name: given.numbers[key] for key, name in names.items() if key in given.numbers}


def _intervals(given: Given) -> dict[str, Any]:
    names: dict[Setting, str] = {"evaluate": "evaluate_every", "save": "save_every"}
    return {
        name: Every(int(given.numbers[key]), "epoch" if given.units[key] == "epoch" else "step")
        for key, name in names.items()
        if key in given.numbers
    }


def _memory(given: Given) -> Memory:
    return Memory(
        usable=given.numbers["usable"],
        parameters=given.numbers["parameters"],  # type: ignore[arg-type]
        optimizer=OPTIMIZERS[_optimizer(given)],
        fixed=given.numbers.get("fixed", 0),
        per_sample=given.numbers.get("per_sample"),
    )


def _optimizer(given: Given) -> str:
    name = "adam-8bit" if given.eightbit else given.optimizer or "adam"
    return f"{name}-mixed" if given.mixed else name


def _batch_size(given: Given) -> int:
    size = given.numbers["batch_size"]
    if not isinstance(size, int) or size < 1:
        raise ValueError(f"batch_size must be a whole number of at least 1, not {written(size)}")
    return size


def _understood(given: Given) -> Iterator[str]:
    for setting, value in given.numbers.items():
        yield _said(setting, value, given.units.get(setting, ""))
    if given.drop_last is not None:
        yield "a last, smaller batch is " + ("dropped" if given.drop_last else "kept")
    if given.tail is not None:
        yield f"tail {given.tail}"
    if given.framework is not None:
        yield f"{given.framework.name} ({given.framework.version})"
    if "parameters" in given.numbers:
        assumed = "" if given.optimizer or given.eightbit else " (assumed)"
        yield f"{OPTIMIZERS[_optimizer(given)].name}{assumed}"


def _said(setting: Setting, value: Value, unit: str) -> str:
    number = f"{written(value * 100)}%" if unit == "%" else written(value)
    return _SAID[setting].format(
        number=number,
        counted=amount(value, _NOUNS.get(setting, unit)),
        interval=unit if value == 1 else amount(value, unit),
        memory=amount(Fraction(value, GB), "GB"),
    )


_NOUNS: Final[dict[Setting, str]] = {
    "samples": "sample",
    "epochs": "epoch",
    "replicas": "device",
    "parameters": "parameter",
    "max_steps": "step",
    "tokens": "token",
    "seconds": "second",
}
_SAID: Final[dict[Setting, str]] = {
    "samples": "{counted}",
    "batch_size": "batch size {number}",
    "epochs": "{counted}",
    "replicas": "{counted}",
    "accumulation": "accumulation over {number}",
    "max_steps": "{counted} in all",
    "validation": "validation {number}",
    "warmup": "warm-up {number}",
    "evaluate": "an evaluation every {interval}",
    "save": "a checkpoint every {interval}",
    "tokens": "{counted} per sample",
    "seconds": "{counted} per step",
    "parameters": "{counted}",
    "usable": "{memory} of memory",
    "per_sample": "{memory} per sample",
    "fixed": "{memory} taken before",
}
