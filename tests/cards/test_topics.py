"""Topics hold every family once, and each day has its problem."""

import re
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cards.problems import families
from cards.problems.topics import Topic, meant, of_day, topics, usual

DAY = date(2026, 11, 24)


def test_every_family_has_one_topic() -> None:
    listed = [family.key for topic in topics.values() for family in topic.families]
    assert sorted(listed) == sorted(families)


def test_advanced_families_are_a_topic_of_their_own_and_never_chosen_for_anybody() -> None:
    advanced = {key for key, family in families.items() if family.advanced}
    apart = {family.key for topic in topics.values() for family in topic.families} - set(usual)
    assert apart == advanced
    for topic in topics.values():
        assert len({family.advanced for family in topic.families}) == 1, topic.title


def test_a_topic_has_a_key_that_a_button_can_carry() -> None:
    for key, topic in topics.items():
        assert key == topic.key
        assert re.fullmatch(r"[a-z0-9-]{1,48}", key), topic.title


@pytest.mark.parametrize("words", ["total-steps", "Total steps", "  TOTAL   steps ", "total_steps"])
def test_a_family_is_known_by_its_key_and_by_its_title(words: str) -> None:
    assert meant(words) == ("total-steps",)


@pytest.mark.parametrize("topic", topics.values(), ids=topics)
def test_a_topic_is_known_by_its_key_and_by_its_title(topic: Topic) -> None:
    keys = tuple(family.key for family in topic.families)
    assert meant(topic.title) == meant(topic.key) == keys


@given(st.text(max_size=40))
def test_any_words_name_families_that_there_are(words: str) -> None:
    assert set(meant(words)) <= families.keys()


@pytest.mark.parametrize("words", ["", "-", "kittens", "steps"])
def test_other_words_name_none(words: str) -> None:
    assert meant(words) == ()


def test_a_day_has_one_problem_and_the_next_day_has_another() -> None:
    family, seed = of_day(DAY)
    assert of_day(DAY) == (family, seed)
    following, other = of_day(DAY + timedelta(days=1))
    assert (following, other) != (family, seed)
    assert families[family].fresh(seed) == families[family].fresh(seed)


def test_the_usual_families_take_turns() -> None:
    days = [DAY + timedelta(days=n) for n in range(len(usual))]
    assert {of_day(day)[0] for day in days} == set(usual)


@pytest.mark.parametrize("day", [date.min, date.max])
def test_any_day_has_a_problem(day: date) -> None:
    family, seed = of_day(day)
    assert family in usual
    assert families[family].fresh(seed).prompt
