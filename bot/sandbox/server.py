"""The sandbox over HTTP, for this machine only.

/bot<token>/<method>       a call: GET or POST; query, form, JSON or multipart
/file/bot<token>/<path>    a file that getFile named
/clock                     the sandbox's clock, for MINIBATCH_CLOCK_URL
/, /page/…                 the chat page, see bot.sandbox.page
"""

import json
from collections.abc import Iterable
from typing import Any

from aiohttp import web
from aiohttp.typedefs import Handler

from bot.sandbox.api import call
from bot.sandbox.chats import Json
from bot.sandbox.errors import Cut, Refusal, bad_request
from bot.sandbox.files import UPLOAD_LIMIT, Upload
from bot.sandbox.webhooks import Webhooks
from bot.sandbox.world import World

HOST = "127.0.0.1"
REQUEST_LIMIT = UPLOAD_LIMIT + 2**20


class Server:
    """Serves a world, and further ``routes``, on a loopback port.

    ``url`` is known once it has started.
    """

    def __init__(self, world: World, routes: Iterable[web.RouteDef] = ()) -> None:
        self.world = world
        self._routes = routes
        self.url = ""
        self._runner: web.AppRunner | None = None

    async def start(self, port: int = 0) -> None:
        """Listen; port 0 takes a free one."""
        app = web.Application(client_max_size=REQUEST_LIMIT, middlewares=[self._only_local])
        app.add_routes(
            [
                web.route("*", "/bot{token}/{method}", self._call),
                web.get("/file/bot{token}/{path:.+}", self._file),
                web.get("/clock", self._clock),
                *self._routes,
            ]
        )
        self._webhooks = Webhooks()
        # A poll whose bot is gone must end at once, and a closing server waits for none.
        runner = web.AppRunner(
            app, handler_cancellation=True, access_log=None, shutdown_timeout=0.1
        )
        await runner.setup()
        site = web.TCPSite(runner, HOST, port)
        await site.start()
        self._runner = runner
        self.url = f"http://{HOST}:{runner.addresses[0][1]}"

    async def stop(self) -> None:
        """Hang up."""
        if self._runner:
            await self._webhooks.close()
            await self._runner.cleanup()
            self._runner = None

    @web.middleware
    async def _only_local(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Refuse a page of another site, even one that a name server led here.

        A browser names the site (Origin) of whatever writes or opens a WebSocket.
        """
        if request.host.rpartition(":")[0] not in (HOST, "localhost"):
            raise web.HTTPForbidden(text="this server answers to 127.0.0.1 only")
        if request.headers.get("Origin") not in (None, f"http://{request.host}"):
            raise web.HTTPForbidden(text="this server answers to no page but its own")
        return await handler(request)

    async def _call(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        try:
            account = self.world.account(request.match_info["token"])
            result = await call(account, method, await _parameters(request))
        except Refusal as refusal:
            return _json(refusal.to_json(), refusal.code)
        except Cut:
            return _hang_up(request)
        if method in ("setWebhook", "deleteWebhook"):
            await self._webhooks.follow(account)
        return _json({"ok": True, "result": result})

    async def _file(self, request: web.Request) -> web.StreamResponse:
        try:
            account = self.world.account(request.match_info["token"])
        except Refusal as refusal:
            return _json(refusal.to_json(), refusal.code)
        for file in account.files.values():
            if file.path == request.match_info["path"]:
                return web.Response(body=file.data, content_type="application/octet-stream")
        raise web.HTTPNotFound

    async def _clock(self, _request: web.Request) -> web.StreamResponse:
        return _json(self.world.clock.to_json())


async def _parameters(request: web.Request) -> Json:
    """Return a call's parameters: text, JSON values and Uploads, from the address and the body."""
    try:
        return dict(request.query) | await _body(request)
    except web.HTTPRequestEntityTooLarge:
        raise Refusal(413, "Request Entity Too Large") from None
    except (ValueError, LookupError, RecursionError):
        raise bad_request("can't parse the body") from None


async def _body(request: web.Request) -> Json:
    if request.content_type == "application/json" and request.can_read_body:
        body = await request.json()
        if not isinstance(body, dict):
            raise ValueError
        return {name: value for name, value in body.items() if value is not None}
    form = await request.post()
    return {
        name: _upload(value) if isinstance(value, web.FileField) else value
        for name, value in form.items()
    }


def _upload(field: web.FileField) -> Upload:
    with field.file as file:
        return Upload(field.filename, field.content_type, file.read())


def _json(body: Any, status: int = 200) -> web.Response:
    return web.Response(
        body=json.dumps(body).encode(), status=status, content_type="application/json"
    )


def _hang_up(request: web.Request) -> web.Response:
    if request.transport:
        request.transport.abort()
    return web.Response()
