"""Ingress: an update is in the inbox before Telegram may forget it, whatever it looks like."""

import asyncio
import io
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import aiohttp
import pytest
import sqlalchemy as sa
from telegram import Bot, Update
from telegram.error import Conflict, RetryAfter, TelegramError

from bot import ingress, lanes
from bot.ingress import ALLOWED, SECRET_HEADER, Ingress, Pauses, arrival_of
from bot.settings import Settings, SettingsError
from srs import inbox
from srs.schema import inbox as table
from srs.store import Store
from tests.bot.telegram_server import TOKEN, Server, bot_of, refusal, running

SECRET = "s" * 32
ANN = {"id": 7, "is_bot": False, "first_name": "Ann"}
CHAT = {"id": 70, "type": "private", "first_name": "Ann"}


def message(update_id: int, **more: object) -> dict[str, object]:
    told = {"message_id": 1, "date": 1_700_000_000, "chat": CHAT, "from": ANN, "text": "hi"}
    return {"update_id": update_id, "message": told | more}


@pytest.fixture
async def server():
    async with running() as server:
        yield server


@pytest.fixture
async def bot(server: Server):
    async with bot_of(server) as bot:
        yield bot


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ingress, "_LONGEST_PAUSE", 0.02)
    monkeypatch.setattr(Pauses, "_FIRST", 0.01)
    monkeypatch.setattr(lanes, "_LOOK_EVERY", 0.02)


class Bench:
    """An ingress whose updates are only counted."""

    def __init__(self, store: Store, bot: Bot, server: Server) -> None:
        self.store = store
        self.server = server
        self.handled: list[int] = []
        self.ingress = Ingress(store, bot, self._handle, self._apologise)

    async def _handle(self, update: Update) -> inbox.Settlement:
        self.handled.append(update.update_id)
        return ()

    async def _apologise(self, update: Update) -> None:
        raise AssertionError("no update here can fail")

    @asynccontextmanager
    async def running(self, **more: str) -> AsyncIterator[None]:
        environment = {"MINIBATCH_TOKEN": TOKEN, "MINIBATCH_API_URL": self.server.root} | more
        told_to_stop = asyncio.Event()
        settings = Settings.from_environment(environment)
        task = asyncio.create_task(self.ingress.run(settings, told_to_stop))
        yield
        told_to_stop.set()
        await task

    async def rows(self) -> list[tuple[int, int, str]]:
        def look(tx: sa.Connection) -> list[tuple[int, int, str]]:
            columns = (table.c.update_id, table.c.lane, table.c.state)
            return [tuple(row) for row in tx.execute(sa.select(*columns).order_by("update_id"))]

        return await asyncio.wrap_future(self.store.read(look))


@pytest.fixture
def bench(store: Store, bot: Bot, server: Server) -> Bench:
    return Bench(store, bot, server)


async def until(true: Callable[[], object]) -> None:
    async with asyncio.timeout(20):
        while not true():  # noqa: ASYNC110
            await asyncio.sleep(0.005)


# --- polling ----------------------------------------------------------------------------------


async def test_polling_takes_every_update_and_then_confirms_it(bench: Bench):
    bench.server.updates = [message(number) for number in range(10, 260)]
    async with bench.running():
        await until(lambda: len(bench.handled) == 250 and not bench.server.updates)
    assert sorted(bench.handled) == list(range(10, 260))
    assert {state for _, _, state in await bench.rows()} == {"done"}


async def test_polling_says_which_updates_it_wants_and_deletes_no_waiting_ones(bench: Bench):
    async with bench.running():
        await until(lambda: bench.server.asked_for("getUpdates"))
    (deleted,) = bench.server.asked_for("deleteWebhook")
    assert "drop_pending_updates" not in deleted
    asked = bench.server.asked_for("getUpdates")[0]
    assert asked["timeout"] == "30"
    assert json.loads(str(asked["allowed_updates"])) == list(ALLOWED)
    assert "offset" not in asked


async def test_the_offset_moves_only_after_the_commit(bench: Bench, monkeypatch):
    failures = [LookupError("no disk"), LookupError("no disk")]
    accept = inbox.accept

    def failing(tx: sa.Connection, **arguments) -> None:
        accept(tx, **arguments)
        if failures:
            raise failures.pop()

    monkeypatch.setattr(inbox, "accept", failing)
    bench.server.updates = [message(1)]
    async with bench.running():
        await until(lambda: bench.handled == [1] and not bench.server.updates)
    asked = [told.get("offset") for told in bench.server.asked_for("getUpdates")]
    # A failed commit may have been tried alone as well, and so have taken both failures at once.
    before = asked[: asked.index("2")]
    assert len(before) >= 2
    assert set(before) == {None}


async def test_an_update_given_twice_is_handled_once(bench: Bench):
    bench.server.updates = [message(1)]
    async with bench.running():
        await until(lambda: bench.handled == [1])
        bench.server.updates = [message(1), message(2)]
        await until(lambda: 2 in bench.handled)
    assert bench.handled == [1, 2]


async def test_an_update_nobody_understands_holds_up_nobody(bench: Bench):
    bench.server.updates = [
        {"update_id": 1, "message": {"text": ["hopeless"], "from": ANN}},
        {"update_id": 2},
        message(3),
    ]
    async with bench.running():
        await until(lambda: 3 in bench.handled)
        await until(lambda: not bench.server.updates)
    assert await bench.rows() == [(1, 7, "aside"), (2, 2, "done"), (3, 7, "done")]


@pytest.mark.parametrize(
    "answer",
    [
        lambda: refusal(409, "Conflict: terminated by other getUpdates request"),
        lambda: refusal(502, "Bad Gateway"),
        lambda: refusal(401, "Unauthorized"),
        lambda: refusal(429, "Too Many Requests: retry later", retry_after=1),
        lambda: aiohttp.web.json_response({"ok": True, "result": "hopeless"}),
        lambda: aiohttp.web.json_response({"ok": True, "result": [{"message": {}}]}),
        lambda: aiohttp.web.Response(body=b"<html>"),
    ],
)
async def test_polling_survives_whatever_is_answered(bench: Bench, answer):
    bench.server.answers = [answer(), answer(), answer()]
    bench.server.updates = [message(1)]
    async with bench.running():
        await until(lambda: bench.handled == [1])


def test_a_second_poller_is_named_in_the_log(caplog: pytest.LogCaptureFixture):
    Pauses().after(Conflict("terminated by other getUpdates request"))
    assert "Another program takes this bot's updates" in caplog.text


def test_waits_grow_until_something_works_again(monkeypatch):
    monkeypatch.undo()
    pauses = Pauses()
    waits = [pauses.after(TelegramError("gone")) for _ in range(7)]
    assert waits == [1, 2, 4, 8, 16, 30, 30]
    assert pauses.after(RetryAfter(77)) == 77
    pauses.reset()
    assert pauses.after(TelegramError("gone")) == 1


# --- webhook ----------------------------------------------------------------------------------


@pytest.fixture
async def hook(bench: Bench):
    """Lend a session that posts to a running webhook."""
    application = bench.ingress.web_application("/updates", SECRET)
    runner = aiohttp.web.AppRunner(application)
    await runner.setup()
    await aiohttp.web.TCPSite(runner, "127.0.0.1", 0).start()
    port = runner.addresses[0][1]
    async with aiohttp.ClientSession(f"http://127.0.0.1:{port}") as session:
        yield session
    await runner.cleanup()


GOOD = {SECRET_HEADER: SECRET}
BODY = json.dumps(message(1)).encode()


@pytest.mark.parametrize(
    ("method", "path", "headers", "body", "status"),
    [
        ("POST", "/updates", GOOD, BODY, 200),
        ("POST", "/updates", {}, BODY, 403),
        ("POST", "/updates", {SECRET_HEADER: ""}, BODY, 403),
        ("POST", "/updates", {SECRET_HEADER: SECRET[:-1]}, BODY, 403),
        ("POST", "/updates", {SECRET_HEADER: SECRET + "s"}, BODY, 403),
        ("POST", "/updates", {SECRET_HEADER: "ß" * 32}, BODY, 403),
        ("POST", "/updates", {}, b"x" * 2**21, 403),
        ("POST", "/updates", GOOD, b"x" * (2**20 + 1), 413),
        ("POST", "/updates", GOOD, b"not JSON", 400),
        ("POST", "/updates", GOOD, b"\xff", 400),
        ("POST", "/updates", GOOD, b"[]", 400),
        ("POST", "/updates", GOOD, b'{"update_id": "1"}', 400),
        ("GET", "/updates", GOOD, None, 405),
        ("POST", "/", GOOD, BODY, 404),
        ("GET", "/health", {}, None, 200),
    ],
)
async def test_the_webhook_takes_only_what_telegram_sends(
    bench: Bench, hook: aiohttp.ClientSession, method, path, headers, body, status
):
    data = body and io.BytesIO(body)
    async with hook.request(method, path, headers=headers, data=data) as response:
        assert response.status == status
    taken = [(1, 7, "waiting")] if body == BODY and status == 200 else []
    assert await bench.rows() == taken


async def test_the_webhook_answers_200_only_after_the_commit(bench, hook, monkeypatch):
    def failing(tx: sa.Connection, **arguments) -> None:
        raise LookupError("no disk")

    with monkeypatch.context() as broken:
        broken.setattr(inbox, "accept", failing)
        async with hook.post("/updates", headers=GOOD, data=BODY) as response:
            assert response.status == 500
    async with hook.post("/updates", headers=GOOD, data=BODY) as response:
        assert response.status == 200
    assert await bench.rows() == [(1, 7, "waiting")]


async def test_health_tells_when_the_database_does_not_answer(bench, hook, monkeypatch):
    def gone() -> None:
        raise ConnectionError

    monkeypatch.setattr(bench.store, "ping", gone)
    async with hook.get("/health") as response:
        assert response.status == 503


async def test_webhook_mode_listens_and_tells_telegram_where(bench: Bench, unused_tcp_port: int):
    bench.server.answers = [refusal(502, "Bad Gateway")]
    environment = {
        "MINIBATCH_MODE": "webhook",
        "MINIBATCH_WEBHOOK_URL": "https://bot.example.org/updates",
        "MINIBATCH_WEBHOOK_SECRET": SECRET,
        "MINIBATCH_LISTEN": f"127.0.0.1:{unused_tcp_port}",
    }
    async with bench.running(**environment):
        await until(lambda: len(bench.server.asked_for("setWebhook")) == 2)
        address = f"http://127.0.0.1:{unused_tcp_port}/updates"
        async with (
            aiohttp.ClientSession() as session,
            session.post(address, headers=GOOD, data=BODY) as response,
        ):
            assert response.status == 200
        await until(lambda: bench.handled == [1])
    told = bench.server.asked_for("setWebhook")[-1]
    assert (told["url"], told["secret_token"]) == ("https://bot.example.org/updates", SECRET)
    assert "drop_pending_updates" not in told


async def test_an_address_that_is_taken_is_a_setting_to_change(bench: Bench, server: Server):
    environment = {
        "MINIBATCH_MODE": "webhook",
        "MINIBATCH_WEBHOOK_URL": "https://bot.example.org/updates",
        "MINIBATCH_WEBHOOK_SECRET": SECRET,
        "MINIBATCH_LISTEN": server.root.removeprefix("http://"),
    }
    with pytest.raises(SettingsError, match="MINIBATCH_LISTEN"):
        async with bench.running(**environment):
            await asyncio.sleep(0.5)


# --- numbers and lanes ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("update", "lane"),
    [
        (message(1), 7),
        ({"update_id": 1, "callback_query": {"id": "9", "from": ANN, "message": {}}}, 7),
        ({"update_id": 1, "edited_message": {"chat": CHAT}}, 70),
        ({"update_id": 1, "my_chat_member": {"chat": CHAT, "from": ANN}}, 7),
        ({"update_id": 1, "poll_answer": {"poll_id": "5", "user": ANN}}, 7),
        ({"update_id": 1, "channel_post": {"chat": CHAT}}, 70),
        ({"update_id": 1, "poll": {"id": "5"}}, 1),
        ({"update_id": 1}, 1),
        ({"update_id": 1, "message": {"from": "Ann", "chat": []}}, 1),
        ({"update_id": 1, "message": {"from": {"id": "7"}, "chat": {"id": True}}}, 1),
        ({"update_id": 1, "message": {"from": {"id": 2**63}}}, 1),
    ],
)
def test_the_lane_is_the_person_else_the_chat_else_the_update_itself(update, lane):
    arrival = arrival_of(update)
    assert arrival is not None
    assert (arrival.update_id, arrival.lane) == (1, lane)
    assert json.loads(arrival.raw) == update


@pytest.mark.parametrize("update", [None, [], "1", {}, {"update_id": True}, {"update_id": 2**63}])
def test_what_has_no_number_cannot_be_kept(update):
    assert arrival_of(update) is None
