"""Fit and evaluate the scorer that has only a question and its reference to go by.

``python -m tests.asag FOLDER`` reads neural-networks.jsonl and communication-networks.jsonl from a
folder: one answer a line, {"question_id", "question", "reference", "answer", "score", "max_score"}.
Each question is left out once and its answers are scored by a model fitted to all the others, of
both files. Pearson's r is taken over all answers of a file. ``--write`` fits to everything and
writes the weights that ship.
"""

import argparse
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from cards.coefficients import Coefficients
from cards.grading.gates import gate
from cards.grading.lexical import FEATURES, Trio, features, passage, passage_of, recall, share
from cards.grading.reading import parse
from cards.grading.words import read

FILES = ("neural-networks", "communication-networks")
# Of the ridge, on standardised features. This value and the list of features were chosen with the
# same questions in view (10 to 1,000 differ by less than 0.01), so the figures flatter a little.
PENALTY = 100.0
WEIGHTS = Path(__file__).parents[2] / "cards" / "coefficients.json"

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Scored:
    """One answer of a student, and which share of the points a teacher gave."""

    file: str
    question: str
    trio: Trio
    share: float
    is_empty: bool


def load(folder: Path) -> list[Scored]:
    return [
        _scored(file, json.loads(line))
        for file in FILES
        for line in (folder / f"{file}.jsonl").read_text(encoding="utf-8").splitlines()
    ]


def _scored(file: str, row: dict[str, object]) -> Scored:
    question, answer = read(str(row["question"])), parse(str(row["answer"]), {})
    said = passage(read(str(row["answer"])))
    return Scored(
        file,
        f"{file}/{row['question_id']}",
        Trio(passage_of(str(row["question"])), passage_of(str(row["reference"])), said),
        float(str(row["score"])) / float(str(row["max_score"])),
        is_empty=gate(answer, question) in ("empty", "copied"),
    )


def fit(rows: Floats, shares: Floats) -> Coefficients:
    """Return ridge regression on standardised features; the intercept is not penalised."""
    means, scales = rows.mean(axis=0), rows.std(axis=0)
    scales[scales == 0] = 1
    standard = (rows - means) / scales
    penalty = PENALTY * np.eye(standard.shape[1])
    weights = np.linalg.solve(
        standard.T @ standard + penalty, standard.T @ (shares - shares.mean())
    )
    return Coefficients(
        tuple(FEATURES),
        tuple(means.tolist()),
        tuple(scales.tolist()),
        tuple(weights.tolist()),
        float(shares.mean()),
    )


def evaluate(answers: Sequence[Scored]) -> dict[str, dict[str, float]]:
    """Return Pearson's r by scorer and file, each question left out of the fit in turn."""
    rows = np.array([features(answer.trio) for answer in answers])
    shares = np.array([answer.share for answer in answers])
    questions = np.array([answer.question for answer in answers])
    predicted = {name: np.zeros(len(answers)) for name in ("shipped", "ridge only")}
    for question in np.unique(questions):
        model = fit(rows[questions != question], shares[questions != question])
        for at in np.flatnonzero(questions == question):
            answer = answers[at]
            predicted["ridge only"][at] = model.predict(tuple(rows[at].tolist()))
            predicted["shipped"][at] = 0 if answer.is_empty else share(answer.trio, model)
    predicted["stem recall"] = np.array([recall(answer.trio) for answer in answers])
    files = np.array([answer.file for answer in answers])
    return {
        name: {file: _pearson(values[files == file], shares[files == file]) for file in FILES}
        for name, values in predicted.items()
    }


def _pearson(one: Floats, other: Floats) -> float:
    return float(np.corrcoef(one, other)[0, 1])


def write(answers: Sequence[Scored], figures: dict[str, dict[str, float]]) -> None:
    rows = np.array([features(answer.trio) for answer in answers])
    model = fit(rows, np.array([answer.share for answer in answers]))
    parts = zip(model.names, model.means, model.scales, model.weights, strict=True)
    stored = {
        "about": "Ridge regression of the share of points that teachers gave; python -m tests.asag",
        "data": {
            "neural-networks": "DigiKlausur/ASAG-Dataset @1bfa98fa (MPL-2.0), 663 answers",
            "communication-networks": "SebOchs/SAF @c240cee6 (MIT), 2112 answers",
        },
        "penalty": PENALTY,
        "pearson r, each question left out": {
            name: {file: round(r, 3) for file, r in by_file.items()}
            for name, by_file in figures.items()
        },
        "intercept": round(model.intercept, 6),
        "features": {
            name: {"mean": round(mean, 6), "scale": round(scale, 6), "weight": round(weight, 6)}
            for name, mean, scale, weight in parts
        },
    }
    WEIGHTS.write_text(json.dumps(stored, indent=2) + "\n", encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.asag", description=__doc__)
    parser.add_argument("folder", type=Path, help="where the scored answers lie")
    parser.add_argument("--write", action="store_true", help="fit to all and write the weights")
    arguments = parser.parse_args()
    answers = load(arguments.folder)
    figures = evaluate(answers)
    for name, by_file in figures.items():
        for file, r in by_file.items():
            print(json.dumps({"scorer": name, "answers": file, "r": round(r, 3)}))
    if arguments.write:
        write(answers, figures)


if __name__ == "__main__":
    main()
