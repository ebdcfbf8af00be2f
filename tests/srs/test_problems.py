"""Problems for one learner: sizes that grow, numbers that do not come again, hints, slips."""

import logging
from collections import deque
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

import pytest
import sqlalchemy as sa

from cards.problems import Family, Size, families
from cards.problems.problem import A_SUM_WILL_DO, Parameters, Solution
from cards.problems.topics import of_day
from cards.question import Number
from srs import posing, questions, slips, study
from srs.outcomes import Asked, Hint, Hinted, Outcome, Practised, Recorded, Refused, Shown, Welcomed
from srs.questions import Stored
from srs.store import Store
from tests.scale import scaled
from tests.srs.desk import Desk, calculation, definition, install

FAMILY = "total-steps"
RUNGS = ("The quantities.", "One epoch.", "The formula.")
DAY = date(2026, 11, 24)


@pytest.fixture
def ladder(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a family give hints of three rungs."""
    family = families[FAMILY]

    def solve(parameters: Parameters) -> Solution:
        return replace(family.solve(parameters), hints=RUNGS)

    monkeypatch.setitem(families, FAMILY, replace(family, solve=solve))


@pytest.fixture
def ann(store: Store, ladder: None) -> Desk:
    """Lend a learner of a deck of one problem."""
    install(store, (calculation(FAMILY),))
    return Desk(store)


def practises(learner: Desk, family: str = FAMILY) -> Asked:
    asked = learner.does(study.problem, family=family, **learner.new())
    assert isinstance(asked, Asked)
    return asked


def asks_for_day(learner: Desk, day: date = DAY, *, welcomes: bool = False) -> Outcome:
    new_id = learner.new()["new_id"]
    return learner.does(study.problem_of_day, day=day, welcomes=welcomes, new_id=new_id)


def comes_back(learner: Desk) -> Asked:
    """Study on the morning on which the problem is due again."""
    for _ in range(400):
        learner.waits(days=1)
        if isinstance(asked := learner.studies(), Asked):
            return asked
    raise AssertionError("the problem never came back")


def right(asked: Asked) -> str:
    answer = asked.question.answer
    assert isinstance(answer, Number)
    return str(answer.value)


def wrong(asked: Asked, nth: int = 0) -> str:
    """Return a wrong number that no slip leads to."""
    answer = asked.question.answer
    assert isinstance(answer, Number)
    taken = {slip.value for slip in answer.slips}
    free = [n for n in range(int(answer.value) + 1, int(answer.value) + 100) if n not in taken]
    return str(free[nth])


def takes_hints(learner: Desk, asked: Asked, *rungs: int) -> Asked:
    for rung in rungs:
        outcome = learner.taps(asked, "hint", rung)
        assert isinstance(outcome, Hinted)
        asked = outcome.asked
    return asked


def stored(learner: Desk, asked: Asked) -> Stored:
    reading = learner.store.read(questions.load, learner.learner_id, asked.question_id)
    found = reading.result()
    assert found
    return found


def is_for_head(asked: Asked) -> bool:
    return not asked.question.prompt.endswith(A_SUM_WILL_DO)


def numbers(asked: Asked) -> frozenset[tuple[str, int]]:
    return _without_story(asked.question.parameters)


def _without_story(parameters: Parameters) -> frozenset[tuple[str, int]]:
    return frozenset(item for item in parameters.items() if item[0] != "story")


# --- sizes ------------------------------------------------------------------------------------


def test_three_reviews_have_numbers_for_the_head_and_later_ones_for_a_calculator(ann: Desk):
    asked = ann.starts()
    sizes = []
    for _ in range(5):
        assert isinstance(asked, Asked)
        sizes.append(is_for_head(asked))
        assert isinstance(ann.types(right(asked)), Recorded)
        asked = comes_back(ann)
    assert sizes == [True, True, True, False, False]


def test_a_review_that_was_undone_does_not_count(ann: Desk):
    asked = ann.starts()
    assert isinstance(asked, Asked)
    for _ in range(3):
        ann.types(right(asked))
        ann.undoes()
        asked = ann.open()
        assert asked
    ann.types(right(asked))
    assert is_for_head(comes_back(ann))


def test_practice_has_numbers_for_the_head_until_the_learner_knows_the_family(ann: Desk):
    asked, sizes = ann.starts(), []
    for _ in range(3):
        assert isinstance(asked, Asked)
        ann.types(right(asked))
        problem = practises(ann)
        sizes.append(is_for_head(problem))
        ann.types(right(problem))
        asked = comes_back(ann)
    assert sizes == [True, True, False]
    assert is_for_head(practises(ann, "steps-per-epoch"))


# --- no numbers twice -------------------------------------------------------------------------


def test_none_of_the_last_twenty_come_again(ann: Desk, monkeypatch: pytest.MonkeyPatch):
    family = families[FAMILY]

    def draw(rng, size) -> Parameters:
        """Draw one of forty."""
        return {"story": 0, "samples": 1000, "batch_size": 30, "epochs": 5 + int(rng.integers(40))}

    def solve(n: Parameters) -> Solution:
        return Solution(n["epochs"], "step", (), {})

    few = replace(family, draw=draw, solve=solve)
    monkeypatch.setitem(families, FAMILY, few)
    came = []
    for turn in range(63):
        ann.waits(minutes=1)
        came.append(numbers(practises(ann)))
        if turn % 7 == 0:
            ann.types(wrong(ann.open()) if turn % 2 else right(ann.open()))
    for turn in range(len(came) - posing.APART):
        window = came[turn : turn + posing.APART + 1]
        assert len(set(window)) == len(window)


@pytest.mark.parametrize("size", ["head", "calculator"])
@pytest.mark.parametrize("family", families.values(), ids=families)
def test_every_family_has_numbers_enough(family: Family, size: Size):
    latest: deque[Parameters] = deque(maxlen=posing.APART)
    for seed in range(scaled(60, 600)):
        problem = family.fresh(seed, size=size, avoid=latest)
        assert _without_story(problem.parameters) not in map(_without_story, latest)
        latest.append(problem.parameters)


def test_reviews_and_practice_have_no_numbers_in_common(ann: Desk):
    seen = []
    for _ in range(4):
        ann.waits(minutes=1)
        seen += [numbers(practises(ann))]
        ann.types(right(ann.open()))
    asked = ann.starts()
    assert isinstance(asked, Asked)
    assert numbers(asked) not in seen


def test_what_another_learner_had_may_come(ann: Desk):
    ben = Desk(ann.store)
    ann.learner_id, ben.learner_id = 1001, 1002
    assert numbers(practises(ann)) == numbers(practises(ben))


def test_todays_return_brings_other_numbers(ann: Desk):
    asked = ann.starts()
    assert isinstance(asked, Asked)
    ann.types(right(asked))
    review = comes_back(ann)
    ann.types(wrong(review))
    ann.types(wrong(review, 1))
    again = ann.goes_on(review)
    assert isinstance(again, Asked)
    assert again.purpose == "return"
    assert numbers(again) != numbers(review)


def test_the_latest_problems_are_found_by_an_index(store: Store):
    def plan(tx: sa.Connection) -> str:
        told = []
        sa.event.listen(tx, "before_cursor_execute", lambda *seen: told.append(seen[2:4]))
        questions.latest_parameters(tx, 1, FAMILY, posing.APART)
        ((reading, arguments),) = told
        explain = "EXPLAIN QUERY PLAN" if tx.dialect.name == "sqlite" else "EXPLAIN"
        if explain == "EXPLAIN":  # few rows would be read at once
            tx.exec_driver_sql("SET LOCAL enable_seqscan = off")
        return str(tx.exec_driver_sql(f"{explain} {reading}", arguments).all())

    assert "ix_question_family" in store.read(plan).result()


# --- hints ------------------------------------------------------------------------------------


def test_hints_come_rung_by_rung_and_then_no_more(ann: Desk):
    asked = practises(ann)
    assert asked.offers == ("hint", "show")
    assert takes_hints(ann, asked, 0, 1).offers == ("hint", "show")
    last = takes_hints(ann, asked, 2)
    assert (last.hinted, last.offers) == (3, ("show",))
    assert isinstance(ann.taps(asked, "hint", 3), Refused)


def test_a_press_that_comes_twice_gives_one_hint(ann: Desk):
    asked = practises(ann)
    takes_hints(ann, asked, 0)
    assert takes_hints(ann, asked, 0).hinted == 1
    update = ann.update_id
    arguments = {"asked_id": asked.question_id, "offer": "hint", "option": 1, **ann.new()}
    first = ann.does(study.tap, **arguments)
    assert ann.repeats(study.tap, update + 1, **arguments) == first
    assert stored(ann, asked).hinted == 2


def test_hints_given_stay_when_the_question_is_sent_again(ann: Desk):
    asked = ann.starts()
    assert isinstance(asked, Asked)
    takes_hints(ann, asked, 0, 1)
    again = ann.studies()
    assert isinstance(again, Asked)
    assert (again.hinted, again.offers) == (2, ("hint", "show"))


@pytest.mark.parametrize("rungs", [(0,), (0, 1, 2)])
def test_right_after_a_hint_is_three(ann: Desk, rungs: tuple[int, ...]):
    ann.types(right(ann.starts()))
    asked = comes_back(ann)
    takes_hints(ann, asked, *rungs)
    recorded = ann.types(right(asked))
    assert isinstance(recorded, Recorded)
    assert (recorded.quality, recorded.again_today) == (3, True)


def test_right_without_a_hint_is_four(ann: Desk):
    ann.types(right(ann.starts()))
    recorded = ann.types(right(comes_back(ann)))
    assert isinstance(recorded, Recorded)
    assert recorded.quality == 4


def test_a_new_problem_gives_hints_and_is_then_no_longer_known(ann: Desk):
    asked = ann.starts()
    assert isinstance(asked, Asked)
    assert asked.offers == ("hint", "show", "know")
    assert takes_hints(ann, asked, 0).offers == ("hint", "show")
    recorded = ann.types(right(asked))
    assert isinstance(recorded, Recorded)
    assert (recorded.kind, recorded.quality) == ("review", 3)


def test_i_know_this_leaves_no_hints(ann: Desk):
    asked = ann.starts()
    assert isinstance(asked, Asked)
    ann.taps(asked, "know")
    assert isinstance(ann.taps(asked, "hint", 0), Refused)


def test_a_wrong_number_after_a_hint_is_the_first_one(ann: Desk):
    ann.types(right(ann.starts()))
    asked = comes_back(ann)
    takes_hints(ann, asked, 0)
    hint = ann.types(wrong(asked))
    assert isinstance(hint, Hint)
    assert hint.value == wrong(asked)
    assert hint.asked.offers == ("hint", "show")
    recorded = ann.types(wrong(asked, 1))
    assert isinstance(recorded, Recorded)
    assert recorded.quality == 1


def test_undo_keeps_the_hints_and_takes_the_last_wrong_number_back(ann: Desk):
    ann.types(right(ann.starts()))
    asked = comes_back(ann)
    takes_hints(ann, asked, 0)
    ann.types(wrong(asked))
    ann.types(wrong(asked, 1))
    assert stored(ann, asked).wrong == (wrong(asked), wrong(asked, 1))
    ann.undoes()
    assert (stored(ann, asked).wrong, stored(ann, asked).hinted) == ((wrong(asked),), 1)
    recorded = ann.types(right(asked))
    assert isinstance(recorded, Recorded)
    assert recorded.quality == 3


def test_hints_in_practice_touch_no_schedule(ann: Desk):
    asked = practises(ann)
    takes_hints(ann, asked, 0, 1, 2)
    practised = ann.types(right(asked))
    assert isinstance(practised, Practised)
    assert practised.right
    assert practised.asked.hinted == 3


# --- the problem of a day ---------------------------------------------------------------------


def test_everybody_has_the_same_problem_on_a_day(ann: Desk):
    ben = Desk(ann.store, seed=5)
    practises(ben)
    first, second = asks_for_day(ann), asks_for_day(ben)
    assert isinstance(first, Asked)
    assert isinstance(second, Asked)
    assert first.question == second.question
    assert first.question.family == of_day(DAY)[0]
    assert (first.purpose, first.day) == ("practice", DAY)


def test_a_days_problem_that_is_open_is_sent_again_with_its_hints(ann: Desk):
    family = of_day(DAY)[0]
    day = DAY + timedelta(days=list(families).index(FAMILY) - list(families).index(family))
    asked = asks_for_day(ann, day)
    assert isinstance(asked, Asked)
    takes_hints(ann, asked, 0)
    again = asks_for_day(ann, day)
    assert isinstance(again, Asked)
    assert (again.question_id, again.hinted, again.resent) == (asked.question_id, 1, True)


def test_a_days_problem_that_comes_a_second_time_is_known_to(ann: Desk):
    first = asks_for_day(ann)
    assert isinstance(first, Asked)
    done = ann.types(right(first))
    assert isinstance(done, Practised)
    assert not done.again
    second = asks_for_day(ann)
    assert isinstance(second, Asked)
    done = ann.types(right(second))
    assert isinstance(done, Practised)
    assert done.again


def test_only_somebody_new_is_welcomed(ann: Desk):
    welcomed = asks_for_day(ann, welcomes=True)
    assert isinstance(welcomed, Welcomed)
    assert welcomed.asked.day == DAY
    assert isinstance(asks_for_day(ann, DAY - timedelta(days=1), welcomes=True), Asked)
    ben = Desk(ann.store)
    ben.starts()
    assert isinstance(asks_for_day(ben, welcomes=True), Asked)


# --- wrong numbers without a slip -------------------------------------------------------------


@pytest.fixture
def noted(caplog: pytest.LogCaptureFixture) -> Iterator[pytest.LogCaptureFixture]:
    with caplog.at_level(logging.INFO, logger="srs.answering"):
        yield caplog


def test_a_wrong_number_without_a_slip_is_logged_and_says_nothing_of_the_learner(
    ann: Desk, noted: pytest.LogCaptureFixture
):
    ann.learner_id = 987_654_321
    asked = practises(ann)
    ann.types(wrong(asked))
    ann.types(wrong(asked))  # the same again
    answer = asked.question.answer
    assert isinstance(answer, Number)
    ann.types(str(answer.slips[0].value))
    assert noted.messages == [f"no known slip leads to this wrong number: {FAMILY}, {wrong(asked)}"]


def test_slips_are_tallied_family_by_family(ann: Desk):
    install(ann.store, (calculation(FAMILY), definition("epoch")))
    asked = practises(ann)
    answer = asked.question.answer
    assert isinstance(answer, Number)
    ann.types(wrong(asked))
    ann.types(str(answer.slips[0].value))
    ben = Desk(ann.store)
    ben.starts()
    ben.taps(ben.open(), "know")
    new = ben.open()
    assert new
    assert isinstance(ben.types(wrong(new)), Shown)
    tally = slips.tallies(ann.store)[FAMILY]
    assert tally.wrong == 3
    told = {(one.value, one.answer, frozenset(one.numbers)) for one in tally.unexplained}
    assert told == {
        (Fraction(wrong(one)), Fraction(right(one)), numbers(one)) for one in (asked, new)
    }


def test_the_same_wrong_number_of_several_people_is_counted(ann: Desk):
    for learner in (ann, Desk(ann.store), Desk(ann.store)):
        asked = asks_for_day(learner)
        assert isinstance(asked, Asked)
        learner.types(wrong(asked))
    [tally] = slips.tallies(ann.store).values()
    assert list(tally.unexplained.values()) == [3]


def test_a_tally_reads_on_over_many_questions(ann: Desk, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(slips, "_MISSED", slips._MISSED.limit(2))
    for _ in range(5):
        ann.waits(minutes=1)
        ann.types(wrong(practises(ann)))
    assert slips.tallies(ann.store)[FAMILY].wrong == 5
