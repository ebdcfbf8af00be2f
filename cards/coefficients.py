"""The fitted weights of the grader's linear models, which ship as data beside this module."""

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any


@dataclass(frozen=True, slots=True)
class Coefficients:
    """A linear model on standardised features: the order is that of ``names``."""

    names: tuple[str, ...]
    means: tuple[float, ...]
    scales: tuple[float, ...]
    weights: tuple[float, ...]
    intercept: float

    def predict(self, features: tuple[float, ...]) -> float:
        """Return the model's value for some features."""
        parts = zip(features, self.means, self.scales, self.weights, strict=True)
        return self.intercept + sum(
            weight * (value - mean) / scale for value, mean, scale, weight in parts
        )


@cache
def load() -> Coefficients:
    """Return the weights of the lexical scorer: of the share of a reference that is said."""
    stored = _read("coefficients")
    weights = {name: one["weight"] for name, one in stored["features"].items()}
    return _coefficients(stored["features"], weights, stored["intercept"])


@cache
def load_kinds() -> dict[str, Coefficients]:
    """Return the weights of likeness, for each kind of typical answers: its log-odds."""
    stored = _read("likeness")
    features = stored["features"]
    return {
        kind: _coefficients(
            features, {name: one[kind] for name, one in features.items()}, intercept
        )
        for kind, intercept in stored["intercepts"].items()
    }


def _read(name: str) -> dict[str, Any]:
    stored: dict[str, Any] = json.loads(
        (files("cards") / f"{name}.json").read_text(encoding="utf-8")
    )
    return stored


def _coefficients(
    features: dict[str, dict[str, float]], weights: dict[str, float], intercept: float
) -> Coefficients:
    return Coefficients(
        names=tuple(features),
        means=tuple(one["mean"] for one in features.values()),
        scales=tuple(one["scale"] for one in features.values()),
        weights=tuple(weights.values()),
        intercept=intercept,
    )
