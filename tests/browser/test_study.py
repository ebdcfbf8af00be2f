"""A learner with a browser and the real bot, from the first screen to the next morning."""

import asyncio
import re
from datetime import timedelta

from playwright.async_api import expect

from cards.question import Number, Sides, Typed
from srs import study
from srs.outcomes import Asked
from tests.browser.conftest import Phones
from tests.browser.phone import PATIENCE, Phone
from tests.dialogues.moves import wrong_number
from tests.dialogues.stage import Learner, Stage

_GLANCE = 0.02


class Study:
    """Somebody who studies on a phone and always knows what is right."""

    def __init__(self, phone: Phone, learner: Learner) -> None:
        self.phone = phone
        self.learner = learner
        self._before = 0

    async def asked(self) -> Asked:
        """Return the next question, once it is open."""
        store = self.learner.stage.store
        for _ in range(int(PATIENCE / 1000 / _GLANCE)):
            asked = await asyncio.wrap_future(store.read(study.open_question, self.learner.id))
            if asked and asked.message_id and asked.question_id != self._before:
                self._before = asked.question_id
                return asked
            await asyncio.sleep(_GLANCE)  # the database rings no bell
        raise AssertionError(f"nothing is asked\n{self.learner.transcript()}")

    async def types(self, text: str) -> None:
        """Think, then type: within two seconds of a card it might belong to the one before."""
        await self.learner.stage.passes(timedelta(seconds=3))
        await self.phone.says(text)

    async def answers(self, asked: Asked) -> None:
        match asked.question.answer:
            case Typed():
                await self.types(asked.question.reference)
            case Number(value):
                await self.types(str(value))
            case Sides(options, right):
                await self.phone.presses("The same" if right is None else options[right])


async def begins(phones: Phones, stage: Stage, name: str) -> Study:
    learner = stage.person(name)
    phone = await phones(f"{stage.sandbox.page_url}#{learner.id}")
    await phone.page.get_by_role("region", name="How to begin").get_by_role("button").click()
    await phone.sees("I keep your answers")
    await phone.presses("Start")
    return Study(phone, learner)


async def test_a_newcomer_studies_ten_cards_and_comes_back(phones: Phones, stage: Stage):
    ann = await begins(phones, stage, "Ann")
    met = set()
    for rated in range(1, 11):
        asked = await looks_at_new_kinds(ann, met)
        if isinstance(asked.question.answer, Number) and "slipped" not in met:
            met.add("slipped")
            await slips_once(ann, asked)
        elif rated == 5:
            await thinks_again(ann, asked)
        else:
            await ann.answers(asked)
    assert met == {"definition", "comparison", "calculation", "slipped"}
    await ann.phone.sees(re.compile("Ten done, 10 right"))

    await ann.phone.page.get_by_role("button", name="Next morning").click()
    await stage.clock.told()
    await ann.phone.says("/study")
    asked = await ann.asked()
    assert asked.purpose == "review"
    await ann.answers(asked)
    await ann.phone.sees(re.compile("Next in 6 days"))


async def looks_at_new_kinds(ann: Study, met: set[str]) -> Asked:
    """Look at the first card of each kind; return the first one to answer."""
    asked = await ann.asked()
    while asked.purpose == "introduction" and asked.question.kind not in met:
        met.add(asked.question.kind)
        await ann.phone.sees("New card. Have a guess, or look.")
        await ann.phone.presses("Show me")
        await expect(ann.phone.last.locator(".edited")).to_be_visible()
        await ann.phone.presses("Got it")
        await ann.phone.sees("You will meet it again in a little while.")
        asked = await ann.asked()
    return asked


async def slips_once(ann: Study, asked: Asked) -> None:
    """Type a wrong number, then the right one, and go on."""
    wrong = wrong_number(asked)
    await ann.types(wrong)
    hint = await ann.phone.sees("Look once more?")
    await expect(hint.locator(".quote")).to_contain_text(wrong)
    await ann.answers(asked)
    await ann.phone.sees("Right, on the second look.")
    await ann.phone.presses("Next")


async def thinks_again(ann: Study, asked: Asked) -> None:
    """Answer, take that back, and answer again."""
    await ann.answers(asked)
    await ann.asked()
    await ann.phone.says("/undo")
    await ann.phone.sees("Taken back. The question is open again:")
    again = await ann.asked()
    assert again.question == asked.question
    await ann.answers(again)


async def test_settings_are_changed_in_place(phones: Phones, stage: Stage):
    ben = await begins(phones, stage, "Ben")
    await ben.asked()
    await ben.phone.says("/settings")
    page = await ben.phone.sees("10 minutes a day")
    await ben.phone.presses("20 minutes a day")
    await expect(page).to_contain_text("20 minutes a day: up to 12 new cards")
    await ben.phone.presses("Four buttons")
    await expect(page.get_by_role("button", name="Four buttons (now)")).to_be_visible()
    await ben.phone.answers()


async def test_markup_typed_by_a_learner_stays_text_all_the_way_round(phones: Phones, stage: Stage):
    eve = await begins(phones, stage, "<i>Eve</i>")
    await eve.asked()
    await eve.phone.says("/problem <img src=x onerror=alert(1)>")
    refused = await eve.phone.sees("I have no problems about")
    await expect(refused).to_contain_text("“<img src=x onerror=alert(1)>”")
    assert await eve.phone.page.locator("#log img").count() == 0
