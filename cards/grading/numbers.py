"""One typed number against the answer and the slips of a problem."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Final

from cards.calculator import amount
from cards.grading.text import is_dont_know
from cards.grading.verdicts import DontKnow, NumberVerdict, Right, Unclear, Wrong
from cards.numbers import Reading, Unreadable, read_number
from cards.question import Number, Question, Slip

# How much of the smallest unit of its kind each unit is.
_KINDS: Final[tuple[Mapping[str, int], ...]] = (
    {
        "millisecond": 1,
        "second": 1_000,
        "minute": 60_000,
        "hour": 3_600_000,
        "day": 86_400_000,
    },
    {
        "byte": 1,
        **{unit: 1_000**n for n, unit in enumerate(("kB", "MB", "GB", "TB"), 1)},
        **{unit: 1_024**n for n, unit in enumerate(("KiB", "MiB", "GiB", "TiB"), 1)},
    },
    {"%": 1, "": 100},
)


def grade_number(question: Question, text: str) -> NumberVerdict:
    """Return what a typed number is worth. Raises TypeError where no number is asked for.

    A text that may mean several numbers is right if one of them is. A number in another unit of the
    same kind is converted; "approximate" is also what is right only within the tolerance.
    """
    answer = question.answer
    if not isinstance(answer, Number):
        raise TypeError(f"{question.card} is not answered with a number")
    if is_dont_know(text):
        return DontKnow()
    try:
        reading = read_number(text)
    except Unreadable as reason:
        return Unclear(str(reason))
    values = _converted(reading, answer)
    return _judge(answer, values, reading) if values else Unclear(_wrong_unit(reading, answer.unit))


def slips_behind(answer: Number, value: Fraction) -> tuple[str, ...]:
    """Return the codes of every misconception that leads to a wrong number."""
    near = (slip for slip in answer.slips if _leads_to(slip, value, answer.tolerance))
    return tuple(code for slip in near for code in slip.codes)


def _judge(answer: Number, values: tuple[Fraction, ...], reading: Reading) -> NumberVerdict:
    right = [value for value in values if _is_near(value, answer.value, answer.tolerance)]
    if right:
        return Right(reading.approximate or answer.value not in right)
    known = ((value, slips_behind(answer, value)) for value in values)
    value, codes = next(((v, codes) for v, codes in known if codes), (values[0], ()))
    return Wrong(value, codes)


def _converted(reading: Reading, answer: Number) -> tuple[Fraction, ...]:
    """Return what a reading may mean in the answer's unit; nothing where that is another thing."""
    if reading.unit == answer.unit:
        return reading.values
    if reading.unit is None:
        shares = _as_shares(reading.values, answer) if answer.unit == "%" else ()
        return (*shares, *reading.values)
    for units in _KINDS:
        if {reading.unit, answer.unit} <= units.keys():
            factor = Fraction(units[reading.unit], units[answer.unit])
            return tuple(value * factor for value in reading.values)
    return ()


def _as_shares(values: tuple[Fraction, ...], answer: Number) -> tuple[Fraction, ...]:
    """Return the percentages of bare numbers that look like shares, where 0.25 is not 0.25 %."""
    if abs(answer.value) < 1:
        return ()
    return tuple(100 * value for value in values if 0 < value < 1)


def _is_near(value: Fraction, wanted: Fraction, tolerance: Fraction) -> bool:
    return abs(value - wanted) <= tolerance * abs(wanted)


def _leads_to(slip: Slip, value: Fraction, tolerance: Fraction) -> bool:
    """Return whether a slip's number was typed, with as many decimals as the learner cared for."""
    decimals = _decimals(value)
    cared_for = decimals > 0 and abs(value - slip.value) * 10**decimals < 1
    return cared_for or _is_near(value, slip.value, tolerance)


def _decimals(value: Fraction) -> int:
    """Return how many decimals a number has; 0 where no number of them writes it out."""
    return next((places for places in range(65) if 10**places % value.denominator == 0), 0)


def _wrong_unit(reading: Reading, wanted: str) -> str:
    match wanted:
        case "":
            asked = "a number without a unit"
        case "%":
            asked = "a percentage"
        case _:
            asked = f"the number of {_many(wanted)}"
    given = _many(str(reading.unit))
    return f"That is in {given}, but the question asks for something else. Type {asked}."


def _many(unit: str) -> str:
    return amount(2, unit).removeprefix("2").strip()
