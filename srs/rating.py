"""Writing a rating, correcting it and taking it back: the only places where a memory changes."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from pydantic import TypeAdapter

from cards.grading import Verdict
from srs import cardstate, log, questions, queue, sm2
from srs.cardstate import CardState
from srs.outcomes import Stage
from srs.questions import Stored
from srs.sm2 import Memory
from srs.visit import Visit

LONGEST = 36_500


@dataclass(frozen=True, slots=True, kw_only=True)
class Before:
    """What a rating found: the card, the question as it was, the round it belongs to."""

    card: CardState
    stage: Stage
    wrong: tuple[str, ...]
    kept: tuple[str, ...]
    round_seq: int | None
    round_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class After:
    """What a rating left behind, and which buttons its reply offered."""

    card: CardState
    can_claim: bool = False
    can_ease: bool = False


_before: TypeAdapter[Before] = TypeAdapter(Before)
_after: TypeAdapter[After] = TypeAdapter(After)
_verdict: TypeAdapter[Verdict] = TypeAdapter(Verdict)


@dataclass(frozen=True, slots=True)
class Rated:
    """A rating as it was written; ``days`` is None where the date did not change."""

    entry: log.Entry
    days: int | None
    again_today: bool


def rate(
    visit: Visit,
    question: Stored,
    quality: int,
    said: str,
    *,
    can_claim: bool = False,
    can_ease: bool = False,
    verdict: Verdict | None = None,
) -> Rated:
    """Record an answer: as the card's one review of the day if it is due, else as a return.

    ``verdict`` is what was made of the typed answer, whatever has been decided since.
    """
    state = card_of(visit, question)
    kind: log.Kind = "review" if takes_review(visit, state) else "return"
    after = _scored(visit, state, quality, kind)
    entry = visit.write(
        kind,
        log.Beside(
            before=_snapshot(visit, question, state),
            after=_after_json(After(card=after, can_claim=can_claim, can_ease=can_ease)),
            answer=said,
            verdict=_verdict_json(verdict),
        ),
        deck=question.deck,
        card_key=question.card_key,
        question_id=question.question_id,
        quality=quality,
        first=state.memory is None,
    )
    _save(visit, question, after)
    questions.change(visit.tx, visit.learner_id, question, stage="done")
    visit.change(last_answer_at=visit.now)
    return _rated(visit, entry, after)


def correct(
    visit: Visit,
    entry: log.Entry,
    question: Stored,
    quality: int,
    verdict: Verdict | None = None,
) -> Rated:
    """Replace a rating: the card is scored again as it was before, its return today included."""
    snapshot, _ = log.snapshots(visit.tx, visit.learner_id, entry.seq)
    after = _scored(visit, _before.validate_json(snapshot).card, quality, entry.kind)
    correction = visit.write(
        "correction",
        log.Beside(
            before=_snapshot(visit, question, card_of(visit, question)),
            after=_after_json(After(card=after)),
            verdict=_verdict_json(verdict),
        ),
        deck=entry.deck,
        card_key=entry.card_key,
        question_id=entry.question_id,
        quality=quality,
        first=entry.first,
        names_seq=entry.seq,
    )
    _save(visit, question, after)
    return _rated(visit, correction, after)


def undo(visit: Visit, entry: log.Entry, question: Stored) -> Stored:
    """Cancel a rating: the card and its question are as they were. Returns the question."""
    snapshot, _ = log.snapshots(visit.tx, visit.learner_id, entry.seq)
    before = _before.validate_json(snapshot)
    visit.write(
        "undo",
        log.Beside(
            before=_snapshot(visit, question, card_of(visit, question)),
            after=_after_json(After(card=before.card)),
        ),
        deck=entry.deck,
        card_key=entry.card_key,
        question_id=entry.question_id,
        names_seq=entry.seq,
    )
    _save(visit, question, before.card)
    if visit.learner.round_seq is None:
        visit.change(round_seq=before.round_seq, round_at=before.round_at)
    return questions.change(
        visit.tx,
        visit.learner_id,
        question,
        stage=before.stage,
        wrong=before.wrong,
        kept=before.kept,
    )


def offered(visit: Visit, entry: log.Entry) -> After:
    """Return what a rating left behind, and which buttons its reply offered."""
    _, snapshot = log.snapshots(visit.tx, visit.learner_id, entry.seq)
    return _after.validate_json(snapshot)


def introduced(visit: Visit, question: Stored, meaning: int) -> None:
    """Log that a new card was opened; it waits, so that it comes again if it is broken off."""
    state = CardState(meaning=meaning, introduced_on=visit.today, wait_until=visit.now)
    visit.write(
        "introduced",
        log.Beside(after=_after_json(After(card=state))),
        deck=question.deck,
        card_key=question.card_key,
        question_id=question.question_id,
    )
    _save(visit, question, state)


def wait(visit: Visit, question: Stored) -> None:
    """Let an introduced card come back for its first review after a while."""
    _save(visit, question, _waiting(visit, card_of(visit, question)))


def card_of(visit: Visit, question: Stored) -> CardState:
    """Return what is remembered of a question's card."""
    found = cardstate.load(visit.tx, visit.learner_id, question.deck, question.card_key)
    return found or CardState()


def takes_review(visit: Visit, state: CardState) -> bool:
    """Whether an answer now is the card's review of the day, and not a mere return."""
    if state.memory is None:
        return True
    is_due = state.due_on is not None and state.due_on <= visit.today
    return is_due and state.reviewed_on != visit.today


def days_if_recalled(visit: Visit, state: CardState) -> int | None:
    """Return the days until the card would come back; None where its date would not change."""
    if not takes_review(visit, state):
        return None
    return min(sm2.review(state.memory or Memory(), 4).interval, LONGEST)


def _scored(visit: Visit, state: CardState, quality: int, kind: log.Kind) -> CardState:
    after = _reviewed(visit, state, quality) if kind == "review" else state
    return _with_return(visit, after, quality, returned=kind == "return")


def _reviewed(visit: Visit, state: CardState, quality: int) -> CardState:
    memory = sm2.review(state.memory or Memory(), quality)
    return replace(
        state,
        memory=memory,
        due_on=visit.today + timedelta(days=min(memory.interval, LONGEST)),
        reviewed_on=visit.today,
        recalls=state.recalls + (quality >= 3),
        lapses=state.lapses + (quality < 3 and state.recalls > 0),
        reviews=state.reviews + 1,
    )


def _with_return(visit: Visit, state: CardState, quality: int, *, returned: bool) -> CardState:
    """Bring a card that scored below 4 back on the same day, at most twice."""
    recalls = state.recalls + (returned and quality >= 3)
    times = state.returned + 1 if returned and state.return_on == visit.today else int(returned)
    state = replace(state, recalls=recalls, returned=times, wait_cards=None, wait_until=None)
    if quality >= 4 or times >= queue.MOST_RETURNS:
        return replace(state, return_on=None)
    return replace(_waiting(visit, state), return_on=visit.today)


def _waiting(visit: Visit, state: CardState) -> CardState:
    return replace(
        state,
        wait_cards=visit.learner.cards_seen + queue.WAIT_CARDS,
        wait_until=visit.now + queue.WAIT,
    )


def _rated(visit: Visit, entry: log.Entry, after: CardState) -> Rated:
    days = (after.due_on - visit.today).days if entry.kind != "return" and after.due_on else None
    return Rated(entry, days, again_today=after.return_on is not None)


def _snapshot(visit: Visit, question: Stored, state: CardState) -> str:
    before = Before(
        card=state,
        stage=question.stage,
        wrong=question.wrong,
        kept=question.kept,
        round_seq=visit.learner.round_seq,
        round_at=visit.learner.round_at,
    )
    return _before.dump_json(before).decode()


def _after_json(after: After) -> str:
    return _after.dump_json(after).decode()


def _verdict_json(verdict: Verdict | None) -> str | None:
    return None if verdict is None else _verdict.dump_json(verdict).decode()


def _save(visit: Visit, question: Stored, state: CardState) -> None:
    cardstate.save(visit.tx, visit.learner_id, question.deck, question.card_key, state)
