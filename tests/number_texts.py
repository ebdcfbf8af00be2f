"""Texts that may be numbers: tables of writings, and an endless stream of hostile ones."""

import sys
from collections.abc import Callable, Iterator
from fractions import Fraction
from random import Random

EIGHT_THOUSAND = [
    *("8000", "8,000", "8'000", "8’000", "8_000", " 8000 ", "8000!", "8000.", "8000 !!", "8000?"),
    *("8\u00a0000", "8\u2009000", "8\u202f000", "8 000", "8\t000"),
    *("= 8000", "=8000", "= 8,000", "+8000", "08000", "||8000||", "|| 8,000 ||"),
    *("８０００", "８，０００", "٨٠٠٠", "٨٬٠٠٠", "८०००", "৮০০০", "𝟖𝟎𝟎𝟎"),
    *("\u200e8000\u200f", "8\u2060000", "\ufeff8000", "\u20678000\u2069"),
    *("8,000.0", "8.000,0", "8000.00", "8000,0"),
    *("8k", "8K", "8 k", "8.0k", "0.008M", "８ｋ", "8 thousand", "8 Thousand", "80 hundred"),
    *("8e3", "8E3", "8e+3", "0.8e4", "80000e-1", "8.000e3"),
    *("8·10³", "8 × 10³", "8*10^3", "8x10^3", "8*10**3", "8 * 10 ^ 3", "80000·10⁻¹", "20³"),
    *("eight thousand", "Eight thousand!", "eight-thousand", "EIGHT THOUSAND", "eighty hundred"),
    *("(8000)", "400*20", "400×20", "400 x 20", "400x20", "400х20", "400·20", "400 times 20"),
    *("=400*20", "400*20 =", "400*20 = 8000", "8000 = 400*20", "8000=8,000", "8000 == 400*20"),
    *("2*4000 = 400*20 = 8000", "||400*20||", "４００×２０", "8000…", "8000。", "8000！"),
    *("\u200f400\u200e*\u206820\u2069", "8\u200b000", "40\u00ad0*20", "400✖\ufe0f20"),
]
"""Each of them is 8000, without a unit."""

SEPARATORS: list[tuple[str, tuple[int | Fraction, ...]]] = [
    ("8.000", (8000, 8)),  # a point may group or not
    ("125.000", (125_000, 125)),
    ("8,000", (8000,)),  # a comma before three digits groups
    ("8,000000", (8,)),
    ("8\u3000000", (8000,)),
    ("800,000", (800_000,)),
    ("1234,567", (Fraction("1234.567"),)),  # but not after four digits,
    ("1234.567", (Fraction("1234.567"),)),
    ("0,125", (Fraction(1, 8),)),  # nor after a zero
    ("0.125", (Fraction(1, 8),)),
    ("0.000", (0,)),
    ("8,00", (8,)),  # nor before two digits or four
    ("8,0000", (8,)),
    ("390.6", (Fraction("390.6"),)),
    ("390,6", (Fraction("390.6"),)),
    (".5", (Fraction(1, 2),)),
    (",5", (Fraction(1, 2),)),
    ("1,234,567", (1_234_567,)),
    ("1.234.567", (1_234_567,)),
    ("1 234 567", (1_234_567,)),
    ("1,234.5", (Fraction("1234.5"),)),  # with both, the last is decimal
    ("1.234,5", (Fraction("1234.5"),)),
    ("1,234,567.891", (Fraction("1234567.891"),)),
    ("1 234,567", (Fraction("1234.567"),)),
    ("1'234.567", (Fraction("1234.567"),)),
    ("٣٫١٤", (Fraction("3.14"),)),  # a decimal sign that does nothing else
    ("٨٫٠٠٠", (8,)),
    ("-5", (-5,)),
    ("−5", (-5,)),
    ("– 5", (-5,)),
    ("-8.000", (-8000, -8)),
    ("0", (0,)),
    ("1.250k", (1250,)),  # nobody groups before a factor
    ("1.250 million", (1_250_000,)),
    ("1,250k", (1_250_000,)),
    ("1.250e3", (1250,)),
    ("8.000*2", (16_000, 16)),  # in a sum all points mean the same
    ("8.000/2.000", (4,)),
    ("1.5*8.000", (12_000, 12)),
    ("1.000+2.000+3.000", (6000, 6)),
    ("1/(8.000-8000)", (Fraction(-1, 7992),)),  # and a reading without a result is none
    ("8.000 = 8", (8,)),  # the other side may tell
    ("8.000 = 400*20", (8000,)),
    ("8.000 = 8.000", (8000, 8)),
    ("8 = 8.000", (8,)),
]
"""What a text may mean by its separators, most likely first."""

SUMS: list[tuple[str, int | Fraction]] = [
    ("1200/50*3", 72),
    ("1200 / 50 * 3", 72),
    ("1200÷50", 24),
    ("1200 divided by 50", 24),
    ("2+3*4", 14),
    ("(2+3)*4", 20),
    ("２＋３", 5),
    ("2 plus 3", 5),
    ("20-2-3", 15),
    ("20 minus 5", 15),
    ("50000-5000", 45_000),  # from more to less: no range
    ("8,100 - 7,900", 200),
    ("(50000-5000)/125", 360),
    ("7-8+2", 1),
    ("2*-3", -6),
    ("-2^2", -4),
    ("(-2)^2", 4),
    ("2^10", 1024),
    ("2**10", 1024),
    ("2¹⁰", 1024),
    ("2^-3", Fraction(1, 8)),
    ("2^3^2", 512),
    ("(2+3)²", 25),
    ("10⁻⁴", Fraction(1, 10_000)),
    ("3·10⁻⁴", Fraction(3, 10_000)),
    ("1e-4", Fraction(1, 10_000)),
    ("5e-5", Fraction(1, 20_000)),
    ("ceil(50000/125)*20", 8000),
    ("ceil(50000/128)*20", 7820),
    ("ceil (50000/128)", 391),
    ("ceiling(390.6)", 391),
    ("math.ceil(50000/128)", 391),
    ("CEIL(390.6)", 391),
    ("floor(390.6)", 390),
    ("round(390.5)", 391),
    ("round(390.4)", 390),
    ("⌈390.6⌉", 391),
    ("⌈50000/128⌉×20", 7820),
    ("⌊390.6⌋", 390),
    ("⌊50000/128⌋", 390),
    ("⌈⌈1000/32⌉/4⌉", 8),
    ("50000//128", 390),
    ("-(-50000//128)", 391),
    ("50000 mod 128", 80),
    ("50000 % 128", 80),
    ("50000%(4*32)", 80),
    ("0.1*sqrt(4)", Fraction(1, 5)),
    ("√16", 4),
    ("1/2", Fraction(1, 2)),
    ("1⁄2", Fraction(1, 2)),
    ("½", Fraction(1, 2)),
    ("⅔", Fraction(2, 3)),
    ("1½", Fraction(3, 2)),
    ("1 ½", Fraction(3, 2)),
    ("-1½", Fraction(-3, 2)),
    ("½ + ½", 1),
    ("2½k", 2500),
    ("8k/2", 4000),
    ("1.2M", 1_200_000),
    ("1.2 M", 1_200_000),
    ("1,2M", 1_200_000),
    ("1.2 million", 1_200_000),
    ("3 hundred thousand", 300_000),
    ("1 billion", 10**9),
    ("zero", 0),
    ("one", 1),
    ("twelve", 12),
    ("twenty-five", 25),
    ("twenty five", 25),
    ("a hundred", 100),
    ("a hundred and five", 105),
    ("one hundred five", 105),
    ("twelve hundred", 1200),
    ("twenty-five hundred", 2500),
    ("a thousand", 1000),
    ("one thousand and one", 1001),
    ("seven thousand eight hundred and twenty", 7820),
    ("two hundred thousand", 200_000),
    ("one million two hundred thousand", 1_200_000),
    ("four hundred times twenty", 8000),
    ("eight thousand / 2", 4000),
    ("minus five", -5),
    ("((((((((1))))))))", 1),
    ("1000000000000000000", 10**18),
]
"""What sums, powers, fractions and words come to."""

UNITS: list[tuple[str, int | Fraction, str | None]] = [
    ("8000 steps", 8000, "step"),
    ("8000steps", 8000, "step"),
    ("8k steps", 8000, "step"),
    ("1 step", 1, "step"),
    ("8,000 Steps!", 8000, "step"),
    ("= 8000 steps", 8000, "step"),
    ("8000 optimizer steps", 8000, "step"),
    ("400*20 steps", 8000, "step"),
    ("400*20 = 8000 steps", 8000, "step"),
    ("8000 steps = 400*20", 8000, "step"),
    ("8000 steps = 8000 updates", 8000, "step"),
    ("eight thousand steps", 8000, "step"),
    ("20 updates", 20, "step"),
    ("20 iterations", 20, "step"),
    ("64 batches", 64, "batch"),
    ("64 mini-batches", 64, "batch"),
    ("64 micro-batches", 64, "micro-batch"),
    ("3 epochs", 3, "epoch"),
    ("32 samples", 32, "sample"),
    ("32 examples", 32, "sample"),
    ("32 images", 32, "sample"),
    ("32 records", 32, "sample"),
    ("32 rows", 32, "sample"),
    ("2,048 tokens", 2048, "token"),
    ("8 GPUs", 8, "GPU"),
    ("5 trainings", 5, "training"),
    ("12 trials", 12, "training"),
    ("12 combinations", 12, "combination"),
    ("64 photos", 64, "sample"),
    ("3 rounds", 3, "round"),
    ("4 checkpoints", 4, "checkpoint"),
    ("25 %", 25, "%"),
    ("25%", 25, "%"),
    ("２５％", 25, "%"),
    ("25 percent", 25, "%"),
    ("twenty-five per cent", 25, "%"),
    ("300/1200*100 %", 25, "%"),
    ("(1200-900)/12 %", 25, "%"),
    ("1/4 = 25 %", 25, "%"),
    ("25 % = 0.25", 25, "%"),
    ("300/1200*100 = 25 %", 25, "%"),
    ("24 GB", 24, "GB"),
    ("1.5GB", Fraction(3, 2), "GB"),
    ("16 GiB", 16, "GiB"),
    ("150mb", 150, "MB"),
    ("90 s", 90, "second"),
    ("90 sec.", 90, "second"),
    ("5 min", 5, "minute"),
    ("1.5 h", Fraction(3, 2), "hour"),
    ("2 hours", 2, "hour"),
    ("120 samples/s", 120, "sample/s"),
    ("120 samples per second", 120, "sample/s"),
    ("400 steps per epoch", 400, "step"),
    ("400 steps/epoch", 400, "step"),
    ("400 per epoch", 400, None),
    ("400/epoch", 400, None),
    ("400 each epoch", 400, None),
    ("8000 steps in total", 8000, "step"),
    ("8000 altogether", 8000, None),
]
"""A number and the unit after it."""

ABOUT = [
    *("about 8000", "About 8000", "around 8000", "roughly 8000", "ca. 8000", "approx. 8000"),
    *("approximately 8000", "~8000", "~ 8000", "≈ 8000", "≈8000", "nearly 8000", "= ~8000"),
    *("about eight thousand", "about 400*20", "400*20 ≈ 8000", "400*20 = about 8000"),
]
"""Each of them is 8000, and says that it is not exact."""

REFUSED = [
    *((text, "There is no number") for text in ("", "   ", "...", "!", "=", "-", "||||", "🤷")),
    *((text, "There is no number") for text in ("()", "+", "≈", "\u200e\u200f")),
    *((text, "in digits") for text in ("steps", "²", "nan", "inf", "x", "many", "a", "thousand")),
    *((text, "the number alone") for text in ("it is 8000", "$5", "k8", "x = 8000", "8000\x00")),
    *((text, "a range") for text in ("7000-8000", "7000 – 8000", "7000 to 8000", "7…8")),
    *((text, "a range") for text in ("7 until 8", "7000~8000", "7000±10", "7-8k", "8.000-9.000")),
    *((text, "a range") for text in ("7-8 steps", "five to ten", "five-ten", "between 5 and 7")),
    *((text, "a limit") for text in ("<8000", "> 8000", "≤8000", "<= 8000", "at least 8000")),
    *((text, "more than one") for text in ("7 8", "8000 400", "7 or 8", "8000, 400", "8 00")),
    *((text, "more than one") for text in ("5 steps and 3 epochs", "400 steps, 20 epochs")),
    *(
        (text, "more than one")
        for text in ("eight nine", "8 thousand 500", "1 1/2", "2 h 30 min", "8k2")
    ),
    *((text, "more than one") for text in ("two thousand two thousand", "8 steps = 8 epochs")),
    *((text, "different numbers") for text in ("400*20 = 7800", "8=9", "1 = 1 = 2", "8,000 = 8")),
    *((text, "different numbers") for text in ("391 ≈ 390.6", "0.25 = 26 %", "8.000 = 9.000")),
    *((text, "out in full") for text in ("8m", "8 m", "1.2m", "8m steps", "8b", "7B")),
    *((text, "not “") for text in ("8000 stepz", "8000 km", "8000 steps maybe", "8000 (steps)")),
    *((text, "not “") for text in ("1e", "three and a half", "8000 👍", "8000€", "8 and")),
    *((text, "separators") for text in ("1,23,4", "1.234.56", "1,2.3,4", "8..5", "0,000,000")),
    *((text, "separators") for text in ("1٫5٫5", "1,00,000", "1'00", "12'34,5")),
    *((text, "too long") for text in ("1" * 65, "x" * 65, "1" * 4096, " 1" * 40, " " * 4097)),
    *((text, "follow this sum") for text in ("8000+", "*8000*", "(8", "8)", "⌈8)", "2(3)", "5--3")),
    *(
        (text, "follow this sum")
        for text in ("2^^3", "2×*3", "8÷/2", "--5", "5!*3", "½ +", "ceil()*2")
    ),
    *((text, "units out") for text in ("400 steps * 20 epochs", "25% of 80", "100% - 75%")),
    *((text, "units out") for text in ("100 - 25 %", "2*3+4 %")),
    *((text, "divides by zero") for text in ("1/0", "5//0", "5 mod 0", "1/(2-2)", "0^-1")),
    *((text, "too large") for text in ("9^9^9", "9**9**9", "2^64", "1e19", "1e400", "9" * 64)),
    *((text, "too large") for text in ("10^18*10", "9999999999*9999999999", "1e99999999999")),
    *((text, "too many decimals") for text in ("1e-400", "0." + "0" * 40 + "1", "10^-60")),
    *((text, "whole powers") for text in ("4^0.5", "4^(1/2)")),
    *((text, "root") for text in ("sqrt(2)", "sqrt(-4)")),
    *((text, "too long for me") for text in ("1+" * 20 + "1", "√" * 40 + "1")),
    *((text, "brackets inside") for text in ("(((((((((1)))))))))", "(" * 20 + "1")),
    *((text, "colon") for text in ("8:30", "1200:50")),
]
"""What is not surely one number, and a word of the reason."""

WRITINGS = [
    *EIGHT_THOUSAND,
    *ABOUT,
    *(row[0] for table in (SEPARATORS, SUMS, UNITS, REFUSED) for row in table),
]
"""Every text of the tables."""

LONGEST = 4096

ADVERSARIAL = [
    *(
        piece * (LONGEST // len(piece))
        for piece in ("(", "1", "1,", "1.", "9^", "\u202e", "||", "½", "é")
    ),
    *(
        piece * (64 // len(piece))
        for piece in ("(", "⌈", "1", "1 ", "1,", "1.", "9^", "½", "1=", "~")
    ),
    *("9^9^9", "9**9**9", "9^64^64", "1e99999999999999999999", "1/9^64", "√" * 30 + "2"),
    *("+".join(["1.234/9.999"] * 5), "*".join(["(1.5/7)^9"] * 6), "=".join(["8.000"] * 10)),
    *("twenty " * 9, "a hundred " * 6, "nine hundred million and " * 2, "eight thousand-" * 4),
    *(" " * 4095 + "1", "8" + " " * 4094 + "8", "8\u200e" * 2048, "8||" * 1365),
]
"""Texts that are meant to take long."""

_PIECES = [
    *"0123456789.,' _()+-*/^%=~≈⌈⌉⌊⌋√½³⁻·×÷!?|:<>ekKMmxb",
    *("8000", "8,000", "1.5", "9999999999", "**", "//", "||", " = ", " to ", "e9", "^9", "10³"),
    *("ceil(", "floor(", "round(", "sqrt(", "mod ", "about ", "times ", "divided by "),
    *("eight ", "twenty-", "hundred ", "thousand ", "million ", "and ", "a ", "zero "),
    *(" steps", " epochs", " GB", " percent", " per epoch", "\u200e", "\u00a0", "٨", "８", "٫"),
]


def hostile_texts(seed: int, count: int) -> Iterator[str]:
    """Yield texts of up to 4,096 characters, the same ones for the same seed.

    The adversarial ones come first, and ``count`` random ones follow. Most of these are short
    enough to be read to their end; what is longer than a number is refused early.
    """
    yield from ADVERSARIAL
    random = Random(seed)
    for _ in range(count):
        yield random.choice(_KINDS)(random)[:LONGEST]


def _anything(random: Random) -> str:
    return "".join(map(chr, random.choices(range(sys.maxunicode + 1), k=_length(random))))


def _soup(random: Random) -> str:
    return "".join(random.choices(_PIECES, k=min(_length(random), 1024)))


def _sum(random: Random) -> str:
    """Return numerals and signs in turns, so that many come to something."""
    numerals = random.choices(["8", "1.5", "8.000", "½", "9999", "two", "3k", "(7-2)"], k=20)
    signs = random.choices(["+", "-", "*", "/", "^", "//", " mod ", " = ", "*ceil(2)-"], k=20)
    pairs = zip(numerals, signs, strict=True)
    return "".join(map("".join, pairs))[: random.randint(1, 64)]


def _mutated(random: Random) -> str:
    text = random.choice(WRITINGS)
    for _ in range(random.randint(1, 4)):
        at = random.randint(0, len(text))
        cut = random.randint(0, 2)
        text = text[:at] + random.choice([*_PIECES, "", text]) + text[at + cut :]
    return text


def _repeated(random: Random) -> str:
    piece = "".join(random.choices(_PIECES, k=random.randint(1, 3)))
    return piece * (_length(random) // len(piece) + 1)


def _padded(random: Random) -> str:
    """Return a writing with much between its characters that does not count."""
    nothings = random.choices(["\u200e", "\u2066", "||", "\u00ad"], k=_length(random))
    return "".join(nothings).join(random.choice(WRITINGS))


def _length(random: Random) -> int:
    return random.randint(1, LONGEST if random.random() < 0.1 else 64)


_KINDS: list[Callable[[Random], str]] = [
    *(_anything, _soup, _repeated, _padded),
    *(_sum, _sum, _mutated, _mutated),
]
