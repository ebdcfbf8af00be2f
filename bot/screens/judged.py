"""What was made of an answer in the learner's own words, and what is proposed to them."""

from collections.abc import Iterator
from itertools import accumulate

from bot.screens.card import Paragraphs
from bot.screens.shape import MAX_TEXT, cut, width
from bot.texts import plain, say
from cards.grading import Verdict
from cards.question import Sides
from srs.outcomes import Asked

_LISTED = 160  # characters of words that were found, or of points that were not
_CLAUSE, _HOLDS = 80, 360
_MOST_WRONG = 2
_BETWEEN = 2  # the line breaks between two paragraphs


def led_by_findings(verdict: Verdict | None, rest: Paragraphs) -> Paragraphs:
    """Return what is said about an answer, led by as much of what was found as a message holds."""
    findings = tuple(filter(None, _findings(verdict))) if verdict else ()
    room = MAX_TEXT - sum(width(paragraph) + _BETWEEN for paragraph in rest)
    used = accumulate(width(finding) + _BETWEEN for finding in findings)
    kept = sum(length <= room for length in used)
    return (*findings[:kept], *rest)


def score(verdict: Verdict) -> str:
    """Return how many of the key points were found; nothing where the card has none.

    All of them, and yet something the other way round, is no score to be told.
    """
    if verdict.contradicted and not verdict.missing:
        return ""
    n = len(verdict.hits) + len(verdict.missing)
    return say("judged.points", found=len(verdict.hits), n=n) if n else ""


def proposal(asked: Asked, verdict: Verdict | None) -> str:
    """Return what the learner is proposed to press, in words; nothing where only they can tell."""
    if verdict is None or verdict.gate or verdict.quality is None:
        return ""
    is_new = asked.purpose == "introduction"
    call = "" if is_new and verdict.quality < 3 else _called(verdict.quality, asked)
    return f"{score(verdict)} {call}".strip()


def graded(asked: Asked, quality: int, verdict: Verdict) -> str:
    """Return how an answer that was recorded by its verdict was, in one short sentence."""
    if quality < 3:
        return say("wrong")
    if quality == 3:
        is_reason = isinstance(asked.question.answer, Sides)
        return say("right.reason") if is_reason else _called(quality, asked)
    if verdict.missing:
        return say("right.more", points=_listed(verdict.missing))
    return say("right.all" if quality == 5 else "right")


def _called(quality: int, asked: Asked) -> str:
    """Return what a quality is called, by the button that would record it."""
    if quality >= 4 and "knew_it" in asked.offers:
        return say("judged.call", rating=plain("button.knew_it"))
    offer = {5: "easy", 4: "good", 3: "hard"}.get(quality, "forgot")
    return say("judged.call", rating=plain(f"button.{offer}"))


def _findings(verdict: Verdict) -> Paragraphs:
    if verdict.gate:
        return (say(f"judged.{verdict.gate}"),)
    turned = {wrong.holds for wrong in verdict.contradicted}
    missing = tuple(point for point in verdict.missing if point not in turned)
    there = ", ".join(f"“{hit.words}”" for hit in verdict.hits)
    lines = (
        say("judged.there", points=cut(there, _LISTED)) if there else "",
        say("judged.missing", points=_listed(missing)) if missing else "",
    )
    amiss = tuple(_amiss(verdict))
    return ("\n".join(filter(None, lines)), *amiss, _whose_meaning(verdict, amiss))


def _amiss(verdict: Verdict) -> Iterator[str]:
    """Yield each of the learner's clauses with the points, the relation or the meaning instead."""
    clauses = dict.fromkeys(wrong.clause for wrong in verdict.contradicted)
    for clause in tuple(clauses)[:_MOST_WRONG]:
        quoted = cut(clause, _CLAUSE)
        wrong, *more = (wrong for wrong in verdict.contradicted if wrong.clause == clause)
        points = tuple(one.holds for one in (wrong, *more) if one.holds in verdict.missing)
        if points:
            yield say("judged.reversed_point", clause=quoted, point=_listed(points))
        else:
            key = "judged.reversed" if wrong.why else "judged.mixed_up"
            yield say(key, clause=quoted, holds=cut(f"{wrong.holds} {wrong.why}".strip(), _HOLDS))


def _whose_meaning(verdict: Verdict, amiss: Paragraphs) -> str:
    """Return which term was described, unless that has been said already."""
    term = verdict.sounds_like
    if not term or any(term.casefold() in told.casefold() for told in amiss):
        return ""
    return say("judged.sounds_like", term=term)


def _listed(points: tuple[str, ...]) -> str:
    return cut("; ".join(points), _LISTED)
