"""Pictures, and the training behind one of them."""

import struct
import sys

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cards import figures
from cards.calculator import TrainingRun
from cards.descent import descend, excess
from cards.figures import Picture, convergence, convergence_caption, flow, flow_caption

MOST_CAPTION = 1_024  # what Telegram allows below a photo


def size_of(picture: Picture) -> tuple[int, int]:
    """The width and height that a PNG's header names."""
    assert picture.png.startswith(b"\x89PNG\r\n\x1a\n")
    return struct.unpack(">II", picture.png[16:24])


RUNS = {
    "the study guide's": TrainingRun(50_000, 125, 20),
    "a last, smaller batch": TrainingRun(9_170, 128, 3),
    "few of everything": TrainingRun(12, 5, 1),
    "one of everything": TrainingRun(1, 1, 1),
    "a batch larger than the data": TrainingRun(10, 64, 2),
    "several devices": TrainingRun(1_200_000, 32, 3, replicas=8, accumulation=4),
    "no step at all": TrainingRun(10, 64, 2, drop_last=True),
    "as large as can be": TrainingRun(10**15, 10**6, 10**6),
}


@pytest.mark.parametrize("run", RUNS.values(), ids=RUNS)
def test_any_run_makes_a_picture_that_a_chat_shows_whole(run: TrainingRun) -> None:
    picture = flow(run)
    assert size_of(picture) == (1280, 1280)
    assert len(picture.caption) <= MOST_CAPTION


def test_a_flows_caption_names_every_number_of_the_picture() -> None:
    assert flow_caption(RUNS["a last, smaller batch"]) == (
        "Training on 9,170 samples.\n"
        "1 run makes 216 steps.\n"
        "3 epochs: 3 times through the data.\n"
        "72 steps in an epoch, the last with 82 samples.\n"
        "128 samples in the batch of a step."
    )
    assert "32 × 4 batches × 8 devices = 1,024 samples in a step" in flow_caption(
        RUNS["several devices"]
    )


@given(st.integers(1, 10**6), st.integers(1, 10**4), st.integers(1, 10**3))
def test_a_last_step_is_called_small_only_where_it_is(n: int, batch: int, epochs: int) -> None:
    run = TrainingRun(n, batch, epochs)
    told = f", the last with {run.last_batch_size:,} sample"
    is_short = run.last_batch_size < batch and run.steps_per_epoch > 1
    assert (told in flow_caption(run)) == is_short


def test_the_same_picture_is_drawn_from_the_same_numbers() -> None:
    run = RUNS["a last, smaller batch"]
    assert flow(run) == flow(run)


def test_the_effect_of_the_batch_size_is_drawn_from_a_real_run_and_told_in_words() -> None:
    picture = convergence()
    assert size_of(picture) == (1280, 1280)
    assert len(picture.caption) <= MOST_CAPTION
    for size in ("4, 32 and 256", "200 steps", "512 samples", "6,400"):
        assert size in picture.caption


# What the picture says must be so for other data too, not by the luck of one seed.
@pytest.mark.parametrize("seed", range(5))
def test_small_batches_are_noisier_by_steps_and_ahead_by_samples(seed: int) -> None:
    curves = descend((4, 32, 256), steps=200, samples=6_400, seed=seed)
    noises = [curve.noise(100, 200) for curve in curves]
    assert noises == sorted(noises, reverse=True)
    early = [curve.after(512) for curve in curves]
    assert early == sorted(early)
    assert "After 200 steps it is" in convergence_caption(curves)


def test_a_run_is_decided_by_its_seed_and_never_falls_below_the_lowest_loss() -> None:
    one, same = (descend((16,), steps=50, samples=0, seed=3)[0] for _ in range(2))
    assert np.array_equal(one.losses, same.losses)
    assert len(one.losses) == 51
    assert (one.losses >= 0).all()
    assert one.losses[-1] < one.losses[0] / 2


def test_an_excess_loss_is_what_a_pass_over_all_the_data_finds() -> None:
    """The quadratic around the minimum against the mean squared error, counted out."""
    rng = np.random.default_rng(1)
    inputs, targets, path = (rng.standard_normal(size) for size in ((200, 3), 200, (4, 3)))
    best = np.linalg.lstsq(inputs, targets, rcond=None)[0]
    losses = [np.mean((inputs @ weights - targets) ** 2) for weights in (*path, best)]
    assert np.allclose(excess(inputs, targets, path), np.array(losses[:-1]) - losses[-1])


def test_drawing_leaves_no_global_state_of_matplotlib_behind() -> None:
    assert figures.flow(RUNS["few of everything"]).png
    assert "matplotlib.pyplot" not in sys.modules
