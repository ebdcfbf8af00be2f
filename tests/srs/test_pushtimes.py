"""One push a day, whatever the clocks do."""

import itertools
from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from srs.days import study_day
from srs.pushtimes import is_quiet, next_push, read_time
from tests.scale import scaled

BEGIN = datetime(2026, 1, 1, tzinfo=UTC)
TIMES = (time(8), time(12, 30), time(19))
ZONES = sorted(available_timezones() - {"Factory", "localtime"})
SOME = Random(2026).sample(ZONES, scaled(fast=40, long=len(ZONES)))


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def pushes(at: time, zone: str, days: int) -> Iterator[datetime]:
    push = BEGIN
    for _ in range(days):
        push = next_push(push, at, zone)
        yield push


@pytest.mark.parametrize("zone", SOME)
def test_every_zone_gets_one_push_for_each_study_day_of_two_years(zone: str):
    for at in TIMES:
        instants = list(pushes(at, zone, days=730))
        days = [study_day(instant, zone) for instant in instants]
        assert {b - a for a, b in itertools.pairwise(days)} == {timedelta(days=1)}
        gaps = {b - a for a, b in itertools.pairwise(instants)}
        assert timedelta(hours=21) <= min(gaps) <= max(gaps) <= timedelta(hours=27)
        assert {i.astimezone(ZoneInfo(zone)).time() for i in instants} == {at}


@pytest.mark.parametrize(
    ("after", "at", "zone", "push"),
    [
        # An ordinary day: strictly later, and in UTC.
        ("2026-06-01 05:59:59", time(8), "Europe/Berlin", "2026-06-01 06:00"),
        ("2026-06-01 06:00:00", time(8), "Europe/Berlin", "2026-06-02 06:00"),
        # Berlin skips from 02:00 to 03:00: the first instant after that.
        ("2026-03-28 12:00", time(2, 30), "Europe/Berlin", "2026-03-29 01:00"),
        ("2026-03-29 01:00", time(2, 30), "Europe/Berlin", "2026-03-30 00:30"),
        # Berlin shows 02:30 twice: the first.
        ("2026-10-24 12:00", time(2, 30), "Europe/Berlin", "2026-10-25 00:30"),
        ("2026-10-25 00:30", time(2, 30), "Europe/Berlin", "2026-10-26 01:30"),
        # Cairo skips the midnight of 24 April.
        ("2026-04-23 12:00", time(0), "Africa/Cairo", "2026-04-23 22:00"),
        # Half an hour, and an offset of 45 minutes.
        ("2026-10-03 10:00", time(2, 15), "Australia/Lord_Howe", "2026-10-03 15:30"),
        ("2026-06-01 00:00", time(8), "Pacific/Chatham", "2026-06-01 19:15"),
        # A whole day is skipped: its push comes with the first instant after it.
        ("2011-12-29 20:00", time(8), "Pacific/Apia", "2011-12-30 10:00"),
    ],
)
def test_gaps_and_overlaps_obey_one_rule(after: str, at: time, zone: str, push: str):
    assert next_push(utc(after), at, zone) == utc(push)


@given(
    st.integers(0, 365 * 24 * 60 * 60).map(lambda seconds: BEGIN + timedelta(seconds=seconds)),
    st.times(),
    st.sampled_from(ZONES),
)
def test_the_next_push_is_later_and_nothing_lies_between(after: datetime, at: time, zone: str):
    push = next_push(after, at, zone)
    assert push > after
    assert push.tzinfo is UTC
    assert next_push(push - timedelta(microseconds=1), at, zone) == push
    assert push - after <= timedelta(hours=50)


def test_a_naive_instant_and_an_unknown_zone_are_refused():
    with pytest.raises(ValueError, match="zone"):
        next_push(datetime(2026, 1, 1), time(8), "UTC")  # noqa: DTZ001
    with pytest.raises(ZoneInfoNotFoundError):
        next_push(BEGIN, time(8), "Europe/Atlantis")


@pytest.mark.parametrize(
    ("now", "quiet"),
    [("05:59", True), ("06:00", False), ("20:59", False), ("21:00", True), ("23:30", True)],
)
def test_nights_are_quiet_on_the_learners_own_clock(now: str, quiet: bool):
    assert is_quiet(utc(f"2026-01-01 {now}"), "Europe/Berlin") is quiet


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("7:45", time(7, 45)),
        ("07.45", time(7, 45)),
        (" 18:30 ", time(18, 30)),
        ("1830", time(18, 30)),
        ("9", time(9)),
        ("7 pm", time(19)),
        ("7:15 a.m.", time(7, 15)),
        ("12 am", time(0)),
        ("12pm", time(12)),
        ("18h30", time(18, 30)),
        # No time of day.
        ("24:00", None),
        ("7:60", None),
        ("13 pm", None),
        ("0 am", None),
        ("-7", None),
        ("soon", None),
        ("", None),
        ("٧:٤٥", None),
        ("7:45:00", None),
    ],
)
def test_a_time_is_read_however_it_is_typed(text: str, read: time | None):
    assert read_time(text) == read
