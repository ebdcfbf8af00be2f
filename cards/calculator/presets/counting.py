"""From what was set to the run that a framework makes of it: one function for each way to count."""

from dataclasses import replace
from fractions import Fraction
from math import ceil, floor

from cards.calculator.exact import ceil_div, part
from cards.calculator.presets.doubles import as_double, double_product
from cards.calculator.presets.framework import Settings
from cards.calculator.run import Tail, TrainingRun
from cards.calculator.sharding import Sharding


def counted(
    asked: Settings, batch_size: int, *, tail: Tail = "flush", sharding: Sharding = "pad"
) -> TrainingRun:
    """Return the run as it was asked for, under these conventions."""
    return TrainingRun(
        asked.samples,
        batch_size,
        _whole(asked.epochs),
        drop_last=asked.drop_last,
        accumulation=asked.accumulation,
        replicas=asked.replicas,
        max_steps=asked.max_steps,
        tail=tail,
        sharding=sharding,
        validation=asked.validation,
        warmup=asked.warmup,
    )


def with_distributed_sampler(
    asked: Settings, batch_size: int, *, tail: Tail = "flush"
) -> TrainingRun:
    """Return the run whose sampler fills the shares up before the loader drops what is not full."""
    held_out = part(asked.validation, asked.samples)
    training = asked.samples - held_out
    # The sampler divides in floating point, which is one short for some numbers beyond 2^53.
    share = ceil(as_double(Fraction(training, asked.replicas)))
    if asked.drop_last or share != ceil_div(training, asked.replicas):
        samples = share * asked.replicas + held_out
        asked = replace(asked, samples=samples, validation=held_out)
    return counted(asked, batch_size, tail=tail)


def with_split_batches(asked: Settings, batch_size: int, *, sharding: Sharding) -> TrainingRun:
    """Return the run whose batch size is that of all replicas together."""
    if batch_size % asked.replicas:
        raise ValueError(
            "with split_batches, batch_size is shared between the replicas, "
            f"but {batch_size:,} is no multiple of {asked.replicas:,}"
        )
    return counted(asked, batch_size // asked.replicas, sharding=sharding)


def trainer(asked: Settings, batch_size: int) -> TrainingRun:
    """Return the run of a Trainer that plans a step for the batches left over."""
    run = _in_whole_epochs(asked, batch_size)
    return _planned(run, asked, run.steps_per_epoch)


def earlier_trainer(asked: Settings, batch_size: int, *, carries: bool) -> TrainingRun:
    """Return the run of a Trainer that makes steps of batches left over, but did not plan them.

    So it stops early. If it ``carries``, they count in the next epoch, unless an epoch has no more
    batches than one step.
    """
    run = _in_whole_epochs(asked, batch_size)
    if carries and run.batches_per_epoch > run.accumulation:
        run = replace(run, tail="carry")
    return _planned(run, asked, run.batches_per_epoch // run.accumulation)


def lightning(asked: Settings, batch_size: int) -> TrainingRun:
    """Return the run that ends with its epochs or with max_steps, whichever comes first."""
    run = with_distributed_sampler(replace(asked, max_steps=None), batch_size)
    if asked.max_steps is None or asked.max_steps >= run.total_steps:
        return run
    return replace(run, max_steps=asked.max_steps)


def keras(asked: Settings, batch_size: int) -> TrainingRun:
    """Return the run whose validation split is worked out in floating point."""
    run = counted(asked, batch_size, tail="carry")
    if isinstance(asked.validation, Fraction):
        kept = floor(double_product(asked.samples, as_double(1 - as_double(asked.validation))))
        if kept != run.training_samples:
            run = replace(run, validation=asked.samples - kept)
    return run


def perceptron(asked: Settings, batch_size: int) -> TrainingRun:
    """Return the run whose batch is at most the whole data set."""
    run = counted(asked, batch_size)
    return replace(run, batch_size=min(batch_size, run.training_samples))


def kmeans(asked: Settings, batch_size: int) -> TrainingRun:
    """Return the run whose steps are counted over all epochs at once; each draws a full batch."""
    run = counted(asked, min(batch_size, asked.samples))
    return replace(run, max_steps=run.samples * run.epochs // run.batch_size)


def _whole(epochs: int | Fraction) -> int:
    if not isinstance(epochs, Fraction):
        return epochs
    if epochs.denominator != 1:
        raise ValueError(f"epochs must be a whole number of at least 1, not {epochs}")
    return epochs.numerator


def _in_whole_epochs(asked: Settings, batch_size: int) -> TrainingRun:
    return counted(replace(asked, epochs=ceil(asked.epochs)), batch_size, sharding="even")


def _planned(run: TrainingRun, asked: Settings, per_epoch: int) -> TrainingRun:
    """Return a Trainer's run, which ends when as many steps are made as were planned."""
    planned = ceil(double_product(asked.epochs, max(1, per_epoch)))
    # Batches that would be carried on from the last epoch are not even worked through.
    stops_early = planned != run.total_steps or run.tail == "carry"
    if asked.max_steps is None and stops_early and not run.never_steps:
        run = replace(run, max_steps=planned)
    if isinstance(asked.warmup, Fraction):
        steps = ceil(double_product(asked.warmup, run.total_steps))
        if steps != run.warmup_steps:
            run = replace(run, warmup=steps)
    return run
