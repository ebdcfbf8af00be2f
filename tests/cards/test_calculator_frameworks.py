"""Named frameworks, against what they really did: tests/data/framework-steps.jsonl."""

import json
import math
from collections import Counter
from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cards.calculator import (
    Settings,
    TrainingRun,
    frameworks,
    resolve_deepspeed_batches,
    worked_lines,
)
from cards.calculator.presets.doubles import as_double, double_product

Row = Mapping[str, Any]
DATA = Path(__file__).parents[1] / "data" / "framework-steps.jsonl"
ROWS: list[Row] = [json.loads(line) for line in DATA.read_text(encoding="utf-8").splitlines()]

# What no preset answers, and why.
NOT_COVERED = {
    "keras-fit-0060": "fit(steps_per_epoch=15) is no setting of the calculator",
    "sklearn-IncrementalPCA-0004": "a tail smaller than n_components joins the batch before it, "
    "a rule of this one estimator",
}
CONFIGS = [row for row in ROWS if row["component"] == "deepspeed-config"]
COVERED = [row for row in ROWS if row not in CONFIGS and row["id"] not in NOT_COVERED]

OF_ACCELERATE = {
    (True, False): "accelerate",
    (False, False): "accelerate-uneven",
    (True, True): "accelerate-split",
    (False, True): "accelerate-split-uneven",
}
OF_A_LOOP = {
    "flush_last": "torch",
    "modulo_per_epoch": "torch-reset",
    "modulo_global_counter": "torch-carry",
}
OF_A_TRAINER = {"5.23.0": "transformers", "4.57.1": "transformers", "4.44.2": "transformers-4.45"}
OF_A_COMPONENT = {
    "torch-DataLoader": "torch",
    "hf-Trainer-ddp": "transformers",
    "lightning-Trainer": "lightning",
    "keras-fit": "keras",
    "sklearn-MLPClassifier": "sklearn-mlp",
    "sklearn-SGDClassifier": "sklearn-sgd",
    "sklearn-SGDClassifier.partial_fit": "sklearn-sgd",
    "sklearn-MiniBatchKMeans": "sklearn-kmeans",
    "sklearn-MiniBatchDictionaryLearning": "sklearn-dictionary",
    "deepspeed-engine": "deepspeed",
    "optax-MultiSteps": "optax",
}


def preset(row: Row) -> str:
    """Return the key of the framework that a row is about."""
    component, options = row["component"], row["options"]
    if component == "accelerate-BatchSamplerShard":
        return OF_ACCELERATE[options["even_batches"], options["split_batches"]]
    if component == "accelerate-accumulate":
        return "accelerate" if options["sync_with_dataloader"] else "accelerate-carry"
    if component == "torch-loop":
        return OF_A_LOOP[options["idiom"]]
    if component in ("torch-DistributedSampler", "torch-ddp-loop"):
        return "torch-distributed-drop" if options["sampler_drop_last"] else "torch-distributed"
    if component == "hf-Trainer":
        return OF_A_TRAINER[row["version"]]
    return OF_A_COMPONENT[component]


def exact(number: int | float) -> int | Fraction:
    """Return a number as the person wrote it: 0.07 as 7/100, not as its double."""
    return Fraction(str(number)) if isinstance(number, float) else number


def settings_of(row: Row) -> Settings:
    batch_size = row.get("batch_size")
    if batch_size == "auto" or row["component"].startswith("sklearn-SGDClassifier"):
        batch_size = None
    validation: int | float = row["options"].get("validation_split", 0)
    if row["options"].get("early_stopping"):
        validation = 0.1
    return Settings(
        samples=row["samples"],
        batch_size=batch_size,
        epochs=exact(row["epochs"]),
        drop_last=row.get("drop_last", False),
        accumulation=row["grad_accum"],
        replicas=row["replicas"],
        max_steps=row.get("max_steps"),
        validation=exact(validation),
        warmup=exact(row.get("warmup", 0)),
    )


def steps_by_epoch(run: TrainingRun) -> list[int]:
    steps, left = [], run.total_steps
    for epoch in range(1, run.epochs_started + 1):
        steps.append(min(left, run.steps_in_epoch(epoch)))
        left -= steps[-1]
    return steps


def last_batch_seen(run: TrainingRun) -> int:
    """Return the size of the last batch that the first replica worked through."""
    stopped_within = run.batches_per_epoch and run.total_batches % run.batches_per_epoch
    return run.batch_size if stopped_within else run.last_batch_size


# The counts of a row, and where the run has them.
COUNTS = {
    "total_optimizer_steps": lambda run: run.total_steps,
    "steps_per_epoch": lambda run: run.steps_per_epoch,
    "batches_per_epoch": lambda run: run.batches_per_epoch,
    "total_micro_batches": lambda run: run.total_batches,
    "steps_by_epoch": steps_by_epoch,
    "epochs_started": lambda run: run.epochs_started,
    "last_batch_size": last_batch_seen,
    "samples_seen_per_epoch": lambda run: run.samples_per_epoch,
    "warmup_steps": lambda run: run.warmup_steps,
    "total_train_batch_size": lambda run: run.effective_batch_size,
    "estimated_stepping_batches": lambda run: run.total_steps,
    "trainer_max_steps": lambda run: run.total_steps,
    "trainer_global_step": lambda run: run.total_steps,
    "trainer_num_train_epochs": lambda run: run.epochs_started,
    "optimizer_iterations": lambda run: run.total_steps,
    "hooked_optimizer_steps": lambda run: run.total_steps,
    "adam_t": lambda run: run.total_steps,
}


@pytest.mark.parametrize("row", COVERED, ids=[row["id"] for row in COVERED])
def test_a_preset_counts_what_the_framework_did(row: Row) -> None:
    run = frameworks[preset(row)].run(settings_of(row))
    counts = {name: COUNTS[name](run) for name in COUNTS if name in row}
    assert counts == {name: row[name] for name in counts}
    assert "total_optimizer_steps" in counts
    assert row["version"].split("+")[0] in frameworks[preset(row)].version


@pytest.mark.parametrize("row", [row for row in COVERED if "t_" in row], ids=lambda row: row["id"])
def test_scikit_learns_t_counts_samples(row: Row) -> None:
    begins_at_one = row["component"].startswith("sklearn-SGDClassifier")
    run = frameworks[preset(row)].run(settings_of(row))
    assert run.samples_seen == row["t_"] - begins_at_one


@pytest.mark.parametrize("row", CONFIGS, ids=lambda row: row["id"])
def test_deepspeed_works_out_the_batch_that_is_missing(row: Row) -> None:
    config, resolved = row["options"]["config"], row["resolved"]
    assert resolve_deepspeed_batches(
        row["replicas"],
        train_batch=config.get("train_batch_size"),
        micro_batch=config.get("train_micro_batch_size_per_gpu"),
        accumulation=config.get("gradient_accumulation_steps"),
    ) == (resolved["train_batch_size"], resolved["micro"], resolved["accum"])


def test_every_row_is_covered_or_named_with_its_reason() -> None:
    assert len(ROWS) == 276
    assert (len(COVERED), len(CONFIGS), len(NOT_COVERED)) == (270, 4, 2)
    assert {row["id"] for row in ROWS} >= NOT_COVERED.keys()
    # What no row shows was seen at work, and stands in the tests below.
    never = frameworks.keys() - {preset(row) for row in COVERED}
    assert never == {"transformers-4.51"}


def test_every_preset_names_its_version_and_its_rule() -> None:
    assert max(Counter(framework.name for framework in frameworks.values()).values()) == 1
    for framework in frameworks.values():
        assert framework.version[0].isdigit()
        assert framework.rule.endswith(".")


# 100 samples in batches of 10, 3 epochs, 3 batches to a step: three rules, three answers.
THREE_RULES = {
    **dict.fromkeys(("torch", "transformers", "accelerate", "lightning"), 12),
    **dict.fromkeys(("torch-reset", "transformers-4.51", "transformers-4.45"), 9),
    **dict.fromkeys(("torch-carry", "accelerate-carry", "keras", "deepspeed", "optax"), 10),
}


@pytest.mark.parametrize(("key", "steps"), THREE_RULES.items(), ids=THREE_RULES)
def test_frameworks_disagree_on_the_batches_left_over(key: str, steps: int) -> None:
    asked = Settings(samples=100, batch_size=10, epochs=3, accumulation=3)
    assert frameworks[key].run(asked).total_steps == steps


@pytest.mark.parametrize(
    ("key", "steps", "batches"),
    # 91 samples in batches of 10, 10 epochs, 4 batches to a step; it ended at epoch 10, 6.8 and 8.
    [("transformers", 30, 100), ("transformers-4.51", 20, 68), ("transformers-4.45", 20, 80)],
)
def test_earlier_trainers_stopped_early(key: str, steps: int, batches: int) -> None:
    run = frameworks[key].run(Settings(samples=91, batch_size=10, epochs=10, accumulation=4))
    assert (run.total_steps, run.total_batches) == (steps, batches)


@pytest.mark.parametrize(
    ("key", "asked", "count", "expected"),
    [
        # 0.07 × 100 is 7.000000000000001 in floating point
        ("transformers", {"epochs": 1, "warmup": Fraction(7, 100)}, "warmup_steps", 8),
        ("transformers", {"epochs": Fraction(7, 100)}, "total_steps", 8),
        ("transformers", {"epochs": Fraction(5, 2)}, "total_steps", 250),
        ("transformers", {"max_steps": 7, "warmup": Fraction(1, 2)}, "warmup_steps", 4),
        ("transformers", {"warmup": 500}, "warmup_steps", 500),
        ("keras", {"epochs": 2, "validation": Fraction(1, 5)}, "total_steps", 160),
        # 1 − 0.9 is 0.09999999999999998 in floating point, so that one sample fewer is left
        ("keras", {"validation": Fraction(9, 10)}, "training_samples", 99),
        ("keras", {"batch_size": None}, "batches_per_epoch", 32),
        ("lightning", {"epochs": 3, "max_steps": 7}, "total_steps", 7),
        ("lightning", {"epochs": 3, "max_steps": 700}, "total_steps", 300),  # no more than epochs
        ("transformers", {"epochs": 3, "max_steps": 700}, "total_steps", 700),
        ("torch-distributed", {"replicas": 7, "drop_last": True}, "batches_per_epoch", 14),
        ("deepspeed", {"replicas": 8, "accumulation": 4}, "total_steps", 3),
        ("accelerate-split", {"replicas": 2}, "effective_batch_size", 10),
    ],
)
def test_presets_beyond_the_rows(
    key: str, asked: dict[str, Any], count: str, expected: int
) -> None:
    run = frameworks[key].run(Settings(**{"samples": 1_000, "batch_size": 10} | asked))
    assert getattr(run, count) == expected


def test_the_sampler_fills_up_before_the_loader_drops() -> None:
    asked = Settings(samples=63, batch_size=8, replicas=8, drop_last=True)
    assert frameworks["torch-distributed"].run(asked).batches_per_epoch == 1
    assert frameworks["torch-distributed-drop"].run(asked).batches_per_epoch == 0
    assert TrainingRun(63, 8, replicas=8, drop_last=True).batches_per_epoch == 0


def test_beyond_2_to_the_53_the_sampler_is_one_sample_short() -> None:
    asked = Settings(samples=2**53 + 1, batch_size=1, replicas=2)
    assert frameworks["torch-distributed"].run(asked).total_steps == 2**52
    assert TrainingRun(2**53 + 1, 1, replicas=2).total_steps == 2**52 + 1


@pytest.mark.parametrize(
    ("key", "asked", "message"),
    [
        ("optax", {}, "batch_size is missing, and optax MultiSteps has no default for it"),
        ("keras", {"drop_last": True}, "drop_last cannot be set for Keras fit"),
        ("torch", {"replicas": 2}, "replicas cannot be set for PyTorch DataLoader"),
        (
            "sklearn-sgd",
            {"batch_size": 5},
            "batch_size cannot be set for scikit-learn SGDClassifier",
        ),
        (
            "torch",
            {"epochs": Fraction(3, 2)},
            "epochs must be a whole number of at least 1, not 3/2",
        ),
        (
            "accelerate-split",
            {"batch_size": 10, "replicas": 4},
            "with split_batches, batch_size is shared between the replicas, "
            "but 10 is no multiple of 4",
        ),
        (
            "transformers",
            {"batch_size": 2_000, "drop_last": True, "max_steps": 5},
            "max_steps cannot be reached: this run never makes a step",
        ),
    ],
)
def test_what_a_framework_cannot_do_is_refused_in_words(
    key: str, asked: dict[str, Any], message: str
) -> None:
    with pytest.raises(ValueError) as refused:
        frameworks[key].run(Settings(**{"samples": 1_000} | asked))
    assert str(refused.value) == message


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"samples": 0}, "samples must be a whole number of at least 1, not 0"),
        ({"batch_size": 0}, "batch_size must be a whole number of at least 1, not 0"),
        ({"max_steps": -1}, "max_steps must be a whole number of at least 1, not -1"),
        ({"epochs": 0.5}, "epochs must be an exact number above 0, not 0.5"),
        ({"epochs": Fraction(0)}, "epochs must be an exact number above 0, not 0"),
        ({"warmup": 0.1}, "warmup must be a whole number or an exact share, not 0.1"),
    ],
)
def test_settings_that_make_no_sense_are_refused_in_words(
    wrong: dict[str, Any], message: str
) -> None:
    with pytest.raises(ValueError) as refused:
        Settings(**{"samples": 1_000} | wrong)
    assert str(refused.value) == message


@pytest.mark.parametrize(
    ("replicas", "given", "message"),
    [
        (3, {"train_batch": 32}, "but 32 is not 10 × 1 × 3"),
        (2, {"train_batch": 64, "micro_batch": 5}, "but 64 is not 5 × 6 × 2"),
        (2, {"accumulation": 2}, "train_batch or micro_batch must be given"),
        (2, {"micro_batch": 0}, "micro_batch must be a whole number of at least 1, not 0"),
    ],
)
def test_deepspeeds_batches_must_multiply(
    replicas: int, given: dict[str, int], message: str
) -> None:
    with pytest.raises(ValueError) as refused:
        resolve_deepspeed_batches(replicas, **given)
    assert message in str(refused.value)


def test_a_presets_run_explains_itself() -> None:
    run = frameworks["keras"].run(Settings(samples=100, batch_size=10, epochs=3, accumulation=3))
    assert "Total steps: ⌊10 × 3 / 3⌋ = 10 (rounded down)." in map(str, worked_lines(run))


@given(st.floats(allow_nan=False, allow_infinity=False, min_value=1e-300, max_value=1e300))
def test_a_double_stays_itself(number: float) -> None:
    assert as_double(Fraction(number)) == Fraction(number)


@given(st.integers(-(10**40), 10**40), st.integers(1, 10**30))
def test_the_nearest_double_is_that_of_a_division(dividend: int, divisor: int) -> None:
    assert as_double(Fraction(dividend, divisor)) == Fraction(dividend / divisor)


@given(st.integers(1, 10_000), st.integers(0, 10**12))
def test_a_product_is_rounded_as_the_machine_rounds_it(hundredths: int, steps: int) -> None:
    product = double_product(Fraction(hundredths, 100), steps)
    assert product == Fraction(hundredths / 100 * float(steps))
    assert math.ceil(product) == math.ceil(hundredths / 100 * steps)


def test_a_warm_up_in_floating_point_is_at_times_a_step_longer() -> None:
    longer = [
        (percent, steps)
        for percent in range(1, 100)
        for steps in (30, 100, 1_000, 8_000, 10_000)
        if math.ceil(double_product(Fraction(percent, 100), steps)) != -(-percent * steps // 100)
    ]
    assert len(longer) == 13
    assert (7, 100) in longer
