"""Text as the Bot API sees it: a string and entities counted in UTF-16 code units."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

Entity = dict[str, Any]

_CONTROL = {code: " " for code in range(32) if chr(code) not in "\n\r"} | {ord("\r"): None}
_FOUND = re.compile(
    r"(?P<url>https?://[^\s<>\"]*[^\s<>\".,;:!?)\]'])"
    r"|(?<![\w/@<>])(?P<bot_command>/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?)(?![\w/<>])"
    r"|(?<![\w/@])(?P<mention>@[A-Za-z0-9_]{4,32})(?!\w)"
    r"|(?<![\w/#])(?P<hashtag>#\w*[^\W\d]\w*)"
)
_OPAQUE = frozenset({"code", "pre", "text_link", "text_mention"})


@dataclass(frozen=True, slots=True)
class Formatted:
    """A text and what is bold, a link or a command in it."""

    text: str
    entities: tuple[Entity, ...] = ()


NO_TEXT = Formatted("")


def units(text: str) -> int:
    """Return the length in UTF-16 code units."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def cleaned(text: str) -> str:
    """Return the text without carriage returns and with other control characters as spaces."""
    return text.translate(_CONTROL)


def trimmed(formatted: Formatted) -> Formatted:
    """Return the text without white space around it, its entities moved and cut along."""
    text = formatted.text.strip()
    if text == formatted.text:
        return formatted
    before = units(formatted.text) - units(formatted.text.lstrip())
    return Formatted(text, tuple(_cut(formatted.entities, before, units(text))))


def _cut(entities: Iterable[Entity], before: int, length: int) -> Iterator[Entity]:
    for entity in entities:
        start = max(entity["offset"] - before, 0)
        end = min(entity["offset"] + entity["length"] - before, length)
        if end > start:
            yield {**entity, "offset": start, "length": end - start}


def with_found(formatted: Formatted) -> Formatted:
    """Add the entities that Telegram finds by itself: links, commands, mentions, hashtags."""
    opaque = [entity for entity in formatted.entities if entity["type"] in _OPAQUE]
    found = [entity for entity in _find(formatted.text) if not _touches(entity, opaque)]
    if not found:
        return formatted
    return Formatted(formatted.text, in_order([*formatted.entities, *found]))


def in_order(entities: Iterable[Entity]) -> tuple[Entity, ...]:
    """Return entities from left to right, the outer before the inner."""
    return tuple(sorted(entities, key=lambda entity: (entity["offset"], -entity["length"])))


def _find(text: str) -> Iterator[Entity]:
    for match in _FOUND.finditer(text):
        yield {
            "type": match.lastgroup,
            "offset": units(text[: match.start()]),
            "length": units(match[0]),
        }


def _touches(entity: Entity, others: Iterable[Entity]) -> bool:
    start, end = entity["offset"], entity["offset"] + entity["length"]
    return any(
        start < other["offset"] + other["length"] and other["offset"] < end for other in others
    )
