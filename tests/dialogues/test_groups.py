"""Groups: studying happens in private chats; a group gets a link, and nothing is stored."""

from bot.routes import COMMANDS
from tests.dialogues.conftest import Someone
from tests.dialogues.moves import kept, ratings, studies
from tests.dialogues.stage import Stage


async def test_a_command_in_a_group_is_answered_with_a_link_and_stores_nothing(
    someone: Someone, stage: Stage
) -> None:
    ann = await someone("Ann")
    there = ann.at(stage.sandbox.group("Study group", [ann]))
    for command in COMMANDS:
        await there.says(f"/{command} 50000 125 20")
        told = await there.sees("I study with people one by one, in a private chat.")
        assert told.silent
        url = told.markup["inline_keyboard"][0][0]["url"] if told.markup else ""
        assert url == f"https://t.me/{ann.account.user.username}"
    await ann.settles()
    assert ann.chat.log == []
    assert {table for table, rows in kept(ann).items() if rows} <= {"inbox"}


async def test_a_command_in_a_group_leaves_the_learners_own_chat_alone(
    someone: Someone, stage: Stage
) -> None:
    ann = await someone("Ann")
    asked = await studies(ann)
    before = len(ann.messages)
    there = ann.at(stage.sandbox.group("Study group", [ann]))
    await there.says("/undo")
    await there.sees("in a private chat")
    await ann.settles()
    assert len(ann.messages) == before
    await ann.answers(asked)
    await ann.sees("Right.")


async def test_talk_in_a_group_is_not_answered(someone: Someone, stage: Stage) -> None:
    ann = await someone("Ann")
    asked = await studies(ann)
    there = ann.at(stage.sandbox.group("Study group", [ann]))
    await there.says("/id")
    link = await there.sees("in a private chat")
    await there.says(asked.question.reference, reply_to=link)
    await there.says(f"@{ann.account.user.username} what is an epoch?")
    await ann.settles()
    assert [message.text for message in there.messages if message.sender == ann.account.user] == [
        link.text
    ]
    assert ratings(ann) == []


async def test_a_button_under_somebody_elses_message_changes_nothing(someone: Someone) -> None:
    ann = await someone("Ann")
    bob = await someone("Bob")
    asked = await studies(ann)
    await studies(bob)
    told = await bob.forges(f"1:tap:{asked.question_id}:options:0", bob.last)
    assert told == "This button does not work any more. /study goes on."
    assert ratings(ann) == ratings(bob) == []
    await ann.answers(asked)
    await ann.sees("Right.")
