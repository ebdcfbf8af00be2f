"""The tables of typed answers: enough of every kind, honest labels, and a half that stays aside."""

import hashlib
import re
from collections import Counter
from typing import get_args

import pytest
import yaml

from cards import library
from cards.kinds import Definition
from tests.answers import EXPECTED, Answer, Category, Expected, Half, load, path

HALVES: tuple[Half, ...] = get_args(Half)
TABLES = {half: load(half) for half in HALVES}
ROWS: list[tuple[str, Answer]] = [
    (entry.card, answer) for table in TABLES.values() for entry in table for answer in entry.answers
]
HELD_OUT_SHA256 = "df0ea9b86029186ea245883178831c60c3e9a4189036b66ac14971430decfc05"

AT_LEAST: dict[Expected, int] = {
    "correct": 100,
    "partial": 60,
    "wrong": 110,
    "copied": 20,
    "word_list": 20,
    "other_language": 20,
    "empty": 20,
    "dont_know": 20,
}


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


def answers_of(category: Category) -> list[str]:
    return [answer.says for _, answer in ROWS if answer.category == category]


def test_the_half_set_aside_is_as_it_was_first_written():
    assert hashlib.sha256(path("held-out").read_bytes()).hexdigest() == HELD_OUT_SHA256


def test_there_are_answers_to_many_cards():
    assert len(ROWS) >= 300
    assert sum(map(len, TABLES.values())) >= 40


@pytest.mark.parametrize(("expected", "least"), AT_LEAST.items())
def test_there_are_enough_answers_of_every_grade_and_gate(expected: Expected, least: int):
    assert sum(answer.expected == expected for _, answer in ROWS) >= least


@pytest.mark.parametrize(("category", "least"), [("swapped", 45), ("negation", 35)])
def test_there_are_enough_answers_that_turn_the_truth_round(category: Category, least: int):
    assert len(answers_of(category)) >= least


def test_no_card_is_in_both_halves_or_twice_in_one():
    counted = Counter(entry.card for table in TABLES.values() for entry in table)
    assert set(counted.values()) == {1}


def test_the_halves_are_alike():
    tuning, held_out = (
        Counter(answer.category for entry in TABLES[half] for answer in entry.answers)
        for half in HALVES
    )
    assert len(TABLES["tuning"]) == len(TABLES["held-out"])
    assert all(abs(tuning[category] - held_out[category]) <= 6 for category in EXPECTED)


def test_every_card_is_a_forward_definition_of_the_shipped_deck():
    forward = {
        card.key
        for card in library.load("ml-training").cards
        if isinstance(card, Definition) and card.direction == "forward"
    }
    assert {card for card, _ in ROWS} <= forward


@pytest.mark.parametrize("half", HALVES)
def test_a_row_says_its_words_its_class_and_what_is_expected(half: Half):
    for entry in yaml.safe_load(path(half).read_text(encoding="utf-8")):
        assert set(entry) == {"card", "answers"}
        assert all(set(row) == {"says", "class", "expected"} for row in entry["answers"])
        assert all(isinstance(row["says"], str) for row in entry["answers"])


def test_labels_fit_classes():
    assert set(EXPECTED) == set(get_args(Category))
    assert set(EXPECTED.values()) == set(get_args(Expected)) == set(AT_LEAST)
    misfits = [row for row in ROWS if row[1].expected != EXPECTED[row[1].category]]
    assert misfits == []


def test_no_answer_is_given_twice_for_a_card():
    counted = Counter((card, " ".join(words(answer.says)) or answer.says) for card, answer in ROWS)
    assert [row for row, count in counted.items() if count > 1] == []


def test_terse_answers_have_three_to_six_words():
    assert [says for says in answers_of("terse") if not 3 <= len(says.split()) <= 6] == []


def test_numeric_answers_have_a_number_or_a_factor():
    assert [says for says in answers_of("numeric") if not re.search(r"\d|doubl", says)] == []


def test_only_empty_answers_have_no_letters():
    letterless = [answer for _, answer in ROWS if not re.search(r"\w", answer.says)]
    assert sorted(answer.says for answer in letterless) == sorted(answers_of("empty"))
