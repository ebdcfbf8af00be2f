"""The fitted weights of the lexical scorer, which ship as data beside this module."""

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


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
    """Return the weights that ship."""
    stored = json.loads((files("cards") / "coefficients.json").read_text(encoding="utf-8"))
    return Coefficients(
        names=tuple(stored["features"]),
        means=tuple(one["mean"] for one in stored["features"].values()),
        scales=tuple(one["scale"] for one in stored["features"].values()),
        weights=tuple(one["weight"] for one in stored["features"].values()),
        intercept=stored["intercept"],
    )
