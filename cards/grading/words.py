"""A text as words: where each stands, what it is compared by, and what lies between them."""

import re
from functools import lru_cache
from typing import Final, NamedTuple

from cards.grading.english import CLAUSE_WORDS, NAMED_BY_TRAINING
from cards.grading.glossary import ABBREVIATIONS, COMPOUNDS
from cards.grading.stems import fold, stem

MOST_CHARACTERS: Final = 1_500
MOST_WORDS: Final = 250

_LONGEST_WORD: Final = 60  # letters; more of them are no word

_TOKEN: Final = re.compile(
    r"[^\W\d_]{1,8}\d{1,3}\b|\d+(?:[.,]\d+)*|[^\W\d_]+(?:['’`´][^\W\d_]+)*['’]?|[×*÷/=<>+%↑↓⌈⌊√²]"
)
_GROUPED: Final = re.compile(r"\d{1,3}(?:,\d{3})+")
_APOSTROPHES: Final = str.maketrans("", "", "'’`´")
_SENTENCE_END: Final = re.compile(r"[.!?;\n]")
_CLAUSE_END: Final = re.compile(r"[,:()\[\]\u2013\u2014]|\s-+\s|→|[-=]>")

_NUMBERS: Final = {
    "zero": "0",
    "one": "1",
    "two": "2",
    "three": "3",
    "four": "4",
    "five": "5",
    "six": "6",
    "seven": "7",
    "eight": "8",
    "nine": "9",
    "ten": "10",
    "eleven": "11",
    "twelve": "12",
    "twenty": "20",
    "fifty": "50",
    "hundred": "100",
    "thousand": "1000",
    "million": "1000000",
}
_SYMBOLS: Final = {
    **dict.fromkeys("×*", "times"),
    "÷": "divided",
    "=": "is",
    "<": "less",
    ">": "greater",
    "+": "plus",
    "%": "percent",
    "↑": "increases",
    "↓": "decreases",
    "⌈": "ceil",
    "⌊": "floor",
    "√": "root",
    "²": "square",
}


class Word(NamedTuple):
    """One word: folded, its stem, and where it stands in the text."""

    text: str
    key: str
    start: int
    end: int


class Text(NamedTuple):
    """The words of a text, and for each the number of its sentence and of its clause."""

    source: str
    words: tuple[Word, ...]
    sentences: tuple[int, ...]
    clauses: tuple[int, ...]
    cut: bool

    def quote(self, start: int, end: int) -> str:
        """Return the text from one word to before another, as it was written."""
        return self.source[self.words[start].start : self.words[end - 1].end]


def read(text: str, characters: int = MOST_CHARACTERS, most: int = MOST_WORDS) -> Text:
    """Return the words of a text, up to a number of characters and of words."""
    source = text[:characters]
    words = _words(source, most + 1)
    cut = len(text) > characters or len(words) > most
    words = words[:most]
    sentences, clauses = _bounds(source, words)
    return Text(source, words, sentences, clauses, cut)


@lru_cache(maxsize=1 << 12)
def keys(writing: str) -> tuple[str, ...]:
    """Return the stems of a writing of a card."""
    return tuple(word.key for word in _words(writing, MOST_WORDS))


def word_key(text: str) -> str:
    """Return the stem of one word, whatever its spelling."""
    return _NUMBERS.get(text) or stem(text)


def _words(source: str, most: int) -> tuple[Word, ...]:
    found: list[Word] = []
    for match in _TOKEN.finditer(source):
        for text in _spelled(match[0], source, match):
            word = Word(text, word_key(text), match.start(), match.end())
            if found and _is_compound(found[-1], word, source):
                first = found.pop()
                joined = first.text + word.text
                word = Word(joined, stem(joined), first.start, word.end)
            found.append(word)
        if len(found) > most:
            break
    return tuple(map(_named, found, [*found[1:], None]))


def _named(word: Word, following: Word | None) -> Word:
    """Return a word; the one of "training data" is not the verb."""
    names = following is not None and following.text in NAMED_BY_TRAINING
    return word._replace(key=word.text) if word.text == "training" and names else word


def _spelled(written: str, source: str, match: re.Match[str]) -> tuple[str, ...]:
    """Return the words that a writing stands for; an abbreviation may have several."""
    if written[0].isdigit():
        return (written.replace(",", "") if _GROUPED.fullmatch(written) else written,)
    if written == "/":
        return _slash(source, match)
    if written in _SYMBOLS:
        return (_SYMBOLS[written],)
    plain = fold(written[:_LONGEST_WORD]).translate(_APOSTROPHES)
    plain = plain[:-1] if plain.endswith("sss") else plain  # of "the loss's"
    if plain == "k" and match.start() and source[match.start() - 1].isdigit():
        return ("thousand",)
    if plain == "x" and match.start() and source[match.start() - 1].isdigit():
        return ("times",)
    return tuple(ABBREVIATIONS[plain].split()) if plain in ABBREVIATIONS else (plain,)


def _slash(source: str, match: re.Match[str]) -> tuple[str, ...]:
    """Return "divided" for a slash between numbers or single letters, else nothing."""
    before, after = source[: match.start()].rstrip(), source[match.end() :].lstrip()
    symbols = re.search(r"(?:\b\w|\d)$", before[-3:]) and re.match(r"(?:\w\b|\d)", after[:3])
    return ("divided",) if symbols else ()


def _is_compound(first: Word, second: Word, source: str) -> bool:
    near = second.start - first.end <= 1 and (first.text + second.text) in COMPOUNDS
    return near and source[first.end : second.start] in ("", " ", "-", "\u2010", "\u2011")


def _bounds(source: str, words: tuple[Word, ...]) -> tuple[tuple[int, ...], tuple[int, ...]]:
    sentences, clauses = [], []
    sentence = clause = 0
    end = 0
    for word in words:
        between = source[end : word.start] if word.start > end else ""
        if _SENTENCE_END.search(between):
            sentence += 1
            clause += 1
        elif _CLAUSE_END.search(between) or word.text in CLAUSE_WORDS:
            clause += 1
        sentences.append(sentence)
        clauses.append(clause)
        end = word.end
    return tuple(sentences), tuple(clauses)
