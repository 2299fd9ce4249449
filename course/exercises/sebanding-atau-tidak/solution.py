"""Key of the exercise on like with like: same period, same definition, same instrument."""

from decimal import Decimal

from kpi_sim import published_figure

PROVINCE = "Provinsi Jambi"


def _stunting(year):
    return Decimal(published_figure("stunting_prevalensi", PROVINCE, year).value)


def _compliance(year):
    return Decimal(published_figure("ombudsman_kepatuhan_skor", "Sarolangun", year).value)


def variant(rng):
    lalu_nov = int(rng.integers(38, 60))
    kini = lalu_nov + int(rng.choice([-4, -3, -2, -1, 1, 2]))
    k2022 = int(rng.integers(180, 231))
    return {
        "kini": kini,
        "lalu_nov": lalu_nov,
        "lalu_penuh": lalu_nov + int(rng.integers(5, 10)),
        "s2022": _stunting(2022),
        "s2023": _stunting(2023),
        "s2024": _stunting(2024),
        "o2021": _compliance(2021),
        "o2022": _compliance(2022),
        "k2022": Decimal(k2022).scaleb(-1),
        "k2023": Decimal(k2022 - int(rng.integers(35, 51))).scaleb(-1),
        "k2024": Decimal(k2022 - int(rng.integers(5, 16))).scaleb(-1),
        "relawan": 100 * int(rng.integers(30, 61)),
        "acak": int(rng.integers(260, 361)),
    }


def key(facts):
    return {
        "bulan-sama": 100 * (Decimal(facts["kini"]) / facts["lalu_nov"] - 1),
        "alat-ukur": "22-24",
        "poin": facts["k2024"] - facts["k2022"],
        "pasangan": {
            "triwulan": "boleh",
            "ombudsman": "tidak",
            "definisi": "tidak",
            "revisi": "boleh",
            "mutu": "tidak",
        },
        "sukarela": "b",
    }
