"""Reading numbers as people type them into a chat."""

from fractions import Fraction
from time import perf_counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cards.numbers import UNITS, Reading, Unreadable, read_number
from tests.scale import scaled


@pytest.mark.parametrize(
    "text",
    [
        *(
            "8000",
            "8,000",
            "8'000",
            "8’000",
            "8_000",
            " 8000 ",
            "8000!",
            "8000.",
            "8000 !!",
            "8000?",
        ),
        *("8\u00a0000", "8\u2009000", "8\u202f000", "8 000", "8\t000", "8\u3000000"),
        *("= 8000", "=8000", "= 8,000", "+8000", "08000", "||8000||", "|| 8,000 ||"),
        *("８０００", "８，０００", "٨٠٠٠", "٨٬٠٠٠", "८०००", "৮০০০"),
        *(
            "\u200e8000\u200f",
            "8\u2060000",
            "\ufeff8000",
            "8,000.0",
            "8.000,0",
            "8000.00",
            "8000,0",
        ),
    ],
)
def test_many_writings_mean_eight_thousand(text: str) -> None:
    assert read_number(text) == Reading((Fraction(8000),))


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("8.000", (8000, 8)),  # a point may group or not
        ("125.000", (125_000, 125)),
        ("8,000", (8000,)),  # a comma before three digits groups
        ("800,000", (800_000,)),
        ("1234,567", (Fraction("1234.567"),)),  # but not after four digits,
        ("1234.567", (Fraction("1234.567"),)),
        ("0,125", (Fraction(1, 8),)),  # nor after a zero
        ("0.125", (Fraction(1, 8),)),
        ("0.000", (0,)),
        ("8,00", (8,)),  # nor before two digits or four
        ("8,0000", (8,)),
        ("390.6", (Fraction("390.6"),)),
        ("390,6", (Fraction("390.6"),)),
        (".5", (Fraction(1, 2),)),
        (",5", (Fraction(1, 2),)),
        ("1,234,567", (1_234_567,)),
        ("1.234.567", (1_234_567,)),
        ("1 234 567", (1_234_567,)),
        ("1,234.5", (Fraction("1234.5"),)),  # with both, the last is decimal
        ("1.234,5", (Fraction("1234.5"),)),
        ("1,234,567.891", (Fraction("1234567.891"),)),
        ("1 234,567", (Fraction("1234.567"),)),
        ("1'234.567", (Fraction("1234.567"),)),
        ("-5", (-5,)),
        ("−5", (-5,)),
        ("– 5", (-5,)),
        ("-8.000", (-8000, -8)),
        ("0", (0,)),
    ],
)
def test_separators_group_or_start_the_decimals(text: str, values: tuple[Fraction, ...]) -> None:
    assert read_number(text).values == values


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        *(
            ("8000 steps", "step"),
            ("8000steps", "step"),
            ("1 step", "step"),
            ("8,000 Steps!", "step"),
        ),
        *(("20 updates", "step"), ("20 iterations", "step"), ("64 batches", "batch")),
        *(("3 epochs", "epoch"), ("32 samples", "sample"), ("32 examples", "sample")),
        *(("32 images", "sample"), ("32 records", "sample")),
        *(("25 %", "%"), ("25%", "%"), ("25 percent", "%"), ("24 GB", "GB"), ("150mb", "MB")),
        *(
            ("400 steps per epoch", "step"),
            ("400 per epoch", None),
            ("8000 steps in total", "step"),
        ),
    ],
)
def test_a_known_unit_may_follow(text: str, unit: str | None) -> None:
    assert read_number(text).unit == unit


def test_units_are_reported_as_one_word_each() -> None:
    assert set(UNITS.values()) == {"step", "batch", "epoch", "sample", "%", "GB", "MB"}


@pytest.mark.parametrize(
    "word", ["about", "About", "around", "roughly", "ca.", "approx.", "~", "≈"]
)
def test_an_approximate_number_is_known_as_one(word: str) -> None:
    assert read_number(f"{word} 8000 steps") == Reading((Fraction(8000),), "step", approximate=True)
    assert not read_number("8000 steps").approximate


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        *((text, "There is no number") for text in ("", "   ", "...", "!", "=", "-", "||||", "🤷")),
        *((text, "in digits") for text in ("eight thousand", "steps", "½", "²", "nan", "inf", "x")),
        *((text, "the number alone") for text in ("it is 8000", "(8000)", "$5", "k8", "⌈390.6⌉")),
        *(
            (text, "a range")
            for text in ("7000-8000", "7000 – 8000", "7000 to 8000", "7…8", "7 until 8")
        ),
        *((text, "more than one") for text in ("7 8", "8000 400", "7 or 8", "8000, 400", "8 00")),
        *((text, "more than one") for text in ("5 steps and 3 epochs", "400 steps, 20 epochs")),
        *((text, "out in full") for text in ("8k", "8 K", "1.2M", "8m", "8e3", "8E+3")),
        *(
            (text, "work it out")
            for text in ("400*20", "400 × 20", "400 x 20", "1/2", "2+2", "2^8")
        ),
        *((text, "work it out") for text in ("9**9**9", "8·10³", "400*20=8000")),
        *((text, "not “") for text in ("8000 stepz", "8000 km", "1½", "10³", "8000 steps maybe")),
        *((text, "separators") for text in ("1,23,4", "1.234.56", "1,2.3,4", "8..5", "0,000,000")),
        *((text, "too long") for text in ("1" * 65, "x" * 65, "1" * 4096, " 1" * 40)),
    ],
)
def test_what_is_not_surely_one_number_says_why(text: str, reason: str) -> None:
    with pytest.raises(Unreadable, match=reason):
        read_number(text)


def test_blanks_around_a_number_do_not_count_as_length() -> None:
    assert read_number(" " * 4000 + "8000").values == (8000,)


def test_unreadable_is_a_value_error() -> None:
    assert issubclass(Unreadable, ValueError)


@given(st.integers(0, 10**15), st.sampled_from([",", " ", "'", "\u202f"]))
def test_a_number_grouped_in_threes_is_that_number(number: int, mark: str) -> None:
    assert read_number(f"{number:,}".replace(",", mark)).values == (number,)


@given(st.text(max_size=80) | st.text("0123456789.,' -k~=steps%/*", max_size=40))
@settings(max_examples=scaled(300, 20_000), deadline=None)
def test_any_text_is_a_reading_or_unreadable(text: str) -> None:
    try:
        reading = read_number(text)
    except Unreadable:
        pass
    else:
        assert reading.values
        assert reading.unit is None or reading.unit in UNITS.values()


@pytest.mark.parametrize("piece", ["1", "1,", "1 ", "1.", "' ", "~", "||", "9'999", "\u202e", "é"])
def test_no_text_takes_long(piece: str) -> None:
    text = (piece * 4096)[:4096]
    started = perf_counter()
    with pytest.raises(Unreadable):
        read_number(text)
    assert perf_counter() - started < 0.05
