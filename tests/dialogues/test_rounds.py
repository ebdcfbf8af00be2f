"""Rounds of ten, the limits of a day, and what comes back on the same day."""

from tests.dialogues.conftest import Someone
from tests.dialogues.moves import (
    gets_past,
    journal,
    ratings,
    reaches,
    recalls_all,
    reviews,
    right_side,
    studies,
    wrong_side,
)
from tests.dialogues.stage import Learner

SIDES = "small-large-batch.steps"


def introductions(learner: Learner) -> int:
    return sum(entry.kind == "introduced" for entry in journal(learner))


async def chooses_minutes(learner: Learner, minutes: int) -> None:
    await learner.says("/settings")
    await learner.presses(f"{minutes} minutes a day")
    await learner.sees(f"{minutes} minutes a day: up to")


async def test_the_first_day_introduces_ten_and_ends_with_them(someone: Someone) -> None:
    ann = await someone("Ann")
    came = await recalls_all(ann)
    assert [asked.purpose for asked in came] == ["introduction"] * 10
    assert len({asked.question.card for asked in came}) == 10
    over = await ann.sees("Ten done, 10 right,")
    assert "That was today's." in over.text
    assert "Tomorrow brings 10 cards." in over.text
    assert over.buttons == ("A problem", "Undo")


async def test_a_usual_day_introduces_six_and_due_cards_come_first(someone: Someone) -> None:
    ann = await someone("Ann")
    first = {asked.question.card for asked in await recalls_all(ann)}
    await ann.comes_back()
    came = await recalls_all(ann)
    assert {asked.question.card for asked in came[:10]} == first
    assert [asked.purpose for asked in came] == ["review"] * 10 + ["introduction"] * 6


async def test_five_minutes_a_day_are_three_new_cards(someone: Someone) -> None:
    ann = await someone("Ann")
    await gets_past(ann, await studies(ann))
    await chooses_minutes(ann, 5)
    await ann.comes_back()
    before = introductions(ann)
    await recalls_all(ann)
    assert introductions(ann) - before == 3


async def test_ten_rated_cards_end_a_round_and_ten_more_are_a_press_away(
    someone: Someone,
) -> None:
    ann = await someone("Ann")
    await recalls_all(ann)
    await ann.comes_back()
    asked = await studies(ann)
    for rated in range(10):
        await ann.answers(asked)
        if rated < 9:
            asked = await ann.asked()
    over = await ann.sees("Ten done, 10 right, ")
    assert "6 more are due." in over.text
    assert over.buttons == ("Ten more", "Enough for today", "Undo")
    await ann.presses("Ten more")
    await ann.asked()
    assert ann.chat.messages[over.id].buttons == ()


async def test_enough_for_today_ends_the_round_and_says_what_tomorrow_brings(
    someone: Someone,
) -> None:
    ann = await someone("Ann")
    await chooses_after_first(ann)
    asked = await ann.asked()
    for rated in range(10):
        await ann.answers(asked)
        if rated < 9:
            asked = await ann.asked()
    await ann.presses("Enough for today")
    over = await ann.sees("That was today's.")
    assert "Tomorrow brings 10 cards." in over.text
    assert over.buttons == ("A problem", "Undo")


async def chooses_after_first(learner: Learner) -> None:
    """Choose 20 minutes a day, so that more than ten new cards are there on the first day."""
    await studies(learner)
    await chooses_minutes(learner, 20)
    await learner.says("/study")


async def test_a_round_counts_what_was_three_or_better_as_right(someone: Someone) -> None:
    ann = await someone("Ann")
    await recalls_all(ann)
    await ann.comes_back()
    asked = await studies(ann)
    wrong = 0
    for rated in range(10):
        if asked.question.kind == "comparison":
            wrong += 1
            await ann.presses("Not sure")
            await ann.presses("Next")
        else:
            await ann.answers(asked)
        if rated < 9:
            asked = await ann.asked()
    assert wrong
    await ann.sees(f"Ten done, {10 - wrong} right, ")


async def test_what_was_forgotten_comes_back_today_after_three_other_cards(
    someone: Someone,
) -> None:
    ann = await someone("Ann")
    asked = await reviews(ann, SIDES)
    await ann.presses(wrong_side(asked))
    await ann.presses("Next")
    between = 0
    asked = await ann.asked()
    while asked.question.card != SIDES:
        between += 1
        asked = await gets_past(ann, asked)
    assert between >= 3
    assert asked.purpose == "return"
    assert "Once more today." in ann.last.text


async def test_a_return_changes_no_date_and_a_right_one_ends_it(someone: Someone) -> None:
    ann = await someone("Ann")
    asked = await reviews(ann, SIDES)
    await ann.presses(wrong_side(asked))
    await ann.presses("Next")
    await ann.asked()
    asked = await reaches(ann, SIDES, purpose="return")
    await ann.presses(right_side(asked))
    await ann.sees("Right.\n")
    assert ratings(ann)[-1] == ("return", 4)


async def test_a_card_returns_at_most_twice_a_day(someone: Someone) -> None:
    ann = await someone("Ann")
    asked = await reviews(ann, SIDES)
    purposes = []
    for _ in range(3):
        purposes.append(asked.purpose)
        await ann.presses("Not sure")
        told = await ann.sees("(this one)")
        await ann.presses("Next")
        if "Once more today" in told.text:
            await ann.asked()
            asked = await reaches(ann, SIDES, purpose="return")
    assert purposes == ["review", "return", "return"]
    assert "Once more today" not in told.text


async def test_enough_for_today_empties_todays_returns(someone: Someone) -> None:
    ann = await someone("Ann")
    await recalls_all(ann)
    await ann.comes_back()
    asked = await studies(ann)
    forgot = ""
    for rated in range(10):
        if rated == 9 or (asked.question.kind == "comparison" and not forgot):
            forgot = forgot or asked.question.card
        if asked.question.card == forgot:
            await ann.presses("Not sure")
            await ann.presses("Next")
        else:
            await ann.answers(asked)
        if rated < 9:
            asked = await ann.asked()
    await ann.presses("Enough for today")
    await ann.sees("That was today's.")
    came = await recalls_all(ann)
    assert forgot not in {asked.question.card for asked in came}


async def test_the_turn_of_the_day_empties_yesterdays_returns(someone: Someone) -> None:
    ann = await someone("Ann")
    asked = await reviews(ann, SIDES)
    await ann.presses("Not sure")
    await ann.presses("Next")
    await ann.asked()
    await ann.comes_back()
    asked = await reaches(ann, SIDES, purpose="review")
    await ann.presses(right_side(asked))
    await ann.sees("Right. Next tomorrow.")


async def test_counts_of_waiting_cards_stop_at_ten(someone: Someone) -> None:
    ann = await someone("Ann")
    await recalls_all(ann)
    await ann.comes_back()
    await recalls_all(ann)
    await ann.comes_back(days=7)
    await ann.says("/start")
    home = await ann.sees("Welcome back.")
    assert "10 or more cards are due." in home.text


async def test_undo_on_the_finished_page_opens_the_last_question_again(someone: Someone) -> None:
    ann = await someone("Ann")
    last = (await recalls_all(ann))[-1]
    await ann.presses("Undo")
    again = await ann.asked()
    assert again.question_id == last.question_id
    await ann.answers(again)
    await ann.sees("That was today's.")


async def test_nobody_who_asked_for_nothing_is_written_to(someone: Someone) -> None:
    ann = await someone("Ann")
    await ann.answers(await studies(ann))
    await ann.asked()
    before = len(ann.chat.log)
    for _ in range(3):
        await ann.comes_back(hour=20)
        await ann.settles()
    assert len(ann.chat.log) == before
