"""The lines for batches and steps."""

from collections.abc import Sequence

from cards.calculator.lines.line import Line
from cards.calculator.run import Tail, TrainingRun
from cards.calculator.words import amount


def steps_per_epoch(run: TrainingRun) -> tuple[Line, ...]:
    """Return the line for the steps of one epoch, after one for its batches where they differ."""
    if run.accumulation == 1:
        return (_batches("Steps per epoch", "step", run),)
    per_replica = "Batches per epoch" if run.replicas == 1 else "Batches per replica and epoch"
    return (_batches(per_replica, "batch", run), _accumulated(run))


def total_steps(run: TrainingRun) -> Line:
    """Return the line that leads from one epoch to the whole run."""
    what, total = "Total steps", run.total_steps
    if run.max_steps is not None:
        return Line(what, "", total, "step", "the limit on steps decides, not the epochs")
    if run.tail == "carry" and run.accumulation > 1:
        batches, k = run.batches_per_epoch, run.accumulation
        expression = f"⌊{batches:,} × {run.epochs:,} / {k:,}⌋"
        return Line(what, expression, total, "step", "rounded down")
    return Line(what, f"{run.steps_per_epoch:,} × {run.epochs:,}", total, "step")


def last_batch(run: TrainingRun) -> Line:
    """Return the line for the size of an epoch's last batch."""
    size = run.last_batch_size
    if size == 0:
        return Line("Last batch", "there is none, for not one batch is full", None)
    if size == run.batch_size:
        return Line("Last batch", "full", size, "sample")
    if run.batches_per_epoch == 1:
        return Line("Last batch", "the only one", size, "sample")
    what = "Last batch" if run.replicas == 1 else "Last batch on the first replica"
    return Line(what, f"{_share(run)} − {_earlier(run)}", size, "sample")


def effective_batch_lines(run: TrainingRun) -> tuple[Line, ...]:
    """Return the line for the effective batch size, if that is more than one batch."""
    factors = [run.batch_size, *(n for n in (run.replicas, run.accumulation) if n > 1)]
    if len(factors) == 1:
        return ()
    return (Line("Effective batch size", _product(factors), run.effective_batch_size),)


def _product(factors: Sequence[int]) -> str:
    return " × ".join(f"{factor:,}" for factor in factors)


def _share(run: TrainingRun) -> str:
    """Return what the last batch is the rest of: the first replica's share, or all samples."""
    samples = f"{run.training_samples:,}"
    if run.replicas == 1 or run.sharding == "uneven":
        return samples
    left, right = "⌊⌋" if run.sharding == "drop" else "⌈⌉"
    return f"{left}{samples} / {run.replicas:,}{right}"


def _earlier(run: TrainingRun) -> str:
    factors = [run.batches_per_epoch - 1, run.batch_size]
    if run.sharding == "uneven" and run.replicas > 1:
        factors.append(run.replicas)
    return _product(factors)


def _batches(what: str, unit: str, run: TrainingRun) -> Line:
    samples, size = f"{run.training_samples:,}", f"{run.batch_size:,}"
    left, right = "⌊⌋" if run.drop_last else "⌈⌉"
    if run.replicas == 1:
        quotient = f"{samples} / {size}"
    elif _cuts_shares(run):
        quotient = f"⌊{samples} / {run.replicas:,}⌋ / {size}"
    else:
        quotient = f"{samples} / ({size} × {run.replicas:,})"
    return Line(what, f"{left}{quotient}{right}", run.batches_per_epoch, unit, _leftover(run))


def _cuts_shares(run: TrainingRun) -> bool:
    return run.sharding == "drop" and run.replicas > 1 and not run.drop_last


def _leftover(run: TrainingRun) -> str:
    full, rest = divmod(run.training_samples, run.batch_size * run.replicas)
    if rest == 0:
        return "every batch is full"
    if run.drop_last:
        return f"rounded down: {amount(rest, 'sample')} left over and dropped"
    if _cuts_shares(run):
        return f"{amount(rest % run.replicas, 'sample')} left out, so that all shares are equal"
    if run.replicas > 1:
        return "rounded up: what is left over still makes a batch"
    if full == 0:
        return f"rounded up: one batch holds all {amount(rest, 'sample')}"
    return f"rounded up: {amount(full, 'full batch')} and a last, smaller one of {rest:,} is kept"


_TAIL_IN_WORDS: dict[Tail, str] = {
    "flush": "rounded up: the batches left over make a step of their own",
    "reset": "rounded down: the batches left over make no step",
    "carry": "rounded down: the batches left over count in the next epoch",
}


def _accumulated(run: TrainingRun) -> Line:
    batches, k = run.batches_per_epoch, run.accumulation
    left, right = "⌈⌉" if run.tail == "flush" else "⌊⌋"
    why = _TAIL_IN_WORDS[run.tail] if batches % k else f"every {amount(k, 'batch')} make a step"
    what = "Steps in the first epoch" if run.tail == "carry" else "Steps per epoch"
    return Line(what, f"{left}{batches:,} / {k:,}{right}", run.steps_per_epoch, "step", why)
