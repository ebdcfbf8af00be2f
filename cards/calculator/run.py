"""The training calculator: how many steps a run takes, in exact integers.

A step is one update of the parameters. One device that updates after every batch is the plain case;
``replicas`` share the samples between them, ``accumulation`` makes one step out of several batches,
and ``tail`` says what becomes of batches that are too few for a step at the end of an epoch.
"""

from dataclasses import KW_ONLY, dataclass
from typing import Literal, TypeAlias, get_args

from cards.calculator.words import amount

Tail: TypeAlias = Literal["flush", "reset", "carry"]

_AT_LEAST_ONE = ("samples", "batch_size", "epochs", "accumulation", "replicas")


@dataclass(frozen=True, slots=True)
class TrainingRun:
    """A training run, whose counts are its properties.

    With ``drop_last`` a batch that is not full is left out. ``max_steps`` replaces the epochs, be
    they more or fewer. ``tail`` says what happens to a group of fewer than ``accumulation`` batches
    at the end of an epoch: it makes a step of its own (flush), it is lost (reset), or it is filled
    up in the next epoch (carry). A run of 0 steps is no error.

    Raises ValueError for a number that is no int or below 1, an unknown ``tail``, and ``max_steps``
    where no step would ever be made.
    """

    samples: int
    batch_size: int
    epochs: int = 1
    _: KW_ONLY
    drop_last: bool = False
    accumulation: int = 1
    replicas: int = 1
    max_steps: int | None = None
    tail: Tail = "flush"

    def __post_init__(self) -> None:
        for name in _AT_LEAST_ONE:
            _require_count(name, getattr(self, name))
        if self.tail not in get_args(Tail):
            raise ValueError(f"tail must be flush, reset or carry, not {self.tail!r}")
        if self.max_steps is not None:
            _require_count("max_steps", self.max_steps)
            if self.never_steps:
                raise ValueError("max_steps cannot be reached: this run never makes a step")

    @property
    def batches_per_epoch(self) -> int:
        """Batches that each replica works through in one epoch."""
        shared = self.batch_size * self.replicas
        return self.samples // shared if self.drop_last else _ceil(self.samples, shared)

    @property
    def steps_per_epoch(self) -> int:
        """Steps of one epoch; of the first one, where batches are carried over."""
        return self.steps_in_epoch(1)

    @property
    def total_steps(self) -> int:
        """Steps of the whole run."""
        return self._steps_after(self.epochs) if self.max_steps is None else self.max_steps

    @property
    def last_batch_size(self) -> int:
        """Samples in the last batch of an epoch on the first replica; 0 where there is no batch.

        Replicas get equal shares: where the samples do not go round, some are used twice.
        """
        if self.drop_last:
            return self.batch_size if self.batches_per_epoch else 0
        return _ceil(self.samples, self.replicas) - (self.batches_per_epoch - 1) * self.batch_size

    @property
    def effective_batch_size(self) -> int:
        """Samples behind one full step."""
        return self.batch_size * self.replicas * self.accumulation

    @property
    def never_steps(self) -> bool:
        """Whether no number of epochs makes a single step."""
        return self.batches_per_epoch < (self.accumulation if self.tail == "reset" else 1)

    def steps_in_epoch(self, epoch: int) -> int:
        """Return the steps of one epoch, from 1 on, whatever ``epochs`` and ``max_steps`` say."""
        _require_count("epoch", epoch)
        return self._steps_after(epoch) - self._steps_after(epoch - 1)

    def _steps_after(self, epochs: int) -> int:
        batches = self.batches_per_epoch
        if self.tail == "carry":
            return batches * epochs // self.accumulation
        if self.tail == "reset":
            return batches // self.accumulation * epochs
        return _ceil(batches, self.accumulation) * epochs


def epochs_for_steps(run: TrainingRun, steps: int) -> int:
    """Return the fewest whole epochs in which ``run`` makes at least ``steps`` steps.

    The run's own epochs and max_steps play no part. Raises ValueError where it never makes a step.
    """
    _require_count("steps", steps)
    if run.never_steps:
        raise ValueError("this run never makes a step")
    if run.tail == "carry":
        return _ceil(steps * run.accumulation, run.batches_per_epoch)
    return _ceil(steps, run.steps_per_epoch)


def batch_size_for_steps(samples: int, steps: int) -> int:
    """Return the smallest batch size that needs at most ``steps`` steps for one epoch.

    One device, one step per batch, the last, smaller batch kept.
    """
    _require_count("samples", samples)
    _require_count("steps", steps)
    return _ceil(samples, steps)


def largest_batch(usable: int, fixed: int, per_sample: int) -> int:
    """Return the largest batch size that fits in memory; 0 where not even one sample does.

    ``fixed`` is what model, gradients and optimizer take whatever the batch; all in one unit.
    """
    _require_count("usable", usable)
    _require_count("per_sample", per_sample)
    return max(0, (usable - fixed) // per_sample)


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


def _ceil(dividend: int, divisor: int) -> int:
    return -(-dividend // divisor)


def _require_count(name: str, number: object) -> None:
    if type(number) is not int or number < 1:
        raise ValueError(f"{name} must be a whole number of at least 1, not {number!r}")
