"""Contrasts: which way an answer says that one thing moves with another.

A clause is read for the direction of the cause ("a larger batch", "when it shrinks") and that of
the effect ("less memory", "noisier"); their product is what the learner claims. Whichever of the
two is missing is carried over from the clause before. So "a smaller batch needs less memory" agrees
with batch size → memory "+" without being listed anywhere.
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final, Literal, NamedTuple, TypeAlias

from cards.grading import english, glossary
from cards.grading.listing import listed
from cards.grading.matching import Group, group_of, spots
from cards.grading.reading import Answer, Spot
from cards.grading.words import read, word_key
from cards.rubric import Contrast

Direction: TypeAlias = Literal[-1, 0, 1]

_REACH: Final = 4  # words between an amount and what it is an amount of
_OTHERS: Final = 1  # of them that may say something themselves, as in "more GPU memory"


def _keys(words: frozenset[str]) -> frozenset[str]:
    return frozenset(map(word_key, words))


UP: Final = _keys(english.MORE | english.UPWARD)
DOWN: Final = _keys(english.LESS | english.DOWNWARD) - UP
SAME: Final = _keys(english.SAME)
_CAUSING: Final = _keys(english.CAUSING)
_CHANGING: Final = _keys(english.CHANGING)
_BARRIERS: Final = english.BARRIERS | english.CLAUSE_WORDS
_BECOMING: Final = listed("gets becomes grows is are too very gets")
_AFTER_SUBJECT: Final = english.BARRIERS | english.PRONOUNS | english.AUXILIARIES
_SIGNS: Final[dict[str, Direction]] = {"+": 1, "-": -1, "0": 0}


class Claim(NamedTuple):
    """What an answer says about a contrast: does it hold, and where it is said."""

    contrast: int
    holds: bool
    start: int
    end: int


class _Effect(NamedTuple):
    spot: Spot
    sign: int
    alone: bool  # a direction in itself, as "noisier"; not an amount of something, as "noise"


class _Compiled(NamedTuple):
    cause: Group
    low: Group
    high: Group
    effect: Group
    axis: dict[str, int]  # stem -> its sign for this effect
    sign: Direction


class _Placed(NamedTuple):
    """Where the parts of a contrast stand in an answer."""

    causes: tuple[Spot, ...]
    low: tuple[Spot, ...]
    high: tuple[Spot, ...]
    effects: tuple[_Effect, ...]


class _Segment(NamedTuple):
    """Part of a clause; ``turn`` is where a comparison ("than …") begins."""

    start: int
    turn: int
    end: int


def holds(contrast: Contrast) -> str:
    """Return in words what is true; where the ends of the cause are no sizes, the reason tells."""
    if contrast.low or contrast.high:
        return contrast.why
    moves = {"+": "goes up", "-": "goes down", "0": "stays the same"}[contrast.sign]
    return f"As {contrast.cause[0]} goes up, {contrast.effect[0]} {moves}."


def claims(answer: Answer, contrasts: tuple[Contrast, ...]) -> tuple[Claim, ...]:
    """Return what an answer says about each contrast, in the order of the text.

    Where the same words agree with one contrast, they do not contradict another.
    """
    compiled = [_compiled(contrast) for contrast in contrasts]
    found = [
        (claim, effect)
        for number, one in enumerate(compiled)
        for claim, effect in _claims(answer, number, one)
    ]
    found = [pair for pair in found if not _inside_longer(pair[1], [e for _, e in found])]
    agreed = {effect for claim, effect in found if claim.holds}
    kept = [claim for claim, effect in found if claim.holds or effect not in agreed]
    return tuple(sorted(kept, key=lambda claim: (claim.start, claim.contrast)))


def _inside_longer(spot: Spot, others: Sequence[Spot]) -> bool:
    return any(
        other.start <= spot.start
        and spot.end <= other.end
        and other.end - other.start > spot.end - spot.start
        for other in others
    )


def _claims(answer: Answer, number: int, one: _Compiled) -> Iterator[tuple[Claim, Spot]]:
    carried: int | None = None
    places = _placed(answer, one)
    if not places.effects:
        return
    views = [_View(answer, segment, places) for segment in _segments(answer)]
    for at, view in enumerate(views):
        if at and view.sentence != views[at - 1].sentence:
            carried = None
        cause = view.cause()
        if cause is not None:
            carried = cause
        elif not view.names_cause and carried is None and at + 1 < len(views):
            following = views[at + 1]
            cause = None if following.effects else following.cause()
        for effect in view.effects:
            claim = _claim(view, one, cause if cause is not None else carried, effect)
            if claim is not None:
                start, end = view.segment.start, view.segment.end
                yield Claim(number, claim, start, end), effect.spot


def _placed(answer: Answer, one: _Compiled) -> _Placed:
    """Return where the parts of a contrast stand in an answer."""
    effects = tuple(_effects(answer, one))
    return _Placed(
        tuple(
            spot
            for spot in spots(answer, one.cause)
            if not any(_overlap(spot, effect.spot) for effect in effects)
        ),
        tuple(spots(answer, one.low)),
        tuple(spots(answer, one.high)),
        effects,
    )


def _effects(answer: Answer, one: _Compiled) -> Iterator[_Effect]:
    literal = [
        spot
        for spot in _longest(spots(answer, one.effect))
        if answer.keys[spot.start] not in _CHANGING
    ]
    for spot in literal:
        inside = range(spot.start, spot.end)
        at = next((at for at in inside if answer.keys[at] in one.axis), spot.start)
        yield _Effect(spot, one.axis.get(answer.keys[at], 1), _is_alone(answer, at, one))
    covered = {at for spot in literal for at in range(spot.start, spot.end)}
    for at, key in enumerate(answer.keys):
        if key in one.axis and at not in covered:
            spot = Spot(at, at + 1, answer.denied[at])
            yield _Effect(spot, one.axis[key], _is_alone(answer, at, one))


def _is_alone(answer: Answer, at: int, one: _Compiled) -> bool:
    """Return whether a word is a direction in itself."""
    key, word = answer.keys[at], answer.text.words[at].text
    return key in _EVENTS or (key in one.axis and word not in glossary.AXIS_NOUNS)


def _claim(view: "_View", one: _Compiled, cause: int | None, effect: _Effect) -> bool | None:
    """Return whether a claim about an effect holds, or None where none is made."""
    if view.says_same(effect):
        claimed = 0 if cause is not None or view.names_cause else None
    else:
        direction = view.direction(effect)
        if cause is None and view.names_cause and (view.is_caused(effect)):
            cause = view.presence()
        claimed = None if direction is None or cause is None else direction * cause
    if claimed is None:
        return None
    return claimed == one.sign


class _View:
    """One segment of an answer, seen by one contrast."""

    def __init__(self, answer: Answer, segment: _Segment, places: _Placed) -> None:
        self.answer, self.segment = answer, segment
        self._low = self._inside(places.low)
        self._high = self._inside(places.high)
        self._causes = self._inside(places.causes)
        self.effects = tuple(e for e in places.effects if self._inside([e.spot]))
        self.names_cause = bool(self._causes)
        self._amounts = dict(self._attached())

    @property
    def sentence(self) -> int:
        """The number of its sentence."""
        return self.answer.text.sentences[self.segment.start]

    def cause(self) -> int | None:
        """Return the direction of the cause: as it grows, as it shrinks, or None."""
        low, high = self._before(self._low), self._before(self._high)
        if bool(low) != bool(high):
            return 1 if high else -1
        for spot in (*self._before(self._causes), *self._pronouns()):
            if amounts := self._counted(spot):
                return self._product(amounts)
        if free := self._free():
            return self._product(free[:1])
        return self._compared()

    def _counted(self, spot: Spot) -> list[int]:
        """Return the amounts of a cause; a small step is not few steps."""
        amounts = self._amounts.get(spot, [])
        words = self.answer.text.words
        if words[spot.end - 1].text not in english.COUNTED:
            return amounts
        return [at for at in amounts if words[at].text not in english.SIZES]

    def presence(self) -> int:
        """Return the direction of a cause that is only named: with it, or without it."""
        return -1 if self._lacks_cause() else 1

    def _lacks_cause(self) -> bool:
        """Return whether it is the cause that is negated: "without dropout"."""
        words = self.answer.text.words
        return any(
            word.text in english.NOUN_NEGATIONS
            for spot in self._causes
            for word in words[max(0, spot.start - 2) : spot.start]
        )

    def is_caused(self, effect: _Effect) -> bool:
        """Return whether a named cause is said to make more or less of an effect."""
        if self._amounts.get(effect.spot):
            return True
        return any(self.answer.keys[at] in _CAUSING for at in self._main())

    def direction(self, effect: _Effect) -> int | None:
        """Return the direction of an effect, or None where no amount is said."""
        amounts = self._amounts.get(effect.spot, [])
        if not amounts and not effect.alone:
            return None
        denied = effect.spot.denied or any(self.answer.denied[at] for at in amounts)
        denied = denied and not self._lacks_cause()
        return effect.sign * self._product(amounts) * (-1 if denied else 1)

    def says_same(self, effect: _Effect) -> bool:
        """Return whether an effect is said not to change."""
        for at in self._main():
            key, denied = self.answer.keys[at], self.answer.denied[at]
            if key in SAME and not denied and _near(at, effect.spot):
                return True
            if key in _CHANGING and denied:
                return True
        return False

    def _inside(self, places: Sequence[Spot]) -> list[Spot]:
        return [s for s in places if self.segment.start <= s.start and s.end <= self.segment.end]

    def _before(self, places: Sequence[Spot]) -> list[Spot]:
        return [spot for spot in places if spot.end <= self.segment.turn]

    def _main(self) -> range:
        return range(self.segment.start, self.segment.turn)

    def _mentions(self) -> list[Spot]:
        return [*self._causes, *(effect.spot for effect in self.effects)]

    def _pronouns(self) -> list[Spot]:
        """Return what stands for the cause beside an amount: "small ones", "it is small"."""
        if self.names_cause:
            return []
        words = self.answer.text.words
        return [
            Spot(at, at + 1, denied=False)
            for at in self._main()
            if words[at].text in english.PRONOUNS and self._has_amount(at)
        ]

    def _has_amount(self, at: int) -> bool:
        keys, words = self.answer.keys, self.answer.text.words
        after = at + 1
        while after < self.segment.turn and words[after].text in english.AUXILIARIES | _BECOMING:
            after += 1
        before = at > self.segment.start and keys[at - 1] in UP | DOWN
        last = after + 1 >= self.segment.turn or words[after + 1].text in _AFTER_SUBJECT
        return before or (after < self.segment.turn and keys[after] in UP | DOWN and last)

    def _attached(self) -> Iterator[tuple[Spot, list[int]]]:
        """Yield every thing with the amounts that belong to it."""
        found: dict[Spot, list[int]] = {}
        for at in self._degrees():
            spot = self._rightwards(at) or self._leftwards(at)
            if spot is not None:
                found.setdefault(spot, []).append(at)
        yield from found.items()

    def _degrees(self) -> list[int]:
        taken = {at for spot in self._mentions() for at in range(spot.start, spot.end)}
        found = [
            at
            for at in range(self.segment.start, self.segment.end)
            if self.answer.keys[at] in UP | DOWN and at not in taken
        ]
        return [at for at in found if at + 1 not in found]  # "much less" is less

    def _rightwards(self, at: int) -> Spot | None:
        others = 0
        for place in range(at + 1, min(at + 2 + _REACH, self.segment.end)):
            for spot in (*self._mentions(), *self._pronouns()):
                if spot.start == place:
                    return spot
            word = self.answer.text.words[place].text
            others += word not in english.FILLERS
            if word in _BARRIERS or self.answer.keys[place] in UP | DOWN or others > _OTHERS:
                return None
        return None

    def _leftwards(self, at: int) -> Spot | None:
        first = self.segment.turn if at >= self.segment.turn else self.segment.start
        places = [
            s
            for s in (*self._mentions(), *self._pronouns())
            if s.end <= at <= s.end + _REACH and s.start >= first
        ]
        return max(places, key=lambda spot: spot.end, default=None)

    def _free(self) -> list[int]:
        """Return the amounts that stand for the cause alone: "small: noisy"."""
        taken = {at for amounts in self._amounts.values() for at in amounts}
        limit = min((effect.spot.start for effect in self.effects), default=self.segment.turn)
        words = self.answer.text.words
        return [
            at
            for at in self._degrees()
            if at not in taken
            and at < limit
            and at <= self.segment.start + 1
            and not self._continues(at)
            and (at + 1 in (limit, self.segment.end) or words[at + 1].text in _AFTER_SUBJECT)
        ]

    def _continues(self, at: int) -> bool:
        """Return whether an amount stands twice: "less and less", "little by little"."""
        keys = self.answer.keys
        return any(keys[at] == keys[other] for other in (at - 2, at + 2) if 0 <= other < len(keys))

    def _compared(self) -> int | None:
        """Return the opposite of what something is compared with: "… than a small batch"."""
        after = [spot for spot in self._causes if spot.start >= self.segment.turn]
        for spot in after:
            if amounts := self._amounts.get(spot):
                return -self._product(amounts)
        late = [at for at in self._degrees() if at > self.segment.turn]
        return -self._product(late[:1]) if late else None

    def _product(self, amounts: Sequence[int]) -> int:
        product = 1
        for at in amounts:
            product *= 1 if self.answer.keys[at] in UP and not self._is_part(at) else -1
        return product

    def _is_part(self, at: int) -> bool:
        """Return whether an amount is a part of what it was: "a quarter as many"."""
        before = [word.text for word in self.answer.text.words[max(0, at - 2) : at]]
        return before[-1:] == ["as"] and before[0] in english.FRACTIONS


def _longest(places: Sequence[Spot]) -> list[Spot]:
    return [spot for spot in places if not _inside_longer(spot, places)]


def _overlap(spot: Spot, other: Spot) -> bool:
    return spot.start < other.end and other.start < spot.end


def _near(at: int, spot: Spot) -> bool:
    return spot.start - _REACH <= at < spot.end + _REACH


def _segments(answer: Answer) -> Iterator[_Segment]:
    words, clauses = answer.text.words, answer.text.clauses
    start = 0
    for at in range(1, len(words) + 1):
        if at == len(words) or clauses[at] != clauses[at - 1] or words[at].text == "and":
            turn = next(
                (place for place in range(start, at) if words[place].text in english.COMPARING), at
            )
            yield _Segment(start, turn, at)
            start = at


_EVENTS: Final = _keys(glossary.EVENTS)
_AXES: Final = tuple(
    {word_key(word): sign for sign, side in ((1, more), (-1, less)) for word in side}
    for more, less in glossary.AXES
)


@lru_cache(maxsize=1 << 10)
def _compiled(contrast: Contrast) -> _Compiled:
    axis: dict[str, int] = {}
    stems = [word.key for writing in contrast.effect for word in read(writing).words]
    for words in _AXES:
        base = next((words[key] for key in stems if key in words), 0)
        if base:
            axis |= {key: base * sign for key, sign in words.items()}
    return _Compiled(
        group_of(contrast.cause),
        group_of(contrast.low),
        group_of(contrast.high),
        group_of(contrast.effect),
        axis,
        _SIGNS[contrast.sign],
    )
