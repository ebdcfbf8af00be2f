"""The units that may follow a number."""

import re
from collections.abc import Mapping
from typing import Final

from cards.numbers.reasons import (
    COLON,
    LONE_B,
    LONE_M,
    RANGE,
    SUM,
    TWO_NUMBERS,
    UNIT_IN_SUM,
    Unreadable,
    unknown,
)

_WRITINGS: Final = {
    "step": "step, steps, training step, training steps, optimizer step, optimizer steps, "
    "optimiser step, optimiser steps, update, updates, gradient update, gradient updates, "
    "parameter update, parameter updates, weight update, weight updates, iteration, iterations",
    "batch": "batch, batches, mini-batch, mini-batches, minibatch, minibatches",
    "micro-batch": "micro-batch, micro-batches, microbatch, microbatches",
    "epoch": "epoch, epochs",
    "sample": "sample, samples, example, examples, record, records, image, images, row, rows, "
    "data point, data points, datapoint, datapoints, observation, observations, photo, photos, "
    "picture, pictures, clip, clips, text, texts, sentence, sentences, review, reviews",
    "token": "token, tokens",
    "parameter": "parameter, parameters, param, params, weight, weights",
    "GPU": "gpu, gpus, device, devices, replica, replicas",
    "training": "training, trainings, training run, training runs, run, runs, model, models, "
    "trial, trials",
    "fold": "fold, folds",
    "combination": "combination, combinations, configuration, configurations",
    "job": "job, jobs",
    "round": "round, rounds",
    "checkpoint": "checkpoint, checkpoints",
    "evaluation": "evaluation, evaluations",
    "millisecond": "ms, millisecond, milliseconds",
    "second": "s, sec, secs, second, seconds",
    "minute": "min, mins, minute, minutes",
    "hour": "h, hr, hrs, hour, hours",
    "day": "day, days",
    "%": "%, percent, per cent, pct",
    "byte": "byte, bytes",
    "kB": "kb, kilobyte, kilobytes",
    "MB": "mb, megabyte, megabytes",
    "GB": "gb, gigabyte, gigabytes",
    "TB": "tb, terabyte, terabytes",
    "KiB": "kib, kibibyte, kibibytes",
    "MiB": "mib, mebibyte, mebibytes",
    "GiB": "gib, gibibyte, gibibytes",
    "TiB": "tib, tebibyte, tebibytes",
    "step/s": "step/s, steps/s, steps per second, iterations per second, it/s",
    "sample/s": "sample/s, samples/s, samples per second, images/s, images per second",
    "token/s": "token/s, tokens/s, tokens per second",
}

UNITS: Final[Mapping[str, str]] = {
    writing: unit for unit, writings in _WRITINGS.items() for writing in writings.split(", ")
}
"""Every unit that may follow a number, in lower case, and the singular word it is reported as."""

SYMBOLS: Final = frozenset({"%"} | {unit for unit in _WRITINGS if unit.endswith(("B", "/s"))})
"""Units that are written alike for one and for many."""

_WHY_NOT: Final = (
    (r"(?:…|~|±|(?:to|until|till|through)\b)", RANGE),
    (r"m\b", LONE_M),
    (r"b\b", LONE_B),
    (r": ?\d", COLON),
    (r"[!)\]}(\[{]", SUM),
    (r".*[-+*×/÷^%].*\d", UNIT_IN_SUM),
    (r".*\d", TWO_NUMBERS),
)


def unit(text: str) -> str | None:
    """Return the unit that stands after a number, None for nothing. Raises Unreadable otherwise."""
    words = text.casefold()
    if not words:
        return None
    if words in UNITS:
        return UNITS[words]
    for pattern, reason in _WHY_NOT:
        if re.match(pattern, words):
            raise Unreadable(reason)
    raise Unreadable(unknown(text))
