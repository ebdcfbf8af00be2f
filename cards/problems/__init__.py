"""Families of problems: skills that are asked with fresh numbers each time."""

from collections.abc import Mapping
from typing import Final

from cards.problems.accumulation_after_oom import ACCUMULATION_AFTER_OOM
from cards.problems.batch_size_for_steps import BATCH_SIZE_FOR_STEPS
from cards.problems.configurations import (
    STEPS_FROM_PYTORCH,
    STEPS_FROM_SAGEMAKER,
    STEPS_FROM_TRAINER,
)
from cards.problems.distributed import (
    ACCUMULATION_STEPS,
    REPLICA_ACCUMULATION_STEPS,
    REPLICA_STEPS,
)
from cards.problems.does_any_batch_fit import DOES_ANY_BATCH_FIT
from cards.problems.duration_and_batch_size import DURATION_AND_BATCH_SIZE
from cards.problems.early_stopping import EARLY_STOPPING
from cards.problems.effective_batch import EFFECTIVE_BATCH
from cards.problems.epochs_for_steps import EPOCHS_FOR_STEPS
from cards.problems.evaluations_and_checkpoints import EVALUATIONS_AND_CHECKPOINTS
from cards.problems.f1_score import F1_SCORE
from cards.problems.framework_steps import FRAMEWORK_STEPS
from cards.problems.gradient_noise import GRADIENT_NOISE
from cards.problems.grid_search_trials import GRID_SEARCH_TRIALS
from cards.problems.k_fold import K_FOLD
from cards.problems.kinds_of_descent import KINDS_OF_DESCENT
from cards.problems.largest_batch import LARGEST_BATCH
from cards.problems.last_batch_size import LAST_BATCH_SIZE
from cards.problems.learning_rate_at_step import LEARNING_RATE_AT_STEP
from cards.problems.max_steps import MAX_STEPS
from cards.problems.memory_at_another_batch import MEMORY_AT_ANOTHER_BATCH
from cards.problems.memory_of_states import MEMORY_OF_STATES
from cards.problems.one_step_epoch import ONE_STEP_EPOCH
from cards.problems.precision import PRECISION
from cards.problems.problem import Family, Problem, Size
from cards.problems.progress import EPOCHS_AFTER_STEPS, SAMPLES_SEEN
from cards.problems.recall import RECALL
from cards.problems.run_duration import RUN_DURATION
from cards.problems.scaled_learning_rate import SCALED_LEARNING_RATE
from cards.problems.spot_saving import SPOT_SAVING
from cards.problems.step_decay import STEP_DECAY
from cards.problems.steps_per_epoch import STEPS_PER_EPOCH
from cards.problems.tokens_per_step import TOKENS_PER_STEP
from cards.problems.total_steps import TOTAL_STEPS, TOTAL_STEPS_DROP_LAST
from cards.problems.tuning_rounds import TUNING_ROUNDS
from cards.problems.validation_split import VALIDATION_SPLIT_STEPS
from cards.problems.warmup_steps import WARMUP_STEPS

__all__ = ["GENERATOR", "Family", "Problem", "Size", "families"]

# Raised when a seed may lead to other numbers; only provenance, for a question keeps its numbers.
GENERATOR: Final = 2

families: Final[Mapping[str, Family]] = {
    family.key: family
    for family in (
        STEPS_PER_EPOCH,
        TOTAL_STEPS,
        LAST_BATCH_SIZE,
        ONE_STEP_EPOCH,
        KINDS_OF_DESCENT,
        TOTAL_STEPS_DROP_LAST,
        EPOCHS_FOR_STEPS,
        EPOCHS_AFTER_STEPS,
        SAMPLES_SEEN,
        BATCH_SIZE_FOR_STEPS,
        VALIDATION_SPLIT_STEPS,
        MAX_STEPS,
        EFFECTIVE_BATCH,
        ACCUMULATION_STEPS,
        REPLICA_STEPS,
        REPLICA_ACCUMULATION_STEPS,
        STEPS_FROM_PYTORCH,
        STEPS_FROM_TRAINER,
        STEPS_FROM_SAGEMAKER,
        WARMUP_STEPS,
        LARGEST_BATCH,
        MEMORY_OF_STATES,
        MEMORY_AT_ANOTHER_BATCH,
        DOES_ANY_BATCH_FIT,
        ACCUMULATION_AFTER_OOM,
        SCALED_LEARNING_RATE,
        LEARNING_RATE_AT_STEP,
        STEP_DECAY,
        EVALUATIONS_AND_CHECKPOINTS,
        EARLY_STOPPING,
        K_FOLD,
        GRID_SEARCH_TRIALS,
        TUNING_ROUNDS,
        RUN_DURATION,
        DURATION_AND_BATCH_SIZE,
        SPOT_SAVING,
        PRECISION,
        RECALL,
        F1_SCORE,
        TOKENS_PER_STEP,
        FRAMEWORK_STEPS,
        GRADIENT_NOISE,
    )
}
