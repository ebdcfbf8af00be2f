"""What a benchmark is, and how several are measured fairly: in turns, never one after the other.

On a machine that is shared, a figure of one run says little and a difference between two runs less.
So whatever is to be compared runs in turns, several rounds long, and every run is told.
"""

import json
import time
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import TypeAlias

ROUNDS = 3
_LEAST = 0.2  # seconds that a fast function is called for

Figures: TypeAlias = Mapping[str, float]  # what was measured, by unit
Runs: TypeAlias = dict[str, list[float]]


@dataclass(frozen=True, slots=True)
class Bench:
    """Something to measure; each run gives a figure for each unit."""

    name: str
    run: Callable[[], Awaitable[Figures]]


@dataclass(frozen=True, slots=True)
class Ratio:
    """How the figures of one benchmark stand to those of another, round by round."""

    over: str
    under: str
    unit: str

    @property
    def name(self) -> str:
        """Both names."""
        return f"{self.over} / {self.under}"


async def in_turns(benches: Sequence[Bench], rounds: int = ROUNDS) -> dict[str, Runs]:
    """Run every benchmark once, then every one again; return each one's figures by unit."""
    measured: dict[str, Runs] = {bench.name: {} for bench in benches}
    for _ in range(rounds):
        for bench in benches:
            for unit, figure in (await bench.run()).items():
                measured[bench.name].setdefault(unit, []).append(figure)
    return measured


def lines(measured: Mapping[str, Runs], ratios: Sequence[Ratio] = ()) -> Iterator[str]:
    """Yield one JSON line per figure: the median, and every run."""
    for name, runs in measured.items():
        for unit, figures in runs.items():
            yield _line(name, unit, figures)
    for ratio in ratios:
        pairs = zip(
            measured[ratio.over][ratio.unit], measured[ratio.under][ratio.unit], strict=True
        )
        yield _line(ratio.name, f"ratio of {ratio.unit}", [over / under for over, under in pairs])


def seconds_each(calls: Sequence[Callable[[], object]]) -> float:
    """Return the mean time of a call, over as many turns of all of them as it takes."""
    turns = 0
    began = time.perf_counter()
    while (passed := time.perf_counter() - began) < _LEAST:
        for call in calls:
            call()
        turns += 1
    return passed / (turns * len(calls))


def _line(name: str, unit: str, figures: Sequence[float]) -> str:
    told = {
        "bench": name,
        "unit": unit,
        "value": _rounded(median(figures)),
        "runs": [_rounded(figure) for figure in figures],
    }
    return json.dumps(told, ensure_ascii=False)


def _rounded(figure: float) -> float:
    """Keep three digits that mean something."""
    return float(f"{figure:.3g}") if abs(figure) < 1000 else round(figure)
