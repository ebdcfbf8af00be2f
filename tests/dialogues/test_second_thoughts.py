"""Second thoughts: undo, [I was right], and edits of an answer."""

from tests.dialogues.conftest import Someone
from tests.dialogues.moves import (
    a_term,
    begins_with,
    gets_past,
    kept,
    ratings,
    reaches,
    reviews,
    right_number,
    right_side,
    studies,
    wrong_number,
    wrong_side,
)
from tests.dialogues.stage import Learner

SIDES, WORDS, PROBLEM = "small-large-batch.steps", "epoch", "steps-per-epoch"
RIGHT = "One pass over the training data in which every example is used once."


def remembered(learner: Learner, card: str) -> dict[str, object]:
    """Return the row of one card."""
    return next(row for row in kept(learner)["memory"] if row["card_key"] == card)


async def test_undo_opens_the_question_again_and_everything_is_as_before(someone: Someone) -> None:
    ann = await someone("Ann")
    asked = await reviews(ann, SIDES)
    before = remembered(ann, SIDES)
    await ann.presses(wrong_side(asked))
    await ann.sees("Not quite.")
    assert remembered(ann, SIDES) != before
    await ann.says("/undo")
    await ann.sees("Taken back. The question is open again:")
    again = await ann.asked()
    assert again.question_id == asked.question_id
    assert remembered(ann, SIDES) == before
    await ann.presses(right_side(asked))
    await ann.sees("Right. Next in 6 days.")


async def test_undo_closes_the_question_that_followed_and_it_comes_again(someone: Someone) -> None:
    ann = await someone("Ann")
    await reaches(ann, WORDS)
    await ann.types(RIGHT)
    followed = await ann.asked()
    closed = ann.last
    await ann.says("/undo")
    again = await ann.asked()
    assert again.question.card == WORDS
    assert "no longer open" in await ann.forges(f"1:tap:{followed.question_id}:show:", closed)
    await ann.types(RIGHT)
    assert (await ann.asked()).question.card == followed.question.card


async def test_undo_again_and_again_takes_back_the_whole_day(someone: Someone) -> None:
    ann = await someone("Ann")
    asked = await studies(ann)
    for _ in range(3):
        await ann.answers(asked)
        await ann.sees("Right.")
        asked = await ann.asked()
    await ann.says("/undo")
    await ann.sees("Taken back.")
    await ann.presses("Undo")
    await ann.sees("Taken back.")
    await ann.presses("Undo")
    assert (await ann.asked()).question.card == SIDES
    await ann.says("/undo")
    await ann.sees("There is nothing to undo today.")
    assert [kind for kind, _ in ratings(ann)] == ["review"] * 3 + ["undo"] * 3


async def test_an_introduction_is_not_undone(someone: Someone) -> None:
    ann = await someone("Ann")
    await gets_past(ann, await studies(ann))
    await ann.says("/undo")
    await ann.sees("There is nothing to undo today.")


async def test_what_is_older_than_today_is_kindly_refused(someone: Someone) -> None:
    ann = await someone("Ann")
    await ann.answers(await studies(ann))
    await ann.sees("Right.")
    await ann.comes_back()
    await ann.says("/undo")
    await ann.sees("Only today's answers can be undone.")


async def test_undo_restores_the_wrong_numbers_of_its_question(someone: Someone) -> None:
    ann = await someone("Ann")
    asked = await reviews(ann, PROBLEM)
    await ann.types(wrong_number(asked))
    await ann.types(wrong_number(asked, 1))
    await ann.sees("Not quite.")
    await ann.says("/undo")
    again = await ann.asked()
    assert again.wrong == 1
    await ann.types(right_number(asked))
    await ann.sees("Right, on the second look.")


async def test_undo_takes_a_return_back(someone: Someone) -> None:
    ann = await someone("Ann")
    asked = await reviews(ann, SIDES)
    await ann.presses(wrong_side(asked))
    await ann.presses("Next")
    await ann.asked()
    asked = await reaches(ann, SIDES, purpose="return")
    before = remembered(ann, SIDES)
    await ann.presses(right_side(asked))
    await ann.asked()
    await ann.says("/undo")
    again = await ann.asked()
    assert again.purpose == "return"
    assert remembered(ann, SIDES) == before


async def test_a_self_rating_taken_back_shows_the_answer_and_its_buttons_again(
    someone: Someone,
) -> None:
    ann = await someone("Ann")
    await reviews(ann, WORDS)
    await ann.presses("Show answer")
    await ann.presses("Forgot")
    await ann.asked()
    await ann.says("/undo")
    again = await ann.sees(RIGHT)
    assert again.buttons[:2] == ("Forgot · again today", "Knew it")


async def test_an_undo_button_takes_back_its_own_rating_and_no_other(someone: Someone) -> None:
    ann = await someone("Ann")
    asked = await studies(ann)
    for _ in range(2):
        await ann.answers(asked)
        await ann.sees("Right.")
        asked = await ann.asked()
    await ann.says("/undo")
    offered = await ann.sees("Taken back.")
    await ann.answers(await ann.asked())
    await ann.sees("Right.")
    before = ratings(ann)
    assert "passed" in await ann.forges("1:undo:2", offered)
    assert ratings(ann) == before


async def test_i_was_right_is_one_correction_to_four_and_drops_the_return(
    someone: Someone,
) -> None:
    ann = await someone("Ann")
    asked = await reviews(ann, SIDES)
    await ann.presses(wrong_side(asked))
    await ann.presses("I was right")
    await ann.sees("Corrected: right. Next in 6 days.")
    assert (await ann.asked()).question.card != SIDES
    assert ratings(ann)[-2:] == [("review", 1), ("correction", 4)]
    assert remembered(ann, SIDES)["return_on"] is None


async def test_i_was_right_about_a_number(someone: Someone) -> None:
    ann = await someone("Ann")
    asked = await reviews(ann, PROBLEM)
    await ann.types(wrong_number(asked))
    await ann.types(wrong_number(asked, 1))
    await ann.presses("I was right")
    await ann.sees("Corrected: right. Next in 6 days.")
    assert ratings(ann)[-2:] == [("review", 1), ("correction", 4)]


async def test_after_next_a_reply_has_lost_its_buttons(someone: Someone) -> None:
    ann = await someone("Ann")
    asked = await reviews(ann, SIDES)
    await ann.presses(wrong_side(asked))
    told = await ann.sees("Not quite.")
    await ann.presses("Next")
    following = await ann.asked()
    assert ann.chat.messages[told.id].buttons == ()
    assert (await studies(ann)).question_id == following.question_id


async def test_undo_takes_a_correction_back_and_the_first_rating_counts_again(
    someone: Someone,
) -> None:
    ann = await someone("Ann")
    asked = await reviews(ann, SIDES)
    await ann.presses(wrong_side(asked))
    await ann.sees("Not quite.")
    before = remembered(ann, SIDES)
    await ann.presses("I was right")
    await ann.asked()
    await ann.says("/undo")
    await ann.sees("counts as not quite right again.")
    assert remembered(ann, SIDES) == before


async def test_i_was_right_twice_is_recorded_once(someone: Someone) -> None:
    ann = await someone("Ann")
    asked = await reviews(ann, SIDES)
    await ann.presses(wrong_side(asked))
    told = await ann.sees("Not quite.")
    seq = kept(ann)["review"][-1]["seq"]
    await ann.presses("I was right")
    await ann.asked()
    before = ratings(ann)
    await ann.forges(f"1:claim:{seq}", told)
    await ann.settles()
    assert ratings(ann) == before


async def test_an_edit_of_the_last_answer_offers_to_grade_the_new_text(someone: Someone) -> None:
    ann = await someone("Ann")
    asked = await reviews(ann, PROBLEM)
    await ann.types(wrong_number(asked))
    answer = await ann.types(wrong_number(asked, 1))
    await ann.sees("Not quite.")
    await ann.edits(answer, right_number(asked))
    offered = await ann.sees("Shall the new text count?")
    assert f"“{right_number(asked)}”" in offered.text
    assert offered.buttons == ("Grade the new text", "Leave it as it was")
    await ann.presses("Grade the new text")
    await ann.sees("Corrected: nearly right.")  # the answer had been shown
    assert ratings(ann)[-2:] == [("review", 1), ("correction", 3)]


async def test_an_edit_may_be_left_as_it_was(someone: Someone) -> None:
    ann = await someone("Ann")
    asked = await reviews(ann, PROBLEM)
    answer = await ann.types("don't know")
    await ann.sees("Once more today")
    before = ratings(ann)
    await ann.edits(answer, right_number(asked))
    await ann.presses("Leave it as it was")
    await ann.sees("Left as it was.")
    assert ratings(ann) == before


async def test_an_edit_of_a_right_answer_may_make_it_wrong(someone: Someone) -> None:
    ann = await someone("Ann")
    asked = await reviews(ann, PROBLEM)
    answer = await ann.types(right_number(asked))
    await ann.sees("Right. Next in 6 days.")
    await ann.asked()
    await ann.edits(answer, wrong_number(asked))
    await ann.presses("Grade the new text")
    told = await ann.sees("Corrected: not quite right.")
    assert "Once more today, then tomorrow." in told.text
    assert ratings(ann)[-2:] == [("review", 4), ("correction", 1)]


async def test_an_edit_of_an_older_answer_is_left_alone(someone: Someone) -> None:
    ann = await someone("Ann")
    await reaches(ann, WORDS)
    answer = await ann.types(RIGHT)
    await ann.answers(await ann.asked())
    await ann.sees("Right.")
    await ann.asked()
    before = len(ann.messages)
    await ann.edits(answer, "something else")
    await ann.settles()
    assert len(ann.messages) == before


async def test_an_edit_graded_too_late_changes_nothing(someone: Someone) -> None:
    ann = await someone("Ann")
    await reaches(ann, WORDS)
    answer = await ann.types(RIGHT)
    asked = await ann.asked()
    await ann.edits(answer, "something else")
    offered = await ann.sees("Shall the new text count?")
    await ann.answers(asked)
    await ann.sees("Right.")
    before = ratings(ann)
    assert "passed" in await ann.presses("Grade the new text", message=offered)
    assert ratings(ann) == before


async def test_an_edit_that_only_the_learner_can_judge_is_kept(someone: Someone) -> None:
    ann = await someone("Ann")
    await begins_with(ann, a_term("an epoch", RIGHT), a_term("a step", "One update."))
    answer = await ann.types(RIGHT)
    await ann.asked()
    before = ratings(ann)
    await ann.edits(answer, "once through, <every> example & all")
    await ann.presses("Grade the new text")
    await ann.sees("Kept with your answer.")
    assert ratings(ann) == before
