"""What the Bot API refuses, one table per rule."""

import asyncio
import json
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sandbox.api import call
from bot.sandbox.chats import Chat, User
from bot.sandbox.clock import Clock
from bot.sandbox.errors import Refusal
from bot.sandbox.files import Upload
from bot.sandbox.world import Account, World
from tests.sandbox.test_bot import png

BUTTON = {"text": "Go", "callback_data": "go"}


class Wall:
    """A wall clock that a test moves."""

    def __init__(self) -> None:
        self.time = datetime(2026, 3, 1, 8, tzinfo=UTC).timestamp()

    def __call__(self) -> float:
        return self.time


@pytest.fixture
def wall() -> Wall:
    return Wall()


@pytest.fixture
def account(wall: Wall) -> Account:
    return World(Clock(wall)).account("42:token")


@pytest.fixture
def chat(account: Account) -> Chat:
    """A chat that Ann has begun; her message has the id 1."""
    ann = account.world.add_user(User(7, "Ann"))
    chat = account.private_chat(ann)
    account.hear(chat, ann, "/start")
    return chat


def keyboard(*rows: list[Any]) -> str:
    return json.dumps({"inline_keyboard": rows})


def text(**changes: Any) -> dict[str, Any]:
    return {"chat_id": "7", "text": "Hello"} | changes


def edit(**changes: Any) -> dict[str, Any]:
    return {"chat_id": 7, "message_id": 2, "text": "Other"} | changes


NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)

REFUSED = [
    # method, parameters, reason
    ("sendMessage", {"text": "Hello"}, "chat_id is empty"),
    ("sendMessage", {"chat_id": "7"}, "message text is empty"),
    ("sendMessage", text(text=""), "message text is empty"),
    ("sendMessage", text(text=" \n"), "text must be non-empty"),
    ("sendMessage", text(text="<b> </b>", parse_mode="HTML"), "text must be non-empty"),
    ("sendMessage", text(colour="red"), 'unknown parameter "colour" of sendMessage'),
    ("sendMessage", text(parse_mode="BBCode"), "unsupported parse_mode"),
    ("sendMessage", text(chat_id="8"), "chat not found"),
    ("sendMessage", text(chat_id="@ann"), "chat not found"),
    ("sendMessage", text(text=1), 'parameter "text": a String expected'),
    ("sendMessage", text(text="\ud800"), 'parameter "text": strings must be encoded in UTF-8'),
    (
        "sendMessage",
        text(disable_notification="maybe"),
        'parameter "disable_notification": a Boolean expected',
    ),
    ("sendMessage", text(reply_markup="{"), 'parameter "reply_markup": a JSON value expected'),
    (
        "sendMessage",
        text(link_preview_options='{"off": true}'),
        'parameter "link_preview_options": LinkPreviewOptions has no field "off"',
    ),
    (
        "sendMessage",
        text(reply_parameters="{}"),
        'parameter "reply_parameters": ReplyParameters needs the field "message_id"',
    ),
    ("sendMessage", text(reply_parameters='{"message_id": 9}'), "message to be replied not found"),
    (
        "sendMessage",
        text(entities=[{"type": "bold", "offset": 3, "length": 3}]),
        "ENTITY_BOUNDS_INVALID",
    ),
    ("editMessageText", edit(message_id=9), "message to edit not found"),
    ("editMessageText", edit(message_id=1), "message can't be edited"),
    ("editMessageText", edit(text="Question"), NOT_MODIFIED),
    ("editMessageText", edit(text="<b>Question", parse_mode="HTML"), None),
    ("editMessageText", {"text": "Other"}, "message identifier is not specified"),
    ("editMessageReplyMarkup", {"chat_id": 7, "message_id": 2}, NOT_MODIFIED),
    ("deleteMessage", {"chat_id": 7, "message_id": 9}, "message to delete not found"),
    (
        "answerCallbackQuery",
        {"callback_query_id": "5"},
        "query is too old and response timeout expired or query ID is invalid",
    ),
    ("answerCallbackQuery", {"callback_query_id": "5", "text": "x" * 201}, "MESSAGE_TOO_LONG"),
    ("sendChatAction", {"chat_id": 7, "action": "dance"}, "wrong parameter action in request"),
    ("setMyCommands", {"commands": '[{"command": "a"}]'}, None),
    (
        "setMyCommands",
        {"commands": '[{"command": "Study", "description": "x"}]'},
        "BOT_COMMAND_INVALID",
    ),
    (
        "setMyCommands",
        {"commands": [{"command": "a" * 33, "description": "x"}]},
        "BOT_COMMAND_INVALID",
    ),
    (
        "setMyCommands",
        {"commands": [{"command": "a", "description": ""}]},
        "BOT_COMMAND_DESCRIPTION_INVALID",
    ),
    (
        "setMyCommands",
        {"commands": [{"command": "a", "description": "x"}] * 101},
        "BOT_COMMANDS_TOO_MUCH",
    ),
    ("setMyDescription", {"description": "x" * 513}, None),
    ("setMyShortDescription", {"short_description": "x" * 121}, None),
    ("getFile", {"file_id": "x"}, "wrong file_id or the file is temporarily unavailable"),
    (
        "sendDocument",
        {"chat_id": 7, "document": "x"},
        "wrong file identifier/HTTP URL specified",
    ),
    ("sendDocument", {"chat_id": 7, "document": "attach://x"}, 'file "x" is not attached'),
    (
        "sendDocument",
        {"chat_id": 7, "document": Upload("a", "b", b"")},
        "file must be non-empty",
    ),
    ("sendPhoto", {"chat_id": 7, "photo": Upload("a", "b", b"text")}, "IMAGE_PROCESS_FAILED"),
    (
        "sendPhoto",
        {"chat_id": 7, "photo": Upload("a", "b", png(2100, 100))},
        "PHOTO_INVALID_DIMENSIONS",
    ),
    ("setMessageReaction", {"chat_id": 7, "message_id": 9}, "message to react not found"),
    (
        "setMessageReaction",
        {"chat_id": 7, "message_id": 1, "reaction": [{"type": "emoji", "emoji": "👍"}] * 2},
        "REACTIONS_TOO_MANY",
    ),
    ("setWebhook", {"url": "http://127.0.0.1:1/", "secret_token": "ä"}, None),
    ("setWebhook", {"url": "http://127.0.0.1:1/", "secret_token": "x" * 257}, None),
    ("setWebhook", {"url": "https://example.org/"}, None),
    ("forwardMessage", {"chat_id": 7, "from_chat_id": 7, "message_id": 1}, None),
    # Keyboards.
    ("sendMessage", text(reply_markup=keyboard([BUTTON | {"callback_data": "é" * 33}])), None),
    (
        "sendMessage",
        text(reply_markup=keyboard([BUTTON | {"callback_data": "x" * 65}])),
        "BUTTON_DATA_INVALID",
    ),
    (
        "sendMessage",
        text(reply_markup=keyboard([{"text": "Go"}])),
        "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
    ),
    (
        "sendMessage",
        text(reply_markup=keyboard([BUTTON | {"callback_data": ""}])),
        "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
    ),
    (
        "sendMessage",
        text(reply_markup=keyboard([BUTTON | {"text": " "}])),
        "inline keyboard button text must be non-empty",
    ),
    (
        "sendMessage",
        text(reply_markup=keyboard([BUTTON | {"url": "https://x.org"}])),
        "can't parse inline keyboard button: a button does one thing, not callback_data and url",
    ),
    (
        "sendMessage",
        text(reply_markup=keyboard([{"text": "Go", "url": "nowhere"}])),
        "inline keyboard button URL 'nowhere' is invalid: Wrong HTTP URL",
    ),
    (
        "sendMessage",
        text(reply_markup=keyboard([BUTTON | {"style": "pink"}])),
        "can't parse inline keyboard button: invalid button style specified",
    ),
    (
        "sendMessage",
        text(reply_markup=keyboard([BUTTON | {"tint": "pink"}])),
        'parameter "reply_markup": InlineKeyboardButton has no field "tint"',
    ),
    ("sendMessage", text(reply_markup=keyboard([BUTTON] * 9)), "reply markup is too long"),
    (
        "sendMessage",
        text(reply_markup=keyboard(*[[BUTTON]] * 101)),
        "reply markup is too long",
    ),
    ("sendMessage", text(reply_markup='{"inline_keyboard": [{}]}'), None),
]


@pytest.mark.parametrize(("method", "given", "reason"), REFUSED)
async def test_a_call_is_refused(
    account: Account, chat: Chat, method: str, given: dict[str, Any], reason: str | None
):
    await call(account, "sendMessage", {"chat_id": 7, "text": "Question"})
    before = dict(chat.messages)
    with pytest.raises(Refusal) as refused:
        await call(account, method, given)
    assert refused.value.code == 400
    assert refused.value.description.startswith(f"Bad Request: {reason or ''}")
    assert chat.messages == before


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["inline_keyboard", "text", "callback_data", "type", "message_id"]),
            inner,
            max_size=3,
        )
    ),
    max_leaves=8,
)


@given(
    method=st.sampled_from(["sendMessage", "editMessageText", "setMyCommands", "getUpdates"]),
    given=st.dictionaries(
        st.sampled_from(["chat_id", "text", "reply_markup", "commands", "entities", "offset"]),
        json_values | json_values.map(json.dumps) | st.from_regex(r"-?[0-9]+", fullmatch=True),
        max_size=4,
    ),
)
def test_any_call_is_read_or_refused(method: str, given: dict[str, Any]):
    with suppress(Refusal):
        asyncio.run(call(World().account("42:token"), method, given))


async def test_an_unknown_method_is_not_found(account: Account):
    with pytest.raises(Refusal, match="Not Found: method not found") as refused:
        await call(account, "sendTelegram", {})
    assert refused.value.code == 404


@pytest.mark.parametrize(
    ("sent", "accepted"),
    [
        ("x" * 4096, True),
        ("x" * 4097, False),
        ("😀" * 2048, True),  # two units each
        ("😀" * 2048 + "x", False),
        ("<b>" + "x" * 4096 + "</b>", True),  # measured without the markup
        ("&amp;" * 4096, True),
        ("<b>" + "x" * 4097 + "</b>", False),
        (" " * 10 + "x" * 4096 + "\n", True),  # and without white space around it
        ("&#120;" * 5462, False),  # more than 32 kB as it is sent
    ],
)
async def test_a_text_is_measured_as_it_is_read(
    account: Account, chat: Chat, sent: str, accepted: bool
):
    given = {"chat_id": 7, "text": sent, "parse_mode": "HTML"}
    if accepted:
        assert await call(account, "sendMessage", given)
    else:
        with pytest.raises(Refusal, match=r"(message|text) is too long"):
            await call(account, "sendMessage", given)


@pytest.mark.parametrize(("length", "accepted"), [(1024, True), (1025, False)])
async def test_a_caption_is_measured_likewise(
    account: Account, chat: Chat, length: int, accepted: bool
):
    given = {
        "chat_id": 7,
        "document": Upload("a.txt", "text/plain", b"a"),
        "caption": f"<i>{'x' * length}</i>",
        "parse_mode": "HTML",
    }
    if accepted:
        assert (await call(account, "sendDocument", given))["caption"] == "x" * length
    else:
        with pytest.raises(Refusal, match="message caption is too long"):
            await call(account, "sendDocument", given)


@pytest.mark.parametrize(
    ("given", "read"),
    [
        ({"chat_id": 7, "disable_notification": True}, True),  # JSON
        ({"chat_id": "7", "disable_notification": "true"}, True),  # a form
        ({"chat_id": "7", "disable_notification": "True"}, True),
        ({"chat_id": "7", "disable_notification": "0"}, False),
    ],
)
async def test_parameters_come_in_any_dress(
    account: Account, chat: Chat, given: dict[str, Any], read: bool
):
    sent = await call(account, "sendMessage", given | {"text": "Hello"})
    assert chat.messages[sent["message_id"]].silent is read


async def test_a_keyboard_goes_with_an_edit_that_names_none(account: Account, chat: Chat):
    sent = await call(account, "sendMessage", text(reply_markup=keyboard([BUTTON], [])))
    assert sent["reply_markup"] == {"inline_keyboard": [[BUTTON]]}
    edited = await call(account, "editMessageText", edit())
    assert "reply_markup" not in edited


async def test_a_caption_is_not_edited_as_text(account: Account, chat: Chat):
    await call(account, "sendPhoto", {"chat_id": 7, "photo": Upload("a", "b", png(9, 9))})
    with pytest.raises(Refusal, match="there is no text in the message to edit"):
        await call(account, "editMessageText", edit())


async def test_a_message_is_deleted_within_two_days(account: Account, chat: Chat):
    account.world.clock.advance(48 * 3600 + 1)
    with pytest.raises(Refusal, match="message can't be deleted for everyone"):
        await call(account, "deleteMessage", {"chat_id": 7, "message_id": 1})


async def test_a_file_over_20_mb_cannot_be_fetched(account: Account):
    file = account.store(Upload("big.yaml", "text/yaml", bytes(20 * 2**20 + 1)))
    with pytest.raises(Refusal, match="file is too big"):
        await call(account, "getFile", {"file_id": file.id})


def _clock_moves(account: Account, wall: Wall) -> None:
    account.world.clock.advance(15.5)


def _time_passes(account: Account, wall: Wall) -> None:
    wall.time += 15.5


def _clock_goes_back_while_time_passes(account: Account, wall: Wall) -> None:
    wall.time += 15.5
    account.world.clock.advance(-3600)


@pytest.mark.parametrize(
    "pass_time", [_clock_moves, _time_passes, _clock_goes_back_while_time_passes]
)
async def test_a_query_is_answered_within_15_seconds(
    account: Account, chat: Chat, wall: Wall, pass_time: Callable[[Account, Wall], None]
):
    query = account.hear_press(chat, chat.members[7], chat.messages[1], "go")
    pass_time(account, wall)
    with pytest.raises(Refusal, match="query is too old"):
        await call(account, "answerCallbackQuery", {"callback_query_id": query.id})
    assert query.expired


async def test_a_query_is_answered_once(account: Account, chat: Chat, wall: Wall):
    query = account.hear_press(chat, chat.members[7], chat.messages[1], "go")
    wall.time += 14.5
    answer = {"callback_query_id": query.id, "text": "Recorded", "show_alert": "true"}
    assert await call(account, "answerCallbackQuery", answer)
    with pytest.raises(Refusal, match="query is too old"):
        await call(account, "answerCallbackQuery", answer | {"text": "again"})
    assert (query.toast, query.alert) == ("Recorded", True)


async def test_message_dates_follow_the_clock(account: Account, chat: Chat):
    account.world.clock.move_to(datetime(2030, 1, 1, 4, tzinfo=UTC))
    sent = await call(account, "sendMessage", text())
    assert datetime.fromtimestamp(sent["date"], UTC) == datetime(2030, 1, 1, 4, tzinfo=UTC)
    assert account.world.clock.to_json()["generation"] == 1
    with pytest.raises(ValueError, match="needs a zone"):
        account.world.clock.move_to(datetime(2030, 1, 1))  # noqa: DTZ001


async def test_calls_are_written_down_with_what_came_of_them(account: Account, chat: Chat):
    await call(account, "sendMessage", text(disable_notification="true"))
    with pytest.raises(Refusal):
        await call(account, "sendMessage", text(chat_id="8"))
    good, bad = account.world.calls_of("sendMessage")
    assert good.parameters["disable_notification"] is True
    assert good.result["text"] == "Hello"
    assert isinstance(bad.error, Refusal)
    assert account.world.calls_of("sendMessage", chat=7) == [good]
