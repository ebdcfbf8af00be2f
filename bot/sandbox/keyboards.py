"""What Telegram asks of a keyboard beyond its types."""

from collections.abc import Iterable
from typing import Any

from bot.sandbox.errors import bad_request
from bot.sandbox.html import checked_link

MOST_BUTTONS = 100
MOST_IN_A_ROW = 8

_LOOKS = frozenset({"text", "style", "icon_custom_emoji_id"})
_STYLES = frozenset({"", "default", "danger", "success", "primary"})


def checked_markup(markup: dict[str, Any] | None) -> dict[str, Any] | None:
    """Return the markup as a message keeps it: without empty rows, or None if nothing is left."""
    if not markup:
        return None
    if "inline_keyboard" not in markup:
        return markup
    rows = [row for row in markup["inline_keyboard"] if row]
    if sum(map(len, rows)) > MOST_BUTTONS or any(len(row) > MOST_IN_A_ROW for row in rows):
        raise bad_request("reply markup is too long")
    for row in rows:
        _check_row(row)
    return {"inline_keyboard": rows} if rows else None


def labels(markup: dict[str, Any] | None) -> tuple[str, ...]:
    """Return what stands on the inline buttons, row by row."""
    return tuple(button["text"] for button in buttons(markup))


def buttons(markup: dict[str, Any] | None) -> Iterable[dict[str, Any]]:
    """Return the inline buttons, row by row."""
    return (button for row in (markup or {}).get("inline_keyboard", ()) for button in row)


def _check_row(row: Iterable[dict[str, Any]]) -> None:
    for button in row:
        if not button["text"].strip():
            raise bad_request("inline keyboard button text must be non-empty")
        if button.get("style", "") not in _STYLES:
            raise _unparsable("invalid button style specified")
        actions = [name for name in button.keys() - _LOOKS if button[name] not in ("", False)]
        if not actions:
            raise _unparsable("Text buttons are unallowed in the inline keyboard")
        if len(actions) > 1:
            raise _unparsable(f"a button does one thing, not {' and '.join(sorted(actions))}")
        if "url" in actions and checked_link(button["url"]) is None:
            raise bad_request(
                f"inline keyboard button URL '{button['url']}' is invalid: Wrong HTTP URL"
            )


def _unparsable(reason: str) -> Exception:
    return bad_request(f"can't parse inline keyboard button: {reason}")
