"""When two writings say the same: case, accents, articles, punctuation and plurals do not count."""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

_ARTICLES: Final = frozenset({"a", "an", "the"})
_ACCENTS: Final = re.compile("[\u0300-\u036f]")
# A space or a comma between two digits keeps them apart: 1.5 is not 15.
_SEPARATORS: Final = re.compile(r"(?<!\d) | (?!\d)")


def normalise(text: str) -> str:
    """Return a text without case, accents, articles, punctuation and spaces between words."""
    plain = _ACCENTS.sub("", unicodedata.normalize("NFKD", text.casefold()))
    plain = unicodedata.normalize("NFKC", plain).casefold()
    words = "".join(" " if _separates(character) else character for character in plain).split()
    kept = [word for word in words if word not in _ARTICLES] or words
    return _SEPARATORS.sub("", " ".join(kept))


def same_writing(text: str, accepted: Iterable[str]) -> bool:
    """Return whether a text is one of the accepted writings, singular or plural."""
    forms = _forms(text)
    return any(forms & _forms_of_writing(writing) for writing in accepted)


@lru_cache(maxsize=1 << 14)
def _forms_of_writing(writing: str) -> frozenset[str]:
    """Return the forms of a card's writing, which every answer to it is compared with."""
    return frozenset(_forms(writing))


def _forms(text: str) -> set[str]:
    """Return what a text may be the plural of, and itself; nothing for a text without words."""
    plain = normalise(text)
    singulars = {plain.removesuffix("es")} if plain.endswith("es") else set()
    if plain.endswith("s") and not plain.endswith("ss"):
        singulars.add(plain.removesuffix("s"))
    return {plain, *singulars} - {""}


def _separates(character: str) -> bool:
    return unicodedata.category(character)[0] in "PZC"
