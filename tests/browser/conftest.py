"""Tests in a real browser. All share one Chromium, and those who study share one running bot."""

from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Browser

from bot.sandbox.api import call
from bot.sandbox.client import Sandbox
from tests import browsers
from tests.browser.phone import Phone
from tests.dialogues.stage import Stage, open_stage

ADMINS = (3001, 3002)

Bot = Callable[..., Awaitable[Any]]
Phones = Callable[..., Awaitable[Phone]]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run every test on the loop on which the browser lives."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    try:
        path = browsers.chromium_path()
    except LookupError as error:
        raise pytest.fail.Exception(str(error), pytrace=False) from None
    if path is None:
        pytest.skip("there is no chromium on the PATH")
    async with browsers.chromium(path) as browser:
        yield browser


@pytest_asyncio.fixture(loop_scope="session")
async def sandbox() -> AsyncIterator[Sandbox]:
    async with await Sandbox.start() as sandbox:
        for name in ("Ann", "Ben"):
            sandbox.person(name)
        yield sandbox


@pytest.fixture
def bot(sandbox: Sandbox) -> Bot:
    """Lend a bot that does what the test says: ``await bot("sendMessage", chat_id=…, text=…)``."""

    async def do(method: str, **given: Any) -> Any:
        return await call(sandbox.account, method, given)

    return do


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def stage(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Stage]:
    """Lend a running bot with its sandbox; its admins have the numbers ADMINS."""
    folder = tmp_path_factory.mktemp("browser")
    address = f"sqlite:///{folder / 'minibatch.sqlite3'}"
    settings = {"MINIBATCH_ADMINS": ",".join(map(str, ADMINS))}
    async with open_stage(address, folder / "log", settings) as stage:
        yield stage


@pytest_asyncio.fixture(loop_scope="session")
async def phones(browser: Browser) -> AsyncIterator[Phones]:
    """Lend phones: ``phone = await phones(url)``. None may have complained in the end."""
    opened = []

    async def phone(url: str, **look: Any) -> Phone:
        opened.append(await Phone.of(browser, url, **look))
        return opened[-1]

    yield phone
    for one in opened:
        await one.close()
    assert [complaint for one in opened for complaint in one.complaints] == []


@pytest_asyncio.fixture(loop_scope="session")
async def phone(phones: Phones, sandbox: Sandbox) -> Phone:
    """Lend Ann's phone, with no bot but the test."""
    return await phones(sandbox.page_url)
