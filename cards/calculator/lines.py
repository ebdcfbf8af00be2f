"""How the counts of a run come about, line by line, with words beside the symbols."""

from cards.calculator.run import Tail, TrainingRun
from cards.calculator.words import amount


def worked_lines(run: TrainingRun) -> tuple[str, ...]:
    """Return how the counts of a run come about, line by line, with words beside the symbols."""
    return (
        *steps_per_epoch_lines(run),
        total_steps_line(run),
        last_batch_line(run),
        *_effective_batch_lines(run),
    )


def steps_per_epoch_lines(run: TrainingRun) -> tuple[str, ...]:
    """Return the line for the steps of one epoch, after one for its batches where they differ."""
    if run.accumulation == 1:
        return (_batches_line("Steps per epoch", run),)
    per_replica = "Batches per epoch" if run.replicas == 1 else "Batches per replica and epoch"
    return (_batches_line(per_replica, run), _accumulation_line(run))


def total_steps_line(run: TrainingRun) -> str:
    """Return the line that leads from one epoch to the whole run."""
    total = f"{run.total_steps:,}"
    if run.max_steps is not None:
        return f"Total steps: {total} (the limit on steps decides, not the epochs)."
    if run.tail == "carry" and run.accumulation > 1:
        batches, k = run.batches_per_epoch, run.accumulation
        return f"Total steps: ⌊{batches:,} × {run.epochs:,} / {k:,}⌋ = {total} (rounded down)."
    return f"Total steps: {run.steps_per_epoch:,} × {run.epochs:,} = {total}."


def last_batch_line(run: TrainingRun) -> str:
    """Return the line for the size of an epoch's last batch."""
    size = run.last_batch_size
    if size == 0:
        return "Last batch: there is none, for not one batch is full."
    if size == run.batch_size:
        return f"Last batch: full, {amount(size, 'sample')}."
    if run.batches_per_epoch == 1:
        return f"Last batch: the only one, {amount(size, 'sample')}."
    earlier = f"{run.batches_per_epoch - 1:,} × {run.batch_size:,}"
    if run.replicas == 1:
        return f"Last batch: {run.samples:,} − {earlier} = {amount(size, 'sample')}."
    share = f"⌈{run.samples:,} / {run.replicas:,}⌉"
    return f"Last batch on the first replica: {share} − {earlier} = {amount(size, 'sample')}."


def _effective_batch_lines(run: TrainingRun) -> tuple[str, ...]:
    factors = [run.batch_size, *(n for n in (run.replicas, run.accumulation) if n > 1)]
    if len(factors) == 1:
        return ()
    product = " × ".join(f"{factor:,}" for factor in factors)
    return (f"Effective batch size: {product} = {run.effective_batch_size:,}.",)


def _batches_line(what: str, run: TrainingRun) -> str:
    shared = f"{run.batch_size:,}"
    if run.replicas > 1:
        shared = f"({shared} × {run.replicas:,})"
    left, right = "⌊⌋" if run.drop_last else "⌈⌉"
    batches = f"{run.batches_per_epoch:,}"
    return f"{what}: {left}{run.samples:,} / {shared}{right} = {batches} ({_leftover(run)})."


def _leftover(run: TrainingRun) -> str:
    full, rest = divmod(run.samples, run.batch_size * run.replicas)
    if rest == 0:
        return "every batch is full"
    if run.drop_last:
        return f"rounded down: {amount(rest, 'sample')} left over and dropped"
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


def _accumulation_line(run: TrainingRun) -> str:
    batches, k = run.batches_per_epoch, run.accumulation
    left, right = "⌈⌉" if run.tail == "flush" else "⌊⌋"
    why = _TAIL_IN_WORDS[run.tail] if batches % k else f"every {amount(k, 'batch')} make a step"
    steps = f"{run.steps_per_epoch:,}"
    label = "Steps in the first epoch" if run.tail == "carry" else "Steps per epoch"
    return f"{label}: {left}{batches:,} / {k:,}{right} = {steps} ({why})."
