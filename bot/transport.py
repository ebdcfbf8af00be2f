"""HTTP under python-telegram-bot: aiohttp in place of its default, at a third of the cost."""

import os
from typing import Any, TypeAlias

import aiohttp
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData

# Without it the library warns, at every 429, that its seconds will become a timedelta.
os.environ.setdefault("PTB_TIMEDELTA", "true")

# A float, None for "no limit", or the library's own mark for "not given".
Seconds: TypeAlias = Any


class AiohttpRequest(BaseRequest):
    """One pool of connections to a Bot API server.

    Raises TimedOut and NetworkError, which name what went wrong and never the address: the token
    is a part of it. After a TimedOut the request may or may not have been carried out.
    """

    def __init__(self, *, connections: int = 128, connect: float = 5, read: float = 10) -> None:
        self._connections = connections
        self._connect = connect
        self._read = read
        self._write = 20.0
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float:
        """The seconds to wait for an answer where a call names none."""
        return self._read

    async def initialize(self) -> None:
        """Open the pool."""
        if self._session is None:
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=self._connections),
                cookie_jar=aiohttp.DummyCookieJar(),
                headers={"User-Agent": self.USER_AGENT},
            )

    async def shutdown(self) -> None:
        """Close every connection."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Seconds = BaseRequest.DEFAULT_NONE,
        write_timeout: Seconds = BaseRequest.DEFAULT_NONE,
        connect_timeout: Seconds = BaseRequest.DEFAULT_NONE,
        pool_timeout: Seconds = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """Return the status and the body of the answer, whatever the status."""
        if self._session is None:
            raise RuntimeError("the transport is not initialized")
        timeout = _timeout(
            pool=_given(pool_timeout, self._connect),
            connect=_given(connect_timeout, self._connect),
            write=_given(write_timeout, self._write),
            read=_given(read_timeout, self._read),
        )
        try:
            async with self._session.request(
                method, url, data=_form(request_data), timeout=timeout, allow_redirects=False
            ) as response:
                return response.status, await response.read()
        except TimeoutError:
            raise TimedOut from None
        except (aiohttp.ClientError, OSError) as error:
            raise NetworkError(type(error).__name__) from None


def _given(seconds: Seconds, default: float) -> float | None:
    return default if seconds is BaseRequest.DEFAULT_NONE else seconds


def _timeout(
    *, pool: float | None, connect: float | None, write: float | None, read: float | None
) -> aiohttp.ClientTimeout:
    """Say it to aiohttp, which limits pool and connection together and writing not at all."""
    steps = [seconds for seconds in (pool, connect, write, read) if seconds is not None]
    return aiohttp.ClientTimeout(
        total=sum(steps) if len(steps) == 4 else None,
        connect=pool + connect if pool is not None and connect is not None else None,
        sock_connect=connect,
        sock_read=read,
    )


def _form(request_data: RequestData | None) -> aiohttp.FormData | dict[str, str] | None:
    if request_data is None:
        return None
    if not request_data.contains_files:
        return request_data.json_parameters
    form = aiohttp.FormData(request_data.json_parameters)
    for name, (filename, content, mimetype) in request_data.multipart_data.items():
        form.add_field(name, content, filename=filename, content_type=mimetype)
    return form
