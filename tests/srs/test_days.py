"""Which study day is it? Names are the rules."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import pytest
from hypothesis import given
from hypothesis import strategies as st

from srs.days import Today, study_day, today

BERLIN, AUCKLAND, LOS_ANGELES = "Europe/Berlin", "Pacific/Auckland", "America/Los_Angeles"
ZONES = [BERLIN, AUCKLAND, LOS_ANGELES, "Asia/Kathmandu", "Pacific/Kiritimati", "Pacific/Apia"]

BEGINNING = datetime(2000, 1, 1, tzinfo=UTC)
instants = st.timedeltas(timedelta(0), timedelta(days=40 * 365)).map(lambda gone: BEGINNING + gone)
zones = st.sampled_from([None, *ZONES])


def on(day: int, month: int = 3) -> date:
    return date(2026, month, day)


def utc(day: int, clock: str, month: int = 3) -> datetime:
    return datetime.fromisoformat(f"2026-{month:02}-{day:02}T{clock}+00:00")


def wall(day: int, clock: str, zone: str, month: int = 3, fold: int = 0) -> datetime:
    local = datetime.fromisoformat(f"2026-{month:02}-{day:02}T{clock}")
    return local.replace(tzinfo=ZoneInfo(zone), fold=fold)


@pytest.mark.parametrize(
    ("now", "zone", "expected"),
    [
        pytest.param(*row, id=name)
        for name, *row in [
            ("noon is the day itself", wall(2, "12:00", BERLIN), BERLIN, on(2)),
            ("late evening is the day itself", wall(2, "23:59", BERLIN), BERLIN, on(2)),
            ("2 in the morning is still the day before", wall(3, "02:00", BERLIN), BERLIN, on(2)),
            ("a second to 4 is still the day before", wall(3, "03:59:59", BERLIN), BERLIN, on(2)),
            ("4 in the morning is a new day", wall(3, "04:00", BERLIN), BERLIN, on(3)),
            ("the learner's clock counts, not UTC's", utc(2, "20:00"), AUCKLAND, on(3)),
            ("in the west the day began later", utc(3, "11:00"), LOS_ANGELES, on(2)),
            ("without a zone it is UTC", wall(3, "00:30", BERLIN), None, on(2)),
            ("without a zone the day turns at midnight", utc(3, "00:00"), None, on(3)),
            ("it reads any zone's instants", utc(2, "22:00").astimezone(), None, on(2)),
        ]
    ],
)
def test_a_study_day_ends_at_4_on_the_learners_clock(now, zone, expected):
    assert study_day(now, zone) == expected


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        # Clocks go from 2 to 3 on 29 March: 01:30 UTC is 03:30, 02:00 UTC is 04:00.
        pytest.param(utc(29, "01:59"), on(28), id="a short night turns at 4 by the new time"),
        pytest.param(utc(29, "02:00"), on(29), id="a short night lasts no hour longer"),
        # Clocks go from 3 to 2 on 25 October: 2:30 comes twice.
        pytest.param(wall(25, "02:30", BERLIN, 10), on(24, 10), id="the first 2:30 is the night"),
        pytest.param(wall(25, "02:30", BERLIN, 10, 1), on(24, 10), id="so is the second"),
        pytest.param(utc(25, "02:59", 10), on(24, 10), id="a long night lasts until 4, too"),
        pytest.param(
            utc(25, "03:00", 10), on(25, 10), id="a long night turns at 4 by the new time"
        ),
    ],
)
def test_a_night_in_which_the_clocks_change_ends_at_4(now, expected):
    assert study_day(now, BERLIN) == expected


def test_an_unknown_zone_is_refused():
    with pytest.raises(ZoneInfoNotFoundError):
        study_day(utc(2, "12:00"), "Europe/Atlantis")


@pytest.mark.parametrize(
    ("now", "zone", "last_day", "last_answer_at", "expected"),
    [
        pytest.param(*row, id=name)
        for name, *row in [
            ("the first day is today", utc(2, "12:00"), None, None, None, Today(on(2))),
            ("the same day stays", utc(2, "12:00"), BERLIN, on(2), None, Today(on(2))),
            ("the next day follows", utc(3, "12:00"), BERLIN, on(2), None, Today(on(3))),
            ("a long absence is no fault", utc(30, "12:00"), BERLIN, on(2), None, Today(on(30))),
            (
                "without a zone a day does not turn within half an hour of an answer",
                *(utc(3, "00:10"), None, on(2), utc(2, "23:41"), Today(on(2))),
            ),
            (
                "it turns half an hour after the last one",
                *(utc(3, "00:11"), None, on(2), utc(2, "23:41"), Today(on(3))),
            ),
            (
                "it turns where nothing was ever answered",
                *(utc(3, "00:10"), None, on(2), None, Today(on(3))),
            ),
            (
                "with a zone an answer holds no day",
                *(utc(3, "03:10"), BERLIN, on(2), utc(3, "03:09"), Today(on(3))),
            ),
            (
                "a move to the west repeats no day",
                *(utc(3, "00:00"), LOS_ANGELES, on(3), None, Today(on(3))),
            ),
            (
                "a clock two days back is no fault yet",
                *(utc(2, "12:00"), BERLIN, on(4), None, Today(on(4))),
            ),
            (
                "a clock three days back is a fault, and moves nothing",
                *(utc(1, "12:00"), BERLIN, on(4), None, Today(on(4), fault=True)),
            ),
            (
                "a fault is seen without a zone, too",
                *(utc(1, "12:00"), None, on(4), utc(4, "12:00"), Today(on(4), fault=True)),
            ),
        ]
    ],
)
def test_today(now, zone, last_day, last_answer_at, expected):
    assert today(now, zone, last_day, last_answer_at) == expected


@given(instants, st.sampled_from(ZONES))
def test_a_study_day_is_the_date_that_a_clock_four_hours_late_would_show(now, zone):
    wall_clock = now.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    assert study_day(now, zone) == (wall_clock - timedelta(hours=4)).date()


@given(st.lists(st.tuples(instants, zones, st.booleans())))
def test_whatever_clock_and_zone_do_a_study_day_never_goes_back(moments):
    last_day = last_answer_at = None
    for now, zone, answered in moments:
        day = today(now, zone, last_day, last_answer_at).day
        assert last_day is None or day >= last_day
        last_day, last_answer_at = day, now if answered else last_answer_at
