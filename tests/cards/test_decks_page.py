"""docs/decks.md: its decks are read, its mistakes are told, and it names everything there is."""

import re
from pathlib import Path

import pytest
from pydantic import BaseModel

from cards.formats import DeckErrors, read_deck
from cards.formats.fields import (
    AnswersFields,
    AspectFields,
    CalculationFields,
    ChoiceFields,
    ComparisonFields,
    ContrastFields,
    DeckFields,
    DefinitionFields,
    MixUpFields,
    OptionFields,
    PointFields,
)
from cards.problems import families

PAGE = (Path(__file__).parents[2] / "docs" / "decks.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```yaml\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE)
FIRST, FULL, BROKEN = BLOCKS
TOLD = re.findall(r"^```text\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE)


def test_the_first_deck_has_eight_lines_and_two_cards() -> None:
    assert FIRST.count("\n") == 8
    assert [card.key for card in read_deck(FIRST.encode()).cards] == ["step", "total-steps"]


def test_the_full_deck_is_read() -> None:
    deck = read_deck(FULL.encode())
    assert [card.key for card in deck.cards] == [
        *("epoch", "batch-size.memory", "rising-validation-loss"),
        *("how-many-steps", "epoch.reverse"),
    ]


@pytest.mark.parametrize(
    "fields",
    [
        *(DeckFields, DefinitionFields, ComparisonFields, AspectFields, CalculationFields),
        *(ChoiceFields, OptionFields, PointFields, ContrastFields, MixUpFields, AnswersFields),
    ],
)
def test_every_field_stands_in_the_full_deck_and_in_a_table(fields: type[BaseModel]) -> None:
    for name in fields.model_fields:
        assert re.search(rf"\b{name}:", FULL), name
        assert f"`{name}`" in PAGE, name


def test_the_broken_deck_is_told_what_the_page_says() -> None:
    with pytest.raises(DeckErrors) as refused:
        read_deck(BROKEN.encode())
    assert [f"{refused.value}\n"] == TOLD


def test_every_family_is_named() -> None:
    assert set(re.findall(r"`([a-z0-9-]+)`", PAGE)) >= families.keys()
