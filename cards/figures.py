"""Pictures: a training run from the whole down to its samples, and what the batch size does.

A picture is a PNG with a background of its own, so that it reads well in a light chat and in a
dark one, and a caption that says in words all that the picture shows. Figures are drawn with
matplotlib's objects, never with its global state, so they may be drawn in any thread.
"""

from dataclasses import dataclass
from functools import cache
from io import BytesIO
from typing import Final

from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.patches import Polygon, Rectangle

from cards.calculator import TrainingRun, amount
from cards.descent import Curve, descend

MOST_SHOWN: Final = 6  # boxes in a row; of more, the first ones and the last

_DPI: Final = 160
_WIDTH, _HEIGHT = 8.0, 8.0  # inches: 1,280 pixels, as large as a chat shows a photo
_PAPER, _INK, _FAINT = "#f4f6f8", "#1f2933", "#8a97a5"
_RUN, _EPOCH, _STEP, _SAMPLE, _SHORT = "#c9d6e2", "#a9c4de", "#7fa8d1", "#3c78b4", "#e0a458"
_LARGE, _MIDDLE, _SMALL = 20, 17, 15  # points
_LINE: Final = 840  # points times characters that fit beside each other

_BATCH_SIZES: Final = (4, 32, 256)
_STEPS: Final = 200
_EARLY: Final = 512
_SAMPLES: Final = 6_400
_SEED: Final = 7


@dataclass(frozen=True, slots=True)
class Picture:
    """A PNG, 1,280 pixels wide, and its words (plain text, at most 1,024 characters)."""

    png: bytes
    caption: str


def flow(run: TrainingRun) -> Picture:
    """Return how a run falls into epochs, an epoch into steps, a step into samples."""
    figure = _sheet()
    axes = _blank(figure)
    for place, row in enumerate(_rows(run)):
        _draw_row(axes, row, top=0.93 - 0.25 * place)
    _draw_samples(axes, run, top=0.15)
    return Picture(_png(figure), flow_caption(run))


def flow_caption(run: TrainingRun) -> str:
    """Return the words of :func:`flow`."""
    titles = (*(row.title for row in _rows(run)), _samples_title(run))
    return "\n".join(
        f"{line}." for line in (f"Training on {amount(run.samples, 'sample')}", *titles)
    )


@cache
def convergence() -> Picture:
    """Return what the batch size does to the loss, from a real training run for each size."""
    curves = descend(_BATCH_SIZES, steps=_STEPS, samples=_SAMPLES, seed=_SEED)
    figure = _sheet()
    by_step, by_sample = figure.subplots(2, 1)
    for curve, colour in zip(curves, (_SHORT, _SAMPLE, _INK), strict=True):
        steps, seen = range(_STEPS + 1), curve.samples_seen
        within = seen <= _SAMPLES
        label = f"batch size {curve.batch_size}"
        by_step.plot(steps, curve.losses[: _STEPS + 1], color=colour, linewidth=2, label=label)
        by_sample.plot(seen[within], curve.losses[within], color=colour, linewidth=2, label=label)
    _dress(by_step, "Loss by steps made", "steps")
    _dress(by_sample, "Loss by samples seen", "samples seen")
    by_step.legend(fontsize=_SMALL, frameon=False, labelcolor=_INK)
    figure.subplots_adjust(left=0.13, right=0.96, top=0.93, bottom=0.1, hspace=0.42)
    return Picture(_png(figure), convergence_caption(curves))


def convergence_caption(curves: list[Curve]) -> str:
    """Return the words of :func:`convergence`, its figures taken from the runs themselves."""
    sizes = _and([f"{curve.batch_size}" for curve in curves])
    by_step = _and([f"{curve.losses[_STEPS]:.3f}" for curve in curves])
    early, late = (_and([f"{curve.after(n):.3f}" for curve in curves]) for n in (_EARLY, _SAMPLES))
    noise = [curve.noise(_STEPS // 2, _STEPS) for curve in curves]
    return "\n".join(
        (
            f"A small regression, trained with batch sizes {sizes} and one learning rate. Shown is "
            "how far the loss lies above the lowest possible one.",
            f"By steps, above: all fall alike at first. After {_STEPS} steps it is {by_step}. From "
            f"step {_STEPS // 2} on, the loss with batch size {curves[0].batch_size} jumps about "
            f"{noise[0] / noise[1]:.0f} times as much from one step to the next as with "
            f"{curves[1].batch_size}, and stays highest: small batches are noisy.",
            "By samples seen, below: small batches are ahead at first, for they make more steps of "
            f"the same samples. After {_EARLY:,} samples it is {early}, after {_SAMPLES:,} {late}.",
        )
    )


def _and(items: list[str]) -> str:
    return f"{', '.join(items[:-1])} and {items[-1]}"


@dataclass(frozen=True, slots=True)
class _Row:
    """A row of equal parts, ``count`` of them; the last may be ``short``."""

    title: str
    noun: str
    count: int
    colour: str
    short: bool = False


def _rows(run: TrainingRun) -> tuple[_Row, ...]:
    epochs, steps = -(-run.epochs // 1), run.steps_per_epoch
    short = _left_over(run)
    last = f", the last with {amount(short, 'sample')}" if short else ""
    return (
        _Row(f"1 run makes {amount(run.total_steps, 'step')}", "run", 1, _RUN),
        _Row(
            f"{amount(epochs, 'epoch')}: {_times(epochs)} through the data", "epoch", epochs, _EPOCH
        ),
        _Row(f"{amount(steps, 'step')} in an epoch{last}", "step", steps, _STEP, short > 0),
    )


def _times(epochs: int) -> str:
    return {1: "once", 2: "twice"}.get(epochs, f"{epochs:,} times")


def _samples_title(run: TrainingRun) -> str:
    if run.batches_per_epoch == 0:
        return "The samples do not fill one batch, and so make none"
    if run.accumulation == run.replicas == 1:
        return f"{amount(min(run.batch_size, run.samples), 'sample')} in the batch of a step"
    parts = [f"{run.batch_size:,}"]
    if run.accumulation > 1:
        parts.append(amount(run.accumulation, "batch"))
    if run.replicas > 1:
        parts.append(amount(run.replicas, "device"))
    return f"{' × '.join(parts)} = {amount(run.effective_batch_size, 'sample')} in a step"


def _left_over(run: TrainingRun) -> int:
    """Return the samples of an epoch's last step where it has fewer than the others, else 0."""
    if run.drop_last or run.accumulation > 1 or run.replicas > 1 or run.steps_per_epoch == 1:
        return 0
    return run.samples % run.batch_size


def _sheet() -> Figure:
    figure = Figure(figsize=(_WIDTH, _HEIGHT), dpi=_DPI, facecolor=_PAPER)
    FigureCanvasAgg(figure)
    return figure


def _blank(figure: Figure) -> Axes:
    axes = figure.add_axes((0.0, 0.0, 1.0, 1.0))
    axes.set_axis_off()
    axes.set_xlim(0, 1)
    axes.set_ylim(0, 1)
    return axes


_LEFT, _RIGHT, _BOX, _GAP = 0.06, 0.94, 0.085, 0.012
_COLUMNS, _DOT_ROWS = 32, 4
_LEFT_OUT, _NONE = "…", "none"


def _draw_row(axes: Axes, row: _Row, *, top: float) -> None:
    """Draw a title, a row of boxes, and the way along which the first box opens downwards."""
    _title(axes, top, row.title)
    labels = _labels(row)
    width = (_RIGHT - _LEFT + _GAP) / len(labels)
    base = top - 0.02 - _BOX
    for place, label in enumerate(labels):
        is_short = row.short and place == len(labels) - 1
        corner = (_LEFT + place * width, base)
        _box(axes, corner, width - _GAP, _SHORT if is_short else row.colour, label)
    _open_down(axes, base, width - _GAP)


def _title(axes: Axes, top: float, text: str) -> None:
    size = min(_LARGE, _LINE / len(text))
    axes.text(_LEFT, top, text, fontsize=size, color=_INK, weight="bold", va="bottom")


def _labels(row: _Row) -> list[str]:
    """Return what stands in each box of a row."""
    numbered = [f"{row.noun} {number}" for number in range(1, min(row.count, MOST_SHOWN) + 1)]
    if row.count <= MOST_SHOWN:
        return numbered or [_NONE]
    return [*numbered[: MOST_SHOWN - 2], _LEFT_OUT, f"{row.count:,}"]


def _box(axes: Axes, corner: tuple[float, float], width: float, colour: str, label: str) -> None:
    if label not in (_LEFT_OUT, _NONE):
        axes.add_patch(Rectangle(corner, width, _BOX, facecolor=colour, edgecolor="none"))
    middle = (corner[0] + width / 2, corner[1] + _BOX / 2)
    axes.text(*middle, label, fontsize=_SMALL, color=_INK, ha="center", va="center")


def _open_down(axes: Axes, base: float, width: float) -> None:
    """Shade the way from the first box to the whole row below it."""
    below = base - 0.06
    corners = [(_LEFT, base), (_LEFT + width, base), (_RIGHT, below), (_LEFT, below)]
    axes.add_patch(Polygon(corners, facecolor=_RUN, alpha=0.35, edgecolor="none"))


def _draw_samples(axes: Axes, run: TrainingRun, *, top: float) -> None:
    """Draw the samples of one batch as dots, a few rows of them at most."""
    batch = min(run.batch_size, run.samples) if run.batches_per_epoch else 0
    shown = min(batch, _COLUMNS * _DOT_ROWS)
    more = "" if shown == batch else f" ({shown} are shown)"
    _title(axes, top, f"{_samples_title(run)}{more}")
    spread = (_RIGHT - _LEFT) / _COLUMNS
    across = [_LEFT + (place % _COLUMNS + 0.5) * spread for place in range(shown)]
    down = [top - 0.025 - 0.026 * (place // _COLUMNS) for place in range(shown)]
    axes.scatter(across, down, s=38, color=_SAMPLE, linewidths=0)


def _dress(axes: Axes, title: str, along: str) -> None:
    axes.set_facecolor(_PAPER)
    axes.set_yscale("log")
    axes.set_title(title, fontsize=_LARGE, color=_INK, loc="left", weight="bold")
    axes.set_xlabel(along, fontsize=_MIDDLE, color=_INK)
    axes.set_ylabel("loss above the lowest", fontsize=_MIDDLE, color=_INK)
    axes.tick_params(labelsize=_SMALL, colors=_INK)
    axes.yaxis.set_major_formatter("{x:g}")
    axes.grid(visible=True, color=_FAINT, alpha=0.3)
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    for side in ("left", "bottom"):
        axes.spines[side].set_color(_FAINT)


def _png(figure: Figure) -> bytes:
    target = BytesIO()
    figure.savefig(target, format="png", facecolor=_PAPER)
    return target.getvalue()
