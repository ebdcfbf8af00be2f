"""A learner with a browser and the real bot, from the first screen to the next morning."""

import asyncio
import re
from datetime import timedelta

from playwright.async_api import expect

from cards.question import Number, Options, Sides, Typed
from srs import study
from srs.outcomes import Asked
from tests.browser.conftest import ADMINS, Phones
from tests.browser.phone import PATIENCE, Phone
from tests.dialogues.moves import wrong_number
from tests.dialogues.stage import Learner, Stage

PUSH = re.compile(r"\d+ cards?( or more; 10 take|,) about \d+ min")
DECK = """\
format: 1
name: shapes
title: Shapes
objectives: {{know: Know it}}
sources: {{book: A book}}
cards:
  - {{definition: tensor, term: tensor, means: A grid of numbers., example: A picture.,
     why: Models compute with them., objective: know, source: book{more}}}
  - {{definition: rank, term: rank, means: How many axes there are., example: Two., why: It counts.,
     objective: know, source: book}}
"""
_GLANCE = 0.02


class Study:
    """Somebody who studies on a phone and always knows what is right."""

    def __init__(self, phone: Phone, learner: Learner) -> None:
        self.phone = phone
        self.learner = learner
        self._before = 0

    async def asked(self, *, again: bool = False) -> Asked:
        """Return the next question, once it is open; or the same one again."""
        store = self.learner.stage.store
        for _ in range(int(PATIENCE / 1000 / _GLANCE)):
            asked = await asyncio.wrap_future(store.read(study.open_question, self.learner.id))
            if asked and asked.message_id and (again or asked.question_id != self._before):
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
            case Options(options, right):
                await self.types(options[right])


async def begins(phones: Phones, stage: Stage, name: str, *, id: int | None = None) -> Study:
    learner = Learner(stage.sandbox.person(name, id=id), stage)
    phone = await phones(f"{stage.sandbox.page_url}#{learner.id}")
    await phone.page.get_by_role("region", name="How to begin").get_by_role("button").click()
    await phone.sees("I keep your answers")
    await phone.presses("Start")
    return Study(phone, learner)


async def test_a_newcomer_studies_ten_cards_and_the_next_ones_come_in_the_morning(
    phones: Phones, stage: Stage
):
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

    await ann.phone.sees("Shall I bring the next cards tomorrow?")
    await ann.phone.presses("08:00")
    await ann.phone.sees("What does your clock say now?")
    await ann.phone.says("Accra")
    await ann.phone.sees("I bring cards every day at 08:00")

    await moves(ann, "Next morning")
    await is_pushed_a_card(ann)
    await ann.phone.presses("Snooze 1 h")
    await ann.phone.answers()
    await moves(ann, "+1 h")
    await is_pushed_a_card(ann)
    await ann.answers(await ann.asked(again=True))
    await ann.phone.sees(re.compile("Next in 6 days"))


async def moves(ann: Study, label: str) -> None:
    """Move the clock; what comes later is news."""
    await ann.phone.page.get_by_role("button", name=label).click()
    await ann.learner.stage.clock.told()


async def is_pushed_a_card(ann: Study) -> None:
    """Wait for the push, which brings a card and its buttons."""
    pushed = ann.phone.last
    await expect(pushed).to_contain_text(PUSH)
    await expect(pushed.get_by_role("button", name="Not today")).to_be_visible()


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


async def test_an_admin_loads_a_deck_publishes_it_and_loads_it_again(phones: Phones, stage: Stage):
    ada = await begins(phones, stage, "Ada", id=ADMINS[0])
    await ada.phone.sends("shapes.yaml", DECK.format(more="").encode())
    await ada.phone.sees("2 new, 0 changed, 0 unchanged, 0 gone, 0 errors")
    await ada.phone.presses("Try 2 cards")
    await ada.phone.sees("What is tensor?")
    await ada.phone.presses("Apply")
    await ada.phone.sees("Learners see nothing of it until you publish it.")
    await ada.phone.presses("Publish")
    await ada.phone.sees("is public now")

    await ada.phone.says("/decks")
    await ada.phone.page.locator(".key").filter(has_text="Leave").last.click()
    await ada.phone.presses("Join Shapes")
    await ada.phone.sees("You are in.")
    await ada.phone.says("/study")
    await gets_to(ada, "tensor")
    await ada.types("A grid of numbers.")
    await ada.phone.sees("Right. Next tomorrow.")

    await ada.phone.sends("shapes.yaml", DECK.format(more=", ask: What are tensors?").encode())
    await ada.phone.sees("0 new, 1 changed, 1 unchanged, 0 gone, 0 errors")
    await ada.phone.presses("Apply")
    await ada.phone.sees("is what learners see from now on.")
    await moves(ada, "Next morning")
    await ada.phone.says("/study")
    await gets_to(ada, "tensor")
    await ada.phone.sees("What are tensors?")
    await ada.types("A grid of numbers.")
    await ada.phone.sees("Next in 6 days.")


async def gets_to(ada: Study, card: str) -> None:
    """Look at whatever is still open, until a card comes."""
    await expect(ada.phone.last).to_contain_text("Still open:")
    while (await ada.asked(again=True)).question.card != card:
        await ada.phone.presses("Show me")
        await ada.phone.presses("Got it")
        await ada.asked()


async def test_a_deck_with_errors_names_their_lines(phones: Phones, stage: Stage):
    ada = await begins(phones, stage, "Ada", id=ADMINS[1])
    await ada.phone.sends("shapes.yaml", b"format: 1\nname: <b>\n")
    refused = await ada.phone.sees("line 2")
    await expect(refused.get_by_role("button", name="Apply")).to_have_count(0)


async def test_a_deck_from_anybody_else_is_refused(phones: Phones, stage: Stage):
    bob = await begins(phones, stage, "Bob")
    await bob.phone.sends("shapes.yaml", DECK.format(more="").encode())
    await bob.phone.sees("Only this bot's admins can load decks.")
