"""What needs no reading: nothing, the question again, a list of words, another language."""

import re
from collections.abc import Iterable, Sequence, Set
from typing import Final

from cards.grading import english
from cards.grading.languages import ENGLISH_TOO, FOREIGN_WORDS
from cards.grading.listing import listed
from cards.grading.reading import Answer, ideas, is_english
from cards.grading.stems import fold, stem
from cards.grading.verdicts import Gate
from cards.grading.words import Text, Word, read

_LEAST_FOREIGN: Final = 2  # function words
_LEAST_UNKNOWN: Final = 5  # words of a text of which hardly one is known
_MOST_KNOWN: Final = 0.2
_LEAST_LISTED: Final = 4  # words or items of a list
_FEW_LISTED: Final = 3
_PHRASE: Final = 3  # words of an item that say something, beside other items
_CONTRASTED: Final = 2  # amounts that make a contrast: "smaller batch, more steps"
_SHORT: Final = 5  # words in which "one" or "all" make a sentence
_LEAST_COPIED: Final = 4  # content words of an answer to a question about yes or no, or which
_FOREIGN_SCRIPT: Final = re.compile(r"[^\W\d_a-zA-Z\u00c0-\u024f\u1e00-\u1eff]")
_LETTER: Final = re.compile(r"[^\W\d_]")
_LETTERS: Final = re.compile(r"[^\W\d_]+")
_LATIN_OR_DIGIT: Final = re.compile(r"[a-zA-Z\u00c0-\u024f\u1e00-\u1eff\d]")
_ELISION: Final = re.compile(r"(?:[ldcjnstm]|qu|dell|nell|all|sull|un)['’][^\W\d_]{2}")
_SMILEY: Final = re.compile(
    r"(?<!\w)(?:[:;=8xX]['-]?[()DPpOo3/\\|*]+|[xX]D+|[oO][_.][oO]|<3)(?!\w)"
)
_RELATIONS: Final = re.compile(r"\w\s?:\s|(?:(?:→|->|=>|>)[^→>]*){2}")
_COMPARED: Final = english.MORE | english.LESS | english.UPWARD | english.DOWNWARD
_ITEMS: Final = re.compile(r"[,;/\n|•]|\s[-–—]\s")
_AND: Final = re.compile(r"\s(?:and|&|\+)\s", re.IGNORECASE)
_LINKED: Final = 3  # times that "and" stands between the items of a list
_ASKS_BACK: Final = re.compile(
    r"\W*((well|so|ok|okay|um|uh|hmm|ehm|like|and|but)\W+)*(it'?s |it is )?(about )?"
    r"(what|how|whether|the (way|thing|moment|time|point|name|word|formula) )\b",
    re.IGNORECASE,
)
_MOSTLY_ASKED: Final = 2  # words for each that the question has not
_CLOSED_QUESTION: Final = re.compile(
    r"(is|are|do|does|can|will|which|from which|on which|with which)\b", re.IGNORECASE
)
_WEAK_GLUE: Final = listed(
    """one all every any some most more less many few once again enough and or etc up down out off
    over same other another each own both only no not before after during per without under
    between too very own"""
)
_NATIVE: Final = english.FUNCTION_WORDS - ENGLISH_TOO
_OPERATORS: Final = listed("plus minus times divided versus vs equals ceil floor")
_GLUE: Final = (english.FUNCTION_WORDS | english.NEGATIONS | _OPERATORS) - _WEAK_GLUE
_IN_A_ROW: Final = re.compile(r",\s*(?:(?:and|or)\s+)?|\s+(?:and|or)\s+")
_LONGEST_ITEM: Final = 3  # content words
_THIRD_PERSONS: Final = frozenset(
    form for verb in english.VERBS for form in (f"{verb}s", f"{verb}es")
)
_PARTICIPLES: Final = frozenset(
    form
    for verb in english.VERBS
    for form in (f"{verb.removesuffix('e')}ing", f"{verb}{verb[-1]}ing")
)
_NOT_VERBS: Final = listed(
    """training learning multiply apply supply reply imply scaling tuning warming testing shuffling
    overfitting underfitting clipping string meaning"""
)


def gate(
    answer: Answer, question: Text, known: Set[str] = frozenset(), reference: str = ""
) -> Gate | None:
    """Return the gate that holds an answer back, or None.

    ``known`` are the card's own stems. Where the ``reference`` lists things, so may an answer.
    """
    text = answer.text
    if _says_nothing(text.source):
        return "empty"
    if is_other_language(text, known):
        return "other_language"
    if is_copied(answer.mended, question):
        return "copied"
    asked = {word.key for word in question.words}
    listed_up = is_word_list(text, known, asked) and not _lists(text, reference)
    return "word_list" if listed_up else None


def _says_nothing(source: str) -> bool:
    """Return whether there is no word: marks, smileys, "¯\\_(ツ)_/¯"."""
    left = _SMILEY.sub("", source)
    return not _LATIN_OR_DIGIT.search(left) and len(_LETTER.findall(left)) <= 1


def is_other_language(text: Text, known: Set[str]) -> bool:
    """Return whether a text is not English, by its script or its words."""
    letters = len(_LETTER.findall(text.source))
    if 2 * len(_FOREIGN_SCRIPT.findall(text.source)) > letters:
        return True
    written = [_raw(text, word) for word in text.words]
    foreign = sum(raw in FOREIGN_WORDS or bool(_ELISION.match(raw)) for raw in written)
    native = sum(raw.isalpha() and raw in _NATIVE for raw in written)
    if foreign >= _LEAST_FOREIGN and not native:
        return True
    understood = sum(
        is_english(word.text) or word.key in known or _is_symbol(raw)
        for word, raw in zip(text.words, written, strict=True)
    )
    if 2 * understood >= len(written):
        return False
    strange = len(written) >= _LEAST_UNKNOWN and understood <= _MOST_KNOWN * len(written)
    accented = sum(map(_is_accented, written))
    return (
        (foreign >= _LEAST_FOREIGN and foreign > native)
        or foreign + accented > 2 * native + 1
        or (strange and not native)
    )


def _is_accented(raw: str) -> bool:
    return any(letter.isalpha() and not letter.isascii() for letter in raw)


def _is_symbol(raw: str) -> bool:
    """Return whether this is a mark or a letter of a formula."""
    return not _LETTER.search(raw) or (len(raw) == 1 and raw not in FOREIGN_WORDS)


def is_copied(text: Text, question: Text) -> bool:
    """Return whether an answer says nothing that the question has not said.

    Who asks back, or says a term by itself ("a batch is a batch"), may use a word of their own.
    """
    content = [word for word in _content(text) if word.text not in _EMPTY]
    asks_back = _ASKS_BACK.match(text.source) is not None or text.source.rstrip()[-1:] == "?"
    closed = _CLOSED_QUESTION.match(question.source)
    if closed and not asks_back and len(content) < _LEAST_COPIED:
        return False
    new = _not_asked(content, question)
    if _RELATIONS.search(text.source) or any(key.isdigit() for key in new):
        return False
    repeats = len(content) > len({word.key for word in content}) and not text.clauses[-1]
    own = 2 if asks_back else 1 if repeats else 0
    return len(new) <= own and len(content) > _MOSTLY_ASKED * len(new)


def is_echo(answer: Answer, question: Text) -> bool:
    """Return whether an answer has at most one word that its question, or a synonym, has not.

    It may say something all the same; where nothing was found in it, it only echoes the question.
    """
    content = {word for word in _content(answer.mended) if word.text not in _EMPTY}
    meant = {idea for word in question.words for idea in ideas((word.key,))}
    new = {key for key in _not_asked(content, question) if not meant & ideas((key,))}
    few = len(new) <= 1 and not any(key.isdigit() for key in new)
    return few and len(content) > _MOSTLY_ASKED * len(new)


def _not_asked(content: Iterable[Word], question: Text) -> set[str]:
    """Return the stems of the words that are not in the question, as verb, name or part of one."""
    parts = _LETTERS.findall(fold(question.source))
    asked = {word.key for word in question.words} | set(map(stem, parts))
    return {word.key for word in content if not asked & {word.key, stem(word.text)}}


def is_word_list(text: Text, known: Set[str], asked: Set[str] = frozenset()) -> bool:
    """Return whether an answer is words without a sentence.

    Words that could be verbs make none where they are the card's own, one and all, nor does a word
    that is asked about, such as "boosting".
    """
    items = _items(text.source)
    if _relates(text, items):
        return False
    short = all(len(item) <= 2 for item in items)
    if short and len(items) >= _LEAST_LISTED:
        return True
    if len(text.words) < _LEAST_LISTED:
        return False
    if short and len(items) >= _FEW_LISTED:
        return not any(word.text in english.FUNCTION_WORDS for word in text.words)
    if any(_binds(text, word) for word in text.words) or _is_doing(text.words[0]):
        return False
    is_quoted = all(word.key in known for word in text.words)
    if any(_is_predicate(text, at, bare=not is_quoted) for at in range(len(text.words))):
        return False
    weak = sum(_may_bind(word) and word.key not in asked for word in text.words)
    return weak < (1 if len(text.words) <= _SHORT else 2)


def _items(source: str) -> list[list[str]]:
    """Return the words of each item of what may be a list, without articles."""
    if len(_AND.findall(source)) >= _LINKED and "=" not in source:
        source = _AND.sub(",", source)
    return [
        [word for word in item.split() if word.casefold() not in english.ARTICLES]
        for item in _ITEMS.split(source)
        if item.strip()
    ]


def _relates(text: Text, items: Sequence[Sequence[str]]) -> bool:
    """Return whether marks or amounts relate the words: "smaller batch: more steps"."""
    if _RELATIONS.search(text.source) or (
        len(items) > 1 and any(len(item) >= _PHRASE for item in items)
    ):
        return True
    amounts = [any(word.casefold() in _COMPARED for word in item) for item in items]
    return len(items) <= _FEW_LISTED and sum(amounts) >= _CONTRASTED


def _lists(text: Text, reference: str) -> bool:
    """Return whether an answer lists what the reference lists, each item another one there."""
    wanted = _listed(reference)
    items = [{word.key for word in _content(read(item))} for item in _ITEMS.split(text.source)]
    for said in items:
        meant = next((one for one in wanted if said & one), None)
        if meant is None:
            return False
        wanted.remove(meant)
    return len(items) >= _FEW_LISTED


def _listed(reference: str) -> list[set[str]]:
    """Return the stems of each item where a reference lists at least three; else nothing."""
    parts = [{word.key for word in _content(read(p))} for p in _IN_A_ROW.split(reference)]
    runs: list[list[set[str]]] = [[]]
    for part in parts:
        if 0 < len(part) <= _LONGEST_ITEM:
            runs[-1].append(part)
        else:
            runs.append([])
    longest = max(runs, key=len)
    return longest if len(longest) >= _FEW_LISTED else []


def _is_predicate(text: Text, at: int, *, bare: bool) -> bool:
    """Return whether a word is a verb that has something to say: "student mimics teacher".

    Its ``bare`` form counts too unless told otherwise.
    """
    word, following = text.words[at].text, text.words[at + 1 : at + 2]
    goes_on = bool(following) and text.clauses[at + 1] == text.clauses[at]
    follows = at > 0 and text.clauses[at - 1] == text.clauses[at]
    if word in _PARTICIPLES:
        return goes_on and follows
    return (bare and goes_on and word in english.VERBS) or (follows and word in _THIRD_PERSONS)


def _binds(text: Text, word: Word) -> bool:
    """Return whether a word makes words a sentence."""
    raw = _raw(text, word)
    return word.text in _GLUE or "'" in raw or "’" in raw


def _may_bind(word: Word) -> bool:
    """Return whether a word is as likely in a sentence as in a list."""
    return word.text in _WEAK_GLUE or _is_doing(word) or _is_adverb(word)


def _is_doing(word: Word) -> bool:
    return word.text.endswith("ing") and word.text not in _NOT_VERBS


def _is_adverb(word: Word) -> bool:
    return word.text.endswith("ly") and word.text not in _NOT_VERBS


def _content(text: Text) -> list[Word]:
    return [word for word in text.words if word.text not in english.FILLERS | _ASKING]


_EMPTY: Final = listed(
    """use used made make telling meant call calls one people whether explain please again
    question ask asking asked following um ehm hmm uh okay right reason shouldnt oneself
    maybe supposed after given then words card understand exactly difference asks describe
    describing express role purpose function idea notion meaning precisely wonder
    wondering talk talking regarding concerning saying said named known sense occur occurs
    occurring give gives stand answer know model models"""
)
"""What says nothing beside a question, beyond the fillers and the words of asking."""

_ASKING: Final = listed(
    """which say says tell tells doing going moment time point using about definition define
    defined term word name stands refers describes happen happens work works exists concept
    itself explained obviously related always never just"""
)


def _raw(text: Text, word: Word) -> str:
    return text.source[word.start : word.end].casefold()
