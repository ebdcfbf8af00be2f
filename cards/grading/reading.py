"""An answer as it is read for one card: typos mended, negation followed, ideas found by synonym."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final, NamedTuple

from rapidfuzz.distance import OSA
from rapidfuzz.process import extractOne

from cards.grading import english, glossary
from cards.grading.words import Text, Word, keys, read, word_key

_MOST_CHARACTERS: Final = 600  # of an answer; nobody needs more to say what a card holds
_MOST_WORDS: Final = 100
_MOST_MENDED: Final = 20  # words of an answer that are looked up among the card's own
_SHORTEST_MENDED: Final = 5  # letters of the word that was meant
_LONG: Final = 8  # letters from which on two slips are one word's
_NOUN: Final = 4  # words that a noun and what belongs to it may take
_UNTIL: Final = frozenset({"until", "till", "unless", "before"})
_ANEW: Final = english.SUBJECTS | {"and", "instead"}
_ENDING: Final = (["stop"], ["cease"], ["quit"])
_NEXT_ONLY: Final = {"instead": "of", "rather": "than"}


class Spot(NamedTuple):
    """Where something stands in a text: from one word to before another; ``denied`` if negated.

    ``negative`` marks a denial that was looked for, as "not trained on".
    """

    start: int
    end: int
    denied: bool
    negative: bool = False


@dataclass(frozen=True)
class Answer:
    """A text with its typos mended.

    ``denied`` says of every word whether it is negated, ``refuted`` whether by more than
    "instead of".
    """

    text: Text
    keys: tuple[str, ...]
    denied: tuple[bool, ...]
    refuted: tuple[bool, ...]

    @cached_property
    def spots(self) -> Mapping[str, list[Spot]]:
        """Where every stem and every idea of the glossary stands."""
        found: dict[str, list[Spot]] = {}
        for at, key in enumerate(self.keys):
            found.setdefault(key, []).append(Spot(at, at + 1, self.denied[at]))
            if key.isdigit() and key not in ("0", "1"):
                found.setdefault(NUMBER, []).append(Spot(at, at + 1, self.denied[at]))
            for phrase in _PHRASES.get(key, ()):
                spot = self._phrase(phrase, at)
                if spot is not None:
                    found.setdefault(phrase.idea, []).append(spot)
        return found

    @cached_property
    def mended(self) -> Text:
        """The text with the words that were meant."""
        pairs = zip(self.text.words, self.keys, strict=True)
        return self.text._replace(words=tuple(word._replace(key=key) for word, key in pairs))

    def clause(self, start: int, end: int) -> str:
        """Return the clauses around some words, in the learner's own writing."""
        clauses = self.text.clauses
        first, last = clauses[start], clauses[end - 1]
        inside = [at for at, clause in enumerate(clauses) if first <= clause <= last]
        return self.text.quote(inside[0], inside[-1] + 1)

    def _phrase(self, phrase: "_Phrase", at: int) -> Spot | None:
        end = at + 1
        for key in phrase.rest:
            if end < len(self.keys) and self.text.words[end].text in _SKIPPED:
                end += 1
            if end >= len(self.keys) or self.keys[end] != key:
                return None
            end += 1
        denied = any(self.denied[at:end])
        if phrase.denied:
            return Spot(at, end, denied=False, negative=True) if denied else None
        return Spot(at, end, denied)


_SKIPPED: Final = frozenset({"a", "an", "the", "its", "their", "very", "quite", "really", "own"})


class _Phrase(NamedTuple):
    idea: str
    rest: tuple[str, ...]
    denied: bool


def _phrases() -> dict[str, list[_Phrase]]:
    found: dict[str, list[_Phrase]] = {}
    for number, writings in enumerate(glossary.SYNONYMS):
        for writing in writings:
            denied = writing.startswith("not ")
            first, *rest = keys(writing.removeprefix("not "))
            found.setdefault(first, []).append(_Phrase(f"#{number}", tuple(rest), denied))
    return found


_PHRASES: Final = _phrases()


def ideas(stems: tuple[str, ...], *, denied: bool = False) -> frozenset[str]:
    """Return the ideas of the glossary that a whole phrase stands for."""
    first, rest = stems[0], stems[1:]
    return frozenset(
        phrase.idea
        for phrase in _PHRASES.get(first, ())
        if phrase.rest == rest and phrase.denied == denied
    )


def equivalents(stems: tuple[str, ...]) -> frozenset[str]:
    """Return the ideas of which every writing means the very same as this phrase."""
    return frozenset(idea for idea in ideas(stems) if writings(idea)[0] in glossary.EQUIVALENTS)


def writings(idea: str) -> tuple[str, ...]:
    """Return the writings of an idea of the glossary."""
    return glossary.SYNONYMS[int(idea[1:])]


NUMBER: Final = "#"
OF_NUMBERS: Final = ideas(("several",)) | ideas(("number",))
"""Ideas that any number may stand for: "32 images" are several, and a number of them."""

_KNOWN: Final = frozenset(
    word.text
    for source in (
        *english.FUNCTION_WORDS,
        *english.FILLERS,
        *english.NEGATIONS,
        *(english.MORE | english.LESS | english.UPWARD | english.DOWNWARD | english.SAME),
        *(english.REAL_WORDS | english.OMISSIONS | english.CLAUSE_WORDS),
        *(word for pair in glossary.OPPOSITES for word in pair),
        *(word for axis in glossary.AXES for side in axis for word in side),
        *(writing for line in glossary.SYNONYMS for writing in line),
    )
    for word in read(source).words
)


def is_english(word: str) -> bool:
    """Return whether a word is one of those that this package knows."""
    return word in _KNOWN or word.isdigit()


def parse(answer: str, vocabulary: Mapping[str, str]) -> Answer:
    """Read an answer; ``vocabulary`` has the card's own words, each with its stem."""
    text = read(answer, _MOST_CHARACTERS, _MOST_WORDS)
    stems = _mended(text.words, vocabulary)
    scopes = [(word.text, _scope(text, at)) for at, word in enumerate(text.words)]
    refuting = [
        scope
        for at, (word, scope) in enumerate(scopes)
        if word not in english.COMPARATORS and not _is_purpose(text, at)
    ]
    return Answer(
        text,
        stems,
        denied=_odd(len(stems), [scope for _, scope in scopes]),
        refuted=_odd(len(stems), refuting),
    )


def vocabulary_of(sources: Iterable[str]) -> dict[str, str]:
    """Return the words of some writings that are long enough to be meant by a typo."""
    words = {word.text for source in sources for word in read(source).words}
    forms = {
        form
        for word in words
        if word.isalpha()
        for form in _forms(word)
        if len(form) >= _SHORTEST_MENDED
    }
    return {form: word_key(form) for form in sorted(forms)}


def _forms(word: str) -> tuple[str, ...]:
    """Return a word and its regular forms."""
    if len(word) < _SHORTEST_MENDED - 1:
        return (word,)
    if word.endswith(("s", "ed", "ing")):
        return (word,)
    root = word.removesuffix("e")
    plural = word if word.endswith("s") else f"{word}s"
    return (word, plural, f"{root}ed", f"{root}ing")


def _mended(words: tuple[Word, ...], vocabulary: Mapping[str, str]) -> tuple[str, ...]:
    own = set(vocabulary.values())
    choices: dict[str, list[str]] = {}
    for word in vocabulary:
        choices.setdefault(word[0], []).append(word)
    looked_up: dict[str, str] = {}
    for text, key, _, _ in words:
        if text in looked_up or key in own or not _may_be_typo(text):
            continue
        if len(looked_up) < _MOST_MENDED:
            meant = _meant(text, choices)
            looked_up[text] = word_key(meant) if meant else key
    return tuple(looked_up.get(text, key) for text, key, _, _ in words)


def _may_be_typo(text: str) -> bool:
    long = len(text) >= _SHORTEST_MENDED - 1
    return long and text.isalpha() and text not in _KNOWN and not word_key(text).isdigit()


def _meant(text: str, choices: Mapping[str, list[str]]) -> str | None:
    """Return the word of the card that was meant, if there is one close enough.

    The first letter is right, or has changed places: who strangles, does not tangle.
    """
    allowed = 2 if len(text) >= _LONG - 1 else 1
    swapped = (meant for meant in choices.get(text[1], ()) if meant[1] == text[0])
    for words in (choices.get(text[0], ()), swapped):
        found = extractOne(text, words, scorer=OSA.distance, score_cutoff=allowed)
        if found and found[1] <= (2 if len(found[0]) >= _LONG else 1):
            return found[0]
    return None


def _odd(length: int, scopes: Iterable[range]) -> tuple[bool, ...]:
    """Return for each word whether an odd number of scopes cover it."""
    covered = [False] * length
    for scope in scopes:
        for at in scope:
            covered[at] = not covered[at]
    return tuple(covered)


def _scope(text: Text, at: int) -> range:
    """Return which words a word denies: none unless it is a negation.

    A negated verb denies its clause, a negated noun is denied alone. What is "not … until …" is
    so in the end, and leaving none out is taking all.
    """
    words = text.words
    noun = _is_noun_negation(words, at)
    if not noun and (words[at].text not in english.NEGATIONS or not _denies(words, at)):
        return range(0)
    if words[at].text in _NEXT_ONLY and not _denies(words, at):
        return range(0)
    limit = at + 1 + _NOUN if noun and not _denies_doing(words, at) else len(words)
    end = _clause_end(text, at, limit)
    later = {word.text for word in words[at:end]}
    if later & _UNTIL and not noun and words[at].text != "never":
        return range(0)
    if later & english.OMISSIONS:  # only the omission itself is denied
        place = next(one for one in range(at, end) if words[one].text in english.OMISSIONS)
        return range(place, place + 1)
    if _is_phrase(words, at):
        return range(at + 2, end)
    if _ends_doing(words, at):
        return range(at + 1, at + 2)
    return range(_clause_start(text, at) if _denies_all(words, at) else at + 1, end)


def _denies_all(words: tuple[Word, ...], at: int) -> bool:
    """Return whether the subject is denied too: "it has no influence", not "there is no rule"."""
    existing = any(word.text == "there" for word in words[max(0, at - 2) : at])
    noun = words[at].text in english.NOUN_NEGATIONS - {"no"} or _is_phrase(words, at)
    return _is_verbal(words, at) and not existing and not noun


def _is_purpose(text: Text, at: int) -> bool:
    """Return whether a word stands in a clause of purpose: "so that it does not memorise"."""
    before = range(max(0, at - _NOUN), at)
    return any(
        (text.words[place].text, text.words[place + 1].text) == ("so", "that")
        and text.clauses[place] == text.clauses[at]
        for place in before
    )


def _ends_doing(words: tuple[Word, ...], at: int) -> bool:
    """Return whether it is only an end that is denied: what "does not stop falling" falls."""
    following = [word.text for word in words[at + 1 : at + 3]]
    return following[:1] in _ENDING and following[-1].endswith("ing")


def _denies_doing(words: tuple[Word, ...], at: int) -> bool:
    return any(word.text.endswith("ing") for word in words[at + 1 : at + 3])


def _is_noun_negation(words: tuple[Word, ...], at: int) -> bool:
    return words[at].text in english.NOUN_NEGATIONS or _is_phrase(words, at)


def _is_phrase(words: tuple[Word, ...], at: int) -> bool:
    pair = (words[at].text, words[at + 1].text if at + 1 < len(words) else "")
    return pair in english.DENYING_PHRASES


def _denies(words: tuple[Word, ...], at: int) -> bool:
    following = words[at + 1].text if at + 1 < len(words) else ""
    if words[at].text in _NEXT_ONLY:
        return following == _NEXT_ONLY[words[at].text]
    if words[at].text == "nothing" and at and words[at - 1].text in english.NEXT_TO_NOTHING:
        return False
    if words[at].text in english.FAILING:
        return following == "to"  # who fails on new data denies no data
    return following not in english.NO_NEGATION_BEFORE


def _is_verbal(words: tuple[Word, ...], at: int) -> bool:
    """Return whether a negation denies a verb: "doesn't", "is not", "can never"."""
    before = words[at - 1].text if at else ""
    return words[at].text.endswith("nt") or before in english.AUXILIARIES


def _clause_start(text: Text, at: int) -> int:
    """Return where the subject of a negated verb begins."""
    start = at
    while start and text.clauses[start - 1] == text.clauses[at]:
        if text.words[start - 1].text in english.RELATIVES or text.words[start - 1].text == "and":
            break
        start -= 1
        if text.words[start].text in english.PRONOUNS | english.ARTICLES:
            break
    return start


def _clause_end(text: Text, at: int, limit: int) -> int:
    end = at + 1
    while end < min(limit, len(text.words)) and text.clauses[end] == text.clauses[at]:
        if text.words[end].text in _ANEW and end > at + 1:
            break
        end += 1
    return end
