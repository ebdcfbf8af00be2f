"""The lines for where a run stands after a number of steps."""

from cards.calculator.exact import require_count
from cards.calculator.lines.line import Line
from cards.calculator.run import TrainingRun
from cards.calculator.words import amount


def progress_lines(run: TrainingRun, steps: int) -> tuple[Line, ...]:
    """Return the lines for the epochs and the samples behind a run when a step is made.

    Raises ValueError where that step is never made.
    """
    require_count("steps", steps)
    return (_started(run, steps), _completed(run, steps), _seen(run, steps))


def _started(run: TrainingRun, steps: int) -> Line:
    started = run.epochs_started_after(steps)
    return Line("Epochs started", f"⌈{_in_epochs(run, steps)}⌉", started, "epoch")


def _completed(run: TrainingRun, steps: int) -> Line:
    completed = run.epochs_completed_after(steps)
    why = ""
    if run.tail != "carry" and steps > completed * run.steps_per_epoch:
        further = steps - completed * run.steps_per_epoch
        why = f"and {amount(further, 'step')} of the next one"
    return Line("Epochs completed", f"⌊{_in_epochs(run, steps)}⌋", completed, "epoch", why)


def _in_epochs(run: TrainingRun, steps: int) -> str:
    """Return the steps in epochs; with carry in batches, for steps reach from one to the next."""
    if run.tail == "carry" and run.accumulation > 1:
        return f"{steps:,} × {run.accumulation:,} / {run.batches_per_epoch:,}"
    return f"{steps:,} / {run.steps_per_epoch:,}"


def _seen(run: TrainingRun, steps: int) -> Line:
    epochs, further = divmod(run.batches_after(steps), run.batches_per_epoch)
    full_batch = f"{run.batch_size:,}" + (f" × {run.replicas:,}" if run.replicas > 1 else "")
    parts = ((epochs, f"{run.samples_per_epoch:,}"), (further, full_batch))
    expression = " + ".join(f"{number:,} × {each}" for number, each in parts if number)
    return Line("Samples seen", expression, run.samples_seen_after(steps), "sample")
