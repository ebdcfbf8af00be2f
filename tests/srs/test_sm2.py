"""SM-2 as published in 1990, in exact integers."""

import json
import re
from decimal import Decimal
from fractions import Fraction
from itertools import accumulate
from math import ceil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cards import library
from cards.kinds import Definition
from srs.sm2 import EASINESS_FLOOR, Memory, review

ROWS = [
    json.loads(line, parse_float=Decimal)
    for line in (Path(__file__).parents[1] / "data" / "sm2-1990.jsonl").read_text().splitlines()
]


def play(grades: list[int]) -> list[Memory]:
    """Return the memory after each answer, from a card never seen."""
    return list(accumulate(grades, review, initial=Memory()))[1:]


qualities = st.integers(0, 5)
recalls = st.integers(3, 5)
failures = st.integers(0, 2)
memories = st.lists(qualities, max_size=30).map(lambda grades: [Memory(), *play(grades)][-1])


def test_there_are_140_rows():
    assert len(ROWS) == 140


@pytest.mark.parametrize("row", ROWS, ids=lambda row: "".join(map(str, row["grades"])))
def test_every_answer_of_a_row_gives_its_easiness_repetitions_and_interval(row):
    played = [
        [Decimal(memory.easiness) / 100, memory.repetitions, memory.interval]
        for memory in play(row["grades"])
    ]
    assert played == row["expected"]


@pytest.mark.parametrize(
    ("grades", "easiness", "intervals"),
    [
        ([4, 4, 4, 4, 4], [250] * 5, [1, 6, 15, 38, 95]),  # 37.5 is rounded up
        ([5, 5, 5, 5], [260, 270, 280, 290], [1, 6, 17, 48]),  # 6 × 2.7, not 6 × 2.8
        ([3, 3, 3, 3], [236, 222, 208, 194], [1, 6, 14, 30]),
        ([4, 4, 4, 1, 4, 4, 4], [250] * 7, [1, 6, 15, 1, 1, 6, 15]),  # a failure starts over …
        ([3, 3, 0, 2, 1], [236, 222, 222, 222, 222], [1, 6, 1, 1, 1]),  # … and costs no easiness
        ([0], [250], [1]),  # an answer on first sight may be wrong, too
        ([3] * 10, [236, 222, 208, 194, 180, 166, 152, 138, 130, 130], None),  # the floor
        ([3] * 9 + [5], [236, 222, 208, 194, 180, 166, 152, 138, 130, 140], None),  # the way back
    ],
)
def test_a_row_of_answers_gives_a_trajectory(grades, easiness, intervals):
    played = play(grades)
    assert [memory.easiness for memory in played] == easiness
    if intervals:
        assert [memory.interval for memory in played] == intervals


@pytest.mark.parametrize("quality", [True, False, 4.0, "4", -1, 6, None, Fraction(4), 10**30])
def test_a_quality_is_one_of_the_whole_numbers_0_to_5(quality):
    with pytest.raises(ValueError, match="0 to 5"):
        review(Memory(), quality)


@given(memories, recalls)
def test_a_recall_adds_one_repetition_and_lengthens_the_interval(memory, quality):
    after = review(memory, quality)
    assert after.repetitions == memory.repetitions + 1
    assert after.interval > memory.interval or memory.repetitions == 0


@given(memories, failures)
def test_a_failure_starts_over_with_the_easiness_it_had(memory, quality):
    assert review(memory, quality) == Memory(memory.easiness, repetitions=0, interval=1)


@given(memories, recalls)
def test_easiness_changes_by_the_published_formula_down_to_its_floor(memory, quality):
    missing = 5 - quality
    published = Fraction(memory.easiness, 100) + (
        Fraction(1, 10) - missing * (Fraction(8, 100) + missing * Fraction(2, 100))
    )
    assert Fraction(review(memory, quality).easiness, 100) == max(
        published, Fraction(EASINESS_FLOOR, 100)
    )


@given(st.integers(130, 500), st.integers(2, 100), st.integers(6, 10**30), recalls)
def test_long_intervals_are_exact_and_have_no_cap(easiness, repetitions, interval, quality):
    after = review(Memory(easiness, repetitions, interval), quality)
    assert after.interval == ceil(Fraction(interval * easiness, 100))


@given(memories)
def test_hard_good_and_easy_bring_the_same_next_date(memory):
    assert len({review(memory, quality).interval for quality in (3, 4, 5)}) == 1


@pytest.mark.parametrize(
    ("key", "before", "quality", "said"),
    [
        ("easiness-factor", Memory(250, 2, 6), 4, "interval of 6 days {} after {i} days"),
        ("easiness-floor", Memory(132, 5, 20), 3, "with 1.32 {} a 3, gets {e:g} and not 1.18"),
        ("first-intervals", Memory(250, 3, 15), 4, "after 1, 6, 15 and {i} days"),
        ("restart-below-3", Memory(250, 4, 38), 1, "still {e:g}"),
    ],
)
def test_the_deck_about_studying_tells_what_happens_here(key, before, quality, said):
    card = library.load("study-skills").card(key)
    after = review(before, quality)
    pattern = said.format(".*", i=after.interval, e=after.easiness / 100)
    assert isinstance(card, Definition)
    assert re.search(pattern, card.example)
