"""Key of "Mempertahankan satu skor": a capped scorecard, perspectives, quality of a contract."""

from decimal import Decimal

from kpi_sim import (
    achievement_category,
    blend_with_organisation,
    commitment_quality,
    organisation_score,
    score_indicators,
)
from kpi_sim.units import round_half_up

NAMES = ("akta", "komite", "aduan", "izin", "ktp")
WAYS = ("maximize", "maximize", "maximize", "minimize", "minimize")
WEIGHTS = [(20, 20, 20, 20, 20), (25, 20, 15, 25, 15), (30, 15, 20, 20, 15), (25, 15, 15, 25, 20)]

ENDS = ["110.00", "109.99", "100.00", "99.99", "90.00", "89.99"]
KEMENKEU = "capaian-kemenkeu-2026"


def variant(rng):
    """One row above the cap, one row exactly at 120 by the minimise formula, one row behind its target."""
    weights = WEIGHTS[int(rng.integers(len(WEIGHTS)))]
    days, late = int(rng.choice([10, 15, 20])), int(rng.choice([12, 15, 16]))
    targets = [80, int(rng.choice([75, 80])), int(rng.choice([70, 75, 80])), days, late]
    done = [80 + int(rng.integers(4, 11)), 0, 0, days * 4 // 5, late + int(rng.integers(2, 5))]
    done[1] = targets[1] - int(rng.integers(5, 12))
    done[2] = targets[2] + int(rng.integers(17, 20))
    marks = [int(value) for value in rng.choice(range(94, 116), size=4, replace=False)]
    nko, ends = int(rng.integers(98, 106)), rng.choice(len(ENDS), size=2, replace=False)
    return {
        **{f"t{i}": value for i, value in enumerate(targets, 1)},
        **{f"r{i}": value for i, value in enumerate(done, 1)},
        **{f"b{i}": value for i, value in enumerate(weights, 1)},
        **{f"p{i}": value for i, value in enumerate(marks, 1)},
        "nko": nko,
        "pegawai": nko + int(rng.choice([-6, -4, 0, 3, 5])),
        "nko_1": Decimal(ENDS[int(ends[0])]),
        "nko_2": Decimal(ENDS[int(ends[1])]),
        "salah": 100 * done[3] // days,
        "w_indikator": Decimal(["1.20", "1.15", "1.10", "0.90"][int(rng.integers(4))]),
        "w_target": Decimal(["1.2", "1.0", "0.8"][int(rng.integers(3))]),
    }


def _rows(facts):
    return [
        {
            "indicator": name,
            "polarity": way,
            "target": facts[f"t{i}"],
            "realisation": facts[f"r{i}"],
            "weight": facts[f"b{i}"],
        }
        for i, (name, way) in enumerate(zip(NAMES, WAYS, strict=True), 1)
    ]


def key(facts):
    card = score_indicators(_rows(facts), cap=120)
    marks = dict(zip(("stakeholder", "customer", "internal", "learning"), "1234", strict=True))
    nko = organisation_score(
        {name: facts[f"p{place}"] for name, place in marks.items()}, weights="25/15/30/30"
    )
    return {
        "kartu-skor": {row.indicator: round_half_up(row.achievement) for row in card.rows}
        | {"total": round_half_up(card.total)},
        "perspektif": round_half_up(nko),
        "mutu-k3": commitment_quality(facts["w_indikator"], facts["w_target"]).value,
        "gabung-organisasi": round_half_up(blend_with_organisation(facts["pegawai"], facts["nko"])),
        "predikat-nko": {
            row: achievement_category(facts[name], KEMENKEU).id.replace("_", "-")
            for row, name in (("satu", "nko_1"), ("dua", "nko_2"))
        },
        "pertanyaan": "rumus",
        "tidak-dikatakan": ["target", "warga", "sebab"],
        "ganti-rumus": "tidak",
    }
