"""Measure: ``python -m tests.bench [GROUP ...]``, of pure, answers, chat, pushes and decks.

The standard output gets one JSON line per figure, {"bench", "unit", "value": the median, "runs"};
the standard error gets what is to be known about the machine.
"""

import argparse
import asyncio
import os
import sys
import time
from contextlib import ExitStack
from functools import cache

from tests.bench import answers, chat, decks, pure, pushes
from tests.bench.measure import ROUNDS, in_turns, lines
from tests.databases import Server, postgresql_server

_GROUPS = {
    "pure": pure.group,
    "answers": answers.group,
    "chat": chat.group,
    "pushes": pushes.group,
    "decks": decks.group,
}


async def _measure(names: list[str]) -> None:
    began = time.monotonic()
    _tell_load("before")
    with ExitStack() as stack:

        @cache
        def postgresql() -> Server:
            return stack.enter_context(postgresql_server(durable=True))

        for name in names:
            async with _GROUPS[name](postgresql) as (benches, ratios):
                for line in lines(await in_turns(benches), ratios):
                    print(line, flush=True)
    _tell_load("after")
    _tell(f"{time.monotonic() - began:.0f} s, {ROUNDS} rounds in turns; values are medians.")
    _tell("Runs that differ much tell of other load on this machine; trust the ratios more.")


def _tell_load(when: str) -> None:
    load = ", ".join(f"{average:.1f}" for average in os.getloadavg())
    _tell(f"load {when}: {load} on {os.cpu_count()} cores")


def _tell(line: str) -> None:
    print(line, file=sys.stderr)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("groups", nargs="*", metavar="GROUP", help=", ".join(_GROUPS))
    names = parser.parse_args().groups or list(_GROUPS)
    if unknown := set(names) - set(_GROUPS):
        parser.error(f"no group {', '.join(sorted(unknown))}; there are {', '.join(_GROUPS)}")
    asyncio.run(_measure(names))


if __name__ == "__main__":
    main()
