"""Answers in the learner's own words: what was found, what was not, what is amiss."""

import pytest

from cards.kinds import Comparison
from cards.rubric import Contrast, KeyPoint, MixUp, Rubric
from tests.dialogues.conftest import Someone
from tests.dialogues.moves import a_term, begins_with, is_asked_again, kept, ratings
from tests.dialogues.stage import Learner

MEANS = "One pass over the training data in which every example is used once."
EPOCH = a_term(
    "an epoch",
    MEANS,
    key="epoch",
    rubric=Rubric(
        points=(
            KeyPoint(
                text="every example is used",
                groups=(("every", "all"), ("example", "data", "data set")),
            ),
            KeyPoint(text="exactly once", groups=(("once", "one time"),)),
            KeyPoint(text="it is a unit of training", groups=(("unit",),), required=False),
        ),
        contrasts=(
            Contrast(
                cause=("number of epochs", "epochs"),
                effect=("training time", "time"),
                sign="+",
                why="Every pass takes as long as the one before.",
            ),
        ),
        mix_ups=(
            MixUp(
                groups=(("one update", "single update"),),
                says="That is one update, made from one batch.",
                term="step",
            ),
        ),
    ),
)
STEP = a_term("a step", "One update of the parameters.", key="step")
MEMORY = Comparison(
    key="sizes.memory",
    subjects=("a small batch", "a large batch"),
    aspect="memory",
    ask="Which needs more memory for one step?",
    right="a large batch",
    statements=("Few activations are kept.", "Many activations are kept."),
    why="The activations of every example are kept until the backward pass.",
    group="sizes",
    objective="Objective",
    source="Source",
    rubric=Rubric(
        contrasts=(
            Contrast(
                cause=("batch size", "batch"),
                effect=("memory", "RAM"),
                sign="+",
                why="The activations of every example are kept.",
            ),
        )
    ),
)


def last_verdict(learner: Learner) -> dict[str, object]:
    """Return what was made of the answer that was rated last."""
    verdict = kept(learner)["review"][-1]["verdict"]
    assert isinstance(verdict, dict)
    return verdict


async def test_a_full_answer_is_one_calm_line(someone: Someone) -> None:
    ann = await someone("Ann")
    await is_asked_again(ann, EPOCH, STEP)
    await ann.types("all the data are used once, as a unit of training")
    told = await ann.sees("Right. Every point is there. Next in 6 days.")
    assert told.buttons == ()
    assert ratings(ann)[-1] == ("review", 5)
    assert (await ann.asked()).question.card == "step"


async def test_what_could_be_added_to_a_right_answer_is_said(someone: Someone) -> None:
    ann = await someone("Ann")
    await is_asked_again(ann, EPOCH, STEP)
    await ann.types("all the data are used once")
    await ann.sees("Right. One could add: it is a unit of training. Next in 6 days.")
    assert ratings(ann)[-1] == ("review", 4)


async def test_a_partial_answer_leads_with_what_is_there(someone: Someone) -> None:
    ann = await someone("Ann")
    await is_asked_again(ann, EPOCH, STEP)
    await ann.types("every example is used")
    told = await ann.sees("There: “every example")
    assert "Not found in your answer: exactly once" in told.text
    assert "1 of 3 points. I'd call that Hard." in told.text
    assert told.text.index("There:") < told.text.index("Not found") < told.text.index(MEANS)
    assert told.buttons == ("Next", "I was right")
    assert ratings(ann)[-1] == ("review", 3)


async def test_a_swapped_relation_is_told_with_the_learners_clause_and_why(
    someone: Someone,
) -> None:
    ann = await someone("Ann")
    await is_asked_again(ann, EPOCH, STEP)
    await ann.types("all examples are used once, and more epochs need less time")
    told = await ann.sees("The other way round:")
    assert "less time" in told.text.partition("The other way round:")[2]
    assert "Every pass takes as long as the one before." in told.text
    assert ratings(ann)[-1] == ("review", 2)


async def test_a_neighbours_meaning_is_named(someone: Someone) -> None:
    ann = await someone("Ann")
    await is_asked_again(ann, EPOCH, STEP)
    await ann.types("one update")
    told = await ann.sees("That is one update, made from one batch.")
    assert "That is the meaning of “step”." in told.text
    assert ratings(ann)[-1] == ("review", 1)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("What is an epoch?", "That repeats the question."),
        ("Un paso por todos los datos de entrenamiento", "I can only judge answers in English."),
        ("…", "I found no words in that."),
    ],
)
async def test_what_cannot_be_judged_is_shown_and_two_buttons_decide(
    someone: Someone, text: str, told: str
) -> None:
    ann = await someone("Ann")
    await is_asked_again(ann, EPOCH, STEP)
    before = ratings(ann)
    await ann.types(text)
    shown = await ann.sees(told)
    assert MEANS in shown.text
    assert "I'd call" not in shown.text
    assert shown.buttons == ("Forgot · again today", "Knew it")
    assert ratings(ann) == before


async def test_i_was_right_is_kept_beside_what_it_overrides(someone: Someone) -> None:
    ann = await someone("Ann")
    await is_asked_again(ann, EPOCH, STEP)
    await ann.types("every example is used")
    await ann.sees("Not found in your answer:")
    verdict = last_verdict(ann)
    assert (verdict["quality"], verdict["confident"]) == (3, True)
    assert verdict["missing"] == ["exactly once", "it is a unit of training"]
    await ann.presses("I was right")
    await ann.sees("Corrected: right. Next in 6 days.")
    assert ratings(ann)[-2:] == [("review", 3), ("correction", 4)]


async def test_a_low_guess_at_a_new_card_shows_it_and_records_nothing(someone: Someone) -> None:
    ann = await someone("Ann")
    await begins_with(ann, EPOCH, STEP)
    await ann.types("one update")
    shown = await ann.sees("Here it is:")
    assert "That is one update, made from one batch." in shown.text
    assert "Not quite" not in shown.text
    assert shown.buttons == ("Got it",)
    assert ratings(ann) == []


async def test_a_partial_guess_at_a_new_card_is_its_first_review(someone: Someone) -> None:
    ann = await someone("Ann")
    await begins_with(ann, EPOCH, STEP)
    await ann.types("every example is used")
    await ann.sees("I'd call that Hard.")
    assert ratings(ann) == [("review", 3)]


async def test_an_edited_answer_is_judged_anew(someone: Someone) -> None:
    ann = await someone("Ann")
    await is_asked_again(ann, EPOCH, STEP)
    answer = await ann.types("all the data are used once")
    await ann.asked()
    await ann.edits(answer, "one update")
    await ann.presses("Grade the new text")
    await ann.sees("Corrected: not quite right.")
    assert ratings(ann)[-2:] == [("review", 4), ("correction", 1)]
    assert last_verdict(ann)["sounds_like"] == "step"


async def test_a_difference_may_be_typed_in_ones_own_words(someone: Someone) -> None:
    ann = await someone("Ann")
    await is_asked_again(ann, MEMORY, STEP)
    await ann.types("a smaller batch needs less memory")
    told = await ann.sees("Right.")
    assert "Many activations are kept." in told.text
    assert ratings(ann)[-1] == ("review", 4)


async def test_a_swapped_difference_is_told_with_every_side(someone: Someone) -> None:
    ann = await someone("Ann")
    await is_asked_again(ann, MEMORY, STEP)
    await ann.types("a smaller batch needs more memory")
    told = await ann.sees("The other way round:")
    assert "Many activations are kept." in told.text
    assert told.buttons == ("Next", "I was right")
    assert ratings(ann)[-1] == ("review", 1)


async def test_what_says_nothing_about_the_difference_is_asked_again(someone: Someone) -> None:
    ann = await someone("Ann")
    await is_asked_again(ann, MEMORY, STEP)
    before = ratings(ann)
    await ann.types("bananas")
    await ann.sees("This one is answered with the buttons:")
    assert ratings(ann) == before


async def test_deleting_everything_deletes_what_was_made_of_answers(someone: Someone) -> None:
    ann = await someone("Ann")
    await is_asked_again(ann, EPOCH, STEP)
    await ann.types("every example is used")
    await ann.sees("Not found in your answer:")
    await ann.says("/privacy")
    await ann.sees("what I made of those you typed")
    await ann.says("/delete_me")
    await ann.presses("Delete everything")
    await ann.sees("Everything is deleted.")
    assert kept(ann)["review"] == []
