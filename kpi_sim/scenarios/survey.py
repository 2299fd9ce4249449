"""What served people answer in the satisfaction survey (SKM), given how long they had to wait; and who is heard.

asumsi: a respondent's answer to an element comes from a latent judgement: the level of the element, a trait of the
respondent (people who are pleased are pleased with most things), noise, and a *burden*. The burden is how much longer
than the service standard it took (twice as long is 1, half as long -0,5), limited to what people still tell apart.
Reasoning: the standard is what an office promises, so it is the natural yardstick of its users; time itself moves the
element "time" most and spills over to the others (halo). No survey of Jambi that ties waiting to answers was found.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from kpi_sim.indicators.satisfaction import satisfaction_scores
from kpi_sim.scenarios.chance import Chance
from kpi_sim.scenarios.inputs import number
from kpi_sim.scenarios.parameter import Value
from kpi_sim.streams import BLOCK_REPLICATIONS, blocks, stream

FloatArray = npt.NDArray[np.float64]

ELEMENTS = (
    "requirements",
    "procedure",
    "time",
    "cost",
    "product",
    "competence",
    "behaviour",
    "complaints",
    "facilities",
)
THRESHOLDS = (-2.3, -1.4, 0.1)  # latent limits between the answers 1|2, 2|3, 3|4
LEAST_BURDEN, MOST_BURDEN = -1.0, 3.0


@dataclass(frozen=True)
class SurveyModel:
    """Answers of served people.

    ``levels``: element -> mean answer (1-4) of people served in exactly the standard time; ``sensitivity``: element ->
    fall of the latent judgement per unit of burden; ``trait``: share of the respondent in a judgement (0-1).
    """

    levels: Mapping[str, float]
    sensitivity: Mapping[str, float]
    trait: float

    def answers(self, burden: FloatArray, *, seed: int, first_block: int) -> npt.NDArray[np.int8]:
        """Answers 1..4 (elements, replications, respondents) at the burdens of (replications, respondents)."""
        level = np.array([latent_level(self.levels[e]) for e in ELEMENTS])[:, None, None]
        slope = np.array([self.sensitivity[e] for e in ELEMENTS])[:, None, None]
        trait, noise = _judgements(len(burden), burden.shape[1], seed, first_block)
        latent = level - slope * np.clip(burden, LEAST_BURDEN, MOST_BURDEN)
        latent += self.trait * trait + math.sqrt(1 - self.trait**2) * noise
        answers = np.ones(latent.shape, np.int8)
        for threshold in THRESHOLDS:
            answers += latent > threshold
        return answers


def _judgements(replications: int, people: int, seed: int, first_block: int) -> tuple[FloatArray, FloatArray]:
    """Trait (replications, people) and noise (elements, replications, people) of the respondents.

    Whole blocks are drawn and only the part in use is kept, so that asking for more changes nobody.
    """

    def drawn() -> FloatArray:
        both = np.empty((1 + len(ELEMENTS), replications, people))
        for block, used in blocks(replications):
            generator = stream(seed, "answer", first_block + block)
            rows = slice(block * BLOCK_REPLICATIONS, block * BLOCK_REPLICATIONS + used)
            both[0, rows] = generator.standard_normal((BLOCK_REPLICATIONS, people))[:used]
            noise = generator.standard_normal((len(ELEMENTS), BLOCK_REPLICATIONS, people))
            both[1:, rows] = noise[:, :used]
        return both

    both = Chance(seed, "answer", first_block, replications).derived(("judgements", people), drawn)
    return both[0], both[1:]


def complaint_reach(values: Mapping[str, Value]) -> float:
    """Share (0-1) of the people with a complaint whose complaint reaches the office, as far as a channel is open."""
    without, with_channel = number(values, "complaint_reach"), number(values, "complaint_reach.channel")
    return without + (with_channel - without) * number(values, "complaint_channel")


def burden(sojourn: FloatArray, standard: float) -> FloatArray:
    """How much longer than the standard it took: 0 is exactly in time, 1 twice as long."""
    return sojourn / standard - 1.0


def survey_scores(answers: npt.NDArray[np.int8], counted: npt.NDArray[np.bool_]) -> FloatArray:
    """Score (25-100) of each replication by the rules of the survey; NaN where nobody answered.

    ``answers`` are (elements, replications, respondents); ``counted``, (replications, respondents), says whose count.
    """
    totals = (answers * counted).sum(axis=2, dtype=np.int64)
    return satisfaction_scores(totals, counted.sum(axis=1), elements=ELEMENTS)


@lru_cache(maxsize=256)
def latent_level(mean: float) -> float:
    """The latent level at which the mean answer is ``mean`` (bisection on the normal distribution)."""
    low, high = -8.0, 8.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if _mean_answer(middle) < mean else (low, middle)
    return low


def _mean_answer(level: float) -> float:
    return 1 + sum(0.5 * math.erfc((limit - level) / math.sqrt(2)) for limit in THRESHOLDS)
