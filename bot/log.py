"""Logging that never shows a bot token, whatever a library puts into a line or a traceback."""

import logging
import re
import sys
from typing import TextIO

HIDDEN = "<token>"

# In an address a token stands after "/bot"; anywhere else it is known by its length.
_TOKEN = re.compile(r"(?<=/bot)\d+:[\w-]+|\d{6,}:[\w-]{30,}")


def redact(text: str, token: str = "") -> str:
    """Return the text without the given token and without anything that looks like one."""
    if token:
        text = text.replace(token, HIDDEN)
    return _TOKEN.sub(HIDDEN, text)


class RedactingFormatter(logging.Formatter):
    """Redacts a line when it is whole: message, arguments, traceback and stack."""

    def __init__(self, token: str = "") -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")
        self._token = token

    def format(self, record: logging.LogRecord) -> str:
        """Return the line as it may be shown."""
        return redact(super().format(record), self._token)


def set_up(token: str = "", *, level: int = logging.INFO, stream: TextIO | None = None) -> None:
    """Log to ``stream`` (stderr) from now on, and let nothing else write there."""
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(RedactingFormatter(token))
    logging.basicConfig(level=level, handlers=[handler], force=True)
    logging.captureWarnings(capture=True)
    for talkative in ("httpx", "httpcore", "aiohttp.access", "apscheduler"):
        logging.getLogger(talkative).setLevel(logging.WARNING)
    # That a tick is still at work when the next one is due is no trouble.
    logging.getLogger("apscheduler.scheduler").setLevel(logging.ERROR)
