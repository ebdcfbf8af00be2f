"""Second thoughts about a rating: [I was right], [Easy], a corrected text, and undo."""

from dataclasses import replace

import sqlalchemy as sa

from cards.grading import Verdict
from srs import log, questions, rating, rounds
from srs.judging import Judgement, NotSure, NumberJudged, TextJudged
from srs.outcomes import Asked, Done, EditOffered, Outcome, Recorded, Refused, Undone
from srs.study import keep, pending_text, previous
from srs.visit import Visit, visiting


@visiting()
def claim(visit: Visit, *, seq: int, new_id: int, seed: int) -> Outcome:
    """[I was right]: 4 in place of what was recorded."""
    found = _correctable(visit, seq)
    if isinstance(found, Refused):
        return found
    if not rating.offered(visit, found).can_claim:
        return Refused(why="outdated")
    return _corrected(visit, found, 4, "", (new_id, seed))


@visiting()
def ease(visit: Visit, *, seq: int) -> Outcome:
    """[Easy]: 5 in place of 4, until the next rating."""
    found = _correctable(visit, seq)
    if isinstance(found, Refused):
        return found
    if not rating.offered(visit, found).can_ease or not _is_latest(visit, found):
        return Refused(why="outdated")
    return _corrected(visit, found, 5, "", None)


@visiting()
def offer_edit(visit: Visit, *, message_id: int, text: str) -> Outcome:
    """An edited message: if it was the last answer, offer to grade it again."""
    rated = rounds.rated_today(visit)
    question = previous(visit)
    if question is None or question.answer_message_id != message_id:
        return Done()
    questions.change(visit.tx, visit.learner_id, question, pending=text)
    seq = rated[-1].names_seq if rated[-1].kind == "correction" else rated[-1].seq
    return EditOffered(seq=seq or rated[-1].seq, text=text)


def edited_text(tx: sa.Connection, learner_id: int, seq: int) -> tuple[Asked, str] | None:
    """Read the corrected text that waits to be graded in place of a rating's answer."""
    question_id = log.question_of(tx, learner_id, seq)
    if question_id is None:
        return None
    found = pending_text(tx, learner_id, question_id)
    return (replace(found[0], stage="open"), found[1]) if found else None


@visiting()
def regrade(visit: Visit, *, seq: int, judgement: Judgement, new_id: int, seed: int) -> Outcome:
    """Grade the corrected text of the last answer: at most 3 once the answer was shown."""
    found = _correctable(visit, seq)
    if isinstance(found, Refused):
        return found
    question = questions.load(visit.tx, visit.learner_id, found.question_id)
    if question is None or question.pending is None or not _is_latest(visit, found):
        return Refused(why="outdated")
    text = question.pending
    questions.change(visit.tx, visit.learner_id, question, pending=None)
    quality = _quality_of(judgement)
    if quality is None:
        return keep(visit, replace(question, pending=None), text)
    was_shown = found.quality is None or found.quality < 4
    quality = min(quality, 3) if was_shown else quality
    verdict = judgement.verdict if isinstance(judgement, TextJudged) else None
    return _corrected(visit, found, quality, text, (new_id, seed), verdict)


@visiting()
def undo(visit: Visit, *, seq: int | None = None) -> Outcome:
    """Take back the latest rating of today that still stands: a button's, only if it is ``seq``."""
    rated = rounds.rated_today(visit)
    if not rated:
        older = log.has_ratings(visit.tx, visit.learner_id, before=visit.today)
        return Refused(why="older" if older else "nothing")
    latest = rated[-1]
    if seq is not None and latest.seq != seq:
        return Refused(why="outdated")
    question = questions.load(visit.tx, visit.learner_id, latest.question_id)
    if question is None:
        return Refused(why="unknown")
    prompt = question.asked.prompt
    if latest.kind == "correction":
        rating.undo(visit, latest, question)
        counts = log.qualities(visit.journal).get(latest.names_seq or 0)
        waits = rounds.waits_for_next(visit)
        return Undone(
            seq=latest.seq,
            asked=None,
            prompt=prompt,
            quality=counts,
            waiting=waits,
            undo_seq=rounds.undo_seq(visit),
        )
    for waiting in questions.waiting(visit.tx, visit.learner_id):
        rounds.close(visit, waiting)
    question = rating.undo(visit, latest, question)
    asked = rounds.again(visit, question)
    return Undone(seq=latest.seq, asked=asked, prompt=prompt, undo_seq=rounds.undo_seq(visit))


def _correctable(visit: Visit, seq: int) -> log.Entry | Refused:
    """Return today's rating ``seq`` if nothing has happened to its card or to it since."""
    standing = rounds.rated_today(visit)
    entry = next((e for e in standing if e.seq == seq and e.kind != "correction"), None)
    if entry is None:
        return Refused(why="outdated")
    later = (e for e in standing if e.seq > seq)
    if any((e.deck, e.card_key) == (entry.deck, entry.card_key) for e in later):
        return Refused(why="answered")
    return entry


def _is_latest(visit: Visit, entry: log.Entry) -> bool:
    return log.standing(visit.journal)[-1].seq == entry.seq


def _corrected(
    visit: Visit,
    entry: log.Entry,
    quality: int,
    said: str,
    new: tuple[int, int] | None,
    verdict: Verdict | None = None,
) -> Outcome:
    question = questions.load(visit.tx, visit.learner_id, entry.question_id)
    if question is None:
        return Refused(why="unknown")
    waits = rounds.waits_for_next(visit)
    rated = rating.correct(visit, entry, question, quality, verdict)
    return Recorded(
        seq=rated.entry.seq,
        kind="correction",
        asked=rounds.asked(visit, question),
        quality=quality,
        said=said,
        days=rated.days,
        again_today=rated.again_today,
        next=rounds.follow(visit, *new) if new and waits else None,
    )


def _quality_of(judgement: Judgement) -> int | None:
    match judgement:
        case TextJudged():
            return judgement.quality
        case NumberJudged(right=right):
            return 4 if right else 1
        case NotSure():
            return 0
        case _:
            return None
