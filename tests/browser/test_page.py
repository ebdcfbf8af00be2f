"""The chat page by itself; the test is the bot."""

import asyncio
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.async_api import expect

from bot.sandbox.client import Sandbox
from bot.sandbox.people import Person
from tests.browser.conftest import Bot, Phones
from tests.browser.phone import PATIENCE, Phone

ANN, BEN = 1001, 1002
HOSTILE = [
    "<img src=x onerror='window.hacked=1'>",
    "<script>window.hacked=1</script>",
    '"><svg onload=window.hacked=1>',
    "javascript:window.hacked=1",
    "&lt;b&gt; &amp; {{7*7}} ${7*7}",
    "\u202egnihton \u2066evil",
]
FAINT = Path(__file__).with_name("faint.js").read_text()
PICTURE = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000002000000020802000000fdd49a73"
    "0000001049444154789c63f8cfc0f01f8c21140034e407f9a8a7cd4d0000000049454e44ae426082"
)


def keyboard(*labels: str) -> dict[str, object]:
    row = [{"text": label, "callback_data": label} for label in labels]
    return {"inline_keyboard": [row]}


@pytest.fixture
async def ann(sandbox: Sandbox) -> Person:
    """Ann's chat has begun, and the bot knows."""
    chat = sandbox.account.chats[ANN]
    ann = Person(sandbox.account, chat, chat.members[ANN])
    await ann.says("/start")
    return ann


async def test_the_first_screen_says_what_to_try_and_starts(
    sandbox: Sandbox, bot: Bot, phones: Phones
):
    await bot("setMyDescription", description="I teach.")
    phone = await phones(sandbox.page_url)
    begin = phone.page.get_by_role("region", name="How to begin")
    await expect(begin).to_contain_text("I teach.")
    await expect(begin).to_contain_text("Try this: press Start")
    await begin.get_by_role("button", name="Start").click()
    await expect(begin).to_be_hidden()
    await expect(phone.last).to_contain_text("/start")
    await expect(phone.text).to_be_focused()


async def test_marked_up_text_looks_marked_up(ann: Person, bot: Bot, phone: Phone):
    text = (
        "😀 <b>bold <i>both</i></b> <u>u</u> <s>s</s> <code>a &lt; b</code>\n"
        '<a href="https://example.org/?a=1&amp;b=2">there</a> <pre>x\n y</pre>\n'
        "<blockquote>said</blockquote>\nafter /help"
    )
    await bot("sendMessage", chat_id=ANN, text=text, parse_mode="HTML")
    words = phone.last.locator(".words")
    await expect(words.locator("strong")).to_have_text("bold both")
    await expect(words.locator("strong em")).to_have_text("both")
    await expect(words.locator("code")).to_have_text("a < b")
    await expect(words.locator("u, s")).to_have_text(["u", "s"])
    await expect(words.locator("pre")).to_have_text("x\n y")
    await expect(words.locator("a")).to_have_attribute("href", "https://example.org/?a=1&b=2")
    await expect(words.locator("a")).to_have_attribute("rel", "noopener noreferrer")
    await expect(words.locator("blockquote")).to_have_text("said")
    await words.get_by_role("button", name="/help").click()
    await expect(phone.last).to_contain_text("/help")
    assert ann.messages[-1].text == "/help"


async def pressed(sandbox: Sandbox) -> str:
    """Return the one press that waits for an answer; the page shows it before it has arrived."""
    for _ in range(PATIENCE // 10):
        if sandbox.account.queries:
            break
        await asyncio.sleep(0.01)
    (query,) = sandbox.account.queries
    return query


async def test_hostile_text_is_shown_as_text(sandbox: Sandbox, ann: Person, bot: Bot, phone: Phone):
    for hostile in HOSTILE:
        await phone.says(hostile)
        await expect(phone.last.locator(".words")).to_have_text(hostile)
        await bot(
            "sendMessage",
            chat_id=ANN,
            text=hostile,
            reply_markup=keyboard(hostile[:60]),
            reply_parameters={"message_id": ann.messages[-1].id},
        )
        await expect(phone.last.locator(".words")).to_have_text(hostile)
        await expect(phone.last.locator(".quote")).to_contain_text(hostile)
        await expect(phone.last.locator(".key")).to_have_text(hostile[:60])
        await phone.last.locator(".key").click()
        query = await pressed(sandbox)
        await bot("answerCallbackQuery", callback_query_id=query, text=hostile, show_alert=True)
        await expect(phone.page.get_by_role("dialog")).to_contain_text(hostile)
        await phone.page.get_by_role("button", name="OK").click()
    assert await phone.page.evaluate("window.hacked") is None
    assert await phone.page.locator("#log :is(img, script, svg)").count() == 0


async def test_hostile_names_of_files_and_commands_are_shown_as_text(
    ann: Person, bot: Bot, phone: Phone
):
    for hostile in HOSTILE:
        name = f"{hostile.replace('/', '')}.txt"
        file = {"name": name, "mimeType": "text/html", "buffer": b"<script>hacked=1</script>"}
        await phone.page.locator("#file").set_input_files(file)
        await expect(phone.last.locator(".name")).to_have_text(name)
        await bot("setMyCommands", commands=[{"command": "evil", "description": hostile}])
        await phone.text.fill("/")
        await expect(phone.page.locator("#menu")).to_contain_text(hostile)
        await phone.text.fill("")
    assert await phone.page.evaluate("window.hacked") is None


async def test_a_spoiler_is_shown_on_demand(ann: Person, bot: Bot, phone: Phone):
    text = "It is <tg-spoiler>a <b>surprise</b></tg-spoiler>"
    await bot("sendMessage", chat_id=ANN, text=text, parse_mode="HTML")
    await expect(phone.last.get_by_text("surprise")).to_be_hidden()
    await phone.last.get_by_role("button", name="Hidden text").press("Enter")
    await expect(phone.last.get_by_text("surprise")).to_be_visible()


async def test_a_long_quotation_can_be_unfolded_and_a_short_one_need_not(
    ann: Person, bot: Bot, phone: Phone
):
    more = phone.page.get_by_role("button", name="Show more")
    for text in ("short", "a long one " * 40):
        quotation = f"<blockquote expandable>{text}</blockquote>"
        await bot("sendMessage", chat_id=ANN, text=quotation, parse_mode="HTML")
    await expect(phone.messages).to_have_count(3)
    await expect(more).to_have_count(1)
    await phone.page.reload()
    await expect(phone.messages).to_have_count(3)
    await expect(more).to_have_count(1)
    folded = (await phone.last.bounding_box())["height"]
    await more.click()
    assert (await phone.last.bounding_box())["height"] > 2 * folded
    await phone.page.get_by_role("button", name="Show less").click()
    assert (await phone.last.bounding_box())["height"] == folded


async def test_a_pressed_button_shows_it_until_it_is_answered(
    sandbox: Sandbox, ann: Person, bot: Bot, phone: Phone
):
    await bot("sendMessage", chat_id=ANN, text="Choose", reply_markup=keyboard("one", "two"))
    one = phone.last.get_by_role("button", name="one")
    await one.click()
    await expect(one).to_have_attribute("aria-pressed", "true")
    await expect(one).to_have_class(re.compile("waits"))
    query = await pressed(sandbox)
    await bot("answerCallbackQuery", callback_query_id=query, text="Noted.")
    await expect(phone.page.locator("#toast")).to_have_text("Noted.")
    await expect(one).not_to_have_class(re.compile("waits"))


async def test_edits_happen_in_place_and_are_marked(ann: Person, bot: Bot, phone: Phone):
    sent = await bot("sendMessage", chat_id=ANN, text="Once", reply_markup=keyboard("Go"))
    place = {"chat_id": ANN, "message_id": sent["message_id"]}
    await bot("sendMessage", chat_id=ANN, text="Below")
    await bot("editMessageReplyMarkup", **place)
    await expect(phone.page.locator(".key")).to_have_count(0)
    await expect(phone.page.get_by_text("edited")).to_have_count(0)
    await bot("editMessageText", **place, text="Twice")
    await expect(phone.messages.locator(".words")).to_have_text(["/start", "Twice", "Below"])
    await expect(phone.messages.nth(1).locator(".edited")).to_have_text("edited")
    await bot("deleteMessage", **place)
    await expect(phone.messages.locator(".words")).to_have_text(["/start", "Below"])


async def test_the_newest_is_in_view_unless_one_reads_further_up(
    ann: Person, bot: Bot, phone: Phone
):
    for number in range(30):
        await bot("sendMessage", chat_id=ANN, text=f"{number}\n" * 3)
    await expect(phone.last).to_be_in_viewport(ratio=1)
    await phone.messages.first.scroll_into_view_if_needed()
    await phone.page.wait_for_function("document.getElementById('log').scrollTop < 100")
    await bot("sendMessage", chat_id=ANN, text="unseen")
    await expect(phone.last).to_contain_text("unseen")
    await expect(phone.last).not_to_be_in_viewport()
    await phone.says("mine")
    await expect(phone.last).to_be_in_viewport(ratio=1)


async def test_whoever_presses_by_key_goes_on_by_key(
    sandbox: Sandbox, ann: Person, bot: Bot, phone: Phone
):
    sent = await bot("sendMessage", chat_id=ANN, text="1", reply_markup=keyboard("Go"))
    await phone.page.get_by_role("button", name="Go").focus()
    await phone.page.keyboard.press("Tab")
    await phone.page.keyboard.press("Shift+Tab")
    await phone.page.keyboard.press("Enter")
    await bot(
        "editMessageText",
        chat_id=ANN,
        message_id=sent["message_id"],
        text="2",
        reply_markup=keyboard("On"),
    )
    await expect(phone.page.get_by_role("button", name="On")).to_be_focused()


async def test_a_reply_quotes_and_leads_to_what_it_answers(ann: Person, bot: Bot, phone: Phone):
    sent = await bot("sendMessage", chat_id=ANN, text="How many?")
    await phone.last.hover()
    await phone.last.get_by_role("button", name="Reply").click()
    await expect(phone.page.locator("#context")).to_contain_text("Reply to: How many?")
    await phone.says("Ten")
    await expect(phone.last.locator(".quote")).to_contain_text("How many?")
    assert ann.messages[-1].reply_to.id == sent["message_id"]
    await phone.last.locator(".quote").click()
    await expect(phone.messages.nth(1)).to_have_class(re.compile("changed"))


async def test_the_last_message_of_ones_own_can_be_edited(ann: Person, phone: Phone):
    await phone.says("25")
    await phone.text.press("ArrowUp")
    await expect(phone.text).to_have_value("25")
    await phone.says("26")
    await expect(phone.last.locator(".words")).to_have_text("26")
    await expect(phone.last).to_contain_text("edited")
    assert ann.messages[-1].text == "26"


async def test_the_bot_is_seen_typing(ann: Person, bot: Bot, phone: Phone):
    await bot("sendChatAction", chat_id=ANN, action="typing")
    await expect(phone.page.locator("#state")).to_have_text("typing…")
    await bot("sendMessage", chat_id=ANN, text="There.")
    await expect(phone.page.locator("#state")).to_have_text("bot")


async def test_files_go_up_and_down(
    sandbox: Sandbox, ann: Person, bot: Bot, phone: Phone, tmp_path: Path
):
    deck = tmp_path / "deck.yaml"
    deck.write_text("format: 1\n")
    await phone.page.locator("#file").set_input_files(deck)
    await expect(phone.last.locator(".document")).to_contain_text("deck.yaml")
    assert ann.messages[-1].attachment["document"]["file_size"] == 10
    async with phone.page.expect_download() as download:
        await phone.last.locator(".document").click()
    found = await download.value
    assert found.suggested_filename == "deck.yaml"
    await found.save_as(tmp_path / "saved")
    assert (tmp_path / "saved").read_bytes() == deck.read_bytes()


async def test_pictures_are_shown(sandbox: Sandbox, ann: Person, bot: Bot, phone: Phone):
    file = {"name": "graph.png", "mimeType": "image/png", "buffer": PICTURE}
    await phone.page.locator("#file").set_input_files(file)
    picture = phone.last.get_by_role("img", name="Picture")
    await expect(picture).to_have_js_property("naturalWidth", 2)


async def test_commands_are_listed_and_filtered(ann: Person, bot: Bot, phone: Phone):
    commands = [
        {"command": name, "description": f"to {name}"} for name in ("study", "stop", "undo")
    ]
    await bot("setMyCommands", commands=commands)
    await phone.page.get_by_role("button", name="Commands").click()
    listed = phone.page.locator("#menu li")
    await expect(listed).to_have_count(3)
    await phone.text.fill("/st")
    await expect(listed).to_have_count(2)
    await phone.text.press("ArrowUp")
    await phone.page.keyboard.press("ArrowUp")
    await phone.page.keyboard.press("Enter")
    await expect(phone.last).to_contain_text("/study")
    await expect(listed.first).to_be_hidden()
    assert ann.messages[-1].text == "/study"


async def test_each_person_has_a_chat_and_sees_that_something_came(
    sandbox: Sandbox, ann: Person, bot: Bot, phone: Phone
):
    chat = sandbox.account.chats[BEN]
    await Person(sandbox.account, chat, chat.members[BEN]).says("/start")
    await bot("sendMessage", chat_id=BEN, text="For Ben")
    await expect(phone.page.locator(".unread")).to_have_text("Ben")
    await phone.page.get_by_role("radio", name="Ben").check()
    await expect(phone.last).to_contain_text("For Ben")
    await expect(phone.page.locator(".unread")).to_have_count(0)
    await phone.page.reload()
    await expect(phone.last).to_contain_text("For Ben")
    await phone.page.get_by_role("radio", name="Ann").check()
    await expect(phone.messages.locator(".words")).to_have_text(["/start"])
    await expect(phone.page.locator(".unread")).to_have_count(0)


async def test_the_clock_moves_forward_by_an_hour_and_to_the_next_morning(
    sandbox: Sandbox, ann: Person, phones: Phones
):
    kolkata = timedelta(hours=5, minutes=30)
    sandbox.move_to(datetime(2030, 5, 4, 20, 0, tzinfo=UTC))
    one, other = [await phones(sandbox.page_url, zone="Asia/Kolkata") for _ in range(2)]
    await expect(one.page.locator("#now")).to_have_text("Sun 5 May, 01:30")
    await one.page.get_by_role("button", name="+1 h").click()
    await expect(other.page.locator("#now")).to_have_text("Sun 5 May, 02:30")
    await one.page.get_by_role("button", name="Next morning").click()
    await expect(other.page.locator("#now")).to_have_text("Mon 6 May, 08:00")
    passed = sandbox.world.clock.now() - (datetime(2030, 5, 6, 8, 0, tzinfo=UTC) - kolkata)
    assert timedelta() <= passed < timedelta(seconds=10)
    assert sandbox.world.clock.generation == 3


async def test_light_and_dark_follow_the_system_until_switched(
    sandbox: Sandbox, ann: Person, phones: Phones
):
    phone = await phones(sandbox.page_url, dark=True)
    look = "getComputedStyle(document.body).backgroundColor"
    dark = await phone.page.evaluate(look)
    switch = phone.page.get_by_role("button", name="Dark colours")
    await expect(switch).to_have_attribute("aria-pressed", "true")
    await switch.click()
    light = await phone.page.evaluate(look)
    assert dark != light
    await phone.page.reload()
    await expect(phone.messages).to_have_count(1)
    assert await phone.page.evaluate(look) == light


@pytest.mark.parametrize("dark", [False, True])
async def test_all_text_stands_out_from_what_is_behind_it(
    sandbox: Sandbox, ann: Person, bot: Bot, phones: Phones, dark: bool
):
    await bot("setMyCommands", commands=[{"command": "help", "description": "help"}])
    await ann.sends_document("deck.yaml", b"x")
    text = "<blockquote>a</blockquote> <code>b</code> /help https://example.org"
    await bot(
        "sendMessage",
        chat_id=ANN,
        text=text,
        parse_mode="HTML",
        reply_markup=keyboard("Go", "On"),
        reply_parameters={"message_id": ann.messages[0].id},
    )
    phone = await phones(sandbox.page_url, dark=dark, width=1280)
    await phone.presses("Go")
    await phone.says("/help")
    await phone.messages.first.get_by_role("button", name="Reply").focus()
    await phone.page.keyboard.press("Enter")
    await phone.text.fill("/")
    await expect(phone.page.locator("#menu li")).to_have_count(1)
    assert await phone.page.evaluate(FAINT) == []


async def test_developers_see_what_travels(sandbox: Sandbox, ann: Person, bot: Bot, phone: Phone):
    panel = phone.page.get_by_role("complementary", name="What travels")
    await expect(panel).to_be_hidden()
    await phone.page.get_by_role("button", name="What travels").click()
    await phone.says("Hello <b>")
    await bot("sendMessage", chat_id=ANN, text="Good day")
    await expect(panel.locator("li.in").first).to_contain_text("message")
    await expect(panel.locator("li.in").first).to_contain_text("Hello <b>")
    await expect(panel.locator("li.out").first).to_contain_text("sendMessage")
    await panel.locator("li.out summary").first.click()
    await expect(panel.locator("li.out pre").first).to_contain_text('"text": "Good day"')
    await phone.page.keyboard.press("Escape")
    await expect(panel).to_be_hidden()


async def test_a_call_that_is_refused_is_seen_to_be(
    sandbox: Sandbox, ann: Person, bot: Bot, phones: Phones
):
    phone = await phones(sandbox.page_url, width=1280)
    with pytest.raises(Exception, match="can't parse entities"):
        await bot("sendMessage", chat_id=ANN, text="<b>", parse_mode="HTML")
    await expect(phone.page.locator("#items .failed")).to_contain_text("can't parse entities")


async def test_nothing_is_wider_than_the_screen(ann: Person, bot: Bot, phone: Phone):
    labels = ("a" * 60, "b" * 60, "c")
    text = f"{'x' * 400} <pre>{'y' * 400}</pre>"
    await bot(
        "sendMessage", chat_id=ANN, text=text, parse_mode="HTML", reply_markup=keyboard(*labels)
    )
    await expect(phone.messages).to_have_count(2)
    parts = "[document.scrollingElement, document.getElementById('log')]"
    for width in (320, 390, 1280):
        await phone.page.set_viewport_size({"width": width, "height": 844})
        assert await phone.page.evaluate(f"{parts}.every((e) => e.scrollWidth <= e.clientWidth)")


async def test_everything_that_can_be_used_has_a_name_and_can_be_reached_by_key(
    ann: Person, bot: Bot, phone: Phone
):
    await bot("sendMessage", chat_id=ANN, text="Choose", reply_markup=keyboard("one"))
    await expect(phone.messages).to_have_count(2)
    await phone.page.evaluate("document.body.focus()")
    named = """() => {
        const e = document.activeElement;
        return e.getAttribute("aria-label") || e.labels?.[0]?.textContent || e.textContent;
    }"""
    reached = []
    for _ in range(14):
        await phone.page.keyboard.press("Tab")
        reached.append(await phone.page.evaluate(named))
    for name in ("Ann", "Next morning", "Chat", "one", "Commands", "Send a file", "Message"):
        assert name in reached
    assert all(reached)


async def test_what_comes_is_read_out_and_what_was_there_is_not(
    ann: Person, bot: Bot, phone: Phone
):
    log = phone.page.get_by_role("log")
    await expect(log).to_have_attribute("aria-live", "off")
    await bot("sendMessage", chat_id=ANN, text="News")
    await expect(log).to_have_attribute("aria-live", "polite")
    await expect(phone.last).to_contain_text("Minibatch: News")


async def test_the_page_finds_back_after_the_line_was_cut(
    sandbox: Sandbox, ann: Person, phone: Phone
):
    port = int(sandbox.api_url.rpartition(":")[2])
    await expect(phone.messages).to_have_count(1)
    await sandbox.stop()
    await expect(phone.page.locator("#state")).to_contain_text("The demo has ended")
    await phone.text.fill("Anybody?")
    await phone.text.press("Enter")
    await expect(phone.page.locator("#toast")).to_contain_text("Nobody is there")
    async with await Sandbox.start(port=port) as again:
        await again.person("Ann").says("Back")
        await expect(phone.last).to_contain_text("Back")
    phone.complaints.clear()  # the browser says that nobody answered for a while
