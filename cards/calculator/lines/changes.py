"""What a run gains or loses when its numbers change."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from cards.calculator.lines.line import said
from cards.calculator.run import TrainingRun
from cards.calculator.words import exactly, written

_BATCHES: Final = (("Batches per epoch", "batches_per_epoch", "batch"),)
_ALWAYS: Final = (
    ("Training samples", "training_samples", "sample"),
    ("Steps per epoch", "steps_per_epoch", "step"),
    ("Total steps", "total_steps", "step"),
    ("Last batch", "last_batch_size", "sample"),
    ("Effective batch size", "effective_batch_size", ""),
    ("Samples seen per epoch", "samples_per_epoch", "sample"),
    ("Samples seen in all", "samples_seen", "sample"),
    ("Warm-up", "warmup_steps", "step"),
    ("Evaluations", "evaluations", "evaluation"),
    ("Checkpoints", "checkpoints", "checkpoint"),
)
_TOKENS: Final = (
    ("Tokens per step", "tokens_per_step", "token"),
    ("Tokens in all", "tokens_seen", "token"),
)
_TIME: Final = (("Duration", "seconds", "second"),)


@dataclass(frozen=True, slots=True)
class Change:
    """A count before and after: "Total steps: 8,000 → 4,000 (÷ 2)." Its unit is as in a Line."""

    what: str
    before: int | Fraction
    after: int | Fraction
    unit: str = ""

    def __str__(self) -> str:
        after = said(self.what, self.after, self.unit)
        return f"{self.what}: {written(self.before)} → {after} ({self._how_much})."

    @property
    def _how_much(self) -> str:
        """By which whole number it was multiplied or divided, if by one; else the difference."""
        factor = Fraction(self.after, self.before) if self.before else Fraction(0)
        if factor.denominator == 1 and factor:
            return f"× {exactly(factor)}"
        if factor.numerator == 1:
            return f"÷ {exactly(factor.denominator)}"
        sign = "+" if self.after > self.before else ""
        return f"{sign}{exactly(self.after - self.before)}"


def compare(before: TrainingRun, after: TrainingRun) -> tuple[Change, ...]:
    """Return every count that differs between two runs.

    Batches are told where they are not the steps, tokens and time where both runs have them.
    """
    return tuple(change for change in _counts(before, after) if change.before != change.after)


def _counts(before: TrainingRun, after: TrainingRun) -> Iterator[Change]:
    counted = [*_ALWAYS]
    if before.accumulation > 1 or after.accumulation > 1:
        counted = [*_BATCHES, *_ALWAYS]
    if before.tokens_per_sample and after.tokens_per_sample:
        counted += _TOKENS
    if before.seconds_per_step and after.seconds_per_step:
        counted += _TIME
    for what, count, unit in counted:
        yield Change(what, getattr(before, count), getattr(after, count), unit)
