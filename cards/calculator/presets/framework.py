"""What a person sets, and what a framework is."""

from collections.abc import Callable
from dataclasses import dataclass, fields
from fractions import Fraction
from typing import Final

from cards.calculator.exact import require_count, require_count_or_share, require_positive
from cards.calculator.run import TrainingRun


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What a person sets: as for a TrainingRun, but the conventions are left to the framework.

    ``batch_size`` is the number that is handed to the framework, None for its default. ``epochs``
    may be a Fraction where the framework takes parts of epochs. Raises ValueError for numbers that
    make no sense.
    """

    samples: int
    batch_size: int | None = None
    epochs: int | Fraction = 1
    drop_last: bool = False
    accumulation: int = 1
    replicas: int = 1
    max_steps: int | None = None
    validation: int | Fraction = 0
    warmup: int | Fraction = 0

    def __post_init__(self) -> None:
        for name in ("samples", "accumulation", "replicas"):
            require_count(name, getattr(self, name))
        for name in ("batch_size", "max_steps"):
            if getattr(self, name) is not None:
                require_count(name, getattr(self, name))
        require_positive("epochs", self.epochs)
        require_count_or_share("validation", self.validation)
        require_count_or_share("warmup", self.warmup)


_DEFAULTS: Final = {field.name: field.default for field in fields(Settings)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Framework:
    """A framework as it is used. ``rule`` says in a sentence or two how it counts.

    ``version`` is the one in which the rule was seen, ``batch_size`` the default, None where there
    is none. ``lacks`` names the settings that cannot be set. ``count`` makes the run, of the
    settings and of the batch size that is in force.
    """

    name: str
    version: str
    rule: str
    count: Callable[[Settings, int], TrainingRun]
    batch_size: int | None = None
    lacks: tuple[str, ...] = ()

    def run(self, settings: Settings) -> TrainingRun:
        """Return the run that the framework makes of these settings.

        Raises ValueError, with a message that can be shown, for settings that it lacks or that make
        no run.
        """
        for name in self.lacks:
            if getattr(settings, name) != _DEFAULTS[name]:
                raise ValueError(f"{name} cannot be set for {self.name}")
        batch_size = self.batch_size if settings.batch_size is None else settings.batch_size
        if batch_size is None:
            raise ValueError(f"batch_size is missing, and {self.name} has no default for it")
        return self.count(settings, batch_size)
