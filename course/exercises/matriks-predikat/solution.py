"""Key of "Matriks predikat": all nine cells, readings of a number, and the older numeric scheme."""

from decimal import Decimal

from kpi_sim import behaviour_score, performance_predicate, performance_rating, skp_predicate
from kpi_sim.units import round_half_up

VALUES = (
    "service_oriented",
    "accountable",
    "competent",
    "harmonious",
    "loyal",
    "adaptive",
    "collaborative",
)
RATINGS = ("above", "meets", "below")
SHORT = {"butuh_perbaikan": "butuh"}
WORDS = {"above": "atas", "meets": "sesuai", "below": "bawah"}


def variant(rng):
    """Three values of which one lies on an end of a range; SKP and behaviour that differ."""
    ends = [Decimal("100.00"), Decimal("100.01"), Decimal("90.00"), Decimal("89.99")]
    return {
        "nilai_1": ends[int(rng.integers(4))],
        "nilai_2": Decimal(int(rng.integers(10150, 11500))).scaleb(-2),
        "nilai_3": Decimal(int(rng.integers(7800, 8950))).scaleb(-2),
        "berakhlak": [int(value) for value in rng.choice(range(80, 119), size=7, replace=False)],
        "skp": int(rng.integers(84, 118)),
        "perilaku": int(rng.choice([76, 80, 119])),
        "nilai_pp": Decimal(int(rng.integers(1110, 1180))).scaleb(-1),
    }


def _predicate(result, behaviour):
    found = performance_predicate(result, behaviour).id
    return SHORT.get(found, found.replace("_", "-"))


def key(facts):
    matrix = {f"{a}-{b}": _predicate(a, b) for a in RATINGS for b in RATINGS}
    return {
        "tebak": matrix["above-below"],
        "matriks": matrix,
        "sebaliknya": matrix["below-above"],
        "dari-angka": {
            row: WORDS[performance_rating(facts[name]).value]
            for row, name in (("satu", "nilai_1"), ("dua", "nilai_2"), ("tiga", "nilai_3"))
        },
        "perilaku": round_half_up(behaviour_score(dict(zip(VALUES, facts["berakhlak"], strict=True)))),
        "nilai-skp": round_half_up(skp_predicate(facts["skp"], facts["perilaku"], peer_review=True).score),
        "sangat-baik": "baik",
    }
