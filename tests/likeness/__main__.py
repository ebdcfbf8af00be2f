"""Fit and evaluate how an answer's likeness to typical ones tells what it is worth.

``python -m tests.likeness`` reads the tables of answers by writers who had not seen the typical
answers of the deck, and compares each answer with those of its card. It prints how often the most
likely kind is the right one, a tenth of the cards left out of the fit in turn, with all typical
answers and with fewer. ``--write`` fits to everything and writes the weights that ship.
"""

import argparse
import json
import random
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from cards import library
from cards.grading.judging import by_words
from cards.grading.likeness import FEATURES, KINDS, Kind, Typical, compare, typical_of
from cards.grading.reading import parse
from cards.grading.task import prepare
from cards.question import Typed, pose
from cards.rubric import Answers, MixUp, Rubric
from tests.answers import Table, load

DECK: Final = library.load("ml-training")
PENALTY: Final = 1.0  # of the weights of standardised features; the value that libraries begin with
REPOSITORY: Final = Path(__file__).parents[2]
WEIGHTS = REPOSITORY / "cards" / "likeness.json"
TABLES: Final[tuple[Table, ...]] = ("fitting", "tuning", "further")
SHARES: Final = (1.0, 0.6, 0.3)  # of a card's typical answers, as other decks have fewer of them
_PARTS: Final = 10  # that the cards are divided into, to be left out in turn
_ROUNDS: Final = 12  # of Newton's method, which has settled before

Floats = NDArray[np.float64]
_KIND_OF: Final[dict[str, Kind]] = {"correct": "right", "partial": "partial", "wrong": "wrong"}


@dataclass(frozen=True)
class Compared:
    """An answer: its card, what it is, and how it compares with a share of the typical answers."""

    card: str
    share: float
    kind: Kind
    figures: tuple[float, ...]


@dataclass(frozen=True)
class Model:
    """A multinomial logistic regression: ``weights`` has a row for each kind, intercepts first."""

    means: Floats
    scales: Floats
    weights: Floats

    def likely(self, rows: Floats) -> Floats:
        """Return how likely each row is of each kind."""
        return _softmax(_with_ones((rows - self.means) / self.scales) @ self.weights.T)


def compared() -> list[Compared]:
    """Return every graded answer of the tables, compared with more and with fewer typical ones."""
    return [
        Compared(entry.card, share, _KIND_OF[answer.expected], figures)
        for table in TABLES
        for entry in load(table)
        for answer in entry.answers
        if answer.expected in _KIND_OF
        for share, figures in zip(SHARES, _figures(entry.card, answer.says), strict=True)
    ]


def _figures(card: str, says: str) -> list[tuple[float, ...]]:
    question = pose(DECK.card(card), seed=0)
    if not isinstance(question.answer, Typed):
        raise TypeError(f"{card} is not answered in the learner's own words")
    rubric, right = question.answer.rubric, question.answer.accepted[0]
    task = prepare(question.prompt, right, rubric)
    answer = parse(says, task.vocabulary)
    found = by_words(task, rubric, answer).found
    return [compare(answer, _typical(card, right, share), found).figures for share in SHARES]


@cache
def _typical(card: str, right: str, share: float) -> Typical:
    """Return a share of a card's typical answers, always the same ones."""
    chance = random.Random(f"{card} {share}")

    def some(texts: tuple[str, ...], least: int = 0) -> tuple[str, ...]:
        kept = tuple(text for text in texts if chance.random() < share)
        return kept if len(kept) >= least else texts[:least]

    rubric = DECK.card(card).rubric
    wrong = some(tuple(text for mix_up in rubric.mix_ups for text in mix_up.answers), least=1)
    fewer = Rubric(
        mix_ups=(MixUp(says="", answers=wrong),),
        answers=Answers(right=some(rubric.answers.right), partial=some(rubric.answers.partial)),
    )
    typical = typical_of(fewer, right)
    if typical is None:
        raise ValueError(f"{card} has no typical wrong answers")
    return typical


def fit(rows: Floats, kinds: list[Kind]) -> Model:
    """Return the regression of the kinds on standardised features, by Newton's method."""
    means, scales = rows.mean(axis=0), rows.std(axis=0)
    scales[scales == 0] = 1
    standard = _with_ones((rows - means) / scales)
    wanted = np.array([[kind == one for one in KINDS] for kind in kinds], dtype=float)
    penalty = np.full(standard.shape[1], PENALTY)
    penalty[0] = 1e-6  # the intercepts are free, but for what all have in common
    weights = np.zeros((len(KINDS), standard.shape[1]))
    for _ in range(_ROUNDS):
        likely = _softmax(standard @ weights.T)
        slope = (likely - wanted).T @ standard + penalty * weights
        weights -= np.linalg.solve(_bend(standard, likely, penalty), slope.ravel()).reshape(
            weights.shape
        )
    return Model(means, scales, weights)


def _bend(standard: Floats, likely: Floats, penalty: Floats) -> Floats:
    """Return the second derivatives of the penalised loss."""
    spread = likely[:, :, None] * (np.eye(len(KINDS)) - likely[:, None, :])
    blocks = np.einsum("nij,nf,ng->ifjg", spread, standard, standard, optimize=True)
    size = len(KINDS) * standard.shape[1]
    return blocks.reshape(size, size) + np.diag(np.tile(penalty, len(KINDS)))


def _softmax(scores: Floats) -> Floats:
    grown = np.exp(scores - scores.max(axis=1, keepdims=True))
    likely: Floats = grown / grown.sum(axis=1, keepdims=True)
    return likely


def _with_ones(rows: Floats) -> Floats:
    return np.hstack([np.ones((len(rows), 1)), rows])


def evaluate(answers: list[Compared]) -> dict[str, dict[str, float]]:
    """Return how answers are taken by the share of typical ones, the cards left out in parts."""
    rows = np.array([answer.figures for answer in answers])
    kinds = [answer.kind for answer in answers]
    keys = sorted({answer.card for answer in answers})
    part = np.array([keys.index(answer.card) % _PARTS for answer in answers])
    taken = np.empty(len(answers), dtype=object)
    for number in range(_PARTS):
        inside = np.flatnonzero(part == number)
        if len(inside):
            others = np.flatnonzero(part != number)
            model = fit(rows[others], [kinds[at] for at in others])
            taken[inside] = [KINDS[at] for at in model.likely(rows[inside]).argmax(axis=1)]
    said, shares = np.array(kinds, dtype=object), np.array([answer.share for answer in answers])
    return {
        str(share): {
            "accuracy": float(np.mean((taken == said)[shares == share])),
            "wrong taken as right": float(
                np.mean(taken[(shares == share) & (said == "wrong")] == "right")
            ),
        }
        for share in SHARES
    }


def write(answers: list[Compared], measured: dict[str, dict[str, float]]) -> None:
    """Fit to all answers, and write the weights that ship."""
    model = fit(np.array([a.figures for a in answers]), [a.kind for a in answers])
    stored = {
        "about": "Logistic regression of what an answer is worth; python -m tests.likeness",
        "data": f"tests/data/answers: {', '.join(TABLES)}; the typical answers of ml-training",
        "penalty": PENALTY,
        "cards left out, by the share of typical answers": rounded(measured),
        "intercepts": dict(zip(KINDS, model.weights[:, 0].round(6).tolist(), strict=True)),
        "features": {
            name: {
                "mean": round(float(model.means[at]), 6),
                "scale": round(float(model.scales[at]), 6),
                **dict(zip(KINDS, model.weights[:, at + 1].round(6).tolist(), strict=True)),
            }
            for at, name in enumerate(FEATURES)
        },
    }
    WEIGHTS.write_text(json.dumps(stored, indent=2) + "\n", encoding="utf-8")


def rounded(measured: dict[str, dict[str, float]]) -> dict[str, dict[str, float]]:
    """Return the figures as they are told."""
    return {
        share: {name: round(figure, 3) for name, figure in figures.items()}
        for share, figures in measured.items()
    }


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.likeness", description=__doc__)
    parser.add_argument("--write", action="store_true", help="fit to all and write the weights")
    arguments = parser.parse_args()
    answers = compared()
    measured = evaluate(answers)
    for share, figures in rounded(measured).items():
        print(json.dumps({"share of typical answers": float(share), **figures}))
    if arguments.write:
        write(answers, measured)


if __name__ == "__main__":
    main()
