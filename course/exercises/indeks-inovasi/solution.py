"""Key of "Indeks Inovasi Daerah": the index by the rule, with and without the sixth mandatory field."""

from decimal import Decimal

from kpi_sim import innovation_category, innovation_index
from kpi_sim.units import round_half_up


def variant(rng):
    """Enough mature innovations that adding raw ones lowers the index; a second region below the divisor."""
    return {
        "spd": int(rng.integers(44, 56)),
        "n": int(rng.choice([50, 55, 60, 65, 70])),
        "sid": int(rng.integers(84, 98)),
        "spd_b": int(rng.integers(38, 50)),
        "n_b": int(rng.integers(8, 12)),
        "sid_b": int(rng.integers(72, 86)),
        "iid": [Decimal("65.00"), Decimal("65.01"), Decimal("40.00"), Decimal("64.99")][int(rng.integers(4))],
    }


def _index(facts, fields):
    return innovation_index(facts["spd"], [facts["sid"]] * facts["n"], mandatory_fields=fields)


def key(facts):
    five = _index(facts, 5)
    few = innovation_index(facts["spd_b"], [facts["sid_b"]] * facts["n_b"], mandatory_fields=6)
    levels = {"Sangat Inovatif": "sangat", "Inovatif": "inovatif", "Kurang Inovatif": "kurang"}
    return {
        "kartu-iid": {
            "spd": five.agency_points,
            "kematangan": round_half_up(five.maturity_points),
            "jumlah": five.count_points,
            "total": round_half_up(five.total),
            "indeks": five.rounded,
        },
        "enam-bidang": _index(facts, 6).rounded,
        "sedikit": few.rounded,
        "kategori": levels[innovation_category(facts["iid"]).label],
        "menambah": "turun",
        "iku-inovasi": ["pakai", "waktu"],
    }
