"""Key of the exercise on a scorecard: achievements with their cap, the weighted total, N-gain."""

from decimal import Decimal

from kpi_sim import normalised_gain, pooled_ratio, score_indicators

RULE = "capaian-kemenkeu-2026"
ROWS = ("persalinan", "rujukan", "nifas", "pengaduan", "ganda")
POLARITIES = ("maximize", "minimize", "maximize", "maximize", "minimize")
WEIGHTS = (25, 20, 20, 20, 15)


def variant(rng):
    t1, t2, t3 = int(rng.integers(70, 76)), 5 * int(rng.integers(8, 13)), int(rng.integers(80, 91))
    t4, t5 = int(rng.integers(85, 93)), 10 * int(rng.integers(8, 15))
    semua = int(rng.integers(7, 13))
    return {
        "t1": t1,
        "r1": t1 + int(rng.integers(17, 22)),
        "t2": t2,
        "r2": t2 + int(rng.integers(3, 9)),
        "t3": t3,
        "r3": t3 - int(rng.integers(2, 8)),
        "t4": t4,
        "r4": t4 - int(rng.integers(15, 26)),
        "t5": t5,
        "r5": t5 - int(rng.integers(6, 16)),
        **{f"w{number}": weight for number, weight in enumerate(WEIGHTS, 1)},
        "tinggi": 10 * int(rng.integers(14, 19)),
        "rendah": int(rng.integers(55, 75)),
        "semua": semua,
        "tercapai": semua - int(rng.integers(2, 4)),
        "pretes": 5 * int(rng.integers(6, 9)),
        "postes": int(rng.integers(72, 91)),
    }


def key(facts):
    card = score_indicators(
        [
            {
                "indicator": name,
                "target": facts[f"t{number}"],
                "realisation": facts[f"r{number}"],
                "polarity": polarity,
                "weight": facts[f"w{number}"],
            }
            for number, (name, polarity) in enumerate(zip(ROWS, POLARITIES, strict=True), 1)
        ],
        rule=RULE,
    )
    return {
        "kartu": {**{row.indicator: row.achievement for row in card.rows}, "total": card.total},
        "menutupi": (min(Decimal(120), Decimal(facts["tinggi"])) + facts["rendah"]) / 2,
        "hilang": pooled_ratio([facts["tercapai"]], [facts["semua"]]).value,
        "n-gain": normalised_gain(facts["pretes"], facts["postes"]),
        "bobot": "rupiah",
    }
