import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import bot
from bot.sandbox.html import parse
from bot.texts import CATALOGUE, COMMANDS, PLAIN, Plural, places, plain, say

SENTENCES = sorted(key for key in CATALOGUE if not key.startswith(PLAIN))
LABELS = sorted(key for key in CATALOGUE if key.startswith(PLAIN))
NUMBERS = {"n", "right", "minutes", "seen", "percent", "new", "reviews"}
UNSAID = ("leech", "lapse", "bury", "buried", "suspend", "drill", "retire", "quality", "easiness")


def said_in(source: str) -> Iterator[re.Pattern[str]]:
    """Yield a pattern for each string in a module, whatever fills its braces."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield re.compile(re.escape(node.value))
        if isinstance(node, ast.JoinedStr):
            parts = (
                re.escape(p.value) if isinstance(p, ast.Constant) else ".*" for p in node.values
            )
            yield re.compile("".join(parts))


SAID = [
    pattern
    for path in Path(bot.__file__).parent.rglob("*.py")
    if path.name != "texts.py" and "sandbox" not in path.parts
    for pattern in said_in(path.read_text())
    if re.search(r"[a-z]", pattern.pattern)
]


def values(key: str, number: int = 7, text: str = "<b>&a</b>") -> dict[str, str | int]:
    return {name: number if name in NUMBERS else text for name in places(key)}


def forms(key: str) -> tuple[str, ...]:
    sentence = CATALOGUE[key]
    return (sentence,) if isinstance(sentence, str) else tuple(sentence)


@pytest.mark.parametrize("key", SENTENCES)
@pytest.mark.parametrize("number", [0, 1, 2, 12_345])
def test_every_sentence_is_html_that_telegram_takes_whatever_fills_it(key, number):
    shown = parse(say(key, **values(key, number))).text
    texts = [value for value in values(key).values() if isinstance(value, str)]
    assert all(text in shown for text in texts)


@pytest.mark.parametrize("key", LABELS)
def test_every_plain_text_has_no_markup_and_keeps_what_fills_it(key):
    text = plain(key, **values(key, text="a & b"))
    assert not re.search(r"</?[a-z]|&amp;", text)
    assert len(text) <= 200


@pytest.mark.parametrize("key", [key for key in LABELS if key.startswith("button.")])
def test_a_button_begins_with_a_word_and_is_short(key):
    text = plain(key, **values(key, text="Word"))
    assert text[0].isalnum()
    assert len(text) <= 30


@pytest.mark.parametrize("key", sorted(CATALOGUE))
def test_learners_never_read_the_words_of_the_trade(key):
    said = " ".join(forms(key)).lower()
    assert not [word for word in UNSAID if word in said]


@pytest.mark.parametrize("key", sorted(CATALOGUE))
def test_nothing_is_shouted_and_quotes_are_curly(key):
    said = re.sub(r"<[^>]*>|\{[^}]*\}", "x", " ".join(forms(key)))
    assert "!" not in said
    assert '"' not in said
    assert "  " not in said


@pytest.mark.parametrize("key", sorted(CATALOGUE))
def test_every_sentence_is_said_somewhere(key):
    assert any(pattern.fullmatch(key) for pattern in SAID)


@pytest.mark.parametrize(
    ("n", "said"), [(1, "Next tomorrow."), (2, "Next in 2 days."), (1000, "Next in 1,000 days.")]
)
def test_a_sentence_that_counts_has_two_forms(n, said):
    assert say("next", n=n) == said


def test_what_is_filled_in_is_escaped_and_markup_stays():
    assert say("prompt", text="<i>a & b</i>") == "<b>&lt;i&gt;a &amp; b&lt;/i&gt;</b>"


def test_a_button_is_not_escaped():
    assert plain("button.join", title="R&D") == "Join R&D"


def test_what_fills_a_sentence_is_not_read_as_a_template():
    assert say("reference", text="{n} {text.__class__} {}") == "{n} {text.__class__} {}"


@pytest.mark.parametrize(
    ("speak", "key", "filled", "error"),
    [
        (say, "no such sentence", {}, KeyError),
        (say, "prompt", {}, KeyError),  # a value is missing
        (say, "next", {}, KeyError),  # so is the number that chooses
        (say, "right", {"n": 3}, TypeError),  # a value is of no use
        (say, "button.next", {}, KeyError),  # plain text is not HTML
        (plain, "right", {}, KeyError),
    ],
)
def test_a_wrong_call_is_an_error(speak, key, filled, error):
    with pytest.raises(error):
        speak(key, **filled)


def test_every_command_is_one_that_telegram_takes():
    assert all(re.fullmatch(r"[a-z0-9_]{1,32}", name) for name in COMMANDS)


@pytest.mark.parametrize(
    "key", [key for key, sentence in CATALOGUE.items() if isinstance(sentence, Plural)]
)
def test_the_two_forms_differ_or_the_number_is_shown_alone(key):
    one, other = forms(key)
    assert one != other or one.endswith("{n:,}.")
