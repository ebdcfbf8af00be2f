"""Steps of runs that gather several batches into a step, that share their samples, or both."""

from cards.problems.conventions import (
    DEVICES_SHARE,
    LAST_BATCH_KEPT,
    ONE_DEVICE,
    SMALLER_GROUP_STEPS,
)
from cards.problems.problem import Family, Parameters, Solution
from cards.problems.runs import (
    ACCUMULATED,
    REPLICATED,
    REPLICATED_AND_ACCUMULATED,
    drawing,
    run_of,
    whole_run,
)

_ACCUMULATED_STORIES = (
    "A small GPU holds only {batch_size} of {samples:,} patent texts at a time, so the parameters "
    "are updated after every {accumulation} batches. How many steps do {epochs} epochs make?",
    "A vision model trains on {samples:,} leaf photos for {epochs} epochs with a batch size of "
    "{batch_size} and gradient accumulation over {accumulation} batches. "
    "How many times are its parameters updated?",
    "{samples:,} court rulings go through a language model in batches of {batch_size}, "
    "{epochs} times over. It adds up the gradients of {accumulation} batches before each step. "
    "How many steps does the run take?",
    "A hobbyist fine-tunes on {samples:,} chess games with micro-batches of {batch_size}, "
    "gradient_accumulation_steps={accumulation} and {epochs} epochs. "
    "How many optimizer steps are made?",
)
_REPLICATED_STORIES = (
    "{replicas} GPUs train one model together on {samples:,} street scenes, each with batches of "
    "{batch_size} images. How many steps do {epochs} epochs take?",
    "A job with {replicas} workers goes {epochs} times through {samples:,} audio clips; the batch "
    "size is {batch_size} per worker. How many times are the parameters updated?",
    "{samples:,} satellite images are shared among {replicas} devices, each of which takes "
    "{batch_size} images per step. How many steps does a run of {epochs} epochs make?",
    "With data parallelism on {replicas} GPUs and {batch_size} samples per GPU, a recommender "
    "trains for {epochs} epochs on {samples:,} orders. How many steps does it make?",
)
_BOTH_STORIES = (
    "{replicas} GPUs train together on {samples:,} articles, each with batches of {batch_size}, "
    "and the parameters are updated after every {accumulation} batches of each GPU. "
    "How many steps do {epochs} epochs make?",
    "A protein model sees {samples:,} sequences {epochs} times. There are {replicas} devices, "
    "the batch size is {batch_size} per device, and gradients are accumulated over "
    "{accumulation} batches on each. How many times are the parameters updated?",
    "{samples:,} code files, {epochs} epochs, {replicas} workers, {batch_size} files per worker "
    "and batch, gradient accumulation {accumulation}: how many optimizer steps are made?",
    "A lab shares {samples:,} brain scans among {replicas} GPUs. Each adds up the gradients of "
    "{accumulation} batches of {batch_size} scans before they all make a step. "
    "How many steps does a run of {epochs} epochs take?",
)


def _solve(numbers: Parameters) -> Solution:
    return whole_run(run_of(numbers))


ACCUMULATION_STEPS = Family(
    key="accumulation-steps",
    title="Steps with accumulation",
    topic="Several devices",
    stories=_ACCUMULATED_STORIES,
    conventions=f"{LAST_BATCH_KEPT} {SMALLER_GROUP_STEPS} {ONE_DEVICE}",
    counted=ACCUMULATED,
    draw=drawing(_ACCUMULATED_STORIES),
    solve=_solve,
)

REPLICA_STEPS = Family(
    key="replica-steps",
    title="Steps with data parallelism",
    topic="Several devices",
    stories=_REPLICATED_STORIES,
    conventions=f"{DEVICES_SHARE} {LAST_BATCH_KEPT}",
    counted=REPLICATED,
    draw=drawing(_REPLICATED_STORIES),
    solve=_solve,
)

REPLICA_ACCUMULATION_STEPS = Family(
    key="replica-accumulation-steps",
    title="Accumulation on several devices",
    topic="Several devices",
    stories=_BOTH_STORIES,
    conventions=f"{DEVICES_SHARE} {LAST_BATCH_KEPT} {SMALLER_GROUP_STEPS}",
    counted=REPLICATED_AND_ACCUMULATED,
    draw=drawing(_BOTH_STORIES),
    solve=_solve,
)
