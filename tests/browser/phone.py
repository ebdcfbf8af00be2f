"""A phone in somebody's hand: the chat page, and what one does with it."""

import re

from playwright.async_api import Browser, Locator, Page, expect

WIDTH, HEIGHT = 390, 844
PATIENCE = 15_000  # milliseconds

expect.set_options(timeout=PATIENCE)


class Phone:
    """One browser tab. Whatever its console complains of stands in ``complaints``."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.complaints: list[str] = []
        page.set_default_timeout(PATIENCE)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on(
            "console",
            lambda said: self.complaints.append(said.text) if said.type == "error" else None,
        )

    @classmethod
    async def of(
        cls,
        browser: Browser,
        url: str,
        *,
        dark: bool = False,
        sharp: bool = False,
        zone: str = "UTC",
        width: int = WIDTH,
    ) -> "Phone":
        """Open the page; a sharp phone has more pixels to the inch."""
        context = await browser.new_context(
            viewport={"width": width, "height": HEIGHT},
            color_scheme="dark" if dark else "light",
            device_scale_factor=1.5 if sharp else 1,
            locale="en-GB",
            reduced_motion="reduce",
            timezone_id=zone,
        )
        phone = cls(await context.new_page())
        await phone.page.goto(url)
        await expect(phone.page.locator("#state")).to_have_text("bot")
        return phone

    @property
    def messages(self) -> Locator:
        """The bubbles, oldest first."""
        return self.page.locator(".message")

    @property
    def last(self) -> Locator:
        """The newest bubble."""
        return self.messages.last

    @property
    def text(self) -> Locator:
        """Where one types."""
        return self.page.get_by_role("textbox", name="Message")

    async def says(self, text: str) -> None:
        """Type a text and send it."""
        await self.text.fill(text)
        await self.text.press("Enter")
        await expect(self.text).to_have_value("")

    async def presses(self, label: str) -> None:
        """Press the newest button with this label."""
        name = re.compile(rf"^{re.escape(label)}$")
        await self.page.locator(".key").filter(has_text=name).last.click()

    async def sends(self, name: str, data: bytes) -> None:
        """Send a file."""
        file = {"name": name, "mimeType": "application/octet-stream", "buffer": data}
        await self.page.locator("#file").set_input_files(file)

    async def sees(self, words: str | re.Pattern[str]) -> Locator:
        """Wait for a bubble with these words, and return the newest such."""
        found = self.messages.filter(has_text=words).last
        await expect(found).to_be_visible()
        return found

    async def answers(self) -> None:
        """Wait until no pressed button waits any more."""
        await expect(self.page.locator(".waits")).to_have_count(0)

    async def close(self) -> None:
        """Put the phone away."""
        await self.page.context.close()
