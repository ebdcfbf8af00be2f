"""What does your clock say now, and where is that?"""

from datetime import UTC, datetime, time, timedelta
from importlib.resources import files
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from srs import zones

WINTER = datetime(2026, 1, 15, 12, 7, 31, tzinfo=UTC)
SUMMER = datetime(2026, 7, 15, 12, 7, 31, tzinfo=UTC)
KNOWN = available_timezones() - {"Factory", "localtime"}  # these two are no place

instants = st.integers(0, 2 * 365 * 24 * 60).map(lambda gone: WINTER + timedelta(minutes=gone))


def inhabited() -> list[str]:
    """Return the zones that the time-zone database lists for the world's countries."""
    table = (files("tzdata") / "zoneinfo" / "zone.tab").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in table.splitlines() if not line.startswith("#"))
    return [row[2] for row in rows if row[0] != "AQ"]  # but for Antarctica


def clock(now: datetime, zone: str) -> time:
    return now.astimezone(ZoneInfo(zone)).time().replace(second=0, microsecond=0)


@pytest.mark.parametrize("now", [WINTER, SUMMER])
@pytest.mark.parametrize(
    "zone",
    ["America/New_York", "Europe/London", "Europe/Berlin", "Asia/Kolkata", "Asia/Shanghai"],
)
def test_the_times_of_most_people_are_offered(now, zone):
    assert clock(now, zone) in zones.hours_now(now)


@given(instants)
def test_twelve_different_times_are_offered_by_the_clock(now):
    times = zones.hours_now(now)
    assert len(times) == 12
    assert list(times) == sorted(set(times))


@given(instants)
def test_every_time_offered_leads_to_cities_whose_clocks_show_it(now):
    for offered in zones.hours_now(now):
        cities = zones.zones_showing(now, offered.hour, offered.minute)
        assert 1 <= len(cities) <= 8
        assert {clock(now, zone) for _, zone in cities} == {offered}


@pytest.mark.parametrize("now", [WINTER, SUMMER])
def test_whoever_lives_anywhere_finds_a_city_with_their_time(now):
    lost = {
        zone
        for zone in inhabited()
        if (at := clock(now, zone))
        and not any(
            now.astimezone(ZoneInfo(name)).utcoffset() == now.astimezone(ZoneInfo(zone)).utcoffset()
            for _, name in zones.zones_showing(now, at.hour, at.minute)
        )
    }
    assert lost == set()


@pytest.mark.parametrize(
    ("now", "hour", "minute", "first", "also"),
    [
        (WINTER, 13, 7, "Berlin", "Lagos"),
        (SUMMER, 13, 7, "London", "Lagos"),  # the same time, other rules: both are offered
        (SUMMER, 14, 7, "Berlin", "Johannesburg"),
        (WINTER, 5, 7, "Denver", "Phoenix"),
        (SUMMER, 5, 7, "Los Angeles", "Phoenix"),
        (WINTER, 17, 52, "Kathmandu", "Kathmandu"),
        (WINTER, 1, 7, "Auckland", "Pago Pago"),  # a day apart, by the same clock
    ],
)
def test_big_cities_come_first_and_other_rules_are_offered(now, hour, minute, first, also):
    cities = [city for city, _ in zones.zones_showing(now, hour, minute)]
    assert cities[0] == first
    assert also in cities


@pytest.mark.parametrize("minutes", [1, 14, 40])
def test_a_time_pressed_a_while_after_it_was_offered_still_means_the_same(minutes):
    later = WINTER + timedelta(minutes=minutes)
    assert zones.zones_showing(later, 21, 7)[0] == zones.zones_showing(WINTER, 21, 7)[0]


@pytest.mark.parametrize(("hour", "minute"), [(24, 0), (99, 99), (-1, -1)])
def test_a_time_that_no_clock_can_show_does_no_harm(hour, minute):
    assert len(zones.zones_showing(WINTER, hour, minute)) <= 8


def test_every_city_stands_for_a_zone_that_exists_and_is_found_by_its_name():
    cities = {
        city: zone
        for hour in range(24)
        for minute in (7, 22, 37, 52)
        for city, zone in zones.zones_showing(WINTER, hour, minute)
    }
    assert len(cities) > 90
    assert set(cities.values()) <= available_timezones()
    for city, zone in cities.items():
        assert zones.find(city) in (zone, city)  # Singapore is a zone's name as well


def test_every_zone_is_found_by_its_own_name():
    assert [zone for zone in KNOWN if zones.find(zone) != zone] == []
    assert [
        zone for zone in KNOWN if zones.find(f" {zone.upper()} ".replace("_", " ")) != zone
    ] == []


@pytest.mark.parametrize(
    ("typed", "zone"),
    [
        ("new york", "America/New_York"),
        ("NEW  YORK", "America/New_York"),
        ("New_York", "America/New_York"),
        ("NYC", "America/New_York"),
        ("Washington, D.C.", "America/New_York"),
        ("Europe/berlin", "Europe/Berlin"),
        ("europe / berlin", None),
        ("são paulo", "America/Sao_Paulo"),
        ("Sao Paulo", "America/Sao_Paulo"),
        ("sa\u0303o paulo", "America/Sao_Paulo"),  # the accent as a letter of its own
        ("İstanbul", "Europe/Istanbul"),
        ("Zürich", "Europe/Zurich"),
        ("st johns", "America/St_Johns"),
        ("St. John’s", "America/St_Johns"),
        ("Port-au-Prince", "America/Port-au-Prince"),
        ("port au prince", "America/Port-au-Prince"),
        ("Calcutta", "Asia/Calcutta"),
        ("Samoa", "Pacific/Apia"),
        ("utc", "UTC"),
        ("etc/gmt-5", "Etc/GMT-5"),
        ("Etc/GMT+5", "Etc/GMT+5"),
        ("GMT+5", None),  # a zone of this name would lie west of Greenwich
        ("Victoria", None),  # in Canada, or the Australian zone of that name?
        ("Eastern", None),
        ("Atlantis", None),
        ("Europe", None),
        ("localtime", None),
        ("Factory", None),
        ("", None),
        (" / ", None),
    ],
)
def test_a_city_or_a_zone_is_found_however_it_is_written(typed, zone):
    assert zones.find(typed) == zone


@pytest.mark.parametrize(
    "typed",
    ["../../etc", "/etc/passwd", "../Europe/Berlin", "Europe/../Europe/Berlin", "posix/UTC", "\0"],
)
def test_no_path_is_followed(typed):
    assert zones.find(typed) is None


@given(st.text())
def test_whatever_is_typed_is_a_zone_or_unknown(typed):
    found = zones.find(typed)
    assert found is None or found in available_timezones()
