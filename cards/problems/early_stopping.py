"""When early stopping ends a run, how many steps were made, and whose weights are kept."""

from collections.abc import Mapping
from typing import Final

from numpy.random import Generator

from cards.calculator import TrainingRun, steps_per_epoch_lines
from cards.calculator.stopping import Stop, early_stop
from cards.problems.conventions import EVERY_BATCH_A_STEP, LAST_BATCH_KEPT
from cards.problems.numbers import batches, choose
from cards.problems.problem import Family, Parameters, Size, Solution
from cards.problems.slips import leftover_facts

_STORIES: Final = (
    "Without early stopping, a model of heart sounds would have these validation losses, epoch by "
    "epoch: {losses}. It is trained with a patience of {patience}. "
    "What is the last epoch that it is trained for?",
    "A chatbot is tuned with early stopping, patience {patience}. Its validation losses from epoch "
    "1 on, if training went on: {losses}. After which epoch does training stop?",
    "A weather model would have the validation losses {losses}, one for each epoch. With a "
    "patience of {patience}, the weights of the best epoch so far are kept when training stops. "
    "Of which epoch are they?",
    "Early stopping with patience {patience} watches a model of road signs and brings its best "
    "weights back when it stops. Left alone, the losses on the validation set would be {losses}, "
    "epoch by epoch. From which epoch are the weights that are kept?",
    "A model learns from {samples:,} handwritten notes, {batch_size} to a batch, with early "
    "stopping and a patience of {patience}. Its validation losses, epoch by epoch, would be "
    f"{{losses}}. {LAST_BATCH_KEPT} {EVERY_BATCH_A_STEP} "
    "How many steps are made until training stops?",
    "{samples:,} training images, batches of {batch_size}, patience {patience}: epoch by epoch, "
    f"the validation losses would be {{losses}}. {LAST_BATCH_KEPT} {EVERY_BATCH_A_STEP} "
    "How many steps does the run make before early stopping ends it?",
)
_ASKS_FOR_THE_BEST: Final = (2, 3)
_ASKS_FOR_STEPS: Final = (4, 5)
_PATIENCE: Final[Mapping[Size, tuple[int, ...]]] = {"head": (3, 4), "calculator": (3, 4, 5)}
_MOST_BATCHES: Final[Mapping[Size, int]] = {"head": 60, "calculator": 1_000}
_BEYOND_THE_STOP: Final = 2
_MOST_EPOCHS: Final = 15


def _draw(rng: Generator, size: Size) -> Parameters:
    story, patience = choose(rng, range(len(_STORIES))), choose(rng, _PATIENCE[size])
    run = _draw_run(rng, size) if story in _ASKS_FOR_STEPS else {}
    losses = _draw_losses(rng, patience)
    named = {f"loss_{epoch}": loss for epoch, loss in enumerate(losses, start=1)}
    return {"story": story, "patience": patience, **run, **named}


def _draw_run(rng: Generator, size: Size) -> Parameters:
    """Return a run whose epochs have more steps than it can have epochs."""
    while True:
        samples, batch_size = batches(rng, size, at_least=_MOST_EPOCHS + 1, exact=False)
        if samples <= batch_size * _MOST_BATCHES[size]:
            return {"samples": samples, "batch_size": batch_size}


def _draw_losses(rng: Generator, patience: int) -> list[int]:
    """Return losses in hundredths, each of them once.

    They fall, rise for fewer epochs than the patience, and fall to a new low. Then they stay above
    it until the patience is at an end, and only after that they would fall lower still.
    """
    first_falls, later_falls = int(rng.integers(1, 4)), int(rng.integers(1, 3))
    falling = iter(_falling(rng, first_falls + later_falls + 2))
    losses = [next(falling) for _ in range(1 + first_falls)]
    losses += _above(rng, losses[-1], int(rng.integers(2, patience)))
    losses += [next(falling) for _ in range(later_falls)]
    losses += _above(rng, losses[-1], patience + _BEYOND_THE_STOP - 1)
    return [*losses, next(falling)]


def _falling(rng: Generator, count: int) -> list[int]:
    drops = rng.integers(7, 12, size=count)
    top = int(rng.integers(75, 99))
    return [int(top + drops[0] - fallen) for fallen in drops.cumsum()]


def _above(rng: Generator, low: int, count: int) -> list[int]:
    """Return ``count`` different losses a little above a low one, not in order."""
    return [int(low + more) for more in rng.permutation(range(1, 1 + max(count, 4)))[:count]]


def _losses(numbers: Parameters) -> tuple[int, ...]:
    epochs = sum(name.startswith("loss_") for name in numbers)
    return tuple(numbers[f"loss_{epoch}"] for epoch in range(1, epochs + 1))


def _words(numbers: Parameters) -> Mapping[str, str]:
    return {"losses": ", ".join(map(_loss, _losses(numbers)))}


def _loss(hundredths: int) -> str:
    return f"0.{hundredths:02d}"


def _solve(numbers: Parameters) -> Solution:
    losses, patience = _losses(numbers), numbers["patience"]
    stop = early_stop(losses, patience)
    lines = (
        f"Lowest loss before the stop: {_loss(losses[stop.best - 1])}, in epoch {stop.best}.",
        f"Stop: {patience} epochs later, {stop.best} + {patience} = {stop.epoch}.",
    )
    hints = (
        f"What counts: the run ends when {patience} epochs in a row bring no new lowest loss. "
        "A new lowest loss starts the count anew.",
        "Go along the row and mark every loss that is lower than all before it.",
    )
    if numbers["story"] in _ASKS_FOR_THE_BEST:
        return _solve_best(numbers, stop, lines, hints)
    if numbers["story"] in _ASKS_FOR_STEPS:
        run = TrainingRun(numbers["samples"], numbers["batch_size"], stop.epoch)
        return _solve_steps(run, _wrong_stops(losses, patience, stop), lines, hints)
    wrong = _wrong_stops(losses, patience, stop)
    rung = f"Find the first mark that {patience} epochs without one follow, and add {patience}."
    return Solution(stop.epoch, "epoch", lines, wrong, (*hints, rung))


def _wrong_stops(losses: tuple[int, ...], patience: int, stop: Stop) -> dict[str, int]:
    lowest = [min(losses[:epoch]) for epoch in range(1, len(losses) + 1)]
    above = [epoch for epoch, loss in enumerate(losses, start=1) if loss > lowest[epoch - 1]]
    return {
        "stopped_at_first_rise": above[0],
        "patience_not_renewed": above[patience - 1],
        "patience_one_less": stop.epoch - 1,
        "patience_one_more": stop.epoch + 1,
        "best_for_last": stop.best,
        "ran_to_the_end": len(losses),
    }


def _solve_best(
    numbers: Parameters, stop: Stop, lines: tuple[str, str], hints: tuple[str, str]
) -> Solution:
    losses, patience = _losses(numbers), numbers["patience"]
    wrong = {
        "last_for_best": stop.epoch,
        "best_never_reached": losses.index(min(losses)) + 1,
        "stopped_at_first_rise": early_stop(losses, 1).best,
        "epoch_after_best": stop.best + 1,
    }
    kept = f"Weights kept: those of the epoch with the lowest loss up to there = {stop.best}."
    rung = f"Find the first mark that {patience} epochs without one follow: the run ends with them."
    return Solution(stop.best, "epoch", (*lines, kept), wrong, (*hints, rung))


def _solve_steps(
    run: TrainingRun, wrong_stops: dict[str, int], lines: tuple[str, str], hints: tuple[str, str]
) -> Solution:
    per_epoch, epochs = run.steps_per_epoch, run.epochs
    wrong = {code: per_epoch * stop for code, stop in wrong_stops.items()} | {
        "floor": run.total_steps - epochs,
        "forgot_epochs": per_epoch,
        "answered_epochs": epochs,
    }
    worked = (
        *lines,
        *steps_per_epoch_lines(run),
        f"Steps: {per_epoch:,} × {epochs} = {run.total_steps:,}.",
    )
    rung = f"Work out ⌈{run.samples:,} / {run.batch_size}⌉ × the epochs until the stop."
    facts = leftover_facts(run)
    return Solution(run.total_steps, "step", worked, wrong, (*hints, rung), facts=facts)


EARLY_STOPPING = Family(
    key="early-stopping",
    title="Early stopping",
    topic="Validation",
    stories=_STORIES,
    conventions="Patience p: training stops after p epochs in a row without a new lowest "
    "validation loss. Epochs count from 1.",
    draw=_draw,
    solve=_solve,
    words=_words,
)
