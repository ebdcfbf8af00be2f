"""Telegram's HTML: markup in, a text with entities out, or the refusal that Telegram would give.

Errors name the byte offset (in UTF-8) of the tag, as the real server does.
"""

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from bot.sandbox.errors import Refusal, bad_request
from bot.sandbox.text import Entity, Formatted, in_order, units

_KINDS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "tg-emoji": "custom_emoji",
    "tg-time": "date_time",
    "a": "text_link",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
}
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_REFERENCE = re.compile(r"&(?:#x(?P<hex>[0-9a-fA-F]{1,6})|#(?P<dec>\d{1,7})|(?P<name>[A-Za-z]+));?")
_SPACE = re.compile(r"\s*", re.ASCII)
_TAG_NAME = re.compile(r"[^\s>]*", re.ASCII)
_ATTRIBUTE_NAME = re.compile(r"[^\s=>/\"']*", re.ASCII)
_TOKEN = re.compile(r"[A-Za-z0-9.\-]*")
_SCHEMES = frozenset({"http", "https", "tg", "ton", "tonsite"})


def parse(markup: str) -> Formatted:
    """Return the text that a reader sees and its entities.

    Raises Refusal (400, "can't parse entities: …") for markup that Telegram would not take.
    """
    return _Parser(markup).parse()


def checked_link(url: str) -> str | None:
    """Return the address as Telegram would keep it, or None where it would not."""
    if "://" not in url:
        url = url if url.startswith("tg:") else f"http://{url}"
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        return None
    if parts.scheme not in _SCHEMES or any(character.isspace() for character in url):
        return None
    if parts.scheme in {"http", "https"}:
        if "." not in host.strip("."):
            return None
        return url if parts.path or parts.query or parts.fragment else f"{url}/"
    return url


@dataclass(frozen=True, slots=True)
class _Open:
    """A start tag that waits for its end."""

    name: str
    attributes: dict[str, str]
    offset: int
    piece: int


class _Parser:
    def __init__(self, markup: str) -> None:
        self._markup = markup
        self._pieces: list[str] = []
        self._units = 0
        self._open: list[_Open] = []
        self._entities: list[Entity] = []

    def parse(self) -> Formatted:
        at = 0
        while (start := self._markup.find("<", at)) >= 0:
            self._text(self._markup[at:start])
            at = self._end_tag(start) if self._char(start + 1) == "/" else self._start_tag(start)
        self._text(self._markup[at:])
        if self._open:
            name = self._open[-1].name
            raise _refusal(f'Can\'t find end tag corresponding to start tag "{name}"')
        return Formatted("".join(self._pieces), in_order(map(_settled, self._entities)))

    def _text(self, raw: str) -> None:
        text = _unescaped(raw)
        self._pieces.append(text)
        self._units += units(text)

    def _start_tag(self, start: int) -> int:
        end = self._skip(_TAG_NAME, start + 1)
        if end == len(self._markup):
            raise self._refusal("Unclosed start tag", start)
        name = self._markup[start + 1 : end].lower()
        if name not in _KINDS:
            raise self._refusal(f'Unsupported start tag "{name}"', start)
        attributes: dict[str, str] = {}
        while self._char(end := self._skip(_SPACE, end)) != ">":
            end = self._attribute(name, start, end, attributes)
        if name == "span" and attributes.get("class") != "tg-spoiler":
            raise self._refusal('Tag "span" must have class "tg-spoiler"', start)
        self._open.append(_Open(name, attributes, self._units, len(self._pieces)))
        return end + 1

    def _attribute(self, tag: str, start: int, at: int, attributes: dict[str, str]) -> int:
        """Read one attribute of the tag that begins at ``start``; return where it ends."""
        end = self._skip(_ATTRIBUTE_NAME, at)
        if end == at:
            raise self._refusal(f'Empty attribute name in the tag "{tag}"', start)
        name = self._markup[at:end]
        end = self._skip(_SPACE, end)
        if self._char(end) == "=":
            end = self._skip(_SPACE, end + 1)
            if end < len(self._markup):
                attributes[name], end = self._value(start, end)
                return end
        if end == len(self._markup):
            raise self._refusal(f'Unclosed start tag "{tag}"', start)
        attributes[name] = ""
        return end

    def _value(self, start: int, at: int) -> tuple[str, int]:
        quote = self._markup[at]
        if quote in "\"'":
            closing = self._markup.find(quote, at + 1)
            value, end = _unescaped(self._markup[at + 1 : closing]), closing + 1
        else:
            end = self._skip(_TOKEN, at)
            value = self._markup[at:end].lower()
            if self._char(end) not in (">", "") and not self._char(end).isspace():
                raise self._refusal("Unexpected end of name token", at)
        if end in (0, len(self._markup)):
            raise self._refusal("Unclosed start tag", start)
        return value, end

    def _end_tag(self, start: int) -> int:
        if not self._open:
            raise self._refusal("Unexpected end tag", start)
        end = self._skip(_TAG_NAME, start + 2)
        found = self._markup[start + 2 : end].lower()
        end = self._skip(_SPACE, end)
        if self._char(end) != ">":
            raise self._refusal("Unclosed end tag", start)
        tag = self._open.pop()
        if found and found != tag.name:
            described = f'expected "</{tag.name}>", found "</{found}>"'
            raise _refusal(f"Unmatched end tag at byte offset {self._byte(start)}, {described}")
        if self._units > tag.offset:
            self._close(tag)
        return end + 1

    def _close(self, tag: _Open) -> None:
        entity: Entity = {
            "type": _KINDS[tag.name],
            "offset": tag.offset,
            "length": self._units - tag.offset,
        }
        if tag.name == "pre" and self._is_block_of_code(entity):
            self._entities[-1]["type"] = "pre"
        elif details := self._details(tag):
            self._entities.append(entity | details)
        elif tag.name not in ("a", "tg-time"):
            self._entities.append(entity)

    def _is_block_of_code(self, entity: Entity) -> bool:
        """``<pre><code class="language-…">`` is one entity: a block with a language."""
        inner = self._entities[-1] if self._entities else {}
        same = inner.get("offset") == entity["offset"] and inner.get("length") == entity["length"]
        return same and inner["type"] == "code" and "language" in inner

    def _details(self, tag: _Open) -> Entity:
        """Return what an entity says beyond its kind; nothing for a link that leads nowhere."""
        match tag.name:
            case "a":
                shown = "".join(self._pieces[tag.piece :])
                link = checked_link(tag.attributes.get("href") or shown)
                return {"url": link} if link else {}
            case "blockquote" if "expandable" in tag.attributes:
                return {"type": "expandable_blockquote"}
            case "code" if (kind := tag.attributes.get("class", "")).startswith("language-"):
                return {"language": kind.removeprefix("language-")}
            case "tg-emoji":
                return {"custom_emoji_id": _emoji_id(tag.attributes.get("emoji-id", ""))}
            case "tg-time":
                return _moment(tag.attributes)
        return {}

    def _char(self, at: int) -> str:
        return self._markup[at : at + 1]

    def _skip(self, pattern: re.Pattern[str], at: int) -> int:
        match = pattern.match(self._markup, at)
        return match.end() if match else at

    def _byte(self, at: int) -> int:
        return len(self._markup[:at].encode())

    def _refusal(self, reason: str, at: int) -> Refusal:
        return _refusal(f"{reason} at byte offset {self._byte(at)}")


def _settled(entity: Entity) -> Entity:
    """Only a block keeps its language; code within a line has none."""
    if entity["type"] == "code":
        entity.pop("language", None)
    return entity


def _refusal(reason: str) -> Refusal:
    return bad_request(f"can't parse entities: {reason}")


def _emoji_id(value: str) -> str:
    if not value.isdecimal() or int(value) == 0:
        raise _refusal("Invalid custom emoji identifier specified")
    return value


def _moment(attributes: dict[str, str]) -> Entity:
    unix = attributes.get("unix", "")
    if not unix.isdecimal():
        return {}
    shape = attributes.get("format")
    return {"unix_time": int(unix)} | ({"date_time_format": shape} if shape else {})


def _unescaped(raw: str) -> str:
    return _REFERENCE.sub(_character, raw) if "&" in raw else raw


def _character(match: re.Match[str]) -> str:
    if match["name"]:
        return _NAMED.get(match["name"], match[0])
    code = int(match["hex"], 16) if match["hex"] else int(match["dec"])
    return chr(code) if 0 < code < 0x10FFFF and not 0xD800 <= code <= 0xDFFF else match[0]
