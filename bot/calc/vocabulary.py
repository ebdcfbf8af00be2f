"""What people call the numbers of a training run."""

import re
from typing import Final, Literal, TypeAlias

Setting: TypeAlias = Literal[
    "samples",
    "batch_size",
    "epochs",
    "replicas",
    "accumulation",
    "max_steps",
    "validation",
    "warmup",
    "evaluate",
    "save",
    "tokens",
    "seconds",
    "parameters",
    "usable",
    "per_sample",
    "fixed",
]

# Written in several words, or joined: brought to one word before anything else is looked at.
PHRASES: Final = tuple(
    (re.compile(rf"(?<![a-z])(?:{pattern})(?![a-z])"), word)
    for pattern, word in (
        (r"drop(?:ping)? (?:the )?(?:last|tail|remainder)(?: batch)?(?: true)?", "droplast"),
        (r"keep(?:ing)? (?:the )?(?:last|tail|remainder)(?: batch)?|drop last false", "keeplast"),
        (r"8 ?bit (?=adam)", "eightbit "),
        (r"(?:mixed|half) precision|amp|fp16|bf16|float16|bfloat16", "mixed"),
        (r"hugging ?face(?: transformers)?(?: trainer)?|transformers trainer", "huggingface"),
        (r"pytorch lightning", "lightning"),
        (r"scikit(?: learn)?", "sklearn"),
        (r"distributed ?data ?parallel|distributed ?sampler", "ddp"),
        (r"warm(?:ing)? ?up(?: (?:steps|ratio))?", "warmup"),
        (
            r"(?:gradient |grad )?accum(?:ulat(?:e|es|ed|ing|ion))?(?: steps)?(?: (?:over|of))?",
            "accumulate",
        ),
        (
            r"(?:per (?:device|gpu|replica) )?(?:train )?(?:mini )?batch(?:es)? size(?: of)?",
            "batch",
        ),
        (r"(?:mini ?)?batches of", "batch"),
        (
            r"max(?:imum)?(?: number of)? steps"
            r"|(?:max(?:imum)?(?: of)?|at most|no more than|stop(?:s|ping)? after)"
            r"(?= [\d.,]+[km]? steps)",
            "maxsteps",
        ),
        (
            r"validation (?:split|set|fraction|share)|val(?: split)?"
            r"|h[eo]ld(?:s|ing)?[ -]?out(?: for validation)?|for validation",
            "validation",
        ),
        (r"(?:checkpoint|save|saved|saving|checkpoints)(?: (?:it|a checkpoint))? every", "save"),
        (r"(?:evaluat(?:e|ed|es|ing|ion|ions)|eval|validate|validated)(?: it)? every", "evaluate"),
        (r"sequence length|seq(?:uence)?(?: ?len(?:gth)?)?|context length", "tokens"),
        (r"activations?(?: (?:memory|take|takes|need|needs))*", "activations"),
        (r"(?:per|a|each|every) (?:sample|example|image|record|row|text|sequence)", "persample"),
        (r"(?:per|a|each|every) step", "perstep"),
        (r"(?:per|on each|each) (?:gpu|device|replica|worker|epoch)", "per"),
    )
)

# After a number: what was counted.
NOUNS: Final[dict[str, Setting]] = {
    **dict.fromkeys(
        (
            *("sample", "samples", "example", "examples", "image", "images", "picture", "pictures"),
            *("record", "records", "row", "rows", "text", "texts", "sentence", "sentences"),
            *("review", "reviews", "document", "documents", "photo", "photos", "sequences"),
            *("observations", "instances", "items", "points", "pairs", "files", "tweets"),
        ),
        "samples",
    ),
    **dict.fromkeys(("epoch", "epochs", "passes", "pass"), "epochs"),
    **dict.fromkeys(
        (
            *("gpu", "gpus", "device", "devices", "replica", "replicas", "worker", "workers"),
            *("tpu", "tpus", "node", "nodes", "machine", "machines", "accelerators", "ranks"),
        ),
        "replicas",
    ),
    **dict.fromkeys(("step", "steps", "update", "updates", "iteration", "iterations"), "max_steps"),
    **dict.fromkeys(("parameter", "parameters", "param", "params", "model"), "parameters"),
    **dict.fromkeys(("token", "tokens"), "tokens"),
}

# Before a number: what it is. Some of them may also follow it.
KEYWORDS: Final[dict[str, Setting]] = {
    "batch": "batch_size",
    "bs": "batch_size",
    "batches": "batch_size",
    "accumulate": "accumulation",
    "maxsteps": "max_steps",
    "validation": "validation",
    "warmup": "warmup",
    "evaluate": "evaluate",
    "save": "save",
    "tokens": "tokens",
    "activations": "per_sample",
    "overhead": "fixed",
    "fixed": "fixed",
    **{
        noun: setting
        for noun, setting in NOUNS.items()
        if setting in ("samples", "epochs", "replicas") or noun.startswith("param")
    },
}

_SAMPLES: Final = frozenset(noun for noun, setting in NOUNS.items() if setting == "samples")

# Said after a number of this kind, they add nothing to it.
ADDED: Final[dict[Setting, frozenset[str]]] = {
    "batch_size": _SAMPLES | {"each"},
    "accumulation": frozenset({"steps", "step", "batches", "batch", "times"}),
    "max_steps": frozenset({"steps", "step", "updates"}),
    "warmup": frozenset({"steps", "step", "warmup"}),
    "validation": _SAMPLES | {"validation"},
    "tokens": frozenset({"tokens", "token", "persample"}),
    "parameters": frozenset({"parameters", "model"}),
    "per_sample": frozenset({"persample", "activations"}),
}

SECONDS: Final = {
    **dict.fromkeys(("s", "sec", "secs", "second", "seconds"), 1),
    **dict.fromkeys(("min", "mins", "minute", "minutes"), 60),
    **dict.fromkeys(("h", "hr", "hrs", "hour", "hours"), 3_600),
}
MILLISECONDS: Final = frozenset({"ms", "msec", "millisecond", "milliseconds"})
BYTES: Final = {
    "kb": 10**3,
    "mb": 10**6,
    "gb": 10**9,
    "tb": 10**12,
    "kib": 2**10,
    "mib": 2**20,
    "gib": 2**30,
    "tib": 2**40,
}
OPTIMIZERS: Final = frozenset({"sgd", "momentum", "adam", "adamw"})
TAILS: Final = frozenset({"flush", "reset", "carry"})
FRAMEWORKS: Final = {
    **dict.fromkeys(("pytorch", "torch", "dataloader"), "torch"),
    **dict.fromkeys(("ddp", "distributedsampler"), "torch-distributed"),
    **dict.fromkeys(("trainer", "huggingface", "transformers"), "transformers"),
    **dict.fromkeys(("keras", "tensorflow"), "keras"),
    **dict.fromkeys(("optax", "jax"), "optax"),
    "accelerate": "accelerate",
    "lightning": "lightning",
    "deepspeed": "deepspeed",
    "mlpclassifier": "sklearn-mlp",
    "sgdclassifier": "sklearn-sgd",
    "minibatchkmeans": "sklearn-kmeans",
}

# Neither a number nor about one.
FILLERS: Final = frozenset(
    (  # noqa: SIM905 - words read better than a list of strings
        "a an the of for on with in at to and by x i we my our it its is are be there have has had "
        "use using used train training trained model models run runs job data dataset set over per "
        "total size how many much long what which will does do would can could if when fit fits "
        "into memory ram vram take takes need needs model's please calculate calc count me give "
        "tell show get that this then so about around roughly approximately each times from one "
        "single long steps step updates iterations last gpu card network big large optimizer "
        "optimiser optimized precision library framework loop sklearn learn"
    ).split()
)
