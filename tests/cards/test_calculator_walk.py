"""Every count of a run, against a walk over its batches, one by one, on every replica."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import chain, count, cycle, islice
from typing import get_args

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from cards.calculator import Every, Sharding, Tail, TrainingRun
from tests.scale import scaled

MOST_BATCHES = 2_000

runs = st.builds(
    TrainingRun,
    samples=st.integers(1, 300),
    batch_size=st.integers(1, 40),
    epochs=st.integers(1, 6),
    drop_last=st.booleans(),
    accumulation=st.integers(1, 7),
    replicas=st.integers(1, 6),
    tail=st.sampled_from(get_args(Tail)),
    sharding=st.sampled_from(get_args(Sharding)),
)
often = settings(max_examples=scaled(400, 5_000))


@dataclass(frozen=True)
class Step:
    """A step as it is made: the epoch it is made in, and what came before it and with it."""

    epoch: int
    used: tuple[int, ...]  # the epochs that its batches come from
    batches: int  # of the first replica, so far
    seen: int  # samples of all replicas, so far


def cut(samples: list[int], size: int) -> list[list[int]]:
    return [samples[i : i + size] for i in range(0, len(samples), size)]


def dealt(run: TrainingRun) -> list[list[int]]:
    """Return the sizes of one epoch's batches, for each replica."""
    samples, replicas = list(range(run.samples)), run.replicas
    if run.sharding in ("pad", "drop"):
        if run.sharding == "pad" and not run.drop_last:
            again = cycle(samples[:])
            while len(samples) % replicas:
                samples.append(next(again))
        while run.sharding == "drop" and len(samples) % replicas:
            samples.pop()
        shares = [cut(samples[replica::replicas], run.batch_size) for replica in range(replicas)]
    else:
        batches = cut(samples, run.batch_size)
        if run.sharding == "even" and not run.drop_last and replicas > 1:
            again = cycle(samples)
            batches[-1] += islice(again, run.batch_size - len(batches[-1]))
            while len(batches) % replicas:
                batches.append(list(islice(again, run.batch_size)))
        shares = [batches[replica::replicas] for replica in range(replicas)]
    sizes = [[len(batch) for batch in share] for share in shares]
    if run.drop_last:
        full = [[size for size in share if size == run.batch_size] for share in sizes]
        together = min(map(len, full))
        sizes = [share[:together] for share in full]
    return sizes


def steps(run: TrainingRun) -> Iterator[Step]:
    """Train without end, batch by batch, and tell every step."""
    shares = dealt(run)
    batches, seen = 0, 0
    waiting: list[int] = []
    for epoch in count(1):
        for place in range(len(shares[0])):
            batches += 1
            seen += sum(share[place] for share in shares if place < len(share))
            waiting.append(epoch)
            is_last = place + 1 == len(shares[0])
            if len(waiting) == run.accumulation or (is_last and run.tail == "flush"):
                yield Step(epoch, tuple(waiting), batches, seen)
                waiting = []
        if run.tail != "carry":
            waiting = []


def steps_of_epochs(run: TrainingRun, epochs: int) -> list[Step]:
    if run.never_steps:
        return []
    made: list[Step] = []
    for step in steps(run):
        if step.epoch > epochs:
            break
        made.append(step)
    return made


@often
@given(runs)
def test_an_epoch_is_what_is_dealt_out(run: TrainingRun) -> None:
    shares = dealt(run)
    assert run.batches_per_epoch == len(shares[0]) == max(map(len, shares))
    assert run.last_batch_size == (shares[0][-1] if shares[0] else 0)
    assert run.samples_per_epoch == sum(chain.from_iterable(shares))


@often
@given(runs)
def test_a_run_makes_the_steps_that_are_walked(run: TrainingRun) -> None:
    made = steps_of_epochs(run, run.epochs)
    assert run.total_steps == len(made)
    for epoch in range(1, run.epochs + 1):
        assert run.steps_in_epoch(epoch) == sum(step.epoch == epoch for step in made)
    assert run.total_batches == len(dealt(run)[0]) * run.epochs <= MOST_BATCHES
    assert run.samples_seen == run.samples_per_epoch * run.epochs
    assert (run.epochs_started, run.epochs_completed) == (run.epochs, run.epochs)


@often
@given(runs, st.integers(1, 40))
def test_a_run_stands_after_a_step_where_the_walk_stands(run: TrainingRun, wanted: int) -> None:
    assume(not run.never_steps)
    step, following = islice(steps(run), wanted - 1, wanted + 1)
    assert run.epochs_started_after(wanted) == step.epoch
    assert run.samples_seen_after(wanted) == step.seen
    completed = min(following.used) - 1
    assert run.epochs_completed_after(wanted) == completed
    limited = replace(run, max_steps=wanted)
    assert (limited.total_steps, limited.total_batches) == (wanted, step.batches)
    assert limited.samples_seen == step.seen
    assert (limited.epochs_started, limited.epochs_completed) == (step.epoch, completed)


@often
@given(runs, st.integers(1, 9), st.sampled_from(["step", "epoch"]))
def test_an_interval_falls_on_its_multiples(run: TrainingRun, number: int, unit: str) -> None:
    every = Every(number, unit)
    whole = len(steps_of_epochs(run, run.epochs)) if unit == "step" else run.epochs
    multiples = sum(done % number == 0 for done in range(1, whole + 1))
    assert replace(run, evaluate_every=every).evaluations == multiples
    assert replace(run, save_every=every).checkpoints == multiples
