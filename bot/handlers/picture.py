"""Pictures in the chat."""

from bot import buttons, screens
from bot.calc import CalcError, read_run
from bot.context import Context


async def picture(context: Context) -> None:
    """/picture: which one; with numbers after it, the run that they describe."""
    words = " ".join(context.args or ())
    if not words:
        await context.show(screens.which_picture())
        return
    try:
        run = read_run(words)
    except CalcError as error:
        await context.show(screens.picture_wrong(str(error)))
    else:
        await context.play(screens.Photo("run", run))


async def chosen(context: Context, button: buttons.Picture) -> None:
    """[A training run], of the learner's latest problem, or [What the batch size does]."""
    await context.play(screens.Photo(button.picture))
