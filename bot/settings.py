"""Settings, from the environment alone. Secrets are left out of every repr."""

import ipaddress
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, NamedTuple, Self, TypeAlias
from urllib.parse import SplitResult, urlsplit

import platformdirs

from srs import engines

Mode: TypeAlias = Literal["polling", "webhook"]
Environment: TypeAlias = Mapping[str, str]

TELEGRAM = "https://api.telegram.org"

_TOKEN = re.compile(r"\d+:[A-Za-z0-9_-]+")
_SECRET = re.compile(r"[A-Za-z0-9_-]{32,256}")
_LARGEST_ID = 2**52  # Telegram's ids have at most 52 significant bits


class SettingsError(Exception):
    """A setting is missing or wrong; the text is one line that says what to set."""


class Address(NamedTuple):
    """Where to listen."""

    host: str
    port: int


_LISTEN = Address("127.0.0.1", 8080)


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What an operator decides.

    ``api_url`` is the root of a Bot API server, without a slash at its end. ``webhook_url`` and
    ``webhook_secret`` are "" in polling mode; ``clock_url`` is "" outside a sandbox.
    """

    token: str = field(repr=False)
    api_url: str = TELEGRAM
    database_url: str = field(repr=False)
    admins: frozenset[int] = frozenset()
    mode: Mode = "polling"
    webhook_url: str = ""
    webhook_secret: str = field(default="", repr=False)
    listen: Address = _LISTEN
    clock_url: str = ""

    @classmethod
    def from_environment(cls, environment: Environment) -> Self:
        """Read the MINIBATCH_ variables; SettingsError for the first that is missing or wrong."""
        api_url = _api_url(environment)
        mode = _mode(environment)
        return cls(
            token=_token(environment),
            api_url=api_url,
            database_url=database_url(environment),
            admins=_admins(environment),
            mode=mode,
            webhook_url=_webhook_url(environment, api_url) if mode == "webhook" else "",
            webhook_secret=_webhook_secret(environment) if mode == "webhook" else "",
            listen=_listen(environment),
            clock_url=_clock_url(environment, api_url),
        )

    @property
    def webhook_path(self) -> str:
        """The path that Telegram posts to."""
        return urlsplit(self.webhook_url).path or "/"


def database_url(environment: Environment) -> str:
    """Return the database's address: the one that is set, or a file in the user's data folder."""
    given = _get(environment, "MINIBATCH_DATABASE_URL")
    if not given:
        return f"sqlite:///{Path(platformdirs.user_data_dir('minibatch')) / 'minibatch.sqlite3'}"
    try:
        engines.parse(given)
    except engines.WrongAddress:
        raise SettingsError(
            "Set MINIBATCH_DATABASE_URL to sqlite:///path of a file or to "
            "postgresql://user:password@host/name."
        ) from None
    return given


def _get(environment: Environment, name: str) -> str:
    """Return a variable; an empty one counts as not set."""
    return environment.get(name, "").strip()


def _token(environment: Environment) -> str:
    token = _get(environment, "MINIBATCH_TOKEN")
    if not _TOKEN.fullmatch(token):
        raise SettingsError(
            "Set MINIBATCH_TOKEN to the token that @BotFather gave you: digits, a colon, letters."
        )
    return token


def _api_url(environment: Environment) -> str:
    url = _get(environment, "MINIBATCH_API_URL") or TELEGRAM
    if not _is_web_address(url):
        raise SettingsError(
            f"Set MINIBATCH_API_URL to the root of a Bot API server, such as {TELEGRAM}."
        )
    return url.rstrip("/")


def _admins(environment: Environment) -> frozenset[int]:
    words = [word.strip() for word in _get(environment, "MINIBATCH_ADMINS").split(",")]
    admins = [word for word in words if word]
    if not all(word.isascii() and word.isdigit() and int(word) < _LARGEST_ID for word in admins):
        raise SettingsError(
            "Set MINIBATCH_ADMINS to Telegram user ids separated by commas, such as "
            "1234567,7654321; /id tells yours."
        )
    return frozenset(int(word) for word in admins)


def _mode(environment: Environment) -> Mode:
    match _get(environment, "MINIBATCH_MODE"):
        case "" | "polling":
            return "polling"
        case "webhook":
            return "webhook"
        case _:
            raise SettingsError("Set MINIBATCH_MODE to polling or to webhook.")


def _webhook_url(environment: Environment, api_url: str) -> str:
    url = _get(environment, "MINIBATCH_WEBHOOK_URL")
    safe = url.startswith("https://") or api_url != TELEGRAM
    if not (_is_web_address(url) and safe) or urlsplit(url).path == "/health":
        raise SettingsError(
            "Set MINIBATCH_WEBHOOK_URL to the https address at which Telegram reaches this bot, "
            "or MINIBATCH_MODE to polling; the path /health is taken."
        )
    return url


def _webhook_secret(environment: Environment) -> str:
    secret = _get(environment, "MINIBATCH_WEBHOOK_SECRET")
    if not _SECRET.fullmatch(secret):
        raise SettingsError(
            "Set MINIBATCH_WEBHOOK_SECRET to 32 to 256 random characters out of A-Z a-z 0-9 _ -."
        )
    return secret


def _listen(environment: Environment) -> Address:
    given = _get(environment, "MINIBATCH_LISTEN")
    if not given:
        return _LISTEN
    parts = _split(f"//{given}")
    port = _port(parts)
    if parts is None or not parts.hostname or not port or parts.netloc != given:
        raise SettingsError("Set MINIBATCH_LISTEN to host:port, such as 127.0.0.1:8080.")
    return Address(parts.hostname, port)


def _clock_url(environment: Environment, api_url: str) -> str:
    url = _get(environment, "MINIBATCH_CLOCK_URL")
    if url and not (_is_web_address(url) and _is_loopback(url) and _is_loopback(api_url)):
        raise SettingsError(
            "Unset MINIBATCH_CLOCK_URL: a moved clock is for a sandbox, so it and "
            "MINIBATCH_API_URL must both be on this machine, such as http://127.0.0.1:8081."
        )
    return url


def _split(url: str) -> SplitResult | None:
    try:
        return urlsplit(url)
    except ValueError:
        return None


def _port(parts: SplitResult | None) -> int | None:
    try:
        return parts.port if parts else None
    except ValueError:
        return None


def _is_web_address(url: str) -> bool:
    parts = _split(url)
    return (
        parts is not None
        and parts.scheme in ("http", "https")
        and bool(parts.hostname)
        and not (parts.username or parts.query or parts.fragment)
        and (_port(parts) is not None or ":" not in parts.netloc.rpartition("]")[2])
    )


def _is_loopback(url: str) -> bool:
    host = urlsplit(url).hostname or ""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
