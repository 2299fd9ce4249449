"""Key of "Satu survei, tiga nilai": one survey with exact and rounded weights."""

from decimal import Decimal

from kpi_sim import satisfaction_from_means, satisfaction_grade
from kpi_sim.units import round_half_up

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
WORKED = (105, 101, 100, 116, 102, 105, 106, 105, 115)  # regulations.md §1.4, example A, 29 respondents
AT_LIMIT = ["3.07", "2.62", "3.56"]  # means whose letter changes with the weight


def variant(rng):
    """The worked example or another complete survey; a unit whose letter hangs on the weight."""
    people = int(rng.integers(24, 41))
    totals = [int(value) for value in rng.choice(range(3 * people, 4 * people - 2), size=9, replace=False)]
    if rng.random() < 0.2:
        people, totals = 29, list(WORKED)
    return {
        "n": people,
        "jumlah": totals,
        "terendah": min(totals),
        "bobot_lain": Decimal(["0.11", "0.111"][int(rng.integers(2))]),
        "rata": Decimal(AT_LIMIT[int(rng.integers(3))]),
    }


def _score(means, mode="exact"):
    return satisfaction_from_means(dict(zip(ELEMENTS, means, strict=True)), weight_mode=mode).score


def key(facts):
    means = [Decimal(total) / facts["n"] for total in facts["jumlah"]]
    unit = [facts["rata"]] * 9
    return {
        "nilai": round_half_up(_score(means)),
        "bobot-bulat": round_half_up(_score(means, "0.11")),
        "sempurna": round_half_up(_score([4] * 9, str(facts["bobot_lain"]))),
        "mutu": {
            "tepat": satisfaction_grade(round_half_up(_score(unit))).lower(),
            "bulat": satisfaction_grade(round_half_up(_score(unit, "0.11"))).lower(),
        },
        "unsur-terendah": round_half_up(Decimal(25 * facts["terendah"]) / facts["n"]),
        "menulis": "ulang",
    }
