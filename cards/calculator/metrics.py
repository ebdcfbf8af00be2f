"""Measures of a classifier of two classes, from its four counts."""

from dataclasses import dataclass, fields
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Counts:
    """How often a classifier was right and wrong about positives and negatives.

    Its measures are exact shares of one, and raise ZeroDivisionError where nothing was counted that
    they are a share of. Raises ValueError for a count below 0.
    """

    true_positives: int
    false_positives: int
    false_negatives: int
    true_negatives: int

    def __post_init__(self) -> None:
        for field in fields(self):
            if getattr(self, field.name) < 0:
                raise ValueError(f"{field.name} must not be below 0")

    @property
    def predicted_positives(self) -> int:
        """What the classifier took for positive."""
        return self.true_positives + self.false_positives

    @property
    def positives(self) -> int:
        """What is positive."""
        return self.true_positives + self.false_negatives

    @property
    def errors(self) -> int:
        """Where the classifier was wrong."""
        return self.false_positives + self.false_negatives

    @property
    def everything(self) -> int:
        """All that was counted."""
        return self.true_positives + self.errors + self.true_negatives

    @property
    def precision(self) -> Fraction:
        """The share of the predicted positives that are positive."""
        return Fraction(self.true_positives, self.predicted_positives)

    @property
    def recall(self) -> Fraction:
        """The share of the positives that were found."""
        return Fraction(self.true_positives, self.positives)

    @property
    def f1(self) -> Fraction:
        """The harmonic mean of precision and recall."""
        return Fraction(2 * self.true_positives, 2 * self.true_positives + self.errors)

    @property
    def accuracy(self) -> Fraction:
        """The share of everything about which the classifier was right."""
        return Fraction(self.true_positives + self.true_negatives, self.everything)
