"""Key of "Menghitung nilai AKIP": component scores and categories by PermenPANRB 88/2021."""

from decimal import Decimal

from kpi_sim import accountability_category, accountability_score
from kpi_sim.units import round_half_up

LETTERS = ["A", "BB", "B", "CC", "C"]
COMPONENTS = {
    "planning": "planning",
    "measurement": "measurement",
    "reporting": "reporting",
    "evaluation": "internal_evaluation",
}

WORKED = ("BB/B/CC", "A/B/CC", "A/BB/B", "BB/CC/C")  # regulations.md §3.7: 67.10, B


def variant(rng):
    """Three letters a component, existence not below use."""
    letters = {name: _letters(rng) for name in COMPONENTS}
    if rng.random() < 0.2:
        letters = dict(zip(COMPONENTS, WORKED, strict=True))
    return {
        **letters,
        "huruf_sama": str(rng.choice(["BB", "B", "CC"])),
        "ujung": Decimal(int(rng.choice([60, 70, 80, 90]))).quantize(Decimal("0.01")),
        "lewat": Decimal(int(rng.choice([60, 70, 80]))) + Decimal("0.01"),
    }


def _letters(rng):
    best = int(rng.integers(0, 3))
    return "/".join(LETTERS[best + step] for step in sorted(int(s) for s in rng.integers(0, 3, size=3)))


def _score(facts):
    return accountability_score({rule: facts[name] for name, rule in COMPONENTS.items()})


def key(facts):
    result = _score(facts)
    same = accountability_score(dict.fromkeys(COMPONENTS.values(), "/".join([facts["huruf_sama"]] * 3)))
    return {
        "komponen": {name: round_half_up(result.components[rule]) for name, rule in COMPONENTS.items()}
        | {"total": result.rounded},
        "kategori": result.category.id.lower(),
        "semua-sama": same.rounded,
        "batas": {
            "tepat": accountability_category(facts["ujung"]).id.lower(),
            "lewat": accountability_category(facts["lewat"]).id.lower(),
        },
        "naik-mana": "rencana-pakai",
        "kelengkapan": "pakai",
    }
