"""What is wrong with a deck file, collected until the whole file has been looked at.

ValueError
└── DeckErrors      everything that is wrong with one file
"""

from bisect import bisect_right
from dataclasses import dataclass
from typing import Final, TypeAlias

from cards.kinds import Card

Path: TypeAlias = tuple[str | int, ...]

_MOST: Final = 1_000


@dataclass(frozen=True, slots=True)
class DeckError:
    """One mistake: its line (from 1), the path of the field and what to write instead."""

    line: int
    path: str
    message: str

    def __str__(self) -> str:
        where = f"line {self.line}, {self.path}" if self.path else f"line {self.line}"
        return f"{where}: {self.message}"


class DeckErrors(ValueError):
    """This file is not a deck yet; ``errors`` holds every mistake, ``deck`` its name if known.

    ``sound`` are the cards in which nothing is wrong, ``keys`` those of every card in the file.
    """

    def __init__(
        self,
        errors: tuple[DeckError, ...],
        deck: str | None = None,
        sound: tuple[Card, ...] = (),
        keys: tuple[str, ...] = (),
    ) -> None:
        super().__init__("\n".join(map(str, errors)))
        self.errors = errors
        self.deck = deck
        self.sound = sound
        self.keys = keys


class TooManyMistakes(Exception):
    """So much is wrong that looking further helps nobody."""


class Mistakes:
    """The mistakes found so far, and the lines by which they are named.

    Of several mistakes at one path the first is kept: the others are mostly its echoes. Raises
    TooManyMistakes after the thousandth.
    """

    def __init__(self) -> None:
        self._errors: list[DeckError] = []
        self._more = False
        self._lines: dict[Path, int] = {}
        self._refused: set[Path] = set()

    @property
    def errors(self) -> tuple[DeckError, ...]:
        """All of them, in the order of their lines."""
        errors = sorted(self._errors, key=lambda error: error.line)
        more = [DeckError(errors[-1].line, "", "There are more mistakes.")] if self._more else []
        return (*errors, *more)

    def place(self, path: Path, line: int) -> None:
        """Note on which line a path stands."""
        self._lines[path] = line

    def refuse(self, path: Path, message: str) -> None:
        """Note a mistake at a path."""
        if path not in self._refused:
            self._refused.add(path)
            self._add(DeckError(self.line(path), _spell(path), message))

    def refuse_line(self, line: int, message: str) -> None:
        """Note a mistake of which only the line is known."""
        self._add(DeckError(line, self._path_at(line), message))

    def below(self, path: Path) -> frozenset[str | int]:
        """Return the next steps from a path that lead to a mistake."""
        depth = len(path)
        return frozenset(p[depth] for p in self._refused if len(p) > depth and p[:depth] == path)

    def line(self, path: Path) -> int:
        """Return the line of a path, or of what stands around it."""
        while path and path not in self._lines:
            path = path[:-1]
        return self._lines.get(path, 1)

    def _path_at(self, line: int) -> str:
        """Return the path that was last placed on this line or before it."""
        starts = list(self._lines.values())
        return (
            _spell(list(self._lines)[before - 1]) if (before := bisect_right(starts, line)) else ""
        )

    def _add(self, error: DeckError) -> None:
        if len(self._errors) == _MOST:
            self._more = True
            raise TooManyMistakes
        self._errors.append(error)


def clip(text: str) -> str:
    """Return a text short enough to be named in a sentence."""
    return text if len(text) <= 40 else f"{text[:39]}…"


def _spell(path: Path) -> str:
    steps = (f"[{step}]" if isinstance(step, int) else f".{clip(step)}" for step in path)
    return "".join(steps).removeprefix(".")
