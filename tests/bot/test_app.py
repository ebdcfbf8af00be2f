"""The application as it is built: which handler answers what, and how failures are told."""

from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path
from typing import get_args

import pytest
from telegram import Update
from telegram.error import NetworkError

import bot.handlers
from bot import buttons, texts
from bot.app import App, Desk, build
from bot.clock import Clock
from bot.context import Services
from bot.routes import COMMANDS, PRESSES, handlers
from bot.sandbox.chats import Chat
from bot.sandbox.client import Person, Sandbox
from bot.sandbox.faults import broken, forbidden
from bot.settings import Settings
from srs import catalogue, learners, study
from srs.store import Store


def test_no_handler_runs_out_of_turn() -> None:
    """One that did not block could not be waited for, and its failure would be lost."""
    assert all(handler.block for handler in handlers())
    for path in Path(bot.handlers.__file__).parent.glob("*.py"):
        assert "create_task" not in path.read_text()


def test_every_button_has_a_handler() -> None:
    assert set(PRESSES) == set(get_args(buttons.Button))


def test_every_command_in_the_help_has_a_handler() -> None:
    assert tuple(COMMANDS) == texts.COMMANDS


class StoppedClock(Clock):
    """A clock that cannot be read while it is ``broken``."""

    broken = False

    def now(self) -> datetime:
        if self.broken:
            raise ZeroDivisionError
        return super().now()


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    async with await Sandbox.start() as sandbox:
        yield sandbox


@pytest.fixture
def services(store: Store) -> Services:
    services = Services(store, StoppedClock())
    catalogue.install_shipped(store, services.clock.now())
    return services


@pytest.fixture
async def app(sandbox: Sandbox, services: Services) -> AsyncIterator[App]:
    settings = Settings.from_environment(
        {"MINIBATCH_TOKEN": sandbox.token, "MINIBATCH_API_URL": sandbox.api_url}
    )
    async with build(settings, services) as app:
        yield app


@pytest.fixture
def desk(app: App, services: Services) -> Desk:
    return Desk(app, services)


@pytest.fixture
async def ann(sandbox: Sandbox) -> Person:
    """Somebody who has asked for a card."""
    ann = sandbox.person("Ann")
    await ann.says("/study")
    return ann


@pytest.fixture
def update(ann: Person, sandbox: Sandbox, app: App) -> Update:
    """What came of it."""
    [waiting] = sandbox.account.updates.waiting(2)
    return Update.de_json(waiting.body, app.bot)


async def test_what_is_to_be_stored_comes_with_the_end(
    desk: Desk, update: Update, ann: Person
) -> None:
    [(function, arguments)] = await desk.handle(update)
    assert function is study.opened
    assert (arguments["learner_id"], arguments["message_id"]) == (ann.id, ann.last.id)


async def test_what_a_handler_raises_comes_out(
    desk: Desk, update: Update, services: Services
) -> None:
    services.clock.broken = True
    with pytest.raises(ZeroDivisionError):
        await desk.handle(update)
    services.clock.broken = False
    assert await desk.handle(update)


async def test_an_update_tried_again_acts_once_and_answers_again(
    desk: Desk, update: Update, ann: Person, sandbox: Sandbox
) -> None:
    sandbox.world.faults.order("sendMessage", broken(502))
    with pytest.raises(NetworkError):
        await desk.handle(update)
    [(_, first)] = await desk.handle(update)
    [(_, second)] = await desk.handle(update)
    assert first["question_id"] == second["question_id"]
    assert ann.messages[-1].text == ann.messages[-2].text


async def test_somebody_who_has_blocked_the_bot_is_noted_and_the_update_is_done(
    desk: Desk, update: Update, ann: Person, sandbox: Sandbox, services: Services
) -> None:
    sandbox.world.faults.order("sendMessage", forbidden("bot was blocked by the user"))
    assert await desk.handle(update) == []
    learner = services.store.read(learners.read, ann.id).result()
    assert learner is not None
    assert learner.blocked_at is not None


async def test_an_update_given_up_ends_with_a_kind_word(
    desk: Desk, update: Update, ann: Person
) -> None:
    await desk.apologise(update)
    assert "Something went wrong on my side" in ann.last.text


async def test_only_a_private_chat_says_whether_the_bot_is_blocked(
    desk: Desk, update: Update, ann: Person, sandbox: Sandbox, app: App, services: Services
) -> None:
    async def blocked_after(*statuses: str, chat: Chat) -> bool:
        for status in statuses:
            sandbox.account.set_status(chat, ann.user, status)
            [*_, newest] = sandbox.account.updates.waiting(9)
            await desk.handle(Update.de_json(newest.body, app.bot))
        learner = services.store.read(learners.read, ann.id).result()
        return learner is not None and learner.blocked_at is not None

    await desk.handle(update)
    assert not await blocked_after("kicked", chat=sandbox.group("Class", [ann]))
    assert await blocked_after("kicked", chat=ann.chat)
    assert not await blocked_after("kicked", "member", chat=ann.chat)
