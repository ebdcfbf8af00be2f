"""Every method the bot uses, called and parsed by python-telegram-bot itself."""

import asyncio
import struct
import zlib

import pytest
from telegram import (
    Bot,
    BotCommand,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
    ForceReply,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    LinkPreviewOptions,
    MessageEntity,
    ReactionTypeEmoji,
    ReplyParameters,
    Update,
)
from telegram.constants import ZERO_DATE, ChatAction, ParseMode
from telegram.error import BadRequest, Conflict, Forbidden

from bot.sandbox.client import Person, Sandbox

KEYBOARD = InlineKeyboardMarkup([[InlineKeyboardButton("Show me", callback_data="show:1")]])


def png(width: int, height: int) -> bytes:
    """A whole black picture."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        checksum = struct.pack(">I", zlib.crc32(kind + data))
        return struct.pack(">I", len(data)) + kind + data + checksum

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = zlib.compress(bytes((width + 1) * height))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


async def newest(bot: Bot) -> Update:
    """The newest update, everything older confirmed."""
    return (await bot.get_updates(offset=-1))[0]


async def test_a_poll_is_known_of_as_long_as_it_waits(sandbox: Sandbox, bot: Bot, ann: Person):
    assert not sandbox.account.polling
    await bot.get_updates(offset=-1)
    poll = asyncio.create_task(bot.get_updates(offset=2**31, timeout=30))
    await sandbox.account.is_asked()
    assert not poll.done()
    await ann.says("/help")
    assert [update.message.text for update in await poll] == ["/help"]
    assert not sandbox.account.polling


async def test_the_bot_knows_itself(bot: Bot):
    me = await bot.get_me()
    assert (me.id, me.is_bot, me.username) == (123456789, True, "sandbox_bot")


async def test_a_command_arrives_with_its_entity(bot: Bot, ann: Person):
    update = await newest(bot)
    assert update.message.text == "/start"
    assert update.effective_user.first_name == "Ann"
    assert update.effective_user.language_code == "en"
    assert update.effective_chat.type == "private"
    assert update.message.entities == (MessageEntity("bot_command", 0, 6),)


async def test_a_message_is_sent_with_all_that_a_bot_may_say(bot: Bot, ann: Person):
    first = ann.messages[0]
    sent = await bot.send_message(
        ann.id,
        "An <b>epoch</b> &amp; a step",
        parse_mode=ParseMode.HTML,
        reply_markup=KEYBOARD,
        reply_parameters=ReplyParameters(first.id),
        disable_notification=True,
        link_preview_options=LinkPreviewOptions(is_disabled=True),
        protect_content=False,
    )
    assert sent.text == "An epoch & a step"
    assert sent.entities == (MessageEntity("bold", 3, 5),)
    assert sent.reply_markup == KEYBOARD
    assert sent.reply_to_message.message_id == first.id
    assert ann.last.silent
    assert ann.last.buttons == ("Show me",)


async def test_a_message_is_edited_in_place(bot: Bot, ann: Person):
    sent = await bot.send_message(ann.id, "Question", reply_markup=KEYBOARD)
    edited = await bot.edit_message_text("Answer", ann.id, sent.message_id)
    assert edited.text == "Answer"
    assert edited.edit_date is not None
    assert edited.reply_markup is None
    back = await bot.edit_message_reply_markup(ann.id, sent.message_id, reply_markup=KEYBOARD)
    assert back.reply_markup == KEYBOARD
    assert await bot.delete_message(ann.id, sent.message_id)
    assert [message.id for message in ann.messages] == [1]


async def test_a_pressed_button_is_answered(bot: Bot, ann: Person):
    await bot.send_message(ann.id, "Question", reply_markup=KEYBOARD)
    pressing = asyncio.create_task(ann.presses("Show"))
    await asyncio.sleep(0)
    query = (await newest(bot)).callback_query
    assert (query.data, query.message.text, query.from_user.id) == ("show:1", "Question", ann.id)
    assert await bot.answer_callback_query(query.id, "There it is")
    assert await pressing == "There it is"


async def test_a_button_of_a_deleted_message_is_still_told(bot: Bot, ann: Person):
    sent = await bot.send_message(ann.id, "Question", reply_markup=KEYBOARD)
    question = ann.last
    await bot.delete_message(ann.id, sent.message_id)
    await ann.taps("show:1", question)
    message = (await newest(bot)).callback_query.message
    assert (message.message_id, message.date, message.text) == (sent.message_id, ZERO_DATE, None)


async def test_a_picture_and_a_file_go_up_and_down(bot: Bot, ann: Person):
    sent = await bot.send_photo(ann.id, png(30, 20), caption="<i>loss</i>", parse_mode="HTML")
    assert (sent.photo[-1].width, sent.photo[-1].height) == (30, 20)
    assert (sent.caption, sent.caption_entities[0].type) == ("loss", "italic")
    again = await bot.send_photo(ann.id, sent.photo[-1].file_id)
    assert again.photo == sent.photo

    sent = await bot.send_document(ann.id, b"a: 1\n", filename="deck.yaml", caption="Your deck")
    assert (sent.document.file_name, sent.document.file_size) == ("deck.yaml", 5)
    file = await bot.get_file(sent.document.file_id)
    assert bytes(await file.download_as_bytearray()) == b"a: 1\n"


async def test_files_of_people_can_be_read(bot: Bot, ann: Person):
    await ann.sends_document("deck.yaml", b"cards: []", mime="application/yaml")
    document = (await newest(bot)).message.document
    assert (document.file_name, document.mime_type) == ("deck.yaml", "application/yaml")
    file = await document.get_file()
    assert bytes(await file.download_as_bytearray()) == b"cards: []"


@pytest.mark.parametrize("kind", ["voice", "sticker", "photo"])
async def test_whatever_people_send_is_parsed(bot: Bot, ann: Person, kind: str):
    send = {
        "voice": ann.sends_voice,
        "sticker": ann.sends_sticker,
        "photo": lambda: ann.sends_photo(png(10, 10)),
    }
    await send[kind]()
    assert getattr((await newest(bot)).message, kind)


async def test_an_edit_by_a_person_arrives(bot: Bot, ann: Person):
    said = await ann.says("800")
    await ann.edits(said, "8000")
    update = await newest(bot)
    assert (update.edited_message.text, update.edited_message.message_id) == ("8000", said.id)


async def test_commands_are_kept_for_each_scope_and_language(bot: Bot, ann: Person):
    private, here = BotCommandScopeAllPrivateChats(), BotCommandScopeChat(ann.id)
    await bot.set_my_commands([BotCommand("study", "The next card")], scope=private)
    await bot.set_my_commands([BotCommand("deck", "Load a deck")], scope=here, language_code="de")
    assert [command.command for command in await bot.get_my_commands(scope=private)] == ["study"]
    assert await bot.get_my_commands(scope=here) == ()
    assert len(await bot.get_my_commands(scope=here, language_code="de")) == 1
    await bot.delete_my_commands(scope=private)
    assert await bot.get_my_commands(scope=private) == ()


async def test_descriptions_are_kept(bot: Bot):
    await bot.set_my_description("Cards about training models.")
    await bot.set_my_short_description("Cards.", language_code="en")
    assert (await bot.get_my_description()).description == "Cards about training models."
    assert (await bot.get_my_short_description("en")).short_description == "Cards."


async def test_the_smaller_methods_answer(bot: Bot, ann: Person):
    assert await bot.send_chat_action(ann.id, ChatAction.TYPING)
    assert await bot.set_message_reaction(ann.id, 1, ReactionTypeEmoji("👍"))
    assert ann.messages[0].reaction == ({"type": "emoji", "emoji": "👍"},)
    chat = await bot.get_chat(ann.id)
    assert (chat.id, chat.first_name) == (ann.id, "Ann")
    sent = await bot.send_message(ann.id, "Type a number", reply_markup=ForceReply())
    assert sent.reply_markup is None
    assert await bot.close()
    assert await bot.log_out()


async def test_blocking_is_told_and_bars_the_way(bot: Bot, ann: Person):
    await ann.blocks()
    member = (await newest(bot)).my_chat_member
    assert (member.old_chat_member.status, member.new_chat_member.status) == ("member", "kicked")
    with pytest.raises(Forbidden, match="bot was blocked by the user"):
        await bot.send_message(ann.id, "Hello?")
    with pytest.raises(ValueError, match="Ann has to unblock the bot first"):
        await ann.says("Hello?")
    await ann.unblocks()
    assert (await newest(bot)).my_chat_member.new_chat_member.status == "member"
    assert await bot.send_message(ann.id, "Welcome back")


async def test_nobody_is_written_to_who_has_not_begun_or_is_gone(bot: Bot, sandbox: Sandbox):
    ben = sandbox.person("Ben")
    with pytest.raises(Forbidden, match="bot can't initiate conversation with a user"):
        await bot.send_message(ben.id, "Psst")
    with pytest.raises(BadRequest, match="Chat not found"):
        await bot.send_message(4711, "Psst")
    await ben.says("/start")
    await ben.deactivates()
    with pytest.raises(Forbidden, match="user is deactivated"):
        await bot.send_message(ben.id, "Psst")


async def test_in_a_group_the_bot_hears_only_what_is_meant_for_it(bot: Bot, sandbox: Sandbox):
    ann, ben = sandbox.person("Ann"), sandbox.person("Ben")
    group = sandbox.group("Study group", [ann, ben])
    assert (await newest(bot)).my_chat_member.chat.title == "Study group"
    await ann.at(group).says("what a day")
    await ann.at(group).says("/start@another_bot")
    await ben.at(group).says("/study")
    update = await newest(bot)
    assert (update.message.text, update.effective_chat.type) == ("/study", "group")
    sent = await bot.send_message(group.id, "Study happens in private")
    await ann.at(group).says("why?", reply_to=ann.at(group).last)
    assert (await newest(bot)).message.reply_to_message.message_id == sent.message_id


async def test_a_newer_poll_ends_the_older(bot: Bot, sandbox: Sandbox):
    async with Bot(sandbox.token, base_url=f"{sandbox.api_url}/bot") as twin:
        old = asyncio.create_task(bot.get_updates(timeout=20))
        await sandbox.account.is_asked()
        new = asyncio.create_task(twin.get_updates(timeout=20))
        with pytest.raises(Conflict, match="terminated by other getUpdates request"):
            await old
        await sandbox.person("Ann").says("/start")
        assert [update.message.text for update in await new] == ["/start"]


async def test_a_poll_waits_until_something_comes(bot: Bot, sandbox: Sandbox):
    poll = asyncio.create_task(bot.get_updates(timeout=20))
    await sandbox.account.is_asked()
    await sandbox.person("Ann").says("hello")
    (update,) = await poll
    assert update.message.text == "hello"


async def test_an_update_comes_until_it_is_confirmed(bot: Bot, ann: Person):
    await ann.says("two")
    await ann.says("three")
    first, second, third = await bot.get_updates()
    assert [update.update_id for update in await bot.get_updates(limit=2)] == [
        first.update_id,
        second.update_id,
    ]
    assert await bot.get_updates(offset=third.update_id) == (third,)
    assert await bot.get_updates(offset=third.update_id + 1) == ()


async def test_unwanted_kinds_of_updates_do_not_come(bot: Bot, sandbox: Sandbox, ann: Person):
    await bot.get_updates(allowed_updates=["message"])
    await ann.edits(await ann.says("800"), "8000")
    await bot.get_updates(offset=-1)
    assert (await newest(bot)).message.text == "800"
    await bot.get_updates(allowed_updates=[])
    await ann.blocks()
    assert (await newest(bot)).my_chat_member


async def test_each_token_is_a_bot_of_its_own(bot: Bot, sandbox: Sandbox):
    other = "987:other"
    await sandbox.person("Ben", token=other).says("/start")
    assert await bot.get_updates() == ()
    async with Bot(other, base_url=f"{sandbox.api_url}/bot") as second:
        assert second.id == 987
        assert len(await second.get_updates()) == 1


async def test_two_at_once_are_kept_apart_by_their_ids(sandbox: Sandbox):
    sandbox.person("Ann", id=5)
    with pytest.raises(ValueError, match="somebody else has the id 5"):
        sandbox.person("Ben", id=5)
