"""Take the README's pictures of the chat page: ``make pictures``."""

import asyncio
import re
import sys
from datetime import UTC, datetime
from pathlib import Path

from playwright.async_api import Browser, expect

from bot.demo import running_bot
from bot.sandbox.client import Sandbox
from tests import browsers
from tests.browser.phone import Phone

FOLDER = Path(__file__).parents[1] / "docs/pictures"
MORNING = datetime(2030, 5, 6, 8, 0, tzinfo=UTC)


async def main() -> None:
    """Study a little by day, solve a problem by night."""
    path = browsers.chromium_path()
    if path is None:
        sys.exit("Pictures need chromium on the PATH.")
    FOLDER.mkdir(exist_ok=True)
    async with browsers.chromium(path) as browser, await Sandbox.start() as sandbox:
        sandbox.move_to(MORNING)
        people = [sandbox.person(name) for name in ("Ann", "Ben", "Admin")]
        async with running_bot(sandbox, people[2:]):
            await _by_day(browser, f"{sandbox.page_url}#{people[0].id}")
            await _by_night(browser, f"{sandbox.page_url}#{people[1].id}")


async def _by_day(browser: Browser, url: str) -> None:
    phone = await Phone.of(browser, url, sharp=True)
    await phone.says("/study")
    await phone.presses("a small batch")
    await phone.sees("What is an epoch?")
    await phone.says("all of the training data")
    await phone.sees("Not found in your answer")
    await _take(phone, "light.png")


async def _by_night(browser: Browser, url: str) -> None:
    phone = await Phone.of(browser, url, sharp=True, dark=True)
    await phone.says("/problem steps-per-epoch")
    samples, batch_size = await _posed(phone)
    while samples % batch_size == 0:  # nothing to slip on
        await phone.says(str(samples // batch_size))
        await phone.presses("Another")
        samples, batch_size = await _posed(phone)
    await phone.says(str(samples // batch_size))
    await phone.sees("Look once more?")
    await phone.says(str(samples // batch_size + 1))
    await phone.sees("Right")
    await _take(phone, "dark.png")


async def _posed(phone: Phone) -> tuple[int, int]:
    """Return the numbers of the problem that comes next."""
    await expect(phone.last).to_contain_text("A problem for practice.")
    samples, batch_size = re.findall(r"\d[\d,]+", await phone.last.inner_text())[:2]
    return int(samples.replace(",", "")), int(batch_size.replace(",", ""))


async def _take(phone: Phone, name: str) -> None:
    await phone.answers()
    await phone.text.blur()
    await phone.page.mouse.move(0, 0)
    await phone.page.screenshot(path=FOLDER / name)
    await phone.close()


if __name__ == "__main__":
    asyncio.run(main())
