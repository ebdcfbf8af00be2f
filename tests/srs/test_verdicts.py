"""What decks' authors may know of answers: what was made of them, and what was decided."""

from cards.grading import Verdict
from cards.lint import Graded
from srs import catalogue, study, verdicts
from srs.judging import Said, TextJudged
from srs.outcomes import Asked, Outcome, Recorded
from srs.store import Store
from tests.srs import desk
from tests.srs.desk import Desk

WRONG = Verdict(quality=1, confident=True, missing=("every example",))
UNSURE = Verdict(quality=3, confident=False, missing=("every example",))


def types(learner: Desk, verdict: Verdict) -> Outcome:
    learner.waits(seconds=5)
    asked = learner.open()
    assert asked is not None
    said = Said("my words", learner.now, 9, TextJudged(verdict))
    return learner.does(study.answer, asked_id=asked.question_id, said=said, **learner.new())


def begins(store: Store) -> Desk:
    """Know the only card, and see it again on the next morning."""
    learner = Desk(store)
    asked = learner.starts()
    assert isinstance(asked, Asked)
    learner.answers(asked, right=True)
    learner.waits(days=1)
    learner.studies()
    return learner


def graded(store: Store, deck: str = catalogue.DEFAULT_DECK) -> list[Graded]:
    found = store.read(lambda tx: list(verdicts.graded(tx, deck))).result()
    return [one for one in found if one.verdict.missing]


def test_every_answer_stands_with_what_counts_in_the_end(store: Store):
    desk.install(store, (desk.definition("epoch"),))
    agrees, claims, forgets, knows = (begins(store) for _ in range(4))
    types(agrees, WRONG)
    recorded = types(claims, WRONG)
    assert isinstance(recorded, Recorded)
    claims.claims(recorded)
    for learner, offer in ((forgets, "forgot"), (knows, "knew_it")):
        types(learner, UNSURE)
        asked = learner.open()
        assert asked is not None
        learner.taps(asked, offer)
    assert sorted((one.verdict.confident, one.decided) for one in graded(store)) == [
        *((False, 1), (False, 4)),
        *((True, 1), (True, 4)),
    ]
    assert {one.card for one in graded(store)} == {"epoch"}
    assert graded(store, "another-deck") == []


def test_what_was_undone_does_not_count(store: Store):
    desk.install(store, (desk.definition("epoch"),))
    ann, bob = begins(store), begins(store)
    for learner in (ann, bob):
        recorded = types(learner, WRONG)
        assert isinstance(recorded, Recorded)
        learner.claims(recorded)
        learner.undoes()  # the correction
    bob.undoes()  # the rating too
    assert [one.decided for one in graded(store)] == [1]
