"""What the learner sees: pure functions from what happened to what is shown."""

from bot.screens.shape import Act as Act
from bot.screens.shape import Edit as Edit
from bot.screens.shape import Key as Key
from bot.screens.shape import Screen as Screen
from bot.screens.shape import Send as Send
from bot.screens.shape import Strip as Strip
from bot.screens.shape import Toast as Toast
