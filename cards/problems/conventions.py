"""Sentences that decide an answer."""

from typing import Final

LAST_BATCH_KEPT: Final = "A last, smaller batch is kept."
LAST_BATCH_DROPPED: Final = "A last batch that is not full is dropped."
ONE_DEVICE: Final = "There is one device."
EVERY_BATCH_A_STEP: Final = "One device, and every batch makes one step."
DEVICES_SHARE: Final = (
    "Every device gets an equal share of the samples (where they do not go round, a few are used "
    "twice), and all devices make each step together."
)
SMALLER_GROUP_STEPS: Final = (
    "Batches left over at the end of an epoch make one more step of their own."
)
A_STEP_IS_AN_UPDATE: Final = "A step is one update of the parameters."
