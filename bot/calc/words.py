"""Plain words -> the numbers they give: "1.2M images batch 32 on 8 GPUs for 3 epochs drop last".

A number belongs to the keyword before it ("batch 32") or to the noun after it ("3 epochs"). Every
word has to be understood, or be one of those that add nothing: a number that was guessed, or a word
that was passed over, would give an answer to another question.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Final, Literal, TypeAlias

from bot.calc.errors import CalcError, shown
from bot.calc.vocabulary import (
    ADDED,
    BYTES,
    FILLERS,
    FRAMEWORKS,
    KEYWORDS,
    MILLISECONDS,
    NOUNS,
    OPTIMIZERS,
    PHRASES,
    SECONDS,
    TAILS,
    Setting,
)
from cards.calculator.presets import Framework, frameworks
from cards.numbers import Unreadable, read_number

Value: TypeAlias = int | Fraction
Unit: TypeAlias = Literal["", "%", "epoch", "step"]

_MOST_CHARACTERS: Final = 300
_TOKEN: Final = re.compile(
    r"(?P<number>\d(?:[\d.'_*×/+]|,(?=\d))*(?:e[+-]?\d+)?)(?P<suffix>\s?%|[kmb](?![a-z])|bn(?![a-z]))?"
    r"|(?P<word>[a-zµ]+(?:'[a-z]+)?)|(?P<sign>[^\s])"
)
# Here an m is a million: the time of a step is never told in minutes without their name.
_MAGNITUDES: Final = {
    **dict.fromkeys(("k", "thousand"), 10**3),
    **dict.fromkeys(("m", "million"), 10**6),
    **dict.fromkeys(("b", "bn", "billion"), 10**9),
}
_PASSED_OVER: Final = frozenset(":.?!=()[]@~≈→-–—&+\"'×/")
_ADDS_NOTHING: Final = frozenset({*FILLERS, *NOUNS, *KEYWORDS, "per", "tail", ","})
_COMMAS: Final = frozenset(",;")
_JOINED: Final = re.compile(r"(?<=[a-z])[-_](?=[a-z])|(?<=\d)-(?=[a-z])|(?<=\w)=(?=\w)")
_TIMES_DEVICES: Final = re.compile(r"(?<![a-z])x ?(?=\d)|(?<=\d) ?x(?= ?(?:a100|h100|v100|t4|gpu))")
_NAMED_DEVICES: Final = re.compile(r"(?<![a-z0-9])(?:[ahv]100|t4|l4|a10g?)s?(?![a-z0-9])")


@dataclass(frozen=True, slots=True)
class Number:
    """A number as it stands in a text, and whether it is a share in percent."""

    value: Fraction
    percent: bool
    text: str


@dataclass(slots=True)
class Given:
    """What a text says: numbers by what they are, and the words that are no numbers."""

    numbers: dict[Setting, Value] = field(default_factory=dict)
    units: dict[Setting, Unit] = field(default_factory=dict)
    drop_last: bool | None = None
    tail: str | None = None
    optimizer: str | None = None
    eightbit: bool = False
    mixed: bool = False
    framework: Framework | None = None

    def take(self, setting: Setting, number: Number, *, unit: Unit = "", times: Value = 1) -> None:
        """Note a number. CalcError where there is one of this kind already."""
        if setting in self.numbers:
            raise CalcError(f"{setting} is given twice.")
        value = number.value * times
        if number.percent:
            value, unit = value / 100, "%"
        self.numbers[setting] = int(value) if value.denominator == 1 and unit != "%" else value
        self.units[setting] = unit

    def mark(self, word: str) -> bool:
        """Note a word that says something by itself; return False for any other."""
        if word in FRAMEWORKS:
            self.framework = frameworks[FRAMEWORKS[word]]
        elif word in OPTIMIZERS:
            self.optimizer = "momentum" if word == "momentum" else self.optimizer or word
        elif word in TAILS:
            self.tail = word
        elif word in ("droplast", "keeplast"):
            self.drop_last = word == "droplast"
        elif word in ("eightbit", "mixed"):
            setattr(self, word, True)
        else:
            return False
        return True


def read_words(text: str) -> Given:
    """Return the numbers that a text in plain words gives. Raises CalcError."""
    if len(text) > _MOST_CHARACTERS:
        raise CalcError("That is too long. One training run at a time, in a sentence.")
    return _Reader(tuple(_tokens(text))).read()


def _tokens(text: str) -> Iterator[Number | str]:
    plain = _NAMED_DEVICES.sub("gpus", _TIMES_DEVICES.sub(" ", text.casefold()))
    plain = " ".join(_JOINED.sub(" ", plain).split())
    for pattern, word in PHRASES:
        plain = pattern.sub(word, plain)
    for match in _TOKEN.finditer(plain):
        if digits := match["number"]:
            yield _number(digits.rstrip("+*×/.'_"), (match["suffix"] or "").strip())
        elif word := match["word"]:
            yield word
        elif match["sign"] in _COMMAS:
            yield ","
        elif match["sign"] not in _PASSED_OVER:
            raise CalcError(f"I cannot read “{match['sign']}” here.")


def _number(digits: str, suffix: str) -> Number:
    text = f"{digits}{suffix}"
    times = _MAGNITUDES.get(suffix, 1)
    try:
        value = read_number(digits).values[0]
    except Unreadable as error:
        raise CalcError(f"“{shown(text)}”: {error}") from error
    return Number(value * times, suffix == "%", text)


class _Reader:
    """Goes through the tokens once, from left to right."""

    def __init__(self, tokens: Sequence[Number | str]) -> None:
        self._tokens = tokens
        self._at = 0
        self._keyword: Setting | None = None
        self._given = Given()

    def read(self) -> Given:
        while self._at < len(self._tokens):
            token = self._tokens[self._at]
            self._at += 1
            if isinstance(token, Number):
                self._place(self._in_full(token))
            elif not self._says_something(token):
                raise CalcError(
                    f"I do not understand “{shown(token)}” here. Leave it out, or say it in other "
                    "words."
                )
        if self._keyword in ("evaluate", "save"):
            self._given.take(
                self._keyword, Number(Fraction(1), percent=False, text="1"), unit="epoch"
            )
        return self._given

    def _in_full(self, number: Number) -> Number:
        """Return a number with the word for its size, if one follows: 2 million."""
        times = _MAGNITUDES.get(str(self._next()), 1)
        if times == 1:
            return number
        self._at += 1
        return Number(number.value * times, number.percent, number.text)

    def _place(self, number: Number) -> None:
        if self._is_time(number) or self._is_memory(number):
            return
        following = self._next()
        if self._keyword is not None:
            self._after_keyword(self._keyword, number)
        elif following in ("validation", "warmup", "accumulate", "maxsteps"):
            self._at += 1
            self._given.take(KEYWORDS[str(following)], number)
        elif following == "batch" and not isinstance(self._next(1), Number):
            self._at += 1
            self._given.take("batch_size", number)
        elif noun := self._noun():
            self._given.take(noun, number)
        else:
            raise CalcError(
                f"What is {shown(number.text)}? Say it with its name, such as "
                f"“{shown(number.text)} samples” or “batch {shown(number.text)}”."
            )

    def _after_keyword(self, setting: Setting, number: Number) -> None:
        self._keyword = None
        following = str(self._next())
        unit: Unit = "epoch" if following in ("epoch", "epochs") else ""
        if setting in ("evaluate", "save"):
            self._at += following in (*NOUNS, "perstep")
            self._given.take(setting, number, unit=unit or "step")
            return
        self._pass_over(setting)
        self._given.take(setting, number)

    def _pass_over(self, setting: Setting) -> None:
        """Go past words that add nothing to a number, unless they belong to the next one."""
        while self._next() in ADDED.get(setting, ()) and not isinstance(self._next(1), Number):
            self._at += 1

    def _noun(self) -> Setting | None:
        """Return what the noun after a number counts, which may have words before it."""
        for ahead in range(3):
            word = self._next(ahead)
            if not isinstance(word, str):
                return None
            if word in NOUNS:
                self._at += ahead + 1
                setting = NOUNS[word]
                self._pass_over(setting)
                return setting
        return None

    def _is_time(self, number: Number) -> bool:
        unit = str(self._next())
        if unit not in SECONDS and unit not in MILLISECONDS:
            return False
        if self._next(1) != "perstep":
            raise CalcError(
                f"How long does what take? I can read the time of a step, such as "
                f"“{shown(number.text)} {unit} per step”."
            )
        self._at += 2
        times = Fraction(1, 1_000) if unit in MILLISECONDS else SECONDS[unit]
        self._given.take("seconds", number, times=times)
        return True

    def _is_memory(self, number: Number) -> bool:
        unit = str(self._next())
        if unit not in BYTES:
            return False
        self._at += 1
        setting: Setting = "usable"
        if self._keyword in ("per_sample", "fixed"):
            setting, self._keyword = self._keyword, None
        elif self._next() in ("persample", "activations"):
            setting = "per_sample"
        elif self._next() in ("fixed", "overhead"):
            setting = "fixed"
            self._at += 1
        self._pass_over(setting)
        self._given.take(setting, number, times=BYTES[unit])
        return True

    def _says_something(self, word: str) -> bool:
        """Take a word that is no number; return False for one that is not understood."""
        if word in ("epoch", "epochs") and self._keyword in ("evaluate", "save"):
            one = Number(Fraction(1), percent=False, text="1")
            self._given.take(self._keyword, one, unit="epoch")
            self._keyword = None
        elif word in ("evaluate", "save") or (word in KEYWORDS and self._is_before_a_number()):
            self._keyword = KEYWORDS[word]
        else:
            return self._given.mark(word) or word in _ADDS_NOTHING
        return True

    def _is_before_a_number(self) -> bool:
        """Whether a number follows, with nothing but fillers in between."""
        for ahead in range(4):
            token = self._next(ahead)
            if isinstance(token, Number):
                return True
            if token not in FILLERS:
                return False
        return False

    def _next(self, ahead: int = 0) -> Number | str | None:
        place = self._at + ahead
        return self._tokens[place] if place < len(self._tokens) else None
