from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.buttons import (
    Apply,
    Belongs,
    Button,
    Claim,
    GoOn,
    Join,
    OfDay,
    Problem,
    Publish,
    Reveal,
    Start,
    Tap,
    Topic,
    Topics,
    Undo,
    Zone,
    ZoneHour,
    pack,
    unpack,
)
from bot.calc import CHANGES
from cards.kinds import Picture
from srs.outcomes import Offer

ids = st.integers(0, 2**63 - 1)
seqs = st.integers(1, 2**31 - 1)
names = st.from_regex(r"[A-Za-z0-9_+/.-]{1,48}", fullmatch=True)
VALUES = {
    "asked_id": ids,
    "seq": seqs,
    "offer": st.sampled_from(get_args(Offer)),
    "option": st.none() | st.integers(-1, 99),
    "before": st.booleans(),
    "family": st.none() | names,
    "name": names,
    "deck": names,
    "change": st.sampled_from(CHANGES),
    "run": names,
    "picture": st.sampled_from(get_args(Picture)),
    "edition_id": ids,
    "position": st.integers(0, 9999),
    "hour": st.integers(0, 23),
    "n": st.integers(0, 99),
    "minute": st.integers(0, 59),
}


def some(kind: type) -> st.SearchStrategy:
    return st.builds(kind, **{name: VALUES[name] for name in kind.__dataclass_fields__})


buttons = st.one_of([some(kind) for kind in get_args(Button)])


@given(buttons)
def test_every_button_is_read_as_it_was_written_and_fits_into_64_bytes(button):
    data = pack(button)
    assert 1 <= len(data.encode()) <= 64
    assert unpack(data) == button
    assert type(unpack(data)) is type(button)


@given(st.text(max_size=80))
def test_any_text_is_a_button_or_nothing(data):
    button = unpack(data)
    assert button is None or pack(button) == data


@given(buttons, st.data())
def test_broken_data_is_nothing_or_what_it_says(button, data):
    packed = pack(button)
    place = data.draw(st.integers(0, len(packed) - 1))
    broken = packed[:place] + data.draw(st.characters()) + packed[place + 1 :]
    found = unpack(broken)
    assert found is None or pack(found) == broken


@pytest.mark.parametrize(
    ("button", "data"),
    [  # written on messages that stay in chats for years: these lines never change
        (Start(), "1:start"),
        (Tap(7, "options", -1), "1:tap:7:options:-1"),
        (Tap(7, "show"), "1:tap:7:show:"),
        (GoOn(2**63 - 1), "1:goon:9223372036854775807"),
        (Belongs(7, True), "1:belongs:7:1"),
        (Claim(3), "1:claim:3"),
        (Undo(4), "1:undo:4"),
        (Problem(), "1:problem:"),
        (Problem("total-steps"), "1:problem:total-steps"),
        (Topics(), "1:topics"),
        (Topic("counting-steps"), "1:topic:counting-steps"),
        (OfDay(), "1:ofday"),
        (Tap(7, "hint", 1), "1:tap:7:hint:1"),
        (Zone("America/Argentina/Buenos_Aires"), "1:zone:America/Argentina/Buenos_Aires"),
        (ZoneHour(9, 5), "1:zonehour:9:5"),
        (Join("ml-training"), "1:join:ml-training"),
        (Apply(7), "1:apply:7"),
        (Reveal(7, 41), "1:reveal:7:41"),
        (Publish("ml-training"), "1:publish:ml-training"),
    ],
)
def test_data_on_old_messages_keeps_its_meaning(button, data):
    assert pack(button) == data
    assert unpack(data) == button


@pytest.mark.parametrize(
    "data",
    [
        "",
        "start",
        "0:start",
        "2:start",  # a version to come
        "1:erase",
        "1:start:",
        "1:tap:7:show",  # a field is missing
        "1:tap:-7:show:",
        "1:tap:9223372036854775808:show:",
        "1:tap:7:cheat:",
        "1:tap:7:options:100",
        "1:tap:+7:show:",
        "1:tap:07:show:",
        "1:tap: 7:show:",
        "1:tap:7.0:show:",
        "1:tap:７:show:",  # a full-width digit
        "1:belongs:7:true",
        "1:claim:0",
        "1:claim:",
        "1:minutes:100",
        "1:zonehour:24:0",
        "1:zone:",
        "1:zone:Europe/Ber lin",
        "1:join:ml-training\n",
        "1:start\x00",
        "1" * 5000,
    ],
)
def test_forged_or_old_data_is_nothing(data):
    assert unpack(data) is None
