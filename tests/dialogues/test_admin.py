"""Admins load decks by sending files; learners study them, and nobody else decides."""

import asyncio
import itertools
import re
from collections.abc import AsyncIterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
import yaml

from bot.buttons import Apply, Publish, Try, pack
from bot.sandbox.chats import Json, Message
from bot.sandbox.files import Upload
from bot.sandbox.methods import document
from cards import library
from cards.formats import read_deck, template
from srs import catalogue
from srs.catalogue import DEFAULT_DECK
from srs.editions import Origin
from srs.store import Store
from tests.dialogues.conftest import Someone
from tests.dialogues.stage import Learner, Stage, open_stage

ONLY_ADMINS = "Only this bot's admins can load decks."
_numbers = itertools.count(1)


def a_deck(*terms: str, name: str = "", **more: Any) -> bytes:
    """Return a deck's file of definitions; without a name, of a deck that there is not yet."""
    cards = [
        {
            "definition": term,
            "term": term,
            "means": f"What {term} means.",
            "example": f"Some {term}.",
            "why": "It matters.",
            "objective": "know",
            "source": "book",
        }
        | more.get(term, {})
        for term in terms
    ]
    name = name or f"deck-{next(_numbers)}"
    deck = {
        "format": 1,
        "name": name,
        "title": f"The title of {name}",
        "objectives": {"know": "Know it"},
        "sources": {"book": "A book"},
        "cards": cards,
    }
    return yaml.safe_dump(deck, sort_keys=False).encode()


def name_of(file: bytes) -> str:
    return read_deck(file).name


async def sends(person: Learner, data: bytes, name: str = "deck.yaml") -> None:
    await person.sends_document(name, data, mime="application/yaml")


async def loads(ada: Learner, data: bytes) -> None:
    await sends(ada, data)
    await ada.sees("Nothing changes until you press Apply")
    await ada.presses("Apply")
    await ada.sees("Done:")


def sent_files(person: Learner) -> list[Json]:
    return [m.attachment["document"] for m in person.messages if "document" in (m.attachment or {})]


def content(person: Learner, file: Json) -> bytes:
    return person.account.files[file["file_id"]].data


# --- the way of a deck ------------------------------------------------------------------------


async def test_a_deck_is_loaded_tried_published_edited_and_loaded_again(
    an_admin: Someone, someone: Someone
) -> None:
    ada, ann = await an_admin("Ada"), await someone("Ann")
    first = a_deck("tensor", "shape")
    name = name_of(first)
    await sends(ada, first)
    preview = await ada.sees("2 new, 0 changed, 0 unchanged, 0 gone, 0 errors")
    assert preview.buttons == ("Try 2 cards", "Apply", "Cancel")
    await ada.presses("Try 2 cards")
    tried = await ada.sees("What is tensor?")
    assert "New card. Have a guess, or look." in tried.text
    assert tried.buttons == ("Show me", "I know this")
    await ada.presses("Show me", message=tried)
    await ada.sees("What tensor means.")
    await ada.presses("Apply", message=preview)
    done = await ada.sees("Learners see nothing of it until you publish it.")
    assert done.buttons == ("Publish",)

    await ann.says("/decks")
    assert f"The title of {name}" not in (await ann.hears()).text
    await ada.presses("Publish")
    await ada.sees("is public now")
    await ann.says("/study")
    await ann.hears()
    await joins_only(ann, name)
    asked = await ann.asked()
    assert asked.question.prompt == "What is tensor?"
    await ann.answers(asked)
    await ann.sees("Right. Next tomorrow.")

    await sends(ada, a_deck("tensor", "rank", name=name, tensor={"ask": "What are tensors?"}))
    preview = await ada.sees("1 new, 1 changed, 0 unchanged, 1 gone, 0 errors")
    assert "Changed: tensor" in preview.text
    assert "Gone: shape" in preview.text
    await ada.presses("Apply")
    await ada.sees("is what learners see from now on.")

    await ann.comes_back()
    await ann.says("/study")
    await ann.presses("Show me")  # the card that was open
    await ann.presses("Got it")
    while (asked := await ann.asked()).question.card != "tensor":
        await ann.answers(asked)
    assert (asked.purpose, asked.question.prompt) == ("review", "What are tensors?")
    await ann.answers(asked)
    await ann.sees("Right. Next in 6 days.")


async def test_a_card_with_a_picture_sends_it_with_its_explanation_and_its_buttons(
    an_admin: Someone, someone: Someone
) -> None:
    ada, ann = await an_admin("Ada"), await someone("Ann")
    deck = a_deck("levels", "parts", levels={"picture": "run"})
    await loads(ada, deck)
    await ada.presses("Publish")
    await ada.sees("is public now")
    await ann.says("/study")
    await ann.hears()
    await joins_only(ann, name_of(deck))
    asked = await ann.asked()
    await ann.presses("Show me")
    picture = await ann.sees("Training on 1,000 samples.")
    assert picture.buttons == ("Got it",)
    assert [m.buttons for m in ann.messages if m.id == asked.message_id] == [()]
    await ann.presses("Got it")
    assert (await ann.asked()).question.prompt == "What is parts?"


async def joins_only(ann: Learner, name: str) -> None:
    """Leave the deck that everybody begins with, join another and study it."""
    await ann.says("/decks")
    await ann.hears()
    await ann.presses("Leave")
    decks = await ann.sees("Decks")
    data = f"1:join:{name}"
    await ann.forges(data, decks)
    await ann.sees("You are in.")
    await ann.says("/study")
    await ann.presses("Show me")
    await ann.presses("Got it")


async def test_the_template_is_a_deck_that_can_be_sent_back(an_admin: Someone) -> None:
    ada = await an_admin("Ada")
    await ada.says("/deck template")
    await ada.sees("A deck of three cards.")
    [file] = sent_files(ada)
    assert content(ada, file) == template()
    await sends(ada, template().replace(b"first-deck", f"first-{ada.id}".encode()))
    await ada.sees("3 new, 0 changed, 0 unchanged, 0 gone, 0 errors")


async def test_the_current_file_reads_back_as_the_deck_it_is(an_admin: Someone) -> None:
    ada = await an_admin("Ada")
    deck = a_deck("tensor", "shape")
    await loads(ada, deck)
    await ada.says(f"/deck get {name_of(deck)}")
    await ada.sees("Change it and send it back to me.")
    file = sent_files(ada)[-1]
    assert file["file_name"] == f"{name_of(deck)}.yaml"
    assert read_deck(content(ada, file)) == read_deck(deck)
    await sends(ada, content(ada, file))
    same = await ada.sees("This is the deck as learners see it already.")
    assert "0 new, 0 changed, 2 unchanged, 0 gone, 0 errors" in same.text
    assert same.buttons == ()


async def test_the_history_tells_what_was_loaded_and_brings_it_back(an_admin: Someone) -> None:
    ada = await an_admin("Ada")
    first = a_deck("tensor")
    name = name_of(first)
    await loads(ada, first)
    await loads(ada, a_deck("shape", name=name))
    await ada.says(f"/deck history {name}")
    told = await ada.sees(f"sent by {ada.id}")
    assert re.findall(r"^Version \d", told.text, re.MULTILINE) == ["Version 2", "Version 1"]
    await ada.says(f"/deck get {name} 1")
    await ada.sees("Change it and send it back")
    assert read_deck(content(ada, sent_files(ada)[-1])) == read_deck(first)


async def test_what_an_admin_sent_outlives_their_name(an_admin: Someone) -> None:
    ada, bob = await an_admin("Ada"), await an_admin("Bob")
    deck = a_deck("tensor")
    await loads(ada, deck)
    await ada.says("/export")
    await ada.sees("Everything I keep about you.")
    assert name_of(deck).encode() in content(ada, sent_files(ada)[-1])
    await ada.says("/delete_me")
    await ada.presses("Delete everything")
    await ada.settles()
    await bob.says(f"/deck history {name_of(deck)}")
    told = await bob.sees("sent by somebody who has left.")
    assert str(ada.id) not in told.text


async def test_deck_alone_lists_every_deck_and_how_to_load_one(an_admin: Someone) -> None:
    ada = await an_admin("Ada")
    deck = a_deck("tensor")
    await loads(ada, deck)
    await ada.says("/deck")
    listed = await ada.sees("Send me a deck as a .yaml file")
    assert "(ml-training)" in listed.text
    assert f"({name_of(deck)}): 1 card, version 1, not public." in listed.text
    await ada.presses(f"Publish The title of {name_of(deck)}", message=listed)
    await ada.sees("is public now")


@pytest.mark.parametrize("words", ["get nothing-such", "history nothing-such"])
async def test_a_deck_that_is_not_there_is_said_to_be_missing(
    an_admin: Someone, words: str
) -> None:
    ada = await an_admin("Ada")
    await ada.says(f"/deck {words}")
    await ada.sees("There is no deck “nothing-such”.")


async def test_an_admins_help_and_menu_name_the_command(an_admin: Someone, stage: Stage) -> None:
    ada = await an_admin("Ada")
    await ada.says("/help")
    await ada.sees("/deck: load, publish and fetch decks")


@pytest_asyncio.fixture(loop_scope="session")
async def changed_stage(sqlite_url: str, tmp_path: Path) -> AsyncIterator[Stage]:
    """Lend a bot whose admin has changed a shipped deck, which this release has anew."""
    shipped = library.load(DEFAULT_DECK)
    older = replace(shipped, cards=shipped.cards[:-1])
    with closing(Store.open(sqlite_url)) as store:
        catalogue.apply(store, older, datetime.now(UTC), Origin(shipped=True))
        ours = replace(older, title="Our own title")
        catalogue.apply(store, ours, datetime.now(UTC), Origin(made_by=7))
    async with open_stage(sqlite_url, tmp_path / "log", {"MINIBATCH_ADMINS": "7"}) as stage:
        yield stage


async def test_a_newer_shipped_edition_is_offered_and_applied_when_the_admin_says_so(
    changed_stage: Stage,
) -> None:
    assert "A newer edition of the deck ml-training waits" in changed_stage.log_since()
    ada = changed_stage.person("Ada", id=7)
    await ada.says("/deck")
    await ada.sees("A newer edition of Our own title came with this release.")
    await ada.presses("Compare Our own title")
    await ada.sees(re.compile(r"1 new, 0 changed, \d+ unchanged, 0 gone, 0 errors"))
    await ada.presses("Apply")
    await ada.sees("is what learners see from now on.")
    await ada.says("/deck")
    assert "A newer edition" not in (await ada.hears()).text
    menus = [call.parameters for call in changed_stage.sandbox.world.calls_of("setMyCommands")]
    [menu] = [menu["commands"] for menu in menus if menu["scope"] == {"type": "chat", "chat_id": 7}]
    assert menu[-1]["command"] == "deck"


async def test_a_start_without_admins_says_what_to_set(sqlite_url: str, tmp_path: Path) -> None:
    async with open_stage(sqlite_url, tmp_path / "log") as stage:
        assert "Nobody can load decks: set MINIBATCH_ADMINS to your id" in stage.log_since()


# --- offers that end --------------------------------------------------------------------------


async def test_cancelled_is_cancelled(an_admin: Someone) -> None:
    ada = await an_admin("Ada")
    await sends(ada, a_deck("tensor"))
    preview = await ada.sees("1 new")
    await ada.presses("Cancel")
    await ada.sees("Cancelled. Nothing was changed.")
    await ada.forges(data_of(preview, "Apply"), ada.last)
    await ada.sees("This offer has ended.")


async def test_an_offer_ends_after_half_an_hour(an_admin: Someone) -> None:
    ada = await an_admin("Ada")
    await sends(ada, a_deck("tensor"))
    await ada.sees("1 new")
    await ada.waits(31 * 60)
    await ada.presses("Try 1 card")
    await ada.sees("This offer has ended.")


async def test_of_two_admins_the_second_hears_that_the_deck_has_moved_on(
    an_admin: Someone,
) -> None:
    ada, bob = await an_admin("Ada"), await an_admin("Bob")
    first = a_deck("tensor")
    await sends(ada, first)
    await ada.sees("1 new")
    await sends(bob, a_deck("tensor", "shape", name=name_of(first)))
    await bob.sees("2 new")
    await bob.presses("Apply")
    await bob.sees("Done:")
    await ada.presses("Apply")
    await ada.sees("The deck has moved on since this file was compared with it.")


def data_of(message: Message, label: str) -> str:
    keys = [key for row in (message.markup or {})["inline_keyboard"] for key in row]
    return next(key["callback_data"] for key in keys if key["text"] == label)


# --- files that are no decks ------------------------------------------------------------------


async def test_every_error_comes_with_its_line_and_there_is_nothing_to_apply(
    an_admin: Someone,
) -> None:
    ada = await an_admin("Ada")
    await sends(ada, a_deck("tensor", "shape", shape={"why": "", "objective": "kno"}))
    told = await ada.sees("1 new, 0 changed, 0 unchanged, 0 gone, 2 errors")
    assert "line 20, cards[1].why: This is empty." in told.text
    assert "line 21, cards[1].objective: There is no objective kno." in told.text.replace("`", "")
    assert told.buttons == ()
    assert sent_files(ada)[1:] == []


async def test_of_many_errors_ten_stand_in_the_chat_and_all_in_a_file(an_admin: Someone) -> None:
    ada = await an_admin("Ada")
    terms = [f"t{number}" for number in range(14)]
    await sends(ada, a_deck(*terms, **{term: {"why": ""} for term in terms[1:]}))
    told = await ada.sees("1 new, 0 changed, 0 unchanged, 0 gone, 13 errors")
    assert told.text.count("This is empty.") == 10
    await ada.sees("Every error, with its line.")
    assert content(ada, sent_files(ada)[-1]).count(b"This is empty.") == 13


HOSTILE = {
    "aliases": (b"a: &x [1]\nb: *x\n", "Take out the anchor"),
    "brackets": (b"[" * 20_000, "nested too deeply"),
    "a megabyte field": (a_deck("tensor", tensor={"why": "x" * 10**6}), "Shorten it to 500."),
    "invalid UTF-8": (b"format: 1\nname: \xff\n", "line 2: This is not UTF-8."),
    "bidi controls": (
        a_deck("tensor").replace(b"Some tensor.", "Some \u202etensor.".encode()),
        "Take out the invisible character U+202E.",
    ),
    "over 5 MB": (b"#" * 5_000_001, "The file has 5,000,001 bytes"),
    "over 20 MB": (b"#" * (20 * 2**20 + 1), "at most 20,971,520 can be fetched"),
    "an empty file": (b"", "The file is empty."),
}


@pytest.mark.parametrize("what", HOSTILE)
async def test_a_hostile_file_is_refused_with_its_reason(an_admin: Someone, what: str) -> None:
    ada = await an_admin("Ada")
    data, reason = HOSTILE[what]
    await sends(ada, data)
    told = await ada.sees(reason, timeout=15)
    assert "Nothing was changed." in told.text
    assert told.buttons == ()


async def test_html_in_a_deck_is_text(an_admin: Someone) -> None:
    ada = await an_admin("Ada")
    await sends(ada, a_deck("tensor", tensor={"ask": "What is a <b>bold & </i> tensor?"}))
    await ada.sees("1 new")
    await ada.presses("Try 1 card")
    await ada.sees("What is a <b>bold & </i> tensor?")


@pytest.mark.parametrize("name", ["notes.pdf", "deck.txt", "yaml"])
async def test_a_file_of_another_kind_is_no_deck(an_admin: Someone, name: str) -> None:
    ada = await an_admin("Ada")
    await sends(ada, a_deck("tensor"), name)
    await ada.sees("A deck is a .yaml file.")


# --- who may --------------------------------------------------------------------------------


async def test_a_file_from_anyone_else_is_refused(someone: Someone) -> None:
    ann = await someone("Ann")
    await sends(ann, a_deck("tensor"))
    await ann.sees(ONLY_ADMINS)


@pytest.mark.parametrize("words", ["", " template", " get ml-training", " history ml-training"])
async def test_the_command_from_anyone_else_is_refused(someone: Someone, words: str) -> None:
    ann = await someone("Ann")
    await ann.says(f"/deck{words}")
    await ann.sees(ONLY_ADMINS)
    assert sent_files(ann) == []


async def test_buttons_pressed_by_anyone_else_do_nothing(
    an_admin: Someone, someone: Someone
) -> None:
    ada, ann = await an_admin("Ada"), await someone("Ann")
    deck = a_deck("tensor")
    await sends(ada, deck)
    preview = await ada.sees("1 new")
    await ann.says("/help")
    place = await ann.hears()
    for label in ("Apply", "Cancel", "Try 1 card"):
        await ann.forges(data_of(preview, label), place)
        await ann.sees(ONLY_ADMINS)
        await ann.says("/help")
        place = await ann.hears()
    await ada.presses("Apply", message=preview)
    await ada.sees("Done:")
    await ann.forges(pack(Publish(name_of(deck))), place)
    await ann.sees(ONLY_ADMINS)


@pytest.mark.parametrize("button", [Apply(17), Try(17)])
async def test_a_button_of_no_offer_changes_nothing(an_admin: Someone, button: Apply | Try) -> None:
    ada = await an_admin("Ada")
    await ada.says("/deck")
    await ada.forges(pack(button), await ada.hears())
    await ada.sees("send")


async def test_a_namesake_of_an_admin_is_none(an_admin: Someone, someone: Someone) -> None:
    await an_admin("Ada")
    other = await someone("Ada")
    await sends(other, a_deck("tensor"))
    await other.sees(ONLY_ADMINS)


async def test_a_forwarded_file_is_refused(an_admin: Someone) -> None:
    ada = await an_admin("Ada")
    file = ada.account.store(Upload("deck.yaml", "application/yaml", a_deck("tensor")))
    origin = {"type": "hidden_user", "sender_user_name": "Somebody", "date": 1_700_000_000}
    ada._act()
    ada.account.hear(ada.chat, ada.user, "", document(file) | {"forward_origin": origin})
    await ada.sees("This file was forwarded.")


async def test_in_a_group_an_admin_is_sent_to_the_private_chat(
    an_admin: Someone, stage: Stage
) -> None:
    ada = await an_admin("Ada")
    there = ada.at(stage.sandbox.group("A group", [ada]))
    await there.says("/deck")
    assert "one by one" in (await there.sees("private chat")).text


async def test_others_are_answered_while_a_file_is_read(
    an_admin: Someone, someone: Someone
) -> None:
    ada, ann = await an_admin("Ada"), await someone("Ann")
    await sends(ada, a_deck(*(f"term-{number}" for number in range(1_500))))
    for _ in range(5):
        await ann.says("/id")
        async with asyncio.timeout(1):
            await ann.hears()
    assert "1,500 new" not in ada.transcript()
    await ada.sees("1,500 new", timeout=30)
