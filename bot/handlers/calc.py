"""The training calculator in the chat."""

from bot import buttons, screens
from bot.calc import CalcError, changed, read, unpack_run, worth_trying
from bot.context import Context
from srs.outcomes import Refused


async def calc(context: Context) -> None:
    """/calc: the worked lines of a training run, or how to ask for them."""
    words = " ".join(context.args or ())
    if not words:
        await context.show(screens.calc_help())
        return
    try:
        asked = read(words)
    except CalcError as error:
        await context.show(screens.calc_wrong(str(error)))
    else:
        await context.show(screens.calc(asked))


async def what_if(context: Context, button: buttons.WhatIf) -> None:
    """[Double the batch] and the like: the same run with one number changed."""
    run = unpack_run(button.run)
    if run is None or button.change not in worth_trying(run):
        await context.reply(Refused(why="outdated"))
        return
    await context.show(screens.calc_changed(run, button.change, changed(run, button.change)))
