"""Plays what a screen wants done through the Bot API, and knows which refusals are harmless.

Lost connections, 429 and 5xx go up to whoever will try the update again, and so does Forbidden:
the learner has blocked the bot. Every other refusal is permanent: it is logged and counts as done.
"""

import logging
from collections.abc import Awaitable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar
from urllib.parse import quote, urlencode

from telegram import (
    Bot,
    CallbackQuery,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    LinkPreviewOptions,
    Message,
    ReplyParameters,
    Update,
)
from telegram.constants import ParseMode
from telegram.error import BadRequest
from telegram.helpers import create_deep_linked_url

from bot import pictures
from bot.buttons import pack
from bot.screens import Act, Edit, Key, Keyboard, Photo, Screen, Send, Share, Strip, Toast

T = TypeVar("T")

_GONE = ("message to edit not found", "message can't be edited")
_TEXTLESS = ("there is no text in the message to edit",)
_HARMLESS = (
    "message is not modified",
    "query is too old",
    "message to be replied not found",
    *_GONE,
)
_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Place:
    """Where an answer goes: the chat an update came from, or the private one of who caused it.

    ``typed`` is the learner's message, ``query`` the press of a button; one of them or neither.
    """

    chat_id: int
    typed: int | None = None
    query: CallbackQuery | None = None

    @classmethod
    def of(cls, update: Update) -> "Place":
        """Return where an update came from. ValueError if nobody is there."""
        there = update.effective_chat or update.effective_user
        message = update.message or update.edited_message
        if there is None:
            raise ValueError("an update from nowhere has nobody to answer")
        return cls(there.id, message.message_id if message else None, update.callback_query)

    @property
    def tapped(self) -> int | None:
        """The message whose button was pressed, if it can still be edited."""
        message = self.query and self.query.message
        return message.message_id if message and message.is_accessible else None


@dataclass(frozen=True, slots=True)
class Sent:
    """A question that reached its learner, with Telegram's own date of the message."""

    question_id: int
    message_id: int
    told_at: datetime


async def play(bot: Bot, place: Place, acts: Sequence[Act]) -> tuple[Sent, ...]:
    """Do the acts in order and return the questions that were sent.

    A callback query is answered first, exactly once, whether or not there is a toast for it.
    """
    if place.query:
        toasts = [act.text for act in acts if isinstance(act, Toast)]
        await _permitted(place.query.answer("\n".join(toasts) or None))
    sent = []
    for act in acts:
        message = await _play_one(bot, place, act)
        if isinstance(act, Send | Photo) and act.opens is not None and message is not None:
            sent.append(Sent(act.opens, message.message_id, message.date))
    return tuple(sent)


async def send_file(bot: Bot, place: Place, name: str, data: bytes, caption: Screen) -> None:
    """Send a file, with a screen's text below it."""
    await _permitted(
        bot.send_document(
            place.chat_id,
            data,
            filename=name,
            caption=caption.text,
            parse_mode=ParseMode.HTML,
            disable_notification=True,
        )
    )


async def _play_one(bot: Bot, place: Place, act: Act) -> Message | None:
    match act:
        case Send():
            return await _send(bot, place, act)
        case Photo():
            return await _send_photo(bot, place, act)
        case Edit():
            await _edit(bot, place, act.screen)
        case Strip():
            await _strip(bot, place, act.message_id or place.tapped)
        case Toast():
            pass  # went out with the answer to the query
    return None


async def _send(bot: Bot, place: Place, act: Send) -> Message | None:
    return await _permitted(
        bot.send_message(
            place.chat_id,
            act.screen.text,
            parse_mode=ParseMode.HTML,
            reply_markup=_markup(bot, act.screen.keyboard),
            disable_notification=not act.rings,
            link_preview_options=_NO_PREVIEW,
            reply_parameters=_reply_to(place.typed) if act.reply else None,
        )
    )


async def _send_photo(bot: Bot, place: Place, photo: Photo) -> Message | None:
    picture = await pictures.drawn(photo)
    return await _permitted(
        bot.send_photo(
            place.chat_id,
            picture.png,
            caption=picture.caption,
            reply_markup=_markup(bot, photo.keyboard),
            disable_notification=True,
        )
    )


async def _edit(bot: Bot, place: Place, screen: Screen) -> None:
    """Edit the message whose button was pressed, or send anew where it cannot be edited.

    A picture has no text to edit; it stays, without its buttons.
    """
    if place.tapped is None:
        await _send(bot, place, Send(screen))
        return
    try:
        await bot.edit_message_text(
            screen.text,
            place.chat_id,
            place.tapped,
            parse_mode=ParseMode.HTML,
            reply_markup=_markup(bot, screen.keyboard),
            link_preview_options=_NO_PREVIEW,
        )
    except BadRequest as refusal:
        if _is(refusal, _TEXTLESS):
            await _strip(bot, place, place.tapped)
        if _is(refusal, (*_GONE, *_TEXTLESS)):
            await _send(bot, place, Send(screen))
        else:
            _note(refusal)


async def _strip(bot: Bot, place: Place, message_id: int | None) -> None:
    if message_id is not None:
        await _permitted(bot.edit_message_reply_markup(place.chat_id, message_id))


def _reply_to(message_id: int | None) -> ReplyParameters | None:
    if message_id is None:
        return None
    return ReplyParameters(message_id, allow_sending_without_reply=True)


def _markup(bot: Bot, keyboard: Keyboard) -> InlineKeyboardMarkup | None:
    if not keyboard:
        return None
    return InlineKeyboardMarkup([[_button(bot, key) for key in row] for row in keyboard])


def _button(bot: Bot, key: Key) -> InlineKeyboardButton:
    if key.button is not None:
        return InlineKeyboardButton(key.label, callback_data=pack(key.button))
    if key.share is not None:
        return InlineKeyboardButton(key.label, url=_share_url(bot, key.share))
    return InlineKeyboardButton(key.label, url=key.url)


def _share_url(bot: Bot, share: Share) -> str:
    """Return the address at which Telegram lets people choose whom to send a link to."""
    link = create_deep_linked_url(bot.username, share.payload)
    return f"https://t.me/share/url?{urlencode({'url': link, 'text': share.text}, quote_via=quote)}"


async def _permitted(call: Awaitable[T]) -> T | None:
    try:
        return await call
    except BadRequest as refusal:
        _note(refusal)
        return None


def _note(refusal: BadRequest) -> None:
    if not _is(refusal, _HARMLESS):
        logger.warning("Telegram refused: %s", refusal.message)


def _is(refusal: BadRequest, known: tuple[str, ...]) -> bool:
    return any(words in refusal.message.casefold() for words in known)
