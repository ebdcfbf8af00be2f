"""The decks there are to study."""

from bot import buttons, screens
from bot.context import Context
from srs import catalogue
from srs.outcomes import Done, Outcome, Refused


async def decks(context: Context) -> None:
    """/decks: what there is to study, and what the learner has joined."""
    await context.show(screens.decks(await context.read(catalogue.decks)))


async def join(context: Context, button: buttons.Join) -> None:
    """[Join …]."""
    await _changed(context, await context.submit(catalogue.join, deck=button.deck))


async def leave(context: Context, button: buttons.Leave) -> None:
    """[Leave …]: what was learnt stays."""
    await _changed(context, await context.submit(catalogue.leave, deck=button.deck))


async def _changed(context: Context, outcome: Outcome) -> None:
    if isinstance(outcome, Refused):
        await context.show(screens.deck_gone())
    elif isinstance(outcome, Done):
        await decks(context)
    else:
        await context.reply(outcome)
