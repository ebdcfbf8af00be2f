"""Typical answers tell what words cannot: who does what to whom, and what nobody had thought of."""

from dataclasses import replace

import pytest

from cards import library
from cards.coefficients import load_kinds
from cards.grading import grade
from cards.grading.judging import by_words
from cards.grading.likeness import FEATURES, KINDS, compare, liken, typical_of
from cards.grading.reading import parse
from cards.grading.task import prepare
from cards.question import Question, Typed
from cards.rubric import Answers, KeyPoint, MixUp, Rubric

DECK = library.load("ml-training")
REFERENCE = "A model that imitates the outputs of a larger one."
TURNED = "It is the other way round: the small model learns from the large one."
OTHER = "That is pruning, which takes weights away."
RUBRIC = Rubric(
    points=(
        KeyPoint(text="a small model", groups=(("small model", "smaller one", "student"),)),
        KeyPoint(text="learns from a large one", groups=(("large model", "teacher", "large one"),)),
    ),
    mix_ups=(
        MixUp(
            says=TURNED,
            answers=(
                "a large model that learns from what a small one says",
                "the teacher imitates its small student",
                "the large model is trained on the answers of a small model",
                "the outputs of the student are what the teacher has to copy",
            ),
        ),
        MixUp(
            says=OTHER,
            term="pruning",
            answers=(
                "weights of a large model are taken away so that a small model is left",
                "cutting the least useful connections out of a large model",
                "a small model that you get by removing parts of the large one",
            ),
        ),
    ),
    answers=Answers(
        right=(
            "a small model that learns from what a large one says",
            "the student imitates its large teacher",
            "a small model is trained on the answers of a large model",
            "the outputs of the teacher are what the small student has to copy",
        ),
        partial=("a way to get a small model", "one model helps another one"),
    ),
)


def asking(rubric: Rubric = RUBRIC) -> Question:
    return Question(
        card="distillation",
        kind="definition",
        prompt="What is distillation?",
        answer=Typed((REFERENCE,), rubric),
        reference=REFERENCE,
    )


@pytest.mark.parametrize(
    ("card", "right", "turned"),
    [
        (
            "distillation",
            "a small model trained to imitate the outputs of a large trained model",
            "a large model trained to imitate the outputs of a small trained model",
        ),
        (
            "optimizer",
            "it uses the gradients to change the weights",
            "it uses the weights to change the gradients",
        ),
        (
            "epoch",
            "all the batches of the training data have been used once",
            "all the epochs of the training have been used in one batch",
        ),
        (
            "overfitting",
            "very good on the training data but bad on new data",
            "very good on new data but bad on the training data",
        ),
    ],
)
def test_the_same_words_are_right_one_way_and_wrong_the_other(
    card: str, right: str, turned: str
) -> None:
    assert (grade(DECK.card(card), right).quality or 0) >= 4
    verdict = grade(DECK.card(card), turned)
    assert (verdict.quality or 0) <= 2
    assert verdict.contradicted


def test_without_typical_answers_words_alone_take_a_swap_as_right() -> None:
    bare = replace(RUBRIC, mix_ups=(), answers=Answers())
    swap = "the large model is trained on what a small student says"
    assert (grade(asking(bare), swap).quality or 0) >= 4
    assert grade(asking(), swap).quality == 2  # its points are there


def test_a_typical_answer_is_what_it_stands_under() -> None:
    for right in RUBRIC.answers.right:
        assert (grade(asking(), right).quality or 0) >= 4
    for partial in RUBRIC.answers.partial[:1]:
        assert grade(asking(), partial).quality == 3
    for mix_up in RUBRIC.mix_ups:
        for wrong in mix_up.answers:
            verdict = grade(asking(), wrong)
            assert (verdict.quality or 0) <= 2
            assert [it.holds for it in verdict.contradicted] == [mix_up.says]


def test_the_mix_up_it_is_most_like_explains_it_and_names_what_it_sounds_like() -> None:
    verdict = grade(asking(), "cutting the least useful connections out of the large model")
    assert [it.holds for it in verdict.contradicted] == [OTHER]
    assert verdict.sounds_like == "pruning"


def test_only_the_clause_that_is_like_it_is_quoted() -> None:
    says = "hmm, I think I know: the teacher imitates its small student"
    (contradicted,) = grade(asking(), says).contradicted
    assert contradicted.clause == "the teacher imitates its small student"


def test_what_words_say_is_wrong_stays_wrong_however_much_it_is_like_a_right_answer() -> None:
    word = MixUp(groups=(("answers of large",),), says="It sees no answers.")
    rubric = replace(RUBRIC, mix_ups=(word, *RUBRIC.mix_ups))
    verdict = grade(asking(rubric), "a small model gets trained on the answers of a large model")
    assert verdict.quality == 2
    assert [it.holds for it in verdict.contradicted] == ["It sees no answers."]


def test_an_answer_much_like_a_right_one_is_right_although_a_point_was_not_found() -> None:
    rubric = replace(
        RUBRIC,
        points=(RUBRIC.points[0], KeyPoint(text="from a large one", groups=(("grown-up",),))),
    )
    says = "the small model is trained on the answers of the large model"
    assert grade(asking(rubric), says).quality == 4
    assert grade(asking(rubric), "a way to get a small model").quality == 3


def test_a_card_whose_mix_ups_have_no_typical_answers_is_graded_by_its_words() -> None:
    mix_ups = tuple(replace(one, answers=(), groups=(("x",),)) for one in RUBRIC.mix_ups)
    assert typical_of(replace(RUBRIC, mix_ups=mix_ups), REFERENCE) is None


@pytest.mark.parametrize("says", ["a", "not", "model " * 90, "of the", "0 1 2 3"])
def test_any_text_has_figures_and_likelihoods_that_make_one(says: str) -> None:
    typed = asking().answer
    assert isinstance(typed, Typed)
    task = prepare("What is distillation?", REFERENCE, typed.rubric)
    assert task.typical is not None
    answer = parse(says, task.vocabulary)
    found = by_words(task, RUBRIC, answer).found
    assert len(compare(answer, task.typical, found).figures) == len(FEATURES)
    likeness = liken(answer, task.typical, found)
    assert likeness.right + likeness.partial + likeness.wrong == pytest.approx(1)


def test_the_shipped_weights_are_those_of_the_features_in_their_order() -> None:
    models = load_kinds()
    assert tuple(models) == KINDS
    assert all(model.names == FEATURES for model in models.values())
