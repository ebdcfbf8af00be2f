"""Reading numbers as people type them into a chat."""

from fractions import Fraction
from math import prod
from time import perf_counter

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from cards.calculator import amount
from cards.numbers import SYMBOLS, UNITS, Reading, Unreadable, read_number
from tests import number_texts
from tests.scale import scaled

SMALL = [
    *("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven"),
    *("twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
]
TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
BARE = [text for text, _ in number_texts.SUMS]


@pytest.mark.parametrize("text", number_texts.EIGHT_THOUSAND)
def test_many_writings_mean_eight_thousand(text: str) -> None:
    assert read_number(text) == Reading((Fraction(8000),))


@pytest.mark.parametrize(("text", "values"), number_texts.SEPARATORS)
def test_separators_group_or_start_the_decimals(text: str, values: tuple[Fraction, ...]) -> None:
    assert read_number(text) == Reading(values)


@pytest.mark.parametrize(("text", "value"), number_texts.SUMS)
def test_what_can_be_worked_out_is_the_number_it_comes_to(text: str, value: Fraction) -> None:
    assert read_number(text) == Reading((value,))


@pytest.mark.parametrize(("text", "value", "unit"), number_texts.UNITS)
def test_a_known_unit_may_follow(text: str, value: Fraction, unit: str | None) -> None:
    assert read_number(text) == Reading((value,), unit)


@pytest.mark.parametrize("text", number_texts.ABOUT)
def test_an_approximate_number_is_known_as_one(text: str) -> None:
    assert read_number(text) == Reading((Fraction(8000),), approximate=True)
    assert read_number(f"{text} steps") == Reading((Fraction(8000),), "step", approximate=True)


@pytest.mark.parametrize(("text", "reason"), number_texts.REFUSED)
def test_what_is_not_surely_one_number_says_why(text: str, reason: str) -> None:
    with pytest.raises(Unreadable, match=reason):
        read_number(text)


@pytest.mark.parametrize("writing", UNITS)
def test_every_writing_of_a_unit_is_reported_as_its_one_word(writing: str) -> None:
    for text in (f"7 {writing}", f"7{writing}", f"7 {writing.upper()}", f"3+4 = 7 {writing}"):
        assert read_number(text) == Reading((Fraction(7),), UNITS[writing])


def test_units_are_reported_as_one_word_each() -> None:
    assert set(UNITS.values()) - SYMBOLS == {
        *("step", "batch", "micro-batch", "epoch", "sample", "token", "parameter", "GPU"),
        *("training", "fold", "combination", "job", "round", "checkpoint", "evaluation"),
        *("millisecond", "second", "minute", "hour", "day", "byte"),
    }
    assert {
        *("%", "kB", "MB", "GB", "TB", "KiB", "MiB", "GiB", "TiB"),
        *("step/s", "sample/s", "token/s"),
    } == SYMBOLS


def test_a_unit_is_read_as_it_is_reported_for_one_and_for_many() -> None:
    for unit in UNITS.values():
        assert UNITS[unit.casefold()] == unit
        many = amount(2, unit).removeprefix("2 ").casefold()
        assert unit in SYMBOLS or UNITS[many] == unit


def test_blanks_around_a_number_do_not_count_as_length() -> None:
    assert read_number(" " * 4000 + "8000").values == (8000,)


def test_marks_that_cannot_be_seen_do_not_count_as_length() -> None:
    assert read_number("\u200e\u2066" * 2000 + "8000" + "!" * 80).values == (8000,)


def test_unreadable_is_a_value_error() -> None:
    assert issubclass(Unreadable, ValueError)


@given(st.integers(0, 10**15), st.sampled_from([",", " ", "'", "\u202f"]))
def test_a_number_grouped_in_threes_is_that_number(number: int, mark: str) -> None:
    assert read_number(f"{number:,}".replace(",", mark)).values == (number,)


@given(st.integers(0, 10**12), st.sampled_from("٠۰०০௦၀០０𝟎𝟘"))
def test_digits_of_any_script_are_digits(number: int, zero: str) -> None:
    text = "".join(chr(ord(zero) + int(digit)) for digit in str(number))
    assert read_number(text).values == (number,)


@given(st.integers(0, 999), st.integers(-12, 12))
def test_powers_of_ten_may_be_written_in_any_way(digits: int, power: int) -> None:
    raised = str(power).translate(str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"))
    for text in (f"{digits}e{power}", f"{digits}·10{raised}", f"{digits} x 10^{power}"):
        assert read_number(text).values == (digits * Fraction(10) ** power,)


@given(st.lists(st.lists(st.integers(1, 99), min_size=1, max_size=4), min_size=1, max_size=4))
def test_products_come_before_sums(terms: list[list[int]]) -> None:
    text = "+".join("*".join(map(str, factors)) for factors in terms)
    assert read_number(text).values == (sum(map(prod, terms)),)


@given(st.integers(1, 10**9), st.lists(st.integers(1, 50), min_size=1, max_size=4))
def test_differences_and_quotients_go_from_left_to_right(first: int, others: list[int]) -> None:
    difference = "-".join(map(str, [first, *others]))
    quotient = "/".join(map(str, [first, *others]))
    assume(first > others[0])  # else it is a range
    assert read_number(difference).values == (first - sum(others),)
    assert read_number(quotient).values == (Fraction(first, prod(others)),)


@given(st.integers(1, 10**6), st.integers(1, 1000))
def test_rounding_up_and_down_is_exact(samples: int, batch: int) -> None:
    for up in (f"ceil({samples}/{batch})", f"⌈{samples}/{batch}⌉", f"-(-{samples}//{batch})"):
        assert read_number(up).values == (-(-samples // batch),)
    for down in (f"floor({samples}/{batch})", f"⌊{samples}/{batch}⌋", f"{samples}//{batch}"):
        assert read_number(down).values == (samples // batch,)


@given(st.integers(0, 9999), st.integers(1, 99), st.integers(-3, 3))
def test_two_sides_are_one_number_if_they_are_the_same(left: int, right: int, off: int) -> None:
    text = f"{left}*{right} = {left * right + off}"
    if off == 0:
        assert read_number(text).values == (left * right,)
    else:
        with pytest.raises(Unreadable, match="different numbers"):
            read_number(text)


@given(st.integers(1, 999), st.sampled_from([1, 10**3, 10**6, 10**9]), st.integers(0, 999))
def test_a_number_in_words_is_that_number(group: int, scale: int, rest: int) -> None:
    number = group * scale + rest if scale > 1 else group
    for conjunction in ("", "and "):
        text = in_words(number, conjunction)
        assume(len(text) <= 64)
        assert read_number(text).values == (number,)
        assert read_number(text.title()).values == (number,)


def in_words(number: int, conjunction: str) -> str:
    """Return a number from 1 as it is said, with or without the British "and"."""
    for scale, name in ((10**9, "billion"), (10**6, "million"), (10**3, "thousand")):
        if number >= scale:
            more, rest = divmod(number, scale)
            said = f"{in_words(more, conjunction)} {name}"
            if not rest:
                return said
            return f"{said} {conjunction if rest < 100 else ''}{in_words(rest, conjunction)}"
    if number >= 100:
        said = f"{in_words(number // 100, '')} hundred"
        return f"{said} {conjunction}{in_words(number % 100, '')}" if number % 100 else said
    if number < 20:
        return SMALL[number - 1]
    said = TENS[number // 10 - 2]
    return f"{said}-{SMALL[number % 10 - 1]}" if number % 10 else said


@given(
    st.integers(0, 10**9) | st.decimals(0, 10**6, places=4).map(Fraction),
    st.sampled_from(["", "step", "batch", "epoch", "sample", "hour", "GB", "MB", "%"]),
)
def test_what_the_bot_writes_can_be_typed(number: int | Fraction, unit: str) -> None:
    reading = read_number(amount(number, unit))
    assert number in reading.values
    assert reading.unit == (unit or None)


@given(st.sampled_from(BARE), st.integers(0, 64), st.sampled_from("\u200e\u2068\u202e\ufeff\u00ad"))
def test_marks_that_cannot_be_seen_change_nothing(text: str, at: int, mark: str) -> None:
    assert read_number(text[:at] + mark + text[at:]) == read_number(text)


@given(st.text(max_size=80) | st.text("0123456789.,' -k~=steps%/*", max_size=40))
@settings(max_examples=scaled(300, 20_000), deadline=None)
def test_any_text_is_a_reading_or_unreadable(text: str) -> None:
    is_read(text)


def test_hostile_texts_are_readings_or_unreadable() -> None:
    texts = number_texts.hostile_texts(seed=4, count=scaled(4_000, 100_000))
    read = [is_read(text) for text in texts]
    assert read.count(True) > len(read) / 10  # or the stream would test nothing but refusals
    assert read.count(False) > len(read) / 10


def is_read(text: str) -> bool:
    """Return whether a text is read; hold the reading or the refusal to its promises."""
    try:
        reading = read_number(text)
    except Unreadable as error:
        reason = str(error)
    else:
        assert 1 <= len(reading.values) <= 2
        assert all(abs(value) <= 10**18 for value in reading.values)
        assert all(value.denominator < 2**128 for value in reading.values)
        assert reading.unit is None or reading.unit in UNITS.values()
        return True
    assert reason.isprintable()
    assert "ype " in reason or "again" in reason  # it says what to do
    assert len(reason) < 200
    return False


@pytest.mark.parametrize("piece", ["1", "1,", "1 ", "1.", "' ", "~", "||", "9'999", "\u202e", "é"])
def test_no_text_takes_long(piece: str) -> None:
    text = (piece * 4096)[:4096]
    started = perf_counter()
    with pytest.raises(Unreadable):
        read_number(text)
    assert perf_counter() - started < 0.05
