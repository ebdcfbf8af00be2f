"""Builds everything once, and runs until told to stop."""

import asyncio
import logging
import signal
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from datetime import UTC, datetime, timedelta
from typing import Any, TypeAlias

from telegram import (
    BotCommand,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
    Update,
)
from telegram.constants import ChatType
from telegram.error import InvalidToken, NetworkError, TelegramError
from telegram.ext import (
    Application,
    ApplicationBuilder,
    ContextTypes,
    ExtBot,
    JobQueue,
)

from bot import delivery, log, screens
from bot.clock import Clock, running_clock
from bot.context import Context, Handling, Services
from bot.ingress import Ingress
from bot.pusher import EVERY, Pusher
from bot.routes import ADMIN_COMMANDS, COMMANDS, handlers
from bot.screens import Send
from bot.settings import Settings, SettingsError
from bot.texts import plain
from bot.transport import AiohttpRequest
from srs import catalogue, editions, inbox, migrate
from srs.inbox import Settlement
from srs.store import Store

App: TypeAlias = Application[
    ExtBot[None], Context, dict[Any, Any], dict[Any, Any], dict[Any, Any], JobQueue[Any]
]

_HOUSEKEEPING = timedelta(minutes=10)
_LONGEST_WAIT = 60.0
_IN_GROUPS = ("study",)
# Without them a job that is a second late is left out, and says so nowhere.
_NEVER_LATE = {"misfire_grace_time": None, "coalesce": True}

logger = logging.getLogger(__name__)


async def run(settings: Settings) -> None:
    """Serve until SIGTERM or SIGINT; an empty or older database is migrated first."""
    log.set_up(settings.token)
    async with AsyncExitStack() as stack:
        store = Store.open(settings.database_url, exclusive=True)
        stack.callback(store.close)
        clock = await stack.enter_async_context(running_clock(settings.clock_url))
        await asyncio.to_thread(_prepare, settings.database_url, store, clock)
        if not settings.admins:
            logger.warning("Nobody can load decks: set MINIBATCH_ADMINS to your id; /id tells it.")
        services = Services(store, clock, settings.admins)
        application = await stack.enter_async_context(_running(settings, services))
        logger.info("running as @%s", application.bot.username)
        desk = Desk(application, services)
        ingress = Ingress(store, application.bot, desk.handle, desk.apologise, hold=services.hold)
        await ingress.run(settings, _told_to_stop())


@asynccontextmanager
async def _running(settings: Settings, services: Services) -> AsyncIterator[App]:
    """Start the application, waiting for Telegram as long as it takes; stop it at the end."""
    application = build(settings, services)
    await _patiently(application.initialize)
    async with AsyncExitStack() as stack:
        stack.push_async_callback(application.shutdown)
        await application.start()
        stack.push_async_callback(application.stop)
        stack.callback(_push(application, services))
        await _introduce(application.bot, settings.admins)
        yield application


async def _patiently(connect: Callable[[], Awaitable[None]]) -> None:
    """Try until Telegram can be reached. SettingsError where it refuses the token."""
    wait = 1.0
    while True:
        try:
            await connect()
        except InvalidToken:
            raise SettingsError("Telegram refuses MINIBATCH_TOKEN: copy it anew.") from None
        except NetworkError as error:
            logger.warning("Telegram cannot be reached (%s); trying again in %s s", error, wait)
            await asyncio.sleep(wait)
            wait = min(2 * wait, _LONGEST_WAIT)
        else:
            return


async def _introduce(bot: ExtBot[None], admins: Iterable[int]) -> None:
    """Tell Telegram the command menus and what this is; studying works without them."""
    try:
        await bot.set_my_commands(_menu(*COMMANDS), BotCommandScopeAllPrivateChats())
        await bot.set_my_commands(_menu(*_IN_GROUPS), BotCommandScopeAllGroupChats())
        await bot.set_my_short_description(plain("about.profile"))
        await bot.set_my_description(plain("about.first"))
    except TelegramError as error:
        logger.warning("menus and description were not set: %s", error)
    await asyncio.gather(*(_introduce_to_admin(bot, admin) for admin in admins))


async def _introduce_to_admin(bot: ExtBot[None], admin: int) -> None:
    """Tell Telegram an admin's menu, which it refuses until the admin has written to the bot."""
    with suppress(TelegramError):
        scope = BotCommandScopeChat(admin)
        await bot.set_my_commands(_menu(*COMMANDS, *ADMIN_COMMANDS), scope)


def _menu(*names: str) -> list[BotCommand]:
    return [BotCommand(name, plain(f"command.{name}")) for name in names]


def _push(application: App, services: Services) -> Callable[[], None]:
    """Begin to send the daily pushes; return what ends that."""
    pusher = Pusher(services, application.bot)
    if application.job_queue:
        application.job_queue.run_repeating(
            pusher.tick, EVERY, job_kwargs=_NEVER_LATE | {"max_instances": 1}
        )
    return pusher.stop


def build(settings: Settings, services: Services) -> App:
    """Return the application: its handlers, its error handler and its housekeeping."""
    application = (
        ApplicationBuilder()
        .token(settings.token)
        .base_url(f"{settings.api_url}/bot")
        .base_file_url(f"{settings.api_url}/file/bot")
        .request(AiohttpRequest())
        .get_updates_request(AiohttpRequest())
        .updater(None)
        .context_types(ContextTypes(context=Context))
        .build()
    )
    application.bot_data["services"] = services
    application.add_handlers(handlers())
    application.add_error_handler(_report)
    if application.job_queue:
        application.job_queue.run_repeating(_tidy, _HOUSEKEEPING, job_kwargs=_NEVER_LATE)
    return application


class Desk:
    """Hands each update to the application and tells how that went."""

    def __init__(self, application: App, services: Services) -> None:
        self._application = application
        self._handlings = services.handlings

    async def handle(self, update: Update) -> Settlement:
        """Handle an update; return what is to be stored with its end, or raise what went wrong.

        The application swallows what a handler raises, so the error handler notes it here.
        """
        handling = self._handlings[update.update_id] = Handling()
        try:
            await self._application.process_update(update)
        finally:
            del self._handlings[update.update_id]
        if handling.failure:
            raise handling.failure
        return handling.settlement

    async def apologise(self, update: Update) -> None:
        """Tell somebody whose update was set aside."""
        chat = update.effective_chat
        if chat and chat.type == ChatType.PRIVATE:
            place = delivery.Place.of(update)
            with suppress(TelegramError):
                await delivery.play(self._application.bot, place, [Send(screens.trouble())])


async def _report(update: object, context: Context) -> None:
    """Note what went wrong with an update; whoever handed it in decides what follows."""
    if isinstance(update, Update):
        context.services.handlings[update.update_id].failure = context.error
    else:
        logger.error("housekeeping failed", exc_info=context.error)


async def _tidy(context: Context) -> None:
    """Delete updates done two days ago, and what previews left behind, a chunk at a time."""
    write, now = context.services.store.write, datetime.now(UTC)
    while await asyncio.wrap_future(write(inbox.prune, bot_id=context.bot.id, now=now)):
        pass
    while await asyncio.wrap_future(write(editions.prune, now=now)):
        pass


def _prepare(address: str, store: Store, clock: Clock) -> None:
    migrate.upgrade(address)
    for name in catalogue.install_shipped(store, clock.now()):
        logger.warning("A newer edition of the deck %s waits for an admin: /deck offers it.", name)


def _told_to_stop() -> asyncio.Event:
    """Return what is set by SIGTERM and SIGINT."""
    told = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, told.set)
    return told
