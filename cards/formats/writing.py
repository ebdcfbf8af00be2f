"""From a deck to a file that reads back as the very same deck."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any, Final, TypeAlias

import yaml

from cards.deck import Deck
from cards.formats.order import teaching_order
from cards.formats.references import THE_SAME
from cards.kinds import Calculation, Card, Choice, Comparison, Definition
from cards.rubric import Answers, Contrast, Groups, KeyPoint, MixUp

_Dumper: Final = yaml.CSafeDumper if yaml.__with_libyaml__ else yaml.SafeDumper
_WIDTH: Final = 100

Entry: TypeAlias = dict[str, Any]
_Keys: TypeAlias = Mapping[str, str]  # from an objective's or a source's words to its key


def write_deck(deck: Deck) -> bytes:
    """Return a deck's file. Read again, it gives a deck that is equal to this one."""
    groups = _groups(deck)
    filed = tuple(card for group in groups for card in group)
    objectives, sources = _keys(deck.objectives), _keys(deck.sources)
    content: Entry = {
        "format": 1,
        "name": deck.name,
        "title": deck.title,
        "objectives": dict(deck.objectives),
        "sources": dict(deck.sources),
        "cards": [_entry(group, objectives, sources) for group in groups],
    }
    if teaching_order(filed, ()) != deck.cards:
        content["order"] = [card.key for card in deck.cards]
    return yaml.dump(
        content, Dumper=_Dumper, encoding="utf-8", allow_unicode=True, sort_keys=False, width=_WIDTH
    )


def _groups(deck: Deck) -> list[list[Card]]:
    """Return what becomes one entry each: a term and its reverse, a table, a single card."""
    groups: dict[tuple[str, str], list[Card]] = defaultdict(list)
    for card in deck.cards:
        groups[card.kind, card.group].append(card)
    return [sorted(group, key=_is_reverse) for group in groups.values()]


def _is_reverse(card: Card) -> bool:
    return isinstance(card, Definition) and card.direction == "reverse"


def _keys(words: _Keys) -> _Keys:
    return {text: key for key, text in words.items()}


def _entry(group: list[Card], objectives: _Keys, sources: _Keys) -> Entry:
    """Write one entry; what its cards share stands in it once."""
    abouts = [_about(card, objectives, sources) for card in group]
    match group[0]:
        case Definition():
            reverse = {"reverse": True} if len(group) > 1 else {}
            written = {**_definition(group[0]), **reverse, **_without_empty(abouts[0])}
        case Comparison():
            table = [card for card in group if isinstance(card, Comparison)]
            return {
                **_table(table[0]),
                **_without_empty(abouts[0]),
                "aspects": list(_aspects(table, abouts)),
            }
        case Calculation(key=key, family=family):
            named = {} if family == key else {"family": family}
            written = {"calculation": key, **named, **_without_empty(abouts[0])}
        case Choice():
            written = {**_choice(group[0]), **_without_empty(abouts[0])}
    return {**written, **_judged(group[0])}


def _about(card: Card, objectives: _Keys, sources: _Keys) -> Entry:
    return {
        "objective": objectives[card.objective],
        "source": sources[card.source],
        "tags": list(card.tags),
        "requires": list(card.requires),
    }


def _judged(card: Card) -> Entry:
    """What every card and every aspect says for itself alone."""
    return _without_empty({"difficulty": card.difficulty, "contested": card.contested})


def _without_empty(about: Entry) -> Entry:
    return {name: value for name, value in about.items() if value}


def _definition(card: Definition) -> Entry:
    return {
        "definition": card.key,
        "term": card.term,
        **({"also": list(card.also)} if card.also else {}),
        "means": card.definition,
        **({} if card.ask == f"What is {card.term}?" else {"ask": card.ask}),
        "example": card.example,
        "why": card.why,
        **_without_empty(
            {
                "points": list(map(_point, card.rubric.points)),
                "contrasts": list(map(_contrast, card.rubric.contrasts)),
                "mix_ups": list(map(_mix_up, card.rubric.mix_ups)),
                "answers": _answers(card.rubric.answers),
                "picture": card.picture,
            }
        ),
    }


def _choice(card: Choice) -> Entry:
    return {
        "choice": card.key,
        "ask": card.ask,
        "options": [
            {
                "says": option.text,
                **({"right": True} if index == card.right else {}),
                "why": option.why,
            }
            for index, option in enumerate(card.options)
        ],
    }


def _point(point: KeyPoint) -> Entry:
    return {
        "says": point.text,
        "words": _words(point.groups),
        **({} if point.required else {"optional": True}),
        **({} if point.weight == 1 else {"weight": point.weight}),
    }


def _contrast(contrast: Contrast) -> Entry:
    return {
        "cause": list(contrast.cause),
        "effect": list(contrast.effect),
        "sign": contrast.sign,
        "why": contrast.why,
        **_without_empty({"low": list(contrast.low), "high": list(contrast.high)}),
    }


def _mix_up(mix_up: MixUp) -> Entry:
    return {
        **_without_empty({"words": _words(mix_up.groups), "answers": list(mix_up.answers)}),
        "says": mix_up.says,
        **_without_empty({"term": mix_up.term}),
    }


def _answers(answers: Answers) -> Entry:
    return _without_empty({"right": list(answers.right), "partial": list(answers.partial)})


def _words(groups: Groups) -> list[list[str]]:
    return [list(group) for group in groups]


def _table(card: Comparison) -> Entry:
    return {"comparison": card.group, "subjects": list(card.subjects)}


def _aspects(cards: list[Comparison], abouts: list[Entry]) -> Iterator[Entry]:
    """Write the aspects of a table; what its first one says about itself stands with the table."""
    shared = abouts[0]
    for card, about in zip(cards, abouts, strict=True):
        own = {name: value for name, value in about.items() if value != shared[name]}
        yield {
            "aspect": card.aspect,
            "ask": card.ask,
            "right": THE_SAME if card.right is None else card.right,
            "says": dict(zip(card.subjects, card.statements, strict=True)),
            "why": card.why,
            **_without_empty(
                {
                    "contrasts": list(map(_contrast, card.rubric.contrasts)),
                    "picture": card.picture,
                }
            ),
            **own,
            **_judged(card),
        }
