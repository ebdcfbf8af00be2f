"""Studying: beginning, going on, and what is done with a question that is open.

Each use case is one transaction over a :class:`~srs.visit.Visit`; its outcome says what to show.
``new_id`` and ``seed`` are for a question that may be posed on the way.
"""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

import sqlalchemy as sa

from cards.problems.topics import of_day
from cards.question import Question
from srs import agenda, catalogue, learners, posing, questions, rounds
from srs.answering import Answering
from srs.judging import Judgement, Said
from srs.outcomes import (
    Asked,
    Kept,
    KeptBefore,
    Offer,
    Outcome,
    Refused,
    Stage,
    Welcomed,
    WhichCard,
)
from srs.questions import Stored
from srs.visit import Visit, visiting

STILL_TYPING = timedelta(seconds=2)
PRACTICE_DECK = ""
_WHOLE_RUN = "total-steps"
SHOWN: tuple[Stage, ...] = ("shown", "compared", "reason_shown")


@visiting(creates=True)
def begin(visit: Visit, *, new_id: int, seed: int) -> Outcome:
    """[Start]: join the first deck and study."""
    catalogue.enrol(visit.tx, visit.learner_id, catalogue.DEFAULT_DECK, visit.now)
    return _study(visit, new_id, seed)


@visiting(creates=True)
def study(visit: Visit, *, new_id: int, seed: int) -> Outcome:
    """Send the open question again, or go on with this round, or begin the next."""
    if not catalogue.shelves(visit.tx, visit.learner_id):
        catalogue.enrol(visit.tx, visit.learner_id, catalogue.DEFAULT_DECK, visit.now)
    return _study(visit, new_id, seed)


@visiting()
def go_on(visit: Visit, *, asked_id: int, new_id: int, seed: int) -> Outcome:
    """[Next]: bring the card that follows the answered question."""
    if questions.load(visit.tx, visit.learner_id, asked_id) is None:
        return Refused(why="unknown")
    if not rounds.waits_for_next(visit):
        return Refused(why="outdated")
    return rounds.follow(visit, new_id, seed)


@visiting(creates=True)
def problem(visit: Visit, *, family: str, new_id: int, seed: int) -> Outcome:
    """Pose a fresh problem as practice; an open card is set aside for it."""
    return _practise(visit, posing.for_practice(visit, family, seed), new_id, seed)


@visiting(creates=True)
def problem_of_day(visit: Visit, *, day: date, welcomes: bool = False, new_id: int) -> Outcome:
    """Pose the problem of a day (UTC) as practice; sent again where it is open.

    Somebody new is welcomed first, if asked for.
    """
    current = rounds.current(visit)
    if current is not None and current.day == day:
        return rounds.again(visit, current)
    family, seed = of_day(day)
    asked = _practise(visit, posing.for_everybody(family, seed), new_id, seed, day)
    return Welcomed(asked=asked) if welcomes and visit.is_first else asked


@visiting()
def enough(visit: Visit) -> Outcome:
    """[Enough for today]: end the round and empty today's returns."""
    agenda.drop_returns(visit)
    return rounds.finish(visit)


@visiting()
def tap(
    visit: Visit,
    *,
    asked_id: int,
    offer: Offer,
    option: int | None = None,
    new_id: int,
    seed: int,
) -> Outcome:
    """A button under a question. One that its stage does not offer changes nothing."""
    question = _open_one(visit, asked_id)
    if isinstance(question, Refused):
        return question
    question = rounds.open_now(visit, question)
    if offer not in rounds.asked(visit, question).offers:
        return Refused(why="outdated")
    return Answering(visit, question, new_id, seed).tapped(offer, option)


@visiting()
def answer(
    visit: Visit,
    *,
    asked_id: int | None,
    said: Said,
    new_id: int,
    seed: int,
) -> Outcome:
    """Typed text: an answer to the open question, or the wish to go on where [Next] waits."""
    current = rounds.current(visit)
    if current is None:
        if visit.learner.round_seq is None:
            return Refused(why="not_open")
        return rounds.follow(visit, new_id, seed)
    if current.question_id != asked_id or said.judgement is None:
        return rounds.again(visit, current)
    if current.stage in SHOWN:
        return keep(visit, current, said.text)
    if _may_belong_before(current, said.at) and (before := previous(visit)):
        current = questions.change(visit.tx, visit.learner_id, current, pending=said.text)
        asked = rounds.asked(visit, current)
        return WhichCard(asked=asked, text=said.text, previous=before.asked.prompt)
    current = questions.change(
        visit.tx, visit.learner_id, current, answer_message_id=said.message_id
    )
    answering = Answering(visit, current, new_id, seed, typed=True)
    return answering.judged(said.judgement, said.text)


@visiting()
def belongs(
    visit: Visit,
    *,
    asked_id: int,
    before: bool,
    judgement: Judgement | None,
    new_id: int,
    seed: int,
) -> Outcome:
    """[For this card] or [For the one before]: what a text that came early belongs to."""
    question = _open_one(visit, asked_id)
    if isinstance(question, Refused):
        return question
    text = question.pending
    if text is None or (judgement is None and not before):
        return Refused(why="outdated")
    question = questions.change(visit.tx, visit.learner_id, question, pending=None)
    if not before and judgement is not None:
        return Answering(visit, question, new_id, seed, typed=True).judged(judgement, text)
    earlier = previous(visit)
    if earlier is None:
        return Refused(why="outdated")
    keep(visit, earlier, text)
    return KeptBefore(asked=rounds.asked(visit, question), previous=earlier.asked.prompt)


def open_question(tx: sa.Connection, learner_id: int) -> Asked | None:
    """Read the learner's open question, to judge what was typed."""
    learner = learners.read(tx, learner_id)
    current = next((q for q in questions.waiting(tx, learner_id) if q.is_open), None)
    return rounds.as_asked(current, learner.buttons) if learner and current else None


def latest_run(tx: sa.Connection, learner_id: int) -> Mapping[str, int] | None:
    """Read the numbers of the learner's newest problem about a whole run, if there was one."""
    return next(iter(questions.latest_parameters(tx, learner_id, _WHOLE_RUN, 1)), None)


def pending_text(tx: sa.Connection, learner_id: int, asked_id: int) -> tuple[Asked, str] | None:
    """Read a text that waits for the learner to say which card it belongs to."""
    learner = learners.read(tx, learner_id)
    question = questions.load(tx, learner_id, asked_id)
    if learner is None or question is None or question.pending is None:
        return None
    return rounds.as_asked(question, learner.buttons), question.pending


def opened(
    tx: sa.Connection,
    *,
    learner_id: int,
    question_id: int,
    message_id: int,
    told_at: datetime,
    now: datetime,
    update_id: int,
) -> None:
    """Note where a question's buttons were sent: from the first time on it is open.

    ``told_at`` is Telegram's date of that message; the first one stays.
    """
    learner = learners.lock(tx, learner_id)
    question = questions.load(tx, learner_id, question_id)
    if learner is None or question is None or question.stage in ("done", "closed"):
        return
    visit = Visit(tx, learner, now, update_id)
    told_at = question.told_at or told_at
    rounds.open_now(visit, question, message_id=message_id, told_at=told_at)
    visit.close()


def _study(visit: Visit, new_id: int, seed: int) -> Outcome:
    if current := rounds.current(visit):
        return rounds.again(visit, current)
    if set_aside := rounds.set_aside(visit):
        return rounds.again(visit, set_aside)
    if visit.learner.round_seq is None:
        visit.change(round_seq=visit.learner.last_seq, round_at=visit.now)
    return rounds.follow(visit, new_id, seed)


def _practise(
    visit: Visit, asked: Question, new_id: int, seed: int, day: date | None = None
) -> Asked:
    """Ask for practice; an open card is set aside, and a problem that was open is given up."""
    current = rounds.current(visit)
    if current is not None and current.purpose == "practice":
        rounds.close(visit, current)
    elif current is not None:
        questions.change(visit.tx, visit.learner_id, current, aside=True)
    posed = Stored(
        question_id=new_id,
        deck=PRACTICE_DECK,
        deck_version=0,
        card_key=asked.card,
        purpose="practice",
        stage="planned",
        asked=asked,
        seed=seed,
        created_at=visit.now,
        day=day,
    )
    return rounds.asked(visit, questions.add(visit.tx, visit.learner_id, posed))


def _open_one(visit: Visit, asked_id: int) -> Stored | Refused:
    """Return one of the learner's questions, or why nothing can be done with it now."""
    question = questions.load(visit.tx, visit.learner_id, asked_id)
    if question is None:
        return Refused(why="unknown")
    if question.aside:
        return Refused(why="aside")
    match question.stage:
        case "done":
            return Refused(why="answered")
        case "closed":
            return Refused(why="closed")
        case _:
            return question


def keep(visit: Visit, question: Stored, text: str) -> Kept:
    """Keep a text with its question, ungraded."""
    question = questions.change(visit.tx, visit.learner_id, question, kept=(*question.kept, text))
    return Kept(asked=rounds.asked(visit, question))


def _may_belong_before(question: Stored, said_at: datetime) -> bool:
    if question.told_at is None:
        return False
    if said_at < question.told_at:
        return True
    return question.after_typed and said_at - question.told_at < STILL_TYPING


def previous(visit: Visit) -> Stored | None:
    """Return the question that was rated last today."""
    rated = rounds.rated_today(visit)
    return questions.load(visit.tx, visit.learner_id, rated[-1].question_id) if rated else None
