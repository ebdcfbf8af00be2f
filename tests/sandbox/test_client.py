"""People in the sandbox: how they wait, press and tell what happened."""

import asyncio
import re

import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup

from bot.sandbox.client import Person, Sandbox
from tests.scale import scaled


def keyboard(**buttons: str) -> InlineKeyboardMarkup:
    row = [InlineKeyboardButton(label, callback_data=data) for label, data in buttons.items()]
    return InlineKeyboardMarkup([row])


async def answer_one(bot: Bot, toast: str | None = None) -> str:
    """Answer the next pressed button; return its data."""
    updates = await bot.get_updates(timeout=10, allowed_updates=["callback_query"])
    query = updates[-1].callback_query
    await bot.answer_callback_query(query.id, toast)
    await bot.get_updates(offset=updates[-1].update_id + 1)
    return query.data


async def test_a_person_sees_what_comes_after_the_last_action(bot: Bot, ann: Person):
    await bot.send_message(ann.id, "Welcome, Ann")
    assert (await ann.sees("Welcome")).text == "Welcome, Ann"
    assert (await ann.sees(re.compile(r"^welcome", re.IGNORECASE))).text == "Welcome, Ann"
    await ann.says("hello")
    with pytest.raises(AssertionError, match=r"(?s)Ann waited 0.01 s for 'Welcome'.*Bot: Welcome"):
        await ann.sees("Welcome", timeout=0.01)


async def test_a_person_who_waits_is_woken_by_an_edit(bot: Bot, ann: Person):
    waiting = asyncio.create_task(ann.sees("Right"))
    sent = await bot.send_message(ann.id, "Question")
    await bot.edit_message_text("Right: 8000", ann.id, sent.message_id)
    assert (await waiting).id == sent.message_id
    assert ann.last.text == "Right: 8000"


async def test_a_deleted_message_is_not_seen_again(bot: Bot, ann: Person):
    sent = await bot.send_message(ann.id, "Oops")
    await ann.says("what?")
    await bot.delete_message(ann.id, sent.message_id)
    with pytest.raises(AssertionError):
        await ann.sees("Oops", timeout=0.01)
    with pytest.raises(AssertionError, match="the bot has said nothing yet"):
        _ = ann.last


async def test_a_person_waits_for_a_button_and_gets_its_toast(bot: Bot, ann: Person):
    pressing = asyncio.create_task(ann.presses("Good"))
    await bot.send_message(ann.id, "How well?", reply_markup=keyboard(Forgot="1", Good="4"))
    assert await answer_one(bot, "Noted") == "4"
    assert await pressing == "Noted"


async def test_a_button_is_found_by_its_whole_label_before_its_beginning(bot: Bot, ann: Person):
    buttons = keyboard(**{"Next deck": "deck", "Next": "next"})
    await bot.send_message(ann.id, "Well done", reply_markup=buttons)
    pressing = asyncio.create_task(ann.presses("Next"))
    assert await answer_one(bot) == "next"
    assert await pressing == ""


async def test_the_newest_message_with_the_button_is_meant_unless_one_is_named(
    bot: Bot, ann: Person
):
    await bot.send_message(ann.id, "One", reply_markup=keyboard(Show="1"))
    first = ann.last
    await bot.send_message(ann.id, "Two", reply_markup=keyboard(Show="2"))
    await bot.send_message(ann.id, "Three")
    pressing = asyncio.create_task(ann.presses("Show"))
    assert await answer_one(bot) == "2"
    await pressing
    pressing = asyncio.create_task(ann.presses("Show", message=first))
    assert await answer_one(bot) == "1"
    await pressing


async def test_a_button_that_never_comes_or_never_answers_is_reported(bot: Bot, ann: Person):
    with pytest.raises(AssertionError, match=r"a button \[Go\]"):
        await ann.presses("Go", timeout=0.01)
    await bot.send_message(ann.id, "Ready?", reply_markup=keyboard(Go="go"))
    with pytest.raises(AssertionError, match="an answer to 'go'"):
        await ann.presses("Go", timeout=0.01)


async def test_an_answer_that_comes_too_late_ends_the_waiting(
    sandbox: Sandbox, bot: Bot, ann: Person
):
    await bot.send_message(ann.id, "Ready?", reply_markup=keyboard(Go="go"))
    query = await ann.taps("go", ann.last)
    sandbox.advance(20)
    with pytest.raises(Exception, match="Query is too old"):
        await answer_one(bot)
    assert query.expired


async def test_anybody_can_forge_a_button_under_a_message_of_another_chat(
    sandbox: Sandbox, bot: Bot, ann: Person
):
    await bot.send_message(ann.id, "Ann's question")
    ben = sandbox.person("Ben")
    forging = asyncio.create_task(ben.forges("rate:5", ann.last))
    updates = await bot.get_updates(timeout=10)
    query = updates[-1].callback_query
    assert (query.from_user.id, query.message.chat.id, query.data) == (ben.id, ann.id, "rate:5")
    assert query.message.text == "Ann's question"
    await bot.answer_callback_query(query.id, "Not yours")
    assert await forging == "Not yours"


async def test_the_transcript_reads_like_a_conversation(bot: Bot, ann: Person):
    sent = await bot.send_message(ann.id, "How well?", reply_markup=keyboard(Forgot="1", Good="4"))
    pressing = asyncio.create_task(ann.presses("Good"))
    await answer_one(bot, "Noted")
    await pressing
    await bot.edit_message_text("Known.", ann.id, sent.message_id)
    await ann.sends_document("deck.yaml", b"cards: []", caption="mine")
    await bot.delete_message(ann.id, sent.message_id)
    await ann.blocks()
    assert ann.transcript() == "\n".join(
        [
            "Ann: /start",
            "Bot: How well?",
            "    [Forgot] [Good]",
            "Ann presses [Good]",
            "Bot (toast): Noted",
            "Bot (edits): Known.",
            "Ann: <document> mine",
            "Bot (deletes): Known.",
            "(bot: kicked)",
        ]
    )


async def test_many_people_talk_at_once(sandbox: Sandbox, bot: Bot):
    people = [sandbox.person(f"Person {number}") for number in range(scaled(50, 200))]

    async def echo() -> None:
        offset = 0
        while True:
            for update in await bot.get_updates(offset=offset, timeout=20):
                await bot.send_message(update.effective_chat.id, f"You: {update.message.text}")
                offset = update.update_id + 1

    async def talk(person: Person) -> None:
        for number in range(3):
            await person.says(f"{person.user.first_name} says {number}")
            await person.sees(f"You: {person.user.first_name} says {number}", timeout=30)

    echoing = asyncio.create_task(echo())
    try:
        await asyncio.gather(*map(talk, people))
    finally:
        echoing.cancel()
        await asyncio.gather(echoing, return_exceptions=True)
    assert all(len(person.messages) == 6 for person in people)
