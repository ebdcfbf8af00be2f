"""The transport: python-telegram-bot's own calls over real HTTP, and how they fail."""

import asyncio

import pytest
from aiohttp import web
from telegram import Bot, InputFile
from telegram.error import BadRequest, Forbidden, NetworkError, RetryAfter, TimedOut

from bot.transport import AiohttpRequest
from tests.bot.telegram_server import TOKEN, Server, bot_of, ok, refusal, running


@pytest.fixture
async def server():
    async with running() as server:
        yield server


@pytest.fixture
async def bot(server: Server):
    async with bot_of(server) as bot:
        yield bot


async def test_a_call_carries_its_parameters_as_a_form(bot: Bot, server: Server):
    message = await bot.send_message(7, "5 < 6 & ü", disable_notification=True)
    assert message.message_id == 5
    path, asked = server.asked[-1]
    assert path == f"/bot{TOKEN}/sendMessage"
    assert asked == {"chat_id": "7", "text": "5 < 6 & ü", "disable_notification": "true"}


async def test_a_file_is_uploaded_beside_its_parameters(bot: Bot, server: Server):
    await bot.send_document(7, InputFile(b"{}", filename="export.json"), caption="yours")
    _, asked = server.asked[-1]
    assert asked["document"] == ("export.json", "application/json", b"{}")
    assert asked["caption"] == "yours"


async def test_a_file_is_downloaded(bot: Bot, server: Server):
    server.answers = [
        ok({"file_id": "x", "file_unique_id": "y", "file_path": "documents/deck.yaml"}),
        web.Response(body=b"deck"),
    ]
    file = await bot.get_file("x")
    assert await file.download_as_bytearray() == b"deck"
    assert server.asked[-1][0] == f"/file/bot{TOKEN}/documents/deck.yaml"


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (refusal(400, "Bad Request: chat not found"), BadRequest),
        (refusal(403, "Forbidden: bot was blocked by the user"), Forbidden),
        (refusal(429, "Too Many Requests", retry_after=3), RetryAfter),
        (refusal(502, "Bad Gateway"), NetworkError),
        (web.Response(status=500, body=b"<html>"), NetworkError),
        (web.Response(status=302, headers={"Location": "https://example.org/"}), NetworkError),
    ],
)
async def test_a_refusal_becomes_the_librarys_error(bot, server, answer, error):
    server.answers = [answer]
    with pytest.raises(error) as raised:
        await bot.send_message(7, "hello")
    assert TOKEN not in repr(raised.value)


async def test_no_answer_in_time_is_a_time_out_without_the_token(bot: Bot, server: Server):
    server.late = 2
    with pytest.raises(TimedOut) as raised:
        await bot.send_message(7, "hello", read_timeout=0.1)
    assert TOKEN not in f"{raised.value!r}"
    assert raised.value.__cause__ is None


async def test_a_long_poll_may_wait_longer_than_other_calls(bot: Bot, server: Server):
    server.late = 1
    server.answers = [ok([])]
    assert await bot.do_api_request("get_Updates", read_timeout=5) == []


async def test_a_server_that_is_gone_is_a_network_error_without_the_token():
    async with AiohttpRequest() as request:
        with pytest.raises(NetworkError) as raised:
            await request.post(f"http://127.0.0.1:9/bot{TOKEN}/getMe")
    assert str(raised.value) == "ClientConnectorError"


async def test_an_address_that_is_none_is_a_network_error_without_the_token():
    async with AiohttpRequest() as request:
        with pytest.raises(NetworkError) as raised:
            await request.post(f"nonsense/bot{TOKEN}/getMe")
    assert TOKEN not in str(raised.value)


async def test_many_calls_at_once_share_the_pool(bot: Bot, server: Server):
    await asyncio.gather(*(bot.send_message(7, str(number)) for number in range(100)))
    assert len(server.asked) == 101  # getMe came first
