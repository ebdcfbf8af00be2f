"""The questions of a round: which is open, what follows it, and when ten are rated."""

import itertools
from dataclasses import replace
from datetime import timedelta
from typing import Any

from srs import agenda, catalogue, log, offers, posing, pushplan, questions, queue, rating
from srs.cardstate import CardState
from srs.outcomes import Asked, Finished, Next, RoundOver
from srs.questions import Stored
from srs.visit import Visit

_LONGEST_GAP = timedelta(minutes=2)  # a longer pause between two cards is no study time


def current(visit: Visit) -> Stored | None:
    """Return the question that is open or about to be."""
    waiting = questions.waiting(visit.tx, visit.learner_id)
    return next((question for question in waiting if not question.aside), None)


def set_aside(visit: Visit) -> Stored | None:
    """Return the question that waits until a practice problem is over."""
    waiting = questions.waiting(visit.tx, visit.learner_id)
    return next((question for question in waiting if question.aside), None)


def waits_for_next(visit: Visit) -> bool:
    """Whether a round goes on as soon as [Next] is pressed."""
    return visit.learner.round_seq is not None and current(visit) is None


def close(visit: Visit, question: Stored) -> None:
    """Close a question: it records nothing any more."""
    questions.change(visit.tx, visit.learner_id, question, stage="closed", aside=False)


def again(visit: Visit, question: Stored) -> Asked:
    """Send a question that was sent before, no longer as one that followed by itself."""
    told_at = None if question.aside else question.told_at
    question = questions.change(
        visit.tx, visit.learner_id, question, aside=False, after_typed=False, told_at=told_at
    )
    return replace(asked(visit, question), resent=True)


def asked(visit: Visit, question: Stored) -> Asked:
    """Return a question as it stands, with the date it would bring where one may say so."""
    standing = as_asked(question, visit.learner.buttons)
    if not {"knew_it", "good"} & set(standing.offers):
        return standing
    return replace(standing, days=rating.days_if_recalled(visit, rating.card_of(visit, question)))


def as_asked(question: Stored, buttons: int) -> Asked:
    """Return a question as it stands, for a learner of two or four buttons."""
    return Asked(
        question_id=question.question_id,
        purpose=question.purpose,
        stage=question.stage,
        question=question.asked,
        offers=offers.offers(
            question.purpose,
            question.stage,
            question.asked.answer,
            buttons,
            missed=bool(question.wrong),
            hinted=question.hinted,
        ),
        wrong=len(question.wrong),
        hinted=question.hinted,
        message_id=question.message_id,
        day=question.day,
    )


def open_now(visit: Visit, question: Stored, **told: Any) -> Stored:
    """Open a planned question: a new card is introduced, and the others waited for one more.

    ``told`` is what else is to be written of it.
    """
    if question.stage != "planned":
        return questions.change(visit.tx, visit.learner_id, question, **told)
    if question.purpose != "practice":
        shelf = catalogue.shelves(visit.tx, visit.learner_id).get(question.deck)
        shelved = shelf.cards.get(question.card_key) if shelf else None
        if rating.card_of(visit, question).introduced_on is None:
            rating.introduced(visit, question, shelved.meaning if shelved else 1)
        groups = (*visit.learner.recent, shelved.card.group if shelved else question.card_key)
        visit.change(cards_seen=visit.learner.cards_seen + 1, recent=groups[-queue.APART :])
    told |= {"stage": "open", "opened_at": visit.now}
    return questions.change(visit.tx, visit.learner_id, question, **told)


def follow(visit: Visit, new_id: int, seed: int, *, typed: bool = False) -> Next:
    """Return what comes next in this round, posing the next card if there is one."""
    choice = agenda.choose(visit)
    if choice is None:
        return finish(visit)
    if counts(visit)[0] >= queue.ROUND:
        return round_over(visit)
    state = choice.state or CardState()
    planned = Stored(
        question_id=new_id,
        deck=choice.deck,
        deck_version=choice.version,
        card_key=choice.card.key,
        purpose=choice.purpose,
        stage="planned",
        asked=posing.pose_to(visit, choice.card, seed, reviews=state.reviews),
        seed=seed,
        repetitions=state.memory.repetitions if state.memory else 0,
        after_typed=typed,
        created_at=visit.now,
    )
    return asked(visit, questions.add(visit.tx, visit.learner_id, planned))


def counts(visit: Visit) -> tuple[int, int, int]:
    """Return how many cards this round has rated, how many were right, and its minutes."""
    start, at = visit.learner.round_seq, visit.learner.round_at
    if start is None or at is None:
        return 0, 0, 0
    counted = {s: q for s, q in log.qualities(visit.journal).items() if s > start}
    times = [at, *(entry.at for entry in visit.journal if entry.seq in counted)]
    spent = sum((min(b - a, _LONGEST_GAP) for a, b in itertools.pairwise(times)), timedelta())
    right = sum(quality >= 3 for quality in counted.values())
    return len(counted), right, max(1, round(spent / timedelta(minutes=1)))


def round_over(visit: Visit) -> RoundOver:
    """End a round of ten."""
    rated, right, minutes = counts(visit)
    visit.change(round_seq=None, round_at=None)
    return RoundOver(
        rated=rated,
        right=right,
        minutes=minutes,
        waiting=agenda.waiting_count(visit),
        undo_seq=undo_seq(visit),
        asks_when=pushplan.ask_once(visit.tx, visit.learner_id),
    )


def finish(visit: Visit) -> Finished:
    """End a round because nothing is left today, or because it is enough."""
    rated, right, minutes = counts(visit)
    visit.change(round_seq=None, round_at=None)
    tomorrow = agenda.due_count(visit, in_days=1)
    return Finished(
        rated=rated,
        right=right,
        minutes=minutes,
        tomorrow=tomorrow,
        undo_seq=undo_seq(visit),
        asks_when=rated > 0 and pushplan.ask_once(visit.tx, visit.learner_id),
    )


def rated_today(visit: Visit) -> list[log.Entry]:
    """Return today's ratings that still stand, in order."""
    return [e for e in log.standing(visit.journal) if e.study_day == visit.today]


def undo_seq(visit: Visit) -> int | None:
    """Return the rating that would be taken back next."""
    rated = rated_today(visit)
    return rated[-1].seq if rated else None
