"""A Bot API server that answers as it is told: small, so that tests can make it misbehave."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiohttp import web
from telegram import Bot

from bot.transport import AiohttpRequest

TOKEN = "123456:" + "ABC-def_ghi-jkl_mno-pqr_stu-vwx_yz0"
ME = {"id": 123456, "is_bot": True, "first_name": "Minibatch", "username": "minibatch_bot"}
MESSAGE = {"message_id": 5, "date": 1_700_000_000, "chat": {"id": 7, "type": "private"}}
LONG_POLL = 0.05  # seconds


def ok(result: object) -> web.Response:
    return web.json_response({"ok": True, "result": result})


def refusal(code: int, text: str, **parameters: int) -> web.Response:
    answer: dict[str, object] = {"ok": False, "error_code": code, "description": text}
    if parameters:
        answer["parameters"] = parameters
    return web.json_response(answer, status=code)


class Server:
    """Keeps what it was asked and gives updates as Telegram does: until an offset confirms them.

    ``answers`` are given first, whatever is asked; each may be late by ``late`` seconds.
    """

    def __init__(self) -> None:
        self.asked: list[tuple[str, dict[str, object]]] = []
        self.answers: list[web.Response] = []
        self.updates: list[dict[str, object]] = []
        self.late = 0.0
        self.root = ""

    def asked_for(self, method: str) -> list[dict[str, object]]:
        """Return the parameters of every call of a method."""
        return [told for path, told in self.asked if path.endswith(f"/{method}")]

    async def handle(self, request: web.Request) -> web.Response:
        told = {name: _plain(value) for name, value in (await request.post()).items()}
        self.asked.append((request.path, told))
        await asyncio.sleep(self.late)
        if self.answers:
            return self.answers.pop(0)
        match request.path.rpartition("/")[2]:
            case "getMe":
                return ok(ME)
            case "getUpdates":
                return ok(await self._updates_from(int(str(told.get("offset", 0)))))
            case "setWebhook" | "deleteWebhook":
                return ok(True)
            case _:
                return ok(MESSAGE)

    async def _updates_from(self, offset: int) -> list[dict[str, object]]:
        self.updates = [
            update for update in self.updates if int(str(update["update_id"])) >= offset
        ]
        if not self.updates:
            await asyncio.sleep(LONG_POLL)
        return self.updates[:100]


def _plain(value: object) -> object:
    if isinstance(value, web.FileField):
        return value.filename, value.content_type, value.file.read()
    return value


@asynccontextmanager
async def running() -> AsyncIterator[Server]:
    """Run a server on a free port of this machine."""
    server = Server()
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", server.handle)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    server.root = f"http://127.0.0.1:{runner.addresses[0][1]}"
    yield server
    await runner.cleanup()


def bot_of(server: Server) -> Bot:
    """Return a bot that speaks to the server through our transport."""
    return Bot(
        TOKEN,
        base_url=f"{server.root}/bot",
        base_file_url=f"{server.root}/file/bot",
        request=AiohttpRequest(read=0.5),
        get_updates_request=AiohttpRequest(),
    )
