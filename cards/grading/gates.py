"""What needs no reading: nothing, the question again, a list of words, another language."""

import re
from typing import Final

from cards.grading import english
from cards.grading.languages import FOREIGN_WORDS
from cards.grading.listing import listed
from cards.grading.stems import stem
from cards.grading.verdicts import Gate
from cards.grading.words import Text, Word

_LEAST_FOREIGN: Final = 2  # function words
_LEAST_LISTED: Final = 4  # words or items of a list
_LEAST_COPIED: Final = 4  # content words of an answer to a question about yes or no, or which
_FOREIGN_SCRIPT: Final = re.compile(r"[^\W\d_a-zA-Z\u00c0-\u024f\u1e00-\u1eff\u0370-\u03ff]")
_LETTER: Final = re.compile(r"[^\W\d_]")
_ITEMS: Final = re.compile(r"[,;/\n|•]|\s[-–—]\s")
_CLOSED_QUESTION: Final = re.compile(
    r"(is|are|do|does|can|will|which|from which|on which|with which)\b", re.IGNORECASE
)
_GLUE: Final = (
    english.FUNCTION_WORDS
    | english.NEGATIONS
    | listed("""one all every any some most more less many few together once again enough""")
    - listed("together")
)
_NOT_VERBS: Final = listed(
    """training learning multiply apply supply reply imply scaling tuning warming testing shuffling
    overfitting underfitting clipping string"""
)


def gate(text: Text, question: Text) -> Gate | None:
    """Return the gate that holds an answer back, or None."""
    if not text.words and not _LETTER.search(text.source):
        return "empty"
    if is_other_language(text):
        return "other_language"
    if is_copied(text, question):
        return "copied"
    return "word_list" if is_word_list(text) else None


def is_other_language(text: Text) -> bool:
    """Return whether a text is not English, by its script or its function words."""
    letters = len(_LETTER.findall(text.source))
    if 2 * len(_FOREIGN_SCRIPT.findall(text.source)) > letters:
        return True
    foreign = sum(_raw(text, word) in FOREIGN_WORDS for word in text.words)
    native = sum(word.text in english.FUNCTION_WORDS for word in text.words)
    accented = sum(not _raw(text, word).isascii() for word in text.words)
    return (foreign >= _LEAST_FOREIGN and foreign > native) or foreign + accented > 2 * native + 1


def is_copied(text: Text, question: Text) -> bool:
    """Return whether an answer says nothing that the question has not said."""
    content = _content(text)
    if _CLOSED_QUESTION.match(question.source) and len(content) < _LEAST_COPIED:
        return False
    asked = {stem(word.text) for word in question.words}
    return bool(content) and all(stem(word.text) in asked for word in content)


def is_word_list(text: Text) -> bool:
    """Return whether an answer is words without a sentence."""
    items = [item for item in _ITEMS.split(text.source) if item.strip()]
    if len(items) >= _LEAST_LISTED and all(len(item.split()) <= 2 for item in items):
        return True
    if len(text.words) < _LEAST_LISTED:
        return False
    return not any(_holds_together(text, word) for word in text.words)


def _holds_together(text: Text, word: Word) -> bool:
    """Return whether a word is of the kind that makes words a sentence."""
    if word.text in _GLUE or not word.text.isalpha():
        return True
    raw = _raw(text, word)
    if "'" in raw or "’" in raw:
        return True
    return word.text.endswith(("ing", "ly")) and word.text not in _NOT_VERBS


def _content(text: Text) -> list[Word]:
    return [word for word in text.words if word.text not in english.FILLERS | _ASKING]


_ASKING: Final = frozenset({"which", "say", "says", "tell", "tells", "doing", "using", "about"})


def _raw(text: Text, word: Word) -> str:
    return text.source[word.start : word.end].casefold()
