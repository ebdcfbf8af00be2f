"""The lines for learning rates."""

from fractions import Fraction

from cards.calculator.lines.line import Line
from cards.calculator.rates import scaled_by_root, scaled_linearly
from cards.calculator.schedule import Constant, CosineDecay, LinearDecay, Schedule, StepDecay
from cards.calculator.words import amount, exactly


def scaled_rate_lines(
    rate: int | Fraction, batch_size: int, new_batch_size: int
) -> tuple[Line, ...]:
    """Return the line for a learning rate scaled linearly, and that for one scaled by the root."""
    factor = f"{new_batch_size:,} / {batch_size:,}"
    linear = scaled_linearly(rate, batch_size, new_batch_size)
    root = scaled_by_root(rate, batch_size, new_batch_size)
    return (
        Line("Learning rate, scaled linearly", f"{exactly(rate)} × {factor}", linear),
        Line("Learning rate, scaled by the root", f"{exactly(rate)} × √({factor})", root),
    )


def scheduled_rate_line(schedule: Schedule, steps: int) -> Line:
    """Return the line for the learning rate after so many steps.

    Raises ValueError for more steps than the run has.
    """
    rate = schedule.rate_after(steps)
    what = f"Learning rate after {amount(steps, 'step')}"
    peak, warmup = exactly(schedule.peak), schedule.warmup_steps
    if steps < warmup:
        return Line(what, f"{peak} × {steps:,} / {warmup:,}", rate, why="still warming up")
    done, of = steps - warmup, schedule.total_steps - warmup
    match schedule.decay:
        case Constant():
            return Line(what, "", rate, why="the peak, which is kept")
        case _ if done == 0:
            return Line(what, "", rate, why="the peak")
        case LinearDecay():
            return Line(what, f"{peak} × ({of:,} − {done:,}) / {of:,}", rate)
        case CosineDecay():
            return Line(what, f"{peak} × (1 + cos(π × {done:,} / {of:,})) / 2", rate)
        case StepDecay(every, factor):
            drops = done // every
            why = f"{amount(drops, 'drop')} so far, one after every {amount(every, 'step')}"
            return Line(what, f"{peak} × {exactly(factor)}^{drops}", rate, why=why)
