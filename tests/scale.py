"""How much a test does: little in ``make test``, a lot in ``make test-long``."""

import os


def scaled(fast: int, long: int) -> int:
    """Return the count for this run: ``long`` when MINIBATCH_TEST_LONG is set, else ``fast``."""
    return long if os.environ.get("MINIBATCH_TEST_LONG") else fast
