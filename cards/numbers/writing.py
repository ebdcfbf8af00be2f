"""One plain writing for the many ways in which the same text can be typed."""

import re
import unicodedata
from typing import Final

from cards.numbers.reasons import TOO_LONG, Unreadable

_MOST_TYPED: Final = 4_096
_MOST_CHARACTERS: Final = 64

# Soft hyphens, marks of writing direction, joiners, spaces of no width, emoji selectors.
_INVISIBLE: Final = re.compile(
    "[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe0e\ufe0f\ufeff]"
)
_SPOILER: Final = "||"
_EMPHASIS: Final = ".…!?。！？ ="
_SAME_CHARACTER: Final = ("<wide>", "<narrow>", "<small>", "<font>")
_ALIKE: Final = {
    ord(alike): sign
    for sign, writings in {
        "-": "−–—‒‐‑",
        "'": "’‘ʼ`´′٬_",
        "×": "✕✖⨯·⋅•∙∗",
        "÷": "∕⁄",
        "x": "хХ",  # the Cyrillic letter, which lies beside the digits of many a learner
        "%": "٪",
        "~": "∼",
        "≈": "≅≃",
    }.items()
    for alike in writings
}
_SUPERSCRIPT: Final = re.compile(r"(?<=[\d)⌉⌋])[⁺⁻]?[⁰¹²³⁴-⁹]+")
_LOWERED: Final = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻", "0123456789+-")


def plain(text: str) -> str:
    """Return a text with plain digits, spaces and signs, and powers as "^".

    What cannot be seen, spoilers and the emphasis at the end ("8000!") are gone. Raises Unreadable
    for more than 64 characters then.
    """
    if len(text) > _MOST_TYPED:
        raise Unreadable(TOO_LONG)
    seen = _INVISIBLE.sub("", text).replace(_SPOILER, "")
    stripped = " ".join(seen.split()).rstrip(_EMPHASIS)
    if len(stripped) > _MOST_CHARACTERS:
        raise Unreadable(TOO_LONG)
    alike = "".join(map(_character, stripped)).translate(_ALIKE)
    return _SUPERSCRIPT.sub(lambda power: "^" + power[0].translate(_LOWERED), alike)


def _character(character: str) -> str:
    if character.isascii():
        return character
    if character.isdecimal():  # any script's digits, but neither ² nor ½
        return str(unicodedata.decimal(character))
    if unicodedata.decomposition(character).startswith(_SAME_CHARACTER):
        return unicodedata.normalize("NFKC", character)
    return character
