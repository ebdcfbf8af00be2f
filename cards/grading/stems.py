"""What is left of a word when its spelling and its endings do not count.

Both sides of every comparison go through :func:`stem`, so a stem need not be a word. It conflates
plurals, verb forms, comparatives, and British with American spelling: "optimisers", "optimizing"
and "optimise" have one stem. Swift by design: a hostile text of new words costs microseconds each.
"""

import re
import unicodedata
from functools import lru_cache
from typing import Final

from cards.grading.listing import listed

_LONGEST: Final = 24  # letters; what is longer is no word whose endings are known
_IRREGULAR: Final[dict[str, str]] = {
    **dict.fromkeys(("is", "are", "was", "were", "been", "being", "am"), "be"),
    **dict.fromkeys(("has", "had", "having", "have"), "have"),
    **dict.fromkeys(("does", "did", "done", "doing", "doe"), "do"),
    **dict.fromkeys(("gone", "went", "goes", "going"), "go"),
    **dict.fromkeys(("saw", "seen", "sees", "seeing"), "see"),
    **dict.fromkeys(("made", "making", "makes", "make"), "mak"),
    **dict.fromkeys(("taken", "took"), "tak"),
    **dict.fromkeys(("given", "gave"), "giv"),
    **dict.fromkeys(("chosen", "chose", "choice", "choices"), "choos"),
    **dict.fromkeys(("fell", "fallen"), "fal"),
    **dict.fromkeys(("rose", "risen"), "ris"),
    **dict.fromkeys(("grew", "grown", "growth"), "grow"),
    **dict.fromkeys(("held",), "hold"),
    **dict.fromkeys(("kept",), "keep"),
    **dict.fromkeys(("found",), "find"),
    **dict.fromkeys(("built",), "build"),
    **dict.fromkeys(("learnt",), "learn"),
    **dict.fromkeys(("shrank", "shrunk", "shrunken"), "shrink"),
    **dict.fromkeys(("met",), "meet"),
    **dict.fromkeys(("came",), "com"),
    **dict.fromkeys(("went",), "go"),
    **dict.fromkeys(("ran",), "run"),
    **dict.fromkeys(("wrote", "written"), "writ"),
    **dict.fromkeys(("thrown", "threw"), "throw"),
    **dict.fromkeys(("shown",), "show"),
    **dict.fromkeys(("known", "knew"), "know"),
    **dict.fromkeys(("forgot", "forgotten"), "forget"),
    **dict.fromkeys(("sent",), "send"),
    **dict.fromkeys(("gpus",), "gpu"),
    **dict.fromkeys(("cpus",), "cpu"),
    **dict.fromkeys(("tpus",), "tpu"),
    **dict.fromkeys(("spent",), "spend"),
    **dict.fromkeys(("fed",), "feed"),
    **dict.fromkeys(("left", "leaving", "leaves"), "leav"),
    **dict.fromkeys(("half", "halves", "halving", "halved", "halve"), "halv"),
    **dict.fromkeys(("worse", "worst"), "wors"),
    **dict.fromkeys(("better", "best"), "better"),
    **dict.fromkeys(("least", "lesser"), "less"),
    **dict.fromkeys(("most",), "mor"),
    **dict.fromkeys(("multiply", "multiplies", "multiplied", "multiplying"), "multip"),
    **dict.fromkeys(("multiplication", "multiplications"), "multip"),
    **dict.fromkeys(("addition", "additions"), "add"),
    **dict.fromkeys(("repeat", "repeats", "repeated", "repeating", "repetition"), "repeat"),
    **dict.fromkeys(("varying",), "vary"),
    **dict.fromkeys(("descent", "descents"), "descend"),
    **dict.fromkeys(("began", "begun", "beginning"), "begin"),
    **dict.fromkeys(("lowering", "lowered"), "low"),
    **dict.fromkeys(("stable", "stability", "stably"), "stabl"),
    **dict.fromkeys(("unstable", "instability"), "unstabl"),
    **dict.fromkeys(("vary", "varies", "varied", "variation", "variations", "variance"), "vary"),
    **dict.fromkeys(("further", "furthest", "farther"), "far"),
    **dict.fromkeys(("accuracy", "accurately"), "accurat"),
    **dict.fromkeys(("analysis", "analyses"), "analys"),
    **dict.fromkeys(("matrices",), "matrix"),
    **dict.fromkeys(("indices",), "index"),
    **dict.fromkeys(("optima",), "optimum"),
    **dict.fromkeys(("minima",), "minimum"),
    **dict.fromkeys(("maxima",), "maximum"),
}
# Words whose ending is none; "er" above all.
_WHOLE: Final = listed(
    """after before never ever over under other another either neither whether however number order
    layer parameter hyperparameter power computer paper water per her their user super
    transfer buffer filter cluster master worker rather together corner matter consider
    remember offer enter less loss bias basis axis focus status plus minus class pass
    process access press this its thus always perhaps across gas bus analysis during thing
    something nothing anything everything string ring bring king spring single speed need
    seed feed exceed proceed succeed embed hundred indeed test rest best latest interest
    request rate state late early only apply reply supply family rely fly any many every
    very carry memory theory history category entry summary moment element comment document
    experiment argument environment instance entrance distance chance balance advance
    sentence evidence science sequence hence once since different gradient current recent
    event patient efficient coefficient content agent constant important instant relevant
    variant final local global total normal general usual real ideal signal manual equal
    neural optimal"""
)
_SPELLING: Final = (
    (re.compile("(?<=[a-z]{2})([iy])z(?=[aei])"), r"\1s"),  # organize, analyze
    (re.compile("(?<=[a-z]{3})our(?=s?$|ed|ing|ite|al|hood)"), "or"),  # behaviour
    (re.compile("(?<=[a-z]{2})tre(?=s?$|d$)"), "ter"),  # centre
    (re.compile("ll"), "l"),  # labelled, labeled
    (re.compile("(?<=[a-z]{3})ogue(?=s?$)"), "og"),  # catalogue
    (re.compile("(?<=[a-z]{2})ence(?=s?$)"), "ense"),  # defence
)
_DERIVED: Final = (
    *("isation", "ations", "ation", "ators", "ator", "ative", "ating", "ated", "ates", "ate"),
    *("ments", "ment", "nesses", "ness", "ances", "ance", "enses", "ense", "ables", "able"),
    *("ible", "ives", "ive", "ents", "ent", "ants", "ant", "ism", "at"),
)
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
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if len(word) < 4 or len(word) > _LONGEST or not word.isascii() or not word.isalpha():
        return word
    plain = word
    for pattern, spelling in _SPELLING:
        plain = pattern.sub(spelling, plain)
    if word in _WHOLE:
        return plain
    singular = _singular(plain)
    if singular in _WHOLE:
        return singular
    return _IRREGULAR.get(singular) or _bare(_underived(_uninflected(singular)))


def _singular(word: str) -> str:
    if word.endswith("ies"):
        return word[:-3] + "y"
    if word.endswith(("sses", "shes", "ches", "xes", "zes")):
        return word[:-2]
    if word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


def _uninflected(word: str) -> str:
    for ending in ("ingly", "edly", "ing", "ed", "ily", "ly", "iest", "ier", "est", "er"):
        root = word.removesuffix(ending)
        if root != word and len(root) >= 3 and _VOWEL.search(root):
            return root + "y" if ending in ("ily", "iest", "ier") else _undoubled(root)
    return word


def _undoubled(root: str) -> str:
    """Return "stop" for "stopp"; an s or z is double by itself."""
    double = len(root) > 3 and root[-1] == root[-2] and root[-1] not in "szeo"
    return root[:-1] if double else root


def _underived(word: str) -> str:
    for ending in _DERIVED:
        root = word.removesuffix(ending)
        if root != word and len(root) >= 4:
            return root + "is" if ending == "isation" else root
    if word.endswith("ion") and len(word) > 6 and word[-4] in "st":
        return word[:-3]
    return word


def _bare(word: str) -> str:
    """Return a word without a silent e or a y at its end."""
    if len(word) > 3 and word[-1] in "ey":
        return word[:-1]
    return word
