"""The application as it is built: which handler answers what, and how failures are told."""

from pathlib import Path
from typing import get_args

import bot.handlers
from bot import buttons, texts
from bot.routes import COMMANDS, PRESSES, handlers


def test_no_handler_runs_out_of_turn() -> None:
    """One that did not block could not be waited for, and its failure would be lost."""
    assert all(handler.block for handler in handlers())
    for path in Path(bot.handlers.__file__).parent.glob("*.py"):
        assert "create_task" not in path.read_text()


def test_every_button_has_a_handler() -> None:
    assert set(PRESSES) == set(get_args(buttons.Button))


def test_every_command_in_the_help_has_a_handler() -> None:
    assert tuple(COMMANDS) == texts.COMMANDS
