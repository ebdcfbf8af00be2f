"""What studying does not expect: other kinds of message, groups, old buttons, being blocked."""

from telegram import ChatMember
from telegram.constants import ChatType
from telegram.helpers import effective_message_type

from bot import screens
from bot.context import Context
from srs import profile


async def wordless(context: Context) -> None:
    """A voice message, a photo, a sticker, a file or something else without text."""
    await context.show(screens.odd(effective_message_type(context.received) or ""))


async def unknown_command(context: Context) -> None:
    """A command that is none."""
    await context.show(screens.odd("command"))


async def group(context: Context) -> None:
    """A command in a group: a link to the private chat; nothing is stored."""
    await context.show(screens.group(context.bot.link))


async def old_button(context: Context) -> None:
    """A button of an older release, a forged one, or one under somebody else's message."""
    await context.play(screens.unknown_button())


async def membership(context: Context) -> None:
    """The learner has blocked the bot, or lets it write again; groups do not matter."""
    change = context.received.my_chat_member
    if change and change.chat.type == ChatType.PRIVATE:
        is_blocked = change.new_chat_member.status == ChatMember.BANNED
        await context.submit(profile.blocked, is_blocked=is_blocked)
