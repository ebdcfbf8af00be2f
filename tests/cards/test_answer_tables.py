"""The tables of typed answers: enough of every kind, honest labels, and tables that stay aside.

The minimum counts are asked of the two halves alone; the other tables come on top.
"""

import hashlib
import re
from collections import Counter
from typing import get_args

import pytest
import yaml

from cards import library
from cards.kinds import Definition
from tests.answers import EXPECTED, Answer, Category, Expected, Table, load, path

TABLES = {name: load(name) for name in get_args(Table)}
HALVES: tuple[Table, ...] = ("tuning", "held-out")
SHARED_OUT: tuple[Table, ...] = (*HALVES, "further")


def rows(*names: Table) -> list[tuple[str, Answer]]:
    return [
        (entry.card, answer) for name in names for entry in TABLES[name] for answer in entry.answers
    ]


ROWS = rows(*TABLES)
FORWARD = {
    card.key
    for card in library.load("ml-training").cards
    if isinstance(card, Definition) and card.direction == "forward"
}
IN_HALVES = rows(*HALVES)
SET_ASIDE: dict[Table, str] = {
    "held-out": "df0ea9b86029186ea245883178831c60c3e9a4189036b66ac14971430decfc05",
    "fresh": "eba124e3fb04c8a1066d54f4921516ba479b1b9bff6f51890b7f74736b3ee03a",
}

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


def answers_of(category: Category, *names: Table) -> list[str]:
    return [answer.says for _, answer in rows(*(names or TABLES)) if answer.category == category]


@pytest.mark.parametrize(("table", "sha256"), SET_ASIDE.items())
def test_what_is_set_aside_is_as_it_was_first_written(table: Table, sha256: str):
    assert hashlib.sha256(path(table).read_bytes()).hexdigest() == sha256


def test_there_are_answers_to_many_cards():
    assert len(IN_HALVES) >= 300
    assert sum(len(TABLES[half]) for half in HALVES) >= 40


def test_there_are_further_answers_to_as_many_other_cards():
    assert len(rows("further")) >= 300
    assert len(TABLES["further"]) >= 40


@pytest.mark.parametrize(("expected", "least"), AT_LEAST.items())
def test_there_are_enough_answers_of_every_grade_and_gate(expected: Expected, least: int):
    assert sum(answer.expected == expected for _, answer in IN_HALVES) >= least


@pytest.mark.parametrize(("category", "least"), [("swapped", 45), ("negation", 35)])
def test_there_are_enough_answers_that_turn_the_truth_round(category: Category, least: int):
    assert sum(answer.category == category for _, answer in IN_HALVES) >= least


def test_no_card_is_in_two_of_the_tables_that_share_the_cards_out_or_twice_in_one():
    counted = Counter(entry.card for table in SHARED_OUT for entry in TABLES[table])
    assert set(counted.values()) == {1}
    assert all(len({e.card for e in table}) == len(table) for table in TABLES.values())


@pytest.mark.parametrize("name", ["fitting", "fresh"])
def test_two_tables_have_answers_to_every_definition(name: Table):
    assert {entry.card for entry in TABLES[name]} == FORWARD
    assert len(rows(name)) >= 1_000


def test_the_halves_are_alike():
    tuning, held_out = (Counter(answer.category for _, answer in rows(half)) for half in HALVES)
    assert len(TABLES["tuning"]) == len(TABLES["held-out"])
    assert all(abs(tuning[category] - held_out[category]) <= 6 for category in EXPECTED)


def test_every_card_is_a_forward_definition_of_the_shipped_deck():
    assert {card for card, _ in ROWS} <= FORWARD


@pytest.mark.parametrize("name", TABLES)
def test_a_row_says_its_words_its_class_and_what_is_expected(name: Table):
    for entry in yaml.safe_load(path(name).read_text(encoding="utf-8")):
        assert set(entry) == {"card", "answers"}
        assert all(set(row) == {"says", "class", "expected"} for row in entry["answers"])
        assert all(isinstance(row["says"], str) for row in entry["answers"])


def test_labels_fit_classes():
    assert set(EXPECTED) == set(get_args(Category))
    assert set(EXPECTED.values()) == set(get_args(Expected)) == set(AT_LEAST)
    misfits = [row for row in ROWS if row[1].expected != EXPECTED[row[1].category]]
    assert misfits == []


@pytest.mark.parametrize("name", TABLES)
def test_no_answer_is_given_twice_for_a_card(name: Table):
    written = ((card, " ".join(words(a.says)) or a.says) for card, a in rows(name))
    assert [row for row, count in Counter(written).items() if count > 1] == []


def test_terse_answers_have_three_to_seven_words():
    few = answers_of("terse", *SHARED_OUT)
    assert [says for says in few if not 3 <= len(says.split()) <= 6] == []
    assert [says for says in answers_of("terse") if not 3 <= len(says.split()) <= 7] == []


def test_numeric_answers_have_a_number_or_a_factor():
    numeric = answers_of("numeric", *SHARED_OUT)
    assert [says for says in numeric if not re.search(r"\d|doubl", says)] == []


def test_only_empty_answers_and_question_marks_have_no_letters():
    letterless = [answer for _, answer in ROWS if not re.search(r"\w", answer.says)]
    assert {a.category for a in letterless if "??" not in a.says} == {"empty"}
    assert {a.category for a in letterless if "??" in a.says} <= {"empty", "dont_know"}
    assert all(not re.search(r"\w", says) for says in answers_of("empty"))
