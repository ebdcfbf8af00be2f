"""Faults on order, as python-telegram-bot meets them."""

import asyncio
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import aiohttp
import pytest
from telegram import Bot
from telegram.error import BadRequest, Forbidden, NetworkError, RetryAfter, TelegramError

from bot.sandbox.client import Person, Sandbox
from bot.sandbox.faults import (
    AFTER,
    BEFORE,
    FINE,
    Fault,
    Held,
    bad_request,
    broken,
    flood,
    forbidden,
)

ORDERED = [
    # fault, what the bot meets, whether the message arrives all the same
    (flood(3), RetryAfter, False),
    (forbidden("bot was blocked by the user"), Forbidden, False),
    (bad_request("not today"), BadRequest, False),
    (broken(500), NetworkError, False),
    (broken(), NetworkError, False),
    (BEFORE, NetworkError, False),
    (AFTER, NetworkError, True),
]


@pytest.mark.parametrize(("fault", "met", "arrives"), ORDERED)
async def test_the_next_call_meets_the_fault_and_the_one_after_goes_well(
    sandbox: Sandbox,
    bot: Bot,
    ann: Person,
    fault: Fault,
    met: type[TelegramError],
    arrives: bool,
):
    sandbox.world.faults.order("sendMessage", fault)
    with pytest.raises(met):
        await bot.send_message(ann.id, "one")
    await bot.send_message(ann.id, "two")
    expected = ["/start", "one", "two"] if arrives else ["/start", "two"]
    assert [message.text for message in ann.messages] == expected


async def test_a_refusal_can_get_lost_on_its_way_too(sandbox: Sandbox, bot: Bot):
    sandbox.world.faults.order("sendMessage", AFTER)
    for met in (NetworkError, BadRequest):
        with pytest.raises(met) as refused:
            await bot.send_message(404, "nobody is there")
        assert refused.type is met


async def test_a_flood_says_how_long_to_wait(sandbox: Sandbox, bot: Bot, ann: Person):
    sandbox.world.faults.order("sendMessage", flood(17))
    with pytest.raises(RetryAfter) as refused:
        await bot.send_message(ann.id, "one")
    assert refused.value.retry_after == timedelta(seconds=17)


async def test_a_fault_can_be_for_one_chat_and_several_calls(
    sandbox: Sandbox, bot: Bot, ann: Person
):
    ben = sandbox.person("Ben")
    await ben.says("/start")
    sandbox.world.faults.order("*", broken(), chat=ben.id, times=2)
    await bot.send_message(ann.id, "hello")
    for send in (bot.send_message, bot.send_chat_action):
        with pytest.raises(NetworkError):
            await send(ben.id, "typing")
    assert await bot.send_message(ben.id, "hello")


async def test_a_fault_for_one_chat_meets_the_answer_to_a_press_there(
    sandbox: Sandbox, bot: Bot, ann: Person
):
    message = await bot.send_message(ann.id, "choose")
    await ann.taps("one", ann.last)
    updates = await bot.get_updates()
    query = updates[-1].callback_query
    assert query is not None
    sandbox.world.faults.order("*", broken(), chat=ann.id)
    with pytest.raises(NetworkError):
        await query.answer()
    assert await query.answer()
    assert message.message_id == ann.last.id


async def test_a_fault_can_wait_for_a_later_call(sandbox: Sandbox, bot: Bot, ann: Person):
    sandbox.world.faults.order("sendMessage", FINE, times=2)
    sandbox.world.faults.order("sendMessage", broken())
    await bot.send_message(ann.id, "one")
    await bot.send_message(ann.id, "two")
    with pytest.raises(NetworkError):
        await bot.send_message(ann.id, "three")


@pytest.mark.parametrize(("after", "arrived"), [(False, ["/start"]), (True, ["/start", "one"])])
async def test_a_call_can_be_held_before_it_is_done_or_before_its_answer(
    sandbox: Sandbox, bot: Bot, ann: Person, after: bool, arrived: list[str]
):
    held = Held(after=after)
    sandbox.world.faults.order("sendMessage", held)
    sending = asyncio.create_task(bot.send_message(ann.id, "one"))
    await held.reached.wait()
    assert [message.text for message in ann.messages] == arrived
    held.release()
    assert (await sending).text == "one"
    assert [message.text for message in ann.messages] == ["/start", "one"]


@pytest.mark.parametrize(("after", "arrived"), [(False, ["/start"]), (True, ["/start", "one"])])
async def test_a_held_call_whose_caller_is_gone_goes_no_further(
    sandbox: Sandbox, ann: Person, after: bool, arrived: list[str]
):
    held = Held(after=after)
    sandbox.world.faults.order("sendMessage", held)
    url = f"{sandbox.api_url}/bot{sandbox.token}/sendMessage"
    async with aiohttp.ClientSession() as session:
        call = {"chat_id": ann.id, "text": "one"}
        sending = asyncio.create_task(session.post(url, json=call))
        await held.reached.wait()
        sending.cancel()
        await asyncio.gather(sending, return_exceptions=True)
    await held.over.wait()
    assert [message.text for message in ann.messages] == arrived
    assert isinstance(sandbox.world.calls[-1].error, asyncio.CancelledError)


async def test_faults_on_order_can_be_dropped(sandbox: Sandbox, bot: Bot, ann: Person):
    sandbox.world.faults.order("sendMessage", broken(), times=5)
    sandbox.world.faults.clear()
    assert await bot.send_message(ann.id, "hello")


async def test_an_update_can_come_again_after_it_was_confirmed(
    sandbox: Sandbox, bot: Bot, ann: Person
):
    (update,) = await bot.get_updates()
    after = update.update_id + 1
    assert await bot.get_updates(offset=after) == ()
    sandbox.account.updates.repeat()
    assert await bot.get_updates(offset=after) == (update,)
    assert await bot.get_updates(offset=after) == ()


async def test_there_is_nothing_to_repeat_at_first(sandbox: Sandbox):
    with pytest.raises(LookupError):
        sandbox.account.updates.repeat()


@pytest.mark.parametrize(
    "shape", [{}, {"message": None}, {"message": {"text": 5}}, {"callback_query": [1]}]
)
async def test_an_update_of_any_shape_can_be_put_among_the_others(
    sandbox: Sandbox, ann: Person, shape: dict[str, Any], fetch: Callable
):
    update_id = sandbox.account.updates.inject(shape)
    await ann.says("after")
    first, strange, last = await fetch("getUpdates")
    assert strange == {"update_id": update_id} | shape
    assert (first["message"]["text"], last["message"]["text"]) == ("/start", "after")
