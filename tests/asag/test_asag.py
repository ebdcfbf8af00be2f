"""The weights that ship fit the scorer that reads them, and the script tells what it measured."""

import json
from pathlib import Path

import pytest

from cards import coefficients
from cards.grading.lexical import FEATURES
from tests.asag import __main__ as asag

ROWS = [
    {"question_id": "a", "answer": "one pass over all the data", "score": 2},
    {"question_id": "a", "answer": "a pass over data", "score": 1},
    {"question_id": "a", "answer": "no idea at all, sorry", "score": 0},
    {"question_id": "b", "answer": "an update from a batch of examples", "score": 2},
    {"question_id": "b", "answer": "a batch of some kind", "score": 1},
    {"question_id": "b", "answer": "", "score": 0},
]
ABOUT = {
    "a": {"question": "What is an epoch?", "reference": "One pass over all the data."},
    "b": {"question": "What is a step?", "reference": "One update, made from a batch."},
}


def test_the_shipped_weights_are_those_of_the_features_in_their_order() -> None:
    assert coefficients.load().names == tuple(FEATURES)


def test_the_figures_asked_of_the_scorer_stand_beside_its_weights() -> None:
    stored = json.loads(asag.WEIGHTS.read_text(encoding="utf-8"))
    shipped = stored["pearson r, each question left out"]["shipped"]
    assert shipped["neural-networks"] >= 0.65
    assert shipped["communication-networks"] >= 0.76
    assert stored["penalty"] == asag.PENALTY


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for file in asag.FILES:
        rows = [row | ABOUT[str(row["question_id"])] | {"max_score": 2} for row in ROWS]
        lines = "".join(f"{json.dumps(row)}\n" for row in rows)
        (tmp_path / f"{file}.jsonl").write_text(lines, encoding="utf-8")
    return tmp_path


def test_three_scorers_are_told_for_both_files(folder: Path) -> None:
    figures = asag.evaluate(asag.load(folder))
    assert set(figures) == {"shipped", "ridge only", "stem recall"}
    assert all(set(by_file) == set(asag.FILES) for by_file in figures.values())
    assert all(-1 <= r <= 1 for by_file in figures.values() for r in by_file.values())
    assert figures["stem recall"]["neural-networks"] > 0.8  # the answers are easy to tell apart


def test_a_fit_finds_what_is_there(folder: Path) -> None:
    answers = asag.load(folder)
    rows = asag.np.array([asag.features(answer.trio) for answer in answers])
    shares = asag.np.array([answer.share for answer in answers])
    model = asag.fit(rows, shares)
    right, wrong = model.predict(tuple(rows[0].tolist())), model.predict(tuple(rows[2].tolist()))
    assert right > 0.5 > wrong
