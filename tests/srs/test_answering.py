"""What becomes of a typed answer by what was made of it: recorded, or proposed and kept."""

from dataclasses import replace
from typing import Any

import pytest

from cards.grading import Contradiction, Hit, Verdict
from srs import amends, profile
from srs.judging import Said, TextJudged
from srs.outcomes import Asked, Outcome, Recorded, Refused, Shown
from srs.store import Store
from srs.study import answer
from tests.srs import desk
from tests.srs.desk import Desk

SURE = Verdict(
    quality=3,
    confident=True,
    hits=(Hit("every example", "all of them"),),
    missing=("exactly once",),
)
UNSURE = replace(SURE, confident=False)
WRONG = Verdict(
    quality=1,
    confident=True,
    contradicted=(Contradiction("some of them", "every example"),),
    sounds_like="batch",
)


@pytest.fixture
def ann(store: Store) -> Desk:
    """Somebody who has begun with a single card."""
    desk.install(store, (desk.definition("epoch"),))
    learner = Desk(store)
    learner.starts()
    return learner


def types(learner: Desk, verdict: Verdict) -> Outcome:
    """Type something of which this is made."""
    learner.waits(seconds=5)
    asked = learner.open()
    assert asked is not None
    said = Said("my words", learner.now, 99, TextJudged(verdict))
    return learner.does(answer, asked_id=asked.question_id, said=said, **learner.new())


def reviews(learner: Desk) -> Asked:
    """Know the new card, and return it on the next morning."""
    types(learner, replace(SURE, quality=4))
    learner.waits(days=1)
    asked = learner.studies()
    assert isinstance(asked, Asked)
    assert asked.purpose == "review"
    return asked


def rows(learner: Desk, table: str = "review") -> list[dict[str, Any]]:
    found = learner.store.read(profile.export, learner.learner_id).result()
    return [row for row in found[table] if row.get("kind") != "introduced"]


@pytest.mark.parametrize("quality", range(6))
def test_a_review_records_what_the_verdict_says_if_it_is_sure(ann: Desk, quality: int):
    reviews(ann)
    verdict = replace(SURE, quality=quality)
    recorded = types(ann, verdict)
    assert isinstance(recorded, Recorded)
    assert (recorded.quality, recorded.verdict) == (quality, verdict)
    assert recorded.can_claim == (quality < 4)


@pytest.mark.parametrize("quality", [0, 1, 2])
def test_an_introduction_never_records_below_three(ann: Desk, quality: int):
    shown = types(ann, replace(WRONG, quality=quality))
    assert isinstance(shown, Shown)
    assert (shown.asked.stage, shown.asked.offers) == ("shown", ("got_it",))
    assert shown.verdict == replace(WRONG, quality=quality)
    assert rows(ann) == []


@pytest.mark.parametrize("quality", [3, 4, 5])
def test_a_guess_that_is_good_enough_is_the_first_review(ann: Desk, quality: int):
    recorded = types(ann, replace(SURE, quality=quality))
    assert isinstance(recorded, Recorded)
    assert [row["quality"] for row in rows(ann)] == [quality]


@pytest.mark.parametrize(("quality", "recorded"), [(3, []), (4, [4]), (5, [4])])
def test_after_i_know_this_right_is_four_and_anything_else_is_shown(
    ann: Desk, quality: int, recorded: list[int]
):
    asked = ann.open()
    assert asked is not None
    ann.taps(asked, "know")
    types(ann, replace(SURE, quality=quality))
    assert [row["quality"] for row in rows(ann)] == recorded


@pytest.mark.parametrize(("offer", "decided"), [("forgot", 1), ("knew_it", 4)])
def test_what_is_not_sure_is_proposed_and_kept_with_what_was_decided(
    ann: Desk, offer: str, decided: int
):
    reviews(ann)
    shown = types(ann, UNSURE)
    assert isinstance(shown, Shown)
    assert shown.verdict == UNSURE
    ann.types("and more words, which are kept")
    ann.taps(shown.asked, offer)
    last = rows(ann)[-1]
    assert (last["quality"], last["verdict"]) == (decided, as_kept(UNSURE))


def test_an_answer_that_was_only_shown_keeps_no_verdict(ann: Desk):
    asked = reviews(ann)
    ann.taps(asked, "show")
    ann.taps(asked, "knew_it")
    assert rows(ann)[-1]["verdict"] is None


def test_i_was_right_stands_beside_the_verdict_that_it_overrides(ann: Desk):
    reviews(ann)
    recorded = types(ann, WRONG)
    assert isinstance(recorded, Recorded)
    ann.claims(recorded)
    rated, correction = rows(ann)[-2:]
    assert (rated["quality"], rated["verdict"]) == (1, as_kept(WRONG))
    assert (correction["quality"], correction["names_seq"]) == (4, rated["seq"])


def test_a_corrected_text_keeps_what_was_made_of_it(ann: Desk):
    reviews(ann)
    recorded = types(ann, WRONG)
    assert isinstance(recorded, Recorded)
    ann.does(amends.offer_edit, message_id=99, text="other words")
    better = replace(SURE, quality=5)
    corrected = ann.does(
        amends.regrade, seq=recorded.seq, judgement=TextJudged(better), **ann.new()
    )
    assert isinstance(corrected, Recorded)
    assert (corrected.kind, corrected.quality) == ("correction", 3)  # the answer had been shown
    assert rows(ann)[-1]["verdict"] == as_kept(better)


def test_undo_brings_back_the_question_with_its_proposal(ann: Desk):
    reviews(ann)
    shown = types(ann, UNSURE)
    assert isinstance(shown, Shown)
    ann.taps(shown.asked, "forgot")
    ann.undoes()
    ann.taps(shown.asked, "knew_it")
    assert [(row["kind"], row["verdict"]) for row in rows(ann)[-3:]] == [
        ("review", as_kept(UNSURE)),
        ("undo", None),
        ("review", as_kept(UNSURE)),
    ]


def test_deleting_everything_deletes_the_verdicts(ann: Desk):
    reviews(ann)
    types(ann, UNSURE)
    assert rows(ann, "question")[-1]["typed"]["verdict"] == as_kept(UNSURE)
    ann.does(profile.erase)
    assert (rows(ann), rows(ann, "question")) == ([], [])


def as_kept(verdict: Verdict) -> dict[str, Any]:
    return {
        "quality": verdict.quality,
        "confident": verdict.confident,
        "gate": verdict.gate,
        "hits": [{"point": hit.point, "words": hit.words} for hit in verdict.hits],
        "missing": list(verdict.missing),
        "contradicted": [
            {"clause": wrong.clause, "holds": wrong.holds, "why": wrong.why}
            for wrong in verdict.contradicted
        ],
        "sounds_like": verdict.sounds_like,
    }


# --- comparisons and choices ------------------------------------------------------------------


@pytest.mark.parametrize(("quality", "recorded"), [(5, 4), (4, 4), (2, 2)])
def test_a_difference_in_ones_own_words_is_never_easy(store: Store, quality: int, recorded: int):
    desk.install(store, (desk.aspect("sizes", "memory"),))
    ann = Desk(store)
    ann.starts()
    reviews(ann)
    outcome = types(ann, replace(SURE, quality=quality))
    assert isinstance(outcome, Recorded)
    assert outcome.quality == recorded


def test_a_typed_reason_is_four_or_three_and_may_be_claimed(store: Store):
    desk.install(store, (desk.aspect("sizes", "memory"),))
    ann = Desk(store)
    asked = ann.starts()
    for days in (1, 6, 16):
        assert isinstance(asked, Asked)
        ann.answers(asked, right=True)
        ann.waits(days=days)
        asked = ann.studies()
    assert isinstance(asked, Asked)
    ann.answers(asked, right=True)
    recorded = types(ann, WRONG)
    assert isinstance(recorded, Recorded)
    assert (recorded.quality, recorded.can_claim) == (3, True)


@pytest.mark.parametrize("option", [-1, 3, None])
def test_a_forged_option_of_a_choice_changes_nothing(store: Store, option: int | None):
    desk.install(store, (desk.choice("overfitting"),))
    ann = Desk(store)
    asked = ann.starts()
    assert isinstance(asked, Asked)
    assert ann.taps(asked, "options", option) == Refused(why="outdated")
    assert rows(ann) == []
