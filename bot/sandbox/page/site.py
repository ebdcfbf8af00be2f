"""The addresses of the chat page.

/                          the page
/page/<name>               its style, scripts and icon
/page/live/<person>        the live connection of one person's chat (WebSocket); 0: of the first
/page/files/<person>       POST: a file that the person sends
/page/files/<person>/<id>  GET: a file that travelled, for the person to open

Nothing here runs a script but the page's own (Content-Security-Policy). The server has seen to it
that only this machine, and no page of another site, reaches this far.
"""

from pathlib import Path

from aiohttp import web

from bot.sandbox.bell import Bell
from bot.sandbox.errors import Refusal
from bot.sandbox.files import picture_type
from bot.sandbox.page.live import Live
from bot.sandbox.people import Person
from bot.sandbox.world import Account

STATIC = Path(__file__).with_name("static")
TYPES = {
    ".css": "text/css",
    ".html": "text/html",
    ".js": "text/javascript",
    ".svg": "image/svg+xml",
}
HEADERS = {
    "Cache-Control": "no-cache",
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
        "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
HEARTBEAT = 30.0


class Site:
    """The chat page of one bot: its private chats, each as the person in it sees it."""

    def __init__(self, account: Account) -> None:
        self._account = account
        self._moved = Bell()

    def routes(self) -> list[web.RouteDef]:
        """Return what a server has to answer."""
        return [
            web.get("/", self._page),
            web.get("/page/{name}", self._static),
            web.get(r"/page/live/{person:\d{1,15}}", self._live),
            web.post(r"/page/files/{person:\d{1,15}}", self._take),
            web.get(r"/page/files/{person:\d{1,15}}/{file}", self._give),
        ]

    async def _page(self, _request: web.Request) -> web.StreamResponse:
        return _own_file(STATIC / "index.html")

    async def _static(self, request: web.Request) -> web.StreamResponse:
        for path in STATIC.iterdir():
            if path.name == request.match_info["name"]:
                return _own_file(path)
        raise web.HTTPNotFound

    async def _live(self, request: web.Request) -> web.StreamResponse:
        socket = web.WebSocketResponse(heartbeat=HEARTBEAT, max_msg_size=2**16)
        person = self._person(request)
        await socket.prepare(request)
        await Live(socket, person, self._moved).run()
        return socket

    async def _take(self, request: web.Request) -> web.StreamResponse:
        person, data = self._person(request), await request.read()
        name = request.query.get("name", "file")[:200]
        try:
            if picture_type(data):
                await person.sends_photo(data)
            else:
                await person.sends_document(name, data, mime=request.content_type)
        except Refusal as refusal:
            raise web.HTTPBadRequest(text=refusal.description, headers=HEADERS) from None
        return web.Response(status=204, headers=HEADERS)

    async def _give(self, request: web.Request) -> web.StreamResponse:
        """Pictures are shown; anything else is saved, whatever it says it is."""
        self._person(request)
        file = self._account.files.get(request.match_info["file"])
        if file is None:
            raise web.HTTPNotFound
        picture = picture_type(file.data)
        saved = {} if picture else {"Content-Disposition": "attachment"}
        return web.Response(
            body=file.data,
            content_type=picture or "application/octet-stream",
            headers=HEADERS | saved,
        )

    def _person(self, request: web.Request) -> Person:
        """Return whose page this is: the person of that number, for 0 the first there is."""
        number = int(request.match_info["person"])
        for chat in self._account.chats.values():
            if chat.kind == "private" and number in (0, chat.id):
                return Person(self._account, chat, chat.members[chat.id])
        raise web.HTTPNotFound


def _own_file(path: Path) -> web.Response:
    return web.Response(
        body=path.read_bytes(), content_type=TYPES[path.suffix], charset="utf-8", headers=HEADERS
    )
