"""Where a learner lives, as far as their clock tells: times, cities, and the zones behind them."""

import re
import unicodedata
from datetime import datetime, time
from functools import cache
from itertools import islice
from zoneinfo import ZoneInfo, available_timezones

_MOST_HOURS = 12
_MOST_CITIES = 8
_DAY = 24 * 60
_STEP = 15  # zones lie a multiple of so many minutes apart

# Who is asked first: the order decides which times and which cities of a time are offered. Cities
# with the same rules therefore do not all stand together, and the last ones are here so that
# whoever lives anywhere finds their time.
_CITIES = {
    "New York": "America/New_York",
    "London": "Europe/London",
    "Delhi": "Asia/Kolkata",
    "Shanghai": "Asia/Shanghai",
    "Berlin": "Europe/Berlin",
    "Los Angeles": "America/Los_Angeles",
    "São Paulo": "America/Sao_Paulo",
    "Tokyo": "Asia/Tokyo",
    "Chicago": "America/Chicago",
    "Mexico City": "America/Mexico_City",
    "Cairo": "Africa/Cairo",
    "Istanbul": "Europe/Istanbul",
    "Jakarta": "Asia/Jakarta",
    "Lagos": "Africa/Lagos",
    "Johannesburg": "Africa/Johannesburg",
    "Nairobi": "Africa/Nairobi",
    "Sydney": "Australia/Sydney",
    "Karachi": "Asia/Karachi",
    "Dubai": "Asia/Dubai",
    "Dhaka": "Asia/Dhaka",
    "Denver": "America/Denver",
    "Bogotá": "America/Bogota",
    "Buenos Aires": "America/Argentina/Buenos_Aires",
    "Tehran": "Asia/Tehran",
    "Auckland": "Pacific/Auckland",
    "Paris": "Europe/Paris",
    "Moscow": "Europe/Moscow",
    "Singapore": "Asia/Singapore",
    "Toronto": "America/Toronto",
    "San Francisco": "America/Los_Angeles",
    "Phoenix": "America/Phoenix",
    "Seoul": "Asia/Seoul",
    "Bengaluru": "Asia/Kolkata",
    "Kyiv": "Europe/Kyiv",
    "Athens": "Europe/Athens",
    "Casablanca": "Africa/Casablanca",
    "Accra": "Africa/Accra",
    "Lisbon": "Europe/Lisbon",
    "Lima": "America/Lima",
    "Havana": "America/Havana",
    "Santiago": "America/Santiago",
    "Caracas": "America/Caracas",
    "Halifax": "America/Halifax",
    "Santo Domingo": "America/Santo_Domingo",
    "La Paz": "America/La_Paz",
    "Madrid": "Europe/Madrid",
    "Rome": "Europe/Rome",
    "Algiers": "Africa/Algiers",
    "Kinshasa": "Africa/Kinshasa",
    "Riyadh": "Asia/Riyadh",
    "Baghdad": "Asia/Baghdad",
    "Jerusalem": "Asia/Jerusalem",
    "Khartoum": "Africa/Khartoum",
    "Manila": "Asia/Manila",
    "Hong Kong": "Asia/Hong_Kong",
    "Bangkok": "Asia/Bangkok",
    "Ho Chi Minh City": "Asia/Ho_Chi_Minh",
    "Tashkent": "Asia/Tashkent",
    "Almaty": "Asia/Almaty",
    "Brisbane": "Australia/Brisbane",
    "Melbourne": "Australia/Melbourne",
    "Mumbai": "Asia/Kolkata",
    "Beijing": "Asia/Shanghai",
    "Vancouver": "America/Vancouver",
    "Calgary": "America/Edmonton",
    "Guatemala City": "America/Guatemala",
    "San José": "America/Costa_Rica",
    "Winnipeg": "America/Winnipeg",
    "Montréal": "America/Toronto",
    "Rio de Janeiro": "America/Sao_Paulo",
    "Montevideo": "America/Montevideo",
    "Manaus": "America/Manaus",
    "Warsaw": "Europe/Warsaw",
    "Amsterdam": "Europe/Amsterdam",
    "Dublin": "Europe/Dublin",
    "Dakar": "Africa/Dakar",
    "Tunis": "Africa/Tunis",
    "Addis Ababa": "Africa/Addis_Ababa",
    "Helsinki": "Europe/Helsinki",
    "Bucharest": "Europe/Bucharest",
    "Harare": "Africa/Harare",
    "Beirut": "Asia/Beirut",
    "Kuala Lumpur": "Asia/Kuala_Lumpur",
    "Taipei": "Asia/Taipei",
    "Perth": "Australia/Perth",
    "Hanoi": "Asia/Bangkok",
    "Yangon": "Asia/Yangon",
    "Kathmandu": "Asia/Kathmandu",
    "Colombo": "Asia/Colombo",
    "Kabul": "Asia/Kabul",
    "Baku": "Asia/Baku",
    "Yekaterinburg": "Asia/Yekaterinburg",
    "Novosibirsk": "Asia/Novosibirsk",
    "Vladivostok": "Asia/Vladivostok",
    "Adelaide": "Australia/Adelaide",
    "Darwin": "Australia/Darwin",
    "Honolulu": "Pacific/Honolulu",
    "Anchorage": "America/Anchorage",
    "St. John's": "America/St_Johns",
    "Seattle": "America/Los_Angeles",
    "Boston": "America/New_York",
    "Miami": "America/New_York",
    "Washington": "America/New_York",
    "Atlanta": "America/New_York",
    "Dallas": "America/Chicago",
    "Houston": "America/Chicago",
    "Tijuana": "America/Tijuana",
    "Hyderabad": "Asia/Kolkata",
    "Chennai": "Asia/Kolkata",
    "Kolkata": "Asia/Kolkata",
    "Shenzhen": "Asia/Shanghai",
    "Osaka": "Asia/Tokyo",
    "Zürich": "Europe/Zurich",
    "Vienna": "Europe/Vienna",
    "Brussels": "Europe/Brussels",
    "Stockholm": "Europe/Stockholm",
    "Munich": "Europe/Berlin",
    "Milan": "Europe/Rome",
    "Barcelona": "Europe/Madrid",
    "Edinburgh": "Europe/London",
    "St. Petersburg": "Europe/Moscow",
    "Tel Aviv": "Asia/Jerusalem",
    "Cape Town": "Africa/Johannesburg",
    "Canberra": "Australia/Sydney",
    "Hobart": "Australia/Hobart",
    "Wellington": "Pacific/Auckland",
    "San Juan": "America/Puerto_Rico",
    "Kingston": "America/Jamaica",
    "Nuuk": "America/Nuuk",
    "Fernando de Noronha": "America/Noronha",
    "Praia": "Atlantic/Cape_Verde",
    "Ponta Delgada": "Atlantic/Azores",
    "Port Moresby": "Pacific/Port_Moresby",
    "Nouméa": "Pacific/Noumea",
    "Norfolk Island": "Pacific/Norfolk",
    "Suva": "Pacific/Fiji",
    "Apia": "Pacific/Apia",
    "Pago Pago": "Pacific/Pago_Pago",
    "Kiritimati": "Pacific/Kiritimati",
    "Marquesas": "Pacific/Marquesas",
    "Gambier": "Pacific/Gambier",
    "Pitcairn": "Pacific/Pitcairn",
    "Easter Island": "Pacific/Easter",
    "Saint-Pierre": "America/Miquelon",
    "Lord Howe Island": "Australia/Lord_Howe",
    "Chatham Islands": "Pacific/Chatham",
    "Eucla": "Australia/Eucla",
}

_ALSO_CALLED = {
    "nyc": "New York",
    "new york city": "New York",
    "la": "Los Angeles",
    "sf": "San Francisco",
    "washington dc": "Washington",
    "cdmx": "Mexico City",
    "new delhi": "Delhi",
    "bombay": "Mumbai",
    "bangalore": "Bengaluru",
    "madras": "Chennai",
    "peking": "Beijing",
    "saigon": "Ho Chi Minh City",
    "munchen": "Munich",
    "koln": "Berlin",
    "cologne": "Berlin",
    "hamburg": "Berlin",
    "frankfurt": "Berlin",
    "petersburg": "St. Petersburg",
    "saint petersburg": "St. Petersburg",
    "samoa": "Apia",  # the zone Pacific/Samoa is American Samoa's
}

# Only there does a zone's last part name a place; Australia has West and Victoria, the US Eastern.
_NAMED_AFTER_CITIES = ("Africa", "America", "Asia", "Atlantic", "Europe", "Indian", "Pacific")
_NOWHERE = {"Factory", "localtime"}  # the second is whatever this machine is set to


def hours_now(now: datetime) -> tuple[time, ...]:
    """Return the times that most people's clocks show now, at most twelve, by the clock."""
    shown = dict.fromkeys(_clock(now, zone) for zone in _CITIES.values())
    return tuple(sorted(islice(shown, _MOST_HOURS)))


def zones_showing(now: datetime, hour: int, minute: int) -> tuple[tuple[str, str], ...]:
    """Return up to eight cities whose clocks show that time, the big ones first, with their zones.

    Where no clock does, it is those that showed it within the last hour: a button is pressed a
    while after it was sent.
    """

    def past(zone: str) -> int:
        clock = _clock(now, zone)
        return ((clock.hour - hour) * 60 + clock.minute - minute) % _DAY

    cities = [(city, zone) for city, zone in _CITIES.items() if past(zone) < 60]
    fresh = [(city, zone) for city, zone in cities if past(zone) < _STEP]
    return tuple((fresh or cities)[:_MOST_CITIES])


def find(text: str) -> str | None:
    """Return the zone that a typed city or zone name means; None for one that is not known.

    Case, accents, spaces, dots and underscores do not matter.
    """
    return _named().get(_plain(text))


def _clock(now: datetime, zone: str) -> time:
    return now.astimezone(_zone(zone)).time().replace(second=0, microsecond=0)


_zone = cache(ZoneInfo)  # zoneinfo itself keeps eight, and reads the others' files each time


@cache
def _named() -> dict[str, str]:
    """Every name by which a zone is known, in plain letters; where two claim one, the last wins."""
    zones = sorted(available_timezones() - _NOWHERE)
    cities = (zone for zone in zones if zone.startswith(_NAMED_AFTER_CITIES))
    return {
        **{_plain(zone.rpartition("/")[2]): zone for zone in cities},
        **{name: _CITIES[city] for name, city in _ALSO_CALLED.items()},
        **{_plain(city): zone for city, zone in _CITIES.items()},
        **{_plain(zone): zone for zone in zones},
    }


def _plain(name: str) -> str:
    """Return lower-case letters and figures, with the slash and the sign of Etc/GMT-5."""
    unmarked = "".join(
        letter
        for letter in unicodedata.normalize("NFKD", name).casefold()
        if not unicodedata.combining(letter)
    )
    joined = re.sub(r"[.'’]", "", unmarked)  # St. John's, D.C.
    return " ".join(re.sub(r"[^a-z0-9/+-]|-(?!\d)", " ", joined).split())
