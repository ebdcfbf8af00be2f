"""What is left of a word when its spelling and its endings do not count.

Both sides of every comparison go through :func:`stem`, so a stem need not be a word. It conflates
plurals, verb forms, comparatives, and British with American spelling: "optimisers", "optimizing"
and "optimise" have one stem. The stemmer is Snowball's for English (Porter 2); what is done before
it are the forms that it does not know.
"""

import re
import unicodedata
from functools import lru_cache
from typing import Final

import Stemmer

from cards.grading.listing import listed

_LONGEST: Final = 24  # letters; what is longer is no word whose endings are known
_LEMMAS: Final[dict[str, str]] = {
    form: lemma
    for lemma, forms in {
        "be": "is are was were been being am",
        "have": "has had having",
        "do": "does did done doing",
        "go": "gone went goes going",
        "see": "saw seen sees seeing",
        "make": "made",
        "take": "taken took",
        "give": "given gave",
        "choose": "chosen chose choice choices",
        "fall": "fell fallen",
        "rise": "rose risen",
        "grow": "grew grown growth",
        "hold": "held",
        "keep": "kept",
        "find": "found",
        "build": "built",
        "learn": "learnt",
        "shrink": "shrank shrunk shrunken",
        "meet": "met",
        "come": "came",
        "run": "ran",
        "write": "wrote written",
        "throw": "thrown threw",
        "show": "shown",
        "know": "known knew",
        "forget": "forgot forgotten",
        "send": "sent",
        "spend": "spent",
        "feed": "fed",
        "leave": "left leaves",
        "freeze": "froze frozen",
        "half": "halves halving halved halve",
        "bad": "worse worst",
        "good": "better best",
        "less": "least lesser",
        "more": "most",
        "multiply": "multiplication multiplications",
        "add": "addition additions",
        "repeat": "repetition repetitions",
        "descend": "descent descents",
        "begin": "began begun beginning",
        "low": "lowering lowered",
        "stable": "stability stably",
        "unstable": "instability",
        "vary": "variation variations variance",
        "far": "further furthest farther",
        "accurate": "accuracy accurately",
        "analyse": "analysis analyses",
        "matrix": "matrices",
        "index": "indices",
        "optimum": "optima",
        "minimum": "minima",
        "maximum": "maxima",
        "noise": "noisy noisier noisiest",
        "converge": "convergence",
        "diverge": "divergence",
        "gpu": "gpus",
        "cpu": "cpus",
        "tpu": "tpus",
    }.items()
    for form in forms.split()
}
# Words that are no comparatives, although they end like one.
_WHOLE: Final = listed(
    """after before never ever over under other another either neither whether however number order
    layer parameter hyperparameter power computer paper water user super transfer buffer filter
    cluster master worker rather together corner matter consider remember offer enter learner
    trainer optimiser scheduler loader counter container answer teacher stopper transformer
    classifier multiplier later register monitor helper pointer wrapper prefer refer infer
    discover recover cover deliver gather feather whatever forever server newer layer per her
    quarter chapter character meter letter center shorter interest request latest test rest best
    nearest contest harvest digest suggest invest manifest forest"""
)
_UNLIKE: Final = frozenset({"several"})  # not what the stemmer takes it for: to sever
_SPELLING: Final = (
    (re.compile("(?<=[a-z]{2})([iy])z(?=[aei])"), r"\1s"),  # organize, analyze
    (re.compile("(?<=[a-z]{3})our(?=s?$|ed|ing|ite|al|hood)"), "or"),  # behaviour
    (re.compile("(?<=[a-z]{2})tre(?=s?$|d$)"), "ter"),  # centre
    (re.compile("ll"), "l"),  # labelled, labeled
    (re.compile("(?<=[a-z]{3})ogue(?=s?$)"), "og"),  # catalogue
    (re.compile("(?<=def|lic|off)ence(?=s?$)"), "ense"),  # defence
)
_ENGLISH: Final = Stemmer.Stemmer("english")
_VOWEL: Final = re.compile("[aeiouy]")
_ACCENTS: Final = re.compile("[\u0300-\u036f]")


def fold(text: str) -> str:
    """Return a word without case, accents and the shapes that Unicode has for one letter."""
    if text.isascii():
        return text.lower()
    plain = _ACCENTS.sub("", unicodedata.normalize("NFKD", text.casefold()))
    return unicodedata.normalize("NFKC", plain)


@lru_cache(maxsize=1 << 14)
def stem(word: str) -> str:
    """Return the stem of a folded word."""
    if word in _LEMMAS:
        return stem(_LEMMAS[word])
    if word in _UNLIKE:
        return word
    if len(word) < 4 or len(word) > _LONGEST or not word.isascii() or not word.isalpha():
        return word
    plain = word
    for pattern, spelling in _SPELLING:
        plain = pattern.sub(spelling, plain)
    stemmed: str = _ENGLISH.stemWord(_positive(plain))
    return stemmed


def _positive(word: str) -> str:
    """Return "large" for "larger" and "largest", which the stemmer leaves as they are."""
    for ending in ("iest", "ier", "est", "er"):
        root = word.removesuffix(ending)
        if root != word and len(root) >= 3 and _VOWEL.search(root) and word not in _WHOLE:
            return f"{root}y" if ending[0] == "i" else _undoubled(root)
    return word


def _undoubled(root: str) -> str:
    """Return "hot" for "hott"; an s or z is double by itself."""
    double = len(root) > 3 and root[-1] == root[-2] and root[-1] not in "szeo"
    return root[:-1] if double else root
