"""Wrong numbers and the misconceptions that lead to them.

A hint names the likely slip and gives nothing away: neither the result nor the number it led to.
A diagnosis says what happened. Where several misconceptions lead to the same number, all of them
are named as candidates; which one it was nobody can know.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from types import MappingProxyType
from typing import Final

NO_NUMBERS: Final[Mapping[str, str]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Slip:
    """A wrong number and the codes of the misconceptions that lead to it."""

    value: Fraction
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Misconception:
    """``hint`` is asked before a second try, ``diagnosis`` is told with the solution.

    ``pointed`` says what the hint asks, where it is the only candidate and its numbers are known:
    ``typed``, the wrong number, and facts of the problem.
    """

    hint: str
    diagnosis: str
    pointed: str = ""


misconceptions: Final[Mapping[str, Misconception]] = {
    "floor": Misconception(
        "Did you count the samples that do not fill a whole batch?",
        "The samples left over were not counted; they make one more, smaller batch.",
        pointed="{typed} leaves out the last {left} of each epoch.",
    ),
    "rounded": Misconception(
        "Did you round to the nearest whole number?",
        "It was rounded to the nearest; however few samples are left, they need a batch.",
    ),
    "unrounded": Misconception(
        "Can there be a part of a step?",
        "The division was left as it is; there are only whole steps.",
    ),
    "plus_one_always": Misconception(
        "Is anything left over once the full batches are made?",
        "One was added for a remainder, but nothing is left over.",
    ),
    "forgot_epochs": Misconception(
        "Did you count every epoch?",
        "That is one epoch; the run has more.",
    ),
    "ceil_of_total": Misconception(
        "Does a batch run on into the next epoch?",
        "The samples of all epochs were put in one row; every epoch is divided into steps by "
        "itself.",
    ),
    "floor_of_total": Misconception(
        "Does a batch run on into the next epoch, and what becomes of the samples left over?",
        "The samples of all epochs were put in one row and the rest dropped; every epoch is "
        "divided into steps by itself.",
    ),
    "samples_seen": Misconception(
        "Are you counting samples or steps?",
        "Samples were counted; a step takes a whole batch of them.",
        pointed="{typed} counts samples, not steps.",
    ),
    "times_batch": Misconception(
        "Does a larger batch mean more steps or fewer?",
        "It was multiplied by the batch size; the samples are divided into batches.",
    ),
    "batch_times_epochs": Misconception(
        "Which number says how much data there is?",
        "The batch size was multiplied by the epochs; the number of samples was left out.",
    ),
    "epochs_divided": Misconception(
        "Do more epochs mean more steps or fewer?",
        "It was divided by the epochs; every epoch adds its own steps.",
    ),
    "answered_epochs": Misconception(
        "Are you counting epochs or steps?",
        "That is the number of epochs; each of them has several steps.",
    ),
    "answered_batch_size": Misconception(
        "Is that the size of a batch, or the number of batches?",
        "That is the size of a batch, not the number of batches.",
    ),
    "one_epoch_short": Misconception(
        "Did you count all the epochs, the first and the last included?",
        "One epoch is missing.",
    ),
    "one_epoch_extra": Misconception(
        "Did you count all the epochs, and none twice?",
        "One epoch too many was counted.",
    ),
    "zero_based": Misconception(
        "Did you start counting at zero?",
        "It is one short, as when counting starts at zero.",
    ),
    "one_extra": Misconception(
        "Did you count one step too many?",
        "It is one too many.",
    ),
    "full_last_batch": Misconception(
        "Do the samples fill every batch?",
        "That is a full batch; the last one holds only what is left.",
    ),
    "empty_last_batch": Misconception(
        "What does it mean when nothing is left over?",
        "Nothing is left over, so the last batch is a full one, not an empty one.",
    ),
    "shortfall": Misconception(
        "Is that what the last batch holds, or what it lacks?",
        "That is how many samples are missing to a full batch.",
    ),
    "counted_batches": Misconception(
        "Are you counting batches or the samples in one?",
        "That is the number of batches; the question is how many samples the last one holds.",
    ),
    "floored_epochs": Misconception(
        "Are there enough steps at the end of that epoch?",
        "After that many epochs some steps are still missing.",
    ),
    "extra_epoch": Misconception(
        "Are there enough steps one epoch earlier?",
        "There are already enough steps one epoch earlier.",
    ),
    "answered_steps_per_epoch": Misconception(
        "Are you counting steps or epochs?",
        "That is the number of steps in one epoch.",
    ),
    "times_steps_per_epoch": Misconception(
        "Do more steps in an epoch mean more epochs or fewer?",
        "It was multiplied by the steps of an epoch; the steps are divided among the epochs.",
    ),
    "one_step_too_many": Misconception(
        "Does that batch size leave any samples for one more step?",
        "With that batch size some samples are left over, and they need one more step.",
    ),
    "larger_than_needed": Misconception(
        "Would a batch one smaller be enough?",
        "A batch one smaller is already enough.",
    ),
    "times_steps": Misconception(
        "Should a batch hold more samples than the data set?",
        "It was multiplied by the steps; the samples are divided among the steps.",
    ),
    "answered_steps": Misconception(
        "Are you giving the steps or the size of a batch?",
        "That is the number of steps, not the size of a batch.",
    ),
    "one_sample_batch": Misconception(
        "How many steps does an epoch take with that batch size?",
        "One sample per batch makes as many steps as there are samples.",
    ),
    "no_full_batch": Misconception(
        "Must a batch be full to make a step?",
        "The batch is never full, but a last, smaller batch is kept and makes a step.",
    ),
    "whole_run_batch": Misconception(
        "Is one epoch in a step, or the whole run?",
        "That is as many samples as the whole run uses; one epoch uses each sample once.",
    ),
    "divided_among_epochs": Misconception(
        "Does one epoch use some of the samples, or all of them?",
        "The samples were divided among the epochs; every epoch uses all of them.",
    ),
    "answered_epochs_for_size": Misconception(
        "Are you giving the epochs or the size of a batch?",
        "That is the number of epochs, not the size of a batch.",
    ),
    "forgot_fixed_memory": Misconception(
        "Does the batch have all of that memory to itself?",
        "The memory that does not depend on the batch was not set aside.",
    ),
    "rounded_up_memory": Misconception(
        "Does the last sample still fit?",
        "It was rounded up; the last sample no longer fits.",
    ),
    "unrounded_memory": Misconception(
        "Can a part of a sample be in a batch?",
        "The division was left as it is; only whole samples fit.",
    ),
    "power_of_two": Misconception(
        "Must a batch size be a power of two?",
        "That is the largest power of two that fits; any whole number may be a batch size.",
    ),
    "binary_gigabytes": Misconception(
        "How many megabytes does the question give a gigabyte?",
        "It was counted with 1,024 MB to a GB; the question says 1,000.",
    ),
    "added_fixed_memory": Misconception(
        "Does what is already taken leave more room or less?",
        "The memory that is already taken was added instead of set aside.",
    ),
    # Last batches that are dropped, groups of batches, several devices.
    "kept_last_batch": Misconception(
        "What becomes of the samples that do not fill a whole batch here?",
        "The last, smaller batches were counted; here they are dropped.",
        pointed="{typed} counts a batch for the last {left} of each epoch, too.",
    ),
    "rounded_last_batch": Misconception(
        "Did you round to the nearest whole number?",
        "It was rounded to the nearest; a batch that is not full is dropped, however many samples "
        "it holds.",
    ),
    "floored_batches": Misconception(
        "Did you count the samples that do not fill a whole batch?",
        "The samples left over were not counted; the smaller batch that they make may be the one "
        "that needs a step of its own.",
    ),
    "micro_batches": Misconception(
        "Does every batch make a step here?",
        "Every batch was counted as a step; a step takes several batches.",
        pointed="{typed} counts a step for every single batch.",
    ),
    "accumulation_multiplied": Misconception(
        "Does accumulating gradients make more steps or fewer?",
        "It was multiplied by the accumulated batches; they are divided into steps.",
        pointed="{typed} takes accumulation to make more steps.",
    ),
    "tail_flushed": Misconception(
        "What becomes of the batches that are left over at the end of an epoch?",
        "The batches left over in each epoch were given a step of their own; here they get none.",
        pointed="{typed} has a step for the batches left over in each epoch.",
    ),
    "tail_dropped": Misconception(
        "What becomes of the batches that are left over at the end of an epoch?",
        "The batches left over in each epoch were not counted; here they are not lost.",
        pointed="{typed} leaves out the batches left over in each epoch.",
    ),
    "tail_carried": Misconception(
        "Do groups of batches run on from one epoch into the next?",
        "The batches left over were carried into the next epoch; here an epoch ends with them.",
        pointed="{typed} carries the batches left over into the next epoch.",
    ),
    "ignored_replicas": Misconception(
        "Do the devices share the samples?",
        "The steps were counted as if one device did all the work.",
        pointed="{typed} has one device do all the work.",
    ),
    "times_replicas": Misconception(
        "Is a step that all devices make together one step or several?",
        "The steps of all devices were added up; they make every step together.",
        pointed="{typed} adds up the steps of all devices.",
    ),
    "replicas_not_shared": Misconception(
        "Do the devices share the samples, and do they make each step together?",
        "The steps were counted as if one device did all the work, or those of all devices were "
        "added up; the devices share the samples and make every step together.",
    ),
    "batch_divided_by_replicas": Misconception(
        "Is the batch size that of one device, or of all of them?",
        "The batch was divided among the devices; the batch size is that of each device.",
        pointed="{typed} divides the batch among the devices.",
    ),
    "ignored_both": Misconception(
        "How many samples, on all devices, are behind one step?",
        "It was divided by a single batch; a step takes several of them, on every device.",
        pointed="{typed} divides by a single batch.",
    ),
    # How far a run has come.
    "one_epoch_behind": Misconception(
        "Did you count all the epochs that are complete?",
        "One completed epoch is missing.",
    ),
    "begun_epochs": Misconception(
        "Is the last of these epochs complete?",
        "The epoch that has only begun was counted, too.",
        pointed="{typed} counts an epoch that is not complete.",
    ),
    "unrounded_epochs": Misconception(
        "Are you asked for whole epochs?",
        "The division was left as it is; the question is about whole epochs.",
    ),
    "steps_into_epoch": Misconception(
        "Are you counting epochs, or the steps since the last one ended?",
        "Those are the steps made since the last epoch was completed.",
    ),
    "completed_epochs_only": Misconception(
        "Did you count the steps of the epoch that is still running?",
        "Only completed epochs were counted; the steps made since then are missing.",
        pointed="{typed} stops at the end of the last completed epoch.",
    ),
    "begun_epochs_in_full": Misconception(
        "Is the epoch that is still running over?",
        "The epoch that is still running was counted in full.",
        pointed="{typed} counts the running epoch in full.",
    ),
    "every_batch_full": Misconception(
        "Is every batch full?",
        "Every step was counted with a full batch; the last batch of an epoch is smaller.",
        pointed="{typed} has only full batches.",
    ),
    "counted_steps": Misconception(
        "Are you counting steps or samples?",
        "That is the number of steps; each of them takes a batch of samples.",
    ),
    "answered_samples": Misconception(
        "Is that the size of the data set, or what the model has seen of it?",
        "That is the size of the data set; the model has gone through it more than once.",
    ),
    "samples_times_steps": Misconception(
        "Does one step take all of the samples?",
        "The data set was multiplied by the steps; a step takes one batch of it.",
    ),
    # What is behind one step.
    "replicas_left_out": Misconception(
        "Did you count what the other devices contribute?",
        "That is what one device contributes; the others are missing.",
        pointed="{typed} is what one device contributes.",
    ),
    "accumulation_left_out": Misconception(
        "How many batches does each device work through before a step?",
        "One batch of each device was counted; a step takes several.",
        pointed="{typed} counts one batch of each device.",
    ),
    "answered_device_batch": Misconception(
        "Is that behind a whole step, or is it one batch on one device?",
        "That is one batch on one device.",
    ),
    "batch_left_out": Misconception(
        "Are you counting batches or samples?",
        "The batches behind a step were counted; the question is about the samples in them.",
    ),
    "batch_shared_out": Misconception(
        "Do more devices mean more samples behind a step, or fewer?",
        "It was divided by the devices; each of them adds its own batches.",
    ),
    "factors_added": Misconception(
        "Do these numbers add up, or does each of them multiply the others?",
        "The numbers were added; each device works through several batches of that size.",
    ),
    "counted_sequences": Misconception(
        "Are you counting sequences or tokens?",
        "The sequences behind a step were counted; each of them has many tokens.",
    ),
    "tokens_of_a_device_batch": Misconception(
        "Is that behind a whole step, or is it one batch on one device?",
        "Those are the tokens of one batch on one device.",
    ),
    # Limits, kinds of descent, warm-up, validation.
    "other_limit": Misconception(
        "Which of the two has the last word, the epochs or the limit on steps?",
        "Of epochs and limit, the one that does not decide was taken.",
    ),
    "limits_added": Misconception(
        "Do both of them happen, one after the other?",
        "The steps of the epochs and the limit were added; only one of the two decides.",
    ),
    "limit_per_epoch": Misconception(
        "Is the limit one for every epoch, or one for the run?",
        "The limit was counted once per epoch; it holds for the whole run.",
    ),
    "as_mini_batch": Misconception(
        "How many samples does one update use here?",
        "The updates were counted for mini-batches.",
    ),
    "as_stochastic": Misconception(
        "How many samples does one update use here?",
        "The updates were counted with one sample each.",
    ),
    "as_full_batch": Misconception(
        "How many samples does one update use here?",
        "The updates were counted with the whole data set in each.",
    ),
    "warmup_of_an_epoch": Misconception(
        "Is the warm-up a share of one epoch or of the run?",
        "The share of one epoch was taken; the warm-up is a share of the whole run.",
        pointed="{typed} is a share of one epoch.",
    ),
    "warmup_of_samples": Misconception(
        "Are you counting samples or steps?",
        "The share of the samples was taken; the warm-up is a share of the steps.",
    ),
    "percent_as_steps": Misconception(
        "Is that a number of steps or a percentage?",
        "That is the percentage, not a number of steps.",
    ),
    "after_warmup": Misconception(
        "Are you counting the warm-up, or what comes after it?",
        "Those are the steps after the warm-up.",
        pointed="{typed} counts what comes after the warm-up.",
    ),
    "without_warmup_share": Misconception(
        "Does the warm-up last for the whole run?",
        "Those are all steps of the run; the warm-up is a share of them.",
    ),
    "floored_warmup": Misconception(
        "What becomes of the part of a step?",
        "It was rounded down; the part of a step counts as one here.",
    ),
    "unrounded_warmup": Misconception(
        "Can there be a part of a step?",
        "The share was left as it is; the part of a step counts as one.",
    ),
    "validation_kept": Misconception(
        "Does the model train on all of these samples?",
        "The validation samples were not taken off.",
        pointed="{typed} trains on the validation samples, too.",
    ),
    "validation_part": Misconception(
        "Which part of the samples is the model trained on?",
        "The steps were counted for the part that is held out.",
        pointed="{typed} trains on the part that is held out.",
    ),
    "unrounded_batch_size": Misconception(
        "Can a part of a sample be in a batch?",
        "The division was left as it is; a batch holds whole samples.",
    ),
    # Memory
    "weights_only": Misconception(
        "Are the weights all that is kept?",
        "Only the weights were counted; gradients and optimizer state take memory, too.",
        pointed="{typed} counts the weights alone.",
    ),
    "one_number_left_out": Misconception(
        "Did you count every number that is kept for a parameter?",
        "One of the numbers that are kept for each parameter was left out.",
    ),
    "forgot_optimizer_state": Misconception(
        "Does the optimizer keep something as well?",
        "Weights and gradients were counted, but not what the optimizer keeps.",
        pointed="{typed} leaves out what the optimizer keeps.",
    ),
    "forgot_gradients": Misconception(
        "Where do the gradients go?",
        "Weights and optimizer state were counted, but not the gradients.",
    ),
    "two_bytes_for_all": Misconception(
        "Do all the numbers take equally many bytes?",
        "All numbers were given two bytes; the optimizer keeps its own in four.",
    ),
    "counted_in_bits": Misconception(
        "Are you counting bits or bytes?",
        "Each byte was counted as its eight bits; the question counts bytes.",
    ),
    "gibibytes": Misconception(
        "How many bytes does the question give a gigabyte?",
        "It was counted in powers of two, as GiB; the question says 1,000,000,000 bytes.",
    ),
    "counted_in_megabytes": Misconception(
        "Are those megabytes or gigabytes?",
        "Those are megabytes; the question asks for gigabytes.",
    ),
    "scaled_everything": Misconception(
        "Does all of the memory grow with the batch?",
        "All memory was scaled with the batch; weights, gradients and optimizer stay as they are.",
        pointed="{typed} lets all of the memory grow with the batch.",
    ),
    "scaled_the_other_way": Misconception(
        "Does a larger batch need more memory or less?",
        "The two batch sizes were mixed up.",
    ),
    "kept_the_old_batch": Misconception(
        "Is the old batch still in memory?",
        "The new batch was added to the old one; it takes its place.",
    ),
    "memory_unchanged": Misconception(
        "Which part of the memory depends on the batch?",
        "It was left as it is; the activations change with the batch on the device.",
    ),
    "all_accumulated_batches": Misconception(
        "How many of the batches are in memory at the same time?",
        "All batches of a step were counted; only one of them is in memory at a time.",
        pointed="{typed} has all batches of a step in memory at once.",
    ),
    "one_always_fits": Misconception(
        "Is there room for a single sample?",
        "Model and optimizer leave no room for even one sample.",
    ),
    "forgot_old_accumulation": Misconception(
        "How many batches made a step before?",
        "That would do if every batch had made a step before; several did.",
    ),
    "accumulation_unchanged": Misconception(
        "Does a step still see as many samples?",
        "It was left as it is; with smaller batches a step would see fewer samples.",
    ),
    "devices_counted_once_more": Misconception(
        "Were the devices there before, too?",
        "It was multiplied by the devices; they are the same before and after.",
    ),
    "devices_taken_off": Misconception(
        "Were the devices there before, too?",
        "It was divided by the devices; they are the same before and after.",
    ),
    "accumulation_added": Misconception(
        "Do the two factors add up, or multiply?",
        "The two factors were added; they multiply.",
    ),
    "answered_effective_batch": Misconception(
        "Are you counting samples or batches?",
        "That is the effective batch size; the question asks how many batches make a step.",
    ),
    # Learning rate
    "linear_for_root": Misconception(
        "Which of the two rules is asked for?",
        "It was scaled as much as the batch; the question asks for the square root rule.",
        pointed="{typed} follows the linear rule.",
    ),
    "root_for_linear": Misconception(
        "Which of the two rules is asked for?",
        "It was scaled by the square root; the question asks for the linear rule.",
        pointed="{typed} follows the square root rule.",
    ),
    "scaled_by_devices": Misconception(
        "Does each device have the batch of before?",
        "It was scaled by the number of devices; the batch on each of them has changed, too.",
        pointed="{typed} counts the devices, but not the samples on them.",
    ),
    "scaled_by_batch_per_device": Misconception(
        "Which batch counts, that of one device or that of all?",
        "Only the batch of one device was counted; that of all devices counts.",
    ),
    "scaled_down": Misconception(
        "Does a larger batch allow a larger learning rate or a smaller one?",
        "It was divided by the factor; the learning rate grows with the batch.",
    ),
    "rate_unchanged": Misconception(
        "Does the learning rate stay as it was?",
        "It was left as it was at the start.",
    ),
    "rises_through_the_run": Misconception(
        "Over which steps does the learning rate rise?",
        "It was taken to rise through the whole run; it rises in the warm-up only.",
        pointed="{typed} lets the learning rate rise through the whole run.",
    ),
    "falls_through_the_run": Misconception(
        "From which step on does the learning rate fall?",
        "It was taken to fall through the whole run; it falls from the end of the warm-up.",
        pointed="{typed} lets the learning rate fall from the first step on.",
    ),
    "part_gone_of_decay": Misconception(
        "Is that the part that is left, or the part that is gone?",
        "That is how far the learning rate has fallen, not where it is.",
    ),
    "part_left_of_warmup": Misconception(
        "Is that the part that is reached, or the part that is missing?",
        "That is what is missing to the peak, not where the learning rate is.",
    ),
    "warmup_goes_on": Misconception(
        "Is the warm-up still going on?",
        "It was taken to rise on beyond its peak; after the warm-up it falls.",
    ),
    "peak_kept": Misconception(
        "What happens after the warm-up?",
        "That is the peak; after the warm-up the learning rate falls.",
    ),
    "peak_already": Misconception(
        "Is the warm-up over?",
        "That is the peak; the warm-up has not reached it yet.",
    ),
    "drop_too_many": Misconception(
        "Is the last interval complete?",
        "One drop too many was counted; an interval that is not complete brings none.",
    ),
    "drop_too_few": Misconception(
        "Did you count every drop, the first one too?",
        "One drop is missing; every complete interval brings one.",
    ),
    "dropped_once": Misconception(
        "How often does the learning rate drop?",
        "It was dropped once; there are several drops.",
    ),
    "drops_multiplied": Misconception(
        "What does the second drop start from?",
        "The factor was multiplied by the number of drops; each drop multiplies what is left.",
    ),
    # Noise of the gradient
    "noise_by_the_batch": Misconception(
        "Does twice the batch halve the noise?",
        "It was divided by the factor of the batch; only its square root counts.",
        pointed="{typed} divides by the factor of the batch itself.",
    ),
    "noise_grows": Misconception(
        "Is a mean of more samples noisier or less noisy?",
        "It was multiplied; a larger batch has less noise.",
    ),
    "noise_unchanged": Misconception(
        "Does the batch size make no difference to the noise?",
        "It was left as it is; a larger batch has less noise.",
    ),
    "batch_by_the_noise": Misconception(
        "Does twice the batch halve the noise?",
        "The batch was multiplied by the factor once; its root counts, so it takes the square.",
    ),
    "batch_twice_the_factor": Misconception(
        "Is the square of a number twice that number?",
        "The factor was doubled; it is to be squared.",
    ),
    "batch_shrinks": Misconception(
        "Does less noise take more samples or fewer?",
        "It was divided; less noise takes more samples.",
    ),
    # Validation
    "fold_not_held_out": Misconception(
        "Does one training see all samples?",
        "All samples were used; each training leaves out the fold that it is judged by.",
        pointed="{typed} uses all samples in every training.",
    ),
    "trained_on_one_fold": Misconception(
        "Is the training done on one fold, or on all but one?",
        "One fold was taken for training; it is the one that is held out.",
    ),
    "one_training_only": Misconception(
        "How many trainings does a cross-validation have?",
        "That is a single training; there is one for each fold.",
    ),
    "fold_without_training": Misconception(
        "Is there a fold that is never held out?",
        "One training is missing; each fold is held out once, the first one too.",
    ),
    "forgot_last_training": Misconception(
        "What happens when the best setting is found?",
        "The last training, on all samples, was left out.",
        pointed="{typed} leaves out the training at the end.",
    ),
    "last_training_per_fold": Misconception(
        "How often is the last training done?",
        "The last training was counted for each fold; it is done once, on all samples.",
    ),
    "one_fold_short": Misconception(
        "Is there a fold that is never held out?",
        "One training for each setting is missing; each fold is held out once.",
    ),
    "forgot_settings": Misconception(
        "How many settings are compared?",
        "That would do for a single setting; each one has its own cross-validation.",
    ),
    "forgot_folds": Misconception(
        "How often is one setting trained?",
        "Each setting was counted once; it is trained once for each fold.",
    ),
    "stopped_at_first_rise": Misconception(
        "Does training stop as soon as the loss goes up once?",
        "That is where the loss goes up for the first time; patience waits for several epochs.",
        pointed="{typed} has no patience: it ends where the loss first goes up.",
    ),
    "patience_not_renewed": Misconception(
        "What happens to the count when a new lowest loss comes?",
        "All epochs without a new lowest loss were counted; only those in a row count.",
        pointed="{typed} goes on counting after a new lowest loss.",
    ),
    "patience_one_less": Misconception(
        "From which epoch on do you count the patience?",
        "It is one epoch too early; the count starts with the epoch after the lowest loss.",
    ),
    "patience_one_more": Misconception(
        "Does training go on after the patience is used up?",
        "It is one epoch too late; training stops as soon as the patience is used up.",
    ),
    "best_for_last": Misconception(
        "Does training stop at the best epoch itself?",
        "That is the epoch with the lowest loss; training goes on until the patience is used up.",
        pointed="{typed} ends the run at its lowest loss.",
    ),
    "ran_to_the_end": Misconception(
        "Is the whole row reached?",
        "The whole row was used; training stops before its end.",
        pointed="{typed} uses the whole row.",
    ),
    "last_for_best": Misconception(
        "Was the loss lowest when training stopped?",
        "That is the last epoch; the weights that are kept are those of the lowest loss.",
        pointed="{typed} is where training stops.",
    ),
    "best_never_reached": Misconception(
        "Was training still going on in that epoch?",
        "The loss would be lowest there, but training stops before.",
    ),
    "epoch_after_best": Misconception(
        "Do epochs count from one, and is the loss lowest in that one?",
        "It is one epoch too late; the loss was lowest in the epoch before.",
    ),
    "other_interval": Misconception(
        "Which of the two intervals is asked about?",
        "The other interval was used.",
        pointed="{typed} goes by the other interval.",
    ),
    "once_more": Misconception(
        "Does the start or the end of the run count as well?",
        "One too many was counted; only the multiples of the interval count.",
    ),
    "interval_starts_anew": Misconception(
        "Does the count of steps start again with each epoch?",
        "The interval was counted anew in each epoch; steps are counted through the whole run.",
        pointed="{typed} counts the interval anew in each epoch.",
    ),
    "one_epoch_of_intervals": Misconception(
        "Did you count through all epochs?",
        "That is one epoch; the run has more.",
    ),
    "samples_for_steps": Misconception(
        "Is the interval given in samples or in steps?",
        "The samples were divided by the interval; it is an interval of steps.",
    ),
    "part_of_an_interval": Misconception(
        "Can it happen a part of a time?",
        "The division was left as it is; an interval that is not complete does not count.",
    ),
    "steps_for_times": Misconception(
        "Are you counting steps, or what happens at some of them?",
        "That is the number of steps; only every so many of them count.",
    ),
    # Tuning
    "forgot_repeats": Misconception(
        "Is each combination trained just once?",
        "That is the number of combinations; each of them is trained several times.",
        pointed="{typed} trains each combination only once.",
    ),
    "added_choices": Misconception(
        "Does each value stand alone, or does it meet every value of the other lists?",
        "The lengths of the lists were added; every value meets every other, so they multiply.",
    ),
    "added_repeats": Misconception(
        "Is the repetition for the whole grid, or for each combination?",
        "The repeats were added once; each combination is repeated, so they multiply.",
    ),
    "lists_side_by_side": Misconception(
        "Are the values tried in pairs, or every one with every other?",
        "The lists were walked side by side; a grid tries every value with every other.",
    ),
    "forgot_a_hyperparameter": Misconception(
        "Did you use all three lists?",
        "The third list was left out.",
    ),
    "floored_rounds": Misconception(
        "What becomes of the trainings that do not fill a round?",
        "The trainings left over were not counted; they need a round of their own.",
    ),
    "part_of_a_round": Misconception(
        "Is a round over sooner when some of its places are empty?",
        "The division was left as it is; a round that is not full takes as long as a full one.",
    ),
    "round_too_many": Misconception(
        "Is any training left over after the full rounds?",
        "One round was added for a rest, but nothing is left over.",
    ),
    "one_after_another": Misconception(
        "Do the trainings wait for each other, one by one?",
        "That is the time of all trainings one after another; several of them run at once.",
        pointed="{typed} has the trainings wait for each other, one by one.",
    ),
    "answered_rounds": Misconception(
        "Are you giving rounds or minutes?",
        "That is the number of rounds; each of them takes as long as a training.",
    ),
    "jobs_beyond_the_first_round": Misconception(
        "Are you counting trainings or rounds?",
        "The trainings that run at once were taken off; the trainings are divided among rounds.",
    ),
    # Time and cost
    "billed_share": Misconception(
        "Is that the part that is paid, or the part that is saved?",
        "That is the share that is billed; the saving is the rest.",
        pointed="{typed} is the part that is billed.",
    ),
    "saving_of_the_bill": Misconception(
        "A share of what was run, or of what is billed?",
        "The saving was divided by the billed seconds; it is a share of the training time.",
    ),
    "seconds_saved": Misconception(
        "Are you giving seconds or percent?",
        "Those are the seconds that are not billed; the question asks for their share.",
    ),
    "time_per_sample": Misconception(
        "Does that time belong to a sample or to a step?",
        "Each sample was given the time of a step; a step takes a whole batch of them.",
        pointed="{typed} gives every sample the time of a step.",
    ),
    "seconds_for_minutes": Misconception(
        "Are those minutes?",
        "Those are seconds; the question asks for minutes.",
    ),
    "hours_for_minutes": Misconception(
        "Are those minutes?",
        "Those are hours; the question asks for minutes.",
    ),
    "hundred_seconds_to_a_minute": Misconception(
        "How many seconds has a minute?",
        "The seconds were divided by a hundred; a minute has sixty.",
    ),
    "divided_by_step_time": Misconception(
        "Do slower steps make a run longer or shorter?",
        "It was divided by the seconds of a step; every step takes that long, so they multiply.",
    ),
    "answered_new_duration": Misconception(
        "Is that a duration, or the difference between two?",
        "That is the duration with the larger batch; the question asks what it saves.",
    ),
    "answered_old_duration": Misconception(
        "Is that a duration, or the difference between two?",
        "That is the duration with the smaller batch; the question asks what the larger one saves.",
    ),
    "step_time_unchanged": Misconception(
        "Does a step take as long as before?",
        "The fewer steps were counted, but not that each of them takes longer.",
        pointed="{typed} lets every step take as long as before.",
    ),
    # Metrics
    "answered_precision": Misconception(
        "Is that out of what the model reports, or out of what there is to find?",
        "That is the precision: the share of the reported positives that are right.",
        pointed="{typed} is the precision.",
    ),
    "answered_recall": Misconception(
        "Is that out of what there is to find, or out of what the model reports?",
        "That is the recall: the share of all positives that are found.",
        pointed="{typed} is the recall.",
    ),
    "answered_f1": Misconception(
        "Are you asked for a single measure, or for a mean of two?",
        "That is the F1 score, the harmonic mean of precision and recall.",
        pointed="{typed} is the F1 score.",
    ),
    "answered_accuracy": Misconception(
        "Do the true negatives play a part?",
        "That is the accuracy: the share of everything about which the model was right.",
        pointed="{typed} is the accuracy.",
    ),
    "false_share_of_reported": Misconception(
        "Is that the part that is right, or the part that is wrong?",
        "That is the share of false alarms among the reported positives.",
    ),
    "missed_share": Misconception(
        "Is that the part that is found, or the part that is missed?",
        "That is the share of the positives that are missed.",
    ),
    "share_of_everything": Misconception(
        "A share of what?",
        "The true positives were divided by everything; the true negatives play no part.",
    ),
    "mean_of_precision_and_recall": Misconception(
        "Which kind of mean is it?",
        "That is the number halfway between precision and recall; F1 is their harmonic mean, which "
        "lies nearer to the smaller one.",
        pointed="{typed} is the number halfway between precision and recall.",
    ),
    "product_of_precision_and_recall": Misconception(
        "Is a mean of two shares smaller than both of them?",
        "Precision and recall were multiplied; F1 is twice that, divided by their sum.",
    ),
    "true_positives_once": Misconception(
        "How often do the true positives count, above and below?",
        "The true positives were counted once; in F1 they count twice, above and below.",
    ),
    "forgot_two_above": Misconception(
        "How often do the true positives count above?",
        "The true positives were counted twice below, but only once above.",
    ),
}


def hint(codes: Sequence[str], numbers: Mapping[str, str] = NO_NUMBERS) -> str:
    """Return what to say before a second try; empty where nothing is known.

    ``numbers`` are the typed number and the facts of the problem, as they are written.
    """
    if len(codes) == 1 and (pointed := _filled(misconceptions[codes[0]].pointed, numbers)):
        return pointed
    return _either(tuple(misconceptions[code].hint for code in codes), "Look at one of these:")


def diagnosis(codes: Sequence[str]) -> str:
    """Return what happened, or what may have; empty where nothing is known."""
    told = tuple(misconceptions[code].diagnosis for code in codes)
    return _either(told, "It may have been one of these:")


def _filled(sentence: str, numbers: Mapping[str, str]) -> str:
    """Return a sentence with its numbers; empty where one of them is not known."""
    try:
        return sentence.format_map(numbers)
    except KeyError:
        return ""


def _either(sentences: tuple[str, ...], lead: str) -> str:
    return " ".join(sentences) if len(sentences) < 2 else " ".join((lead, *sentences))
