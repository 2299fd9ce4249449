"""Each participant's own numbers: a seed that neighbours cannot guess, and the stream drawn from it."""

from __future__ import annotations

import hashlib
import hmac
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np

BASE_SEED = 0  # the variant that is built for everybody; no participant's seed is ever 0
BASE_TAG = "dasar"


def variant_seed(secret: bytes, participant: str, exercise: str) -> int:
    """Seed of one participant's variant of one exercise, 1 … 2⁶³ - 1 (HMAC-SHA256 with the class secret)."""
    digest = hmac.new(secret, f"{participant}\0{exercise}".encode(), hashlib.sha256).digest()
    return int.from_bytes(digest[:8], "big") >> 1 or 1


def variant_tag(seed: int) -> str:
    """Short name of a variant in a notebook's metadata; the seed cannot be read from it."""
    return BASE_TAG if seed == BASE_SEED else hashlib.sha256(str(seed).encode()).hexdigest()[:10]


def variant_stream(seed: int, attempt: int) -> np.random.Generator:
    """The stream from which attempt number ``attempt`` at this variant is drawn."""
    import numpy as np

    return np.random.default_rng(np.random.SeedSequence(seed, spawn_key=(attempt,)))


def judged_seed(tag: object, seed: int) -> int:
    """The seed against which a handed-in notebook is judged: its own, or the base variant's when it says so.

    ``tag`` is the variant in the notebook's metadata (``lab_iku``). Somebody who worked on the notebook that was
    built for everybody is judged by its numbers; whatever else a notebook claims changes nothing.
    """
    return BASE_SEED if tag == BASE_TAG else seed
