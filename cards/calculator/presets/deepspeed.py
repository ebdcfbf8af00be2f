"""DeepSpeed's three batch numbers, of which some may be left out."""

from cards.calculator.exact import require_count


def resolve_deepspeed_batches(
    replicas: int,
    *,
    train_batch: int | None = None,
    micro_batch: int | None = None,
    accumulation: int | None = None,
) -> tuple[int, int, int]:
    """Return DeepSpeed's train batch, micro batch and accumulation, of which some may be given.

    Raises ValueError where they are too few, or do not multiply exactly. Seen in 0.19.8.
    """
    require_count("replicas", replicas)
    for name, number in (
        ("train_batch", train_batch),
        ("micro_batch", micro_batch),
        ("accumulation", accumulation),
    ):
        if number is not None:
            require_count(name, number)
    if train_batch is None:
        if micro_batch is None:
            raise ValueError("train_batch or micro_batch must be given")
        accumulation = accumulation or 1
        return micro_batch * accumulation * replicas, micro_batch, accumulation
    if micro_batch is None:
        accumulation = accumulation or 1
        micro_batch = train_batch // replicas // accumulation
    elif accumulation is None:
        accumulation = train_batch // micro_batch // replicas
    if micro_batch * accumulation * replicas != train_batch:
        raise ValueError(
            f"the train batch must be micro batch × accumulation × replicas, but {train_batch:,} "
            f"is not {micro_batch:,} × {accumulation:,} × {replicas:,}"
        )
    return train_batch, micro_batch, accumulation
