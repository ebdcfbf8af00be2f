"""Every call against the Bot API's own description: names, types, required fields, lengths.

The description is botapi-10.1.json; its readers are built once, at the first call of a method.
Where Telegram forgives (an unknown parameter, a field it does not know) the sandbox does not.
"""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, TypeAlias

from bot.sandbox.errors import Refusal, bad_request
from bot.sandbox.files import Upload
from bot.sandbox.text import units

Reader: TypeAlias = Callable[[Any], Any]

_TOLD = {
    ("sendMessage", "text"): "message text is empty",
    ("InlineKeyboardButton", "callback_data"): "BUTTON_DATA_INVALID",
    ("BotCommand", "command"): "BOT_COMMAND_INVALID",
    ("BotCommand", "description"): "BOT_COMMAND_DESCRIPTION_INVALID",
    ("answerCallbackQuery", "text"): "MESSAGE_TOO_LONG",
    ("setWebhook", "secret_token"): "secret token is too long",
}
_SURROGATE = re.compile("[\ud800-\udfff]")
_NUMBER = re.compile(r"-?\d{1,19}", re.ASCII)
_TRUTH = {"true": True, "false": False, "1": True, "0": False}


class _Mismatch(Exception):
    """The value is not of this type; says what was expected."""


@dataclass(frozen=True, slots=True)
class _Field:
    """One parameter of a method, or one field of an object."""

    name: str
    owner: str
    required: bool
    read: Reader
    limit: tuple[int, int, str] | None

    def value(self, given: Any) -> Any:
        """Return the value as its type has it, within its length."""
        value = self.read(given)
        if self.limit and isinstance(value, str) and (value or self.required):
            low, high, unit = self.limit
            length = len(value.encode()) if unit == "bytes" else units(value)
            if not low <= length <= high:
                raise self.refusal(f"{self.name} must have {low}-{high} {unit}, not {length}")
        return value

    def refusal(self, otherwise: str) -> Refusal:
        """Return the refusal in Telegram's words where they are known."""
        return bad_request(_TOLD.get((self.owner, self.name), otherwise))


def check(method: str, given: Mapping[str, Any]) -> dict[str, Any]:
    """Return the parameters of a call, decoded, or raise the Refusal it deserves.

    ``given`` holds strings (forms), JSON values (JSON bodies) and Uploads (multipart).
    """
    fields = _parameters(method)
    given = _attached(given)
    if unknown := given.keys() - fields.keys():
        raise bad_request(f'unknown parameter "{min(unknown)}" of {method}')
    values = {}
    for name, field in fields.items():
        if name in given:
            values[name] = _read(field, given[name])
        elif field.required:
            told = "chat_id is empty" if name == "chat_id" else f'parameter "{name}" is required'
            raise field.refusal(told)
    return values


def _read(field: _Field, given: Any) -> Any:
    try:
        return field.value(given)
    except _Mismatch as mismatch:
        raise bad_request(f'parameter "{field.name}": {mismatch}') from None


def _attached(given: Mapping[str, Any]) -> dict[str, Any]:
    """Put files that are referred to as attach://name where they are referred to."""
    names = {
        key: value.removeprefix("attach://")
        for key, value in given.items()
        if isinstance(value, str) and value.startswith("attach://")
    }
    if missing := names.values() - given.keys():
        raise bad_request(f'file "{min(missing)}" is not attached')
    moved = {key: given[name] for key, name in names.items()}
    return {key: value for key, value in given.items() if key not in names.values()} | moved


@cache
def _description() -> dict[str, Any]:
    text = files("bot.sandbox").joinpath("botapi-10.1.json").read_text("utf-8")
    description: dict[str, Any] = json.loads(text)
    return description


@cache
def _parameters(method: str) -> dict[str, _Field]:
    about = _description()["methods"].get(method)
    if about is None:
        raise Refusal(404, "Not Found: method not found")
    fields = _fields(method, about["params"])
    if "parse_mode" not in fields:
        return fields
    # These are measured without their markup, so they are measured where it is read.
    return {
        name: _Field(name, method, field.required, field.read, None)
        if name in ("text", "caption")
        else field
        for name, field in fields.items()
    }


def _fields(owner: str, described: dict[str, Any]) -> dict[str, _Field]:
    return {
        name: _Field(
            name,
            owner,
            about.get("required", False),
            _reader(tuple(about["types"])),
            tuple(about["length"]) if "length" in about else None,
        )
        for name, about in described.items()
    }


@cache
def _reader(types: tuple[str, ...]) -> Reader:
    if len(types) == 1:
        return _single(types[0])
    if all(name in _description()["types"] and name != "InputFile" for name in types):
        return _one_of(types)
    readers = [_single(name) for name in types]

    def first(value: Any) -> Any:
        for read in readers:
            try:
                return read(value)
            except _Mismatch:
                continue
        raise _Mismatch(f"{' or '.join(types)} expected")

    return first


@cache
def _single(name: str) -> Reader:
    if name.startswith("Array of "):
        return _array(name.removeprefix("Array of "))
    if simple := _SIMPLE.get(name):
        return simple
    subtypes = _description()["types"][name].get("subtypes")
    return _one_of(tuple(subtypes)) if subtypes else _object(name)


def _array(item: str) -> Reader:
    def read(value: Any) -> list[Any]:
        value = _decoded(value)
        if not isinstance(value, list):
            raise _Mismatch(f"an Array of {item} expected")
        read_item = _single(item)
        return [read_item(each) for each in value]

    return read


def _object(name: str) -> Reader:
    @cache
    def fields() -> dict[str, _Field]:
        return _fields(name, _description()["types"][name]["fields"])

    def read(value: Any) -> dict[str, Any]:
        value = _decoded(value)
        if not isinstance(value, dict):
            raise _Mismatch(f"{name} expected")
        known = fields()
        if unknown := value.keys() - known.keys():
            raise _Mismatch(f'{name} has no field "{min(unknown)}"')
        for field in known.values():
            if field.required and field.name not in value:
                raise _Mismatch(f'{name} needs the field "{field.name}"')
        return {key: known[key].value(each) for key, each in value.items()}

    return read


def _one_of(names: tuple[str, ...]) -> Reader:
    """Read the one object among several whose required fields are there."""
    described = {name: _description()["types"][name]["fields"] for name in names}
    needed = {
        name: frozenset(key for key, about in fields.items() if about.get("required"))
        for name, fields in described.items()
    }

    def read(value: Any) -> Any:
        value = _decoded(value)
        if not isinstance(value, dict):
            raise _Mismatch(f"{' or '.join(names)} expected")
        keys = value.keys()
        best = max(
            names, key=lambda name: (needed[name] <= keys, len(keys & described[name].keys()))
        )
        return _single(best)(value)

    return read


def _decoded(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except (ValueError, RecursionError):
        raise _Mismatch("a JSON value expected") from None


def _string(value: Any) -> str:
    if not isinstance(value, str):
        raise _Mismatch("a String expected")
    if _SURROGATE.search(value):
        raise _Mismatch("strings must be encoded in UTF-8")
    return value


def _integer(value: Any) -> int:
    if isinstance(value, str) and _NUMBER.fullmatch(value):
        value = int(value)
    if not isinstance(value, int) or isinstance(value, bool) or abs(value) >= 2**63:
        raise _Mismatch("an Integer expected")
    return value


def _float(value: Any) -> float:
    try:
        return float(value)
    except (TypeError, ValueError, OverflowError):
        raise _Mismatch("a Float expected") from None


def _boolean(value: Any) -> bool:
    if isinstance(value, str):
        value = _TRUTH.get(value.lower())
    if not isinstance(value, bool):
        raise _Mismatch("a Boolean expected")
    return value


def _file(value: Any) -> Upload:
    if not isinstance(value, Upload):
        raise _Mismatch("an InputFile expected")
    return value


_SIMPLE: dict[str, Reader] = {
    "String": _string,
    "Integer": _integer,
    "Float": _float,
    "Boolean": _boolean,
    "InputFile": _file,
}
