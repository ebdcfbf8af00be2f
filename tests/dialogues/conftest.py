"""Dialogues: people talk over HTTP with the real bot, a process of its own, on each database.

A test is a conversation, on SQLite and on PostgreSQL:

    async def test_a_newcomer_is_told_what_this_is(someone):
        ann = await someone("Ann")
        await ann.says("/start")
        await ann.sees("I keep your answers")

One bot per database serves the whole session, so every test brings people of its own, and the clock
only ever moves forward.
"""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from pathlib import Path

import pytest
import pytest_asyncio

from bot.sandbox.faults import Faults
from tests import databases
from tests.dialogues import manners
from tests.dialogues.stage import Learner, Stage, open_stage

_STAGE = pytest.StashKey[Stage]()
_PEOPLE = pytest.StashKey[list[Learner]]()

# Numbers of the bot's admins, one for each dialogue that needs one.
_ADMINS = range(900_001, 900_201)
_SETTINGS = {"MINIBATCH_ADMINS": ",".join(map(str, _ADMINS))}
_admins = iter(_ADMINS)

Someone = Callable[[str], Awaitable[Learner]]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run every dialogue on the loop on which the sandboxes live."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """Show what was said and what the bot logged where a dialogue fails."""
    report = yield
    if report.failed and _STAGE in item.stash:
        for learner in item.stash[_PEOPLE]:
            report.sections.append((f"{learner.user.first_name}'s chat", learner.transcript()))
        report.sections.append(("the bot's log", item.stash[_STAGE].log_since()))
    return report


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def sqlite_stage(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Stage]:
    folder = tmp_path_factory.mktemp("sqlite")
    address = f"sqlite:///{folder / 'minibatch.sqlite3'}"
    async with open_stage(address, folder / "log", _SETTINGS) as stage:
        yield stage


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def postgresql_stage(
    postgresql: databases.Server, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Stage]:
    with postgresql.database() as address:
        log = tmp_path_factory.mktemp("postgresql") / "log"
        async with open_stage(address, log, _SETTINGS) as stage:
            yield stage


@pytest.fixture(params=["sqlite", "postgresql"])
def stage(request: pytest.FixtureRequest) -> Iterator[Stage]:
    """Lend a running bot with its sandbox, once for each kind of database.

    Afterwards, whatever was talked about: no word that learners are never to read, no sound, and,
    where no ``faults`` were ordered, nothing that Telegram refused or that went wrong.
    """
    stage: Stage = request.getfixturevalue(f"{request.param}_stage")
    stage.mark_log()
    request.node.stash[_STAGE] = stage
    people: list[Learner] = []
    request.node.stash[_PEOPLE] = people
    yield stage
    for learner in people:
        manners.watch(learner)
    if "faults" not in request.fixturenames:
        assert not manners.troubles(stage.log_since())


@pytest.fixture
def faults(stage: Stage) -> Iterator[Faults]:
    """Lend a way to let calls of the Bot API go wrong."""
    yield stage.sandbox.world.faults
    stage.sandbox.world.faults.clear()


@pytest.fixture
def someone(stage: Stage, request: pytest.FixtureRequest) -> Someone:
    """Lend a way to meet people, in the morning: ``ann = await someone("Ann")``."""
    return lambda name: _meet(stage, request, name)


@pytest.fixture
def an_admin(stage: Stage, request: pytest.FixtureRequest) -> Someone:
    """Lend a way to meet admins of the bot, in the morning: ``ada = await an_admin("Ada")``."""
    return lambda name: _meet(stage, request, name, next(_admins))


async def _meet(
    stage: Stage, request: pytest.FixtureRequest, name: str, id: int | None = None
) -> Learner:
    if not request.node.stash[_PEOPLE]:
        await stage.morning()
        await stage.awake()
        stage.mark_log()
    learner = stage.person(name, id=id)
    request.node.stash[_PEOPLE].append(learner)
    return learner
