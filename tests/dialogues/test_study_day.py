"""Which study day it is: by UTC until the clock is known, then by the learner's own."""

from datetime import timedelta

from tests.dialogues.conftest import Someone
from tests.dialogues.moves import ratings, recalls_all, studies
from tests.dialogues.stage import Learner

TAKEN_BACK, TOO_LATE = "Taken back.", "Only today's answers can be undone."


async def answers_at(learner: Learner, hour: int, minute: int) -> None:
    """Answer the first card at a time of day (UTC)."""
    asked = await studies(learner)
    now = learner.stage.clock.now()
    moment = now.replace(hour=hour, minute=minute, second=0)
    await learner.stage.passes(moment - now)
    await learner.answers(asked)
    await learner.asked()


async def lives_in(learner: Learner, city: str, zone: str) -> None:
    """Tell the bot a city."""
    await learner.says("/settings")
    await learner.presses("Set my clock")
    await learner.sees("What does your clock say now?")
    await learner.says(city)
    await learner.sees(f"Your clock: {zone}.")


async def test_before_the_clock_is_known_the_day_does_not_turn_while_somebody_studies(
    someone: Someone,
) -> None:
    ann = await someone("Ann")
    await answers_at(ann, 23, 50)
    await ann.stage.passes(timedelta(minutes=20))
    await ann.says("/undo")
    await ann.sees(TAKEN_BACK)


async def test_before_the_clock_is_known_the_day_turns_with_utc(someone: Someone) -> None:
    ann = await someone("Ann")
    await answers_at(ann, 23, 50)
    await ann.stage.passes(timedelta(minutes=40))
    await ann.says("/undo")
    await ann.sees(TOO_LATE)


async def test_a_study_day_ends_at_four_in_the_morning_on_the_learners_clock(
    someone: Someone,
) -> None:
    ann = await someone("Ann")
    await studies(ann)
    await lives_in(ann, "Nairobi", "Africa/Nairobi")  # three hours ahead of UTC all year
    await answers_at(ann, 20, 0)
    await ann.stage.passes(timedelta(hours=4, minutes=50))  # ten to four
    await ann.says("/undo")
    await ann.sees(TAKEN_BACK)
    await ann.answers(await ann.asked())
    await ann.asked()
    await ann.stage.passes(timedelta(minutes=20))
    await ann.says("/undo")
    await ann.sees(TOO_LATE)
    assert ratings(ann) == [("review", 4), ("undo", None), ("review", 4)]


async def test_a_move_west_grants_no_second_day_of_new_cards(someone: Someone) -> None:
    ann = await someone("Ann")
    await recalls_all(ann)
    await lives_in(ann, "Honolulu", "Pacific/Honolulu")  # where it is still yesterday
    await ann.says("/study")
    await ann.sees("That was today's.")
