"""A real browser for tests and pictures: the Chromium of this machine, never a download."""

import os
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from playwright.async_api import Browser, async_playwright

REQUIRED = "MINIBATCH_REQUIRE_BROWSER"
_ARGUMENTS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def chromium_path() -> str | None:
    """Return where Chromium is installed; None where it is not and need not be.

    LookupError where it is not and MINIBATCH_REQUIRE_BROWSER is set.
    """
    path = shutil.which("chromium")
    if path is None and os.environ.get(REQUIRED):
        raise LookupError(f"there is no chromium on the PATH, and {REQUIRED} is set")
    return path


@asynccontextmanager
async def chromium(path: str) -> AsyncIterator[Browser]:
    """Run a browser that looks for nothing on the network by itself."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=path, args=_ARGUMENTS)
        try:
            yield browser
        finally:
            await browser.close()
