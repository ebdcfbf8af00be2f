"""The chat page as a web server sees it: who may come, and what is handed out."""

import json
from collections.abc import AsyncIterator
from contextlib import nullcontext
from datetime import timedelta
from typing import Any

import aiohttp
import pytest

from bot.sandbox.client import Person, Sandbox
from bot.sandbox.errors import Refusal
from bot.sandbox.page.site import STATIC

NOT_ASKED_FOR = [
    "",
    "[]",
    "{",
    "[" * 10_000,
    '{"do": "dance"}',
    '{"do": "say"}',
    '{"do": "say", "text": ""}',
    '{"do": "say", "text": 1}',
    json.dumps({"do": "say", "text": "x" * 5000}),
    '{"do": "press", "number": 1, "message": "x", "data": "y"}',
    '{"do": "move", "to": NaN}',
    '{"do": "move", "to": 1e300}',
    '{"do": "move", "to": -1e300}',
]


@pytest.fixture
async def session(sandbox: Sandbox) -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession(sandbox.api_url) as session:
        yield session


async def told(line: aiohttp.ClientWebSocketResponse, what: str) -> Any:
    """Return the next thing of a kind that the page is told."""
    while (news := await line.receive_json(timeout=5))["tell"] != what:
        pass
    return news


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "http://127.0.0.1:1"])
async def test_a_page_of_another_site_can_neither_listen_nor_write(
    sandbox: Sandbox, ann: Person, session: aiohttp.ClientSession, origin: str
):
    headers = {"Origin": origin}
    with pytest.raises(aiohttp.WSServerHandshakeError, match="403"):
        await session.ws_connect(f"/page/live/{ann.id}", headers=headers)
    async with session.post(f"/page/files/{ann.id}", data=b"x", headers=headers) as answer:
        assert answer.status == 403
    async with session.post(f"/bot{sandbox.token}/getMe", headers=headers) as answer:
        assert answer.status == 403


async def test_the_pages_own_origin_may(
    sandbox: Sandbox, ann: Person, session: aiohttp.ClientSession
):
    headers = {"Origin": sandbox.api_url}
    async with session.ws_connect(f"/page/live/{ann.id}", headers=headers) as line:
        assert (await told(line, "hello"))["me"] == ann.id


@pytest.mark.parametrize("path", ["/", *(f"/page/{path.name}" for path in STATIC.iterdir())])
async def test_the_page_runs_no_script_but_its_own(session: aiohttp.ClientSession, path: str):
    async with session.get(path) as answer:
        assert answer.status == 200
        assert "script-src 'self';" in answer.headers["Content-Security-Policy"]
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        text = await answer.text()
    assert "innerHTML" not in text
    assert "style=" not in text


@pytest.mark.parametrize(
    "path",
    [
        "/page/none.js",
        "/page/..%2Fsite.py",
        "/page/%2Fetc%2Fpasswd",
        "/page/live/5",
        "/page/live/x",
        "/page/files/7/none",
        "/page/files/5/none",
    ],
)
async def test_what_is_not_there_is_not_found(
    ann: Person, session: aiohttp.ClientSession, path: str
):
    async with session.get(path) as answer:
        assert answer.status == 404


@pytest.mark.parametrize("text", NOT_ASKED_FOR)
async def test_what_nobody_can_ask_for_is_refused_and_the_page_goes_on(
    ann: Person, session: aiohttp.ClientSession, text: str
):
    async with session.ws_connect(f"/page/live/{ann.id}") as line:
        await line.send_str(text)
        await told(line, "refused")
        await line.send_json({"do": "say", "text": "still here"})
        (event,) = (await told(line, "events"))["events"]
        assert event["message"]["text"] == "still here"


async def test_a_file_that_somebody_sent_is_saved_and_never_shown_as_a_page(
    sandbox: Sandbox, ann: Person, session: aiohttp.ClientSession
):
    sent = await ann.sends_document("evil.html", b"<script>1</script>", mime="text/html")
    path = f"/page/files/{ann.id}/{sent.attachment['document']['file_id']}"
    async with session.get(path) as answer:
        assert await answer.read() == b"<script>1</script>"
        assert answer.content_type == "application/octet-stream"
        assert answer.headers["Content-Disposition"] == "attachment"


async def test_a_picture_nobody_could_show_is_refused(ann: Person, session: aiohttp.ClientSession):
    flat = b"\x89PNG\r\n\x1a\n" + b"\0" * 8 + (1).to_bytes(4) + (9000).to_bytes(4)
    async with session.post(f"/page/files/{ann.id}", data=flat) as answer:
        assert answer.status == 400
        assert "PHOTO_INVALID_DIMENSIONS" in await answer.text()


async def test_the_clock_never_moves_back(
    sandbox: Sandbox, ann: Person, session: aiohttp.ClientSession
):
    clock = sandbox.world.clock
    async with session.ws_connect(f"/page/live/{ann.id}") as line:
        earlier, later = (clock.now() + timedelta(hours=hours) for hours in (-1, 1))
        for moment in (earlier, later):
            await line.send_json({"do": "move", "to": moment.timestamp()})
        assert (await told(line, "clock"))["offset"] == pytest.approx(3600, abs=5)
    assert clock.generation == 1


async def test_nobody_can_change_what_another_wrote(
    sandbox: Sandbox, ann: Person, session: aiohttp.ClientSession
):
    message = sandbox.account.send(ann.chat)
    async with session.ws_connect(f"/page/live/{ann.id}") as line:
        for edited in (message.id, ann.messages[0].id):
            await line.send_json({"do": "edit", "message": edited, "text": "changed"})
        (event,) = (await told(line, "events"))["events"]
    assert event["message"]["message_id"] == ann.messages[0].id
    assert message.text == ""


@pytest.mark.parametrize("late", [False, True])
async def test_a_press_is_told_how_it_was_answered(
    sandbox: Sandbox, ann: Person, session: aiohttp.ClientSession, late: bool
):
    message = sandbox.account.send(ann.chat)
    async with session.ws_connect(f"/page/live/{ann.id}") as line:
        await line.send_json({"do": "press", "number": 5, "message": message.id, "data": "x"})
        while not (open_queries := list(sandbox.account.queries)):
            await told(line, "traffic")
        if late:
            sandbox.advance(20)
        with pytest.raises(Refusal) if late else nullcontext():
            sandbox.account.answer(*open_queries, "Noted.", alert=True)
        answered = await told(line, "answered")
    assert answered["number"] == 5
    assert (answered["toast"], answered["alert"]) == ((None, False) if late else ("Noted.", True))


async def test_a_button_of_a_message_that_is_gone_is_not_waited_for(
    ann: Person, session: aiohttp.ClientSession
):
    async with session.ws_connect(f"/page/live/{ann.id}") as line:
        await line.send_json({"do": "press", "number": 6, "message": 999, "data": "x"})
        assert (await told(line, "answered"))["toast"] is None


async def test_the_commands_of_the_narrowest_scope_are_listed(
    ann: Person, session: aiohttp.ClientSession, sandbox: Sandbox
):
    about = sandbox.account.about
    async with session.ws_connect(f"/page/live/{ann.id}") as line:
        for name, place in (
            ("all", ("", "default")),
            ("private", ("", "all_private_chats")),
            ("english", ("en", "all_private_chats")),
            ("german", ("de", "chat", str(ann.id))),
            ("ann", ("", "chat", str(ann.id))),
        ):
            about["commands", *place] = [{"command": name, "description": "x"}]
            await line.send_json({"do": "menu"})
            (listed,) = (await told(line, "menu"))["commands"]
            assert listed["command"] == (name if name != "german" else "english")
