"""How lists of words are written in this package: as they are read, not in quotes."""


def listed(words: str) -> frozenset[str]:
    """Return the words of a text, which stand apart by spaces."""
    return frozenset(words.split())
