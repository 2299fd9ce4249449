"""Reference functions of a promise handed down and of AKIP letters, by the rules of kpi_sim."""

import kpi_sim


def variant(rng):
    """Parts that fall short of the target, one list with a gap, one score away from the ends of ranges."""
    bagian = [int(value) for value in rng.integers(3, 12, size=3)]
    return {
        "bagian": bagian,
        "target": sum(bagian) + int(rng.integers(1, 5)),
        "belum": [5, None, int(rng.integers(2, 5))],
        "nilai": int(rng.integers(51, 89)) + 0.5,
        "lebih": int(rng.integers(2, 5)),
        "target_lain": int(rng.integers(12, 21)),
    }


def key(facts):
    return {"arti": "periksa"}


def kekurangan(target, bagian):
    if any(satu is None for satu in bagian):
        return None
    return -int(kpi_sim.check_allocation(target, bagian).difference)


def kategori_akip(nilai):
    return kpi_sim.accountability_category(str(nilai)).id
