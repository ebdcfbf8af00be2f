"""One epoch's samples, dealt out to the replicas in batches."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

from cards.calculator.exact import ceil_div

Sharding: TypeAlias = Literal["pad", "drop", "even", "uneven"]


@dataclass(frozen=True, slots=True)
class Shares:
    """What each of ``replicas`` gets of an epoch's samples, in batches of ``batch_size``.

    Where the samples do not go round, ``sharding`` decides: some are repeated until all shares are
    equal (pad), those left over are left out (drop), some are repeated until every batch is full
    (even), or the batches are dealt out in turn as they are, so that some replicas have one batch
    fewer (uneven). With ``drop_last`` only rounds in which every replica has a full batch are kept.
    """

    samples: int
    batch_size: int
    replicas: int
    sharding: Sharding
    drop_last: bool

    @property
    def batches(self) -> int:
        """Batches of the first replica, which has the most."""
        if self.drop_last:
            return self.samples // self._round
        if self.sharding == "drop":
            return ceil_div(self._share, self.batch_size)
        return ceil_div(self.samples, self._round)

    @property
    def last_batch_size(self) -> int:
        """Samples in the first replica's last batch; 0 where it has none."""
        if self.batches == 0:
            return 0
        if self._all_full:
            return self.batch_size
        before = (self.batches - 1) * self.batch_size
        if self.sharding == "uneven":
            return min(self.batch_size, self.samples - before * self.replicas)
        return self._share - before

    @property
    def seen(self) -> int:
        """Samples that all replicas work through, repeated ones counted again."""
        if self._all_full:
            return self.batches * self._round
        return self.samples if self.sharding == "uneven" else self._share * self.replicas

    def seen_in(self, batches: int) -> int:
        """Return what all replicas work through in so many batches each, over several epochs.

        Only the last batches of an epoch may hold fewer samples than the others.
        """
        if batches == 0:
            return 0
        epochs, further = divmod(batches, self.batches)
        return epochs * self.seen + further * self._round

    @property
    def _round(self) -> int:
        """Samples in one full batch for every replica."""
        return self.batch_size * self.replicas

    @property
    def _all_full(self) -> bool:
        # One replica alone has nobody to be even with, and keeps a smaller last batch.
        return self.drop_last or (self.sharding == "even" and self.replicas > 1)

    @property
    def _share(self) -> int:
        """Samples of one replica where all have equally many."""
        if self.sharding == "drop":
            return self.samples // self.replicas
        return ceil_div(self.samples, self.replicas)
