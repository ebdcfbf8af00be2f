"""Plain words to the calculator: what was understood, what is missing, what makes no sense."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.buttons import WhatIf, pack
from bot.calc import CHANGES, CalcError, changed, pack_run, read, unpack_run, worth_trying
from cards.calculator import OPTIMIZERS, Every, Line, Memory, TrainingRun
from cards.calculator.presets import frameworks
from tests.scale import scaled

RUNS = [
    ("50k samples, batch 125, 20 epochs", TrainingRun(50_000, 125, 20)),
    (
        "1.2M images batch 32 on 8 GPUs accumulate 4 for 3 epochs drop last",
        TrainingRun(1_200_000, 32, 3, replicas=8, accumulation=4, drop_last=True),
    ),
    ("How many steps are 3 epochs over 10,000 rows, batch size 32?", TrainingRun(10_000, 32, 3)),
    ("samples 100 batch 7 epochs 3", TrainingRun(100, 7, 3)),
    ("10 epochs, 64 batch, 6000 samples", TrainingRun(6_000, 64, 10)),
    ("1 million records with batches of 1k", TrainingRun(1_000_000, 1_000)),
    ("2 million rows, mini-batch size of 500", TrainingRun(2_000_000, 500)),
    ("batch 64*2 with 10k samples", TrainingRun(10_000, 128)),
    (
        "8 x A100, 52002 examples, per-device batch size 4, gradient accumulation steps 8, "
        "3 epochs, warmup ratio 0.03",
        TrainingRun(52_002, 4, 3, replicas=8, accumulation=8, warmup=Fraction(3, 100)),
    ),
    ("10k samples, batch 8, warm-up 10%", TrainingRun(10_000, 8, warmup=Fraction(1, 10))),
    ("10k samples, batch 8, 500 warm-up steps", TrainingRun(10_000, 8, warmup=500)),
    ("10k samples, batch 8, hold out 10%", TrainingRun(10_000, 8, validation=Fraction(1, 10))),
    ("10k samples, batch 8, val split 0.2", TrainingRun(10_000, 8, validation=Fraction(1, 5))),
    ("10k samples, batch 8, max 300 steps", TrainingRun(10_000, 8, max_steps=300)),
    ("10k samples, batch 8, stop after 300 steps", TrainingRun(10_000, 8, max_steps=300)),
    (
        "10k samples, batch 8, evaluate every 100 steps, save every epoch",
        TrainingRun(10_000, 8, evaluate_every=Every(100), save_every=Every(1, "epoch")),
    ),
    (
        "10k samples of 512 tokens per sample, batch 8, 250 ms per step",
        TrainingRun(10_000, 8, tokens_per_sample=512, seconds_per_step=Fraction(1, 4)),
    ),
    ("100 samples, batch 8, tail carry", TrainingRun(100, 8, tail="carry")),
    ("10k samples, batch 8, keep the last batch", TrainingRun(10_000, 8)),
]


@pytest.mark.parametrize(("words", "run"), RUNS, ids=[words for words, _ in RUNS])
def test_plain_words_are_read_as_a_run(words: str, run: TrainingRun) -> None:
    asked = read(words)
    assert (asked.run, asked.memory) == (run, None)
    assert asked.understood
    assert read(words.upper()).run == run


def test_every_number_that_was_understood_is_said_again() -> None:
    words = "1.2M images batch 32 on 8 GPUs accumulate 4 for 3 epochs drop last, 10% validation"
    assert read(words).understood == (
        "1,200,000 samples",
        "batch size 32",
        "8 devices",
        "accumulation over 4",
        "3 epochs",
        "validation 10%",
        "a last, smaller batch is dropped",
    )


def test_whether_a_batch_fits_is_worked_out_as_far_as_the_words_allow() -> None:
    asked = read("will batch 64 of a 350M-parameter model fit in 24 GB with Adam")
    assert asked.run is None
    assert asked.memory == Memory(usable=24 * 10**9, parameters=350_000_000)
    assert [str(line) for line in asked.lines] == [
        "Model, gradients and optimizer state: 350,000,000 × (4 + 4 + 8) bytes = 5.6 GB (Adam).",
        "Left for the batch: 24 − 5.6 = 18.4 GB.",
        "Memory for one sample: 18,400 / 64 = 287.5 MB (at most, for a batch of 64 to fit).",
    ]
    known = read("batch 64, 350M params, AdamW, fp16, 24 GB, activations 100 MB per sample")
    assert known.memory is not None
    assert known.memory.optimizer == OPTIMIZERS["adamw-mixed"]
    assert str(known.lines[-1]).endswith("(it fits).")


def test_an_optimizer_that_was_not_named_is_said_to_be_assumed() -> None:
    assert "Adam (assumed)" in read("batch 8 of a 7B model in 80 GB").understood


@pytest.mark.parametrize(
    ("words", "key"),
    [
        ("100 samples, batch 10, 3 epochs, accumulate 3, in Keras", "keras"),
        ("100 samples, batch 10, 3 epochs, accumulate 3, Hugging Face Trainer", "transformers"),
        ("100 samples, batch 10, 3 epochs, accumulate 3, with DeepSpeed", "deepspeed"),
        ("100 samples, batch 10, 3 epochs, accumulate 3, PyTorch Lightning", "lightning"),
        ("100 samples, batch 10, 3 epochs, accumulate 3, PyTorch", "torch"),
    ],
)
def test_a_named_framework_counts_by_its_own_rule(words: str, key: str) -> None:
    asked = read(words)
    steps = {"keras": 10, "transformers": 12, "deepspeed": 10, "lightning": 12, "torch": 12}
    assert asked.run is not None
    assert asked.run.total_steps == steps[key]
    assert asked.rule == frameworks[key].rule
    assert f"{frameworks[key].name} ({frameworks[key].version})" in asked.understood


def test_a_frameworks_own_batch_size_does_for_one_that_is_not_given() -> None:
    assert read("10k samples in Keras").run == TrainingRun(10_000, 32, tail="carry")


ASKED_FOR = [
    ("batch 32", "How many samples are there?"),
    ("20 epochs of 10,000 images", "Understood so far: 20 epochs, 10,000 samples. How large is"),
    ("7B model with 8xA100", "How large is a batch?"),
    ("batch 8 of a 7B model", "How much memory is there?"),
    ("batch 8 in 24 GB", "How large is the model?"),
    ("how many steps?", "How many samples are there?"),
]
REFUSED = [
    ("0 samples, batch 3", "samples must be a whole number of at least 1"),
    ("2.5 epochs of 100 samples, batch 10", "epochs must be a whole number of at least 1"),
    ("100 samples, 200 images, batch 2", "samples is given twice"),
    ("100 samples, batch 2, 110% validation", "validation must"),
    ("batch zero of foo", "I do not understand “zero”"),
    ("10 samples, batch 3, lr 0.1", "I do not understand “lr”"),
    ("10 samples, batch 3, 17", "What is 17?"),
    ("10 samples, batch 3, for 3 hours", "How long does what take?"),
    ("🎉", "I cannot read “🎉”"),
    ("<b>10 samples</b>", "I cannot read “<”"),
    ("__import__('os').system('true')", "I cannot read “_”"),
    ("9**9**9 samples, batch 3", "9**9**9"),
    ("10 samples, batch 3, 5 epochs, tail carry in Keras", "a rule of its own for the tail"),
    ("10 samples, batch 3, on 2 GPUs in Keras", "replicas cannot be set for Keras"),
    ("x" * 301, "too long"),
]


@pytest.mark.parametrize(("words", "reason"), ASKED_FOR + REFUSED)
def test_what_is_missing_is_asked_for_and_what_makes_no_sense_explained(
    words: str, reason: str
) -> None:
    with pytest.raises(CalcError) as refused:
        read(words)
    assert reason in str(refused.value)


def read_or_refused(text: str) -> tuple[Line, ...] | str:
    """Return the lines that answer a text, or what is said instead."""
    try:
        return read(text).lines
    except CalcError as refused:
        return str(refused)


WORDS = " ".join(words for words, *_ in RUNS + ASKED_FOR + REFUSED).split()


@settings(max_examples=scaled(300, 5_000))
@given(st.lists(st.sampled_from(WORDS) | st.text(max_size=6), max_size=12).map(" ".join))
def test_anything_typed_is_read_or_refused_with_words(text: str) -> None:
    answer = read_or_refused(text)
    assert answer if isinstance(answer, tuple) else 0 < len(answer) < 500


counts = st.integers(1, 10**6)
shares = st.just(0) | st.integers(1, 9) | st.fractions("0.01", "0.5", max_denominator=100)
runs = st.builds(
    TrainingRun,
    st.integers(100, 10**12),
    counts,
    counts,
    drop_last=st.booleans(),
    accumulation=st.integers(1, 64),
    replicas=st.integers(1, 64),
    tail=st.sampled_from(["flush", "carry"]),
    sharding=st.sampled_from(["pad", "drop", "even", "uneven"]),
    validation=shares,
    warmup=shares,
    evaluate_every=st.none() | st.builds(Every, counts, st.sampled_from(["step", "epoch"])),
)


@given(runs)
def test_a_run_in_a_button_is_the_run_again(run: TrainingRun) -> None:
    packed = pack_run(run)
    if packed is not None:
        assert unpack_run(packed) == run
    for change in worth_trying(run):
        assert len(pack(WhatIf(change, packed or "")).encode()) <= 64
        assert changed(run, change) != run


def test_usual_runs_have_room_in_a_button() -> None:
    assert all(pack_run(run) for _, run in RUNS)


@given(st.text("NBEDKRMTHVWACLS0123456789abcz-", max_size=48))
def test_a_forged_run_is_no_run_or_one_that_is_written_so(packed: str) -> None:
    run = unpack_run(packed)
    assert run is None or pack_run(run) == packed


def test_each_change_is_offered_where_it_changes_something() -> None:
    assert worth_trying(TrainingRun(100, 10)) == (
        *("double", "halve", "drop", "devices", "accumulate"),
    )
    assert "halve" not in worth_trying(TrainingRun(100, 1))
    on_many = worth_trying(TrainingRun(100, 10, replicas=8, drop_last=True))
    assert {"keep", "device"} <= set(on_many)
    assert not {"drop", "devices"} & set(on_many)
    assert {change for run in RUNS for change in worth_trying(run[1])} == set(CHANGES)
