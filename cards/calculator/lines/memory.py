"""The lines for what takes memory, and which batch fits."""

from fractions import Fraction

from cards.calculator.lines.line import Line
from cards.calculator.memory import GB, Memory, accumulate_to_fit
from cards.calculator.run import TrainingRun
from cards.calculator.words import amount, exactly

_MB = GB // 1_000


def memory_lines(memory: Memory, batch_size: int) -> tuple[Line, ...]:
    """Return the lines that say whether a batch fits; where that is not known, what it hangs on."""
    lines, each = (_states(memory), _left(memory)), memory.per_sample
    if memory.left <= 0:
        return lines
    if each is None:
        return (*lines, _most_per_sample(memory, batch_size))
    return (*lines, _largest_batch(memory, each), _needed(memory, each, batch_size))


def accumulation_lines(run: TrainingRun, largest: int) -> tuple[Line, ...]:
    """Return the lines for the batch and the accumulation that keep the effective batch size.

    Raises ValueError like accumulate_to_fit.
    """
    fitting, per_step = accumulate_to_fit(run, largest), run.batch_size * run.accumulation
    quotient = f"{per_step:,} / {fitting.batch_size:,}"
    why = f"the largest up to {min(run.batch_size, largest):,} that divides {per_step:,}"
    return (
        Line("Batch size", "", fitting.batch_size, why=why),
        Line("Accumulation", quotient, fitting.accumulation, "batch"),
    )


def _states(memory: Memory) -> Line:
    kept = memory.optimizer
    each = " + ".join(str(n) for n in (kept.weights, kept.gradients, kept.state) if n)
    return Line(
        "Model, gradients and optimizer state",
        f"{memory.parameters:,} × ({each}) bytes",
        Fraction(memory.states, GB),
        "GB",
        kept.name,
    )


def _left(memory: Memory) -> Line:
    taken = [memory.states, *([memory.fixed] if memory.fixed else [])]
    expression = " − ".join(_in_gb(number) for number in (memory.usable, *taken))
    why = "" if memory.left > 0 else "no batch fits, however small"
    return Line("Left for the batch", expression, Fraction(memory.left, GB), "GB", why)


def _most_per_sample(memory: Memory, batch_size: int) -> Line:
    most = Fraction(memory.most_per_sample(batch_size), _MB)
    expression = f"{_in_mb(memory.left)} / {batch_size:,}"
    why = f"at most, for a batch of {batch_size:,} to fit"
    return Line("Memory for one sample", expression, most, "MB", why)


def _largest_batch(memory: Memory, each: int | Fraction) -> Line:
    expression = f"⌊{_in_mb(memory.left)} / {_in_mb(each)}⌋"
    why = "" if memory.any_batch_fits else "not even one sample fits"
    return Line("Largest batch", expression, memory.largest_batch, "sample", why)


def _needed(memory: Memory, each: int | Fraction, batch_size: int) -> Line:
    needed = memory.needed(batch_size)
    expression = f"{_in_gb(memory.states + memory.fixed)} + {batch_size:,} × {_in_gb(each)}"
    why = "it fits"
    if not memory.fits(batch_size):
        why = f"too much by {amount(Fraction(needed - memory.usable, GB), 'GB')}"
    return Line(f"A batch of {batch_size:,}", expression, Fraction(needed, GB), "GB", why)


def _in_mb(number: int | Fraction) -> str:
    return exactly(Fraction(number, _MB))


def _in_gb(number: int | Fraction) -> str:
    return exactly(Fraction(number, GB))
