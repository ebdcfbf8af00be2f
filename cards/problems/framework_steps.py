"""How many steps a named framework counts, whose rule for left-over batches one has to know."""

from dataclasses import replace
from typing import Final

from cards.calculator import Tail
from cards.calculator.presets import Settings, frameworks
from cards.problems.conventions import LAST_BATCH_KEPT, ONE_DEVICE
from cards.problems.problem import Family, Parameters, Solution
from cards.problems.runs import drawing, run_of, whole_run

_TRAINER = (
    "A Trainer of Transformers 4.52 or newer gets {samples:,} legal texts, "
    "per_device_train_batch_size={batch_size}, gradient_accumulation_steps={accumulation} and "
    "num_train_epochs={epochs}. How many optimization steps does it make?"
)
_EARLIER_TRAINER = (
    "A log of Transformers 4.45 shows {samples:,} legal texts, a batch size of {batch_size} per "
    "device, gradient_accumulation_steps={accumulation} and {epochs} epochs. "
    "How many total optimization steps does it announce?"
)
_LIGHTNING = (
    "A Lightning 2 Trainer(max_epochs={epochs}, accumulate_grad_batches={accumulation}) is given a "
    "DataLoader of {samples:,} radio clips with batch_size={batch_size}. "
    "What is its global_step at the end?"
)
_KERAS = (
    "A Keras 3 model is compiled with an optimizer that has "
    "gradient_accumulation_steps={accumulation}; then fit() gets arrays of {samples:,} photos, "
    "batch_size={batch_size} and epochs={epochs}. How often are the weights updated?"
)
_DEEPSPEED = (
    "A DeepSpeed engine is configured with train_micro_batch_size_per_gpu={batch_size} and "
    "gradient_accumulation_steps={accumulation}. A loop feeds it {samples:,} essays in "
    "{epochs} epochs and calls engine.step() after every micro-batch. "
    "How many of these calls update the parameters?"
)
_OPTAX = (
    "A JAX loop uses optax.MultiSteps(adam, every_k_schedule={accumulation}) and keeps its state "
    "from epoch to epoch. It sees {samples:,} molecules in batches of {batch_size}, {epochs} times "
    "over. How many times does Adam update the parameters?"
)
_STORIES: Final = (_TRAINER, _EARLIER_TRAINER, _LIGHTNING, _KERAS, _DEEPSPEED, _OPTAX)

# The framework of each story, and by which rule for batches left over its number comes about.
_RULES: Final[tuple[tuple[str, Tail], ...]] = (
    ("transformers", "flush"),
    ("transformers-4.45", "reset"),
    ("lightning", "flush"),
    ("keras", "carry"),
    ("deepspeed", "carry"),
    ("optax", "carry"),
)


def _solve(numbers: Parameters) -> Solution:
    key, tail = _RULES[numbers["story"]]
    framework, run = frameworks[key], run_of(numbers)
    counted = framework.run(
        Settings(
            samples=run.samples,
            batch_size=run.batch_size,
            epochs=run.epochs,
            accumulation=run.accumulation,
        )
    )
    solution = whole_run(replace(run, tail=tail))
    rule = f"{framework.name}: {framework.rule[0].lower()}{framework.rule[1:]}"
    return replace(solution, value=counted.total_steps, lines=(rule, *solution.lines))


FRAMEWORK_STEPS = Family(
    key="framework-steps",
    title="Left-over batches in a framework",
    topic="Code and configs",
    stories=_STORIES,
    conventions=f"{LAST_BATCH_KEPT} {ONE_DEVICE}",
    # One row of samples makes about as many steps as counting on from epoch to epoch.
    counted=(
        *("tail_flushed", "tail_dropped", "tail_carried", "micro_batches"),
        *("accumulation_multiplied", "forgot_epochs", "samples_seen", "times_batch"),
        *("batch_times_epochs", "epochs_divided", "answered_epochs"),
        *("one_epoch_short", "one_epoch_extra", "zero_based", "one_extra"),
    ),
    draw=drawing(_STORIES),
    solve=_solve,
    advanced=True,
)
