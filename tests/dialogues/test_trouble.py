"""When Telegram refuses, asks to wait or is gone: an effect once, its reply at least once."""

import pytest

from bot.sandbox.faults import AFTER, BEFORE, Fault, Faults, bad_request, broken, flood, forbidden
from tests.dialogues.conftest import Someone
from tests.dialogues.moves import journal, kept, ratings, right_side, studies
from tests.dialogues.stage import Learner, Stage

PASSING = {
    "429": flood(1),
    "500": broken(500),
    "502": broken(502),
    "cut before": BEFORE,
    "cut after delivery": AFTER,
}


def blocked_at(learner: Learner) -> object:
    return kept(learner)["learner"][0]["blocked_at"]


@pytest.mark.parametrize("fault", PASSING.values(), ids=PASSING.keys())
async def test_an_answer_is_recorded_once_and_its_reply_comes_when_telegram_is_back(
    someone: Someone, faults: Faults, fault: Fault
) -> None:
    ann = await someone("Ann")
    asked = await studies(ann)
    faults.order("sendMessage", fault, chat=ann.id)
    await ann.types(right_side(asked))
    await ann.sees("Right. Next tomorrow.", timeout=15)
    await ann.asked()
    assert ratings(ann) == [("review", 4)]


@pytest.mark.parametrize(
    ("method", "fault"),
    [("answerCallbackQuery", AFTER), ("editMessageText", AFTER), ("editMessageText", broken())],
    ids=["toast cut", "edit cut", "edit 502"],
)
async def test_a_press_is_worked_on_once_and_its_edit_comes_when_telegram_is_back(
    someone: Someone, faults: Faults, method: str, fault: Fault
) -> None:
    ann = await someone("Ann")
    asked = await studies(ann)
    faults.order(method, fault, chat=ann.id)
    await ann.taps(f"1:tap:{asked.question_id}:show:", ann.last)
    shown = await ann.sees("(this one)", timeout=15)
    assert shown.buttons == ("Got it",)
    await ann.settles()
    assert ratings(ann) == []


async def test_a_very_same_update_delivered_twice_acts_once(someone: Someone, stage: Stage) -> None:
    ann = await someone("Ann")
    asked = await studies(ann)
    await ann.types(right_side(asked))
    await ann.sees("Right.")
    await ann.asked()
    stage.sandbox.account.updates.repeat()
    await ann.says("/id")
    await ann.sees("Your Telegram number")
    await ann.settles()
    assert ratings(ann) == [("review", 4)]


async def test_an_update_no_one_can_parse_blocks_nobody(
    someone: Someone, stage: Stage, faults: Faults
) -> None:
    ann = await someone("Ann")
    updates = stage.sandbox.account.updates
    updates.inject({"message": {"message_id": "seven", "chat": 3}}, lane=ann.id)
    updates.inject({"callback_query": []})
    updates.inject({"something_new": {"from": {"id": ann.id}, "surprise": True}}, lane=ann.id)
    updates.inject({})
    await studies(ann)


async def test_a_400_is_for_good_and_the_next_message_is_answered(
    someone: Someone, faults: Faults
) -> None:
    ann = await someone("Ann")
    asked = await studies(ann)
    faults.order("sendMessage", bad_request("can't parse entities"), chat=ann.id, times=2)
    await ann.types(right_side(asked))
    await ann.settles()
    assert ratings(ann) == [("review", 4)]
    await ann.says("/study")
    await ann.asked()
    assert ratings(ann) == [("review", 4)]


async def test_a_query_that_is_too_old_to_answer_is_worked_on_all_the_same(
    someone: Someone, faults: Faults
) -> None:
    ann = await someone("Ann")
    asked = await studies(ann)
    old = bad_request("query is too old and response timeout expired or query ID is invalid")
    faults.order("answerCallbackQuery", old, chat=ann.id)
    await ann.taps(f"1:tap:{asked.question_id}:show:", ann.last)
    await ann.sees("(this one)")


async def test_being_blocked_is_noticed_and_so_is_being_let_in_again(someone: Someone) -> None:
    ann = await someone("Ann")
    asked = await studies(ann)
    await ann.blocks()
    await ann.settles()
    assert blocked_at(ann) is not None
    await ann.unblocks()
    await ann.settles()
    assert blocked_at(ann) is None
    assert (await studies(ann)).question_id == asked.question_id


async def test_a_403_counts_as_done_and_is_noticed(someone: Someone, faults: Faults) -> None:
    ann = await someone("Ann")
    asked = await studies(ann)
    gone = forbidden("bot was blocked by the user")
    faults.order("sendMessage", gone, chat=ann.id)
    await ann.types(right_side(asked))
    await ann.settles()
    assert ratings(ann) == [("review", 4)]
    assert blocked_at(ann) is not None


async def test_a_deactivated_account_troubles_nobody(someone: Someone, faults: Faults) -> None:
    ann = await someone("Ann")
    await studies(ann)
    await ann.says("/stats")
    await ann.deactivates()
    await ann.settles()
    bob = await someone("Bob")
    await studies(bob)


async def test_while_one_waits_for_telegram_others_are_answered(
    someone: Someone, faults: Faults
) -> None:
    ann = await someone("Ann")
    bob = await someone("Bob")
    await studies(bob)
    faults.order("sendMessage", broken(), chat=ann.id, times=3)
    await ann.says("/study")
    await bob.answers(await studies(bob))
    await bob.sees("Right.")
    assert journal(ann) == ()
    await ann.sees("New card.", timeout=20)
