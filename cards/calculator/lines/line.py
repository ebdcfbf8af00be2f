"""One line of a worked solution, as data."""

from dataclasses import dataclass
from fractions import Fraction

from cards.calculator.words import amount, written


@dataclass(frozen=True, slots=True)
class Line:
    """A count, how it comes about, and why so: "Total steps: 400 × 20 = 8,000."

    ``expression`` holds the numbers that lead to ``result``, or words where there is nothing to
    work out ("full"); it may be empty. ``result`` is None where there is nothing to count. ``unit``
    is singular, such as "step", and "" where there is none. ``str`` gives the line as it is shown;
    it leaves out a unit that ``what`` already names.
    """

    what: str
    expression: str
    result: int | Fraction | None
    unit: str = ""
    why: str = ""

    def __str__(self) -> str:
        why = f" ({self.why})" if self.why else ""
        return f"{self.what}: {self._worked_out}{why}."

    @property
    def _worked_out(self) -> str:
        if self.result is None:
            return self.expression
        result = said(self.what, self.result, self.unit)
        if not self.expression:
            return result
        if not any(map(str.isdigit, self.expression)):
            return f"{self.expression}, {result}"
        return (
            f"{self.expression} {result}" if result[0] == "≈" else f"{self.expression} = {result}"
        )


def said(what: str, number: int | Fraction, unit: str) -> str:
    """Return a count with its unit, unless the words for what is counted name that already."""
    return written(number) if unit in what.casefold() else amount(number, unit)
