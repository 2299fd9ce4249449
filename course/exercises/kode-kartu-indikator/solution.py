"""Reference functions of a percentage and of targets in equal steps."""


def variant(rng):
    """A share below all, and a rate that is to fall within five years."""
    whole = int(rng.choice([50, 60, 64, 75, 80]))
    return {
        "a": whole - int(rng.integers(8, 25)),
        "b": whole,
        "kosong": None,
        "baseline": int(rng.integers(60, 80)) / 100,
        "akhir": int(rng.integers(35, 50)) / 100,
    }


def key(facts):
    return {"guna": "arah"}


def persen(pembilang, penyebut):
    if pembilang is None or not penyebut:
        return None
    return 100 * pembilang / penyebut


def target_bertahap(baseline, akhir, tahun):
    return [baseline + (akhir - baseline) * ke / tahun for ke in range(1, tahun + 1)]
