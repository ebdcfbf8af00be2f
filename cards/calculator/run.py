"""The counting model: how many batches, steps and samples a training run has, in exact integers.

A step is one update of the parameters. One device that updates after every batch is the plain case;
``replicas`` share the samples between them, ``accumulation`` makes one step out of several batches,
and ``tail`` says what becomes of batches that are too few for a step at the end of an epoch.
"""

from dataclasses import KW_ONLY, dataclass
from fractions import Fraction
from typing import Literal, TypeAlias, get_args

from cards.calculator.exact import (
    ceil_div,
    part,
    require_count,
    require_count_or_share,
    require_one_of,
    require_positive,
)
from cards.calculator.sharding import Sharding, Shares

Tail: TypeAlias = Literal["flush", "reset", "carry"]
Unit: TypeAlias = Literal["step", "epoch"]

_AT_LEAST_ONE = ("samples", "batch_size", "epochs", "accumulation", "replicas")


@dataclass(frozen=True, slots=True)
class Every:
    """An interval, such as every 500 steps or every epoch. It falls on its multiples only."""

    count: int
    unit: Unit = "step"

    def __post_init__(self) -> None:
        require_count("an interval", self.count)
        require_one_of("the unit of an interval", self.unit, get_args(Unit))


@dataclass(frozen=True, slots=True)
class TrainingRun:
    """A training run, whose counts are its properties.

    With ``drop_last`` a batch that is not full is left out. ``max_steps`` replaces the epochs, be
    they more or fewer. ``tail`` says what happens to a group of fewer than ``accumulation`` batches
    at the end of an epoch: it makes a step of its own (flush), it is lost (reset), or it is filled
    up in the next epoch (carry). A run of 0 steps is no error.

    ``sharding`` says what several replicas do with samples that do not go round (see Shares).
    ``validation`` is held out of the samples before training, ``warmup`` are the steps with a
    rising learning rate: each a count (int) or a share (Fraction, rounded up). ``evaluate_every``
    and ``save_every`` are intervals, ``tokens_per_sample`` is the length of a sequence,
    ``seconds_per_step`` may be a Fraction.

    Raises ValueError for a number that is no int or below 1, an unknown word, a validation set that
    leaves nothing to train on, and ``max_steps`` where no step would ever be made.
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
    sharding: Sharding = "pad"
    validation: int | Fraction = 0
    warmup: int | Fraction = 0
    evaluate_every: Every | None = None
    save_every: Every | None = None
    tokens_per_sample: int | None = None
    seconds_per_step: int | Fraction | None = None

    def __post_init__(self) -> None:
        for name in _AT_LEAST_ONE:
            require_count(name, getattr(self, name))
        require_one_of("tail", self.tail, get_args(Tail))
        require_one_of("sharding", self.sharding, get_args(Sharding))
        require_count_or_share("validation", self.validation)
        require_count_or_share("warmup", self.warmup)
        if self.training_samples < 1:
            raise ValueError("validation must leave at least 1 sample to train on")
        if self.tokens_per_sample is not None:
            require_count("tokens_per_sample", self.tokens_per_sample)
        if self.seconds_per_step is not None:
            require_positive("seconds_per_step", self.seconds_per_step)
        if self.max_steps is not None:
            require_count("max_steps", self.max_steps)
            if self.never_steps:
                raise ValueError("max_steps cannot be reached: this run never makes a step")

    @property
    def validation_samples(self) -> int:
        """Samples held out for validation."""
        return part(self.validation, self.samples)

    @property
    def training_samples(self) -> int:
        """Samples that are left to train on."""
        return self.samples - self.validation_samples

    @property
    def batches_per_epoch(self) -> int:
        """Batches that a replica works through in one epoch; the first one, if they differ."""
        return self._shares.batches

    @property
    def steps_per_epoch(self) -> int:
        """Steps of one epoch; of the first one, where batches are carried over."""
        return self.steps_in_epoch(1)

    @property
    def total_steps(self) -> int:
        """Steps of the whole run."""
        return self._steps_after(self.epochs) if self.max_steps is None else self.max_steps

    @property
    def total_batches(self) -> int:
        """Batches that the first replica works through in the whole run."""
        if self.max_steps is None:
            return self.batches_per_epoch * self.epochs
        return self.batches_after(self.max_steps)

    @property
    def last_batch_size(self) -> int:
        """Samples in the last batch of an epoch on the first replica; 0 where there is no batch."""
        return self._shares.last_batch_size

    @property
    def effective_batch_size(self) -> int:
        """Samples behind one full step."""
        return self.batch_size * self.replicas * self.accumulation

    @property
    def samples_per_epoch(self) -> int:
        """Samples that all replicas work through in one epoch, repeated ones counted again."""
        return self._shares.seen

    @property
    def samples_seen(self) -> int:
        """Samples that all replicas work through in the whole run, repeated ones counted again."""
        return self._shares.seen_in(self.total_batches)

    @property
    def epochs_started(self) -> int:
        """Epochs that the whole run begins."""
        return self.epochs if self.max_steps is None else self.epochs_started_after(self.max_steps)

    @property
    def epochs_completed(self) -> int:
        """Epochs that the whole run completes."""
        return (
            self.epochs if self.max_steps is None else self.epochs_completed_after(self.max_steps)
        )

    @property
    def warmup_steps(self) -> int:
        """Steps of the warm-up; they may be more than the run has."""
        return part(self.warmup, self.total_steps)

    @property
    def evaluations(self) -> int:
        """Evaluations in the whole run; 0 without an interval."""
        return self._times(self.evaluate_every)

    @property
    def checkpoints(self) -> int:
        """Checkpoints saved in the whole run; 0 without an interval."""
        return self._times(self.save_every)

    @property
    def tokens_per_step(self) -> int:
        """Tokens behind one full step. Raises ValueError where a sample's tokens are not given."""
        return self.effective_batch_size * self._tokens

    @property
    def tokens_seen(self) -> int:
        """Tokens of the whole run. Raises ValueError where a sample's tokens are not given."""
        return self.samples_seen * self._tokens

    @property
    def seconds(self) -> Fraction:
        """Duration of all steps. Raises ValueError where a step's seconds are not given."""
        if self.seconds_per_step is None:
            raise ValueError("seconds_per_step is not given")
        return Fraction(self.total_steps * self.seconds_per_step)

    @property
    def never_steps(self) -> bool:
        """Whether no number of epochs makes a single step."""
        return self.batches_per_epoch < (self.accumulation if self.tail == "reset" else 1)

    def steps_in_epoch(self, epoch: int) -> int:
        """Return the steps of one epoch, from 1 on, whatever ``epochs`` and ``max_steps`` say."""
        require_count("epoch", epoch)
        return self._steps_after(epoch) - self._steps_after(epoch - 1)

    def batches_after(self, steps: int) -> int:
        """Return the batches that a replica has worked through when a step is made.

        Like the three below, it asks neither ``epochs`` nor ``max_steps``. Raises ValueError where
        that step is never made.
        """
        require_count("steps", steps, at_least=0)
        if steps == 0:
            return 0
        if self.never_steps:
            raise ValueError("this run never makes a step")
        if self.tail == "carry":
            return steps * self.accumulation
        epochs, steps_before = divmod(steps - 1, self.steps_per_epoch)
        within = min((steps_before + 1) * self.accumulation, self.batches_per_epoch)
        return epochs * self.batches_per_epoch + within

    def epochs_started_after(self, steps: int) -> int:
        """Return the epoch in which a step is made, from 1 on; 0 for no step."""
        batches = self.batches_after(steps)
        return ceil_div(batches, self.batches_per_epoch) if batches else 0

    def epochs_completed_after(self, steps: int) -> int:
        """Return the epochs of which every step is made and, if carried, every batch is used."""
        batches = self.batches_after(steps)
        if not batches:
            return 0
        if self.tail == "carry":
            return batches // self.batches_per_epoch
        return steps // self.steps_per_epoch

    def samples_seen_after(self, steps: int) -> int:
        """Return the samples that all replicas have worked through when a step is made."""
        return self._shares.seen_in(self.batches_after(steps))

    @property
    def _shares(self) -> Shares:
        return Shares(
            self.training_samples, self.batch_size, self.replicas, self.sharding, self.drop_last
        )

    @property
    def _tokens(self) -> int:
        if self.tokens_per_sample is None:
            raise ValueError("tokens_per_sample is not given")
        return self.tokens_per_sample

    def _steps_after(self, epochs: int) -> int:
        batches = self.batches_per_epoch
        if self.tail == "carry":
            return batches * epochs // self.accumulation
        if self.tail == "reset":
            return batches // self.accumulation * epochs
        return ceil_div(batches, self.accumulation) * epochs

    def _times(self, interval: Every | None) -> int:
        if interval is None:
            return 0
        whole = self.total_steps if interval.unit == "step" else self.epochs_completed
        return whole // interval.count
