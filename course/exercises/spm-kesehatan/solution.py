"""Key of the exercise on minimum service standards: achievement, index, category."""

from decimal import Decimal

from kpi_sim import minimum_service_achievement, minimum_service_category, minimum_service_index


def variant(rng):
    sasaran = 100 * int(rng.integers(50, 91))
    datang = sasaran - int(rng.integers(60, 141))
    penerima = int(rng.integers(84, 97))
    return {
        "sasaran": sasaran,
        "datang": datang,
        "standar": datang - int(rng.integers(90, 251)),
        "penerima": penerima,
        "mutu": penerima - int(rng.integers(5, 16)),
        "indeks_batas": Decimal(int(rng.choice([70, 80, 90]))) - Decimal(int(rng.integers(1, 5))).scaleb(-2),
    }


def key(facts):
    return {
        "capaian": minimum_service_achievement(facts["standar"], facts["sasaran"]),
        "indeks": minimum_service_index(facts["penerima"], facts["mutu"]),
        "kategori": minimum_service_category(facts["indeks_batas"]).id,
        "sisa": facts["sasaran"] - facts["standar"],
        "rendah": "hilang",
    }
