"""The sandbox as a web server: how calls come in and who may come."""

import json
from collections.abc import Callable

import aiohttp
import pytest

from bot.sandbox.client import Person, Sandbox

FORM = "application/x-www-form-urlencoded"


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        (FORM, b"chat_id=7&text=Hello"),
        ("application/json", b'{"chat_id": 7, "text": "Hello", "parse_mode": null}'),
        (
            "multipart/form-data; boundary=x",
            b'--x\r\nContent-Disposition: form-data; name="chat_id"\r\n\r\n7\r\n'
            b'--x\r\nContent-Disposition: form-data; name="text"\r\n\r\nHello\r\n--x--\r\n',
        ),
    ],
)
async def test_a_call_comes_in_any_form(
    sandbox: Sandbox, ann: Person, content_type: str, body: bytes
):
    url = f"{sandbox.api_url}/bot{sandbox.token}/sendMessage"
    headers = {"Content-Type": content_type}
    async with (
        aiohttp.ClientSession() as session,
        session.post(url, data=body, headers=headers) as answer,
    ):
        assert answer.status == 200
        assert (await answer.json())["result"]["text"] == "Hello"


async def test_a_call_may_stand_in_the_address(sandbox: Sandbox, ann: Person, fetch: Callable):
    await fetch("sendMessage?chat_id=7&text=Hello")
    assert ann.last.text == "Hello"


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/botnonsense/getMe", 404),
        ("/bot1:a/getMe", 200),
        ("/bot1:a/getMee", 404),
        ("/file/bot1:a/files/none", 404),
        ("/file/botnonsense/files/none", 404),
        ("/etc/passwd", 404),
    ],
)
async def test_what_is_not_there_is_not_found(sandbox: Sandbox, path: str, status: int):
    url = sandbox.api_url + path
    async with aiohttp.ClientSession() as session, session.get(url) as answer:
        assert answer.status == status


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("application/json", b"[]"),
        ("application/json", b"{"),
        ("application/json", b"[" * 100_000),
        ("application/json", b'"\xff"'),
        (FORM, b"text=\xff"),
        (f"{FORM}; charset=klingon", b"text=x"),
        ("multipart/form-data", b"no boundary"),
    ],
)
async def test_a_broken_body_is_refused(sandbox: Sandbox, content_type: str, body: bytes):
    url = f"{sandbox.api_url}/bot{sandbox.token}/getMe"
    headers = {"Content-Type": content_type}
    async with (
        aiohttp.ClientSession() as session,
        session.post(url, data=body, headers=headers) as answer,
    ):
        assert answer.status == 400
        assert json.loads(await answer.read()) == {
            "ok": False,
            "error_code": 400,
            "description": "Bad Request: can't parse the body",
        }


async def test_a_page_of_another_site_cannot_reach_in(sandbox: Sandbox):
    headers = {"Host": "evil.example"}
    async with (
        aiohttp.ClientSession() as session,
        session.get(sandbox.clock_url, headers=headers) as answer,
    ):
        assert answer.status == 403


async def test_the_clock_is_told(sandbox: Sandbox):
    sandbox.advance(3600)
    async with aiohttp.ClientSession() as session, session.get(sandbox.clock_url) as answer:
        assert await answer.json() == {"offset": 3600, "generation": 1}


async def test_a_poll_whose_bot_is_gone_takes_nothing_with_it(
    sandbox: Sandbox, ann: Person, fetch: Callable
):
    await fetch("getUpdates?offset=-1")
    await fetch("getUpdates?offset=1001")
    url = f"{sandbox.api_url}/bot{sandbox.token}/getUpdates?timeout=50"
    async with aiohttp.ClientSession() as session:
        with pytest.raises(TimeoutError):
            await session.get(url, timeout=aiohttp.ClientTimeout(0.05))
    await ann.says("still there?")
    (update,) = await fetch("getUpdates")
    assert update["message"]["text"] == "still there?"
