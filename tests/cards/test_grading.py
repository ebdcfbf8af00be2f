"""What is surely right, what is surely not known, and what only the learner can tell."""

import re
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cards.grading import (
    DontKnow,
    NumberVerdict,
    Right,
    Unclear,
    Verdict,
    Wrong,
    grade,
    grade_number,
    grade_side,
    is_dont_know,
    normalise,
)
from cards.grading.numbers import _KINDS
from cards.kinds import Calculation
from cards.numbers.units import UNITS
from cards.problems import families
from cards.question import Number, Question, Sides, Slip, Typed, pose
from tests.cards.test_question import EPOCH, REVERSE

RIGHT = Verdict(quality=4, confident=True)


def asking(*accepted: str) -> Question:
    return Question(
        card="k", kind="definition", prompt="?", answer=Typed(accepted), reference=accepted[0]
    )


@pytest.mark.parametrize(
    ("accepted", "typed"),
    [
        ("epoch", "epoch"),
        ("epoch", "  Epoch. "),
        ("epoch", "an EPOCH!"),
        ("epoch", "the epochs"),
        ("epoch", "“epoch”"),
        ("epoch", "ｅｐｏｃｈ"),
        ("an epoch", "epoch"),
        ("mini-batch", "minibatch"),
        ("mini-batch", "mini batches"),
        ("minibatch", "Mini\u2011Batch"),
        ("batch size", "the batch-size"),
        ("batch size", "batch  sizes"),
        ("bias", "biases"),
        ("loss", "losses"),
        ("weights", "weight"),
        ("naïve Bayes", "Naive Bayes"),
        ("Nesterov’s momentum", "Nesterovs momentum"),
        ("L2 regularization", "l₂ regularization"),
        ("1.5 epochs", "1.5 epochs."),
        ("One pass over all examples.", "one pass over all the examples"),
    ],
)
def test_a_writing_of_the_answer_is_right(accepted: str, typed: str) -> None:
    assert grade(asking("something else", accepted), typed) == RIGHT


@pytest.mark.parametrize(
    ("accepted", "typed"),
    [
        ("epoch", "epic"),
        ("epoch", "one epoch"),
        ("epoch", "not an epoch"),
        ("epoch", "epochs epochs"),
        ("loss", "los"),
        ("L1", "L2"),
        ("1.5 epochs", "15 epochs"),
        ("16-32 samples", "1632 samples"),
        ("a < b", "a > b"),
        ("3 + 4", "3 4"),
        ("epoch", "a pass over everything"),
        ("epoch", "the"),
    ],
)
def test_any_other_text_is_left_to_the_learner(accepted: str, typed: str) -> None:
    assert not grade(asking(accepted), typed).confident


@pytest.mark.parametrize(
    "typed", ["", "   ", "\n", "...", "-", "!?", "?", "???", " ? ", "\u200b", "“”", "( )"]
)
def test_nothing_but_punctuation_is_an_empty_answer(typed: str) -> None:
    assert grade(asking("epoch"), typed) == Verdict(quality=0, confident=False, gate="empty")


@pytest.mark.parametrize(
    "typed",
    [
        *(
            "I don't know",
            "i don’t know.",
            "dont know",
            "idk",
            "IDK!",
            "no idea",
            "No idea...",
        ),
        *("not sure", "I'm not sure", "no clue", "I forgot", "can't remember"),
    ],
)
def test_saying_that_one_does_not_know_is_believed(typed: str) -> None:
    assert grade(asking("epoch"), typed) == Verdict(quality=0, confident=True, gate="dont_know")
    assert is_dont_know(typed)


@pytest.mark.parametrize("typed", ["?", "???", " ? "])
def test_question_marks_say_so_where_a_number_or_a_side_is_asked_for(typed: str) -> None:
    assert is_dont_know(typed)


@pytest.mark.parametrize("typed", ["", "!?", "I know", "not sure, but an epoch?", "no", "pass"])
def test_more_than_that_is_an_answer(typed: str) -> None:
    assert not is_dont_know(typed)


def test_an_accepted_writing_wins_over_everything() -> None:
    assert grade(asking("no idea"), "No idea") == RIGHT


def test_a_card_stands_for_its_question() -> None:
    assert grade(EPOCH, "one pass over all training examples") == RIGHT
    assert grade(EPOCH, "epoch").gate == "copied"
    assert grade(REVERSE, "a full pass") == RIGHT


def test_only_what_is_answered_in_words_is_graded_as_text() -> None:
    card = Calculation(key="k", family="total-steps", objective="o", source="s")
    with pytest.raises(TypeError, match="is not answered with a text"):
        grade(card, "anything")
    with pytest.raises(TypeError):
        grade(pose(card, 1), "anything")


@given(st.text("aeé-' .,15", max_size=30), st.sampled_from([" ", ".", "!", "-", "\u00ad"]))
def test_marks_around_a_text_do_not_count(text: str, mark: str) -> None:
    assert normalise(f"{mark}{text}{mark}") == normalise(text)


@given(st.text(max_size=60), st.text(min_size=1, max_size=60))
def test_any_text_gets_a_verdict(typed: str, accepted: str) -> None:
    verdict = grade(asking(accepted), typed)
    assert verdict.confident == (verdict.quality == 4 or verdict.gate == "dont_know")


PROBLEM = Question(
    card="total-steps",
    kind="calculation",
    prompt="How many steps?",
    answer=Number(
        Fraction(24),
        "step",
        (
            Slip(Fraction(21), ("floor", "rounded")),
            Slip(Fraction(375, 16), ("unrounded",)),
            Slip(Fraction(8), ("forgot_epochs",)),
        ),
    ),
    reference="24 steps",
)


@pytest.mark.parametrize(
    ("typed", "verdict"),
    [
        ("24", Right()),
        ("24 steps", Right()),
        ("= 24 updates", Right()),
        ("24.0", Right()),
        ("twenty-four", Right()),
        ("8*3", Right()),
        ("⌈125/16⌉ × 3 = 24 steps", Right()),
        ("about 24", Right(approximate=True)),
        ("21", Wrong(Fraction(21), ("floor", "rounded"))),
        ("23.4375", Wrong(Fraction(375, 16), ("unrounded",))),
        ("23.43", Wrong(Fraction("23.43"), ("unrounded",))),  # cut off
        ("23.4 steps", Wrong(Fraction("23.4"), ("unrounded",))),
        ("23.44", Wrong(Fraction("23.44"), ("unrounded",))),  # rounded
        ("23.6", Wrong(Fraction("23.6"))),
        ("23", Wrong(Fraction(23))),
        ("-24", Wrong(Fraction(-24))),
        ("idk", DontKnow()),
        ("?", DontKnow()),
    ],
)
def test_a_number_is_right_or_wrong_for_known_reasons(typed: str, verdict: NumberVerdict) -> None:
    assert grade_number(PROBLEM, typed) == verdict


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("24 epochs", "That is in epochs, but .* Type the number of steps."),
        ("24 batches", "in batches"),
        ("24 %", "in %"),
        ("24 GB", "in GB"),
        ("2 GiB", "in GiB"),
        ("a few", "in digits"),
        ("", "no number"),
        ("20-24", "range"),
    ],
)
def test_what_is_no_number_of_the_right_unit_is_asked_again(typed: str, said: str) -> None:
    verdict = grade_number(PROBLEM, typed)
    assert isinstance(verdict, Unclear)
    assert re.search(said, verdict.message)


def asking_for(value: str, unit: str, *slips: Slip, tolerance: str = "0") -> Question:
    answer = Number(Fraction(value), unit, slips, Fraction(tolerance))
    return replace(PROBLEM, answer=answer)


MEMORY = asking_for("4.5", "GB", Slip(Fraction(9), ("forgot_fixed_memory",)), tolerance="0.01")
HOURS = asking_for("1.5", "hour", Slip(Fraction(1, 3), ("shortfall",)), tolerance="0.01")
PERCENT = asking_for("25", "%", Slip(Fraction(75), ("shortfall",)))
SHARE = asking_for("0.25", "", Slip(Fraction(3, 4), ("shortfall",)))
SMALL_PERCENT = asking_for("0.25", "%")


@pytest.mark.parametrize(
    ("question", "typed", "verdict"),
    [
        # a count is exact, and what has a tolerance is right within it
        (PROBLEM, "23.99", Wrong(Fraction("23.99"))),
        (MEMORY, "4.5", Right()),
        (MEMORY, "4.5 GB", Right()),
        (MEMORY, "4.54", Right(approximate=True)),
        (MEMORY, "4.455", Right(approximate=True)),
        (MEMORY, "4.55", Wrong(Fraction("4.55"))),
        # what leads to a wrong number leads near it too
        (MEMORY, "8.95", Wrong(Fraction("8.95"), ("forgot_fixed_memory",))),
        (MEMORY, "8.8", Wrong(Fraction("8.8"))),
        # units of one kind are converted, by thousands
        (MEMORY, "4500 MB", Right()),
        (MEMORY, "4.19 GiB", Right(approximate=True)),
        (MEMORY, "4.5 GiB", Wrong(Fraction("4.831838208"))),
        (HOURS, "1.5", Right()),
        (HOURS, "1½ h", Right()),
        (HOURS, "90 min", Right()),
        (HOURS, "5,400 seconds", Right()),
        (HOURS, "91 minutes", Wrong(Fraction(91, 60))),
        (HOURS, "20 minutes", Wrong(Fraction(1, 3), ("shortfall",))),
        (MEMORY, "9000 MB", Wrong(Fraction(9), ("forgot_fixed_memory",))),
        # a percentage, with its sign or without, and the share that it is
        (PERCENT, "25 %", Right()),
        (PERCENT, "25", Right()),
        (PERCENT, "0.25", Right()),
        (PERCENT, "0.25 %", Wrong(Fraction("0.25"))),
        (PERCENT, "0.75", Wrong(Fraction(75), ("shortfall",))),
        (PERCENT, "1", Wrong(Fraction(1))),
        (SMALL_PERCENT, "0.25", Right()),
        (SMALL_PERCENT, "0.0025", Wrong(Fraction("0.0025"))),
        (SHARE, "0.25", Right()),
        (SHARE, "25 %", Right()),
        (SHARE, "25", Wrong(Fraction(25))),
        (SHARE, "75 percent", Wrong(Fraction(3, 4), ("shortfall",))),
    ],
)
def test_a_number_is_held_against_the_answer_in_the_answers_unit(
    question: Question, typed: str, verdict: NumberVerdict
) -> None:
    assert grade_number(question, typed) == verdict


@pytest.mark.parametrize(
    ("question", "typed", "said"),
    [
        (MEMORY, "4.5 %", "That is in %, .* Type the number of GB."),
        (PERCENT, "25 steps", "That is in steps, .* Type a percentage."),
        (SHARE, "25 MB", "That is in MB, .* Type a number without a unit."),
    ],
)
def test_a_unit_of_another_kind_is_asked_again(question: Question, typed: str, said: str) -> None:
    verdict = grade_number(question, typed)
    assert isinstance(verdict, Unclear)
    assert re.fullmatch(said, verdict.message)


def test_every_unit_that_is_converted_can_be_read() -> None:
    units = {unit for kind in _KINDS for unit in kind} - {""}
    assert units <= set(UNITS.values())


def test_an_exact_fraction_is_not_taken_for_a_rounded_number() -> None:
    question = asking_for("2", "", Slip(Fraction(3, 10), ("shortfall",)))
    assert grade_number(question, "1/3") == Wrong(Fraction(1, 3))
    assert grade_number(question, "0.3") == Wrong(Fraction(3, 10), ("shortfall",))


def test_a_wrong_number_near_several_slips_has_all_their_reasons() -> None:
    slips = Slip(Fraction(50), ("a",)), Slip(Fraction(51), ("b",))
    question = asking_for("100", "", *slips, tolerance="0.02")
    assert grade_number(question, "50.5") == Wrong(Fraction("50.5"), ("a", "b"))


def test_a_number_that_may_be_read_in_two_ways_is_right_if_either_is() -> None:
    eight = replace(PROBLEM, answer=Number(Fraction(8), "step"))
    thousands = replace(PROBLEM, answer=Number(Fraction(8000), "step"))
    assert grade_number(eight, "8.000") == grade_number(thousands, "8.000") == Right()
    assert grade_number(PROBLEM, "8.000") == Wrong(Fraction(8), ("forgot_epochs",))


@given(st.sampled_from(sorted(families)), st.integers(0, 2**32))
def test_every_problem_tells_its_answer_and_its_slips_apart(family: str, seed: int) -> None:
    question = pose(Calculation(key="k", family=family, objective="o", source="s"), seed)
    assert isinstance(question.answer, Number)
    assert grade_number(question, question.reference) == Right()
    for slip in question.answer.slips:
        if slip.value.denominator == 1:
            assert grade_number(question, str(slip.value)) == Wrong(slip.value, slip.codes)


def test_numbers_are_graded_only_where_one_is_asked_for() -> None:
    with pytest.raises(TypeError, match="is not answered with a number"):
        grade_number(asking("epoch"), "24")


def test_a_side_is_right_or_it_is_not() -> None:
    sides = Sides(("a", "b"), right=1, statements=("x", "y"), why="z")
    question = replace(PROBLEM, answer=sides)
    assert [grade_side(question, choice) for choice in (0, 1, None)] == [False, True, False]
    same = replace(question, answer=replace(sides, right=None))
    assert [grade_side(same, choice) for choice in (0, 1, None)] == [False, False, True]
    with pytest.raises(TypeError):
        grade_side(PROBLEM, 0)
