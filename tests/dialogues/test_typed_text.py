"""Text: recorded if and only if that is sure; else the answer is shown and two buttons decide."""

import pytest

from bot.sandbox.faults import Faults, Held
from tests.dialogues.conftest import Someone
from tests.dialogues.moves import a_term, begins_with, is_asked_again, ratings, right_side, studies
from tests.dialogues.stage import Learner

RIGHT = "One pass over the training data in which every example is used once."
PLAIN = (
    a_term("an epoch", RIGHT, key="epoch"),
    a_term("a step", "One update of the parameters.", key="step"),
    a_term("a batch", "The examples behind one update.", key="batch"),
)
WORDS = "epoch"


async def chooses_four_buttons(learner: Learner) -> None:
    """Take the four buttons of /settings."""
    await learner.says("/settings")
    await learner.presses("Four buttons")
    await learner.sees("Four buttons below an answer")


async def test_the_words_of_the_card_are_recorded_at_once(someone: Someone) -> None:
    ann = await someone("Ann")
    await is_asked_again(ann, *PLAIN)
    for writing in (RIGHT, RIGHT.casefold(), RIGHT.replace("the ", "").replace(" in", " — in")):
        await ann.types(writing)
        await ann.sees("Right. Next in 6 days.")
        assert ratings(ann)[-1] == ("review", 4)
        await ann.asked()
        await ann.says("/undo")
        await ann.asked()


@pytest.mark.parametrize(
    "text",
    [
        "going through the data once",
        "What is an epoch?",  # the question itself
        "…",  # nothing
        "?",  # nothing either
    ],
)
async def test_other_text_shows_the_answer_and_two_buttons_decide(
    someone: Someone, text: str
) -> None:
    ann = await someone("Ann")
    await is_asked_again(ann, *PLAIN)
    before = ratings(ann)
    await ann.types(text)
    shown = await ann.sees(RIGHT)
    assert "If you knew it: again in 6 days." in shown.text
    assert shown.buttons == ("Forgot · again today", "Knew it")
    assert ratings(ann) == before
    await ann.presses("Knew it")
    await ann.sees("Good. Next in 6 days.")
    assert ratings(ann) == [*before, ("review", 4)]


async def test_a_typed_dont_know_is_recorded_at_once_as_nothing_known(someone: Someone) -> None:
    ann = await someone("Ann")
    await is_asked_again(ann, *PLAIN)
    for text in ("don't know", "I don’t know.", "No idea", "no clue"):
        await ann.types(text)
        told = await ann.sees(RIGHT)
        assert "Once more today, then tomorrow." in told.text
        assert told.buttons == ("Next",)
        assert ratings(ann)[-1] == ("review", 0)
        await ann.says("/undo")
        await ann.asked()


async def test_show_answer_then_forgot_is_recorded_as_one(someone: Someone) -> None:
    ann = await someone("Ann")
    await is_asked_again(ann, *PLAIN)
    assert ann.last.buttons == ("Show answer",)
    await ann.presses("Show answer")
    await ann.presses("Forgot")
    await ann.sees("Noted. Once more today, then tomorrow.")
    await ann.asked()
    assert ratings(ann)[-1] == ("review", 1)


async def test_four_buttons_say_what_they_do_and_the_date_stands_once_above(
    someone: Someone,
) -> None:
    ann = await someone("Ann")
    await is_asked_again(ann, *PLAIN)
    await chooses_four_buttons(ann)
    await ann.says("/study")
    await ann.presses("Show answer")
    shown = await ann.sees(RIGHT)
    assert shown.text.count("again in 6 days") == 1
    assert shown.buttons == (
        "Forgot · again today",
        "Hard · once more today",
        "Good",
        "Easy · longer gaps later",
    )


@pytest.mark.parametrize(
    ("button", "quality", "told"),
    [
        ("Forgot", 1, "Noted. Once more today, then tomorrow."),
        ("Hard", 3, "Noted. Once more today, then in 6 days."),
        ("Good", 4, "Good. Next in 6 days."),
        ("Easy", 5, "Good. Next in 6 days."),
    ],
)
async def test_each_of_the_four_buttons_records_its_quality(
    someone: Someone, button: str, quality: int, told: str
) -> None:
    ann = await someone("Ann")
    await is_asked_again(ann, *PLAIN)
    await chooses_four_buttons(ann)
    await ann.says("/study")
    await ann.presses("Show answer")
    await ann.presses(button)
    await ann.sees(told)
    assert ratings(ann)[-1] == ("review", quality)


async def test_with_four_buttons_a_right_typed_answer_may_be_corrected_to_easy(
    someone: Someone,
) -> None:
    ann = await someone("Ann")
    await is_asked_again(ann, *PLAIN)
    await chooses_four_buttons(ann)
    await ann.types(RIGHT)
    right = await ann.sees("Right. Next in 6 days.")
    assert right.buttons == ("Easy",)
    await ann.presses("Easy")
    await ann.sees("Corrected: easy. Next in 6 days.")
    assert ratings(ann)[-2:] == [("review", 4), ("correction", 5)]


async def test_easy_is_offered_only_until_the_next_rating(someone: Someone) -> None:
    ann = await someone("Ann")
    await is_asked_again(ann, *PLAIN)
    await chooses_four_buttons(ann)
    await ann.types(RIGHT)
    right = await ann.sees("Right. Next in 6 days.")
    await ann.answers(await ann.asked())
    await ann.sees("Right.")
    before = ratings(ann)
    assert "passed" in await ann.presses("Easy", message=right)
    assert ratings(ann) == before


async def test_with_two_buttons_a_right_answer_offers_nothing_more(someone: Someone) -> None:
    ann = await someone("Ann")
    await is_asked_again(ann, *PLAIN)
    await ann.types(RIGHT)
    assert (await ann.sees("Right. Next in 6 days.")).buttons == ()


async def test_text_while_a_self_rating_waits_is_kept_and_the_same_buttons_are_shown(
    someone: Someone,
) -> None:
    ann = await someone("Ann")
    await is_asked_again(ann, *PLAIN)
    before = ratings(ann)
    await ann.presses("Show answer")
    shown = await ann.sees(RIGHT)
    await ann.types(RIGHT)
    kept = await ann.sees("Kept with your answer. How was it?")
    assert kept.buttons == shown.buttons
    assert "If you knew it: again in 6 days." in kept.text
    assert ratings(ann) == before
    await ann.presses("Knew it")
    await ann.sees("Good. Next in 6 days.")


async def test_while_next_waits_typed_text_brings_the_next_card_and_is_not_graded(
    someone: Someone,
) -> None:
    ann = await someone("Ann")
    await is_asked_again(ann, *PLAIN)
    await ann.types("don't know")
    await ann.sees("Once more today, then tomorrow.")
    before = ratings(ann)
    await ann.types("ah, of course")
    assert (await ann.asked()).question.card != WORDS
    assert ratings(ann) == before


async def test_with_nothing_open_typed_text_is_told_so(someone: Someone) -> None:
    ann = await someone("Ann")
    await ann.says("/problem total steps")
    await ann.answers(await ann.asked())
    await ann.sees("Right.")
    await ann.types("and now?")
    told = await ann.sees("Nothing is open.")
    assert told.buttons == ("Study", "A problem")
    await ann.presses("A problem")
    await ann.sees("A problem for practice.")


async def test_text_right_after_a_card_that_followed_a_typed_answer_asks_what_it_is_for(
    someone: Someone,
) -> None:
    ann = await someone("Ann")
    await begins_with(ann, *PLAIN)
    await ann.types(RIGHT)
    asked = await ann.asked()
    before = ratings(ann)
    await ann.says("in full, I mean")
    which = await ann.sees("Did that still belong to “What is an epoch?”?")
    assert which.buttons == ("For this card", "For the one before")
    assert ratings(ann) == before
    await ann.presses("For the one before")
    await ann.sees("Kept with “What is an epoch?”. The question after it still waits.")
    assert ratings(ann) == before
    await ann.answers(asked)
    await ann.sees("Right.")


async def test_text_that_was_for_this_card_after_all_is_graded(someone: Someone) -> None:
    ann = await someone("Ann")
    await begins_with(ann, *PLAIN)
    await ann.types(RIGHT)
    asked = await ann.asked()
    await ann.says(asked.question.reference)
    await ann.sees("Did that still belong to")
    await ann.presses("For this card")
    await ann.sees("Right.")
    assert ratings(ann) == [("review", 4), ("review", 4)]


async def test_text_dated_before_the_question_asks_what_it_is_for(
    someone: Someone, faults: Faults
) -> None:
    ann = await someone("Ann")
    asked = await studies(ann)
    held = Held(after=False)
    faults.order("sendMessage", held, chat=ann.id)
    await ann.presses(right_side(asked))
    await held.reached.wait()
    await ann.says("more steps, that is")  # the next card is still on its way
    ann.stage.clock.advance(5)
    held.release()
    await ann.sees("Did that still belong to")
    assert ratings(ann) == [("review", 4)]
    await ann.presses("For the one before")
    await ann.sees("Kept with “1,000 photos")


async def test_typing_at_leisure_after_a_card_that_was_tapped_is_an_answer(
    someone: Someone,
) -> None:
    ann = await someone("Ann")
    asked = await begins_with(ann, *PLAIN)  # the card before was left with [Got it]
    await ann.says(asked.question.reference)
    await ann.sees("Right.")
