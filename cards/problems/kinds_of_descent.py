"""How often full-batch, mini-batch and stochastic gradient descent update the parameters."""

from dataclasses import replace
from fractions import Fraction
from typing import Final

from cards.calculator import TrainingRun, amount, steps_per_epoch_lines, total_steps_line
from cards.problems.conventions import EVERY_BATCH_A_STEP, LAST_BATCH_KEPT
from cards.problems.problem import Family, Parameters, Solution
from cards.problems.runs import drawing, run_of

_MINI_BATCH = (
    "Stochastic gradient descent on {samples:,} house prices was too noisy, so a course now uses "
    "mini-batches of {batch_size}. How many updates do {epochs} epochs make?",
    "{samples:,} flower photos, {epochs} epochs. A student has learned of full-batch, mini-batch "
    "and stochastic gradient descent and picks mini-batches of {batch_size}. "
    "How often are the parameters updated?",
)
_STOCHASTIC = (
    "A model of {samples:,} house prices was trained with mini-batches of {batch_size}. Now it "
    "takes stochastic gradient descent in the strict sense, one sample per update. "
    "How many updates do {epochs} epochs make?",
    "{samples:,} clicks, {epochs} epochs. Mini-batches of {batch_size} are planned, but a bug "
    "sets the batch size to 1. How often are the parameters updated?",
)
_FULL_BATCH = (
    "A model of {samples:,} house prices was trained with mini-batches of {batch_size}. Now every "
    "update uses the gradient of the whole data set. How many updates do {epochs} epochs make?",
    "{samples:,} survey forms, {epochs} epochs. Instead of mini-batches of {batch_size}, a "
    "statistician uses full-batch gradient descent. How often are the parameters updated?",
)
_STORIES = (*_MINI_BATCH, *_STOCHASTIC, *_FULL_BATCH)
_KIND_OF_STORY: Final = (
    *("mini-batch" for _ in _MINI_BATCH),
    *("stochastic" for _ in _STOCHASTIC),
    *("full-batch" for _ in _FULL_BATCH),
)
_MISTAKEN_FOR: Final = {
    "mini-batch": "as_mini_batch",
    "stochastic": "as_stochastic",
    "full-batch": "as_full_batch",
}


def _solve(numbers: Parameters) -> Solution:
    mini = run_of(numbers)
    runs = {
        "mini-batch": mini,
        "stochastic": replace(mini, batch_size=1),
        "full-batch": replace(mini, batch_size=mini.samples),
    }
    kind = _KIND_OF_STORY[numbers["story"]]
    run = runs[kind]
    wrong: dict[str, int | Fraction] = {
        _MISTAKEN_FOR[other]: runs[other].total_steps for other in runs if other != kind
    }
    wrong |= {
        "forgot_epochs": run.steps_per_epoch,
        "zero_based": run.total_steps - 1,
        "one_extra": run.total_steps + 1,
    }
    if kind == "mini-batch" and mini.samples % mini.batch_size:
        wrong["floor"] = replace(mini, drop_last=True).total_steps
    lines = (*steps_per_epoch_lines(run), total_steps_line(run))
    return Solution(run.total_steps, "step", lines, wrong, _hints(run, kind))


def _hints(run: TrainingRun, kind: str) -> tuple[str, ...]:
    """Return rungs that leave out the epochs where they may be the answer."""
    if kind == "full-batch":
        return (
            f"What counts: {amount(run.samples, 'sample')}, all of them in every update, and the "
            "number of epochs.",
            "Look at one epoch first: how many batches is it, if one batch holds everything?",
            f"Work out ⌈{run.samples:,} / {run.samples:,}⌉ × the number of epochs.",
        )
    return (
        f"What counts: {amount(run.samples, 'sample')}, {run.batch_size:,} to an update, "
        f"{amount(run.epochs, 'epoch')}.",
        "Look at one epoch first: how many batches of that size does it have?",
        f"Work out ⌈{run.samples:,} / {run.batch_size:,}⌉ × {run.epochs:,}.",
    )


KINDS_OF_DESCENT = Family(
    key="kinds-of-descent",
    title="Updates of each kind of descent",
    stories=_STORIES,
    conventions=f"{LAST_BATCH_KEPT} {EVERY_BATCH_A_STEP}",
    counted=(
        *("as_mini_batch", "as_stochastic", "as_full_batch"),
        *("forgot_epochs", "zero_based", "one_extra", "floor"),
    ),
    draw=drawing(_STORIES),
    solve=_solve,
)
