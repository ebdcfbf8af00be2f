"""What travels between the sandbox and the bot, as the developers' panel shows it."""

import json
from typing import Any

from bot.sandbox.chats import Json
from bot.sandbox.errors import Refusal
from bot.sandbox.files import Upload
from bot.sandbox.updates import Update
from bot.sandbox.world import Call


def of_update(update: Update) -> Json:
    """Return an update on its way to the bot: its kind, whose it is, and all of it."""
    kind = next(name for name in update.body if name != "update_id")
    return {"way": "in", "what": kind, "chat": update.lane, "detail": _plain(update.body)}


def of_call(call: Call) -> Json:
    """Return a call of the bot: its method, the chat it names, how it ended, and all of it."""
    return {
        "way": "out",
        "what": call.method,
        "chat": call.parameters.get("chat_id"),
        "failed": None if call.error is None else _failure(call.error),
        "detail": _plain({"parameters": call.parameters, "result": call.result}),
    }


def _failure(error: BaseException) -> str:
    return error.description if isinstance(error, Refusal) else "connection lost"


def _plain(value: Any) -> Any:
    """Return the value as JSON can hold it: of a file, what it is."""
    return json.loads(json.dumps(value, default=_described))


def _described(value: object) -> str:
    if isinstance(value, Upload):
        return f"{value.name} ({value.mime}, {len(value.data):,} bytes)"
    return str(value)
