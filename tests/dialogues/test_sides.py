"""Comparisons: a side is chosen by a button, and the reply states every side and why."""

from cards.question import Sides
from srs.outcomes import Asked
from tests.dialogues.conftest import Someone
from tests.dialogues.moves import (
    ratings,
    reaches,
    recalls_until,
    reviews,
    right_side,
    wrong_side,
)
from tests.dialogues.stage import Learner

SIDES = "small-large-batch.steps"
SAME = "small-large-batch.examples"  # here "The same" is right


async def matures(learner: Learner) -> Asked:
    """Recall the first comparison three times; return it when it is due for the fourth."""
    asked = await reviews(learner, SIDES)
    for days in (6, 16):
        await learner.answers(asked)
        await learner.sees("Right.")
        await learner.comes_back(days=days)
        asked = await reaches(learner, SIDES, purpose="review")
    return asked


def says_every_side(text: str, asked: Asked) -> bool:
    answer = asked.question.answer
    assert isinstance(answer, Sides)
    return all(part in text for part in (*answer.options, *answer.statements, answer.why))


async def test_a_right_side_is_four_and_the_reply_states_every_side_and_why(
    someone: Someone,
) -> None:
    ann = await someone("Ann")
    asked = await reviews(ann, SIDES)
    await ann.presses(right_side(asked))
    told = await ann.sees("Right. Next in 6 days.")
    assert says_every_side(told.text, asked)
    assert told.buttons == ()
    await ann.asked()
    assert ratings(ann)[-1] == ("review", 4)


async def test_a_right_side_never_offers_easy(someone: Someone) -> None:
    ann = await someone("Ann")
    await ann.says("/study")
    asked = await ann.asked()
    await ann.says("/settings")
    await ann.presses("Four buttons")
    await ann.types(right_side(asked))
    assert (await ann.sees("Right. Next tomorrow.")).buttons == ()


async def test_a_wrong_side_is_one_with_every_side_and_why(someone: Someone) -> None:
    ann = await someone("Ann")
    asked = await reviews(ann, SIDES)
    await ann.presses(wrong_side(asked))
    told = await ann.sees("Not quite.")
    assert says_every_side(told.text, asked)
    assert f"You chose: {wrong_side(asked)}" in told.text
    assert told.buttons == ("Next", "I was right")
    assert ratings(ann)[-1] == ("review", 1)


async def test_not_sure_under_review_is_nothing_known(someone: Someone) -> None:
    ann = await someone("Ann")
    asked = await reviews(ann, SIDES)
    assert ann.last.buttons[-2:] == ("The same", "Not sure")
    await ann.presses("Not sure")
    told = await ann.sees("Once more today, then tomorrow.")
    assert says_every_side(told.text, asked)
    assert told.buttons == ("Next",)
    assert ratings(ann)[-1] == ("review", 0)


async def test_a_side_may_be_typed(someone: Someone) -> None:
    ann = await someone("Ann")
    asked = await reviews(ann, SIDES)
    await ann.types(right_side(asked).upper())
    await ann.sees("Right. Next in 6 days.")


async def test_text_that_is_no_side_points_to_the_buttons_and_counts_as_nothing(
    someone: Someone,
) -> None:
    ann = await someone("Ann")
    asked = await reviews(ann, SIDES)
    before = ratings(ann)
    buttons = ann.last.buttons
    await ann.types("well, that depends <on what?>")
    told = await ann.sees("This one is answered with the buttons:")
    assert told.buttons == buttons
    await ann.presses(right_side(asked))
    await ann.sees("Right. Next in 6 days.")
    assert ratings(ann) == [*before, ("review", 4)]


async def test_the_same_may_be_right(someone: Someone) -> None:
    ann = await someone("Ann")
    asked = await recalls_until(ann, SAME)
    await ann.presses("The same")
    told = await ann.sees("Right. Next tomorrow.")
    assert "It is the same for each." in told.text
    assert says_every_side(told.text, asked)


async def test_a_side_recalled_three_times_asks_why_and_the_right_reason_is_four(
    someone: Someone,
) -> None:
    ann = await someone("Ann")
    asked = await matures(ann)
    answer = asked.question.answer
    assert isinstance(answer, Sides)
    before = ratings(ann)
    await ann.presses(right_side(asked))
    why = await ann.sees("Right so far. Why is that?")
    assert why.buttons == ("Show me",)
    assert ratings(ann) == before
    await ann.types(answer.why)
    await ann.sees("Right. Next in ")
    assert ratings(ann) == [*before, ("review", 4)]


async def test_a_shown_reason_that_was_known_is_four(someone: Someone) -> None:
    ann = await someone("Ann")
    asked = await matures(ann)
    before = ratings(ann)
    await ann.presses(right_side(asked))
    await ann.presses("Show me")
    shown = await ann.sees("(this one)")
    assert "If you knew it: again in " in shown.text
    assert shown.buttons == ("Forgot · again today", "Knew it")
    await ann.presses("Knew it")
    await ann.sees("Good. Next in ")
    assert ratings(ann) == [*before, ("review", 4)]


async def test_a_reason_in_other_words_that_was_not_it_is_three(someone: Someone) -> None:
    ann = await someone("Ann")
    asked = await matures(ann)
    before = ratings(ann)
    await ann.presses(right_side(asked))
    await ann.types("because I once read so")
    shown = await ann.sees("Compare it with yours:")
    assert "If you knew it: again in " in shown.text
    assert shown.buttons == ("Forgot · again today", "Knew it")
    await ann.presses("Forgot")
    await ann.sees("Noted. Once more today, then in ")
    assert ratings(ann) == [*before, ("review", 3)]


async def test_an_unknown_reason_is_three_in_one_rating(someone: Someone) -> None:
    ann = await someone("Ann")
    asked = await matures(ann)
    before = ratings(ann)
    await ann.presses(right_side(asked))
    await ann.sees("Why is that?")
    await ann.types("no idea")
    await ann.sees("The right side. The reason is worth a second look.")
    assert ratings(ann) == [*before, ("review", 3)]


async def test_a_typed_dont_know_is_nothing_known_on_sides_too(someone: Someone) -> None:
    ann = await someone("Ann")
    asked = await reviews(ann, SIDES)
    await ann.types("I don't know")
    told = await ann.sees("Here it is.")
    assert says_every_side(told.text, asked)
    assert ratings(ann)[-1] == ("review", 0)
