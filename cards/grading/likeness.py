"""How like an answer is to those that a card's author has written down: right, partial and wrong.

Two answers are alike by the ideas that they share, and by the order in which one follows another:
"the loss moves the weights" has the ideas of "the weights move the loss", but few of its pairs.
What is denied is another idea. From how near an answer is to the answers of each kind, from the
ideas that only one kind has, and from what its words were found to say, a fitted linear model tells
how likely it is of that kind. Its weights ship as data; ``python -m tests.likeness`` fits them, and
tells how well they do on cards that are left out.
"""

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from typing import Final, Literal, NamedTuple, TypeAlias

from cards.coefficients import load_kinds
from cards.grading import english
from cards.grading.reading import Answer, ideas, parse
from cards.rubric import Rubric

Kind: TypeAlias = Literal["right", "partial", "wrong"]
Feature: TypeAlias = str | tuple[str, str]

KINDS: Final[tuple[Kind, ...]] = ("right", "partial", "wrong")
_CHOICES: Final = tuple(combinations(KINDS, 2))
FEATURES: Final = (
    *(f"{how} {kind}" for kind in KINDS for how in ("nearest", "two nearest", "all")),
    *(f"{one} or {other}, {how}" for one, other in _CHOICES for how in ("sum", "mean")),
    *(f"{kind} answers (log)" for kind in KINDS),
    *("known", "share found", "told", "denied", "turned"),
)
"""What the figures of a comparison are, in their order."""

_REACH: Final = 5  # ideas after one that make a pair with it
_PAIR: Final = 0.5  # what a pair weighs beside an idea
_THE_SAME: Final = 0.97  # how near an answer is that says the very same
_UNSEEN: Final = 0.3  # answers of each kind that are thought to have, and to lack, each idea
_SKIPPED: Final = english.ARTICLES | english.AUXILIARIES | english.PRONOUNS | english.POSSESSIVES
_LIGHT: Final = english.FUNCTION_WORDS | english.FILLERS


class Typical(NamedTuple):
    """A card's typical answers, ready to be compared with.

    ``kinds`` says of each answer what it is, ``mix_ups`` which mix-up it means (-1: none),
    ``sizes`` what its features weigh; ``having`` says of every feature which answers have it.
    """

    kinds: tuple[Kind, ...]
    mix_ups: tuple[int, ...]
    sizes: tuple[float, ...]
    having: Mapping[Feature, tuple[int, ...]]


class Found(NamedTuple):
    """What the words of an answer say: which share of what is required, and what speaks against it.

    ``told`` if the rubric calls it wrong, ``denied`` if a point seems denied, ``turned``, up to 1,
    as the reference seems to have it the other way round.
    """

    share: float
    told: bool
    denied: bool
    turned: float


class Compared(NamedTuple):
    """The figures of a comparison, in the order of FEATURES, and the nearest wrong answer.

    ``near`` tells how near that one is; ``same`` is the kind of a typical answer that says the very
    same, or None.
    """

    figures: tuple[float, ...]
    nearest: int
    near: float
    same: Kind | None


class Likeness(NamedTuple):
    """How likely an answer is right, partial or wrong.

    ``mix_up`` is the one that it is nearest to, from word ``start`` to before word ``end``, and
    ``near`` tells how near, up to 1.
    """

    right: float
    partial: float
    wrong: float
    mix_up: int
    near: float
    start: int
    end: int


def typical_of(rubric: Rubric, reference: str) -> Typical | None:
    """Return a card's typical answers, its reference among them; None where none are wrong."""
    written: list[tuple[Kind, int, str]] = [("right", -1, reference)]
    written += [("right", -1, text) for text in rubric.answers.right]
    written += [("partial", -1, text) for text in rubric.answers.partial]
    wrong = [(at, text) for at, mix_up in enumerate(rubric.mix_ups) for text in mix_up.answers]
    if not wrong:
        return None
    written += [("wrong", at, text) for at, text in wrong]
    found = [_features(parse(text, {})) for _, _, text in written]
    having: dict[Feature, list[int]] = {}
    for at, features in enumerate(found):
        for feature in features:
            having.setdefault(feature, []).append(at)
    return Typical(
        kinds=tuple(kind for kind, _, _ in written),
        mix_ups=tuple(mix_up for _, mix_up, _ in written),
        sizes=tuple(map(_size, found)),
        having={feature: tuple(places) for feature, places in having.items()},
    )


def liken(answer: Answer, typical: Typical, found: Found) -> Likeness:
    """Return what an answer most likely is."""
    compared, models = compare(answer, typical, found), load_kinds()
    scores = [models[kind].predict(compared.figures) for kind in KINDS]
    odds = [math.exp(score - max(scores)) for score in scores]
    if compared.same:
        odds = [float(kind == compared.same) for kind in KINDS]
    right, partial, wrong = (each / sum(odds) for each in odds)
    start, end = _clause_like(answer, typical, compared.nearest)
    mix_up = typical.mix_ups[compared.nearest]
    return Likeness(right, partial, wrong, mix_up, compared.near, start, end)


def compare(answer: Answer, typical: Typical, found: Found) -> Compared:
    """Return how an answer compares with the typical ones, and what its words say."""
    features = _features(answer)
    size = _size(features) or 1.0
    common = [0.0] * len(typical.kinds)
    for feature in features:
        for at in typical.having.get(feature, ()):
            common[at] += _weight(feature)
    near = [2 * both / (size + own) for both, own in zip(common, typical.sizes, strict=True)]
    figures: list[float] = []
    for kind in KINDS:
        figures += _nearness([n for n, one in zip(near, typical.kinds, strict=True) if one == kind])
    for odds in _odds(features, typical):
        figures += (odds, odds / size)
    counts = Counter(typical.kinds)
    figures += (math.log(counts[kind] + 0.5) for kind in KINDS)
    known = sum(_weight(feature) for feature in features if feature in typical.having)
    wrong = [at for at, kind in enumerate(typical.kinds) if kind == "wrong"]
    nearest = max(range(len(near)), key=lambda at: near[at])
    nearest_wrong = max(wrong, key=lambda at: near[at])
    return Compared(
        (*figures, known / size, *map(float, found)),
        nearest_wrong,
        near[nearest_wrong],
        typical.kinds[nearest] if near[nearest] >= _THE_SAME else None,
    )


def _clause_like(answer: Answer, typical: Typical, nearest: int) -> tuple[int, int]:
    """Return the words of the clause that has most in common with a typical answer."""
    clauses = answer.text.clauses
    common = Counter(dict.fromkeys(clauses, 0))
    for clause, (idea, _) in zip(clauses, _ideas(answer), strict=True):
        common[clause] += idea is not None and nearest in typical.having.get(idea, ())
    best = max(common, key=lambda clause: common[clause], default=0)
    inside = [at for at, clause in enumerate(clauses) if clause == best]
    return (inside[0], inside[-1] + 1) if inside else (0, 0)


def _nearness(near: Sequence[float]) -> tuple[float, float, float]:
    """Return how near the nearest is, the nearest two, and all of them."""
    first, second = sorted((*near, 0.0, 0.0), reverse=True)[:2]
    return first, (first + second) / 2, sum(near) / max(1, len(near))


def _odds(features: Sequence[Feature], typical: Typical) -> list[float]:
    """Return for each choice between two kinds how far the features speak for the first."""
    answers = Counter(typical.kinds)
    found = [0.0] * len(_CHOICES)
    for feature in features:
        if feature not in typical.having:
            continue
        own = Counter(typical.kinds[at] for at in typical.having[feature])
        rates = {
            kind: math.log((own[kind] + _UNSEEN) / (answers[kind] + 2 * _UNSEEN)) for kind in KINDS
        }
        for at, (one, other) in enumerate(_CHOICES):
            found[at] += _weight(feature) * (rates[one] - rates[other])
    return found


def _features(answer: Answer) -> tuple[Feature, ...]:
    """Return the ideas of an answer, and the pairs of those that follow each other.

    They are in the order of the text, so that sums over them come out the same everywhere.
    """
    said = [(idea, is_light) for idea, is_light in _ideas(answer) if idea is not None]
    found: dict[Feature, None] = {idea: None for idea, _ in said}
    for at, (idea, is_light) in enumerate(said):
        for other, other_is_light in said[at + 1 : at + 1 + _REACH]:
            if not (is_light and other_is_light):
                found[idea, other] = None
    return tuple(found)


def _ideas(answer: Answer) -> Iterator[tuple[str | None, bool]]:
    """Yield for each word its idea, or None, and whether it says little by itself."""
    for word, key, denied in zip(answer.text.words, answer.keys, answer.denied, strict=True):
        is_light = word.text in _LIGHT
        idea = min(ideas((key,)), key=_number_of, default=key)
        idea = f"not {idea}" if denied and not is_light else idea
        yield (None if word.text in _SKIPPED else idea), is_light


def _number_of(idea: str) -> int:
    return int(idea[1:])


def _weight(feature: Feature) -> float:
    return 1.0 if isinstance(feature, str) else _PAIR


def _size(features: Sequence[Feature]) -> float:
    return sum(map(_weight, features))
