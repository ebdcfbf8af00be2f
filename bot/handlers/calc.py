"""The training calculator in the chat."""

from bot import screens
from bot.calc import CalcError, read_run
from bot.context import Context
from cards.calculator import worked_lines


async def calc(context: Context) -> None:
    """/calc: the worked lines of a training run, or how to ask for them."""
    words = " ".join(context.args or ())
    if not words:
        await context.show(screens.calc_help())
        return
    try:
        lines = worked_lines(read_run(words))
    except CalcError as error:
        await context.show(screens.calc_wrong(str(error)))
    else:
        await context.show(screens.calc(map(str, lines)))
