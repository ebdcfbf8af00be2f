"""``python -m bot`` is the command ``minibatch``."""

import sys

from bot.cli import main

sys.exit(main())
