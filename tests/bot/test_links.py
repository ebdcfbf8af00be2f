"""Links that start the bot: a day's problem is posed, anything else is a plain start."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.links import read_day, to_day

TODAY = date(2026, 11, 24)


@given(st.dates(max_value=TODAY))
def test_a_link_to_a_day_is_read_as_it_was_written(day):
    assert read_day(to_day(day), TODAY) == day


def test_the_form_of_a_link_never_changes():
    assert to_day(TODAY) == "day-2026-11-24"


@pytest.mark.parametrize(
    "payload",
    [
        "",
        "day",
        "day-",
        "2026-11-24",
        "day-2026-11-25",  # tomorrow's is not out yet
        "day-9999-12-31",
        "day-2026-02-30",
        "day-20261124",
        "day-2026-W48-2",
        "day-2026-1-1",
        "day-day-2026-11-24",
        "DAY-2026-11-24",
        "day-2026-11-24-",
        "day-\u0662\u0660\u0662\u0666-11-24",
        "day-2026-11-24 day-2026-11-24",
        "x" * 4096,
    ],
)
def test_any_other_payload_asks_for_no_day(payload):
    assert read_day(payload, TODAY) is None


@given(st.text())
def test_any_payload_is_a_day_or_nothing(payload):
    day = read_day(payload, TODAY)
    assert day is None or to_day(day) == payload
