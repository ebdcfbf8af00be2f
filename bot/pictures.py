"""Pictures for the chat, drawn beside the event loop."""

import asyncio
from typing import TYPE_CHECKING

from bot.screens import Photo
from cards.calculator import TrainingRun

if TYPE_CHECKING:
    from cards.figures import Picture


EXAMPLE = TrainingRun(1_000, 128, 3)  # where there are no numbers of somebody's own


async def drawn(photo: Photo) -> "Picture":
    """Draw a picture in a thread of its own: it takes a tenth of a second or more."""
    return await asyncio.to_thread(_draw, photo)


def _draw(photo: Photo) -> "Picture":
    from cards import figures  # the first picture pays for loading matplotlib, not every start

    if photo.picture == "batch-size":
        return figures.convergence()
    return figures.flow(photo.run or EXAMPLE)
