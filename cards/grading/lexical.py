"""How much of a reference an answer says, judged by its words alone: a fitted linear model.

A second opinion, and the only one where a card has no key points. It sees neither negation nor who
does what to whom. The model's weights were fitted to answers that teachers had scored; the script
``tests/asag`` fits them anew and shows how well they do on questions that they have not seen.
"""

import math
from collections import Counter
from collections.abc import Callable, Collection, Sequence, Set
from functools import lru_cache
from typing import Final, NamedTuple

from rapidfuzz.distance import LCSseq
from rapidfuzz.fuzz import token_set_ratio

from cards.coefficients import Coefficients
from cards.grading import english
from cards.grading.words import Text, read

_REACH: Final = 4  # words within which two make a pair
_LONGEST: Final = 6  # how many of the longest words of a reference are the telling ones
_GOOD_SHARE: Final = 0.34  # of the words of a sentence
_LEAST_WORDS: Final = 2  # of a sentence that says something


class Passage(NamedTuple):
    """The content words of a text, in order and as a set, and those of each sentence."""

    stems: tuple[str, ...]
    distinct: frozenset[str]
    numbers: frozenset[str]
    sentences: tuple[frozenset[str], ...]
    length: int


class Trio(NamedTuple):
    """What is compared: a question, the reference and an answer."""

    question: Passage
    reference: Passage
    answer: Passage

    @property
    def telling(self) -> frozenset[str]:
        """What the reference says and the question does not."""
        return self.reference.distinct - self.question.distinct


def passage(text: Text) -> Passage:
    """Return the content words of a text."""
    content = [
        (word.key, sentence)
        for word, sentence in zip(text.words, text.sentences, strict=True)
        if word.text not in english.FILLERS
    ]
    sentences: dict[int, set[str]] = {}
    for key, sentence in content:
        sentences.setdefault(sentence, set()).add(key)
    return Passage(
        stems=tuple(key for key, _ in content),
        distinct=frozenset(key for key, _ in content),
        numbers=frozenset(word.text for word in text.words if word.text.isdigit()),
        sentences=tuple(frozenset(s) for s in sentences.values() if len(s) >= _LEAST_WORDS),
        length=len(text.words),
    )


def features(trio: Trio) -> tuple[float, ...]:
    """Return the figures that the model weighs, in the order of FEATURES."""
    return tuple(feature(trio) for feature in FEATURES.values())


def share(trio: Trio, coefficients: Coefficients) -> float:
    """Return which share of the reference an answer says, from 0 to 1."""
    return min(1.0, max(0.0, coefficients.predict(features(trio))))


@lru_cache(maxsize=1 << 9)
def passage_of(text: str) -> Passage:
    """Return the content words of a question or reference."""
    return passage(read(text))


def recall(trio: Trio) -> float:
    """Return which share of the reference's words an answer has."""
    return _share(trio.reference.distinct, trio.answer.distinct)


def _telling_recall(trio: Trio) -> float:
    return _share(trio.telling, trio.answer.distinct)


def _common_order(trio: Trio) -> float:
    right = trio.reference.stems
    return LCSseq.similarity(right, trio.answer.stems) / max(1, len(right))


def _bigrams(trio: Trio) -> float:
    right, said = (
        Counter(zip(part.stems, part.stems[1:], strict=False))
        for part in (trio.reference, trio.answer)
    )
    return sum((right & said).values()) / max(1, right.total())


def _pairs(trio: Trio) -> float:
    right, said = _near(trio.reference.stems), _near(trio.answer.stems)
    return len(right & said) / max(1, len(right))


def _near(stems: Sequence[str]) -> set[frozenset[str]]:
    return {
        frozenset((stem, other))
        for at, stem in enumerate(stems)
        for other in stems[at + 1 : at + 1 + _REACH]
        if other != stem
    }


def _similarity(trio: Trio) -> float:
    return token_set_ratio(" ".join(trio.reference.stems), " ".join(trio.answer.stems)) / 100


def _answer_length(trio: Trio) -> float:
    return math.log1p(trio.answer.length)


def _relative_length(trio: Trio) -> float:
    return min(2.0, len(trio.answer.distinct) / max(1, len(trio.reference.distinct)))


def _numbers(trio: Trio) -> float:
    right = trio.reference.numbers
    return _share(right, trio.answer.numbers) if right else 0.5


def _best_sentence(trio: Trio) -> float:
    return max(_by_sentence(trio))


def _worst_sentence(trio: Trio) -> float:
    return min(_by_sentence(trio))


def _good_sentences(trio: Trio) -> float:
    shares = _by_sentence(trio)
    return sum(one >= _GOOD_SHARE for one in shares) / len(shares)


def _by_sentence(trio: Trio) -> list[float]:
    sentences = trio.reference.sentences or (trio.reference.distinct,)
    return [_share(sentence, trio.answer.distinct) for sentence in sentences]


def _telling_words(trio: Trio) -> float:
    return math.log1p(len(trio.telling & trio.answer.distinct))


def _reference_length(trio: Trio) -> float:
    return math.log1p(len(trio.reference.distinct))


def _question_length(trio: Trio) -> float:
    return math.log1p(len(trio.question.distinct))


def _reference_sentences(trio: Trio) -> float:
    return math.log1p(max(1, len(trio.reference.sentences)))


def _longest_words(trio: Trio) -> float:
    longest = sorted(trio.telling, key=lambda stem: (-len(stem), stem))[:_LONGEST]
    return _share(longest, trio.answer.distinct)


def _first_word(trio: Trio) -> float:
    first = trio.reference.stems[:1]
    return _share(first, trio.answer.distinct)


def _letters(trio: Trio) -> float:
    """Return Dice's coefficient of the words' letters in threes: forms and typos are half alike."""
    right, said = _threes(trio.reference.distinct), _threes(trio.answer.distinct)
    return 2 * len(right & said) / max(1, len(right) + len(said))


def _threes(words: Collection[str]) -> set[str]:
    padded = [f" {word} " for word in words]
    return {word[at : at + 3] for word in padded for at in range(len(word) - 2)}


def _share(wanted: Collection[str], said: Set[str]) -> float:
    return sum(word in said for word in wanted) / len(wanted) if wanted else 0.0


FEATURES: Final[dict[str, Callable[[Trio], float]]] = {
    "recall": recall,
    "recall beyond the question": _telling_recall,
    "words in the reference's order": _common_order,
    "bigrams": _bigrams,
    "pairs of near words": _pairs,
    "token set ratio": _similarity,
    "words (log)": _answer_length,
    "words for each of the reference": _relative_length,
    "numbers": _numbers,
    "best sentence of the reference": _best_sentence,
    "worst sentence of the reference": _worst_sentence,
    "sentences of the reference that are said": _good_sentences,
    "words beyond the question (log)": _telling_words,
    "words of the reference (log)": _reference_length,
    "words of the question (log)": _question_length,
    "sentences of the reference (log)": _reference_sentences,
    "longest words of the reference": _longest_words,
    "first word of the reference": _first_word,
    "letters in threes": _letters,
}
