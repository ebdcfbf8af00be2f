"""The learning rate after a change of the batch size, by the two rules in use.

Linear scaling belongs to SGD (Goyal et al. 2017, arXiv 1706.02677); the square root is common with
Adam (Malladi et al. 2022, arXiv 2205.10287).
"""

from fractions import Fraction

from cards.calculator.exact import require_count, require_positive, square_root


def scaled_linearly(rate: int | Fraction, batch_size: int, new_batch_size: int) -> Fraction:
    """Return the learning rate for a new batch size, scaled as the batch is."""
    return Fraction(rate) * _factor(rate, batch_size, new_batch_size)


def scaled_by_root(rate: int | Fraction, batch_size: int, new_batch_size: int) -> Fraction:
    """Return the learning rate for a new batch size, scaled by the root of the batch's factor.

    Exact where the factor is a square, else to 15 significant digits of the root.
    """
    return Fraction(rate) * square_root(_factor(rate, batch_size, new_batch_size))


def noise_factor(batch_size: int, new_batch_size: int) -> Fraction:
    """Return by what the standard error of the gradient changes: with one over the root.

    Exact where the factor is a square, else to 15 significant digits.
    """
    return square_root(_factor(1, new_batch_size, batch_size))


def batch_size_for_noise(batch_size: int, times_less: int) -> int:
    """Return the batch size whose gradient has a standard error that many times less."""
    require_count("the batch size", batch_size)
    require_count("the factor of the noise", times_less)
    return batch_size * times_less**2


def _factor(rate: int | Fraction, batch_size: int, new_batch_size: int) -> Fraction:
    require_positive("the learning rate", rate)
    require_count("the batch size", batch_size)
    require_count("the new batch size", new_batch_size)
    return Fraction(new_batch_size, batch_size)
