"""How named frameworks count: the same settings, and what each of them makes of them.

They differ in what becomes of the last batches of an epoch, in how samples are dealt out to
replicas, in their defaults, and in where they compute in floating point. Every rule was seen at
work in the version that stands beside it; that Lightning and DeepSpeed deal out samples with
PyTorch's DistributedSampler was read in their sources.
"""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Final

from cards.calculator.presets.counting import (
    counted,
    earlier_trainer,
    keras,
    kmeans,
    lightning,
    perceptron,
    trainer,
    with_distributed_sampler,
    with_split_batches,
)
from cards.calculator.presets.deepspeed import resolve_deepspeed_batches
from cards.calculator.presets.framework import Framework, Settings

__all__ = ["Framework", "Settings", "frameworks", "resolve_deepspeed_batches"]

_LOADER: Final = Framework(
    name="PyTorch DataLoader",
    version="2.13.0",
    rule="The last, smaller batch is kept; a loop that also steps after the last batch.",
    count=counted,
    batch_size=1,
    lacks=("replicas",),
)
_SAMPLER: Final = Framework(
    name="PyTorch DistributedSampler",
    version="2.13.0",
    rule="Samples are repeated until all shares are equal; then each share is cut into batches.",
    count=with_distributed_sampler,
    batch_size=1,
)
_TRAINER: Final = Framework(
    name="Hugging Face Trainer, 4.52 and later",
    version="4.57.1 and 5.23.0",
    rule="Batches left over at the end of an epoch make a step; every replica's batches are full.",
    count=trainer,
    batch_size=8,
)
_ACCELERATE: Final = Framework(
    name="Accelerate",
    version="1.15.0",
    rule="Samples are repeated until every batch is full; batches left over make a step.",
    count=partial(counted, sharding="even"),
    batch_size=1,
)
_PERCEPTRON: Final = Framework(
    name="scikit-learn MLPClassifier",
    version="1.9.1",
    rule="A batch is at most the whole data set; the last, smaller one is kept.",
    count=perceptron,
    batch_size=200,
    lacks=("drop_last", "accumulation", "replicas", "max_steps", "warmup"),
)
_NOT_IN_SCIKIT_LEARN: Final = (*_PERCEPTRON.lacks, "validation")

frameworks: Final[Mapping[str, Framework]] = {
    "torch": _LOADER,
    "torch-reset": replace(
        _LOADER,
        name="PyTorch DataLoader, a loop that steps on multiples in each epoch",
        rule="Batches left over at the end of an epoch make no step.",
        count=partial(counted, tail="reset"),
    ),
    "torch-carry": replace(
        _LOADER,
        name="PyTorch DataLoader, a loop that counts batches over all epochs",
        rule="Batches left over at the end of an epoch count in the next one.",
        count=partial(counted, tail="carry"),
    ),
    "torch-distributed": _SAMPLER,
    "torch-distributed-drop": replace(
        _SAMPLER,
        name="PyTorch DistributedSampler with drop_last",
        rule="Samples that do not go round are left out; then each share is cut into batches.",
        count=partial(counted, sharding="drop"),
    ),
    "transformers": _TRAINER,
    "transformers-4.51": replace(
        _TRAINER,
        name="Hugging Face Trainer, 4.46 to 4.51",
        version="4.48.3",
        rule="Batches left over make a step, but the plan leaves them out: the run stops early.",
        count=partial(earlier_trainer, carries=False),
    ),
    "transformers-4.45": replace(
        _TRAINER,
        name="Hugging Face Trainer, 4.45 and earlier",
        version="4.44.2",
        rule="Batches left over count in the next epoch, but the plan leaves them out: "
        "the run stops early.",
        count=partial(earlier_trainer, carries=True),
    ),
    "accelerate": _ACCELERATE,
    "accelerate-uneven": replace(
        _ACCELERATE,
        name="Accelerate with even_batches=False",
        rule="Batches are dealt out as they are: some replicas have one fewer.",
        count=partial(counted, sharding="uneven"),
    ),
    "accelerate-split": replace(
        _ACCELERATE,
        name="Accelerate with split_batches",
        rule="The batch size is that of all replicas together; every batch is full.",
        count=partial(with_split_batches, sharding="even"),
    ),
    "accelerate-split-uneven": replace(
        _ACCELERATE,
        name="Accelerate with split_batches and even_batches=False",
        rule="The batch size is that of all replicas together; the last batch may be smaller.",
        count=partial(with_split_batches, sharding="uneven"),
    ),
    "accelerate-carry": replace(
        _ACCELERATE,
        name="Accelerate with sync_with_dataloader=False",
        rule="Batches left over at the end of an epoch count in the next one.",
        count=partial(counted, tail="carry", sharding="even"),
    ),
    "lightning": Framework(
        name="Lightning",
        version="2.6.6",
        rule="Batches left over make a step; a run ends with its epochs or with max_steps, "
        "whichever comes first.",
        count=lightning,
        batch_size=1,
    ),
    "keras": Framework(
        name="Keras fit",
        version="3.15.1",
        rule="The last, smaller batch is kept; batches left over count in the next epoch.",
        count=keras,
        batch_size=32,
        lacks=("drop_last", "replicas", "max_steps"),
    ),
    "deepspeed": Framework(
        name="DeepSpeed",
        version="0.19.8",
        rule="batch_size is the micro batch; batches left over count in the next epoch.",
        count=partial(with_distributed_sampler, tail="carry"),
    ),
    "optax": Framework(
        name="optax MultiSteps",
        version="0.2.8",
        rule="Batches left over at the end of an epoch count in the next one.",
        count=partial(counted, tail="carry"),
    ),
    "sklearn-mlp": _PERCEPTRON,
    "sklearn-sgd": Framework(
        name="scikit-learn SGDClassifier",
        version="1.9.1",
        rule="Every sample makes a step of its own.",
        count=counted,
        batch_size=1,
        lacks=("batch_size", *_NOT_IN_SCIKIT_LEARN),
    ),
    "sklearn-kmeans": Framework(
        name="scikit-learn MiniBatchKMeans",
        version="1.9.1",
        rule="The samples of all epochs are divided by the batch size at once, rounded down.",
        count=kmeans,
        batch_size=1_024,
        lacks=_NOT_IN_SCIKIT_LEARN,
    ),
    "sklearn-dictionary": Framework(
        name="scikit-learn MiniBatchDictionaryLearning",
        version="1.9.1",
        rule="The last, smaller batch is kept.",
        count=counted,
        batch_size=256,
        lacks=_NOT_IN_SCIKIT_LEARN,
    ),
}
