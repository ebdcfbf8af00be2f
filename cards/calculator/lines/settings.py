"""The lines for what a run may be told besides its batches; there are none for what it was not."""

from fractions import Fraction

from cards.calculator.lines.line import Line
from cards.calculator.run import Every, TrainingRun
from cards.calculator.words import amount, duration, exactly


def validation_lines(run: TrainingRun) -> tuple[Line, ...]:
    """Return the lines for the samples that are held out, and for those that are left."""
    held_out, left = run.validation_samples, run.training_samples
    if not held_out:
        return ()
    return (
        Line("Validation samples", _part(run.validation, run.samples), held_out, "sample"),
        Line("Training samples", f"{run.samples:,} − {held_out:,}", left, "sample"),
    )


def warmup_lines(run: TrainingRun) -> tuple[Line, ...]:
    """Return the line for the steps of the warm-up."""
    if not run.warmup:
        return ()
    why = "more than the run has" if run.warmup_steps > run.total_steps else ""
    expression = _part(run.warmup, run.total_steps)
    return (Line("Warm-up", expression, run.warmup_steps, "step", why),)


def interval_lines(run: TrainingRun) -> tuple[Line, ...]:
    """Return the lines for the evaluations and the checkpoints."""
    counted = (
        ("evaluation", run.evaluate_every, run.evaluations),
        ("checkpoint", run.save_every, run.checkpoints),
    )
    return tuple(_interval(unit, every, times, run) for unit, every, times in counted if every)


def token_lines(run: TrainingRun) -> tuple[Line, ...]:
    """Return the lines for the tokens of a step and of the run."""
    if run.tokens_per_sample is None:
        return ()
    each = f"{run.tokens_per_sample:,}"
    per_step = f"{run.effective_batch_size:,} × {each}"
    return (
        Line("Tokens per step", per_step, run.tokens_per_step, "token"),
        Line("Tokens in all", f"{run.samples_seen:,} × {each}", run.tokens_seen, "token"),
    )


def duration_lines(run: TrainingRun) -> tuple[Line, ...]:
    """Return the line for the time that all steps take."""
    if run.seconds_per_step is None:
        return ()
    expression = f"{run.total_steps:,} × {exactly(run.seconds_per_step)}"
    return (Line("Duration", expression, run.seconds, "second", duration(run.seconds)),)


def _part(asked: int | Fraction, whole: int) -> str:
    return f"⌈{exactly(asked)} × {whole:,}⌉" if isinstance(asked, Fraction) else ""


def _interval(unit: str, every: Every, times: int, run: TrainingRun) -> Line:
    what = f"{unit.capitalize()}s"
    if every.count == 1:
        return Line(what, "", times, unit, f"one after every {every.unit}")
    whole = run.total_steps if every.unit == "step" else run.epochs_completed
    why = f"one after every {amount(every.count, every.unit)}"
    return Line(what, f"⌊{whole:,} / {every.count:,}⌋", times, unit, why)
