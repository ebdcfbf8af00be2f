"""Writing deck files: what is written reads back as the very same deck."""

from typing import Any, get_args

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from cards import library
from cards.formats import DeckErrors, read_deck, template, write_deck
from cards.kinds import Picture
from cards.problems import families
from tests.scale import scaled

SIGNS = st.sampled_from(["no", "1e3", "- x", "a: b", "#", "'", '"', "|", "é", "𝄞", "<b>", "~", "%"])
TEXTS = st.lists(SIGNS | st.text(st.characters(categories=["L", "N", "P"]), min_size=1, max_size=9))
texts = TEXTS.map(" ".join).filter(bool).map(lambda text: text[:80].strip())
keys = st.sampled_from(["one", "two"])
abouts = {"objective": keys, "source": keys, "tags": st.lists(keys, max_size=2)}
difficulties = st.sampled_from(["easy", "medium", "hard"])
writings = st.lists(texts.map(lambda text: text[:30].strip()), min_size=1, max_size=2)
groups = st.lists(writings, min_size=1, max_size=2)
points = st.fixed_dictionaries(
    {"says": texts, "words": groups},
    optional={"optional": st.booleans(), "weight": st.integers(1, 5)},
)
contrasts = st.fixed_dictionaries(
    {"cause": writings, "effect": writings, "sign": st.sampled_from("+-0"), "why": texts},
    optional={"low": writings, "high": writings},
)
mix_ups = st.fixed_dictionaries({"words": groups, "says": texts}, optional={"term": texts})
judged = {"difficulty": difficulties, "contested": texts}
illustrated = {"picture": st.sampled_from(get_args(Picture))}


@st.composite
def definitions(draw: st.DrawFn, key: str) -> dict[str, Any]:
    also = st.lists(texts, max_size=2)
    optional = {"also": also, "ask": texts, "reverse": st.booleans()} | judged | illustrated
    optional["points"] = st.lists(points, max_size=2)
    optional["contrasts"] = st.lists(contrasts, max_size=1)
    optional["mix_ups"] = st.lists(mix_ups, max_size=1)
    fields = dict.fromkeys(("term", "means", "example", "why"), texts) | abouts
    return {"definition": key} | draw(st.fixed_dictionaries(fields, optional=optional))


@st.composite
def comparisons(draw: st.DrawFn, key: str) -> dict[str, Any]:
    names = texts.filter(lambda name: name != "the same").map(lambda name: name[:20].strip())
    subjects = draw(st.lists(names, min_size=2, max_size=4, unique=True))
    aspect = st.fixed_dictionaries(
        {
            "ask": texts,
            "why": texts,
            "right": st.sampled_from([*subjects, "the same"]),
            "says": st.fixed_dictionaries(dict.fromkeys(subjects, texts)),
        },
        optional=abouts | judged | illustrated | {"contrasts": st.lists(contrasts, max_size=1)},
    )
    aspects = draw(st.lists(aspect, min_size=1, max_size=3))
    numbered = [{"aspect": f"a{number}"} | fields for number, fields in enumerate(aspects)]
    about = draw(st.fixed_dictionaries(abouts, optional=judged))
    return {"comparison": key, "subjects": subjects, "aspects": numbered} | about


@st.composite
def calculations(draw: st.DrawFn, key: str) -> dict[str, Any]:
    return {
        "calculation": key,
        "family": draw(st.sampled_from(sorted(families))),
        **draw(st.fixed_dictionaries(abouts, optional={"difficulty": difficulties})),
    }


@st.composite
def choices(draw: st.DrawFn, key: str) -> dict[str, Any]:
    says = draw(st.lists(texts, min_size=3, max_size=6, unique_by=str.casefold))
    options = [{"says": text, "why": draw(texts)} for text in says]
    options[draw(st.integers(0, len(says) - 1))]["right"] = "true"
    about = draw(st.fixed_dictionaries(abouts, optional=judged))
    return {"choice": key, "ask": draw(texts), "options": options} | about


@st.composite
def decks(draw: st.DrawFn) -> bytes:
    kinds = draw(
        st.lists(st.sampled_from([definitions, comparisons, calculations, choices]), min_size=1)
    )
    cards = [draw(kind(f"card-{number}")) for number, kind in enumerate(kinds)]
    for number, card in enumerate(cards):
        if number and "comparison" not in cards[number - 1] and draw(st.booleans()):
            card["requires"] = [f"card-{number - 1}"]
    words = st.fixed_dictionaries({"one": texts, "two": texts})
    deck = {
        "format": 1,
        "name": "any",
        "title": draw(texts),
        "objectives": draw(words),
        "sources": draw(words),
        "cards": cards,
    }
    written = yaml.safe_dump(deck, allow_unicode=True, sort_keys=False).encode()
    listed = draw(st.permutations([card.key for card in read_deck(written).cards]))
    order = listed[: draw(st.integers(0, len(listed)))]
    return yaml.safe_dump(deck | {"order": order}, allow_unicode=True, sort_keys=False).encode()


@given(decks())
@settings(deadline=None, max_examples=scaled(30, 500))
def test_a_written_deck_reads_back_as_it_was(file: bytes):
    deck = read_deck(file)
    again = read_deck(write_deck(deck))
    assert again == deck
    assert again.content_hash == deck.content_hash
    assert write_deck(again) == write_deck(deck)


@pytest.mark.parametrize("name", library.names())
def test_a_shipped_deck_reads_back_as_it_was(name: str):
    deck = library.load(name)
    assert read_deck(write_deck(deck)) == deck


def test_a_written_deck_says_nothing_twice_and_nothing_empty():
    written = write_deck(read_deck(template())).decode()
    assert "requires" not in written
    assert "family" not in written
    assert "ask" not in written
    assert "order" not in written
    assert written.startswith("format: 1\nname: first-deck\n")


def test_the_template_has_eight_lines():
    assert template().count(b"\n") == 8
    assert len(read_deck(template()).cards) == 3


def test_what_is_sound_in_a_file_with_mistakes_is_told_too():
    lines = template().decode().replace("objective: relate, source", "objective: relat, source", 1)
    with pytest.raises(DeckErrors) as refused:
        read_deck(lines.encode())
    assert [error.line for error in refused.value.errors] == [7]
    assert [card.key for card in refused.value.sound] == ["steps-per-epoch"]
    assert refused.value.keys == ("epoch", "epoch.reverse", "steps-per-epoch")
