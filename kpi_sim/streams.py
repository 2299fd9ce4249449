"""Random numbers by address: the same seed gives the same draw wherever, and in whatever order, it is asked for.

A stream is addressed by what it is for (a *purpose* with a fixed number), by a block of replications, and, where
a purpose needs several, by further parts (span of days, stage). A scenario is never part of the address: two
scenarios under one seed meet the same customers, so their difference is paired without anybody doing anything;
and one thread, two threads, any chunking and a cluster give the same bits.
"""

from __future__ import annotations

import numpy as np

from kpi_sim.errors import OutOfRangeError

BLOCK_REPLICATIONS = 5  # replications that share a stream; part of every result, never tuned for a machine
BIT_GENERATOR = "SFC64"  # named in the provenance of every result

# What chance is used for. Numbers are fixed for good: add at the end, never reuse one.
PURPOSES: dict[str, int] = {
    "arrival": 1,
    "patience": 2,
    "preparation": 3,
    "service": 4,
    "survey": 5,
    "rework": 6,
    "priority": 7,
    "recording": 8,
    "staffing": 9,
    "education": 10,
    "health": 11,
    "innovation": 12,
    "agency": 13,
    "data_quality": 14,
    "adoption": 15,
    "network": 16,
    "gaming": 17,
    "deaths": 18,
    "placebo": 19,
    "design": 20,
    "evidence": 21,
    "answer": 22,
    "licensing": 23,
}


def stream(seed: int, purpose: str, block: int = 0, *part: int) -> np.random.Generator:
    """The generator at this address: ``SeedSequence(seed, spawn_key=(purpose, block, *part))``.

    Args:
        seed: root seed of the run, 0 or more.
        purpose: a name of ``PURPOSES``.
        block: number of the block of replications (see :func:`blocks`).
        part: further parts of the address, for example span of days and stage.

    Raises:
        OutOfRangeError: the seed is negative or not whole.
    """
    sequence = np.random.SeedSequence(checked_seed(seed), spawn_key=(PURPOSES[purpose], block, *part))
    return np.random.Generator(np.random.SFC64(sequence))


def checked_seed(seed: int) -> int:
    """``seed`` as a plain whole number.

    Raises:
        OutOfRangeError: negative or not whole.
    """
    if isinstance(seed, bool) or not isinstance(seed, int | np.integer) or seed < 0:
        raise OutOfRangeError(
            name="Benih acak (seed)", value=seed, allowed="Isi bilangan bulat, nol atau lebih."
        )
    return int(seed)


def blocks(replications: int) -> list[tuple[int, int]]:
    """(block, replications used of it) that cover ``replications``; only the last may be partly used."""
    full, rest = divmod(replications, BLOCK_REPLICATIONS)
    return [(b, BLOCK_REPLICATIONS) for b in range(full)] + ([(full, rest)] if rest else [])
