"""Delivery against the sandbox: what is played, what is refused for good, and what goes up."""

from collections.abc import AsyncIterator
from urllib.parse import parse_qs, urlsplit

import pytest
from telegram import Bot, Update
from telegram.error import Forbidden, NetworkError, RetryAfter, TelegramError

from bot import buttons
from bot.delivery import Place, Sent, play, send_file
from bot.sandbox.client import Person, Sandbox
from bot.sandbox.faults import Fault, bad_request, broken, flood, forbidden
from bot.screens import Act, Edit, Key, Screen, Send, Share, Strip, Toast
from bot.transport import AiohttpRequest

PLAIN = Screen("<b>Plain</b>")
KEYED = Screen("Choose", ((Key("Study", buttons.Study()), Key("Come", url="https://t.me/x")),))


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    async with await Sandbox.start() as sandbox:
        yield sandbox


@pytest.fixture
async def bot(sandbox: Sandbox) -> AsyncIterator[Bot]:
    transports = {"request": AiohttpRequest(), "get_updates_request": AiohttpRequest()}
    async with Bot(sandbox.token, base_url=f"{sandbox.api_url}/bot", **transports) as bot:
        yield bot


@pytest.fixture
async def ann(sandbox: Sandbox) -> Person:
    ann = sandbox.person("Ann")
    await ann.says("/start")
    return ann


async def latest(bot: Bot, sandbox: Sandbox) -> Place:
    """Return the place of the newest update."""
    update = sandbox.account.updates.waiting(100)[-1]
    return Place.of(Update.de_json(update.body, bot))


async def pressed(bot: Bot, sandbox: Sandbox, ann: Person, screen: Screen = KEYED) -> Place:
    """Return the place of a press below a message that shows ``screen``."""
    await play(bot, Place(ann.id), [Send(screen)])
    await ann.taps("1:study", ann.last)
    return await latest(bot, sandbox)


async def test_a_screen_is_sent_silently_with_its_keys(
    sandbox: Sandbox, bot: Bot, ann: Person
) -> None:
    await play(bot, Place(ann.id), [Send(KEYED)])
    assert ann.last.silent
    assert ann.last.buttons == ("Study", "Come")
    [call] = sandbox.world.calls_of("sendMessage")
    assert call.parameters["link_preview_options"] == {"is_disabled": True}


async def test_what_is_shared_is_a_line_and_a_link_that_starts_the_bot(
    sandbox: Sandbox, bot: Bot, ann: Person
) -> None:
    share = Share("Problem of the day: solved & done.", "day-2026-11-24")
    await play(bot, Place(ann.id), [Send(Screen("Right.", ((Key("Share", share=share),),)))])
    [call] = sandbox.world.calls_of("sendMessage")
    [[key]] = call.parameters["reply_markup"]["inline_keyboard"]
    address = urlsplit(key["url"])
    assert (address.scheme, address.netloc, address.path) == ("https", "t.me", "/share/url")
    assert parse_qs(address.query, strict_parsing=True) == {
        "url": [f"https://t.me/{bot.username}?start=day-2026-11-24"],
        "text": ["Problem of the day: solved & done."],
    }


async def test_a_question_comes_back_with_its_number_and_telegrams_date(
    bot: Bot, ann: Person
) -> None:
    sent = await play(bot, Place(ann.id), [Send(PLAIN), Send(KEYED, opens=7)])
    at = ann.last.date.replace(microsecond=0)
    assert sent == (Sent(question_id=7, message_id=ann.last.id, told_at=at),)


async def test_a_reply_names_the_message_that_was_typed(
    sandbox: Sandbox, bot: Bot, ann: Person
) -> None:
    said = await ann.says("an epoch")
    await play(bot, await latest(bot, sandbox), [Send(PLAIN, reply=True)])
    assert ann.last.reply_to is not None
    assert ann.last.reply_to.id == said.id


async def test_an_edit_changes_the_message_whose_button_was_pressed(
    sandbox: Sandbox, bot: Bot, ann: Person
) -> None:
    place = await pressed(bot, sandbox, ann)
    before = len(ann.messages)
    await play(bot, place, [Edit(PLAIN)])
    assert (len(ann.messages), ann.last.text, ann.last.buttons) == (before, "Plain", ())


@pytest.mark.parametrize(
    "acts", [[], [Strip(None)], [Toast("Noted.")], [Edit(PLAIN), Toast("Noted.")]]
)
async def test_a_press_is_answered_first_and_once(
    sandbox: Sandbox, bot: Bot, ann: Person, acts: list[Act]
) -> None:
    place = await pressed(bot, sandbox, ann)
    [query] = sandbox.account.queries.values()
    calls_before = len(sandbox.world.calls)
    await play(bot, place, acts)
    methods = [call.method for call in list(sandbox.world.calls)[calls_before:]]
    assert methods[0] == "answerCallbackQuery"
    assert methods.count("answerCallbackQuery") == 1
    assert query.toast == ("Noted." if Toast("Noted.") in acts else "")


async def test_a_button_can_be_taken_off_twice(sandbox: Sandbox, bot: Bot, ann: Person) -> None:
    place = await pressed(bot, sandbox, ann)
    await play(bot, place, [Strip(None)])
    await play(bot, place, [Strip(ann.last.id), Edit(KEYED), Edit(KEYED)])
    assert ann.last.buttons == ("Study", "Come")


GONE = [bad_request("message to edit not found"), bad_request("message can't be edited")]


@pytest.mark.parametrize("refusal", GONE, ids=lambda refusal: refusal.description)
async def test_what_cannot_be_edited_is_sent_anew(
    sandbox: Sandbox, bot: Bot, ann: Person, refusal: Fault
) -> None:
    place = await pressed(bot, sandbox, ann)
    before = len(ann.messages)
    sandbox.world.faults.order("editMessageText", refusal)
    await play(bot, place, [Edit(PLAIN)])
    assert (len(ann.messages), ann.last.text) == (before + 1, "Plain")


async def test_what_telegram_will_never_take_is_logged_without_its_text_and_passed_over(
    sandbox: Sandbox, bot: Bot, ann: Person, caplog: pytest.LogCaptureFixture
) -> None:
    sandbox.world.faults.order("sendMessage", bad_request("no such thing"))
    sent = await play(bot, Place(ann.id), [Send(KEYED, opens=7), Send(PLAIN)])
    assert sent == ()
    assert ann.last.text == "Plain"
    assert "No such thing" in caplog.text
    assert "Choose" not in caplog.text


GO_UP = [
    (flood(3), RetryAfter),
    (broken(502), NetworkError),
    (forbidden("bot was blocked by the user"), Forbidden),
]


@pytest.mark.parametrize(("fault", "error"), GO_UP)
async def test_what_may_pass_goes_up(
    sandbox: Sandbox, bot: Bot, ann: Person, fault: Fault, error: type[TelegramError]
) -> None:
    sandbox.world.faults.order("sendMessage", fault)
    with pytest.raises(error):
        await play(bot, Place(ann.id), [Send(PLAIN)])


async def test_a_file_is_sent_with_its_caption(bot: Bot, ann: Person) -> None:
    await send_file(bot, Place(ann.id), "all.json", b"{}", Screen("Here &amp; now"))
    assert ann.last.text == "Here & now"
    assert (ann.last.attachment or {})["document"]["file_name"] == "all.json"
