"""How many rounds a tuning job takes when its trainings run a few at a time, and how long."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Final

from numpy.random import Generator

from cards.calculator import amount
from cards.calculator.tuning import tuning_rounds
from cards.problems.numbers import choose, wants_exact
from cards.problems.problem import Family, Parameters, Size, Solution

_STORIES: Final = (
    "A tuning job on Amazon SageMaker makes {jobs} trainings, at most {parallel} of them at the "
    "same time. How many rounds does it take?",
    "{jobs} settings of a speech model are to be compared on a cluster that has room for "
    "{parallel} trainings at a time. In how many rounds are they done?",
    "A search makes {jobs} trainings of {minutes} minutes each, at most {parallel} of them at the "
    "same time. After how many minutes is the search over?",
    "On {parallel} GPUs, one training on each, a lab tries {jobs} settings. A training takes "
    "{minutes} minutes. How many minutes does it all take?",
)
_ASKS_FOR_TIME: Final = (2, 3)
_JOBS: Final[Mapping[Size, tuple[int, int]]] = {"head": (12, 100), "calculator": (100, 500)}
_PARALLEL: Final[Mapping[Size, range]] = {"head": range(3, 11), "calculator": range(8, 33)}
_MINUTES: Final[Mapping[Size, tuple[int, ...]]] = {
    "head": (15, 20, 25, 30, 40, 45, 50, 60),
    "calculator": (34, 38, 42, 47, 53, 58, 62, 65, 70, 75, 85, 95),
}


def _draw(rng: Generator, size: Size) -> Parameters:
    story, exact = choose(rng, range(len(_STORIES))), wants_exact(rng)
    fewest, most = _JOBS[size]
    while True:
        jobs, parallel = int(rng.integers(fewest, most + 1)), choose(rng, _PARALLEL[size])
        minutes = choose(rng, _MINUTES[size])
        if (jobs % parallel == 0) != exact or jobs <= 2 * parallel:
            continue
        timed = {"minutes": minutes} if story in _ASKS_FOR_TIME else {}
        return {"story": story, "jobs": jobs, "parallel": parallel, **timed}


def _solve(numbers: Parameters) -> Solution:
    jobs, parallel = numbers["jobs"], numbers["parallel"]
    rounds = tuning_rounds(jobs, parallel)
    minutes, quotient = numbers.get("minutes"), f"⌈{jobs} / {parallel}⌉"
    lines, hints = (_rounds_line(jobs, parallel, rounds),), _hints(jobs, parallel)
    slips = _rounding_slips(jobs, parallel)
    if minutes is None:
        wrong = slips | {"jobs_beyond_the_first_round": jobs - parallel}
        return Solution(rounds, "round", lines, wrong, (*hints, f"Work out {quotient}."))
    return Solution(
        rounds * minutes,
        "minute",
        (*lines, f"Time: {rounds} × {minutes} = {rounds * minutes:,} minutes."),
        {code: number * minutes for code, number in slips.items()}
        | {"one_after_another": jobs * minutes, "answered_rounds": rounds},
        (*hints, f"Work out {quotient} × {minutes}."),
    )


def _rounding_slips(jobs: int, parallel: int) -> dict[str, int | Fraction]:
    full, left = divmod(jobs, parallel)
    if left == 0:
        return {"round_too_many": full + 1}
    return {"floored_rounds": full, "part_of_a_round": Fraction(jobs, parallel)}


def _rounds_line(jobs: int, parallel: int, rounds: int) -> str:
    full, left = divmod(jobs, parallel)
    why = "every round is full"
    if left:
        why = f"rounded up: {amount(full, 'full round')} and one more for the last {left}"
    return f"Rounds: ⌈{jobs} / {parallel}⌉ = {rounds} ({why})."


def _hints(jobs: int, parallel: int) -> tuple[str, str]:
    return (
        f"What counts: {jobs} trainings, {parallel} of them at the same time.",
        f"One round takes {parallel} of the {jobs}, and a last round need not be full: round up.",
    )


TUNING_ROUNDS = Family(
    key="tuning-rounds",
    title="Rounds of a tuning job",
    topic="Tuning",
    stories=_STORIES,
    conventions="All trainings take equally long, and a round starts when the one before is over.",
    draw=_draw,
    solve=_solve,
)
