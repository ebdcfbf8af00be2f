"""The day: when the next cards shall come, the push that brings them, later, not today."""

import asyncio
import re
from datetime import datetime, timedelta

import sqlalchemy as sa

from bot.sandbox.chats import Message
from srs.outcomes import Asked
from srs.schema import push
from tests.dialogues.conftest import Someone
from tests.dialogues.moves import ratings, studies
from tests.dialogues.stage import Learner

_GLANCE = 0.02
_TICK = 15.0  # seconds after which a push that is due has come
_AMOUNT = re.compile(r"^\d+ cards?( or more; 10 take|,) about \d+ min$", re.MULTILINE)


async def studies_a_round(ann: Learner) -> None:
    """Answer ten new cards."""
    asked = await studies(ann)
    while True:
        await ann.answers(asked)
        if await ann.is_told("Ten done", "That was today's."):
            return
        asked = await ann.asked()


async def wants_cards(ann: Learner, at: str = "08:00") -> None:
    """Study a round and choose a time; the clock is that of Accra, which is UTC."""
    await studies_a_round(ann)
    await ann.presses(at)
    await ann.sees("What does your clock say now?")
    await ann.says("Accra")
    await ann.sees(f"I bring cards every day at {at}, if any are due: tomorrow for the first time.")


async def due(ann: Learner) -> datetime | None:
    """Return when the next push is due, once nobody is sending one."""
    query = sa.select(push.c.due_at, push.c.lease_token).where(push.c.learner_id == ann.id)
    while True:
        reading = ann.stage.store.read(lambda tx: tx.execute(query).one_or_none())
        row = await asyncio.wrap_future(reading)
        if row is None or row.lease_token is None:
            return row and row.due_at
        await asyncio.sleep(_GLANCE)  # the database rings no bell


async def waits_for_push(ann: Learner) -> Message:
    """Let it be the time of the push, and return it."""
    moment = await due(ann)
    assert moment is not None
    await ann.stage.passes(max(moment - ann.stage.clock.now(), timedelta()))
    ann._act()  # what comes now is news
    return await ann.sees(_AMOUNT, timeout=_TICK)


async def test_after_the_first_round_a_learner_says_when_and_the_cards_come(someone: Someone):
    ann = await someone("Ann")
    await studies_a_round(ann)
    asked_when = await ann.sees("Shall I bring the next cards tomorrow?")
    assert asked_when.buttons == ("08:00", "12:30", "19:00", "Another time", "No reminders")
    await ann.presses("08:00")
    hours = await ann.sees("What does your clock say now?")
    assert await due(ann) is None
    await ann.presses(hours.buttons[0])
    cities = await ann.sees("Which of these keeps your time?")
    await ann.presses(cities.buttons[0])
    await ann.sees("I bring cards every day at 08:00, if any are due: tomorrow for the first time.")

    pushed = await waits_for_push(ann)
    assert not pushed.silent
    assert {"Snooze 1 h", "Not today"} <= set(pushed.buttons)
    card = await ann.asked()
    assert card.purpose == "review"
    assert card.question.prompt in pushed.text
    assert card.question.reference not in pushed.text
    before = len(ratings(ann))
    await ann.answers(card)
    await ann.sees("Right. Next in 6 days.")
    assert len(ratings(ann)) == before + 1


async def test_time_and_city_may_be_typed_and_nights_are_quiet(someone: Someone):
    ann = await someone("Ann")
    await studies_a_round(ann)
    await ann.presses("Another time")
    await ann.sees("At what time? Type it, such as 7:45 or 18:30.")
    await ann.says("in the morning")
    await ann.sees("I cannot read “in the morning” as a time.")
    await ann.says("23:15")
    await ann.sees("At 23:15 I keep quiet.")
    await ann.says("7.45")
    await ann.sees("What does your clock say now?")
    await ann.says("Atlantis")
    await ann.sees("I do not know “Atlantis”.")
    await ann.says("accra")
    await ann.sees("I bring cards every day at 07:45, if any are due: tomorrow for the first time.")
    await ann.says("/settings")
    await ann.sees("Each day's cards come at 07:45, if any are due.")


async def test_a_push_is_put_off_by_an_hour_and_comes_with_the_same_card(someone: Someone):
    ann = await someone("Ann")
    await wants_cards(ann)
    pushed = await waits_for_push(ann)
    card = await ann.asked()
    toast = await ann.presses("Snooze 1 h")
    assert re.fullmatch(r"I come back at 09:0\d\.", toast)
    again = await waits_for_push(ann)
    assert again.id != pushed.id
    same = await ann.asked()
    assert same.question_id == card.question_id
    assert "Snooze 1 h" not in ann.chat.messages[pushed.id].buttons


async def test_not_today_closes_the_card_and_it_is_quiet_until_tomorrow(someone: Someone):
    ann = await someone("Ann")
    await wants_cards(ann)
    pushed = await waits_for_push(ann)
    before = ratings(ann)
    await ann.presses("Not today")
    await ann.sees("Not today, then. I look again at 08:00 tomorrow.")
    assert ann.chat.messages[pushed.id].buttons == ()
    moment = await due(ann)
    assert moment is not None
    assert moment - ann.stage.clock.now() > timedelta(hours=23)
    assert ratings(ann) == before
    assert isinstance(await studies(ann), Asked)


async def test_the_reminder_is_changed_and_switched_off_in_the_settings(someone: Someone):
    ann = await someone("Ann")
    await wants_cards(ann)
    await ann.says("/settings")
    await ann.sees("Each day's cards come at 08:00, if any are due.")
    await ann.presses("Change my reminder")
    await ann.sees("At what time shall I bring each day's cards?")
    await ann.presses("19:00")
    await ann.sees("I bring cards every day at 19:00")
    await ann.says("/settings")
    await ann.presses("Change my reminder")
    await ann.presses("No reminders")
    await ann.sees("No reminders, then.")
    assert await due(ann) is None
    await ann.says("/settings")
    await ann.sees("No reminders: cards come when you ask for them.")


async def test_whoever_says_stop_is_not_pushed_and_resume_brings_it_back(someone: Someone):
    ann, ben = await someone("Ann"), await someone("Ben")
    await wants_cards(ann)
    await wants_cards(ben)
    await ann.says("/stop")
    await ann.sees("I will send nothing unasked until /resume.")
    await waits_for_push(ben)
    assert "nothing unasked" in ann.last.text
    await ann.says("/resume")
    await ann.sees("Good to be back.")
    await waits_for_push(ann)


async def test_a_button_of_a_push_that_was_answered_does_nothing_more(someone: Someone):
    ann = await someone("Ann")
    await wants_cards(ann)
    pushed = await waits_for_push(ann)
    snooze = next(
        button["callback_data"]
        for row in (pushed.markup or {})["inline_keyboard"]
        for button in row
        if button["text"] == "Snooze 1 h"
    )
    await ann.answers(await ann.asked())
    await ann.sees("Right. Next")
    assert await ann.forges(snooze, pushed) == "Already recorded."
