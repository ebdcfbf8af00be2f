"""A typed text where a side is asked for: a contrast in words, or the name of a side."""

from collections.abc import Sequence
from typing import Final

from cards.grading import contrasts as contrasting
from cards.grading import english
from cards.grading.contrasts import DOWN, SAME, UP
from cards.grading.judging import contradictions
from cards.grading.reading import Answer
from cards.grading.verdicts import Contradiction, Hit, Verdict
from cards.grading.words import Text, keys, word_key
from cards.grading.writing import same_writing
from cards.question import Sides

RIGHT: Final = 4  # a chosen side is never more
WRONG: Final = 1
_BOTH: Final = frozenset(map(word_key, ("both", "neither", "none", "same", "equal", "equally")))
_BIG: Final = frozenset(map(word_key, ("large", "big", "huge", "high")))
_SMALL: Final = frozenset(map(word_key, ("small", "tiny", "little", "low")))
_REACH: Final = 2


def judge_side(prompt: Text, sides: Sides, answer: Answer) -> Verdict:
    """Return what a typed text says about the sides: by its contrasts, else by name."""
    if any(same_writing(answer.text.source, (option,)) for option in sides.options):
        return _by_name(prompt, sides, answer)
    contrasts = sides.rubric.contrasts
    claims = contrasting.claims(answer, contrasts)
    wrong = contradictions(sides.rubric, answer)
    hits = tuple(
        Hit(contrasting.holds(contrasts[claim.contrast]), answer.text.quote(claim.start, claim.end))
        for claim in claims
        if claim.holds
    )
    if wrong:
        return Verdict(WRONG, confident=True, hits=hits, contradicted=wrong)
    if hits:
        return Verdict(RIGHT, confident=True, hits=hits)
    return _by_name(prompt, sides, answer)


def _by_name(prompt: Text, sides: Sides, answer: Answer) -> Verdict:
    written = [same_writing(answer.text.source, (option,)) for option in sides.options]
    named = written.index(True) if any(written) else _named(prompt, sides.options, answer)
    right = _SAME_SIDE if sides.right is None else sides.right
    holds = "It is the same." if sides.right is None else sides.statements[sides.right]
    if named is None or not answer.keys:
        return Verdict(WRONG, confident=False, missing=(holds,))
    said = answer.text.quote(0, len(answer.keys))
    if named == right:
        return Verdict(RIGHT, confident=True, hits=(Hit(holds, said),))
    return Verdict(WRONG, confident=True, contradicted=(Contradiction(said, holds, sides.why),))


_SAME_SIDE: Final = -1


def _named(prompt: Text, options: Sequence[str], answer: Answer) -> int | None:
    """Return the index of the one option that is named, -1 for "the same", or None."""
    marks = _marks(options)
    words = answer.text.words
    turn = next((at for at, w in enumerate(words) if w.text in english.COMPARING), len(words))
    found = {
        number: [at for at in range(turn) if answer.keys[at] in own]
        for number, own in enumerate(marks)
    }
    named = [number for number, places in found.items() if places]
    if len(named) != 1:
        says_same = any(key in _BOTH | SAME for key in answer.keys)
        return _SAME_SIDE if says_same and len(named) != 1 else None
    places = found[named[0]]
    denied = all(answer.denied[at] for at in places)
    turned = denied != _is_turned(prompt, answer, set(places), frozenset().union(*marks))
    if not turned:
        return named[0]
    return 1 - named[0] if len(options) == 2 else None


def _marks(options: Sequence[str]) -> list[frozenset[str]]:
    """Return for each option the stems that no other option has."""
    stems = [frozenset(keys(option)) - _FILLERS for option in options]
    return [_with_sizes(own.difference(*(s for s in stems if s is not own))) for own in stems]


def _with_sizes(own: frozenset[str]) -> frozenset[str]:
    return own | (_BIG if own & _BIG else _SMALL if own & _SMALL else frozenset())


_FILLERS: Final = frozenset(map(word_key, english.FILLERS | english.ARTICLES))


def _is_turned(prompt: Text, answer: Answer, named: set[int], marks: frozenset[str]) -> bool:
    """Return whether the question asks for more and the answer says where there is less."""
    asked = _degrees([word.key for word in prompt.words], marks)
    said = [
        _sign(answer.keys[at])
        for at in range(len(answer.keys))
        if at not in named
        and answer.keys[at] not in marks
        and _sign(answer.keys[at])
        and _is_about(answer, at, prompt)
    ]
    return bool(asked and said) and asked[0] != said[0]


def _degrees(stems: Sequence[str], marks: frozenset[str]) -> list[int]:
    return [_sign(stem) for stem in stems if _sign(stem) and stem not in marks]


def _sign(stem: str) -> int:
    return 1 if stem in UP else -1 if stem in DOWN else 0


def _is_about(answer: Answer, at: int, prompt: Text) -> bool:
    """Return whether an amount is one of what the question asks for."""
    following = answer.keys[at + 1 : at + 1 + _REACH]
    asked = {word.key for word in prompt.words}
    return not following or any(key in asked for key in following)
