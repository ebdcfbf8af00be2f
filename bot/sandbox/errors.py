"""How a call to the sandbox can end without a result.

Refusal   the Bot API says no, with a code and a description
Cut       the connection ends without an answer
"""

from typing import Any


class Refusal(Exception):
    """An answer that is not ok: HTTP status, description and, for a flood, the seconds to wait."""

    def __init__(self, code: int, description: str, retry_after: int | None = None) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.retry_after = retry_after

    def to_json(self) -> dict[str, Any]:
        """Return the body of the answer."""
        body: dict[str, Any] = {
            "ok": False,
            "error_code": self.code,
            "description": self.description,
        }
        if self.retry_after is not None:
            body["parameters"] = {"retry_after": self.retry_after}
        return body


class Cut(Exception):
    """The line went dead before an answer."""


def bad_request(reason: str) -> Refusal:
    """Return a 400."""
    return Refusal(400, f"Bad Request: {reason}")


def forbidden(reason: str) -> Refusal:
    """Return a 403."""
    return Refusal(403, f"Forbidden: {reason}")


def conflict(reason: str) -> Refusal:
    """Return a 409: two ways of getting updates at once."""
    return Refusal(409, f"Conflict: {reason}")


def flood(seconds: int) -> Refusal:
    """Return a 429 that asks to wait for so many seconds."""
    return Refusal(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds)
