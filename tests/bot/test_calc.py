import pytest

from bot.calc import CalcError, read_run
from cards.calculator import TrainingRun

RUNS = [
    ("50000 125 20", TrainingRun(50_000, 125, 20)),
    ("50,000 125", TrainingRun(50_000, 125)),
    ("50000, 125, 20", TrainingRun(50_000, 125, 20)),
    ("samples=50000 batch=125 epochs=20", TrainingRun(50_000, 125, 20)),
    ("epochs=20 50000 batch_size=125", TrainingRun(50_000, 125, 20)),
    ("1000 32 drop_last", TrainingRun(1000, 32, drop_last=True)),
    ("1000 32 drop_last=no", TrainingRun(1000, 32)),
    (
        "1000 32 2 accumulation=4 replicas=8 tail=carry",
        TrainingRun(1000, 32, 2, accumulation=4, replicas=8, tail="carry"),
    ),
    ("1000 32 max_steps=7", TrainingRun(1000, 32, max_steps=7)),
]

REFUSED = [
    ("", "samples is missing"),
    ("50000", "batch_size is missing"),
    ("epochs=3", "samples is missing"),
    ("1 2 3 4", "Three numbers at most"),
    ("samples=1 samples=2 batch=1", "samples is given twice"),
    ("batch=1 batch_size=2 samples=9", "batch_size is given twice"),
    ("10.5 2", "not a whole number"),
    ("many 2", "What is 2?"),
    ("0 2", "samples"),
    ("-5 2", "samples"),
    ("size=10 2 3", "“size” is none of"),
    ("10 2 drop_last=perhaps", "drop_last is yes or no"),
    ("10 2 tail=wag", "tail is flush, reset or carry"),
    ("10 2 samples=", "“”"),
    ("9" * 500 + " 2", "“" + "9" * 40 + "”"),
]


@pytest.mark.parametrize(("words", "run"), RUNS)
def test_words_are_read_as_a_run(words: str, run: TrainingRun) -> None:
    assert read_run(words) == run


@pytest.mark.parametrize(("words", "reason"), REFUSED)
def test_what_makes_no_run_is_refused_with_a_reason(words: str, reason: str) -> None:
    with pytest.raises(CalcError) as refused:
        read_run(words)
    assert reason in str(refused.value)
