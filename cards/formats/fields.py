"""The fields of a deck file: what may stand in each, and what to write where it does not fit.

Limits are counted as Telegram counts, in UTF-16 units, so that a question and its answer always
fit in one message.
"""

import re
from collections.abc import Collection, Iterable, Mapping
from difflib import get_close_matches
from typing import Annotated, Any, Final, Self, TypeAlias, TypeVar, get_args

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
    model_validator,
)
from pydantic_core import ErrorDetails, PydanticCustomError

from cards.formats.errors import Mistakes, Path, clip
from cards.formats.tree import Node
from cards.kinds import Difficulty, Picture
from cards.rubric import Sign

_FEW_ENOUGH_TO_COMPARE: Final = 500
_FEW_ENOUGH_TO_LIST: Final = 20


def _fits(limit: int) -> AfterValidator:
    def check(text: str) -> str:
        units = width(text)
        if not text:
            raise _mistake("This is empty. Write a text, or take the field out if it is optional.")
        if units > limit:
            raise _mistake(f"This has {units:,} characters. Shorten it to {limit:,}.")
        return text

    return AfterValidator(check)


def _key(limit: int) -> AfterValidator:
    pattern = re.compile(rf"[a-z0-9][a-z0-9-]{{0,{limit - 1}}}")

    def check(text: str) -> str:
        if not pattern.fullmatch(text):
            raise _mistake(
                f"Write 1 to {limit} small letters, digits and hyphens here, such as batch-size."
            )
        return text

    return AfterValidator(check)


def _version(text: str) -> str:
    if text != "1":
        raise _mistake("Write `format: 1`; this program reads no other.")
    return text


def _truth(text: Node) -> bool:
    if text not in ("true", "false"):
        raise _mistake("Write true or false.")
    return text == "true"


def _difficulty(text: Node) -> Node:
    if text not in ("easy", "medium", "hard"):
        raise _mistake("Write easy, medium or hard.")
    return text


def _picture(text: Node) -> Node:
    if text not in get_args(Picture):
        raise _mistake("Write run or batch-size, the pictures there are.")
    return text


def _sign(text: Node) -> Node:
    if text not in ("+", "-", "0"):
        raise _mistake(
            'Write "+", "-" or "0": the effect grows, shrinks or stays as the cause grows.'
        )
    return text


def _weight(text: Node) -> int:
    if not isinstance(text, str) or text not in tuple("12345"):
        raise _mistake("Write a whole number from 1 to 5.")
    return int(text)


def _mistake(message: str) -> PydanticCustomError:
    return PydanticCustomError("deck", "{message}", {"message": message})


Key: TypeAlias = Annotated[str, _key(64)]
# "table.aspect" is a card's key, and such a key has at most 128 characters.
AspectKey: TypeAlias = Annotated[str, _key(63)]
# A button names its deck within 64 bytes.
DeckName: TypeAlias = Annotated[str, _key(48)]
Flag: TypeAlias = Annotated[bool, BeforeValidator(_truth)]
Name: TypeAlias = Annotated[str, _fits(120)]
Ask: TypeAlias = Annotated[str, _fits(300)]
Why: TypeAlias = Annotated[str, _fits(500)]
Words: TypeAlias = Annotated[str, _fits(300)]
Writing: TypeAlias = Annotated[str, _fits(60)]
Group: TypeAlias = Annotated[list[Writing], Field(min_length=1, max_length=30)]
Groups: TypeAlias = Annotated[list[Group], Field(min_length=1, max_length=6)]
Typical: TypeAlias = Annotated[list[Words], Field(max_length=30)]
Contested: TypeAlias = Annotated[str, _fits(300)]
Drawn: TypeAlias = Annotated[Picture, BeforeValidator(_picture)]
Reference: TypeAlias = str  # checked against what the file defines


class _Fields(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class DeckFields(_Fields):
    """The file's own fields; its cards are read one by one."""

    format: Annotated[str, AfterValidator(_version)] = Field(description="1")
    name: DeckName = Field(description="a short name for the deck, such as ml-training")
    title: Name = Field(description="what learners see as the deck's title")
    objectives: dict[Key, Words] = Field(
        min_length=1, description="what a learner can do in the end, one `key: sentence` per line"
    )
    sources: dict[Key, Words] = Field(
        min_length=1, description="where it can be looked up, one `key: title and address` per line"
    )
    cards: list[Any] = Field(min_length=1, description="the list of cards")
    order: list[Reference] = []


class SharedFields(_Fields):
    """What every card says about itself."""

    objective: Reference = Field(description="one of the keys under `objectives`")
    source: Reference = Field(description="one of the keys under `sources`")
    tags: list[Key] = []
    requires: list[Reference] = []
    difficulty: Annotated[Difficulty, BeforeValidator(_difficulty)] | None = None


class PointFields(_Fields):
    """One thing that a good answer says."""

    says: Name = Field(description="the key point as the learner is shown it")
    words: Groups = Field(
        description="groups of writings, each of which must be found: [[every, all], [example]]"
    )
    optional: Flag = False
    weight: Annotated[int, BeforeValidator(_weight)] = 1


class ContrastFields(_Fields):
    """What becomes of the effect as the cause grows."""

    cause: Group = Field(description="what grows, and its other names: [batch size, batch]")
    effect: Group = Field(description="what it changes, and its other names: [memory, RAM]")
    sign: Annotated[Sign, BeforeValidator(_sign)] = Field(
        description='"+", "-" or "0": what becomes of the effect as the cause grows'
    )
    why: Words = Field(description="what holds and why, told to who has it the other way round")
    low: Group | None = None
    high: Group | None = None


class MixUpFields(_Fields):
    """An answer that means something else."""

    words: Groups | None = None
    answers: Typical = []
    says: Words = Field(description="what such an answer means, in a sentence")
    term: Name | None = None

    @model_validator(mode="after")
    def _is_recognised(self) -> Self:
        if not (self.words or self.answers):
            raise _mistake(
                "This says nothing to recognise it by. Add `words:` (groups of writings, each of "
                "which must be found) or `answers:` (typical answers that mean this)."
            )
        return self


class AnswersFields(_Fields):
    """Typical answers, in learners' words."""

    right: Typical = []
    partial: Typical = []


class DefinitionFields(SharedFields):
    """A term and its meaning; with ``reverse`` also a card that asks for the term."""

    definition: Key
    term: Name = Field(description="the term as it is written in a sentence")
    also: list[Name] = []
    means: Annotated[str, _fits(700)] = Field(
        description="what the term means, in a sentence or two"
    )
    ask: Ask | None = None
    example: Annotated[str, _fits(500)] = Field(description="one concrete example")
    why: Why = Field(description="why it matters")
    reverse: Flag = False
    points: list[PointFields] = Field([], max_length=8)
    contrasts: list[ContrastFields] = Field([], max_length=8)
    mix_ups: list[MixUpFields] = Field([], max_length=14)
    answers: AnswersFields = AnswersFields()
    contested: Contested | None = None
    picture: Drawn | None = None


class AspectFields(_Fields):
    """One aspect of a comparison: which subject is it, and what holds for each."""

    aspect: AspectKey = Field(description="the aspect's key, such as memory")
    ask: Ask = Field(description="a question whose answer is one of the subjects")
    right: str = Field(description="one of the subjects, or the same")
    says: dict[str, Annotated[str, _fits(400)]] = Field(
        description="what holds for each subject, one `subject: sentence` per line"
    )
    why: Why = Field(description="the reason behind the difference")
    contrasts: list[ContrastFields] = Field([], max_length=8)
    contested: Contested | None = None
    picture: Drawn | None = None
    objective: Reference | None = None
    source: Reference | None = None
    tags: list[Key] | None = None
    requires: list[Reference] | None = None
    difficulty: Annotated[Difficulty, BeforeValidator(_difficulty)] | None = None


class ComparisonFields(SharedFields):
    """A table of subjects and aspects."""

    comparison: Key
    subjects: list[Annotated[str, _fits(40)]] = Field(
        min_length=2, max_length=6, description="the two to six things that are compared, as a list"
    )
    aspects: list[AspectFields] = Field(min_length=1, description="the list of aspects")
    contested: Contested | None = None


class CalculationFields(SharedFields):
    """A skill that comes back with new numbers."""

    calculation: Key
    family: Reference | None = None


class OptionFields(_Fields):
    """One way to answer a choice."""

    says: Annotated[str, _fits(150)] = Field(description="the option as it is shown")
    right: Flag = False
    why: Annotated[str, _fits(280)] = Field(description="why it is right, or why it is not")


class ChoiceFields(SharedFields):
    """A situation, and options of which one is right."""

    choice: Key
    ask: Annotated[str, _fits(400)] = Field(description="the situation and the question")
    options: list[OptionFields] = Field(
        min_length=3, max_length=6, description="three to six options, one of them `right: true`"
    )
    contested: Contested | None = None


CardFields: TypeAlias = DefinitionFields | ComparisonFields | CalculationFields | ChoiceFields
KINDS: Final[Mapping[str, type[CardFields]]] = {
    "definition": DefinitionFields,
    "comparison": ComparisonFields,
    "calculation": CalculationFields,
    "choice": ChoiceFields,
}
PARTS: Final[Mapping[str, type[_Fields]]] = {
    "aspects": AspectFields,
    "points": PointFields,
    "contrasts": ContrastFields,
    "mix_ups": MixUpFields,
    "options": OptionFields,
}
_Model = TypeVar("_Model", bound=BaseModel)


def read_header(raw: Node, mistakes: Mistakes) -> DeckFields | None:
    """Return the file's own fields, or note what is wrong with them."""
    return _read(DeckFields, raw, (), mistakes)


def read_card(raw: Node, path: Path, mistakes: Mistakes) -> CardFields | None:
    """Return the fields of one card, or note what is wrong with them."""
    kind = next((kind for kind in KINDS if kind in raw), None) if isinstance(raw, dict) else None
    if kind is None:
        mistakes.refuse(path, f"Start the card with {_either(f'`{kind}: key`' for kind in KINDS)}.")
        return None
    return _read(KINDS[kind], raw, path, mistakes)


def width(text: str) -> int:
    """Return the length of a text in UTF-16 units, as Telegram counts."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def suggest(wrong: str, known: Collection[str]) -> str:
    """Return a sentence that names what was perhaps meant, else what there is."""
    if len(known) <= _FEW_ENOUGH_TO_COMPARE and (close := get_close_matches(wrong, known, n=1)):
        return f"Did you mean `{close[0]}`?"
    if not 0 < len(known) <= _FEW_ENOUGH_TO_LIST:
        return "Look for a typing mistake, or add it."
    return f"Write {_either(f'`{name}`' for name in sorted(known))}."


def _read(model: type[_Model], raw: Node, path: Path, mistakes: Mistakes) -> _Model | None:
    try:
        return model.model_validate(raw)
    except ValidationError as error:
        for detail in error.errors(include_url=False):
            steps = tuple(step for step in detail["loc"] if step != "[key]")
            mistakes.refuse((*path, *steps), _say(detail, _owner(model, steps)))
        return None


def _owner(model: type[BaseModel], steps: Path) -> type[BaseModel]:
    """Return the model whose field the last step names."""
    match steps:
        case (*_, str(part), int(), str()):
            return PARTS.get(part, model)
        case (*_, "answers", str()):
            return AnswersFields
        case _:
            return model


def _say(detail: ErrorDetails, model: type[BaseModel]) -> str:
    """Return what to write instead, in a sentence for the deck's author."""
    name = str(detail["loc"][-1]) if detail["loc"] else ""
    match detail["type"]:
        case "deck":
            return detail["msg"]
        case "missing":
            return f"Add `{name}:`, {model.model_fields[name].description}."
        case "extra_forbidden":
            return f"There is no field `{clip(name)}` here. {suggest(name, model.model_fields)}"
        case "string_type":
            return "Write one text here, not a list or fields."
        case "list_type":
            return "Write a list here: [first, second], or one line with a hyphen for each."
        case "too_short" | "too_long":
            context = detail["ctx"]
            bound = "min_length" if detail["type"] == "too_short" else "max_length"
            most = "at least" if bound == "min_length" else "at most"
            return f"There are {context['actual_length']} here; write {most} {context[bound]}."
        case _:
            return "Write fields here, one `name: text` per line."


def _either(names: Iterable[str]) -> str:
    *others, last = names
    return f"{', '.join(others)} or {last}" if others else last
