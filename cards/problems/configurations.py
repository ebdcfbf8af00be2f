"""From a few lines of code, a config or a log to the number of steps."""

from dataclasses import replace
from typing import Final

from cards.problems.conventions import (
    A_STEP_IS_AN_UPDATE,
    DEVICES_SHARE,
    LAST_BATCH_KEPT,
    SMALLER_GROUP_STEPS,
)
from cards.problems.problem import Family, Parameters, Solution
from cards.problems.runs import (
    REPLICATED,
    REPLICATED_AND_ACCUMULATED,
    RUN_WITHOUT_LEFTOVERS,
    drawing,
    run_of,
    whole_run,
)

_PLAIN_LOOP = """\
A script for {samples:,} satellite tiles has these lines:

loader = DataLoader(tiles, batch_size={batch_size}, shuffle=True)
for epoch in range({epochs}):
    for images, labels in loader:
        loss = loss_fn(model(images), labels)
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()

How often does optimizer.step() run?"""
_DROPPING_LOOP = """\
A script trains on {samples:,} short poems:

loader = DataLoader(poems, batch_size={batch_size}, drop_last=True)
for epoch in range({epochs}):
    for tokens in loader:
        optimizer.zero_grad()
        model(tokens).loss.backward()
        optimizer.step()

How often does optimizer.step() run?"""
_FLUSHING_LOOP = """\
len(voices) is {samples}, and the script goes on:

loader = DataLoader(voices, batch_size={batch_size}, shuffle=True)
for epoch in range({epochs}):
    for i, (clip, text) in enumerate(loader):
        loss_fn(model(clip), text).backward()
        if (i + 1) % {accumulation} == 0 or i + 1 == len(loader):
            optimizer.step()
            optimizer.zero_grad()

How often does optimizer.step() run?"""
_RESETTING_LOOP = """\
A data set of {samples:,} X-ray images is trained on like this:

loader = DataLoader(images, batch_size={batch_size}, shuffle=True)
for epoch in range({epochs}):
    optimizer.zero_grad()
    for i, (x, y) in enumerate(loader):
        loss_fn(model(x), y).backward()
        if (i + 1) % {accumulation} == 0:
            optimizer.step()
            optimizer.zero_grad()

How often does optimizer.step() run?"""
_PYTORCH: Final = (_PLAIN_LOOP, _DROPPING_LOOP, _FLUSHING_LOOP, _RESETTING_LOOP)

_ARGUMENTS = """\
A Trainer is launched on {replicas} GPUs with {samples:,} dialogues and these arguments:

TrainingArguments(
    per_device_train_batch_size={batch_size},
    gradient_accumulation_steps={accumulation},
    num_train_epochs={epochs},
)

How many optimization steps does it make?"""
_LOG = """\
On {replicas} GPUs, the log of a Trainer begins like this:

***** Running training *****
  Num examples = {samples:,}
  Num Epochs = {epochs}
  Instantaneous batch size per device = {batch_size}
  Gradient Accumulation steps = {accumulation}

What does the log go on to show as its total optimization steps?"""
_COMMAND = """\
{samples:,} questions and answers are trained on with this command:

torchrun --nproc_per_node={replicas} finetune.py
    --per_device_train_batch_size={batch_size}
    --gradient_accumulation_steps={accumulation}
    --num_train_epochs={epochs}

The script hands its arguments to a Trainer. How many optimization steps does that make?"""
_YAML = """\
The config of a Trainer on {replicas} GPUs:

train_samples: {samples}
per_device_train_batch_size: {batch_size}
gradient_accumulation_steps: {accumulation}
num_train_epochs: {epochs}
dataloader_drop_last: false

How many times does the Trainer update the parameters?"""
_TRAINER: Final = (_ARGUMENTS, _LOG, _COMMAND, _YAML)

_IMAGE_JOB = """\
A SageMaker job for images on one instance has these hyperparameters:

{{
  "num_training_samples": "{samples}",
  "mini_batch_size": "{batch_size}",
  "epochs": "{epochs}"
}}

How many steps does the job make?"""
_SCRIPT_JOB = """\
A training script on SageMaker reads {samples:,} delivery notes. The estimator is created with

instance_count=1,
hyperparameters={{"epochs": {epochs}, "train-batch-size": {batch_size}, "lr": 0.01}}

How many steps does the job make?"""
_SHARDED_JOB = """\
{samples:,} click logs lie in the train channel of a SageMaker job:

instance_count={replicas},
hyperparameters={{
    "epochs": {epochs},
    "batch-size-per-instance": {batch_size},
}}

The channel is sharded among the instances. How many steps does the job make?"""
_PARALLEL_JOB = """\
A SageMaker job trains one model on {replicas} GPUs with data parallelism:

{{
  "num_samples": "{samples}",
  "batch_size_per_gpu": "{batch_size}",
  "num_epochs": "{epochs}"
}}

How many times are the parameters updated?"""
_SAGEMAKER: Final = (_IMAGE_JOB, _SCRIPT_JOB, _SHARDED_JOB, _PARALLEL_JOB)


def _solve_pytorch(numbers: Parameters) -> Solution:
    story, run = _PYTORCH[numbers["story"]], run_of(numbers)
    if story is _DROPPING_LOOP:
        run = replace(run, drop_last=True)
    if story is _RESETTING_LOOP:
        run = replace(run, tail="reset")
    return whole_run(run)


def _solve(numbers: Parameters) -> Solution:
    return whole_run(run_of(numbers))


STEPS_FROM_PYTORCH = Family(
    key="steps-from-pytorch",
    title="Steps from a PyTorch loop",
    topic="Code and configs",
    stories=_PYTORCH,
    conventions=(
        "The script runs once, on one device. A DataLoader keeps a last, smaller batch unless it "
        "is told to drop it."
    ),
    counted=(
        *("floor", "kept_last_batch", "micro_batches", "accumulation_multiplied"),
        *RUN_WITHOUT_LEFTOVERS,
    ),
    draw=drawing(_PYTORCH),
    solve=_solve_pytorch,
)

STEPS_FROM_TRAINER = Family(
    key="steps-from-trainer",
    title="Steps from Trainer arguments",
    topic="Code and configs",
    stories=_TRAINER,
    conventions=(
        "It is the Trainer of Transformers 4.52 or newer. "
        f"{DEVICES_SHARE} {LAST_BATCH_KEPT} {SMALLER_GROUP_STEPS}"
    ),
    counted=REPLICATED_AND_ACCUMULATED,
    draw=drawing(_TRAINER),
    solve=_solve,
)

STEPS_FROM_SAGEMAKER = Family(
    key="steps-from-sagemaker",
    title="Steps from SageMaker hyperparameters",
    topic="Code and configs",
    stories=_SAGEMAKER,
    conventions=(
        f"{A_STEP_IS_AN_UPDATE} {LAST_BATCH_KEPT} Where there are several devices, each gets an "
        "equal share of the samples (a few are used twice if they do not go round), and all make "
        "each step together."
    ),
    counted=REPLICATED,
    draw=drawing(_SAGEMAKER),
    solve=_solve,
)
