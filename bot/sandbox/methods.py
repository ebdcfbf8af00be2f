"""The methods of the Bot API that the sandbox has, each a function of an account and parameters.

Parameters come decoded from :mod:`bot.sandbox.rules`; what a method returns is the ``result`` of
its answer; a Refusal is raised for what Telegram would refuse.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import timedelta
from typing import Any, TypeAlias

from bot.sandbox import html
from bot.sandbox.chats import Chat, Json, Message
from bot.sandbox.errors import bad_request
from bot.sandbox.files import DOWNLOAD_LIMIT, UPLOAD_LIMIT, StoredFile, Upload, photo_size
from bot.sandbox.keyboards import checked_markup
from bot.sandbox.text import Entity, Formatted, cleaned, in_order, trimmed, units, with_found
from bot.sandbox.world import Account, Webhook

TEXT_UNITS = 4096
CAPTION_UNITS = 1024
RAW_BYTES = 32 * 1024
DELETABLE = timedelta(hours=48)
ACTIONS = frozenset(
    {
        "typing",
        "upload_photo",
        "record_video",
        "upload_video",
        "record_voice",
        "upload_voice",
        "upload_document",
        "choose_sticker",
        "find_location",
        "record_video_note",
        "upload_video_note",
    }
)

_COMMAND = re.compile(r"[a-z0-9_]{1,32}", re.ASCII)
_LOOPBACK = re.compile(r"http://(127\.0\.0\.1|localhost|\[::1\]):\d+(/.*)?")
_SECRET = re.compile(r"[A-Za-z0-9_-]*", re.ASCII)

Method: TypeAlias = Callable[[Account, Json], Any]


def _formatted(given: Json, name: str) -> Formatted:
    """Return the text of a call as a reader sees it, not yet measured."""
    raw = given.get(name, "")
    if len(raw.encode()) > RAW_BYTES:
        raise bad_request("text is too long")
    mode = given.get("parse_mode", "").lower()
    if mode == "html":
        formatted = html.parse(cleaned(raw))
    elif mode in ("", "none"):
        entities = given.get("entities" if name == "text" else "caption_entities", ())
        formatted = _with_given(cleaned(raw), entities)
    else:
        raise bad_request("unsupported parse_mode")
    return with_found(trimmed(formatted))


def _with_given(text: str, entities: Iterable[Entity]) -> Formatted:
    """Return a text with the entities that a bot names itself."""
    length = units(text)
    for entity in entities:
        if not 0 <= entity["offset"] < entity["offset"] + entity["length"] <= length:
            raise bad_request("ENTITY_BOUNDS_INVALID")
    return Formatted(text, in_order(entities))


def _text(given: Json) -> Formatted:
    if not given.get("text"):
        raise bad_request("message text is empty")
    formatted = _formatted(given, "text")
    if not formatted.text:
        raise bad_request("text must be non-empty")
    if units(formatted.text) > TEXT_UNITS:
        raise bad_request("message is too long")
    return formatted


def _caption(given: Json) -> Formatted:
    formatted = _formatted(given, "caption")
    if units(formatted.text) > CAPTION_UNITS:
        raise bad_request("message caption is too long")
    return formatted


def _send(account: Account, given: Json, body: Formatted, attachment: Json | None = None) -> Json:
    chat = account.writable_chat(given["chat_id"])
    return account.send(
        chat,
        body=body,
        attachment=attachment,
        markup=checked_markup(given.get("reply_markup")),
        reply_to=_replied(chat, given.get("reply_parameters")),
        silent=given.get("disable_notification", False),
    ).to_json()


def _replied(chat: Chat, reply: Json | None) -> Message | None:
    if not reply:
        return None
    message = chat.messages.get(reply["message_id"])
    if message is None and not reply.get("allow_sending_without_reply"):
        raise bad_request("message to be replied not found")
    return message


def _own_message(account: Account, given: Json) -> tuple[Chat, Message]:
    """Return the message of this bot that a call wants to edit."""
    if "chat_id" not in given or "message_id" not in given:
        raise bad_request("message identifier is not specified")
    chat = account.known_chat(given["chat_id"])
    message = chat.messages.get(given["message_id"])
    if message is None:
        raise bad_request("message to edit not found")
    if message.sender != account.user:
        raise bad_request("message can't be edited")
    return chat, message


def _send_message(account: Account, given: Json) -> Json:
    account.writable_chat(given["chat_id"])
    return _send(account, given, _text(given))


def _edit_message_text(account: Account, given: Json) -> Json:
    body = _text(given)
    markup = checked_markup(given.get("reply_markup"))
    chat, message = _own_message(account, given)
    if message.attachment:
        raise bad_request("there is no text in the message to edit")
    return account.edit(chat, message, body, markup).to_json()


def _edit_message_reply_markup(account: Account, given: Json) -> Json:
    markup = checked_markup(given.get("reply_markup"))
    chat, message = _own_message(account, given)
    return account.edit(chat, message, message.body, markup).to_json()


def _delete_message(account: Account, given: Json) -> bool:
    chat = account.known_chat(given["chat_id"])
    message = chat.messages.get(given["message_id"])
    if message is None:
        raise bad_request("message to delete not found")
    if chat.kind == "group" and message.sender != account.user:
        raise bad_request("message can't be deleted")
    if account.world.clock.now() - message.date > DELETABLE:
        raise bad_request("message can't be deleted for everyone")
    account.delete(chat, message)
    return True


def _answer_callback_query(account: Account, given: Json) -> bool:
    alert = given.get("show_alert", False)
    account.answer(given["callback_query_id"], given.get("text", ""), alert=alert)
    return True


def _send_chat_action(account: Account, given: Json) -> bool:
    account.writable_chat(given["chat_id"])
    if given["action"] not in ACTIONS:
        raise bad_request("wrong parameter action in request")
    return True


def _set_message_reaction(account: Account, given: Json) -> bool:
    chat = account.known_chat(given["chat_id"])
    message = chat.messages.get(given["message_id"])
    if message is None:
        raise bad_request("message to react not found")
    reaction = tuple(given.get("reaction", ()))
    if len(reaction) > 1:
        raise bad_request("REACTIONS_TOO_MANY")
    account.put(chat, replace(message, reaction=reaction))
    return True


def _file(account: Account, given: Upload | str) -> StoredFile:
    """Return a file that was sent along, or one the bot has already."""
    if isinstance(given, str):
        if given not in account.files:
            raise bad_request("wrong file identifier/HTTP URL specified")
        return account.files[given]
    if not given.data:
        raise bad_request("file must be non-empty")
    if len(given.data) > UPLOAD_LIMIT:
        raise bad_request("file is too big")
    return account.store(given)


def _send_photo(account: Account, given: Json) -> Json:
    account.writable_chat(given["chat_id"])
    caption = _caption(given)
    return _send(account, given, caption, photo(_file(account, given["photo"])))


def _send_document(account: Account, given: Json) -> Json:
    account.writable_chat(given["chat_id"])
    caption = _caption(given)
    return _send(account, given, caption, document(_file(account, given["document"])))


def photo(file: StoredFile) -> Json:
    """Return what a message with this picture holds; refuse what is no picture."""
    width, height = photo_size(file.data)
    return {"photo": [file.to_json() | {"width": width, "height": height}]}


def document(file: StoredFile) -> Json:
    """Return what a message with this file holds."""
    return {"document": file.to_json() | {"file_name": file.name, "mime_type": file.mime}}


def _get_file(account: Account, given: Json) -> Json:
    file = account.files.get(given["file_id"])
    if file is None:
        raise bad_request("wrong file_id or the file is temporarily unavailable")
    if len(file.data) > DOWNLOAD_LIMIT:
        raise bad_request("file is too big")
    return file.to_json() | {"file_path": file.path}


def _get_me(account: Account, _given: Json) -> Json:
    return account.user.to_json() | {
        "can_join_groups": True,
        "can_read_all_group_messages": False,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }


def _get_chat(account: Account, given: Json) -> Json:
    gifts = dict.fromkeys(
        (
            "unlimited_gifts",
            "limited_gifts",
            "unique_gifts",
            "premium_subscription",
            "gifts_from_channels",
        ),
        False,
    )
    return account.known_chat(given["chat_id"]).to_json() | {
        "accent_color_id": 0,
        "max_reaction_count": 11,
        "accepted_gift_types": gifts,
    }


def _scope(account: Account, given: Json) -> tuple[str, ...]:
    """Return the key under which the commands of a scope and a language are kept."""
    scope = given.get("scope") or {"type": "default"}
    if "chat_id" in scope:
        account.known_chat(scope["chat_id"])
    place = (str(scope[name]) for name in ("chat_id", "user_id") if name in scope)
    return ("commands", given.get("language_code", ""), scope["type"], *place)


def _set_my_commands(account: Account, given: Json) -> bool:
    commands = given["commands"]
    if len(commands) > 100:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    if any(_COMMAND.fullmatch(command["command"]) is None for command in commands):
        raise bad_request("BOT_COMMAND_INVALID")
    account.about[_scope(account, given)] = commands
    return True


def _get_my_commands(account: Account, given: Json) -> list[Json]:
    commands: list[Json] = account.about.get(_scope(account, given), [])
    return commands


def _delete_my_commands(account: Account, given: Json) -> bool:
    account.about.pop(_scope(account, given), None)
    return True


def _setter(name: str) -> Method:
    def method(account: Account, given: Json) -> bool:
        account.about[name, given.get("language_code", "")] = given.get(name, "")
        return True

    return method


def _getter(name: str) -> Method:
    def method(account: Account, given: Json) -> Json:
        return {name: account.about.get((name, given.get("language_code", "")), "")}

    return method


def _set_webhook(account: Account, given: Json) -> bool:
    if not given["url"]:
        return _delete_webhook(account, given)
    if _LOOPBACK.fullmatch(given["url"]) is None:
        raise bad_request("bad webhook: the sandbox posts to http://127.0.0.1:<port>/ only")
    secret = given.get("secret_token", "")
    if _SECRET.fullmatch(secret) is None:
        raise bad_request("secret token contains unallowed characters")
    most = min(max(given.get("max_connections", 40), 1), 100)
    _change_webhook(account, given, Webhook(given["url"], secret, most))
    return True


def _delete_webhook(account: Account, given: Json) -> bool:
    _change_webhook(account, given, None)
    return True


def _change_webhook(account: Account, given: Json, webhook: Webhook | None) -> None:
    account.updates.allow(given.get("allowed_updates"))
    if given.get("drop_pending_updates"):
        account.updates.clear()
    account.set_webhook(webhook)


def _get_webhook_info(account: Account, _given: Json) -> Json:
    info: Json = {
        "url": account.webhook.url if account.webhook else "",
        "has_custom_certificate": False,
        "pending_update_count": len(account.updates),
    }
    if account.webhook:
        info["max_connections"] = account.webhook.max_connections
    if account.updates.allowed is not None:
        info["allowed_updates"] = sorted(account.updates.allowed)
    if account.webhook_error:
        at, reason = account.webhook_error
        info |= {"last_error_date": int(at.timestamp()), "last_error_message": reason}
    return info


def _nothing_to_do(_account: Account, _given: Json) -> bool:
    return True


METHODS: dict[str, Method] = {
    "answerCallbackQuery": _answer_callback_query,
    "close": _nothing_to_do,
    "deleteMessage": _delete_message,
    "deleteMyCommands": _delete_my_commands,
    "deleteWebhook": _delete_webhook,
    "editMessageReplyMarkup": _edit_message_reply_markup,
    "editMessageText": _edit_message_text,
    "getChat": _get_chat,
    "getFile": _get_file,
    "getMe": _get_me,
    "getMyCommands": _get_my_commands,
    "getMyDescription": _getter("description"),
    "getMyShortDescription": _getter("short_description"),
    "getWebhookInfo": _get_webhook_info,
    "logOut": _nothing_to_do,
    "sendChatAction": _send_chat_action,
    "sendDocument": _send_document,
    "sendMessage": _send_message,
    "sendPhoto": _send_photo,
    "setMessageReaction": _set_message_reaction,
    "setMyCommands": _set_my_commands,
    "setMyDescription": _setter("description"),
    "setMyShortDescription": _setter("short_description"),
    "setWebhook": _set_webhook,
}
