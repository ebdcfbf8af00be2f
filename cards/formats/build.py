"""From the fields of a sound file to its deck."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from cards.deck import Deck
from cards.formats.fields import (
    AspectFields,
    CalculationFields,
    CardFields,
    ChoiceFields,
    ComparisonFields,
    ContrastFields,
    DeckFields,
    DefinitionFields,
    MixUpFields,
    PointFields,
    SharedFields,
)
from cards.formats.order import teaching_order
from cards.formats.references import THE_SAME
from cards.kinds import Calculation, Card, Choice, Comparison, Definition, Option
from cards.rubric import Answers, Contrast, Groups, KeyPoint, MixUp, Rubric


def build(header: DeckFields, fields: Iterable[CardFields]) -> Deck:
    """Return the deck of a file in which nothing is wrong."""
    return Deck(
        name=header.name,
        title=header.title,
        cards=teaching_order(build_cards(header, fields), header.order),
        objectives=header.objectives,
        sources=header.sources,
    )


def build_cards(header: DeckFields, fields: Iterable[CardFields]) -> tuple[Card, ...]:
    """Return the cards of fields in which nothing is wrong, in the file's order."""
    return tuple(card for one in fields for card in _cards(header, one))


def _cards(header: DeckFields, fields: CardFields) -> Iterator[Card]:
    match fields:
        case DefinitionFields():
            yield from _definitions(header, fields)
        case ComparisonFields():
            yield from (_comparison(header, fields, aspect) for aspect in fields.aspects)
        case CalculationFields():
            family = fields.family or fields.calculation
            yield Calculation(key=fields.calculation, family=family, **_about(header, fields))
        case ChoiceFields():
            yield _choice(header, fields)


def _definitions(header: DeckFields, fields: DefinitionFields) -> Iterator[Definition]:
    forward = Definition(
        key=fields.definition,
        term=fields.term,
        also=tuple(fields.also),
        definition=fields.means,
        ask=fields.ask or f"What is {fields.term}?",
        example=fields.example,
        why=fields.why,
        group=fields.definition,
        rubric=Rubric(
            points=tuple(map(_point, fields.points)),
            contrasts=tuple(map(_contrast, fields.contrasts)),
            mix_ups=tuple(map(_mix_up, fields.mix_ups)),
            answers=Answers(
                right=tuple(fields.answers.right), partial=tuple(fields.answers.partial)
            ),
        ),
        contested=fields.contested or "",
        picture=fields.picture,
        **_about(header, fields),
    )
    yield forward
    if fields.reverse:
        yield replace(forward, key=f"{forward.key}.reverse", direction="reverse")


def _comparison(header: DeckFields, table: ComparisonFields, aspect: AspectFields) -> Comparison:
    return Comparison(
        key=f"{table.comparison}.{aspect.aspect}",
        subjects=tuple(table.subjects),
        aspect=aspect.aspect,
        ask=aspect.ask,
        right=None if aspect.right == THE_SAME else aspect.right,
        statements=tuple(aspect.says[subject] for subject in table.subjects),
        why=aspect.why,
        group=table.comparison,
        rubric=Rubric(contrasts=tuple(map(_contrast, aspect.contrasts))),
        contested=aspect.contested or table.contested or "",
        picture=aspect.picture,
        **_about(header, table.model_copy(update=_overrides(aspect))),
    )


def _choice(header: DeckFields, fields: ChoiceFields) -> Choice:
    return Choice(
        key=fields.choice,
        ask=fields.ask,
        options=tuple(Option(option.says, option.why) for option in fields.options),
        right=next(index for index, option in enumerate(fields.options) if option.right),
        contested=fields.contested or "",
        **_about(header, fields),
    )


def _point(fields: PointFields) -> KeyPoint:
    return KeyPoint(
        text=fields.says,
        groups=_groups(fields.words),
        required=not fields.optional,
        weight=fields.weight,
    )


def _contrast(fields: ContrastFields) -> Contrast:
    return Contrast(
        cause=tuple(fields.cause),
        effect=tuple(fields.effect),
        sign=fields.sign,
        why=fields.why,
        low=tuple(fields.low or ()),
        high=tuple(fields.high or ()),
    )


def _mix_up(fields: MixUpFields) -> MixUp:
    return MixUp(
        groups=_groups(fields.words or []),
        answers=tuple(fields.answers),
        says=fields.says,
        term=fields.term or "",
    )


def _groups(words: list[list[str]]) -> Groups:
    return tuple(map(tuple, words))


def _overrides(aspect: AspectFields) -> dict[str, Any]:
    return aspect.model_dump(include=set(SharedFields.model_fields), exclude_none=True)


def _about(header: DeckFields, fields: SharedFields) -> dict[str, Any]:
    return {
        "objective": header.objectives[fields.objective],
        "source": header.sources[fields.source],
        "tags": tuple(fields.tags),
        "requires": tuple(fields.requires),
        "difficulty": fields.difficulty,
    }
