"""Which handler answers what: the flat list, in the order in which handlers are asked."""

from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, TypeAlias

from telegram import Update
from telegram.ext import (
    BaseHandler,
    CallbackQueryHandler,
    ChatMemberHandler,
    CommandHandler,
    MessageHandler,
    filters,
)

from bot import buttons
from bot.context import Context
from bot.handlers import admin, calc, decks, me, odd, picture, study

Handle: TypeAlias = Callable[[Context], Awaitable[None]]
Press: TypeAlias = Callable[[Context, Any], Awaitable[None]]

_NEW = filters.UpdateType.MESSAGE
_EDITED = filters.UpdateType.EDITED_MESSAGE
_PRIVATE = filters.ChatType.PRIVATE
_FILE = filters.Document.ALL & ~filters.ANIMATION

COMMANDS: dict[str, Handle] = {
    "study": study.study_on,
    "problem": study.problem,
    "calc": calc.calc,
    "picture": picture.picture,
    "stats": me.statistics,
    "undo": study.undo,
    "decks": decks.decks,
    "settings": me.settings,
    "pause": me.pause,
    "stop": me.stop,
    "resume": me.resume,
    "help": me.help_me,
    "privacy": me.privacy,
    "export": me.export,
    "delete_me": me.erase_ask,
    "id": me.number,
    "start": study.start,
}

# Of admins; anybody else is told so.
ADMIN_COMMANDS: dict[str, Handle] = {"deck": admin.deck}

PRESSES: dict[type[buttons.Button], Press] = {
    buttons.Start: study.begin,
    buttons.Study: study.study_on,
    buttons.GoOn: study.go_on,
    buttons.Problem: study.another,
    buttons.Topics: study.all_topics,
    buttons.Topic: study.topic,
    buttons.OfDay: study.problem_of_day,
    buttons.Tap: study.tap,
    buttons.Belongs: study.belongs,
    buttons.Claim: study.claim,
    buttons.Ease: study.ease,
    buttons.Regrade: study.regrade,
    buttons.LeaveEdit: study.leave_edit,
    buttons.Undo: study.undo,
    buttons.Enough: study.enough,
    buttons.Minutes: me.minutes,
    buttons.Buttons: me.rating_buttons,
    buttons.ZoneMenu: me.zone_menu,
    buttons.ZoneHour: me.zone_hour,
    buttons.Zone: me.zone,
    buttons.NoZone: me.no_zone,
    buttons.RemindMenu: me.remind_menu,
    buttons.RemindAt: me.remind_at,
    buttons.OtherTime: me.other_time,
    buttons.NoReminders: me.no_reminders,
    buttons.Snooze: me.snooze,
    buttons.NotToday: me.not_today,
    buttons.Join: decks.join,
    buttons.Leave: decks.leave,
    buttons.Try: admin.try_cards,
    buttons.Reveal: admin.reveal,
    buttons.Apply: admin.apply,
    buttons.Cancel: admin.cancel,
    buttons.Publish: admin.publish,
    buttons.Newer: admin.newer,
    buttons.Picture: picture.chosen,
    buttons.WhatIf: calc.what_if,
    buttons.EraseYes: me.erase,
    buttons.EraseNo: me.keep,
}


def handlers() -> list[BaseHandler[Update, Context, None]]:
    """Return every handler, in the order in which they are asked."""
    every = COMMANDS | ADMIN_COMMANDS
    return [
        *(CommandHandler(name, _of(said), _NEW & _PRIVATE) for name, said in every.items()),
        CommandHandler(list(every), _of(odd.group), _NEW & filters.ChatType.GROUPS),
        MessageHandler(_NEW & _PRIVATE & filters.COMMAND, _of(odd.unknown_command)),
        MessageHandler(_NEW & _PRIVATE & filters.TEXT, _of(study.text)),
        MessageHandler(_NEW & _PRIVATE & _FILE, _of(admin.file)),
        MessageHandler(_NEW & _PRIVATE & ~filters.StatusUpdate.ALL, _of(odd.wordless)),
        MessageHandler(_EDITED & _PRIVATE & filters.TEXT, _of(study.edited)),
        CallbackQueryHandler(_of(_press)),
        ChatMemberHandler(_of(odd.membership), ChatMemberHandler.MY_CHAT_MEMBER),
    ]


async def _press(context: Context) -> None:
    """A button is pressed: one of ours, by the learner whose chat it stands in."""
    query = context.received.callback_query
    button = buttons.unpack(query.data or "") if query else None
    if button is None or context.place.chat_id != context.user.id:
        await odd.old_button(context)
    else:
        await PRESSES[type(button)](context, button)


def _of(handle: Handle) -> Callable[[Update, Context], Coroutine[Any, Any, None]]:
    """Make a callback of a handler, which needs nothing but its context."""

    async def callback(_update: Update, context: Context) -> None:
        await handle(context)

    return callback
