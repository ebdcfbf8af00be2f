"""The weights that ship are those that the script fits, and it tells how well they do."""

import json

import numpy as np
import pytest

from cards.grading.likeness import FEATURES, KINDS
from tests.likeness import __main__ as script


def test_what_the_fit_reaches_on_cards_left_out_stands_beside_the_weights() -> None:
    stored = json.loads(script.WEIGHTS.read_text(encoding="utf-8"))
    assert tuple(stored["features"]) == FEATURES
    assert tuple(stored["intercepts"]) == KINDS
    left_out = stored["cards left out, by the share of typical answers"]
    assert tuple(map(float, left_out)) == script.SHARES
    assert left_out["1.0"]["accuracy"] >= 0.9
    assert left_out["0.3"]["accuracy"] >= 0.8  # a deck with few of them
    assert stored["penalty"] == script.PENALTY


def test_a_fit_finds_what_is_there() -> None:
    chance = np.random.default_rng(7)
    kinds = [KINDS[at % 3] for at in range(300)]
    rows = np.array([[KINDS.index(kind), 1.0] for kind in kinds])
    rows[:, 0] += chance.normal(scale=0.1, size=300)
    model = script.fit(rows, kinds)
    likely = model.likely(np.array([[0.0, 1.0], [1.0, 1.0], [2.0, 1.0]]))
    assert likely.argmax(axis=1).tolist() == [0, 1, 2]
    assert likely.sum(axis=1) == pytest.approx(np.ones(3))


def test_the_weights_that_ship_are_written_as_the_fit_has_them(
    tmp_path: "script.Path", monkeypatch: pytest.MonkeyPatch
) -> None:
    chance = np.random.default_rng(7)
    answers = [
        script.Compared(
            card=f"card-{at % 20}",
            share=script.SHARES[at % 3],
            kind=KINDS[at // 3 % 3],
            figures=tuple(chance.normal(at // 3 % 3, 0.5, len(FEATURES)).tolist()),
        )
        for at in range(180)
    ]
    measured = script.evaluate(answers)
    assert all(figures["accuracy"] > 0.9 for figures in measured.values())
    monkeypatch.setattr(script, "WEIGHTS", tmp_path / "likeness.json")
    script.write(answers, measured)
    stored = json.loads(script.WEIGHTS.read_text(encoding="utf-8"))
    shipped = json.loads((script.REPOSITORY / "cards" / "likeness.json").read_text("utf-8"))
    assert stored.keys() == shipped.keys()
    assert stored["features"].keys() == shipped["features"].keys()
